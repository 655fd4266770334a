//! What a lying office does, each lie as a whole bundle in which everything that the liar has a key for is made anew: he
//! owns the log and its key, and no key of a participant, of the superior or of a witness.
//!
//! Each lie says which check catches it. Those of one base become recipes in `tests/vectors/negative/lies`.

use std::collections::BTreeMap;

use records::events::{DrawEvent, Event, LogEntry, RollRecord};
use records::hash::{Digest, sha256};
use serde_json::{Value, json};
use verify::{Kind, MemoryBundle};

use super::authority::{self, Log, cosign, sign, witness_a};
use super::desk::{self, Number, lines, manifest};
use super::forge::{Forge, line};
use super::replacement_lies;

/// A lie, and what the reader has beside the bundle.
pub struct Lie {
    pub name: &'static str,
    /// Whose vectors it spoils: `ceremony` or `sealed`, and which bundle there.
    pub base: &'static str,
    pub bundle: MemoryBundle,
    pub check: &'static str,
    pub fault: &'static str,
    /// Whether the reader has the policy of the vectors.
    pub policy: bool,
    pub require: Option<&'static str>,
    /// Entries and checkpoint of the reader's copy of the log.
    pub log: Option<(Vec<Vec<u8>>, String)>,
}

/// A lie that the bundle alone shows.
pub fn lie(
    name: &'static str,
    base: &'static str,
    check: &'static str,
    fault: &'static str,
    bundle: MemoryBundle,
) -> Lie {
    Lie { name, base, bundle, check, fault, policy: false, require: None, log: None }
}

/// A lie that a copy of the log shows.
pub fn in_copy(
    name: &'static str,
    base: &'static str,
    check: &'static str,
    fault: &'static str,
    bundle: MemoryBundle,
    log: &Log,
) -> Lie {
    let copy = (log.entries.clone(), log.checkpoint(log.size()).to_string());
    Lie { log: Some(copy), ..lie(name, base, check, fault, bundle) }
}

/// The events of an open number, changed, with everything logged and signed by the log anew.
pub fn with(number: &Number<'_>, edit: impl FnOnce(&mut Vec<Event>)) -> MemoryBundle {
    let mut lied = number.clone();
    // The files are those of the honest draw, so that the events alone lie.
    let files = number.files(Kind::Outcome);
    edit(&mut lied.events);
    lied.bundle_of(Kind::Outcome, files)
}

pub fn at(events: &[Event], name: &str) -> usize {
    events.iter().position(|event| event.name() == name).unwrap()
}

/// Whoever contributed first contributed this instead.
fn said(events: &mut [Event], text: &str) {
    let k = at(events, "contribution");
    let Event::Contribution { value, .. } = &mut events[k] else { panic!("a contribution") };
    text.clone_into(value);
}

/// Lies about the events of an open draw: `number` went to its finish with the replacements of the vectors.
pub fn of_events(number: &Number<'_>) -> Vec<Lie> {
    let base = "ceremony";
    let events =
        |name, fault, edit: &dyn Fn(&mut Vec<Event>)| lie(name, base, "events", fault, with(number, |all| edit(all)));
    let swap = |all: &mut Vec<Event>, a: &str, b: &str| {
        let (a, b) = (at(all, a), at(all, b));
        all.swap(a, b);
    };
    vec![
        events("the final source before the close", "event-order", &|all| swap(all, "close", "roll")),
        events("the close twice", "event-order", &|all| all.insert(at(all, "close"), all[at(all, "close")].clone())),
        events("a contribution after the close", "event-order", &|all| {
            let said = Event::Contribution { label: desk::FIRE.to_owned(), value: "9".to_owned() };
            all.insert(at(all, "close") + 1, said);
        }),
        events("the dice cast again", "event-order", &|all| all.insert(at(all, "roll"), all[at(all, "roll")].clone())),
        events("a void that is not the end", "event-order", &|all| {
            let void = Event::Void { reason: "无".to_owned(), record: None, secret: None, signature: None };
            all.insert(1, void);
        }),
        events("a contribution of nobody", "event-label", &|all| {
            all.insert(1, Event::Contribution { label: "路人".to_owned(), value: "1".to_owned() });
        }),
        events("a contribution of no length", "event-value", &|all| said(all, "")),
        events("a contribution that is too long", "event-value", &|all| said(all, &"九".repeat(342))),
        events("a participant contributes twice", "event-label", &|all| all.insert(2, all[1].clone())),
        events("a signature of somebody without a key", "event-label", &|all| {
            let Event::Sign { label, .. } = &mut all[4] else { panic!("a signature") };
            *label = desk::PUBLIC.to_owned();
        }),
        events("a participant's signature made by the office", "event-signature", &|all| {
            let statement = records::hash::h("mq1/attest", &[number.p().as_ref(), number.d().as_ref()]);
            let Event::Sign { signature, .. } = &mut all[4] else { panic!("a signature") };
            *signature = sign(authority::LOG, &statement);
        }),
        events("the announcement of another plan", "event-plan", &|all| {
            let Event::Announce { plan, .. } = &mut all[0] else { panic!("the announcement") };
            *plan = Digest::new([0; 32]);
        }),
        events("an open draw with a commitment", "event-keys", &|all| {
            let Event::Announce { commitment, .. } = &mut all[0] else { panic!("the announcement") };
            *commitment = Some(Digest::new([0; 32]));
        }),
        events("one person records the dice twice", "event-records", &|all| {
            let k = at(all, "roll");
            let Event::Roll { records, .. } = &mut all[k] else { panic!("a roll") };
            records[1] = records[0].clone();
        }),
        events("nobody records the dice", "event-records", &|all| {
            let k = at(all, "roll");
            let Event::Roll { records, .. } = &mut all[k] else { panic!("a roll") };
            records.clear();
        }),
        lie("an outcome without a draw", base, "events", "event-last", {
            let mut lied = number.clone();
            lied.events.truncate(at(&lied.events, "draw"));
            lied.bundle(Kind::Outcome)
        }),
        events("a bundle that ends with a replacement", "event-last", &|all| drop(all.pop())),
        lie("an event of another draw", base, "events", "event-draw", {
            let mut forge = Forge::new(&number.bundle(Kind::Outcome));
            forge.edit_lines("evidence/events.jsonl", |rows| rows[1]["event"]["draw"] = json!("COUNTY/1/1"));
            forge.rebuild_manifest()
        }),
        lie("a void after the final source without the superior", base, "events", "event-keys", {
            let mut lied = number.clone();
            lied.events.truncate(at(&lied.events, "draw"));
            lied = lied.voided("结果不合适");
            let Some(Event::Void { signature, .. }) = lied.events.last_mut() else { panic!("a void") };
            *signature = None;
            lied.bundle(Kind::Outcome)
        }),
        lie("a void after the final source that hides its outcome", base, "events", "event-last", {
            let mut lied = number.clone();
            lied.events.truncate(at(&lied.events, "draw"));
            lied.voided("结果不合适").bundle(Kind::Announcement)
        }),
        lie("a void after the final source without its record", base, "events", "event-keys", {
            let mut lied = number.clone();
            lied.events.truncate(at(&lied.events, "draw"));
            lied = lied.voided("结果不合适");
            let Some(Event::Void { record, .. }) = lied.events.last_mut() else { panic!("a void") };
            *record = None;
            lied.bundle(Kind::Outcome)
        }),
    ]
}

/// Lies about the log and the numbers.
pub fn of_log(number: &Number<'_>) -> Vec<Lie> {
    let base = "ceremony";
    let honest = number.bundle(Kind::Outcome);
    let forged = |name, check, fault, edit: &dyn Fn(&mut Forge)| {
        let mut forge = Forge::new(&honest);
        edit(&mut forge);
        lie(name, base, check, fault, forge.rebuild_manifest())
    };
    let events = "evidence/events.jsonl";
    let text = |forge: &Forge, path: &str| String::from_utf8(forge.files[path].clone()).unwrap();
    let log = number.log();
    let rolled = number.past.len() + at(&number.events, "roll");
    let mut out = vec![
        forged("a checkpoint that is no note", "log", "log-note", &|forge| {
            drop(forge.files.insert("evidence/checkpoint".into(), b"no note\n".to_vec()))
        }),
        forged("a checkpoint of another log", "log", "log-signature", &|forge| {
            let signed = text(forge, "evidence/checkpoint").replace("log.example/COUNTY\n", "log.example/OTHER\n");
            forge.files.insert("evidence/checkpoint".into(), signed.into_bytes());
        }),
        forged("an event that is not in the log", "log", "log-entry", &|forge| {
            forge.edit_lines(events, |rows| rows[1]["event"]["value"] = json!("七百二十四"));
        }),
        forged("events in another order than in the log", "log", "log-index", &|forge| {
            forge.edit_lines(events, |rows| rows.swap(1, 2));
        }),
        forged("a checkpoint of the close that has the dice already", "log", "log-closed", &|forge| {
            let mut late = log.checkpoint(rolled as u64 + 1);
            cosign(&mut late, &witness_a(), desk::COSIGNED);
            forge.files.insert("evidence/closed".into(), late.to_string().into_bytes());
            let proof = json!({"hashes": log.consistency(rolled as u64 + 1, log.size())});
            forge.set_object("evidence/consistency.json", &proof);
        }),
        forged("a checkpoint of the close that lacks the close", "log", "log-closed", &|forge| {
            let early = number.past.len() as u64 + 1;
            forge.files.insert("evidence/closed".into(), log.checkpoint(early).to_string().into_bytes());
            let proof = json!({"hashes": log.consistency(early, log.size())});
            forge.set_object("evidence/consistency.json", &proof);
        }),
        forged("the proof of what came before is missing", "numbers", "numbers-entry", &|forge| {
            forge.set_lines("evidence/previous.jsonl", &[]);
            forge.edit_lines("evidence/entries.jsonl", |rows| drop(rows.drain(..number.past.len())));
        }),
        forged("an announcement in place of the void before", "numbers", "numbers-entry", &|forge| {
            forge.set_lines(
                "evidence/previous.jsonl",
                &[serde_json::to_value(log.logged_entry(0, log.size())).unwrap()],
            );
        }),
        forged("a void that is not in the log", "numbers", "numbers-proof", &|forge| {
            forge.edit_lines("evidence/previous.jsonl", |rows| rows[2]["event"]["reason"] = json!("另一个理由"));
        }),
        forged("the close of the attempt before is kept back", "numbers", "numbers-lines", &|forge| {
            forge.edit_lines("evidence/previous.jsonl", |rows| drop(rows.remove(1)));
        }),
        forged("an entry of the log is left out", "log", "log-range", &|forge| {
            forge.edit_lines("evidence/entries.jsonl", |rows| drop(rows.remove(1)));
        }),
        forged("an entry of the log is another one", "log", "log-range", &|forge| {
            forge.edit_lines("evidence/entries.jsonl", |rows| rows[1]["hash"] = json!(Digest::new([0; 32])));
        }),
        lie("a void after the close that the superior never signed", base, "numbers", "numbers-void", {
            let mut lied = number.clone();
            let (line, place) = lied.before.last_mut().unwrap();
            let Event::Void { signature, .. } = &mut line.event else { panic!("a void") };
            *signature = Some(sign(authority::MARKET, &Digest::new([0; 32])));
            lied.past[*place as usize] = line.entry().unwrap();
            lied.bundle(Kind::Outcome)
        }),
    ];
    out.push(second_close(number));
    out.push(split_view(number));
    out.push(Lie { policy: true, ..back_dated(number) });
    out
}

/// Two closes before the cast, so that one of two outcomes can be published: the log has both.
fn second_close(number: &Number<'_>) -> Lie {
    let mut shown = number.clone();
    let k = at(&shown.events, "close");
    shown.events.insert(k, Event::Close { close: Digest::new([9; 32]) });
    let bundle = without_event(&shown, number, k);
    lie("a second close, kept back", "ceremony", "log", "log-hidden", bundle)
}

/// The close was witnessed with one contribution; the log was rewritten with another.
fn split_view(number: &Number<'_>) -> Lie {
    let bundle = number.bundle(Kind::Outcome);
    let mut other = number.clone();
    let Event::Contribution { value, .. } = &mut other.events[1] else { panic!("a contribution") };
    "七百二十五".clone_into(value);
    let k = at(&other.events, "close");
    other.events[k] = Event::Close { close: other.d() };
    let mut forge = Forge::new(&bundle);
    let closed = other.evidence().remove("evidence/closed").unwrap();
    forge.files.insert("evidence/closed".into(), closed);
    lie("a log rewritten since the close was witnessed", "ceremony", "log", "log-consistency", forge.rebuild_manifest())
}

/// The witness's time is set back by the office, who can't sign for it.
fn back_dated(number: &Number<'_>) -> Lie {
    let mut forge = Forge::new(&number.bundle(Kind::Outcome));
    let text = String::from_utf8(forge.files["evidence/closed"].clone()).unwrap();
    let note: tlog::checkpoint::SignedCheckpoint = text.parse().unwrap();
    let mut lied = number.log().checkpoint(note.checkpoint().size);
    let mut witness = note.note().signatures()[1].clone();
    witness.bytes[..8].copy_from_slice(&(desk::COSIGNED - 86_400).to_be_bytes());
    lied.note_mut().add(witness).unwrap();
    forge.files.insert("evidence/closed".into(), lied.to_string().into_bytes());
    lie("a cosignature dated back", "ceremony", "log", "log-cosignature", forge.rebuild_manifest())
}

/// A close that was witnessed when the beacon's round had begun.
pub fn late_close(number: &Number<'_>) -> Lie {
    let late = Number { cosigned: Some(super::story::ROUND_BEGINS - 599), ..number.clone() };
    let bundle = late.bundle(Kind::Outcome);
    Lie {
        policy: true,
        ..lie(
            "a close witnessed less than ten minutes before the beacon's round",
            "ceremony",
            "order",
            "order-beacon",
            bundle,
        )
    }
}

/// Lies that only a copy of the log shows.
pub fn of_copy(number: &Number<'_>) -> Vec<Lie> {
    let base = "ceremony";
    let honest = number.bundle(Kind::Outcome);
    let entry = |draw: &str, event: &str| LogEntry {
        draw: draw.to_owned(),
        event: event.to_owned(),
        hash: sha256(event.as_bytes()),
    };
    let draw = number.plan().draw_name();
    // A second version of the log, told to somebody else.
    let mut other = Log::default();
    number.entries().iter().skip(1).for_each(|entry| {
        other.append_entry(entry);
    });
    other.append_entry(&entry("COUNTY/9/1", "announce"));
    other.append_entry(&entry("COUNTY/9/1", "close"));
    let longer = |more: &[LogEntry]| {
        let mut log = number.log();
        more.iter().for_each(|entry| {
            log.append_entry(entry);
        });
        log
    };
    // Numbers in the log before the bundle's own: the honest bundle of a log that has more in front.
    let before = |more: &[LogEntry]| {
        let mut lied = number.clone();
        lied.past.extend(more.iter().cloned());
        (lied.bundle(Kind::Outcome), lied.log())
    };
    // In front of everything that the bundle shows of the log.
    let (again, again_log) = {
        let mut lied = number.clone();
        lied.past.splice(0..0, [entry(&draw, "announce"), entry(&draw, "void")]);
        lied.before.iter_mut().for_each(|(_, place)| *place += 2);
        (lied.bundle(Kind::Outcome), lied.log())
    };
    let (twice, twice_log) = before(&[entry("COUNTY/2/1", "announce"), entry("COUNTY/2/1", "announce")]);
    let (gap, gap_log) = before(&[entry("COUNTY/3/1", "announce")]);
    let (missing, missing_log) = before(&[entry("COUNTY/2/1", "announce"), entry("COUNTY/2/2", "announce")]);
    let mut hidden = number.clone();
    let k = at(&hidden.events, "roll");
    let roll = hidden.events[k].clone();
    hidden.events.insert(k, roll);
    let hidden_log = hidden.log();
    let mut shown = number.clone();
    shown.events = hidden.events.clone();
    let bundle = without_event(&shown, number, k);
    vec![
        in_copy("two versions of the log", base, "log", "copy-tree", honest.clone(), &other),
        in_copy("the dice cast again, and one cast hidden", base, "log", "log-hidden", bundle, &hidden_log),
        in_copy("the number of a draw that was held and hidden", base, "log", "copy-events", again, &again_log),
        in_copy("one number announced twice", base, "numbers", "numbers-twice", twice, &twice_log),
        in_copy("a number before which none was announced", base, "numbers", "numbers-gap", gap, &gap_log),
        in_copy(
            "an attempt after one that was never declared void",
            base,
            "numbers",
            "numbers-gap",
            missing,
            &missing_log,
        ),
        in_copy(
            "something after the finish",
            base,
            "log",
            "copy-order",
            honest.clone(),
            &longer(&[entry(&draw, "replace")]),
        ),
        in_copy(
            "something of a draw that was never announced",
            base,
            "log",
            "copy-order",
            honest.clone(),
            &longer(&[entry("COUNTY/2/1", "close")]),
        ),
        in_copy(
            "a draw under another id in the log of the authority",
            base,
            "log",
            "copy-entry",
            honest.clone(),
            &longer(&[entry("COUNTY-2/1/1", "announce")]),
        ),
        in_copy(
            "an entry that is none",
            base,
            "log",
            "copy-entry",
            honest.clone(),
            &longer(&[entry("COUNTY/x", "close")]),
        ),
        in_copy(
            "a signature hidden",
            base,
            "log",
            "log-hidden",
            without_event(number, number, at(&number.events, "sign")),
            &number.log(),
        ),
    ]
}

/// A bundle over the log of `logged` that leaves one of its events out; its files are those of `honest`.
fn without_event(logged: &Number<'_>, honest: &Number<'_>, k: usize) -> MemoryBundle {
    let mut files = honest.files(Kind::Outcome);
    files.extend(logged.evidence());
    let mut rows = lines(&files["evidence/events.jsonl"]);
    rows.remove(k);
    files.insert("evidence/events.jsonl".into(), rows.iter().flat_map(line).collect());
    manifest(files, Kind::Outcome)
}

/// Lies about what was said, rolled, published, replaced.
pub fn of_outcome(number: &Number<'_>) -> Vec<Lie> {
    let base = "ceremony";
    let edited = |name, check, fault, edit: &dyn Fn(&mut Vec<Event>)| {
        lie(name, base, check, fault, with(number, |all| edit(all)))
    };
    let mut out = vec![
        edited("two records of the dice that differ", "ceremony", "ceremony-records", &|all| {
            let k = at(all, "roll");
            let Event::Roll { records, .. } = &mut all[k] else { panic!("a roll") };
            records[1].value = "31415926535897932385".to_owned();
        }),
        edited("a contribution changed after the close", "ceremony", "ceremony-events", &|all| {
            let Event::Contribution { value, .. } = &mut all[1] else { panic!("a contribution") };
            "七百二十五".clone_into(value);
        }),
        edited("another cast than the one logged", "ceremony", "ceremony-events", &|all| {
            let k = at(all, "roll");
            let Event::Roll { records, value, .. } = &mut all[k] else { panic!("a roll") };
            let other = "27182818284590452353".to_owned();
            records.iter_mut().for_each(|record: &mut RollRecord| record.value.clone_from(&other));
            *value = other;
        }),
        edited("a record that is not the one published at the draw", "record", "record-event", &|all| {
            let k = at(all, "draw");
            all[k] = Event::Draw(DrawEvent {
                record: Some(Digest::new([0; 32])),
                seed_hash: None,
                leaves: None,
                capsules: None,
            });
        }),
        edited("a record that is not the one published at the finish", "record", "record-event", &|all| {
            *all.last_mut().unwrap() = Event::Finish { record: Digest::new([0; 32]), secret: None };
        }),
    ];
    out.push(close_of_nobody(number));
    out.extend(replacement_lies::of_replacements(number));
    let honest = number.bundle(Kind::Outcome);
    out.push(lie("a reserve's conflicts are not opened", base, "openings", "opening-missing", {
        let mut forge = Forge::new(&honest);
        forge.files.remove("evidence/openings.jsonl").unwrap();
        forge.rebuild_manifest()
    }));
    out.push(lie("a reserve's conflicts are opened otherwise", base, "openings", "opening-commitment", {
        let mut forge = Forge::new(&honest);
        forge.edit_lines("evidence/openings.jsonl", |rows| rows[0]["law"]["salt"] = json!(Digest::new([0; 32])));
        forge.rebuild_manifest()
    }));
    let restored = Number { restored: true, ..number.clone() };
    out.push(Lie {
        policy: true,
        require: Some("anchored"),
        ..lie(
            "the whole folder put back after a witnessed close, and the dice cast again",
            base,
            "grade",
            "grade-below",
            restored.bundle(Kind::Outcome),
        )
    });
    out.push(Lie {
        require: Some("anchored"),
        ..lie("a grade that needs a witness, without a policy", base, "grade", "grade-below", honest)
    });
    out
}

/// A close that does not follow from what was said. Nobody has signed it: the liar has no key but the log's.
fn close_of_nobody(number: &Number<'_>) -> Lie {
    let bundle = with(number, |all| {
        all.retain(|event| event.name() != "sign");
        let k = at(all, "close");
        all[k] = Event::Close { close: Digest::new([7; 32]) };
    });
    lie("a close that does not follow from what was said", "ceremony", "ceremony", "ceremony-close", bundle)
}

/// Edits that lead from one bundle to another, as recipes have them: changed files as whole texts.
pub fn edits(from: &BTreeMap<String, Vec<u8>>, to: &MemoryBundle) -> Vec<Value> {
    let mut out = Vec::new();
    let format = |files: &BTreeMap<String, Vec<u8>>| -> Value {
        let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
        manifest["format"].clone()
    };
    if format(from) != format(&to.0) {
        out.push(json!({"file": "manifest.json", "pointer": "/format", "set": format(&to.0)}));
    }
    for path in from.keys().filter(|path| !to.0.contains_key(*path)) {
        out.push(json!({"file": path, "delete_file": true}));
    }
    for (path, bytes) in to.0.iter().filter(|(path, _)| *path != "manifest.json") {
        if from.get(path) != Some(bytes) {
            out.push(json!({"file": path, "write": String::from_utf8(bytes.clone()).unwrap()}));
        }
    }
    out
}
