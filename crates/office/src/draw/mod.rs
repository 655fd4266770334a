//! Draw: freeze to publish in one go, which only a rehearsal may do.
//!
//! Everything that decides is in crate `draw`; here the lists are read, the stages are called in their order, and the
//! bundle is written: complete beside its place, then moved into it. An official plan needs the ceremony and is refused.
//!
//! Source: `docs/PROTOCOL.md`, sections 6 to 16.

mod bundle;
mod look_up;
mod office_copy;

use look_up::look_up;
pub(crate) use look_up::look_up_ids;

use crate::error::{OfficeError, Result};
use crate::freeze::{Frozen, Progress, freeze_with, freezer, open_index, rebuild_index};
use crate::index::Index;
use crate::lines::ChunkReader;
use crate::pipeline::ordered;
use crate::simulate::refuse_unplaced;
use crate::store::Writer;
use crate::store::journal::DrawEntry;
use documents::{ExclusionCounts, PublicResult};
use draw::commit::Announcement;
use draw::freeze::Freezer;
use draw::outcome::remedies::{Remedies, remedies};
use draw::outcome::{Inputs, Outcome, outcome};
use draw::publish::{DrawFiles, Parts, draw_files, selected_lines, strata_lines};
use draw::seed::{Keys, ceremony, contributions, open_seed};
use draw::select::Selection;
use draw::visits::visits;
use records::canonical;
use records::day::Day;
use records::frozen::{Ceremony, Exclusion, VisitState};
use records::hash::Digest;
use records::lang::Lang;
use records::lists::Item;
use records::plan::{Mode, Plan, Purpose};
use std::path::{Path, PathBuf};

/// What a rehearsal is drawn from, beside the store.
#[derive(Clone, Debug)]
pub struct DrawRequest<'a> {
    /// The plan in its private form.
    pub plan: &'a Plan,
    /// What participants said, as label and value, in any order.
    pub contributions: &'a [(String, String)],
    /// The digits of the dice, in the order in which they were cast.
    pub dice: &'a str,
    /// Where the bundle goes; nothing may be there.
    pub out: &'a Path,
    /// The date for the ledger; nothing else depends on it.
    pub today: Day,
    /// The language of the inspectors' calendars.
    pub lang: Lang,
}

/// A draw that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The draw's name.
    pub draw: String,
    /// P.
    pub plan: Digest,
    /// SHA-256 of the seed.
    pub seed_hash: Digest,
    /// SHA-256 of `manifest.json`.
    pub bundle: Digest,
    /// Where the bundle is.
    pub out: PathBuf,
    /// Where the office's own copy with names is.
    pub office_copy: PathBuf,
    /// Entities drawn, over tasks and strata.
    pub drawn: u64,
    /// Visits with team and days.
    pub dated: u64,
    /// Visits with a team for which no days were found.
    pub undated: u64,
    /// Visits that are passed one level up.
    pub unseated: u64,
    /// Visits of tasks without seats.
    pub unpaired: u64,
    /// Relaxations that were used.
    pub relaxations: u32,
}

/// Makes a rehearsal: freeze, commit, seed, select, pair, schedule, publish.
pub fn draw(writer: &Writer<'_>, request: &DrawRequest<'_>, progress: Progress<'_>) -> Result<Drawn> {
    let plan = request.plan;
    refuse_unless_rehearsal(plan)?;
    if request.out.exists() {
        return Err(OfficeError::OutExists { path: request.out.to_owned() });
    }
    let said = request.contributions.iter().map(|(label, value)| (label.as_str(), value.as_str()));
    let ceremony = ceremony(plan, contributions(plan, said)?, request.dice)?;

    let lists = writer.store().small_lists()?;
    let freezer = freezer(writer.store(), plan, &lists)?;
    let frozen = freeze_with(writer, &freezer, progress)?;
    refuse_reused_number(writer, &frozen)?;
    refuse_unplaced(writer.store(), &freezer, &frozen, progress)?;
    let made = make(writer, &freezer, &frozen, &ceremony)?;
    publish(writer, request, &freezer, &frozen, &ceremony, made)
}

fn refuse_unless_rehearsal(plan: &Plan) -> Result<()> {
    let purpose = if plan.purpose == Purpose::Rehearsal { "rehearsal" } else { "official" };
    let mode = if plan.mode == Mode::Open { "open" } else { "sealed" };
    if (purpose, mode) == ("rehearsal", "open") {
        return Ok(());
    }
    Err(OfficeError::NeedsCeremony { purpose, mode })
}

/// A number that stands for an official draw stands for one plan. A rehearsal may be repeated: it proves nothing.
fn refuse_reused_number(writer: &Writer<'_>, frozen: &Frozen) -> Result<()> {
    let (draw, now) = (frozen.plan.draw_name(), frozen.digest);
    let is_official = |entry: &DrawEntry| frozen.plan.purpose == Purpose::Official || entry.purpose == "official";
    let mut entries = writer.store().draws()?.into_iter();
    match entries.find(|entry| entry.draw == draw && entry.plan != now && is_official(entry)) {
        Some(entry) => Err(OfficeError::AlreadyDrawn { draw, before: entry.plan, now }),
        None => Ok(()),
    }
}

/// What the stages after freeze have made.
struct Made {
    announcement: Announcement,
    selection: Selection,
    outcome: Outcome,
    remedies: Vec<Remedies>,
    labels: documents::Labels,
    files: DrawFiles,
}

fn make(writer: &Writer<'_>, freezer: &Freezer<'_>, frozen: &Frozen, ceremony: &Ceremony) -> Result<Made> {
    let announcement = frozen.announcement();
    let plan = &announcement.plan;
    let sealing = open_seed(plan, &announcement.digest, ceremony)?;
    let keys = sealing.seed.keys(plan);
    let (selection, index) = select(frozen, &keys)?;
    let known = look_up(writer.store(), freezer, &index, &selection)?;
    let visits = visits(plan, &selection, &known.places)?;
    let apart = freezer.apart()?.1;
    let inspectors = freezer.inspectors();
    let (apart, openings) = (apart.as_slice(), known.openings.as_slice());
    let inputs = Inputs { plan, inspectors, apart, visits: &visits, openings, keys: &keys };
    let outcome = outcome(inputs)?;
    let remedies = outcome.pairing.as_ref().map_or(Ok(Vec::new()), |pairing| remedies(inputs, pairing))?;
    let files = draw_files(Parts {
        announcement: &announcement,
        ceremony,
        sealing: &sealing,
        keys: &keys,
        selection: &selection,
        openings,
        taken: &[],
        apart,
        outcome: &outcome,
    })?;
    let labels = known.labels;
    Ok(Made { announcement, selection, outcome, remedies, labels, files })
}

/// Selects from the index of a frozen draw; an index that is damaged is made again once.
pub fn select(frozen: &Frozen, keys: &Keys) -> Result<(Selection, Index)> {
    let (index, made_again) = open_index(frozen)?;
    if let Ok(selection) = index.select(&frozen.plan, &keys.tickets)? {
        return Ok((selection, index));
    }
    let damaged = || OfficeError::Index { path: frozen.index_path() };
    if made_again {
        return Err(damaged());
    }
    let index = rebuild_index(frozen)?;
    let selection = index.select(&frozen.plan, &keys.tickets)?.map_err(|_| damaged())?;
    Ok((selection, index))
}

fn publish(
    writer: &Writer<'_>,
    request: &DrawRequest<'_>,
    freezer: &Freezer<'_>,
    frozen: &Frozen,
    ceremony: &Ceremony,
    made: Made,
) -> Result<Drawn> {
    let plan = &made.announcement.plan;
    let items: Vec<Item> = freezer.items().into_iter().cloned().collect();
    let (strata, selected) = (strata_lines(plan, &made.selection), selected_lines(plan, &made.selection));
    let exclusions = exclusion_counts(&frozen.list_path("exclusions"))?;
    let result = PublicResult {
        plan,
        ceremony,
        record: &made.files.record,
        strata: &strata,
        selected: &selected,
        visits: &made.outcome.visits,
        labels: &made.labels,
        items: &items,
        exclusions: &exclusions,
        pairing: made.outcome.pairing.as_ref(),
    };
    let bundle = bundle::prepare(request.out, frozen, made.files.files.clone(), &result)?;
    let office_copy = office_copy::write(writer, &result, freezer.names(), &made.remedies, request.lang)?;
    let entry = DrawEntry {
        bundle: bundle.digest,
        date: request.today,
        draw: plan.draw_name(),
        plan: made.announcement.digest,
        purpose: "rehearsal".to_owned(),
    };
    let known = |other: &DrawEntry| (other.bundle, &other.draw, other.plan) == (entry.bundle, &entry.draw, entry.plan);
    if !writer.store().draws()?.iter().any(known) {
        writer.record_draw(&entry)?;
    }
    // The bundle comes last: whoever sees it finds its draw in the ledger.
    bundle.folder.commit_new()?;
    let state = |state: VisitState| made.outcome.visits.iter().filter(|visit| visit.state == state).count() as u64;
    Ok(Drawn {
        draw: entry.draw,
        plan: entry.plan,
        seed_hash: made.files.record.seed_hash,
        bundle: entry.bundle,
        out: request.out.to_owned(),
        office_copy,
        drawn: plan.populations.iter().map(|population| population.n).sum(),
        dated: state(VisitState::Dated),
        undated: state(VisitState::Undated),
        unseated: state(VisitState::Unseated),
        unpaired: state(VisitState::Unpaired),
        relaxations: made.outcome.pairing.as_ref().map_or(0, |pairing| pairing.relaxations),
    })
}

/// Excluded entities by task and reason, counted over the frozen list.
fn exclusion_counts(path: &Path) -> Result<ExclusionCounts> {
    let mut counts = ExclusionCounts::new();
    let Some(mut reader) = ChunkReader::open(path)? else { return Ok(counts) };
    let parse = |chunk: crate::lines::Chunk| {
        let line = |(number, line): (u64, &[u8])| {
            canonical::from_slice::<Exclusion>(line).map_err(|error| OfficeError::Line {
                path: path.to_owned(),
                line: chunk.first + number,
                reason: error.to_string(),
            })
        };
        (1..).zip(chunk.lines()).map(line).collect::<Result<Vec<Exclusion>>>()
    };
    ordered(
        || reader.next_chunk(),
        parse,
        |lines: Vec<Exclusion>| {
            lines.iter().for_each(|line| counts.add(line));
            Ok(())
        },
    )?;
    Ok(counts)
}
