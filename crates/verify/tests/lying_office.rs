//! A lying office: each corruption is caught by its own named check.
//!
//! Most corruptions are recipes in `tests/vectors/negative`, so that another verifier can be held to
//! them; here are those that need a search or a draw of their own.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use records::lang::Lang;
use support::{bundle, check, county, recipe};
use verify::{Check, Culprit, Fault};

#[test]
fn the_golden_bundle_verifies() {
    let verified = check(&recipe::base()).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((verified.counts.entities, verified.counts.visits), (13, 7));
}

#[test]
fn every_recipe_is_caught_by_its_check() {
    let mut wrong = Vec::new();
    let mut faults: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in recipe::recipes() {
        for case in &file.cases {
            let verdict = case.verdict();
            let got = match &verdict {
                Ok(_) => "verified".to_owned(),
                Err(failure) => format!("{} {}", failure.check, failure.code()),
            };
            if got != format!("{} {}", file.check, case.fault) {
                wrong.push(format!("{}: {}: expected {}, got {got}: {verdict:?}", file.check, case.name, case.fault));
            }
            faults.entry(file.check.clone()).or_default().insert(case.fault.clone());
        }
    }
    assert!(wrong.is_empty(), "{} recipes:\n{}", wrong.len(), wrong.join("\n"));
    let without: Vec<&str> =
        Check::ALL.iter().map(|check| check.name()).filter(|name| !faults.contains_key(*name)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn whoever_changes_files_afterwards_is_named_and_so_is_whoever_draws_wrongly() {
    for file in recipe::recipes() {
        for case in &file.cases {
            let Err(failure) = case.verdict() else { continue };
            let expected = match failure.check {
                Check::Manifest | Check::Files | Check::Format => Culprit::Publisher,
                _ => Culprit::Office,
            };
            assert_eq!(failure.culprit, expected, "{}", case.name);
            for lang in [Lang::Zh, Lang::En] {
                let message = failure.message(lang);
                assert!(message.contains(failure.fault.sentence(lang)), "{message}");
                assert!(message.contains(failure.culprit.title(lang)), "{message}");
            }
        }
    }
}

#[test]
fn codes_are_unique_and_sentences_there() {
    let codes: BTreeSet<&str> = Fault::ALL.iter().map(|fault| fault.code()).collect();
    assert_eq!(codes.len(), Fault::ALL.len());
    for fault in Fault::ALL {
        assert!(fault.sentence(Lang::Zh).ends_with('。') && fault.sentence(Lang::En).ends_with('.'), "{fault}");
    }
}

#[test]
fn a_bundle_of_another_draw_with_one_file_swapped_in() {
    let (office, plan) = county::tight();
    let one = bundle(&county::office(), &county::plan());
    let other = bundle(&office, &plan);
    let counts = |path: &String| !path.starts_with("documents/") && path != "manifest.json";
    for path in one.0.keys().filter(|path| counts(path) && one.0[*path] != other.0[*path]) {
        let mut forge = support::forge::Forge::new(&one);
        forge.files.insert(path.clone(), other.0[path].clone());
        assert!(check(&forge.rebuild_manifest()).is_err(), "{path}");
    }
}
