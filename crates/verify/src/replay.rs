//! Check `replay`: the engine, given the seed, draws the same teams and dates.
//!
//! This is the only place where the engine is used. What it is given was checked before: visits,
//! openings and inspectors come from files, the keys from the seed that was derived anew.
//!
//! Source: `docs/PROTOCOL.md`, sections 12 to 15 and 17.

use draw::outcome::{Inputs, Outcome, outcome};
use draw::seed::Seed;
use draw::visits::Visit;
use records::frozen::{FrozenInspector, Opening, VisitLine, VisitState};
use records::hash::Digest;
use records::pairing::Pairing;
use records::plan::Plan;

use crate::certificates;
use crate::check::Check;
use crate::examine::Examined;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::said::outcome_error;
use crate::source::List;

/// Largest number of inspectors times days: the engine keeps a byte for each, and a plan of a thousand
/// years must not fill a citizen's memory.
const CELLS_MAX: u64 = 1 << 30;

/// Draws again and compares.
pub(crate) fn check(
    examined: &Examined,
    inspectors: &[FrozenInspector],
    openings: &[Opening],
    visits: &List<VisitLine>,
    pairing: &Pairing,
) -> Result<(), Failure> {
    let plan = &examined.ground.plan;
    let fail = |fault| Failure::new(Check::Replay, fault);
    let cells = (inspectors.len() as u64).saturating_mul(plan.days.len() as u64);
    if cells > CELLS_MAX {
        return Err(fail(Fault::ReplayFailed).got(cells).expected(format!("<= {CELLS_MAX}")));
    }
    let keys = Seed::new(Digest::new(examined.seeds.seed)).keys(plan);
    let given: Vec<Visit> = visits.rows.iter().map(|visit| undrawn(plan, visit)).collect();
    let apart = examined.outcome.apart.as_ref().map_or(&[][..], |list| list.rows.as_slice());
    let inputs = Inputs { plan, inspectors, apart, visits: &given, openings, keys: &keys };
    let Outcome { visits: drawn, pairing: drawn_pairing, .. } =
        outcome(inputs).map_err(|error| fail(Fault::ReplayFailed).got(outcome_error(&error)))?;
    let drawn_pairing = drawn_pairing.unwrap_or_default();
    if pairing.relaxations != drawn_pairing.relaxations {
        let failure = fail(Fault::ReplayLevel).file(certificates::PATH).line(1);
        return Err(failure.got(pairing.relaxations).expected(drawn_pairing.relaxations));
    }
    for ((line, got), expected) in (1..).zip(&visits.rows).zip(&drawn) {
        if got == expected {
            continue;
        }
        let (fault, got, expected) = difference(got, expected);
        return Err(fail(fault).file(&visits.path).line(line).got(got).expected(expected));
    }
    if *pairing != drawn_pairing {
        return Err(fail(Fault::ReplayRecord).file(certificates::PATH).line(1).got(part(pairing, &drawn_pairing)));
    }
    Ok(())
}

/// A visit as it was before the engine: without team and days.
fn undrawn(plan: &Plan, visit: &VisitLine) -> Visit {
    let number = |pool: &records::id::Id| plan.pools.iter().position(|one| one.id == *pool);
    let pool = |seat: &records::frozen::SeatLine| {
        // Check `visits` has shown that each pool is the plan's.
        number(&seat.pool).and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX)
    };
    Visit {
        id: visit.id.clone(),
        area: visit.area.clone(),
        draws: visit.draws.clone(),
        items: visit.items.clone(),
        duration: visit.duration,
        seats: visit.seats.iter().map(pool).collect(),
        lead: visit.seats.iter().position(|seat| seat.lead).and_then(|at| u32::try_from(at).ok()),
    }
}

/// In what two lines of one visit differ.
fn difference(got: &VisitLine, expected: &VisitLine) -> (Fault, String, String) {
    let aside = |visit: &VisitLine| visit.state == VisitState::Unseated;
    let team = |visit: &VisitLine| {
        let names = visit.seats.iter().map(|seat| seat.inspector.as_ref().map_or("–", |id| id.as_str()));
        format!("{}: {}", visit.id, names.collect::<Vec<_>>().join(" "))
    };
    let days = |visit: &VisitLine| {
        let days = visit.days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        format!("{}: {}", visit.id, if days.is_empty() { "–" } else { &days })
    };
    if aside(got) != aside(expected) {
        (Fault::ReplayAside, team(got), team(expected))
    } else if got.seats != expected.seats {
        (Fault::ReplaySeats, team(got), team(expected))
    } else {
        (Fault::ReplayDates, days(got), days(expected))
    }
}

/// The first part of `pairing.json` that differs.
fn part(got: &Pairing, expected: &Pairing) -> &'static str {
    if got.attempts != expected.attempts {
        "attempts"
    } else if got.relaxed != expected.relaxed {
        "relaxed"
    } else if got.set_aside != expected.set_aside {
        "set_aside"
    } else if got.repeats != expected.repeats {
        "repeats"
    } else if got.undated != expected.undated {
        "undated"
    } else {
        "proofs"
    }
}
