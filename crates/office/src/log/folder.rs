//! A published log as a folder: what anyone may copy, and what no one is trusted for.
//!
//! Links are never followed and nothing endless is read, so that a folder from a stick can't reach outside itself.

use super::LogError;
use crate::error::{Doing, OfficeError, Result};
use crate::store::UNFINISHED;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tlog::checkpoint::SignedCheckpoint;
use tlog::key::VerifierKey;
use tlog::note::NOTE_BYTES_MAX;
use tlog::tile::{Tile, TileReader};

/// The checkpoint's file.
pub(super) const CHECKPOINT: &str = "checkpoint";

/// The file of the log's public key.
pub(super) const KEY: &str = "log.vkey";

/// The folder of earlier checkpoints that witnesses have cosigned, each named by its size.
pub(super) const COSIGNED: &str = "cosigned";

/// Longest file of a key, in bytes.
const KEY_BYTES_MAX: usize = 4096;

/// A log's folder, for reading.
#[derive(Clone, Debug)]
pub struct LogFolder {
    path: PathBuf,
}

/// What a file of the folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// The checkpoint or the key.
    Head,
    /// An earlier checkpoint of this size.
    Cosigned(u64),
    /// A tile or a bundle.
    Tile(Tile),
    /// Something else.
    Stray,
}

impl LogFolder {
    /// An existing log.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        let folder = Self::at(path);
        if folder.path.join(CHECKPOINT).exists() {
            return Ok(folder);
        }
        Err(LogError::Missing { folder: folder.path }.into())
    }

    pub(super) fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The newest checkpoint; nothing in it is checked yet.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint> {
        read_checkpoint(&self.path.join(CHECKPOINT))
    }

    pub(super) fn checkpoint_if_there(&self) -> Result<Option<SignedCheckpoint>> {
        match self.path.join(CHECKPOINT).exists() {
            true => self.checkpoint().map(Some),
            false => Ok(None),
        }
    }

    /// The key that the folder itself says is the log's. Whoever knows the key from elsewhere does not need it.
    pub fn key(&self) -> Result<VerifierKey> {
        read_key(&self.path.join(KEY))
    }

    /// Earlier checkpoints that were cosigned, the newest first.
    pub fn cosigned(&self) -> Result<Vec<SignedCheckpoint>> {
        let mut sizes: Vec<u64> = self
            .files()?
            .into_iter()
            .filter_map(|(_, kind)| match kind {
                FileKind::Cosigned(size) => Some(size),
                _ => None,
            })
            .collect();
        sizes.sort_unstable();
        sizes.iter().rev().map(|size| read_checkpoint(&self.cosigned_path(*size))).collect()
    }

    pub(super) fn cosigned_path(&self, size: u64) -> PathBuf {
        self.path.join(COSIGNED).join(size.to_string())
    }

    pub(super) fn tile_path(&self, tile: &Tile) -> PathBuf {
        tile.to_string().split('/').fold(self.path.clone(), |folder, part| folder.join(part))
    }

    /// All files below the folder by their path within it, and what they are.
    pub(super) fn files(&self) -> Result<Vec<(String, FileKind)>> {
        let mut found = Vec::new();
        let mut folders = vec![(self.path.clone(), String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            let entries = fs::read_dir(&folder).map_err(OfficeError::io(Doing::Read, &folder))?;
            for entry in entries {
                let entry = entry.map_err(OfficeError::io(Doing::Read, &folder))?;
                let kind = entry.file_type().map_err(OfficeError::io(Doing::Read, &folder))?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() {
                    folders.push((entry.path(), format!("{name}/")));
                } else {
                    let what = if kind.is_file() { file_kind(&name) } else { FileKind::Stray };
                    found.push((name, what));
                }
            }
        }
        found.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        Ok(found)
    }

    /// Removes files that a crash left half written. Only the log's own writer calls this, under its lock.
    pub(super) fn remove_unfinished(&self) -> Result<()> {
        if !self.path.is_dir() {
            return Ok(());
        }
        for (name, _) in self.files()?.iter().filter(|(_, kind)| *kind == FileKind::Stray) {
            let path = self.path.join(name);
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED)) {
                fs::remove_file(&path).map_err(OfficeError::io(Doing::Remove, &path))?;
            }
        }
        Ok(())
    }
}

fn file_kind(name: &str) -> FileKind {
    let size = || {
        let size = name.strip_prefix(COSIGNED)?.strip_prefix('/')?;
        size.parse().ok().filter(|number: &u64| number.to_string() == size)
    };
    match name {
        CHECKPOINT | KEY => FileKind::Head,
        _ => match (name.parse(), size()) {
            (Ok(tile), _) => FileKind::Tile(tile),
            (_, Some(size)) => FileKind::Cosigned(size),
            _ => FileKind::Stray,
        },
    }
}

impl TileReader for LogFolder {
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>> {
        read_bounded(&self.tile_path(tile), tile.bytes_max())
    }
}

/// Reads a regular file of so many bytes at most.
pub(super) fn read_bounded(path: &Path, bytes_max: usize) -> io::Result<Vec<u8>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(bytes_max as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > bytes_max {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {bytes_max} bytes")));
    }
    Ok(bytes)
}

/// Reads a signed checkpoint; nothing in it is checked yet.
pub fn read_checkpoint(path: &Path) -> Result<SignedCheckpoint> {
    let bytes = read_bounded(path, NOTE_BYTES_MAX).map_err(OfficeError::io(Doing::Read, path))?;
    SignedCheckpoint::from_bytes(&bytes).map_err(|source| LogError::Checkpoint { file: path.to_owned(), source }.into())
}

/// Reads a verifier key: one line.
pub fn read_key(path: &Path) -> Result<VerifierKey> {
    let bytes = read_bounded(path, KEY_BYTES_MAX).map_err(OfficeError::io(Doing::Read, path))?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    line.parse().map_err(|source| LogError::Key { file: path.to_owned(), source }.into())
}
