//! Outcome: teams and dates for the drawn visits, whatever it takes.
//!
//! The lists become integers ([`instance`]), crate modules [`crate::pair`] and [`crate::schedule`]
//! do the drawing, and the result becomes lines with ids again. From the close on there is exactly
//! one outcome: relaxations and set-asides follow the plan's rule.
//!
//! Source: `docs/PROTOCOL.md`, sections 12 to 15.

pub mod instance;
pub mod remedies;
mod report;

use records::frozen::{ApartOpening, FrozenInspector, Opening, SeatLine, VisitLine, VisitState};
use records::hash::h;
use records::id::Id;
use records::pairing::Pairing;
use records::plan::{Droppable, Plan, Relaxation};

use crate::pair::{Aside, Instance, NONE, Options, SettleError, Step, Walk, settle};
use crate::schedule::{DatedPart, ScheduleError, place};
use crate::seed::Keys;
use crate::stream::Stream;
use crate::visits::Visit;
use instance::Model;

/// What pairing and schedule are drawn from: all of it is in a bundle.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The frozen inspectors, by id.
    pub inspectors: &'a [FrozenInspector],
    /// The opened list `apart`.
    pub apart: &'a [ApartOpening],
    /// All visits, by id.
    pub visits: &'a [Visit],
    /// Openings of drawn entities, by id.
    pub openings: &'a [Opening],
    /// The sub-keys of the seed.
    pub keys: &'a Keys,
}

/// Why there is no outcome: faults of what was given, never of the lists of an office.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutcomeError {
    /// A pseudonym that is not among the inspectors.
    #[error("{id} is opened and is not among the frozen inspectors")]
    UnknownInspector {
        /// The pseudonym.
        id: String,
    },
    /// More visits a day than the format holds.
    #[error("inspector {id} may make {got} visits a day; expected at most 255")]
    DailyMax {
        /// The pseudonym.
        id: String,
        /// Visits a day.
        got: u32,
    },
    /// A plan whose relaxations do not end as every plan's do.
    #[error("the plan's relaxations do not end with {{\"drop\":\"minimums\"}}, or name an unknown pool")]
    Relaxations,
    /// Pairing was refused its instance or its stream.
    #[error("pairing: {0}")]
    Settle(#[from] SettleError),
    /// The schedule was refused its calendar or its stream.
    #[error("schedule: {0}")]
    Schedule(#[from] ScheduleError),
}

impl OutcomeError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownInspector { .. } => "outcome-unknown-inspector",
            Self::DailyMax { .. } => "outcome-daily-max",
            Self::Relaxations => "outcome-relaxations",
            Self::Settle(_) => "outcome-settle",
            Self::Schedule(_) => "outcome-schedule",
        }
    }
}

/// Teams and dates of all visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Lines of `visits.jsonl`.
    pub visits: Vec<VisitLine>,
    /// `pairing.json`; none if no task has seats.
    pub pairing: Option<Pairing>,
    /// How far the random walk went; for simulate.
    pub mixing: Mixing,
}

/// How many seats the random walk has left as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mixing {
    /// Seats that are held.
    pub seats: u64,
    /// Of these, seats still held as FILL left them.
    pub as_filled: u64,
}

/// Draws teams and dates as the protocol says.
pub fn outcome(inputs: Inputs<'_>) -> Result<Outcome, OutcomeError> {
    outcome_with(inputs, Walk::Protocol)
}

/// [`outcome`] with another walk: for tests of law only.
pub fn outcome_with(inputs: Inputs<'_>, walk: Walk) -> Result<Outcome, OutcomeError> {
    let Inputs { plan, inspectors, apart, visits, openings, keys } = inputs;
    if !plan.is_paired() {
        let lines = visits.iter().map(|visit| line(plan, visit, None)).collect();
        return Ok(Outcome { visits: lines, pairing: None, mixing: Mixing::default() });
    }
    check_relaxations(plan)?;
    let model = Model::new(plan, inspectors, apart, visits, openings)?;
    let drawn = draw(plan, keys, &model, walk)?;
    let seats = drawn.parts.iter().map(|dated| dated.part.seating.walk);
    let mixing = seats.fold(Mixing::default(), |sum, walk| Mixing {
        seats: sum.seats + u64::from(walk.seats),
        as_filled: sum.as_filled + u64::from(walk.untouched),
    });
    let placed = drawn.placed();
    let mut paired = model.visits.iter().zip(&placed).peekable();
    let mut lines = Vec::with_capacity(visits.len());
    for visit in visits {
        let here = paired.next_if(|(other, _)| other.id == visit.id);
        let team = here.map(|(_, placed)| Team { placed, model: &model });
        lines.push(line(plan, visit, team));
    }
    Ok(Outcome { visits: lines, pairing: Some(report::pairing(plan, &model, &drawn)), mixing })
}

fn check_relaxations(plan: &Plan) -> Result<(), OutcomeError> {
    let last = match plan.relaxations.last() {
        Some(Relaxation::Drop(rule)) => rule.drop == Droppable::Minimums,
        _ => false,
    };
    let count = u32::try_from(plan.relaxations.len()).unwrap_or(u32::MAX);
    if last && instance::Level::of(plan, count).is_some() { Ok(()) } else { Err(OutcomeError::Relaxations) }
}

/// What was drawn, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub instance: Instance,
    pub level: u32,
    pub steps: Vec<Step>,
    pub aside: Vec<Aside>,
    pub parts: Vec<DatedPart>,
}

fn draw(plan: &Plan, keys: &Keys, model: &Model<'_>, walk: Walk) -> Result<Drawn, OutcomeError> {
    let options = Options { walk, joined: plan.visits_per_day_max > 0 };
    let pair_stream = |visit: u32, attempt: u8| Stream::new(&keys.pair_stream(model.visit_id(visit).as_str(), attempt));
    let schedule_stream =
        |visit: u32, attempt: u8| Stream::new(&keys.schedule_stream(model.visit_id(visit).as_str(), attempt));
    let rank = |visit: u32| h("mq1/aside", &[&keys.pair, model.visit_id(visit).as_bytes()]).to_bytes();
    let settled = settle(|level| model.instance(level), rank, options, pair_stream)?;
    let parts = place(&settled.instance, settled.parts, &model.calendar, walk, pair_stream, schedule_stream)?;
    let (instance, level, steps, aside) = (settled.instance, settled.level, settled.steps, settled.aside);
    Ok(Drawn { instance, level, steps, aside, parts })
}

/// Where one visit with seats stands.
#[derive(Clone, Debug, Default)]
struct Placed {
    /// Inspector of each seat; empty if set aside.
    team: Vec<u32>,
    /// Number of its first day.
    start: Option<u32>,
}

impl Drawn {
    fn placed(&self) -> Vec<Placed> {
        let mut out = vec![Placed::default(); self.instance.seats.len()];
        for DatedPart { part, dates } in &self.parts {
            let mut holders = part.seating.holders.iter().copied();
            for (visit, start) in part.component.visits.iter().zip(&dates.starts) {
                let size = self.instance.seats.row(*visit).len();
                let team = holders.by_ref().take(size).collect();
                let start = (*start != NONE).then_some(*start);
                if let Some(slot) = out.get_mut(*visit as usize) {
                    *slot = Placed { team, start };
                }
            }
        }
        out
    }
}

struct Team<'a> {
    placed: &'a Placed,
    model: &'a Model<'a>,
}

fn line(plan: &Plan, visit: &Visit, team: Option<Team<'_>>) -> VisitLine {
    let (state, days) = match &team {
        None => (VisitState::Unpaired, None),
        Some(Team { placed, .. }) if placed.team.is_empty() => (VisitState::Unseated, None),
        Some(Team { placed: Placed { start: None, .. }, .. }) => (VisitState::Undated, None),
        Some(Team { placed: Placed { start: Some(start), .. }, .. }) => {
            let (start, length) = (*start as usize, visit.duration as usize);
            (VisitState::Dated, plan.days.get(start..start + length))
        }
    };
    let inspector = |seat: usize| -> Option<Id> {
        let Team { placed, model } = team.as_ref()?;
        placed.team.get(seat).map(|who| model.inspector_id(*who).clone())
    };
    let seat = |(number, pool): (usize, &u32)| {
        Some(SeatLine {
            inspector: inspector(number),
            lead: visit.lead == u32::try_from(number).ok(),
            pool: plan.pools.get(*pool as usize)?.id.clone(),
        })
    };
    VisitLine {
        area: visit.area.clone(),
        days: days.unwrap_or_default().to_vec(),
        draws: visit.draws.clone(),
        duration: visit.duration,
        id: visit.id.clone(),
        items: visit.items.clone(),
        seats: visit.seats.iter().enumerate().filter_map(seat).collect(),
        state,
    }
}
