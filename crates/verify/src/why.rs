//! Why me, why not me: the answer for one entity.
//!
//! Before it answers, it makes every check that [`crate::verify`] makes, replay and record included: an
//! answer names a team and days, and nobody may read these from a bundle in which they were forged.
//!
//! Source: `docs/PROTOCOL.md`, section 18.

use records::day::Day;
use records::events::ReserveLeaf;
use records::frozen::{ExclusionReason, VisitLine, VisitState};
use records::hash::Digest;
use records::id::Id;
use records::lang::Lang;
use records::visit_now::{Made, VisitNow, follow};
use serde::Serialize;

use crate::check::Grade;
use crate::events::Course;
use crate::examine::{Examination, Examined, Ground, examine};
use crate::failure::Failure;
use crate::files::BundleFiles;
use crate::grade::standing;
use crate::kind::Kind;
use crate::manifest::Listing;
use crate::piece::Found;
pub use crate::piece::FoundBy;
use crate::source::Source;
use crate::verified::Verified;
use crate::{Options, grade, outcome};

/// The answer for what somebody asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// What was asked for; left out where every id gets the same answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// SHA-256 of the manifest.
    pub bundle: Digest,
    /// P.
    pub plan: Digest,
    /// Name of the draw.
    pub draw: String,
    /// What the bundle is of. Before the outcome is public, the answer is the same bytes for every id.
    pub kind: Kind,
    /// SHA-256 of the seed, once it is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed_hash: Option<Digest>,
    /// How well the order of events is shown.
    pub grade: Grade,
    /// Why the number is void, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// The entity; nothing if it is not in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<WhyEntity>,
}

/// An entity of the list and how it fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhyEntity {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Line of `lists/entities.jsonl`.
    pub line: u64,
    /// Whether the id was asked for, or something else that leads to it.
    pub found_by: FoundBy,
    /// Task by task, in the plan's order.
    pub tasks: Vec<WhyTask>,
    /// The visit, if it was drawn or equipment that it uses was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<WhyVisit>,
    /// What replacements have made of its visits: of the one that was drawn, and of those for which it was called up as a reserve.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub now: Vec<VisitNow>,
}

/// How an entity fared in one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhyTask {
    /// The task.
    pub task: Id,
    /// Its name.
    pub name: String,
    /// Its ticket, recomputed.
    pub ticket: Digest,
    /// The shell line that recomputes the ticket.
    pub command: String,
    /// How it fared.
    #[serde(flatten)]
    pub answer: Answer,
}

/// How an entity fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Its ticket is among the first `n`.
    Drawn(Chance),
    /// Its ticket is among those that come next.
    Reserve(Chance),
    /// Its ticket is above the threshold.
    NotDrawn(Chance),
    /// A rule of the plan kept it out.
    Excluded {
        /// Stratum in which it lies.
        stratum: Id,
        /// Why.
        reason: ExclusionReason,
    },
    /// It lies in no stratum of the task.
    Outside,
}

/// The place of a ticket among those of its stratum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chance {
    /// The stratum.
    pub stratum: Id,
    /// Its name.
    pub stratum_name: String,
    /// Rank of the ticket, from 1.
    pub rank: u64,
    /// How many were drawn.
    pub n: u64,
    /// How many reserves there are.
    pub reserves: u64,
    /// How many could be drawn.
    pub population: u64,
    /// The ticket of rank n; nothing if n is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Digest>,
}

/// The visit to an entity, as published: it was drawn, or equipment that it uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhyVisit {
    /// The place visited.
    pub id: Id,
    /// How it stands.
    pub state: VisitState,
    /// Its days.
    pub days: Vec<Day>,
    /// Its team.
    pub seats: Vec<WhySeat>,
    /// The equipment that was drawn, where the entity itself was not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<Id>,
}

/// One seat of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhySeat {
    /// Pool.
    pub pool: Id,
    /// Whether this seat leads.
    pub lead: bool,
    /// Pseudonym; nothing if the visit was set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspector: Option<Id>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyError {
    /// What the answer would rest on does not hold.
    #[error("{0}")]
    Failed(#[from] Box<Failure>),
    /// There is no such task.
    #[error("there is no task {got:?} in this plan; expected one of {expected:?}")]
    Task {
        /// As asked.
        got: String,
        /// The plan's tasks.
        expected: Vec<String>,
    },
}

impl WhyError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Failed(failure) => failure.code(),
            Self::Task { .. } => "why-task",
        }
    }

    /// The error in words.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Failed(failure), _) => failure.message(lang),
            (Self::Task { got, expected }, Lang::Zh) => {
                format!("方案里没有任务 {got:?}；可选：{}", expected.join("、"))
            }
            (Self::Task { .. }, Lang::En) => self.to_string(),
        }
    }
}

/// Answers for one id, former id or natural code; for one task, or for all.
pub fn why(files: &dyn BundleFiles, asked: &str, task: Option<&str>, options: &Options<'_>) -> Result<Why, WhyError> {
    let failed = |failure| WhyError::Failed(Box::new(failure));
    let listing = Listing::read(files, options.expect).map_err(failed)?;
    let mut examined = match look_up(files, &listing, asked, options).map_err(failed)? {
        Examination::Outcome(examined) => examined,
        Examination::Early(ground) => return withheld(listing.digest, &ground, options).map_err(failed),
    };
    outcome::check(&examined).map_err(failed)?;
    let mut found = best(&examined);
    let by = found.as_ref().map_or(FoundBy::Id, |found| found.by);
    if let Some(other) = found.as_ref().filter(|found| found.by != FoundBy::Id) {
        // Ranks were counted for the ticket of what was asked; they are wanted for the entity's own.
        let id = other.id.to_string();
        if let Examination::Outcome(again) = look_up(files, &listing, &id, options).map_err(failed)? {
            examined = again;
        }
        found = best(&examined);
    }
    let plan = &examined.ground.plan;
    if let Some(got) = task.filter(|task| plan.tasks.iter().all(|one| one.id.as_str() != *task)) {
        let expected = plan.tasks.iter().map(|task| task.id.to_string()).collect();
        return Err(WhyError::Task { got: got.to_owned(), expected });
    }
    Ok(Why {
        asked: asked.to_owned(),
        bundle: listing.digest,
        kind: listing.kind,
        plan: examined.ground.announced,
        draw: plan.draw_name(),
        seed_hash: Some(examined.seeds.seed_hash),
        grade: standing(&examined.ground).grade,
        void_reason: examined.ground.course().and_then(Course::void_reason).map(str::to_owned),
        entity: found.map(|found| entity(&examined, found, by, task)),
    })
}

fn look_up(
    files: &dyn BundleFiles,
    listing: &Listing,
    asked: &str,
    options: &Options<'_>,
) -> Result<Examination, Failure> {
    examine(&Source::new(files, listing, options.progress), options, Some(asked))
}

/// The answer before anything is public. Nothing in it depends on what was asked.
fn withheld(bundle: Digest, ground: &Ground, options: &Options<'_>) -> Result<Why, Failure> {
    grade::check_order(&ground.plan, ground.witnessing())?;
    let verified = Verified::of_early(bundle, ground, options);
    Ok(Why {
        asked: String::new(),
        bundle,
        kind: ground.kind,
        plan: ground.announced,
        draw: verified.draw,
        seed_hash: verified.seed_hash,
        grade: verified.standing.grade,
        void_reason: verified.status.void_reason,
        entity: None,
    })
}

/// The entity whose own id it is, else one that once had it, else one with that natural code.
fn best(examined: &Examined) -> Option<Found> {
    examined.pass.found.iter().min_by_key(|found| found.by).cloned()
}

fn entity(examined: &Examined, found: Found, by: FoundBy, task: Option<&str>) -> WhyEntity {
    let numbers = (0..examined.ground.plan.tasks.len()).filter(|number| {
        let of_task = examined.ground.plan.tasks.get(*number);
        task.is_none_or(|task| of_task.is_some_and(|one| one.id.as_str() == task))
    });
    let line = visit_line(examined, &found.id);
    WhyEntity {
        tasks: numbers.filter_map(|number| answer(examined, &found, number)).collect(),
        visit: line.map(|line| visit(line, &found.id)),
        now: now(examined, &found.id, line),
        id: found.id,
        name: found.name,
        line: found.line,
        found_by: by,
    }
}

fn answer(examined: &Examined, found: &Found, number: usize) -> Option<WhyTask> {
    let plan = &examined.ground.plan;
    let task = plan.tasks.get(number)?;
    let standing = found.standings.get(number)?;
    let key = examined.seeds.task_keys.get(number)?;
    let ticket = records::hash::ticket(key, found.id.as_bytes());
    // Both are of characters that a shell does not touch.
    let command = format!("printf '%s' '{}{}' | sha256sum", String::from_utf8_lossy(key), found.id);
    let answer = match (standing.stratum, standing.excluded) {
        (None, _) => Answer::Outside,
        (Some(stratum), Some(reason)) => Answer::Excluded { stratum: task.strata.get(stratum)?.id.clone(), reason },
        (Some(stratum), None) => {
            let before: usize = plan.tasks.iter().take(number).map(|task| task.strata.len()).sum();
            let chance = chance(examined, before + stratum, task.strata.get(stratum)?.name.clone())?;
            match chance.rank {
                rank if rank <= chance.n => Answer::Drawn(chance),
                rank if rank <= chance.n + chance.reserves => Answer::Reserve(chance),
                _ => Answer::NotDrawn(chance),
            }
        }
    };
    Some(WhyTask { task: task.id.clone(), name: task.name.clone(), ticket, command, answer })
}

fn chance(examined: &Examined, stratum: usize, stratum_name: String) -> Option<Chance> {
    let population = examined.ground.plan.populations.get(stratum)?;
    let threshold = examined.outcome.strata.as_ref().and_then(|list| list.rows.get(stratum)?.threshold);
    Some(Chance {
        stratum: population.stratum.clone(),
        stratum_name,
        rank: examined.pass.smaller.get(stratum)? + 1,
        n: population.n,
        reserves: population.reserves,
        population: population.population,
        threshold,
    })
}

fn draws_it(visit: &VisitLine, id: &Id) -> bool {
    visit.draws.iter().any(|draw| draw.entity == *id)
}

fn visit_line<'e>(examined: &'e Examined, id: &Id) -> Option<&'e VisitLine> {
    let visits = &examined.outcome.visits.as_ref()?.rows;
    visits.iter().find(|visit| visit.id == *id || draws_it(visit, id))
}

/// Visits that replacements have changed or made.
fn now(examined: &Examined, id: &Id, drawn: Option<&VisitLine>) -> Vec<VisitNow> {
    let Some(course) = examined.ground.course() else { return Vec::new() };
    let replacements = || course.replaced.iter().map(|(_, _, one)| one);
    let selected = examined.outcome.selected.as_ref().map_or(&[][..], |list| list.rows.as_slice());
    let reserves: Vec<ReserveLeaf> =
        selected.iter().filter(|line| line.reserve && line.entity == *id).map(ReserveLeaf::from).collect();
    let made = drawn.map(Made::Visit).into_iter().chain(reserves.iter().map(Made::Reserve));
    let mut out: Vec<VisitNow> = Vec::new();
    for now in made.filter_map(|made| follow(made, replacements()).1).filter(|now| now.replacements > 0) {
        // A reserve that joined the drawn visit is told with it.
        if out.iter().all(|other| other.visit != now.visit) {
            out.push(now);
        }
    }
    out
}

fn visit(visit: &VisitLine, id: &Id) -> WhyVisit {
    let mut through: Vec<Id> = Vec::new();
    if !draws_it(visit, id) {
        through.extend(visit.draws.iter().map(|draw| draw.entity.clone()));
        through.dedup();
    }
    WhyVisit { through, ..WhyVisit::from(visit) }
}

impl From<&VisitLine> for WhyVisit {
    fn from(visit: &VisitLine) -> Self {
        let seat = |seat: &records::frozen::SeatLine| WhySeat {
            pool: seat.pool.clone(),
            lead: seat.lead,
            inspector: seat.inspector.clone(),
        };
        Self {
            id: visit.id.clone(),
            state: visit.state,
            days: visit.days.clone(),
            seats: visit.seats.iter().map(seat).collect(),
            through: Vec::new(),
        }
    }
}
