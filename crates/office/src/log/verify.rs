//! Checking a published log, whoever's it is, and taking proofs out of it.
//!
//! Sources: c2sp.org/tlog-tiles, tlog-policy, tlog-proof.

use super::LogError;
use super::folder::{CHECKPOINT, FileKind, KEY, LogFolder, read_bounded};
use crate::error::{Doing, OfficeError, Result};
use std::fs;
use std::path::Path;
use tlog::audit::audit;
use tlog::checkpoint::SignedCheckpoint;
use tlog::policy::{Policy, Trusted};
use tlog::proof_file::ProofFile;
use tlog::tile::{Content, Tile, TileReader, read_tile};
use tlog::tiled::TiledTree;
use tlog::witness::Request;

/// What was found in a log that holds.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The newest checkpoint.
    pub checkpoint: SignedCheckpoint,
    /// Who signed and cosigned it.
    pub trusted: Trusted,
    /// Earlier checkpoints that the log continues: those that witnesses have cosigned, and the one that was noted down.
    pub continues: Vec<u64>,
    /// Files that the checkpoint does not speak about. Nobody should use them.
    pub unchecked: Vec<String>,
}

/// Checks every entry, every tile, every signature, and that the log continues an earlier checkpoint that somebody has.
pub fn verify(folder: &LogFolder, policy: &Policy, since: Option<&SignedCheckpoint>) -> Result<Verified> {
    let checkpoint = folder.checkpoint()?;
    let trusted = trust(folder, policy, &checkpoint)?;
    let (size, root) = (checkpoint.checkpoint().size, checkpoint.checkpoint().root);
    audit(folder, size, root, |_, _| {})
        .map_err(|source| LogError::Damaged { folder: folder.path().to_owned(), source })?;
    let mut continues = Vec::new();
    for earlier in folder.cosigned()?.iter().chain(since) {
        trusted_by_log(folder, &trusted, earlier)?;
        check_continues(folder, &checkpoint, earlier)?;
        continues.push(earlier.checkpoint().size);
    }
    let unchecked = check_other_files(folder, size)?;
    Ok(Verified { checkpoint, trusted, continues, unchecked })
}

/// Checks signatures, and that the key in the folder is the one that signed.
pub(super) fn trust(folder: &LogFolder, policy: &Policy, checkpoint: &SignedCheckpoint) -> Result<Trusted> {
    let file = || folder.path().join(CHECKPOINT);
    let trusted = policy.check(checkpoint).map_err(|source| LogError::Policy { file: file(), source })?;
    checkpoint.checkpoint().without_extensions().map_err(|source| LogError::Checkpoint { file: file(), source })?;
    // Logs of other programs have no such file.
    let file = folder.path().join(KEY);
    if file.exists() {
        let got = folder.key()?;
        if got != trusted.log {
            let expected = trusted.log.to_string();
            return Err(LogError::KeyChanged { file, got: got.to_string(), expected }.into());
        }
    }
    Ok(trusted)
}

fn trusted_by_log(folder: &LogFolder, trusted: &Trusted, earlier: &SignedCheckpoint) -> Result<()> {
    let signed = earlier.signed_by(&trusted.log);
    signed.map_err(|source| LogError::Checkpoint { file: folder.path().to_owned(), source })?;
    Ok(())
}

/// Checks that a log continues an earlier state of itself.
pub(super) fn check_continues(
    folder: &LogFolder,
    now: &SignedCheckpoint,
    earlier: &SignedCheckpoint,
) -> std::result::Result<(), LogError> {
    let (now, earlier) = (now.checkpoint(), earlier.checkpoint());
    let path = || folder.path().to_owned();
    if now.size < earlier.size {
        return Err(LogError::RolledBack {
            folder: path(),
            size: now.size,
            root: now.root,
            known: earlier.size,
            known_root: earlier.root,
        });
    }
    let consistency = TiledTree::new(folder, now.size, now.root)
        .consistency(earlier.size)
        .map_err(|source| LogError::Tiles { folder: path(), source })?;
    if consistency.old_root == earlier.root {
        return Ok(());
    }
    Err(LogError::SplitView {
        folder: path(),
        size: now.size,
        root: now.root,
        other_size: earlier.size,
        other_root: earlier.root,
    })
}

/// Checks earlier states of tiles, and lists the files of which the checkpoint says nothing.
fn check_other_files(folder: &LogFolder, size: u64) -> Result<Vec<String>> {
    let mut unchecked = Vec::new();
    let mut current: Option<(Tile, Vec<u8>)> = None;
    for (name, kind) in folder.files()? {
        let tile = match kind {
            FileKind::Tile(tile) => tile,
            FileKind::Stray => {
                unchecked.push(name);
                continue;
            }
            FileKind::Head | FileKind::Cosigned(_) => continue,
        };
        match Tile::in_log(tile.content, tile.index, size) {
            Some(now) if now == tile => {}
            Some(now) if tile.width < now.width => {
                if current.as_ref().is_none_or(|(read, _)| *read != now) {
                    let bytes = read_tile(folder, now).map_err(|error| LogError::Damaged {
                        folder: folder.path().to_owned(),
                        source: error.into(),
                    })?;
                    current = Some((now, bytes));
                }
                let later = current.as_ref().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
                check_earlier(folder, tile, later)?;
            }
            _ => unchecked.push(name),
        }
    }
    Ok(unchecked)
}

fn check_earlier(folder: &LogFolder, tile: Tile, later: &[u8]) -> Result<()> {
    let file = folder.tile_path(&tile);
    let bytes = folder.read(&tile).map_err(OfficeError::io(Doing::Read, &file))?;
    let whole = match tile.content {
        Content::Hashes(_) => tile.hashes(&bytes).is_ok(),
        Content::Entries => tile.entries(&bytes).is_ok(),
    };
    if whole && later.starts_with(&bytes) { Ok(()) } else { Err(LogError::EarlierTile { file }.into()) }
}

/// The proof of an entry in this checkpoint.
pub fn prove(folder: &LogFolder, checkpoint: &SignedCheckpoint, index: u64) -> Result<ProofFile> {
    let said = checkpoint.checkpoint();
    let newest = folder.checkpoint()?.checkpoint().size;
    let (_, inclusion) = TiledTree::new(folder, said.size, said.root)
        .in_log_of(newest)
        .entry(index)
        .map_err(|source| LogError::Tiles { folder: folder.path().to_owned(), source })?;
    Ok(ProofFile { extra: None, index, path: inclusion.path, checkpoint: checkpoint.clone() })
}

/// The newest checkpoint with this entry that the policy trusts: the log may have grown since witnesses have cosigned it.
pub fn checkpoint_for(folder: &LogFolder, policy: &Policy, index: u64) -> Result<SignedCheckpoint> {
    let newest = folder.checkpoint()?;
    let source = match policy.check(&newest) {
        Ok(_) => return Ok(newest),
        Err(source) => source,
    };
    let mut earlier = folder.cosigned()?.into_iter().filter(|earlier| earlier.checkpoint().size > index);
    match earlier.find(|earlier| policy.check(earlier).is_ok()) {
        Some(found) => Ok(found),
        None => Err(LogError::Policy { file: folder.path().join(CHECKPOINT), source }.into()),
    }
}

/// What a witness is asked: to cosign the newest checkpoint, from the size that it has cosigned last.
pub fn request(folder: &LogFolder, old_size: u64) -> Result<Request> {
    let checkpoint = folder.checkpoint()?;
    let said = checkpoint.checkpoint();
    let consistency = TiledTree::new(folder, said.size, said.root)
        .consistency(old_size)
        .map_err(|source| LogError::Tiles { folder: folder.path().to_owned(), source })?;
    Ok(Request { old_size, proof: consistency.proof, checkpoint })
}

/// Reads a policy file.
pub fn read_policy(file: &Path) -> Result<Policy> {
    let bytes = fs::read(file).map_err(OfficeError::io(Doing::Read, file))?;
    Policy::from_bytes(&bytes).map_err(|source| LogError::PolicyFile { file: file.to_owned(), source }.into())
}

/// Reads a proof file.
pub fn read_proof(file: &Path) -> Result<ProofFile> {
    let fault = |source| LogError::ProofFile { file: file.to_owned(), source };
    let text = read_text(file)?;
    Ok(text.parse::<ProofFile>().map_err(fault)?)
}

/// Reads a text of bounded length; what is not UTF-8 in it is replaced, and then refused by whoever parses it.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    let bytes = read_bounded(file, 4 * tlog::note::NOTE_BYTES_MAX).map_err(OfficeError::io(Doing::Read, file))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
