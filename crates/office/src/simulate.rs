//! Simulate: the whole draw under throw-away seeds, over the lists as they are now.
//!
//! The lists are frozen first, so that what is simulated is what would be drawn. The seeds are public and can never be the
//! real one. Figures on pairs of inspectors and visits stay in the office ([`documents::Audience`]).
//!
//! Source: `docs/PROTOCOL.md`, section 19.

use crate::ceremony::refuse_announced;
use crate::draw::look_up_ids;
use crate::error::{Doing, OfficeError, Result};
use crate::freeze::{Frozen, Progress, freeze_with, freezer, open_index, rebuild_index};
use crate::index::Index;
use crate::store::{Store, Writer};
use documents::{Audience, SimulationReport};
use draw::freeze::Freezer;
use draw::in_memory::DrawError;
use draw::rules::OUTSIDE;
use draw::simulate::{Simulator, Tally};
use records::id::Id;
use records::lang::Lang;
use records::plan::Plan;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

/// Memory for the selections of the seeds that are run together.
const MEMORY_BYTES: u64 = 256 << 20;

/// Memory of one candidate of a selection, roughly.
const CANDIDATE_BYTES: u64 = 96;

/// What simulated draws have shown.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// What was frozen for them.
    pub frozen: Frozen,
    /// The counts.
    pub tally: Tally,
    /// The same for people; see [`documents::simulation_html`] and [`documents::simulation_table`].
    pub report: SimulationReport,
}

/// Freezes, then makes so many simulated draws. `progress` is told of the freeze first, then of the draws.
pub fn simulate(writer: &Writer<'_>, plan: &Plan, seeds: u64, progress: Progress<'_>) -> Result<Simulation> {
    refuse_announced(writer.store(), &plan.draw_name())?;
    let lists = writer.store().small_lists()?;
    let freezer = freezer(writer.store(), plan, &lists)?;
    let frozen = freeze_with(writer, &freezer, progress)?;
    let (tally, report) = run(writer.store(), &freezer, &frozen, seeds, progress)?;
    Ok(Simulation { frozen, tally, report })
}

/// Makes simulated draws over lists that are frozen already.
fn run(
    store: &Store,
    freezer: &Freezer<'_>,
    frozen: &Frozen,
    seeds: u64,
    progress: Progress<'_>,
) -> Result<(Tally, SimulationReport)> {
    let (index, _) = open_index(frozen)?;
    let apart = freezer.apart()?.1;
    let mut tally: Option<Tally> = None;
    for range in ranges(&frozen.plan, seeds) {
        let end = range.end;
        let simulator = offer_all(frozen, &index, range)?;
        let simulated = simulator.finish()?;
        let ids = simulated.drawn_ids();
        let known = look_up_ids(store, freezer, &index, &ids.iter().collect::<Vec<&Id>>())?;
        let part = simulated.run(freezer.inspectors(), &apart, &known.places, &known.openings)?;
        match &mut tally {
            None => tally = Some(part),
            Some(tally) => tally.merge(part),
        }
        progress(end, seeds);
    }
    let tally = tally.unwrap_or_default();
    let report = SimulationReport::new(&frozen.plan, frozen.digest, &tally);
    Ok((tally, report))
}

/// The plan's own simulation, before anything is drawn: refuses a plan under which too many draws leave a visit without
/// a team or a date. It runs after the freeze and before the seed, so that it can't look at the outcome.
pub(crate) fn refuse_unplaced(
    store: &Store,
    freezer: &Freezer<'_>,
    frozen: &Frozen,
    progress: Progress<'_>,
) -> Result<()> {
    let wanted = frozen.plan.simulation;
    if wanted.seeds == 0 || !frozen.plan.is_paired() {
        return Ok(());
    }
    let (_, report) = run(store, freezer, frozen, u64::from(wanted.seeds), progress)?;
    if report.is_within() {
        return Ok(());
    }
    Err(OfficeError::Unplaced { unplaced: report.unplaced, seeds: report.seeds, most: wanted.unplaced_max })
}

/// Seeds that are run together: as many as memory holds, in ranges that do not depend on the machine.
fn ranges(plan: &Plan, seeds: u64) -> impl Iterator<Item = Range<u64>> {
    let kept: u64 = plan.populations.iter().map(|population| population.n + population.reserves).sum();
    // A selector keeps up to twice what it selects.
    let at_once = (MEMORY_BYTES / (2 * kept.max(1) * CANDIDATE_BYTES)).clamp(1, 10_000);
    (0..seeds).step_by(at_once as usize).map(move |first| first..(first + at_once).min(seeds))
}

fn offer_all<'a>(frozen: &'a Frozen, index: &Index, seeds: Range<u64>) -> Result<Simulator<'a>> {
    let new = || Simulator::new(&frozen.plan, &frozen.digest, seeds.clone());
    let offer = |simulator: &mut Simulator<'a>, id: &[u8], strata: &[u16]| simulator.offer(id, strata);
    let damaged = || OfficeError::Index { path: frozen.index_path() };
    let parts = match index.fold(new, offer)? {
        Ok(parts) => parts,
        Err(_) => rebuild_index(frozen)?.fold(new, offer)?.map_err(|_| damaged())?,
    };
    let mut all = new();
    parts.into_iter().for_each(|part| all.merge(part));
    Ok(all)
}

/// What was found of each entity that may be drawn, as a table for Excel (UTF-8 with BOM): its code, in how many of the
/// simulated draws any task drew it, and for each task its stratum, in how many it was drawn, and the chance that the
/// plan gives it (n of population). All of it may be public.
pub fn entities_csv(simulation: &Simulation, out: &mut dyn Write, lang: Lang) -> Result<()> {
    let Simulation { frozen, tally, .. } = simulation;
    let plan = &frozen.plan;
    let written = |result: std::io::Result<()>| result.map_err(OfficeError::io(Doing::Write, Path::new("-")));
    let mut head = vec![
        lang.pick("代码", "code").to_owned(),
        lang.pick("抽中次数（任一任务）", "times drawn by any task").to_owned(),
    ];
    for task in &plan.tasks {
        for (zh, en) in [("分层", "stratum"), ("抽中次数", "times drawn"), ("抽取数", "n"), ("可抽数", "population")]
        {
            head.push(format!("{} {}", task.id, lang.pick(zh, en)));
        }
    }
    head.push(lang.pick("模拟次数", "simulated draws").to_owned());
    written(write!(out, "\u{feff}{}\r\n", head.join(",")))?;
    let first_cells: Vec<usize> = plan
        .tasks
        .iter()
        .scan(0, |next, task| {
            let first = *next;
            *next += task.strata.len();
            Some(first)
        })
        .collect();
    let (index, _) = open_index(frozen)?;
    let times = |counts: Option<&BTreeMap<Id, u64>>, id: &str| {
        // Ids of the index are ids; one that is none was drawn never.
        let id = Id::parse(id).ok();
        id.and_then(|id| counts?.get(&id).copied()).unwrap_or(0)
    };
    let row = |id: &[u8], strata: &[u16]| {
        if strata.iter().all(|stratum| *stratum == OUTSIDE) {
            return Ok(());
        }
        let id = String::from_utf8_lossy(id);
        let mut line = format!("{id},{}", times(Some(&tally.drawn_by_any), &id));
        for (first, stratum) in first_cells.iter().zip(strata) {
            let cell = first + usize::from(*stratum);
            match plan.populations.get(cell).filter(|_| *stratum != OUTSIDE) {
                Some(of) => {
                    let drawn = times(tally.drawn.get(cell), &id);
                    line.push_str(&format!(",{},{drawn},{},{}", of.stratum, of.n, of.population));
                }
                None => line.push_str(",,,,"),
            }
        }
        written(write!(out, "{line},{}\r\n", tally.draws))
    };
    index.each(row)?.map_err(|_| OfficeError::Index { path: frozen.index_path() })
}

/// The report as JSON, without what its audience may not see. Counts only: shares are made by whoever shows them.
pub fn report_json(report: &SimulationReport, audience: Audience) -> Value {
    let text = |text: &documents::Text| json!({"en": text.pick(records::lang::Lang::En), "zh": text.pick(records::lang::Lang::Zh)});
    let stratum = |cell: &documents::StratumChance| {
        json!({
            "highest": cell.highest, "lowest": cell.lowest, "n": cell.n, "name": cell.name,
            "population": cell.population, "stratum": cell.stratum, "task": cell.task, "times": cell.times,
        })
    };
    let mut out = json!({
        "draw": report.draw,
        "plan": report.plan,
        "relaxations": report.relaxations,
        "seeds": report.seeds,
        "strata": report.strata.iter().map(stratum).collect::<Vec<_>>(),
        "undated": report.undated,
        "unplaced": report.unplaced,
        "unplaced_max": report.unplaced_max,
        "unseated": report.unseated,
        "warnings": report.warnings.iter().map(text).collect::<Vec<_>>(),
        "within": report.is_within(),
    });
    if audience == Audience::Office {
        let pair = report.pairs.as_ref().map(|pair| {
            json!({
                "inspector": pair.inspector, "lawful": pair.lawful, "met": pair.met, "of": pair.of,
                "places": pair.places, "visit": pair.visit,
            })
        });
        out["office"] = json!({
            "dates": report.dates.iter().map(|day| json!({"count": day.count, "day": day.day})).collect::<Vec<_>>(),
            "largest_pair": pair,
            "loads": report.loads.iter().map(|load| json!({"count": load.count, "visits": load.visits})).collect::<Vec<_>>(),
            "seats": report.seats,
            "seats_as_filled": report.seats_as_filled,
            "warnings": report.office_warnings.iter().map(text).collect::<Vec<_>>(),
        });
    }
    out
}

impl From<DrawError> for OfficeError {
    fn from(error: DrawError) -> Self {
        match error {
            DrawError::Freeze(error) => error.into(),
            DrawError::Commit(error) => error.into(),
            DrawError::Seed(error) => error.into(),
            DrawError::Select(error) => error.into(),
            DrawError::Visits(error) => error.into(),
            DrawError::Outcome(error) => error.into(),
            DrawError::Publish(error) => error.into(),
        }
    }
}
