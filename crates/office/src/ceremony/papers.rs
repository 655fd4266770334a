//! Papers of a ceremony: what is pinned up, projected, handed out and filed. They decide nothing and can be made again.

use super::held::Held;
use super::{CeremonyError, Desk, HalvesFile};
use crate::error::{Doing, OfficeError, Result};
use crate::store::atomic::NewFile;
use documents::{
    AnnouncementPage, Attendance, CapsuleHalf, ClosePage, CustodianSheet, Minutes, MinutesOutcome, Reasons, SharePage,
    announcement_html, close_html, custodian_html, minutes_html, minutes_text, share_html,
};
use records::events::{EventLine, ShareFile};
use records::hash::Secret;
use records::lang::Lang;
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

impl Desk<'_> {
    /// Writes the papers that there can be now into a folder: announcement, close, minutes. Gives the files.
    /// A file that differs is replaced only with `overwrite`: somebody may have filled it in.
    pub fn papers(
        &mut self,
        draw: &str,
        out: &Path,
        attendance: &Attendance,
        reasons: &Reasons,
        overwrite: bool,
    ) -> Result<Vec<PathBuf>> {
        fs::create_dir_all(out).map_err(OfficeError::io(Doing::Create, out))?;
        let held = self.held(draw)?;
        let plan = held.plan();
        let events: Vec<EventLine> = held.rows.iter().map(|row| row.event.clone()).collect();
        let announced = held.rows.first().and_then(|row| row.logged.as_ref());
        let announced = announced.map(|logged| logged.checkpoint.clone()).unwrap_or_default();
        let mut files = vec![(
            "announcement.html",
            announcement_html(&AnnouncementPage { plan, events: &events, checkpoint: &announced })?,
        )];
        if held.event("close").is_some() {
            files.push(("close.html", close_html(&ClosePage { plan, events: &events })?));
        }
        let checkpoint = self.log.checkpoint()?.to_string();
        let computed = self.public_outcome(&held)?;
        let result = computed.as_ref().map(|computed| computed.made.result());
        let outcome = result.as_ref().map(|result| MinutesOutcome {
            record: result.record,
            strata: result.strata,
            visits: result.visits,
        });
        let minutes = Minutes { plan, events: &events, checkpoint: &checkpoint, attendance, outcome, reasons };
        files.push(("minutes.html", minutes_html(&minutes)?));
        files.push(("minutes.txt", minutes_text(&minutes, Lang::Zh).into_bytes()));
        files.push(("minutes.en.txt", minutes_text(&minutes, Lang::En).into_bytes()));
        // All are looked at before one is written, so that papers of two steps do not lie side by side.
        files.iter().try_for_each(|(name, bytes)| refuse_other(&out.join(name), bytes, overwrite))?;
        let put = |(name, bytes): (&str, Vec<u8>)| write(&out.join(name), &bytes);
        files.into_iter().map(put).collect()
    }

    /// The outcome, where it is public already.
    fn public_outcome(&self, held: &Held) -> Result<Option<super::publish::Computed>> {
        let secret = held.published_secret();
        let drawn = held.event("draw").is_some() || (held.event("void").is_some() && held.event("roll").is_some());
        if !drawn || (held.is_sealed() && secret.is_none()) {
            return Ok(None);
        }
        self.compute(held, held.rows.len(), secret.as_ref()).map(Some)
    }

    /// The page for the holder of a share, beside its file.
    pub fn share_page(&mut self, draw: &str, share: &ShareFile, path: &Path, overwrite: bool) -> Result<PathBuf> {
        self.refuse_inside(path)?;
        let held = self.held(draw)?;
        let page = Zeroizing::new(share_html(&SharePage { plan: held.plan(), share, site: None })?);
        refuse_other(path, &page, overwrite)?;
        write(path, &page)
    }

    /// The sheet of a custodian.
    pub fn custodian_sheet(&mut self, draw: &str, file: &HalvesFile, path: &Path, overwrite: bool) -> Result<PathBuf> {
        self.refuse_inside(path)?;
        let held = self.held(draw)?;
        let custodians = held.plan().custodians.clone().unwrap_or_default();
        let custodian = custodians.iter().position(|name| *name == file.custodian).unwrap_or(0);
        let secrets: Vec<Secret> = file.halves.iter().map(|half| Secret::new(half.half.to_bytes())).collect();
        let both = file.halves.iter().zip(&secrets);
        let halves: Vec<CapsuleHalf<'_>> = both.map(|(known, half)| CapsuleHalf { name: &known.name, half }).collect();
        let page = Zeroizing::new(custodian_html(&CustodianSheet { plan: held.plan(), custodian, halves: &halves })?);
        refuse_other(path, &page, overwrite)?;
        write(path, &page)
    }
}

/// Refuses to put something else in the place of a file that is there, unless that is meant.
fn refuse_other(path: &Path, bytes: &[u8], overwrite: bool) -> Result<()> {
    if overwrite || !path.exists() || fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    Err(CeremonyError::PaperDiffers { path: path.to_owned() }.into())
}

fn write(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let mut file = NewFile::create(path)?;
    file.put(bytes)?;
    file.commit()?;
    Ok(path.to_owned())
}
