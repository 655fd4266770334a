//! What earlier replacements have changed: who has gained which days, and who sits where now.
//!
//! Source: `docs/PROTOCOL.md`, sections 23.1 and 23.2.

use std::collections::{BTreeMap, BTreeSet};

use records::day::Day;
use records::events::{Replacement, Skipped};
use records::id::Id;
use records::plan::Plan;
use records::visit_now::Place;

use super::{Orders, ReplaceError};
use crate::sealed::Substitute;

/// A visit that has days and a team, as it stands now.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub days: Vec<Day>,
    /// For each seat, with `free` for each of the days.
    pub orders: Vec<Vec<Substitute>>,
    /// Who sits there now.
    pub team: Vec<Option<Id>>,
    /// Who sits or sat there.
    pub been: BTreeSet<Id>,
    /// Whether nothing is left to be inspected there.
    pub is_cancelled: bool,
    /// Whom the law keeps away from reserves that were taken there.
    pub law: BTreeSet<Id>,
}

impl Standing {
    /// Of a dated visit of the outcome, or of one that an earlier replacement has made.
    pub fn of(plan: &Plan, orders_of: &dyn Orders, earlier: &[&Replacement], visit: &Id) -> Result<Self, ReplaceError> {
        let first = match orders_of.visit(visit) {
            Some(drawn) => Some((drawn.days, drawn.team, drawn.orders, drawn.draws)),
            None => made(plan, orders_of, earlier, visit).map(|(days, team, orders)| (days, team, orders, Vec::new())),
        };
        let (days, team, orders, draws) = first.ok_or_else(|| ReplaceError::Visit { visit: visit.clone() })?;
        let been = team.iter().cloned().collect();
        let is_cancelled = is_cancelled(draws, earlier, visit);
        let law = law(orders_of, earlier, visit);
        let mut out = Self { days, orders, team: team.into_iter().map(Some).collect(), been, is_cancelled, law };
        for replacement in earlier {
            if let Replacement::Inspector { visit: other, seat, by, .. } = replacement
                && other == visit
                && let Some(place) = out.team.get_mut(*seat as usize)
            {
                out.been.extend(by.clone());
                place.clone_from(by);
            }
        }
        Ok(out)
    }
}

type Made = (Vec<Day>, Vec<Id>, Vec<Vec<Substitute>>);

/// A visit that a reserve makes since an earlier replacement.
fn made(plan: &Plan, orders: &dyn Orders, earlier: &[&Replacement], visit: &Id) -> Option<Made> {
    earlier.iter().find_map(|replacement| {
        let Replacement::Entity { task, stratum, by: Some(by), days, team, .. } = replacement else { return None };
        let reserve = orders.reserve(task, stratum, *by).filter(|reserve| reserve.place == *visit)?;
        if days.is_empty() {
            return None;
        }
        let places: Vec<usize> = days.iter().filter_map(|day| plan.days.binary_search(day).ok()).collect();
        let on_days = |one: &Substitute| Substitute {
            free: places.iter().map(|place| one.free.get(*place).copied().unwrap_or(0)).collect(),
            ..one.clone()
        };
        let orders = reserve.orders.iter().map(|order| order.iter().map(on_days).collect()).collect();
        Some((days.clone(), team.clone(), orders))
    })
}

/// Whether all whom a visit is of have been replaced, reserves that were taken at its place included.
fn is_cancelled(mut draws: Vec<Place>, earlier: &[&Replacement], visit: &Id) -> bool {
    let mut replaced = Vec::new();
    for replacement in earlier {
        if let Replacement::Entity { task, stratum, rank, by, visit: place, .. } = replacement {
            let at = |rank| Place { task: task.clone(), stratum: stratum.clone(), rank };
            replaced.push(at(*rank));
            draws.extend(by.filter(|_| place.as_ref() == Some(visit)).map(at));
        }
    }
    draws.iter().all(|place| replaced.contains(place))
}

/// Whom the law keeps away from reserves that were taken at a place.
fn law(orders: &dyn Orders, earlier: &[&Replacement], visit: &Id) -> BTreeSet<Id> {
    let mut out = BTreeSet::new();
    for replacement in earlier {
        if let Replacement::Entity { task, stratum, by: Some(by), visit: place, .. } = replacement
            && place.as_ref() == Some(visit)
        {
            out.extend(orders.law(task, stratum, *by));
        }
    }
    out
}

/// What inspectors were given by earlier replacements. Who lost a visit gets nothing back.
#[derive(Clone, Debug, Default)]
pub(super) struct Gains {
    visits: BTreeMap<Id, Vec<Vec<Day>>>,
}

impl Gains {
    pub fn of(plan: &Plan, orders: &dyn Orders, earlier: &[&Replacement]) -> Result<Self, ReplaceError> {
        let mut out = Self::default();
        for (place, replacement) in earlier.iter().enumerate() {
            match replacement {
                Replacement::Inspector { by: Some(by), visit, .. } => {
                    let before = earlier.get(..place).unwrap_or_default();
                    let days = Standing::of(plan, orders, before, visit)?.days;
                    out.visits.entry(by.clone()).or_default().push(days);
                }
                Replacement::Entity { team, days, .. } => {
                    for who in team {
                        out.visits.entry(who.clone()).or_default().push(days.clone());
                    }
                }
                Replacement::Inspector { by: None, .. } => {}
            }
        }
        Ok(out)
    }

    /// Whether somebody has room for one more visit on these days; `free` is his, day by day.
    pub fn leave_room(&self, who: &Substitute, days: &[Day], free: &[u32]) -> bool {
        let gained = self.visits.get(&who.id).map_or(&[][..], Vec::as_slice);
        let on = |day: &Day| gained.iter().filter(|visit| visit.contains(day)).count();
        gained.len() < who.left as usize
            && free.len() == days.len()
            && days.iter().zip(free).all(|(day, free)| on(day) < *free as usize)
    }
}

/// One seat: who is lawful, in order, and who it is after those skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub lawful: Vec<Id>,
    pub by: Option<Id>,
}

impl Choice {
    /// Each of `skipped` must be the next lawful one in his turn.
    pub fn new(seat: u32, lawful: Vec<Id>, skipped: &[Skipped]) -> Result<Self, ReplaceError> {
        for (place, skip) in skipped.iter().enumerate() {
            let expected = lawful.get(place);
            if expected != Some(&skip.inspector) {
                let (got, expected) = (skip.inspector.clone(), expected.cloned());
                return Err(ReplaceError::Skipped { seat, got, expected });
            }
        }
        let by = lawful.get(skipped.len()).cloned();
        Ok(Self { lawful, by })
    }

    /// Whether the chosen one is the expected one; else which rule was broken.
    pub fn check(&self, seat: u32, got: Option<&Id>) -> Result<(), ReplaceError> {
        let place = |id: &Id| self.lawful.iter().position(|other| other == id);
        match (got, &self.by) {
            (got, expected) if got == expected.as_ref() => Ok(()),
            (Some(got), Some(expected)) if place(got) > place(expected) => {
                Err(ReplaceError::PassedOver { seat, got: got.clone(), expected: expected.clone() })
            }
            (got, expected) => Err(ReplaceError::By { seat, got: got.cloned(), expected: expected.clone() }),
        }
    }
}
