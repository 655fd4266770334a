//! Slips: one visit with the proof that this team was fixed for it, to be shown at the door.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::events::{EventLine, LogProof, OpenedName, Slip};
use records::frozen::{Record, VisitLine};
use records::id::Id;
use records::plan::Plan;

use crate::sealed::Entry;

/// The format of a slip.
pub const SLIP_FORMAT: &str = "mq1/slip";

/// Why there is no slip.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlipError {
    /// Not the event `draw`.
    #[error("a slip needs the event draw; this is {got}")]
    Event {
        /// Its name.
        got: &'static str,
    },
    /// A visit that the outcome does not have.
    #[error("there is no visit {visit}")]
    Visit {
        /// As given.
        visit: Id,
    },
    /// The plan keeps names away from slips.
    #[error("the plan says that names are never shown")]
    Names,
    /// A name of somebody who is not in the team.
    #[error("{inspector} is not in the team of this visit")]
    NotInTeam {
        /// Pseudonym.
        inspector: Id,
    },
    /// The visits are not those of the record, or a line has no canonical form.
    #[error("the visits given have not the root that the record has")]
    Root,
}

impl SlipError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Event { .. } => "slip-event",
            Self::Visit { .. } => "slip-visit",
            Self::Names => "slip-names",
            Self::NotInTeam { .. } => "slip-not-in-team",
            Self::Root => "slip-root",
        }
    }
}

/// What every slip needs beside its leaf.
#[derive(Clone, Debug)]
pub struct Show<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The event `draw`.
    pub event: &'a EventLine,
    /// Where it stands in the log.
    pub log: LogProof,
    /// Names of the team, if the plan allows them; in any order.
    pub names: Vec<OpenedName>,
}

/// The slip of a sealed visit or reserve, from the entry of its capsule.
pub fn sealed_slip(show: Show<'_>, entry: &Entry) -> Result<Slip, SlipError> {
    todo!()
}

/// The slip of a visit of an open draw.
pub fn open_slip(show: Show<'_>, record: &Record, visits: &[VisitLine], visit: &Id) -> Result<Slip, SlipError> {
    todo!()
}
