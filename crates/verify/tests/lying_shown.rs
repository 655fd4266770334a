//! Lies in the hand: slips and proofs that an office with its own log's key, and nobody else's, can make. Each is caught by its own
//! check, and its honest neighbour is taken.
//!
//! They are the vectors `tests/vectors/shown.json`, written here and compared.

mod support;

use std::sync::LazyLock;

use draw::in_memory::{Frozen, freeze};
use draw::sealed::{CapsuleName, CapsuleText, Entry, capsule_key, open_capsule};
use draw::slip::sealed_slip;
use records::events::{Event, EventLine, Leaf, LogProof, Replacement, SlipLeaf};
use records::frozen::VisitLine;
use records::hash::{Digest, h};
use serde_json::{Value, json};
use support::desk::{self, MARKET, Number};
use support::forge::line;
use support::sealed::{self, Story};
use support::vectors::{folder, is_writing, pretty};
use support::{authority, proofs, second, shown_lies, story, village};
use tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use verify::{Kind, Options, Policy, ProofError, Trust, VerifierKey, verify_proof, verify_slip};

const CHECKPOINT_MAX: usize = 65_536;

/// A file that somebody is shown, what he has beside it, and the check that must fail; none for an honest one.
struct Case {
    name: &'static str,
    file: Vec<u8>,
    /// Folder of a bundle below the vectors.
    bundle: Option<&'static str>,
    policy: bool,
    key: Option<String>,
    check: &'static str,
}

fn case(name: &'static str, check: &'static str, bundle: Option<&'static str>, file: Vec<u8>) -> Case {
    Case { name, file, bundle, policy: false, key: None, check }
}

const OPEN: Option<&str> = Some("ceremony/bundle");
const SEALED: Option<&str> = Some("sealed/sealed");

fn read(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder().join(path)).unwrap()).unwrap()
}

fn edited(value: &Value, edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = value.clone();
    edit(&mut value);
    line(&value)
}

/// A checkpoint of this text with these lines behind the log's signature.
fn signed(size: u64, root: tlog::tree::Hash, more: &[String]) -> String {
    let signer = authority::log_signer();
    let body = Checkpoint::new(signer.verifier().name(), size, root);
    let note = SignedCheckpoint::sign(body, &signer).unwrap().to_string();
    note + &more.concat()
}

/// The form of slips and proofs of the open draw.
fn of_form() -> Vec<Case> {
    let slip = read("ceremony/slips/open.json");
    let proof = read("ceremony/proofs/drawn.json");
    let called = read("ceremony/slips/reserve.json");
    let check = |name, check, file| case(name, check, None, file);
    let note: SignedCheckpoint = slip["log"]["checkpoint"].as_str().unwrap().parse().unwrap();
    let (size, root) = (note.checkpoint().size, note.checkpoint().root);
    let with =
        |value: &Value, checkpoint: String| edited(value, |value| value["log"]["checkpoint"] = json!(checkpoint));
    let other = |name: &str| format!("— {name} {}\n", "AAAA".repeat(20));
    let many: Vec<String> = (0..100).map(|k| other(&format!("w{k}"))).collect();
    let long: Vec<String> = (0..90).map(|k| format!("— w{k} {}\n", "AAAA".repeat(180))).collect();
    assert!(signed(size, root, &long).len() > CHECKPOINT_MAX);
    let mut out = vec![
        check("honest slip", "", line(&slip)),
        check("honest proof", "", line(&proof)),
        check("ninety-nine signatures of others beside the log's", "", with(&slip, signed(size, root, &many[..99]))),
    ];
    for (value, names) in [(&slip, ["slip-format"; 2]), (&proof, ["proof-log", "proof-format"])] {
        out.extend([
            check("a hundred signatures of others beside the log's", names[0], with(value, signed(size, root, &many))),
            check("a checkpoint longer than 65,536 bytes", names[0], with(value, signed(size, root, &long))),
            check("a size above 2^53 − 1", names[0], with(value, signed(1 << 53, root, &[]))),
            check(
                "a signature line with a name that is none",
                names[0],
                with(value, signed(size, root, &[other("a+b")])),
            ),
            check(
                "a signature line without a signature",
                names[0],
                with(value, signed(size, root, &["— w AAAAAA==\n".to_owned()])),
            ),
            check(
                "members of another event",
                names[1],
                edited(value, |value| {
                    let event =
                        if value.get("leaf").is_some() { &mut value["event"] } else { &mut value["log"]["event"] };
                    event["seed_hash"] = json!(Digest::new([1; 32]));
                }),
            ),
        ]);
    }
    out.extend([
        check(
            "no event at all",
            "proof-format",
            edited(&proof, |proof| {
                proof["log"].as_object_mut().unwrap().remove("event");
            }),
        ),
        check(
            "a task twice among the keys",
            "proof-format",
            edited(&proof, |proof| {
                let keys = proof["record"]["keys"].as_array_mut().unwrap();
                keys[1] = keys[0].clone();
            }),
        ),
        check(
            "a key of a task is too long",
            "proof-format",
            edited(&proof, |proof| {
                proof["record"]["keys"][0]["k"] = json!("0".repeat(64));
            }),
        ),
        check(
            "a reserve that was called up to nowhere",
            "slip-format",
            edited(&called, |slip| {
                slip["replaced"][0]["event"].as_object_mut().unwrap().remove("visit");
            }),
        ),
        check(
            "private fields that no inspector has",
            "slip-format",
            edited(&slip, |slip| {
                slip["names"][0]["private"]["phone"] = json!("110");
            }),
        ),
        check(
            "an empty text among the private fields",
            "slip-format",
            edited(&slip, |slip| {
                slip["names"][0]["private"]["work_no"] = json!("");
            }),
        ),
    ]);
    let log_key = authority::log_signer().verifier().to_string();
    let other_log = log_signer_of(99);
    for (name, key, checks) in [
        ("the log's own key", log_key, ["", ""]),
        ("a foreign key beside a policy", other_log, ["slip-log", "proof-log"]),
    ] {
        for (value, check) in [(&slip, checks[0]), (&proof, checks[1])] {
            out.push(Case { policy: true, key: Some(key.clone()), ..case(name, check, None, line(value)) });
        }
    }
    out
}

/// A slip whose event is one of another draw, in the log.
fn of_events(number: &Number<'_>) -> Vec<Case> {
    let slip = read("ceremony/slips/open.json");
    let mut event: EventLine = serde_json::from_value(slip["event"].clone()).unwrap();
    event.draw = "COUNTY/9/1".to_owned();
    let mut log = number.log();
    let index = log.append(&event);
    let size = log.size();
    let shown = LogProof {
        checkpoint: log.checkpoint(size).to_string(),
        event: None,
        hashes: log.inclusion(index, size),
        index,
    };
    let file = edited(&slip, |slip| {
        slip["event"] = serde_json::to_value(&event).unwrap();
        slip["log"] = serde_json::to_value(&shown).unwrap();
    });
    vec![case("the event of another draw", "slip-event", None, file)]
}

/// The verifier key of another log, of the same name.
fn log_signer_of(seed: u8) -> String {
    let name = authority::log_signer().verifier().name().clone();
    tlog::key::LogSigner::new(name, &[seed; 32]).verifier().to_string()
}

/// Slips and proofs from a log that is not that of the bundle.
fn of_forks(number: &Number<'_>) -> Vec<Case> {
    let slip = read("ceremony/slips/open.json");
    let proof = read("ceremony/proofs/drawn.json");
    let mut out = vec![case("honest slip", "", OPEN, line(&slip)), case("honest proof", "", OPEN, line(&proof))];
    let mut moved = number.clone();
    moved.past.insert(0, moved.past[0].clone());
    let mut other_end = number.clone();
    *other_end.events.last_mut().unwrap() = Event::Finish { record: Digest::new([7; 32]), secret: None };
    for (name, fork) in [("another place in the log", moved), ("another root of the same size", other_end)] {
        let (event, log) = proofs::log_proof(&fork, "draw");
        out.push(Case {
            policy: true,
            ..case(name, "slip-draw", OPEN, edited(&slip, |slip| slip["log"] = serde_json::to_value(&log).unwrap()))
        });
        let log = LogProof { event: Some(event), ..log };
        let proof = edited(&proof, |proof| proof["log"] = serde_json::to_value(&log).unwrap());
        out.push(Case { policy: true, ..case(name, "proof-log", OPEN, proof.clone()) });
        out.push(Case { policy: true, ..case(name, "", None, proof) });
    }
    out
}

/// The first visit of a day.
fn entry(story: &Story<'_>, draw: &str, name: &CapsuleName) -> Entry {
    let capsule = story.held.capsules.iter().find(|capsule| capsule.name == *name).unwrap();
    let [one, two] = &capsule.halves;
    match open_capsule(draw, &capsule.name, &capsule_key(one, two), &capsule.file).unwrap() {
        CapsuleText::Day { visits, .. } => visits[0].clone(),
        _ => panic!("a day"),
    }
}

/// The slip of an entry, over the log of `number` with these events more.
fn slip_of(number: &Number<'_>, entry: &Entry, more: Vec<Event>) -> Vec<u8> {
    let mut number = number.clone();
    number.events.extend(more);
    let (event, log): (EventLine, LogProof) = proofs::log_proof(&number, "draw");
    let show = proofs::show(&number, &event, log, &SlipLeaf::Sealed(entry.line.clone()));
    // Names of people who are none can't be opened.
    desk::object(&sealed_slip(draw::slip::Show { names: Vec::new(), ..show }, entry).unwrap())
}

/// Replacements after a sealed draw: the bundle at hand does not reach them.
fn of_replaced(story: &Story<'_>, number: &Number<'_>) -> Vec<Case> {
    let draw = number.plan().draw_name();
    let first = story.held.outcome.visits.iter().find(|visit| !visit.days.is_empty()).unwrap();
    let day = entry(story, &draw, &CapsuleName::Day(first.days[0]));
    let Leaf::Visit(visit) = &day.line else { panic!("a visit") };
    let VisitLine { days, draws, id, seats, .. } = visit;
    let people: Vec<String> = desk::lines(&number.files(Kind::Announcement)["lists/inspectors.jsonl"])
        .iter()
        // The seats are of this department's pool.
        .filter(|row| row["department"] == MARKET)
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .filter(|id| seats.iter().all(|seat| seat.inspector.as_ref().is_none_or(|who| who.as_str() != id)))
        .collect();
    let honest = json!({"kind": "inspector", "visit": id, "seat": 0, "date": days[0], "reason": "ill", "by": people[0],
        "skipped": [], "approved_by": MARKET, "nonce": story::nonce(0xc1)});
    let event = |edit: &dyn Fn(&mut Value), seed: Option<u8>| {
        let mut value = honest.clone();
        edit(&mut value);
        let replacement: Replacement = serde_json::from_value(value).unwrap();
        match seed {
            Some(seed) => desk::approve(number, replacement, seed),
            None => Event::Replace(replacement),
        }
    };
    let (market, superior) = (Some(authority::MARKET), Some(authority::SUPERIOR));
    let one = |name, check, edit: &dyn Fn(&mut Value), seed| {
        case(name, check, SEALED, slip_of(number, &day, vec![event(edit, seed)]))
    };
    let second = |value: &mut Value| {
        value["seat"] = json!(1);
        value["by"] = json!(people[1]);
        value["nonce"] = json!(story::nonce(0xc2));
    };
    let by_superior = |value: &mut Value| {
        second(value);
        value["approved_by"] = json!("superior");
    };
    let two = |name, check, edit: &dyn Fn(&mut Value), seed| {
        case(name, check, SEALED, slip_of(number, &day, vec![event(&|_| {}, market), event(edit, seed)]))
    };
    let after = days.last().unwrap().plus_days(1).unwrap();
    let draw = &draws[0];
    let entity = json!({"kind": "entity", "task": draw.task, "stratum": draw.stratum, "rank": draw.rank, "date": days[0],
        "reason": "closed-down", "skipped": [], "approved_by": "superior", "nonce": story::nonce(0xc3)});
    let of_entity = |name, check, edit: &dyn Fn(&mut Value), seed: u8| {
        let mut value = entity.clone();
        edit(&mut value);
        let replacement: Replacement = serde_json::from_value(value).unwrap();
        case(name, check, SEALED, slip_of(number, &day, vec![desk::approve(number, replacement, seed)]))
    };
    let other = if draw.rank == 1 { 2 } else { 1 };
    let market_days = &number.plan().days;
    let joins = |value: &mut Value| {
        let of = number.plan().populations.iter().find(|one| one.task == draw.task && one.stratum == draw.stratum);
        value["rank"] = json!(other);
        value["by"] = json!(of.unwrap().n + 1);
        value["visit"] = json!(id);
    };
    vec![
        of_entity("honest, of a reserve that joins", "", &joins, authority::SUPERIOR),
        of_entity(
            "a reserve that joins a visit and has days of its own",
            "slip-draw",
            &|value| {
                joins(value);
                value["days"] = json!([market_days.last()]);
                value["team"] = json!(people.iter().take(seats.len()).collect::<Vec<_>>());
            },
            authority::SUPERIOR,
        ),
        of_entity(
            "rank 0",
            "slip-format",
            &|value| {
                joins(value);
                value["rank"] = json!(0);
            },
            authority::SUPERIOR,
        ),
        of_entity(
            "a reserve of rank 0",
            "slip-format",
            &|value| {
                joins(value);
                value["by"] = json!(0);
            },
            authority::SUPERIOR,
        ),
        of_entity(
            "somebody passed over where nobody takes the place",
            "slip-format",
            &|value| value["skipped"] = json!([[]]),
            authority::SUPERIOR,
        ),
        two(
            "a second one before the first",
            "slip-draw",
            &|value| {
                by_superior(value);
                value["date"] = json!(number.plan().created);
            },
            superior,
        ),
        case("honest, before anything was replaced", "", SEALED, slip_of(number, &day, Vec::new())),
        one("honest", "", &|_| {}, market),
        two("honest, and a second one by the superior", "", &by_superior, superior),
        of_entity("honest, of an entity", "", &|_| {}, authority::SUPERIOR),
        of_entity(
            "nobody in the place of an entity, without the superior",
            "slip-draw",
            &|value| value["approved_by"] = json!(MARKET),
            authority::MARKET,
        ),
        of_entity(
            "a rank that there is not",
            "slip-draw",
            &|value| {
                value["by"] = json!(77);
                value["visit"] = json!("E99");
            },
            authority::SUPERIOR,
        ),
        one(
            "nobody for a seat, without the superior",
            "slip-draw",
            &|value| drop(value.as_object_mut().unwrap().remove("by")),
            market,
        ),
        one("who gives way stands in himself", "slip-draw", &|value| value["by"] = json!(seats[0].inspector), market),
        one("nobody has signed", "slip-draw", &|_| {}, None),
        case("nobody has signed, without a bundle", "", None, slip_of(number, &day, vec![event(&|_| {}, None)])),
        one("another has signed", "slip-draw", &|_| {}, Some(authority::FIRE)),
        one("who approves has no key", "slip-draw", &|value| value["approved_by"] = json!("分管领导"), market),
        one("a reason that the plan does not have", "slip-draw", &|value| value["reason"] = json!("busy"), market),
        one("an inspector who is none", "slip-draw", &|value| value["by"] = json!("I-0000000000"), market),
        one("after the last day of the visit", "slip-draw", &|value| value["date"] = json!(after), market),
        one("before the plan", "slip-draw", &|value| value["date"] = json!("2026-02-23"), market),
        one(
            "somebody passed over without the superior",
            "slip-draw",
            &|value| value["skipped"] = json!([{"inspector": people[2], "reason": "ill"}]),
            market,
        ),
        one(
            "somebody passed over for a reason that the plan does not have",
            "slip-draw",
            &|value| {
                value["skipped"] = json!([{"inspector": people[2], "reason": "busy"}]);
                value["approved_by"] = json!("superior");
            },
            superior,
        ),
        two("a second one without the superior", "slip-draw", &second, market),
        of_entity(
            "a reason of inspectors for an entity",
            "slip-draw",
            &|value| value["reason"] = json!("ill"),
            authority::SUPERIOR,
        ),
    ]
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let (office, plans) = (village::office(), [story::plan(1), story::plan(2), sealed::plan()]);
    let frozen: Vec<Frozen<'_>> = plans.iter().map(|plan| freeze(&office, plan).unwrap()).collect();
    let number = story::finished(story::second(&frozen[1], &story::voided(&frozen[0])));
    let script = sealed::script();
    let story = Story::new(&frozen[2], &script, &number);
    let mut out = of_form();
    out.extend(shown_lies::of_proofs(&number).into_iter().map(|(name, check, file)| case(name, check, None, file)));
    for (name, file) in shown_lies::of_kept_back(&number) {
        out.push(case(name, "", None, file.clone()));
        out.push(case(name, "proof-answer", OPEN, file));
    }
    let excluded = shown_lies::not_excluded(&number);
    out.push(case("an exclusion kept back", "proof-answer", OPEN, excluded));
    out.extend(of_events(&number));
    out.extend(of_forks(&number));
    out.extend(of_replaced(&story, &story.number(&frozen[2])));
    // What is no slip is checked as a proof.
    out.push(case("an empty file", "proof-format", None, Vec::new()));
    out
});

fn is_slip(case: &Case) -> bool {
    case.check.starts_with("slip") || case.file.windows(8).any(|bytes| bytes == b"mq1/slip")
}

#[test]
fn each_is_caught_by_its_check() {
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let verdict = |case: &Case| {
        let key: Option<VerifierKey> = case.key.as_ref().map(|key| key.parse().unwrap());
        let trust = Trust { policy: case.policy.then_some(&policy), key: key.as_ref(), ..Trust::default() };
        let bundle = case.bundle.map(|path| support::recipe::bundle_of(path.trim_end_matches("/bundle")));
        let options = Options::default();
        let beside = bundle.as_ref().map(|bundle| (bundle as &dyn verify::BundleFiles, &options));
        let refused = |error: ProofError| error.code();
        match is_slip(case) {
            true => verify_slip(&case.file, &trust, beside).err().map_or("", refused),
            false => verify_proof(&case.file, &trust, beside).err().map_or("", refused),
        }
    };
    let wrong: Vec<String> = CASES
        .iter()
        .map(|case| (case, verdict(case)))
        .filter(|(case, got)| *got != case.check)
        .map(|(case, got)| format!("{} ({:?}): expected {:?}, got {got:?}", case.name, case.bundle, case.check))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn the_second_verifier_says_the_same() {
    let root = tempfile::tempdir().unwrap();
    let policy = folder().join("ceremony/policy.txt");
    let words = |(number, case): (usize, &Case)| {
        let path = root.path().join(format!("{number}.json"));
        std::fs::write(&path, &case.file).unwrap();
        let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
        let mut words = vec!["proof".to_owned(), text(&path)];
        words.extend(case.bundle.iter().flat_map(|bundle| ["--bundle".to_owned(), text(&folder().join(bundle))]));
        if case.policy {
            words.extend(["--policy".to_owned(), text(&policy)]);
        }
        words.extend(case.key.iter().flat_map(|key| ["--key".to_owned(), key.clone()]));
        words
    };
    let got = second::answers(&CASES.iter().enumerate().map(words).collect::<Vec<_>>());
    let wrong: Vec<String> = CASES
        .iter()
        .zip(&got)
        .filter(|(case, got)| *got != case.check)
        .map(|(case, got)| format!("{} ({:?}): expected {:?}, got {got:?}", case.name, case.bundle, case.check))
        .collect();
    assert!(wrong.is_empty() && got.len() == CASES.len(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn the_vectors_are_these() {
    let row = |case: &Case| {
        let mut row = json!({"name": case.name, "kind": if is_slip(case) { "slip" } else { "proof" },
            "check": case.check, "file": String::from_utf8(case.file.clone()).unwrap()});
        if let Some(bundle) = case.bundle {
            row["bundle"] = json!(bundle);
        }
        if case.policy {
            row["policy"] = json!("ceremony/policy.txt");
        }
        if let Some(key) = &case.key {
            row["key"] = json!(key);
        }
        row
    };
    let bytes = pretty(&json!({"cases": CASES.iter().map(row).collect::<Vec<_>>()}));
    let path = folder().join("shown.json");
    if is_writing() {
        std::fs::write(path, bytes).unwrap();
    } else {
        let there = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(there == bytes, "{} is not what is made now", path.display());
    }
}

/// That none of them is an honest one with a wrong name: without what makes it a lie it would be taken.
#[test]
fn there_are_honest_ones_of_each_kind() {
    for bundle in [None, OPEN, SEALED] {
        assert!(CASES.iter().any(|case| case.bundle == bundle && case.check.is_empty()), "{bundle:?}");
    }
}

/// Whatever stands in names, reasons and labels: nothing of it can move the cursor or turn the line around.
#[test]
fn the_second_verifier_prints_no_control() {
    let mut slip = read("ceremony/slips/replaced.json");
    slip["names"][0]["private"]["name"] = json!("甲\n holds\u{1b}[2K\u{202e}\u{200b}\u{7f}");
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("slip.json");
    std::fs::write(&path, line(&slip)).unwrap();
    let reference = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference/verify.py");
    let run = std::process::Command::new("python3").arg("-B").arg(reference).arg("proof").arg(&path).output().unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success() && text.contains('甲') && text.contains('\u{fffd}'), "{text}");
    assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{200b}')), "{text:?}");
    assert!(text.lines().all(|line| !line.trim_start().starts_with("holds\u{fffd}")), "{text}");
}

/// A plan beside a proof that has its own must be the same.
#[test]
fn a_plan_beside_another_is_refused() {
    let proof = line(&read("ceremony/proofs/drawn.json"));
    let own: records::plan::Plan = serde_json::from_value(read("ceremony/bundle/plan.json")).unwrap();
    let mut other = own.clone();
    other.campaign.push('2');
    let with = |plan| verify_proof(&proof, &Trust { plan: Some(plan), ..Trust::default() }, None);
    assert!(with(&own).is_ok());
    assert_eq!(with(&other).unwrap_err().code(), "proof-record");
}

/// A sealed draw whose leaves are made up: the slip's path holds, the draw can't have such a leaf.
#[test]
fn a_leaf_that_the_draw_cannot_have_is_refused() {
    let (office, plans) = (village::office(), [story::plan(1), story::plan(2), sealed::plan()]);
    let frozen: Vec<Frozen<'_>> = plans.iter().map(|plan| freeze(&office, plan).unwrap()).collect();
    let past = story::finished(story::second(&frozen[1], &story::voided(&frozen[0])));
    let script = sealed::script();
    let story = Story::new(&frozen[2], &script, &past);
    let number = story.number(&frozen[2]);
    let honest = story.held.outcome.visits.iter().find(|visit| !visit.days.is_empty()).unwrap();
    let leaf = json!({"visit": serde_json::to_value(honest).unwrap()});
    let reserve = |rank: u64| json!({"reserve": {"entity": "E99", "rank": rank, "stratum": "NORTH", "task": "MARKET"}});
    let refused = |leaf: &Value| {
        // A tree of one leaf.
        let salt = Digest::new([5; 32]);
        let data = h("mq1/leaf", &[salt.as_ref(), &records::canonical::value_to_vec(leaf).unwrap()]);
        let root = tlog::tree::root_of([tlog::tree::leaf_hash(data.as_ref())]);
        let mut lied = number.clone();
        let k = lied.events.iter().position(|event| event.name() == "draw").unwrap();
        let Event::Draw(drawn) = &mut lied.events[k] else { panic!("the draw") };
        drawn.leaves = Some(records::plan::Root { count: 1, root: Digest::new(root.to_bytes()) });
        let bundle = lied.bundle_of(Kind::Sealed, story.files(&frozen[2], Kind::Sealed));
        let (event, log) = proofs::log_proof(&lied, "draw");
        let slip = line(&json!({"draw": lied.plan().draw_name(), "event": event, "format": "mq1/slip", "hashes": [],
            "index": 0, "leaf": leaf, "log": log, "salt": salt}));
        let options = Options::default();
        let alone = verify_slip(&slip, &Trust::default(), None);
        assert!(alone.is_ok(), "{alone:?}");
        verify_slip(&slip, &Trust::default(), Some((&bundle, &options))).err().map_or("", |error| error.code())
    };
    assert_eq!(refused(&leaf), "");
    assert_eq!(refused(&reserve(3)), "");
    assert_eq!(refused(&reserve(2)), "slip-draw");
    assert_eq!(refused(&reserve(99)), "slip-draw");
    let edits: [&dyn Fn(&mut Value); 9] = [
        &|visit| visit["draws"] = json!([]),
        &|visit| visit["draws"][0]["rank"] = json!(0),
        &|visit| visit["draws"][0]["rank"] = json!(99),
        &|visit| visit["draws"][0]["stratum"] = json!("NOWHERE"),
        &|visit| visit["seats"][0]["pool"] = json!("NOBODY"),
        &|visit| visit["seats"][0]["inspector"] = json!("I-0000000000"),
        &|visit| visit["seats"][0]["inspector"] = visit["seats"][1]["inspector"].clone(),
        &|visit| visit["days"] = json!(["2027-01-01"]),
        &|visit| visit["state"] = json!("undated"),
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        let mut leaf = leaf.clone();
        edit(&mut leaf["visit"]);
        assert_eq!(refused(&leaf), "slip-draw", "{number}");
    }
}
