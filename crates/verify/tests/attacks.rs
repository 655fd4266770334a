//! The table of attacks: for each of them what the attacker does, with everything remade that he has keys for, and the check
//! that catches it. Attacks on events, log, numbers, escrow, leaves and replacements stand one by one in `lying_ceremony.rs`;
//! here is one of each kind, and those that need files of another draw.

mod support;

use std::collections::BTreeMap;

use draw::in_memory::{Frozen, Office, freeze};
use draw::publish::{Parts, draw_files};
use records::canonical;
use records::events::{DrawEvent, Event};
use records::hash::{Digest, sha256};
use records::plan::Plan;
use serde_json::{Value, json};
use support::authority;
use support::desk::{self, Number};
use support::forge::{Forge, root_of};
use support::sealed::{self, Story};
use support::{check, story, village};
use verify::{
    Grade, Kind, LogCopy, MemoryBundle, Options, Policy, ProofCheck, ProofError, Trust, VerifierKey, Vouched, verify,
    verify_proof, verify_slip,
};

fn named(bundle: &MemoryBundle) -> String {
    verdict(bundle, &Options::default())
}

fn verdict(bundle: &MemoryBundle, options: &Options<'_>) -> String {
    match verify(bundle, options) {
        Ok(verified) => format!("verified {}", verified.standing.grade),
        Err(failure) => format!("{} {}", failure.check, failure.code()),
    }
}

/// A world: the lists, the plans of the vectors frozen.
struct World {
    office: Office,
    plans: [Plan; 2],
}

impl World {
    fn new() -> Self {
        Self { office: village::office(), plans: [story::plan(1), story::plan(2)] }
    }

    fn frozen(&self) -> [Frozen<'_>; 2] {
        self.plans.each_ref().map(|plan| freeze(&self.office, plan).unwrap())
    }
}

/// The second attempt up to the draw.
fn drawn<'f>(frozen: &'f [Frozen<'f>; 2]) -> Number<'f> {
    story::second(&frozen[1], &story::voided(&frozen[0])).up_to_close().signed().rolled(desk::ROLLED).drawn()
}

/// The bundle of these files, with roots in the record and the digest in the event `draw` made anew, all logged and signed.
fn remade(number: &Number<'_>, mut files: BTreeMap<String, Vec<u8>>) -> MemoryBundle {
    let mut record: Value = serde_json::from_slice(&files["draw/record.json"]).unwrap();
    for (name, root) in record["roots"].as_object_mut().unwrap() {
        *root = root_of(&files[&format!("draw/{name}.jsonl")]);
    }
    files.insert("draw/record.json".to_owned(), support::forge::line(&record));
    let digest = sha256(&files["draw/record.json"]);
    let mut lied = number.clone();
    for event in &mut lied.events {
        if let Event::Draw(DrawEvent { record, .. }) = event {
            *record = Some(digest);
        }
    }
    lied.bundle_of(Kind::Outcome, files)
}

/// Lines of a file of an honest draw changed, all remade.
fn edited(number: &Number<'_>, path: &str, edit: impl FnOnce(&mut Vec<Value>)) -> MemoryBundle {
    let mut forge = Forge { files: number.files(Kind::Outcome) };
    forge.edit_lines(path, edit);
    remade(number, forge.files)
}

/// The lists were fixed in P. Whoever edits one may make roots and P anew, and announce again in a log rewritten for it: the
/// participants have signed the old P, and the old log is in others' hands.
#[test]
fn a_list_edited_after_the_commitment() {
    let world = World::new();
    let frozen = world.frozen();
    let number = drawn(&frozen);
    assert_eq!(named(&number.bundle(Kind::Outcome)), "verified attested");
    type Edit = fn(&mut Vec<Value>);
    let edits: [Edit; 3] = [
        |rows| rows[0]["name"] = json!("改名"),
        |rows| drop(rows.remove(0)),
        |rows| {
            let mut ghost = rows[9].clone();
            ghost["id"] = json!("E99");
            rows.insert(10, ghost);
        },
    ];
    for edit in edits {
        assert_eq!(named(&edited(&number, "lists/entities.jsonl", edit)).split(' ').next(), Some("roots"));
    }
    // Before the plan was frozen: another P, another announcement. The signatures are those of the meeting.
    let mut office = world.office.clone();
    office.entities[0].name = "改名".to_owned();
    let again = freeze(&office, &world.plans[1]).unwrap();
    let honest = number.clone();
    let lied = Number { frozen: &again, ..number };
    let mut events = honest.events.clone();
    events[0] = lied.announcement();
    let lied = Number { events, ..lied };
    let bundle = lied.bundle_of(Kind::Outcome, lied.files(Kind::Outcome));
    assert_eq!(named(&bundle), "events event-signature");
    // Without the signatures it is the word of the operator alone, and the log of the meeting is another one.
    let mut alone = lied.clone();
    alone.events.retain(|event| event.name() != "sign");
    let k = alone.events.iter().position(|event| event.name() == "close").unwrap();
    alone.events[k] = Event::Close { close: alone.d() };
    let mut alone = Number { events: alone.events, cosigned: None, ..lied };
    alone.events.pop();
    let alone = alone.drawn();
    let bundle = alone.bundle(Kind::Outcome);
    assert_eq!(named(&bundle), "verified operator-only");
    let required = Options { require: Some(Grade::Attested), ..Options::default() };
    assert_eq!(verdict(&bundle, &required), "grade grade-below");
    let (log, tiles) = (honest.log(), honest.log().tiles());
    let checkpoint = log.checkpoint(log.size()).to_string();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    assert_eq!(verdict(&bundle, &Options { log: Some(copy), ..Options::default() }), "log copy-tree");
}

#[test]
fn a_wrong_threshold() {
    let world = World::new();
    let frozen = world.frozen();
    let bundle =
        edited(&drawn(&frozen), "draw/strata.jsonl", |rows| rows[0]["threshold"] = json!(Digest::new([0xff; 32])));
    assert_eq!(named(&bundle), "selection stratum-threshold");
}

#[test]
fn inspectors_swapped_between_two_visits() {
    let world = World::new();
    let frozen = world.frozen();
    let number = drawn(&frozen);
    // Any two seats of one pool: what is unlawful is named by the direct checks, what is lawful and not drawn by the replay.
    let visits = support::desk::lines(&number.outcome()["draw/visits.jsonl"]);
    let mut verdicts = std::collections::BTreeSet::new();
    for a in 0..visits.len() {
        for b in a + 1..visits.len() {
            let bundle = edited(&number, "draw/visits.jsonl", |rows| {
                let (one, two) = (rows[a]["seats"][0]["inspector"].clone(), rows[b]["seats"][0]["inspector"].clone());
                rows[a]["seats"][0]["inspector"] = two;
                rows[b]["seats"][0]["inspector"] = one;
            });
            verdicts.insert(named(&bundle).split(' ').next().unwrap().to_owned());
        }
    }
    assert!(verdicts.contains("replay"), "{verdicts:?}");
    assert!(verdicts.iter().all(|check| ["replay", "teams", "dates"].contains(&check.as_str())), "{verdicts:?}");
}

/// Lawful, balanced teams, by another stream than the seed's: as an engine with an uneven law, or a hand, would deal them.
#[test]
fn teams_that_are_lawful_and_were_not_drawn() {
    let world = World::new();
    let frozen = world.frozen();
    let number = drawn(&frozen);
    let mut caught = 0;
    for k in 0..6 {
        let files = dealt_by(&number, [k; 32]);
        if files["draw/visits.jsonl"] == number.outcome()["draw/visits.jsonl"] {
            continue;
        }
        let got = named(&remade(&number, with_rest(&number, files)));
        assert!(got.starts_with("replay "), "{got}");
        caught += 1;
    }
    assert!(caught > 3);
}

/// The outcome with teams and dates dealt by another key.
fn dealt_by(number: &Number<'_>, key: [u8; 32]) -> BTreeMap<String, Vec<u8>> {
    let announcement = &number.frozen.announcement;
    let plan = &announcement.plan;
    let outcome = number.outcome();
    let ceremony: records::frozen::Ceremony =
        canonical::from_slice(outcome["draw/ceremony.json"].trim_ascii_end()).unwrap();
    let sealing = draw::seed::open_seed(plan, &announcement.digest, &ceremony).unwrap();
    let mut keys = sealing.seed.keys(plan);
    (keys.pair, keys.schedule) = (key, key);
    let selection = number.frozen.select(&keys).unwrap();
    let (places, openings) = number.frozen.look_up(selection.drawn_ids()).unwrap();
    let outcome = number.frozen.outcome(&keys, &selection, &places, &openings).unwrap();
    let parts = Parts {
        announcement,
        ceremony: &ceremony,
        sealing: &sealing,
        keys: &keys,
        selection: &selection,
        openings: &openings,
        apart: &[],
        outcome: &outcome,
    };
    let mut files = draw_files(parts).unwrap().files;
    files.remove("draw/apart.jsonl");
    files
}

fn with_rest(number: &Number<'_>, files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut all = number.files(Kind::Outcome);
    all.extend(files);
    all
}

#[test]
fn conflicts_changed_after_the_seed() {
    let world = World::new();
    let frozen = world.frozen();
    let number = drawn(&frozen);
    let inspector = support::desk::lines(&number.outcome()["lists/inspectors.jsonl"])[0]["id"].clone();
    let bundle = edited(&number, "draw/openings.jsonl", |rows| rows[0]["law"]["inspectors"] = json!([inspector]));
    assert_eq!(named(&bundle), "openings opening-commitment");
    let bundle = edited(&number, "lists/barred.jsonl", |rows| rows[0]["law"] = json!(Digest::new([0; 32])));
    assert_eq!(named(&bundle), "roots root-hash");
}

/// An outcome that does not suit is voided: the void carries it, and the superior's signature.
#[test]
fn an_outcome_that_does_not_suit_is_published_with_its_void() {
    let world = World::new();
    let frozen = world.frozen();
    let rolled = story::second(&frozen[1], &story::voided(&frozen[0])).up_to_close().signed().rolled(desk::ROLLED);
    let void = rolled.clone().voided("两个检查组无法成行");
    let verified = check(&void.bundle(Kind::Outcome)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(verified.status.void_reason.as_deref(), Some("两个检查组无法成行"));
    assert!(verified.counts.visits > 0);
    assert_eq!(named(&void.bundle(Kind::Announcement)), "events event-last");
    let mut unsigned = void.clone();
    let Some(Event::Void { signature, .. }) = unsigned.events.last_mut() else { panic!("a void") };
    *signature = Some(authority::sign(authority::LOG, &Digest::new([0; 32])));
    assert_eq!(named(&unsigned.bundle(Kind::Outcome)), "events event-signature");
}

/// A beacon's round that had begun when the close was witnessed.
#[test]
fn a_late_close() {
    let begins = story::ROUND_BEGINS;
    let plan = story::beacon_plan(1);
    let office = village::office();
    let frozen = freeze(&office, &plan).unwrap();
    let number = story::by_beacon(Number::new(&frozen));
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let options = Options { policy: Some(&policy), ..Options::default() };
    let witnessed = |time: u64| Number { cosigned: Some(time), ..number.clone() }.bundle(Kind::Outcome);
    assert_eq!(verdict(&witnessed(begins - 600), &options), "verified anchored");
    assert_eq!(verdict(&witnessed(begins - 599), &options), "order order-beacon");
    // Without a policy nobody is known who could date it.
    assert_eq!(verdict(&witnessed(begins - 599), &Options::default()), "verified attested");
    let verified = verify(&witnessed(begins - 600), &options).unwrap();
    assert_eq!(verified.status.beacon_checked, Some(false));
    assert!(verified.message(records::lang::Lang::En).contains("BLS signature was not checked"));
    let bad = |_: u64, _: &str| Err("it does not hold".to_owned());
    let checked = Options { beacon: Some(&bad), ..options };
    assert_eq!(verdict(&witnessed(begins - 600), &checked), "ceremony ceremony-beacon");
}

/// A share that does not lie on the polynomial is seen by its holder before anybody contributes; the verifier sees that every
/// holder has said that his is good.
#[test]
fn a_junk_share() {
    let (office, plan) = (village::office(), sealed::plan());
    let frozen = freeze(&office, &plan).unwrap();
    let script = sealed::script();
    let gathered = draw::in_memory::gather(&frozen, &script).unwrap();
    let dealt = gathered.dealt.unwrap();
    let files = dealt.share_files(&frozen.announcement.digest, &plan.draw_name(), plan.escrow.as_ref().unwrap());
    let mut junk = files[1].clone();
    assert!(draw::escrow::check_share(&junk).is_ok());
    junk.share = files[2].share;
    assert_eq!(draw::escrow::check_share(&junk).unwrap_err().code(), "escrow-junk");
}

/// Nobody in the room knows s, and whoever holds two shares has it after the finish date.
#[test]
fn what_is_overdue_is_said() {
    let world = World::new();
    let frozen = world.frozen();
    let bundle = drawn(&frozen).bundle(Kind::Outcome);
    let on = |day: &str| verify(&bundle, &Options { today: Some(day.parse().unwrap()), ..Options::default() }).unwrap();
    assert_eq!(on("2026-03-31").status.overdue, None);
    let late = on("2026-04-01");
    assert_eq!(late.status.overdue.map(|day| day.to_string()).as_deref(), Some("2026-03-31"));
    assert!(late.message(records::lang::Lang::Zh).contains("逾期"));
}

/// Before the finish every id gets the same bytes.
#[test]
fn a_sealed_bundle_answers_everybody_alike() {
    let world = World::new();
    let frozen = world.frozen();
    let past = drawn(&frozen).finished();
    let plan = sealed::plan();
    let sealed_frozen = freeze(&world.office, &plan).unwrap();
    let script = sealed::script();
    let story = Story::new(&sealed_frozen, &script, &past);
    for bundle in [
        story.bundle(&sealed_frozen, Kind::Sealed),
        sealed::announced(&sealed_frozen, &script, &past).bundle(Kind::Announcement),
    ] {
        let answers: std::collections::BTreeSet<Vec<u8>> = ["E01", "E02", "LIFT-1", "OLD-7", "NOBODY", ""]
            .iter()
            .map(|id| {
                let answer = verify::why(&bundle, id, None, &Options::default()).unwrap();
                let words = [records::lang::Lang::Zh, records::lang::Lang::En].map(|lang| answer.message(lang));
                [serde_json::to_vec(&answer).unwrap(), words.concat().into_bytes()].concat()
            })
            .collect();
        assert_eq!(answers.len(), 1);
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, ProofError>) -> ProofCheck {
    match result.unwrap_err() {
        ProofError::Proof(failure) => failure.check,
        ProofError::Bundle(failure) => panic!("{failure}"),
    }
}

/// A slip of another visit, another team, another draw, another log; and names that are not those behind the pseudonyms.
#[test]
fn a_forged_slip() {
    let folder = support::vectors::folder();
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let trust = Trust { policy: Some(&policy), ..Trust::default() };
    let other_log: VerifierKey = authority::witness("x", 9).verifier().to_string().parse().unwrap();
    for (name, path, sealed) in
        [("ceremony", "ceremony/slips/open.json", false), ("sealed", "sealed/slips/sealed.json", true)]
    {
        let slip: Value = serde_json::from_slice(&std::fs::read(folder.join(path)).unwrap()).unwrap();
        let bundle = support::recipe::bundle_of(name);
        let options = Options::default();
        let ask = |edit: &dyn Fn(&mut Value), trust: &Trust<'_>| {
            let mut slip = slip.clone();
            edit(&mut slip);
            verify_slip(&support::forge::line(&slip), trust, Some((&bundle, &options)))
        };
        let shown = ask(&|_| {}, &trust).unwrap_or_else(|error| panic!("{error}"));
        assert!(shown.with_bundle && !shown.names.is_empty());
        let visit = if sealed { "/leaf/visit" } else { "/leaf" };
        let check = |edit: &dyn Fn(&mut Value)| refused(ask(edit, &trust));
        let at = |key: &str| format!("{visit}/{key}");
        assert_eq!(
            check(&|slip| *slip.pointer_mut(&at("days/0")).unwrap() = json!("2026-03-03")),
            ProofCheck::SlipLeaf
        );
        assert_eq!(check(&|slip| *slip.pointer_mut(&at("id")).unwrap() = json!("E09")), ProofCheck::SlipLeaf);
        assert_eq!(
            check(&|slip| {
                let seats = slip.pointer_mut(&at("seats")).unwrap();
                seats[0]["inspector"] = json!("I-0000000000");
                slip.as_object_mut().unwrap().remove("names");
            }),
            ProofCheck::SlipLeaf
        );
        // Names of people who do not stand in the slip, or without the seat in which they stand.
        assert_eq!(check(&|slip| slip["names"][0]["inspector"] = json!("I-0000000000")), ProofCheck::SlipFormat);
        assert_eq!(
            check(&|slip| slip.pointer_mut(&at("seats/0")).unwrap()["inspector"] = json!("I-0000000000")),
            ProofCheck::SlipFormat
        );
        // The text of a code: no line feed, and, where it would not fit, no proof of the log.
        let code = support::forge::line(&slip);
        let code = code.strip_suffix(b"\n").unwrap();
        assert_eq!(verify_slip(code, &trust, None).unwrap().vouched, shown.vouched);
        let mut short = slip.clone();
        short.as_object_mut().unwrap().remove("log");
        let short = support::forge::line(&short);
        assert_eq!(verify_slip(&short, &trust, None).unwrap().vouched, Vouched::Nobody);
        assert_eq!(verify_slip(&short, &trust, Some((&bundle, &options))).unwrap().vouched, Vouched::Bundle);
        if sealed {
            assert_eq!(check(&|slip| slip["salt"] = json!(Digest::new([0; 32]))), ProofCheck::SlipLeaf);
        } else {
            assert_eq!(check(&|slip| slip["record"]["draw"] = json!("COUNTY/9/9")), ProofCheck::SlipLeaf);
        }
        assert_eq!(check(&|slip| slip["log"]["index"] = json!(0)), ProofCheck::SlipEvent);
        assert_eq!(check(&|slip| slip["format"] = json!("mq1/proof")), ProofCheck::SlipFormat);
        assert_eq!(check(&|slip| slip["draw"] = json!("COUNTY/9/9")), ProofCheck::SlipFormat);
        assert_eq!(check(&|slip| slip["names"][0]["private"]["name"] = json!("别人")), ProofCheck::SlipDraw);
        assert_eq!(refused(ask(&|_| {}, &Trust { key: Some(&other_log), ..Trust::default() })), ProofCheck::SlipLog);
        // A draw that the office made up for the occasion has its own leaves, and no event in the log.
        let other = support::recipe::bundle_of(if sealed { "ceremony" } else { "sealed" });
        let line = support::forge::line(&slip);
        assert_eq!(refused(verify_slip(&line, &trust, Some((&other, &options)))), ProofCheck::SlipDraw);
    }
}

/// Replacements on a slip: left out, of another visit, out of their order, or invented.
#[test]
fn a_slip_with_other_replacements() {
    let folder = support::vectors::folder();
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let trust = Trust { policy: Some(&policy), ..Trust::default() };
    let bundle = support::recipe::bundle_of("ceremony");
    let options = Options::default();
    let read = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(folder.join(format!("ceremony/slips/{name}.json"))).unwrap()).unwrap()
    };
    let ask = |slip: &Value, with: bool| {
        let with = with.then_some((&bundle as &dyn verify::BundleFiles, &options));
        verify_slip(&support::forge::line(slip), &trust, with)
    };
    let (replaced, cancelled, reserve) = (read("replaced"), read("cancelled"), read("reserve"));
    for slip in [&replaced, &cancelled, &reserve, &read("waiting"), &read("open")] {
        for with in [false, true] {
            ask(slip, with).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    let now = ask(&replaced, false).unwrap().now.unwrap();
    let team = |slip: &Value| slip["leaf"]["seats"].as_array().unwrap().len();
    assert_eq!((now.replacements, now.team.len()), (2, team(&replaced)));
    assert!(ask(&cancelled, false).unwrap().now.unwrap().is_cancelled());
    assert_eq!(ask(&read("waiting"), true).unwrap().now, None);
    // Left out: without the bundle the slip is of the draw as it was, with it the verifier knows better.
    let without = |slip: &Value| {
        let mut slip = slip.clone();
        slip.as_object_mut().unwrap().remove("replaced");
        slip.as_object_mut().unwrap().remove("names");
        slip
    };
    assert_eq!(ask(&without(&replaced), false).unwrap().now.unwrap().replacements, 0);
    assert_eq!(refused(ask(&without(&replaced), true)), ProofCheck::SlipDraw);
    assert_eq!(refused(ask(&without(&reserve), true)), ProofCheck::SlipDraw);
    let change = |edit: &dyn Fn(&mut Vec<Value>)| {
        let mut slip = without(&replaced);
        let mut events = replaced["replaced"].as_array().unwrap().clone();
        edit(&mut events);
        slip["replaced"] = Value::Array(events);
        refused(ask(&slip, false))
    };
    assert_eq!(change(&|events| events.reverse()), ProofCheck::SlipEvent, "out of order");
    assert_eq!(change(&|events| events[0]["event"]["seat"] = json!(1)), ProofCheck::SlipEvent, "invented");
    assert_eq!(
        change(&|events| events.push(reserve["replaced"][0].clone())),
        ProofCheck::SlipEvent,
        "of another visit"
    );
}

/// A replacement that the office logged when the number was finished already.
#[test]
fn a_slip_with_a_replacement_after_the_end() {
    let world = World::new();
    let frozen = world.frozen();
    let number = drawn(&frozen).finished();
    let files = number.outcome();
    let visits: Vec<records::frozen::VisitLine> = support::desk::lines(&files["draw/visits.jsonl"])
        .into_iter()
        .map(|row| serde_json::from_value(row).unwrap())
        .collect();
    let visit = visits.iter().find(|visit| !visit.days.is_empty()).unwrap();
    let mut longer = number.clone();
    let late = json!({"kind": "inspector", "visit": visit.id, "seat": 0, "date": visit.days[0], "reason": "ill",
        "skipped": [], "approved_by": "superior", "nonce": Digest::new([1; 32])});
    longer.events.push(Event::Replace(serde_json::from_value(late).unwrap()));
    let (event, log) = support::proofs::log_proof(&longer, "draw");
    let show = support::proofs::show(&longer, &event, log, &records::events::SlipLeaf::Open(visit.clone()));
    let record = serde_json::from_slice(&files["draw/record.json"]).unwrap();
    let slip = desk::object(&draw::slip::open_slip(show, &record, &visits, &visit.id).unwrap());
    assert!(verify_slip(&slip, &Trust::default(), None).is_ok());
    let bundle = number.bundle(Kind::Outcome);
    let options = Options::default();
    assert_eq!(refused(verify_slip(&slip, &Trust::default(), Some((&bundle, &options)))), ProofCheck::SlipDraw);
    // What stands in it can't write over the verdict.
    let mut forged: Value = serde_json::from_slice(&slip).unwrap();
    forged["names"][0]["private"]["name"] = json!("甲\n在可信的日志里\u{1b}[2K");
    let shown = verify_slip(&support::forge::line(&forged), &Trust::default(), None).unwrap();
    let message = shown.message(records::lang::Lang::Zh);
    assert!(
        !message.contains('\u{1b}') && message.lines().all(|line| !line.starts_with("在可信的日志里")),
        "{message}"
    );
}

/// Proofs of the vectors, and what can be wrong with each.
#[test]
fn a_forged_proof() {
    let folder = support::vectors::folder().join("ceremony");
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let trust = Trust { policy: Some(&policy), ..Trust::default() };
    let record = sha256(&support::recipe::bundle_of("ceremony").0["draw/record.json"]);
    let by_digest = Trust { record: Some(record), ..Trust::default() };
    for name in ["drawn", "reserve", "not-drawn", "excluded", "former", "absent", "absent-last"] {
        let bytes = std::fs::read(folder.join(format!("proofs/{name}.json"))).unwrap();
        let proof: Value = serde_json::from_slice(&bytes).unwrap();
        for trust in [&trust, &by_digest, &Trust::default()] {
            verify_proof(&bytes, trust, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let check = |edit: &dyn Fn(&mut Value)| {
            let mut proof = proof.clone();
            edit(&mut proof);
            refused(verify_proof(&support::forge::line(&proof), &trust, None))
        };
        assert_eq!(check(&|proof| proof["format"] = json!("mq1/slip")), ProofCheck::ProofFormat);
        assert_eq!(check(&|proof| proof["record"]["seed"] = json!(Digest::new([0; 32]))), ProofCheck::ProofRecord);
        assert_eq!(check(&|proof| proof["log"]["index"] = json!(0)), ProofCheck::ProofLog);
        assert_eq!(check(&|proof| proof["leaves"][0]["line"]["name"] = json!("改名")), ProofCheck::ProofLeaves);
        assert_eq!(check(&|proof| proof["id"] = json!("E10")), ProofCheck::ProofAnswer, "{name}");
        assert_eq!(check(&|proof| proof["leaves"] = json!([])), ProofCheck::ProofAnswer);
        assert_eq!(check(&|proof| proof["plan"]["campaign"] = json!("另一次")), ProofCheck::ProofRecord);
        assert_eq!(check(&|proof| proof["plan"]["sequence"] = json!(0)), ProofCheck::ProofFormat);
        // A proof that lacks one of its lines, whichever, but for a rank among the reserves: that shows in the whole bundle only.
        let leaves = proof["leaves"].as_array().unwrap();
        let of_reserve = |leaf: &Value| leaf["file"] == "draw/selected.jsonl" && leaf["line"]["reserve"] == true;
        for at in (0..leaves.len()).filter(|at| !of_reserve(&leaves[*at])) {
            let dropped = check(&|proof| drop(proof["leaves"].as_array_mut().unwrap().remove(at)));
            assert_eq!(dropped, ProofCheck::ProofAnswer, "{name} {at}");
        }
        let other = Trust { record: Some(Digest::new([0; 32])), ..Trust::default() };
        assert_eq!(refused(verify_proof(&bytes, &other, None)), ProofCheck::ProofRecord);
        let options = Options::default();
        let own = support::recipe::bundle_of("ceremony");
        assert!(verify_proof(&bytes, &trust, Some((&own, &options))).is_ok());
        let other = support::recipe::bundle_of("sealed");
        assert_eq!(refused(verify_proof(&bytes, &trust, Some((&other, &options)))), ProofCheck::ProofRecord);
    }
}

/// Somebody drawn is shown the threshold of a stratum in which he does not lie, and his line of the drawn is kept back.
#[test]
fn a_drawn_one_is_told_that_he_was_not() {
    let world = World::new();
    let frozen = world.frozen();
    let number = drawn(&frozen).finished();
    let files = number.outcome();
    let proofs: Vec<Value> = support::desk::lines(&files["lists/entities.jsonl"])
        .iter()
        .map(|row| support::proofs::proof(&number, &files, "finish", row["id"].as_str().unwrap()))
        .map(|bytes| serde_json::from_slice(&bytes).unwrap())
        .collect();
    let is_drawn =
        |proof: &&Value| proof["leaves"].as_array().unwrap().iter().any(|leaf| leaf["line"]["reserve"] == false);
    let drawn = proofs.iter().find(is_drawn).unwrap();
    let of_file = |proof: &Value, file: &str| -> Vec<Value> {
        proof["leaves"].as_array().unwrap().iter().filter(|leaf| leaf["file"] == file).cloned().collect()
    };
    let own = of_file(drawn, "draw/strata.jsonl");
    let mut tried = 0;
    for other in proofs.iter().flat_map(|proof| of_file(proof, "draw/strata.jsonl")) {
        let mut forged = drawn.clone();
        let mut leaves: Vec<Value> = of_file(drawn, "lists/entities.jsonl");
        // Strata of other tasks stay; the one of this task is exchanged.
        let mut strata: Vec<Value> =
            own.iter().filter(|leaf| leaf["line"]["task"] != other["line"]["task"]).cloned().collect();
        if own.iter().any(|leaf| leaf["line"] == other["line"]) {
            continue;
        }
        strata.push(other);
        strata.sort_by_key(|leaf| leaf["index"].as_u64());
        leaves.extend(strata);
        forged["leaves"] = Value::Array(leaves);
        let answer = verify_proof(&support::forge::line(&forged), &Trust::default(), None);
        assert_eq!(refused(answer), ProofCheck::ProofAnswer);
        tried += 1;
    }
    assert!(tried > 0);
}
