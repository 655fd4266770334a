//! The files under `evidence/`, and checks `events` to `escrow`, one after the other.
//!
//! Source: `docs/PROTOCOL.md`, sections 16, 17 and 20 to 24.

use records::events::{CapsuleLine, Consistency, LogEntry, LoggedEvent, Previous};
use records::frozen::Opening;
use records::hash::Digest;
use records::plan::Plan;

use crate::check::Check;
use crate::copy::{self, Beyond};
use crate::events::{self, Course};
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::kind::Kind;
use crate::log::{self, Shown};
use crate::source::{List, Source};
use crate::{Options, escrow, leaves, manifest, numbers};

/// The files, as far as they are there and can be read.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub events: Option<List<LoggedEvent>>,
    pub entries: Option<List<LogEntry>>,
    pub previous: Option<List<Previous>>,
    pub checkpoint: Option<Vec<u8>>,
    pub closed: Option<Vec<u8>>,
    pub consistency: Option<Consistency>,
    pub openings: Option<List<Opening>>,
    pub capsules: Option<List<CapsuleLine>>,
}

/// What the events say and the log shows.
#[derive(Debug)]
pub(crate) struct Evidence {
    pub course: Course,
    pub shown: Shown,
    /// What a copy of the log shows beyond the bundle.
    pub beyond: Option<Beyond>,
}

impl Files {
    /// Reads one file, if its path is of this folder.
    pub(crate) fn read(&mut self, source: &Source<'_>, path: &str, findings: &mut Findings) -> bool {
        match path {
            events::PATH => self.events = source.list(path, |_| None, findings),
            log::ENTRIES => self.entries = source.list(path, |_| None, findings),
            numbers::PATH => self.previous = source.list(path, |_| None, findings),
            log::CHECKPOINT => self.checkpoint = note(source, path, findings),
            log::CLOSED => self.closed = note(source, path, findings),
            log::CONSISTENCY => self.consistency = source.object(path, findings).map(|(object, _)| object),
            manifest::OPENINGS => self.openings = source.list(path, |row| Some(&row.id), findings),
            leaves::CAPSULES => self.capsules = source.list(path, |_| None, findings),
            _ => return false,
        }
        true
    }

    /// The events, if every line of them can be read: only then is it known which other files belong to the bundle.
    pub(crate) fn whole_events(&self) -> Option<&List<LoggedEvent>> {
        self.events.as_ref().filter(|list| list.rows.len() as u64 == list.root.count)
    }
}

/// A signed note; one that is too long is no note.
fn note(source: &Source<'_>, path: &str, findings: &mut Findings) -> Option<Vec<u8>> {
    let bytes = findings.take(source.small(path, log::CHECKPOINT_MAX))?;
    if bytes.is_none() {
        let failure = Failure::new(Check::Log, Fault::LogNote).file(path);
        findings.add(failure.expected(format!("<= {}", log::CHECKPOINT_MAX)));
    }
    bytes
}

/// Makes the checks of a plan that has a log.
pub(crate) fn check(
    plan: &Plan,
    announced: &Digest,
    kind: Kind,
    files: &Files,
    options: &Options<'_>,
) -> Result<Evidence, Failure> {
    // A file that is missing or can't be read was named before.
    let missing = |path| Failure::new(Check::Files, Fault::FileMissing).file(path);
    let events = files.events.as_ref().ok_or_else(|| missing(events::PATH))?;
    let course = events::check(plan, announced, kind, events)?;
    let checkpoint = files.checkpoint.as_ref().ok_or_else(|| missing(log::CHECKPOINT))?;
    let entries = files.entries.as_ref().ok_or_else(|| missing(log::ENTRIES))?;
    let previous = files.previous.as_ref().ok_or_else(|| missing(numbers::PATH))?;
    let (closed, consistency) = (files.closed.as_deref(), files.consistency.as_ref());
    let notes = log::Notes { checkpoint, closed, consistency, entries, previous };
    let shown = log::check(plan, &course, events, &notes, options.policy)?;
    let copied = options.log.as_ref().map(|copy| copy::check(plan, &shown.tree, events, copy)).transpose();
    // What a copy shows may be a matter of check `numbers`: then what the bundle itself shows of them comes first.
    match copied {
        Err(failure) if failure.check == Check::Log => return Err(failure),
        _ => numbers::check(plan, &shown.tree, events, previous, entries)?,
    }
    let beyond = copied?;
    escrow::check(plan, announced, &course)?;
    Ok(Evidence { course, shown, beyond })
}
