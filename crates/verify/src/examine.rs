//! Reads a bundle and makes all checks up to `selection`, in one pass over each file.
//!
//! Files are read in the order that suits the work; what is found wrong is kept, and at the end the
//! failure of the earliest check is the one that counts, as section 17 demands.
//!
//! Source: `docs/PROTOCOL.md`, section 17.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{
    Apart, ApartOpening, Ceremony, FrozenInspector, Opening, Record, SelectedLine, StratumLine, VisitLine,
};
use records::hash::{Digest, h};
use records::id::Id;
use records::lists::Item;
use records::pairing::Pairing;
use records::plan::{Plan, Root};

use crate::ceremony::{self, Held, Seeds};
use crate::check::Check;
use crate::events::{self, Course};
use crate::evidence::{self, Evidence};
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::grade::Witnessing;
use crate::kind::Kind;
use crate::manifest::Listing;
use crate::merge::{self, Pass, Request};
use crate::piece::{Details, Focus};
use crate::rules::Rules;
use crate::source::{List, Source};
use crate::{Options, condition, leaves, lists, plan, selection};

/// What every kind of bundle has, with checks up to `escrow` passed.
#[derive(Debug)]
pub(crate) struct Ground {
    pub kind: Kind,
    pub plan: Plan,
    /// P.
    pub announced: Digest,
    /// Of a plan with a log.
    pub evidence: Option<Evidence>,
    pub frozen: FrozenLists,
}

impl Ground {
    /// What the events say.
    pub(crate) fn course(&self) -> Option<&Course> {
        self.evidence.as_ref().map(|evidence| &evidence.course)
    }

    /// Who witnessed the close.
    pub(crate) fn witnessing(&self) -> Option<&Witnessing> {
        self.evidence.as_ref().and_then(|evidence| evidence.shown.witnessing.as_ref())
    }

    /// Whether the policy's quorum has cosigned the newest checkpoint.
    pub(crate) fn latest_witnessed(&self) -> bool {
        let latest = self.evidence.as_ref().and_then(|evidence| evidence.shown.latest.as_ref());
        latest.is_some_and(|latest| latest.reached.is_some())
    }
}

/// A bundle as it is after the pass over its files.
#[derive(Debug)]
pub(crate) enum Examination {
    /// Nothing is public of an outcome, and there is nothing more to check but `order` and `grade`.
    Early(Box<Ground>),
    /// There is an outcome.
    Outcome(Box<Examined>),
}

/// An outcome that has passed all checks up to `selection`.
#[derive(Debug)]
pub(crate) struct Examined {
    pub ground: Ground,
    pub seeds: Seeds,
    pub record: Record,
    /// Openings of reserves, and capsules.
    pub evidence: evidence::Files,
    pub outcome: OutcomeFiles,
    /// Drawn entities and reserves that were taken, sorted, and what their visits rest on.
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
    evidence: evidence::Files,
}

/// Makes the checks. `asked` is the id that somebody asks about.
pub(crate) fn examine(source: &Source<'_>, options: &Options<'_>, asked: Option<&str>) -> Result<Examination, Failure> {
    let mut findings = Findings::default();
    let (mut objects, mut outcome, mut frozen) = Default::default();
    for path in source.listing.paths() {
        read(source, path, &mut objects, &mut outcome, &mut frozen, &mut findings);
    }
    let kind = source.listing.kind;
    let sound_plan = check_plan(source.listing, &objects, &mut findings);
    let announced = sound_plan.map_or(Digest::new([0; 32]), |(_, line)| h("mq1/plan", &[line]));
    let evidence = sound_plan
        .filter(|(plan, _)| plan.log.is_some())
        .and_then(|(plan, _)| findings.take(evidence::check(plan, &announced, kind, &objects.evidence, options)));
    let course = evidence.as_ref().map(|evidence| &evidence.course);
    let seeds = sound_plan.and_then(|(plan, _)| {
        // Without its events a ceremony has no close that could be derived anew.
        let is_known = plan.log.is_none() || course.is_some();
        let held = Held { plan, announced: &announced, course, path: ceremony_path(kind) };
        is_known.then(|| findings.take(check_ceremony(&held, kind, &objects, options))).flatten().flatten()
    });
    let rules = sound_plan
        .map(|(plan, _)| Rules::new(plan, seeds.as_ref().map(|seeds| seeds.ticket_keys(plan)).unwrap_or_default()));
    let drawn = looked_at(&outcome, course);
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
        check_lists(plan, pass, &frozen, &mut findings);
        check_selection(plan, pass, seeds.as_ref(), &objects, &outcome, course, &mut findings);
    }
    findings.settle()?;
    // Whatever is missing here was named as a failure above; the arms only satisfy the types.
    let unreadable = || Failure::new(Check::Files, Fault::FileMissing);
    let (Some((plan, _)), Some(mut pass)) = (objects.plan, pass) else { return Err(unreadable()) };
    let ground = Ground { kind, plan, announced, evidence, frozen };
    if kind != Kind::Outcome {
        return Ok(Examination::Early(Box::new(ground)));
    }
    let (Some(record), Some(seeds)) = (objects.record, seeds) else { return Err(unreadable()) };
    let details = std::mem::take(&mut pass.details);
    let evidence = objects.evidence;
    Ok(Examination::Outcome(Box::new(Examined { ground, seeds, record, evidence, outcome, drawn, details, pass })))
}

/// The ground alone, of a bundle that was verified before: plan, inspectors and evidence are read and checked again, what is long is
/// passed over. Whoever names the digest that was verified reads the same bytes as then.
pub(crate) fn ground(source: &Source<'_>, options: &Options<'_>) -> Result<Ground, Failure> {
    let mut findings = Findings::default();
    let (mut objects, mut outcome, mut frozen) = Default::default();
    let is_short =
        |path: &&str| matches!(*path, "plan.json" | "lists/inspectors.jsonl") || path.starts_with("evidence/");
    for path in source.listing.paths().filter(is_short) {
        read(source, path, &mut objects, &mut outcome, &mut frozen, &mut findings);
    }
    let (kind, sound_plan) = (source.listing.kind, check_plan(source.listing, &objects, &mut findings));
    let announced = sound_plan.map_or(Digest::new([0; 32]), |(_, line)| h("mq1/plan", &[line]));
    let evidence = sound_plan
        .filter(|(plan, _)| plan.log.is_some())
        .and_then(|(plan, _)| findings.take(evidence::check(plan, &announced, kind, &objects.evidence, options)));
    findings.settle()?;
    let Some((plan, _)) = objects.plan else { return Err(Failure::new(Check::Files, Fault::FileMissing)) };
    Ok(Ground { kind, plan, announced, evidence, frozen })
}

/// Where contributions and final value stand.
const fn ceremony_path(kind: Kind) -> &'static str {
    match kind {
        Kind::Outcome => ceremony::CEREMONY,
        _ => events::PATH,
    }
}

/// Check `ceremony`; of an outcome it gives the seed too.
fn check_ceremony(
    held: &Held<'_>,
    kind: Kind,
    objects: &Objects,
    options: &Options<'_>,
) -> Result<Option<Seeds>, Failure> {
    let seeds = match (kind, &objects.ceremony, held.course) {
        (Kind::Outcome, Some(ceremony), _) => {
            ceremony::check(held, ceremony)?;
            ceremony::check_beacon(held, &ceremony.final_value.value, options)?;
            Some(ceremony::derive(held, ceremony))
        }
        (Kind::Outcome, None, _) | (_, _, None) => None,
        (_, _, Some(course)) => {
            ceremony::check_early(held, course)?;
            if let Some((roll, _)) = &course.roll {
                ceremony::check_beacon(held, &roll.value, options)?;
            }
            None
        }
    };
    if let (Kind::Sealed, Some(course), Some(capsules)) = (kind, held.course, &objects.evidence.capsules) {
        leaves::check_capsules(held.plan, course, capsules, Check::Ceremony)?;
    }
    Ok(seeds)
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
        _ if objects.evidence.read(source, path, findings) => {}
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
    findings.take(listing.check_complete(plan, objects.evidence.whole_events()))?;
    findings.take(plan::check(plan))?;
    Some((plan, line))
}

/// Entities of which the pass keeps what a visit rests on: the drawn, and reserves that replacements took; sorted.
fn looked_at(outcome: &OutcomeFiles, course: Option<&Course>) -> Vec<Id> {
    let taken: BTreeSet<(&Id, &Id, u64)> = course.map(Course::taken).unwrap_or_default();
    let rows = outcome.selected.iter().flat_map(|selected| &selected.rows);
    let is_wanted = |row: &&SelectedLine| !row.reserve || taken.contains(&(&row.task, &row.stratum, row.rank));
    let mut ids: Vec<Id> = rows.filter(is_wanted).map(|row| row.entity.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
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

/// From `roots` to `populations`, with what the pass gave.
fn check_lists(plan: &Plan, pass: &Pass, frozen: &FrozenLists, findings: &mut Findings) {
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
}

/// Checks `seed` and `selection`.
fn check_selection(
    plan: &Plan,
    pass: &Pass,
    seeds: Option<&Seeds>,
    objects: &Objects,
    outcome: &OutcomeFiles,
    course: Option<&Course>,
    findings: &mut Findings,
) {
    let (Some(seeds), Some(record)) = (seeds, &objects.record) else { return };
    findings.take(ceremony::check_record(plan, seeds, record, course));
    if let (Some(strata), Some(selected)) = (&outcome.strata, &outcome.selected) {
        findings.take(selection::check(plan, &pass.tickets, strata, selected));
    }
}
