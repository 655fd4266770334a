//! Logs in memory and on the disk, for tests.

#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use tlog::edge::RightEdge;
use tlog::tile::{Content, Tile, TileReader, read_bundle};

/// A vector file.
pub fn vector(path: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/log/");
    std::fs::read(format!("{folder}{path}")).expect("the vectors are in the repository")
}

/// The files of a folder of vectors.
pub struct Vectors(pub &'static str);

impl TileReader for Vectors {
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>> {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/log"));
        std::fs::read(folder.join(self.0).join(tile.to_string()))
    }
}

/// A log whose files are in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub files: BTreeMap<Tile, Vec<u8>>,
    pub edge: RightEdge,
}

impl Memory {
    /// A log of these entries, appended at once.
    pub fn of(entries: &[Vec<u8>]) -> Self {
        let mut log = Self::default();
        log.append(entries);
        log
    }

    pub fn append(&mut self, entries: &[Vec<u8>]) {
        let size = self.edge.size();
        let bundle = Tile::in_log(Content::Entries, size / 256, size)
            .map(|tile| read_bundle(self, tile).expect("the last bundle is there"));
        let appended = self.edge.append(&bundle.unwrap_or_default(), entries).expect("entries fit");
        self.files.extend(appended.tiles.into_iter().map(|new| (new.tile, new.bytes)));
        self.edge = appended.edge;
    }
}

impl TileReader for Memory {
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>> {
        self.files.get(tile).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// So many entries, each its own.
pub fn entries(range: std::ops::Range<u64>) -> Vec<Vec<u8>> {
    range.map(|index| format!("record {index}").into_bytes()).collect()
}
