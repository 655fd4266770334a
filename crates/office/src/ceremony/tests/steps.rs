//! Each step in its order, and what is refused.

use super::room::{DICE, KEYS, Room, Step, records, room, script, secret, today};
use crate::ceremony::chance::Chance;
use crate::ceremony::{Desk, groups};
use crate::error::OfficeError;
use crate::store::Store;
use draw::ceremony::Phase;
use draw::signature;
use records::day::Day;
use records::entropy::{DRAND_GENESIS, DRAND_PERIOD, FinalSource};
use records::lang::Lang;
use records::plan::{Mode, Profile};
use std::fs;

/// Runs the script until the step of this name, without it.
fn until(room: &Room, name: &str) -> Vec<Step> {
    let mut steps = script(room);
    let at = steps.iter().position(|step| step.name == name).unwrap();
    let rest = steps.split_off(at);
    room.at_desk(|desk| steps.iter().try_for_each(|step| (step.run)(desk, room))).unwrap();
    rest
}

fn code<T: std::fmt::Debug>(result: crate::error::Result<T>) -> String {
    result.unwrap_err().code().to_owned()
}

#[test]
fn nothing_comes_too_early_or_twice() {
    let room = room(Mode::Open, Profile::Room);
    let name = room.name();
    assert_eq!(code(room.at_desk(|desk| desk.contribute(&name, "县司法局", "1"))), "ceremony-no-draw");
    let rest = until(&room, "close");
    let refused = |work: &dyn Fn(&mut Desk<'_>) -> crate::error::Result<()>| code(room.at_desk(work));
    assert_eq!(refused(&|desk| desk.announce(&room.plan, &|_, _| ()).map(drop)), "ceremony-announced");
    assert_eq!(refused(&|desk| desk.roll(&name, DICE, records(DICE, DICE))), "step-too-early");
    assert_eq!(refused(&|desk| desk.draw(&name, None).map(drop)), "step-too-early");
    assert_eq!(refused(&|desk| desk.finish(&name, &[]).map(drop)), "step-too-early");
    assert_eq!(refused(&|desk| desk.closed(&name).map(drop)), "step-too-early");
    assert_eq!(refused(&|desk| desk.contribute(&name, "县司法局", "2")), "step-twice");
    assert_eq!(refused(&|desk| desk.contribute(&name, "路人", "2")), "step-stranger");
    assert_eq!(refused(&|desk| desk.commit(&name, "企业代表", desk_digest())), "step-not-in-plan");
    room.at_desk(|desk| (rest[0].run)(desk, &room)).unwrap();
    assert_eq!(refused(&|desk| desk.contribute(&name, "企业代表", "2")), "step-too-late");
    assert_eq!(refused(&|desk| desk.sign(&name, "市场监管局", &"0".repeat(128))), "signature-invalid");
    assert_eq!(refused(&|desk| desk.roll(&name, DICE, records(DICE, &DICE.replace('3', "4")))), "step-records-differ");
    assert_eq!(refused(&|desk| desk.roll(&name, "123", records("123", "123"))), "entropy-length");
    let one = || vec![records(DICE, DICE).remove(0)];
    assert_eq!(refused(&|desk| desk.roll(&name, DICE, one())), "step-recorders");
    let events = room.at_desk(|desk| Ok(desk.status(&name)?.events)).unwrap();
    assert_eq!(events.last().unwrap().0, "close", "what was refused left no trace");
}

fn desk_digest() -> records::hash::Digest {
    records::hash::Digest::new([3; 32])
}

#[test]
fn close_draw_and_finish_again_change_nothing() {
    let room = room(Mode::Open, Profile::Room);
    let name = room.name();
    until(&room, "finish");
    let before = room.published();
    room.at_desk(|desk| {
        let closed = desk.close_contributions(&name)?;
        assert_eq!(closed.silent, ["企业代表"]);
        assert_eq!(groups(&closed.close).split(' ').count(), 16);
        desk.draw(&name, None)?;
        Ok(())
    })
    .unwrap();
    assert_eq!(room.published(), before);
    let finished = room.at_desk(|desk| desk.finish(&name, &[])).unwrap();
    assert_eq!(room.at_desk(|desk| desk.finish(&name, &[])).unwrap(), finished);
    assert_eq!(room.at_desk(|desk| desk.phase(&name)).unwrap(), Phase::Finished);
}

#[test]
fn later_imports_and_freezes_do_not_change_an_announced_draw() {
    let (one, other) = (room(Mode::Open, Profile::Room), room(Mode::Open, Profile::Room));
    let (rest, other_rest) = (until(&one, "close"), until(&other, "close"));
    // An import replaces lists as wholes.
    for list in ["conflicts", "inspectors", "entities"] {
        let path = one.store.lists_dir().join(format!("{list}.jsonl"));
        let text = fs::read_to_string(&path).unwrap();
        let fewer: Vec<&str> = text.lines().step_by(2).collect();
        fs::remove_file(&path).unwrap();
        fs::write(&path, fewer.join("\n") + "\n").unwrap();
    }
    let again = crate::freeze::freeze(&one.store.writer().unwrap(), &one.plan, &|_, _| ());
    assert_eq!(again.unwrap_err().code(), "ceremony-announced");
    for (room, rest) in [(&one, rest), (&other, other_rest)] {
        room.at_desk(|desk| rest.iter().try_for_each(|step| (step.run)(desk, room))).unwrap();
    }
    assert_eq!(one.published(), other.published());
}

#[test]
fn what_was_changed_after_the_announcement_is_found_at_the_draw() {
    for (path, from, to) in [
        ("lists/entities.jsonl", "\"id\"", "\"iD\""),
        ("office/lists/conflicts.jsonl", "\"law\"", "\"rotation\""),
        ("office/lists/entities.jsonl", "\"name\":\"", "\"name\":\"新"),
        ("office/plan.json", "\"quota_max\"", "\"quota_max\" "),
        ("plan.json", "\"attempt\":1", "\"attempt\":2"),
    ] {
        let room = room(Mode::Open, Profile::Room);
        until(&room, "draw");
        let file = room.store.frozen_dir(&room.name()).join(path);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{path}");
        // Linked files are changed only where the snapshot has them.
        fs::remove_file(&file).unwrap();
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        let refused = room.at_desk(|desk| desk.draw(&room.name(), None));
        assert!(refused.is_err(), "{path}");
    }
}

/// The event of a sealed draw does not have the record, so that the rows themselves are looked at before it is logged.
#[test]
fn what_was_changed_after_a_sealed_draw_is_found_at_the_finish() {
    let room = room(Mode::Sealed, Profile::Room);
    let rest = until(&room, "finish");
    let file = room.store.frozen_dir(&room.name()).join("office/lists/conflicts.jsonl");
    fs::remove_file(&file).unwrap();
    fs::write(&file, "").unwrap();
    assert_eq!(code(room.at_desk(|desk| (rest[0].run)(desk, &room))), "ceremony-changed");
}

/// A frozen folder that is lost stops its own draw and no other.
#[test]
fn a_lost_frozen_folder_stops_its_own_draw_only() {
    let mut room = room(Mode::Sealed, Profile::Room);
    until(&room, "finish");
    fs::remove_dir_all(room.store.frozen_dir(&room.name())).unwrap();
    let lost = room.name();
    assert_eq!(code(room.at_desk(|desk| desk.phase(&lost))), "ceremony-changed");
    room.plan.sequence = 2;
    room.at_desk(|desk| desk.announce(&room.plan, &|_, _| ()).map(drop)).unwrap();
    assert_eq!(room.at_desk(|desk| desk.phase(&room.name())).unwrap(), Phase::Sharing);
}

#[test]
fn numbers_have_no_gaps_and_a_second_attempt_needs_the_void_of_the_first() {
    let mut room = room(Mode::Open, Profile::Room);
    let announce = |room: &Room| room.at_desk(|desk| desk.announce(&room.plan, &|_, _| ()).map(drop));
    room.plan.sequence = 2;
    assert_eq!(code(announce(&room)), "ceremony-number");
    (room.plan.sequence, room.plan.attempt) = (1, 2);
    assert_eq!(code(announce(&room)), "ceremony-number");
    room.plan.attempt = 1;
    announce(&room).unwrap();
    room.plan.attempt = 2;
    assert_eq!(code(announce(&room)), "ceremony-number");
    room.at_desk(|desk| desk.void("QXX-SCJG/1/1", "名单有误", None, &[])).unwrap();
    announce(&room).unwrap();
    (room.plan.sequence, room.plan.attempt) = (2, 1);
    announce(&room).unwrap();
    room.verify();
    let published = room.published();
    let previous = |draw: &str| {
        let path = format!("published/{draw}/announcement/evidence/previous.jsonl");
        String::from_utf8(published[&path].clone()).unwrap()
    };
    assert_eq!(previous("QXX-SCJG-1-1"), "");
    assert!(previous("QXX-SCJG-1-2").contains("\"event\":\"void\""));
    assert!(previous("QXX-SCJG-2-1").contains("\"draw\":\"QXX-SCJG/1/1\",\"event\":\"announce\""));
}

#[test]
fn a_void_after_the_close_needs_the_superior_and_publishes_everything() {
    for (mode, at) in [
        (Mode::Open, "roll"),
        (Mode::Open, "draw"),
        (Mode::Sealed, "roll"),
        (Mode::Sealed, "draw"),
        (Mode::Sealed, "finish"),
    ] {
        let room = room(mode, Profile::Room);
        let name = room.name();
        until(&room, at);
        let void = |signature: Option<String>| {
            let shares = if at == "finish" { room.shares() } else { Vec::new() };
            room.at_desk(|desk| desk.void(&name, "骰子落地", signature, &shares))
        };
        assert_eq!(code(void(None)), "ceremony-signature-needed");
        let statement = room.at_desk(|desk| desk.void_statement(&name, "骰子落地")).unwrap().unwrap();
        let by = |key: u8| Some(signature::sign(&secret(key), &statement));
        assert_eq!(code(void(by(KEYS[0]))), "signature-invalid");
        let folder = void(by(KEYS[2])).unwrap();
        assert_eq!(folder.join("draw/record.json").exists(), at != "roll", "{mode:?} {at}");
        let events = fs::read_to_string(folder.join("evidence/events.jsonl")).unwrap();
        assert_eq!(events.lines().last().unwrap().contains("\"secret\""), mode == Mode::Sealed, "{mode:?} {at}");
        assert_eq!(code(room.at_desk(|desk| desk.finish(&name, &[]))), "step-too-late");
        room.verify();
    }
}

/// Its value comes by itself, so that even before the close nobody gets rid of the draw alone; and each further attempt shows all
/// those before it.
#[test]
fn a_draw_by_a_beacon_is_given_up_by_the_superior_only() {
    let mut room = room(Mode::Open, Profile::Room);
    let round = (crate::clock::unix_seconds() + 30 * 86_400 - DRAND_GENESIS) / DRAND_PERIOD;
    room.plan.final_source = FinalSource::Drand { round };
    for attempt in 1..=3 {
        room.plan.attempt = attempt;
        let name = room.name();
        room.at_desk(|desk| desk.announce(&room.plan, &|_, _| ()).map(drop)).unwrap();
        let void = |signature: Option<String>| room.at_desk(|desk| desk.void(&name, "轮次有误", signature, &[]));
        assert_eq!(code(void(None)), "ceremony-signature-needed");
        let statement = room.at_desk(|desk| desk.void_statement(&name, "轮次有误")).unwrap().unwrap();
        let by = |key: u8| Some(signature::sign(&secret(key), &statement));
        assert_eq!(code(void(by(KEYS[0]))), "signature-invalid");
        void(by(KEYS[2])).unwrap();
        room.verify();
    }
    let previous = room.published().remove("published/QXX-SCJG-1-3/void/evidence/previous.jsonl").unwrap();
    let previous = String::from_utf8(previous).unwrap();
    assert_eq!(previous.lines().count(), 4);
    assert_eq!(previous.matches("QXX-SCJG/1/1").count(), 2);
}

#[test]
fn past_its_day_a_number_is_overdue() {
    let room = room(Mode::Open, Profile::Room);
    until(&room, "roll");
    let late = |day: Day| {
        let writer = room.store.writer().unwrap();
        let mut desk = Desk::open_with(&writer, day, Lang::Zh, Chance::Fixed).unwrap();
        let status = desk.status(&room.name()).unwrap();
        (status.overdue, status.phase)
    };
    assert_eq!(late(today()), (false, Phase::Closed));
    assert_eq!(late(room.plan.finish_by), (false, Phase::Closed));
    assert_eq!(late(Day::new(2027, 1, 1).unwrap()), (true, Phase::Closed));
}

/// A double click, a thousand times over: one event.
#[test]
fn a_thousand_draws_at_once_are_one_event() {
    let room = room(Mode::Open, Profile::Room);
    until(&room, "draw");
    let (dir, name) = (room.store.dir().to_owned(), room.name());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let store = Store::open(&dir).unwrap();
                for _ in 0..125 {
                    let Ok(writer) = store.writer() else { continue };
                    let mut desk = Desk::open_with(&writer, today(), Lang::Zh, Chance::Fixed).unwrap();
                    desk.draw(&name, None).unwrap();
                }
            });
        }
    });
    let events = room.at_desk(|desk| Ok(desk.status(&name)?.events)).unwrap();
    assert_eq!(events.iter().filter(|(event, _)| *event == "draw").count(), 1);
    assert_eq!(events.len(), script(&room).iter().rev().nth(1).unwrap().events);
}

/// Yesterday's store, put back: it may have a secret that is erased since, and is refused whatever it has.
#[test]
fn every_older_store_is_refused() {
    let room = room(Mode::Sealed, Profile::Room);
    let path = room.store.database_path();
    let mut older = Vec::new();
    for step in script(&room) {
        if path.exists() {
            older.push(fs::read(&path).unwrap());
        }
        room.at_desk(|desk| (step.run)(desk, &room)).unwrap();
    }
    let newest = fs::read(&path).unwrap();
    for bytes in older.into_iter().chain([Vec::new()]) {
        fs::write(&path, bytes).unwrap();
        assert_eq!(code(room.at_desk(|desk| desk.draws())), "ceremony-store-other");
    }
    fs::write(&path, newest).unwrap();
    room.at_desk(|desk| desk.draws()).unwrap();
}

#[test]
fn a_plan_for_another_log_is_refused() {
    let mut room = room(Mode::Open, Profile::Room);
    room.plan.log = Some("other+00000000+AA==".to_owned());
    let refused = room.at_desk(|desk| desk.announce(&room.plan, &|_, _| ()));
    assert!(matches!(refused, Err(OfficeError::Ceremony(crate::ceremony::CeremonyError::OtherLog { .. }))));
}

#[test]
fn names_of_an_earlier_run_with_the_number_are_kept() {
    let room = room(Mode::Open, Profile::Room);
    let earlier = room.store.draw_dir(&room.name());
    fs::create_dir_all(&earlier).unwrap();
    fs::write(earlier.join("names.jsonl"), "of a rehearsal").unwrap();
    let announce = || code(room.at_desk(|desk| desk.announce(&room.plan, &|_, _| ())));
    assert_eq!(announce(), "ceremony-earlier-run");
    assert_eq!(fs::read(earlier.join("names.jsonl")).unwrap(), b"of a rehearsal");
    assert!(room.at_desk(|desk| desk.draws()).unwrap().is_empty(), "nothing was announced");
    fs::remove_dir_all(&earlier).unwrap();
    room.at_desk(|desk| desk.announce(&room.plan, &|_, _| ())).unwrap();
}
