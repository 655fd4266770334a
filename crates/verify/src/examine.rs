//! Reads a bundle and makes all checks up to `selection`, in one pass over each file.
//!
//! Files are read in the order that suits the work; what is found wrong is kept, and at the end the
//! failure of the earliest check is the one that counts, as section 17 demands.
//!
//! Source: `docs/PROTOCOL.md`, section 17.

use std::collections::BTreeMap;

use records::frozen::{
    Apart, ApartOpening, Ceremony, FrozenInspector, Opening, Record, SelectedLine, StratumLine, VisitLine,
};
use records::hash::Digest;
use records::id::Id;
use records::lists::Item;
use records::pairing::Pairing;
use records::plan::{Plan, Root};

use crate::ceremony::{self, Seeds};
use crate::check::Check;
use crate::failure::{Failure, Findings};
use crate::manifest::Listing;
use crate::merge::{self, Pass, Request};
use crate::piece::{Details, Focus};
use crate::rules::Rules;
use crate::source::{List, Source};
use crate::{condition, lists, plan, selection};

/// A bundle that has passed all checks up to `selection`.
#[derive(Debug)]
pub(crate) struct Examined {
    pub plan: Plan,
    pub seeds: Seeds,
    pub record: Record,
    pub outcome: OutcomeFiles,
    pub frozen: FrozenLists,
    /// Drawn entities, sorted, and what their visits rest on.
    pub drawn: Vec<Id>,
    pub details: Vec<Option<Details>>,
    pub pass: Pass,
}

/// The files of section 15 that are lists.
#[derive(Debug, Default)]
pub(crate) struct OutcomeFiles {
    pub strata: Option<List<StratumLine>>,
    pub selected: Option<List<SelectedLine>>,
    pub visits: Option<List<VisitLine>>,
    pub openings: Option<List<Opening>>,
    pub apart: Option<List<ApartOpening>>,
    pub pairing: Option<Pairing>,
}

/// The frozen lists that fit in memory.
#[derive(Debug, Default)]
pub(crate) struct FrozenLists {
    pub items: Option<List<Item>>,
    pub inspectors: Option<List<FrozenInspector>>,
    pub apart: Option<List<Apart>>,
}

impl FrozenLists {
    fn roots(&self) -> impl Iterator<Item = (&'static str, Root)> {
        let items = self.items.as_ref().map(|list| ("items", list.root));
        let inspectors = self.inspectors.as_ref().map(|list| ("inspectors", list.root));
        let apart = self.apart.as_ref().map(|list| ("apart", list.root));
        [items, inspectors, apart].into_iter().flatten()
    }
}

/// The object files.
#[derive(Debug, Default)]
struct Objects {
    plan: Option<(Plan, Vec<u8>)>,
    ceremony: Option<Ceremony>,
    record: Option<Record>,
}

/// Makes the checks. `asked` is the id that somebody asks about.
pub(crate) fn examine(source: &Source<'_>, asked: Option<&str>) -> Result<Examined, Failure> {
    let mut findings = Findings::default();
    let (mut objects, mut outcome, mut frozen) = Default::default();
    for path in source.listing.paths() {
        read(source, path, &mut objects, &mut outcome, &mut frozen, &mut findings);
    }
    let sound_plan = check_plan(source.listing, &objects, &mut findings);
    let seeds = match (sound_plan, &objects.ceremony) {
        (Some((plan, line)), Some(ceremony)) => {
            findings.take(ceremony::check(plan, ceremony)).map(|()| ceremony::derive(plan, line, ceremony))
        }
        _ => None,
    };
    let rules = sound_plan
        .map(|(plan, _)| Rules::new(plan, seeds.as_ref().map(|seeds| seeds.ticket_keys(plan)).unwrap_or_default()));
    let drawn = drawn(&outcome);
    let request = Request {
        rules: rules.as_ref(),
        drawn: &drawn,
        limits: limits(sound_plan.map(|(plan, _)| plan), &outcome),
        focus: asked.zip(rules.as_ref()).map(|(asked, rules)| focus(asked, rules)),
    };
    let pass = merge::run(source, request, &mut findings);
    for path in source.listing.paths() {
        read_late(source, path, &mut outcome, &mut findings);
    }
    if let (Some((plan, _)), Some(pass)) = (sound_plan, &pass) {
        check_all(plan, pass, seeds.as_ref(), &objects, &outcome, &frozen, &mut findings);
    }
    findings.settle()?;
    // Whatever is missing here was named as a failure above; the arms only satisfy the types.
    let unreadable = || Failure::new(Check::Files, crate::fault::Fault::FileMissing);
    let (Some((plan, _)), Some(record)) = (objects.plan, objects.record) else { return Err(unreadable()) };
    let (Some(mut pass), Some(seeds)) = (pass, seeds) else { return Err(unreadable()) };
    let details = std::mem::take(&mut pass.details);
    Ok(Examined { plan, seeds, record, outcome, frozen, drawn, details, pass })
}

/// Reads one file as what its path says; the long lists wait for the pass.
fn read(
    source: &Source<'_>,
    path: &str,
    objects: &mut Objects,
    outcome: &mut OutcomeFiles,
    frozen: &mut FrozenLists,
    findings: &mut Findings,
) {
    match path {
        "plan.json" => objects.plan = source.object(path, findings),
        "draw/ceremony.json" => objects.ceremony = source.object(path, findings).map(|(object, _)| object),
        "draw/record.json" => objects.record = source.object(path, findings).map(|(object, _)| object),
        "draw/strata.jsonl" => outcome.strata = source.list(path, |_| None, findings),
        "draw/selected.jsonl" => outcome.selected = source.list(path, |_| None, findings),
        "lists/items.jsonl" => {
            frozen.items = source.list(path, |row| Some(&row.id), findings);
            let _ = findings.take(frozen.items.as_ref().map_or(Ok(()), lists::check_item_texts));
        }
        "lists/inspectors.jsonl" => {
            frozen.inspectors = source.list(path, |row| Some(&row.id), findings);
            let _ = findings.take(frozen.inspectors.as_ref().map_or(Ok(()), lists::check_inspector_texts));
        }
        "lists/apart.jsonl" => frozen.apart = source.list(path, |row| Some(&row.id), findings),
        "lists/entities.jsonl"
        | "lists/exclusions.jsonl"
        | "lists/strata.jsonl"
        | "lists/barred.jsonl"
        | "lists/selection.jsonl" => {}
        "draw/pairing.json" | "draw/visits.jsonl" | "draw/openings.jsonl" | "draw/apart.jsonl" => {}
        _ => drop(findings.take(source.skim(path))),
    }
}

/// Reads what nothing in the pass rests on after it, so that both are not in memory together.
fn read_late(source: &Source<'_>, path: &str, outcome: &mut OutcomeFiles, findings: &mut Findings) {
    match path {
        "draw/pairing.json" => outcome.pairing = source.object(path, findings).map(|(object, _)| object),
        "draw/visits.jsonl" => outcome.visits = source.list(path, |row| Some(&row.id), findings),
        "draw/openings.jsonl" => outcome.openings = source.list(path, |row| Some(&row.id), findings),
        "draw/apart.jsonl" => outcome.apart = source.list(path, |row| Some(&row.id), findings),
        _ => {}
    }
}

/// The plan and its canonical line, if both its form and its content can be relied on.
fn check_plan<'o>(listing: &Listing, objects: &'o Objects, findings: &mut Findings) -> Option<(&'o Plan, &'o [u8])> {
    let (plan, line) = objects.plan.as_ref()?;
    findings.take(listing.check_complete(plan))?;
    findings.take(plan::check(plan))?;
    Some((plan, line))
}

fn drawn(outcome: &OutcomeFiles) -> Vec<Id> {
    let rows = outcome.selected.iter().flat_map(|selected| &selected.rows);
    let mut drawn: Vec<Id> = rows.filter(|row| !row.reserve).map(|row| row.entity.clone()).collect();
    drawn.sort_unstable();
    drawn.dedup();
    drawn
}

/// How many tickets of each stratum are worth keeping: what the plan says is selected, but not more
/// than is published and one, so that a plan with absurd numbers fills no memory.
fn limits(plan: Option<&Plan>, outcome: &OutcomeFiles) -> Vec<usize> {
    let mut published: BTreeMap<(&Id, &Id), usize> = BTreeMap::new();
    for row in outcome.selected.iter().flat_map(|selected| &selected.rows) {
        *published.entry((&row.task, &row.stratum)).or_default() += 1;
    }
    let limit = |population: &records::plan::Population| {
        let asked = population.n.saturating_add(population.reserves);
        let there = published.get(&(&population.task, &population.stratum)).copied().unwrap_or(0);
        usize::try_from(asked).unwrap_or(usize::MAX).min(there + 1)
    };
    plan.iter().flat_map(|plan| &plan.populations).map(limit).collect()
}

fn focus(asked: &str, rules: &Rules) -> Focus {
    let ticket = |task| rules.ticket(task, asked).unwrap_or(Digest::new([0; 32]));
    Focus {
        asked: asked.to_owned(),
        quoted: condition::quote(asked),
        tickets: (0..rules.tasks.len()).map(ticket).collect(),
    }
}

/// From `roots` to `selection`, with what the pass gave.
fn check_all(
    plan: &Plan,
    pass: &Pass,
    seeds: Option<&Seeds>,
    objects: &Objects,
    outcome: &OutcomeFiles,
    frozen: &FrozenLists,
    findings: &mut Findings,
) {
    let mut roots = pass.roots.clone();
    roots.extend(frozen.roots());
    findings.take(lists::check_roots(plan, &roots));
    if let Some(items) = &frozen.items {
        findings.take(lists::check_items(plan, items));
    }
    if let Some(inspectors) = &frozen.inspectors {
        findings.take(lists::check_inspectors(plan, inspectors));
        if let Some(apart) = &frozen.apart {
            findings.take(lists::check_apart(apart, inspectors));
        }
    }
    findings.take(lists::check_populations(plan, &pass.counts));
    let (Some(seeds), Some(record)) = (seeds, &objects.record) else { return };
    findings.take(ceremony::check_record(plan, seeds, record));
    if let (Some(strata), Some(selected)) = (&outcome.strata, &outcome.selected) {
        findings.take(selection::check(plan, &pass.tickets, strata, selected));
    }
}
