//! A lying office that holds a ceremony: each lie is caught by its own check, whatever the liar signs and logs anew.
//!
//! The lies of `support/lies.rs` are also recipes in `tests/vectors/negative`, written here and compared.

mod support;

use std::collections::BTreeMap;

use draw::in_memory::{Frozen, freeze};
use records::plan::Plan;
use serde_json::{Value, json};
use support::lies::{self, Lie};
use support::sealed::{self, Story};
use support::vectors::{folder, is_writing, pretty};
use support::{attempt_lies, authority, recipe, sealed_lies, story, village};
use verify::{Grade, LogCopy, Options, Policy, verify};

/// The plans of the vectors.
fn plans() -> [Plan; 3] {
    [story::plan(1), story::plan(2), sealed::plan()]
}

fn all_lies() -> Vec<Lie> {
    let (office, plans) = (village::office(), plans());
    let frozen: Vec<Frozen<'_>> = plans.iter().map(|plan| freeze(&office, plan).unwrap()).collect();
    let number = story::finished(story::second(&frozen[1], &story::voided(&frozen[0])));
    // Attempt 3; the same with a superior who is the office itself; a draw by a beacon.
    let mut own = story::plan(3);
    own.superior.as_mut().unwrap().key = authority::public(authority::LOG);
    let more = [story::plan(3), own, story::beacon_plan(1)];
    let more = more.each_ref().map(|plan| freeze(&office, plan).unwrap());
    let second = story::second(&frozen[1], &story::voided(&frozen[0]));
    let third = story::third(&more[0], &second);
    let beacon = story::beacon_plan(2);
    let beacon = freeze(&office, &beacon).unwrap();
    let late = story::by_beacon(story::second(&beacon, &story::voided(&frozen[0])));
    let script = sealed::script();
    let mut story = Story::new(&frozen[2], &script, &number);
    let at_draw = story.number(&frozen[2]);
    story.go_on();
    let mut out = lies::of_events(&number);
    out.extend(lies::of_log(&number));
    out.extend(lies::of_copy(&number));
    out.extend(lies::of_outcome(&number));
    out.push(lies::late_close(&late));
    out.extend(attempt_lies::of_attempts(&third, &story::third(&more[1], &second)));
    out.extend(attempt_lies::of_announcement(&third, &more[2]));
    out.extend(sealed_lies::of_sealed(&story, &at_draw, &frozen[2]));
    out
}

/// What the verifier says of a lie.
fn verdict(lie: &Lie) -> String {
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let copy = lie
        .log
        .as_ref()
        .map(|(entries, checkpoint)| (authority::Log { entries: entries.clone() }.tiles(), checkpoint.clone()));
    let options = Options {
        policy: lie.policy.then_some(&policy),
        require: lie.require.and_then(Grade::from_name),
        log: copy.as_ref().map(|(tiles, checkpoint)| LogCopy { checkpoint: checkpoint.as_bytes(), tiles }),
        ..Options::default()
    };
    match verify(&lie.bundle, &options) {
        Ok(_) => "verified".to_owned(),
        Err(failure) => format!("{} {}", failure.check, failure.code()),
    }
}

#[test]
fn every_lie_is_caught_by_its_check() {
    let lies = all_lies();
    let wrong: Vec<String> = lies
        .iter()
        .map(|lie| (lie, verdict(lie)))
        .filter(|(lie, got)| *got != format!("{} {}", lie.check, lie.fault))
        .map(|(lie, got)| format!("{}: expected {} {}, got {got}", lie.name, lie.check, lie.fault))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lies.len(), wrong.join("\n"));
}

/// The same as recipes, by check.
#[test]
fn the_recipes_are_these_lies() {
    let mut by_check: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for lie in all_lies() {
        let base = recipe::bundle_of(lie.base);
        let mut case = json!({"name": lie.name, "base": lie.base, "fault": lie.fault, "rebuild": "manifest",
            "edits": lies::edits(&base.0, &lie.bundle)});
        if lie.policy {
            case["policy"] = json!("ceremony/policy.txt");
        }
        if let Some(require) = lie.require {
            case["require"] = json!(require);
        }
        if let Some((entries, checkpoint)) = &lie.log {
            let entries: Vec<&str> = entries.iter().map(|entry| std::str::from_utf8(entry).unwrap()).collect();
            case["log"] = json!({"checkpoint": checkpoint, "entries": entries});
        }
        by_check.entry(lie.check).or_default().push(case);
    }
    for (check, cases) in by_check {
        let path = folder().join(format!("negative/lies-{check}.json"));
        let bytes = pretty(&json!({"check": check, "cases": cases}));
        if is_writing() {
            std::fs::write(path, bytes).unwrap();
        } else {
            let there = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(there == bytes, "{} is not what is made now", path.display());
        }
    }
}
