//! What `simulate` found: a table for the terminal and a page with plots, for the public or for the office.
//!
//! The public version holds entities and strata only. Figures on inspectors and pairs stay in the office: a pair that
//! never occurs would show who is barred from whom. Source: `docs/PROTOCOL.md`, section 19.

mod from_tally;
mod page;
mod plot;
mod table;

use crate::text::Text;
use records::day::Day;
use records::hash::Digest;
use records::id::Id;
use records::ratio::Ratio;

pub use page::simulation_html;
pub use table::simulation_table;

/// Who reads the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Entities and strata only.
    Public,
    /// Inspectors and pairs as well.
    Office,
}

/// Counts of many simulated draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulationReport {
    /// Name of the authority.
    pub authority: String,
    /// Name of the campaign.
    pub campaign: String,
    /// Name of the draw.
    pub draw: String,
    /// Date of the plan.
    pub created: Day,
    /// Commitment to the plan, P.
    pub plan: Digest,
    /// Number of simulated draws.
    pub seeds: u64,
    /// Draws with an unseated or undated visit.
    pub unplaced: u64,
    /// Draws with an unseated visit.
    pub unseated: u64,
    /// Draws with an undated visit.
    pub undated: u64,
    /// Largest share of unplaced draws that the plan allows.
    pub unplaced_max: Ratio,
    /// Draws by number of relaxation steps, from none on.
    pub relaxations: Vec<u64>,
    /// Strata, in the plan's order.
    pub strata: Vec<StratumChance>,
    /// How often an inspector had so many visits, ascending. Office only.
    pub loads: Vec<LoadCount>,
    /// How many visits fell on a day, over all draws, ascending. Office only.
    pub dates: Vec<DayCount>,
    /// Seats held, over all draws.
    pub seats: u64,
    /// Of these, seats still held as FILL left them. Office only.
    pub seats_as_filled: u64,
    /// The pair that met most often. Office only.
    pub pairs: Option<PairFigures>,
    /// What the public is warned of.
    pub warnings: Vec<Text>,
    /// What only the office is warned of.
    pub office_warnings: Vec<Text>,
}

/// Chances in one stratum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StratumChance {
    /// Task.
    pub task: Id,
    /// Stratum.
    pub stratum: Id,
    /// Its name.
    pub name: String,
    /// Entities that may be drawn.
    pub population: u64,
    /// Entities drawn each time.
    pub n: u64,
    /// How often the entity was drawn that was drawn least.
    pub lowest: u64,
    /// How often the entity was drawn that was drawn most.
    pub highest: u64,
    /// Draws of all its entities together.
    pub times: u64,
}

/// How often an inspector had so many visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadCount {
    /// Visits in one draw.
    pub visits: u32,
    /// How often, over inspectors and draws.
    pub count: u64,
}

/// How many visits fell on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// Visits, over all draws.
    pub count: u64,
}

/// The pair that met most often among draws in which the entity was visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairFigures {
    /// Pseudonym.
    pub inspector: Id,
    /// Visit.
    pub visit: Id,
    /// Draws in which they met.
    pub met: u64,
    /// Draws in which the visit had a team.
    pub of: u64,
    /// Seats of the visit that the inspector may take.
    pub places: u64,
    /// Inspectors who may lawfully take them.
    pub lawful: u64,
}

impl SimulationReport {
    /// Whether fewer draws were unplaced than the plan allows at most.
    pub fn is_within(&self) -> bool {
        let (max, seeds) = (self.unplaced_max, u128::from(self.seeds));
        u128::from(self.unplaced) * u128::from(max.denominator()) <= u128::from(max.numerator()) * seeds
    }

    /// Warnings for an audience.
    pub(crate) fn warnings_for(&self, audience: Audience) -> Vec<Text> {
        let office = match audience {
            Audience::Public => &[][..],
            Audience::Office => &self.office_warnings,
        };
        self.warnings.iter().chain(office).map(Text::shown).collect()
    }
}
