//! A whole draw small enough to follow by hand: inputs, every intermediate value, outputs.

use std::collections::BTreeMap;

use draw::freeze::salt::{Salter, seal};
use draw::in_memory::{Bundle, Frozen, Office, draw, freeze};
use draw::seed::{self, Keys};
use draw::stream::Stream;
use draw::visits::visits;
use records::canonical;
use records::entropy::Dice;
use records::frozen::FrozenInspectorPrivate;
use records::hash::{Digest, HmacKey, expand, h, hkdf_extract, sha256, ticket, ticket_key};
use records::plan::Plan;
use serde::Serialize;
use serde_json::{Value, json};

use crate::fixture::{self, DICE, SAID};
use crate::vectors::{compare, compare_json, folder, is_writing};

const MADE: &str = "Made by `MINGQIAN_WRITE_VECTORS=1 cargo test -p draw --test stages tiny`; \
                    see README.md in this folder.";

/// The inputs as files, from the fixture.
fn inputs() -> BTreeMap<String, Vec<u8>> {
    let (office, plan) = (fixture::office(), fixture::plan());
    let mut out = BTreeMap::new();
    let mut list = |name: &str, lines: Vec<Vec<u8>>| {
        let bytes = lines.into_iter().flat_map(|line| [line, vec![b'\n']].concat()).collect();
        out.insert(format!("tiny/input/{name}.jsonl"), bytes);
    };
    fn lines<T: Serialize>(records: &[T]) -> Vec<Vec<u8>> {
        records.iter().map(|record| canonical::to_vec(record).unwrap()).collect()
    }
    list("entities", lines(&office.entities));
    list("inspectors", lines(&office.inspectors));
    list("items", lines(&office.items));
    list("conflicts", lines(&office.conflicts));
    list("absences", lines(&office.absences));
    list("promises", lines(&office.promises));
    list("history", lines(&office.history));
    list("selection", lines(&office.selection));
    let object = |value: &Value| [canonical::value_to_vec(value).unwrap(), vec![b'\n']].concat();
    out.insert("tiny/input/plan.json".into(), object(&serde_json::to_value(&plan).unwrap()));
    let said: Vec<Value> = SAID.iter().map(|(label, value)| json!({"label": label, "value": value})).collect();
    out.insert("tiny/input/ceremony.json".into(), object(&json!({"contributions": said, "dice": DICE})));
    let secret = hex::encode(office.secret.expose_bytes());
    out.insert("tiny/input/secret.txt".into(), format!("{secret}\n").into_bytes());
    out
}

/// The office read back from the files, so that they are all that the outputs depend on.
fn read() -> (Office, Plan, Vec<(String, String)>, String) {
    fn list<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
        let text = text(name, "jsonl");
        text.lines().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
    }
    fn text(name: &str, kind: &str) -> String {
        std::fs::read_to_string(folder().join(format!("tiny/input/{name}.{kind}"))).unwrap()
    }
    let secret: Digest = text("secret", "txt").trim_end().parse().unwrap();
    let office = Office {
        secret: records::hash::Secret::new(secret.to_bytes()),
        entities: list("entities"),
        inspectors: list("inspectors"),
        items: list("items"),
        conflicts: list("conflicts"),
        absences: list("absences"),
        promises: list("promises"),
        history: list("history"),
        selection: list("selection"),
    };
    let plan = canonical::from_slice(text("plan", "json").trim_end().as_bytes()).unwrap();
    let said: Value = serde_json::from_str(&text("ceremony", "json")).unwrap();
    let pair = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (text("label"), text("value"))
    };
    let pairs = said["contributions"].as_array().unwrap().iter().map(pair).collect();
    (office, plan, pairs, said["dice"].as_str().unwrap().to_owned())
}

#[test]
fn a_whole_draw() {
    for (name, bytes) in inputs() {
        compare(&name, &bytes);
    }
    let (office, plan, said, dice) = read();
    let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let frozen = freeze(&office, &plan).unwrap();
    let bundle = draw(&frozen, &said, &dice).unwrap();
    for (path, bytes) in &bundle.files {
        compare(&format!("tiny/bundle/{path}"), bytes);
    }
    if !is_writing() {
        assert_eq!(files_in("tiny/bundle"), bundle.files.keys().cloned().collect::<Vec<_>>());
    }
    compare_json("tiny/freeze.json", &freeze_values(&office, &frozen));
    compare_json("tiny/draw.json", &draw_values(&frozen, &bundle));
}

fn files_in(name: &str) -> Vec<String> {
    let root = folder().join(name);
    let (mut out, mut todo) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let parts = path.strip_prefix(&root).unwrap().components();
                let parts: Vec<_> = parts.map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect();
                out.push(parts.join("/"));
            }
        }
    }
    out.sort();
    out
}

/// Everything of sections 6 and 7, recomputed step by step beside the engine.
fn freeze_values(office: &Office, frozen: &Frozen<'_>) -> Value {
    let secret = HmacKey::new(office.secret.expose_bytes());
    let plan = &frozen.announcement.plan;
    let draw = plan.draw_name();
    let opened = |list: &str, draw: &str, id: &str, private: &[u8]| {
        let salt = Salter::new(&secret, list, draw).salt(id, private);
        json!({
            "id": id,
            "private": String::from_utf8(private.to_vec()).unwrap(),
            "salt": salt,
            "salt_input": h("mq1/salt", &[list.as_bytes(), draw.as_bytes(), id.as_bytes(), private]),
            "sealed": seal(&salt, private),
        })
    };
    let entities: Vec<Value> = office
        .entities
        .iter()
        .map(|entity| {
            let private = canonical::to_vec(&entity.private).unwrap();
            opened("entities", "", entity.id.as_str(), &private)
        })
        .collect();
    let strata: Vec<Value> = office
        .entities
        .iter()
        .map(|entity| {
            let mut private = entity.private.clone();
            private = records::lists::EntityPrivate {
                credit_class: std::mem::take(&mut private.credit_class),
                ..Default::default()
            };
            opened("strata", &draw, entity.id.as_str(), &canonical::to_vec(&private).unwrap())
        })
        .collect();
    let inspectors: Vec<Value> = frozen
        .names()
        .iter()
        .map(|name| {
            let inspector = office.inspectors.iter().find(|one| one.id == name.inspector).unwrap();
            let private = canonical::to_vec(&FrozenInspectorPrivate {
                certificate_no: inspector.certificate_no.clone(),
                name: inspector.name.clone(),
                work_no: inspector.work_no.clone(),
            });
            let parts: [&[u8]; 3] = [draw.as_bytes(), inspector.department.as_bytes(), inspector.work_no.as_bytes()];
            let input = h("mq1/pseudonym", &parts);
            let mut value = opened("inspectors", &draw, name.pseudonym.as_str(), &private.unwrap());
            value["pseudonym_input"] = json!(input);
            value["pseudonym_code"] = json!(Digest::new(secret.mac(input.as_bytes())));
            value
        })
        .collect();
    let ids: Vec<_> = office.entities.iter().map(|entity| entity.id.clone()).collect();
    let (_, openings) = frozen.look_up(&ids).unwrap();
    let conditions = |task: &records::plan::Task| {
        let scope = draw::rules::scope_private(task.id.as_str(), &task.scope).unwrap();
        let mut out = vec![opened("plan", &draw, task.id.as_str(), &scope)];
        for stratum in &task.strata {
            let when = stratum.when.as_deref().unwrap();
            let private = draw::rules::stratum_private(task.id.as_str(), stratum.id.as_str(), when);
            out.push(opened("plan", &draw, stratum.id.as_str(), &private.unwrap()));
        }
        out
    };
    let labelled: Vec<Value> = fixture::plan().tasks.iter().filter(|task| task.labelled).flat_map(conditions).collect();
    json!({
        "about": MADE,
        "draw": draw,
        "entities": entities,
        "strata": strata,
        "inspectors": inspectors,
        "barred_openings_of_all": openings,
        "conditions": labelled,
        "plan_line_sha256": sha256(&frozen.announcement.line),
        "plan_digest": frozen.announcement.digest,
    })
}

/// Everything of sections 8 to 13, recomputed step by step beside the engine.
fn draw_values(frozen: &Frozen<'_>, bundle: &Bundle) -> Value {
    let (plan, p) = (&frozen.announcement.plan, frozen.announcement.digest);
    let mut parts: Vec<&[u8]> = vec![p.as_bytes(), b""];
    for label in &plan.participants {
        let said = SAID.iter().find(|(other, _)| other == label).map_or("", |(_, value)| value);
        parts.extend([label.as_bytes(), b"", said.as_bytes()]);
    }
    let close = h("mq1/close", &parts);
    let dice = Dice::new(10, 20).unwrap();
    let last = h("mq1/final", &[dice.to_string().as_bytes(), DICE.as_bytes()]);
    let extracted = hkdf_extract(p.as_bytes(), &[*close.as_bytes(), *last.as_bytes()].concat());
    let seed = expand(&extracted, "mq1/seed", &[]);
    let select = expand(&seed, "mq1/select", &[]);
    let pair = expand(&seed, "mq1/pair", &[]);
    let schedule = expand(&seed, "mq1/schedule", &[]);
    let k = ticket_key(&select);
    let keys = Keys { tickets: vec![k; plan.tasks.len()], pair, schedule };
    let (office, _, _, _) = read();
    let tickets: BTreeMap<String, Digest> =
        office.entities.iter().map(|one| (one.id.to_string(), ticket(&k, one.id.as_bytes()))).collect();

    let selection = frozen.select(&keys).unwrap();
    let (places, _) = frozen.look_up(selection.drawn_ids()).unwrap();
    let all = visits(plan, &selection, &places).unwrap();
    let stream = |key: [u8; 32]| {
        let mut stream = Stream::new(&key);
        let words: Vec<String> = (0..4).map(|_| stream.next_u64().unwrap().to_string()).collect();
        json!({"key": Digest::new(key), "first_words": words})
    };
    let of_visit = |visit: &draw::visits::Visit| {
        let id = visit.id.as_str();
        json!({
            "id": id,
            "seats": visit.seats.iter().map(|pool| plan.pools[*pool as usize].id.as_str()).collect::<Vec<_>>(),
            "aside_rank": h("mq1/aside", &[&pair, id.as_bytes()]),
            "pair_stream_0": stream(expand(&pair, "mq1/stream", &[b"pair", id.as_bytes(), b"0"])),
            "schedule_stream_0": stream(expand(&schedule, "mq1/stream", &[b"schedule", id.as_bytes(), b"0"])),
        })
    };
    let record: records::frozen::Record =
        canonical::from_slice(bundle.files["draw/record.json"].trim_ascii_end()).unwrap();
    assert_eq!((record.close, record.final_digest), (close, last));
    assert_eq!((record.seed, record.seed_hash), (Digest::new(seed), sha256(&seed)));
    json!({
        "about": MADE,
        "close": close,
        "final_bits": dice.bits(),
        "final": last,
        "seed_extracted": Digest::new(extracted),
        "seed": Digest::new(seed),
        "seed_hash": sha256(&seed),
        "select_key": Digest::new(select),
        "pair_key": Digest::new(pair),
        "schedule_key": Digest::new(schedule),
        "k": String::from_utf8(k.to_vec()).unwrap(),
        "tickets": tickets,
        "visits_with_seats": all.iter().filter(|visit| !visit.seats.is_empty()).map(of_visit).collect::<Vec<_>>(),
        "simulated_seed_0": seed::Seed::simulated(&p, 0).digest(),
        "simulated_seed_1": seed::Seed::simulated(&p, 1).digest(),
    })
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
    let last = Dice::new(6, 25).unwrap().read("1234561234561234561234561").unwrap();
    let f = last.digest();
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
                      PROTOCOL.md sections 8, 9 and 20: profile remote, of which 丙 does not reveal; \
                      sealed derivation, with c in the close and s in the seed.",
            "plan_digest": p,
            "contributions": commitments,
            "close_open": open,
            "final_source": Dice::new(6, 25).unwrap().to_string(),
            "final_bits": Dice::new(6, 25).unwrap().bits(),
            "final_value": last.as_str(),
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
