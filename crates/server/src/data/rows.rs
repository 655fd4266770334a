//! The rows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draw::Item;

/// How a draw stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DrawState {
    /// Lists and plan are published; nothing is drawn yet.
    Announced,
    /// Drawn, and the outcome is sealed until the visits begin.
    Sealed,
    /// Drawn, and the outcome is public.
    Drawn,
    /// Nothing more can come.
    Finished,
    /// Void, with its reason.
    Void,
    /// What was published does not pass every check: nothing of it is shown.
    Withdrawn,
}

impl From<verify::State> for DrawState {
    fn from(state: verify::State) -> Self {
        match state {
            verify::State::Announced => Self::Announced,
            verify::State::Sealed => Self::Sealed,
            verify::State::Drawn => Self::Drawn,
            verify::State::Finished => Self::Finished,
            verify::State::Void => Self::Void,
        }
    }
}

/// Numbers of a verified draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct CountsRow {
    /// Entities on the frozen list.
    pub entities: u64,
    /// Inspectors on the frozen list.
    pub inspectors: u64,
    /// Strata of all tasks.
    pub strata: u64,
    /// How many the plan says are drawn, over all strata.
    pub planned: u64,
    /// Places drawn, over all strata: an entity drawn by two tasks counts twice.
    pub drawn: u64,
    /// Reserves, over all strata.
    pub reserves: u64,
    /// Visits.
    pub visits: u64,
    /// Visits with a team and days.
    pub dated: u64,
    /// Visits with a team and without days.
    pub undated: u64,
    /// Visits set aside.
    pub unseated: u64,
    /// Visits whose tasks have no seats.
    pub unpaired: u64,
}

/// A draw in the list of draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DrawRow {
    /// Part of the addresses of all that is about this draw.
    pub address: String,
    /// Authority, sequence and attempt: `AUTHORITY/SEQUENCE/ATTEMPT`. Of a withdrawn draw it is the address.
    pub name: String,
    /// Full name of who draws; empty of a withdrawn draw.
    pub authority: String,
    /// The campaign; empty of a withdrawn draw.
    pub campaign: String,
    /// How it stands.
    pub state: DrawState,
    /// How well the order of events is shown: `rehearsal`, `operator-only`, `attested` or `anchored`; absent of a withdrawn draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Day of the plan; absent of a withdrawn draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub created: Option<String>,
    /// Numbers; absent of a withdrawn draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<CountsRow>,
    /// The day by which it was to be finished, if that day is past and it is neither finished nor void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub overdue: Option<String>,
    /// Whether nothing of it is shown because what was published does not pass every check.
    pub withdrawn: bool,
}

/// How a visit stands after the draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VisitStanding {
    /// Team and days are drawn.
    Dated,
    /// The team is drawn, no day was found: passed one level up.
    Undated,
    /// Set aside: passed one level up.
    Unseated,
    /// Its tasks have no seats: no inspectors are drawn.
    Unpaired,
}

/// Somebody who goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TeamMember {
    /// Pseudonym, new in each draw; absent of a visit that was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspector: Option<String>,
    /// Department of the inspector.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Pool of the seat.
    pub pool: String,
    /// Whether this seat leads.
    pub lead: bool,
}

/// Why a visit takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct VisitFor {
    /// The entity or equipment that was drawn.
    pub entity: String,
    /// Task.
    pub task: String,
    /// Stratum.
    pub stratum: String,
    /// Rank in the stratum, from 1.
    pub rank: u64,
}

/// A visit as it was drawn; what replacements have made of it is told with the draw and by a look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct VisitRow {
    /// The place visited: code of an entity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its area; empty where the list has none.
    pub area: String,
    /// Departments whose tasks are inspected.
    pub departments: Vec<String>,
    /// Items inspected.
    pub items: Vec<Item>,
    /// Working days of the visit.
    #[schema(value_type = Vec<String>)]
    pub days: Vec<String>,
    /// How many working days it takes.
    pub duration: u32,
    /// How it stands.
    pub state: VisitStanding,
    /// The team, by seat.
    pub team: Vec<TeamMember>,
    /// What was drawn.
    pub draws: Vec<VisitFor>,
}

/// Somebody who was drawn, or a reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct SelectedRow {
    /// Task.
    pub task: String,
    /// Stratum.
    pub stratum: String,
    /// From 1, through drawn and reserves.
    pub rank: u64,
    /// Code of the entity.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// Whether it is a reserve.
    pub reserve: bool,
    /// Its ticket.
    pub ticket: String,
}

/// A file to download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct FileRow {
    /// `bundle/…`: part of the bundle; `files/…`: made from it for reading and import.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Where it is on this site.
    pub address: String,
}

/// All files of a draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct FilesDocument {
    /// By path. To verify, all of `bundle/…` are needed, and nothing else.
    pub items: Vec<FileRow>,
}
