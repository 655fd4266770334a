//! Check `numbers`: what must have come before this number.
//!
//! Source: `docs/PROTOCOL.md`, section 20.4.

use records::events::{Event, EventLine, LogEntry, LoggedEvent, Previous};
use records::hash::{Digest, h};
use records::plan::Plan;

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::log::{Tree, is_in};
use crate::signature;
use crate::source::List;

/// Where it is shown.
pub(crate) const PATH: &str = "evidence/previous.jsonl";

/// What the attempt before must show: of these the entries are looked for.
const SHOWN: [&str; 3] = ["announce", "close", "void"];

pub(crate) fn check(
    plan: &Plan,
    tree: &Tree,
    events: &List<LoggedEvent>,
    previous: &List<Previous>,
    entries: &List<LogEntry>,
) -> Result<(), Failure> {
    let announced = events.rows.first().map_or(0, |logged| logged.index);
    let mut last = None;
    for (line, row) in (1..).zip(&previous.rows) {
        let wrong = |fault| fail(fault).line(line);
        let (entry, index, hashes) = row.logged().map_err(|_| wrong(Fault::NumbersEntry))?;
        if index >= announced || last.is_some_and(|last| index <= last) || !is_in(tree, &entry, index, hashes) {
            return Err(wrong(Fault::NumbersProof).got(index).expected(format!("< {announced}")));
        }
        last = Some(index);
    }
    let authority = &plan.authority.id;
    match (plan.sequence, plan.attempt) {
        (sequence, attempt @ 2..) => {
            attempt_before(plan, &format!("{authority}/{sequence}/{}", attempt - 1), previous, entries)
        }
        (sequence @ 2.., _) => number_before(&format!("{authority}/{}/1", sequence - 1), previous),
        _ if previous.rows.is_empty() => Ok(()),
        _ => Err(fail(Fault::NumbersLines).got(previous.rows.len()).expected(0)),
    }
}

/// The entry of the announcement of the number before.
fn number_before(draw: &str, previous: &List<Previous>) -> Result<(), Failure> {
    match previous.rows.as_slice() {
        [Previous::Entry(line)] if (line.entry.draw.as_str(), line.entry.event.as_str()) == (draw, "announce") => {
            Ok(())
        }
        [_] => Err(fail(Fault::NumbersEntry).line(1).expected(format!("{draw} announce"))),
        rows => Err(fail(Fault::NumbersLines).got(rows.len()).expected(1)),
    }
}

/// The attempt before was void, and, if it was closed, by the superior.
fn attempt_before(plan: &Plan, draw: &str, previous: &List<Previous>, entries: &List<LogEntry>) -> Result<(), Failure> {
    let mut shown: Vec<&EventLine> = Vec::new();
    for (line, row) in (1..).zip(&previous.rows) {
        match row {
            Previous::Event(logged) if logged.event.draw == draw => shown.push(&logged.event),
            _ => return Err(fail(Fault::NumbersEntry).line(line).expected(draw)),
        }
    }
    // Whatever else the log has of it is among the entries, which begin with its announcement.
    let own = entries.rows.iter().filter(|entry| entry.draw == draw && SHOWN.contains(&entry.event.as_str()));
    let lines = shown.iter().map(|event| event.entry().ok());
    if !own.cloned().map(Some).eq(lines) {
        return Err(fail(Fault::NumbersLines).got(shown.len()));
    }
    match shown.iter().map(|line| &line.event).collect::<Vec<_>>().as_slice() {
        [Event::Announce { .. }, Event::Void { .. }] => Ok(()),
        [Event::Announce { plan: announced, .. }, Event::Close { close }, Event::Void { reason, signature, .. }] => {
            check_void(plan, announced, close, reason, signature.as_deref())
        }
        _ => Err(fail(Fault::NumbersEntry).expected(format!("{draw} void"))),
    }
}

fn check_void(
    plan: &Plan,
    announced: &Digest,
    close: &Digest,
    reason: &str,
    signed: Option<&str>,
) -> Result<(), Failure> {
    let statement = h("mq1/void", &[announced.as_ref(), close.as_ref(), reason.as_bytes()]);
    let key = plan.superior.as_ref().map(|superior| &superior.key);
    match key.zip(signed) {
        Some((key, signed)) if signature::holds(key, &statement, signed) => Ok(()),
        _ => Err(fail(Fault::NumbersVoid).line(3)),
    }
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Numbers, fault).file(PATH)
}
