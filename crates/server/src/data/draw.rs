//! All of one draw but its rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rows::{CountsRow, DrawState};

/// A draw.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DrawDocument {
    /// Part of the addresses of all that is about this draw.
    pub address: String,
    /// Authority, sequence and attempt: `AUTHORITY/SEQUENCE/ATTEMPT`.
    pub name: String,
    /// Full name of who draws.
    pub authority: String,
    /// The campaign.
    pub campaign: String,
    /// Day of the plan.
    #[schema(format = Date)]
    pub created: String,
    /// What is published: `announcement`, `sealed` or `outcome`.
    pub kind: String,
    /// `official` or `rehearsal`: nothing shows that the lists of a rehearsal were fixed before the randomness.
    pub purpose: String,
    /// How it stands.
    pub state: DrawState,
    /// Why it is void, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// The day by which it was to be finished, if that day is past and it is neither finished nor void.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub overdue: Option<String>,
    /// How well the order of events is shown, and by whom.
    pub grade: Grading,
    /// Numbers.
    pub counts: CountsRow,
    /// Of a sealed draw whose outcome is not public: how far it is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<Opened>,
    /// How it is held.
    pub plan: Holding,
    /// Tasks in the plan's order.
    pub tasks: Vec<TaskData>,
    /// Strata of all tasks, in the plan's order.
    pub strata: Vec<Stratum>,
    /// Steps of the ceremony in the log's order; empty of a draw that has no log.
    pub steps: Vec<Step>,
    /// Of an outcome without a log: what was said and cast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cast: Option<Cast>,
    /// Digests that a reader may have noted down earlier.
    pub digests: Digests,
    /// Replacements in the log's order.
    pub replacements: Vec<Replaced>,
    /// Attempts at this number.
    pub attempts: Attempts,
    /// The frozen lists.
    pub lists: Vec<ListRoot>,
    /// Areas by their share of the list and of the drawn; empty before there is an outcome.
    pub areas: Vec<AreaShare>,
    /// How many inspectors have how many visits; empty where none are drawn.
    pub workload: Vec<Work>,
    /// Keys of what this proves and does not prove, as the page says it: `fixed-before`, `rehearsal`, `collusion`, `no-verdict`.
    pub limits: Vec<&'static str>,
}

/// The grade, and on what it rests.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Grading {
    /// `rehearsal`, `operator-only`, `attested` or `anchored`.
    pub grade: &'static str,
    /// Who signed the close before the final source.
    pub attested_by: Vec<Attester>,
    /// Witnesses of the site's policy that cosigned the close.
    pub witnesses: Vec<Witnessed>,
    /// When enough witnesses had cosigned, in seconds of Unix time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<u64>,
    /// What has to be known beside the grade: `keys`, `room`, `latest-not-witnessed`.
    pub notes: Vec<String>,
}

/// Who signed the close.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Attester {
    /// Label in the plan.
    pub label: String,
    /// Department of the key.
    pub department: String,
    /// Ed25519 public key; whose it is, only the reader can know.
    pub key: String,
}

/// A witness that cosigned the close.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Witnessed {
    /// Name in the policy.
    pub name: String,
    /// When, in seconds of Unix time, by its own clock.
    pub time: u64,
}

/// How far a sealed draw is opened.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Opened {
    /// Leaves opened so far.
    pub opened: u64,
    /// All leaves: visits and reserves.
    pub leaves: u64,
}

/// How a draw is held.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Holding {
    /// `open` or `sealed`.
    pub mode: String,
    /// `room` or `remote`: how contributions are made.
    pub profile: String,
    /// `positive`: one ticket for all tasks; `independent`: one for each.
    pub coordination: String,
    /// First day of the period.
    #[schema(format = Date)]
    pub from: String,
    /// Last day of the period.
    #[schema(format = Date)]
    pub until: String,
    /// Working days of the period.
    pub working_days: u64,
    /// By when everything is opened.
    #[schema(format = Date)]
    pub finish_by: String,
    /// Labels of those who contribute, in order.
    pub participants: Vec<String>,
    /// The final source, as `dice-10x20`.
    pub final_source: String,
    /// How many bits of randomness it gives.
    pub final_bits: u32,
    /// Verifier key of the log, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Who stands one level up, if it has a log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superior: Option<String>,
    /// When names of inspectors become public: `never`, `slips` or `site`.
    pub names: String,
    /// Pools of inspectors.
    pub pools: Vec<Pool>,
}

/// Who may take a seat.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Pool {
    /// Its id.
    pub id: String,
    /// Department of its members.
    pub department: String,
}

/// A task.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TaskData {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The department that inspects.
    pub department: String,
    /// `undirected` or `directed`.
    pub kind: String,
    /// Items inspected.
    pub items: Vec<Item>,
    /// Seats of a team; 0: no inspectors are drawn.
    pub seats: u64,
    /// Working days of a visit.
    pub days: u32,
}

/// An item of inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Item {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The items of a draw's tasks, read from its document.
#[derive(Default, Deserialize)]
pub(crate) struct DrawItems {
    tasks: Vec<TaskItems>,
}

#[derive(Deserialize)]
struct TaskItems {
    items: Vec<Item>,
}

impl DrawItems {
    /// Names by ids.
    pub(crate) fn names(self) -> BTreeMap<String, String> {
        self.tasks.into_iter().flat_map(|task| task.items).map(|item| (item.id, item.name)).collect()
    }
}

/// A stratum, and how many are drawn of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Stratum {
    /// Task.
    pub task: String,
    /// Stratum.
    pub stratum: String,
    /// Its name.
    pub name: String,
    /// Rule: exactly so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Rule: this share of the population, as `1/20`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<String>,
    /// Rule: as many as this other task's stratum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_task: Option<String>,
    /// Rule: at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// Rule: at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// How many can be drawn.
    pub population: u64,
    /// How many are excluded.
    pub excluded: u64,
    /// How many are drawn.
    pub n: u64,
    /// How many reserves there are.
    pub reserves: u64,
    /// The ticket of rank n; absent before there is an outcome, and if n is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<String>,
}

/// A step of the ceremony.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Step {
    /// Its place in the log.
    pub place: u64,
    /// `announce`, `share`, `contribution`, `commitment`, `reveal`, `close`, `sign`, `roll`, `draw`, `open`, `replace`, `finish`, `void`.
    pub event: &'static str,
    /// `operator`, `holder`, `participant`, `recorder` or `superior`.
    pub role: &'static str,
    /// Who took it.
    pub who: Vec<String>,
    /// What was said, cast or committed to, or why; absent where a step has no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What was said and cast.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Cast {
    /// In the plan's order.
    pub contributions: Vec<Said>,
    /// The final source.
    #[serde(rename = "final")]
    pub final_value: FinalValue,
}

/// A contribution.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Said {
    /// Who.
    pub label: String,
    /// What.
    pub value: String,
}

/// The final source as it was cast.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FinalValue {
    /// Source, as `dice-10x20`.
    pub source: String,
    /// Text form of the value.
    pub value: String,
}

/// Digests that a reader may have noted down earlier.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(crate) struct Digests {
    /// P: of the plan with the roots of its lists.
    pub plan: String,
    /// c: to the operator's secret; sealed mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// D: of all contributions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close: Option<String>,
    /// F: of the final source.
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    pub final_digest: Option<String>,
    /// The seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// SHA-256 of the seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed_hash: Option<String>,
    /// SHA-256 of the manifest.
    pub bundle: String,
}

/// A replacement.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Replaced {
    /// Its place in the log.
    pub place: u64,
    /// The day on which it was decided.
    #[schema(format = Date)]
    pub date: String,
    /// `inspector`: one seat of one visit; `entity`: one drawn entity, in one task.
    pub kind: &'static str,
    /// The visit; of an entity the one that the reserve has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    /// Number of the seat, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<u32>,
    /// Task; of an entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Stratum; of an entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stratum: Option<String>,
    /// Rank of who is replaced; of an entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u64>,
    /// Pseudonym of the substitute; absent: nobody could be found, or it is of an entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_inspector: Option<String>,
    /// Rank of the reserve; absent: there was none, or it is of an inspector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_rank: Option<u64>,
    /// A code of the plan.
    pub reason: String,
    /// Label of who agreed, or `superior`.
    pub approved_by: String,
}

/// Attempts at a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Attempts {
    /// The number.
    pub sequence: u32,
    /// Which attempt at it this is, from 1.
    pub attempt: u32,
    /// Address of the one before it, which is void.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}

/// A frozen list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ListRoot {
    /// `entities`, `inspectors`, `items`, `exclusions`, `barred`, `apart`, `selection` or `strata`.
    pub name: String,
    /// Its lines.
    pub count: u64,
    /// Root of its Merkle tree (RFC 6962).
    pub root: String,
}

/// An area: how many of the list, and how many of the drawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AreaShare {
    /// Its name; empty where the list has none.
    pub area: String,
    /// Entities on the list.
    pub listed: u64,
    /// Places drawn.
    pub drawn: u64,
}

/// So many inspectors have so many visits.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Work {
    /// Visits.
    pub visits: u64,
    /// Inspectors.
    pub inspectors: u64,
}
