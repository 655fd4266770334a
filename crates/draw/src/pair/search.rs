//! SEARCH: the shortest chain of moves that hands a seat on to somebody with a small key.

use super::board::Board;
use super::model::NONE;

/// Mark of everything that a failed search reached. Nothing inside can ever leave it again, so no
/// later search needs to enter.
const FROZEN: u32 = u32::MAX;

/// Scratch of breadth-first searches on one board.
pub(super) struct Search {
    /// Per pool a list, linked from a head slot, of the members that no search has reached in
    /// full: without it every seat would read its whole pool again.
    next: Vec<u32>,
    unlinked: Vec<(u32, u32)>,
    person_mark: Vec<u32>,
    seat_mark: Vec<u32>,
    /// The seat that the holder of a reached seat moves to.
    onward: Vec<u32>,
    queue: Vec<u32>,
    people: Vec<u32>,
    round: u32,
}

impl Search {
    pub fn new(board: &Board<'_>) -> Self {
        // Slot 0 of each pool is the head of its list; slot 1 + k stands for member k.
        let mut next = Vec::with_capacity(board.members.len() + board.pool_start.len());
        for pool in board.pool_start.windows(2) {
            next.extend(1..=pool[1] - pool[0]);
            next.push(NONE);
        }
        Self {
            next,
            unlinked: Vec::new(),
            person_mark: vec![0; board.people.len()],
            seat_mark: vec![0; board.seats.len()],
            onward: vec![NONE; board.seats.len()],
            queue: Vec::new(),
            people: Vec::new(),
            round: 0,
        }
    }

    pub fn is_frozen(&self, seat: u32) -> bool {
        self.seat_mark[seat as usize] == FROZEN
    }

    pub fn is_person_frozen(&self, who: u32) -> bool {
        self.person_mark[who as usize] == FROZEN
    }

    /// Finds somebody with key below `limit` for the empty seat `seat`, and shifts everybody along
    /// the way. Whether it succeeded; a failure freezes all that was reached.
    pub fn fill(&mut self, board: &mut Board<'_>, seat: u32, limit: u32) -> bool {
        self.begin();
        self.reach(seat, NONE);
        self.run(board, limit).is_some()
    }

    /// Finds somebody with key below `limit` who takes over one of the seats of `giver`, directly
    /// or along a chain. The one who has a seat more now.
    pub fn relieve(&mut self, board: &mut Board<'_>, giver: u32, limit: u32) -> Option<u32> {
        self.begin();
        self.person_mark[giver as usize] = self.round;
        self.people.push(giver);
        for seat in board.people[giver as usize].seats() {
            self.reach(seat, NONE);
        }
        self.run(board, limit)
    }

    fn begin(&mut self) {
        self.round += 1;
        self.queue.clear();
        self.people.clear();
        self.unlinked.clear();
    }

    fn reach(&mut self, seat: u32, onward: u32) {
        let mark = &mut self.seat_mark[seat as usize];
        if *mark != self.round && *mark != FROZEN {
            *mark = self.round;
            self.onward[seat as usize] = onward;
            self.queue.push(seat);
        }
    }

    fn run(&mut self, board: &mut Board<'_>, limit: u32) -> Option<u32> {
        let mut at = 0;
        while at < self.queue.len() {
            let seat = self.queue[at];
            if let Some(winner) = self.expand(board, seat, limit) {
                for &(slot, old) in self.unlinked.iter().rev() {
                    self.next[slot as usize] = old;
                }
                self.shift(board, winner, seat);
                return Some(winner);
            }
            at += 1;
        }
        for &seat in &self.queue {
            self.seat_mark[seat as usize] = FROZEN;
        }
        for &who in &self.people {
            self.person_mark[who as usize] = FROZEN;
        }
        None
    }

    /// Reads the pool of `seat` in label order: the first lawful inspector below the limit wins;
    /// the others lead to their seats.
    fn expand(&mut self, board: &Board<'_>, seat: u32, limit: u32) -> Option<u32> {
        let at_seat = &board.seats[seat as usize];
        let pool = at_seat.pool;
        let members = board.pool(pool);
        let base = board.pool_start[pool as usize] + pool;
        let mut before = base;
        loop {
            let slot = self.next[before as usize];
            if slot == NONE {
                return None;
            }
            let who = members[slot as usize - 1];
            let here = base + slot;
            let mark = self.person_mark[who as usize];
            if mark == self.round || mark == FROZEN {
                self.unlink(before, here);
                continue;
            }
            before = here;
            if !board.admits(at_seat, who) {
                continue;
            }
            let own = board.seat_in_team(seat, who);
            if own != NONE {
                // He may change seats within the team, but a second seat in it is not his to take.
                self.reach(own, seat);
                continue;
            }
            if board.key(who) < limit {
                return Some(who);
            }
            self.person_mark[who as usize] = self.round;
            self.people.push(who);
            for held in board.people[who as usize].seats() {
                self.reach(held, seat);
            }
        }
    }

    fn unlink(&mut self, before: u32, here: u32) {
        self.unlinked.push((before, self.next[before as usize]));
        self.next[before as usize] = self.next[here as usize];
    }

    /// The winner takes `seat`; who held it takes the seat from which it was reached; and so on
    /// back to where the search began.
    fn shift(&mut self, board: &mut Board<'_>, winner: u32, seat: u32) {
        let (mut who, mut seat) = (winner, seat);
        loop {
            let holder = board.seats[seat as usize].holder;
            if holder != NONE {
                board.leave(seat);
            }
            board.sit(who, seat);
            let onward = self.onward[seat as usize];
            if onward == NONE {
                return;
            }
            who = holder;
            seat = onward;
        }
    }
}
