//! Sealed draws: nothing of the outcome stays, capsules open on their day, and everything comes back at the end.

use super::room::{KEYS, Room, Step, files, room, script, secret};
use crate::ceremony::chance::Chance;
use crate::ceremony::{Desk, Proposal, Request, Which, Whom, read_halves};
use crate::error::Result;
use draw::replace::SUPERIOR;
use draw::sealed::CapsuleName;
use draw::signature;
use records::day::Day;
use records::events::{Event, EventLine, Leaf, Replacement};
use records::frozen::VisitLine;
use records::hash::Secret;
use records::lang::Lang;
use records::plan::{Mode, Profile};
use std::collections::BTreeMap;
use std::fs;

fn until(room: &Room, name: &str) -> Vec<Step> {
    let mut steps = script(room);
    let at = steps.iter().position(|step| step.name == name).unwrap();
    let rest = steps.split_off(at);
    room.at_desk(|desk| steps.iter().try_for_each(|step| (step.run)(desk, room))).unwrap();
    rest
}

/// Opens the desk on another day.
fn on<T>(room: &Room, day: Day, work: impl FnOnce(&mut Desk<'_>) -> Result<T>) -> Result<T> {
    let writer = room.store.writer()?;
    let mut desk = Desk::open_with(&writer, day, Lang::Zh, Chance::Fixed)?;
    let done = work(&mut desk)?;
    desk.close()?;
    Ok(done)
}

fn halves(room: &Room, name: &CapsuleName) -> [Secret; 2] {
    room.halves().map(|path| read_halves(&path).unwrap().half(name).unwrap())
}

fn open(room: &Room, day: Day, name: &CapsuleName) -> Result<Vec<draw::sealed::Entry>> {
    let [one, two] = halves(room, name);
    on(room, day, |desk| desk.open_capsule(&room.name(), name, [&one, &two]))
}

/// What a thief must not find after the draw: secret, seed, keys, salts and lines of leaves.
fn canaries(room: &Room) -> BTreeMap<String, Vec<u8>> {
    let twin = room.copy();
    let mut out = BTreeMap::new();
    twin.at_desk(|desk| {
        let secret = desk.operator_secret(&twin.name())?.unwrap();
        let held = desk.held(&twin.name())?;
        let sealing = held.ceremony()?.sealing(Some(&secret))?;
        let made = desk.compute(&held, held.rows.len(), Some(&secret))?.made;
        let mut put = |name: String, bytes: &[u8]| {
            out.insert(format!("{name}, as text"), hex(bytes).into_bytes());
            out.insert(name, bytes.to_vec());
        };
        put("s".to_owned(), secret.expose_bytes());
        put("seed".to_owned(), sealing.seed.digest().as_bytes());
        for (name, key) in [("pair", &made.keys.pair), ("seal", &made.keys.seal), ("replace", &made.keys.replace)] {
            put(format!("key {name}"), key);
        }
        put("K".to_owned(), &made.keys.tickets[0]);
        for visit in &made.outcome.visits {
            let line = records::canonical::to_vec(&visit).unwrap();
            put(format!("visit {}", visit.id), &line);
            let salt = draw::sealed::leaf_salt(&made.keys.seal, &format!("visit/{}", visit.id));
            put(format!("salt of {}", visit.id), salt.as_bytes());
        }
        for share in room.shares() {
            put(format!("share {}", share.index), share.share.as_bytes());
        }
        Ok(())
    })
    .unwrap();
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names of canaries that some file below DIR holds, whatever kind of file it is.
fn found(room: &Room, canaries: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut all = BTreeMap::new();
    files(room.store.dir(), "", &mut all);
    let holds = |needle: &[u8]| all.values().any(|bytes| memchr::memmem::find(bytes, needle).is_some());
    canaries.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name.clone()).collect()
}

#[test]
fn after_the_draw_no_file_holds_secret_seed_keys_or_visits() {
    let room = room(Mode::Sealed, Profile::Room);
    let rest = until(&room, "draw");
    let canaries = canaries(&room);
    assert!(canaries.len() > 100);
    assert_eq!(found(&room, &canaries), ["s"], "before the draw the office has the secret, and nothing else");
    room.at_desk(|desk| (rest[0].run)(desk, &room)).unwrap();
    assert_eq!(found(&room, &canaries), Vec::<String>::new());
    // Also while the desk is open, with the WAL on the disk.
    let writer = room.store.writer().unwrap();
    let desk = Desk::open_with(&writer, super::room::today(), Lang::Zh, Chance::Fixed).unwrap();
    assert_eq!(found(&room, &canaries), Vec::<String>::new());
    drop(desk);
}

/// The same search finds what a careless program leaves: a row that is only deleted, a share that is kept, a page of the WAL.
#[test]
fn the_search_finds_what_is_left() {
    let careless = room(Mode::Sealed, Profile::Room);
    until(&careless, "draw");
    let canaries = canaries(&careless);
    let mut database = crate::ceremony::database::Database::open(&careless.store.database_path()).unwrap();
    database.read(async |c| sqlx::raw_sql("PRAGMA secure_delete = OFF").execute(c).await.map(drop)).unwrap();
    database.transaction(async |c| sqlx::raw_sql("DELETE FROM secret").execute(c).await.map(drop)).unwrap();
    database.close().unwrap();
    assert_eq!(found(&careless, &canaries), ["s"], "the deleted row is still in its page");

    let kept = room(Mode::Sealed, Profile::Room);
    let rest = until(&kept, "draw");
    kept.at_desk(|desk| (rest[0].run)(desk, &kept)).unwrap();
    fs::copy(kept.folder.path().join("share-1.json"), kept.store.dir().join("share.json")).unwrap();
    assert_eq!(found(&kept, &canaries), ["share 1, as text"]);
}

#[test]
fn the_halves_never_stay_with_the_office() {
    let room = room(Mode::Sealed, Profile::Room);
    until(&room, "draw");
    let (inside, [one, two]) = (room.store.dir().join("half.json"), room.halves());
    let refused = |places| room.at_desk(|desk| desk.draw(&room.name(), places)).unwrap_err().code();
    assert_eq!(refused(None), "ceremony-halves-needed");
    assert_eq!(refused(Some([&one, &inside])), "ceremony-halves-inside");
    assert_eq!(refused(Some([&one, &one])), "ceremony-halves-same");
    // The same place by a detour.
    let folder = one.parent().unwrap();
    let again = folder.join("..").join(folder.file_name().unwrap()).join(one.file_name().unwrap());
    assert_eq!(refused(Some([&one, &again])), "ceremony-halves-same");
    fs::write(&two, "something else").unwrap();
    assert_eq!(refused(Some([&one, &two])), "ceremony-halves-exist");
    assert_eq!(room.at_desk(|desk| desk.phase(&room.name())).unwrap(), draw::ceremony::Phase::Rolled);
}

#[test]
fn a_day_is_opened_on_the_day_with_both_halves_and_gives_slips() {
    let room = room(Mode::Sealed, Profile::Room);
    let name = room.name();
    let rest = until(&room, "finish");
    let day = room
        .plan
        .days
        .iter()
        .copied()
        .find(|day| open(&room.copy(), *day, &CapsuleName::Day(*day)).is_ok_and(|entries| !entries.is_empty()));
    let day = day.unwrap();
    let capsule = CapsuleName::Day(day);
    let before = room.plan.days.iter().copied().take_while(|other| *other < day).last().unwrap_or(super::room::today());
    assert_eq!(open(&room, before, &capsule).unwrap_err().code(), "ceremony-too-early");
    let [one, two] = halves(&room, &capsule);
    let swapped = on(&room, day, |desk| desk.open_capsule(&name, &capsule, [&two, &one]));
    assert!(swapped.is_err());
    let entries = open(&room, day, &capsule).unwrap();
    let events = on(&room, day, |desk| Ok(desk.status(&name)?.events.len())).unwrap();
    assert_eq!(open(&room, day, &capsule).unwrap(), entries, "again, and nothing more is logged");
    let slips = on(&room, day, |desk| {
        assert_eq!(desk.status(&name)?.events.len(), events);
        desk.slips(&name, &Which::Day(day))
    })
    .unwrap();
    assert_eq!(slips.len(), entries.len());
    let slip = fs::read_to_string(&slips[0]).unwrap();
    assert!(slip.contains("mq1/slip") && slip.contains("\"names\"") && slips[0].with_extension("html").exists());
    on(&room, day, |desk| (rest[0].run)(desk, &room)).unwrap();
    assert_eq!(open(&room, day, &capsule).unwrap_err().code(), "step-too-late");
}

/// One inspector is replaced by the next of the order, a second one in the same visit only with the superior.
#[test]
fn inspectors_and_entities_are_replaced_in_the_order_that_was_drawn() {
    for mode in [Mode::Open, Mode::Sealed] {
        let room = room(mode, Profile::Room);
        let rest = until(&room, "finish");
        let line = first_visit(&room);
        let (day, visit) = (line.days[0], line.id.clone());
        let ask = |room: &Room, seat: u32, approved_by: &str| {
            let whom = Whom::Inspector { visit: visit.clone(), seat, skipped: Vec::new() };
            let request = Request { whom, date: day, reason: "sick".to_owned(), approved_by: approved_by.to_owned() };
            on(room, day, |desk| desk.propose(&room.name(), &request))
        };
        assert_eq!(ask(&room, 0, "分管局长").unwrap_err().code(), "replace-approver", "nobody without a key");
        let take = |proposal: &Proposal, key: u8| {
            let signature = signature::sign(&secret(key), &proposal.statement);
            on(&room, day, |desk| desk.replace(&room.name(), &proposal.line, signature))
        };
        let proposal = ask(&room, 0, "市场监管局").unwrap();
        assert_eq!(take(&proposal, KEYS[1]).unwrap_err().code(), "signature-invalid");
        take(&proposal, KEYS[0]).unwrap();
        assert_eq!(ask(&room, 0, "市场监管局").unwrap_err().code(), "replace-approver", "{mode:?}");
        let second = ask(&room, 0, SUPERIOR).unwrap();
        take(&second, KEYS[2]).unwrap();
        let entity = replace_entity(&room, day, &line);
        assert!(matches!(&entity.event, Event::Replace(Replacement::Entity { by: Some(_), .. })), "{entity:?}");
        on(&room, day, |desk| (rest[0].run)(desk, &room)).unwrap();
        let finished = room.store.published_dir(&room.name()).join("finished");
        let events = fs::read_to_string(finished.join("evidence/events.jsonl")).unwrap();
        assert_eq!(events.matches("\"event\":\"replace\"").count(), 3);
        assert_eq!(room.verify(), 3);
    }
}

/// A dated visit with seats and its day, opened in sealed mode.
fn first_visit(room: &Room) -> VisitLine {
    if room.plan.mode == Mode::Open {
        let path = room.store.published_dir(&room.name()).join("outcome/draw/visits.jsonl");
        let text = fs::read_to_string(path).unwrap();
        let visits = text.lines().map(|line| serde_json::from_str::<VisitLine>(line).unwrap());
        return visits.into_iter().find(|visit| !visit.days.is_empty()).unwrap();
    }
    for day in &room.plan.days {
        let entries = open(room, *day, &CapsuleName::Day(*day)).unwrap();
        if let Some(Leaf::Visit(visit)) = entries.first().map(|entry| entry.line.clone()) {
            return visit;
        }
    }
    panic!("no visit on any day");
}

/// Replaces who was drawn for a visit, and makes the slips anew: the one of the visit says that nobody comes any more.
fn replace_entity(room: &Room, day: Day, visit: &VisitLine) -> EventLine {
    let name = room.name();
    let plan = on(room, day, |desk| Ok(desk.held(&name)?.plan().clone())).unwrap();
    let has_reserves = |draw: &&records::frozen::DrawnBy| {
        plan.populations.iter().any(|p| p.task == draw.task && p.stratum == draw.stratum && p.reserves > 0)
    };
    let drawn = visit.draws.iter().find(has_reserves).unwrap();
    let (task, stratum) = (drawn.task.clone(), drawn.stratum.clone());
    let capsule = on(room, day, |desk| desk.reserve_capsule(&name, &task, &stratum)).unwrap();
    let whom = Whom::Entity { task, stratum, rank: drawn.rank, skipped: Vec::new() };
    let request =
        Request { whom, date: day, reason: "cancelled".to_owned(), approved_by: "市场监管局".to_owned() };
    assert_eq!(capsule.is_some(), room.plan.mode == Mode::Sealed);
    if let Some(capsule) = capsule {
        assert!(on(room, day, |desk| desk.propose(&name, &request)).is_err(), "its capsule is closed");
        open(room, day, &capsule).unwrap();
    }
    let proposal = on(room, day, |desk| desk.propose(&name, &request)).unwrap();
    let signed = signature::sign(&secret(KEYS[0]), &proposal.statement);
    on(room, day, |desk| desk.replace(&name, &proposal.line, signed)).unwrap();
    let Event::Replace(Replacement::Entity { visit: Some(place), .. }) = &proposal.line.event else { panic!() };
    for (asked, cancelled) in [(&visit.id, visit.draws.len() == 1), (place, false)] {
        let slips = on(room, day, |desk| desk.slips(&name, &Which::Visit(asked.clone()))).unwrap();
        assert!(!slips.is_empty(), "{asked}");
        let page = fs::read_to_string(slips[0].with_extension("html")).unwrap();
        assert_eq!(page.contains("这次检查已经取消"), cancelled, "{asked}");
    }
    proposal.line
}
