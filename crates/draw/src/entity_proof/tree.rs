//! A Merkle tree whose nodes are all kept, so that a path is a matter of looking, not of hashing.
//!
//! Source: RFC 6962, section 2.1: pairing level by level, with the last node of an odd level moved up as it is, is the split at the
//! largest power of two.

use tlog::tree::{Hash, empty_root, node_hash};

/// A node of a tree: two leaves have the same one in their paths exactly if these are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// Level, from 0 for leaves.
    pub level: u8,
    /// Place in the level, from 0.
    pub position: u64,
}

/// All nodes of a tree, 64 bytes a leaf.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// From the leaves to the root; a single empty level for no leaves.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree over these leaf hashes.
    pub fn new(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let pair = |pair: &[Hash]| match pair {
                [left, right] => node_hash(left, right),
                [last, ..] => *last,
                [] => empty_root(),
            };
            let level = below.chunks(2).map(pair).collect();
            levels.push(level);
        }
        Self { levels }
    }

    /// Number of leaves.
    pub fn count(&self) -> u64 {
        self.levels.first().map_or(0, Vec::len) as u64
    }

    /// The root.
    pub fn root(&self) -> Hash {
        self.levels.last().and_then(|level| level.first()).copied().unwrap_or_else(empty_root)
    }

    /// A node's hash.
    pub fn hash(&self, node: Node) -> Option<Hash> {
        self.levels.get(usize::from(node.level))?.get(usize::try_from(node.position).ok()?).copied()
    }

    /// The siblings of a leaf, from the leaf upwards.
    pub fn path(&self, leaf: u64) -> Vec<Node> {
        let levels = (0_u8..).zip(&self.levels);
        let sibling = |(level, nodes): (u8, &Vec<Hash>)| {
            let position = leaf >> level ^ 1;
            (position < nodes.len() as u64).then_some(Node { level, position })
        };
        // The root has no sibling: the place beside it is beyond the end of its level.
        levels.filter_map(sibling).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog::prover::stream_inclusion_proof;
    use tlog::tree::{leaf_hash, root_of};

    #[test]
    fn it_is_the_tree_of_the_log() {
        for count in 0..70_u64 {
            let leaves: Vec<Hash> = (0..count).map(|k| leaf_hash(&k.to_be_bytes())).collect();
            let tree = Tree::new(leaves.clone());
            assert_eq!((tree.count(), tree.root()), (count, root_of(leaves.iter().copied())));
            for leaf in 0..count {
                let path: Vec<Hash> = tree.path(leaf).into_iter().map(|node| tree.hash(node).unwrap()).collect();
                assert_eq!(path, stream_inclusion_proof(leaves.iter().copied(), leaf).unwrap().path);
            }
        }
    }
}
