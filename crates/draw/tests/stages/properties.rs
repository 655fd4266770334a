//! Whatever lists and plan: an outcome that keeps the rules, or an error that names the cause.

use std::collections::{BTreeMap, BTreeSet};

use draw::in_memory::{Bundle, DrawError, Office, draw, freeze};
use draw::stream::Stream;
use proptest::prelude::*;
use records::canonical;
use records::frozen::{SelectedLine, VisitLine, VisitState};
use records::id::Id;
use records::lists::{Absence, ConflictKind, Drawn};
use records::plan::Plan;

use crate::fixture::{self, DICE, SAID, id};

/// Small random choices, reproducible from the case's seed.
struct Dice(Stream);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0.below(n).unwrap()
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

fn office(dice: &mut Dice) -> Office {
    let mut office = Office::new(fixture::secret());
    office.items = fixture::office().items;
    for k in 0..dice.below(40) {
        let area = ["北区", "南区", "", "镇\"外\\"][dice.below(4) as usize];
        let class = ["A", "B", "C", "D", ""][dice.below(5) as usize];
        let mut entity = fixture::entity(&format!("E{k:03}"), area, class);
        if dice.one_in(12) {
            entity.status = ["active", "revoked"][dice.below(2) as usize].to_owned();
        }
        if dice.one_in(8) {
            entity.user_id = Some(id(&format!("E{:03}", dice.below(40))));
        }
        if dice.one_in(10) {
            entity.maintainer_id = Some(id("OUTSIDER"));
        }
        if dice.one_in(10) {
            // Rarely the code of somebody else: then freeze must refuse.
            entity.former_ids = vec![id(&format!("OLD-{}", dice.below(60)))];
        }
        office.entities.push(entity);
    }
    for k in 0..dice.below(9) {
        let department = ["市场监管局", "消防大队"][dice.below(2) as usize];
        let mut one = fixture::inspector(department, &format!("W{k}"), &["lead"][..dice.below(2) as usize]);
        one.home = ["", "北区"][dice.below(2) as usize].to_owned();
        if dice.one_in(4) {
            one.areas = vec!["南区".to_owned()];
        }
        if dice.one_in(5) {
            one.daily_max = Some(dice.below(3) as u32);
        }
        if dice.one_in(5) {
            one.former_units = vec![id("E003")];
        }
        if dice.one_in(6) {
            one.certificate_until = Some("2026-03-03".parse().unwrap());
            one.quota_max = Some(1);
        }
        office.inspectors.push(one);
    }
    let code = |dice: &mut Dice| match dice.below(5) {
        0 => format!("OLD-{}", dice.below(60)),
        _ => format!("E{:03}", dice.below(40)),
    };
    for k in 0..dice.below(15) {
        let Some(one) = office.inspectors.get(dice.below(9) as usize).map(|one| one.id.clone()) else { continue };
        let kind = if dice.one_in(2) { ConflictKind::Law } else { ConflictKind::Rotation };
        let mut conflict = fixture::conflict(&one, &code(dice), kind);
        conflict.id = id(&format!("C{k}"));
        office.conflicts.push(conflict);
        office.absences.push(Absence {
            id: id(&format!("A{k}")),
            inspector: one.clone(),
            from: format!("2026-03-0{}", 1 + dice.below(6)).parse().unwrap(),
            until: format!("2026-03-0{}", 1 + dice.below(6)).parse().unwrap(),
            reason: String::new(),
        });
        let mut visit =
            fixture::visit(&code(dice), &format!("2026-0{}-10", 1 + dice.below(3)), &["市场监管局"], &[&one]);
        visit.id = id(&format!("V{k}"));
        visit.case = ["", "", "complaint"][dice.below(3) as usize].to_owned();
        office.history.push(visit);
        let mut promise =
            fixture::promise(&code(dice), "2026-01-01", "2026-03-03", &["complaint"][..dice.below(2) as usize]);
        promise.id = id(&format!("P{k}"));
        office.promises.push(promise);
    }
    for entity in &office.entities {
        if dice.one_in(3) {
            office.selection.push(Drawn {
                id: entity.id.clone(),
                tasks: vec!["FIRE".to_owned()],
                reference: String::new(),
            });
        }
    }
    if dice.one_in(30) {
        office.selection.push(Drawn { id: id("ZZZ"), tasks: vec![], reference: String::new() });
    }
    office.sort();
    office
}

fn plan(dice: &mut Dice) -> Plan {
    let mut plan = fixture::plan();
    plan.min_choice = if dice.one_in(4) { 2 } else { 0 };
    plan.quotas.min = dice.below(2) as u32;
    plan.quotas.max = 1 + dice.below(5) as u32;
    plan.quotas.daily_max = 1 + dice.below(2) as u32;
    plan.rotation.home_area = dice.one_in(2);
    plan.rotation.pairs = !dice.one_in(4);
    plan.rotation.former_units = !dice.one_in(4);
    plan.ceilings[0].count_max = 1 + dice.below(2) as u32;
    plan.rotation.together_days = if dice.one_in(2) { 0 } else { 90 };
    plan.visits_per_day_max = dice.below(3) as u32 * 2;
    plan.pools[0].area = if dice.one_in(2) { records::plan::AreaRule::Same } else { records::plan::AreaRule::Any };
    if dice.one_in(3) {
        plan.coordination = records::plan::Coordination::Independent;
    }
    plan.tasks[0].days = 1 + dice.below(2) as u32;
    plan.tasks[0].strata[1].count = Some(dice.below(12));
    plan.tasks[0].recent_days = dice.below(2) as u32 * 40;
    match dice.below(8) {
        0 => plan.tasks.truncate(1),
        1 => plan.tasks.iter_mut().for_each(|task| task.seats.clear()),
        2 => drop(plan.tasks.remove(2)),
        _ => {}
    }
    plan
}

/// An office and a plan, reproducible from the key.
pub fn random_case(key: &[u8; 32]) -> (Office, Plan) {
    let mut dice = Dice(Stream::new(key));
    (office(&mut dice), plan(&mut dice))
}

fn lines<T: serde::de::DeserializeOwned>(bundle: &Bundle, path: &str) -> Vec<T> {
    let text = std::str::from_utf8(&bundle.files[path]).unwrap();
    text.lines().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
}

/// What must hold of any bundle, from its files alone.
fn check(bundle: &Bundle) {
    for (path, bytes) in &bundle.files {
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.for_each(|line| canonical::check(line).unwrap_or_else(|error| panic!("{path}: {error}")));
    }
    let plan: Plan = canonical::from_slice(bundle.files["plan.json"].trim_ascii_end()).unwrap();
    let selected: Vec<SelectedLine> = lines(bundle, "draw/selected.jsonl");
    let asked: u64 = plan.populations.iter().map(|cell| cell.n + cell.reserves).sum();
    assert_eq!(selected.len() as u64, asked);
    let visits: Vec<VisitLine> = lines(bundle, "draw/visits.jsonl");
    let drawn: BTreeSet<(&Id, &Id)> =
        selected.iter().filter(|one| !one.reserve).map(|one| (&one.entity, &one.task)).collect();
    let visited: Vec<(&Id, &Id)> =
        visits.iter().flat_map(|visit| &visit.draws).map(|draw| (&draw.entity, &draw.task)).collect();
    assert_eq!(visited.len(), drawn.len());
    assert_eq!(visited.into_iter().collect::<BTreeSet<_>>(), drawn, "each draw has one visit");

    let mut on_day: BTreeMap<(&Id, String), u32> = BTreeMap::new();
    let mut all_on_day: BTreeMap<String, u32> = BTreeMap::new();
    for visit in &visits {
        let team: BTreeSet<&Id> = visit.seats.iter().filter_map(|seat| seat.inspector.as_ref()).collect();
        match visit.state {
            VisitState::Unpaired => assert!(visit.seats.is_empty() && visit.days.is_empty()),
            VisitState::Unseated => assert!(team.is_empty() && visit.days.is_empty()),
            VisitState::Undated => assert!(team.len() == visit.seats.len() && visit.days.is_empty()),
            VisitState::Dated => {
                assert_eq!((team.len(), visit.days.len()), (visit.seats.len(), visit.duration as usize));
                let first = plan.days.binary_search(&visit.days[0]).unwrap();
                assert_eq!(plan.days[first..first + visit.days.len()], visit.days);
            }
        }
        for day in &visit.days {
            *all_on_day.entry(day.to_string()).or_default() += 1;
            team.iter().for_each(|who| *on_day.entry((*who, day.to_string())).or_default() += 1);
        }
    }
    if plan.is_paired() {
        let inspectors: Vec<records::frozen::FrozenInspector> = lines(bundle, "lists/inspectors.jsonl");
        for ((who, day), count) in on_day {
            let one = inspectors.iter().find(|one| one.id == *who).unwrap();
            assert!(count <= one.daily_max && one.absent.iter().all(|away| away.to_string() != day));
        }
        let limit = plan.visits_per_day_max;
        assert!(limit == 0 || all_on_day.values().all(|count| *count <= limit));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_outcome_or_a_named_cause(seed in any::<[u8; 32]>()) {
        let (office, plan) = random_case(&seed);
        let result = freeze(&office, &plan).and_then(|frozen| {
            let first = draw(&frozen, &SAID, DICE)?;
            assert_eq!(draw(&frozen, &SAID, DICE)?, first, "the same again");
            Ok(first)
        });
        match result {
            Ok(bundle) => check(&bundle),
            Err(DrawError::Freeze(error)) => {
                // What these lists can be refused for; anything else would be a defect.
                let known = ["freeze-former-id", "freeze-selection-unknown", "freeze-min-choice", "freeze-overall-min"];
                prop_assert!(known.contains(&error.code()), "{error}");
                let chinese = error.message(records::lang::Lang::Zh);
                prop_assert!(!chinese.is_ascii(), "{chinese}");
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

/// The random lists reach both ends: most are drawn, and each refusal happens.
#[test]
fn the_cases_are_not_all_alike() {
    let mut seen: BTreeMap<&'static str, u32> = BTreeMap::new();
    for k in 0..400_u32 {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&k.to_be_bytes());
        let (office, plan) = random_case(&key);
        let what = match freeze(&office, &plan) {
            Ok(_) => "frozen",
            Err(error) => error.code(),
        };
        *seen.entry(what).or_default() += 1;
    }
    assert!(seen["frozen"] > 150, "{seen:?}");
    assert!(seen.contains_key("freeze-former-id") && seen.contains_key("freeze-min-choice"), "{seen:?}");
    assert!(seen.contains_key("freeze-selection-unknown"), "{seen:?}");
}
