//! Checks `manifest` and the first half of `files`: what should be there, and what is.
//!
//! Source: `docs/PROTOCOL.md`, sections 16 and 17.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use records::canonical;
use records::frozen::{Manifest, ManifestFile};
use records::hash::{Digest, sha256};
use records::plan::Plan;

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::files::BundleFiles;
use crate::said::{canonical_error, io_error, said};

/// Largest object file in bytes, its line end included (section 2).
pub(crate) const OBJECT_MAX: u64 = 268_435_456;

/// Where the manifest lies.
const PATH: &str = "manifest.json";

/// The files that make up a bundle, as its manifest lists them.
#[derive(Debug)]
pub(crate) struct Listing {
    /// SHA-256 of `manifest.json`: the bundle digest.
    pub digest: Digest,
    files: BTreeMap<String, ManifestFile>,
}

impl Listing {
    /// Reads and checks the manifest, and compares its paths and sizes with what is there.
    pub(crate) fn read(files: &dyn BundleFiles, expect: Option<Digest>) -> Result<Self, Failure> {
        let bytes = read_manifest(files)?;
        let digest = sha256(&bytes);
        if let Some(expected) = expect
            && expected != digest
        {
            return Err(fail(Fault::ManifestDigest).got(digest).expected(expected));
        }
        let line =
            bytes.strip_suffix(b"\n").ok_or_else(|| fail(Fault::ManifestForm).got(said("没有换行", "no line end")))?;
        let manifest: Manifest = canonical::from_slice(line)
            .map_err(|error| fail(Fault::ManifestForm).line(1).got(canonical_error(&error)))?;
        if manifest.format != "mq1/bundle" {
            return Err(fail(Fault::ManifestFormat).got(manifest.format).expected("mq1/bundle"));
        }
        check_paths(&manifest.files)?;
        let files_by_path = manifest.files.into_iter().map(|file| (file.path.clone(), file)).collect();
        let listing = Self { digest, files: files_by_path };
        listing.compare(files)?;
        Ok(listing)
    }

    /// The entry of a path.
    pub(crate) fn get(&self, path: &str) -> Option<&ManifestFile> {
        self.files.get(path)
    }

    /// All paths, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Bytes of all listed files.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.values().fold(0, |sum, file| sum.saturating_add(file.size))
    }

    /// Each listed file is there, regular, with the listed size; nothing else is there.
    fn compare(&self, files: &dyn BundleFiles) -> Result<(), Failure> {
        let wrong = |fault| Failure::new(Check::Files, fault);
        let mut entries = files.entries().map_err(|error| wrong(Fault::FileUnreadable).got(io_error(&error)))?;
        entries.sort();
        let mut seen = BTreeSet::new();
        for entry in &entries {
            if !entry.regular {
                return Err(wrong(Fault::FileKind).file(&entry.path));
            }
            if entry.path == PATH {
                continue;
            }
            let Some(listed) = self.files.get(&entry.path) else {
                return Err(wrong(Fault::FileUnlisted).file(&entry.path));
            };
            if listed.size != entry.size {
                let failure = wrong(Fault::FileSize).file(&entry.path);
                return Err(failure.got(entry.size).expected(listed.size));
            }
            seen.insert(entry.path.as_str());
        }
        match self.paths().find(|path| !seen.contains(path)) {
            Some(path) => Err(wrong(Fault::FileAbsent).file(path)),
            None => Ok(()),
        }
    }

    /// The listed files are exactly those of section 16.
    pub(crate) fn check_complete(&self, plan: &Plan) -> Result<(), Failure> {
        let required = required_paths(plan);
        let wrong = |fault, path| Failure::new(Check::Files, fault).file(path);
        if let Some(path) = required.iter().find(|path| !self.files.contains_key(*path)) {
            return Err(wrong(Fault::FileMissing, path));
        }
        match self.files.keys().find(|path| !required.contains(*path)) {
            Some(path) => Err(wrong(Fault::FileExtra, path)),
            None => Ok(()),
        }
    }
}

/// The names of the lists that section 7 requires of a plan.
pub(crate) fn required_lists(plan: &Plan) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::from(["entities", "items", "exclusions"]);
    if plan.is_paired() {
        names.extend(["inspectors", "barred", "apart"]);
    }
    if plan.is_labelled() {
        names.insert("strata");
    }
    if plan.uses_selection() {
        names.insert("selection");
    }
    names
}

/// Every path of a bundle but `manifest.json` (section 16).
fn required_paths(plan: &Plan) -> BTreeSet<String> {
    let mut paths: BTreeSet<String> = [
        "plan.json",
        "draw/ceremony.json",
        "draw/strata.jsonl",
        "draw/selected.jsonl",
        "draw/visits.jsonl",
        "draw/record.json",
        "documents/summary.md",
        "documents/summary.en.md",
        "documents/summary.html",
        "documents/visits.xlsx",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    paths.extend(required_lists(plan).into_iter().map(|name| format!("lists/{name}.jsonl")));
    if plan.is_paired() {
        paths.insert("draw/openings.jsonl".to_owned());
        paths.insert("draw/pairing.json".to_owned());
        paths.insert("draw/apart.jsonl".to_owned());
    }
    paths
}

fn read_manifest(files: &dyn BundleFiles) -> Result<Vec<u8>, Failure> {
    let reader = files.open(PATH).map_err(|error| fail(Fault::ManifestAbsent).got(io_error(&error)))?;
    let mut bytes = Vec::new();
    reader
        .take(OBJECT_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| fail(Fault::ManifestAbsent).got(io_error(&error)))?;
    if bytes.len() as u64 > OBJECT_MAX {
        return Err(fail(Fault::ManifestForm).got(said("超过规定的大小", "too large")));
    }
    Ok(bytes)
}

fn check_paths(files: &[ManifestFile]) -> Result<(), Failure> {
    for file in files {
        let bad_part = |part: &str| matches!(part, "" | "." | "..");
        // A leading `/` gives an empty first part.
        if file.path.contains('\\') || file.path.split('/').any(bad_part) || file.path == PATH {
            return Err(fail(Fault::ManifestPath).got(&file.path));
        }
    }
    match files.iter().zip(files.iter().skip(1)).find(|(a, b)| a.path.as_bytes() >= b.path.as_bytes()) {
        Some((before, after)) => Err(fail(Fault::ManifestOrder).got(format!("{} · {}", before.path, after.path))),
        None => Ok(()),
    }
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Manifest, fault).file(PATH)
}
