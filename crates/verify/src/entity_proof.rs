//! Checks the proof of one id: a few lines with their paths, and the answer that follows from them.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::canonical::{self, SpanBuffer, Spans};
use records::events::{DrawEvent, EntityProof, Event, ProvedLine};
use records::frozen::{Exclusion, LabelLine, Record, SelectedLine, SelectionLine, StratumLine, VisitLine};
use records::hash::{Digest, h, sha256};
use records::plan::{Mode, Plan, Root};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tlog::proof::verify_inclusion;
use tlog::tree::{Hash, leaf_hash};

use crate::ceremony::task_keys;
use crate::entity::EntityLine;
use crate::examine::Ground;
use crate::files::BundleFiles;
use crate::kind::Kind;
use crate::log::tree_hashes;
use crate::plan_keys::log_key;
use crate::proof::{
    ProofCheck, ProofError, ProofFailure, Told, Trust, Verified, Vouched, check_event, check_place, check_record_form,
    check_signer, read, record_digest, verified,
};
use crate::proof_answer::{Proved, answer};
use crate::said::fault_sentence;
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
    let verified = bundle
        .map(|(files, options)| verified(files, options, Some(proof.id.as_str())))
        .transpose()
        .map_err(Box::new)?;
    let of_bundle = verified.as_ref().map(|verified| &verified.ground.plan);
    let plan = proof.plan.as_ref().or(trust.plan).or(of_bundle);
    check_format(&proof, plan)?;
    let bundled = verified.as_ref().map(bundled).transpose()?;
    let no_plan = || ProofFailure::new(ProofCheck::ProofRecord).got("–").expected("plan");
    let plan = plan.ok_or_else(no_plan)?;
    if proof.plan.as_ref().zip(trust.plan).is_some_and(|(own, beside)| own != beside) {
        return Err(ProofFailure::new(ProofCheck::ProofRecord).got("plan").into());
    }
    check_record(&proof, plan, trust.record.into_iter().chain(bundled))?;
    let by_digest = trust.record.map(|_| Vouched::Digest).or(bundled.map(|_| Vouched::Bundle));
    let (by_log, other_size) = check_log(&proof, plan, trust, verified.as_ref().map(|verified| &verified.ground))?;
    for leaf in &proof.leaves {
        check_leaf(&proof.record, leaf)?;
    }
    if let Some(told) = verified.as_ref().and_then(|verified| verified.told.as_ref()) {
        check_told(&proof, told)?;
    }
    let mut proved = answer(&proof, plan, by_log.or(by_digest).unwrap_or(Vouched::Nobody), other_size)?;
    let of_bundle = verified.as_ref().and_then(|verified| verified.ground.course()?.void_reason());
    let of_proof = proof.log.as_ref().and_then(|log| match &log.event.as_ref()?.event {
        Event::Void { reason, .. } => Some(reason.as_str()),
        _ => None,
    });
    proved.void_reason = of_bundle.or(of_proof).map(str::to_owned);
    proved.with_bundle = verified.is_some();
    Ok(proved)
}

/// The digest of the bundle's record.
fn bundled(verified: &Verified) -> Result<Digest, ProofFailure> {
    let no_outcome = || {
        let failure = ProofFailure::new(ProofCheck::ProofRecord).got(verified.ground.kind.format());
        failure.expected(Kind::Outcome.format())
    };
    verified.record.as_ref().map(record_digest).ok_or_else(no_outcome)
}

/// Whether an event has exactly what section 20.1 says of one that has the record's digest.
fn has_record(event: &Event, mode: Mode) -> bool {
    let is_sealed = mode == Mode::Sealed;
    match event {
        Event::Draw(DrawEvent { record: Some(_), seed_hash: None, leaves: None, capsules: None }) => !is_sealed,
        Event::Finish { secret, .. } => secret.is_some() == is_sealed,
        Event::Void { record: Some(_), signature: Some(_), secret, reason } => {
            secret.is_some() == is_sealed && !reason.is_empty()
        }
        _ => false,
    }
}

fn check_format(proof: &EntityProof, plan: Option<&Plan>) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::ProofFormat);
    if proof.format != "mq1/proof" {
        return Err(fail().got(&proof.format).expected("mq1/proof"));
    }
    if let Some(Err(failure)) = plan.map(plan::check) {
        return Err(fail().got(fault_sentence(failure.fault)));
    }
    check_record_form(&proof.record, ProofCheck::ProofFormat)?;
    if let Some(leaf) = proof.leaves.iter().find(|leaf| !is_line(leaf)) {
        return Err(fail().got(format!("{} {}", leaf.file, leaf.index)));
    }
    if let Some(plan) = plan {
        let keys: Vec<&str> = proof.record.keys.iter().map(|key| key.task.as_str()).collect();
        if !plan.tasks.iter().map(|task| task.id.as_str()).eq(keys.iter().copied()) {
            return Err(fail().got(format!("keys: {}", keys.join(" "))));
        }
        let event = proof.log.as_ref().map(|log| log.event.as_ref());
        if let Some(event) = event.filter(|event| !event.is_some_and(|line| has_record(&line.event, plan.mode))) {
            return Err(fail().got(event.map_or("event", |line| line.event.name())));
        }
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

/// Whether a leaf is a line of its file: written again, it is the same.
fn is_line(leaf: &ProvedLine) -> bool {
    fn is<T: DeserializeOwned + Serialize>(line: &serde_json::Value) -> bool {
        let again = serde_json::from_value::<T>(line.clone()).and_then(|line| serde_json::to_value(&line));
        again.is_ok_and(|again| again == *line)
    }
    match leaf.file.as_str() {
        EXCLUSIONS => is::<Exclusion>(&leaf.line),
        SELECTION => is::<SelectionLine>(&leaf.line),
        LABELS => is::<LabelLine>(&leaf.line),
        STRATA => is::<StratumLine>(&leaf.line),
        SELECTED => is::<SelectedLine>(&leaf.line),
        VISITS => is::<VisitLine>(&leaf.line),
        ENTITIES => is_entity(&leaf.line),
        // Of no list that may stand here, which is told by its name.
        _ => true,
    }
}

/// Whether a line is one of `lists/entities.jsonl`, as strictly as the whole list is read.
fn is_entity(line: &serde_json::Value) -> bool {
    let Ok(line) = canonical::value_to_vec(line) else { return false };
    let mut buffer = SpanBuffer::default();
    Spans::parse_into(&line, &mut buffer).is_ok_and(|spans| EntityLine::read(&spans).is_ok())
}

/// What only a whole outcome shows: that no exclusion and no rank was kept back, and that nobody had the id before.
fn check_told(proof: &EntityProof, told: &Told) -> Result<(), ProofFailure> {
    let of_file = |file: &str| proof.leaves.iter().filter(|leaf| leaf.file == file).count();
    let fail = |what: &str| ProofFailure::new(ProofCheck::ProofAnswer).got(what);
    let found = told.found.iter().min_by_key(|one| one.by);
    let leaf = |id: &str| {
        let mut entities = proof.leaves.iter().filter(|leaf| leaf.file == ENTITIES);
        entities.any(|leaf| leaf.line.get("id").and_then(|own| own.as_str()) == Some(id))
    };
    let Some(found) = found else { return Ok(()) };
    if !leaf(found.id.as_str()) || of_file(ENTITIES) != 1 {
        return Err(fail(ENTITIES).expected(&found.id));
    }
    // Lines that the proof has are those of the bundle's roots, so that their number tells.
    let is_excluded = found.standings.iter().any(|one| one.excluded.is_some());
    if of_file(EXCLUSIONS) != usize::from(is_excluded) {
        return Err(fail(EXCLUSIONS).expected(usize::from(is_excluded)));
    }
    let ranks = told.selected.iter().filter(|row| row.entity == found.id).count();
    match of_file(SELECTED) == ranks {
        true => Ok(()),
        false => Err(fail(SELECTED).expected(ranks)),
    }
}

/// The record is the one expected, that of the event, and of the plan.
fn check_record(
    proof: &EntityProof,
    plan: &Plan,
    mut expected: impl Iterator<Item = Digest>,
) -> Result<(), ProofFailure> {
    let digest = record_digest(&proof.record);
    let fail = || ProofFailure::new(ProofCheck::ProofRecord);
    if let Some(expected) = expected.find(|expected| *expected != digest) {
        return Err(fail().got(digest).expected(expected));
    }
    let record = &proof.record;
    let announced = h("mq1/plan", &[&canonical::to_vec(plan).map_err(|_| fail().got("plan"))?]);
    if record.plan != announced {
        return Err(fail().got(announced).expected(record.plan));
    }
    let seed = record.seed.to_bytes();
    let keys = task_keys(plan, &seed);
    if record.seed_hash != sha256(&seed)
        || !record.keys.iter().map(|key| key.k.as_bytes()).eq(keys.iter().map(|k| &k[..]))
    {
        return Err(fail().got("seed / seed_hash / keys"));
    }
    if record.draw != plan.draw_name() || record.lists != plan.roots || proof.log.is_some() != plan.log.is_some() {
        return Err(fail().got("draw / lists / log"));
    }
    let Some(event) = proof.log.as_ref().and_then(|log| log.event.as_ref()) else { return Ok(()) };
    let published = match &event.event {
        Event::Draw(drawn) => drawn.record,
        Event::Finish { record, .. } => Some(*record),
        Event::Void { record, .. } => *record,
        _ => None,
    };
    if published != Some(digest) || event.draw != proof.record.draw {
        let got = published.map_or("–".to_owned(), |published| published.to_string());
        return Err(fail().got(got).expected(digest));
    }
    Ok(())
}

/// The event is in a log that the plan and the reader trust; who vouches for it, and whether the bundle has another checkpoint.
fn check_log(
    proof: &EntityProof,
    plan: &Plan,
    trust: &Trust<'_>,
    ground: Option<&Ground>,
) -> Result<(Option<Vouched>, bool), ProofFailure> {
    let Some((log, event)) = proof.log.as_ref().and_then(|log| Some((log, log.event.as_ref()?))) else {
        return match trust.key.is_some() || trust.policy.is_some() {
            true => Err(ProofFailure::new(ProofCheck::ProofLog).got("–").expected("log")),
            false => Ok((None, false)),
        };
    };
    let note = check_event(event, log, ProofCheck::ProofLog)?;
    let own = log_key(plan);
    check_signer(&note, &Trust { key: own.as_ref(), ..Trust::default() }, ProofCheck::ProofLog)?;
    let by_log = check_signer(&note, trust, ProofCheck::ProofLog)?;
    let is_same = ground.map(|ground| check_place(event, log, &note, ground, ProofCheck::ProofLog)).transpose()?;
    Ok((by_log, is_same == Some(false)))
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
    verify_inclusion(&leaf_hash(line), index, root.count, &tree_hashes(hashes), &Hash::new(root.root.to_bytes()))
        .is_ok()
}
