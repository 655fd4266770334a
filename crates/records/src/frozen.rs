//! Lines of frozen lists and of the outcome (`docs/PROTOCOL.md`, sections "Freeze" and "Outcome").

use crate::day::Day;
use crate::hash::Digest;
use crate::id::Id;
use crate::plan::{Population, Root};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of the frozen list `inspectors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenInspector {
    /// Pseudonym, new in each draw.
    pub id: Id,
    /// Department.
    pub department: String,
    /// Areas; empty: everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Home area.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub home: String,
    /// Expertise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expertise: Vec<String>,
    /// Roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// First day of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_from: Option<Day>,
    /// Last day of the certificate.
    pub certificate_until: Day,
    /// Days of the plan on which the inspector is away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Day>,
    /// Fewest visits.
    pub quota_min: u32,
    /// Most visits.
    pub quota_max: u32,
    /// Most visits a day.
    pub daily_max: u32,
    /// Commitment to name, work number and certificate number.
    pub sealed: Digest,
}

/// The sealed fields of a frozen inspector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenInspectorPrivate {
    /// Certificate number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub certificate_no: String,
    /// Name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Work number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub work_no: String,
}

/// A line of the frozen list `exclusions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Entity.
    pub id: Id,
    /// Commitment to the references.
    pub sealed: Digest,
    /// From which tasks, and why.
    pub tasks: Vec<ExcludedTask>,
}

/// One task that an entity is excluded from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcludedTask {
    /// Coded reason.
    pub reason: ExclusionReason,
    /// Task.
    pub task: Id,
}

/// Coded reasons, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExclusionReason {
    /// Status is not active.
    Closed,
    /// A dated promise.
    Promise,
    /// A ceiling is reached.
    Ceiling,
    /// Visited recently.
    Recent,
}

/// A line of the frozen list `barred`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barred {
    /// Entity.
    pub id: Id,
    /// Commitment to those barred by law.
    pub law: Digest,
    /// Commitment to those kept away by rotation.
    pub rotation: Digest,
}

/// A line of the frozen list `apart`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// Commitment to the inspectors who should not meet this one again.
    pub apart: Digest,
    /// Inspector.
    pub id: Id,
}

/// A line of the frozen list `strata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelLine {
    /// Entity.
    pub id: Id,
    /// In which stratum of each labelled task it lies.
    pub labels: Vec<Label>,
    /// Commitment to the private fields that were read.
    pub sealed: Digest,
}

/// One opaque label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Stratum.
    pub stratum: Id,
    /// Task.
    pub task: Id,
}

/// A line of the frozen list `selection`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectionLine {
    /// Entity.
    pub id: Id,
    /// Tasks for which it was drawn above.
    pub tasks: Vec<String>,
}

/// `draw/ceremony.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceremony {
    /// In the plan's order, without those who did not contribute.
    pub contributions: Vec<Contribution>,
    /// The final source.
    #[serde(rename = "final")]
    pub final_value: FinalValue,
}

/// One contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Participant's label.
    pub label: String,
    /// What was said.
    pub value: String,
}

/// The sampled final source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalValue {
    /// Source id, as `dice-10x20`.
    pub source: String,
    /// Its text form.
    pub value: String,
}

/// A line of `draw/strata.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StratumLine {
    /// What freeze counted.
    #[serde(flatten)]
    pub population: Population,
    /// Ticket of rank n; absent if n is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Digest>,
}

/// A line of `draw/selected.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectedLine {
    /// Entity.
    pub entity: Id,
    /// From 1, through drawn and reserves.
    pub rank: u64,
    /// Whether it is a reserve.
    pub reserve: bool,
    /// Stratum.
    pub stratum: Id,
    /// Task.
    pub task: Id,
    /// Ticket.
    pub ticket: Digest,
}

/// A line of `draw/visits.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitLine {
    /// Area of the drawn entity with the smallest id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area: String,
    /// Working days of the visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// Why it takes place.
    pub draws: Vec<DrawnBy>,
    /// Number of working days.
    pub duration: u32,
    /// The place visited.
    pub id: Id,
    /// Items, sorted.
    pub items: Vec<Id>,
    /// The team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<SeatLine>,
    /// How it stands.
    pub state: VisitState,
}

impl VisitLine {
    /// Whether it is of who was drawn at a rank of a stratum for a task.
    pub fn is_of(&self, task: &Id, stratum: &Id, rank: u64) -> bool {
        self.draws.iter().any(|draw| (&draw.task, &draw.stratum, draw.rank) == (task, stratum, rank))
    }
}

/// One entity drawn by one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnBy {
    /// Entity.
    pub entity: Id,
    /// Rank in its stratum.
    pub rank: u64,
    /// Stratum.
    pub stratum: Id,
    /// Task.
    pub task: Id,
}

/// One seat of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatLine {
    /// Pseudonym; absent in an unseated visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspector: Option<Id>,
    /// Whether this seat leads.
    pub lead: bool,
    /// Pool.
    pub pool: Id,
}

/// How a visit stands after the draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VisitState {
    /// Team and days are drawn.
    Dated,
    /// Team is drawn, no day was found.
    Undated,
    /// Set aside and passed one level up.
    Unseated,
    /// Its tasks have no seats.
    Unpaired,
}

/// A line of `draw/openings.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Entity.
    pub id: Id,
    /// Those barred by law.
    pub law: OpenedIds,
    /// Those kept away by rotation.
    pub rotation: OpenedIds,
}

/// What opens a commitment to inspectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenedIds {
    /// Pseudonyms, sorted.
    pub inspectors: Vec<Id>,
    /// Salt.
    pub salt: Digest,
}

/// A line of `draw/apart.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApartOpening {
    /// Inspector.
    pub id: Id,
    /// Pseudonyms, sorted.
    pub inspectors: Vec<Id>,
    /// Salt.
    pub salt: Digest,
}

/// `draw/record.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// D.
    pub close: Digest,
    /// Name of the draw.
    pub draw: String,
    /// F.
    #[serde(rename = "final")]
    pub final_digest: Digest,
    /// K of each task.
    pub keys: Vec<TaskKey>,
    /// Counts and roots of the frozen lists, as in the plan.
    pub lists: BTreeMap<String, Root>,
    /// P.
    pub plan: Digest,
    /// Counts and roots of the outcome's lists.
    pub roots: BTreeMap<String, Root>,
    /// The seed.
    pub seed: Digest,
    /// SHA-256 of the seed.
    pub seed_hash: Digest,
}

/// K of one task: 32 lower-case hexadecimal characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskKey {
    /// K.
    pub k: String,
    /// Task.
    pub task: Id,
}

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Every other file, by path.
    pub files: Vec<ManifestFile>,
    /// `mq1/bundle`.
    pub format: String,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Relative path with `/`.
    pub path: String,
    /// SHA-256 of the content.
    pub sha256: Digest,
    /// Size in bytes.
    pub size: u64,
}
