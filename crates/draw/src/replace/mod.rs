//! Replacement: who stands in for an inspector, and which reserve for an entity, in an order that was fixed by the draw.
//!
//! The office proposes and refuses with these functions; in sealed mode it knows no seed, only the capsules opened so far, and
//! proposes from them ([`Opened`]). Whoever has the whole outcome judges with a [`Bench`].
//!
//! Source: `docs/PROTOCOL.md`, section 23.

mod approval;
mod bench;
mod entity;
mod error;
mod inspector;
mod opened;
mod state;

use records::day::Day;
use records::events::{Event, EventLine, Replacement, ReserveLeaf, Skipped};
use records::frozen::{Opening, VisitLine};
use records::hash::Digest;
use records::id::Id;
use records::plan::Plan;
use records::visit_now::Place as Drawn;

use crate::sealed::Substitute;
use crate::visits::Place;

pub use approval::{SUPERIOR, check_approval, needs_superior};
pub use bench::{Basis, Bench};
pub use error::ReplaceError;
pub use opened::Opened;

/// A reserve with what is known of its entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve {
    /// Task, stratum, rank, entity.
    pub leaf: ReserveLeaf,
    /// Area and user of the entity.
    pub place: Place,
    /// What opens its line in `barred`, if it has one.
    pub opening: Option<Opening>,
}

/// A dated visit of the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedVisit {
    /// Its days.
    pub days: Vec<Day>,
    /// Whom it is of.
    pub draws: Vec<Drawn>,
    /// Its team as drawn, by seat.
    pub team: Vec<Id>,
    /// For each seat, the substitutes in their order; `free` has one number for each day of the visit.
    pub orders: Vec<Vec<Substitute>>,
}

/// The visit that a reserve would make alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveVisit {
    /// Its place.
    pub place: Id,
    /// For each seat, the substitutes in their order; `free` has one number for each of `plan.days`. Empty if its task has no seats,
    /// or if the outcome has a visit with seats at this place.
    pub orders: Vec<Vec<Substitute>>,
}

/// What is known of the outcome's visit with seats at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seated {
    /// There is none.
    Nothing,
    /// This one.
    Visit(Box<VisitLine>),
    /// Its capsule may still be closed.
    Unknown,
}

/// From where orders of substitutes come: the whole outcome, or the capsules opened so far.
pub trait Orders {
    /// A visit of the outcome that is dated.
    fn visit(&self, id: &Id) -> Option<DatedVisit>;
    /// The days of the outcome's visit of who was drawn at a rank; none if it has none; nothing if that is not known here.
    fn drawn_days(&self, task: &Id, stratum: &Id, rank: u64) -> Option<Vec<Day>>;
    /// Inspectors whom the law keeps away from a reserve; empty if nobody.
    fn law(&self, task: &Id, stratum: &Id, rank: u64) -> Vec<Id>;
    /// The outcome's visit with seats at a place, in whatever state.
    fn seated(&self, place: &Id) -> Seated;
    /// A reserve.
    fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit>;
}

/// What is asked for when an inspector gives way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectorRequest {
    /// The visit.
    pub visit: Id,
    /// Number of the seat.
    pub seat: u32,
    /// The day of the decision.
    pub date: Day,
    /// A code of the plan.
    pub reason: String,
    /// Substitutes who can't, in their order.
    pub skipped: Vec<Skipped>,
    /// Who agrees.
    pub approved_by: String,
    /// 32 random bytes.
    pub nonce: Digest,
}

/// What is asked for when an entity can't be visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRequest {
    /// The task.
    pub task: Id,
    /// The stratum.
    pub stratum: Id,
    /// Rank of who is replaced.
    pub rank: u64,
    /// The day of the decision.
    pub date: Day,
    /// A code of the plan.
    pub reason: String,
    /// Substitutes who can't, for each seat in their order; may be empty.
    pub skipped: Vec<Vec<Skipped>>,
    /// Who agrees.
    pub approved_by: String,
    /// 32 random bytes.
    pub nonce: Digest,
}

/// The lawful replacement of an inspector, without a signature. `earlier` are the replacements of this draw so far.
pub fn propose_inspector(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    request: &InspectorRequest,
) -> Result<Replacement, ReplaceError> {
    let InspectorRequest { visit, seat, date, reason, skipped, approved_by, nonce } = request.clone();
    let case = inspector::Case { visit: &visit, seat, date, skipped: &skipped };
    let inspector::Answer { choice, for_superior } = inspector::answer(plan, orders, earlier, &case)?;
    let by = choice.by;
    let out = Replacement::Inspector { approved_by, by, date, nonce, reason, seat, signature: None, skipped, visit };
    check_reasons(plan, &out)?;
    approval::check_approver(plan, orders, earlier, &out, for_superior)?;
    Ok(out)
}

/// The lawful replacement of an entity, without a signature. `request.skipped` may be empty where nobody is skipped.
pub fn propose_entity(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    request: &EntityRequest,
) -> Result<Replacement, ReplaceError> {
    let EntityRequest { task, stratum, rank, date, reason, mut skipped, approved_by, nonce } = request.clone();
    let ask = |skipped: &[Vec<Skipped>]| {
        let case = entity::Case { task: &task, stratum: &stratum, rank, date, skipped };
        entity::answer(plan, orders, earlier, &case)
    };
    let answer = match ask(&skipped) {
        Err(ReplaceError::SkippedLists { got: 0, expected }) => {
            skipped = vec![Vec::new(); expected];
            ask(&skipped)?
        }
        other => other?,
    };
    let team = answer.team().unwrap_or_default();
    let for_superior = answer.for_superior;
    let days = if team.is_empty() { Vec::new() } else { answer.found };
    let out = Replacement::Entity {
        approved_by,
        by: answer.by,
        date,
        days,
        nonce,
        rank,
        reason,
        signature: None,
        skipped,
        stratum,
        task,
        team,
        visit: answer.place,
    };
    check_reasons(plan, &out)?;
    approval::check_approver(plan, orders, earlier, &out, for_superior)?;
    Ok(out)
}

/// The rank of the next reserve of a stratum that no replacement has taken; none if there is none left. In sealed mode the office
/// asks it to know which capsule it must open.
pub fn next_reserve(
    plan: &Plan,
    earlier: &[&Replacement],
    task: &Id,
    stratum: &Id,
) -> Result<Option<u64>, ReplaceError> {
    entity::next_reserve(plan, earlier, task, stratum)
}

/// Whether an event `replace` follows from the outcome and the replacements before it; `digest` is P.
pub fn judge(
    plan: &Plan,
    digest: &Digest,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    line: &EventLine,
) -> Result<(), ReplaceError> {
    let Event::Replace(replacement) = &line.event else {
        return Err(ReplaceError::NotReplace { got: line.event.name() });
    };
    check_reasons(plan, replacement)?;
    let for_superior = match replacement {
        Replacement::Inspector { by, date, seat, skipped, visit, .. } => {
            let case = inspector::Case { visit, seat: *seat, date: *date, skipped };
            let answer = inspector::answer(plan, orders, earlier, &case)?;
            answer.choice.check(*seat, by.as_ref())?;
            answer.for_superior
        }
        Replacement::Entity { by, date, days, rank, skipped, stratum, task, team, visit, .. } => {
            let case = entity::Case { task, stratum, rank: *rank, date: *date, skipped };
            let answer = entity::answer(plan, orders, earlier, &case)?;
            entity::check(&answer, &entity::Said { by: *by, days, team, visit: visit.as_ref() })?;
            answer.for_superior
        }
    };
    approval::check_approver(plan, orders, earlier, replacement, for_superior)?;
    check_approval(plan, digest, earlier, line)
}

/// Whether the plan has the reasons that a replacement gives.
pub fn check_reasons(plan: &Plan, replacement: &Replacement) -> Result<(), ReplaceError> {
    let reasons = plan.replacement.as_ref().ok_or(ReplaceError::NoRule)?;
    let (own, codes, skipped): (_, _, Vec<&Skipped>) = match replacement {
        Replacement::Inspector { reason, skipped, .. } => (reason, &reasons.inspector, skipped.iter().collect()),
        Replacement::Entity { reason, skipped, .. } => (reason, &reasons.entity, skipped.iter().flatten().collect()),
    };
    let known = |code: &String, codes: &[String]| {
        let fault = || ReplaceError::Reason { got: code.clone(), expected: codes.to_vec() };
        if codes.contains(code) { Ok(()) } else { Err(fault()) }
    };
    known(own, codes)?;
    skipped.into_iter().try_for_each(|skip| known(&skip.reason, &reasons.inspector))
}
