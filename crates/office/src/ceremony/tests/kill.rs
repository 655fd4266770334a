//! The program dies after each write that is on the disk, in every step; whoever opens the desk again and goes on gets the same
//! bytes as if nothing had happened.

use super::room::{Room, Step, room, script};
use crate::ceremony::failpoint::{arm, passed};
use records::plan::{Mode, Profile};

/// Goes on with the script from where the events are. Gives whether it came to the end.
fn go_on(room: &Room, script: &[Step]) -> bool {
    let done = room.at_desk(|desk| {
        let name = room.name();
        let events = if desk.draws()?.contains(&name) { desk.status(&name)?.events.len() } else { 0 };
        for step in script.iter().filter(|step| step.events > events) {
            (step.run)(desk, room)?;
        }
        Ok(())
    });
    match done {
        Ok(()) => true,
        Err(error) if error.to_string().contains("here the program dies") => false,
        Err(error) => panic!("{error}"),
    }
}

fn every_kill_gives_the_same(mode: Mode, profile: Profile) {
    let whole = room(mode, profile);
    let steps = script(&whole);
    arm(None);
    assert!(go_on(&whole, &steps));
    let writes = passed();
    let expected = whole.published();
    assert!(expected.keys().any(|path| path.contains("/finished/manifest.json")), "{:?}", expected.keys());
    for left in 0..writes {
        let broken = room(mode, profile);
        arm(Some(left));
        assert!(!go_on(&broken, &steps), "write {left} of {writes}");
        arm(None);
        assert!(go_on(&broken, &steps), "write {left} of {writes}");
        let got = broken.published();
        assert_eq!(got.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "write {left} of {writes}");
        for (path, bytes) in &expected {
            assert!(got[path] == *bytes, "{path} differs after write {left} of {writes}");
        }
    }
}

#[test]
fn an_open_draw_in_the_room() {
    every_kill_gives_the_same(Mode::Open, Profile::Room);
}

#[test]
fn a_sealed_draw_in_the_room() {
    every_kill_gives_the_same(Mode::Sealed, Profile::Room);
}

#[test]
fn an_open_draw_from_afar() {
    every_kill_gives_the_same(Mode::Open, Profile::Remote);
}
