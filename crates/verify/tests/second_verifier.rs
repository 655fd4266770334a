//! Two verifiers that share no line name the same check for every spoilt bundle, and accept the same honest ones.

mod support;

use std::thread;

use support::{bundle, changes::all_changes, check, county, recipe, second};
use verify::MemoryBundle;

/// Two interpreters, for two cores.
fn verdicts(bundles: &[&MemoryBundle]) -> Vec<String> {
    let (left, right) = bundles.split_at(bundles.len() / 2);
    thread::scope(|scope| {
        let other = scope.spawn(|| second::verdicts(right.iter().copied()));
        [second::verdicts(left.iter().copied()), other.join().unwrap()].concat()
    })
}

/// `verify.py` reads draws with dice and without a ceremony.
fn is_without_ceremony(case: &recipe::Recipe) -> bool {
    let beyond =
        matches!(case.fault.as_str(), "file-kind-of-bundle" | "plan-ceremony") || case.name.starts_with("lottery");
    matches!(case.base.as_str(), "tiny" | "rules" | "tight") && !beyond
}

#[test]
fn every_recipe_is_caught_by_the_same_check() {
    let mut cases: Vec<(String, String, MemoryBundle)> = Vec::new();
    for file in recipe::recipes() {
        for case in file.cases.iter().filter(|case| is_without_ceremony(case)) {
            cases.push((file.check.clone(), case.name.clone(), case.apply()));
        }
    }
    let names = verdicts(&cases.iter().map(|(_, _, bundle)| bundle).collect::<Vec<_>>());
    let wrong: Vec<String> = cases
        .iter()
        .zip(&names)
        .filter(|((check, ..), got)| check != *got)
        .map(|((check, name, _), got)| format!("{check}: {name}: got {got:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn honest_bundles_are_accepted_by_both() {
    let (tight_office, tight) = county::tight();
    let (tiny_office, tiny) = county::tiny();
    let honest = [
        recipe::base(),
        bundle(&county::office(), &county::plan()),
        bundle(&tight_office, &tight),
        bundle(&tiny_office, &tiny),
    ];
    assert!(honest.iter().all(|bundle| check(bundle).is_ok()));
    assert_eq!(second::verdicts(&honest), [""; 4]);
}

/// Of the changes of one value that `mutations.rs` makes, each so-manieth is tried here. With 1, which takes minutes,
/// both name the same check for all of them.
const STEP: usize = 31;

#[test]
fn changes_of_one_value_are_named_alike() {
    let base = recipe::base();
    let all = all_changes(&base);
    let sample = all.iter().enumerate().step_by(STEP);
    let made: Vec<_> =
        sample.filter_map(|(number, change)| Some((change, change.apply(&base, number % 2 == 0)?))).collect();
    assert!(made.len() > 50);
    let names = verdicts(&made.iter().map(|(_, bundle)| bundle).collect::<Vec<_>>());
    let unlike: Vec<String> = made
        .iter()
        .zip(&names)
        .map(|((change, bundle), theirs)| {
            (change, check(bundle).map_or_else(|failure| failure.check.name(), |_| ""), theirs)
        })
        .filter(|(_, ours, theirs)| ours != theirs)
        .map(|(change, ours, theirs)| format!("{ours:?}, {theirs:?}: {change:?}"))
        .collect();
    assert!(unlike.is_empty(), "{} of {}:\n{}", unlike.len(), made.len(), unlike.join("\n"));
}
