//! The plan as it is hashed (`docs/PROTOCOL.md`, section "Plan"): everything that could be chosen, canonical.
//!
//! People write a plan as TOML; crate `import` reads that, checks it and gives this. Freeze fills `populations` and `roots`.

use crate::day::Day;
use crate::entropy::FinalSource;
use crate::hash::{Digest, PublicKey};
use crate::id::Id;
use crate::ratio::{Ratio, Rounding};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The canonical plan. Field order here is of no account: the canonical form sorts keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Protocol version, `mq1`.
    pub protocol: String,
    /// Hash suite, `sha256`.
    pub suite: String,
    /// `rehearsal` or `official`.
    pub purpose: Purpose,
    /// `open` or `sealed`.
    pub mode: Mode,
    /// Who draws.
    pub authority: Authority,
    /// The campaign's name.
    pub campaign: String,
    /// Consecutive number of the draw, per authority.
    pub sequence: u32,
    /// Consecutive number of the attempt.
    pub attempt: u32,
    /// The only date that documents carry.
    pub created: Day,
    /// The days within which visits take place.
    pub period: Period,
    /// Name of the calendar.
    pub calendar: String,
    /// The working days of the period, ascending.
    pub days: Vec<Day>,
    /// By when everything is opened.
    pub finish_by: Day,
    /// Labels of those who contribute randomness, in order.
    pub participants: Vec<String>,
    /// How contributions are made.
    pub profile: Profile,
    /// The final source of randomness.
    #[serde(rename = "final")]
    pub final_source: FinalSource,
    /// Verifier key of the authority's log. A plan that has one is held as a ceremony.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Who stands one level up; there exactly if `log` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superior: Option<Superior>,
    /// Participants and holders that have a key, by label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<ParticipantKey>,
    /// Who holds shares of the operator's secret; sealed mode only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escrow: Option<Escrow>,
    /// The two who keep halves of the keys of capsules; sealed mode only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custodians: Option<[String; 2]>,
    /// Reasons for which a replacement may be made; there exactly if `log` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<ReplacementReasons>,
    /// One ticket for all tasks, or one each.
    pub coordination: Coordination,
    /// Codes of individual cases, sorted.
    pub cases: Vec<String>,
    /// Ceilings on visits.
    pub ceilings: Vec<Ceiling>,
    /// Pools of inspectors.
    pub pools: Vec<Pool>,
    /// Default quotas.
    pub quotas: Quotas,
    /// Rotation rules.
    pub rotation: Rotation,
    /// Relaxations in their order, the last always "minimums".
    pub relaxations: Vec<Relaxation>,
    /// Fewest lawful inspectors for a seat.
    pub min_choice: u32,
    /// Who allowed fewer, and why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub min_choice_waiver: String,
    /// Most visits a day over all; 0: no limit.
    pub visits_per_day_max: u32,
    /// What becomes public when.
    pub publish: Publish,
    /// What simulate must show before a commit.
    pub simulation: Simulation,
    /// The tasks, in order.
    pub tasks: Vec<Task>,
    /// Filled by freeze.
    pub populations: Vec<Population>,
    /// Filled by freeze.
    pub roots: BTreeMap<String, Root>,
}

impl Plan {
    /// `<authority id>/<sequence>/<attempt>`: the draw's name in salts.
    pub fn draw_name(&self) -> String {
        format!("{}/{}/{}", self.authority.id, self.sequence, self.attempt)
    }

    /// Whether some task has seats, so that inspectors are drawn at all.
    pub fn is_paired(&self) -> bool {
        self.tasks.iter().any(|task| !task.seats.is_empty())
    }

    /// Whether some task takes strata or scope from sealed fields.
    pub fn is_labelled(&self) -> bool {
        self.tasks.iter().any(|task| task.labelled)
    }

    /// Whether some task takes its entities from a list drawn above.
    pub fn uses_selection(&self) -> bool {
        self.tasks.iter().any(|task| task.population == PopulationSource::Selection)
    }
}

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// May be drawn in one go, and says so for ever.
    Rehearsal,
    /// Only through the ceremony.
    Official,
}

/// Whether everything is public at the draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// All is published at once.
    Open,
    /// Each visit is opened when it begins.
    Sealed,
}

/// Who draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// An id that never changes.
    pub id: Id,
    /// The name in full.
    pub name: String,
}

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
}

/// How contributions are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Said aloud and typed.
    Room,
    /// Committed, then revealed.
    Remote,
}

/// Who stands one level up, and signs voids and second replacements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Superior {
    /// Ed25519 public key.
    pub key: PublicKey,
    /// The name in full.
    pub name: String,
}

/// The key of a participant or of a holder of a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParticipantKey {
    /// Department or body to which the key's owner belongs.
    pub department: String,
    /// Ed25519 public key.
    pub key: PublicKey,
    /// Label of the participant or holder.
    pub label: String,
}

/// Shares of the operator's secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escrow {
    /// Who holds the shares 1, 2, ….
    pub holders: Vec<Holder>,
    /// How many shares give the secret.
    pub threshold: u32,
}

/// Who holds one share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Label.
    pub label: String,
    /// Whether the holder belongs to no department that takes part.
    pub outside: bool,
}

/// Codes of the reasons for which a replacement may be made, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplacementReasons {
    /// Of an entity.
    pub entity: Vec<String>,
    /// Of an inspector, and for passing over a substitute.
    pub inspector: Vec<String>,
}

/// Whether tasks share one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Coordination {
    /// One ticket: departments coincide on the same entities.
    Positive,
    /// One key a task.
    Independent,
}

/// At most so many visits to an entity in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// Its id.
    pub id: Id,
    /// Most visits.
    pub count_max: u32,
    /// Departments whose visits count; empty: all.
    pub departments: Vec<String>,
    /// First day that counts.
    pub from: Day,
    /// Last day that counts.
    pub until: Day,
    /// Cases that lift it.
    pub lifted_by: Vec<String>,
    /// Cases whose visits do not count.
    pub not_counting: Vec<String>,
}

/// Who may take a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Its id.
    pub id: Id,
    /// Department of its members.
    pub department: String,
    /// Role that members have; empty: any.
    pub role: String,
    /// Expertise, all of which members have.
    pub expertise: Vec<String>,
    /// Whether members must work in the visit's area.
    pub area: AreaRule,
}

/// Area rule of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AreaRule {
    /// No rule.
    Any,
    /// The inspector's areas are empty or hold the visit's area.
    Same,
}

/// What an inspector gets whose record says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotas {
    /// Fewest visits.
    pub min: u32,
    /// Most visits.
    pub max: u32,
    /// Most visits a day.
    pub daily_max: u32,
}

/// Rotation rules (轮换 / 不宜同组).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// Conflicts of kind rotation count.
    pub pairs: bool,
    /// Nobody inspects in the home area.
    pub home_area: bool,
    /// Nobody inspects a former unit.
    pub former_units: bool,
    /// Nobody visits again whom he visited within so many days; 0: off.
    pub last_visit_days: u32,
    /// The same two not together again within so many days; 0: off.
    pub together_days: u32,
}

/// One step that is taken when there is no lawful assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Relaxation {
    /// Drop a rule.
    Drop(DropRule),
    /// Raise the maximum of a pool's members.
    Raise(RaiseQuota),
}

/// Drop a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropRule {
    /// Which.
    pub drop: Droppable,
}

/// Rules that a relaxation may drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Droppable {
    /// All pairs in `barred`'s kind rotation.
    Pairs,
    /// The home-area rule.
    HomeArea,
    /// The minimum quotas: every plan's last step.
    Minimums,
}

/// Raise the maximum of each member of a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaiseQuota {
    /// By how much.
    pub add: u32,
    /// The pool.
    pub quota_max: Id,
}

/// What becomes public when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    /// Always `pseudonyms`.
    pub inspectors: String,
    /// `never`, `slips` or `site`.
    pub names: String,
    /// Working days until results are published.
    pub results_working_days: u32,
}

/// What simulate must show before a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// Number of simulated draws; 0: none.
    pub seeds: u32,
    /// Largest share of draws with an unseated or undated visit.
    pub unplaced_max: Ratio,
}

/// One inspection task (抽查任务).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The department that inspects.
    pub department: String,
    /// Whether this is the lead department's task.
    pub lead: bool,
    /// 不定向 or 定向.
    pub kind: TaskKind,
    /// 本部门, 跨部门 or 上级交办.
    pub source: TaskSource,
    /// 市抽市查, 市抽县查 or 县抽县查.
    pub level: Level,
    /// The individual case under which it runs, or empty.
    pub case: String,
    /// Where its entities come from.
    pub population: PopulationSource,
    /// Items inspected, sorted.
    pub items: Vec<Id>,
    /// Conditions, all of which hold.
    pub scope: Vec<Condition>,
    /// Commitment to the scope, where it reads sealed fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_sealed: Option<Digest>,
    /// Ceilings that exclude from it, sorted.
    pub ceilings: Vec<Id>,
    /// Excludes entities visited within so many days before the period; 0: off.
    pub recent_days: u32,
    /// Whether strata are opaque labels.
    pub labelled: bool,
    /// Least share of the population over all strata.
    pub overall_min: Ratio,
    /// Strata, first match wins.
    pub strata: Vec<Stratum>,
    /// Seats of a team; empty: not paired.
    pub seats: Vec<Seat>,
    /// Working days of a visit.
    pub days: u32,
}

/// 不定向 or 定向.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskKind {
    /// From the whole library.
    Undirected,
    /// Within published conditions.
    Directed,
}

/// Where a task comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskSource {
    /// 本部门.
    Own,
    /// 跨部门.
    Joint,
    /// 上级交办.
    Upper,
}

/// Who draws the entities and who inspects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// 市抽市查.
    #[serde(rename = "city-city")]
    CityCity,
    /// 市抽县查.
    #[serde(rename = "city-county")]
    CityCounty,
    /// 县抽县查.
    #[serde(rename = "county-county")]
    CountyCounty,
}

/// Where a task's entities come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PopulationSource {
    /// The entity list.
    List,
    /// What an upper level has drawn.
    Selection,
}

/// One condition on one field. Exactly one of `any`, `none`, `prefix`, or `from`/`until` is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Field of the entity.
    pub field: String,
    /// One of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<String>,
    /// None of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<String>,
    /// Starts with one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefix: Vec<String>,
    /// On or after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// On or before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// One stratum. Exactly one of `count`, `ratio` with `rounding`, `as_task` with `as_stratum` is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// Its id, unique in its task; opaque in a labelled task.
    pub id: Id,
    /// Its name; in a labelled task, one that tells nothing.
    pub name: String,
    /// Conditions (absent in a published labelled task; the key is always there otherwise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Vec<Condition>>,
    /// Commitment to the conditions, in a labelled task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Digest>,
    /// Exactly so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// This share of the population.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Ratio>,
    /// How a share is rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// As many as this task's stratum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_task: Option<Id>,
    /// See `as_task`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_stratum: Option<Id>,
    /// At least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// At most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Number of reserves.
    pub reserves: u64,
}

/// Seats that a task needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// From which pool.
    pub pool: Id,
    /// How many.
    pub count: u32,
    /// Whether the first of them leads.
    pub lead: bool,
}

/// What freeze counted, and so how many are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Task.
    pub task: Id,
    /// Stratum.
    pub stratum: Id,
    /// Entities that lie in it and are not excluded.
    pub population: u64,
    /// Entities that lie in it and are excluded.
    pub excluded: u64,
    /// How many are drawn.
    pub n: u64,
    /// How many reserves there are.
    pub reserves: u64,
}

/// Count and root of a frozen list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Number of lines.
    pub count: u64,
    /// RFC 6962 root over the lines.
    pub root: Digest,
}
