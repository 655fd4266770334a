//! Making proofs, in one pass over the leaf hashes.
//!
//! Source: RFC 6962, sections 2.1.1 and 2.1.2.

use crate::tree::{Hash, Node, TreeBuilder, node_hash, root_of};

/// A proof that was asked for and can't exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProverError {
    /// A leaf beyond the end.
    #[error("there is no leaf {index} (from 0) in a tree of {size}")]
    Index {
        /// The leaf asked for, from 0.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// An older tree that is larger.
    #[error("a tree of {size} leaves has no earlier state of {old_size} leaves")]
    OldSize {
        /// Size asked for.
        old_size: u64,
        /// Leaves in the tree.
        size: u64,
    },
}

impl ProverError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Index { .. } => "prover-index",
            Self::OldSize { .. } => "prover-old-size",
        }
    }
}

/// One leaf's place in a tree, and the hashes from it up to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// The leaf, from 0.
    pub index: u64,
    /// Leaves in the tree.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
    /// Siblings from the leaf upwards.
    pub path: Vec<Hash>,
}

/// Proofs for some leaves of a tree that is never in memory: leaf hashes are pushed one by one.
#[derive(Clone, Debug)]
pub struct InclusionProver {
    tree: TreeBuilder,
    /// Leaves asked for, ascending and different, each with its path so far.
    wanted: Vec<(u64, Vec<Hash>)>,
}

impl InclusionProver {
    /// Prepares proofs for these leaves (from 0), in any order.
    pub fn new(indices: &[u64]) -> Self {
        let mut indices = indices.to_vec();
        indices.sort_unstable();
        indices.dedup();
        let wanted = indices.into_iter().map(|index| (index, Vec::new())).collect();
        Self { tree: TreeBuilder::new(), wanted }
    }

    /// Adds the next leaf hash.
    pub fn push(&mut self, leaf_hash: Hash) {
        let wanted = &mut self.wanted;
        self.tree.push_observed(leaf_hash, |node| extend(wanted, &node));
    }

    /// The proofs, ascending by leaf, each leaf once.
    pub fn finish(mut self) -> Result<Vec<Inclusion>, ProverError> {
        let size = self.tree.size();
        if let Some((index, _)) = self.wanted.last().filter(|(index, _)| *index >= size) {
            return Err(ProverError::Index { index: *index, size });
        }
        let wanted = &mut self.wanted;
        let root = self.tree.root_observed(|node| extend(wanted, &node));
        let proof = |(index, path)| Inclusion { index, size, root, path };
        Ok(self.wanted.into_iter().map(proof).collect())
    }
}

/// Adds to the path of each wanted leaf below a node the child on the other side.
fn extend(wanted: &mut [(u64, Vec<Hash>)], node: &Node) {
    let first = wanted.partition_point(|(index, _)| *index < node.start);
    for (index, path) in wanted.iter_mut().skip(first).take_while(|(index, _)| *index < node.end) {
        path.push(if *index < node.middle { node.right } else { node.left });
    }
}

/// Siblings from a leaf (from 0) up to the root.
pub fn inclusion_proof(leaf_hashes: &[Hash], index: u64) -> Result<Vec<Hash>, ProverError> {
    stream_inclusion_proof(leaf_hashes.iter().copied(), index).map(|proof| proof.path)
}

/// The proof for one leaf (from 0) of a tree that is never in memory.
pub fn stream_inclusion_proof(
    leaf_hashes: impl IntoIterator<Item = Hash>,
    index: u64,
) -> Result<Inclusion, ProverError> {
    let mut prover = InclusionProver::new(&[index]);
    leaf_hashes.into_iter().for_each(|hash| prover.push(hash));
    let size = prover.tree.size();
    prover.finish()?.pop().ok_or(ProverError::Index { index, size })
}

/// The hashes that show that the tree over the first `old_size` leaves was only appended to. Empty
/// where the old tree is empty or the same.
pub fn consistency_proof(leaf_hashes: &[Hash], old_size: u64) -> Result<Vec<Hash>, ProverError> {
    let size = leaf_hashes.len() as u64;
    let error = ProverError::OldSize { old_size, size };
    let old = usize::try_from(old_size).map_err(|_| error.clone())?;
    if old > leaf_hashes.len() {
        return Err(error);
    }
    let mut proof = Vec::new();
    if old > 0 {
        subproof(leaf_hashes, old, true, &mut proof);
    }
    Ok(proof)
}

/// SUBPROOF of RFC 6962, section 2.1.2. `whole` says that the old tree's own root is known to who
/// verifies, so that it need not be given. Gives the hash of these leaves.
fn subproof(leaf_hashes: &[Hash], old: usize, whole: bool, proof: &mut Vec<Hash>) -> Hash {
    let size = leaf_hashes.len();
    if old == size {
        let root = root_of(leaf_hashes.iter().copied());
        if !whole {
            proof.push(root);
        }
        return root;
    }
    // The largest power of two below the size; the size is at least 2 here, as 0 < old < size.
    let split = size.next_power_of_two() / 2;
    let (left, right) = leaf_hashes.split_at_checked(split).unwrap_or((leaf_hashes, &[]));
    if old <= split {
        let left = subproof(left, old, whole, proof);
        let right = root_of(right.iter().copied());
        proof.push(right);
        node_hash(&left, &right)
    } else {
        let right = subproof(right, old - split, false, proof);
        let left = root_of(left.iter().copied());
        proof.push(left);
        node_hash(&left, &right)
    }
}
