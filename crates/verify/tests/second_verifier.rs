//! Two verifiers that share no line name the same check for every spoilt bundle, and accept the same honest ones.

mod support;

use std::thread;

use support::second::{self, Beside};
use support::{bundle, changes::all_changes, check, county, recipe};
use verify::MemoryBundle;

/// Two interpreters, for two cores.
fn verdicts(cases: &[(&MemoryBundle, &Beside)]) -> Vec<String> {
    let (left, right) = cases.split_at(cases.len() / 2);
    thread::scope(|scope| {
        let other = scope.spawn(|| second::verdicts_beside(right.iter().copied()));
        [second::verdicts_beside(left.iter().copied()), other.join().unwrap()].concat()
    })
}

#[test]
fn every_recipe_is_caught_by_the_same_check() {
    let mut cases: Vec<(String, String, MemoryBundle, Beside)> = Vec::new();
    for file in recipe::recipes() {
        for case in &file.cases {
            cases.push((file.check.clone(), case.name.clone(), case.apply(), case.beside()));
        }
    }
    let names = verdicts(&cases.iter().map(|(_, _, bundle, beside)| (bundle, beside)).collect::<Vec<_>>());
    let wrong: Vec<String> = cases
        .iter()
        .zip(&names)
        .filter(|((check, ..), got)| check != *got)
        .map(|((check, name, ..), got)| format!("{check}: {name}: got {got:?}"))
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

/// The vectors of ceremonies, with a policy and a copy of the log, which let them be anchored.
#[test]
fn ceremonies_are_accepted_by_both() {
    let policy = Some(recipe::vectors().join("ceremony/policy.txt"));
    let number = ["ceremony/announcement", "ceremony/bundle", "ceremony/void"].map(|name| ("ceremony", name));
    let sealed = ["sealed/announcement", "sealed/sealed", "sealed/bundle"].map(|name| ("sealed", name));
    let cases: Vec<(MemoryBundle, Beside)> = number
        .into_iter()
        .chain(sealed)
        .map(|(folder, name)| {
            let log =
                Some(support::vectors::read_folder(&recipe::vectors().join(folder).join("log")).into_iter().collect());
            (recipe::bundle_of(name), Beside { policy: policy.clone(), require: None, log })
        })
        .collect();
    let names = verdicts(&cases.iter().map(|(bundle, beside)| (bundle, beside)).collect::<Vec<_>>());
    assert_eq!(names, [""; 6]);
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
    let nothing = Beside::default();
    let names = verdicts(&made.iter().map(|(_, bundle)| (bundle, &nothing)).collect::<Vec<_>>());
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
