//! A plan's scopes and strata as rules that are evaluated for each entity.
//!
//! Compiled once, then asked for ten million entities: no allocation, no unescaping, no look-up of
//! names. Where the fields come from is the caller's business: a canonical line ([`EntityLine`]) or
//! a row of an index, through [`Fields`].
//!
//! Source: `docs/PROTOCOL.md`, sections 5, 6.7 and 6.8.

mod field;
mod line;
mod sealed;
mod test;

pub use field::{Field, Fields, RawTexts, Shape, plain};
pub use line::{EntityLine, LineBuffer, LineError};
pub use sealed::{publishable, scope_private, stratum_private};
pub use test::ConditionFault;

use std::ops::Range;

use records::frozen::LabelLine;
use records::plan::{Condition, Plan, PopulationSource, Task};
use test::Test;

/// "In no stratum of the task", where a stratum's number could stand.
pub const OUTSIDE: u16 = u16::MAX;

/// The compiled rules of all tasks.
#[derive(Clone, Debug)]
pub struct Rules {
    tasks: Vec<TaskRules>,
    /// For each task the number of its first cell; one more at the end.
    cells: Vec<usize>,
    names: Vec<(String, Vec<String>)>,
}

#[derive(Clone, Debug)]
struct TaskRules {
    by_selection: bool,
    /// Absent where a published plan has opaque labels in place of conditions.
    tests: Option<TaskTests>,
}

#[derive(Clone, Debug)]
struct TaskTests {
    scope: Vec<Test>,
    strata: Vec<Vec<Test>>,
}

/// What stands in other lists about one entity, and decides where it lies.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    /// Numbers of the tasks for which an upper level drew it (`selection`).
    pub selected: &'a [u16],
    /// Task and stratum of each of its labels (`strata`), for a published plan.
    pub labels: &'a [(u16, u16)],
}

/// Why a plan has no rules. Crate `import` finds most of these first, with the line in the TOML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// A condition that says nothing, or too much.
    #[error(
        "task {task}: the condition on {field:?} is not one: {fault:?}; use one of any, none, prefix, or from/until on a day"
    )]
    Condition {
        /// The task.
        task: String,
        /// The field named.
        field: String,
        /// What is wrong.
        fault: ConditionFault,
    },
    /// A private field in a task that is not labelled.
    #[error("task {task} reads the sealed field {field} and is not labelled; set labelled = true")]
    NotLabelled {
        /// The task.
        task: String,
        /// The field.
        field: Field,
    },
    /// A stratum without conditions in a task that is not labelled.
    #[error("stratum {stratum} of task {task} has no conditions; an empty array holds always")]
    NoConditions {
        /// The task.
        task: String,
        /// The stratum.
        stratum: String,
    },
    /// More than the format holds.
    #[error("too many tasks or strata: {got}; at most 65,534 tasks, and strata in each")]
    TooMany {
        /// How many there are.
        got: usize,
    },
    /// A task or stratum that the plan does not have.
    #[error("the line of {entity} names task {task} and stratum {stratum}, which the plan does not have")]
    UnknownLabel {
        /// The entity.
        entity: String,
        /// The task named.
        task: String,
        /// The stratum named.
        stratum: String,
    },
}

impl RulesError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Condition { .. } => "rules-condition",
            Self::NotLabelled { .. } => "rules-not-labelled",
            Self::NoConditions { .. } => "rules-no-conditions",
            Self::TooMany { .. } => "rules-too-many",
            Self::UnknownLabel { .. } => "rules-unknown-label",
        }
    }
}

impl Rules {
    /// Compiles a plan, in its private form (all conditions there) or as published.
    pub fn compile(plan: &Plan) -> Result<Self, RulesError> {
        let mut out = Self { tasks: Vec::new(), cells: vec![0], names: Vec::new() };
        let mut cell = 0;
        for task in &plan.tasks {
            out.tasks.push(compile_task(task)?);
            cell += task.strata.len();
            out.cells.push(cell);
            let strata = task.strata.iter().map(|stratum| stratum.id.to_string()).collect();
            out.names.push((task.id.to_string(), strata));
        }
        let most = plan.tasks.iter().map(|task| task.strata.len()).chain([plan.tasks.len()]).max();
        match most {
            Some(got) if got >= usize::from(OUTSIDE) => Err(RulesError::TooMany { got }),
            _ => Ok(out),
        }
    }

    /// Number of tasks.
    pub fn task_count(&self) -> usize {
        self.tasks.len()
    }

    /// The numbers, in `plan.populations`, of a task's strata.
    pub fn cells_of(&self, task: usize) -> Range<usize> {
        let start = self.cells.get(task).copied().unwrap_or(0);
        start..self.cells.get(task + 1).copied().unwrap_or(start)
    }

    /// The number of a task.
    pub fn task_index(&self, task: &str) -> Option<u16> {
        let index = self.names.iter().position(|(name, _)| name == task)?;
        u16::try_from(index).ok()
    }

    /// The number of a stratum in its task.
    pub fn stratum_index(&self, task: u16, stratum: &str) -> Option<u16> {
        let (_, strata) = self.names.get(usize::from(task))?;
        u16::try_from(strata.iter().position(|name| name == stratum)?).ok()
    }

    /// The labels of a line of `strata` as numbers, for [`Standing`].
    pub fn labels_of(&self, line: &LabelLine) -> Result<Vec<(u16, u16)>, RulesError> {
        let number = |label: &records::frozen::Label| {
            let task = self.task_index(label.task.as_str())?;
            Some((task, self.stratum_index(task, label.stratum.as_str())?))
        };
        let unknown = |label: &records::frozen::Label| RulesError::UnknownLabel {
            entity: line.id.to_string(),
            task: label.task.to_string(),
            stratum: label.stratum.to_string(),
        };
        line.labels.iter().map(|label| number(label).ok_or_else(|| unknown(label))).collect()
    }

    /// Numbers of the plan's tasks among those of a line of `selection`; others say nothing here.
    pub fn selected_of<T: AsRef<str>>(&self, tasks: &[T]) -> Vec<u16> {
        tasks.iter().filter_map(|task| self.task_index(task.as_ref())).collect()
    }

    /// The fields under `private` that conditions of labelled tasks read, by key.
    pub fn private_fields_read(&self) -> Vec<Field> {
        let mut out = self.read_by(Field::is_private);
        out.sort_unstable_by_key(|field| field.name());
        out
    }

    fn read_by(&self, keep: impl Fn(Field) -> bool) -> Vec<Field> {
        let tests = self.tasks.iter().filter_map(|task| task.tests.as_ref());
        let all = tests.flat_map(|tests| tests.scope.iter().chain(tests.strata.iter().flatten()));
        let mut out: Vec<Field> = all.map(Test::field).filter(|field| keep(*field)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The stratum of each task in which the entity lies, or [`OUTSIDE`]. `strata` has one place a
    /// task.
    pub fn assign(&self, fields: &impl Fields, standing: Standing<'_>, strata: &mut [u16]) {
        for ((number, task), out) in (0_u16..).zip(&self.tasks).zip(strata) {
            *out = match &task.tests {
                None => {
                    let mut labels = standing.labels.iter();
                    labels.find(|(of, _)| *of == number).map_or(OUTSIDE, |(_, stratum)| *stratum)
                }
                Some(_) if task.by_selection && !standing.selected.contains(&number) => OUTSIDE,
                Some(tests) => tests.stratum(fields),
            };
        }
    }
}

impl TaskTests {
    #[inline]
    fn stratum(&self, fields: &impl Fields) -> u16 {
        if !self.scope.iter().all(|test| test.holds(fields)) {
            return OUTSIDE;
        }
        let holds = |tests: &Vec<Test>| tests.iter().all(|test| test.holds(fields));
        let mut numbered = (0_u16..).zip(&self.strata);
        numbered.find(|(_, tests)| holds(tests)).map_or(OUTSIDE, |(number, _)| number)
    }
}

fn compile_task(task: &Task) -> Result<TaskRules, RulesError> {
    let by_selection = task.population == PopulationSource::Selection;
    if task.strata.iter().any(|stratum| stratum.when.is_none()) {
        // Published: labels stand in the list `strata`. Without a label, nothing would be tested.
        let bare = task.strata.iter().find(|stratum| stratum.sealed.is_none() || !task.labelled);
        return match bare {
            None => Ok(TaskRules { by_selection, tests: None }),
            Some(stratum) => {
                Err(RulesError::NoConditions { task: task.id.to_string(), stratum: stratum.id.to_string() })
            }
        };
    }
    let scope = compile_all(task, &task.scope)?;
    let when = task.strata.iter().filter_map(|stratum| stratum.when.as_ref());
    let strata = when.map(|when| compile_all(task, when)).collect::<Result<_, _>>()?;
    Ok(TaskRules { by_selection, tests: Some(TaskTests { scope, strata }) })
}

fn compile_all(task: &Task, conditions: &[Condition]) -> Result<Vec<Test>, RulesError> {
    let compile = |condition: &Condition| {
        let test = Test::compile(condition).map_err(|fault| RulesError::Condition {
            task: task.id.to_string(),
            field: condition.field.clone(),
            fault,
        })?;
        if test.field().is_private() && !task.labelled {
            return Err(RulesError::NotLabelled { task: task.id.to_string(), field: test.field() });
        }
        Ok(test)
    };
    conditions.iter().map(compile).collect()
}
