//! FILL: every seat gets somebody, the least loaded first as far as a ring can see.

use super::board::Board;
use super::model::NONE;
use super::search::Search;

/// A pool's memory of where it stopped, and up to which key it takes people.
#[derive(Clone, Copy, Default)]
struct Ring {
    pointer: u32,
    level: u32,
}

/// Fills the seats in label order. Returns the seats that nobody can take whatever is moved;
/// `search` has frozen then all that stands in their way.
pub(super) fn fill(board: &mut Board<'_>, search: &mut Search) -> Vec<u32> {
    let mut rings = vec![Ring::default(); board.pool_start.len() - 1];
    let mut unfilled = Vec::new();
    for seat in 0..board.seats.len() as u32 {
        let ring = &mut rings[board.seats[seat as usize].pool as usize];
        if let Some(who) = next_in_ring(board, ring, seat) {
            board.sit(who, seat);
        } else if !search.fill(board, seat, NONE) {
            unfilled.push(seat);
        }
    }
    unfilled
}

/// The first lawful inspector from the pointer on with key up to the level. When there is none the
/// level rises to the smallest key seen, and the second scan would stop at the first holder of it:
/// one scan remembers him.
fn next_in_ring(board: &Board<'_>, ring: &mut Ring, seat: u32) -> Option<u32> {
    let at_seat = &board.seats[seat as usize];
    let members = board.pool_of(seat);
    let size = members.len() as u32;
    let mut best = (NONE, 0);
    for step in 0..size {
        let at = if ring.pointer + step >= size { ring.pointer + step - size } else { ring.pointer + step };
        let who = members[at as usize];
        let key = board.key(who);
        // An infinite key is never below the best one, which begins as infinite.
        if key < best.0 && board.admits(at_seat, who) && board.seat_in_team(seat, who) == NONE {
            best = (key, at);
            if key <= ring.level {
                break;
            }
        }
    }
    let (key, at) = best;
    if key == NONE {
        return None;
    }
    ring.level = ring.level.max(key);
    ring.pointer = if at + 1 == size { 0 } else { at + 1 };
    Some(members[at as usize])
}
