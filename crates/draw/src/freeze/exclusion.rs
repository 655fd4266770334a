//! Why an entity is excluded from a task (`docs/PROTOCOL.md`, section 6.4).

use records::canonical::quote_into;
use records::frozen::ExclusionReason;
use records::plan::{Ceiling, Task};

use super::codes::Fact;
use super::entity::push_digest;
use super::{Freezer, before_period};
use crate::rules::{EntityLine, Field, Fields, OUTSIDE};

/// A reason, with what only auditors see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub reason: ExclusionReason,
    /// As raw canonical text; empty where there is none.
    reference: Vec<u8>,
}

impl Found {
    fn new(reason: ExclusionReason, reference: &str) -> Self {
        let mut raw = Vec::new();
        if !reference.is_empty() {
            quote_into(reference, &mut raw);
        }
        Self { reason, reference: raw }
    }
}

/// For each task the first reason that applies; nothing where the entity does not lie in a stratum. `known` are the
/// facts of all codes that it and its user are known as.
pub(super) fn find(
    freezer: &Freezer<'_>,
    entity: &EntityLine<'_>,
    known: &[Fact],
    strata: &[u16],
) -> Vec<Option<Found>> {
    let facts = Known::new(known);
    let tasks = freezer.plan.tasks.iter().zip(&freezer.ceilings).zip(strata);
    let reason = |((task, ceilings), stratum): ((&Task, &Vec<usize>), &u16)| {
        if *stratum == OUTSIDE {
            return None;
        }
        closed(entity)
            .or_else(|| facts.promise(freezer, task))
            .or_else(|| facts.ceiling(freezer, task, ceilings))
            .or_else(|| facts.recent(freezer, task))
    };
    tasks.map(reason).collect()
}

fn closed(entity: &EntityLine<'_>) -> Option<Found> {
    let status = entity.raw(Field::Status)?;
    (status != "\"active\"").then(|| Found { reason: ExclusionReason::Closed, reference: status.as_bytes().to_vec() })
}

/// What is known about the codes that the entity and its user are known as: numbers of records, ascending, so
/// that "the first" is the first of the list whatever code it stands under.
struct Known {
    promises: Vec<u32>,
    visits: Vec<u32>,
    /// `visits`, and those to equipment of which it or its user is user or maintainer.
    counted: Vec<u32>,
}

impl Known {
    fn new(known: &[Fact]) -> Self {
        let mut out = Self { promises: Vec::new(), visits: Vec::new(), counted: Vec::new() };
        for fact in known {
            match fact {
                Fact::Promise(k) => out.promises.push(*k),
                Fact::Visit(k) => {
                    out.visits.push(*k);
                    out.counted.push(*k);
                }
                Fact::Linked(k) => out.counted.push(*k),
                _ => {}
            }
        }
        for list in [&mut out.promises, &mut out.visits, &mut out.counted] {
            list.sort_unstable();
            list.dedup();
        }
        out
    }

    fn promise(&self, freezer: &Freezer<'_>, task: &Task) -> Option<Found> {
        let mut promises = self.promises.iter().filter_map(|k| freezer.lists.promises.get(*k as usize));
        // Only promises that cover a day of the period are among the facts.
        let promise = promises.find(|promise| task.case.is_empty() || !promise.overrides.contains(&task.case))?;
        Some(Found::new(ExclusionReason::Promise, &promise.reference))
    }

    fn ceiling(&self, freezer: &Freezer<'_>, task: &Task, ceilings: &[usize]) -> Option<Found> {
        let mut ceilings = ceilings.iter().filter_map(|k| freezer.plan.ceilings.get(*k));
        let reached =
            ceilings.find(|ceiling| !ceiling.lifted_by.contains(&task.case) && self.is_reached(freezer, ceiling))?;
        Some(Found::new(ExclusionReason::Ceiling, reached.id.as_str()))
    }

    fn is_reached(&self, freezer: &Freezer<'_>, ceiling: &Ceiling) -> bool {
        let visits = self.counted.iter().filter_map(|k| freezer.lists.history.get(*k as usize));
        let counted = visits.filter(|visit| {
            ceiling.from <= visit.date
                && visit.date <= ceiling.until
                && (ceiling.departments.is_empty()
                    || visit.departments.iter().any(|one| ceiling.departments.contains(one)))
                && !ceiling.not_counting.contains(&visit.case)
        });
        counted.count() >= ceiling.count_max as usize
    }

    fn recent(&self, freezer: &Freezer<'_>, task: &Task) -> Option<Found> {
        if task.recent_days == 0 || !task.case.is_empty() {
            return None;
        }
        let mut visits = self.visits.iter().filter_map(|k| freezer.lists.history.get(*k as usize));
        let recent =
            visits.find(|visit| visit.case.is_empty() && before_period(freezer.plan, visit.date, task.recent_days))?;
        Some(Found::new(ExclusionReason::Recent, recent.id.as_str()))
    }
}

/// The line of `exclusions`; nothing where no task excludes the entity.
pub(super) fn write(freezer: &Freezer<'_>, id: &str, found: &[Option<Found>], out: &mut Vec<u8>) {
    if found.iter().all(Option::is_none) {
        return;
    }
    let mut private = Vec::with_capacity(120);
    private.extend_from_slice(b"{\"id\":\"");
    private.extend_from_slice(id.as_bytes());
    private.extend_from_slice(b"\",\"references\":[");
    let mut tasks = Vec::with_capacity(120);
    for (task, found) in freezer.plan.tasks.iter().zip(found) {
        let Some(found) = found else { continue };
        if !tasks.is_empty() {
            tasks.push(b',');
            private.push(b',');
        }
        private.push(b'{');
        if !found.reference.is_empty() {
            private.extend_from_slice(b"\"reference\":");
            private.extend_from_slice(&found.reference);
            private.push(b',');
        }
        private.extend_from_slice(b"\"task\":");
        quote_into(task.id.as_str(), &mut private);
        private.push(b'}');
        tasks.extend_from_slice(b"{\"reason\":");
        quote_into(name(found.reason), &mut tasks);
        tasks.extend_from_slice(b",\"task\":");
        quote_into(task.id.as_str(), &mut tasks);
        tasks.push(b'}');
    }
    private.extend_from_slice(b"]}");
    out.extend_from_slice(b"{\"id\":\"");
    out.extend_from_slice(id.as_bytes());
    out.extend_from_slice(b"\",\"sealed\":");
    push_digest(&freezer.exclusions.seal(id, &private), out);
    out.extend_from_slice(b",\"tasks\":[");
    out.extend_from_slice(&tasks);
    out.extend_from_slice(b"]}");
}

const fn name(reason: ExclusionReason) -> &'static str {
    match reason {
        ExclusionReason::Closed => "closed",
        ExclusionReason::Promise => "promise",
        ExclusionReason::Ceiling => "ceiling",
        ExclusionReason::Recent => "recent",
    }
}
