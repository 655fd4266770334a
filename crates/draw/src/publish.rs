//! Publish: the outcome as canonical files, their roots, and the manifest of a bundle.
//!
//! The lists of the freeze are written by the caller, line by line; here are the files of section
//! 15, which hold the selected and their visits, never the whole list.
//!
//! Source: `docs/PROTOCOL.md`, sections 15 and 16.

use std::collections::BTreeMap;

use records::canonical::{self, CanonicalError};
use records::frozen::{
    ApartOpening, Ceremony, Manifest, ManifestFile, Opening, Record, SelectedLine, StratumLine, TaskKey,
};
use records::hash::{Digest, sha256};
use records::plan::{Plan, Root};
use serde::Serialize;
use tlog::tree::TreeBuilder;

use crate::commit::Announcement;
use crate::outcome::Outcome;
use crate::seed::{Keys, Sealing};
use crate::select::Selection;

/// The kind of a bundle: the `format` of `manifest.json` (section 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An outcome.
    Bundle,
    /// Plan, lists and the events up to the close.
    Announcement,
    /// A sealed draw whose outcome nobody has.
    Sealed,
}

impl Format {
    /// As it stands in the manifest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bundle => "mq1/bundle",
            Self::Announcement => "mq1/announcement",
            Self::Sealed => "mq1/sealed",
        }
    }
}

/// Why something could not be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// A record without a canonical form.
    #[error("{file}: {error}")]
    Canonical {
        /// The file.
        file: String,
        /// What is wrong.
        error: CanonicalError,
    },
    /// One path twice.
    #[error("the bundle has the file {path} twice")]
    PathTwice {
        /// The path.
        path: String,
    },
}

impl PublishError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Canonical { error, .. } => error.code(),
            Self::PathTwice { .. } => "publish-path-twice",
        }
    }
}

/// A list file with its root, line by line.
#[derive(Clone, Debug, Default)]
pub struct ListFile {
    bytes: Vec<u8>,
    tree: TreeBuilder,
}

impl ListFile {
    /// The empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a canonical line.
    pub fn push(&mut self, line: &[u8]) {
        self.tree.push_leaf(line);
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
    }

    /// A list of records.
    pub fn of<T: Serialize>(file: &str, records: impl IntoIterator<Item = T>) -> Result<Self, PublishError> {
        let mut out = Self::new();
        for record in records {
            out.push(&line(file, &record)?);
        }
        Ok(out)
    }

    /// Count and root.
    pub fn root(&self) -> Root {
        Root { count: self.tree.size(), root: Digest::new(self.tree.root().to_bytes()) }
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The bytes so far.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn line<T: Serialize>(file: &str, record: &T) -> Result<Vec<u8>, PublishError> {
    canonical::to_vec(record).map_err(|error| PublishError::Canonical { file: file.to_owned(), error })
}

/// An object file: the canonical line and a line feed.
pub fn object_file<T: Serialize>(file: &str, record: &T) -> Result<Vec<u8>, PublishError> {
    let mut out = line(file, record)?;
    out.push(b'\n');
    Ok(out)
}

/// Everything of which the files of section 15 are made.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// Plan and P.
    pub announcement: &'a Announcement,
    /// Contributions and final value.
    pub ceremony: &'a Ceremony,
    /// Close, final digest, seed.
    pub sealing: &'a Sealing,
    /// Sub-keys of the seed.
    pub keys: &'a Keys,
    /// Who is drawn.
    pub selection: &'a Selection,
    /// Openings of drawn entities that have a line in `barred`, by id.
    pub openings: &'a [Opening],
    /// The opened list `apart`.
    pub apart: &'a [ApartOpening],
    /// Teams and dates.
    pub outcome: &'a Outcome,
}

/// The files of section 15 and what the record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawFiles {
    /// By path in the bundle, `plan.json` included.
    pub files: BTreeMap<String, Vec<u8>>,
    /// `record.json`.
    pub record: Record,
}

/// Lines of `strata.jsonl`.
pub fn strata_lines(plan: &Plan, selection: &Selection) -> Vec<StratumLine> {
    let strata = plan.populations.iter().zip(&selection.strata);
    let line = |(population, selected): (&records::plan::Population, &crate::select::Selected)| StratumLine {
        population: population.clone(),
        threshold: selected.threshold(),
    };
    strata.map(line).collect()
}

/// Lines of `selected.jsonl`.
pub fn selected_lines(plan: &Plan, selection: &Selection) -> Vec<SelectedLine> {
    let mut out = Vec::new();
    for (population, selected) in plan.populations.iter().zip(&selection.strata) {
        let drawn = selected.drawn.iter().map(|ranked| (ranked, false));
        let reserves = selected.reserves.iter().map(|ranked| (ranked, true));
        for (rank, (ranked, reserve)) in (1..).zip(drawn.chain(reserves)) {
            out.push(SelectedLine {
                entity: ranked.id.clone(),
                rank,
                reserve,
                stratum: population.stratum.clone(),
                task: population.task.clone(),
                ticket: ranked.ticket,
            });
        }
    }
    out
}

/// Makes the files of section 15, and `plan.json`.
pub fn draw_files(parts: Parts<'_>) -> Result<DrawFiles, PublishError> {
    let plan = &parts.announcement.plan;
    let mut files = BTreeMap::new();
    let mut roots = BTreeMap::new();
    let mut list = |name: &str, list: ListFile| {
        roots.insert(name.to_owned(), list.root());
        files.insert(format!("draw/{name}.jsonl"), list.into_bytes());
    };
    list("strata", ListFile::of("strata", strata_lines(plan, parts.selection))?);
    list("selected", ListFile::of("selected", selected_lines(plan, parts.selection))?);
    list("visits", ListFile::of("visits", &parts.outcome.visits)?);
    if plan.is_paired() {
        list("openings", ListFile::of("openings", parts.openings)?);
        list("apart", ListFile::of("apart", parts.apart)?);
    }
    let record = record(&parts, roots);
    let mut plan_file = parts.announcement.line.clone();
    plan_file.push(b'\n');
    files.insert("plan.json".to_owned(), plan_file);
    let mut object = |name: &str, bytes: Vec<u8>| files.insert(format!("draw/{name}.json"), bytes);
    object("ceremony", object_file("ceremony", parts.ceremony)?);
    if let Some(pairing) = &parts.outcome.pairing {
        object("pairing", object_file("pairing", pairing)?);
    }
    object("record", object_file("record", &record)?);
    Ok(DrawFiles { files, record })
}

/// What `evidence/openings.jsonl` has (section 23.3): of the reserves that replacements took (`taken`, in any order), by id, those
/// that are not opened among the `drawn` (by id) already. The file is there only if there are any.
pub fn openings_of_taken(drawn: &[Opening], taken: &[Opening]) -> Vec<Opening> {
    let is_drawn = |one: &Opening| drawn.binary_search_by(|other| other.id.cmp(&one.id)).is_ok();
    let mut out: Vec<Opening> = taken.iter().filter(|one| !is_drawn(one)).cloned().collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out.dedup_by(|a, b| a.id == b.id);
    out
}

/// SHA-256 of `draw/record.json`, as events have it.
pub fn record_digest(record: &Record) -> Result<Digest, PublishError> {
    Ok(sha256(&object_file("record", record)?))
}

fn record(parts: &Parts<'_>, roots: BTreeMap<String, Root>) -> Record {
    let plan = &parts.announcement.plan;
    let key = |(task, k): (&records::plan::Task, &[u8; 32])| TaskKey {
        // K is 32 hexadecimal characters.
        k: String::from_utf8_lossy(k).into_owned(),
        task: task.id.clone(),
    };
    Record {
        close: parts.sealing.close,
        draw: plan.draw_name(),
        final_digest: parts.sealing.final_digest,
        keys: plan.tasks.iter().zip(&parts.keys.tickets).map(key).collect(),
        lists: plan.roots.clone(),
        plan: parts.announcement.digest,
        roots,
        seed: *parts.sealing.seed.digest(),
        seed_hash: parts.sealing.seed.hash(),
    }
}

/// Collects what `manifest.json` says of each file.
#[derive(Clone, Debug, Default)]
pub struct ManifestBuilder {
    files: BTreeMap<String, (Digest, u64)>,
}

impl ManifestBuilder {
    /// Nothing so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file that was hashed while it was written.
    pub fn add(&mut self, path: &str, sha256: Digest, size: u64) -> Result<(), PublishError> {
        match self.files.insert(path.to_owned(), (sha256, size)) {
            None => Ok(()),
            Some(_) => Err(PublishError::PathTwice { path: path.to_owned() }),
        }
    }

    /// Adds a file in memory.
    pub fn add_bytes(&mut self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.add(path, sha256(bytes), bytes.len() as u64)
    }

    /// `manifest.json` and the bundle digest.
    pub fn finish(self, format: Format) -> Result<(Vec<u8>, Digest), PublishError> {
        let file = |(path, (sha256, size))| ManifestFile { path, sha256, size };
        let manifest =
            Manifest { files: self.files.into_iter().map(file).collect(), format: format.as_str().to_owned() };
        let bytes = object_file("manifest.json", &manifest)?;
        let digest = sha256(&bytes);
        Ok((bytes, digest))
    }
}
