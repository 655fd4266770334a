//! What replacements have made of a visit: who goes now, and what is not inspected any more.
//!
//! Source: `docs/PROTOCOL.md`, sections 23 and 25.

use serde::Serialize;

use crate::day::Day;
use crate::events::{Leaf, Replacement, ReserveLeaf, SlipLeaf};
use crate::frozen::{DrawnBy, VisitLine};
use crate::id::Id;

/// What the draw made of it: a visit, or a reserve that is visited only when it is called up.
#[derive(Clone, Copy, Debug)]
pub enum Made<'a> {
    /// A visit.
    Visit(&'a VisitLine),
    /// A reserve.
    Reserve(&'a ReserveLeaf),
}

/// A rank of a stratum of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The task.
    pub task: Id,
    /// The stratum.
    pub stratum: Id,
    /// The rank.
    pub rank: u64,
}

impl From<&DrawnBy> for Place {
    fn from(draw: &DrawnBy) -> Self {
        Self { task: draw.task.clone(), stratum: draw.stratum.clone(), rank: draw.rank }
    }
}

/// A visit as replacements have left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitNow {
    /// The place visited.
    pub visit: Id,
    /// Its days.
    pub days: Vec<Day>,
    /// Who goes, by seat; nobody where nobody could be found.
    pub team: Vec<Option<Id>>,
    /// What it was made for, reserves that were called up included.
    pub draws: Vec<Place>,
    /// Those of them that were replaced and are not visited any more.
    pub cancelled: Vec<Place>,
    /// How many replacements it has seen.
    pub replacements: usize,
}

impl VisitNow {
    /// A visit before any replacement; nothing of a reserve.
    fn first(made: Made<'_>) -> Option<Self> {
        let Made::Visit(line) = made else { return None };
        Some(Self {
            visit: line.id.clone(),
            days: line.days.clone(),
            team: line.seats.iter().map(|seat| seat.inspector.clone()).collect(),
            draws: line.draws.iter().map(Place::from).collect(),
            cancelled: Vec::new(),
            replacements: 0,
        })
    }

    /// Takes a replacement; `false` if it does not concern the visit, or names a seat that is not there.
    fn take(&mut self, replacement: &Replacement) -> bool {
        match replacement {
            Replacement::Inspector { by, seat, visit, .. } => {
                let place = self.team.get_mut(*seat as usize).filter(|_| *visit == self.visit);
                let Some(place) = place else { return false };
                place.clone_from(by);
            }
            Replacement::Entity { by, rank, stratum, task, visit, .. } => {
                let place = |rank| Place { task: task.clone(), stratum: stratum.clone(), rank };
                let replaced = Some(place(*rank)).filter(|place| self.draws.contains(place));
                let joins = by.map(place).filter(|_| visit.as_ref() == Some(&self.visit));
                if replaced.is_none() && joins.is_none() {
                    return false;
                }
                self.cancelled.extend(replaced);
                self.draws.extend(joins);
            }
        }
        self.replacements += 1;
        true
    }

    /// Whether nothing is left to be inspected.
    pub fn is_cancelled(&self) -> bool {
        !self.draws.is_empty() && self.draws.iter().all(|place| self.cancelled.contains(place))
    }
}

/// The visit of a reserve that a replacement took, if it did.
fn called_up(reserve: &ReserveLeaf, replacement: &Replacement) -> Option<VisitNow> {
    let Replacement::Entity { by, days, stratum, task, team, visit, .. } = replacement else { return None };
    if (task, stratum, *by) != (&reserve.task, &reserve.stratum, Some(reserve.rank)) {
        return None;
    }
    Some(VisitNow {
        visit: visit.clone()?,
        days: days.clone(),
        team: team.iter().cloned().map(Some).collect(),
        draws: vec![Place { task: task.clone(), stratum: stratum.clone(), rank: reserve.rank }],
        cancelled: Vec::new(),
        replacements: 1,
    })
}

/// Which of the replacements of a draw concern a visit, by their numbers, and what they have made of it.
pub fn follow<'r>(
    made: Made<'_>,
    replacements: impl IntoIterator<Item = &'r Replacement>,
) -> (Vec<usize>, Option<VisitNow>) {
    let (mut numbers, mut now) = (Vec::new(), VisitNow::first(made));
    for (number, replacement) in replacements.into_iter().enumerate() {
        let concerns = match (&mut now, made) {
            (Some(now), _) => now.take(replacement),
            (None, Made::Reserve(reserve)) => {
                now = called_up(reserve, replacement);
                now.is_some()
            }
            (None, Made::Visit(_)) => false,
        };
        if concerns {
            numbers.push(number);
        }
    }
    (numbers, now)
}

/// The same for the leaf of a slip.
pub fn follow_leaf<'r>(
    leaf: &SlipLeaf,
    replacements: impl IntoIterator<Item = &'r Replacement>,
) -> (Vec<usize>, Option<VisitNow>) {
    match leaf {
        SlipLeaf::Sealed(Leaf::Visit(visit)) | SlipLeaf::Open(visit) => follow(Made::Visit(visit), replacements),
        SlipLeaf::Sealed(Leaf::Reserve(reserve)) => follow(Made::Reserve(reserve), replacements),
        SlipLeaf::Selected(line) => follow(Made::Reserve(&line.into()), replacements),
    }
}
