//! What follows from events: bundles, the checkpoint of the close, erasing. Each is made where it is missing, from the events
//! alone, so that a crash in between costs nothing.
//!
//! Source: `docs/PROTOCOL.md`, sections 16, 20.3 and 22.4.

use super::announce::SECRET;
use super::held::Held;
use super::snapshot::Snapshot;
use super::{CeremonyError, Desk, evidence, failpoint};
use crate::draw::{Made, bundle, look_up_ids, make, office_copy, record_once};
use crate::error::{Doing, OfficeError, Result};
use crate::freeze::{freezer, open_index};
use crate::store::journal::DrawEntry;
use draw::freeze::{Freezer, Pseudonym};
use draw::publish::{Format, ListFile};
use records::events::Replacement;
use records::frozen::Opening;
use records::hash::Secret;
use records::id::Id;
use records::plan::Purpose;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// An outcome that was computed, and who stands behind the pseudonyms in it.
pub(super) struct Computed {
    pub made: Made,
    pub names: Vec<Pseudonym>,
    /// Openings of reserves that replacements have taken (section 23.3).
    pub taken: Vec<Opening>,
}

impl Desk<'_> {
    /// Makes whatever follows from the events of a draw and is not there yet.
    pub(super) fn settle(&mut self, draw: &str) -> Result<()> {
        let rows = self.database.events(draw)?;
        let ended = rows.last().map(|row| row.event.event.name());
        let end = match ended {
            Some("finish") => Some("finished"),
            Some("void") => Some("void"),
            _ => None,
        };
        if end.is_some_and(|folder| self.folder(draw, folder).exists()) && !self.database.has_secrets(draw)? {
            return Ok(());
        }
        let drawn = rows.iter().any(|row| row.event.event.name() == "draw");
        if drawn || end.is_some() {
            // From here on nobody needs the secret: the shares have it, or an event has published it. It goes first: it must
            // go even where what was frozen is lost.
            self.erase(draw)?;
        }
        let held = self.held(draw)?;
        self.remove_shares(&held)?;
        self.publish_announcement(&held, 1, "announcement")?;
        self.publish_closed(&held)?;
        match (drawn, held.is_sealed()) {
            (true, true) => self.publish_sealed(&held)?,
            (true, false) => self.publish_outcome(&held, "draw", "outcome", None)?,
            (false, _) => {}
        }
        match end {
            Some("void") if held.event("roll").is_none() => self.publish_announcement(&held, held.rows.len(), "void"),
            Some(folder) => self.publish_outcome(&held, ended.unwrap_or_default(), folder, None),
            None => Ok(()),
        }
    }

    pub(super) fn folder(&self, draw: &str, kind: &str) -> PathBuf {
        self.store().published_dir(draw).join(kind)
    }

    /// Removes the office's copies of shares that their holders have.
    fn remove_shares(&self, held: &Held) -> Result<()> {
        let holders = held.plan().escrow.iter().flat_map(|escrow| &escrow.holders);
        for (index, holder) in (1..).zip(holders) {
            let has = held.rows.iter().any(|row| {
                matches!(&row.event.event, records::events::Event::Share { holder: label, .. } if *label == holder.label)
            });
            if has {
                self.remove_share(&held.name, index)?;
            }
        }
        Ok(())
    }

    fn publish_announcement(&self, held: &Held, count: usize, kind: &str) -> Result<()> {
        let mut files = self.evidence(held, count)?;
        files.insert("plan.json".to_owned(), plan_file(held));
        self.publish(held, kind, Format::Announcement, &files)
    }

    fn publish_closed(&self, held: &Held) -> Result<()> {
        let close = held.rows.iter().find(|row| row.event.event.name() == "close");
        match close.and_then(|row| row.logged.as_ref()) {
            Some(logged) if !self.closed_path(&held.name).exists() => self.write_closed(&held.name, &logged.checkpoint),
            _ => Ok(()),
        }
    }

    fn publish_sealed(&self, held: &Held) -> Result<()> {
        let count = held.count_to("draw").unwrap_or(held.rows.len());
        let mut files = self.evidence(held, count)?;
        files.insert("plan.json".to_owned(), plan_file(held));
        files.insert("sealed/capsules.jsonl".to_owned(), self.capsule_list(&held.name)?);
        self.publish(held, "sealed", Format::Sealed, &files)
    }

    fn publish(&self, held: &Held, kind: &str, format: Format, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
        let out = self.folder(&held.name, kind);
        if out.exists() {
            return Ok(());
        }
        bundle::prepare(&out, &held.frozen, format, files)?.folder.commit_new()?;
        failpoint::durable()
    }

    /// Publishes the outcome with the events up to `last`. `computed` is given by whoever has it already.
    pub(super) fn publish_outcome(
        &self,
        held: &Held,
        last: &str,
        kind: &str,
        computed: Option<Computed>,
    ) -> Result<()> {
        let out = self.folder(&held.name, kind);
        if out.exists() {
            return Ok(());
        }
        let count = held.count_to(last).unwrap_or(held.rows.len());
        let Computed { made, names, taken } = match computed {
            Some(computed) => computed,
            None => self.compute(held, count, held.published_secret().as_ref())?,
        };
        let mut files = made.files.files.clone();
        files.extend(self.evidence(held, count)?);
        if !taken.is_empty() {
            files.insert("evidence/openings.jsonl".to_owned(), ListFile::of("openings", &taken)?.into_bytes());
        }
        if held.is_sealed() && held.count_to("draw").is_some_and(|drawn| drawn <= count) {
            files.insert("sealed/capsules.jsonl".to_owned(), self.capsule_list(&held.name)?);
        }
        let result = made.result();
        let prepared = bundle::outcome(&out, &held.frozen, files, &result)?;
        office_copy::write(self.writer, &result, &names, &made.remedies, self.lang, office_copy::Earlier::Replaced)?;
        failpoint::durable()?;
        let purpose = if held.plan().purpose == Purpose::Official { "official" } else { "rehearsal" };
        let entry = DrawEntry {
            bundle: prepared.digest,
            date: self.today,
            draw: held.name.clone(),
            plan: held.digest(),
            purpose: purpose.to_owned(),
        };
        record_once(self.writer, &entry)?;
        failpoint::durable()?;
        // The bundle comes last: whoever sees it finds its draw in the ledger.
        prepared.folder.commit_new()?;
        failpoint::durable()
    }

    fn evidence(&self, held: &Held, count: usize) -> Result<BTreeMap<String, Vec<u8>>> {
        evidence::evidence(&self.log, held, count, None)
    }

    /// Writes the newest bundle of a draw once more, with the cosignatures that witnesses have given since (section 20.5). What
    /// was published stays as it is; `out` is a new folder.
    pub fn publish_cosigned(&mut self, draw: &str, out: &Path) -> Result<()> {
        let held = self.held(draw)?;
        let kinds = [
            ("finished", "finish"),
            ("void", "void"),
            ("outcome", "draw"),
            ("sealed", "draw"),
            ("announcement", "announce"),
        ];
        let newest = kinds.into_iter().find(|(folder, _)| self.folder(draw, folder).exists());
        let not_drawn = || CeremonyError::NotDrawn { draw: draw.to_owned() };
        let (folder, last) = newest.ok_or_else(not_drawn)?;
        let count = held.count_to(last).ok_or_else(not_drawn)?;
        let rows = held.rows.get(..count).unwrap_or(&held.rows);
        let cosigned = evidence::cosigned(&self.log, rows)?;
        let cosigned = cosigned.ok_or_else(|| CeremonyError::NotCosigned { draw: draw.to_owned() })?;
        let published = self.folder(draw, folder);
        let mut files = published_files(&published)?;
        files.extend(evidence::evidence(&self.log, &held, count, Some(cosigned))?);
        let has_outcome = files.contains_key("draw/record.json");
        let format = match folder {
            "sealed" => Format::Sealed,
            _ if has_outcome => Format::Bundle,
            _ => Format::Announcement,
        };
        bundle::prepare(out, &held.frozen, format, &files)?.folder.commit_new()
    }

    /// Computes the outcome from what was frozen and the first events. `secret` is s, in sealed mode.
    pub(super) fn compute(&self, held: &Held, count: usize, secret: Option<&Secret>) -> Result<Computed> {
        let snapshot = Snapshot::open(self.store(), &held.name)?;
        let freezer = freezer(&snapshot.store, &snapshot.plan, &snapshot.lists)?;
        let ceremony = held.ceremony_of(count)?;
        let sealing = ceremony.sealing(secret)?;
        let not_rolled = || CeremonyError::NotDrawn { draw: held.name.clone() };
        let file = ceremony.ceremony_file().ok_or_else(not_rolled)?;
        let made = make(&snapshot.store, &freezer, &held.frozen, file, &sealing)?;
        let taken = taken(&snapshot, &freezer, held, &made, &ceremony.replacements())?;
        Ok(Computed { made, names: freezer.names().to_vec(), taken })
    }

    /// The operator's secret, before it is erased.
    pub(super) fn operator_secret(&mut self, draw: &str) -> Result<Option<Secret>> {
        self.database.secret(draw, SECRET)
    }

    fn erase(&mut self, draw: &str) -> Result<()> {
        if self.database.has_secrets(draw)? { self.database.erase(draw) } else { Ok(()) }
    }
}

/// The files of a published bundle, but for its lists, which lie in the frozen folder, and its manifest.
fn published_files(bundle: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for folder in ["", "documents/", "draw/", "evidence/", "sealed/"] {
        let path = bundle.join(folder);
        if !path.exists() {
            continue;
        }
        let entries = fs::read_dir(&path).map_err(OfficeError::io(Doing::Read, &path))?;
        for entry in entries {
            let path = entry.map_err(OfficeError::io(Doing::Read, &path))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && name != "manifest.json" {
                let bytes = fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))?;
                files.insert(format!("{folder}{name}"), bytes);
            }
        }
    }
    Ok(files)
}

fn plan_file(held: &Held) -> Vec<u8> {
    let mut out = held.frozen.line.clone();
    out.push(b'\n');
    out
}

/// Openings of reserves that replacements took, by id, without those that are opened already.
fn taken(
    snapshot: &Snapshot,
    freezer: &Freezer<'_>,
    held: &Held,
    made: &Made,
    replacements: &[&Replacement],
) -> Result<Vec<Opening>> {
    let selected = draw::publish::selected_lines(held.plan(), &made.selection);
    let mut ids: Vec<&Id> = Vec::new();
    for replacement in replacements {
        let Replacement::Entity { by: Some(by), stratum, task, .. } = replacement else { continue };
        let line = selected.iter().find(|line| line.rank == *by && line.stratum == *stratum && line.task == *task);
        ids.extend(line.map(|line| &line.entity));
    }
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| made.openings.binary_search_by(|opening| opening.id.cmp(id)).is_err());
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (index, _) = open_index(&held.frozen)?;
    let mut openings = look_up_ids(&snapshot.store, freezer, &index, &ids)?.openings;
    openings.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(openings)
}
