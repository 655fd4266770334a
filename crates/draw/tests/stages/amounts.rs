use draw::freeze::{Count, Counts, FreezeError, amounts};
use records::plan::{Plan, Stratum};

use crate::fixture;

/// A plan of one task for each list of strata.
fn plan(tasks: &[&[serde_json::Value]]) -> Plan {
    let mut plan = fixture::plan();
    let model = plan.tasks[0].clone();
    plan.tasks = tasks
        .iter()
        .zip(0..)
        .map(|(strata, k)| {
            let mut task = model.clone();
            task.id = fixture::id(&format!("T{k}"));
            task.overall_min = "0%".parse().unwrap();
            let numbered = strata.iter().zip(0..).map(|(json, s)| {
                let mut json = json.clone();
                json["id"] = format!("S{s}").into();
                json["name"] = "".into();
                json["when"] = serde_json::json!([]);
                serde_json::from_value::<Stratum>(json).unwrap()
            });
            task.strata = numbered.collect();
            task
        })
        .collect();
    plan
}

fn counts(populations: &[u64]) -> Counts {
    Counts(populations.iter().map(|p| Count { population: *p, excluded: 1 }).collect())
}

fn amounts_of(plan: &Plan, populations: &[u64]) -> Vec<(u64, u64)> {
    let out = amounts(plan, &counts(populations)).unwrap();
    out.iter().map(|cell| (cell.n, cell.reserves)).collect()
}

use serde_json::json;

#[test]
fn ratios_round_as_they_say() {
    let ratio = |rounding: &str| json!({"ratio": [7, 100], "rounding": rounding, "reserves": 1});
    let plan = plan(&[&[ratio("up"), ratio("down"), ratio("half_up")]]);
    // 7 % of 100 is 7 exactly; a float says 7.000000000000001 and rounds up to 8.
    assert_eq!(amounts_of(&plan, &[100, 100, 100]), [(7, 1); 3]);
    assert_eq!(amounts_of(&plan, &[50, 50, 50]), [(4, 1), (3, 1), (4, 1)]);
    assert_eq!(amounts_of(&plan, &[0, 1, 7]), [(0, 0), (0, 1), (0, 1)]);
}

#[test]
fn minimum_then_maximum_then_population() {
    let plan = plan(&[&[
        json!({"count": 3, "min": 10, "max": 5, "reserves": 9}),
        json!({"count": 30, "max": 20, "reserves": 9}),
        json!({"count": 1, "min": 2, "reserves": 9}),
    ]]);
    assert_eq!(amounts_of(&plan, &[100, 15, 1]), [(5, 9), (15, 0), (1, 0)]);
}

#[test]
fn as_many_as_the_lead_follows_chains() {
    let plan = plan(&[
        &[json!({"as_task": "T1", "as_stratum": "S0", "reserves": 0})],
        &[json!({"as_task": "T2", "as_stratum": "S0", "max": 6, "reserves": 0})],
        &[json!({"count": 8, "reserves": 0})],
    ]);
    assert_eq!(amounts_of(&plan, &[100, 100, 100]), [(6, 0), (6, 0), (8, 0)]);
    // The amount of the lead is its n, so that a small population carries over.
    assert_eq!(amounts_of(&plan, &[100, 100, 5]), [(5, 0), (5, 0), (5, 0)]);
}

#[test]
fn circles_and_missing_amounts_are_refused() {
    let circle = plan(&[&[
        json!({"as_task": "T0", "as_stratum": "S1", "reserves": 0}),
        json!({"as_task": "T0", "as_stratum": "S0", "reserves": 0}),
    ]]);
    let error = amounts(&circle, &counts(&[1, 1])).unwrap_err();
    assert_eq!(error.code(), "freeze-amount-circle");
    for wrong in [
        json!({"reserves": 0}),
        json!({"count": 1, "ratio": [1, 2], "rounding": "up", "reserves": 0}),
        json!({"ratio": [1, 2], "reserves": 0}),
        json!({"count": 1, "as_task": "T0", "reserves": 0}),
    ] {
        let error = amounts(&plan(&[std::slice::from_ref(&wrong)]), &counts(&[1])).unwrap_err();
        assert_eq!(error.code(), "freeze-amount", "{wrong}");
    }
}

#[test]
fn overall_minimum_is_exact() {
    let mut plan = plan(&[&[json!({"count": 3, "reserves": 0}), json!({"count": 0, "reserves": 0})]]);
    plan.tasks[0].overall_min = "3%".parse().unwrap();
    assert!(amounts(&plan, &counts(&[40, 60])).is_ok());
    let error = amounts(&plan, &counts(&[41, 60])).unwrap_err();
    assert!(matches!(error, FreezeError::OverallMin { drawn: 3, population: 101, .. }));
}
