use draw::in_memory::{Office, freeze};
use draw::seed::Seed;
use draw::simulate::Warning;
use records::lists::ConflictKind;

use crate::fixture;

#[test]
fn counts_add_up() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let tally = frozen.simulate(60).unwrap();
    let plan = &frozen.announcement.plan;
    assert_eq!(tally.draws, 60);
    for (cell, population) in plan.populations.iter().enumerate() {
        let (least, most, all) = tally.extremes(plan, cell).unwrap();
        assert_eq!(all, 60 * population.n, "{}", population.stratum);
        assert!(least <= most && most <= 60);
    }
    let inspectors: u64 = tally.loads.values().sum();
    assert_eq!(inspectors, 60 * 6);
    let held: u64 = tally.loads.iter().map(|(visits, count)| u64::from(*visits) * count).sum();
    assert_eq!(held, tally.mixing.seats);
    let met: u64 = tally.visits.values().flat_map(|visit| visit.met.values()).sum();
    assert_eq!(met, tally.mixing.seats);
    assert!(tally.mixing.as_filled < tally.mixing.seats);
    assert_eq!(tally.relaxations.iter().sum::<u64>(), 60);
    let pair = tally.largest_pair.as_ref().unwrap();
    assert!(pair.met <= pair.draws && pair.places >= 1 && pair.lawful >= pair.places);
    // FIRE and L1 draw everybody.
    let certain = |warning: &Warning| matches!(warning, Warning::Certain { .. });
    assert_eq!(tally.warnings(plan).iter().filter(|w| certain(w)).count(), 2);
    assert_eq!(frozen.simulate(60).unwrap(), tally, "the same again");
}

/// A department that bars all its inspectors from one firm does not change that firm's chance: no
/// selection is ever discarded.
#[test]
fn barring_everybody_from_a_firm_does_not_save_it() {
    let chance = |bar: bool| {
        let (mut office, mut plan) = (fixture::office(), fixture::plan());
        plan.min_choice = 0;
        let market: Vec<_> = office.inspectors.iter().map(|one| one.id.clone()).collect();
        if bar {
            office.conflicts = market.iter().map(|one| fixture::conflict(one, "E08", ConflictKind::Law)).collect();
            office.sort();
        }
        let frozen = freeze(&office, &plan).unwrap();
        // The seeds of a simulation depend on the plan, and so on the list of commitments: the same
        // seeds for both are what is compared here.
        let mut drawn = Vec::new();
        let mut unseated = 0;
        for k in 0..60 {
            let seed = Seed::simulated(&records::hash::sha256(b"bar"), k);
            let keys = seed.keys(&frozen.announcement.plan);
            let selection = frozen.select(&keys).unwrap();
            let (places, openings) = frozen.look_up(selection.drawn_ids()).unwrap();
            let outcome = frozen.outcome(&keys, &selection, &places, &openings).unwrap();
            let visit = outcome.visits.iter().find(|visit| visit.id.as_str() == "E08");
            let by_market =
                |visit: &&records::frozen::VisitLine| visit.draws.iter().any(|draw| draw.task.as_str() == "MARKET");
            let visit = visit.filter(by_market);
            drawn.push(visit.is_some());
            unseated += usize::from(visit.is_some_and(|visit| visit.state == records::frozen::VisitState::Unseated));
        }
        (drawn, unseated)
    };
    let (free, none) = chance(false);
    let (barred, all) = chance(true);
    assert_eq!(barred, free);
    let times = free.iter().filter(|drawn| **drawn).count();
    assert_eq!((none, all), (0, times), "each of its visits is published as unseated");
    assert!(times > 20, "2 of 3 are drawn");
}

/// Simulated seeds are not the real one, whatever was said.
#[test]
fn a_plan_above_its_share_is_warned_of() {
    let (mut office, mut plan): (Office, _) = (fixture::office(), fixture::plan());
    office.inspectors.retain(|one| one.department != "消防大队");
    plan.min_choice = 0;
    plan.simulation.unplaced_max = "50%".parse().unwrap();
    let frozen = freeze(&office, &plan).unwrap();
    let tally = frozen.simulate(5).unwrap();
    assert_eq!((tally.unseated, tally.unplaced), (5, 5), "nobody can inspect for FIRE");
    assert!(tally.exceeds(&plan));
    let warnings = tally.warnings(&frozen.announcement.plan);
    assert!(warnings.contains(&Warning::Unplaced { unplaced: 5, draws: 5 }));
}
