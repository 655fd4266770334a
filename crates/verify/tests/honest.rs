//! Bundles of honest offices verify, and say what they are.

mod support;

use records::lang::Lang;
use support::{bundle, check, county};
use verify::{Check, Culprit, Grade, Options};

#[test]
fn a_county_in_which_every_rule_applies() {
    // Dice under which some visit is of a task without seats alone.
    let bundle = support::bundle_with(&county::office(), &county::plan(), "00000000000000000003");
    let verified = check(&bundle).unwrap_or_else(|failure| panic!("{failure}"));
    println!("{}", verified.message(Lang::Zh));
    println!("{}", verified.message(Lang::En));
    assert_eq!(verified.standing.grade, Grade::Rehearsal);
    assert_eq!(verified.counts.entities, 34);
    assert!(verified.counts.dated > 5 && verified.counts.unpaired > 0, "{:?}", verified.counts);
    // A draw without a log has no checks of a ceremony.
    let made: Vec<Check> = verified.checks.iter().map(|passed| passed.check).collect();
    let of_ceremony =
        [Check::Events, Check::Log, Check::Numbers, Check::Escrow, Check::Leaves, Check::Replacements, Check::Order];
    assert_eq!(made, Check::ALL.into_iter().filter(|check| !of_ceremony.contains(check)).collect::<Vec<_>>());
    for lang in [Lang::Zh, Lang::En] {
        assert!(verified.message(lang).contains(Grade::Rehearsal.notice(lang)));
        assert!(verified.checks.iter().all(|passed| !passed.sentence(lang).is_empty()));
    }
}

/// A folder that somebody has looked into is not passed, and nobody is blamed for it.
#[test]
fn what_a_file_manager_leaves_behind_is_nobodys_fault() {
    let (office, plan) = county::tight();
    let bundle = bundle(&office, &plan);
    for left in [".DS_Store", "draw/Thumbs.db", "lists/desktop.ini", "draw/._visits.jsonl"] {
        let mut bundle = bundle.clone();
        bundle.0.insert(left.to_owned(), b"x".to_vec());
        let failure = check(&bundle).unwrap_err();
        assert_eq!((failure.code(), failure.culprit), ("file-of-manager", Culprit::Reader), "{left}");
        for (lang, word) in [(Lang::Zh, "请删去它"), (Lang::En, "Remove it")] {
            let message = failure.message(lang);
            assert!(message.contains(word) && message.contains(left), "{message}");
            assert!(!message.contains(Culprit::Publisher.title(lang)), "{message}");
        }
    }
    let mut bundle = bundle;
    bundle.0.insert("draw/DS_Store".to_owned(), b"x".to_vec());
    assert_eq!(check(&bundle).unwrap_err().culprit, Culprit::Publisher);
}

#[test]
fn a_verdict_in_chinese_names_grade_and_state_in_chinese() {
    let (office, plan) = county::tight();
    let message = check(&bundle(&office, &plan)).unwrap().message(Lang::Zh);
    assert!(message.starts_with("核验通过，等级 演练（rehearsal）："), "{message}");
    assert!(message.contains("状态：已抽取（抽取结果）"), "{message}");
}

#[test]
fn a_county_that_is_too_tight_for_its_plan() {
    let (office, plan) = county::tight();
    let bundle = bundle(&office, &plan);
    let verified = check(&bundle).unwrap_or_else(|failure| panic!("{failure}"));
    println!("{:?}", verified.counts);
    assert!(verified.counts.unseated > 0 && verified.counts.undated > 0, "{:?}", verified.counts);
}

#[test]
fn a_handful_without_seats() {
    let (office, plan) = county::tiny();
    let verified = check(&bundle(&office, &plan)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((verified.counts.drawn, verified.counts.unpaired), (2, 2));
}

/// `tests/vectors`: what each of them is there for happens in it.
#[test]
fn the_vectors() {
    let counts = |name: &str, grade: Grade| {
        let verified = check(&support::recipe::bundle_of(name)).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        assert_eq!(verified.standing.grade, grade, "{name}");
        verified.counts
    };
    let [tiny, rules, tight] =
        [counts("tiny", Grade::Rehearsal), counts("rules", Grade::Rehearsal), counts("tight", Grade::Rehearsal)];
    assert_eq!((tiny.unseated, tiny.undated), (0, 0));
    assert!(rules.undated > 2 && rules.unseated == 0, "{rules:?}");
    assert!(tight.undated > 2 && tight.unpaired > 0 && tight.unseated > 2, "{tight:?}");
}

#[test]
fn many_dice_for_both_counties() {
    let tight = county::tight();
    for k in 0..40_u64 {
        let dice = format!("{:020}", k * 7_919);
        for (office, plan) in [(county::office(), county::plan()), tight.clone()] {
            let bundle = support::bundle_with(&office, &plan, &dice);
            check(&bundle).unwrap_or_else(|failure| panic!("{dice}: {failure}"));
        }
    }
}

#[test]
fn the_callers_digest_and_grade() {
    let (office, plan) = county::tiny();
    let bundle = bundle(&office, &plan);
    let digest = records::hash::sha256(&bundle.0["manifest.json"]);
    let ask = |expect, require| verify::verify(&bundle, &Options { expect, require, ..Options::default() });
    assert_eq!(ask(Some(digest), Some(Grade::Rehearsal)).unwrap().bundle, digest);
    assert_eq!(ask(Some(records::hash::sha256(b"")), None).unwrap_err().check, Check::Manifest);
    assert_eq!(ask(None, Some(Grade::Anchored)).unwrap_err().check, Check::Grade);
}
