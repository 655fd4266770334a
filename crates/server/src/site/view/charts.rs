//! Pictures of a draw: where tickets lie, how work is spread, who is drawn more often than he is listed. Numbers are integers: a picture is
//! the same everywhere, as everything else.

use std::collections::BTreeMap;

use records::lang::Lang;

use super::super::bundle::{Bundle, Outcome};
use super::shown;
use super::tables::{percent, stratum_name, task_name};

/// Width of all pictures in units of their own.
const WIDTH: u64 = 1_000;

/// Most strata whose tickets are drawn, and most bars of a picture: more would not be read.
const SHOWN_MAX: usize = 40;

/// The tickets of one stratum on a line from 0 to the largest one shown.
#[derive(Clone, Debug)]
pub(in crate::site) struct Tickets {
    pub name: String,
    /// Places of those drawn, and of the reserves, in thousandths of the line.
    pub drawn: Vec<u64>,
    pub reserves: Vec<u64>,
    pub threshold: u64,
}

/// Of each stratum from which somebody is drawn: the tickets drawn lie left of the threshold, the reserves right of it.
pub(in crate::site) fn tickets(bundle: &Bundle, outcome: &Outcome) -> Vec<Tickets> {
    let mut out = Vec::new();
    for line in outcome.strata.iter().take(SHOWN_MAX) {
        let population = &line.population;
        let Some(threshold) = &line.threshold else { continue };
        let own = outcome
            .selected
            .iter()
            .filter(|one| (&one.task, &one.stratum) == (&population.task, &population.stratum));
        let (mut drawn, mut reserves) = (Vec::new(), Vec::new());
        for one in own {
            if one.reserve { &mut reserves } else { &mut drawn }.push(first_bits(one.ticket.as_bytes()));
        }
        let threshold = first_bits(threshold.as_bytes());
        let most = reserves.iter().copied().chain([threshold]).max().unwrap_or(1).max(1);
        let place = |value: u64| value * WIDTH / most;
        out.push(Tickets {
            name: format!("{} · {}", task_name(&bundle.plan, &population.task), stratum_name(&bundle.plan, &population.task, &population.stratum)),
            drawn: drawn.into_iter().map(place).collect(),
            reserves: reserves.into_iter().map(place).collect(),
            threshold: place(threshold),
        });
    }
    out
}

/// The first 32 bits.
fn first_bits(digest: &[u8; 32]) -> u64 {
    digest.iter().take(4).fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// Bars with their labels, the longest as wide as the picture.
#[derive(Clone, Debug)]
pub(in crate::site) struct Bars {
    pub rows: Vec<Bar>,
}

/// One bar, and perhaps a second one under it for comparison.
#[derive(Clone, Debug)]
pub(in crate::site) struct Bar {
    pub label: String,
    pub value: String,
    pub width: u64,
    pub beside: Option<(String, u64)>,
}

/// How many inspectors have how many visits.
pub(in crate::site) fn workload(bundle: &Bundle, outcome: &Outcome, lang: Lang) -> Bars {
    let mut held: BTreeMap<&records::id::Id, u64> = bundle.inspectors.keys().map(|id| (id, 0)).collect();
    for who in outcome.visits.iter().flat_map(|visit| &visit.seats).filter_map(|seat| seat.inspector.as_ref()) {
        *held.entry(who).or_default() += 1;
    }
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for visits in held.into_values() {
        *counts.entry(visits).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(1).max(1);
    let bar = |(visits, people): (u64, u64)| Bar {
        label: match lang {
            Lang::Zh => format!("{visits} 次"),
            Lang::En => format!("{visits} visits"),
        },
        value: match lang {
            Lang::Zh => format!("{people} 人"),
            Lang::En => format!("{people} inspectors"),
        },
        width: people * WIDTH / most,
        beside: None,
    };
    Bars { rows: counts.into_iter().take(SHOWN_MAX).map(bar).collect() }
}

/// The share of each area among those drawn, beside its share of the list.
pub(in crate::site) fn areas(bundle: &Bundle, outcome: &Outcome, lang: Lang) -> Bars {
    let mut drawn: BTreeMap<&str, u64> = BTreeMap::new();
    let mut all = 0;
    for one in outcome.selected.iter().filter(|one| !one.reserve) {
        let area = bundle.labels.get(&one.entity).map_or("", |label| label.area.as_str());
        *drawn.entry(area).or_default() += 1;
        all += 1;
    }
    let listed: u64 = bundle.areas.values().sum();
    let thousandths = |part: u64, whole: u64| part.saturating_mul(WIDTH).checked_div(whole).unwrap_or(0);
    let mut rows: Vec<(u64, Bar)> = bundle
        .areas
        .iter()
        .map(|(area, count)| {
            let own = drawn.get(area.as_str()).copied().unwrap_or(0);
            let label = if area.is_empty() { lang.pick("（未写明）", "(not given)").to_owned() } else { shown(area) };
            let beside = (percent(*count, listed), thousandths(*count, listed));
            (*count, Bar { label, value: percent(own, all), width: thousandths(own, all), beside: Some(beside) })
        })
        .collect();
    rows.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.label.cmp(&other.label)));
    Bars { rows: rows.into_iter().take(SHOWN_MAX).map(|(_, bar)| bar).collect() }
}
