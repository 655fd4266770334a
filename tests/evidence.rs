//! `verify`, `why` and `verify-proof` over the vectors of ceremonies: what people see beside a verdict, and exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn run(words: &[&str]) -> Output {
    let run =
        Command::new(env!("CARGO_BIN_EXE_mingqian")).args(words).args(["--lang", "en"]).current_dir(vectors()).output();
    run.expect("mingqian runs")
}

fn said(words: &[&str]) -> String {
    let run = run(words);
    assert!(run.status.success(), "{words:?}\n{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

const POLICY: [&str; 4] = ["--policy", "ceremony/policy.txt", "--today", "2026-04-01"];

fn with<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [words, more].concat()
}

#[test]
fn grade_and_state_stand_beside_every_verdict() {
    let finished = said(&with(&["verify", "ceremony/bundle"], &POLICY));
    assert!(
        finished.contains("grade anchored") && finished.contains("witnesses") && finished.contains("state finished")
    );
    let void = said(&["verify", "ceremony/void"]);
    assert!(void.contains("grade operator-only") && void.contains("VOID") && void.contains("void because"), "{void}");
    let sealed = said(&with(&["verify", "sealed/sealed"], &POLICY));
    assert!(sealed.contains("state sealed") && sealed.contains("OVERDUE"), "{sealed}");
    // The log knows more than the bundle.
    let copied = said(&with(&["verify", "sealed/sealed", "--log", "sealed/log"], &POLICY));
    assert!(copied.contains("state finished") && !copied.contains("OVERDUE"), "{copied}");
}

#[test]
fn a_grade_that_is_too_high_exits_with_3() {
    let code = |words: &[&str]| run(words).status.code();
    assert_eq!(code(&["verify", "ceremony/bundle", "--require", "attested"]), Some(0));
    assert_eq!(code(&["verify", "ceremony/bundle", "--require", "anchored"]), Some(3));
    assert_eq!(code(&with(&["verify", "ceremony/bundle", "--require", "anchored"], &POLICY)), Some(0));
    // The log of the next number holds the one of this number, and not the other way round.
    assert_eq!(code(&["verify", "ceremony/bundle", "--log", "sealed/log"]), Some(0));
    assert_eq!(code(&["verify", "ceremony/bundle", "--policy", "ceremony/keys.json"]), Some(2));
    assert_eq!(code(&["verify", "ceremony/bundle", "--today", "tomorrow"]), Some(2));
}

#[test]
fn a_copy_that_lags_behind_is_said_to() {
    let text = said(&["verify", "sealed/bundle", "--log", "ceremony/log"]);
    assert!(text.contains("the rest could not be compared"), "{text}");
}

#[test]
fn every_id_gets_the_same_bytes_before_the_finish() {
    let answers: std::collections::BTreeSet<Vec<u8>> = ["E01", "E02", "NOBODY", "91990101MA100FC730"]
        .iter()
        .map(|id| run(&["why", "sealed/sealed", id]).stdout)
        .collect();
    assert_eq!(answers.len(), 1);
}

#[test]
fn proofs_and_slips() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let file = folder.path().join("proof.json");
    let file = file.to_str().expect("a name");
    said(&["why", "ceremony/bundle", "OLD-7", "--proof", file]);
    let proof = said(&["verify-proof", file, "--policy", "ceremony/policy.txt"]);
    assert!(proof.contains("OLD-7 is a former code of E07") && proof.contains("trusted log"), "{proof}");
    assert!(said(&["verify-proof", file]).contains("Beware"));
    assert_eq!(run(&["verify-proof", file, "--record", &"0".repeat(64)]).status.code(), Some(3));
    let slip = said(&["verify-proof", "sealed/slips/sealed.json", "--bundle", "sealed/sealed"]);
    // The key of the log comes with the bundle: that is no trust of the reader's own.
    assert!(slip.contains("team I-") && slip.contains("It agrees with the bundle that you gave"), "{slip}");
    assert!(!slip.contains("trusted log"), "{slip}");
    let other = run(&["verify-proof", "sealed/slips/sealed.json", "--bundle", "ceremony/bundle"]);
    assert_eq!(other.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&other.stderr).contains("slip-draw"));
    // A shorter one, which needs the plan beside it.
    let short = folder.path().join("short.json");
    let short = short.to_str().expect("a name");
    said(&["why", "ceremony/bundle", "OLD-7", "--proof", short, "--short"]);
    assert_eq!(run(&["verify-proof", short]).status.code(), Some(3));
    said(&["verify-proof", short, "--plan", "ceremony/bundle/plan.json"]);
    said(&["verify-proof", short, "--bundle", "ceremony/bundle"]);
    assert_eq!(run(&["verify-proof", short, "--plan", "sealed/bundle/plan.json"]).status.code(), Some(3));
    let again = run(&["why", "ceremony/bundle", "E07", "--proof", file]);
    assert_eq!(again.status.code(), Some(2), "another proof does not take the place of this one");
    assert_eq!(run(&["why", "sealed/sealed", "E01", "--proof", file]).status.code(), Some(2));
}
