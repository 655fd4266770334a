//! Proofs of single ids, and slips, made by the engine from files of a bundle.

use std::collections::{BTreeMap, BTreeSet};

use draw::entity_proof::entity_proof;
use draw::slip::{Show, open_reserve_slip, open_slip};
use records::events::{Event, EventLine, Leaf, LogProof, OpenedName, Replacement, SlipLeaf};
use records::frozen::{Record, SelectedLine, VisitLine};
use records::id::Id;
use records::visit_now::follow_leaf;
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
    let rows: Vec<SelectedLine> = selected.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect();
    let record: Record = serde_json::from_slice(&files["draw/record.json"]).unwrap();
    let (event, log) = log_proof(number, "draw");
    let show = |leaf: &SlipLeaf| show(number, &event, log.clone(), leaf);
    let changes = |visit: &VisitLine| show(&SlipLeaf::Open(visit.clone())).replaced;
    let of_kind = |visit: &VisitLine, kind: &str| {
        !visit.days.is_empty()
            && changes(visit).iter().any(|one| serde_json::to_value(&one.event).unwrap()["kind"] == kind)
    };
    let dated = |is_it: &dyn Fn(&VisitLine) -> bool| visits.iter().find(|visit| is_it(visit)).unwrap();
    let of_visits = [
        ("open", dated(&|visit| !visit.days.is_empty() && changes(visit).is_empty())),
        ("replaced", dated(&|visit| of_kind(visit, "inspector"))),
        ("cancelled", dated(&|visit| of_kind(visit, "entity"))),
    ];
    for (name, visit) in of_visits {
        let slip = open_slip(show(&SlipLeaf::Open(visit.clone())), &record, &visits, &visit.id).unwrap();
        out.insert(format!("slips/{name}.json"), object(&slip));
    }
    let called = |line: &&SelectedLine| line.reserve && show(&SlipLeaf::Selected((*line).clone())).names.len() > 1;
    let reserve = rows.iter().find(called).unwrap();
    let slip = open_reserve_slip(show(&SlipLeaf::Selected(reserve.clone())), &record, &rows, reserve).unwrap();
    out.insert("slips/reserve.json".to_owned(), object(&slip));
    let waiting = |line: &&SelectedLine| line.reserve && show(&SlipLeaf::Selected((*line).clone())).replaced.is_empty();
    let reserve = rows.iter().find(waiting).unwrap();
    let slip = open_reserve_slip(show(&SlipLeaf::Selected(reserve.clone())), &record, &rows, reserve).unwrap();
    out.insert("slips/waiting.json".to_owned(), object(&slip));
    out
}

/// What a slip needs beside its leaf: the replacements that concern it, and the names of all who stand in it.
pub fn show<'n>(number: &'n Number<'_>, event: &'n EventLine, log: LogProof, leaf: &SlipLeaf) -> Show<'n> {
    let of_event = |event: &'n Event| match event {
        Event::Replace(replacement) => Some(replacement),
        _ => None,
    };
    let all: Vec<(u64, &Replacement)> = (number.past.len() as u64..)
        .zip(&number.events)
        .filter_map(|(index, event)| Some((index, of_event(event)?)))
        .collect();
    let (numbers, _) = follow_leaf(leaf, all.iter().map(|(_, replacement)| *replacement));
    let logged: Vec<(EventLine, u64)> =
        numbers.iter().map(|at| (number.line(Event::Replace(all[*at].1.clone())), all[*at].0)).collect();
    let full = number.log();
    let mut team: BTreeSet<Id> = match leaf {
        SlipLeaf::Sealed(Leaf::Visit(visit)) | SlipLeaf::Open(visit) => {
            visit.seats.iter().filter_map(|seat| seat.inspector.clone()).collect()
        }
        SlipLeaf::Sealed(Leaf::Reserve(_)) | SlipLeaf::Selected(_) => BTreeSet::new(),
    };
    for at in &numbers {
        match all[*at].1 {
            Replacement::Inspector { by, .. } => team.extend(by.clone()),
            Replacement::Entity { team: of_reserve, .. } => team.extend(of_reserve.clone()),
        }
    }
    let names = names(number, &team.iter().collect::<Vec<_>>());
    Show { plan: number.plan(), event, log, names, replaced: full.logged(&logged, full.size()) }
}
