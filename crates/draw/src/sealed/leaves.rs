//! The leaves of an outcome: salted, of one shape, in the order of their hashes.
//!
//! Source: `docs/PROTOCOL.md`, section 22.2.

use records::events::{Leaf, ReserveLeaf};
use records::frozen::VisitLine;
use records::hash::{Digest, h};
use records::plan::{Plan, Root};

use super::SealedError;
use crate::select::Selection;

/// One leaf with everything that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedLeaf {
    /// `visit/<id>` or `reserve/<task>/<stratum>/<rank>`.
    pub id: String,
    /// What it says.
    pub leaf: Leaf,
    /// Its canonical line.
    pub line: Vec<u8>,
    /// Its salt.
    pub salt: Digest,
    /// The leaf's data in the tree.
    pub data: Digest,
    /// `SHA-256(0x00 ‖ data)`: what the event `open` names.
    pub hash: Digest,
    /// Place in the tree, from 0.
    pub index: u64,
    /// Inclusion proof.
    pub hashes: Vec<Digest>,
}

/// All leaves of an outcome, in the order of their hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaves {
    leaves: Vec<SealedLeaf>,
    root: Root,
}

impl Leaves {
    /// The leaves of an outcome; `seal` is the key of section 9.
    pub fn new(seal: &[u8; 32], visits: &[VisitLine], reserves: &[ReserveLeaf]) -> Result<Self, SealedError> {
        todo!()
    }

    /// Number and root, as in the event `draw`.
    pub fn root(&self) -> Root {
        self.root
    }

    /// In the order of their hashes.
    pub fn as_slice(&self) -> &[SealedLeaf] {
        &self.leaves
    }

    /// The leaf with this leaf id.
    pub fn find(&self, id: &str) -> Option<&SealedLeaf> {
        self.leaves.iter().find(|leaf| leaf.id == id)
    }
}

/// The reserves of a selection, in the order of `populations`, then by rank.
pub fn reserve_leaves(plan: &Plan, selection: &Selection) -> Vec<ReserveLeaf> {
    todo!()
}

/// The leaf id.
pub fn leaf_id(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Visit(visit) => format!("visit/{}", visit.id),
        Leaf::Reserve(ReserveLeaf { rank, stratum, task, .. }) => format!("reserve/{task}/{stratum}/{rank}"),
    }
}

/// `H("mq1/salt", seal, leaf id)`.
pub fn leaf_salt(seal: &[u8; 32], id: &str) -> Digest {
    h("mq1/salt", &[seal, id.as_bytes()])
}

/// `H("mq1/leaf", salt, leaf line)`.
pub fn leaf_data(salt: &Digest, line: &[u8]) -> Digest {
    h("mq1/leaf", &[salt.as_bytes(), line])
}

/// `SHA-256(0x00 ‖ data)`.
pub fn leaf_hash(data: &Digest) -> Digest {
    Digest::new(tlog::tree::leaf_hash(data.as_bytes()).to_bytes())
}
