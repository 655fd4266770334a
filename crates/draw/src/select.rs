//! Select: the `n` smallest tickets of each stratum, and the next ones as reserves.
//!
//! What is kept is the selected and the reserves, never all: each stratum has a buffer of at most
//! twice what it keeps, and a bound, the first eight bytes of the worst ticket that still counts,
//! against which nearly every ticket is refused by one comparison. Selectors that saw different
//! parts of a list are merged; the result does not depend on how the list was divided.
//!
//! Source: `docs/PROTOCOL.md`, sections 10 and 20.

use std::cmp::Ordering;

use records::hash::{Digest, ticket};
use records::id::{Id, IdError};
use records::plan::{Plan, Population};

use crate::rules::OUTSIDE;

/// One entity with its ticket; ordered by ticket, then by the bytes of the id.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    ticket: Digest,
    id: Name,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ticket.cmp(&other.ticket).then_with(|| self.id.bytes().cmp(other.id.bytes()))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The bytes of an id: codes have 18, and candidates come and go by the million, so that short ones
/// must not cost an allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Short(u8, [u8; SHORT_MAX]),
    Long(Box<[u8]>),
}

/// Most bytes of an id that is kept in place.
const SHORT_MAX: usize = 22;

impl Name {
    #[inline]
    fn new(id: &[u8]) -> Self {
        let mut bytes = [0; SHORT_MAX];
        match (bytes.get_mut(..id.len()), u8::try_from(id.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(id);
                Self::Short(length, bytes)
            }
            _ => Self::Long(id.into()),
        }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(bytes) => bytes,
        }
    }
}

/// The best candidates of one stratum so far.
#[derive(Clone, Debug)]
struct Cell {
    keep: usize,
    /// Tickets that begin with a larger number can't be among the kept ones any more.
    bound: u64,
    candidates: Vec<Candidate>,
}

impl Cell {
    #[inline]
    fn offer(&mut self, ticket: &Digest, id: &[u8]) {
        if first_word(ticket) > self.bound {
            return;
        }
        self.push(Candidate { ticket: *ticket, id: Name::new(id) });
    }

    fn push(&mut self, candidate: Candidate) {
        if self.keep == 0 {
            self.bound = 0;
            return;
        }
        self.candidates.push(candidate);
        // Pruning at twice the size costs a constant number of comparisons for each candidate.
        if self.candidates.len() >= 2 * self.keep.max(32) {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.candidates.len() <= self.keep || self.keep == 0 {
            return;
        }
        let (_, worst, _) = self.candidates.select_nth_unstable(self.keep - 1);
        self.bound = first_word(&worst.ticket);
        self.candidates.truncate(self.keep);
    }
}

#[inline]
fn first_word(ticket: &Digest) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = *ticket.as_bytes();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Collects the selected entities of all strata from entities in any order.
#[derive(Clone, Debug)]
pub struct Selector {
    /// K of each task.
    keys: Vec<[u8; 32]>,
    /// Whether all keys are equal, so that one ticket an entity is enough.
    together: bool,
    /// For each task the number of its first cell.
    cells_of: Vec<usize>,
    cells: Vec<Cell>,
}

impl Selector {
    /// For a plan whose populations freeze has counted, with K of each task.
    pub fn new(plan: &Plan, keys: &[[u8; 32]]) -> Self {
        let keep = |cell: &Population| Cell {
            keep: usize::try_from(cell.n + cell.reserves).unwrap_or(usize::MAX / 4),
            bound: u64::MAX,
            candidates: Vec::new(),
        };
        let mut cells_of = Vec::with_capacity(plan.tasks.len());
        let mut first = 0;
        for task in &plan.tasks {
            cells_of.push(first);
            first += task.strata.len();
        }
        Self {
            keys: keys.to_vec(),
            together: keys.windows(2).all(|pair| pair.first() == pair.last()),
            cells_of,
            cells: plan.populations.iter().map(keep).collect(),
        }
    }

    /// Offers one entity: for each task the stratum in which it lies and is *not excluded*, or
    /// [`OUTSIDE`].
    #[inline]
    pub fn offer(&mut self, id: &[u8], strata: &[u16]) {
        let mut known: Option<Digest> = None;
        let tasks = strata.iter().zip(&self.keys).zip(&self.cells_of);
        for ((stratum, key), first) in tasks {
            if *stratum == OUTSIDE {
                continue;
            }
            let ticket = match &known {
                Some(ticket) if self.together => *ticket,
                _ => *known.insert(ticket(key, id)),
            };
            if let Some(cell) = self.cells.get_mut(first + usize::from(*stratum)) {
                cell.offer(&ticket, id);
            }
        }
    }

    /// Takes over what another selector of the same plan and keys has collected.
    pub fn merge(&mut self, other: Self) {
        for (cell, from) in self.cells.iter_mut().zip(other.cells) {
            cell.bound = cell.bound.min(from.bound);
            let bound = cell.bound;
            let fit = |candidate: &Candidate| first_word(&candidate.ticket) <= bound;
            from.candidates.into_iter().filter(fit).for_each(|candidate| cell.push(candidate));
        }
    }

    /// The selection, in the order of `plan.populations`.
    pub fn finish(self, plan: &Plan) -> Result<Selection, SelectError> {
        let strata = self.cells.into_iter().zip(&plan.populations);
        let cells = strata.map(|(cell, population)| finish_cell(cell, population));
        Ok(Selection { strata: cells.collect::<Result<_, _>>()? })
    }
}

fn finish_cell(mut cell: Cell, population: &Population) -> Result<Selected, SelectError> {
    cell.prune();
    cell.candidates.sort_unstable();
    let (got, expected) = (cell.candidates.len() as u64, population.n + population.reserves);
    if got != expected {
        let (task, stratum) = (population.task.to_string(), population.stratum.to_string());
        return Err(SelectError::Missing { task, stratum, got, expected });
    }
    let mut ranked = Vec::with_capacity(cell.candidates.len());
    for candidate in cell.candidates {
        let text = std::str::from_utf8(candidate.id.bytes()).unwrap_or_default();
        let id = Id::parse(text).map_err(|error| SelectError::Id { id: text.to_owned(), error })?;
        ranked.push(Ranked { id, ticket: candidate.ticket });
    }
    let reserves = ranked.split_off(usize::try_from(population.n).unwrap_or(usize::MAX));
    Ok(Selected { drawn: ranked, reserves })
}

/// Why a selection is not what the plan says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// Fewer entities were offered than freeze counted.
    #[error(
        "stratum {stratum} of task {task} has {got} selected entities; the plan's populations ask for {expected}: the list is not the one that was frozen"
    )]
    Missing {
        /// The task.
        task: String,
        /// The stratum.
        stratum: String,
        /// Entities there are.
        got: u64,
        /// Drawn and reserves by the plan.
        expected: u64,
    },
    /// An entity was offered by something that is not an id.
    #[error("{id:?} is not an id: {error}")]
    Id {
        /// What was offered.
        id: String,
        /// What is wrong with it.
        error: IdError,
    },
}

impl SelectError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "select-missing",
            Self::Id { error, .. } => error.code(),
        }
    }
}

/// The selection of all strata, in the order of `plan.populations`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// One a stratum.
    pub strata: Vec<Selected>,
}

impl Selection {
    /// The ids drawn in any stratum, sorted, each once.
    pub fn drawn_ids(&self) -> Vec<&Id> {
        let mut out: Vec<&Id> =
            self.strata.iter().flat_map(|stratum| &stratum.drawn).map(|ranked| &ranked.id).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The selection of one stratum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// Ranks 1 to n.
    pub drawn: Vec<Ranked>,
    /// Ranks from n + 1.
    pub reserves: Vec<Ranked>,
}

impl Selected {
    /// The ticket of rank n; none where nobody is drawn.
    pub fn threshold(&self) -> Option<Digest> {
        self.drawn.last().map(|ranked| ranked.ticket)
    }
}

/// One selected entity; its place in the array gives the rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Entity.
    pub id: Id,
    /// Ticket.
    pub ticket: Digest,
}

/// The ranks of batch `j` (from 1) of `b` over `n` drawn: floor(n(j−1)/b)+1 to floor(nj/b), as an
/// inclusive pair; nothing where the batch is empty or there is no such batch.
pub fn batch(n: u64, b: u64, j: u64) -> Option<(u64, u64)> {
    if b == 0 || j == 0 || j > b {
        return None;
    }
    let part = |j: u64| u128::from(n) * u128::from(j) / u128::from(b);
    let (first, last) = (part(j - 1) + 1, part(j));
    // Both are at most n.
    let ranks = (u64::try_from(first).ok()?, u64::try_from(last).ok()?);
    (first <= last).then_some(ranks)
}
