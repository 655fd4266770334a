//! Lies of an office that holds a sealed draw. It knows s, owns the log, and has no key of anybody else.

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::CompressedEdwardsY;
use std::collections::BTreeMap;

use draw::in_memory::Frozen;
use records::events::Event;
use records::hash::Digest;
use serde_json::json;
use verify::{Kind, MemoryBundle};

use super::authority::{self, sign};
use super::desk::{Number, lines};
use super::forge::line;
use super::lies::{Lie, lie};
use super::sealed::Story;

type Files = BTreeMap<String, Vec<u8>>;

/// A bundle of changed events over honest files, everything logged anew.
fn with(number: &Number<'_>, kind: Kind, files: &Files, edit: impl FnOnce(&mut Vec<Event>)) -> MemoryBundle {
    let mut lied = number.clone();
    edit(&mut lied.events);
    lied.bundle_of(kind, files.clone())
}

fn at(events: &[Event], name: &str) -> usize {
    events.iter().position(|event| event.name() == name).unwrap()
}

/// Lies in the outcome, and in the sealed bundle of the same draw.
pub fn of_sealed<'f>(story: &Story<'f>, at_draw: &Number<'f>, frozen: &'f Frozen<'f>) -> Vec<Lie> {
    let number = story.number(frozen);
    let files = story.files(frozen, Kind::Outcome);
    let out = |name, check, fault, edit: &dyn Fn(&mut Vec<Event>)| {
        lie(name, "sealed", check, fault, with(&number, Kind::Outcome, &files, |all| edit(all)))
    };
    let zero = Digest::new([0; 32]);
    let mut lies = vec![
        out("a holder has not checked his share", "events", "event-order", &|all| drop(all.remove(1))),
        out("a share of nobody", "events", "event-label", &|all| {
            all[1] = Event::Share { holder: "路人".to_owned(), signature: None };
        }),
        out("a holder's signature made by the office", "events", "event-signature", &|all| {
            let Event::Share { signature, .. } = &mut all[1] else { panic!("a share") };
            *signature = Some(sign(authority::LOG, &zero));
        }),
        out("a holder with a key has not signed", "events", "event-keys", &|all| {
            let Event::Share { signature, .. } = &mut all[1] else { panic!("a share") };
            *signature = None;
        }),
        out("a value said aloud in a remote draw", "events", "event-order", &|all| {
            all.insert(
                at(all, "commitment"),
                Event::Contribution { label: super::desk::PUBLIC.to_owned(), value: "1".to_owned() },
            );
        }),
        out("a reveal of something else", "events", "event-reveal", &|all| {
            let k = at(all, "reveal");
            let Event::Reveal { value, .. } = &mut all[k] else { panic!("a reveal") };
            "19".clone_into(value);
        }),
        out("a reveal of somebody who has not committed", "events", "event-label", &|all| {
            let k = at(all, "commitment");
            all.remove(k);
        }),
        out("a leaf opened twice", "events", "event-order", &|all| {
            all.insert(at(all, "open"), all[at(all, "open")].clone())
        }),
        out("a finish that keeps the secret", "events", "event-keys", &|all| {
            let Some(Event::Finish { secret, .. }) = all.last_mut() else { panic!("the finish") };
            *secret = None;
        }),
        out("another secret than was committed to", "escrow", "escrow-secret", &|all| {
            let Some(Event::Finish { secret, .. }) = all.last_mut() else { panic!("the finish") };
            *secret = Some(Digest::new([1; 32]));
        }),
        out("a secret in another form", "escrow", "escrow-secret", &|all| {
            let Some(Event::Finish { secret, .. }) = all.last_mut() else { panic!("the finish") };
            *secret = secret.map(plus_order);
        }),
        out("another seed hash at the draw", "seed", "seed-event", &|all| {
            with_draw(all, |drawn| drawn.seed_hash = Some(zero))
        }),
        out("another outcome than was sealed", "leaves", "leaves-root", &|all| {
            with_draw(all, |drawn| drawn.leaves.as_mut().unwrap().root = zero);
        }),
        out("a visit more than was sealed", "leaves", "leaves-count", &|all| {
            with_draw(all, |drawn| drawn.leaves.as_mut().unwrap().count -= 1);
        }),
        out("a leaf of another draw opened", "leaves", "leaves-opened", &|all| {
            let k = at(all, "open");
            all[k] = Event::Open { leaf: Digest::new([9; 32]) };
        }),
        out("capsules that are not those of the draw", "leaves", "ceremony-capsule-root", &|all| {
            with_draw(all, |drawn| drawn.capsules.as_mut().unwrap().root = zero);
        }),
    ];
    lies.extend(of_escrow(&number, &files));
    lies.extend(of_capsules(story, at_draw, frozen));
    lies
}

fn with_draw(all: &mut [Event], edit: impl FnOnce(&mut records::events::DrawEvent)) {
    let k = at(all, "draw");
    let Event::Draw(drawn) = &mut all[k] else { panic!("the draw") };
    edit(drawn);
}

/// Points and c, which all holders sign: the office has won over every one of them.
fn of_escrow(number: &Number<'_>, files: &Files) -> Vec<Lie> {
    let out = |name, fault, edit: &dyn Fn(&mut Option<Digest>, &mut Vec<Digest>)| {
        let bundle = with(number, Kind::Outcome, files, |all| {
            let Event::Announce { commitment, points, .. } = &mut all[0] else { panic!("the announcement") };
            edit(commitment, points);
            let c = commitment.unwrap();
            for event in all.iter_mut() {
                if let Event::Share { holder, signature: Some(signature) } = event {
                    let seed = match holder.as_str() {
                        super::desk::MARKET => authority::MARKET,
                        super::sealed::JUSTICE => authority::JUSTICE,
                        _ => authority::DISCIPLINE,
                    };
                    *signature = sign(seed, &super::sealed::share_statement(&number.p(), &c, holder));
                }
            }
        });
        lie(name, "sealed", "escrow", fault, bundle)
    };
    vec![
        out("fewer points than the threshold", "escrow-points", &|_, points| points.truncate(1)),
        out("a point of small order", "escrow-points", &|_, points| {
            let mut neutral = [0; 32];
            neutral[0] = 1;
            points[1] = Digest::new(neutral);
        }),
        out("a point that nothing opens", "escrow-points", &|c, points| {
            let point = CompressedEdwardsY(points[0].to_bytes()).decompress().unwrap() + EIGHT_TORSION[1];
            points[0] = Digest::new(point.compress().to_bytes());
            *c = Some(draw::escrow::commitment(&number.p(), points));
        }),
        out("a point that is none", "escrow-points", &|_, points| points[1] = Digest::new([0xff; 32])),
        out("a commitment that does not follow from the points", "escrow-commitment", &|_, points| points.swap(0, 1)),
    ]
}

/// The list of capsules in the sealed bundle.
fn of_capsules<'f>(story: &Story<'f>, at_draw: &Number<'f>, frozen: &'f Frozen<'f>) -> Vec<Lie> {
    let files = story.files(frozen, Kind::Sealed);
    let out = |name, fault, edit: &dyn Fn(&mut Vec<serde_json::Value>)| {
        let mut files = files.clone();
        let mut rows = lines(&files["sealed/capsules.jsonl"]);
        edit(&mut rows);
        files.insert("sealed/capsules.jsonl".to_owned(), rows.iter().flat_map(line).collect());
        lie(name, "sealed/sealed", "ceremony", fault, at_draw.bundle_of(Kind::Sealed, files))
    };
    vec![
        out("a capsule is missing", "ceremony-capsules", &|rows| drop(rows.remove(1))),
        out("a capsule changed after the draw", "ceremony-capsule-root", &|rows| {
            rows[0]["sha256"] = json!(Digest::new([0; 32]))
        }),
        lie(
            "a sealed bundle with an opening",
            "sealed/sealed",
            "events",
            "event-last",
            with(at_draw, Kind::Sealed, &files, |all| {
                all.push(Event::Open { leaf: Digest::new([9; 32]) });
            }),
        ),
    ]
}

/// s + L: the same scalar written otherwise.
fn plus_order(secret: Digest) -> Digest {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0_u16;
    let mut out = [0; 32];
    for ((out, a), b) in out.iter_mut().zip(secret.to_bytes()).zip(ORDER) {
        let sum = u16::from(a) + u16::from(b) + carry;
        *out = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    Digest::new(out)
}
