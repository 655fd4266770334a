//! Lies in a proof or on a slip that an office can make whose record, events and log are its own.

use std::collections::BTreeMap;

use records::events::{Event, LogProof};
use records::hash::{Digest, sha256};
use serde_json::{Value, json};

use super::desk::{Number, lines, list};
use super::forge::{line, root_of};
use super::proofs::{self, log_proof};

type Files = BTreeMap<String, Vec<u8>>;

/// A file of the outcome with other lines, and a record that has its root.
fn with_lines(files: &Files, path: &str, edit: impl FnOnce(&mut Vec<Value>)) -> Files {
    let mut files = files.clone();
    let mut rows = lines(&files[path]);
    edit(&mut rows);
    let bytes = list(&rows);
    let name = path.trim_start_matches("draw/").trim_end_matches(".jsonl").to_owned();
    let root = root_of(&bytes);
    files.insert(path.to_owned(), bytes);
    with_record(&files, |record| record["roots"][&name] = root)
}

fn with_record(files: &Files, edit: impl FnOnce(&mut Value)) -> Files {
    let mut files = files.clone();
    let mut record: Value = serde_json::from_slice(&files["draw/record.json"]).unwrap();
    edit(&mut record);
    files.insert("draw/record.json".to_owned(), line(&record));
    files
}

/// The proof of an id out of these files, whose record was logged.
fn proof(number: &Number<'_>, files: &Files, id: &str) -> Vec<u8> {
    let mut lied = number.clone();
    let record = sha256(&files["draw/record.json"]);
    *lied.events.last_mut().unwrap() = Event::Finish { record, secret: None };
    proofs::proof(&lied, files, "finish", id)
}

/// Lies that show themselves: name, check, file.
pub fn of_proofs(number: &Number<'_>) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let files = number.outcome();
    let selected = lines(&files["draw/selected.jsonl"]);
    let populations = &number.plan().populations;
    let n_of = |row: &Value| {
        let of =
            populations.iter().find(|one| row["task"] == one.task.as_str() && row["stratum"] == one.stratum.as_str());
        of.unwrap().n
    };
    // The last one drawn in a stratum, and what it was drawn by.
    let last = selected.iter().find(|row| row["rank"] == n_of(row)).unwrap();
    let last_id = last["entity"].as_str().unwrap();
    let threshold = |rows: &mut Vec<Value>| {
        let is_it = |row: &&mut Value| row["task"] == last["task"] && row["stratum"] == last["stratum"];
        rows.iter_mut().find(is_it).unwrap()["threshold"] = json!("f".repeat(64));
    };
    let visits = lines(&files["draw/visits.jsonl"]);
    let dated = visits.iter().find(|visit| visit["days"].is_array()).unwrap();
    let dated_id = dated["draws"][0]["entity"].as_str().unwrap();
    let visit = |edit: &dyn Fn(&mut Value)| {
        let edit = |rows: &mut Vec<Value>| edit(rows.iter_mut().find(|visit| visit["id"] == dated["id"]).unwrap());
        proof(number, &with_lines(&files, "draw/visits.jsonl", edit), dated_id)
    };
    let record = |edit: &dyn Fn(&mut Value)| proof(number, &with_record(&files, edit), last_id);
    vec![
        ("honest, of the last one drawn", "", proof(number, &files, last_id)),
        (
            "a seed hash of another seed",
            "proof-record",
            record(&|record| {
                record["seed_hash"] = json!(Digest::new([7; 32]));
            }),
        ),
        (
            "a key that does not follow from the seed",
            "proof-record",
            record(&|record| {
                record["keys"][0]["k"] = json!("0".repeat(32));
            }),
        ),
        ("an event of another draw", "proof-record", of_other_draw(number, &files, last_id)),
        (
            "a threshold that is not the ticket of the last one drawn",
            "proof-answer",
            proof(number, &with_lines(&files, "draw/strata.jsonl", threshold), last_id),
        ),
        (
            "a visit on a day that the plan does not have",
            "proof-answer",
            visit(&|visit| {
                visit["days"][0] = json!("2027-01-01");
            }),
        ),
        (
            "a visit that nobody is sent on, though its task has seats",
            "proof-answer",
            visit(&|visit| {
                visit["state"] = json!("unpaired");
            }),
        ),
        (
            "an entity with a private field",
            "proof-format",
            of_entity(number, &files, &|entity| {
                entity["private"] = json!({"credit_class": "A"});
            }),
        ),
        (
            "an entity with a field that there is not",
            "proof-format",
            of_entity(number, &files, &|entity| {
                entity["class"] = json!("A");
            }),
        ),
        (
            "an entity without what seals it",
            "proof-format",
            of_entity(number, &files, &|entity| {
                drop(entity.as_object_mut().unwrap().remove("sealed"));
            }),
        ),
        (
            "an entity whose area is a list",
            "proof-format",
            of_entity(number, &files, &|entity| {
                entity["area"] = json!(["北"]);
            }),
        ),
    ]
}

/// An honest proof with another line of the entity.
fn of_entity(number: &Number<'_>, files: &Files, edit: &dyn Fn(&mut Value)) -> Vec<u8> {
    let id = lines(&files["lists/entities.jsonl"])[0]["id"].as_str().unwrap().to_owned();
    let mut proof: Value = serde_json::from_slice(&proof(number, files, &id)).unwrap();
    edit(&mut proof["leaves"][0]["line"]);
    line(&proof)
}

/// The record's digest in an event of another number.
fn of_other_draw(number: &Number<'_>, files: &Files, id: &str) -> Vec<u8> {
    let mut proof: Value = serde_json::from_slice(&proof(number, files, id)).unwrap();
    let (mut event, _) = log_proof(number, "finish");
    event.draw = "COUNTY/9/1".to_owned();
    let mut log = number.log();
    let index = log.append(&event);
    let size = log.size();
    let shown = LogProof {
        checkpoint: log.checkpoint(size).to_string(),
        hashes: log.inclusion(index, size),
        event: Some(event),
        index,
    };
    proof["log"] = serde_json::to_value(shown).unwrap();
    line(&proof)
}

/// What was kept back, which only the bundle shows: name, whether the proof alone must be taken, file.
pub fn of_kept_back(number: &Number<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let files = number.outcome();
    let selected = lines(&files["draw/selected.jsonl"]);
    let of = |id: &Value| selected.iter().filter(|row| row["entity"] == *id).count();
    let reserve = selected.iter().find(|row| row["reserve"] == true && of(&row["entity"]) == 1).unwrap();
    let id = reserve["entity"].as_str().unwrap();
    let mut hidden = files.clone();
    let rest: Vec<Value> = selected.iter().filter(|row| row["entity"] != id).cloned().collect();
    hidden.insert("draw/selected.jsonl".to_owned(), list(&rest));
    let mut unlisted: Value = serde_json::from_slice(&proofs::proof(number, &files, "finish", "ZZZ")).unwrap();
    unlisted["id"] = json!("OLD-7");
    vec![
        ("a rank among the reserves kept back", proofs::proof(number, &hidden, "finish", id)),
        ("a former code said to be nobody's", line(&unlisted)),
    ]
}

/// The excluded one as if it were not: its exclusion kept back.
pub fn not_excluded(number: &Number<'_>) -> Vec<u8> {
    let mut files = number.outcome();
    let id = lines(&files["lists/exclusions.jsonl"])[0]["id"].as_str().unwrap().to_owned();
    files.insert("lists/exclusions.jsonl".to_owned(), Vec::new());
    proofs::proof(number, &files, "finish", &id)
}
