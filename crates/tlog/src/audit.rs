//! Checking a whole log: every entry is hashed again, every tile compared, the root reached.
//!
//! Sources: c2sp.org/tlog-tiles; RFC 6962, section 2.1.

use crate::edge::RightEdge;
use crate::tile::{Content, Tile, TileError, TileReader, WIDTH_MAX, read_bundle, read_hashes};
use crate::tree::{Hash, TreeBuilder, leaf_hash};
use std::io;

/// Why a log is not what its checkpoint says.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A file is missing or malformed.
    #[error("{0}")]
    Tile(#[from] TileError),
    /// An entry whose hash is not the one in the tile.
    #[error(
        "entry {index} in {bundle} has the hash {got}; the tile above it has {expected}: one of the two was changed"
    )]
    Entry {
        /// The entry, from 0.
        index: u64,
        /// The file of the entry.
        bundle: Tile,
        /// Hash computed from the entry.
        got: Hash,
        /// Hash in the tile of level 0.
        expected: Hash,
    },
    /// A tile above the leaves that does not follow from those below it.
    #[error("{tile} has the hash {got} at place {place}; the tiles below it give {expected}")]
    Node {
        /// The tile.
        tile: Tile,
        /// Which hash of it, from 0.
        place: usize,
        /// Hash in the tile.
        got: Hash,
        /// Hash computed from the tiles below it.
        expected: Hash,
    },
    /// All files agree with each other, and not with the checkpoint.
    #[error("the {size} entries give the root {got}; the checkpoint has {expected}")]
    Root {
        /// Entries in the log.
        size: u64,
        /// Root computed from the entries.
        got: Hash,
        /// Root of the checkpoint.
        expected: Hash,
    },
}

impl AuditError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Tile(error) => error.code(),
            Self::Entry { .. } => "audit-entry",
            Self::Node { .. } => "audit-node",
            Self::Root { .. } => "audit-root",
        }
    }
}

/// Reads a log of this size and root from the first entry to the last, tells each entry, and gives the right edge.
pub fn audit(
    reader: &impl TileReader,
    size: u64,
    root: Hash,
    mut each: impl FnMut(u64, &[u8]),
) -> Result<RightEdge, AuditError> {
    let mut edge = RightEdge::new();
    let mut full: Vec<(Tile, Vec<Hash>)> = Vec::new();
    for bundle in (0..).map_while(|index| Tile::in_log(Content::Entries, index, size)) {
        let bytes = read_bundle(reader, bundle)?;
        let leaves = read_hashes(reader, Tile { content: Content::Hashes(0), ..bundle })?;
        let first = bundle.index * u64::from(WIDTH_MAX);
        for ((entry, expected), index) in bundle.entries(&bytes)?.into_iter().zip(leaves).zip(first..) {
            let got = leaf_hash(entry);
            if got != expected {
                return Err(AuditError::Entry { index, bundle, got, expected });
            }
            each(index, entry);
            edge.push(got, |tile, hashes| {
                // Level 0 was compared entry by entry.
                if tile.content != Content::Hashes(0) {
                    full.push((tile, hashes.to_vec()));
                }
            });
        }
        for (tile, expected) in full.drain(..) {
            compare(reader, tile, &expected)?;
        }
    }
    for (tile, expected) in edge.partial_tiles().filter(|(tile, _)| tile.content != Content::Hashes(0)) {
        compare(reader, tile, expected)?;
    }
    let got = edge.root();
    if got == root { Ok(edge) } else { Err(AuditError::Root { size, got, expected: root }) }
}

/// Reads the entries of a log of this size and root from the first to the last, tells each, and looks at nothing but the bundles
/// of this size (section 24.6): who has the entries and the root needs no tiles.
pub fn each_entry(
    reader: &impl TileReader,
    size: u64,
    root: Hash,
    mut each: impl FnMut(u64, &[u8]),
) -> Result<(), AuditError> {
    let mut tree = TreeBuilder::new();
    for tile in (0..).map_while(|index| Tile::in_log(Content::Entries, index, size)) {
        let bytes = reader.read(&tile).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => TileError::Missing { tile },
            _ => TileError::Read { tile, source },
        })?;
        let first = tile.index * u64::from(WIDTH_MAX);
        for (index, entry) in (first..).zip(tile.entries(&bytes)?) {
            tree.push_leaf(entry);
            each(index, entry);
        }
    }
    let got = tree.root();
    if got == root { Ok(()) } else { Err(AuditError::Root { size, got, expected: root }) }
}

fn compare(reader: &impl TileReader, tile: Tile, expected: &[Hash]) -> Result<(), AuditError> {
    let hashes = read_hashes(reader, tile)?;
    let pairs = hashes.into_iter().zip(expected).enumerate();
    for (place, (got, expected)) in pairs {
        if got != *expected {
            return Err(AuditError::Node { tile, place, got, expected: *expected });
        }
    }
    Ok(())
}
