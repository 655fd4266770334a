//! What capsules hold, padded so that their sizes tell nothing.
//!
//! Source: `docs/PROTOCOL.md`, section 22.3.

use records::day::Day;
use records::events::Leaf;
use records::hash::Digest;
use records::id::Id;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{CapsuleName, Leaves, SealedError};
use crate::replace::Bench;

/// Padded texts are multiples of this.
pub const PAD: usize = 4096;

/// A leaf as the office reads it on the day: with its proof, and who may stand in for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Inclusion proof of the leaf.
    pub hashes: Vec<Digest>,
    /// Place of the leaf.
    pub index: u64,
    /// The leaf.
    pub line: Leaf,
    /// For each seat, the substitutes in their order.
    pub orders: Vec<Vec<Substitute>>,
    /// Salt of the leaf.
    pub salt: Digest,
}

/// Somebody who may stand in, with what he had left after the draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Substitute {
    /// avail − used: of a visit for each of its days, of a reserve for each of `plan.days`.
    pub free: Vec<u32>,
    /// Pseudonym.
    pub id: Id,
    /// max − held.
    pub left: u32,
}

/// The text of a capsule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum CapsuleText {
    /// The visits that begin on one day.
    Day {
        /// The day.
        day: Day,
        /// Name of the draw.
        draw: String,
        /// By id.
        visits: Vec<Entry>,
    },
    /// One reserve.
    Reserve {
        /// Name of the draw.
        draw: String,
        /// The reserve.
        reserve: Box<Entry>,
    },
    /// The visits that have no days, for the superior.
    Superior {
        /// Name of the draw.
        draw: String,
        /// By id.
        visits: Vec<Entry>,
    },
}

/// A padded text. It wipes itself when dropped.
pub type Padded = Zeroizing<Vec<u8>>;

/// The padded texts of all capsules, in their order.
pub fn capsule_texts(leaves: &Leaves, bench: &Bench<'_>) -> Result<Vec<(CapsuleName, Padded)>, SealedError> {
    todo!()
}
