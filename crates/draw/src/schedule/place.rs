//! Pairing and dates together: a component that cannot be scheduled is drawn again, up to seven
//! times, each time from streams of its own.
//!
//! So the law of the pairing is conditional on being schedulable.

use rayon::prelude::*;

use super::model::{Calendar, CalendarError};
use super::planner::Planner;
use super::proof::{Proof, explains, proofs};
use super::steps::Steps;
use crate::pair::{Component, DrawError, Instance, NONE, Part, Seating, Walk, draw_component};
use crate::stream::{Stream, StreamError};

/// The last stream attempt; the first is 0.
pub const ATTEMPT_LAST: u8 = 7;

/// Why a visit has no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No start has a window on which its whole team can go; `proof` says so.
    NoWindow {
        /// Position in the list of proofs.
        proof: u32,
    },
    /// It belongs to visits that cannot all be scheduled; `proof` says which.
    Proved {
        /// Position in the list of proofs.
        proof: u32,
    },
    /// Not found within the budget, and not proved to be impossible.
    NotFound,
}

/// The dates of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// First day of each visit of the component, in its order; [`NONE`] when undated.
    pub starts: Vec<u32>,
    /// The undated visits (indices of the instance), ascending.
    pub undated: Vec<(u32, Reason)>,
    /// What is impossible with these teams.
    pub proofs: Vec<Proof>,
    /// How many evictions it took.
    pub evictions: u64,
    /// Words read from the stream.
    pub words: u64,
}

/// A component with its dates; the attempt and the seating are those that stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedPart {
    /// The pairing.
    pub part: Part,
    /// The dates.
    pub dates: Dates,
}

/// Why there is no outcome: faults of the caller, never of the lists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// The calendar is malformed.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A key stream ended.
    #[error(transparent)]
    Stream(#[from] StreamError),
    /// A component that was paired before cannot be paired again: it was not of this instance.
    #[error("component {component} cannot be paired again: {fault}")]
    Pairing {
        /// Its name.
        component: u32,
        /// What went wrong.
        fault: DrawError,
    },
}

/// Dates for the visits of one component, with the teams as they are: one attempt. With `proofs`
/// not empty or a visit undated, the attempt has failed; what it dated is lawful all the same.
///
/// # Errors
/// Only when the key stream ends.
pub fn schedule_component(
    instance: &Instance,
    calendar: &Calendar,
    component: &Component,
    seating: &Seating,
    mut stream: Stream,
) -> Result<Dates, StreamError> {
    let mut planner = planner(instance, calendar, component, seating);
    let proofs = proofs(&planner);
    let all = 0..component.visits.len() as u32;
    let queue = all.filter(|&visit| !planner.possible_starts(visit).is_empty()).collect();
    let mut steps = Steps::new(&mut planner);
    steps.run(queue, &mut stream)?;
    steps.mix(&mut stream)?;
    let evictions = steps.evictions;
    let mut undated = Vec::new();
    for (&visit, &start) in component.visits.iter().zip(&planner.start) {
        if start == NONE {
            undated.push((visit, reason(&proofs, visit)));
        }
    }
    let words = stream.words();
    Ok(Dates { starts: planner.start, undated, proofs, evictions, words })
}

fn reason(proofs: &[Proof], visit: u32) -> Reason {
    match explains(proofs, visit) {
        None => Reason::NotFound,
        Some(proof) => match proofs[proof as usize] {
            Proof::NoWindow { .. } => Reason::NoWindow { proof },
            _ => Reason::Proved { proof },
        },
    }
}

fn planner<'a>(
    instance: &Instance,
    calendar: &'a Calendar,
    component: &'a Component,
    seating: &Seating,
) -> Planner<'a> {
    let sizes = component.visits.iter().map(|&visit| instance.seats.row(visit).len());
    Planner::new(calendar, component, sizes, &seating.holders)
}

/// Dates for every component. Where an attempt fails, pairing and dates are drawn again with the
/// next attempt's streams; the first success stands, otherwise the last attempt does, with what it
/// could date.
///
/// `parts` come from [`crate::pair::settle()`] (joined, if the calendar has a cap). `pair_stream` and
/// `schedule_stream` open the streams of a component by its name and the attempt.
///
/// # Errors
/// Only on malformed input or a key stream that ends.
pub fn place(
    instance: &Instance,
    parts: Vec<Part>,
    calendar: &Calendar,
    walk: Walk,
    pair_stream: impl Fn(u32, u8) -> Stream + Sync,
    schedule_stream: impl Fn(u32, u8) -> Stream + Sync,
) -> Result<Vec<DatedPart>, ScheduleError> {
    calendar.check(instance)?;
    if calendar.cap.is_some() && parts.len() > 1 {
        return Err(CalendarError::NotJoined { components: parts.len() }.into());
    }
    let one = |mut part: Part| {
        let name = part.component.name();
        loop {
            let last = part.attempt >= ATTEMPT_LAST;
            // What is proved impossible need not be tried, except by the attempt that must stand.
            if last || is_open(instance, calendar, &part) {
                let stream = schedule_stream(name, part.attempt);
                let (component, seating) = (&part.component, &part.seating);
                let dates = schedule_component(instance, calendar, component, seating, stream)?;
                if last || dates.undated.is_empty() {
                    return Ok(DatedPart { part, dates });
                }
            }
            part.attempt += 1;
            let stream = pair_stream(name, part.attempt);
            part.seating = draw_component(instance, &part.component, walk, stream)
                .map_err(|fault| ScheduleError::Pairing { component: name, fault })?;
        }
    };
    parts.into_par_iter().map(one).collect()
}

fn is_open(instance: &Instance, calendar: &Calendar, part: &Part) -> bool {
    proofs(&planner(instance, calendar, &part.component, &part.seating)).is_empty()
}
