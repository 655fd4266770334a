//! What `mingqian why … --proof FILE` writes: the proof of one id, out of a bundle that was just verified.

use crate::exit::{Exit, Report};
use crate::output::Output;
use draw::entity_proof::entity_proof;
use records::canonical;
use records::events::{Event, LogProof, LoggedEvent};
use records::frozen::Record;
use records::id::Id;
use records::plan::Plan;
use server::Folder;
use std::io::Read;
use verify::{BundleFiles, Kind, Why};

/// The proof of what was asked for, `short` without the plan. The bundle has passed every check, so that what is missing here is the disk's fault.
pub fn of(folder: &Folder, answer: &Why, asked: &str, short: bool, output: &Output) -> Result<Vec<u8>, Report> {
    if answer.kind != Kind::Outcome {
        let line =
            output.pick("结果尚未公开，没有可以证明的", "the outcome is not public yet, so there is nothing to prove");
        return Err(Report::new(Exit::Usage, "proof-early", line));
    }
    let fault = |words: String| {
        let line = output.pick("写不出证明", "the proof can't be made");
        Report::new(Exit::Failure, "proof", format!("{line}: {words}"))
    };
    let id = Id::parse(asked).map_err(|error| Report::new(Exit::Usage, "proof-id", error.to_string()))?;
    // Asked by a natural code, the proof is of the id behind it; a former id is proved as what it is.
    let id = match &answer.entity {
        Some(entity) if entity.found_by == verify::FoundBy::Code => entity.id.clone(),
        _ => id,
    };
    let plan: Plan =
        canonical::from_slice(&line(folder, "plan.json").map_err(fault)?).map_err(|e| fault(e.to_string()))?;
    let record: Record =
        canonical::from_slice(&line(folder, "draw/record.json").map_err(fault)?).map_err(|e| fault(e.to_string()))?;
    let log = if plan.log.is_some() { Some(log(folder).map_err(fault)?) } else { None };
    let mut files = std::collections::BTreeMap::new();
    for path in [
        "lists/entities.jsonl",
        "lists/exclusions.jsonl",
        "lists/strata.jsonl",
        "lists/selection.jsonl",
        "draw/strata.jsonl",
        "draw/selected.jsonl",
        "draw/visits.jsonl",
    ] {
        if let Ok(bytes) = read(folder, path) {
            files.insert(path, bytes);
        }
    }
    let lines =
        |path: &str| files.get(path).map(|bytes| bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()));
    let mut proof = entity_proof(&plan, &record, log, &id, lines).map_err(|error| fault(error.to_string()))?;
    if short {
        proof.plan = None;
    }
    let mut bytes = canonical::to_vec(&proof).map_err(|error| fault(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The last event that has the record's digest, with its place in the log.
fn log(folder: &Folder) -> Result<LogProof, String> {
    let bytes = read(folder, "evidence/events.jsonl")?;
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let events = lines
        .map(canonical::from_slice::<LoggedEvent>)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| error.to_string())?;
    let names_record = |logged: &&LoggedEvent| match &logged.event.event {
        Event::Draw(drawn) => drawn.record.is_some(),
        Event::Finish { .. } | Event::Void { record: Some(_), .. } => true,
        _ => false,
    };
    let found = events.iter().rev().find(names_record).ok_or("no event has the record's digest")?;
    let checkpoint = String::from_utf8(read(folder, "evidence/checkpoint")?).map_err(|error| error.to_string())?;
    Ok(LogProof { checkpoint, event: Some(found.event.clone()), hashes: found.hashes.clone(), index: found.index })
}

/// The line of an object file.
fn line(folder: &Folder, path: &str) -> Result<Vec<u8>, String> {
    let mut bytes = read(folder, path)?;
    bytes.pop();
    Ok(bytes)
}

fn read(folder: &Folder, path: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut reader = folder.open(path).map_err(|error| format!("{path}: {error}"))?;
    reader.read_to_end(&mut bytes).map_err(|error| format!("{path}: {error}"))?;
    Ok(bytes)
}
