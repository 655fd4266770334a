//! What capsules hold, padded so that their sizes tell nothing.
//!
//! Source: `docs/PROTOCOL.md`, section 22.3.

use rayon::prelude::*;
use records::canonical;
use records::day::Day;
use records::events::Leaf;
use records::frozen::VisitLine;
use records::hash::Digest;
use records::id::Id;
use records::plan::Root;
use serde::{Deserialize, Serialize};
use tlog::proof::verify_inclusion;
use tlog::tree::Hash;
use zeroize::Zeroizing;

use super::leaves::{SealedLeaf, leaf_data, leaf_hash, leaf_id};
use super::{CapsuleName, Leaves, SealedError, capsule_names};
use crate::replace::{Bench, Orders, ReplaceError};

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

impl Entry {
    /// Leaf and proof, with the orders of its seats.
    pub fn of(leaf: &SealedLeaf, orders: Vec<Vec<Substitute>>) -> Self {
        let SealedLeaf { leaf, salt, index, hashes, .. } = leaf;
        Self { hashes: hashes.clone(), index: *index, line: leaf.clone(), orders, salt: *salt }
    }

    /// The hash of its leaf, as in the event `open`.
    pub fn leaf_hash(&self) -> Result<Digest, SealedError> {
        let what = leaf_id(&self.line);
        let line = canonical::to_vec(&self.line).map_err(|error| SealedError::Canonical { what, error })?;
        Ok(leaf_hash(&leaf_data(&self.salt, &line)))
    }

    /// Whether the leaf stands in the tree of the event `draw`.
    pub fn check(&self, leaves: &Root) -> Result<(), SealedError> {
        let hash = Hash::new(self.leaf_hash()?.to_bytes());
        let path: Vec<Hash> = self.hashes.iter().map(|hash| Hash::new(hash.to_bytes())).collect();
        let root = Hash::new(leaves.root.to_bytes());
        verify_inclusion(&hash, self.index, leaves.count, &path, &root)
            .map_err(|error| SealedError::Path { id: leaf_id(&self.line), error })
    }
}

/// The padded texts of all capsules, in the order of [`capsule_names`]. The bench must know all reserves.
pub fn capsule_texts(leaves: &Leaves, bench: &Bench<'_>) -> Result<Vec<(CapsuleName, Padded)>, SealedError> {
    let names = capsule_names(bench.plan());
    let text = |name: &CapsuleName| {
        let text = text_of(name, leaves, bench)?;
        let fault = |error| SealedError::Canonical { what: name.to_string(), error };
        Ok(Zeroizing::new(canonical::to_vec(&text).map_err(fault)?))
    };
    let texts = names.par_iter().map(text).collect::<Result<Vec<Padded>, SealedError>>()?;
    // Two sizes: of reserves, and of all others, so that the superior's capsule does not show how much is in it.
    let is_reserve = |name: &CapsuleName| matches!(name, CapsuleName::Reserve { .. });
    let longest = |reserves: bool| {
        let of_kind = names.iter().zip(&texts).filter(|(name, _)| is_reserve(name) == reserves);
        padded_length(of_kind.map(|(_, text)| text.len()).max().unwrap_or(0))
    };
    let (reserve, other) = (longest(true), longest(false));
    let pad = |(name, text): (CapsuleName, Padded)| {
        let length = if is_reserve(&name) { reserve } else { other };
        let padded = pad(&name, &text, length)?;
        Ok((name, padded))
    };
    names.iter().cloned().zip(texts).map(pad).collect()
}

/// Bytes of the length that stands before a text.
const LENGTH: usize = 4;

/// The least multiple of [`PAD`] that holds the length and a text of so many bytes.
fn padded_length(text: usize) -> usize {
    (LENGTH + text).next_multiple_of(PAD)
}

fn pad(name: &CapsuleName, text: &[u8], length: usize) -> Result<Padded, SealedError> {
    let fault = |_| SealedError::TooLong { name: name.to_string(), got: text.len() };
    let mut out = Zeroizing::new(Vec::with_capacity(length));
    out.extend_from_slice(&u32::try_from(text.len()).map_err(fault)?.to_be_bytes());
    out.extend_from_slice(text);
    out.resize(length, 0);
    Ok(out)
}

/// The text within a padded one.
pub(super) fn unpad<'p>(name: &CapsuleName, padded: &'p [u8]) -> Result<&'p [u8], SealedError> {
    let fault = |why| SealedError::Padding { name: name.to_string(), why };
    if padded.is_empty() || !padded.len().is_multiple_of(PAD) {
        return Err(fault("not a multiple of 4096 bytes"));
    }
    let (length, rest) = padded.split_first_chunk::<LENGTH>().ok_or_else(|| fault("no length"))?;
    let length = u32::from_be_bytes(*length) as usize;
    let (text, zeros) = rest.split_at_checked(length).ok_or_else(|| fault("a length beyond the end"))?;
    if zeros.iter().any(|byte| *byte != 0) {
        return Err(fault("something other than zeros after the text"));
    }
    Ok(text)
}

fn text_of(name: &CapsuleName, leaves: &Leaves, bench: &Bench<'_>) -> Result<CapsuleText, SealedError> {
    let draw = bench.plan().draw_name();
    let visits = |day: Option<&Day>| -> Result<Vec<Entry>, SealedError> {
        let of_day = bench.visits().iter().filter(|visit| visit.days.first() == day);
        of_day.map(|visit| visit_entry(visit, leaves, bench)).collect()
    };
    Ok(match name {
        CapsuleName::Day(day) => CapsuleText::Day { day: *day, draw, visits: visits(Some(day))? },
        CapsuleName::Superior => CapsuleText::Superior { draw, visits: visits(None)? },
        CapsuleName::Reserve { task, stratum, rank } => {
            let missing = || ReplaceError::UnknownReserve { task: task.clone(), stratum: stratum.clone(), rank: *rank };
            let leaf = leaves.find(&name.to_string()).ok_or_else(missing)?;
            let orders = bench.reserve(task, stratum, *rank).ok_or_else(missing)?.orders;
            CapsuleText::Reserve { draw, reserve: Box::new(Entry::of(leaf, orders)) }
        }
    })
}

fn visit_entry(visit: &VisitLine, leaves: &Leaves, bench: &Bench<'_>) -> Result<Entry, SealedError> {
    let missing = || ReplaceError::Visit { visit: visit.id.clone() };
    let leaf = leaves.find(&format!("visit/{}", visit.id)).ok_or_else(missing)?;
    // Who has no days has no order: nobody can be asked whether he has time.
    let orders = bench.visit(&visit.id).map(|visit| visit.orders).unwrap_or_default();
    Ok(Entry::of(leaf, orders))
}

impl CapsuleText {
    /// Whether this is what a capsule of this name may hold.
    pub(super) fn check(&self, draw: &str, name: &CapsuleName) -> Result<(), SealedError> {
        let begins = |entry: &Entry, day: Option<&Day>| match &entry.line {
            Leaf::Visit(visit) => visit.days.first() == day,
            Leaf::Reserve(_) => false,
        };
        let (holds, of_draw) = match (self, name) {
            (Self::Day { day, draw, visits }, CapsuleName::Day(expected)) => {
                (day == expected && visits.iter().all(|entry| begins(entry, Some(day))), draw)
            }
            (Self::Superior { draw, visits }, CapsuleName::Superior) => {
                (visits.iter().all(|entry| begins(entry, None)), draw)
            }
            (Self::Reserve { draw, reserve }, CapsuleName::Reserve { .. }) => {
                (leaf_id(&reserve.line) == name.to_string(), draw)
            }
            _ => {
                return Err(SealedError::Content { name: name.to_string(), got: "another kind of capsule".to_owned() });
            }
        };
        if of_draw != draw {
            return Err(SealedError::Content { name: name.to_string(), got: format!("one of draw {of_draw}") });
        }
        if holds {
            Ok(())
        } else {
            Err(SealedError::Content { name: name.to_string(), got: "other leaves".to_owned() })
        }
    }
}
