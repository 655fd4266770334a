//! The right edge of a log: the hashes of its partial tiles, which is all that appending needs to know of it.
//!
//! Source: c2sp.org/tlog-tiles, "Merkle Tree" and "Partial Tiles".

use crate::tile::{
    Content, Tile, TileError, TileReader, WIDTH_MAX, hash_bytes, push_entry, read_hashes, root_of_hashes,
};
use crate::tree::{Hash, TreeBuilder, leaf_hash};

/// Hashes in the partial tile of each level, from the leaves upwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightEdge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

/// One file that an append writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTile {
    /// Which.
    pub tile: Tile,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an append writes, and the edge that it leaves.
#[derive(Clone, Debug)]
pub struct Appended {
    /// The files. All of them are on the disk before a checkpoint of the new size is signed.
    pub tiles: Vec<NewTile>,
    /// The new edge.
    pub edge: RightEdge,
}

impl RightEdge {
    /// That of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the partial tiles of a log of this size. Whoever calls this compares [`Self::root`] with a root that is known.
    pub fn read(reader: &impl TileReader, size: u64) -> Result<Self, TileError> {
        let mut levels = Vec::new();
        let mut count = size;
        for level in 0.. {
            if count == 0 {
                break;
            }
            let index = count / u64::from(WIDTH_MAX);
            // No partial tile where the level ends with a full one.
            let partial = Tile::in_log(Content::Hashes(level), index, size);
            levels.push(partial.map_or_else(|| Ok(Vec::new()), |tile| read_hashes(reader, tile))?);
            count = index;
        }
        Ok(Self { size, levels })
    }

    /// Entries in the log.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        let mut tree = TreeBuilder::new();
        for (hashes, height) in self.levels.iter().zip((0_u32..64).step_by(8)).rev() {
            for hash in hashes {
                // From the highest level down each subtree fits behind the one before it.
                let pushed = tree.push_subtree(height, *hash);
                debug_assert!(pushed.is_ok(), "levels of a right edge descend");
            }
        }
        tree.root()
    }

    /// Adds the hash of a leaf, and tells each tile that becomes full, with its hashes.
    pub fn push(&mut self, leaf_hash: Hash, mut full: impl FnMut(Tile, &[Hash])) {
        self.size += 1;
        let mut carried = Some(leaf_hash);
        let mut count = self.size;
        for level in 0.. {
            let Some(hash) = carried.take() else { break };
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(usize::from(level)) else { break };
            hashes.push(hash);
            if hashes.len() == usize::from(WIDTH_MAX) {
                count /= u64::from(WIDTH_MAX);
                full(Tile { content: Content::Hashes(level), index: count - 1, width: WIDTH_MAX }, hashes);
                carried = Some(root_of_hashes(hashes));
                hashes.clear();
            }
        }
    }

    /// The partial tiles, from the leaves upwards.
    pub fn partial_tiles(&self) -> impl Iterator<Item = (Tile, &[Hash])> {
        let mut count = self.size;
        self.levels.iter().zip(0..).filter_map(move |(hashes, level)| {
            let (index, width) = (count / u64::from(WIDTH_MAX), u16::try_from(hashes.len()).ok()?);
            count = index;
            (width > 0).then_some((Tile { content: Content::Hashes(level), index, width }, hashes.as_slice()))
        })
    }

    /// The files that these entries add to the log; `bundle` has the bytes of the partial bundle at its end, if any.
    pub fn append<E: AsRef<[u8]>>(&self, bundle: &[u8], entries: &[E]) -> Result<Appended, TileError> {
        let mut edge = self.clone();
        let mut tiles = Vec::new();
        let mut bundle = bundle.to_vec();
        for (index, entry) in entries.iter().enumerate() {
            push_entry(&mut bundle, entry.as_ref(), index)?;
            edge.push(leaf_hash(entry.as_ref()), |tile, hashes| {
                if tile.content == Content::Hashes(0) {
                    let entries = Tile { content: Content::Entries, ..tile };
                    tiles.push(NewTile { tile: entries, bytes: std::mem::take(&mut bundle) });
                }
                tiles.push(NewTile { tile, bytes: hash_bytes(hashes) });
            });
        }
        if let Some(tile) = Tile::in_log(Content::Entries, edge.size / u64::from(WIDTH_MAX), edge.size)
            && !entries.is_empty()
        {
            tiles.push(NewTile { tile, bytes: bundle });
        }
        for (tile, hashes) in edge.partial_tiles() {
            // The same tile of the same width was written for an earlier size.
            if Tile::in_log(tile.content, tile.index, self.size) != Some(tile) {
                tiles.push(NewTile { tile, bytes: hash_bytes(hashes) });
            }
        }
        Ok(Appended { tiles, edge })
    }
}
