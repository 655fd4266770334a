//! A copy of a log as a folder: `checkpoint` and the tiles, read by the verifier and never written.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use verify::{Tile, TileReader};

/// More than any checkpoint has, in bytes.
const CHECKPOINT_MAX: u64 = 1 << 20;

/// The copy in that folder.
pub struct LogFolder(PathBuf);

impl LogFolder {
    /// The copy in that folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        LogFolder(path.into())
    }

    /// Where its newest checkpoint lies.
    pub fn checkpoint_path(&self) -> PathBuf {
        self.0.join("checkpoint")
    }

    /// Its newest checkpoint.
    pub fn read_checkpoint(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        open(&self.checkpoint_path())?.take(CHECKPOINT_MAX).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl TileReader for LogFolder {
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>> {
        let path = tile.to_string().split('/').fold(self.0.clone(), |folder, part| folder.join(part));
        let limit = tile.bytes_max() as u64;
        let mut bytes = Vec::new();
        open(&path)?.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "longer than such a tile"));
        }
        Ok(bytes)
    }
}

/// Only a plain file: a pipe would never end, and a device neither.
fn open(path: &Path) -> io::Result<File> {
    match path.metadata()?.is_file() {
        true => File::open(path),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "not a plain file")),
    }
}
