//! PASS: a random walk over balanced seatings that leaves "all equally likely" unchanged.
//!
//! A round opens a random seat, and the hole wanders through the seating until somebody sits down
//! whose load afterwards is the load that the one who left had before.

use super::board::{Board, Held};
use super::together::Together;
use crate::stream::{Stream, StreamError};

/// A round may make this many moves more than the component has seats.
const MOVES_BEYOND_SEATS: u64 = 65_536;
/// The first half of the rounds ends no earlier than at this many moves.
const MOVES_MIN: u64 = 4096;
/// Nor before this many moves for each seat.
const MOVES_PER_SEAT: u64 = 8;
/// Nor before this many rounds. Without this floor the end would favour short rounds.
const ROUNDS_MIN: u64 = 64;

/// How long PASS walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Walk {
    /// Until moves ≥ max(4096, 8 × seats) and rounds ≥ 64, and then as many rounds again. The only
    /// one that the protocol knows.
    #[default]
    Protocol,
    /// So many rounds, and then as many again: for tests.
    Rounds(u64),
    /// Not at all: to show in tests what PASS is for.
    Skipped,
}

/// What the walk did in one component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WalkReport {
    /// R: the rounds of each half of PASS, and of TOGETHER.
    pub rounds: u64,
    /// Moves of all rounds, undone ones included.
    pub moves: u64,
    /// Rounds of PASS undone because they grew too long.
    pub undone_long: u64,
    /// Rounds of TOGETHER that were run; 0 where nobody has to be kept apart.
    pub together_rounds: u64,
    /// Rounds of TOGETHER undone, for their length or because they repeated a pair.
    pub together_undone: u64,
    /// Seats of the component.
    pub seats: u32,
    /// Seats held at the end by the one who held them before PASS.
    pub untouched: u32,
}

/// Scratch of the walk: what the round did, so that it can be undone exactly.
pub(super) struct Walker {
    opened: u32,
    log: Vec<(u32, u32)>,
    moves_max: u64,
}

/// How a round ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// This label sat down in the open seat.
    Seated(u32),
    /// It grew too long and was undone.
    Undone,
}

impl Walker {
    pub fn new(board: &Board<'_>) -> Self {
        let moves_max = board.seats.len() as u64 + MOVES_BEYOND_SEATS;
        Self { opened: 0, log: Vec::new(), moves_max }
    }

    /// One round; the second number is its moves.
    pub fn round(
        &mut self,
        board: &mut Board<'_>,
        stream: &mut Stream,
        together: &mut Together,
    ) -> Result<(End, u64), StreamError> {
        self.log.clear();
        self.opened = stream.index(board.seats.len())? as u32;
        let mut open = self.opened;
        let mut pool = board.seats[open as usize].pool;
        let opener = board.leave(open);
        self.log.push(opener);
        together.left(board, open, opener.0);
        let load = board.key(opener.0);
        let mut moves = 0;
        loop {
            let members = board.pool(pool);
            let who = members[stream.index(members.len())?];
            if !board.admits(&board.seats[open as usize], who) {
                continue;
            }
            let own = board.seat_in_team(open, who);
            if own == super::NONE && board.key(who) == load {
                together.joins(board, open, who);
                board.sit(who, open);
                return Ok((End::Seated(who), moves + 1));
            }
            let held = &board.people[who as usize].held;
            if held.is_empty() {
                continue;
            }
            let place = stream.index(held.len())?;
            let given = held[place];
            if own != super::NONE && own != given.seat {
                continue;
            }
            board.leave_at(who, place as u32);
            self.log.push((who, place as u32));
            together.left(board, given.seat, who);
            together.joins(board, open, who);
            board.sit(who, open);
            Held { seat: open, pool } = given;
            moves += 1;
            if moves == self.moves_max {
                self.undo(board, open);
                return Ok((End::Undone, moves));
            }
        }
    }

    /// The seat that the last round opened.
    #[cfg(test)]
    pub const fn opened(&self) -> u32 {
        self.opened
    }

    /// Takes back a finished round, so that every held-list is exactly as before it.
    pub fn undo_seated(&mut self, board: &mut Board<'_>, who: u32) {
        let open = board.unsit(who);
        self.undo(board, open);
    }

    fn undo(&mut self, board: &mut Board<'_>, mut open: u32) {
        // Entry 0 is the opening; entry k is the k-th move: who left the seat open after it.
        while self.log.len() > 1 {
            if let Some((who, place)) = self.log.pop() {
                let taken = board.unsit(who);
                board.restore(who, open, place);
                open = taken;
            }
        }
        if let Some((who, place)) = self.log.pop() {
            debug_assert_eq!(open, self.opened, "the moves lead back to the opening");
            board.restore(who, open, place);
        }
    }
}

/// PASS on a balanced seating.
pub(super) fn pass(board: &mut Board<'_>, walk: Walk, stream: &mut Stream) -> Result<WalkReport, StreamError> {
    let seats = board.seats.len() as u64;
    let mut report = WalkReport { seats: board.seats.len() as u32, ..WalkReport::default() };
    if seats == 0 || walk == Walk::Skipped {
        return Ok(report);
    }
    let moves_min = MOVES_MIN.max(MOVES_PER_SEAT * seats);
    let mut walker = Walker::new(board);
    let mut together = Together::ignored();
    let enough = |report: &WalkReport| match walk {
        Walk::Protocol => report.moves >= moves_min && report.rounds >= ROUNDS_MIN,
        Walk::Rounds(rounds) => report.rounds >= rounds,
        Walk::Skipped => true,
    };
    while !enough(&report) {
        report.rounds += 1;
        count(&mut report, walker.round(board, stream, &mut together)?);
    }
    for _ in 0..report.rounds {
        count(&mut report, walker.round(board, stream, &mut together)?);
    }
    Ok(report)
}

fn count(report: &mut WalkReport, (end, moves): (End, u64)) {
    report.moves += moves;
    report.undone_long += u64::from(end == End::Undone);
}

#[cfg(test)]
mod tests {
    use super::super::components::components;
    use super::super::fill::fill;
    use super::super::model::{Instance, NONE, Rows};
    use super::super::search::Search;
    use super::*;

    /// Thirty visits, where a round takes some ten moves.
    fn instance() -> Instance {
        Instance {
            inspector_count: 12,
            min: vec![0; 12],
            max: vec![9; 12],
            pools: vec![(0..12).collect(), (0..6).collect(), (3..9).collect()],
            seats: Rows::from_rows((0..30).map(|k| if k % 2 == 0 { vec![0, 1] } else { vec![1, 2] })),
            barred: Rows::from_rows((0..30).map(|k| [k % 12])),
            apart: Rows::empty(12),
        }
    }

    fn filled(instance: &Instance) -> (Board<'_>, Stream) {
        let mut stream = Stream::new(&[3; 32]);
        let component = components(instance, false).remove(0);
        let mut board = Board::new(instance, &component, &mut stream).expect("short");
        let mut search = Search::new(&board);
        assert!(fill(&mut board, &mut search).is_empty());
        super::super::level::level(&mut board, &mut search);
        (board, stream)
    }

    fn lists(board: &Board<'_>) -> Vec<Vec<u32>> {
        board.people.iter().map(|person| person.seats().collect()).collect()
    }

    #[test]
    fn a_round_that_grows_too_long_leaves_no_trace() {
        let instance = instance();
        let (mut board, mut stream) = filled(&instance);
        let before = lists(&board);
        let mut walker = Walker::new(&board);
        walker.moves_max = 3;
        let mut undone = 0;
        while undone < 20 {
            match walker.round(&mut board, &mut stream, &mut Together::ignored()).expect("short") {
                (End::Undone, moves) => {
                    assert_eq!(moves, 3);
                    undone += 1;
                }
                (End::Seated(who), moves) => {
                    assert!(moves <= 3, "the round ends at its limit");
                    walker.undo_seated(&mut board, who);
                }
            }
            assert_eq!(lists(&board), before, "every list in its old order");
            for (who, person) in (0..).zip(&board.people) {
                assert!(person.seats().all(|seat| board.seats[seat as usize].holder == who));
            }
        }
    }

    #[test]
    fn rounds_keep_all_seats_held() {
        let instance = instance();
        let (mut board, mut stream) = filled(&instance);
        let report = pass(&mut board, Walk::Rounds(200), &mut stream).expect("short");
        assert_eq!(report.rounds, 200);
        assert!(report.moves > 400, "{report:?}");
        assert!(board.seats.iter().all(|seat| seat.holder != NONE));
        assert_eq!(board.people.iter().map(|person| person.held.len()).sum::<usize>(), 60);
    }
}
