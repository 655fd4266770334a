//! Slips: one visit with the proof that this team was fixed for it, to be shown at the door.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::canonical::{self, CanonicalError};
use records::events::{Event, EventLine, LogProof, LoggedEvent, OpenedName, Slip, SlipLeaf};
use records::frozen::{Record, SelectedLine, VisitLine};
use records::hash::Digest;
use records::id::Id;
use records::plan::{Plan, Root};
use serde::Serialize;
use tlog::prover::stream_inclusion_proof;
use tlog::tree::leaf_hash;

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
    /// The visits are not those of the record.
    #[error("the visits given have not the root that the record has")]
    Root,
    /// A visit without a canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl SlipError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Event { .. } => "slip-event",
            Self::Visit { .. } => "slip-visit",
            Self::Names => "slip-names",
            Self::Root => "slip-root",
            Self::Canonical(error) => error.code(),
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
    /// Names of who goes, substitutes included, if the plan allows them; in any order.
    pub names: Vec<OpenedName>,
    /// The replacements that concern the visit, each with its place in the checkpoint of `log`.
    pub replaced: Vec<LoggedEvent>,
}

/// The slip of a sealed visit or reserve, from the entry of its capsule.
pub fn sealed_slip(show: Show<'_>, entry: &Entry) -> Result<Slip, SlipError> {
    let Entry { hashes, index, line, salt, .. } = entry.clone();
    Ok(Slip { hashes, index, salt: Some(salt), ..bare(show, SlipLeaf::Sealed(line))? })
}

/// The slip of a visit of an open draw; `record` is the one of the event `draw`.
pub fn open_slip(show: Show<'_>, record: &Record, visits: &[VisitLine], visit: &Id) -> Result<Slip, SlipError> {
    let unknown = || SlipError::Visit { visit: visit.clone() };
    let place = visits.binary_search_by(|other| other.id.cmp(visit)).map_err(|_| unknown())?;
    let line = visits.get(place).ok_or_else(unknown)?;
    let (hashes, index) = path_of(visits, place as u64, record.roots.get("visits"))?;
    Ok(Slip { hashes, index, record: Some(record.clone()), ..bare(show, SlipLeaf::Open(line.clone()))? })
}

/// The slip of a reserve of an open draw that a replacement took; `selected` are all lines of `selected.jsonl`.
pub fn open_reserve_slip(
    show: Show<'_>,
    record: &Record,
    selected: &[SelectedLine],
    reserve: &SelectedLine,
) -> Result<Slip, SlipError> {
    let place = selected.iter().position(|line| line == reserve).ok_or(SlipError::Root)? as u64;
    let (hashes, index) = path_of(selected, place, record.roots.get("selected"))?;
    let leaf = SlipLeaf::Selected(reserve.clone());
    Ok(Slip { hashes, index, record: Some(record.clone()), ..bare(show, leaf)? })
}

/// The path of a line of a list whose root the record has.
fn path_of<T: Serialize>(lines: &[T], place: u64, root: Option<&Root>) -> Result<(Vec<Digest>, u64), SlipError> {
    let lines = lines.iter().map(canonical::to_vec).collect::<Result<Vec<_>, _>>()?;
    let proof = stream_inclusion_proof(lines.iter().map(|line| leaf_hash(line)), place).map_err(|_| SlipError::Root)?;
    if !root.is_some_and(|root| root.root.to_bytes() == proof.root.to_bytes() && root.count == proof.size) {
        return Err(SlipError::Root);
    }
    Ok((proof.path.iter().map(|hash| Digest::new(hash.to_bytes())).collect(), place))
}

/// Everything but the leaf's place and what opens it.
fn bare(show: Show<'_>, leaf: SlipLeaf) -> Result<Slip, SlipError> {
    let Show { plan, event, log, mut names, replaced } = show;
    if !matches!(event.event, Event::Draw(_)) {
        return Err(SlipError::Event { got: event.event.name() });
    }
    if !names.is_empty() && plan.publish.names == "never" {
        return Err(SlipError::Names);
    }
    names.sort_by(|a, b| a.inspector.cmp(&b.inspector));
    Ok(Slip {
        draw: plan.draw_name(),
        event: event.clone(),
        format: SLIP_FORMAT.to_owned(),
        hashes: Vec::new(),
        index: 0,
        leaf,
        // The event stands beside it.
        log: Some(LogProof { event: None, ..log }),
        names,
        record: None,
        replaced,
        salt: None,
    })
}
