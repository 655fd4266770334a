//! Who may stand in for whom, in which order, and who is free.
//!
//! Source: `docs/PROTOCOL.md`, sections 13.1 and 23.1.

use std::collections::BTreeMap;

use records::day::Day;
use records::hash::{Digest, h};
use records::id::Id;

use crate::board::Board;
use crate::people::{Pools, places_on};

/// The inspectors of an outcome with what each has and has been given since.
pub(crate) struct Substitutes<'a> {
    board: &'a Board<'a>,
    pools: Pools<'a>,
    /// The key `replace` of section 9.
    key: [u8; 32],
    held: Vec<u64>,
    gained: Vec<u64>,
    /// Visits of each on each day: those of the outcome, and given ones.
    used: BTreeMap<(usize, Day), u64>,
    given: BTreeMap<(usize, Day), u64>,
}

/// A seat that somebody is sought for. `barred` is ascending.
pub(crate) struct Wanted<'s> {
    /// The visit, or the place of a reserve.
    pub visit: &'s Id,
    pub seat: usize,
    /// Number of its pool in the plan, and the area.
    pub pool: usize,
    pub area: &'s str,
    pub barred: &'s [usize],
}

impl<'a> Substitutes<'a> {
    pub(crate) fn new(board: &'a Board<'a>, key: [u8; 32]) -> Self {
        let people = board.inspectors.len();
        let mut held = vec![0; people];
        let mut used = BTreeMap::new();
        for visit in &board.visits {
            for who in board.seats_of(visit).iter().filter_map(|seat| seat.holder) {
                if let Some(held) = held.get_mut(who) {
                    *held += 1;
                }
                for day in &visit.visit.days {
                    *used.entry((who, *day)).or_insert(0) += 1;
                }
            }
        }
        let pools = Pools::new(board.plan, board.inspectors, board.rules.home_area);
        Self { board, pools, key, held, gained: vec![0; people], used, given: BTreeMap::new() }
    }

    /// Members of the seat's pool who are not barred, in their order.
    pub(crate) fn order(&mut self, wanted: &Wanted<'_>) -> Vec<usize> {
        let effective = self.pools.effective(wanted.pool, wanted.area);
        let members = self.pools.members(effective).iter().copied();
        let seat = wanted.seat.to_string();
        let mut order: Vec<(Digest, usize)> = members
            .filter(|who| wanted.barred.binary_search(who).is_err())
            .map(|who| {
                let parts = [&self.key[..], wanted.visit.as_bytes(), seat.as_bytes(), self.board.name(who).as_bytes()];
                (h("mq1/replace", &parts), who)
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, who)| who).collect()
    }

    /// Whether somebody has a visit left, and a place on each of the days.
    pub(crate) fn is_available(&self, who: usize, days: &[Day]) -> bool {
        let gained = self.gained.get(who).copied().unwrap_or(u64::MAX);
        self.has_room(who, days, gained, |day| self.given.get(&(who, day)).copied().unwrap_or(0))
    }

    /// The same, if nobody had gained anything.
    pub(crate) fn was_available(&self, who: usize, days: &[Day]) -> bool {
        self.has_room(who, days, 0, |_| 0)
    }

    fn has_room(&self, who: usize, days: &[Day], gained: u64, given: impl Fn(Day) -> u64) -> bool {
        let held = self.held.get(who).copied().unwrap_or(u64::MAX);
        let max = self.board.quotas.get(who).map_or(0, |(_, max)| *max);
        let is_free = |day: &Day| {
            let places = self.board.inspectors.get(who).map_or(0, |inspector| places_on(inspector, *day));
            self.used.get(&(who, *day)).copied().unwrap_or(0) + given(*day) < u64::from(places)
        };
        gained < max.saturating_sub(held) && days.iter().all(is_free)
    }

    /// Gives somebody a visit.
    pub(crate) fn give(&mut self, who: usize, days: &[Day]) {
        if let Some(gained) = self.gained.get_mut(who) {
            *gained += 1;
        }
        for day in days {
            *self.given.entry((who, *day)).or_insert(0) += 1;
        }
    }

    /// The id of an inspector.
    pub(crate) fn name(&self, who: usize) -> &'a str {
        self.board.name(who)
    }
}
