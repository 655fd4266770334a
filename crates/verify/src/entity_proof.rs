//! Checks the proof of one id: a few lines with their paths, and the answer that follows from them.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::canonical;
use records::events::{EntityProof, Event, ProvedLine};
use records::frozen::Record;
use records::hash::{Digest, h};
use records::lang::Lang;
use records::plan::{Plan, Root};
use tlog::proof::verify_inclusion;
use tlog::tree::{Hash, leaf_hash};

use crate::files::BundleFiles;
use crate::kind::Kind;
use crate::plan_keys::log_key;
use crate::proof::{
    ProofCheck, ProofError, ProofFailure, Trust, Verified, Vouched, check_event, check_signer, read, record_digest,
    verified,
};
use crate::proof_answer::{Proved, answer};
use crate::said::said;
use crate::{Options, plan};

/// Files of which lines may stand in a proof, in their order.
pub(crate) const ENTITIES: &str = "lists/entities.jsonl";
pub(crate) const EXCLUSIONS: &str = "lists/exclusions.jsonl";
pub(crate) const SELECTION: &str = "lists/selection.jsonl";
pub(crate) const LABELS: &str = "lists/strata.jsonl";
pub(crate) const STRATA: &str = "draw/strata.jsonl";
pub(crate) const SELECTED: &str = "draw/selected.jsonl";
pub(crate) const VISITS: &str = "draw/visits.jsonl";
const FILES: [&str; 7] = [ENTITIES, EXCLUSIONS, SELECTION, LABELS, STRATA, SELECTED, VISITS];

/// Checks a proof file; with a bundle, which is verified first, also that it is of that outcome.
pub fn verify_proof(
    file: &[u8],
    trust: &Trust<'_>,
    bundle: Option<(&dyn BundleFiles, &Options<'_>)>,
) -> Result<Proved, ProofError> {
    let proof: EntityProof = read(file, ProofCheck::ProofFormat)?;
    let mut plan = proof.plan.clone().or_else(|| trust.plan.cloned());
    check_format(&proof, plan.as_ref())?;
    let bundled = match bundle {
        Some((files, options)) => match verified(files, options).map_err(Box::new)? {
            Verified { record: Some(record), ground } => {
                plan = plan.or(Some(ground.plan));
                Some(record_digest(&record))
            }
            Verified { ground, .. } => {
                let failure = ProofFailure::new(ProofCheck::ProofRecord).got(ground.kind.format());
                return Err(failure.expected(Kind::Outcome.format()).into());
            }
        },
        None => None,
    };
    let no_plan = || ProofFailure::new(ProofCheck::ProofRecord).got("–").expected("plan");
    let plan = plan.ok_or_else(no_plan)?;
    let vouched = check_record(&proof, &plan, trust, bundled)?;
    for leaf in &proof.leaves {
        check_leaf(&proof.record, leaf)?;
    }
    Ok(answer(&proof, &plan, vouched)?)
}

fn check_format(proof: &EntityProof, plan: Option<&Plan>) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::ProofFormat);
    if proof.format != "mq1/proof" {
        return Err(fail().got(&proof.format).expected("mq1/proof"));
    }
    if let Some(Err(failure)) = plan.map(plan::check) {
        return Err(fail().got(said(failure.fault.sentence(Lang::Zh), failure.fault.sentence(Lang::En))));
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
fn check_record(
    proof: &EntityProof,
    plan: &Plan,
    trust: &Trust<'_>,
    bundled: Option<Digest>,
) -> Result<Vouched, ProofFailure> {
    let digest = record_digest(&proof.record);
    let fail = || ProofFailure::new(ProofCheck::ProofRecord);
    if let Some(expected) = trust.record.into_iter().chain(bundled).find(|expected| *expected != digest) {
        return Err(fail().got(digest).expected(expected));
    }
    let record = &proof.record;
    let announced = h("mq1/plan", &[&canonical::to_vec(plan).map_err(|_| fail().got("plan"))?]);
    if record.plan != announced {
        return Err(fail().got(announced).expected(record.plan));
    }
    if record.draw != plan.draw_name() || record.lists != plan.roots || proof.log.is_some() != plan.log.is_some() {
        return Err(fail().got("draw / lists / log"));
    }
    let by_digest = trust.record.map(|_| Vouched::Digest).or(bundled.map(|_| Vouched::Bundle));
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
    let own = log_key(plan);
    check_signer(&note, &Trust { key: own.as_ref(), ..Trust::default() }, ProofCheck::ProofLog)?;
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
