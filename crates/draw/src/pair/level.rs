//! LEVEL: the loads become globally as equal as the quotas and pools allow.
//!
//! Balancing pool by pool would be wrong where pools overlap. A search over everything that
//! freezes what it could not improve is right, and nearly linear in practice.

use super::board::Board;
use super::search::Search;

/// For K from the largest last key down to 1: every inspector with last key K, in label order,
/// hands one visit on to somebody whose key is below K, if a chain of moves can.
pub(super) fn level(board: &mut Board<'_>, search: &mut Search) {
    let people = 0..board.people.len() as u32;
    let largest = people.clone().map(|who| board.last_key(who)).max().unwrap_or(0);
    // Who stands at each last key; entries go stale when a load changes and are checked when read.
    let mut waiting = vec![Vec::new(); largest as usize + 1];
    for who in people {
        waiting[board.last_key(who) as usize].push(who);
    }
    for k in (1..=largest).rev() {
        let mut turn = std::mem::take(&mut waiting[k as usize]);
        turn.sort_unstable();
        turn.dedup();
        for who in turn {
            if board.last_key(who) != k || search.is_person_frozen(who) {
                continue;
            }
            if let Some(winner) = search.relieve(board, who, k) {
                // Both now stand below K: the giver at K − 1 or at his minimum, the winner at most
                // at K − 1.
                waiting[board.last_key(who) as usize].push(who);
                waiting[board.last_key(winner) as usize].push(winner);
            }
        }
    }
}
