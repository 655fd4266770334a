//! Whatever lists and plan: an error that names its cause, or a bundle that verifies, to all three verifiers.

mod support;

use std::collections::BTreeMap;

use draw::in_memory::{DrawError, Office, draw, freeze};
use draw::stream::Stream;
use proptest::prelude::*;
use records::plan::Plan;
use serde_json::{Value, json};
use support::changes::all_changes;
use support::{SAID, check, county, second, third};
use verify::{MemoryBundle, Options, Verified, why};

/// Small random choices, reproducible from the case's seed.
struct Dice(Stream);

impl Dice {
    fn of(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_be_bytes());
        Self(Stream::new(&key))
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0.below(n).unwrap()
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }
}

/// The county of the fixtures with things taken away, moved and added.
fn office(dice: &mut Dice) -> Office {
    let mut office = county::office();
    let keep = 2 + dice.below(4);
    office.entities.retain(|one| one.id.as_str().starts_with("LIFT") || !dice.one_in(keep));
    for entity in &mut office.entities {
        entity.area = dice.pick(&["北区", "南区", "南区", "", "镇\t\"外\""]).to_owned();
        entity.private.credit_class = dice.pick(&["A", "B", "C", "D", ""]).to_owned();
        if dice.one_in(10) {
            entity.status = dice.pick(&["active", "revoked"]).to_owned();
        }
        if dice.one_in(8) {
            entity.user_id = Some(records::id::Id::parse(&format!("E{:02}", dice.below(40))).unwrap());
        }
        if dice.one_in(8) {
            entity.tags = vec!["免检".to_owned()];
        }
    }
    let few = 2 + dice.below(6);
    office.inspectors.retain(|_| !dice.one_in(few));
    for one in &mut office.inspectors {
        one.home = dice.pick(&["", "", "北区"]).to_owned();
        one.areas = if dice.one_in(4) { vec!["南区".to_owned()] } else { Vec::new() };
        one.daily_max = dice.one_in(4).then(|| u32::try_from(dice.below(4)).unwrap());
        one.quota_max = dice.one_in(5).then(|| 1 + u32::try_from(dice.below(4)).unwrap());
        one.quota_min = dice.one_in(8).then_some(1);
        if dice.one_in(6) {
            one.certificate_until = Some(dice.pick(&["2026-03-04", "2026-02-01"]).parse().unwrap());
        }
    }
    let there: Vec<_> = office.inspectors.iter().map(|one| one.id.clone()).collect();
    office.conflicts.retain(|c| there.contains(&c.inspector) && c.other.as_ref().is_none_or(|id| there.contains(id)));
    office.absences.retain(|absence| there.contains(&absence.inspector));
    office.history.iter_mut().for_each(|past| past.inspectors.retain(|one| there.contains(one)));
    let known: Vec<_> = office.entities.iter().map(|entity| entity.id.clone()).collect();
    office.selection.retain(|drawn| known.contains(&drawn.id));
    office.sort();
    office
}

fn amount(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!({"count": dice.below(7), "reserves": dice.below(3)}),
        1 => {
            json!({"ratio": dice.pick(&[[0, 1], [1, 3], [1, 2], [1, 1]]), "rounding": dice.pick(&["up", "down", "half_up"]), "reserves": 1})
        }
        _ => {
            json!({"ratio": [1, 2], "rounding": "up", "min": dice.below(3), "max": 3 + dice.below(5), "reserves": dice.below(4)})
        }
    }
}

fn plan(dice: &mut Dice) -> Plan {
    let mut plan = county::plan_value();
    for (task, stratum) in [(0, 0), (0, 1), (1, 0), (2, 0)] {
        let fields = plan["tasks"][task]["strata"][stratum].as_object_mut().unwrap();
        fields.retain(|key, _| matches!(key.as_str(), "id" | "name" | "when"));
        fields.extend(amount(dice).as_object().unwrap().clone());
    }
    plan["coordination"] = json!(dice.pick(&["positive", "independent"]));
    let days = usize::try_from(2 + dice.below(8)).unwrap();
    plan["days"].as_array_mut().unwrap().truncate(days);
    plan["quotas"] = json!({"min": dice.below(2), "max": 1 + dice.below(6), "daily_max": 1 + dice.below(2)});
    plan["min_choice"] = json!(dice.pick(&[0, 0, 0, 1, 3]));
    plan["visits_per_day_max"] = json!(dice.pick(&[0, 0, 2, 5]));
    for rule in ["pairs", "home_area", "former_units"] {
        plan["rotation"][rule] = json!(dice.one_in(2));
    }
    plan["rotation"]["together_days"] = json!(dice.pick(&[0, 60]));
    let steps: Vec<Value> = [
        json!({"drop": "pairs"}),
        json!({"add": 1 + dice.below(3), "quota_max": "MARKET"}),
        json!({"drop": "home_area"}),
    ]
    .into_iter()
    .filter(|_| dice.one_in(2))
    .collect();
    plan["relaxations"] = steps.into_iter().chain([json!({"drop": "minimums"})]).collect();
    for task in 0..3 {
        plan["tasks"][task]["days"] = json!(1 + dice.below(2));
        plan["tasks"][task]["overall_min"] = json!(dice.pick(&[[0, 1], [0, 1], [1, 20]]));
    }
    if dice.one_in(3) {
        plan["tasks"][1]["seats"] = json!([{"pool": "MARKET", "count": 2 + dice.below(2), "lead": true}]);
    }
    match dice.below(8) {
        0 => plan["tasks"].as_array_mut().unwrap().truncate(1),
        1 => drop_seats(&mut plan),
        2 => drop(plan["tasks"].as_array_mut().unwrap().remove(1)),
        _ => {}
    }
    serde_json::from_value(plan).unwrap()
}

fn drop_seats(plan: &mut Value) {
    plan["tasks"].as_array_mut().unwrap().iter_mut().for_each(|task| task["seats"] = json!([]));
}

/// The bundle of the case, or the code of the refusal.
fn case(seed: u64) -> Result<MemoryBundle, &'static str> {
    let mut dice = Dice::of(seed);
    let (office, plan) = (office(&mut dice), plan(&mut dice));
    let cast = format!("{seed:020}");
    let drawn = freeze(&office, &plan).and_then(|frozen| draw(&frozen, &SAID, &cast));
    let mut bundle = match drawn {
        Ok(bundle) => bundle,
        Err(DrawError::Freeze(error)) => return Err(error.code()),
        Err(error) => panic!("{seed}: an honest freeze is drawn: {error}"),
    };
    for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
        bundle.files.insert(format!("documents/{name}"), Vec::new());
    }
    Ok(MemoryBundle(bundle.with_manifest().unwrap().0.files))
}

fn verified(seed: u64, bundle: &MemoryBundle) -> Verified {
    let verified = check(bundle).unwrap_or_else(|failure| panic!("{seed}: {failure}"));
    assert!(why(bundle, "E01", None, &Options::default()).is_ok());
    verified
}

/// What these lists may be refused for; anything else would be a defect.
const REFUSALS: [&str; 3] = ["freeze-min-choice", "freeze-overall-min", "freeze-quota"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_bundle_that_verifies_or_a_named_cause(seed in any::<u64>()) {
        match case(seed) {
            Ok(bundle) => drop(verified(seed, &bundle)),
            Err(code) => prop_assert!(REFUSALS.contains(&code), "{seed}: {code}"),
        }
    }
}

/// The cases reach all that can come of a draw; and the other verifiers accept what ours accepts.
#[test]
fn the_cases_are_not_all_alike_and_all_three_verifiers_accept_them() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut bundles = Vec::new();
    for seed in 0..120 {
        let bundle = match case(seed) {
            Ok(bundle) => bundle,
            Err(code) => {
                *seen.entry(code).or_default() += 1;
                continue;
            }
        };
        let counts = verified(seed, &bundle).counts;
        let pairing = bundle.0.get("draw/pairing.json").map(|bytes| serde_json::from_slice::<Value>(bytes).unwrap());
        let has = |key: &str| {
            pairing.as_ref().is_some_and(|pairing| pairing[key].as_array().is_some_and(|list| !list.is_empty()))
        };
        let traits = [
            ("dated", counts.dated > 0),
            ("undated", counts.undated > 0),
            ("unseated", counts.unseated > 0),
            ("unpaired", counts.unpaired > 0),
            ("without pairing", pairing.is_none()),
            ("relaxed", has("relaxed")),
            ("proofs", has("proofs")),
            ("attempts", has("attempts")),
            ("repeats", has("repeats")),
        ];
        for (name, _) in traits.iter().filter(|(_, holds)| *holds) {
            *seen.entry(name).or_default() += 1;
        }
        bundles.push(bundle);
    }
    println!("{seen:?}");
    for name in
        ["dated", "undated", "unseated", "unpaired", "without pairing", "relaxed", "proofs", "attempts", "repeats"]
    {
        assert!(seen.get(name).is_some_and(|count| *count > 1), "{name}: {seen:?}");
    }
    let bundles: Vec<&MemoryBundle> = bundles.iter().collect();
    assert!(second::verdicts(bundles.iter().copied()).iter().all(String::is_empty));
    assert!(third::verdicts(&bundles).iter().all(String::is_empty));
}

/// One value of each random bundle is changed, and the list of files made anew: all three name the same check.
#[test]
fn a_change_of_a_random_draw_is_named_alike_by_all_three() {
    let mut made = Vec::new();
    for seed in 1000..1060 {
        let Ok(bundle) = case(seed) else { continue };
        let changes = all_changes(&bundle);
        let number = usize::try_from(seed * 7919).unwrap() % changes.len();
        let changed = changes[number..].iter().find_map(|change| Some((change, change.apply(&bundle, true)?)));
        made.extend(changed.map(|(change, bundle)| (format!("{seed}: {change:?}"), bundle)));
    }
    assert!(made.len() > 40);
    let bundles: Vec<&MemoryBundle> = made.iter().map(|(_, bundle)| bundle).collect();
    let (python, node) = (second::verdicts(bundles.iter().copied()), third::verdicts(&bundles));
    let ours = bundles.iter().map(|bundle| check(bundle).map_or_else(|failure| failure.check.name(), |_| ""));
    let unlike: Vec<String> = ours
        .zip(python.iter().zip(&node))
        .zip(&made)
        .filter(|((ours, (python, node)), _)| ours != python || ours != node)
        .map(|((ours, (python, node)), (change, _))| format!("{ours:?}, {python:?}, {node:?}: {change}"))
        .collect();
    assert!(unlike.is_empty(), "{} of {}:\n{}", unlike.len(), made.len(), unlike.join("\n"));
}
