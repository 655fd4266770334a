//! A copy of a log that is checked before anyone sees it, and that never goes back.
//!
//! Files are copied beside what the mirror has, checked there against the new checkpoint, and only then the checkpoint is
//! replaced. What the mirror's checkpoint speaks about is never written to. Two mirrors of one target at the same time are
//! noticed at the end, where the second gives up.
//!
//! Source: c2sp.org/tlog-mirror, without its network protocol.

use super::durable::Durable;
use super::folder::{CHECKPOINT, FileKind, KEY, LogFolder, read_checkpoint};
use super::verify::{check_continues, verify};
use super::{LogError, verify::Verified};
use crate::error::{Doing, OfficeError, Result};
use std::fs;
use std::path::{Path, PathBuf};
use tlog::audit::audit;
use tlog::checkpoint::SignedCheckpoint;
use tlog::policy::Policy;
use tlog::tile::{Tile, read_tile};
use tlog::tiled::TiledTree;

/// Bytes that are gathered before they are flushed together.
const BATCH_BYTES: usize = 8 << 20;

/// What a mirror run has done.
#[derive(Clone, Debug)]
pub struct Mirrored {
    /// Entries that the mirror had before, if it was there.
    pub before: Option<u64>,
    /// What was found in the source.
    pub source: Verified,
    /// Files that were copied.
    pub copied: usize,
}

/// Brings a mirror up to its source, or makes it. The mirror stays as it was where anything does not hold.
pub fn mirror(from: &LogFolder, to: &Path, policy: &Policy) -> Result<Mirrored> {
    let source = verify_source(from, to, policy)?;
    let target = LogFolder::at(to);
    let had = target.checkpoint_if_there()?;
    if let Some(had) = &had {
        audit_target(&target, had)?;
    }
    let before = had.as_ref().map(|had| had.checkpoint().size);
    let mut durable = Durable::default();
    let mut written = Vec::new();
    let copied = copy(from, &target, &source, before.unwrap_or(0), &mut durable, &mut written)
        .and_then(|()| audit_target(&target, &source.checkpoint));
    if let Err(error) = copied {
        // None of these is a file of the checkpoint that the mirror has.
        for path in &written {
            let _removed = fs::remove_file(path);
        }
        return Err(error);
    }
    if target.checkpoint_if_there()? != had {
        return Err(LogError::StateChanged { state: to.join(CHECKPOINT) }.into());
    }
    publish(from, &target, &source, had.as_ref(), &mut durable)?;
    remove_superseded(&target, source.checkpoint.checkpoint().size)?;
    Ok(Mirrored { before, source, copied: written.len() })
}

/// Checks the source, first of all whether it continues what the mirror has: that is the gravest that can be found.
fn verify_source(from: &LogFolder, to: &Path, policy: &Policy) -> Result<Verified> {
    let target = LogFolder::at(to);
    if let Some(had) = target.checkpoint_if_there()? {
        let offered = from.checkpoint()?;
        let trusted = super::verify::trust(from, policy, &offered)?;
        let file = to.join(CHECKPOINT);
        had.signed_by(&trusted.log).map_err(|source| LogError::Checkpoint { file, source })?;
        compare(from, &target, &offered, &had)?;
    }
    verify(from, policy, None)
}

fn compare(
    from: &LogFolder,
    target: &LogFolder,
    offered: &SignedCheckpoint,
    had: &SignedCheckpoint,
) -> std::result::Result<(), LogError> {
    let (new, old) = (offered.checkpoint(), had.checkpoint());
    if new.size >= old.size {
        return check_continues(from, offered, had);
    }
    // The source has less. Either it is an earlier state of the same history, or another history.
    let folder = from.path().to_owned();
    let consistency = TiledTree::new(target, old.size, old.root)
        .consistency(new.size)
        .map_err(|source| LogError::Tiles { folder: target.path().to_owned(), source })?;
    let (size, root) = (new.size, new.root);
    Err(if consistency.old_root == root {
        LogError::RolledBack { folder, size, root, known: old.size, known_root: old.root }
    } else {
        LogError::SplitView { folder, size, root, other_size: old.size, other_root: old.root }
    })
}

fn audit_target(target: &LogFolder, checkpoint: &SignedCheckpoint) -> Result<()> {
    let said = checkpoint.checkpoint();
    audit(target, said.size, said.root, |_, _| {})
        .map_err(|source| LogError::Damaged { folder: target.path().to_owned(), source })?;
    Ok(())
}

fn copy(
    from: &LogFolder,
    target: &LogFolder,
    source: &Verified,
    before: u64,
    durable: &mut Durable,
    written: &mut Vec<PathBuf>,
) -> Result<()> {
    let size = source.checkpoint.checkpoint().size;
    let mut batch: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut flush = |batch: &mut Vec<(PathBuf, Vec<u8>)>| {
        written.extend(batch.iter().map(|(path, _)| path.clone()));
        let files: Vec<(PathBuf, &[u8])> = batch.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
        durable.put_all(&files)?;
        batch.clear();
        Ok::<(), OfficeError>(())
    };
    let mut gathered = 0;
    for tile in Tile::all_in_log(size) {
        if Tile::in_log(tile.content, tile.index, before) == Some(tile) {
            continue;
        }
        let bytes = read_tile(from, tile)
            .map_err(|error| LogError::Damaged { folder: from.path().to_owned(), source: error.into() })?;
        gathered += bytes.len();
        batch.push((target.tile_path(&tile), bytes));
        if gathered >= BATCH_BYTES {
            gathered = 0;
            flush(&mut batch)?;
        }
    }
    flush(&mut batch)
}

/// Writes cosigned checkpoints, the key, and last the checkpoint. Signatures that the mirror has already are kept.
fn publish(
    from: &LogFolder,
    target: &LogFolder,
    source: &Verified,
    had: Option<&SignedCheckpoint>,
    durable: &mut Durable,
) -> Result<()> {
    for earlier in from.cosigned()? {
        let place = target.cosigned_path(earlier.checkpoint().size);
        let kept = if place.exists() { Some(read_checkpoint(&place)?) } else { None };
        durable.put(&place, merged(&earlier, kept.as_ref()).to_string().as_bytes())?;
    }
    if let Some(had) = had
        && had.checkpoint().size < source.checkpoint.checkpoint().size
        && had.note().signatures().len() > 1
    {
        let place = target.cosigned_path(had.checkpoint().size);
        let kept = if place.exists() { Some(read_checkpoint(&place)?) } else { None };
        durable.put(&place, merged(had, kept.as_ref()).to_string().as_bytes())?;
    }
    durable.put(&target.path().join(KEY), format!("{}\n", source.trusted.log).as_bytes())?;
    let checkpoint = merged(&source.checkpoint, had);
    durable.put(&target.path().join(CHECKPOINT), checkpoint.to_string().as_bytes())
}

/// The checkpoint with the signatures of both, if both are about the same text.
fn merged(checkpoint: &SignedCheckpoint, other: Option<&SignedCheckpoint>) -> SignedCheckpoint {
    let mut merged = checkpoint.clone();
    if let Some(other) = other.filter(|other| other.note().text() == checkpoint.note().text()) {
        for signature in other.note().signatures() {
            // What does not fit any more is one of a hundred already.
            let _added = merged.note_mut().add(signature.clone());
        }
    }
    merged
}

/// Removes partial tiles at whose place there is a full one.
fn remove_superseded(target: &LogFolder, size: u64) -> Result<()> {
    for (_, kind) in target.files()? {
        if let FileKind::Tile(tile) = kind
            && !tile.is_full()
            && Tile::in_log(tile.content, tile.index, size).is_some_and(|now| now.is_full())
        {
            let path = target.tile_path(&tile);
            fs::remove_file(&path).map_err(OfficeError::io(Doing::Remove, &path))?;
            if let Some(folder) = path.parent() {
                // It goes with its last file.
                let _removed = fs::remove_dir(folder);
            }
        }
    }
    Ok(())
}
