//! Freeze: the office's lists, the plan and the office secret become the lists of one draw.
//!
//! A pure function, line by line: [`Freezer::new`] reads the small lists once, then
//! [`Freezer::entity`] turns each line of the entities into the lines of the frozen lists that it
//! gives, on any number of threads, in buffers that are used again. The caller reads, hashes and
//! writes; nothing of the large list is kept here.
//!
//! What never leaves the office goes in only under salts ([`salt`]); names of inspectors come out
//! in [`Freezer::names`], for the office's own copy.
//!
//! Source: `docs/PROTOCOL.md`, sections 4 and 6.

mod amounts;
mod codes;
mod entity;
mod error;
mod exclusion;
mod former;
mod openings;
mod people;
pub mod salt;

pub use amounts::{Count, Counts, amounts};
pub use entity::FrozenEntity;
pub use error::FreezeError;
pub use former::FormerIds;
pub use people::{DAILY_MAX, Pseudonym, apart_list};

use records::canonical::{self, CanonicalError};
use records::day::Day;
use records::frozen::{Apart, ApartOpening, FrozenInspector, SelectionLine};
use records::hash::{HmacKey, Secret};
use records::lists::{Absence, Conflict, ConflictKind, Drawn, Inspector, Item, PastVisit, Promise};
use records::plan::Plan;
use serde::Serialize;

use crate::rules::{EntityLine, Field, LineBuffer, Rules, publishable};
use codes::{Fact, Facts};
use people::People;
use salt::Salter;

/// The lists of the office without the entities, each sorted by id.
#[derive(Clone, Copy, Debug, Default)]
#[expect(missing_docs, reason = "they are the lists of `records::lists::List`, documented there")]
pub struct Lists<'a> {
    pub inspectors: &'a [Inspector],
    pub items: &'a [Item],
    pub conflicts: &'a [Conflict],
    pub absences: &'a [Absence],
    pub promises: &'a [Promise],
    pub history: &'a [PastVisit],
    pub selection: &'a [Drawn],
}

/// What is known about one entity and concerns another too. See [`Freezer::links_of`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    code: String,
    fact: Fact,
}

/// Everything that freezing one entity needs to know.
#[derive(Clone, Debug)]
pub struct Freezer<'a> {
    plan: &'a Plan,
    /// The plan as it may be published.
    published: Plan,
    rules: Rules,
    lists: Lists<'a>,
    people: People,
    facts: Facts,
    secret: HmacKey,
    /// Tasks of each line of `selection`, as numbers.
    selected: Vec<Vec<u16>>,
    /// Index of each ceiling of each task.
    ceilings: Vec<Vec<usize>>,
    /// Private fields that labelled tasks read.
    private_read: Vec<Field>,
    sealed: Salter,
    exclusions: Salter,
    barred: Salter,
    strata: Salter,
}

impl<'a> Freezer<'a> {
    /// Reads plan (in its private form, with all conditions) and lists.
    pub fn new(plan: &'a Plan, secret: &Secret, lists: Lists<'a>) -> Result<Self, FreezeError> {
        check_order("inspectors", lists.inspectors.iter().map(|record| record.id.as_str()))?;
        check_order("items", lists.items.iter().map(|record| record.id.as_str()))?;
        check_order("promises", lists.promises.iter().map(|record| record.id.as_str()))?;
        check_order("history", lists.history.iter().map(|record| record.id.as_str()))?;
        check_order("selection", lists.selection.iter().map(|record| record.id.as_str()))?;
        check_items(plan, lists.items)?;
        let key = HmacKey::new(secret.expose_bytes());
        let draw = plan.draw_name();
        let rules = Rules::compile(plan)?;
        let published = publishable(plan, &key).map_err(|error| FreezeError::Canonical { list: "plan", error })?;
        let people = if plan.is_paired() { People::new(plan, &key, &lists)? } else { People::default() };
        let facts = facts(plan, &lists, &people);
        let selected = lists.selection.iter().map(|line| rules.selected_of(&line.tasks)).collect();
        Ok(Self {
            ceilings: ceilings(plan)?,
            private_read: rules.private_fields_read(),
            sealed: Salter::new(&key, "entities", ""),
            exclusions: Salter::new(&key, "exclusions", &draw),
            barred: Salter::new(&key, "barred", &draw),
            strata: Salter::new(&key, "strata", &draw),
            plan,
            published,
            rules,
            lists,
            people,
            facts,
            secret: key,
            selected,
        })
    }

    /// The compiled rules of the private plan.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The plan in its private form.
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// The plan as it may be published, still without populations and roots.
    pub fn published_plan(&self) -> &Plan {
        &self.published
    }

    /// The frozen list `inspectors`; empty if no task has seats.
    pub fn inspectors(&self) -> &[FrozenInspector] {
        &self.people.frozen
    }

    /// Who stands behind each pseudonym, in the same order. Never for a bundle.
    pub fn names(&self) -> &[Pseudonym] {
        &self.people.names
    }

    /// The frozen list `items`: those on which a task relies.
    pub fn items(&self) -> Vec<&'a Item> {
        let relied = |item: &&Item| self.plan.tasks.iter().any(|task| task.items.contains(&item.id));
        self.lists.items.iter().filter(relied).collect()
    }

    /// The frozen list `apart`, and what opens it.
    pub fn apart(&self) -> Result<(Vec<Apart>, Vec<ApartOpening>), FreezeError> {
        let openings = self.people.apart_openings(self.plan, &self.secret)?;
        Ok((apart_list(&openings), openings))
    }

    /// The frozen list `selection`, if a task uses it.
    pub fn selection(&self) -> Vec<SelectionLine> {
        if !self.plan.uses_selection() {
            return Vec::new();
        }
        let line = |drawn: &Drawn| SelectionLine { id: drawn.id.clone(), tasks: drawn.tasks.clone() };
        self.lists.selection.iter().map(line).collect()
    }

    /// Refuses a line of `selection` whose entity is not in the list. `seen` are the lines that
    /// [`FrozenEntity::selection`] named, in any order.
    pub fn check_selection(&self, mut seen: Vec<u32>) -> Result<(), FreezeError> {
        if !self.plan.uses_selection() {
            return Ok(());
        }
        seen.sort_unstable();
        let missing = (0..).zip(self.lists.selection).find(|(k, _)| seen.binary_search(k).is_err());
        match missing {
            Some((_, line)) => Err(FreezeError::SelectionUnknown { id: line.id.to_string() }),
            None => Ok(()),
        }
    }

    /// Whether a pass over all entities with [`Self::links_of`] must come before [`Self::entity`] is
    /// asked: past visits to equipment count for its user and maintainer too, and what is known of a
    /// user under his former code concerns his equipment.
    pub fn needs_links(&self) -> bool {
        self.facts.iter().any(|(_, fact)| !matches!(fact, Fact::Selection(_)))
    }

    /// What is known about this entity and concerns others. Nearly every line is no equipment and
    /// has no former code, and is dismissed without being parsed.
    pub fn links_of(&self, line: &[u8]) -> Result<Vec<Link>, FreezeError> {
        if !may_have_user(line) && memchr::memmem::find(line, b"\"former_ids\":").is_none() {
            return Ok(Vec::new());
        }
        let mut buffer = LineBuffer::default();
        let entity = EntityLine::parse(line, &mut buffer, false).map_err(|error| line_error(line, error))?;
        let mut out = Vec::new();
        for code in std::iter::once(entity.id()).chain(entity.former_ids()) {
            for fact in self.facts.of(code) {
                if let Fact::Visit(visit) = *fact {
                    let both = entity.user_id().into_iter().chain(entity.maintainer_id());
                    out.extend(both.map(|code| Link { code: code.to_owned(), fact: Fact::Linked(visit) }));
                }
                // Equipment names its user by the present code.
                if code != entity.id() && !matches!(fact, Fact::Selection(_)) {
                    out.push(Link { code: entity.id().to_owned(), fact: *fact });
                }
            }
        }
        Ok(out)
    }

    /// Takes the links of all entities.
    #[must_use]
    pub fn with_links(mut self, links: &[Link]) -> Self {
        if !links.is_empty() {
            let linked = links.iter().map(|link| (link.code.as_str(), link.fact));
            self.facts = Facts::new(self.facts.iter().chain(linked));
        }
        self
    }
}

/// Whether a line has `user_id` or `maintainer_id`. Within a text the quotes would be escaped, so
/// that only keys match.
fn may_have_user(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"\"user_id\":").is_some() || memchr::memmem::find(line, b"\"maintainer_id\":").is_some()
}

fn line_error(line: &[u8], error: crate::rules::LineError) -> FreezeError {
    let start: String = String::from_utf8_lossy(line).chars().take(60).collect();
    FreezeError::Line { line: start, error }
}

/// Refuses ids that do not strictly increase.
pub fn check_order<'a>(list: &'static str, ids: impl IntoIterator<Item = &'a str>) -> Result<(), FreezeError> {
    let mut last = "";
    for id in ids {
        if id <= last {
            return Err(FreezeError::Order { list, id: id.to_owned(), after: last.to_owned() });
        }
        last = id;
    }
    Ok(())
}

fn check_items(plan: &Plan, items: &[Item]) -> Result<(), FreezeError> {
    for task in &plan.tasks {
        let known = |id: &records::id::Id| items.binary_search_by(|item| item.id.cmp(id)).is_ok();
        if let Some(id) = task.items.iter().find(|id| !known(id)) {
            let (task, id) = (task.id.to_string(), id.to_string());
            return Err(FreezeError::Unknown { task, what: "item", id });
        }
    }
    Ok(())
}

fn ceilings(plan: &Plan) -> Result<Vec<Vec<usize>>, FreezeError> {
    let index = |task: &records::plan::Task, id: &records::id::Id| {
        plan.ceilings.iter().position(|ceiling| ceiling.id == *id).ok_or_else(|| {
            let (task, id) = (task.id.to_string(), id.to_string());
            FreezeError::Unknown { task, what: "ceiling", id }
        })
    };
    let of_task = |task: &records::plan::Task| task.ceilings.iter().map(|id| index(task, id)).collect();
    plan.tasks.iter().map(of_task).collect()
}

/// Whether a day lies in the given number of days before the period.
fn before_period(plan: &Plan, day: Day, days: u32) -> bool {
    let distance = day.days_until(plan.period.from);
    distance >= 1 && u32::try_from(distance).is_ok_and(|distance| distance <= days)
}

/// What the lists say about single codes, as far as this plan asks for it.
fn facts(plan: &Plan, lists: &Lists<'_>, people: &People) -> Facts {
    let rotation = &plan.rotation;
    let mut out: Vec<(&str, Fact)> = Vec::new();
    for (k, promise) in (0..).zip(lists.promises) {
        if promise.from <= plan.period.until && promise.until >= plan.period.from {
            out.push((promise.entity.as_str(), Fact::Promise(k)));
        }
    }
    let counts_visits = plan.tasks.iter().any(|task| !task.ceilings.is_empty() || task.recent_days > 0);
    for (k, visit) in (0..).zip(lists.history) {
        if counts_visits {
            out.push((visit.entity.as_str(), Fact::Visit(k)));
        }
        if before_period(plan, visit.date, rotation.last_visit_days) {
            let team = visit.inspectors.iter().filter_map(|id| people.index_of(id));
            out.extend(team.map(|who| (visit.entity.as_str(), Fact::Rotation(who))));
        }
    }
    for conflict in lists.conflicts {
        let (Some(entity), Some(who)) = (&conflict.entity, people.index_of(&conflict.inspector)) else {
            continue;
        };
        match conflict.kind {
            ConflictKind::Law => out.push((entity.as_str(), Fact::Law(who))),
            ConflictKind::Rotation if rotation.pairs => {
                out.push((entity.as_str(), Fact::Rotation(who)));
            }
            ConflictKind::Rotation => {}
        }
    }
    if rotation.former_units {
        for inspector in lists.inspectors {
            if let Some(who) = people.index_of(&inspector.id) {
                let units = inspector.former_units.iter();
                out.extend(units.map(|unit| (unit.as_str(), Fact::Rotation(who))));
            }
        }
    }
    if plan.uses_selection() {
        let lines = (0..).zip(lists.selection);
        out.extend(lines.map(|(k, line)| (line.id.as_str(), Fact::Selection(k))));
    }
    Facts::new(out)
}

/// The canonical lines of a small list.
pub fn lines<T: Serialize>(records: &[T]) -> Result<Vec<Vec<u8>>, CanonicalError> {
    records.iter().map(canonical::to_vec).collect()
}
