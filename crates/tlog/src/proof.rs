//! Checking proofs.
//!
//! Source: RFC 9162, sections 2.1.3.2 and 2.1.4.2, which verify the proofs of RFC 6962.

use crate::tree::{Hash, node_hash, root_of};

/// Why a proof does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A leaf beyond the end.
    #[error("there is no leaf {index} (from 0) in a tree of {size}")]
    Index {
        /// The leaf, from 0.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// Too few or too many hashes.
    #[error("the proof has {got} hashes; expected {expected}")]
    Length {
        /// Hashes in the proof.
        got: usize,
        /// Hashes that such a proof has.
        expected: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to the root {got}; expected {expected}")]
    Root {
        /// Root computed from the proof.
        got: Hash,
        /// Root that was to be reached.
        expected: Hash,
    },
    /// The hashes lead to another root of the old tree.
    #[error("the proof leads to the old root {got}; expected {expected}")]
    OldRoot {
        /// Root computed from the proof.
        got: Hash,
        /// Root that was to be reached.
        expected: Hash,
    },
    /// The old tree is larger than the new one.
    #[error("the old tree has {old_size} leaves, the new one only {size}")]
    Shrunk {
        /// Leaves in the old tree.
        old_size: u64,
        /// Leaves in the new tree.
        size: u64,
    },
    /// A root of the tree without leaves that is not SHA-256 of nothing.
    #[error("{got} is not the root of the empty tree")]
    EmptyRoot {
        /// The root given.
        got: Hash,
    },
}

impl ProofError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Index { .. } => "proof-index",
            Self::Length { .. } => "proof-length",
            Self::Root { .. } => "proof-root",
            Self::OldRoot { .. } => "proof-old-root",
            Self::Shrunk { .. } => "proof-shrunk",
            Self::EmptyRoot { .. } => "proof-empty-root",
        }
    }
}

/// Checks that a leaf stands at this index (from 0) in the tree of this size and root.
pub fn verify_inclusion(
    leaf_hash: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    let got = root_from_inclusion(leaf_hash, index, size, proof)?;
    if got == *root { Ok(()) } else { Err(ProofError::Root { got, expected: *root }) }
}

/// The root to which an inclusion proof leads.
pub fn root_from_inclusion(leaf_hash: &Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::Index { index, size });
    }
    check_length(proof, inclusion_length(index, size))?;
    let (mut place, mut last, mut node) = (index, size - 1, *leaf_hash);
    for sibling in proof {
        // A node on the right edge without a sibling moves up unchanged.
        while place == last && place & 1 == 0 && place != 0 {
            (place, last) = (place >> 1, last >> 1);
        }
        node = if place & 1 == 1 { node_hash(sibling, &node) } else { node_hash(&node, sibling) };
        (place, last) = (place >> 1, last >> 1);
    }
    Ok(node)
}

/// The root of the tree in which these leaves stand one after another from `first` on: from their own hashes, the hashes to the left
/// in the inclusion proof of the first of them, and those to the right in that of the last. None where they do not fit.
pub fn root_from_range(
    first: u64,
    leaf_hashes: &[Hash],
    size: u64,
    first_proof: &[Hash],
    last_proof: &[Hash],
) -> Option<Hash> {
    let end = first.checked_add(leaf_hashes.len() as u64)?;
    if leaf_hashes.is_empty() || end > size {
        return None;
    }
    Range { first, end, leaf_hashes }.node(0, size, Some(first_proof), Some(last_proof))
}

struct Range<'a> {
    first: u64,
    end: u64,
    leaf_hashes: &'a [Hash],
}

impl Range<'_> {
    /// The hash over the leaves from `from` to `to`. The proofs are those of the first and of the last leaf of the range as far as
    /// they lie in this subtree, each only where its leaf does.
    fn node(&self, from: u64, to: u64, first: Option<&[Hash]>, last: Option<&[Hash]>) -> Option<Hash> {
        if self.first <= from && to <= self.end {
            let at = |place: u64| usize::try_from(place - self.first).ok();
            return Some(root_of(self.leaf_hashes.get(at(from)?..at(to)?)?.iter().copied()));
        }
        let middle = from + ((to - from).next_power_of_two() >> 1);
        let split = |proof: Option<&[Hash]>| -> Option<(Option<Hash>, Option<Vec<Hash>>)> {
            match proof {
                None => Some((None, None)),
                Some(proof) => proof.split_last().map(|(top, rest)| (Some(*top), Some(rest.to_vec()))),
            }
        };
        let ((first_top, first_rest), (last_top, last_rest)) = (split(first)?, split(last)?);
        let is_left = |place: u64| place < middle;
        let left = match self.first >= middle {
            true => first_top?,
            false => {
                let last = last_rest.as_deref().filter(|_| is_left(self.end - 1));
                self.node(from, middle, first_rest.as_deref(), last)?
            }
        };
        let right = match is_left(self.end - 1) {
            true => last_top?,
            false => {
                let first = first_rest.as_deref().filter(|_| !is_left(self.first));
                self.node(middle, to, first, last_rest.as_deref())?
            }
        };
        Some(node_hash(&left, &right))
    }
}

/// Checks that the new tree is the old one with leaves appended.
///
/// The empty tree is the beginning of every tree; its root is SHA-256 of nothing, and its proof
/// has no hash.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > size {
        return Err(ProofError::Shrunk { old_size, size });
    }
    for (leaves, given) in [(old_size, old_root), (size, root)] {
        if leaves == 0 && *given != crate::tree::empty_root() {
            return Err(ProofError::EmptyRoot { got: *given });
        }
    }
    check_length(proof, consistency_length(old_size, size))?;
    if old_size == 0 || old_size == size {
        return if old_size == 0 || old_root == root {
            Ok(())
        } else {
            Err(ProofError::Root { got: *old_root, expected: *root })
        };
    }
    // Where the old tree is complete, its root is the first hash, and the proof leaves it out.
    let (first, rest) = match proof.split_first() {
        Some((first, rest)) if !old_size.is_power_of_two() => (*first, rest),
        _ => (*old_root, proof),
    };
    let (mut place, mut last) = (old_size - 1, size - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut old, mut new) = (first, first);
    for sibling in rest {
        while place == last && place & 1 == 0 && place != 0 {
            (place, last) = (place >> 1, last >> 1);
        }
        if place & 1 == 1 {
            old = node_hash(sibling, &old);
            new = node_hash(sibling, &new);
        } else {
            new = node_hash(&new, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    if old != *old_root {
        return Err(ProofError::OldRoot { got: old, expected: *old_root });
    }
    if new != *root {
        return Err(ProofError::Root { got: new, expected: *root });
    }
    Ok(())
}

fn check_length(proof: &[Hash], expected: usize) -> Result<(), ProofError> {
    if proof.len() == expected { Ok(()) } else { Err(ProofError::Length { got: proof.len(), expected }) }
}

/// Hashes in an inclusion proof: the levels at which the leaf's node has a sibling.
fn inclusion_length(index: u64, size: u64) -> usize {
    let (mut place, mut last, mut length) = (index, size - 1, 0);
    while last > 0 {
        length += usize::from(place & 1 == 1 || place != last);
        (place, last) = (place >> 1, last >> 1);
    }
    length
}

/// Hashes in a consistency proof.
fn consistency_length(old_size: u64, size: u64) -> usize {
    if old_size == 0 || old_size == size {
        return 0;
    }
    // The path to the old tree's last leaf, from the largest complete subtree that it ends.
    let level = old_size.trailing_zeros();
    let inner = inclusion_length((old_size - 1) >> level, ((size - 1) >> level) + 1);
    inner + usize::from(!old_size.is_power_of_two())
}
