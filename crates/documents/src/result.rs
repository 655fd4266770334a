//! What a renderer is given: references to records that the draw has made, and a few counts.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.4 and 15.

use draw::outcome::remedies::Remedies;
use records::frozen::{Ceremony, Exclusion, ExclusionReason, Record, SelectedLine, StratumLine, VisitLine};
use records::id::Id;
use records::lists::Item;
use records::pairing::Pairing;
use records::plan::Plan;
use std::collections::BTreeMap;

/// The result of one draw, as it is in the bundle.
#[derive(Clone, Copy, Debug)]
pub struct PublicResult<'a> {
    /// The plan, with populations and roots.
    pub plan: &'a Plan,
    /// Contributions and final source.
    pub ceremony: &'a Ceremony,
    /// Digests, keys and seed.
    pub record: &'a Record,
    /// Strata in the plan's order.
    pub strata: &'a [StratumLine],
    /// Drawn and reserves, by stratum and rank.
    pub selected: &'a [SelectedLine],
    /// Visits by id.
    pub visits: &'a [VisitLine],
    /// Names and areas of all entities that `selected` and `visits` name, places included where the list has them.
    pub labels: &'a Labels,
    /// The frozen items.
    pub items: &'a [Item],
    /// Exclusions, counted.
    pub exclusions: &'a ExclusionCounts,
    /// `draw/pairing.json`; `None` if no task has seats.
    pub pairing: Option<&'a Pairing>,
}

/// What a page says of an entity. Private fields have no place here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityLabel {
    /// Registered name.
    pub name: String,
    /// Area.
    pub area: String,
}

/// Labels by entity id.
pub type Labels = BTreeMap<Id, EntityLabel>;

/// Number of excluded entities by task and coded reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExclusionCounts(BTreeMap<(Id, ExclusionReason), u64>);

impl ExclusionCounts {
    /// No exclusion so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one line of the frozen list `exclusions`.
    pub fn add(&mut self, line: &Exclusion) {
        for excluded in &line.tasks {
            *self.0.entry((excluded.task.clone(), excluded.reason)).or_default() += 1;
        }
    }

    /// How many were excluded from a task for a reason.
    pub fn get(&self, task: &Id, reason: ExclusionReason) -> u64 {
        self.0.get(&(task.clone(), reason)).copied().unwrap_or(0)
    }
}

impl<'a> FromIterator<&'a Exclusion> for ExclusionCounts {
    fn from_iter<T: IntoIterator<Item = &'a Exclusion>>(lines: T) -> Self {
        let mut counts = Self::new();
        lines.into_iter().for_each(|line| counts.add(line));
        counts
    }
}

/// Who is behind a pseudonym. Only for copies that stay in the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectorName {
    /// Name.
    pub name: String,
    /// 单位工号.
    pub work_no: String,
    /// Department.
    pub department: String,
}

/// Names by pseudonym of this draw.
pub type Roster = BTreeMap<Id, InspectorName>;

/// What the office's own summary says besides.
#[derive(Clone, Copy, Debug)]
pub struct OfficeCopy<'a> {
    /// Who is behind the pseudonyms.
    pub roster: &'a Roster,
    /// What would have done in place of relaxations and set-asides.
    pub remedies: &'a [Remedies],
}

/// Why a document could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A template failed.
    #[error("the page {page} could not be rendered: {message}; this is a defect of the program, please report it")]
    Render {
        /// Which page.
        page: &'static str,
        /// What the template engine says.
        message: String,
    },
    /// A spreadsheet could not be written.
    #[error("the workbook {workbook} could not be written: {message}; make the list smaller or report a defect")]
    Workbook {
        /// Which workbook.
        workbook: &'static str,
        /// What the library says.
        message: String,
    },
    /// A file of a bundle is missing or malformed.
    #[error("{path}, line {line}: {message}; verify the bundle to see what else is wrong")]
    Bundle {
        /// The file.
        path: String,
        /// The line, from 1; 0 if the file is missing.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// An event that the paper is about is not among the events given.
    #[error("the paper {paper} is about the event {event}, which has not taken place; make it after that event")]
    Event {
        /// Which paper.
        paper: &'static str,
        /// Name of the event.
        event: &'static str,
    },
    /// A record that has no canonical line, such as a number beyond 2^53 − 1.
    #[error("{paper} has no canonical line: {message}; correct the record it is made of")]
    Line {
        /// Which paper.
        paper: &'static str,
        /// What is wrong.
        message: String,
    },
    /// A day that spreadsheets cannot show.
    #[error("day {got} of the plan is not a date that a workbook can carry; plan.created must be within 1900 to 9999")]
    Created {
        /// The day.
        got: String,
    },
}

impl DocumentError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Render { .. } => "document-render",
            Self::Workbook { .. } => "document-workbook",
            Self::Bundle { .. } => "document-bundle",
            Self::Event { .. } => "document-event",
            Self::Line { .. } => "document-line",
            Self::Created { .. } => "document-created",
        }
    }
}
