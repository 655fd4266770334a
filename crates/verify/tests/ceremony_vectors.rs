//! The vectors of `tests/vectors/ceremony`: an official, open draw, whose first attempt was declared void, with replacements.

mod support;

use std::collections::BTreeMap;

use draw::in_memory::{Frozen, freeze};
use records::events::{Event, Replacement};
use records::hash::{Digest, expand, h, hkdf_extract, sha256};
use records::plan::Plan;
use serde_json::{Value, json};
use support::authority::{self, hex, log_signer, public, witness_a, witness_b};
use support::desk::{self, FIRE, MARKET, Number, lines};
use support::vectors::{compare_folder, pretty};
use support::{check, values, village};
use verify::{Check, Grade, Kind, LogCopy, Options, Policy, State, verify};

const REASON: &str = "封存后发现名单漏了一页，重新进行";

fn plan(attempt: u32) -> Plan {
    let mut plan = village::plan();
    desk::official(&mut plan, 1, attempt);
    serde_json::from_value(plan).unwrap()
}

/// What the verifier says must stand in the place of something.
fn expected(number: &Number<'_>, replacement: Value, seed: Option<u8>) -> Option<String> {
    let mut tried = number.clone();
    tried.events.push(signed(number, replacement, seed));
    let failure = check(&tried.finished().bundle(Kind::Outcome)).err()?;
    assert_eq!(failure.check, Check::Replacements, "{failure}");
    failure.expected.map(|said| said.text(records::lang::Lang::En).to_owned())
}

fn signed(number: &Number<'_>, replacement: Value, seed: Option<u8>) -> Event {
    let replacement: Replacement = serde_json::from_value(replacement).unwrap();
    match seed {
        Some(seed) => desk::approve(number, replacement, seed),
        None => Event::Replace(replacement),
    }
}

/// Appends the replacement of an inspector, by whoever's turn it is.
fn replace_inspector(number: &mut Number<'_>, mut event: Value, seed: Option<u8>) {
    if let Some(by) = expected(number, event.clone(), seed) {
        event["by"] = json!(by);
    }
    number.events.push(signed(number, event, seed));
}

/// Appends the replacement of an entity, with the team and days that follow.
fn replace_entity(number: &mut Number<'_>, mut event: Value, seed: Option<u8>) {
    if let Some(text) = expected(number, event.clone(), seed) {
        let (team, days) = text.split_once("; ").unwrap();
        event["team"] = json!(team.split(' ').collect::<Vec<_>>());
        event["days"] = json!(days.split(' ').collect::<Vec<_>>());
    }
    number.events.push(signed(number, event, seed));
}

fn nonce(k: u8) -> Digest {
    Digest::new([k; 32])
}

/// Two replacements in one visit: the second is the superior's, and the first in order can't and is passed over.
fn two_in_one_visit<'f>(number: &Number<'f>, visit: &Value) -> Number<'f> {
    let mut number = number.clone();
    let event = |seat: u8, reason: &str, approved_by: &str| {
        json!({"kind": "inspector", "visit": visit["id"], "seat": seat, "date": visit["days"][0], "reason": reason,
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
fn finished<'f>(second: Number<'f>) -> Number<'f> {
    let mut number = second.up_to_close().signed().rolled(desk::ROLLED).drawn();
    let outcome = number.outcome();
    let visits = lines(&outcome["draw/visits.jsonl"]);
    let dated = visits.iter().filter(|visit| visit["state"] == "dated");
    number = dated.map(|visit| two_in_one_visit(&number, visit)).find(|tried| {
        let last = tried.events.iter().rev().take(2);
        last.into_iter().all(|event| matches!(event, Event::Replace(Replacement::Inspector { by: Some(_), .. })))
    }).expect("some visit has substitutes enough");
    let north = |rank: u64, by: u64, k: u8, approved_by: &str| {
        json!({"kind": "entity", "task": "MARKET", "stratum": "NORTH", "rank": rank, "by": by, "date": "2026-03-02",
            "reason": "closed-down", "skipped": [[], []], "approved_by": approved_by, "nonce": nonce(k)})
    };
    // An approver without a key in the plan signs nothing; the next one in the stratum is the superior's.
    replace_any(&mut number, north(1, 3, 0xa3, "分管领导"), None);
    replace_any(&mut number, north(3, 4, 0xa4, "superior"), Some(authority::SUPERIOR));
    let fire = json!({"kind": "entity", "task": "FIRE", "stratum": "ALL", "rank": 2, "by": 3, "date": "2026-03-02",
        "reason": "moved", "skipped": [[], []], "approved_by": FIRE, "nonce": nonce(0xa5)});
    replace_any(&mut number, fire, Some(authority::FIRE));
    number.finished()
}

/// With a visit of its own, or, where the place has one already, with nothing more.
fn replace_any(number: &mut Number<'_>, mut event: Value, seed: Option<u8>) {
    if expected(number, event.clone(), seed).is_some_and(|text| text == "–") {
        event["skipped"] = json!([]);
    }
    replace_entity(number, event, seed);
}

fn keys() -> Value {
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

fn values_of(number: &Number<'_>) -> Value {
    let (plan, p, d) = (number.plan(), number.p(), number.d());
    let source = plan.final_source.id();
    let f = h("mq1/final", &[source.as_bytes(), number.value().as_bytes()]);
    let extracted = hkdf_extract(p.as_ref(), &[*d.as_bytes(), *f.as_bytes()].concat());
    let seed = expand(&extracted, "mq1/seed", &[]);
    let log = number.log();
    let first = number.past.len();
    let events: Vec<Value> = number.events.iter().enumerate().map(|(k, event)| {
        values::event(plan, &p, Some(&d), None, first + k, &number.line(event.clone()))
    }).collect();
    let outcome = number.outcome();
    let record: Value = serde_json::from_slice(&outcome["draw/record.json"]).unwrap();
    assert_eq!((&record["close"], &record["final"], &record["seed"]), (&json!(d), &json!(f), &json!(Digest::new(seed))));
    let inspectors = &outcome["lists/inspectors.jsonl"];
    let orders: Vec<Value> = number.events.iter().filter_map(|event| match event {
        Event::Replace(Replacement::Inspector { visit, seat, .. }) => {
            Some(values::substitutes(&seed, inspectors, visit.as_str(), *seat as usize))
        }
        _ => None,
    }).collect();
    let rows = lines(&outcome["draw/selected.jsonl"]);
    let places: Vec<Value> = number.events.iter().filter_map(|event| match event {
        Event::Replace(Replacement::Entity { task, stratum, by: Some(by), team, .. }) if !team.is_empty() => {
            let row = rows.iter().find(|row| row["task"] == task.as_str() && row["stratum"] == stratum.as_str() && row["rank"] == *by)?;
            let id = row["entity"].as_str()?;
            let entity = lines(&outcome["lists/entities.jsonl"]).into_iter().find(|entity| entity["id"] == id)?;
            let place = entity["user_id"].as_str().unwrap_or(id).to_owned();
            Some((0..team.len()).map(|seat| values::substitutes(&seed, inspectors, &place, seat)).collect())
        }
        _ => None,
    }).collect();
    let bundle = number.evidence();
    let read = |name: &str| tlog::checkpoint::SignedCheckpoint::from_bytes(&bundle[name]).unwrap();
    json!({
        "about": "Made by `MINGQIAN_WRITE_VECTORS=1 cargo test -p verify --test ceremony_vectors`; see README.md in this folder.",
        "draw": plan.draw_name(),
        "plan_digest": p,
        "close": d,
        "final": f,
        "seed_extracted": Digest::new(extracted),
        "seed": Digest::new(seed),
        "seed_hash": sha256(&seed),
        "replace_key": Digest::new(expand(&seed, "mq1/replace", &[])),
        "record_sha256": sha256(&outcome["draw/record.json"]),
        "log_before": log.entries[..first].iter().map(|entry| String::from_utf8(entry.clone()).unwrap()).collect::<Vec<_>>(),
        "events": events,
        "substitutes_of_visits": orders,
        "substitutes_of_reserves": places,
        "closed": values::checkpoint(&read("evidence/closed")),
        "checkpoint": values::checkpoint(&read("evidence/checkpoint")),
    })
}

fn voided<'f>(frozen: &'f Frozen<'f>) -> Number<'f> {
    Number::new(frozen).up_to_close().voided(REASON)
}

fn second<'f>(frozen: &'f Frozen<'f>, first: &Number<'_>) -> Number<'f> {
    let past = first.entries();
    let previous = Some(past.len() - 1);
    Number { past, previous, ..Number::new(frozen) }
}

#[test]
fn a_whole_ceremony() {
    let office = village::office();
    let plans = [plan(1), plan(2)];
    let frozen = plans.each_ref().map(|plan| freeze(&office, plan).unwrap());
    let first = voided(&frozen[0]);
    let closed = second(&frozen[1], &first).up_to_close().signed();
    let number = finished(second(&frozen[1], &first));
    let log = number.log();
    let (tiles, checkpoint) = (log.tiles(), log.checkpoint(log.size()).to_string());

    let void = check(&first.bundle(Kind::Announcement)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((void.status.state, void.status.void_reason.as_deref()), (State::Void, Some(REASON)));
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let options = Options { policy: Some(&policy), log: Some(copy), require: Some(Grade::Anchored), ..Options::default() };
    let verified = verify(&number.bundle(Kind::Outcome), &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(verified.status.state, State::Finished);
    let early = verify(&closed.bundle(Kind::Announcement), &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(early.status.state, State::Finished, "the log knows more than the bundle");

    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut put = |folder: &str, from: BTreeMap<String, Vec<u8>>| {
        files.extend(from.into_iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes)));
    };
    put("void/", first.bundle(Kind::Announcement).0);
    put("announcement/", closed.bundle(Kind::Announcement).0);
    put("bundle/", number.bundle(Kind::Outcome).0);
    put("log/", tiles.0.iter().map(|(tile, bytes)| (tile.to_string(), bytes.clone())).collect());
    put("log/", [("checkpoint".to_owned(), checkpoint.clone().into_bytes())].into());
    put("input/", village::input(&office));
    put("input/", [("plan.json".to_owned(), desk::object(&plans[1]))].into());
    put("", [("policy.txt".to_owned(), authority::policy().into_bytes())].into());
    put("", [("keys.json".to_owned(), pretty(&keys())), ("values.json".to_owned(), pretty(&values_of(&number)))].into());
    compare_folder("ceremony", &files);
}

/// What the vectors are there for happens in them.
#[test]
fn the_replacements_are_of_every_kind() {
    let office = village::office();
    let plans = [plan(1), plan(2)];
    let frozen = plans.each_ref().map(|plan| freeze(&office, plan).unwrap());
    let number = finished(second(&frozen[1], &voided(&frozen[0])));
    let of = |kind: &str| {
        let values: Vec<Value> = number.events.iter().map(|event| serde_json::to_value(number.line(event.clone())).unwrap()).collect();
        values.into_iter().filter(|value| value["kind"] == kind).collect::<Vec<_>>()
    };
    let (inspectors, entities) = (of("inspector"), of("entity"));
    assert_eq!((inspectors.len(), entities.len()), (2, 3));
    assert!(inspectors.iter().all(|one| one["by"].is_string()), "{inspectors:#?}");
    assert_eq!(inspectors[1]["skipped"].as_array().unwrap().len(), 1);
    assert!(entities.iter().any(|one| one["team"].is_array()), "{entities:#?}");
    assert!(number.files(Kind::Outcome).contains_key("evidence/openings.jsonl"));
}
