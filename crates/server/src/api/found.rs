//! The answer for a code, as the interface gives it.

use records::visit_now::{Place, VisitNow};
use serde::Serialize;
use utoipa::ToSchema;
use verify::{FoundBy, Kind, WhyVisit};

use crate::look::{Found, FoundAnswer, FoundStratum, FoundTask};

/// What is published about a code.
#[derive(Serialize, ToSchema)]
pub(super) struct EntityDocument {
    /// What was asked for.
    asked: String,
    /// Code of the entity that has it.
    entity: String,
    /// Its name.
    name: String,
    /// How the code is the entity's: `id`, `former_id`, or `code` (its id is derived from it).
    found_by: &'static str,
    /// What is published: `announcement`, `sealed` or `outcome`.
    kind: &'static str,
    /// Digest of the bundle.
    bundle: String,
    /// Name of the draw.
    draw: String,
    /// Why the draw is void, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    void_reason: Option<String>,
    /// Task by task, in the plan's order; before there is an outcome, the tasks from which it is excluded.
    tasks: Vec<TaskAnswer>,
    /// The visit as it was drawn, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    visit: Option<VisitAnswer>,
    /// What replacements have made of its visits.
    now: Vec<VisitAfter>,
    /// Whether there is a proof to download.
    has_proof: bool,
}

/// How it fared in one task.
#[derive(Serialize, ToSchema)]
pub(super) struct TaskAnswer {
    /// Task.
    task: String,
    /// Its name.
    name: String,
    /// How it fared.
    answer: Fared,
    /// Rank among the tickets of the stratum, from 1; of the drawn and of reserves.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u64>,
    /// Why it is excluded: `closed`, `promise`, `ceiling` or `recent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The stratum in which it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    stratum: Option<StratumAnswer>,
    /// Its ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
    /// The shell line that computes the ticket again.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
}

/// How an entity fared.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fared {
    /// Its ticket is not larger than the threshold.
    Drawn,
    /// Not drawn, and among the next.
    Reserve,
    /// Its ticket is larger than the threshold.
    NotDrawn,
    /// It took no part, for the reason given.
    Excluded,
    /// It lies in no stratum of the task.
    Outside,
}

/// A stratum and what was drawn of it.
#[derive(Serialize, ToSchema)]
pub(super) struct StratumAnswer {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// How many were drawn.
    n: u64,
    /// How many reserves there are.
    reserves: u64,
    /// How many could be drawn.
    population: u64,
    /// The ticket of rank n; absent if n is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<String>,
}

/// A visit as it was drawn.
#[derive(Serialize, ToSchema)]
pub(super) struct VisitAnswer {
    /// The place visited.
    id: String,
    /// `dated`, `undated`, `unseated` or `unpaired`.
    state: String,
    /// Its days.
    days: Vec<String>,
    /// Its team, by seat.
    seats: Vec<SeatAnswer>,
    /// The equipment that was drawn, where the entity itself was not.
    through: Vec<String>,
}

/// A seat of a team.
#[derive(Serialize, ToSchema)]
pub(super) struct SeatAnswer {
    /// Pool.
    pool: String,
    /// Whether this seat leads.
    lead: bool,
    /// Pseudonym; absent of a visit that was set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    inspector: Option<String>,
}

/// A visit as replacements have left it.
#[derive(Serialize, ToSchema)]
pub(super) struct VisitAfter {
    /// The place visited.
    visit: String,
    /// Its days.
    days: Vec<String>,
    /// Pseudonyms of who goes, by seat; null where nobody could be found.
    team: Vec<Option<String>>,
    /// What it was made for, reserves that were called up included.
    draws: Vec<DrawnPlace>,
    /// Those of them that were replaced and are not visited any more.
    cancelled: Vec<DrawnPlace>,
    /// How many replacements it has seen.
    replacements: u64,
}

/// A rank of a stratum of a task.
#[derive(Serialize, ToSchema)]
pub(super) struct DrawnPlace {
    /// Task.
    task: String,
    /// Stratum.
    stratum: String,
    /// Rank.
    rank: u64,
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl From<&Found> for EntityDocument {
    fn from(found: &Found) -> Self {
        Self {
            asked: found.asked.to_string(),
            entity: found.entity.to_string(),
            name: found.name.clone(),
            found_by: match found.found_by {
                FoundBy::Id => "id",
                FoundBy::FormerId => "former_id",
                FoundBy::Code => "code",
            },
            kind: match found.kind {
                Kind::Announcement => "announcement",
                Kind::Sealed => "sealed",
                Kind::Outcome => "outcome",
            },
            bundle: found.bundle.to_string(),
            draw: found.draw.clone(),
            void_reason: found.void_reason.clone(),
            tasks: found.tasks.iter().map(TaskAnswer::from).collect(),
            visit: found.visit.as_ref().map(VisitAnswer::from),
            now: found.now.iter().map(VisitAfter::from).collect(),
            has_proof: !found.proof.is_empty(),
        }
    }
}

impl From<&FoundTask> for TaskAnswer {
    fn from(task: &FoundTask) -> Self {
        let (answer, rank, reason) = match &task.answer {
            FoundAnswer::Drawn { rank } => (Fared::Drawn, Some(*rank), None),
            FoundAnswer::Reserve { rank } => (Fared::Reserve, Some(*rank), None),
            FoundAnswer::NotDrawn => (Fared::NotDrawn, None, None),
            FoundAnswer::Excluded { reason } => (Fared::Excluded, None, Some(word(reason))),
            FoundAnswer::Outside => (Fared::Outside, None, None),
        };
        let stratum = |stratum: &FoundStratum| StratumAnswer {
            id: stratum.id.to_string(),
            name: stratum.name.clone(),
            n: stratum.n,
            reserves: stratum.reserves,
            population: stratum.population,
            threshold: stratum.threshold.map(|threshold| threshold.to_string()),
        };
        Self {
            task: task.task.to_string(),
            name: task.name.clone(),
            answer,
            rank,
            reason,
            stratum: task.stratum.as_ref().map(stratum),
            ticket: task.ticket.map(|ticket| ticket.to_string()),
            command: task.command.clone(),
        }
    }
}

impl From<&WhyVisit> for VisitAnswer {
    fn from(visit: &WhyVisit) -> Self {
        let seat = |seat: &verify::WhySeat| SeatAnswer {
            pool: seat.pool.to_string(),
            lead: seat.lead,
            inspector: seat.inspector.as_ref().map(ToString::to_string),
        };
        Self {
            id: visit.id.to_string(),
            state: word(&visit.state),
            days: texts(&visit.days),
            seats: visit.seats.iter().map(seat).collect(),
            through: texts(&visit.through),
        }
    }
}

impl From<&VisitNow> for VisitAfter {
    fn from(now: &VisitNow) -> Self {
        let place = |place: &Place| DrawnPlace {
            task: place.task.to_string(),
            stratum: place.stratum.to_string(),
            rank: place.rank,
        };
        Self {
            visit: now.visit.to_string(),
            days: texts(&now.days),
            team: now.team.iter().map(|one| one.as_ref().map(ToString::to_string)).collect(),
            draws: now.draws.iter().map(place).collect(),
            cancelled: now.cancelled.iter().map(place).collect(),
            replacements: now.replacements as u64,
        }
    }
}
