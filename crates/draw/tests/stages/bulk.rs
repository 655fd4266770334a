//! The prover of many proofs says what the proof of one says, of whatever bundle.

use std::collections::BTreeMap;

use draw::entity_proof::{EntityProofError, Gatherer, Leaf, Prover, entity_proof};
use draw::in_memory::{Bundle, draw, freeze};
use proptest::prelude::*;
use records::canonical;
use records::events::ProvedLine;
use records::frozen::Record;
use records::id::Id;
use records::plan::Plan;

use crate::fixture::{self, DICE, SAID};
use crate::properties::random_case;

type Files = BTreeMap<String, Vec<u8>>;

fn lines<'f>(files: &'f Files, path: &str) -> Option<impl Iterator<Item = &'f [u8]> + use<'f>> {
    Some(files.get(path)?.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()))
}

fn gathered<'p>(files: &Files, plan: &'p Plan, record: Option<&'p Record>) -> Result<Prover<'p>, EntityProofError> {
    let mut gatherer = Gatherer::new(plan, record)?;
    for file in gatherer.files() {
        for line in lines(files, file).ok_or(EntityProofError::NoFile { file })? {
            gatherer.push(file, line)?;
        }
    }
    gatherer.finish()
}

fn read(files: &Files, file: &'static str, index: u64) -> Result<Vec<u8>, EntityProofError> {
    let line = lines(files, file).and_then(|mut lines| lines.nth(index as usize));
    Ok(line.ok_or(EntityProofError::NoLine { file, index })?.to_vec())
}

fn proved(prover: &Prover<'_>, leaf: &Leaf) -> ProvedLine {
    ProvedLine {
        file: leaf.file.to_owned(),
        hashes: leaf.path.iter().map(|node| prover.hash(leaf.file, *node).unwrap()).collect(),
        index: leaf.index,
        line: canonical::from_slice(&leaf.line).unwrap(),
    }
}

/// Both provers, over all entities of a bundle; how many leaves there were.
fn compare(bundle: &Bundle) -> usize {
    let files = &bundle.files;
    let object = |path: &str| files[path].trim_ascii_end();
    let plan: Plan = canonical::from_slice(object("plan.json")).unwrap();
    let record: Record = canonical::from_slice(object("draw/record.json")).unwrap();
    let prover = gathered(files, &plan, Some(&record)).unwrap();
    let early = gathered(files, &plan, None).unwrap();
    let mut count = 0;
    for (index, line) in (0..).zip(lines(files, "lists/entities.jsonl").unwrap()) {
        let entity: serde_json::Value = serde_json::from_slice(line).unwrap();
        let id = Id::parse(entity["id"].as_str().unwrap()).unwrap();
        let single = entity_proof(&plan, &record, None, &id, |path| lines(files, path)).unwrap();
        let leaves = prover.leaves(index, |file, index| read(files, file, index)).unwrap();
        let bulk: Vec<ProvedLine> = leaves.iter().map(|leaf| proved(&prover, leaf)).collect();
        assert_eq!(bulk, single.leaves, "{id}");
        // Before the draw, the same lines of the same lists, and nothing of any other.
        let public =
            |line: &ProvedLine| matches!(line.file.as_str(), "lists/entities.jsonl" | "lists/exclusions.jsonl");
        let leaves = early.leaves(index, |file, index| read(files, file, index)).unwrap();
        let bulk: Vec<ProvedLine> = leaves.iter().map(|leaf| proved(&early, leaf)).collect();
        assert_eq!(bulk, single.leaves.into_iter().filter(public).collect::<Vec<_>>(), "{id}");
        count += leaves.len();
    }
    assert_eq!(prover.count("lists/entities.jsonl"), plan.roots["entities"].count);
    count
}

fn tiny() -> Bundle {
    let (office, plan) = (fixture::office(), fixture::plan());
    draw(&freeze(&office, &plan).unwrap(), &SAID, DICE).unwrap()
}

#[test]
fn a_county_in_which_every_rule_applies() {
    assert!(compare(&tiny()) > 13);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_lists_and_plan(seed in any::<[u8; 32]>()) {
        let (office, plan) = random_case(&seed);
        if let Ok(bundle) = freeze(&office, &plan).and_then(|frozen| draw(&frozen, &SAID, DICE)) {
            compare(&bundle);
        }
    }
}

#[test]
fn lists_that_are_not_the_records_are_refused() {
    let bundle = tiny();
    let object = |path: &str| bundle.files[path].trim_ascii_end();
    let plan: Plan = canonical::from_slice(object("plan.json")).unwrap();
    let record: Record = canonical::from_slice(object("draw/record.json")).unwrap();
    let refused = |files: &Files| gathered(files, &plan, Some(&record)).err().map_or("ok", |error| error.code());
    let changed = |path: &str, change: &dyn Fn(Vec<Vec<u8>>) -> Vec<Vec<u8>>| {
        let mut files = bundle.files.clone();
        let own = lines(&bundle.files, path).unwrap().map(<[u8]>::to_vec).collect();
        let text: Vec<u8> = change(own).into_iter().flat_map(|line| [line, b"\n".to_vec()].concat()).collect();
        files.insert(path.to_owned(), text);
        files
    };
    let swapped = |mut lines: Vec<Vec<u8>>| {
        lines.swap(0, 1);
        lines
    };
    let shorter = |lines: Vec<Vec<u8>>| lines[1..].to_vec();
    assert_eq!(refused(&bundle.files), "ok");
    for path in ["lists/entities.jsonl", "lists/exclusions.jsonl", "lists/strata.jsonl", "draw/selected.jsonl"] {
        assert_eq!(refused(&changed(path, &shorter)), "proof-root", "{path}");
    }
    assert_eq!(refused(&changed("lists/exclusions.jsonl", &swapped)), "proof-order");
    assert_eq!(refused(&changed("draw/visits.jsonl", &|lines| vec![lines[0].clone(); 2])), "proof-order");
    assert_eq!(refused(&changed("draw/selected.jsonl", &|_| vec![b"{}".to_vec()])), "canonical-shape");

    // Lines that change after they were gathered.
    let prover = gathered(&bundle.files, &plan, Some(&record)).unwrap();
    let other = changed("lists/entities.jsonl", &swapped);
    let code = |index: u64, files: &Files| {
        prover.leaves(index, |file, index| read(files, file, index)).map_err(|error: EntityProofError| error.code())
    };
    assert_eq!(code(0, &other), Err("proof-root"));
    assert!(code(2, &other).is_ok());
    assert_eq!(code(1_000, &bundle.files), Err("proof-no-line"));
    let line = prover.leaf("draw/openings.jsonl", 0, |file, index| read(&bundle.files, file, index));
    assert_eq!(line.map_err(|error| error.code()), Err("proof-no-file"));
}
