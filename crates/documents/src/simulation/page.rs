//! The report as one HTML page with plots.

use super::plot::{Bar, HEIGHT, Range, WIDTH, bars, ranges};
use super::table::{chances, office, unplaced};
use super::{Audience, SimulationReport};
use crate::result::DocumentError;
use crate::text::{Text, Word, percent, visible};
use crate::words::PRODUCT;
use crate::words::simulation::{SIMULATION as W, Words};
use askama::Template;

#[derive(Template)]
#[template(path = "simulation.html")]
struct Page<'a> {
    product: Word,
    w: Words,
    r: &'a SimulationReport,
    is_office: bool,
    authority: String,
    campaign: String,
    unplaced: Vec<(Word, String)>,
    office: Vec<(Word, String)>,
    strata: Vec<StratumRow>,
    chances: (Vec<Range>, u64),
    shares: (Vec<Range>, u64),
    loads: Vec<Bar>,
    dates: Vec<Bar>,
    warnings: Vec<Text>,
    width: u64,
    height: u64,
}

struct StratumRow {
    task: String,
    name: String,
    population: u64,
    n: u64,
    chances: [String; 4],
}

/// The report as a page. What an audience may not see is not in the page at all.
pub fn simulation_html(report: &SimulationReport, audience: Audience) -> Result<Vec<u8>, DocumentError> {
    let is_office = audience == Audience::Office;
    let page = Page {
        product: PRODUCT,
        w: W,
        r: report,
        is_office,
        authority: visible(&report.authority),
        campaign: visible(&report.campaign),
        unplaced: unplaced(report),
        office: if is_office { office(report) } else { Vec::new() },
        strata: strata(report),
        chances: chance_plot(report),
        shares: share_plot(report),
        loads: if is_office { load_plot(report) } else { Vec::new() },
        dates: if is_office { date_plot(report) } else { Vec::new() },
        warnings: report.warnings_for(audience),
        width: WIDTH,
        height: HEIGHT,
    };
    page.render()
        .map(String::into_bytes)
        .map_err(|error| DocumentError::Render { page: "simulation.html", message: error.to_string() })
}

fn strata(report: &SimulationReport) -> Vec<StratumRow> {
    let row = |stratum: &super::StratumChance| StratumRow {
        task: stratum.task.to_string(),
        name: visible(format!("{} {}", stratum.stratum, stratum.name).trim_end()),
        population: stratum.population,
        n: stratum.n,
        chances: chances(report, stratum),
    };
    report.strata.iter().map(row).collect()
}

fn chance_plot(report: &SimulationReport) -> (Vec<Range>, u64) {
    let seeds = report.seeds;
    let values: Vec<_> = report
        .strata
        .iter()
        .map(|stratum| {
            (
                Text::same(format!("{} {}", stratum.task, stratum.stratum)),
                (stratum.n, stratum.population),
                (stratum.lowest, seeds),
                (stratum.highest, seeds),
                percent(stratum.n, stratum.population),
            )
        })
        .collect();
    ranges(&values)
}

/// The share that was found above the share that is allowed.
fn share_plot(report: &SimulationReport) -> (Vec<Range>, u64) {
    let (max, seeds) = (&report.unplaced_max, report.seeds);
    let found = (report.unplaced, seeds);
    let allowed = (max.numerator(), max.denominator());
    let row = |label: Word, share: (u64, u64)| (label.text(), share, share, share, percent(share.0, share.1));
    ranges(&[row(W.share_found, found), row(W.share_allowed, allowed)])
}

fn load_plot(report: &SimulationReport) -> Vec<Bar> {
    let values: Vec<_> =
        report.loads.iter().map(|load| (load.visits.to_string(), load.count, load.count.to_string())).collect();
    bars(&values)
}

/// Labels are month and day; numbers are means with two places.
fn date_plot(report: &SimulationReport) -> Vec<Bar> {
    let seeds = report.seeds.max(1);
    let values: Vec<_> = report
        .dates
        .iter()
        .map(|date| {
            let hundredths = date.count.saturating_mul(100) / seeds;
            let mean = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            (format!("{:02}-{:02}", date.day.month(), date.day.day()), date.count, mean)
        })
        .collect();
    bars(&values)
}
