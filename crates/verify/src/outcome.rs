//! Checks from `openings` to `order`, and who answers for what they find.
//!
//! Source: `docs/PROTOCOL.md`, sections 11 to 15 and 17.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{FrozenInspector, Opening, SelectedLine, VisitLine};
use records::hash::expand;
use records::id::Id;
use records::pairing::Pairing;

use crate::board::{Board, check_teams};
use crate::certificates::{self, Evidence};
use crate::check::{Check, Culprit};
use crate::events::Course;
use crate::examine::Examined;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::piece::Details;
use crate::replacements::{Ledger, Reserve};
use crate::source::List;
use crate::{dates, grade, leaves, manifest, openings, people, quotas, record, replay, visits};

/// Makes the checks in their order.
pub(crate) fn check(examined: &Examined) -> Result<(), Failure> {
    let missing = || Failure::new(Check::Files, Fault::FileMissing);
    let plan = &examined.ground.plan;
    let visits = examined.outcome.visits.as_ref().ok_or_else(missing)?;
    let selected = examined.outcome.selected.as_ref().ok_or_else(missing)?;
    let people = People::of(examined, &selected.rows);
    check_openings(examined, &people)?;
    visits::check(plan, &selected.rows, &people.drawn, visits)?;
    if plan.is_paired() {
        let pairing = examined.outcome.pairing.as_ref().ok_or_else(missing)?;
        let direct = check_paired(examined, &people, visits, pairing);
        let again = replay::check(examined, people.inspectors, people.openings, visits, pairing);
        blame(direct, again)?;
    }
    if let Some(course) = examined.ground.course() {
        let seal = expand(&examined.seeds.seed, "mq1/seal", &[]);
        leaves::check(course, &seal, &visits.rows, &selected.rows)?;
        if let Some(capsules) = &examined.evidence.capsules {
            leaves::check_capsules(plan, course, capsules, Check::Leaves)?;
        }
        check_replacements(examined, course, &people, visits, &selected.rows)?;
    }
    record::check(examined)?;
    grade::check_order(plan, examined.ground.witnessing())
}

/// Who was drawn, which reserves were taken, and what is open of them.
struct People<'a> {
    /// By id, as everything here.
    drawn: Vec<(&'a Id, &'a Details)>,
    /// Reserves that were taken and not drawn by any task.
    taken: Vec<(&'a Id, &'a Details)>,
    inspectors: &'a [FrozenInspector],
    openings: &'a [Opening],
}

impl<'a> People<'a> {
    fn of(examined: &'a Examined, selected: &'a [SelectedLine]) -> Self {
        let is_drawn: BTreeSet<&Id> = selected.iter().filter(|row| !row.reserve).map(|row| &row.entity).collect();
        // Whoever passed check `selection` went by in the pass.
        let pairs = examined.drawn.iter().zip(&examined.details);
        let all = pairs.filter_map(|(id, details)| Some((id, details.as_ref()?)));
        let (drawn, taken) = all.partition(|(id, _)| is_drawn.contains(id));
        Self {
            drawn,
            taken,
            inspectors: examined.ground.frozen.inspectors.as_ref().map_or(&[], |list| list.rows.as_slice()),
            openings: examined.outcome.openings.as_ref().map_or(&[], |list| list.rows.as_slice()),
        }
    }
}

/// The direct checks come first; but if the engine draws the same unlawful result from the same seed, it
/// is the engine that is wrong, and nobody lied.
fn blame(direct: Result<(), Failure>, again: Result<(), Failure>) -> Result<(), Failure> {
    match (direct, again) {
        (Err(failure), Ok(())) => Err(Failure { culprit: Culprit::Program, ..failure }),
        (Err(failure), Err(_)) => Err(failure),
        (Ok(()), again) => again,
    }
}

fn check_openings(examined: &Examined, people: &People<'_>) -> Result<(), Failure> {
    let plan = &examined.ground.plan;
    let Some(opened) = &examined.outcome.openings else { return Ok(()) };
    openings::check(opened, &people.drawn, people.inspectors)?;
    check_taken(examined, people)?;
    if let (Some(opened), Some(apart)) = (&examined.outcome.apart, &examined.ground.frozen.apart) {
        openings::check_apart(opened, apart, people.inspectors)?;
    }
    let mut tasks: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
    let rows = examined.outcome.selected.iter().flat_map(|list| &list.rows);
    for row in rows.filter(|row| !row.reserve) {
        tasks.entry(&row.entity).or_default().push(&row.task);
    }
    let of_entity = |id: &Id| tasks.get(id).cloned().unwrap_or_default();
    openings::check_choice(plan, opened, &people.drawn, people.inspectors, of_entity)
}

/// Reserves that replacements took; the file is there exactly if it has a line.
fn check_taken(examined: &Examined, people: &People<'_>) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Openings, fault).file(manifest::OPENINGS);
    let needed = people.taken.iter().find(|(_, details)| details.barred.is_some());
    match (&examined.evidence.openings, needed) {
        (None, None) => Ok(()),
        (None, Some((id, _))) => Err(fail(Fault::OpeningMissing).expected(id)),
        (Some(opened), None) => Err(fail(Fault::OpeningExtra).got(opened.rows.len()).expected(0)),
        (Some(opened), Some(_)) => openings::check(opened, &people.taken, people.inspectors),
    }
}

fn check_paired(
    examined: &Examined,
    people: &People<'_>,
    visits: &List<VisitLine>,
    pairing: &Pairing,
) -> Result<(), Failure> {
    let plan = &examined.ground.plan;
    let board = Board::new(plan, u64::from(pairing.relaxations), people.inspectors, visits, people.openings)?;
    check_teams(&board)?;
    quotas::check(&board)?;
    dates::check(&board)?;
    let pair_key = expand(&examined.seeds.seed, "mq1/pair", &[]);
    let (inspectors, openings) = (people.inspectors, people.openings);
    let evidence = Evidence { plan, inspectors, visits, openings, pair_key };
    certificates::check(&evidence, pairing, &board)
}

fn check_replacements(
    examined: &Examined,
    course: &Course,
    people: &People<'_>,
    visits: &List<VisitLine>,
    selected: &[SelectedLine],
) -> Result<(), Failure> {
    if course.replaced.is_empty() {
        return Ok(());
    }
    let level = examined.outcome.pairing.as_ref().map_or(0, |pairing| u64::from(pairing.relaxations));
    let board = Board::new(&examined.ground.plan, level, people.inspectors, visits, people.openings)?;
    let more = examined.evidence.openings.as_ref().map_or(&[][..], |list| list.rows.as_slice());
    let opened: BTreeMap<&Id, &Opening> = people.openings.iter().chain(more).map(|one| (&one.id, one)).collect();
    let details: BTreeMap<&Id, &Details> = people.drawn.iter().chain(&people.taken).copied().collect();
    let taken = course.taken();
    let mut reserves = BTreeMap::new();
    for row in selected.iter().filter(|row| row.reserve) {
        let key = (&row.task, &row.stratum, row.rank);
        let Some(details) = details.get(&row.entity).filter(|_| taken.contains(&key)) else { continue };
        let place = details.user_id.as_ref().unwrap_or(&row.entity);
        let barred = board.barred_by(opened.get(&row.entity).copied());
        let inspectors = people.inspectors;
        let law = opened.get(&row.entity).map_or(&[][..], |opening| opening.law.inspectors.as_slice());
        let law = law.iter().filter_map(|id| people::find(inspectors, id)).collect();
        reserves.insert(key, Reserve { place, area: &details.area, barred, law });
    }
    let key = expand(&examined.seeds.seed, "mq1/replace", &[]);
    let seated = visits.rows.iter().filter(|visit| !visit.seats.is_empty());
    let places = seated.map(|visit| &visit.id);
    Ledger::new(&board, key, places, &reserves).check(&examined.ground.announced, course)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unlawful_result_that_the_engine_gives_again_is_the_programs_fault() {
        let wrong = |check, fault| Err(Failure::new(check, fault));
        let unlawful = || wrong(Check::Teams, Fault::SeatBarred);
        let other = || wrong(Check::Replay, Fault::ReplaySeats);
        let culprit = |result: Result<(), Failure>| result.map_err(|failure| (failure.check, failure.culprit));
        assert_eq!(culprit(blame(unlawful(), Ok(()))), Err((Check::Teams, Culprit::Program)));
        assert_eq!(culprit(blame(unlawful(), other())), Err((Check::Teams, Culprit::Office)));
        assert_eq!(culprit(blame(Ok(()), other())), Err((Check::Replay, Culprit::Office)));
        assert_eq!(blame(Ok(()), Ok(())), Ok(()));
    }
}
