//! Each event in words, with every value that it has.
//!
//! Source: `docs/PROTOCOL.md`, section 20.1.

use super::common::fill;
use super::input::Reasons;
use super::sheet::{Fact, Value};
use crate::text::{Text, Word};
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use draw::replace::SUPERIOR;
use records::events::{DrawEvent, Event, Replacement, RollRecord, Skipped};
use records::hash::Digest;
use records::id::Id;

/// Its name.
pub(super) fn name(event: &Event) -> Word {
    match event {
        Event::Announce { .. } => W.event_announce,
        Event::Share { .. } => W.event_share,
        Event::Contribution { .. } => W.event_contribution,
        Event::Commitment { .. } => W.event_commitment,
        Event::Reveal { .. } => W.event_reveal,
        Event::Close { .. } => W.event_close,
        Event::Sign { .. } => W.event_sign,
        Event::Roll { .. } => W.event_roll,
        Event::Draw(_) => W.event_draw,
        Event::Open { .. } => W.event_open,
        Event::Replace(Replacement::Inspector { .. }) => W.event_replace_inspector,
        Event::Replace(Replacement::Entity { .. }) => W.event_replace_entity,
        Event::Finish { .. } => W.event_finish,
        Event::Void { .. } => W.event_void,
    }
}

/// Everything in it.
pub(super) fn content(event: &Event, reasons: &Reasons) -> Vec<Fact> {
    match event {
        Event::Announce { plan, superior, round, commitment, points } => {
            let mut facts = announce(plan, commitment.as_ref(), points);
            facts.insert(1, digest(W.superior_key, superior));
            if let Some(round) = round {
                facts.insert(2, Fact::new(W.beacon_round, Value::number(*round)));
            }
            facts
        }
        Event::Share { holder, signature } => {
            let signature = match signature {
                Some(signature) => Value::digits(signature),
                None => Value::word(W.signature_none),
            };
            vec![text(W.holder, holder), Fact::new(W.signature, signature)]
        }
        Event::Contribution { label, value } => {
            vec![text(SUMMARY.participant, label), text(SUMMARY.contribution, value)]
        }
        Event::Commitment { label, commitment } => {
            vec![text(SUMMARY.participant, label), digest(W.contribution_commitment, commitment)]
        }
        Event::Reveal { label, salt, value } => {
            vec![text(SUMMARY.participant, label), text(SUMMARY.contribution, value), digest(W.salt, salt)]
        }
        Event::Close { close } => vec![digest(SUMMARY.close, close)],
        Event::Sign { label, signature } => {
            vec![text(SUMMARY.participant, label), Fact::new(W.signature, Value::digits(signature))]
        }
        Event::Roll { records, source, value } => roll(records, source, value),
        Event::Draw(drawn) => draw(drawn),
        Event::Open { leaf } => vec![digest(W.leaf, leaf)],
        Event::Replace(replacement) => replace(replacement, reasons),
        Event::Finish { record, secret } => end(None, Some(record), secret.as_ref(), None),
        Event::Void { reason, record, secret, signature } => {
            end(Some(reason), record.as_ref(), secret.as_ref(), signature.as_ref())
        }
    }
}

fn text(label: Word, value: &str) -> Fact {
    Fact::new(label, Value::same(value))
}

fn digest(label: Word, value: &Digest) -> Fact {
    Fact::new(label, Value::digits(value))
}

/// P, c and the points.
pub(super) fn announce(plan: &Digest, commitment: Option<&Digest>, points: &[Digest]) -> Vec<Fact> {
    let mut facts = vec![digest(SUMMARY.plan_digest, plan)];
    facts.extend(commitment.map(|commitment| digest(W.commitment, commitment)));
    if !points.is_empty() {
        facts.push(Fact::new(W.points, Value::Many(points.iter().map(Value::digits).collect())));
    }
    facts
}

fn roll(records: &[RollRecord], source: &str, value: &str) -> Vec<Fact> {
    let mut facts =
        vec![Fact::new(SUMMARY.final_source, Value::code(source)), Fact::new(SUMMARY.final_value, value_cast(value))];
    let record = |record: &RollRecord| Fact {
        label: fill(W.record_by, &[("recorder", &record.recorder)]),
        value: value_cast(&record.value),
    };
    facts.extend(records.iter().map(record));
    facts
}

/// Plain digits are read aloud in groups; balls have their own separators.
fn value_cast(value: &str) -> Value {
    match value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Value::digits(value),
        false => Value::code(value),
    }
}

fn draw(drawn: &DrawEvent) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(drawn.record.iter().map(|record| digest(W.record_digest, record)));
    facts.extend(drawn.seed_hash.iter().map(|hash| digest(SUMMARY.seed_hash, hash)));
    let roots = [(W.leaves, W.leaves_root, drawn.leaves), (W.capsules, W.capsules_root, drawn.capsules)];
    for (count, label, root) in roots {
        let Some(root) = root else { continue };
        facts.push(Fact::new(count, Value::number(root.count)));
        facts.push(digest(label, &root.root));
    }
    facts
}

fn end(
    reason: Option<&String>,
    record: Option<&Digest>,
    secret: Option<&Digest>,
    signature: Option<&String>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(reason.map(|reason| text(W.reason, reason)));
    facts.extend(record.map(|record| digest(W.record_digest, record)));
    facts.extend(secret.map(|secret| digest(W.secret, secret)));
    facts.extend(signature.map(|signature| Fact::new(W.signature, Value::digits(signature))));
    facts
}

fn replace(replacement: &Replacement, reasons: &Reasons) -> Vec<Fact> {
    let code = |label: Word, value: &str| Fact::new(label, Value::code(value));
    match replacement {
        Replacement::Inspector { approved_by, by, date, nonce, reason, seat, signature, skipped, visit } => {
            let seat = fill(W.seat_value, &[("n", &seat.saturating_add(1).to_string())]);
            let mut facts = vec![
                code(SUMMARY.visit, visit.as_str()),
                Fact::new(W.seat, Value::Text(seat)),
                Fact::new(W.by, Value::code(by.as_ref().map_or("—", Id::as_str))),
            ];
            facts.extend(passed_over(skipped.iter(), reasons));
            facts.extend(decided(&date.to_string(), worded(reason, reasons), approved_by, signature.as_ref(), nonce));
            facts
        }
        Replacement::Entity {
            approved_by,
            by,
            date,
            days,
            nonce,
            rank,
            reason,
            signature,
            skipped,
            stratum,
            task,
            team,
            visit,
        } => {
            let place = |rank: u64| format!("{task}/{stratum}/{rank}");
            let mut facts = vec![
                code(SUMMARY.entity, &place(*rank)),
                Fact::new(W.by, Value::code(by.map_or("—".to_owned(), place))),
            ];
            facts.extend(visit.iter().map(|visit| code(SUMMARY.visit, visit.as_str())));
            let several = |codes: Vec<String>| Value::Many(codes.iter().map(Value::code).collect());
            if !days.is_empty() {
                facts.push(Fact::new(SUMMARY.days, several(days.iter().map(ToString::to_string).collect())));
            }
            if !team.is_empty() {
                facts.push(Fact::new(SUMMARY.team, several(team.iter().map(ToString::to_string).collect())));
            }
            facts.extend(passed_over(skipped.iter().flatten(), reasons));
            facts.extend(decided(&date.to_string(), worded(reason, reasons), approved_by, signature.as_ref(), nonce));
            facts
        }
    }
}

fn passed_over<'a>(skipped: impl Iterator<Item = &'a Skipped>, reasons: &Reasons) -> Option<Fact> {
    let value = |who: &Skipped| {
        let reason = worded(&who.reason, reasons);
        let with = |reason: &str| format!("{} · {reason}", who.inspector);
        Value::Text(Text { zh: with(&reason.zh), en: with(&reason.en) }.shown())
    };
    let values: Vec<Value> = skipped.map(value).collect();
    (!values.is_empty()).then(|| Fact::new(W.skipped, Value::Many(values)))
}

/// The words of a reason, with its code, which a plan and a command have.
fn worded(code: &str, reasons: &Reasons) -> Text {
    match reasons.get(code) {
        Some((zh, en)) => Text { zh: format!("{zh}（{code}）"), en: format!("{en} ({code})") }.shown(),
        None => Text::same(code),
    }
}

fn decided(date: &str, reason: Text, approved_by: &str, signature: Option<&String>, nonce: &Digest) -> Vec<Fact> {
    // The level above is a party of the plan, whom an event names by this word.
    let approved = if approved_by == SUPERIOR { Value::word(W.superior) } else { Value::same(approved_by) };
    let mut facts =
        vec![text(W.date, date), Fact::new(W.reason, Value::Text(reason)), Fact::new(W.approved_by, approved)];
    facts.extend(signature.map(|signature| Fact::new(W.signature, Value::digits(signature))));
    facts.push(digest(W.nonce, nonce));
    facts
}
