//! The vectors of `tests/vectors/sealed`: an official, sealed draw from announcement to finish.

mod support;

use std::collections::BTreeMap;

use draw::in_memory::freeze;
use draw::sealed::{CapsuleName, CapsuleText, capsule_key, open_capsule};
use draw::slip::sealed_slip;
use records::canonical;
use records::events::{Event, SlipLeaf};
use records::hash::{Digest, expand, h, hkdf_extract, sha256};
use serde_json::{Value, json};
use support::authority::{self, hex};
use support::desk::{self, Number};
use support::sealed::{self, ParseId, Story};
use support::vectors::{compare_folder, pretty};
use support::{check, proofs, story, values, village};
use verify::{Grade, Kind, LogCopy, Options, Policy, State, Trust, verify, verify_slip};

fn escrow_values(story: &Story<'_>, script: &draw::in_memory::Script, p: &Digest) -> Value {
    let dealt = story.held.dealt.as_ref().unwrap();
    let shares: Vec<Value> = dealt.shares.iter().map(|share| json!(hex(share.expose_bytes()))).collect();
    let mut parts: Vec<&[u8]> = vec![p.as_ref()];
    parts.extend(dealt.points.iter().map(AsRef::<[u8]>::as_ref));
    assert_eq!(h("mq1/commit", &parts), dealt.commitment);
    json!({
        "random_of_coefficients": script.coefficients.iter().map(|bytes| hex(bytes)).collect::<Vec<_>>(),
        "secret": hex(dealt.secret.expose_bytes()),
        "points": dealt.points,
        "commitment": dealt.commitment,
        "shares": shares,
    })
}

fn leaf_values(story: &Story<'_>, seal: &[u8; 32]) -> Vec<Value> {
    let leaves = story.held.leaves.as_ref().unwrap();
    leaves
        .as_slice()
        .iter()
        .map(|leaf| {
            let salt = h("mq1/salt", &[seal, leaf.id.as_bytes()]);
            let data = h("mq1/leaf", &[salt.as_ref(), &leaf.line]);
            assert_eq!((salt, data), (leaf.salt, leaf.data));
            json!({"id": leaf.id, "line": String::from_utf8(leaf.line.to_vec()).unwrap(), "salt": salt, "data": data,
            "hash": leaf.hash, "index": leaf.index})
        })
        .collect()
}

/// The capsule of the first visit's day: its key, its additional data and its text.
fn capsule_values(story: &Story<'_>, draw: &str) -> (Value, Vec<u8>) {
    let first = story.held.outcome.visits.iter().find(|visit| !visit.days.is_empty()).unwrap();
    let capsule = story.held.capsules.iter().find(|capsule| capsule.name == CapsuleName::Day(first.days[0])).unwrap();
    let [one, two] = &capsule.halves;
    let key = capsule_key(one, two);
    let name = capsule.name.to_string();
    let text = open_capsule(draw, &capsule.name, &key, &capsule.file).unwrap();
    let value = json!({
        "name": name,
        "halves": [hex(one.expose_bytes()), hex(two.expose_bytes())],
        "key": hex(key.expose_bytes()),
        "additional_data": h("mq1/capsule", &[draw.as_bytes(), name.as_bytes()]),
        "bytes": capsule.file.len(),
        "sha256": sha256(&capsule.file),
        "text": String::from_utf8(canonical::to_vec(&text).unwrap()).unwrap(),
    });
    (value, capsule.file.clone())
}

fn all_values(story: &Story<'_>, number: &Number<'_>, script: &draw::in_memory::Script) -> Value {
    let (plan, p) = (number.plan(), number.p());
    let (d, c) = number.events.iter().fold((None, None), |(d, c), event| match event {
        Event::Close { close } => (Some(*close), c),
        Event::Announce { commitment, .. } => (d, *commitment),
        _ => (d, c),
    });
    let (d, c) = (d.unwrap(), c.unwrap());
    let mut parts: Vec<Vec<u8>> = vec![p.as_bytes().to_vec(), c.as_bytes().to_vec()];
    for label in &plan.participants {
        let (_, value, salt) = script.said.iter().find(|(other, ..)| other == label).unwrap();
        let commitment = h("mq1/contribution", &[p.as_ref(), label.as_bytes(), value.as_bytes(), salt]);
        let revealed = !script.withheld.contains(label);
        parts.extend([
            label.as_bytes().to_vec(),
            commitment.as_bytes().to_vec(),
            if revealed { value.as_bytes().to_vec() } else { Vec::new() },
        ]);
    }
    assert_eq!(h("mq1/close", &parts.iter().map(Vec::as_slice).collect::<Vec<_>>()), d);
    let f = h("mq1/final", &[plan.final_source.id().as_bytes(), sealed::BALLS.as_bytes()]);
    let s = *story.held.dealt.as_ref().unwrap().secret.expose_bytes();
    let extracted = hkdf_extract(p.as_ref(), &[s, *d.as_bytes(), *f.as_bytes()].concat());
    let seed = expand(&extracted, "mq1/seed", &[]);
    let seal = expand(&seed, "mq1/seal", &[]);
    let first = number.past.len();
    let events: Vec<Value> = number
        .events
        .iter()
        .enumerate()
        .map(|(k, event)| values::event(plan, &p, Some(&d), Some(&c), first + k, &number.line(event.clone())))
        .collect();
    let evidence = number.evidence();
    let read =
        |name: &str| values::checkpoint(&tlog::checkpoint::SignedCheckpoint::from_bytes(&evidence[name]).unwrap());
    json!({
        "about": "Made by `MINGQIAN_WRITE_VECTORS=1 cargo test -p verify --test sealed_vectors`; see README.md in this folder.",
        "draw": plan.draw_name(),
        "plan_digest": p,
        "escrow": escrow_values(story, script, &p),
        "salts_of_contributions": script.said.iter().map(|(label, _, salt)| json!({"label": label, "salt": hex(salt)})).collect::<Vec<_>>(),
        "close_parts": parts.iter().map(|part| hex(part)).collect::<Vec<_>>(),
        "close": d,
        "final": f,
        "seed_extracted": Digest::new(extracted),
        "seed": Digest::new(seed),
        "seed_hash": sha256(&seed),
        "seal_key": Digest::new(seal),
        "replace_key": Digest::new(expand(&seed, "mq1/replace", &[])),
        "record_sha256": sha256(&story.outcome["draw/record.json"]),
        "leaves": leaf_values(story, &seal),
        "events": events,
        "closed": read("evidence/closed"),
        "checkpoint": read("evidence/checkpoint"),
    })
}

/// The slip of the first visit of a capsule, or of its reserve, with names and replacements.
fn slip(story: &Story<'_>, number: &Number<'_>, name: &CapsuleName) -> Vec<u8> {
    let draw = number.plan().draw_name();
    let capsule = story.held.capsules.iter().find(|capsule| capsule.name == *name).unwrap();
    let [one, two] = &capsule.halves;
    let text = open_capsule(&draw, &capsule.name, &capsule_key(one, two), &capsule.file).unwrap();
    let entry = match &text {
        CapsuleText::Day { visits, .. } | CapsuleText::Superior { visits, .. } => &visits[0],
        CapsuleText::Reserve { reserve, .. } => reserve,
    };
    let (event, log) = proofs::log_proof(number, "draw");
    let show = proofs::show(number, &event, log, &SlipLeaf::Sealed(entry.line.clone()));
    desk::object(&sealed_slip(show, entry).unwrap())
}

#[test]
fn a_sealed_draw_from_announcement_to_finish() {
    let office = village::office();
    let earlier = [story::plan(1), story::plan(2)];
    let before = earlier.each_ref().map(|plan| freeze(&office, plan).unwrap());
    let past = story::finished(story::second(&before[1], &story::voided(&before[0])));
    let plan = sealed::plan();
    let frozen = freeze(&office, &plan).unwrap();
    let script = sealed::script();
    let announced = sealed::announced(&frozen, &script, &past);
    let mut story = Story::new(&frozen, &script, &past);
    let at_draw = story.bundle(&frozen, Kind::Sealed);
    let at_draw_number = story.number(&frozen);
    story.go_on();
    let number = story.number(&frozen);
    let log = number.log();
    let (tiles, checkpoint) = (log.tiles(), log.checkpoint(log.size()).to_string());

    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let alone = Options { policy: Some(&policy), require: Some(Grade::Anchored), ..Options::default() };
    let options = Options { log: Some(copy), ..alone };
    let early = verify(&announced.bundle(Kind::Announcement), &alone).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(early.status.state, State::Announced);
    let sealed = verify(&at_draw, &alone).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(sealed.status.state, State::Sealed);
    assert_eq!(verify(&at_draw, &options).unwrap().status.state, State::Finished);
    let bundle = story.bundle(&frozen, Kind::Outcome);
    let finished = verify(&bundle, &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((finished.status.state, finished.standing.grade), (State::Finished, Grade::Anchored));
    let first = story.held.outcome.visits.iter().find(|visit| !visit.days.is_empty()).unwrap();
    let day = CapsuleName::Day(first.days[0]);
    let reserve = CapsuleName::Reserve { task: "MARKET".parse_id(), stratum: "NORTH".parse_id(), rank: 3 };
    // Before anything was replaced; after it; and a reserve that was called up.
    let slips = [
        ("sealed", slip(&story, &at_draw_number, &day)),
        ("replaced", slip(&story, &number, &day)),
        ("reserve", slip(&story, &number, &reserve)),
    ];
    let whole = (&bundle as &dyn verify::BundleFiles, &options);
    for ((name, slip), replacements) in slips.iter().zip([0, 1, 1]) {
        for with in [None, Some((&at_draw as &dyn verify::BundleFiles, &alone)), Some(whole)] {
            let shown = verify_slip(slip, &Trust { policy: Some(&policy), ..Trust::default() }, with)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            // The whole bundle knows what the early slip does not.
            let known = with.is_some_and(|(_, options)| options.log.is_some() && *name == "sealed");
            let now = shown.now.unwrap();
            assert_eq!(now.replacements, if known { 1 } else { replacements }, "{name}");
            // The reserve joins the visit that its place has already.
            assert_eq!(now.team.iter().any(Option::is_some) && !now.days.is_empty(), *name != "reserve", "{now:?}");
            assert_eq!(shown.names.len() >= 2, *name != "reserve");
        }
    }
    assert!(check(&bundle).is_ok());

    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut put = |folder: &str, from: BTreeMap<String, Vec<u8>>| {
        files.extend(from.into_iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes)));
    };
    put("announcement/", announced.bundle(Kind::Announcement).0);
    put("sealed/", at_draw.0);
    put("bundle/", bundle.0);
    put("log/", tiles.0.iter().map(|(tile, bytes)| (tile.to_string(), bytes.clone())).collect());
    put("log/", [("checkpoint".to_owned(), checkpoint.clone().into_bytes())].into());
    put("input/", [("plan.json".to_owned(), desk::object(&plan))].into());
    let dealt = story.held.dealt.as_ref().unwrap();
    let shares = dealt.share_files(&number.p(), &plan.draw_name(), plan.escrow.as_ref().unwrap());
    put("shares/", shares.iter().map(|share| (format!("{}.json", share.index), desk::object(share))).collect());
    let (capsule, file) = capsule_values(&story, &plan.draw_name());
    put("", [("capsule.bin".to_owned(), file), ("capsule.json".to_owned(), pretty(&capsule))].into());
    put("slips/", slips.map(|(name, slip)| (format!("{name}.json"), slip)).into());
    let drawn = support::desk::lines(&story.outcome["draw/selected.jsonl"])[0]["entity"].as_str().unwrap().to_owned();
    let all = story.files(&frozen, Kind::Outcome);
    put("", [("proofs/drawn.json".to_owned(), proofs::proof(&number, &all, "finish", &drawn))].into());
    put("", [("values.json".to_owned(), pretty(&all_values(&story, &number, &script)))].into());
    compare_folder("sealed", &files);
}
