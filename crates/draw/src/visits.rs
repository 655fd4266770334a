//! Visits: everything that is drawn at one place becomes one visit of all departments.
//!
//! Source: `docs/PROTOCOL.md`, section 11.

use std::collections::BTreeMap;

use records::events::ReserveLeaf;
use records::frozen::{DrawnBy, VisitLine};
use records::id::Id;
use records::plan::{Plan, Task};

use crate::select::Selection;

/// Most seats of one visit (`docs/PROTOCOL.md`, section 13.2).
pub const SEATS_MAX: u32 = 65_535;

/// What decides where a drawn entity is visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The entity.
    pub id: Id,
    /// Its area; empty where the list has none.
    pub area: String,
    /// The user of a piece of equipment.
    pub user_id: Option<Id>,
}

impl Place {
    /// The place at which it is visited: its user, or itself.
    pub fn visited(&self) -> &Id {
        self.user_id.as_ref().unwrap_or(&self.id)
    }
}

/// One visit, before anybody is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The place.
    pub id: Id,
    /// The area of its drawn entity with the smallest id.
    pub area: String,
    /// By entity, then in the plan's order of tasks.
    pub draws: Vec<DrawnBy>,
    /// Items of its tasks, sorted.
    pub items: Vec<Id>,
    /// Working days.
    pub duration: u32,
    /// Pool of each seat, as its index in the plan.
    pub seats: Vec<u32>,
    /// Which seat leads.
    pub lead: Option<u32>,
}

/// Why there are no visits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VisitError {
    /// A drawn entity of which nothing was said.
    #[error("{id} is drawn, and its line was not given: the list is not the one that was frozen")]
    NoPlace {
        /// The entity.
        id: String,
    },
    /// A selection with other strata than the plan.
    #[error("the selection has {got} strata; the plan has {expected}")]
    Strata {
        /// Strata of the selection.
        got: usize,
        /// Elements of `plan.populations`.
        expected: usize,
    },
    /// A team larger than the format holds.
    #[error("task {task} asks for more than {SEATS_MAX} seats in one visit")]
    TooManySeats {
        /// The task.
        task: String,
    },
    /// A seat from a pool that the plan does not have.
    #[error("task {task} has a seat of pool {pool}, which the plan does not have")]
    Pool {
        /// The task.
        task: String,
        /// The pool.
        pool: String,
    },
    /// A task that the plan does not have.
    #[error("the plan has no task {task}")]
    Task {
        /// The task.
        task: String,
    },
}

impl VisitError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPlace { .. } => "visits-no-place",
            Self::Strata { .. } => "visits-strata",
            Self::TooManySeats { .. } => "visits-too-many-seats",
            Self::Pool { .. } => "visits-pool",
            Self::Task { .. } => "visits-task",
        }
    }
}

/// One entity drawn by one task; the order is that of `draws`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Draw<'a> {
    entity: &'a Id,
    task: usize,
    stratum: &'a Id,
    rank: u64,
}

/// The visits of a selection, by id. `places` gives one for each drawn entity, sorted by id.
pub fn visits(plan: &Plan, selection: &Selection, places: &[Place]) -> Result<Vec<Visit>, VisitError> {
    let (got, expected) = (selection.strata.len(), plan.populations.len());
    if got != expected {
        return Err(VisitError::Strata { got, expected });
    }
    let mut draws: Vec<Draw<'_>> = Vec::new();
    let tasks = (0..).zip(&plan.tasks).flat_map(|(k, task)| task.strata.iter().map(move |s| (k, s)));
    for ((task, stratum), selected) in tasks.zip(&selection.strata) {
        let ranked = (1..).zip(&selected.drawn);
        let draw = |(rank, ranked)| Draw { entity: entity_of(ranked), task, stratum: &stratum.id, rank };
        draws.extend(ranked.map(draw));
    }
    draws.sort_unstable();
    let mut of_place: BTreeMap<&Id, (&Place, Vec<Draw<'_>>)> = BTreeMap::new();
    for draw in draws {
        let found = places.binary_search_by(|place| place.id.cmp(draw.entity)).ok();
        let place = found.and_then(|index| places.get(index));
        let place = place.ok_or_else(|| VisitError::NoPlace { id: draw.entity.to_string() })?;
        // Draws come by entity, so that the first of a place has the smallest id.
        of_place.entry(place.visited()).or_insert((place, Vec::new())).1.push(draw);
    }
    let seats = pools_of_tasks(plan)?;
    Ok(of_place.into_iter().map(|(id, (place, draws))| visit(plan, &seats, id, place, draws)).collect())
}

/// The visit of a line of `visits.jsonl`: what pairing was asked for. Which seat leads is left open.
pub fn visit_of_line(plan: &Plan, line: &VisitLine) -> Result<Visit, VisitError> {
    let pool = |seat: &records::frozen::SeatLine| {
        let at = plan.pools.iter().position(|pool| pool.id == seat.pool).and_then(|at| u32::try_from(at).ok());
        at.ok_or_else(|| VisitError::Pool { task: line.id.to_string(), pool: seat.pool.to_string() })
    };
    Ok(Visit {
        id: line.id.clone(),
        area: line.area.clone(),
        draws: line.draws.clone(),
        items: line.items.clone(),
        duration: line.duration,
        seats: line.seats.iter().map(pool).collect::<Result<Vec<u32>, _>>()?,
        lead: None,
    })
}

/// The visit that a reserve would make alone (`docs/PROTOCOL.md`, section 23.1).
pub fn visit_of_reserve(plan: &Plan, leaf: &ReserveLeaf, place: &Place) -> Result<Visit, VisitError> {
    let ReserveLeaf { entity, rank, stratum, task } = leaf;
    let number = plan.tasks.iter().position(|other| other.id == *task);
    let number = number.ok_or_else(|| VisitError::Task { task: task.to_string() })?;
    let draw = Draw { entity, task: number, stratum, rank: *rank };
    Ok(visit(plan, &pools_of_tasks(plan)?, place.visited(), place, vec![draw]))
}

fn entity_of(ranked: &crate::select::Ranked) -> &Id {
    &ranked.id
}

/// What one task asks of a team.
struct TaskSeats {
    /// Number of seats of each pool.
    counts: Vec<u32>,
    /// The pool that leads.
    lead: Option<usize>,
}

fn pools_of_tasks(plan: &Plan) -> Result<Vec<TaskSeats>, VisitError> {
    let of_task = |task: &Task| {
        let mut out = TaskSeats { counts: vec![0; plan.pools.len()], lead: None };
        for seat in &task.seats {
            let pool = plan.pools.iter().position(|pool| pool.id == seat.pool);
            let Some((pool, count)) = pool.and_then(|k| Some((k, out.counts.get_mut(k)?))) else {
                return Err(VisitError::Pool { task: task.id.to_string(), pool: seat.pool.to_string() });
            };
            *count = count.saturating_add(seat.count);
            if seat.lead {
                out.lead = out.lead.or(Some(pool));
            }
        }
        Ok(out)
    };
    let out = plan.tasks.iter().map(of_task).collect::<Result<Vec<TaskSeats>, _>>()?;
    // A visit of all tasks has the largest count of each pool.
    let mut largest = vec![0_u32; plan.pools.len()];
    for (task, seats) in plan.tasks.iter().zip(&out) {
        for (most, count) in largest.iter_mut().zip(&seats.counts) {
            *most = (*most).max(*count);
        }
        if largest.iter().fold(0, |sum: u32, count| sum.saturating_add(*count)) > SEATS_MAX {
            return Err(VisitError::TooManySeats { task: task.id.to_string() });
        }
    }
    Ok(out)
}

fn visit(plan: &Plan, seats: &[TaskSeats], id: &Id, place: &Place, draws: Vec<Draw<'_>>) -> Visit {
    let mut tasks: Vec<usize> = draws.iter().map(|draw| draw.task).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let of_plan = || tasks.iter().filter_map(|task| plan.tasks.get(*task));
    let of_seats = || tasks.iter().filter_map(|task| seats.get(*task));
    let mut items: Vec<Id> = of_plan().flat_map(|task| &task.items).cloned().collect();
    items.sort_unstable();
    items.dedup();
    let lead_pool = of_seats().find_map(|seats| seats.lead);
    let (mut team, mut lead) = (Vec::new(), None);
    for pool in 0..plan.pools.len() {
        let counts = of_seats().filter_map(|seats| seats.counts.get(pool));
        let count = counts.copied().max().unwrap_or(0);
        if count > 0 && lead_pool == Some(pool) {
            lead = u32::try_from(team.len()).ok();
        }
        let pool = u32::try_from(pool).unwrap_or(u32::MAX);
        team.extend(std::iter::repeat_n(pool, count as usize));
    }
    let drawn_by = |draw: &Draw<'_>| {
        Some(DrawnBy {
            entity: draw.entity.clone(),
            rank: draw.rank,
            stratum: draw.stratum.clone(),
            task: plan.tasks.get(draw.task)?.id.clone(),
        })
    };
    Visit {
        id: id.clone(),
        area: place.area.clone(),
        draws: draws.iter().filter_map(drawn_by).collect(),
        items,
        duration: of_plan().map(|task| task.days).max().unwrap_or(1),
        seats: team,
        lead,
    }
}
