//! A draw held as a ceremony: honest bundles of every kind verify, with grade and state.

mod support;

use draw::in_memory::freeze;
use records::lang::Lang;
use records::plan::Plan;
use support::authority;
use support::desk::{self, Number};
use support::{check, story, village};
use verify::{Grade, Kind, LogCopy, Options, Policy, State, verify};

fn plan(sequence: u32, attempt: u32) -> Plan {
    let mut plan = village::plan();
    desk::official(&mut plan, sequence, attempt);
    serde_json::from_value(plan).unwrap()
}

#[test]
fn an_open_draw_from_announcement_to_finish() {
    let office = village::office();
    let plan = plan(1, 1);
    let frozen = freeze(&office, &plan).unwrap();
    let closed = Number::new(&frozen).up_to_close().signed();
    let announcement = check(&closed.bundle(Kind::Announcement)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((announcement.standing.grade, announcement.status.state), (Grade::Attested, State::Announced));
    let drawn = closed.rolled(desk::ROLLED).drawn();
    let verified = check(&drawn.bundle(Kind::Outcome)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((verified.standing.grade, verified.status.state), (Grade::Attested, State::Drawn));
    let finished = drawn.finished();
    let bundle = finished.bundle(Kind::Outcome);
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let (log, tiles) = (finished.log(), finished.log().tiles());
    let checkpoint = log.checkpoint(log.size()).to_string();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let options =
        Options { policy: Some(&policy), log: Some(copy), require: Some(Grade::Anchored), ..Options::default() };
    let verified = verify(&bundle, &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!((verified.standing.grade, verified.status.state), (Grade::Anchored, State::Finished));
    assert_eq!(verified.standing.dated, Some(desk::COSIGNED));
}

#[test]
fn a_third_attempt_shows_both_before_it() {
    let office = village::office();
    let plans = [plan(1, 1), plan(1, 2), plan(1, 3)];
    let frozen = plans.each_ref().map(|plan| freeze(&office, plan).unwrap());
    let first = story::voided(&frozen[0]);
    let third = story::third(&frozen[2], &story::second(&frozen[1], &first));
    assert_eq!(third.before.len(), 5);
    let announced = check(&third.bundle(Kind::Announcement)).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(announced.status.state, State::Announced);
    let finished = third.rolled(desk::ROLLED).drawn().finished();
    let (log, tiles) = (finished.log(), finished.log().tiles());
    let checkpoint = log.checkpoint(log.size()).to_string();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let options = Options { log: Some(copy), ..Options::default() };
    let verified = verify(&finished.bundle(Kind::Outcome), &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(verified.status.state, State::Finished);
    // Of the two before it, one was voided after its close.
    assert_eq!(verified.status.voided, ["COUNTY/1/1"]);
    assert!(verified.message(Lang::En).contains("voided after their close: COUNTY/1/1"));
}

#[test]
fn a_draw_by_a_beacon_is_given_up_with_the_superior() {
    let (office, plan) = (village::office(), story::beacon_plan(1));
    let frozen = freeze(&office, &plan).unwrap();
    let void = check(&story::beacon_void(&frozen).bundle(Kind::Announcement));
    assert_eq!(void.unwrap_or_else(|failure| panic!("{failure}")).status.state, State::Void);
    let after_close = story::voided(&frozen).bundle(Kind::Announcement);
    assert_eq!(check(&after_close).unwrap_or_else(|failure| panic!("{failure}")).status.state, State::Void);
    // The attempt after it.
    let plans = [story::beacon_plan(2)];
    let next = freeze(&office, &plans[0]).unwrap();
    let next = story::second(&next, &story::beacon_void(&frozen)).up_to_close().signed();
    assert!(check(&next.bundle(Kind::Announcement)).is_ok());
}

#[test]
fn the_verdict_names_the_superior_and_what_only_a_copy_shows() {
    let (office, plan) = (village::office(), plan(1, 1));
    let frozen = freeze(&office, &plan).unwrap();
    let number = Number::new(&frozen).up_to_close().signed();
    let bundle = number.bundle(Kind::Announcement);
    let verified = check(&bundle).unwrap();
    let key = authority::public(authority::SUPERIOR).to_string();
    let json = serde_json::to_value(&verified).unwrap();
    assert_eq!(json["superior"]["key"], key);
    assert_eq!(json["notes"].as_array().unwrap().iter().filter(|note| *note == "announced-once").count(), 1);
    for lang in [Lang::Zh, Lang::En] {
        assert!(verified.message(lang).contains(&key));
    }
    assert!(verified.message(Lang::En).contains("announced once only a copy of the log shows"));
    let (log, tiles) = (number.log(), number.log().tiles());
    let checkpoint = log.checkpoint(log.size()).to_string();
    let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
    let verified = verify(&bundle, &Options { log: Some(copy), ..Options::default() }).unwrap();
    assert!(!verified.message(Lang::En).contains("announced once only a copy of the log shows"));
}

/// The copy's hash tiles are nobody's matter: entries and root are enough.
#[test]
fn a_copy_needs_entries_and_checkpoint_only() {
    let (office, plan) = (village::office(), plan(1, 1));
    let frozen = freeze(&office, &plan).unwrap();
    let number = Number::new(&frozen).up_to_close().signed();
    let log = number.log();
    let checkpoint = log.checkpoint(log.size()).to_string();
    let tried = |edit: &dyn Fn(&mut authority::Tiles)| {
        let mut tiles = log.tiles();
        edit(&mut tiles);
        let copy = LogCopy { checkpoint: checkpoint.as_bytes(), tiles: &tiles };
        let options = Options { log: Some(copy), ..Options::default() };
        verify(&number.bundle(Kind::Announcement), &options).err().map_or("", |failure| failure.code())
    };
    let is_entries = |tile: &tlog::tile::Tile| tile.to_string().starts_with("tile/entries/");
    assert_eq!(tried(&|tiles| tiles.0.retain(|tile, _| is_entries(tile))), "");
    assert_eq!(
        tried(&|tiles| tiles.0.iter_mut().filter(|(tile, _)| !is_entries(tile)).for_each(|(_, b)| b.clear())),
        ""
    );
    assert_eq!(tried(&|tiles| tiles.0.retain(|tile, _| !is_entries(tile))), "copy-unreadable");
    let longer = |tiles: &mut authority::Tiles| {
        tiles.0.iter_mut().filter(|(tile, _)| is_entries(tile)).for_each(|(_, bytes)| bytes.extend([0, 1, 65]));
    };
    assert_eq!(tried(&longer), "copy-unreadable");
}
