//! The smallest changes that would do: what a department can answer to a certificate with.
//!
//! These are hints for people and decide nothing. Each one was tried out on the whole component
//! before it is offered, because a certificate can be the union of several shortages.

use super::board::Board;
use super::certificate::{Certificate, Kind};
use super::components::{Component, components_of};
use super::fill::fill;
use super::level::level;
use super::model::{Instance, Rows};
use super::search::Search;

/// One change, sufficient by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// Raise this inspector's maximum.
    RaiseMaximum {
        /// Whose.
        inspector: u32,
        /// By how many visits.
        by: u32,
    },
    /// Find more members for this pool, each with the largest maximum that a member has.
    AddInspectors {
        /// The pool.
        pool: u32,
        /// How many.
        count: u32,
    },
    /// Lift this exclusion.
    DropConflict {
        /// The visit.
        visit: u32,
        /// The inspector barred from it.
        inspector: u32,
    },
    /// Lower this inspector's minimum.
    LowerMinimum {
        /// Whose.
        inspector: u32,
        /// By how many visits.
        by: u32,
    },
}

/// Looks for single changes that make the component of `certificate` feasible, given the visits
/// that are still in the draw (ascending). At most `tries` candidates of each kind are tried.
#[must_use]
pub fn remedies(instance: &Instance, visits: &[u32], certificate: &Certificate, tries: usize) -> Vec<Remedy> {
    let Some(&seat) = certificate.seats.first() else {
        // Inspectors without any visit: only a lower minimum helps, and it is plain.
        return alone(certificate);
    };
    let visit = instance.seats.row_of(seat);
    let all = components_of(instance, visits, false);
    let Some(component) = all.into_iter().find(|c| c.visits.binary_search(&visit).is_ok()) else {
        return Vec::new();
    };
    let trial = Trial::new(instance, component);
    let candidates = match certificate.kind {
        Kind::Places => trial.for_places(instance, certificate),
        Kind::Minimum => vec![lower_minimum(certificate)],
    };
    let mut out = Vec::new();
    for kind in candidates {
        out.extend(kind.into_iter().take(tries).filter(|change| trial.does(*change)));
    }
    out
}

fn alone(certificate: &Certificate) -> Vec<Remedy> {
    match certificate.inspectors.as_slice() {
        [one] => vec![Remedy::LowerMinimum { inspector: one.inspector, by: one.places }],
        _ => Vec::new(),
    }
}

fn lower_minimum(certificate: &Certificate) -> Vec<Remedy> {
    let by = u32::try_from(certificate.shortfall()).unwrap_or(u32::MAX);
    let can = certificate.inspectors.iter().filter(|share| share.places >= by);
    can.map(|share| Remedy::LowerMinimum { inspector: share.inspector, by }).collect()
}

/// A component cut out of its instance, to change and to try.
struct Trial {
    instance: Instance,
    component: Component,
    origin: Vec<u32>,
}

impl Trial {
    fn new(instance: &Instance, component: Component) -> Self {
        let mut part = Instance {
            seats: Rows::from_rows(component.visits.iter().map(|&v| instance.seats.row(v))),
            barred: Rows::from_rows(component.visits.iter().map(|&v| instance.barred.row(v))),
            ..instance.clone()
        };
        // Only members of the component count here.
        for who in 0..instance.inspector_count {
            if component.inspectors.binary_search(&who).is_err() {
                part.min[who as usize] = 0;
            }
        }
        let visits = (0..component.visits.len() as u32).collect();
        let origin = component.visits;
        let component = Component { visits, inspectors: component.inspectors };
        Self { instance: part, component, origin }
    }

    fn for_places(&self, source: &Instance, certificate: &Certificate) -> Vec<Vec<Remedy>> {
        let by = u32::try_from(certificate.shortfall()).unwrap_or(u32::MAX);
        let full = certificate.inspectors.iter().filter(|share| {
            // Whose maximum does not bind cannot take more visits than there are.
            share.places == self.instance.max[share.inspector as usize]
        });
        let raise = full.map(|share| Remedy::RaiseMaximum { inspector: share.inspector, by });
        let (mut pools, mut conflicts) = (Vec::new(), Vec::new());
        for visit in certificate.visits(source) {
            let row = source.seats.row(visit);
            for &inspector in source.barred.row(visit) {
                let member = |&p: &u32| source.pools[p as usize].binary_search(&inspector).is_ok();
                if row.iter().any(member) {
                    conflicts.push(Remedy::DropConflict { visit, inspector });
                }
            }
            pools.extend_from_slice(row);
        }
        pools.sort_unstable();
        pools.dedup();
        let add = pools.iter().filter_map(|&pool| {
            let counts = (1..=by).map(|count| Remedy::AddInspectors { pool, count });
            counts.take(8).find(|&change| self.does(change))
        });
        if by > 1 {
            // One exclusion lifted gives one place at the most.
            conflicts.clear();
        }
        vec![raise.collect(), add.collect(), conflicts]
    }

    /// Whether the component is feasible after the change.
    fn does(&self, change: Remedy) -> bool {
        let mut instance = self.instance.clone();
        let mut inspectors = self.component.inspectors.clone();
        self.apply(change, &mut instance, &mut inspectors);
        feasible(&instance, &inspectors, &self.component.visits)
    }

    fn apply(&self, change: Remedy, instance: &mut Instance, inspectors: &mut Vec<u32>) {
        match change {
            Remedy::RaiseMaximum { inspector, by } => {
                let max = &mut instance.max[inspector as usize];
                *max = max.saturating_add(by);
            }
            Remedy::LowerMinimum { inspector, by } => {
                let min = &mut instance.min[inspector as usize];
                *min = min.saturating_sub(by);
            }
            Remedy::AddInspectors { pool, count } => {
                let members = &instance.pools[pool as usize];
                let largest = members.iter().map(|&m| instance.max[m as usize]).max();
                for _ in 0..count {
                    let new = instance.inspector_count;
                    instance.inspector_count += 1;
                    instance.min.push(0);
                    instance.max.push(largest.unwrap_or(1).max(1));
                    instance.apart.push([]);
                    instance.pools[pool as usize].push(new);
                    inspectors.push(new);
                }
            }
            Remedy::DropConflict { visit, inspector } => {
                let barred = |k: usize| {
                    let here = self.origin[k] == visit;
                    let row = instance.barred.row(k as u32).iter().copied();
                    row.filter(|&who| !(here && who == inspector)).collect::<Vec<_>>()
                };
                instance.barred = Rows::from_rows((0..self.origin.len()).map(barred));
            }
        }
    }
}

fn feasible(instance: &Instance, inspectors: &[u32], visits: &[u32]) -> bool {
    let mut board = Board::with_labels(instance, inspectors, visits.to_vec());
    let mut search = Search::new(&board);
    if !fill(&mut board, &mut search).is_empty() {
        return false;
    }
    level(&mut board, &mut search);
    board.people.iter().all(|person| person.held.len() as u32 >= person.min)
}
