//! The vectors of `tests/vectors/tiny`, whose inputs are the fixture, and those of library functions.

use draw::in_memory::{draw, freeze};
use draw::seed;
use draw::stream::Stream;
use records::entropy::FinalSource;
use records::hash::{Digest, h, sha256, ticket, ticket_key};
use serde_json::{Value, json};

use crate::fixture::{self, DICE, SAID};
use crate::golden::{self, Case};
use crate::vectors::{compare, compare_json};

#[test]
fn a_whole_draw() {
    for (name, bytes) in Case::new(fixture::office(), fixture::plan(), &SAID, DICE).files() {
        compare(&format!("tiny/input/{name}"), &bytes);
    }
    golden::check("tiny", "tiny");
}

/// Rows of every list shuffled: the same bundle.
#[test]
fn rows_may_come_in_any_order() {
    let (office, plan) = (fixture::office(), fixture::plan());
    let expected = draw(&freeze(&office, &plan).unwrap(), &SAID, DICE).unwrap();
    let mut shuffled = office.clone();
    let mut stream = Stream::new(&[5; 32]);
    stream.shuffle(&mut shuffled.entities).unwrap();
    stream.shuffle(&mut shuffled.inspectors).unwrap();
    stream.shuffle(&mut shuffled.conflicts).unwrap();
    stream.shuffle(&mut shuffled.history).unwrap();
    stream.shuffle(&mut shuffled.selection).unwrap();
    shuffled.sort();
    assert_eq!(draw(&freeze(&shuffled, &plan).unwrap(), &SAID, DICE).unwrap(), expected);
    let (with_manifest, digest) = expected.with_manifest().unwrap();
    assert_eq!(digest, sha256(&with_manifest.files["manifest.json"]));
    let mut said = SAID;
    said.reverse();
    assert_eq!(draw(&freeze(&office, &plan).unwrap(), &said, DICE).unwrap().with_manifest().unwrap().1, digest);
}

/// Profile remote and sealed derivation, which no plan uses yet, and tickets and batches.
#[test]
fn library_functions_have_vectors() {
    let p = sha256(b"mq1/test plan");
    let shares = [("甲", "18", 1_u8), ("乙", "723", 2), ("丙", "", 3)];
    let mut plan = fixture::plan();
    plan.profile = records::plan::Profile::Remote;
    plan.participants = shares.iter().map(|(label, _, _)| (*label).to_owned()).collect();
    let commitments: Vec<Value> = shares
        .iter()
        .map(|(label, value, salt)| {
            let salt = [*salt; 32];
            json!({"label": label, "value": value, "salt": Digest::new(salt),
                   "commitment": seed::commitment(&p, label, value, &salt)})
        })
        .collect();
    // 丙 has committed and does not reveal.
    let given: Vec<seed::Share> = shares
        .iter()
        .map(|(label, value, salt)| {
            let salt = [*salt; 32];
            let reveal = seed::Reveal { value: (*value).to_owned(), salt: Some(salt) };
            seed::Share {
                commitment: Some(seed::commitment(&p, label, value, &salt)),
                reveal: (!value.is_empty()).then_some(reveal),
            }
        })
        .collect();
    let c = h("mq1/commit", &[b"a commitment of sealed mode stands here"]);
    let s = records::hash::Secret::new([0x42; 32]);
    let open = seed::close(&plan, &p, None, &given).unwrap();
    let sealed = seed::close(&plan, &p, Some(&c), &given).unwrap();
    let source = FinalSource::Dice { sides: 6, count: 25 };
    let last = "1234561234561234561234561";
    source.read(last).unwrap();
    let f = source.digest(last);
    let derived = |s: Option<&records::hash::Secret>, d: &Digest| {
        let seed = seed::Seed::derive(&p, s, d, &f);
        let keys = seed.keys(&plan);
        json!({"seed": seed.digest(), "seed_hash": seed.hash(), "pair_key": Digest::new(keys.pair),
               "k": String::from_utf8(keys.tickets[0].to_vec()).unwrap()})
    };
    compare_json(
        "seed.json",
        &json!({
            "about": "Made by `MINGQIAN_WRITE_VECTORS=1 cargo test -p draw --test stages library`. \
                      PROTOCOL.md sections 8, 9 and 21: profile remote, of which 丙 does not reveal; \
                      sealed derivation, with c in the close and s in the seed.",
            "plan_digest": p,
            "contributions": commitments,
            "close_open": open,
            "final_source": source.id(),
            "final_bits": source.bits(),
            "final_value": last,
            "final": f,
            "open": derived(None, &open),
            "c": c,
            "s": Digest::new(*s.expose_bytes()),
            "close_sealed": sealed,
            "sealed": derived(Some(&s), &sealed),
        }),
    );

    let k = ticket_key(&sha256(b"mq1/test key").to_bytes());
    let ids = ["0", "91110000100000001X", "X-0123456789ABCDEF0123", "A.B_C-D", &"Z".repeat(64)];
    let mut tickets: Vec<(Digest, &str)> = ids.iter().map(|id| (ticket(&k, id.as_bytes()), *id)).collect();
    tickets.sort();
    let batches: Vec<Value> = [(10, 3), (2, 3), (7, 1)]
        .into_iter()
        .map(|(n, b)| json!({"n": n, "b": b, "ranks": (1..=b).map(|j| draw::select::batch(n, b, j)).collect::<Vec<_>>()}))
        .collect();
    compare_json(
        "select.json",
        &json!({
            "about": "Made by `MINGQIAN_WRITE_VECTORS=1 cargo test -p draw --test stages library`. \
                      PROTOCOL.md sections 10 and 20: K, tickets in the order of selection; batches as \
                      first and last rank, null where a batch is empty.",
            "k": String::from_utf8(k.to_vec()).unwrap(),
            "order": tickets.iter().map(|(ticket, id)| json!({"id": id, "ticket": ticket})).collect::<Vec<_>>(),
            "batches": batches,
        }),
    );
}
