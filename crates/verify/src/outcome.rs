//! Checks from `openings` to `record`, and who answers for what they find.
//!
//! Source: `docs/PROTOCOL.md`, sections 11 to 15 and 17.

use std::collections::BTreeMap;

use records::frozen::{FrozenInspector, Opening, VisitLine};
use records::hash::expand;
use records::id::Id;
use records::pairing::Pairing;
use records::plan::Root;

use crate::board::{Board, check_teams};
use crate::certificates::{self, Evidence};
use crate::check::{Check, Culprit};
use crate::examine::Examined;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::lists::compare_root;
use crate::openings::Drawn;
use crate::source::List;
use crate::{dates, openings, quotas, replay, visits};

/// Makes the checks in their order.
pub(crate) fn check(examined: &Examined) -> Result<(), Failure> {
    let missing = || Failure::new(Check::Files, Fault::FileMissing);
    let visits = examined.outcome.visits.as_ref().ok_or_else(missing)?;
    let selected = examined.outcome.selected.as_ref().ok_or_else(missing)?;
    // Whoever passed check `selection` went by in the pass.
    let pairs = examined.drawn.iter().zip(&examined.details);
    let drawn: Vec<_> = pairs.filter_map(|(id, details)| Some((id, details.as_ref()?))).collect();
    let empty: &[FrozenInspector] = &[];
    let inspectors = examined.frozen.inspectors.as_ref().map_or(empty, |list| list.rows.as_slice());
    check_openings(examined, &drawn, inspectors)?;
    visits::check(&examined.plan, &selected.rows, &drawn, visits)?;
    if examined.plan.is_paired() {
        let nobody: &[Opening] = &[];
        let openings = examined.outcome.openings.as_ref().map_or(nobody, |list| list.rows.as_slice());
        let pairing = examined.outcome.pairing.as_ref().ok_or_else(missing)?;
        let direct = check_paired(examined, inspectors, openings, visits, pairing);
        let again = replay::check(examined, inspectors, openings, visits, pairing);
        blame(direct, again)?;
    }
    check_record(examined)
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

fn check_openings(examined: &Examined, drawn: &Drawn<'_>, inspectors: &[FrozenInspector]) -> Result<(), Failure> {
    let plan = &examined.plan;
    let Some(opened) = &examined.outcome.openings else { return Ok(()) };
    openings::check(opened, drawn, inspectors)?;
    if let (Some(opened), Some(apart)) = (&examined.outcome.apart, &examined.frozen.apart) {
        openings::check_apart(opened, apart, inspectors)?;
    }
    let mut tasks: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
    let rows = examined.outcome.selected.iter().flat_map(|list| &list.rows);
    for row in rows.filter(|row| !row.reserve) {
        tasks.entry(&row.entity).or_default().push(&row.task);
    }
    openings::check_choice(plan, opened, drawn, inspectors, |id| tasks.get(id).cloned().unwrap_or_default())
}

fn check_paired(
    examined: &Examined,
    inspectors: &[FrozenInspector],
    openings: &[Opening],
    visits: &List<VisitLine>,
    pairing: &Pairing,
) -> Result<(), Failure> {
    let plan = &examined.plan;
    let board = Board::new(plan, u64::from(pairing.relaxations), inspectors, visits, openings)?;
    check_teams(&board)?;
    quotas::check(&board)?;
    dates::check(&board)?;
    let pair_key = expand(&examined.seeds.seed, "mq1/pair", &[]);
    let evidence = Evidence { plan, inspectors, visits, openings, pair_key };
    certificates::check(&evidence, pairing, &board)
}

/// The roots in `record.json`.
fn check_record(examined: &Examined) -> Result<(), Failure> {
    let outcome = &examined.outcome;
    let lists: [(&str, Option<(&str, Root)>); 5] = [
        ("strata", outcome.strata.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("selected", outcome.selected.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("visits", outcome.visits.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("openings", outcome.openings.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("apart", outcome.apart.as_ref().map(|list| (list.path.as_str(), list.root))),
    ];
    let there: BTreeMap<&str, (&str, Root)> =
        lists.into_iter().filter_map(|(name, list)| Some((name, list?))).collect();
    let recorded = &examined.record.roots;
    if !recorded.keys().map(String::as_str).eq(there.keys().copied()) {
        let failure = Failure::new(Check::Record, Fault::RecordRoots).file("draw/record.json").line(1);
        let join = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(" ");
        let got = join(&mut recorded.keys().map(String::as_str));
        return Err(failure.got(got).expected(join(&mut there.keys().copied())));
    }
    for (expected, (path, got)) in recorded.values().zip(there.values()) {
        compare_root(path, *got, *expected, Check::Record)?;
    }
    Ok(())
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
