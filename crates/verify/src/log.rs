//! Check `log`: every event was an entry of the authority's log, and nothing was rewritten since the close.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.3 and 24.

use records::events::{Consistency, LogEntry, LoggedEvent, Previous};
use records::hash::Digest;
use records::plan::Plan;
use tlog::checkpoint::SignedCheckpoint;
use tlog::key::KeyName;
use tlog::policy::{Policy, PolicyError};
use tlog::proof::{root_from_range, verify_consistency, verify_inclusion};
use tlog::tree::{Hash, leaf_hash};

use crate::check::Check;
use crate::events::{Course, PATH};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::grade::Witnessing;
use crate::order::{ENTRY_MAX, draw_of, is_event};
use crate::plan_keys::log_key;
use crate::said::{Said, coded};
use crate::source::List;

/// Where the checkpoints lie.
pub(crate) const CHECKPOINT: &str = "evidence/checkpoint";
/// What the log has from what came before up to the last event.
pub(crate) const ENTRIES: &str = "evidence/entries.jsonl";
pub(crate) const CLOSED: &str = "evidence/closed";
pub(crate) const CONSISTENCY: &str = "evidence/consistency.json";

/// Most bytes of a checkpoint, wherever it stands (section 24.4).
pub(crate) const CHECKPOINT_MAX: u64 = 65_536;

/// Most entries that a checkpoint may speak of: integers of JSON go no further (section 24.4).
const SIZE_MAX: u64 = (1 << 53) - 1;

/// A state of the log that its key has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tree {
    pub size: u64,
    pub root: Hash,
}

/// What of the log lies in a bundle.
#[derive(Debug)]
pub(crate) struct Notes<'a> {
    pub checkpoint: &'a [u8],
    pub closed: Option<&'a [u8]>,
    pub consistency: Option<&'a Consistency>,
    pub entries: &'a List<LogEntry>,
    pub previous: &'a List<Previous>,
}

/// What the log shows.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub tree: Tree,
    /// Who witnessed the close; without a policy nobody is known.
    pub witnessing: Option<Witnessing>,
    /// Who witnessed the newest checkpoint.
    pub latest: Option<Witnessing>,
}

pub(crate) fn check(
    plan: &Plan,
    course: &Course,
    events: &List<LoggedEvent>,
    notes: &Notes<'_>,
    policy: Option<&Policy>,
) -> Result<Shown, Failure> {
    let (tree, latest) = read(plan, CHECKPOINT, notes.checkpoint, policy)?;
    let mut last = None;
    for (line, logged) in (1..).zip(&events.rows) {
        let fail = |fault| fail(fault).file(PATH).line(line);
        if last.is_some_and(|last| logged.index <= last) {
            return Err(fail(Fault::LogIndex).got(logged.index).expected(format!("> {}", last.unwrap_or_default())));
        }
        last = Some(logged.index);
        let entry = logged.event.entry().ok();
        if !entry.is_some_and(|entry| is_in(&tree, &entry, logged.index, &logged.hashes)) {
            return Err(fail(Fault::LogEntry).got(logged.event.event.name()));
        }
    }
    check_entries(plan, &tree, events, notes)?;
    let (Some(closed), Some(consistency), Some((_, close))) = (notes.closed, notes.consistency, course.close) else {
        return Ok(Shown { tree, witnessing: None, latest });
    };
    let (old, witnessing) = read(plan, CLOSED, closed, policy)?;
    let roll = course.roll.as_ref().map_or(u64::MAX, |(_, index)| *index);
    if old.size <= close || old.size > roll {
        let expected = if roll == u64::MAX { format!("> {close}") } else { format!("> {close}, <= {roll}") };
        return Err(fail(Fault::LogClosed).file(CLOSED).got(old.size).expected(expected));
    }
    let proof = tree_hashes(&consistency.hashes);
    verify_consistency(old.size, &old.root, tree.size, &tree.root, &proof)
        .map_err(|error| fail(Fault::LogConsistency).file(CONSISTENCY).line(1).got(coded(error.code(), &error)))?;
    Ok(Shown { tree, witnessing, latest })
}

/// Everything that the log has from the first place shown to the last event: nothing of this draw lies among it but its events.
fn check_entries(plan: &Plan, tree: &Tree, events: &List<LoggedEvent>, notes: &Notes<'_>) -> Result<(), Failure> {
    let entries = notes.entries;
    let wrong = |fault| fail(fault).file(ENTRIES);
    let (Some(own), Some(last)) = (events.rows.first(), events.rows.last()) else {
        return Err(wrong(Fault::LogRange).got(0));
    };
    let first = notes.previous.rows.first().and_then(|line| line.logged().ok());
    let (first, first_hashes) = first.map_or((own.index, own.hashes.as_slice()), |(_, index, hashes)| (index, hashes));
    let count = last.index.checked_sub(first).and_then(|between| between.checked_add(1));
    if count != Some(entries.rows.len() as u64) {
        let expected = count.map_or("–".to_owned(), |count| count.to_string());
        return Err(wrong(Fault::LogRange).got(entries.rows.len()).expected(expected));
    }
    let mut own_events = events.rows.iter();
    let mut lines = Vec::with_capacity(entries.rows.len());
    for (line, entry) in (1..).zip(&entries.rows) {
        let bytes = records::canonical::to_vec(entry).unwrap_or_default();
        if bytes.len() > ENTRY_MAX || !is_event(&entry.event) || draw_of(&entry.draw).is_none() {
            return Err(wrong(Fault::LogName).line(line).got(format!("{} {}", entry.draw, entry.event)));
        }
        lines.push(bytes);
    }
    let mut hashes = Vec::with_capacity(entries.rows.len());
    for (((line, place), entry), bytes) in (1..).zip(first..).zip(&entries.rows).zip(&lines) {
        if entry.draw == plan.draw_name() {
            let is_it = own_events.next().is_some_and(|event| {
                event.index == place && event.event.entry().is_ok_and(|of_event| of_event == *entry)
            });
            if !is_it {
                return Err(wrong(Fault::LogHidden).line(line).got(format!("{place} {}", entry.event)));
            }
        }
        hashes.push(leaf_hash(bytes));
    }
    let root = root_from_range(first, &hashes, tree.size, &tree_hashes(first_hashes), &tree_hashes(&last.hashes));
    match own_events.next() {
        Some(event) => Err(wrong(Fault::LogRange).got(event.event.event.name())),
        None if root != Some(tree.root) => Err(wrong(Fault::LogRange).expected(tree.root)),
        None => Ok(()),
    }
}

/// Digests of a file as the tree has them.
pub(crate) fn tree_hashes(digests: &[Digest]) -> Vec<Hash> {
    digests.iter().map(|digest| Hash::new(digest.to_bytes())).collect()
}

/// Whether an entry stands at this place of a tree.
pub(crate) fn is_in(tree: &Tree, entry: &LogEntry, index: u64, hashes: &[Digest]) -> bool {
    let Ok(line) = records::canonical::to_vec(entry) else { return false };
    verify_inclusion(&leaf_hash(&line), index, tree.size, &tree_hashes(hashes), &tree.root).is_ok()
}

/// A checkpoint as section 24.4 has it, whoever has signed it; or what is wrong with it.
pub(crate) fn note(bytes: &[u8]) -> Result<SignedCheckpoint, Said> {
    if bytes.len() as u64 > CHECKPOINT_MAX {
        return Err(format!("{} > {CHECKPOINT_MAX}", bytes.len()).into());
    }
    let note = SignedCheckpoint::from_bytes(bytes).map_err(|error| coded(error.code(), &error))?;
    note.checkpoint().without_extensions().map_err(|error| coded(error.code(), &error))?;
    KeyName::new(&note.checkpoint().origin).map_err(|error| coded(error.code(), &error))?;
    match note.checkpoint().size {
        size if size > SIZE_MAX => Err(format!("{size} > {SIZE_MAX}").into()),
        _ => Ok(note),
    }
}

/// A checkpoint that the plan's log has signed, and who of the policy has cosigned it.
fn read(plan: &Plan, path: &str, bytes: &[u8], policy: Option<&Policy>) -> Result<(Tree, Option<Witnessing>), Failure> {
    let fail = |fault| fail(fault).file(path);
    let note = note(bytes).map_err(|wrong| fail(Fault::LogNote).got(wrong))?;
    // Check `plan` has shown that the key is one.
    let key = log_key(plan).ok_or_else(|| fail(Fault::LogSignature))?;
    let checkpoint = note
        .signed_by(&key)
        .map_err(|error| fail(Fault::LogSignature).got(coded(error.code(), &error)).expected(&key))?;
    let tree = Tree { size: checkpoint.size, root: checkpoint.root };
    let Some(policy) = policy else { return Ok((tree, None)) };
    if !policy.logs().iter().any(|log| log.key == key) {
        let logs = policy.logs().iter().map(|log| log.key.to_string()).collect::<Vec<_>>().join(" / ");
        return Err(fail(Fault::LogPolicy).got(&key).expected(logs));
    }
    match policy.check(&note) {
        Ok(trusted) => Ok((tree, Some(Witnessing::new(&trusted.witnesses, trusted.reached)))),
        Err(PolicyError::Quorum { got }) => Ok((tree, Some(Witnessing::new(&got, None)))),
        Err(error) => Err(fail(Fault::LogCosignature).got(coded(error.code(), &error))),
    }
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Log, fault)
}
