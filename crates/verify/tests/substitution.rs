//! Every single substitution in teams and dates is rejected, whoever it favours: each seat given to
//! each other inspector, each visit moved to each other day, each two visits' teams exchanged.

mod support;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde_json::{Value, json};
use support::{bundle, check, county, forge::Forge, second};
use verify::{Check, Fault, MemoryBundle};

const VISITS: &str = "draw/visits.jsonl";

/// Verifies the bundle with each of these visits in place; gives what the checks named.
fn faults(base: &MemoryBundle, changed: Vec<Vec<Value>>) -> BTreeSet<(Check, Fault)> {
    assert!(changed.len() > 20, "{} substitutions are too few to mean anything", changed.len());
    let verdict = |visits: &Vec<Value>| {
        let mut forge = Forge::new(base);
        forge.set_lines(VISITS, visits);
        let failure = check(&forge.rebuild()).expect_err("a substitution is never drawn");
        (failure.check, failure.fault)
    };
    changed.par_iter().map(verdict).collect()
}

fn each_seat(base: &MemoryBundle) -> Vec<Vec<Value>> {
    let forge = Forge::new(base);
    let (visits, people) = (forge.lines(VISITS), forge.lines("lists/inspectors.jsonl"));
    let mut out = Vec::new();
    for (number, visit) in visits.iter().enumerate() {
        for seat in 0..visit["seats"].as_array().map_or(0, Vec::len) {
            for person in &people {
                if visit["seats"][seat]["inspector"] != person["id"] {
                    let mut changed = visits.clone();
                    changed[number]["seats"][seat]["inspector"] = person["id"].clone();
                    out.push(changed);
                }
            }
        }
    }
    out
}

#[test]
fn each_seat_to_each_other_inspector() {
    let county = county_bundle();
    let found = faults(&county, each_seat(&county));
    let named: BTreeSet<Fault> = found.iter().map(|(_, fault)| *fault).collect();
    for expected in [Fault::SeatPool, Fault::SeatBarred, Fault::SeatTwice, Fault::HeldUneven] {
        assert!(named.contains(&expected), "{expected}: {found:?}");
    }
    let (office, plan) = county::tight();
    let tight = bundle(&office, &plan);
    let found = faults(&tight, each_seat(&tight));
    let checks: BTreeSet<Check> = found.iter().map(|(check, _)| *check).collect();
    assert!(checks.contains(&Check::Teams) && checks.contains(&Check::Quotas), "{found:?}");
}

fn county_bundle() -> MemoryBundle {
    bundle(&county::office(), &county::plan())
}

/// The honest teams have the least sum of squared loads there is, so that a substitution is uneven exactly
/// when its sum is larger: no more and no less may be called so.
#[test]
fn uneven_is_what_has_a_larger_sum_of_squares() {
    let squares = |visits: &[Value]| -> u64 {
        let mut loads = std::collections::BTreeMap::<&str, u64>::new();
        let seats = visits.iter().flat_map(|visit| visit["seats"].as_array().into_iter().flatten());
        for who in seats.filter_map(|seat| seat["inspector"].as_str()) {
            *loads.entry(who).or_default() += 1;
        }
        loads.values().map(|load| load * load).sum()
    };
    let base = county_bundle();
    let least = squares(&Forge::new(&base).lines(VISITS));
    let (mut even, mut uneven) = (0, 0);
    for visits in each_seat(&base) {
        let mut forge = Forge::new(&base);
        forge.set_lines(VISITS, &visits);
        let failure = check(&forge.rebuild()).unwrap_err();
        match (failure.check, failure.fault) {
            (Check::Quotas, Fault::HeldUneven) => {
                assert!(squares(&visits) > least, "{failure}");
                uneven += 1;
            }
            (Check::Teams, _) | (Check::Quotas, _) => {}
            _ => {
                assert_eq!(squares(&visits), least, "{failure}");
                even += 1;
            }
        }
    }
    assert!(even > 10 && uneven > 10, "{even} {uneven}");
}

#[test]
fn quotas_that_bind() {
    // One department, as many places as seats: whoever gets one more is above the maximum, and whoever
    // loses one is below the minimum.
    let mut plan = county::plan_value();
    plan["tasks"][0]["strata"][0]["ratio"] = json!([0, 1]);
    plan["tasks"][0]["strata"][0]["rounding"] = json!("down");
    plan["tasks"][2]["seats"] = json!([]);
    plan["rotation"]["home_area"] = json!(false);
    plan["min_choice"] = json!(0);
    plan["quotas"] = json!({"min": 1, "max": 2, "daily_max": 1});
    let mut office = county::office();
    office.inspectors.retain(|one| one.department == "市场监管局" && one.work_no != "M7");
    let there: Vec<_> = office.inspectors.iter().map(|one| one.id.clone()).collect();
    office.conflicts.retain(|conflict| there.contains(&conflict.inspector));
    let base = bundle(&office, &serde_json::from_value(plan).unwrap());
    check(&base).unwrap_or_else(|failure| panic!("{failure}"));
    let found = faults(&base, each_seat(&base));
    let named: BTreeSet<Fault> = found.iter().map(|(_, fault)| *fault).collect();
    assert!(named.contains(&Fault::HeldAbove) || named.contains(&Fault::HeldBelow), "{found:?}");
}

#[test]
fn each_visit_to_each_other_day() {
    let (office, plan) = county::tight();
    for (base, few) in [(county_bundle(), false), (bundle(&office, &plan), true)] {
        let forge = Forge::new(&base);
        let days = forge.object("plan.json")["days"].as_array().unwrap().clone();
        let visits = forge.lines(VISITS);
        let mut changed = Vec::new();
        for (number, visit) in visits.iter().enumerate() {
            let length = visit["duration"].as_u64().unwrap() as usize;
            for window in days.windows(length) {
                if visit["state"] == "dated" && visit["days"] != json!(window) {
                    let mut moved = visits.clone();
                    moved[number]["days"] = json!(window);
                    changed.push(moved);
                }
            }
        }
        if few {
            // Three days only: exchange the days of each two visits as well.
            for a in 0..visits.len() {
                for b in 0..a {
                    let (x, y) = (&visits[a], &visits[b]);
                    if x["state"] == "dated" && y["state"] == "dated" && x["days"] != y["days"] {
                        let mut moved = visits.clone();
                        moved[a]["days"] = y["days"].clone();
                        moved[b]["days"] = x["days"].clone();
                        changed.push(moved);
                    }
                }
            }
            changed.extend(each_seat(&base));
        }
        let found = faults(&base, changed);
        let named: BTreeSet<Fault> = found.iter().map(|(_, fault)| *fault).collect();
        assert!(named.contains(&Fault::DateDaily) || named.contains(&Fault::DateVisits), "{found:?}");
        assert!(few || named.contains(&Fault::ReplayDates), "{found:?}");
    }
}

#[test]
fn teams_exchanged_between_visits() {
    let base = county_bundle();
    let visits = Forge::new(&base).lines(VISITS);
    let mut changed = Vec::new();
    for a in 0..visits.len() {
        for b in 0..a {
            let pools = |visit: &Value| -> Vec<Value> {
                visit["seats"].as_array().into_iter().flatten().map(|seat| seat["pool"].clone()).collect()
            };
            if visits[a].get("seats").is_some() && pools(&visits[a]) == pools(&visits[b]) {
                let mut moved = visits.clone();
                moved[a]["seats"] = visits[b]["seats"].clone();
                moved[b]["seats"] = visits[a]["seats"].clone();
                if moved != visits {
                    changed.push(moved);
                }
            }
        }
    }
    let found = faults(&base, changed);
    assert!(found.iter().any(|(_, fault)| *fault == Fault::ReplaySeats), "{found:?}");
}

/// Certificates and proofs of a county that is too tight: every number and every list in them.
#[test]
fn every_part_of_every_certificate() {
    let (office, plan) = county::tight();
    let base = bundle(&office, &plan);
    let pairing = Forge::new(&base).object("draw/pairing.json");
    assert!(!pairing["set_aside"].as_array().unwrap().is_empty());
    assert!(!pairing["proofs"].as_array().unwrap().is_empty());
    let mut changed = Vec::new();
    for list in ["set_aside", "proofs", "undated", "relaxed"] {
        for number in 0..pairing[list].as_array().unwrap().len() {
            let mut gone = pairing.clone();
            gone[list].as_array_mut().unwrap().remove(number);
            changed.push(gone);
            let pointer = format!("/{list}/{number}");
            let certificate = if list == "set_aside" { "/certificate" } else { "" };
            for key in ["capacity", "demand", "level", "proof"] {
                let mut other = pairing.clone();
                if let Some(value) = other.pointer_mut(&format!("{pointer}{certificate}/{key}")) {
                    *value = json!(value.as_u64().unwrap() + 1);
                    changed.push(other);
                }
            }
            for key in ["inspectors", "seats", "visits", "days", "team"] {
                let mut other = pairing.clone();
                if let Some(Value::Array(items)) = other.pointer_mut(&format!("{pointer}{certificate}/{key}")) {
                    items.pop();
                    changed.push(other);
                }
            }
        }
    }
    let verdict = |pairing: &Value| {
        let mut forge = Forge::new(&base);
        forge.set_object("draw/pairing.json", pairing);
        let failure = check(&forge.rebuild()).expect_err("a changed certificate is not the drawn one");
        // A proof that nobody's lack of a date rests on can be left out without any other proof failing;
        // only the replay knows that it belongs there.
        assert!(matches!(failure.check, Check::Certificates | Check::Replay), "{failure}");
        failure.fault
    };
    let found: BTreeSet<Fault> = changed.par_iter().map(verdict).collect();
    for expected in [Fault::CertificateCount, Fault::CertificateVisits, Fault::CertificateLevel, Fault::CertificateForm]
    {
        assert!(found.contains(&expected), "{expected}: {found:?}");
    }
}

#[test]
fn another_visit_is_set_aside_than_the_hash_chooses() {
    let (office, plan) = county::tight();
    let base = bundle(&office, &plan);
    let mut forge = Forge::new(&base);
    let pairing = forge.object("draw/pairing.json");
    let aside = pairing["set_aside"][0]["visit"].clone();
    let seats = pairing["set_aside"][0]["certificate"]["seats"].as_array().unwrap();
    let other = seats.iter().map(|seats| &seats["visit"]).find(|visit| **visit != aside).unwrap().clone();
    let mut visits = forge.lines(VISITS);
    let at = |visits: &[Value], id: &Value| visits.iter().position(|visit| visit["id"] == *id).unwrap();
    let (a, b) = (at(&visits, &aside), at(&visits, &other));
    for (from, to) in [(b, a)] {
        let team = visits[from]["seats"].clone();
        for (number, seat) in team.as_array().unwrap().iter().enumerate() {
            if let Some(inspector) = seat.get("inspector").filter(|_| visits[to]["seats"].get(number).is_some()) {
                visits[to]["seats"][number]["inspector"] = inspector.clone();
            }
            visits[from]["seats"][number].as_object_mut().unwrap().remove("inspector");
        }
        visits[to]["state"] = visits[from]["state"].clone();
        if let Some(days) = visits[from].as_object_mut().unwrap().remove("days") {
            visits[to]["days"] = days;
        }
        visits[from]["state"] = json!("unseated");
    }
    forge.set_lines(VISITS, &visits);
    forge.edit("draw/pairing.json", |pairing| {
        pairing["set_aside"][0]["visit"] = other.clone();
        let undated = pairing["undated"].as_array_mut().unwrap();
        undated.retain(|one| one["visit"] != other);
    });
    let forge_bundle = forge.rebuild();
    let failure = check(&forge_bundle).unwrap_err();
    println!("{failure}");
    assert!(failure.check >= Check::Teams && failure.check <= Check::Certificates, "{failure}");
    assert_eq!(second::verdict(&forge_bundle), failure.check.name());
}

/// The same lie without its traces: the visit is only called another, in the certificate's own list of visits
/// and with the states of both exchanged. Nothing but the hash tells that the other one had to go.
#[test]
fn the_hash_alone_tells_which_visit_goes() {
    let (office, plan) = county::tight();
    let base = bundle(&office, &plan);
    let pairing = Forge::new(&base).object("draw/pairing.json");
    let (mut by_ours, mut tried) = (BTreeSet::new(), Vec::new());
    let all = pairing["set_aside"].as_array().unwrap();
    for (number, aside) in all.iter().enumerate() {
        for later in all.iter().skip(number + 1) {
            // Two that were both set aside, in the other order: teams, loads and dates stay lawful.
            let listed = aside["certificate"]["seats"].as_array().unwrap();
            if listed.iter().any(|seats| seats["visit"] == later["visit"]) {
                let mut forge = Forge::new(&base);
                forge.edit("draw/pairing.json", |pairing| {
                    pairing["set_aside"][number]["visit"] = later["visit"].clone();
                    let at = all.iter().position(|one| one == later).unwrap();
                    pairing["set_aside"][at]["visit"] = aside["visit"].clone();
                });
                let forged = forge.rebuild();
                let failure = check(&forged).unwrap_err();
                assert_eq!(failure.check, Check::Certificates, "{failure}");
                by_ours.insert(failure.fault);
                tried.push(forged);
            }
        }
    }
    assert!(by_ours.contains(&Fault::CertificateChoice), "{by_ours:?}");
    assert!(second::verdicts(&tried).iter().all(|name| name == "certificates"));
}
