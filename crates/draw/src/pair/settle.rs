//! From lists that may be infeasible to one outcome: relaxations by the plan's order, then visits
//! set aside by hash. A selection is never discarded, whatever the lists are.
//!
//! A relaxation applies to the whole draw, not to a component: what was relaxed can then be said
//! in one sentence, and no department is treated by other rules than its neighbour.

use rayon::prelude::*;

use super::certificate::{Certificate, Kind, Share};
use super::components::{Component, components, components_of};
use super::model::{Instance, ModelError, NONE};
use super::pass::Walk;
use super::seating::{DrawError, Prepared, Seating, prepare};
use crate::stream::{Stream, StreamError};

/// How a draw is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// How long PASS walks.
    pub walk: Walk,
    /// One component of everything, as a cap on the visits of a day needs.
    pub joined: bool,
}

/// A relaxation that was used, and what made it necessary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the instance that was infeasible: 0 is the plan as it stands.
    pub level: u32,
    /// One certificate for each infeasible component, by component name; the inspectors who are in
    /// no component and have a minimum come last.
    pub certificates: Vec<Certificate>,
}

/// A visit that nobody can be found for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The visit.
    pub visit: u32,
    /// The proof that one had to go.
    pub certificate: Certificate,
}

/// One component of the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its visits and inspectors.
    pub component: Component,
    /// Which stream was used: 0, or the attempt that could be scheduled.
    pub attempt: u8,
    /// Its seating.
    pub seating: Seating,
}

/// The outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The instance that was drawn from, after all relaxations used.
    pub instance: Instance,
    /// Its number: 0 when nothing was relaxed.
    pub level: u32,
    /// Whether the minima were dropped beyond the caller's last instance.
    pub minima_dropped: bool,
    /// The relaxations in the order in which they were used.
    pub steps: Vec<Step>,
    /// Visits set aside, in the order in which it happened.
    pub aside: Vec<Aside>,
    /// The components, ascending by name.
    pub parts: Vec<Part>,
}

/// Why there is no outcome: faults of the caller, never of the lists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// The caller gave no instance at all.
    #[error("no instance was given")]
    NoInstance,
    /// An instance is malformed.
    #[error("instance {level}: {fault}")]
    Model {
        /// Its number.
        level: u32,
        /// What is wrong.
        fault: ModelError,
    },
    /// A key stream ended.
    #[error(transparent)]
    Stream(#[from] StreamError),
}

impl Settled {
    /// The inspector of each seat by its number; [`NONE`] for visits set aside.
    #[must_use]
    pub fn holders(&self) -> Vec<u32> {
        holders(&self.instance, &self.parts)
    }

    /// The visits set aside, ascending.
    #[must_use]
    pub fn aside_visits(&self) -> Vec<u32> {
        let mut out: Vec<u32> = self.aside.iter().map(|aside| aside.visit).collect();
        out.sort_unstable();
        out
    }
}

/// The inspector of each seat by its number; [`NONE`] for visits in no part.
#[must_use]
pub fn holders(instance: &Instance, parts: &[Part]) -> Vec<u32> {
    let mut out = vec![NONE; instance.seat_count() as usize];
    for part in parts {
        let mut from = part.seating.holders.as_slice();
        for &visit in &part.component.visits {
            let (team, rest) = from.split_at(instance.seats.row(visit).len());
            let first = instance.seats.first(visit) as usize;
            out[first..first + team.len()].copy_from_slice(team);
            from = rest;
        }
    }
    out
}

/// Draws everything, whatever it takes.
///
/// `instances(0)` is the plan as it stands, `instances(k)` the plan after its first k relaxations,
/// `None` when there are no more. The minima are dropped last, even if no instance does it.
/// `aside_rank` decides which visit of a certificate is set aside: the largest goes. `stream` opens
/// the stream of a component by its name and the attempt (always 0 here).
///
/// # Errors
/// Only on a malformed instance or a key stream that ends.
pub fn settle(
    mut instances: impl FnMut(u32) -> Option<Instance>,
    aside_rank: impl Fn(u32) -> [u8; 32] + Sync,
    options: Options,
    stream: impl Fn(u32, u8) -> Stream + Sync,
) -> Result<Settled, SettleError> {
    let mut level = 0;
    let mut minima_dropped = false;
    let mut steps = Vec::new();
    let mut instance = instances(0).ok_or(SettleError::NoInstance)?;
    loop {
        instance.check().map_err(|fault| SettleError::Model { level, fault })?;
        let all = components(&instance, options.joined);
        let mut certificates = Vec::new();
        let mut prepared = Vec::with_capacity(all.len());
        for (component, outcome) in all.iter().zip(prepare_all(&instance, &all, &stream)) {
            match outcome {
                Ok(ready) => prepared.push((component.clone(), ready)),
                Err(DrawError::Infeasible(certificate)) => certificates.push(*certificate),
                Err(DrawError::Stream(fault)) => return Err(fault.into()),
            }
        }
        certificates.extend(idle_minimum(&instance, &all));
        if certificates.is_empty() {
            let parts = finish_all(prepared, options.walk)?;
            return Ok(Settled { instance, level, minima_dropped, steps, aside: vec![], parts });
        }
        drop(prepared);
        if let Some(next) = instances(level + 1) {
            steps.push(Step { level, certificates });
            instance = next;
            level += 1;
        } else if instance.min.iter().any(|&min| min > 0) {
            steps.push(Step { level, certificates });
            instance.min.fill(0);
            minima_dropped = true;
        } else {
            let (aside, parts) = set_aside(&instance, all, &aside_rank, options, &stream)?;
            return Ok(Settled { instance, level, minima_dropped, steps, aside, parts });
        }
    }
}

type Outcome<'a> = Result<Prepared<'a>, DrawError>;

fn prepare_all<'a>(
    instance: &'a Instance,
    components: &[Component],
    stream: &(impl Fn(u32, u8) -> Stream + Sync),
) -> Vec<Outcome<'a>> {
    let one = |component: &Component| prepare(instance, component, stream(component.name(), 0));
    components.par_iter().map(one).collect()
}

fn finish_all(prepared: Vec<(Component, Prepared<'_>)>, walk: Walk) -> Result<Vec<Part>, StreamError> {
    let one = |(component, ready): (Component, Prepared<'_>)| {
        Ok(Part { component, attempt: 0, seating: ready.finish(walk)? })
    };
    let mut parts = prepared.into_par_iter().map(one).collect::<Result<Vec<_>, _>>()?;
    parts.sort_by_key(|part| part.component.name());
    Ok(parts)
}

/// Who has a minimum and is in no pool of any visit.
fn idle_minimum(instance: &Instance, all: &[Component]) -> Option<Certificate> {
    let mut busy = vec![false; instance.inspector_count as usize];
    all.iter().flat_map(|c| &c.inspectors).for_each(|&who| busy[who as usize] = true);
    let idle = (0..).zip(&instance.min).zip(busy).filter(|((_, min), busy)| **min > 0 && !busy);
    let share = |((inspector, &places), _): ((u32, &u32), bool)| Share { inspector, places };
    let inspectors: Vec<Share> = idle.map(share).collect();
    if inspectors.is_empty() {
        return None;
    }
    let demand = inspectors.iter().map(|share| u64::from(share.places)).sum();
    Some(Certificate { kind: Kind::Minimum, seats: Vec::new(), inspectors, demand, capacity: 0 })
}

/// Rounds: each infeasible component loses the visit of its certificate with the largest rank,
/// and what is left of it falls into components anew, until everything is feasible.
fn set_aside(
    instance: &Instance,
    all: Vec<Component>,
    aside_rank: &(impl Fn(u32) -> [u8; 32] + Sync),
    options: Options,
    stream: &(impl Fn(u32, u8) -> Stream + Sync),
) -> Result<(Vec<Aside>, Vec<Part>), StreamError> {
    let mut aside = Vec::new();
    let mut ready = Vec::new();
    let mut waiting = all;
    while !waiting.is_empty() {
        let outcomes = prepare_all(instance, &waiting, stream);
        let mut again = Vec::new();
        for (component, outcome) in waiting.into_iter().zip(outcomes) {
            match outcome {
                Ok(prepared) => ready.push((component, prepared)),
                Err(DrawError::Stream(fault)) => return Err(fault),
                Err(DrawError::Infeasible(certificate)) => {
                    let gone = largest(&certificate.visits(instance), aside_rank);
                    let rest = component.visits.iter().copied().filter(|&visit| visit != gone);
                    let rest: Vec<u32> = rest.collect();
                    again.extend(components_of(instance, &rest, options.joined));
                    aside.push(Aside { visit: gone, certificate: *certificate });
                }
            }
        }
        again.sort_by_key(Component::name);
        waiting = again;
    }
    Ok((aside, finish_all(ready, options.walk)?))
}

/// A certificate of missing places is never without seats.
fn largest(visits: &[u32], aside_rank: &impl Fn(u32) -> [u8; 32]) -> u32 {
    visits.iter().copied().max_by_key(|&visit| (aside_rank(visit), visit)).unwrap_or(NONE)
}
