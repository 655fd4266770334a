//! TOGETHER: rotation between inspectors, honoured last and as far as chance allows.
//!
//! "The same two not together again" is no flow condition, and deciding it is hard in general. So
//! PASS goes on for R rounds, and a round that would increase the number of repeated pairs is
//! undone. This lies outside the uniform law; what repeats are left is listed.

use super::board::Board;
use super::model::NONE;
use super::pass::{End, WalkReport, Walker};
use crate::stream::{Stream, StreamError};

/// Two inspectors who should have been kept apart and are in one team (indices of the instance).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repeat {
    /// The visit.
    pub visit: u32,
    /// The smaller inspector.
    pub first: u32,
    /// The larger inspector.
    pub second: u32,
}

/// Counts by how much a round changes the number of repeated pairs.
pub(super) struct Together {
    counted: bool,
    change: i64,
}

impl Together {
    /// Counts nothing: PASS proper.
    pub const fn ignored() -> Self {
        Self { counted: false, change: 0 }
    }

    /// `who` has just left `seat`.
    #[inline]
    pub fn left(&mut self, board: &Board<'_>, seat: u32, who: u32) {
        if self.counted {
            self.change -= repeats_with(board, seat, who);
        }
    }

    /// `who` is about to sit down in `seat`.
    #[inline]
    pub fn joins(&mut self, board: &Board<'_>, seat: u32, who: u32) {
        if self.counted {
            self.change += repeats_with(board, seat, who);
        }
    }
}

fn repeats_with(board: &Board<'_>, seat: u32, who: u32) -> i64 {
    let team = board.team_of(seat);
    let origin = |label: u32| board.people[label as usize].origin;
    let team = &board.seats[team.start as usize..team.end as usize];
    let mates = team.iter().map(|seat| seat.holder).filter(|&mate| mate != NONE && mate != who);
    mates.filter(|&mate| board.instance.keeps_apart(origin(mate), origin(who))).count() as i64
}

/// The R further rounds; none where no two members of the component are to be kept apart.
pub(super) fn together(board: &mut Board<'_>, report: &mut WalkReport, stream: &mut Stream) -> Result<(), StreamError> {
    if report.rounds == 0 || !concerns(board) {
        return Ok(());
    }
    let mut walker = Walker::new(board);
    let mut together = Together { counted: true, change: 0 };
    for _ in 0..report.rounds {
        together.change = 0;
        let (end, moves) = walker.round(board, stream, &mut together)?;
        report.together_rounds += 1;
        report.moves += moves;
        match end {
            End::Undone => report.together_undone += 1,
            End::Seated(who) if together.change > 0 => {
                walker.undo_seated(board, who);
                report.together_undone += 1;
            }
            End::Seated(_) => {}
        }
    }
    Ok(())
}

/// Whether both inspectors of some pair that should be kept apart belong to the component.
fn concerns(board: &Board<'_>) -> bool {
    let apart = &board.instance.apart;
    if apart.items().is_empty() {
        return false;
    }
    let mut members: Vec<u32> = board.people.iter().map(|person| person.origin).collect();
    members.sort_unstable();
    let inside = |who: &u32| members.binary_search(who).is_ok();
    members.iter().any(|&who| apart.row(who).iter().any(|other| *other != who && inside(other)))
}

/// All repeated pairs of a seating, by visit and then by inspectors.
pub(super) fn repeats(board: &Board<'_>) -> Vec<Repeat> {
    let mut out = Vec::new();
    if board.instance.apart.items().is_empty() {
        return out;
    }
    for (label, visit) in board.visits.iter().enumerate() {
        let team = &board.seats[visit.first as usize..(visit.first + visit.count) as usize];
        let seated = team.iter().map(|seat| seat.holder).filter(|&holder| holder != NONE);
        let team: Vec<u32> = seated.map(|label| board.people[label as usize].origin).collect();
        for (k, &a) in team.iter().enumerate() {
            for &b in &team[k + 1..] {
                if board.instance.keeps_apart(a, b) {
                    let visit = board.visit_origin[label];
                    out.push(Repeat { visit, first: a.min(b), second: a.max(b) });
                }
            }
        }
    }
    out.sort_unstable();
    out
}
