//! The rest of checks `log` and `numbers`, where the reader has a copy of the log.
//!
//! A bundle shows what its office wants to show. The copy shows all: numbers that were used twice, a second cast of dice, a
//! void that nobody was told of, a second version of the log.
//!
//! Source: `docs/PROTOCOL.md`, section 24.6.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use records::canonical;
use records::events::{LogEntry, LoggedEvent};
use records::plan::Plan;
use tlog::audit::{AuditError, each_entry};
use tlog::tile::{Tile, TileReader};
use tlog::tree::TreeBuilder;

use crate::check::Check;
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::log::{CHECKPOINT, Tree, note};
use crate::order::{Names, draw_of};
use crate::plan_keys::log_key;
use crate::said::coded;
use crate::source::List;

/// A reader's own copy of the log: its checkpoint and its files, from wherever they come.
#[derive(Clone, Copy)]
pub struct LogCopy<'a> {
    /// The bytes of `checkpoint`.
    pub checkpoint: &'a [u8],
    /// The tiles.
    pub tiles: &'a (dyn TileReader + Sync),
}

/// What the copy shows beyond the bundle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beyond {
    /// Entries of the copy.
    pub size: u64,
    /// Events of this draw behind the last one of the bundle.
    pub later: BTreeSet<String>,
    /// How many of the entries that the bundle speaks of the copy does not have yet.
    pub missing: u64,
    /// Draws announced before this one that have no end in the copy.
    pub unfinished: Vec<String>,
    /// Draws announced before this one that have a void behind their close.
    pub voided: Vec<String>,
}

struct Dyn<'a>(&'a dyn TileReader);

impl TileReader for Dyn<'_> {
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>> {
        self.0.read(tile)
    }
}

pub(crate) fn check(
    plan: &Plan,
    tree: &Tree,
    events: &List<LoggedEvent>,
    copy: &LogCopy<'_>,
) -> Result<Beyond, Failure> {
    let note = note(copy.checkpoint).map_err(|wrong| fail(Fault::LogNote).got(wrong))?;
    let key = log_key(plan).ok_or_else(|| fail(Fault::LogSignature))?;
    let own = note
        .signed_by(&key)
        .map_err(|error| fail(Fault::LogSignature).got(coded(error.code(), &error)).expected(&key))?;
    let mut watch = Watch::new(plan, tree, events);
    let read = each_entry(&Dyn(copy.tiles), own.size, own.root, |index, entry| watch.entry(index, entry));
    read.map_err(|error| match error {
        AuditError::Tile(_) => fail(Fault::CopyUnreadable).got(coded(error.code(), &error)),
        _ => fail(Fault::CopyRoot).got(coded(error.code(), &error)),
    })?;
    watch.finish(own.size)
}

/// Looks at every entry of the log as it goes by.
struct Watch<'a> {
    events: &'a [LoggedEvent],
    tree: &'a Tree,
    draw: String,
    authority: &'a str,
    /// The tree over the first entries, as many as the bundle's checkpoint has.
    beginning: TreeBuilder,
    /// Of each draw of this authority, the names of its entries so far.
    draws: BTreeMap<(u32, u32), Names>,
    /// Its draws in the order in which they were announced.
    announced: Vec<(u32, u32)>,
    /// Number of the next event of the bundle.
    next: usize,
    later: BTreeSet<String>,
    /// What is wrong first, by check: `log` comes before `numbers`.
    wrong: Findings,
}

impl<'a> Watch<'a> {
    fn new(plan: &'a Plan, tree: &'a Tree, events: &'a List<LoggedEvent>) -> Self {
        Self {
            events: &events.rows,
            tree,
            draw: plan.draw_name(),
            authority: plan.authority.id.as_str(),
            beginning: TreeBuilder::new(),
            draws: BTreeMap::new(),
            announced: Vec::new(),
            next: 0,
            later: BTreeSet::new(),
            wrong: Findings::default(),
        }
    }

    fn entry(&mut self, index: u64, bytes: &[u8]) {
        if index < self.tree.size {
            self.beginning.push_leaf(bytes);
        }
        if let Err(failure) = self.look(index, bytes) {
            self.wrong.add(failure);
        }
    }

    fn look(&mut self, index: u64, bytes: &[u8]) -> Result<(), Failure> {
        let malformed = || fail(Fault::CopyEntry).got(format!("{index}: {}", String::from_utf8_lossy(bytes)));
        let entry: LogEntry = canonical::from_slice(bytes).map_err(|_| malformed())?;
        // A log is of one authority: under another id in the same log a number could be drawn a second time.
        let number = match draw_of(&entry.draw) {
            Some((authority, sequence, attempt)) if authority == self.authority => (sequence, attempt),
            _ => return Err(malformed()),
        };
        if let Err(failure) = self.follow(index, number, &entry.event) {
            self.wrong.add(failure);
        }
        if entry.draw != self.draw {
            return Ok(());
        }
        let hidden = || fail(Fault::CopyEvents).got(format!("{index}: {}", entry.event));
        match self.events.get(self.next) {
            Some(logged) => {
                let same = logged.index == index && logged.event.entry().is_ok_and(|own| own == entry);
                self.next += 1;
                if same {
                    Ok(())
                } else {
                    Err(hidden().expected(format!("{}: {}", logged.index, logged.event.event.name())))
                }
            }
            None => {
                self.later.insert(entry.event);
                Ok(())
            }
        }
    }

    /// Draws announced before this one of which this holds.
    fn before(&self, holds: impl Fn(&Names) -> bool) -> Vec<String> {
        let before = self.announced.iter().take_while(|number| self.name(**number) != self.draw);
        let found = before.filter(|number| self.draws.get(number).is_some_and(&holds));
        found.map(|number| self.name(*number)).collect()
    }

    fn name(&self, number: (u32, u32)) -> String {
        format!("{}/{}/{}", self.authority, number.0, number.1)
    }

    /// What may follow what, over all draws of this authority.
    fn follow(&mut self, index: u64, number: (u32, u32), event: &str) -> Result<(), Failure> {
        let got = format!("{index}: {} {event}", self.name(number));
        let has = |number: (u32, u32), event: &str| self.draws.get(&number).is_some_and(|names| names.has(event));
        let is_announced = event == "announce";
        if is_announced && has(number, "announce") {
            return Err(Failure::new(Check::Numbers, Fault::NumbersTwice).got(got));
        }
        let preceded = match number {
            (sequence, attempt @ 2..) => has((sequence, attempt - 1), "void"),
            (sequence @ 2.., _) => has((sequence - 1, 1), "announce"),
            _ => true,
        };
        if !self.draws.entry(number).or_default().follow(event) {
            return Err(fail(Fault::CopyOrder).got(got));
        }
        if is_announced {
            self.announced.push(number);
        }
        match is_announced && !preceded {
            true => Err(Failure::new(Check::Numbers, Fault::NumbersGap).got(got)),
            false => Ok(()),
        }
    }

    fn finish(mut self, size: u64) -> Result<Beyond, Failure> {
        let missing = self.tree.size.saturating_sub(size);
        let beginning = self.beginning.root();
        if missing == 0 && beginning != self.tree.root {
            return Err(fail(Fault::CopyTree).file(CHECKPOINT).got(self.tree.root).expected(beginning));
        }
        self.wrong.settle()?;
        // A shorter copy has no more to say than what it has; all of that must be in the bundle, in its place.
        match self.events.get(self.next).filter(|logged| logged.index < size) {
            Some(logged) => {
                let expected = format!("{}: {}", logged.index, logged.event.event.name());
                Err(fail(Fault::CopyEvents).expected(expected))
            }
            None => Ok(Beyond {
                size,
                unfinished: self.before(|names| !names.has("finish") && !names.has("void")),
                voided: self.before(|names| names.has("close") && names.has("void")),
                later: self.later,
                missing,
            }),
        }
    }
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Log, fault)
}
