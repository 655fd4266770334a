use std::collections::BTreeSet;

use draw::entity_proof::{EntityProofError, entity_proof};
use draw::in_memory::{Frozen, Held, freeze, hold};
use draw::sealed::leaf_data;
use draw::slip::{Show, open_slip, sealed_slip};
use records::canonical;
use records::events::{EntityProof, LogProof, ProvedLine, Slip, SlipLeaf};
use records::hash::{Digest, h, sha256};
use records::id::Id;
use records::plan::{Mode, Plan, Profile, Root};
use tlog::proof::verify_inclusion;
use tlog::tree::{Hash, leaf_hash};

use crate::county;
use crate::fixture::id;
use crate::sealed::entries;

fn with(mode: Mode, change: impl Fn(&mut Plan), test: impl for<'x> Fn(&'x Frozen<'x>, &Held<'x>)) {
    let (office, mut plan) = (county::office(), county::plan(mode, Profile::Room));
    change(&mut plan);
    let frozen = freeze(&office, &plan).unwrap();
    let script = county::script(&frozen.announcement.plan);
    let held = hold(&frozen, &script).unwrap();
    test(&frozen, &held);
}

fn log() -> LogProof {
    LogProof { checkpoint: "example\n1\nAA==\n\n— x y\n".to_owned(), event: None, hashes: vec![], index: 0 }
}

fn leads_to(root: &Root, index: u64, hashes: &[Digest], leaf: &[u8]) -> bool {
    let hashes: Vec<Hash> = hashes.iter().map(|hash| Hash::new(hash.to_bytes())).collect();
    verify_inclusion(&leaf_hash(leaf), index, root.count, &hashes, &Hash::new(root.root.to_bytes())).is_ok()
}

/// The slip reads back from its canonical text.
fn back_and_forth(slip: &Slip) {
    let text = canonical::to_vec(slip).unwrap();
    assert_eq!(&canonical::from_slice::<Slip>(&text).unwrap(), slip);
}

#[test]
fn a_sealed_slip_leads_to_the_root_of_the_leaves() {
    with(
        Mode::Sealed,
        |plan| plan.publish.names = "slips".to_owned(),
        |frozen, held| {
            let event = held.events().last().unwrap();
            for entry in entries(held) {
                let show = Show { plan: held.plan(), event, log: log(), names: vec![], replaced: vec![] };
                let slip = sealed_slip(show, &entry).unwrap();
                let SlipLeaf::Sealed(leaf) = &slip.leaf else { panic!() };
                let data = leaf_data(&slip.salt.unwrap(), &canonical::to_vec(leaf).unwrap());
                let root = held.leaves.as_ref().unwrap().root();
                assert!(leads_to(&root, slip.index, &slip.hashes, data.as_bytes()));
                assert!(slip.record.is_none() && slip.format == "mq1/slip");
                back_and_forth(&slip);
            }
            // Names open the commitments of the list, and come in the order of pseudonyms.
            let mut ids: Vec<Id> = held.inspectors().iter().map(|inspector| inspector.id.clone()).collect();
            ids.reverse();
            let names = frozen.opened_names(&ids).unwrap();
            assert_eq!(names.len(), ids.len());
            let show = Show { plan: held.plan(), event, log: log(), names, replaced: vec![] };
            let slip = sealed_slip(show, &entries(held)[0]).unwrap();
            for (name, inspector) in slip.names.iter().zip(held.inspectors()) {
                let private = canonical::to_vec(&name.private).unwrap();
                assert_eq!(name.inspector, inspector.id);
                assert_eq!(h("mq1/sealed", &[name.salt.as_bytes(), &private]), inspector.sealed);
            }
            back_and_forth(&slip);
            assert!(frozen.opened_names(&[id("I-0000000000")]).unwrap().is_empty());
        },
    );
}

#[test]
fn an_open_slip_leads_to_the_record() {
    with(
        Mode::Open,
        |_| {},
        |frozen, held| {
            let event = held.events().last().unwrap();
            let record = held.record().unwrap();
            let show = |names| Show { plan: held.plan(), event, log: log(), names, replaced: vec![] };
            let visits = &held.outcome.visits;
            for visit in visits {
                let slip = open_slip(show(vec![]), &record, visits, &visit.id).unwrap();
                let SlipLeaf::Open(leaf) = &slip.leaf else { panic!() };
                assert_eq!(leaf, visit);
                assert!(leads_to(&record.roots["visits"], slip.index, &slip.hashes, &canonical::to_vec(leaf).unwrap()));
                assert!(slip.salt.is_none());
                back_and_forth(&slip);
            }
            let code = |slip: Result<Slip, draw::slip::SlipError>| slip.unwrap_err().code();
            assert_eq!(code(open_slip(show(vec![]), &record, visits, &id("NOBODY"))), "slip-visit");
            assert_eq!(code(open_slip(show(vec![]), &record, &visits[1..], &visits[1].id)), "slip-root");
            // This plan never shows names.
            let names = frozen.opened_names(&[held.inspectors()[0].id.clone()]).unwrap();
            assert_eq!(code(open_slip(show(names), &record, visits, &visits[0].id)), "slip-names");
            let early = Show { event: &held.events()[0], ..show(vec![]) };
            assert_eq!(code(open_slip(early, &record, visits, &visits[0].id)), "slip-event");
        },
    );
}

fn proof(held: &Held<'_>, asked: &str) -> Result<EntityProof, EntityProofError> {
    let files = held.files().unwrap();
    let lines = |path: &str| files.get(path).map(|bytes| bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()));
    let proof = entity_proof(held.plan(), &held.record().unwrap(), Some(log()), &id(asked), lines)?;
    // Every leaf leads to its root, files come in their order.
    for leaf in &proof.leaves {
        let name = leaf.file.split_once('/').unwrap().1.strip_suffix(".jsonl").unwrap();
        let roots = if leaf.file.starts_with("lists/") { &proof.record.lists } else { &proof.record.roots };
        let line = canonical::value_to_vec(&leaf.line).unwrap();
        assert!(leads_to(&roots[name], leaf.index, &leaf.hashes, &line), "{asked}: {}", leaf.file);
    }
    let order = [
        "lists/entities.jsonl",
        "lists/exclusions.jsonl",
        "lists/selection.jsonl",
        "lists/strata.jsonl",
        "draw/strata.jsonl",
        "draw/selected.jsonl",
        "draw/visits.jsonl",
    ];
    let place = |leaf: &ProvedLine| (order.iter().position(|file| *file == leaf.file).unwrap(), leaf.index);
    assert!(proof.leaves.is_sorted_by(|a, b| place(a) < place(b)));
    let text = canonical::to_vec(&proof).unwrap();
    assert_eq!(canonical::from_slice::<EntityProof>(&text).unwrap(), proof);
    Ok(proof)
}

fn of<'p>(proof: &'p EntityProof, file: &str) -> Vec<&'p serde_json::Value> {
    proof.leaves.iter().filter(|leaf| leaf.file == file).map(|leaf| &leaf.line).collect()
}

#[test]
fn the_proof_of_every_entity_has_all_its_lines() {
    with(
        Mode::Open,
        |_| {},
        |_, held| {
            let files = held.files().unwrap();
            let lines = |path: &str| -> Vec<serde_json::Value> {
                String::from_utf8(files[path].clone())
                    .unwrap()
                    .lines()
                    .map(|line| serde_json::from_str(line).unwrap())
                    .collect()
            };
            let (selected, visits) = (lines("draw/selected.jsonl"), lines("draw/visits.jsonl"));
            let mut drawn = 0;
            for entity in lines("lists/entities.jsonl") {
                let code = entity["id"].as_str().unwrap();
                let proof = proof(held, code).unwrap();
                assert_eq!(of(&proof, "lists/entities.jsonl"), [&entity]);
                let mine: Vec<_> = selected.iter().filter(|line| line["entity"] == code).collect();
                assert_eq!(of(&proof, "draw/selected.jsonl"), mine);
                let is_drawn = mine.iter().any(|line| line["reserve"] == false);
                drawn += u32::from(is_drawn);
                let place = entity["user_id"].as_str().unwrap_or(code);
                let visit: Vec<_> = visits.iter().filter(|visit| is_drawn && visit["id"] == place).collect();
                assert_eq!(of(&proof, "draw/visits.jsonl"), visit);
                assert_eq!(of(&proof, "lists/strata.jsonl").len(), 1, "the plan is labelled");
                // Each stratum that drew it or has it as a reserve is shown, and none from which it is excluded.
                let strata: BTreeSet<String> = of(&proof, "draw/strata.jsonl")
                    .iter()
                    .map(|line| format!("{}/{}", line["task"], line["stratum"]))
                    .collect();
                assert!(mine.iter().all(|line| strata.contains(&format!("{}/{}", line["task"], line["stratum"]))));
                for exclusion in of(&proof, "lists/exclusions.jsonl") {
                    for task in exclusion["tasks"].as_array().unwrap() {
                        assert!(!strata.iter().any(|stratum| stratum.starts_with(&task["task"].to_string())));
                    }
                }
            }
            assert!(drawn > 2);
            assert_eq!(of(&proof(held, "E03").unwrap(), "lists/exclusions.jsonl").len(), 1, "closed");
        },
    );
}

#[test]
fn whoever_is_not_in_the_list_has_neighbours() {
    with(
        Mode::Open,
        |_| {},
        |_, held| {
            let ids = |asked: &str| -> Vec<String> {
                let proof = proof(held, asked).unwrap();
                assert_eq!(of(&proof, "lists/entities.jsonl").len(), proof.leaves.len());
                proof.leaves.iter().map(|leaf| leaf.line["id"].as_str().unwrap().to_owned()).collect()
            };
            assert_eq!(ids("E05X"), ["E05", "E06"]);
            assert_eq!(ids("A"), ["E01"]);
            assert_eq!(ids("Z"), ["LIFT-1"]);
            // A former code leads to who has it.
            let former = proof(held, "OLD-4").unwrap();
            assert_eq!(former.id, id("OLD-4"));
            assert_eq!(of(&former, "lists/entities.jsonl")[0]["id"], "E04");
        },
    );
}

#[test]
fn files_that_are_not_the_records_are_refused() {
    with(
        Mode::Open,
        |_| {},
        |_, held| {
            let files = held.files().unwrap();
            let record = held.record().unwrap();
            let ask = |missing: &str, changed: &str| {
                let lines = |path: &str| {
                    let bytes = files.get(path).filter(|_| path != missing)?;
                    let skip = usize::from(path == changed);
                    Some(bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).skip(skip))
                };
                entity_proof(held.plan(), &record, None, &id("E06"), lines).err().map_or("ok", |error| error.code())
            };
            assert_eq!(ask("", ""), "ok");
            assert_eq!(ask("lists/entities.jsonl", ""), "proof-no-file");
            assert_eq!(ask("draw/selected.jsonl", ""), "proof-no-file");
            assert_eq!(ask("", "lists/entities.jsonl"), "proof-root");
            assert_eq!(ask("", "draw/strata.jsonl"), "proof-root");
            let lines = |path: &str| (path == "lists/entities.jsonl").then(|| [b"{}".as_slice()].into_iter());
            assert!(entity_proof(held.plan(), &record, None, &id("E06"), lines).is_err());
            assert_ne!(sha256(b""), record.lists["entities"].root);
        },
    );
}
