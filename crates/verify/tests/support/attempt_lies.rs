//! Lies about the attempts before: one hidden, one that was never given up by the superior whom it had announced, one whose entries
//! say something else than what is shown of it.

use draw::in_memory::Frozen;
use records::events::{Event, EventLine, LogEntry};
use records::hash::{Digest, h, sha256};
use serde_json::{Value, json};
use verify::Kind;

use super::authority::{self, Log, sign};
use super::desk::Number;
use super::forge::Forge;
use super::lies::{Lie, in_copy, lie};
use super::story;

const BASE: &str = "ceremony/third";

/// What the log has of the number: attempt 1 with its close (places 0 to 4), attempt 2 without (5 and 6), attempt 3 to its close.
/// `other` is attempt 3 under a plan whose superior is the office itself.
pub fn of_attempts<'f>(third: &Number<'f>, other: &Number<'f>) -> Vec<Lie> {
    let numbers = |name, fault, bundle| lie(name, BASE, "numbers", fault, bundle);
    let edited = |name, fault, edit: &dyn Fn(&mut Number<'f>)| {
        let mut lied = third.clone();
        edit(&mut lied);
        numbers(name, fault, lied.bundle(Kind::Announcement))
    };
    let mut out = vec![
        edited("an attempt before is hidden", "numbers-entry", &|lied| drop(lied.before.drain(..3))),
        edited("the attempt before is hidden", "numbers-entry", &|lied| drop(lied.before.drain(3..))),
        edited("a close of an attempt before is hidden", "numbers-lines", &|lied| drop(lied.before.remove(1))),
        edited("the attempts before stand the other way round", "numbers-proof", &|lied| lied.before.rotate_left(3)),
        edited("a close of an attempt before that shows none", "numbers-lines", &|lied| {
            insert(lied, 6, "COUNTY/1/2", "close");
        }),
        edited("a cast without a close in an attempt before", "numbers-order", &|lied| {
            insert(lied, 6, "COUNTY/1/2", "roll");
        }),
        edited("an attempt before that was finished", "numbers-order", &|lied| {
            insert(lied, 6, "COUNTY/1/2", "finish");
        }),
        edited("something of an attempt before after its void", "numbers-order", &|lied| {
            insert(lied, 5, "COUNTY/1/1", "replace");
        }),
        edited("an attempt before announced twice", "numbers-order", &|lied| {
            insert(lied, 5, "COUNTY/1/1", "announce");
        }),
        edited("an attempt before that had a cast, and a void without its record", "numbers-keys", &|lied| {
            insert(lied, 4, "COUNTY/1/1", "roll");
        }),
    ];
    out.extend(of_members(third));
    let bundle = {
        let mut lied = other.clone();
        resign(&mut lied, 2, |event| {
            let Event::Void { reason, signature, .. } = event else { panic!("a void") };
            let statement = void_statement(&third.before, reason);
            *signature = Some(sign(authority::LOG, &statement));
        });
        lied.bundle(Kind::Announcement)
    };
    out.push(numbers("a void signed by a superior whom only the plan after it names", "numbers-void", bundle));
    out.push(numbers("a hash to the right in the proof of what came first", "numbers-proof", {
        let mut forge = Forge::new(&third.bundle(Kind::Announcement));
        forge.edit_lines("evidence/previous.jsonl", |rows| rows[0]["hashes"][0] = json!(Digest::new([0; 32])));
        forge.rebuild_manifest_of(Kind::Announcement.format())
    }));
    out.extend(of_names(third));
    out
}

/// Members that an event of an attempt before must have, or must not.
fn of_members(third: &Number<'_>) -> Vec<Lie> {
    let one = |name, k: usize, edit: &dyn Fn(&mut Event)| {
        let mut lied = third.clone();
        resign(&mut lied, k, |event| edit(event));
        lie(name, BASE, "numbers", "numbers-keys", lied.bundle(Kind::Announcement))
    };
    let some = Some(Digest::new([7; 32]));
    let void = |event: &mut Event, edit: &dyn Fn(&mut String, &mut Option<Digest>, &mut Option<Digest>)| {
        let Event::Void { reason, record, secret, .. } = event else { panic!("a void") };
        edit(reason, record, secret);
    };
    vec![
        one("a void of an attempt before without a reason", 4, &|event| void(event, &|reason, _, _| reason.clear())),
        one("a void of an attempt before with a record and no cast", 4, &|event| {
            void(event, &|_, record, _| *record = some);
        }),
        one("a void of an open attempt before with a secret", 2, &|event| void(event, &|_, _, secret| *secret = some)),
        one("a void after a close, signed by nobody", 2, &|event| {
            let Event::Void { signature, .. } = event else { panic!("a void") };
            *signature = None;
        }),
        one("a void before a close that somebody has signed", 4, &|event| {
            let Event::Void { signature, .. } = event else { panic!("a void") };
            *signature = Some(sign(authority::SUPERIOR, &Digest::new([7; 32])));
        }),
        one("an attempt before by a beacon, given up without the superior", 3, &|event| {
            let Event::Announce { round, .. } = event else { panic!("an announcement") };
            *round = Some(123);
        }),
        one("an attempt before with a commitment and no points", 3, &|event| {
            let Event::Announce { commitment, .. } = event else { panic!("an announcement") };
            *commitment = some;
        }),
    ]
}

/// Entries between the first and the last that are none.
fn of_names(third: &Number<'_>) -> Vec<Lie> {
    let one = |name, draw: &str, event: &str| {
        let mut lied = third.clone();
        insert(&mut lied, 5, draw, event);
        lie(name, BASE, "log", "log-name", lied.bundle(Kind::Announcement))
    };
    let in_log = |name, fault, more: &[(&str, &str)]| {
        let mut log: Log = third.log();
        for (draw, event) in more {
            log.append_entry(&entry(draw, event));
        }
        in_copy(name, BASE, "log", fault, third.bundle(Kind::Announcement), &log)
    };
    vec![
        one("an entry with a name that no event has", "COUNTY/7/1", "sampled"),
        one("an entry of a draw without a number", "COUNTY/7", "announce"),
        one("an entry of attempt 0", "COUNTY/7/0", "announce"),
        one("an entry longer than the log takes", &format!("{}/7/1", "A".repeat(66_000)), "announce"),
        lie("an entry with one member more", BASE, "format", "format-shape", {
            let mut forge = Forge::new(&third.bundle(Kind::Announcement));
            forge.edit_lines("evidence/entries.jsonl", |rows| rows[1]["time"] = json!(1));
            forge.rebuild_manifest_of(Kind::Announcement.format())
        }),
        lie("an announcement that names no superior", BASE, "format", "format-shape", {
            let mut forge = Forge::new(&third.bundle(Kind::Announcement));
            forge.edit_lines("evidence/previous.jsonl", |rows| {
                drop(rows[0]["event"].as_object_mut().map(|event| event.remove("superior")));
            });
            forge.rebuild_manifest_of(Kind::Announcement.format())
        }),
        in_log("a number above 2^32 in the log", "copy-entry", &[("COUNTY/4294967296/1", "announce")]),
        in_log(
            "entries of another draw that are not in order",
            "copy-order",
            &[("COUNTY/2/1", "announce"), ("COUNTY/2/1", "close"), ("COUNTY/2/1", "contribution")],
        ),
        in_log("a cast without a close", "copy-order", &[("COUNTY/2/1", "announce"), ("COUNTY/2/1", "roll")]),
    ]
}

/// Lies about the superior and the round in an announcement, and a beacon's draw that the office alone gives up.
pub fn of_announcement<'f>(third: &Number<'f>, beacon: &'f Frozen<'f>) -> Vec<Lie> {
    let void = story::beacon_void(beacon);
    let one = |name, base, number: &Number<'f>, fault, edit: &dyn Fn(&mut Event)| {
        let mut lied = number.clone();
        let k = if base == BASE { 0 } else { lied.events.len() - 1 };
        edit(&mut lied.events[k]);
        lie(name, base, "events", fault, lied.bundle(Kind::Announcement))
    };
    let announced = |event: &mut Event, edit: &dyn Fn(&mut Digest, &mut Option<u64>)| {
        let Event::Announce { superior, round, .. } = event else { panic!("an announcement") };
        edit(superior, round);
    };
    let mut round = void.clone();
    announced(&mut round.events[0], &|_, round| *round = None);
    let mut late = void.clone();
    announced(&mut late.events[0], &|_, round| *round = round.map(|round| round + 1));
    vec![
        one("the announcement of another superior", BASE, third, "event-superior", &|event| {
            announced(event, &|superior, _| *superior = authority::public(authority::LOG));
        }),
        one("the announcement of a round where dice are cast", BASE, third, "event-round", &|event| {
            announced(event, &|_, round| *round = Some(123));
        }),
        one("the announcement of a beacon without its round", "ceremony/beacon", &round, "event-round", &|_| {}),
        one("the announcement of another round", "ceremony/beacon", &late, "event-round", &|_| {}),
        one("a draw by a beacon given up without the superior", "ceremony/beacon", &void, "event-keys", &|event| {
            let Event::Void { signature, .. } = event else { panic!("a void") };
            *signature = None;
        }),
        one("a draw by a beacon given up by the office", "ceremony/beacon", &void, "event-signature", &|event| {
            let Event::Void { signature, .. } = event else { panic!("a void") };
            *signature = Some(sign(authority::LOG, &Digest::new([7; 32])));
        }),
    ]
}

fn entry(draw: &str, event: &str) -> LogEntry {
    LogEntry { draw: draw.to_owned(), event: event.to_owned(), hash: sha256(event.as_bytes()) }
}

/// One entry more in the log, at this place.
fn insert(number: &mut Number<'_>, place: usize, draw: &str, event: &str) {
    number.past.insert(place, entry(draw, event));
    number.before.iter_mut().filter(|(_, at)| *at >= place as u64).for_each(|(_, at)| *at += 1);
}

/// Another event in line `k` of what came before, and in the log.
fn resign(number: &mut Number<'_>, k: usize, edit: impl FnOnce(&mut Event)) {
    let (line, place) = &mut number.before[k];
    edit(&mut line.event);
    number.past[*place as usize] = line.entry().unwrap();
}

/// What is signed of the void of attempt 1.
fn void_statement(before: &[(EventLine, u64)], reason: &str) -> Digest {
    let value = |k: usize, key: &str| -> Digest {
        let value: Value = serde_json::to_value(&before[k].0).unwrap();
        value[key].as_str().unwrap().parse().unwrap()
    };
    h("mq1/void", &[value(0, "plan").as_ref(), value(1, "close").as_ref(), reason.as_bytes()])
}
