use draw::select::{Ranked, Selected, Selection};
use draw::visits::{Place, visits};
use records::hash::Digest;
use records::plan::Population;

use crate::fixture::{self, id};

fn ranked(code: &str) -> Ranked {
    Ranked { id: id(code), ticket: Digest::new([0; 32]) }
}

fn place(code: &str, area: &str, user: Option<&str>) -> Place {
    Place { id: id(code), area: area.to_owned(), user_id: user.map(id) }
}

/// MARKET draws E01, LIFT-1 (which E01 uses) and E02; FIRE draws E02; CREDIT draws nobody.
#[test]
fn one_visit_a_place() {
    let mut plan = fixture::plan();
    for task in &plan.tasks {
        for stratum in &task.strata {
            plan.populations.push(Population {
                task: task.id.clone(),
                stratum: stratum.id.clone(),
                population: 9,
                excluded: 0,
                n: 0,
                reserves: 0,
            });
        }
    }
    let mut strata = vec![Selected::default(); 5];
    strata[0].drawn = vec![ranked("LIFT-1"), ranked("E02")];
    strata[1].drawn = vec![ranked("E01")];
    strata[4].drawn = vec![ranked("E02")];
    let places = [place("E01", "南区", None), place("E02", "北区", None), place("LIFT-1", "别处", Some("E01"))];
    let selection = Selection { strata };
    let got = visits(&plan, &selection, &places).unwrap();

    assert_eq!(got.len(), 2);
    let [first, second] = [&got[0], &got[1]];
    assert_eq!((first.id.as_str(), first.area.as_str()), ("E01", "南区"));
    let draws: Vec<_> = first.draws.iter().map(|d| (d.entity.as_str(), d.stratum.as_str(), d.rank)).collect();
    assert_eq!(draws, [("E01", "SOUTH", 1), ("LIFT-1", "NORTH", 1)]);
    assert_eq!((first.seats.as_slice(), first.lead, first.duration), ([0, 0].as_slice(), Some(0), 1));

    assert_eq!(second.id.as_str(), "E02");
    // MARKET gives two seats, FIRE one of its own pool and one of MARKET's: the larger counts. The
    // first task that marks a lead is MARKET.
    assert_eq!((second.seats.as_slice(), second.lead, second.duration), ([0, 0, 1].as_slice(), Some(0), 2));
    let items: Vec<_> = second.items.iter().map(|item| item.as_str()).collect();
    assert_eq!(items, ["FIRE-1", "MKT-1", "MKT-2"]);

    let missing = visits(&plan, &selection, &places[..2]).unwrap_err();
    assert_eq!(missing.code(), "visits-no-place");
}

#[test]
fn seats_of_one_pool_are_summed_within_a_task() {
    let mut plan = fixture::plan();
    plan.tasks.truncate(1);
    plan.tasks[0].strata.truncate(1);
    plan.tasks[0].seats = serde_json::from_value(serde_json::json!([
        {"pool": "FIRE", "count": 1, "lead": false},
        {"pool": "MARKET", "count": 1, "lead": false},
        {"pool": "FIRE", "count": 2, "lead": true},
    ]))
    .unwrap();
    plan.populations = vec![Population {
        task: plan.tasks[0].id.clone(),
        stratum: plan.tasks[0].strata[0].id.clone(),
        population: 1,
        excluded: 0,
        n: 1,
        reserves: 0,
    }];
    let selection = Selection { strata: vec![Selected { drawn: vec![ranked("E01")], reserves: vec![] }] };
    let got = visits(&plan, &selection, &[place("E01", "", None)]).unwrap();
    assert_eq!(got[0].seats, [0, 1, 1, 1], "pools in the plan's order");
    assert_eq!(got[0].lead, Some(1), "the first seat of the pool that leads");
}
