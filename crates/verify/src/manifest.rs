//! Checks `manifest` and the first half of `files`: what should be there, and what is.
//!
//! Source: `docs/PROTOCOL.md`, sections 16 and 17.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use records::canonical;
use records::events::{Event, LoggedEvent, Replacement};
use records::frozen::{Manifest, ManifestFile};
use records::hash::{Digest, sha256};
use records::plan::{Mode, Plan};

use crate::check::{Check, Culprit};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::files::BundleFiles;
use crate::kind::Kind;
use crate::said::{canonical_error, io_error, said};
use crate::source::List;
use crate::{events, leaves, log, numbers};

/// Largest object file in bytes, its line end included (section 2).
pub(crate) const OBJECT_MAX: u64 = 268_435_456;

/// Where the manifest lies.
const PATH: &str = "manifest.json";

/// The files that make up a bundle, as its manifest lists them.
#[derive(Debug)]
pub(crate) struct Listing {
    /// SHA-256 of `manifest.json`: the bundle digest.
    pub digest: Digest,
    /// What it is a bundle of.
    pub kind: Kind,
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
        let known = Kind::ALL.map(Kind::format).join(" / ");
        let kind = Kind::from_format(&manifest.format)
            .ok_or_else(|| fail(Fault::ManifestFormat).got(&manifest.format).expected(known))?;
        check_paths(&manifest.files)?;
        let files_by_path = manifest.files.into_iter().map(|file| (file.path.clone(), file)).collect();
        let listing = Self { digest, kind, files: files_by_path };
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
                return Err(unlisted(&entry.path));
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

    /// The listed files are exactly those of section 16. What the events need is known only where they can be read.
    pub(crate) fn check_complete(&self, plan: &Plan, events: Option<&List<LoggedEvent>>) -> Result<(), Failure> {
        let wrong = |fault, path| Failure::new(Check::Files, fault).file(path);
        let may_be = match self.kind {
            Kind::Outcome => true,
            Kind::Announcement => plan.log.is_some(),
            Kind::Sealed => plan.log.is_some() && plan.mode == Mode::Sealed,
        };
        if !may_be {
            return Err(wrong(Fault::FileKindOfBundle, PATH).got(self.kind.format()));
        }
        let required = required_paths(plan, self.kind, events);
        if let Some(path) = required.iter().find(|path| !self.files.contains_key(*path)) {
            return Err(wrong(Fault::FileMissing, path));
        }
        let by_events = [OPENINGS, log::CLOSED, log::CONSISTENCY, leaves::CAPSULES];
        let optional = |path: &str| match events {
            Some(_) => path == OPENINGS && may_open(plan, self.kind, events),
            None => plan.log.is_some() && by_events.contains(&path),
        };
        match self.files.keys().find(|path| !required.contains(*path) && !optional(path)) {
            Some(path) => Err(wrong(Fault::FileExtra, path)),
            None => Ok(()),
        }
    }
}

/// A file that the manifest does not list. Nothing is passed over, but what a file manager leaves behind wherever somebody
/// looks is no finding about who published the bundle.
fn unlisted(path: &str) -> Failure {
    let name = path.rsplit('/').next().unwrap_or(path);
    let of_manager = LEFT_BEHIND.iter().any(|left| name.eq_ignore_ascii_case(left)) || name.starts_with("._");
    let fault = if of_manager { Fault::FileOfManager } else { Fault::FileUnlisted };
    let failure = Failure::new(Check::Files, fault).file(path);
    if of_manager { Failure { culprit: Culprit::Reader, ..failure } } else { failure }
}

/// What the file managers of macOS and Windows leave in a folder; macOS also a `._` file beside each file of a foreign disk.
const LEFT_BEHIND: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

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

/// Where reserves that a replacement took are opened.
pub(crate) const OPENINGS: &str = "evidence/openings.jsonl";

/// Every path of a bundle but `manifest.json` (section 16).
fn required_paths(plan: &Plan, kind: Kind, events: Option<&List<LoggedEvent>>) -> BTreeSet<String> {
    let mut paths = vec!["plan.json"];
    if kind == Kind::Outcome {
        paths.extend(OUTCOME);
        if plan.is_paired() {
            paths.extend(["draw/openings.jsonl", "draw/pairing.json", "draw/apart.jsonl"]);
        }
    }
    let has = |name: &str| events.iter().flat_map(|list| &list.rows).any(|logged| logged.event.event.name() == name);
    if plan.log.is_some() {
        paths.extend([events::PATH, log::ENTRIES, numbers::PATH, log::CHECKPOINT]);
        if has("close") {
            paths.extend([log::CLOSED, log::CONSISTENCY]);
        }
        let drawn = kind == Kind::Sealed || (kind == Kind::Outcome && has("draw"));
        if plan.mode == Mode::Sealed && drawn {
            paths.push(leaves::CAPSULES);
        }
    }
    let lists = required_lists(plan).into_iter().map(|name| format!("lists/{name}.jsonl"));
    paths.into_iter().map(str::to_owned).chain(lists).collect()
}

/// Files of every outcome.
const OUTCOME: [&str; 9] = [
    "draw/ceremony.json",
    "draw/strata.jsonl",
    "draw/selected.jsonl",
    "draw/visits.jsonl",
    "draw/record.json",
    "documents/summary.md",
    "documents/summary.en.md",
    "documents/summary.html",
    "documents/visits.xlsx",
];

/// Whether some replacement took a reserve; whether that has anything to open is check `openings`.
fn may_open(plan: &Plan, kind: Kind, events: Option<&List<LoggedEvent>>) -> bool {
    let takes =
        |logged: &LoggedEvent| matches!(&logged.event.event, Event::Replace(Replacement::Entity { by: Some(_), .. }));
    kind == Kind::Outcome && plan.is_paired() && events.is_some_and(|list| list.rows.iter().any(takes))
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
