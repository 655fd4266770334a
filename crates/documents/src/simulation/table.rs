//! The report as text in columns.

use super::{Audience, SimulationReport, StratumChance};
use crate::text::{Word, percent, visible};
use crate::words::simulation::SIMULATION as W;
use records::lang::Lang;

/// The report as text for a terminal or a file.
pub fn simulation_table(report: &SimulationReport, audience: Audience, lang: Lang) -> String {
    let mut out = String::new();
    let head = |word: Word| format!("\n{}\n", word.pick(lang));
    let mut facts = vec![
        (W.draw, visible(&report.draw)),
        (W.campaign, visible(&report.campaign)),
        (W.plan_digest, report.plan.to_string()),
        (W.seeds, report.seeds.to_string()),
    ];
    facts.extend(unplaced(report));
    out.push_str(&columns(&pairs(&facts, lang)));
    let verdict = if report.is_within() { W.is_within } else { W.is_beyond };
    out.push_str(verdict.pick(lang));
    out.push('\n');
    out.push_str(&head(W.part_strata));
    out.push_str(&columns(&strata(report, lang)));
    if audience == Audience::Office {
        out.push_str(&head(W.part_loads));
        let loads = report.loads.iter().map(|l| (l.visits.to_string(), l.count));
        out.push_str(&columns(&histogram(W.load, loads, lang)));
        out.push_str(&head(W.part_dates));
        let dates = report.dates.iter().map(|d| (d.day.to_string(), d.count));
        out.push_str(&columns(&histogram(W.day, dates, lang)));
        out.push_str(&head(W.part_pairs));
        out.push_str(&columns(&pairs(&office(report), lang)));
    }
    out.push_str(&head(W.part_warnings));
    let warnings = report.warnings_for(audience);
    if warnings.is_empty() {
        out.push_str(W.warnings_none.pick(lang));
        out.push('\n');
    }
    for warning in warnings {
        out.push_str(&format!("- {}\n", warning.pick(lang)));
    }
    out
}

/// Shares of draws that could not be placed, and relaxations.
pub(super) fn unplaced(report: &SimulationReport) -> Vec<(Word, String)> {
    let seeds = report.seeds;
    let share = |count: u64| format!("{count} ({})", percent(count, seeds));
    let max = &report.unplaced_max;
    vec![
        (W.unplaced, share(report.unplaced)),
        (W.unseated, share(report.unseated)),
        (W.undated, share(report.undated)),
        (W.unplaced_max, percent(max.numerator(), max.denominator())),
        (W.relaxed, share(report.relaxations.iter().skip(1).sum())),
    ]
}

/// Figures on pairs and seats, which stay in the office.
pub(super) fn office(report: &SimulationReport) -> Vec<(Word, String)> {
    let mut facts = Vec::new();
    if let Some(pair) = &report.pairs {
        let largest = format!("{} ({}/{})", percent(pair.met, pair.of), pair.met, pair.of);
        let bound = format!("{} ({}/{})", percent(pair.places, pair.lawful), pair.places, pair.lawful);
        facts.push((W.pair_largest, largest));
        facts.push((W.pair_bound, bound));
        facts.push((W.pair_which, format!("{} – {}", pair.inspector, pair.visit)));
    }
    facts.push((W.as_filled, percent(report.seats_as_filled, report.seats)));
    facts
}

/// Chance, lowest, mean and highest share of one stratum, as written.
pub(super) fn chances(report: &SimulationReport, stratum: &StratumChance) -> [String; 4] {
    let seeds = report.seeds;
    [
        percent(stratum.n, stratum.population),
        percent(stratum.lowest, seeds),
        percent(stratum.times, seeds.saturating_mul(stratum.population)),
        percent(stratum.highest, seeds),
    ]
}

fn strata(report: &SimulationReport, lang: Lang) -> Vec<Vec<String>> {
    let heads = [W.task, W.stratum, W.population, W.n, W.chance, W.lowest, W.mean, W.highest];
    let mut rows = vec![heads.map(|word| word.pick(lang).to_owned()).to_vec()];
    rows.extend(report.strata.iter().map(|stratum| {
        let mut row = vec![
            stratum.task.to_string(),
            visible(format!("{} {}", stratum.stratum, stratum.name).trim_end()),
            stratum.population.to_string(),
            stratum.n.to_string(),
        ];
        row.extend(chances(report, stratum));
        row
    }));
    rows
}

fn histogram(head: Word, values: impl Iterator<Item = (String, u64)>, lang: Lang) -> Vec<Vec<String>> {
    let mut rows = vec![vec![head.pick(lang).to_owned(), W.times.pick(lang).to_owned()]];
    rows.extend(values.map(|(label, count)| vec![label, count.to_string()]));
    rows
}

fn pairs(facts: &[(Word, String)], lang: Lang) -> Vec<Vec<String>> {
    facts.iter().map(|(label, value)| vec![label.pick(lang).to_owned(), value.clone()]).collect()
}

/// Columns two spaces apart. A Chinese character takes the room of two letters.
fn columns(rows: &[Vec<String>]) -> String {
    let room = |text: &str| -> usize { text.chars().map(|c| if u32::from(c) < 0x2e80 { 1 } else { 2 }).sum() };
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| room(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(room(cell)) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_with_chinese() {
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(columns(&[row("任务", "1"), row("abcd", "2"), row("a", "3")]), "任务  1\nabcd  2\na     3\n");
    }
}
