//! Whole draws small enough to follow by hand: inputs, every intermediate value, outputs. One checker for the
//! folders `tiny`, `rules` and `tight` of `tests/vectors`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use draw::freeze::salt::{Salter, seal};
use draw::in_memory::{Bundle, Frozen, Office, draw, freeze};
use draw::seed::{self, Keys};
use draw::stream::Stream;
use draw::visits::{Visit, visits};
use records::canonical;
use records::frozen::FrozenInspectorPrivate;
use records::hash::{Digest, HmacKey, Secret, expand, h, hkdf_extract, sha256, ticket, ticket_key};
use records::id::Id;
use records::plan::{Coordination, Plan, Task};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::vectors::{compare, compare_json, folder, is_writing};

/// What a draw is made from: the files of the folder `input`.
pub struct Case {
    pub office: Office,
    pub plan: Plan,
    /// Labels and what they said, in the order in which they said it.
    pub said: Vec<(String, String)>,
    pub dice: String,
}

impl Case {
    pub fn new(office: Office, plan: Plan, said: &[(&str, &str)], dice: &str) -> Self {
        let said = said.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect();
        Self { office, plan, said, dice: dice.to_owned() }
    }

    /// The files of `input`, by name.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let Self { office, plan, said, dice } = self;
        let mut out = BTreeMap::new();
        let mut list = |name: &str, lines: Vec<Vec<u8>>| {
            let bytes = lines.into_iter().flat_map(|line| [line, vec![b'\n']].concat()).collect();
            out.insert(format!("{name}.jsonl"), bytes);
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
        out.insert("plan.json".into(), object(&serde_json::to_value(plan).unwrap()));
        let said: Vec<Value> = said.iter().map(|(label, value)| json!({"label": label, "value": value})).collect();
        out.insert("ceremony.json".into(), object(&json!({"contributions": said, "dice": dice})));
        let secret = hex::encode(office.secret.expose_bytes());
        out.insert("secret.txt".into(), format!("{secret}\n").into_bytes());
        out
    }

    /// Read back from the files, so that they are all that the outputs depend on.
    pub fn read(input: &Path) -> Self {
        let text = |name: &str| std::fs::read_to_string(input.join(name)).unwrap();
        fn list<T: DeserializeOwned>(text: &str) -> Vec<T> {
            text.lines().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
        }
        let secret: Digest = text("secret.txt").trim_end().parse().unwrap();
        let office = Office {
            secret: Secret::new(secret.to_bytes()),
            entities: list(&text("entities.jsonl")),
            inspectors: list(&text("inspectors.jsonl")),
            items: list(&text("items.jsonl")),
            conflicts: list(&text("conflicts.jsonl")),
            absences: list(&text("absences.jsonl")),
            promises: list(&text("promises.jsonl")),
            history: list(&text("history.jsonl")),
            selection: list(&text("selection.jsonl")),
        };
        let plan = canonical::from_slice(text("plan.json").trim_end().as_bytes()).unwrap();
        let said: Value = serde_json::from_str(&text("ceremony.json")).unwrap();
        let pair = |one: &Value| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            (text("label"), text("value"))
        };
        let pairs = said["contributions"].as_array().unwrap().iter().map(pair).collect();
        Self { office, plan, said: pairs, dice: said["dice"].as_str().unwrap().to_owned() }
    }

    pub fn said(&self) -> Vec<(&str, &str)> {
        self.said.iter().map(|(label, value)| (label.as_str(), value.as_str())).collect()
    }
}

/// Makes everything anew from `input` and compares it with the folder of that name.
pub fn check(name: &str, test: &str) -> Bundle {
    let case = Case::read(&folder().join(name).join("input"));
    for (file, bytes) in case.files() {
        compare(&format!("{name}/input/{file}"), &bytes);
    }
    for one in &case.office.inspectors {
        assert_eq!(one.id, Id::derived(&[&one.department, &one.work_no]));
    }
    let frozen = freeze(&case.office, &case.plan).unwrap();
    let bundle = draw(&frozen, &case.said(), &case.dice).unwrap();
    for (path, bytes) in &bundle.files {
        compare(&format!("{name}/bundle/{path}"), bytes);
    }
    if !is_writing() {
        assert_eq!(files_in(&folder().join(name).join("bundle")), bundle.files.keys().cloned().collect::<Vec<_>>());
    }
    let about = format!(
        "Made by `MINGQIAN_WRITE_VECTORS=1 cargo test -p draw --test stages {test}`; see README.md in this folder."
    );
    compare_json(&format!("{name}/freeze.json"), &freeze_values(&about, &case, &frozen));
    compare_json(&format!("{name}/draw.json"), &draw_values(&about, &case, &frozen, &bundle));
    bundle
}

/// Rules of freeze: what applies to whom, and to whom it does not.
#[test]
fn rules() {
    check("rules", "golden");
}

/// Too few people and days.
#[test]
fn tight() {
    check("tight", "golden");
}

fn files_in(root: &Path) -> Vec<String> {
    let (mut out, mut todo) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let parts = path.strip_prefix(root).unwrap().components();
                let parts: Vec<_> = parts.map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect();
                out.push(parts.join("/"));
            }
        }
    }
    out.sort();
    out
}

/// Makes salts and commitments of one case from its secret.
struct Sealer {
    secret: HmacKey,
    draw: String,
}

impl Sealer {
    /// A record and everything between it and its commitment.
    fn opened(&self, list: &str, id: &str, private: &[u8]) -> Value {
        let draw = if list == "entities" { "" } else { &self.draw };
        let salt = Salter::new(&self.secret, list, draw).salt(id, private);
        json!({
            "id": id,
            "private": String::from_utf8(private.to_vec()).unwrap(),
            "salt": salt,
            "salt_input": h("mq1/salt", &[list.as_bytes(), draw.as_bytes(), id.as_bytes(), private]),
            "sealed": seal(&salt, private),
        })
    }

    /// Scope (if there is one) and strata of a labelled task.
    fn conditions(&self, task: &Task) -> Vec<Value> {
        let mut out = Vec::new();
        if !task.scope.is_empty() {
            let scope = draw::rules::scope_private(task.id.as_str(), &task.scope).unwrap();
            out.push(self.opened("plan", task.id.as_str(), &scope));
        }
        for stratum in &task.strata {
            let when = stratum.when.as_deref().unwrap();
            let private = draw::rules::stratum_private(task.id.as_str(), stratum.id.as_str(), when);
            out.push(self.opened("plan", stratum.id.as_str(), &private.unwrap()));
        }
        out
    }

    fn inspectors(&self, office: &Office, frozen: &Frozen<'_>) -> Vec<Value> {
        let value = |name: &draw::freeze::Pseudonym| {
            let inspector = office.inspectors.iter().find(|one| one.id == name.inspector).unwrap();
            let private = canonical::to_vec(&FrozenInspectorPrivate {
                certificate_no: inspector.certificate_no.clone(),
                name: inspector.name.clone(),
                work_no: inspector.work_no.clone(),
            });
            let (department, work_no) = (inspector.department.as_bytes(), inspector.work_no.as_bytes());
            let input = h("mq1/pseudonym", &[self.draw.as_bytes(), department, work_no]);
            let mut value = self.opened("inspectors", name.pseudonym.as_str(), &private.unwrap());
            value["pseudonym_input"] = json!(input);
            value["pseudonym_code"] = json!(Digest::new(self.secret.mac(input.as_bytes())));
            value
        };
        frozen.names().iter().map(value).collect()
    }
}

/// Private fields that conditions of labelled tasks read, as a record of these alone.
fn private_read(plan: &Plan, private: &records::lists::EntityPrivate) -> Vec<u8> {
    let labelled = plan.tasks.iter().filter(|task| task.labelled);
    let conditions = labelled
        .flat_map(|task| task.scope.iter().chain(task.strata.iter().flat_map(|stratum| stratum.when.iter().flatten())));
    let read: BTreeSet<&str> = conditions.map(|condition| condition.field.as_str()).collect();
    let mut fields = serde_json::to_value(private).unwrap();
    fields.as_object_mut().unwrap().retain(|field, _| read.contains(field.as_str()));
    canonical::value_to_vec(&fields).unwrap()
}

/// Everything of sections 6 and 7, recomputed step by step beside the engine.
fn freeze_values(about: &str, case: &Case, frozen: &Frozen<'_>) -> Value {
    let Case { office, plan, .. } = case;
    let sealer = Sealer { secret: HmacKey::new(office.secret.expose_bytes()), draw: plan.draw_name() };
    let all = |list: &str, private: &dyn Fn(&records::lists::EntityPrivate) -> Vec<u8>| {
        let entities = office.entities.iter();
        entities.map(|one| sealer.opened(list, one.id.as_str(), &private(&one.private))).collect::<Vec<Value>>()
    };
    let ids: Vec<_> = office.entities.iter().map(|entity| entity.id.clone()).collect();
    let (_, openings) = frozen.look_up(&ids).unwrap();
    let labelled = plan.tasks.iter().filter(|task| task.labelled);
    json!({
        "about": about,
        "draw": sealer.draw,
        "entities": all("entities", &|private| canonical::to_vec(private).unwrap()),
        "strata": if plan.is_labelled() { all("strata", &|private| private_read(plan, private)) } else { Vec::new() },
        "inspectors": sealer.inspectors(office, frozen),
        "barred_openings_of_all": openings,
        "conditions": labelled.flat_map(|task| sealer.conditions(task)).collect::<Vec<Value>>(),
        "plan_line_sha256": sha256(&frozen.announcement.line),
        "plan_digest": frozen.announcement.digest,
    })
}

fn stream(key: [u8; 32]) -> Value {
    let mut stream = Stream::new(&key);
    let words: Vec<String> = (0..4).map(|_| stream.next_u64().unwrap().to_string()).collect();
    json!({"key": Digest::new(key), "first_words": words})
}

/// A visit with seats: what its id gives with the two keys.
fn visit_values(plan: &Plan, keys: &Keys, visit: &Visit) -> Value {
    let (Keys { pair, schedule, .. }, id) = (keys, visit.id.as_str());
    json!({
        "id": id,
        "seats": visit.seats.iter().map(|pool| plan.pools[*pool as usize].id.as_str()).collect::<Vec<_>>(),
        "aside_rank": h("mq1/aside", &[pair, id.as_bytes()]),
        "pair_stream_0": stream(expand(pair, "mq1/stream", &[b"pair", id.as_bytes(), b"0"])),
        "schedule_stream_0": stream(expand(schedule, "mq1/stream", &[b"schedule", id.as_bytes(), b"0"])),
    })
}

/// The select key, K and the tickets: of all tasks, or by task where they are independent.
fn select_values(case: &Case, seed: &[u8; 32]) -> (Vec<[u8; 32]>, Value) {
    let ids = || case.office.entities.iter().map(|one| one.id.as_bytes());
    let values = |select: &[u8; 32]| {
        let k = ticket_key(select);
        let text = |id: &[u8]| String::from_utf8(id.to_vec()).unwrap();
        let tickets: BTreeMap<String, Digest> = ids().map(|id| (text(id), ticket(&k, id))).collect();
        json!({"select_key": Digest::new(*select), "k": text(&k), "tickets": tickets})
    };
    let tasks = &case.plan.tasks;
    match case.plan.coordination {
        Coordination::Positive => {
            let select = expand(seed, "mq1/select", &[]);
            (vec![select; tasks.len()], values(&select))
        }
        Coordination::Independent => {
            let key = |task: &Task| expand(seed, "mq1/select", &[task.id.as_bytes()]);
            let by_task: BTreeMap<&str, Value> =
                tasks.iter().map(|task| (task.id.as_str(), values(&key(task)))).collect();
            (tasks.iter().map(key).collect(), json!({"select_by_task": by_task}))
        }
    }
}

/// Everything of sections 8 to 13, recomputed step by step beside the engine.
fn draw_values(about: &str, case: &Case, frozen: &Frozen<'_>, bundle: &Bundle) -> Value {
    let (plan, p) = (&frozen.announcement.plan, frozen.announcement.digest);
    let mut parts: Vec<&[u8]> = vec![p.as_bytes(), b""];
    for label in &plan.participants {
        let said = case.said.iter().find(|(other, _)| other == label).map_or("", |(_, value)| value);
        parts.extend([label.as_bytes(), b"", said.as_bytes()]);
    }
    let close = h("mq1/close", &parts);
    let last = h("mq1/final", &[plan.final_source.id().as_bytes(), case.dice.as_bytes()]);
    let extracted = hkdf_extract(p.as_bytes(), &[*close.as_bytes(), *last.as_bytes()].concat());
    let seed = expand(&extracted, "mq1/seed", &[]);
    let (pair, schedule) = (expand(&seed, "mq1/pair", &[]), expand(&seed, "mq1/schedule", &[]));
    let (select, select_values) = select_values(case, &seed);
    let (seal, replace) = (expand(&seed, "mq1/seal", &[]), expand(&seed, "mq1/replace", &[]));
    let keys = Keys { tickets: select.iter().map(ticket_key).collect(), pair, schedule, seal, replace };
    let selection = frozen.select(&keys).unwrap();
    let (places, _) = frozen.look_up(selection.drawn_ids()).unwrap();
    let all = visits(plan, &selection, &places).unwrap();
    let seated = all.iter().filter(|visit| !visit.seats.is_empty());
    let record: records::frozen::Record =
        canonical::from_slice(bundle.files["draw/record.json"].trim_ascii_end()).unwrap();
    assert_eq!((record.close, record.final_digest), (close, last));
    assert_eq!((record.seed, record.seed_hash), (Digest::new(seed), sha256(&seed)));
    let mut out = json!({
        "about": about,
        "close": close,
        "final_bits": plan.final_source.bits(),
        "final": last,
        "seed_extracted": Digest::new(extracted),
        "seed": Digest::new(seed),
        "seed_hash": sha256(&seed),
        "pair_key": Digest::new(pair),
        "schedule_key": Digest::new(schedule),
        "visits_with_seats": seated.map(|visit| visit_values(plan, &keys, visit)).collect::<Vec<_>>(),
        "simulated_seed_0": seed::Seed::simulated(&p, 0).digest(),
        "simulated_seed_1": seed::Seed::simulated(&p, 1).digest(),
    });
    out.as_object_mut().unwrap().extend(select_values.as_object().unwrap().clone());
    out
}
