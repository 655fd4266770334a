//! Appending, and taking in what witnesses have signed.

use super::folder::CHECKPOINT;
use super::{Log, LogError};
use crate::error::{OfficeError, Result};
use std::fs;
use std::path::PathBuf;
use tlog::audit::AuditError;
use tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use tlog::edge::{NewTile, RightEdge};
use tlog::key::VerifierKey;
use tlog::note::NoteSignature;
use tlog::tile::{Content, ENTRY_BYTES_MAX, Tile, TileError, TileReader, WIDTH_MAX, read_bundle};
use tlog::tiled::TiledTree;
use tlog::tree::leaf_hash;

/// What an append has done.
#[derive(Clone, Debug)]
pub struct Appended {
    /// The first of the new entries, from 0.
    pub first_index: u64,
    /// The checkpoint that has them all.
    pub checkpoint: SignedCheckpoint,
}

impl Log {
    /// Appends entries, all or none. When this returns they are on the disk, under a signed checkpoint.
    ///
    /// After an error other than an entry's length nobody knows whether they are in: open the log again and look.
    pub fn append<E: AsRef<[u8]>>(&mut self, entries: &[E]) -> Result<Appended> {
        if self.stopped {
            return Err(LogError::Stopped { folder: self.folder.path().to_owned() }.into());
        }
        let long = entries.iter().position(|entry| entry.as_ref().len() > ENTRY_BYTES_MAX);
        if let Some(index) = long {
            let got = entries.get(index).map_or(0, |entry| entry.as_ref().len());
            return Err(LogError::Entry { source: TileError::EntryLength { index, got } }.into());
        }
        let first_index = self.size();
        if entries.is_empty() {
            return Ok(Appended { first_index, checkpoint: self.known.clone() });
        }
        let appended = self.append_lawful(entries);
        // What is on the disk now is unknown; only a new look at all of it may sign again.
        self.stopped = appended.is_err();
        let checkpoint = appended?;
        Ok(Appended { first_index, checkpoint })
    }

    fn append_lawful<E: AsRef<[u8]>>(&mut self, entries: &[E]) -> Result<SignedCheckpoint> {
        let published = self.reread()?;
        let (edge, bundle) = self.read_edge()?;
        let appended = edge.append(&bundle, entries).map_err(|source| LogError::Entry { source })?;
        self.clear_places(&appended.tiles)?;
        let files: Vec<(PathBuf, &[u8])> =
            appended.tiles.iter().map(|new| (self.folder.tile_path(&new.tile), new.bytes.as_slice())).collect();
        self.durable.put_all(&files)?;
        let checkpoint = Checkpoint::new(self.key().name(), appended.edge.size(), appended.edge.root());
        self.check_written(&appended.tiles, &checkpoint)?;
        if published.note().signatures().len() > 1 {
            // What witnesses have signed is kept, because the new checkpoint does not have it.
            let place = self.folder.cosigned_path(self.size());
            self.durable.put(&place, published.to_string().as_bytes())?;
        }
        let signed = SignedCheckpoint::sign(checkpoint, &self.signer)
            .map_err(|source| LogError::Checkpoint { file: self.state.path(), source })?;
        self.state.replace(&mut self.durable, Some(&self.known), &signed)?;
        self.known = signed.clone();
        self.durable.put(&self.folder.path().join(CHECKPOINT), signed.to_string().as_bytes())?;
        self.remove_superseded(&appended.tiles);
        Ok(signed)
    }

    /// Reads checkpoint and state again: they must be what this signer has left.
    fn reread(&self) -> Result<SignedCheckpoint> {
        if self.state.read()?.as_ref() != Some(&self.known) {
            return Err(LogError::StateChanged { state: self.state.path() }.into());
        }
        let published = self.folder.checkpoint()?;
        let (said, known) = (published.checkpoint(), self.known.checkpoint());
        if !said.is_same_tree(known) {
            return Err(LogError::RolledBack {
                folder: self.folder.path().to_owned(),
                size: said.size,
                root: said.root,
                known: known.size,
                known_root: known.root,
            }
            .into());
        }
        Ok(published)
    }

    /// Reads the partial tiles and the partial bundle again, and checks them against the signed root.
    fn read_edge(&self) -> Result<(RightEdge, Vec<u8>)> {
        let known = self.known.checkpoint();
        let damaged = |source: AuditError| LogError::Damaged { folder: self.folder.path().to_owned(), source };
        let edge = RightEdge::read(&self.folder, known.size).map_err(|error| damaged(error.into()))?;
        if edge.root() != known.root {
            return Err(damaged(AuditError::Root { size: known.size, got: edge.root(), expected: known.root }).into());
        }
        let last = known.size / u64::from(WIDTH_MAX);
        let Some(bundle) = Tile::in_log(Content::Entries, last, known.size) else { return Ok((edge, Vec::new())) };
        let bytes = read_bundle(&self.folder, bundle).map_err(|error| damaged(error.into()))?;
        let entries = bundle.entries(&bytes).map_err(|error| damaged(error.into()))?;
        let leaves = edge.partial_tiles().find(|(tile, _)| tile.content == Content::Hashes(0));
        let leaves = leaves.map(|(_, hashes)| hashes).unwrap_or_default();
        for ((entry, expected), index) in entries.iter().zip(leaves).zip(last * u64::from(WIDTH_MAX)..) {
            let got = leaf_hash(entry);
            if got != *expected {
                return Err(damaged(AuditError::Entry { index, bundle, got, expected: *expected }).into());
            }
        }
        Ok((edge, bytes))
    }

    /// Removes what an append that was cut short has left at the places that this one writes: a reader would take it for an
    /// earlier state.
    fn clear_places(&mut self, tiles: &[NewTile]) -> Result<()> {
        for new in tiles {
            let before = Tile::in_log(new.tile.content, new.tile.index, self.size()).map_or(0, |tile| tile.width);
            for tile in self.widths(&new.tile).into_iter().filter(|tile| tile.width > before) {
                self.durable.remove(&self.folder.tile_path(&tile))?;
            }
        }
        Ok(())
    }

    /// The files at a tile's place, of whatever width.
    fn widths(&self, tile: &Tile) -> Vec<Tile> {
        let full = tile.full();
        let partial = self.folder.tile_path(&Tile { width: 1, ..full });
        let names = partial.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
        let numbers = names.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok());
        let mut found: Vec<Tile> =
            numbers.filter(|width| (1..WIDTH_MAX).contains(width)).map(|width| Tile { width, ..full }).collect();
        if self.folder.tile_path(&full).exists() {
            found.push(full);
        }
        found
    }

    /// Reads everything that was written again from the disk, before anything is signed that rests on it.
    fn check_written(&self, tiles: &[NewTile], new: &Checkpoint) -> Result<()> {
        let doubtful = |tile: Tile| LogError::Doubtful { file: self.folder.tile_path(&tile) };
        for written in tiles {
            if self.folder.read(&written.tile).ok().as_ref() != Some(&written.bytes) {
                return Err(doubtful(written.tile).into());
            }
        }
        let folder = || self.folder.path().to_owned();
        let known = self.known.checkpoint();
        let consistency = TiledTree::new(&self.folder, new.size, new.root)
            .consistency(known.size)
            .map_err(|source| LogError::Tiles { folder: folder(), source })?;
        if consistency.old_root == known.root {
            return Ok(());
        }
        let (size, root) = (consistency.old_size, consistency.old_root);
        Err(LogError::SplitView { folder: folder(), size, root, other_size: known.size, other_root: known.root }.into())
    }

    /// Removes the partial tiles at whose place a full one stands now. The entries are in already, so a file that stays
    /// is no failure: it is an earlier state of the same tile.
    fn remove_superseded(&mut self, tiles: &[NewTile]) {
        for full in tiles.iter().map(|new| new.tile).filter(Tile::is_full) {
            let partial = self.widths(&full).into_iter().filter(|tile| !tile.is_full()).collect::<Vec<_>>();
            for tile in &partial {
                let _removed = self.durable.remove(&self.folder.tile_path(tile));
            }
            if let Some(folder) = partial.first().map(|tile| self.folder.tile_path(tile))
                && let Some(folder) = folder.parent()
            {
                // It is empty, unless somebody else put a file there.
                let _removed = fs::remove_dir(folder);
            }
        }
    }

    /// Adds the cosignatures that a witness has given, if they are of one of these keys and hold.
    ///
    /// `about` is the checkpoint that was sent, where the log has grown since; then they go to `cosigned/`.
    pub fn add_cosignatures(
        &mut self,
        signatures: &[NoteSignature],
        about: Option<&SignedCheckpoint>,
        keys: &[VerifierKey],
    ) -> Result<Cosigned> {
        let published = self.reread()?;
        let mut checkpoint = match about {
            Some(about) if about.checkpoint().size != self.size() => self.earlier(about)?,
            _ => published,
        };
        let size = checkpoint.checkpoint().size;
        let mut added = Vec::new();
        for key in keys {
            for signature in signatures.iter().filter(|signature| signature.is_of(key)) {
                let note = checkpoint.note_mut();
                note.add(signature.clone())
                    .and_then(|()| note.cosigned_by(key))
                    .map_err(|source| LogError::Cosignature { size, name: key.name().to_string(), source })?;
            }
            if let Ok(Some(time)) = checkpoint.note().cosigned_by(key)
                && signatures.iter().any(|signature| signature.is_of(key))
            {
                added.push((key.clone(), time));
            }
        }
        if added.is_empty() {
            return Err(LogError::NoCosignature.into());
        }
        let place =
            if size == self.size() { self.folder.path().join(CHECKPOINT) } else { self.folder.cosigned_path(size) };
        let written = self.durable.put(&place, checkpoint.to_string().as_bytes());
        self.stopped |= written.is_err();
        written.map(|()| Cosigned { size, added })
    }

    /// An earlier checkpoint of this log, with the cosignatures that it has already.
    fn earlier(&self, about: &SignedCheckpoint) -> Result<SignedCheckpoint> {
        let said = about.checkpoint();
        let file = self.folder.cosigned_path(said.size);
        about.signed_by(self.key()).map_err(|source| LogError::Checkpoint { file: file.clone(), source })?;
        let ours = self.consistency(said.size, self.size())?;
        if ours.old_root != said.root {
            return Err(OfficeError::Log(LogError::SplitView {
                folder: self.folder.path().to_owned(),
                size: said.size,
                root: said.root,
                other_size: ours.old_size,
                other_root: ours.old_root,
            }));
        }
        if file.exists() { super::folder::read_checkpoint(&file) } else { Ok(about.clone()) }
    }
}

/// Which state was cosigned, by whom, when.
#[derive(Clone, Debug)]
pub struct Cosigned {
    /// Entries of that state.
    pub size: u64,
    /// The witnesses' keys and times, in seconds since 1970.
    pub added: Vec<(VerifierKey, u64)>,
}
