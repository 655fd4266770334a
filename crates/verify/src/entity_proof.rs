//! Checks the proof of one id: a few lines with their paths, and the answer that follows from them.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::canonical;
use records::events::{EntityProof, Event, ProvedLine};
use records::frozen::Record;
use records::hash::Digest;
use records::plan::Root;
use tlog::proof::verify_inclusion;
use tlog::tree::{Hash, leaf_hash};

use crate::proof::{
    ProofCheck, ProofError, ProofFailure, Trust, Vouched, check_event, check_signer, read, record_digest,
};
use crate::proof_answer::{Proved, answer};

/// Files of which lines may stand in a proof, in their order.
pub(crate) const FILES: [&str; 6] = [
    "lists/entities.jsonl",
    "lists/exclusions.jsonl",
    "lists/strata.jsonl",
    "draw/strata.jsonl",
    "draw/selected.jsonl",
    "draw/visits.jsonl",
];

/// Checks a proof file.
pub fn verify_proof(file: &[u8], trust: &Trust<'_>) -> Result<Proved, ProofError> {
    let proof: EntityProof = read(file, ProofCheck::ProofFormat)?;
    check_format(&proof)?;
    let vouched = check_record(&proof, trust)?;
    for leaf in &proof.leaves {
        check_leaf(&proof.record, leaf)?;
    }
    Ok(answer(&proof, vouched)?)
}

fn check_format(proof: &EntityProof) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::ProofFormat);
    if proof.format != "mq1/proof" {
        return Err(fail().got(&proof.format).expected("mq1/proof"));
    }
    let place = |leaf: &ProvedLine| FILES.iter().position(|file| *file == leaf.file);
    if let Some(leaf) = proof.leaves.iter().find(|leaf| place(leaf).is_none()) {
        return Err(fail().got(&leaf.file));
    }
    let order = |leaf: &ProvedLine| (place(leaf), leaf.index);
    match proof.leaves.iter().zip(proof.leaves.iter().skip(1)).find(|(a, b)| order(a) >= order(b)) {
        Some((a, b)) => Err(fail().got(format!("{} {}, {} {}", a.file, a.index, b.file, b.index))),
        None => Ok(()),
    }
}

/// The record is the one expected, or the one of an event in a trusted log.
fn check_record(proof: &EntityProof, trust: &Trust<'_>) -> Result<Vouched, ProofFailure> {
    let digest = record_digest(&proof.record);
    let fail = || ProofFailure::new(ProofCheck::ProofRecord);
    if let Some(expected) = trust.record.filter(|expected| *expected != digest) {
        return Err(fail().got(digest).expected(expected));
    }
    let by_digest = trust.record.map(|_| Vouched::Digest);
    let wants_log = trust.key.is_some() || trust.policy.is_some();
    let Some(log) = &proof.log else {
        return match by_digest {
            None if wants_log => Err(ProofFailure::new(ProofCheck::ProofLog)),
            by_digest => Ok(by_digest.unwrap_or(Vouched::Nobody)),
        };
    };
    let event = log.event.as_ref().ok_or_else(|| ProofFailure::new(ProofCheck::ProofFormat))?;
    let published = match &event.event {
        Event::Draw(drawn) => drawn.record,
        Event::Finish { record, .. } => Some(*record),
        _ => None,
    };
    if published != Some(digest) || event.draw != proof.record.draw {
        let got = published.map_or("–".to_owned(), |published| published.to_string());
        return Err(fail().got(got).expected(digest));
    }
    let note = check_event(event, log, ProofCheck::ProofLog)?;
    let by_log = check_signer(&note, trust, ProofCheck::ProofLog)?;
    Ok(by_log.or(by_digest).unwrap_or(Vouched::Nobody))
}

/// What the record has for a file.
pub(crate) fn root_of<'r>(record: &'r Record, file: &str) -> Option<&'r Root> {
    let name = file.strip_suffix(".jsonl")?;
    match name.strip_prefix("lists/") {
        Some(name) => record.lists.get(name),
        None => record.roots.get(name.strip_prefix("draw/")?),
    }
}

fn check_leaf(record: &Record, leaf: &ProvedLine) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::ProofLeaves).got(format!("{} {}", leaf.file, leaf.index));
    let root = root_of(record, &leaf.file).ok_or_else(fail)?;
    let line = canonical::value_to_vec(&leaf.line).map_err(|_| fail())?;
    if leads(&line, leaf.index, &leaf.hashes, root) { Ok(()) } else { Err(fail().expected(root.root)) }
}

/// Whether a line stands at this place of a list.
pub(crate) fn leads(line: &[u8], index: u64, hashes: &[Digest], root: &Root) -> bool {
    let proof: Vec<Hash> = hashes.iter().map(|hash| Hash::new(hash.to_bytes())).collect();
    verify_inclusion(&leaf_hash(line), index, root.count, &proof, &Hash::new(root.root.to_bytes())).is_ok()
}
