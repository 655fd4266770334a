//! The bundle of which shards are made: what all its proofs have in common.
//!
//! It was verified by whoever calls; that nothing was changed since is looked at here again, since a site must show what was checked.
//!
//! Source: `docs/PROTOCOL.md`, sections 16, 20.1 and 25.

use std::io::Read;
use std::path::Path;

use records::canonical;
use records::events::{Event, LogProof, LoggedEvent};
use records::frozen::{Manifest, Record};
use records::hash::{Digest, h, sha256};
use records::plan::Plan;
use verify::{Kind, Verified};

use super::LookError;
use super::format::object;
use crate::folder::Folder;

/// Plan, record and log of a bundle.
pub(super) struct Source<'b> {
    pub folder: &'b Folder,
    pub bundle: Digest,
    pub kind: Kind,
    pub plan: Plan,
    /// P.
    pub announced: Digest,
    /// The record and the digest of its file; nothing before there is an outcome.
    pub record: Option<(Record, Digest)>,
    /// The event that has the record's digest, in the log.
    pub log: Option<LogProof>,
    pub replaced: Vec<LoggedEvent>,
    manifest: Manifest,
}

impl<'b> Source<'b> {
    /// The bundle that was verified.
    pub fn open(folder: &'b Folder, verified: &Verified) -> Result<Self, LookError> {
        let changed = |file: &str| LookError::Changed { file: file.to_owned() };
        let bytes = read(folder, "manifest.json")?;
        let manifest: Manifest = object("manifest.json", &bytes)?;
        let bundle = sha256(&bytes);
        if bundle != verified.bundle || Kind::from_format(&manifest.format) != Some(verified.kind) {
            return Err(changed("manifest.json"));
        }
        let mut out = Self {
            folder,
            bundle,
            kind: verified.kind,
            plan: object("plan.json", &listed(folder, &manifest, "plan.json")?)?,
            announced: verified.plan,
            record: None,
            log: None,
            replaced: Vec::new(),
            manifest,
        };
        if announced(&out.plan)? != out.announced {
            return Err(changed("plan.json"));
        }
        if out.kind == Kind::Outcome {
            let bytes = out.listed("draw/record.json")?;
            out.record = Some((object("draw/record.json", &bytes)?, sha256(&bytes)));
            if out.plan.log.is_some() {
                out.read_log()?;
            }
        }
        Ok(out)
    }

    /// K of the first task; nothing before there is an outcome, so that no key tells anything of it.
    pub fn k(&self) -> &str {
        self.record.as_ref().and_then(|(record, _)| record.keys.first()).map_or("", |key| &key.k)
    }

    fn listed(&self, file: &str) -> Result<Vec<u8>, LookError> {
        listed(self.folder, &self.manifest, file)
    }

    fn read_log(&mut self) -> Result<(), LookError> {
        const EVENTS: &str = "evidence/events.jsonl";
        let bytes = self.listed(EVENTS)?;
        let mut events: Vec<LoggedEvent> = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            events.push(canonical::from_slice(line).map_err(LookError::canonical(EVENTS))?);
        }
        let has_record = |logged: &&LoggedEvent| match &logged.event.event {
            Event::Draw(drawn) => drawn.record.is_some(),
            Event::Finish { .. } | Event::Void { record: Some(_), .. } => true,
            _ => false,
        };
        let no_event = || LookError::damaged(EVENTS, "no event has the record's digest");
        let found = events.iter().rev().find(has_record).cloned().ok_or_else(no_event)?;
        let checkpoint = String::from_utf8(self.listed("evidence/checkpoint")?)
            .map_err(|error| LookError::damaged("evidence/checkpoint", error))?;
        self.log = Some(LogProof { checkpoint, event: Some(found.event), hashes: found.hashes, index: found.index });
        events.retain(|logged| matches!(logged.event.event, Event::Replace(_)));
        self.replaced = events;
        Ok(())
    }
}

/// P of a plan.
pub(super) fn announced(plan: &Plan) -> Result<Digest, LookError> {
    Ok(h("mq1/plan", &[&canonical::to_vec(plan).map_err(LookError::canonical("plan.json"))?]))
}

/// A file with the digest that the manifest has for it.
fn listed(folder: &Folder, manifest: &Manifest, file: &str) -> Result<Vec<u8>, LookError> {
    let bytes = read(folder, file)?;
    match manifest.files.iter().find(|listed| listed.path == file) {
        Some(listed) if listed.sha256 == sha256(&bytes) => Ok(bytes),
        _ => Err(LookError::Changed { file: file.to_owned() }),
    }
}

fn read(folder: &Folder, file: &str) -> Result<Vec<u8>, LookError> {
    let mut bytes = Vec::new();
    let read = folder.file(file).and_then(|mut open| open.read_to_end(&mut bytes));
    read.map_err(|error| LookError::io(Path::new(file), &error))?;
    Ok(bytes)
}
