//! The program dies after each write that is on the disk, in every step; whoever opens the desk again and goes on gets the same
//! bytes as if nothing had happened.

use super::room::{Room, Step, room, script};
use crate::ceremony::failpoint::{arm, passed};
use records::plan::{Mode, Profile};

/// Takes this step and those after it, as far as their events are not there. Gives whether it came to the end.
fn go_on(room: &Room, steps: &[Step]) -> bool {
    let name = room.name();
    let done = room.at_desk(|desk| {
        let events = if desk.draws()?.contains(&name) { desk.status(&name)?.events.len() } else { 0 };
        steps.iter().filter(|step| step.events > events).try_for_each(|step| (step.run)(desk, room))
    });
    match done {
        Ok(()) => true,
        Err(error) if error.to_string().contains("here the program dies") => false,
        Err(error) => panic!("{error}"),
    }
}

/// Before each step a copy is made, from which each of its writes is the last one once. It goes on with what the last of these
/// has left and another run has finished, so that the end too is compared with that of a run without any kill.
fn every_kill_gives_the_same(mode: Mode, profile: Profile) {
    let (undisturbed, mut room) = (room(mode, profile), room(mode, profile));
    let steps = script(&room);
    arm(None);
    assert!(go_on(&undisturbed, &steps));
    let mut kills = 0;
    for step in &steps {
        let before = room;
        let after = before.copy();
        arm(None);
        assert!(go_on(&after, std::slice::from_ref(step)));
        let (writes, expected) = (passed(), after.published());
        room = after;
        for left in 0..writes {
            let broken = before.copy();
            arm(Some(left));
            assert!(!go_on(&broken, std::slice::from_ref(step)), "{} {left}", step.name);
            arm(None);
            assert!(go_on(&broken, std::slice::from_ref(step)), "{} {left}", step.name);
            let got = broken.published();
            assert_eq!(got.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{} {left}", step.name);
            for (path, bytes) in &expected {
                assert!(got[path] == *bytes, "{path} differs: {} {left}", step.name);
            }
            room = broken;
            kills += 1;
        }
    }
    assert!(kills >= 3 * steps.len(), "each step writes at least three times: intended, logged, noted");
    assert!(room.published() == undisturbed.published());
    assert_eq!(room.verify(), 3, "announcement, what was drawn, and the end");
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
