//! Two verifiers that share no line name the same check for every spoilt bundle, and accept the same honest ones.

mod support;

use std::thread;

use support::{bundle, check, county, recipe, second};
use verify::MemoryBundle;

#[test]
fn every_recipe_is_caught_by_the_same_check() {
    let base = recipe::base();
    let mut cases: Vec<(String, String, MemoryBundle)> = Vec::new();
    for file in recipe::recipes() {
        for case in &file.cases {
            cases.push((file.check.clone(), case.name.clone(), case.apply(&base)));
        }
    }
    // Two interpreters, for two cores.
    let (left, right) = cases.split_at(cases.len() / 2);
    let run = |part: &[(String, String, MemoryBundle)]| second::verdicts(part.iter().map(|(_, _, bundle)| bundle));
    let names = thread::scope(|scope| {
        let other = scope.spawn(|| run(right));
        [run(left), other.join().unwrap()].concat()
    });
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
