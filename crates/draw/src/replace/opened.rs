//! Orders of substitutes from the capsules that were opened so far: all that the office knows in sealed mode.
//!
//! Source: `docs/PROTOCOL.md`, sections 22.3 and 23.

use std::collections::BTreeMap;

use records::day::Day;
use records::events::{Leaf, ReserveLeaf};
use records::frozen::VisitState;
use records::id::Id;

use super::{DatedVisit, Orders, ReserveVisit, Seated};
use crate::sealed::Entry;

/// Entries of opened capsules.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// Of day capsules and reserve capsules, in any order.
    pub entries: &'a [Entry],
    /// User of each entity that has one (frozen `entities`); who is not here is its own place.
    pub users: &'a BTreeMap<Id, Id>,
    /// Whom the law keeps away from each entity of an opened reserve, if anybody.
    pub law: &'a BTreeMap<Id, Vec<Id>>,
}

impl Orders for Opened<'_> {
    fn visit(&self, id: &Id) -> Option<DatedVisit> {
        self.entries.iter().find_map(|entry| {
            let Leaf::Visit(visit) = &entry.line else { return None };
            if visit.id != *id || visit.state != VisitState::Dated {
                return None;
            }
            let team = visit.seats.iter().map(|seat| seat.inspector.clone()).collect::<Option<Vec<_>>>()?;
            let draws = visit.draws.iter().map(Into::into).collect();
            Some(DatedVisit { days: visit.days.clone(), draws, team, orders: entry.orders.clone() })
        })
    }

    fn drawn_days(&self, task: &Id, stratum: &Id, rank: u64) -> Option<Vec<Day>> {
        self.entries.iter().find_map(|entry| match &entry.line {
            Leaf::Visit(visit) if visit.is_of(task, stratum, rank) => Some(visit.days.clone()),
            _ => None,
        })
    }

    fn law(&self, task: &Id, stratum: &Id, rank: u64) -> Vec<Id> {
        let leaf = self.opened(task, stratum, rank).map(|(leaf, _)| leaf);
        leaf.and_then(|leaf| self.law.get(&leaf.entity)).cloned().unwrap_or_default()
    }

    fn seated(&self, place: &Id) -> Seated {
        let found = self.entries.iter().find_map(|entry| match &entry.line {
            Leaf::Visit(visit) if visit.id == *place => Some(visit),
            _ => None,
        });
        match found {
            Some(visit) if visit.seats.is_empty() => Seated::Nothing,
            Some(visit) => Seated::Visit(Box::new(visit.clone())),
            None => Seated::Unknown,
        }
    }

    fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit> {
        let (leaf, entry) = self.opened(task, stratum, rank)?;
        let place = self.users.get(&leaf.entity).unwrap_or(&leaf.entity).clone();
        Some(ReserveVisit { place, orders: entry.orders.clone() })
    }
}

impl Opened<'_> {
    fn opened(&self, task: &Id, stratum: &Id, rank: u64) -> Option<(&ReserveLeaf, &Entry)> {
        self.entries.iter().find_map(|entry| match &entry.line {
            Leaf::Reserve(leaf) if (&leaf.task, &leaf.stratum, leaf.rank) == (task, stratum, rank) => {
                Some((leaf, entry))
            }
            _ => None,
        })
    }
}
