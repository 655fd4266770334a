//! Proofs out of the tiles of a log, each checked against the root before it is given.
//!
//! Sources: c2sp.org/tlog-tiles; RFC 6962, sections 2.1.1 and 2.1.2.

use crate::proof::{ProofError, verify_consistency, verify_inclusion};
use crate::prover::{Inclusion, ProverError};
use crate::tile::{Content, Tile, TileError, TileReader, read_bundle, read_hashes, root_of_hashes};
use crate::tree::{Hash, empty_root, leaf_hash, node_hash};
use std::collections::BTreeMap;

/// Why a log's tiles give no proof.
#[derive(Debug, thiserror::Error)]
pub enum TiledError {
    /// A tile is missing or malformed.
    #[error("{0}")]
    Tile(#[from] TileError),
    /// A leaf or a size that the log does not have.
    #[error("{0}")]
    Asked(#[from] ProverError),
    /// What the tiles give does not lead to the root.
    #[error("the tiles do not belong to this checkpoint: {0}")]
    Proof(#[from] ProofError),
}

impl TiledError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Tile(error) => error.code(),
            Self::Asked(error) => error.code(),
            Self::Proof(error) => error.code(),
        }
    }
}

/// That a log only grew between two sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    /// Entries then.
    pub old_size: u64,
    /// Root then.
    pub old_root: Hash,
    /// Hashes of the proof.
    pub proof: Vec<Hash>,
}

/// The tree of a log whose size and root are known, read from tiles that nobody vouches for.
#[derive(Debug)]
pub struct TiledTree<'a, R> {
    reader: &'a R,
    size: u64,
    root: Hash,
    /// Entries of the log whose tiles are read: it may have grown since.
    log_size: u64,
    /// Tiles read so far: one proof reads the same ones many times.
    tiles: BTreeMap<Tile, Vec<Hash>>,
}

impl<'a, R: TileReader> TiledTree<'a, R> {
    /// The tree of this size and root.
    pub fn new(reader: &'a R, size: u64, root: Hash) -> Self {
        Self { reader, size, root, log_size: size, tiles: BTreeMap::new() }
    }

    /// The same tree, read from the tiles of a log that has grown to this size: the partial tiles of the tree's own size may
    /// not be kept any more.
    pub fn in_log_of(mut self, log_size: u64) -> Self {
        self.log_size = log_size.max(self.size);
        self
    }

    /// An entry and its proof.
    pub fn entry(&mut self, index: u64) -> Result<(Vec<u8>, Inclusion), TiledError> {
        let outside = ProverError::Index { index, size: self.size };
        let (bundle, place) = (index / 256, index % 256);
        let tile = Tile::in_log(Content::Entries, bundle, self.log_size).ok_or_else(|| outside.clone())?;
        let bytes = read_bundle(self.reader, tile)?;
        let entries = tile.entries(&bytes)?;
        let entry = usize::try_from(place).ok().and_then(|place| entries.get(place)).ok_or(outside)?;
        let inclusion = self.inclusion_of(index, leaf_hash(entry))?;
        Ok((entry.to_vec(), inclusion))
    }

    /// The proof for the entry at this index, whatever its bytes are: its hash is taken from the tiles.
    pub fn inclusion(&mut self, index: u64) -> Result<Inclusion, TiledError> {
        if index >= self.size {
            return Err(ProverError::Index { index, size: self.size }.into());
        }
        let leaf = self.node(0, index)?;
        self.inclusion_of(index, leaf)
    }

    fn inclusion_of(&mut self, index: u64, leaf: Hash) -> Result<Inclusion, TiledError> {
        if index >= self.size {
            return Err(ProverError::Index { index, size: self.size }.into());
        }
        let mut path = Vec::new();
        let (mut start, mut end) = (0, self.size);
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                path.push(self.range(middle, end)?);
                end = middle;
            } else {
                path.push(self.range(start, middle)?);
                start = middle;
            }
        }
        path.reverse();
        verify_inclusion(&leaf, index, self.size, &path, &self.root)?;
        Ok(Inclusion { index, size: self.size, root: self.root, path })
    }

    /// The proof that the log had a state of this size, and that state's root.
    pub fn consistency(&mut self, old_size: u64) -> Result<Consistency, TiledError> {
        if old_size > self.size {
            return Err(ProverError::OldSize { old_size, size: self.size }.into());
        }
        let old_root = match old_size {
            0 => empty_root(),
            size if size == self.size => self.root,
            size => self.range(0, size)?,
        };
        let mut proof = Vec::new();
        if old_size > 0 && old_size < self.size {
            self.subproof(old_size, &mut proof)?;
        }
        verify_consistency(old_size, &old_root, self.size, &self.root, &proof)?;
        Ok(Consistency { old_size, old_root, proof })
    }

    /// SUBPROOF of RFC 6962, section 2.1.2, from the root downwards.
    fn subproof(&mut self, old: u64, proof: &mut Vec<Hash>) -> Result<(), TiledError> {
        let (mut start, mut end) = (0, self.size);
        while old != end {
            let middle = start + split(end - start);
            if old <= middle {
                proof.push(self.range(middle, end)?);
                end = middle;
            } else {
                proof.push(self.range(start, middle)?);
                start = middle;
            }
        }
        // Whoever verifies knows the old root, so a subtree that is the whole old tree need not be given.
        if start > 0 {
            proof.push(self.range(start, end)?);
        }
        proof.reverse();
        Ok(())
    }

    /// Hash over these leaves; `start` is a multiple of the largest power of two below their number.
    fn range(&mut self, start: u64, end: u64) -> Result<Hash, TileError> {
        let count = end - start;
        if count.is_power_of_two() {
            return self.node(count.trailing_zeros(), start >> count.trailing_zeros());
        }
        let middle = start + split(count);
        let left = self.range(start, middle)?;
        let right = self.range(middle, end)?;
        Ok(node_hash(&left, &right))
    }

    /// Hash of a complete subtree of `2^level` leaves.
    fn node(&mut self, level: u32, index: u64) -> Result<Hash, TileError> {
        let outside = TileError::Outside { size: self.size };
        let (tile_level, inner) = (level / 8, level % 8);
        let first = index << inner;
        let content = Content::Hashes(u8::try_from(tile_level).map_err(|_| TileError::Outside { size: self.size })?);
        let Some(tile) = Tile::in_log(content, first / 256, self.log_size) else { return Err(outside) };
        let hashes = self.tile(tile)?;
        let place = usize::try_from(first % 256).unwrap_or(usize::MAX);
        let part = hashes.get(place..).and_then(|rest| rest.get(..1 << inner));
        part.map(root_of_hashes).ok_or(outside)
    }

    fn tile(&mut self, tile: Tile) -> Result<&[Hash], TileError> {
        use std::collections::btree_map::Entry;
        match self.tiles.entry(tile) {
            Entry::Occupied(found) => Ok(found.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(read_hashes(self.reader, tile)?)),
        }
    }
}

/// The largest power of two below a number of leaves that is at least 2.
fn split(count: u64) -> u64 {
    1 << (u64::BITS - 1 - (count - 1).leading_zeros())
}
