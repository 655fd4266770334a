//! Reads what pages show of a bundle that has been verified.
//!
//! Nothing is checked here again but that the files are still those that were verified: each is hashed and compared with the manifest.
//!
//! Source: `docs/PROTOCOL.md`, sections 6, 15, 16 and 20.3.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use documents::{EntityLabel, Labels};
use records::canonical;
use records::events::{Event, LoggedEvent};
use records::frozen::{Ceremony, FrozenInspector, Manifest, Record, SelectedLine, StratumLine, VisitLine};
use records::hash::Digest;
use records::id::Id;
use records::lists::Item;
use records::plan::Plan;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::SiteError;

/// What an outcome adds.
#[derive(Debug)]
pub(super) struct Outcome {
    pub ceremony: Ceremony,
    pub record: Record,
    pub strata: Vec<StratumLine>,
    pub selected: Vec<SelectedLine>,
    pub visits: Vec<VisitLine>,
}

/// A verified bundle, as far as pages show it.
#[derive(Debug)]
pub(super) struct Bundle {
    pub manifest: Manifest,
    /// Size and digest of the manifest itself.
    pub own: (u64, Digest),
    pub plan: Plan,
    pub events: Vec<LoggedEvent>,
    pub items: Vec<Item>,
    pub inspectors: BTreeMap<Id, FrozenInspector>,
    /// How many entities lie in each area.
    pub areas: BTreeMap<String, u64>,
    /// Names of all who are drawn, reserves and places.
    pub labels: Labels,
    pub outcome: Option<Outcome>,
}

/// What is read of a frozen entity.
#[derive(Deserialize)]
struct Named {
    id: Id,
    name: String,
    #[serde(default)]
    area: String,
}

impl Bundle {
    /// Reads the bundle in a folder, whose manifest has this digest.
    pub(super) fn read(folder: &Path, digest: &Digest) -> Result<Self, SiteError> {
        let files = Files { folder };
        let manifest: Manifest = files.object("manifest.json", digest.as_bytes())?;
        let there = |path: &str| manifest.files.iter().any(|file| file.path == path);
        let files = |path: &str| Checked { files: &files, manifest: &manifest, path: path.to_owned() };
        let plan: Plan = files("plan.json").object()?;
        let list_if = |path: &str| there(path).then(|| files(path));
        let inspectors = list_if("lists/inspectors.jsonl").map(|file| file.list::<FrozenInspector>()).transpose()?;
        let events = list_if("evidence/events.jsonl").map(|file| file.list()).transpose()?.unwrap_or_default();
        let outcome = match there("draw/record.json") {
            true => Some(Outcome {
                ceremony: files("draw/ceremony.json").object()?,
                record: files("draw/record.json").object()?,
                strata: files("draw/strata.jsonl").list()?,
                selected: files("draw/selected.jsonl").list()?,
                visits: files("draw/visits.jsonl").list()?,
            }),
            false => None,
        };
        let wanted = wanted(outcome.as_ref(), &events);
        let (mut labels, mut areas) = (Labels::new(), BTreeMap::new());
        files("lists/entities.jsonl").each(|entity: Named| {
            *areas.entry(entity.area.clone()).or_insert(0) += 1;
            if wanted.contains(&entity.id) {
                labels.insert(entity.id, EntityLabel { name: entity.name, area: entity.area });
            }
        })?;
        let path = folder.join("manifest.json");
        let size = std::fs::metadata(&path).map_err(SiteError::io(&path))?.len();
        Ok(Self {
            own: (size, *digest),
            items: files("lists/items.jsonl").list()?,
            inspectors: inspectors.unwrap_or_default().into_iter().map(|one| (one.id.clone(), one)).collect(),
            manifest,
            plan,
            events,
            areas,
            labels,
            outcome,
        })
    }
}

/// All of whom a page may have to say the name.
fn wanted(outcome: Option<&Outcome>, events: &[LoggedEvent]) -> BTreeSet<Id> {
    let drawn = outcome.iter().flat_map(|outcome| outcome.selected.iter().map(|line| line.entity.clone()));
    let places = outcome.iter().flat_map(|outcome| outcome.visits.iter().map(|visit| visit.id.clone()));
    let replaced = events.iter().filter_map(|logged| match &logged.event.event {
        Event::Replace(records::events::Replacement::Entity { visit: Some(place), .. }) => Some(place.clone()),
        _ => None,
    });
    drawn.chain(places).chain(replaced).collect()
}

struct Files<'a> {
    folder: &'a Path,
}

impl Files<'_> {
    fn object<T: DeserializeOwned>(&self, path: &str, expected: &[u8; 32]) -> Result<T, SiteError> {
        let full = self.folder.join(path);
        let bytes = std::fs::read(&full).map_err(SiteError::io(&full))?;
        check(&full, Sha256::digest(&bytes).into(), expected)?;
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        canonical::from_slice(line).map_err(|error| SiteError::Changed { path: full, message: error.to_string() })
    }

    fn each<T: DeserializeOwned>(
        &self,
        path: &str,
        expected: &[u8; 32],
        mut take: impl FnMut(T),
    ) -> Result<(), SiteError> {
        let full = self.folder.join(path);
        let mut reader = BufReader::with_capacity(1 << 18, File::open(&full).map_err(SiteError::io(&full))?);
        let (mut hash, mut line) = (Sha256::new(), Vec::new());
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line).map_err(SiteError::io(&full))? == 0 {
                break;
            }
            hash.update(&line);
            let content = line.strip_suffix(b"\n").unwrap_or(&line);
            // What is read of a line is less than the line has: it was read strictly when it was verified.
            let read = serde_json::from_slice(content);
            take(read.map_err(|error| SiteError::Changed { path: full.clone(), message: error.to_string() })?);
        }
        check(&full, hash.finalize().into(), expected)
    }
}

fn check(path: &Path, got: [u8; 32], expected: &[u8; 32]) -> Result<(), SiteError> {
    if got == *expected {
        return Ok(());
    }
    Err(SiteError::Changed { path: path.to_owned(), message: "its SHA-256 is not that of the manifest".to_owned() })
}

/// A file of a manifest.
struct Checked<'a> {
    files: &'a Files<'a>,
    manifest: &'a Manifest,
    path: String,
}

impl Checked<'_> {
    /// What the manifest says; of a file that it does not have, something that no file is.
    fn expected(&self) -> [u8; 32] {
        let file = self.manifest.files.iter().find(|file| file.path == self.path);
        file.map_or([0; 32], |file| *file.sha256.as_bytes())
    }

    fn object<T: DeserializeOwned>(&self) -> Result<T, SiteError> {
        self.files.object(&self.path, &self.expected())
    }

    fn each<T: DeserializeOwned>(&self, take: impl FnMut(T)) -> Result<(), SiteError> {
        self.files.each(&self.path, &self.expected(), take)
    }

    fn list<T: DeserializeOwned>(&self) -> Result<Vec<T>, SiteError> {
        let mut out = Vec::new();
        self.each(|line| out.push(line))?;
        Ok(out)
    }
}
