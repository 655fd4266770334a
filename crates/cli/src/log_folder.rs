//! A copy of a log as a folder: `checkpoint` and the tiles, read by the verifier and never written.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use verify::{Tile, TileReader};

/// The copy in that folder.
pub struct LogFolder(PathBuf);

impl LogFolder {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        LogFolder(path.into())
    }

    /// Where its newest checkpoint lies.
    pub fn checkpoint(&self) -> PathBuf {
        self.0.join("checkpoint")
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

fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}
