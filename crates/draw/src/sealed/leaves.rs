//! The leaves of an outcome: salted, of one shape, in the order of their hashes.
//!
//! Source: `docs/PROTOCOL.md`, section 22.2.

use std::collections::BTreeMap;

use records::canonical;
use records::events::{Leaf, ReserveLeaf};
use records::frozen::VisitLine;
use records::hash::{Digest, h};
use records::plan::{Plan, Root};
use tlog::prover::InclusionProver;
use tlog::tree::Hash;
use zeroize::{Zeroize, Zeroizing};

use super::SealedError;
use crate::publish::selected_lines;
use crate::select::Selection;

/// One leaf with everything that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedLeaf {
    /// `visit/<id>` or `reserve/<task>/<stratum>/<rank>`.
    pub id: String,
    /// What it says.
    pub leaf: Leaf,
    /// Its canonical line.
    pub line: Zeroizing<Vec<u8>>,
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

/// With the salt a leaf could be guessed from what it may say.
impl Drop for SealedLeaf {
    fn drop(&mut self) {
        self.salt.zeroize();
    }
}

/// All leaves of an outcome, in the order of their hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaves {
    leaves: Vec<SealedLeaf>,
    by_id: BTreeMap<String, usize>,
    root: Root,
}

impl Leaves {
    /// The leaves of an outcome; `seal` is the key of section 9.
    pub fn new(seal: &[u8; 32], visits: &[VisitLine], reserves: &[ReserveLeaf]) -> Result<Self, SealedError> {
        let visits = visits.iter().cloned().map(Leaf::Visit);
        let reserves = reserves.iter().cloned().map(Leaf::Reserve);
        let mut leaves = visits.chain(reserves).map(|leaf| salted(seal, leaf)).collect::<Result<Vec<_>, _>>()?;
        // By hash, so that a leaf's place tells nothing about its id.
        leaves.sort_by_key(|leaf| leaf.hash);
        let indices: Vec<u64> = (0..).zip(&leaves).map(|(index, _)| index).collect();
        let mut prover = InclusionProver::new(&indices);
        leaves.iter().for_each(|leaf| prover.push(Hash::new(leaf.hash.to_bytes())));
        // Every index asked for is there.
        let proofs = prover.finish().unwrap_or_default();
        let root = proofs.first().map_or_else(tlog::tree::empty_root, |proof| proof.root);
        let mut by_id = BTreeMap::new();
        for ((place, leaf), proof) in leaves.iter_mut().enumerate().zip(proofs) {
            leaf.index = proof.index;
            leaf.hashes = proof.path.iter().map(|hash| Digest::new(hash.to_bytes())).collect();
            if by_id.insert(leaf.id.clone(), place).is_some() {
                return Err(SealedError::LeafTwice { id: leaf.id.clone() });
            }
        }
        let root = Root { count: leaves.len() as u64, root: Digest::new(root.to_bytes()) };
        Ok(Self { leaves, by_id, root })
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
        self.leaves.get(*self.by_id.get(id)?)
    }
}

/// One leaf; its place comes later.
fn salted(seal: &[u8; 32], leaf: Leaf) -> Result<SealedLeaf, SealedError> {
    let id = leaf_id(&leaf);
    let line = canonical::to_vec(&leaf).map_err(|error| SealedError::Canonical { what: id.clone(), error })?;
    let line = Zeroizing::new(line);
    let salt = leaf_salt(seal, &id);
    let data = leaf_data(&salt, &line);
    let hash = leaf_hash(&data);
    Ok(SealedLeaf { id, leaf, line, salt, data, hash, index: 0, hashes: Vec::new() })
}

/// The reserves of a selection, in the order of `populations`, then by rank.
pub fn reserve_leaves(plan: &Plan, selection: &Selection) -> Vec<ReserveLeaf> {
    let lines = selected_lines(plan, selection);
    lines.iter().filter(|line| line.reserve).map(ReserveLeaf::from).collect()
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
