//! What is published: the newest bundle of each draw, found without verifying anything.
//!
//! A published folder holds one folder for each draw, with its bundles in it, as the office publishes them, and, if there is one, a copy of
//! the log in `log`. Names of folders decide nothing of a bundle that can be read: of which draw it is says its plan, and the verifier
//! has to confirm it.
//!
//! Source: `docs/PROTOCOL.md`, section 16.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use records::canonical;
use records::day::Day;
use records::events::LoggedEvent;
use records::frozen::Manifest;
use records::hash::{Digest, sha256};
use records::plan::Plan;
use serde::Serialize;

use super::SiteError;
use super::stamp::key;

/// The published folder, looked through.
#[derive(Debug)]
pub(super) struct Catalog {
    /// The newest bundle of each draw, by authority, sequence and attempt, the newest first.
    pub draws: Vec<Found>,
    /// The copy of the log.
    pub log: Option<PathBuf>,
}

/// A bundle's folder, with what says which of a draw's bundles is the newest.
#[derive(Debug)]
pub(super) struct Found {
    /// `AUTHORITY-SEQUENCE-ATTEMPT`, the draw's address on the site.
    pub address: String,
    /// Folder of the bundle.
    pub folder: PathBuf,
    /// SHA-256 of the manifest as it is now.
    pub bundle: Digest,
    /// The key of its log.
    pub log: Option<String>,
    /// By when the draw is to be finished.
    pub finish_by: Option<Day>,
    /// SHA-256 of the file `plan.json`.
    plan: Option<Digest>,
    /// Another bundle of this number, of another plan: one of them lies.
    pub conflict: Option<PathBuf>,
    /// What can't be read comes first, so that no older bundle is shown in its place; then events; then bytes of the checkpoint: a
    /// bundle with more cosignatures is newer.
    rank: (bool, usize, u64),
}

/// A file as the file system tells of it: what has not changed in this need not be verified again.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Seen {
    path: String,
    size: u64,
    modified: u128,
}

impl Catalog {
    /// Looks through a published folder, without some of the bundles.
    pub(super) fn read(published: &Path, skip: &BTreeSet<PathBuf>) -> Result<Self, SiteError> {
        let log = Some(published.join("log")).filter(|log| log.join("checkpoint").is_file());
        let mut newest: BTreeMap<String, Found> = BTreeMap::new();
        for bundle in bundles(published)?.into_iter().filter(|bundle| !skip.contains(bundle)) {
            let Some(found) = found(bundle) else { continue };
            let Some(other) = newest.remove(&found.address) else {
                newest.insert(found.address.clone(), found);
                continue;
            };
            newest.insert(found.address.clone(), other.or_newer(found));
        }
        let mut draws: Vec<Found> = newest.into_values().collect();
        draws.sort_by_cached_key(|draw| std::cmp::Reverse(order(&draw.address)));
        Ok(Self { draws, log })
    }
}

/// Folders in which a bundle may be.
fn bundles(published: &Path) -> Result<Vec<PathBuf>, SiteError> {
    let mut out = Vec::new();
    for folder in folders(published)? {
        out.extend(folders(&folder)?);
    }
    Ok(out)
}

/// Each of them with a digest of names, sizes and times of its files.
pub(crate) fn sightings(published: &Path) -> Result<BTreeMap<PathBuf, Digest>, SiteError> {
    let one = |bundle: PathBuf| Ok((bundle.clone(), key(&seen(&bundle)?)));
    bundles(published)?.into_iter().map(one).collect()
}

fn seen(folder: &Path) -> Result<Vec<Seen>, SiteError> {
    let mut out = Vec::new();
    see(folder, "", &mut out)?;
    out.sort();
    Ok(out)
}

impl Found {
    /// The newer of two bundles of one number.
    fn or_newer(self, other: Found) -> Found {
        let differ = self.plan.is_some() && other.plan.is_some() && self.plan != other.plan;
        let (newer, older) =
            if (self.rank, &self.folder) >= (other.rank, &other.folder) { (self, other) } else { (other, self) };
        let conflict = newer.conflict.or(older.conflict).or(differ.then_some(older.folder));
        Found { conflict, ..newer }
    }

    /// Whether this is a checkpoint of its log: there may be draws of several authorities.
    pub(super) fn is_logged_in(&self, checkpoint: &[u8]) -> bool {
        let name = self.log.as_ref().and_then(|key| key.split('+').next());
        name.is_some_and(|name| checkpoint.split(|byte| *byte == b'\n').next() == Some(name.as_bytes()))
    }

    /// All files of the folder.
    pub(super) fn seen(&self) -> Result<Vec<Seen>, SiteError> {
        seen(&self.folder)
    }
}

/// Authority, then numbers as numbers.
pub(crate) fn order(address: &str) -> (String, u64, u64) {
    let mut parts = address.rsplitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    let (attempt, sequence) = (number(), number());
    (parts.next().unwrap_or_default().to_owned(), sequence, attempt)
}

/// Folders in a folder, by name. Links are not followed.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, SiteError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(SiteError::io(folder))? {
        let entry = entry.map_err(SiteError::io(folder))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_type().map_err(SiteError::io(folder))?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn see(folder: &Path, prefix: &str, out: &mut Vec<Seen>) -> Result<(), SiteError> {
    for entry in fs::read_dir(folder).map_err(SiteError::io(folder))? {
        let entry = entry.map_err(SiteError::io(folder))?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let data = entry.metadata().map_err(SiteError::io(&entry.path()))?;
        if data.is_dir() {
            see(&entry.path(), &format!("{path}/"), out)?;
        } else {
            let modified = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            out.push(Seen { path, size: data.len(), modified: modified.map_or(0, |time| time.as_nanos()) });
        }
    }
    Ok(())
}

/// A bundle, if the folder is one: of which draw it says it is.
fn found(folder: PathBuf) -> Option<Found> {
    let manifest = fs::read(folder.join("manifest.json")).ok()?;
    let is_manifest = object::<Manifest>(&manifest).is_some();
    let bytes = fs::read(folder.join("plan.json")).ok();
    let plan = bytes.as_ref().and_then(|bytes| object::<Plan>(bytes)).filter(|_| is_manifest);
    let draw = match &plan {
        Some(plan) => plan.draw_name(),
        // What can't be read at all is withdrawn under the name of its folder.
        None => folder.parent().and_then(Path::file_name)?.to_string_lossy().into_owned(),
    };
    let events = fs::read(folder.join("evidence/events.jsonl")).unwrap_or_default();
    let events = events.split(|byte| *byte == b'\n').filter(|line| canonical::from_slice::<LoggedEvent>(line).is_ok());
    let checkpoint = fs::metadata(folder.join("evidence/checkpoint")).map_or(0, |data| data.len());
    Some(Found {
        address: address(&draw),
        bundle: sha256(&manifest),
        plan: bytes.filter(|_| plan.is_some()).map(|bytes| sha256(&bytes)),
        conflict: None,
        finish_by: plan.as_ref().map(|plan| plan.finish_by),
        rank: (plan.is_none(), events.count(), checkpoint),
        log: plan.and_then(|plan| plan.log),
        folder,
    })
}

fn object<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    canonical::from_slice(bytes.strip_suffix(b"\n").unwrap_or(bytes)).ok()
}

/// A draw's name as part of an address: letters, digits, `.`, `_` and `-` only.
pub(crate) fn address(draw: &str) -> String {
    let lawful = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    let name: String = draw.chars().map(lawful).take(100).collect();
    match name.trim_start_matches('.') {
        "" => "-".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leaves_no_folder_and_numbers_are_ordered_as_numbers() {
        assert_eq!(address("QXX-SCJG/12/1"), "QXX-SCJG-12-1");
        assert_eq!(address("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(address("..."), "-");
        assert!(order("A-10-1") > order("A-9-2"));
        assert_eq!(order("QXX-SCJG-12-1"), ("QXX-SCJG".to_owned(), 12, 1));
    }
}
