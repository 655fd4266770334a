//! What is published: the newest bundle of each draw, and whether it verifies.
//!
//! A published folder holds one folder for each draw, with its bundles in it, as the office publishes them, and, if there is one, a copy of
//! the log in `log`. Names of folders decide nothing: what a bundle is, and of which draw, is said by what was verified.
//!
//! Source: `docs/PROTOCOL.md`, sections 16, 20.6 and 24.6.

use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use records::canonical;
use records::day::Day;
use records::events::LoggedEvent;
use records::frozen::Manifest;
use records::hash::{Digest, sha256};
use verify::{Failure, LogCopy, Options, Policy, Verified, verify};

use super::SiteError;
use crate::{Folder, LogFolder};

/// The published folder, looked through.
#[derive(Debug)]
pub struct Catalog {
    /// The newest bundle of each draw, by authority, sequence and attempt, the newest first.
    pub draws: Vec<Draw>,
    /// The copy of the log.
    pub log: Option<PathBuf>,
}

/// A draw, by its newest bundle.
#[derive(Debug)]
pub struct Draw {
    /// Authority, sequence, attempt: `AUTHORITY-SEQUENCE-ATTEMPT`, its address on the site.
    pub address: String,
    /// Folder of the bundle.
    pub folder: PathBuf,
    /// SHA-256 of the manifest as it was when it was verified.
    pub bundle: Digest,
    /// What the verifier says.
    pub standing: Standing,
}

/// Whether a bundle may be shown.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one for each draw; most are verified")]
pub enum Standing {
    /// Every check passed.
    Verified(Verified),
    /// A check failed: nothing of it is shown.
    Withdrawn(Withdrawn),
}

/// Why nothing of a bundle is shown.
#[derive(Debug)]
pub struct Withdrawn {
    /// For the operator: the check and what it found.
    pub failure: Failure,
}

impl Draw {
    /// The verdict, if the bundle is shown.
    pub fn verified(&self) -> Option<&Verified> {
        match &self.standing {
            Standing::Verified(verified) => Some(verified),
            Standing::Withdrawn(_) => None,
        }
    }
}

/// What the verifier is given beside each bundle.
pub(super) struct Beside<'a> {
    pub policy: Option<&'a Policy>,
    pub today: Day,
}

/// A bundle's folder, with what says which of a draw's bundles is the newest.
struct Found {
    folder: PathBuf,
    bundle: Digest,
    draw: String,
    /// Events, then bytes of the checkpoint: a bundle with more cosignatures is newer.
    rank: (usize, u64),
    /// The key of its log.
    log: Option<String>,
}

impl Found {
    /// Whether this is a checkpoint of its log: there may be draws of several authorities.
    fn is_logged_in(&self, checkpoint: &[u8]) -> bool {
        let name = self.log.as_ref().and_then(|key| key.split('+').next());
        name.is_some_and(|name| checkpoint.split(|byte| *byte == b'\n').next() == Some(name.as_bytes()))
    }
}

impl Catalog {
    /// Looks through a published folder and verifies the newest bundle of each draw.
    pub(super) fn read(published: &Path, beside: &Beside<'_>) -> Result<Self, SiteError> {
        let log = Some(published.join("log")).filter(|log| log.join("checkpoint").is_file());
        let mut newest: BTreeMap<String, Found> = BTreeMap::new();
        for folder in folders(published)? {
            for bundle in folders(&folder)? {
                let Some(found) = found(bundle) else { continue };
                match newest.get(&found.draw) {
                    Some(other) if (other.rank, &other.folder) >= (found.rank, &found.folder) => {}
                    _ => drop(newest.insert(found.draw.clone(), found)),
                }
            }
        }
        let tiles = log.as_ref().map(LogFolder::new);
        let checkpoint = tiles.as_ref().map(|tiles| tiles.read_checkpoint().map_err(SiteError::io(&tiles.checkpoint_path())));
        let checkpoint = checkpoint.transpose()?;
        let copy = tiles.as_ref().zip(checkpoint.as_ref()).map(|(tiles, checkpoint)| LogCopy { checkpoint, tiles });
        let mut draws: Vec<Draw> =
            newest.into_values().collect::<Vec<_>>().into_par_iter().map(|found| {
                let copy = copy.filter(|copy| found.is_logged_in(copy.checkpoint));
                checked(found, beside, copy)
            }).collect();
        draws.sort_by(|a, b| order(b).cmp(&order(a)));
        Ok(Self { draws, log })
    }
}

/// Authority, then numbers as numbers.
fn order(draw: &Draw) -> (String, u64, u64) {
    let mut parts = draw.address.rsplitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    let (attempt, sequence) = (number(), number());
    (parts.next().unwrap_or_default().to_owned(), sequence, attempt)
}

/// Folders in a folder, by name. Links are not followed.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, SiteError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(SiteError::io(folder))? {
        let entry = entry.map_err(SiteError::io(folder))?;
        if entry.file_type().map_err(SiteError::io(folder))?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// A bundle, if the folder is one: of which draw it says it is, which the verifier must confirm.
fn found(folder: PathBuf) -> Option<Found> {
    let manifest = fs::read(folder.join("manifest.json")).ok()?;
    let read: Option<Manifest> = canonical::from_slice(manifest.strip_suffix(b"\n").unwrap_or(&manifest)).ok();
    let plan = fs::read(folder.join("plan.json")).ok().and_then(|bytes| {
        canonical::from_slice::<records::plan::Plan>(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).ok()
    });
    // What can't be read at all is withdrawn under the name of its folder.
    let draw = match (&plan, &read) {
        (Some(plan), Some(_)) => plan.draw_name(),
        _ => folder.parent().and_then(Path::file_name)?.to_string_lossy().into_owned(),
    };
    let events = fs::read(folder.join("evidence/events.jsonl")).unwrap_or_default();
    let events = events.split(|byte| *byte == b'\n').filter(|line| canonical::from_slice::<LoggedEvent>(line).is_ok());
    let checkpoint = fs::metadata(folder.join("evidence/checkpoint")).map_or(0, |data| data.len());
    let log = plan.and_then(|plan| plan.log);
    Some(Found { bundle: sha256(&manifest), log, draw, rank: (events.count(), checkpoint), folder })
}

fn checked(found: Found, beside: &Beside<'_>, log: Option<LogCopy<'_>>) -> Draw {
    let files = Folder::new(&found.folder);
    // The manifest is the one that was read: a bundle that is exchanged now is noticed.
    let options = Options {
        expect: Some(found.bundle),
        policy: beside.policy,
        today: Some(beside.today),
        log,
        ..Options::default()
    };
    let standing = match verify(&files, &options) {
        Ok(verified) => Standing::Verified(verified),
        Err(failure) => Standing::Withdrawn(Withdrawn { failure }),
    };
    let draw = match &standing {
        Standing::Verified(verified) => verified.draw.clone(),
        Standing::Withdrawn(_) => found.draw,
    };
    Draw { address: address(&draw), folder: found.folder, bundle: found.bundle, standing }
}

/// A draw's name as part of an address: letters, digits, `.`, `_` and `-` only.
fn address(draw: &str) -> String {
    let lawful = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    let name: String = draw.chars().map(lawful).take(100).collect();
    name.trim_start_matches('.').to_owned()
}
