//! One component from its stream to its seating.

use super::board::Board;
use super::certificate::{Certificate, minimum_certificate, places_certificate};
use super::components::Component;
use super::fill::fill;
use super::level::level;
use super::model::{Instance, NONE};
use super::pass::{Walk, WalkReport, pass};
use super::search::Search;
use super::together::{Repeat, repeats, together};
use crate::stream::{Stream, StreamError};

/// Why a component has no seating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The key stream ended.
    #[error(transparent)]
    Stream(#[from] StreamError),
    /// No lawful seating exists; the certificate proves it.
    #[error("no lawful seating exists: {} places are missing", .0.shortfall())]
    Infeasible(Box<Certificate>),
}

/// A component with a balanced seating, before PASS.
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    board: Board<'a>,
    stream: Stream,
}

/// The finished seating of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seating {
    /// Inspector of each seat of the component's visits, visit by ascending index, seats in order.
    pub holders: Vec<u32>,
    /// What the walk did.
    pub walk: WalkReport,
    /// Words read from the stream.
    pub words: u64,
    /// Pairs that should have been kept apart and are together nevertheless.
    pub repeats: Vec<Repeat>,
}

/// RELABEL, FILL and LEVEL. Whether this succeeds, and the certificate if it does not, depend on
/// the instance alone, never on the stream.
///
/// # Errors
/// [`DrawError::Infeasible`] with the certificate when no lawful seating exists.
pub fn prepare<'a>(
    instance: &'a Instance,
    component: &Component,
    mut stream: Stream,
) -> Result<Prepared<'a>, DrawError> {
    let mut board = Board::new(instance, component, &mut stream)?;
    let mut search = Search::new(&board);
    let unfilled = fill(&mut board, &mut search);
    if !unfilled.is_empty() {
        return Err(DrawError::Infeasible(Box::new(places_certificate(&board, &search))));
    }
    level(&mut board, &mut search);
    if board.people.iter().any(|person| (person.held.len() as u32) < person.min) {
        return Err(DrawError::Infeasible(Box::new(minimum_certificate(&board))));
    }
    Ok(Prepared { board, stream })
}

impl Prepared<'_> {
    /// PASS and TOGETHER.
    ///
    /// # Errors
    /// Only when the key stream ends.
    pub fn finish(self, walk: Walk) -> Result<Seating, StreamError> {
        let Self { mut board, mut stream } = self;
        let before: Vec<u32> = board.seats.iter().map(|seat| seat.holder).collect();
        let mut report = pass(&mut board, walk, &mut stream)?;
        together(&mut board, &mut report, &mut stream)?;
        let kept = board.seats.iter().zip(&before).filter(|(seat, old)| seat.holder == **old);
        report.untouched = kept.count() as u32;
        drop(before);
        Ok(Seating { holders: holders(&board), walk: report, words: stream.words(), repeats: repeats(&board) })
    }
}

/// All steps for one component.
///
/// # Errors
/// As [`prepare`].
pub fn draw_component(
    instance: &Instance,
    component: &Component,
    walk: Walk,
    stream: Stream,
) -> Result<Seating, DrawError> {
    Ok(prepare(instance, component, stream)?.finish(walk)?)
}

fn holders(board: &Board<'_>) -> Vec<u32> {
    let mut by_index: Vec<(u32, u32)> = board.visit_origin.iter().copied().zip(0..).collect();
    by_index.sort_unstable();
    let mut out = Vec::with_capacity(board.seats.len());
    for (_, label) in by_index {
        let visit = board.visits[label as usize];
        let team = &board.seats[visit.first as usize..(visit.first + visit.count) as usize];
        out.extend(team.iter().map(|seat| match seat.holder {
            NONE => NONE,
            holder => board.people[holder as usize].origin,
        }));
    }
    out
}
