//! The story of the vectors: two attempts at an open draw, the first of them void, the second with replacements.

use draw::in_memory::Frozen;
use records::events::{Event, Replacement};
use records::hash::Digest;
use records::plan::Plan;
use serde_json::{Value, json};
use verify::{Check, Kind};

use super::authority::{self, hex, log_signer, public, witness_a, witness_b};
use super::desk::{self, FIRE, MARKET, Number, lines};
use super::{check, village};

pub const REASON: &str = "封存后发现名单漏了一页，重新进行";

pub fn plan(attempt: u32) -> Plan {
    let mut plan = village::plan();
    desk::official(&mut plan, 1, attempt);
    serde_json::from_value(plan).unwrap()
}

/// What the verifier says must stand in the place of something.
pub fn expected(number: &Number<'_>, replacement: Value, seed: Option<u8>) -> Option<String> {
    let mut tried = number.clone();
    tried.events.push(signed(number, replacement, seed));
    let failure = check(&tried.finished().bundle(Kind::Outcome)).err()?;
    assert_eq!(failure.check, Check::Replacements, "{failure}");
    failure.expected.map(|said| said.text(records::lang::Lang::En).to_owned())
}

pub fn signed(number: &Number<'_>, replacement: Value, seed: Option<u8>) -> Event {
    let replacement: Replacement = serde_json::from_value(replacement).unwrap();
    match seed {
        Some(seed) => desk::approve(number, replacement, seed),
        None => Event::Replace(replacement),
    }
}

/// Appends the replacement of an inspector, by whoever's turn it is.
pub fn replace_inspector(number: &mut Number<'_>, mut event: Value, seed: Option<u8>) {
    if let Some(by) = expected(number, event.clone(), seed) {
        event["by"] = json!(by);
    }
    number.events.push(signed(number, event, seed));
}

/// Appends the replacement of an entity, with the team and days that follow.
pub fn replace_entity(number: &mut Number<'_>, mut event: Value, seed: Option<u8>) {
    place(number, &mut event, seed);
    if let Some(text) = expected(number, event.clone(), seed) {
        let (team, days) = text.split_once("; ").unwrap();
        event["team"] = json!(team.split(' ').collect::<Vec<_>>());
        event["days"] = json!(days.split(' ').collect::<Vec<_>>());
    }
    number.events.push(signed(number, event, seed));
}

/// Says where the reserve is visited, if the event does not say it yet.
fn place(number: &Number<'_>, event: &mut Value, seed: Option<u8>) {
    if event.get("visit").is_none()
        && let Some(place) = expected(number, event.clone(), seed)
    {
        event["visit"] = json!(place);
    }
}

pub fn nonce(k: u8) -> Digest {
    Digest::new([k; 32])
}

/// Two replacements in one visit: the second is the superior's, and the first in order can't and is passed over.
pub fn two_in_one_visit<'f>(number: &Number<'f>, visit: &Value) -> Number<'f> {
    let mut number = number.clone();
    let event = |seat: u8, reason: &str, approved_by: &str| {
        json!({"kind": "inspector", "visit": visit["id"], "seat": seat, "date": "2026-03-02", "reason": reason,
            "skipped": [], "approved_by": approved_by, "nonce": nonce(0xa1 + seat)})
    };
    replace_inspector(&mut number, event(0, "ill", MARKET), Some(authority::MARKET));
    let mut second = event(1, "other-duty", "superior");
    if let Some(turn) = expected(&number, second.clone(), Some(authority::SUPERIOR)) {
        second["skipped"] = json!([{"inspector": turn, "reason": "ill"}]);
    }
    replace_inspector(&mut number, second, Some(authority::SUPERIOR));
    number
}

/// The number up to its finish, with five replacements.
pub fn finished<'f>(second: Number<'f>) -> Number<'f> {
    let mut number = second.up_to_close().signed().rolled(desk::ROLLED).drawn();
    let outcome = number.outcome();
    let visits = lines(&outcome["draw/visits.jsonl"]);
    let dated = visits.iter().filter(|visit| visit["state"] == "dated");
    number = dated
        .map(|visit| two_in_one_visit(&number, visit))
        .find(|tried| {
            let last = tried.events.iter().rev().take(2);
            last.into_iter().all(|event| matches!(event, Event::Replace(Replacement::Inspector { by: Some(_), .. })))
        })
        .expect("some visit has substitutes enough");
    let north = |rank: u64, by: u64, k: u8, approved_by: &str| {
        json!({"kind": "entity", "task": "MARKET", "stratum": "NORTH", "rank": rank, "by": by, "date": "2026-03-02",
            "reason": "closed-down", "skipped": [[], []], "approved_by": approved_by, "nonce": nonce(k)})
    };
    // Rank 2 is visited on the third of five days, so that there are days after it. The next one in the stratum is the superior's.
    replace_any(&mut number, north(2, 3, 0xa3, MARKET), Some(authority::MARKET));
    replace_any(&mut number, north(3, 4, 0xa4, "superior"), Some(authority::SUPERIOR));
    let fire = json!({"kind": "entity", "task": "FIRE", "stratum": "ALL", "rank": 2, "by": 3, "date": "2026-03-02",
        "reason": "moved", "skipped": [[], []], "approved_by": "superior", "nonce": nonce(0xa5)});
    // It joins the visit of an earlier replacement.
    replace_any(&mut number, fire, Some(authority::SUPERIOR));
    number.finished()
}

/// With a visit of its own, or, where the place has one already, with nothing more.
pub fn replace_any(number: &mut Number<'_>, mut event: Value, seed: Option<u8>) {
    place(number, &mut event, seed);
    if expected(number, event.clone(), seed).is_some_and(|text| text == "–") {
        event["skipped"] = json!([]);
    }
    replace_entity(number, event, seed);
}

pub fn voided<'f>(frozen: &'f Frozen<'f>) -> Number<'f> {
    Number::new(frozen).up_to_close().voided(REASON)
}

/// The attempt after this one, which shows it and all those before it.
pub fn second<'f>(frozen: &'f Frozen<'f>, first: &Number<'_>) -> Number<'f> {
    let past = first.entries();
    let from = first.past.len() as u64;
    let is_shown = |event: &Event| ["announce", "close", "void"].contains(&event.name());
    let events = (from..).zip(&first.events).filter(|(_, event)| is_shown(event));
    let shown = events.map(|(place, event)| (first.line(event.clone()), place));
    let before = first.before.iter().cloned().chain(shown).collect();
    Number { past, before, ..Number::new(frozen) }
}

/// The third attempt, up to its close, after two voids: the second draw had not been closed.
pub fn third<'f>(frozen: &'f Frozen<'f>, second: &Number<'_>) -> Number<'f> {
    let mut early = second.clone();
    early.events.push(early.announcement());
    self::second(frozen, &early.voided("日期有误")).up_to_close().signed()
}

/// A draw by a beacon that is given up before its close: the superior signs even then.
pub fn beacon_void<'f>(frozen: &'f Frozen<'f>) -> Number<'f> {
    let mut number = Number::new(frozen);
    number.events.push(number.announcement());
    number.voided("轮次写错")
}

pub fn keys() -> Value {
    let one = |name: &str, seed: u8| json!({"name": name, "private": hex(&[seed; 32]), "public": public(seed)});
    let mut log = one(authority::ORIGIN, authority::LOG);
    log["verifier_key"] = json!(log_signer().verifier().to_string());
    let witness = |signer: tlog::key::WitnessSigner, seed: u8| {
        let mut value = one(signer.verifier().name().as_str(), seed);
        value["verifier_key"] = json!(signer.verifier().to_string());
        value
    };
    json!({
        "log": log,
        "superior": one("示例市联席会议", authority::SUPERIOR),
        "participants": [one(FIRE, authority::FIRE), one(MARKET, authority::MARKET)],
        "witnesses": [witness(witness_a(), authority::WITNESS_A), witness(witness_b(), authority::WITNESS_B)],
    })
}

/// Signature of round 123 of quicknet, which is public (noislabs/drand-verify, tests), and when the round began.
pub const ROUND_123: &str =
    "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
pub const ROUND_BEGINS: u64 = 1_692_803_367 + 3 * 122;

/// The plan with that round for its final source.
pub fn beacon_plan(attempt: u32) -> Plan {
    let mut plan = village::plan();
    desk::official(&mut plan, 1, attempt);
    plan["final"] = json!({"source": "drand", "round": 123});
    // The plan is as old as the round.
    plan["created"] = json!("2023-08-23");
    serde_json::from_value(plan).unwrap()
}

/// Drawn by that round.
pub fn by_beacon<'f>(number: Number<'f>) -> Number<'f> {
    let mut number = number.up_to_close().signed();
    let source = number.plan().final_source.id();
    number.events.push(Event::Roll { records: Vec::new(), source, value: ROUND_123.to_owned() });
    number.drawn()
}
