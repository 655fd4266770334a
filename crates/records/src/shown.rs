//! What is shown of a draw: the proof of one entity, the slip of one visit.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use serde::{Deserialize, Serialize};

use crate::events::{EventLine, Leaf, LoggedEvent, ReserveLeaf};
use crate::frozen::{Record, SelectedLine, VisitLine};
use crate::hash::Digest;
use crate::id::Id;
use crate::plan::Plan;

/// Where an entry stands in the log, with the checkpoint that shows it (section 25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogProof {
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The event, where it does not stand beside this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventLine>,
    /// Inclusion proof.
    pub hashes: Vec<Digest>,
    /// Place of the entry.
    pub index: u64,
}

/// One visit, to be shown at the door (section 25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Name of the draw.
    pub draw: String,
    /// The event `draw`.
    pub event: EventLine,
    /// `mq1/slip`.
    pub format: String,
    /// Inclusion proof of the leaf.
    pub hashes: Vec<Digest>,
    /// Place of the leaf.
    pub index: u64,
    /// The leaf: of a sealed draw a leaf line, of an open one the visit's line, or the reserve's.
    pub leaf: SlipLeaf,
    /// Where the event stands in the log; left out where a code has no room for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogProof>,
    /// Names of the team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<OpenedName>,
    /// `draw/record.json`; open mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// The replacements that concern the visit, as far as they were logged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<LoggedEvent>,
    /// Salt of the leaf; sealed mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Digest>,
}

/// What a slip opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SlipLeaf {
    /// Of a sealed draw.
    Sealed(Leaf),
    /// A visit of an open draw.
    Open(VisitLine),
    /// A reserve of an open draw.
    Selected(SelectedLine),
}

impl SlipLeaf {
    /// The visit, as it was drawn.
    pub fn visit(&self) -> Option<&VisitLine> {
        match self {
            Self::Sealed(Leaf::Visit(visit)) | Self::Open(visit) => Some(visit),
            Self::Sealed(Leaf::Reserve(_)) | Self::Selected(_) => None,
        }
    }

    /// The reserve.
    pub fn reserve(&self) -> Option<ReserveLeaf> {
        match self {
            Self::Sealed(Leaf::Reserve(reserve)) => Some(reserve.clone()),
            Self::Selected(line) => Some(line.into()),
            Self::Sealed(Leaf::Visit(_)) | Self::Open(_) => None,
        }
    }
}

/// The name behind a pseudonym, with the salt that opens it (section 6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenedName {
    /// The pseudonym.
    pub inspector: Id,
    /// The sealed fields.
    pub private: OpenedPerson,
    /// Their salt.
    pub salt: Digest,
}

/// Sealed fields of an inspector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenedPerson {
    /// Number of the certificate.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub certificate_no: String,
    /// Name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Work number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub work_no: String,
}

/// The proof of one entity (section 25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityProof {
    /// `mq1/proof`.
    pub format: String,
    /// The id that was asked for.
    pub id: Id,
    /// Lines of the bundle with their proofs.
    pub leaves: Vec<ProvedLine>,
    /// Where the record stands in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogProof>,
    /// `plan.json`; left out where the reader has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// `draw/record.json`.
    pub record: Record,
}

/// One line of one file with its inclusion proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvedLine {
    /// Path of the file in the bundle.
    pub file: String,
    /// Inclusion proof.
    pub hashes: Vec<Digest>,
    /// Place of the line in its file.
    pub index: u64,
    /// The line.
    pub line: serde_json::Value,
}
