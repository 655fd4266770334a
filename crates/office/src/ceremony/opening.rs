//! Opening capsules: what the office may read on one day, once both custodians bring their halves.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 22.3.

use super::draw_step::{capsule_file, check_order};
use super::held::Held;
use super::{CeremonyError, Desk, HalvesFile, canonical, failpoint};
use crate::error::{Doing, OfficeError, Result};
use crate::store::atomic::NewFile;
use draw::ceremony::Phase;
use draw::sealed::{CapsuleName, CapsuleText, Entry, capsule_key, capsule_names, leaf_data, leaf_hash, open_capsule};
use records::day::Day;
use records::events::Event;
use records::hash::{Digest, Secret};
use records::id::Id;
use std::fs;
use std::path::PathBuf;
use zeroize::Zeroizing;

impl Desk<'_> {
    /// The name of a capsule from its text; it must be one of this draw.
    pub fn capsule(&mut self, draw: &str, name: &str) -> Result<CapsuleName> {
        let held = self.held(draw)?;
        let found = capsule_names(held.plan()).into_iter().find(|known| known.to_string() == name);
        found.ok_or_else(|| CeremonyError::NoCapsule { name: name.to_owned() }.into())
    }

    /// Opens a capsule: each of its leaves is logged, then its text is kept in the office's folder. Opening it again logs nothing
    /// more. A day's capsule is not opened before the day.
    pub fn open_capsule(&mut self, draw: &str, name: &CapsuleName, halves: [&Secret; 2]) -> Result<Vec<Entry>> {
        let mut held = self.held(draw)?;
        check_order(&held, Event::Open { leaf: Digest::new([0; 32]) })?;
        if let CapsuleName::Day(day) = name
            && self.today < *day
        {
            let (name, today) = (name.to_string(), self.today);
            return Err(CeremonyError::TooEarly { name, day: *day, today }.into());
        }
        let index = capsule_names(held.plan()).iter().position(|known| known == name);
        let index = index.ok_or_else(|| CeremonyError::NoCapsule { name: name.to_string() })?;
        let path = self.store().ceremony_dir(draw).join("capsules").join(capsule_file(index));
        let file = fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))?;
        let text = open_capsule(draw, name, &capsule_key(halves[0], halves[1]), &file)?;
        let entries = entries(&text);
        let mut events = Vec::new();
        {
            let ceremony = held.ceremony()?;
            for entry in &entries {
                let line = records::canonical::to_vec(&entry.line).map_err(canonical)?;
                let leaf = leaf_hash(&leaf_data(&entry.salt, &line));
                if !ceremony.opened().contains(&leaf) {
                    events.push(Event::Open { leaf });
                }
            }
        }
        if !events.is_empty() {
            self.take(&mut held, events)?;
        }
        let mut out = NewFile::create(&self.opened_path(draw, index))?;
        out.put(&Zeroizing::new(draw::publish::object_file("capsule", &text)?))?;
        out.commit()?;
        failpoint::durable()?;
        Ok(entries)
    }

    fn opened_path(&self, draw: &str, index: usize) -> PathBuf {
        self.store().ceremony_dir(draw).join("opened").join(format!("{index:05}.json"))
    }

    /// Everything that was opened so far.
    pub(super) fn opened(&self, held: &Held) -> Result<Vec<Entry>> {
        let mut out = Vec::new();
        for index in 0..capsule_names(held.plan()).len() {
            let path = self.opened_path(&held.name, index);
            if !path.exists() {
                continue;
            }
            let bytes = fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))?;
            let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
            let text: CapsuleText = records::canonical::from_slice(line).map_err(|error| OfficeError::Line {
                path,
                line: 1,
                reason: error.to_string(),
            })?;
            out.extend(entries(&text));
        }
        Ok(out)
    }

    /// Days whose capsule may be opened and is not yet, the earliest first.
    pub fn days_to_open(&mut self, draw: &str) -> Result<Vec<Day>> {
        let days = self.unopened_days(draw)?;
        Ok(days.into_iter().filter(|day| *day <= self.today).collect())
    }

    /// All days whose capsule was not opened, of a sealed draw that has not ended, the earliest first. Nobody knows of a closed
    /// capsule whether there is a visit in it.
    pub fn unopened_days(&mut self, draw: &str) -> Result<Vec<Day>> {
        let held = self.held(draw)?;
        if !held.is_sealed() || held.ceremony()?.phase() != Phase::Drawn {
            return Ok(Vec::new());
        }
        let days = held.plan().days.iter().enumerate();
        Ok(days.filter(|(index, _)| !self.is_opened(draw, *index)).map(|(_, day)| *day).collect())
    }

    /// Whether the capsule of this number was opened here.
    fn is_opened(&self, draw: &str, index: usize) -> bool {
        self.opened_path(draw, index).exists()
    }
}

/// The entries of a capsule.
fn entries(text: &CapsuleText) -> Vec<Entry> {
    match text {
        CapsuleText::Day { visits, .. } | CapsuleText::Superior { visits, .. } => visits.clone(),
        CapsuleText::Reserve { reserve, .. } => vec![(**reserve).clone()],
    }
}

impl HalvesFile {
    /// The half for a capsule.
    pub fn half(&self, name: &CapsuleName) -> Result<Secret> {
        let name = name.to_string();
        let half = self.halves.iter().find(|half| half.name == name);
        let half = half.map(|half| Secret::new(half.half.to_bytes()));
        half.ok_or_else(|| CeremonyError::HalfMissing { name }.into())
    }
}

/// The id under which a visit or reserve stands in the office's folder.
pub(super) fn entry_id(entry: &Entry) -> Id {
    match &entry.line {
        records::events::Leaf::Visit(visit) => visit.id.clone(),
        records::events::Leaf::Reserve(reserve) => reserve.entity.clone(),
    }
}
