//! The vectors of `tests/vectors/ceremony`: an official, open draw, whose first attempt was declared void, with replacements.

mod support;

use std::collections::BTreeMap;

use draw::in_memory::freeze;
use records::events::{Event, Replacement};
use records::hash::{Digest, expand, h, hkdf_extract, sha256};
use serde_json::{Value, json};
use support::authority;
use support::desk::{self, Number, lines};
use support::story::{self, REASON, finished, plan, second, voided};
use support::vectors::{compare_folder, pretty};
use support::{check, proofs, values, village};
use verify::{Grade, Kind, LogCopy, Options, Policy, State, verify};

fn values_of(number: &Number<'_>) -> Value {
    let (plan, p, d) = (number.plan(), number.p(), number.d());
    let source = plan.final_source.id();
    let f = h("mq1/final", &[source.as_bytes(), number.value().as_bytes()]);
    let extracted = hkdf_extract(p.as_ref(), &[*d.as_bytes(), *f.as_bytes()].concat());
    let seed = expand(&extracted, "mq1/seed", &[]);
    let log = number.log();
    let first = number.past.len();
    let events: Vec<Value> = number
        .events
        .iter()
        .enumerate()
        .map(|(k, event)| values::event(plan, &p, Some(&d), None, first + k, &number.line(event.clone())))
        .collect();
    let outcome = number.outcome();
    let record: Value = serde_json::from_slice(&outcome["draw/record.json"]).unwrap();
    assert_eq!(
        (&record["close"], &record["final"], &record["seed"]),
        (&json!(d), &json!(f), &json!(Digest::new(seed)))
    );
    let inspectors = &outcome["lists/inspectors.jsonl"];
    let orders: Vec<Value> = number
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Replace(Replacement::Inspector { visit, seat, .. }) => {
                Some(values::substitutes(&seed, inspectors, visit.as_str(), *seat as usize))
            }
            _ => None,
        })
        .collect();
    let rows = lines(&outcome["draw/selected.jsonl"]);
    let places: Vec<Value> = number
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Replace(Replacement::Entity { task, stratum, by: Some(by), team, .. }) if !team.is_empty() => {
                let row = rows.iter().find(|row| {
                    row["task"] == task.as_str() && row["stratum"] == stratum.as_str() && row["rank"] == *by
                })?;
                let id = row["entity"].as_str()?;
                let entity = lines(&outcome["lists/entities.jsonl"]).into_iter().find(|entity| entity["id"] == id)?;
                let place = entity["user_id"].as_str().unwrap_or(id).to_owned();
                Some((0..team.len()).map(|seat| values::substitutes(&seed, inspectors, &place, seat)).collect())
            }
            _ => None,
        })
        .collect();
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

#[test]
fn a_whole_ceremony() {
    let office = village::office();
    let plans = [plan(1), plan(2), plan(3), story::beacon_plan(1)];
    let frozen = plans.each_ref().map(|plan| freeze(&office, plan).unwrap());
    let first = voided(&frozen[0]);
    let third = story::third(&frozen[2], &second(&frozen[1], &first)).bundle(Kind::Announcement);
    let beacon = story::beacon_void(&frozen[3]).bundle(Kind::Announcement);
    let closed = second(&frozen[1], &first).up_to_close().signed();
    let number = finished(second(&frozen[1], &first));
    let log = number.log();
    let (tiles, checkpoint) = (log.tiles(), log.checkpoint(log.size()).to_string());

    let void = check(&first.bundle(Kind::Announcement)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((void.status.state, void.status.void_reason.as_deref()), (State::Void, Some(REASON)));
    assert_eq!(check(&third).unwrap_or_else(|failure| panic!("{failure}")).status.state, State::Announced);
    assert_eq!(check(&beacon).unwrap_or_else(|failure| panic!("{failure}")).status.state, State::Void);
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let options =
        Options { policy: Some(&policy), log: Some(copy), require: Some(Grade::Anchored), ..Options::default() };
    let verified = verify(&number.bundle(Kind::Outcome), &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(verified.status.state, State::Finished);
    let early = verify(&closed.bundle(Kind::Announcement), &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(early.status.state, State::Finished, "the log knows more than the bundle");

    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut put = |folder: &str, from: BTreeMap<String, Vec<u8>>| {
        files.extend(from.into_iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes)));
    };
    put("void/", first.bundle(Kind::Announcement).0);
    put("third/", third.0);
    put("beacon/", beacon.0);
    put("announcement/", closed.bundle(Kind::Announcement).0);
    put("bundle/", number.bundle(Kind::Outcome).0);
    put("log/", tiles.0.iter().map(|(tile, bytes)| (tile.to_string(), bytes.clone())).collect());
    put("log/", [("checkpoint".to_owned(), checkpoint.clone().into_bytes())].into());
    put("input/", village::input(&office));
    put("input/", [("plan.json".to_owned(), desk::object(&plans[1]))].into());
    put("", [("policy.txt".to_owned(), authority::policy().into_bytes())].into());
    put(
        "",
        [("keys.json".to_owned(), pretty(&story::keys())), ("values.json".to_owned(), pretty(&values_of(&number)))]
            .into(),
    );
    put("", proofs::of_open(&number));
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
        let values: Vec<Value> =
            number.events.iter().map(|event| serde_json::to_value(number.line(event.clone())).unwrap()).collect();
        values.into_iter().filter(|value| value["kind"] == kind).collect::<Vec<_>>()
    };
    let (inspectors, entities) = (of("inspector"), of("entity"));
    assert_eq!((inspectors.len(), entities.len()), (2, 3));
    assert!(inspectors.iter().all(|one| one["by"].is_string()), "{inspectors:#?}");
    assert_eq!(inspectors[1]["skipped"].as_array().unwrap().len(), 1);
    assert!(entities.iter().any(|one| one["team"].is_array()), "{entities:#?}");
    assert!(number.files(Kind::Outcome).contains_key("evidence/openings.jsonl"));
}
