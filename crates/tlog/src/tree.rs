//! The tree hash, built leaf by leaf in memory for one hash a level.
//!
//! Source: RFC 6962, section 2.1.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A hash of a leaf, a node or a whole tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// A hash from its raw bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The raw bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The raw bytes by value.
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl From<Hash> for [u8; 32] {
    fn from(hash: Hash) -> Self {
        hash.0
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Hash of a leaf: `SHA-256(0x00 ‖ leaf)`.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(leaf).finalize().into())
}

/// Hash of a node: `SHA-256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// Root of the tree without leaves: `SHA-256("")`.
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

/// Root of the tree over these leaf hashes.
pub fn root_of(leaf_hashes: impl IntoIterator<Item = Hash>) -> Hash {
    let mut tree = TreeBuilder::new();
    leaf_hashes.into_iter().for_each(|hash| tree.push(hash));
    tree.root()
}

/// A part that does not fit where it was to be appended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A complete subtree of 2^level leaves begins only at a multiple of that number.
    #[error("a subtree of 2^{level} leaves can't begin at leaf {size}; expected a multiple of 2^{level}")]
    Unaligned {
        /// Leaves in the tree so far.
        size: u64,
        /// Levels of the subtree.
        level: u32,
    },
    /// More leaves than a 64-bit number counts.
    #[error("the tree would have more than 2^64 - 1 leaves")]
    TooLarge,
}

impl TreeError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unaligned { .. } => "tree-unaligned",
            Self::TooLarge => "tree-too-large",
        }
    }
}

/// A tree under construction: the roots of its complete subtrees, largest first.
///
/// The bits of the size, from the highest, are the levels of these subtrees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeBuilder {
    size: u64,
    peaks: Vec<Hash>,
}

impl TreeBuilder {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends the bytes of a leaf.
    pub fn push_leaf(&mut self, leaf: &[u8]) {
        self.push(leaf_hash(leaf));
    }

    /// Appends the hash of a leaf.
    pub fn push(&mut self, leaf_hash: Hash) {
        self.push_observed(leaf_hash, |_| {});
    }

    /// Appends a complete subtree of `2^level` leaves, computed elsewhere.
    pub fn push_subtree(&mut self, level: u32, root: Hash) -> Result<(), TreeError> {
        let leaves = 1_u64.checked_shl(level).ok_or(TreeError::TooLarge)?;
        if !self.size.is_multiple_of(leaves) {
            return Err(TreeError::Unaligned { size: self.size, level });
        }
        let size = self.size.checked_add(leaves).ok_or(TreeError::TooLarge)?;
        self.merge(level, root, &mut |_| {});
        self.size = size;
        Ok(())
    }

    /// Appends a whole tree, computed elsewhere from the leaves that follow.
    ///
    /// So a large list is hashed on all cores: chunks of `2^k` leaves each, the last one shorter,
    /// one builder for each chunk, then appended in order.
    pub fn append(&mut self, next: &Self) -> Result<(), TreeError> {
        // The largest subtree comes first: where it fits, the smaller ones behind it do.
        for (level, root) in levels(next.size).zip(&next.peaks) {
            self.push_subtree(level, *root)?;
        }
        Ok(())
    }

    /// The root over all leaves so far; more may follow.
    pub fn root(&self) -> Hash {
        self.root_observed(|_| {})
    }

    /// [`Self::push`], telling each node that it completes, from the lowest.
    pub(crate) fn push_observed(&mut self, leaf_hash: Hash, mut observe: impl FnMut(Node)) {
        self.merge(0, leaf_hash, &mut observe);
        self.size += 1;
    }

    /// [`Self::root`], telling each node on the right edge, from the lowest.
    pub(crate) fn root_observed(&self, mut observe: impl FnMut(Node)) -> Hash {
        let mut edge: Option<Hash> = None;
        let mut middle = self.size;
        for (peak, level) in self.peaks.iter().rev().zip(levels(self.size).rev()) {
            let start = middle - (1 << level);
            edge = Some(match edge {
                None => *peak,
                Some(right) => {
                    observe(Node { start, middle, end: self.size, left: *peak, right });
                    node_hash(peak, &right)
                }
            });
            middle = start;
        }
        edge.unwrap_or_else(empty_root)
    }

    /// Merges a new subtree at the end with the complete ones of the same size, as in a binary
    /// counter. The caller then sets the size.
    fn merge(&mut self, mut level: u32, root: Hash, observe: &mut impl FnMut(Node)) {
        let end = self.size + (1 << level);
        let mut right = root;
        while self.size >> level & 1 == 1
            && let Some(left) = self.peaks.pop()
        {
            let middle = end - (1 << level);
            observe(Node { start: middle - (1 << level), middle, end, left, right });
            right = node_hash(&left, &right);
            level += 1;
        }
        self.peaks.push(right);
    }
}

/// A node as it comes into being: the leaves below it and its two children.
pub(crate) struct Node {
    pub start: u64,
    pub middle: u64,
    pub end: u64,
    pub left: Hash,
    pub right: Hash,
}

/// Levels of the complete subtrees of a tree, largest first: the bits of its size.
fn levels(size: u64) -> impl DoubleEndedIterator<Item = u32> {
    (0..u64::BITS).rev().filter(move |level| size >> level & 1 == 1)
}
