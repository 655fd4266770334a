//! Draw: freeze to publish in one go, which only a rehearsal may do.
//!
//! Everything that decides is in crate `draw`; here the lists are read, the stages are called in their order, and the
//! bundle is written: complete beside its place, then moved into it. An official plan needs the ceremony and is refused.
//!
//! Source: `docs/PROTOCOL.md`, sections 6 to 16.

pub(crate) mod bundle;
mod look_up;
mod made;
pub(crate) mod office_copy;

pub(crate) use look_up::look_up_ids;
pub use made::select;
pub(crate) use made::{Made, make};

use crate::ceremony::refuse_announced;
use crate::error::{OfficeError, Result};
use crate::freeze::{Frozen, Progress, freeze_with, freezer};
use crate::simulate::refuse_unplaced;
use crate::store::Writer;
use crate::store::journal::DrawEntry;
use draw::freeze::Freezer;
use draw::seed::{ceremony, contributions, open_seed};
use office_copy::Earlier;
use records::day::Day;
use records::frozen::VisitState;
use records::hash::Digest;
use records::lang::Lang;
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
    /// Whether the office's own copy of an earlier run with another result is replaced.
    pub overwrite: bool,
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
    refuse_announced(writer.store(), &plan.draw_name())?;
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
    let sealing = open_seed(&frozen.plan, &frozen.digest, &ceremony)?;
    let made = make(writer.store(), &freezer, &frozen, ceremony, &sealing)?;
    publish(writer, request, &freezer, &frozen, &made)
}

fn refuse_unless_rehearsal(plan: &Plan) -> Result<()> {
    let purpose = if plan.purpose == Purpose::Rehearsal { "rehearsal" } else { "official" };
    let mode = if plan.mode == Mode::Open { "open" } else { "sealed" };
    if (purpose, mode) == ("rehearsal", "open") && plan.log.is_none() {
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

fn publish(
    writer: &Writer<'_>,
    request: &DrawRequest<'_>,
    freezer: &Freezer<'_>,
    frozen: &Frozen,
    made: &Made,
) -> Result<Drawn> {
    let plan = &made.announcement.plan;
    let result = made.result();
    let bundle = bundle::outcome(request.out, frozen, made.files.files.clone(), &result)?;
    let earlier = if request.overwrite { Earlier::Replaced } else { Earlier::Kept };
    let office_copy = office_copy::write(writer, &result, freezer.names(), &made.remedies, request.lang, earlier)?;
    let entry = DrawEntry {
        bundle: bundle.digest,
        date: request.today,
        draw: plan.draw_name(),
        plan: made.announcement.digest,
        purpose: "rehearsal".to_owned(),
    };
    record_once(writer, &entry)?;
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

/// Adds a draw to the ledger, unless the same one is there.
pub(crate) fn record_once(writer: &Writer<'_>, entry: &DrawEntry) -> Result<()> {
    let known = |other: &DrawEntry| (other.bundle, &other.draw, other.plan) == (entry.bundle, &entry.draw, entry.plan);
    if writer.store().draws()?.iter().any(known) { Ok(()) } else { writer.record_draw(entry) }
}
