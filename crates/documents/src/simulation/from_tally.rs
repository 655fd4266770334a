//! From the engine's counts to what is shown of them.

use super::{DayCount, LoadCount, PairFigures, SimulationReport, StratumChance};
use crate::text::Text;
use crate::words::simulation::SIMULATION as W;
use draw::simulate::{PairChance, Tally, Warning};
use records::hash::Digest;
use records::plan::Plan;

impl SimulationReport {
    /// The report on simulated draws of an announced plan. P is its digest.
    pub fn new(plan: &Plan, announced: Digest, tally: &Tally) -> Self {
        let days = plan.days.iter().zip(&tally.days);
        let warnings = tally.warnings(plan);
        let (office_warnings, warnings): (Vec<_>, Vec<_>) =
            warnings.iter().partition(|warning| matches!(warning, Warning::Predictable(_)));
        Self {
            authority: plan.authority.name.clone(),
            campaign: plan.campaign.clone(),
            draw: plan.draw_name(),
            created: plan.created,
            plan: announced,
            seeds: tally.draws,
            unplaced: tally.unplaced,
            unseated: tally.unseated,
            undated: tally.undated,
            unplaced_max: plan.simulation.unplaced_max,
            relaxations: tally.relaxations.clone(),
            strata: strata(plan, tally),
            loads: tally.loads.iter().map(|(visits, count)| LoadCount { visits: *visits, count: *count }).collect(),
            dates: days.map(|(day, count)| DayCount { day: *day, count: *count }).collect(),
            seats: tally.mixing.seats,
            seats_as_filled: tally.mixing.as_filled,
            pairs: tally.largest_pair.as_ref().map(pair),
            warnings: warnings.into_iter().map(words).collect(),
            office_warnings: office_warnings.into_iter().map(words).collect(),
        }
    }
}

fn strata(plan: &Plan, tally: &Tally) -> Vec<StratumChance> {
    let cells = plan.populations.iter().enumerate();
    let chance = |(cell, counted): (usize, &records::plan::Population)| {
        let (lowest, highest, times) = tally.extremes(plan, cell).unwrap_or_default();
        let task = plan.tasks.iter().find(|task| task.id == counted.task);
        let found = task.and_then(|task| task.strata.iter().find(|s| s.id == counted.stratum));
        StratumChance {
            task: counted.task.clone(),
            stratum: counted.stratum.clone(),
            name: found.map(|stratum| stratum.name.clone()).unwrap_or_default(),
            population: counted.population,
            n: counted.n,
            lowest,
            highest,
            times,
        }
    };
    cells.map(chance).collect()
}

fn pair(pair: &PairChance) -> PairFigures {
    PairFigures {
        inspector: pair.inspector.clone(),
        visit: pair.visit.clone(),
        met: pair.met,
        of: pair.draws,
        places: pair.places,
        lawful: pair.lawful,
    }
}

fn words(warning: &Warning) -> Text {
    match warning {
        Warning::Certain { task, stratum } => {
            W.warn_certain.with(&[("task", task.as_str()), ("stratum", stratum.as_str())])
        }
        Warning::Never { task, stratum } => {
            W.warn_never.with(&[("task", task.as_str()), ("stratum", stratum.as_str())])
        }
        Warning::Unplaced { unplaced, draws } => {
            W.warn_unplaced.with(&[("unplaced", &unplaced.to_string()), ("draws", &draws.to_string())])
        }
        Warning::Predictable(pair) => W.warn_predictable.with(&[
            ("visit", pair.visit.as_str()),
            ("inspector", pair.inspector.as_str()),
            ("met", &pair.met.to_string()),
            ("draws", &pair.draws.to_string()),
        ]),
    }
}
