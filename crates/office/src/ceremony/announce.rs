//! Announce: lists and plan are frozen, the escrow is dealt, and everybody can see what will be drawn from.
//!
//! Source: `docs/PROTOCOL.md`, sections 7, 20 and 21.

use super::database::DrawRow;
use super::{CeremonyError, Desk, canonical, failpoint, numbers, snapshot};
use crate::clock;
use crate::error::{Doing, OfficeError, Result};
use crate::freeze::{Frozen, Progress, freeze_with, freezer};
use crate::simulate::refuse_unplaced;
use crate::store::atomic::NewFile;
use draw::ceremony::{Ceremony, StepError};
use draw::escrow::{self, Dealt};
use draw::publish::object_file;
use records::entropy::FinalSource;
use records::events::{Event, EventLine, ShareFile};
use records::hash::Digest;
use records::plan::Plan;
use std::fs;
use std::path::PathBuf;

/// The row of the operator's secret.
pub(super) const SECRET: &str = "s";

/// A draw that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The draw's name.
    pub draw: String,
    /// P.
    pub plan: Digest,
    /// c, in sealed mode.
    pub commitment: Option<Digest>,
    /// Each holder's file, in the order of the plan; they are to be handed over.
    pub shares: Vec<(String, PathBuf)>,
    /// Where the announcement is published.
    pub published: PathBuf,
}

impl Desk<'_> {
    /// Announces a plan in its private form.
    pub fn announce(&mut self, plan: &Plan, progress: Progress<'_>) -> Result<Announced> {
        let (store, draw) = (self.store(), plan.draw_name());
        self.check_log(plan)?;
        refuse_early_round(plan)?;
        let previous = numbers::previous(&self.log, plan)?;
        let earlier = store.draw_dir(&draw);
        if earlier.exists() {
            return Err(CeremonyError::EarlierRun { path: earlier }.into());
        }
        let lists = store.small_lists()?;
        let freezer = freezer(store, plan, &lists)?;
        let frozen = freeze_with(self.writer, &freezer, progress)?;
        failpoint::durable()?;
        refuse_unplaced(store, &freezer, &frozen, progress)?;
        snapshot::keep(store, plan)?;
        let dealt = self.deal(&frozen)?;
        let line = EventLine { draw: draw.clone(), event: announcement(&frozen, dealt.as_ref())? };
        Ceremony::new(&frozen.plan, frozen.digest).accept(&line)?;
        if let Some(dealt) = &dealt {
            self.write_shares(&frozen, dealt)?;
        }
        let row = DrawRow { name: draw.clone(), plan: frozen.digest, previous };
        let secret: Vec<_> = dealt.iter().map(|dealt| (SECRET, &dealt.secret)).collect();
        self.database.begin(&row, &line.line().map_err(canonical)?, self.log.size(), &secret)?;
        self.log_intended(&draw, 0, std::slice::from_ref(&line))?;
        self.settle(&draw)?;
        self.announced(&draw)
    }

    /// What was announced of a draw, and the shares that are still to be handed over.
    pub fn announced(&mut self, draw: &str) -> Result<Announced> {
        let held = self.held(draw)?;
        let ceremony = held.ceremony()?;
        let holders = held.plan().escrow.iter().flat_map(|escrow| &escrow.holders);
        let shares = (1..).zip(holders).map(|(index, holder)| (holder.label.clone(), self.share_path(draw, index)));
        Ok(Announced {
            draw: draw.to_owned(),
            plan: held.digest(),
            commitment: ceremony.commitment().copied(),
            shares: shares.filter(|(_, path)| path.exists()).collect(),
            published: self.store().published_dir(draw).join("announcement"),
        })
    }

    fn check_log(&self, plan: &Plan) -> Result<()> {
        let expected = self.log.key().to_string();
        match &plan.log {
            Some(got) if *got == expected => Ok(()),
            got => Err(CeremonyError::OtherLog { got: got.clone().unwrap_or_default(), expected }.into()),
        }
    }

    /// Deals the operator's secret, in sealed mode.
    fn deal(&self, frozen: &Frozen) -> Result<Option<Dealt>> {
        let Some(rule) = &frozen.plan.escrow else { return Ok(None) };
        let mut coefficients = zeroize::Zeroizing::new(Vec::new());
        for number in 0..rule.threshold {
            coefficients.push(*self.chance.bytes(&format!("coefficient {number}"))?);
        }
        Ok(Some(escrow::deal(&frozen.digest, rule, &coefficients)?))
    }

    /// The file of one holder's share, until it is handed over.
    pub(super) fn share_path(&self, draw: &str, index: u32) -> PathBuf {
        self.store().ceremony_dir(draw).join("shares").join(format!("{index}.json"))
    }

    /// Shares come before the event: whoever is announced as a holder can have his.
    fn write_shares(&self, frozen: &Frozen, dealt: &Dealt) -> Result<()> {
        let Some(rule) = &frozen.plan.escrow else { return Ok(()) };
        let draw = frozen.plan.draw_name();
        for file in dealt.share_files(&frozen.digest, &draw, rule) {
            let path = self.share_path(&draw, file.index);
            let mut out = NewFile::create(&path)?;
            out.put(&zeroize::Zeroizing::new(object_file("share", &file)?))?;
            out.commit()?;
            failpoint::durable()?;
        }
        Ok(())
    }

    /// Overwrites and removes the office's copy of a share that its holder has.
    pub(super) fn remove_share(&self, draw: &str, index: u32) -> Result<()> {
        let path = self.share_path(draw, index);
        let Ok(metadata) = fs::metadata(&path) else { return Ok(()) };
        let zeros = vec![0; usize::try_from(metadata.len()).unwrap_or(0)];
        fs::write(&path, zeros)
            .and_then(|()| fs::File::options().write(true).open(&path)?.sync_all())
            .map_err(OfficeError::io(Doing::Write, &path))?;
        fs::remove_file(&path).map_err(OfficeError::io(Doing::Remove, &path))?;
        crate::store::atomic::sync_parent(&path)?;
        failpoint::durable()
    }
}

/// Seconds that must lie between the close and the beginning of a beacon's round (section 20.5).
const BEACON_DELAY_SECONDS: u64 = 600;

/// A round that is known, or will be before anybody outside can have seen the close, is no source of chance.
pub(super) fn refuse_early_round(plan: &Plan) -> Result<()> {
    let (FinalSource::Drand { round }, Some(begins)) = (&plan.final_source, plan.final_source.begins()) else {
        return Ok(());
    };
    if begins < clock::unix_seconds().saturating_add(BEACON_DELAY_SECONDS) {
        return Err(CeremonyError::RoundTooEarly { round: *round, begins: clock::utc_text(begins) }.into());
    }
    Ok(())
}

fn announcement(frozen: &Frozen, dealt: Option<&Dealt>) -> Result<Event> {
    let superior = frozen.plan.superior.as_ref().ok_or(StepError::PlanKey { key: "superior" })?.key;
    Ok(Event::Announce {
        plan: frozen.digest,
        superior,
        round: frozen.plan.final_source.round(),
        commitment: dealt.map(|dealt| dealt.commitment),
        points: dealt.map(|dealt| dealt.points.clone()).unwrap_or_default(),
    })
}

/// Reads a share's file.
pub fn read_share(path: &std::path::Path) -> Result<ShareFile> {
    let bytes = zeroize::Zeroizing::new(fs::read(path).map_err(OfficeError::io(Doing::Read, path))?);
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    records::canonical::from_slice(line).map_err(|error| {
        CeremonyError::File { path: path.to_owned(), what: "a share", message: error.to_string() }.into()
    })
}
