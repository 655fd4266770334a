//! Orders of substitutes from the capsules that were opened so far: all that the office knows in sealed mode.
//!
//! Source: `docs/PROTOCOL.md`, sections 22.3 and 23.

use std::collections::BTreeMap;

use records::id::Id;

use super::{DatedVisit, Orders, ReserveVisit};
use crate::sealed::Entry;

/// Entries of opened capsules.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// Of day capsules and reserve capsules, in any order.
    pub entries: &'a [Entry],
    /// User of each entity that has one (frozen `entities`); who is not here is its own place.
    pub users: &'a BTreeMap<Id, Id>,
}

impl Orders for Opened<'_> {
    fn visit(&self, id: &Id) -> Option<DatedVisit> {
        todo!()
    }

    fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit> {
        todo!()
    }
}
