use draw::ceremony::{Ceremony, Missing, Phase, StepError};
use draw::in_memory::{Frozen, Script, freeze, hold};
use draw::{escrow, seed, signature};
use records::entropy::FinalSource;
use records::events::{Event, EventLine, RollRecord};
use records::hash::{Digest, sha256};
use records::lang::Lang;
use records::plan::{Mode, Plan, Profile};

use crate::county::{self, key};

pub fn line(plan: &Plan, event: Event) -> EventLine {
    EventLine { draw: plan.draw_name(), event }
}

pub fn code(ceremony: &Ceremony<'_>, event: Event) -> &'static str {
    error(ceremony, event).map_or("ok", |error| error.code())
}

fn error(ceremony: &Ceremony<'_>, event: Event) -> Option<StepError> {
    let error = ceremony.may_follow(&line(ceremony.plan(), event)).err()?;
    // Every refusal speaks both languages.
    assert!(!error.message(Lang::Zh).is_ascii(), "{error}");
    Some(error)
}

/// Holds a draw and shows the ceremony just before the first event of this name, and at the end.
pub fn with(
    mode: Mode,
    profile: Profile,
    test: impl for<'x> Fn(&'x Frozen<'x>, &'x Script, &dyn Fn(&str) -> Ceremony<'x>),
) {
    let (office, plan) = (county::office(), county::plan(mode, profile));
    let frozen = freeze(&office, &plan).unwrap();
    let script = county::script(&frozen.announcement.plan);
    let mut held = hold(&frozen, &script).unwrap();
    held.finish().unwrap();
    let events = held.events().to_vec();
    let (plan, digest) = (&frozen.announcement.plan, frozen.announcement.digest);
    let before = |name: &str| {
        let end = events.iter().position(|line| line.event.name() == name).unwrap_or(events.len());
        Ceremony::replay(plan, digest, &events[..end]).unwrap()
    };
    test(&frozen, &script, &|name| before(name));
}

fn contribution(label: &str, value: &str) -> Event {
    Event::Contribution { label: label.to_owned(), value: value.to_owned() }
}

pub fn bare_void(reason: &str) -> Event {
    Event::Void { reason: reason.to_owned(), record: None, secret: None, signature: None }
}

#[test]
fn an_honest_draw_passes_every_phase() {
    for (mode, profile) in [(Mode::Open, Profile::Room), (Mode::Sealed, Profile::Room), (Mode::Sealed, Profile::Remote)]
    {
        with(mode, profile, |frozen, script, before| {
            let first = if profile == Profile::Room { "contribution" } else { "commitment" };
            let names = ["announce", first, "close", "roll", "draw", "finish", "(end)"];
            let phases = names.map(|name| before(name).phase());
            let closing = if profile == Profile::Room { Phase::Contributing } else { Phase::Revealing };
            use Phase::{Closed, Contributing, Drawn, Finished, New, Rolled};
            assert_eq!(phases, [New, Contributing, closing, Closed, Rolled, Drawn, Finished]);
            assert!(before("(end)").missing().is_empty());
            let file = before("draw").ceremony_file().unwrap();
            assert_eq!(file.contributions.len(), 3);
            assert!(before("roll").ceremony_file().is_none());
            // Seed and D are those of the seed module.
            let secret =
                frozen.announcement.plan.escrow.as_ref().map(|escrow| {
                    escrow::deal(&frozen.announcement.digest, escrow, &script.coefficients).unwrap().secret
                });
            let sealing = before("draw").sealing(secret.as_ref()).unwrap();
            assert_eq!(sealing.close, before("roll").close_digest().unwrap());
            if mode == Mode::Open {
                let open = seed::open_seed(&frozen.announcement.plan, &frozen.announcement.digest, &file).unwrap();
                assert_eq!(open, sealing);
            }
            assert!(before("roll").sealing(secret.as_ref()).is_err());
        });
    }
}

#[test]
fn too_early_says_what_is_missing_and_who_has_not_spoken() {
    with(Mode::Sealed, Profile::Room, |_, _, before| {
        let start = before("announce");
        assert_eq!(start.missing(), [Missing::Announce]);
        assert_eq!(code(&start, contribution("群众代表", "1")), "step-too-early");
        assert_eq!(code(&start, bare_void("x")), "step-too-early");
        let sharing = before("share");
        assert_eq!(sharing.missing().len(), 4, "four holders");
        let error = error(&sharing, contribution("群众代表", "1")).unwrap();
        let StepError::TooEarly { missing, .. } = &error else { panic!("{error}") };
        assert!(missing.iter().all(|one| matches!(one, Missing::Share { .. })) && missing.len() == 4);
        assert!(error.message(Lang::Zh).contains("“监察委”核对份额"), "{}", error.message(Lang::Zh));
        let open = before("contribution");
        let roll = before("roll").events().len();
        assert!(roll > open.events().len());
        let event = Event::Roll { records: vec![], source: String::new(), value: String::new() };
        let Some(StepError::TooEarly { missing, chances, .. }) = super::ceremony::error(&open, event) else { panic!() };
        assert_eq!(missing, [Missing::Close]);
        assert_eq!(chances.iter().filter_map(Missing::label).count(), 3, "nobody has contributed yet");
        assert!(!chances[0].is_required() && missing[0].is_required());
    });
}

#[test]
fn every_event_has_its_time() {
    with(Mode::Sealed, Profile::Remote, |_, _, before| {
        let end = before("(end)");
        for line in end.events() {
            assert_eq!(code(&end, line.event.clone()), "step-too-late", "{}", line.event.name());
        }
        let commitment = || Event::Commitment { label: "群众代表".to_owned(), commitment: sha256(b"x") };
        assert_eq!(code(&before("close"), commitment()), "step-too-late", "after a reveal");
        assert_eq!(code(&before("roll"), commitment()), "step-too-late");
        let events = end.events();
        let of = |name: &str| events.iter().find(|line| line.event.name() == name).unwrap().event.clone();
        assert_eq!(code(&before("draw"), of("sign")), "step-too-late");
        assert_eq!(code(&before("draw"), of("roll")), "step-too-late");
        assert_eq!(code(&before("finish"), of("draw")), "step-too-late");
        assert_eq!(code(&before("roll"), of("announce")), "step-too-late");
        assert_eq!(code(&before("commitment"), of("share")), "step-twice");
        assert_eq!(code(&before("draw"), of("finish")), "step-too-early");
        assert_eq!(code(&before("draw"), Event::Open { leaf: sha256(b"x") }), "step-too-early");
    });
}

#[test]
fn a_plan_has_its_own_events_only() {
    with(Mode::Open, Profile::Room, |frozen, _, before| {
        let (close, drawn) = (before("close"), before("finish"));
        let salt = sha256(b"s");
        assert_eq!(code(&close, Event::Share { holder: "司法局".to_owned(), signature: None }), "step-not-in-plan");
        assert_eq!(code(&drawn, Event::Open { leaf: salt }), "step-not-in-plan");
        let label = "群众代表".to_owned();
        assert_eq!(code(&close, Event::Commitment { label: label.clone(), commitment: salt }), "step-not-in-plan");
        assert_eq!(code(&close, Event::Reveal { label, salt, value: "1".to_owned() }), "step-not-in-plan");
        let other = EventLine { draw: "COUNTY/8/1".to_owned(), event: bare_void("x") };
        assert_eq!(close.may_follow(&other).unwrap_err().code(), "step-other-draw");
        let mut plan = frozen.announcement.plan.clone();
        plan.log = None;
        let digest = frozen.announcement.digest;
        let superior = plan.superior.as_ref().unwrap().key;
        let announce = Event::Announce { plan: digest, superior, round: None, commitment: None, points: vec![] };
        let error = Ceremony::new(&plan, digest).may_follow(&line(&plan, announce)).unwrap_err();
        assert_eq!(error.code(), "step-plan-key");
    });
    with(Mode::Sealed, Profile::Remote, |_, _, before| {
        assert_eq!(code(&before("commitment"), contribution("群众代表", "1")), "step-not-in-plan");
    });
}

#[test]
fn an_announcement_says_what_was_dealt() {
    with(Mode::Sealed, Profile::Room, |frozen, _, before| {
        let start = before("announce");
        let honest = before("(end)").events()[0].event.clone();
        let Event::Announce { plan, superior, round, commitment, points } = honest else { panic!() };
        let announce = |plan: Digest, commitment: Option<Digest>, points: Vec<Digest>| {
            code(&start, Event::Announce { plan, superior, round, commitment, points })
        };
        let other = Event::Announce { plan, superior: sha256(b"x"), round, commitment, points: points.clone() };
        assert_eq!(code(&start, other), "step-superior");
        let other = Event::Announce { plan, superior, round: Some(9), commitment, points: points.clone() };
        assert_eq!(code(&start, other), "step-key");
        assert_eq!(announce(plan, commitment, points.clone()), "ok");
        assert_eq!(announce(sha256(b"x"), commitment, points.clone()), "step-plan");
        assert_eq!(announce(plan, None, points.clone()), "step-key");
        assert_eq!(announce(plan, commitment, vec![]), "step-key");
        assert_eq!(announce(plan, commitment, points[..2].to_vec()), "escrow-points");
        assert_eq!(announce(plan, Some(sha256(b"x")), points.clone()), "escrow-commitment");
        assert_eq!(frozen.announcement.digest, plan);
    });
    with(Mode::Open, Profile::Room, |frozen, _, before| {
        let (plan, commitment) = (frozen.announcement.digest, Some(sha256(b"x")));
        let superior = frozen.announcement.plan.superior.as_ref().unwrap().key;
        let announce = Event::Announce { plan, superior, round: None, commitment, points: vec![] };
        assert_eq!(code(&before("announce"), announce), "step-key");
    });
}

#[test]
fn holders_sign_where_they_have_a_key() {
    with(Mode::Sealed, Profile::Room, |frozen, _, before| {
        let start = before("share");
        let share = |holder: &str, signature: Option<String>| {
            code(&start, Event::Share { holder: holder.to_owned(), signature })
        };
        let digest = frozen.announcement.digest;
        let sign = |who: &str, holder: &str| {
            Some(signature::sign(&key(who), &signature::share(&digest, start.commitment().unwrap(), holder)))
        };
        assert_eq!(share("司法局", sign("司法局", "司法局")), "ok");
        assert_eq!(share("司法局", None), "step-key");
        assert_eq!(share("司法局", sign("市场监管局", "司法局")), "signature-invalid");
        assert_eq!(share("司法局", sign("司法局", "监察委")), "signature-invalid");
        assert_eq!(share("司法局", Some("00".to_owned())), "signature-form");
        assert_eq!(share("监察委", None), "ok");
        assert_eq!(share("监察委", sign("司法局", "监察委")), "step-key");
        assert_eq!(share("群众代表", None), "step-stranger");
        let mut taken = start.clone();
        taken.accept(&line(start.plan(), Event::Share { holder: "监察委".to_owned(), signature: None })).unwrap();
        assert_eq!(code(&taken, Event::Share { holder: "监察委".to_owned(), signature: None }), "step-twice");
    });
}

#[test]
fn contributions_are_of_participants_once_and_short() {
    with(Mode::Open, Profile::Room, |_, _, before| {
        let start = before("contribution");
        assert_eq!(code(&start, contribution("群众代表", "1")), "ok");
        assert_eq!(code(&start, contribution("路人", "1")), "step-stranger");
        assert_eq!(code(&start, contribution("群众代表", "")), "seed-length");
        assert_eq!(code(&start, contribution("群众代表", &"x".repeat(1025))), "seed-length");
        let mut said = start.clone();
        said.accept(&line(start.plan(), contribution("群众代表", "1"))).unwrap();
        assert_eq!(code(&said, contribution("群众代表", "2")), "step-twice");
        assert_eq!(said.silent(), ["市场监管局", "消防大队"]);
    });
}

#[test]
fn reveals_open_their_commitments() {
    with(Mode::Sealed, Profile::Remote, |_, script, before| {
        let start = before("reveal");
        let (label, value, salt) = script.said[0].clone();
        let reveal = |label: &str, value: &str, salt: [u8; 32]| {
            let (label, value) = (label.to_owned(), value.to_owned());
            Event::Reveal { label, salt: Digest::new(salt), value }
        };
        assert_eq!(code(&start, reveal(&label, &value, salt)), "ok");
        assert_eq!(code(&start, reveal(&label, "19", salt)), "seed-commitment");
        assert_eq!(code(&start, reveal(&label, &value, [0; 32])), "seed-commitment");
        assert_eq!(code(&start, reveal(&script.said[1].0, &value, salt)), "seed-commitment");
        assert_eq!(code(&start, reveal(&label, &"x".repeat(1025), salt)), "seed-length");
        assert_eq!(code(&start, reveal("路人", &value, salt)), "step-stranger");
        let none = before("commitment");
        assert_eq!(code(&none, reveal(&label, &value, salt)), "step-not-committed");
        let commitment = Event::Commitment { label: label.clone(), commitment: sha256(b"x") };
        assert_eq!(code(&start, commitment), "step-twice");
        let mut revealed = start.clone();
        revealed.accept(&line(start.plan(), reveal(&label, &value, salt))).unwrap();
        assert_eq!(code(&revealed, reveal(&label, &value, salt)), "step-twice");
        // Who has committed and not revealed is named, and is empty in D.
        let names: Vec<_> = revealed.missing().iter().filter_map(|one| one.label().map(str::to_owned)).collect();
        assert_eq!(names, ["消防大队", "群众代表"]);
        assert_eq!(revealed.silent(), ["消防大队", "群众代表"]);
        let without = revealed.close_digest().unwrap();
        assert_ne!(without, before("close").close_digest().unwrap());
        assert_eq!(code(&revealed, Event::Close { close: without }), "ok", "withholding does not stop the draw");
    });
}

#[test]
fn the_close_is_what_follows_and_is_signed() {
    with(Mode::Sealed, Profile::Room, |frozen, _, before| {
        let start = before("close");
        assert_eq!(code(&start, Event::Close { close: sha256(b"d") }), "step-close");
        assert_eq!(code(&start, Event::Close { close: start.close_digest().unwrap() }), "ok");
        let closed = before("sign");
        let digest = frozen.announcement.digest;
        let sign = |label: &str, who: &str, d: &Digest| {
            let signature = signature::sign(&key(who), &signature::attest(&digest, d));
            code(&closed, Event::Sign { label: label.to_owned(), signature })
        };
        let d = closed.close_digest().unwrap();
        assert_eq!(sign("市场监管局", "市场监管局", &d), "ok");
        assert_eq!(sign("市场监管局", "司法局", &d), "signature-invalid");
        assert_eq!(sign("市场监管局", "市场监管局", &sha256(b"x")), "signature-invalid");
        assert_eq!(sign("群众代表", "群众代表", &d), "step-stranger");
        let signed = before("roll");
        assert_eq!(signed.signed(), ["司法局", "市场监管局"]);
        let again = signed.events().last().unwrap().event.clone();
        assert_eq!(code(&signed, again), "step-twice");
    });
}

#[test]
fn the_final_source_is_written_down_twice_and_alike() {
    with(Mode::Open, Profile::Room, |_, script, before| {
        let start = before("roll");
        let record =
            |recorder: &str, value: &str| RollRecord { recorder: recorder.to_owned(), value: value.to_owned() };
        let value = script.value.clone();
        let roll = |records: Vec<RollRecord>, source: &str, value: &str| {
            code(&start, Event::Roll { records, source: source.to_owned(), value: value.to_owned() })
        };
        let two = || vec![record("甲", &value), record("乙", &value)];
        assert_eq!(roll(two(), "dice-10x20", &value), "ok");
        assert_eq!(roll(two(), "dice-6x25", &value), "seed-source");
        assert_eq!(roll(two(), "dice-10x20", &value[1..]), "entropy-length");
        assert_eq!(roll(vec![record("甲", &value)], "dice-10x20", &value), "step-recorders");
        assert_eq!(roll(vec![], "dice-10x20", &value), "step-recorders");
        assert_eq!(roll(vec![record("甲", &value), record("甲", &value)], "dice-10x20", &value), "step-recorders");
        assert_eq!(roll(vec![record("甲", &value), record("", &value)], "dice-10x20", &value), "step-recorders");
        let other = format!("0{}", &value[1..]);
        assert_eq!(roll(vec![record("甲", &value), record("乙", &other)], "dice-10x20", &value), "step-records-differ");
        assert_eq!(roll(two(), "dice-10x20", &other), "step-records-differ");
    });
}

#[test]
fn a_beacon_has_no_recorders() {
    let (office, mut plan) = (county::office(), county::plan(Mode::Open, Profile::Room));
    plan.final_source = FinalSource::Drand { round: 1000 };
    let frozen = freeze(&office, &plan).unwrap();
    let mut script = county::script(&plan);
    script.value = "ab".repeat(48);
    let held = hold(&frozen, &script).unwrap();
    let at = held.events().iter().position(|line| line.event.name() == "roll").unwrap();
    let plan = &frozen.announcement.plan;
    let before = Ceremony::replay(plan, frozen.announcement.digest, &held.events()[..at]).unwrap();
    let records = vec![RollRecord { recorder: "甲".to_owned(), value: script.value.clone() }];
    let roll = Event::Roll { records, source: plan.final_source.id(), value: script.value.clone() };
    assert_eq!(code(&before, roll), "step-recorders");
}

#[test]
fn a_refused_event_changes_nothing() {
    with(Mode::Sealed, Profile::Room, |_, _, before| {
        let mut ceremony = before("close");
        let (events, missing) = (ceremony.events().to_vec(), ceremony.missing());
        assert!(ceremony.accept(&line(before("close").plan(), Event::Close { close: sha256(b"x") })).is_err());
        assert_eq!((ceremony.events().to_vec(), ceremony.missing()), (events, missing));
    });
}
