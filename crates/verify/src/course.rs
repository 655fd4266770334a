//! What the events of one draw say.
//!
//! Source: `docs/PROTOCOL.md`, section 20.1.

use std::collections::{BTreeMap, BTreeSet};

use records::events::{DrawEvent, Replacement, RollRecord};
use records::hash::Digest;
use records::id::Id;

/// What the events of one draw say, once they are in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Course {
    /// c, and the points.
    pub commitment: Option<Digest>,
    pub points: Vec<Digest>,
    /// What each label committed to and said.
    pub voices: BTreeMap<String, Voice>,
    /// D, and the place of its entry.
    pub close: Option<(Digest, u64)>,
    /// Labels that signed D, in their order.
    pub signed: Vec<String>,
    /// The final source, and the place of its entry.
    pub roll: Option<(Roll, u64)>,
    pub drawn: Option<DrawEvent>,
    /// Leaves that were opened, each with its line.
    pub opened: Vec<(u64, Digest)>,
    /// Replacements, each with its line and the place of its entry.
    pub replaced: Vec<(u64, u64, Replacement)>,
    /// Places of all entries, with the hashes of their events (section 24.1).
    pub entries: BTreeMap<u64, Digest>,
    /// Place of the last event's entry.
    pub last: u64,
    pub end: Option<End>,
    pub(crate) shared: BTreeSet<String>,
    /// How far the ceremony has come.
    pub(crate) stage: u8,
}

/// What one participant did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voice {
    pub commitment: Option<Digest>,
    pub value: Option<String>,
}

/// The final source as it was recorded.
#[derive(Clone, Debug)]
pub(crate) struct Roll {
    pub source: String,
    pub value: String,
    pub records: Vec<RollRecord>,
}

/// How a number ended.
#[derive(Clone, Debug)]
pub(crate) enum End {
    Finish { record: Digest, secret: Option<Digest> },
    Void { reason: String, record: Option<Digest>, secret: Option<Digest> },
}

impl Course {
    /// s, if it is published.
    pub(crate) fn secret(&self) -> Option<Digest> {
        match &self.end {
            Some(End::Finish { secret, .. } | End::Void { secret, .. }) => *secret,
            None => None,
        }
    }

    /// Reserves that replacements took: task, stratum, rank.
    pub(crate) fn taken(&self) -> BTreeSet<(&Id, &Id, u64)> {
        self.replaced
            .iter()
            .filter_map(|one| match &one.2 {
                Replacement::Entity { by: Some(rank), stratum, task, .. } => Some((task, stratum, *rank)),
                _ => None,
            })
            .collect()
    }

    /// Why the number is void, if it is.
    pub(crate) fn void_reason(&self) -> Option<&str> {
        match &self.end {
            Some(End::Void { reason, .. }) => Some(reason),
            _ => None,
        }
    }

    /// Digest of `draw/record.json` that the last event names.
    pub(crate) fn last_record(&self) -> Option<Digest> {
        match &self.end {
            Some(End::Finish { record, .. }) => Some(*record),
            Some(End::Void { record, .. }) => *record,
            None => None,
        }
    }
}
