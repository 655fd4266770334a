//! The plan's tasks, ready to be applied to one entity after another.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.4, 6.5, 6.8 and 10.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::ExclusionReason;
use records::hash::{Digest, ticket};
use records::id::Id;
use records::plan::{Coordination, Plan, PopulationSource, Task};

use crate::condition::{FIELDS, Rule, all_hold};

/// All tasks of a plan that has passed check `plan`.
#[derive(Debug)]
pub(crate) struct Rules {
    pub tasks: Vec<TaskRules>,
    /// Number of strata of all tasks together; they are numbered in the plan's order.
    pub strata: usize,
    /// Number of each task, by id.
    numbers: BTreeMap<String, usize>,
    /// Whether `barred` is kept for entities.
    pub paired: bool,
    /// Whether `strata` is kept for entities.
    pub labelled: bool,
    /// The keys of tickets: one, or one for each task. None while there is no seed.
    pub keys: Vec<[u8; 32]>,
    independent: bool,
}

/// One task.
#[derive(Debug)]
pub(crate) struct TaskRules {
    pub id: String,
    /// Number of its first stratum among all.
    pub first: usize,
    strata: Vec<StratumRules>,
    /// Number of each stratum in the task, by id.
    numbers: BTreeMap<String, usize>,
    pub labelled: bool,
    pub from_selection: bool,
    pub has_seats: bool,
    scope: Vec<Rule>,
    may_exclude_by_ceiling: bool,
    may_exclude_recent: bool,
}

/// One stratum.
#[derive(Debug)]
struct StratumRules {
    when: Vec<Rule>,
}

impl Rules {
    /// Compiles the tasks; `keys` as [`crate::seed`] derives them, empty if it could not.
    pub(crate) fn new(plan: &Plan, keys: Vec<[u8; 32]>) -> Self {
        let mut first = 0;
        let mut tasks = Vec::with_capacity(plan.tasks.len());
        let lifted: BTreeSet<(&Id, &str)> = plan
            .ceilings
            .iter()
            .flat_map(|ceiling| ceiling.lifted_by.iter().map(move |case| (&ceiling.id, case.as_str())))
            .collect();
        for task in &plan.tasks {
            tasks.push(TaskRules::new(&lifted, task, first));
            first += task.strata.len();
        }
        Self {
            numbers: tasks.iter().map(|task| task.id.clone()).zip(0..).collect(),
            tasks,
            strata: first,
            paired: plan.is_paired(),
            labelled: plan.is_labelled(),
            keys,
            independent: plan.coordination == Coordination::Independent,
        }
    }

    /// Number of a task among the tasks.
    pub(crate) fn task(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Which key gives the tickets of a task.
    pub(crate) fn key_of(&self, task: usize) -> usize {
        if self.independent { task } else { 0 }
    }

    /// The ticket of an entity in a task, if there is a seed.
    pub(crate) fn ticket(&self, task: usize, id: &str) -> Option<Digest> {
        self.keys.get(self.key_of(task)).map(|key| ticket(key, id.as_bytes()))
    }
}

impl TaskRules {
    /// `lifted` has each ceiling with each case that lifts it.
    fn new(lifted: &BTreeSet<(&Id, &str)>, task: &Task, first: usize) -> Self {
        let compile = |conditions: &[_]| conditions.iter().filter_map(Rule::compile).collect();
        let stratum = |stratum: &records::plan::Stratum| StratumRules {
            when: compile(stratum.when.as_deref().unwrap_or_default()),
        };
        Self {
            id: task.id.to_string(),
            first,
            strata: task.strata.iter().map(stratum).collect(),
            numbers: task.strata.iter().map(|stratum| stratum.id.to_string()).zip(0..).collect(),
            labelled: task.labelled,
            from_selection: task.population == PopulationSource::Selection,
            has_seats: !task.seats.is_empty(),
            scope: compile(&task.scope),
            may_exclude_by_ceiling: task.ceilings.iter().any(|id| !lifted.contains(&(id, task.case.as_str()))),
            may_exclude_recent: task.recent_days > 0 && task.case.is_empty(),
        }
    }

    /// In which of its strata an entity lies, by public conditions; the first that holds.
    pub(crate) fn place(&self, fields: &[Option<&str>; FIELDS]) -> Option<usize> {
        if !all_hold(&self.scope, fields) {
            return None;
        }
        self.strata.iter().position(|stratum| all_hold(&stratum.when, fields))
    }

    /// Number of a stratum in the task.
    pub(crate) fn stratum(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Whether the task has a rule that can give this reason.
    pub(crate) fn may_exclude(&self, reason: ExclusionReason) -> bool {
        match reason {
            ExclusionReason::Closed | ExclusionReason::Promise => true,
            ExclusionReason::Ceiling => self.may_exclude_by_ceiling,
            ExclusionReason::Recent => self.may_exclude_recent,
        }
    }
}
