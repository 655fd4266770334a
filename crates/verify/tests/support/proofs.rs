//! Proofs of single ids, and slips, made by the engine from files of a bundle.

use std::collections::BTreeMap;

use draw::entity_proof::entity_proof;
use draw::slip::{Show, open_slip};
use records::events::{EventLine, LogProof, OpenedName};
use records::frozen::{Record, VisitLine};
use records::id::Id;
use serde_json::Value;

use super::desk::{Number, lines, object};

/// Where an event of a number stands in its log.
pub fn log_proof(number: &Number<'_>, name: &str) -> (EventLine, LogProof) {
    let at = number.events.iter().position(|event| event.name() == name).unwrap();
    let (log, index) = (number.log(), (number.past.len() + at) as u64);
    let event = number.line(number.events[at].clone());
    let proof = LogProof {
        checkpoint: log.checkpoint(log.size()).to_string(),
        event: None,
        hashes: log.inclusion(index, log.size()),
        index,
    };
    (event, proof)
}

/// The proof of an id in an outcome whose record the event of that name has.
pub fn proof(number: &Number<'_>, files: &BTreeMap<String, Vec<u8>>, event: &str, id: &str) -> Vec<u8> {
    let (event, log) = log_proof(number, event);
    let record: Record = serde_json::from_slice(&files["draw/record.json"]).unwrap();
    let open = |path: &str| {
        let bytes = files.get(path)?;
        Some(bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()))
    };
    let log = LogProof { event: Some(event), ..log };
    object(&entity_proof(number.plan(), &record, Some(log), &Id::parse(id).unwrap(), open).unwrap())
}

/// Names of a team, opened.
pub fn names(number: &Number<'_>, team: &[&Id]) -> Vec<OpenedName> {
    let team: Vec<Id> = team.iter().map(|id| (*id).clone()).collect();
    number.frozen.opened_names(&team).unwrap()
}

/// A drawn one, one that is not, a reserve, an excluded one, a former code, one that is not in the list; and a slip.
pub fn of_open(number: &Number<'_>) -> BTreeMap<String, Vec<u8>> {
    let files = number.outcome();
    let selected = lines(&files["draw/selected.jsonl"]);
    let ids: Vec<String> =
        lines(&files["lists/entities.jsonl"]).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let excluded: Vec<Value> = lines(&files["lists/exclusions.jsonl"]);
    let is = |id: &str, reserve: bool| selected.iter().any(|row| row["entity"] == id && row["reserve"] == reserve);
    let find = |is_it: &dyn Fn(&str) -> bool| ids.iter().find(|id| is_it(id)).unwrap().clone();
    let not_excluded = |id: &str| excluded.iter().all(|row| row["id"] != id);
    let cases = [
        ("drawn", find(&|id| is(id, false))),
        ("reserve", find(&|id| is(id, true) && !is(id, false))),
        ("not-drawn", find(&|id| !is(id, true) && !is(id, false) && not_excluded(id))),
        ("excluded", find(&|id| !not_excluded(id))),
        ("former", "OLD-7".to_owned()),
        ("absent", "E055".to_owned()),
        ("absent-last", "ZZZ".to_owned()),
    ];
    let mut out: BTreeMap<String, Vec<u8>> =
        cases.iter().map(|(name, id)| (format!("proofs/{name}.json"), proof(number, &files, "finish", id))).collect();
    let visits: Vec<VisitLine> =
        lines(&files["draw/visits.jsonl"]).into_iter().map(|row| serde_json::from_value(row).unwrap()).collect();
    let visit = visits.iter().find(|visit| !visit.days.is_empty()).unwrap();
    let team: Vec<&Id> = visit.seats.iter().filter_map(|seat| seat.inspector.as_ref()).collect();
    let (event, log) = log_proof(number, "draw");
    let record: Record = serde_json::from_slice(&files["draw/record.json"]).unwrap();
    let show = Show { plan: number.plan(), event: &event, log, names: names(number, &team) };
    out.insert("slips/open.json".to_owned(), object(&open_slip(show, &record, &visits, &visit.id).unwrap()));
    out
}
