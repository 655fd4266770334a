//! Check `numbers`: what must have come before this number.
//!
//! Source: `docs/PROTOCOL.md`, section 20.4.

use std::collections::{BTreeMap, VecDeque};

use records::events::{Event, LogEntry, LoggedEvent, Previous};
use records::hash::{Digest, h};
use records::plan::Plan;

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::log::{Tree, is_in};
use crate::order::Names;
use crate::signature;
use crate::source::List;

/// Where it is shown.
pub(crate) const PATH: &str = "evidence/previous.jsonl";

/// What each attempt before must show: of these the entries are looked for.
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
        (_, 2..) => attempts_before(plan, previous, entries),
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

/// Each attempt before was void, and by the superior whom it had announced where it had to be.
fn attempts_before(plan: &Plan, previous: &List<Previous>, entries: &List<LogEntry>) -> Result<(), Failure> {
    let mut shown: VecDeque<Shown<'_>> = VecDeque::new();
    for (line, row) in (1..).zip(&previous.rows) {
        match row {
            Previous::Event(logged) => shown.push_back(Shown { line, logged }),
            Previous::Entry(_) => return Err(fail(Fault::NumbersEntry).line(line)),
        }
    }
    // Whatever the log has of these attempts is among the entries, which begin with the first announcement shown.
    let first = shown.front().map_or(0, |shown| shown.logged.index);
    let mut own: BTreeMap<&str, Vec<(u64, &LogEntry)>> = BTreeMap::new();
    for (place, entry) in (first..).zip(&entries.rows) {
        own.entry(&entry.draw).or_default().push((place, entry));
    }
    for attempt in 1..plan.attempt {
        let draw = format!("{}/{}/{attempt}", plan.authority.id, plan.sequence);
        let entries = own.get(draw.as_str()).map_or(&[][..], Vec::as_slice);
        Attempt::take(&draw, &mut shown)?.check(entries)?;
    }
    match shown.front() {
        None => Ok(()),
        Some(more) => Err(fail(Fault::NumbersLines).line(more.line).got(&more.logged.event.draw)),
    }
}

/// A line of the file.
#[derive(Clone, Copy)]
struct Shown<'a> {
    line: u64,
    logged: &'a LoggedEvent,
}

/// What the file shows of one attempt.
struct Attempt<'a> {
    announce: Shown<'a>,
    close: Option<Shown<'a>>,
    void: Shown<'a>,
}

impl<'a> Attempt<'a> {
    /// The next lines.
    fn take(draw: &str, shown: &mut VecDeque<Shown<'a>>) -> Result<Self, Failure> {
        let mut next = |name: &str| -> Option<Shown<'a>> {
            shown.pop_front_if(|one| one.logged.event.draw == draw && one.logged.event.event.name() == name)
        };
        let (announce, close, void) = (next("announce"), next("close"), next("void"));
        let line = shown.front().map(|one| one.line);
        let missing = |name: &str| {
            let failure = fail(Fault::NumbersEntry).expected(format!("{draw} {name}"));
            line.map_or(failure.clone(), |line| failure.line(line))
        };
        Ok(Self {
            announce: announce.ok_or_else(|| missing("announce"))?,
            close,
            void: void.ok_or_else(|| missing("void"))?,
        })
    }

    /// What the log has of this attempt is in order, and has the same announcement, close and void. That its first entry lies behind
    /// the void of the attempt before follows: places of the lines increase, and an announcement is the first entry.
    fn check(&self, entries: &[(u64, &LogEntry)]) -> Result<(), Failure> {
        let mut names = Names::default();
        for (place, entry) in entries {
            if !names.follow(&entry.event) {
                let failure = fail(Fault::NumbersOrder).line(self.void.line);
                return Err(failure.got(format!("{place}: {} {}", entry.draw, entry.event)));
            }
        }
        let lines = [Some(self.announce), self.close, Some(self.void)].into_iter().flatten();
        let shown = lines.map(|one| one.logged.event.entry().ok().map(|entry| (one.logged.index, entry)));
        let own = entries.iter().filter(|(_, entry)| SHOWN.contains(&entry.event.as_str()));
        if !own.map(|(place, entry)| Some((*place, (*entry).clone()))).eq(shown) {
            return Err(fail(Fault::NumbersLines).line(self.announce.line).got(&self.announce.logged.event.draw));
        }
        self.check_members(names.has("roll"))
    }

    fn check_members(&self, is_rolled: bool) -> Result<(), Failure> {
        let Event::Announce { plan, superior, round, commitment, points } = &self.announce.logged.event.event else {
            return Err(fail(Fault::NumbersEntry).line(self.announce.line));
        };
        let Event::Void { reason, record, secret, signature } = &self.void.logged.event.event else {
            return Err(fail(Fault::NumbersEntry).line(self.void.line));
        };
        let close = self.close.and_then(|one| match &one.logged.event.event {
            Event::Close { close } => Some(close),
            _ => None,
        });
        there(self.announce.line, "points", !points.is_empty(), commitment.is_some())?;
        there(self.void.line, "reason", !reason.is_empty(), true)?;
        there(self.void.line, "signature", signature.is_some(), close.is_some() || round.is_some())?;
        there(self.void.line, "secret", secret.is_some(), close.is_some() && commitment.is_some())?;
        there(self.void.line, "record", record.is_some(), is_rolled)?;
        let statement = void_statement(plan, close, reason);
        match signature {
            Some(signature) if !signature::holds(superior, &statement, signature) => {
                Err(fail(Fault::NumbersVoid).line(self.void.line).expected(superior))
            }
            _ => Ok(()),
        }
    }
}

/// What a superior signs of a void (section 20.1); before the close D is zero.
pub(crate) fn void_statement(plan: &Digest, close: Option<&Digest>, reason: &str) -> Digest {
    let nothing = Digest::new([0; 32]);
    h("mq1/void", &[plan.as_ref(), close.unwrap_or(&nothing).as_ref(), reason.as_bytes()])
}

/// A member is there exactly when it must be.
fn there(line: u64, key: &str, is_there: bool, must_be: bool) -> Result<(), Failure> {
    match is_there == must_be {
        true => Ok(()),
        false => Err(fail(Fault::NumbersKeys).line(line).got(key)),
    }
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Numbers, fault).file(PATH)
}
