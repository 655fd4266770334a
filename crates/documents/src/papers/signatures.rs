//! Room for signatures: everybody who did something, each once, with all roles.

use super::common::fill;
use super::input::{Minutes, Present};
use super::sheet::{Block, Table, Value};
use super::told::Told;
use crate::text::Text;
use crate::words::minutes::MINUTES as M;
use crate::words::summary::SUMMARY;

/// The part that is signed by hand.
pub(super) fn signatures(minutes: &Minutes<'_>) -> Vec<Block> {
    let mut rows: Vec<(String, Text)> = Vec::new();
    for (name, role) in signers(minutes) {
        match rows.iter_mut().find(|(known, _)| !name.is_empty() && *known == name) {
            Some((_, roles)) => *roles = Text::joined(&[roles.clone(), role], SUMMARY.semicolon),
            None => rows.push((name, role)),
        }
    }
    let cell = |name: String| if name.is_empty() { Value::Blank } else { Value::same(name) };
    let rows = rows.into_iter().map(|(name, role)| vec![cell(name), Value::Text(role), Value::Blank, Value::Blank]);
    let head = vec![M.sign_name, M.sign_role, M.sign_signature, M.sign_date];
    let table = Table { layout: "signatures", head, rows: rows.collect() };
    vec![Block::Note(M.signatures_note.text()), Block::Table(table)]
}

/// Names and roles. A participant, a holder or a custodian is a label: who signs for it writes the name by hand.
fn signers(minutes: &Minutes<'_>) -> Vec<(String, Text)> {
    let (plan, attendance, told) = (minutes.plan, minutes.attendance, Told(minutes.events));
    let by_hand = |word: crate::text::Word, label: &str| (String::new(), fill(word, &[("label", label)]));
    let person = |present: &Present, role: crate::text::Word| {
        let role = role.text();
        let body = |text: &str| match present.body.is_empty() {
            true => text.to_owned(),
            false => format!("{text} · {}", present.body),
        };
        (present.name.clone(), Text { zh: body(&role.zh), en: body(&role.en) }.shown())
    };
    let mut rows = vec![person(&attendance.host, M.role_host)];
    rows.extend(plan.participants.iter().map(|label| by_hand(M.role_participant, label)));
    let records = told.rolled().map(|rolled| rolled.records).unwrap_or_default();
    rows.extend(records.iter().map(|record| (record.recorder.clone(), M.role_recorder.text())));
    if let Some(escrow) = &plan.escrow {
        rows.extend(escrow.holders.iter().map(|holder| by_hand(M.role_holder, &holder.label)));
    }
    rows.extend(plan.custodians.iter().flatten().map(|label| by_hand(M.role_custodian, label)));
    rows.extend(attendance.members.iter().map(|present| person(present, M.role_member)));
    rows.extend(attendance.witnesses.iter().map(|present| person(present, M.role_witness)));
    // A void is the superior's to sign.
    let superior = plan.superior.as_ref().filter(|_| told.void().is_some());
    rows.extend(superior.map(|superior| by_hand(M.role_superior, &superior.name)));
    rows
}
