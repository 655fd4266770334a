//! Check `slip-format`: the members of a slip, and of the events on it.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use std::collections::BTreeSet;

use records::events::{DrawEvent, Event, Replacement, Slip, SlipLeaf};
use records::id::Id;

use crate::log::note;
use crate::proof::{ProofCheck, ProofFailure, check_record_form};
use crate::slip::shown_of;

pub(crate) fn check_format(slip: &Slip) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipFormat);
    if slip.format != "mq1/slip" {
        return Err(fail().got(&slip.format).expected("mq1/slip"));
    }
    let sealed = matches!(slip.leaf, SlipLeaf::Sealed(_));
    if let Some(record) = &slip.record {
        check_record_form(record, ProofCheck::SlipFormat)?;
    }
    if let Some(log) = &slip.log {
        note(log.checkpoint.as_bytes()).map_err(|wrong| fail().got(wrong))?;
    }
    let has_event = slip.log.as_ref().is_some_and(|log| log.event.is_some());
    if slip.salt.is_some() != sealed || slip.record.is_some() == sealed || has_event {
        return Err(fail().got("salt / record / log"));
    }
    if matches!(&slip.leaf, SlipLeaf::Selected(line) if !line.reserve) {
        return Err(fail().got("reserve"));
    }
    let is_of_mode = match &slip.event.event {
        Event::Draw(DrawEvent { record, seed_hash, leaves, capsules }) => {
            let of_sealed = [seed_hash.is_some(), leaves.is_some(), capsules.is_some()];
            of_sealed == [sealed; 3] && record.is_some() != sealed
        }
        _ => false,
    };
    if !is_of_mode {
        return Err(fail().got(slip.event.event.name()));
    }
    if let Some((index, _)) = shown_of(slip).find(|(_, replacement)| !is_whole(replacement)) {
        return Err(fail().got(format!("replaced {index}: rank / by / visit / days / team / skipped")));
    }
    if !slip.replaced.is_empty() && slip.log.is_none() {
        return Err(fail().got("replaced").expected("log"));
    }
    let mut team: BTreeSet<&Id> = slip
        .leaf
        .visit()
        .into_iter()
        .flat_map(|visit| &visit.seats)
        .filter_map(|seat| seat.inspector.as_ref())
        .collect();
    for (_, replacement) in shown_of(slip) {
        match replacement {
            Replacement::Inspector { by, .. } => team.extend(by),
            Replacement::Entity { team: of_reserve, .. } => team.extend(of_reserve),
        }
    }
    // Names of others would be printed beside a team to which they do not belong.
    if let Some(name) = slip.names.iter().find(|name| !team.contains(&name.inspector)) {
        return Err(fail().got(&name.inspector));
    }
    let mut pairs = slip.names.iter().zip(slip.names.iter().skip(1));
    match pairs.find(|(a, b)| a.inspector >= b.inspector) {
        Some((a, b)) => Err(fail().got(format!("{}, {}", a.inspector, b.inspector))),
        None => Ok(()),
    }
}

/// Members that depend on each other (section 25).
fn is_whole(replacement: &Replacement) -> bool {
    match replacement {
        Replacement::Inspector { .. } => true,
        Replacement::Entity { by, days, rank, skipped, team, visit, .. } => {
            let alone = days.is_empty() && skipped.is_empty();
            let ranked = *rank > 0 && *by != Some(0);
            ranked && by.is_some() == visit.is_some() && days.is_empty() == team.is_empty() && (by.is_some() || alone)
        }
    }
}
