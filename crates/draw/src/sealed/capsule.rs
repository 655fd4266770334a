//! Capsules: authenticated encryption under a key of which two custodians keep the halves.
//!
//! Source: `docs/PROTOCOL.md`, section 22.3; RFC 8439.

use std::fmt;

use records::day::Day;
use records::events::ReserveLeaf;
use records::hash::{Secret, h};
use records::id::Id;
use records::plan::Plan;

use super::{CapsuleText, SealedError};
use crate::publish::ListFile;

/// Bytes by which a capsule is longer than its padded text.
pub const TAG_LENGTH: usize = 16;

/// Which capsule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapsuleName {
    /// Of one of the plan's days.
    Day(Day),
    /// Of one reserve.
    Reserve {
        /// Task.
        task: Id,
        /// Stratum.
        stratum: Id,
        /// Rank.
        rank: u64,
    },
    /// Of the superior.
    Superior,
}

impl fmt::Display for CapsuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "day/{day}"),
            Self::Reserve { task, stratum, rank } => write!(f, "reserve/{task}/{stratum}/{rank}"),
            Self::Superior => f.write_str("superior"),
        }
    }
}

impl From<&ReserveLeaf> for CapsuleName {
    fn from(leaf: &ReserveLeaf) -> Self {
        Self::Reserve { task: leaf.task.clone(), stratum: leaf.stratum.clone(), rank: leaf.rank }
    }
}

/// All capsules of a plan, in the order of `capsules.jsonl`. They follow from the plan alone.
pub fn capsule_names(plan: &Plan) -> Vec<CapsuleName> {
    let days = plan.days.iter().copied().map(CapsuleName::Day);
    let reserves = plan.populations.iter().flat_map(|population| {
        (population.n + 1..=population.n + population.reserves).map(|rank| CapsuleName::Reserve {
            task: population.task.clone(),
            stratum: population.stratum.clone(),
            rank,
        })
    });
    days.chain(reserves).chain([CapsuleName::Superior]).collect()
}

/// `H("mq1/capsule-key", half₁, half₂)`.
pub fn capsule_key(first: &Secret, second: &Secret) -> Secret {
    Secret::new(h("mq1/capsule-key", &[first.expose_bytes(), second.expose_bytes()]).to_bytes())
}

/// Encrypts a padded text.
pub fn seal_capsule(draw: &str, name: &CapsuleName, key: &Secret, padded: &[u8]) -> Vec<u8> {
    todo!()
}

/// Decrypts a capsule and reads it strictly: padding, canonical text, and that it is of this draw and name.
pub fn open_capsule(draw: &str, name: &CapsuleName, key: &Secret, file: &[u8]) -> Result<CapsuleText, SealedError> {
    todo!()
}

/// `capsules.jsonl` over the files, given in the order of [`capsule_names`].
pub fn capsule_list<'f>(
    plan: &Plan,
    files: impl IntoIterator<Item = &'f [u8]>,
) -> Result<ListFile, SealedError> {
    todo!()
}
