//! Merging runs with each other and with the list that is there, in one pass that also tells what changes.

use super::run::{LineStream, Run, RunReader};
use super::sort::Duplicate;
use crate::error::Result;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Most ids of each kind that a summary names.
pub const SAMPLES_MAX: usize = 10;

/// Whether records that the files do not hold are removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The files are the whole list: what they do not hold is removed.
    #[default]
    Replace,
    /// The files are added: records of the same id are replaced, all others stay.
    Add,
}

impl Mode {
    /// The name in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Replace => "replace",
            Mode::Add => "add",
        }
    }
}

/// Some ids out of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there are.
    pub count: u64,
    /// The first of them.
    pub samples: Vec<String>,
}

impl Tally {
    fn note(&mut self, id: &[u8]) {
        self.count += 1;
        if self.samples.len() < SAMPLES_MAX {
            self.samples.push(String::from_utf8_lossy(id).into_owned());
        }
    }
}

/// What an import changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New records.
    pub added: Tally,
    /// Records that differ.
    pub changed: Tally,
    /// Records that go.
    pub removed: Tally,
    /// Records that stay as they are.
    pub unchanged: u64,
}

/// Merges, hands each line of the new list (with its LF) to `write`, and tells changes and duplicates.
pub(super) fn merge(
    runs: &[Run],
    present: Option<LineStream>,
    mode: Mode,
    mut write: impl FnMut(&[u8]) -> Result<()>,
) -> Result<(Changes, Vec<Duplicate>)> {
    let mut incoming = Incoming::new(runs)?;
    let mut present = present;
    if let Some(stream) = &mut present {
        stream.advance()?;
    }
    let (mut changes, mut duplicates) = (Changes::default(), Vec::new());
    loop {
        let old = present.as_ref().and_then(LineStream::current);
        let new = incoming.current();
        let order = match (old, new) {
            (None, None) => return Ok((changes, duplicates)),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some((old, _)), Some((new, _))) => old.cmp(new),
        };
        if let (Some((id, line)), true) = (old, order.is_lt()) {
            match mode {
                Mode::Replace => changes.removed.note(id),
                Mode::Add => {
                    changes.unchanged += 1;
                    write(line)?;
                }
            }
        }
        if let (Some((id, line)), true) = (new, order.is_ge()) {
            match old.filter(|_| order.is_eq()) {
                None => changes.added.note(id),
                Some((_, old_line)) if old_line == line => changes.unchanged += 1,
                Some(_) => changes.changed.note(id),
            }
            write(line)?;
        }
        if order.is_le()
            && let Some(stream) = &mut present
        {
            stream.advance()?;
        }
        if order.is_ge() {
            incoming.advance(&mut duplicates)?;
        }
    }
}

/// All runs as one sorted stream. Of two records with one id the one that came first in the files is kept.
struct Incoming {
    runs: Vec<RunReader>,
    /// The runs that are not at their end, but for the one that is current, by their ids.
    heap: BinaryHeap<Reverse<(Vec<u8>, super::run::Place, usize)>>,
    current: Option<usize>,
}

impl Incoming {
    fn new(runs: &[Run]) -> Result<Self> {
        let runs = runs.iter().map(Run::read).collect::<Result<Vec<_>>>()?;
        let mut this = Self { runs, heap: BinaryHeap::new(), current: None };
        for index in 0..this.runs.len() {
            this.queue(index);
        }
        this.current = this.heap.pop().map(|Reverse((_, _, index))| index);
        Ok(this)
    }

    fn queue(&mut self, index: usize) {
        let run = &self.runs[index];
        if let Some((id, _)) = run.current() {
            self.heap.push(Reverse((id.to_vec(), run.place(), index)));
        }
    }

    fn current(&self) -> Option<(&[u8], &[u8])> {
        self.runs[self.current?].current()
    }

    /// Goes to the next id, noting other records of the present one.
    fn advance(&mut self, duplicates: &mut Vec<Duplicate>) -> Result<()> {
        let Some(index) = self.current else { return Ok(()) };
        while let Some(Reverse((id, second, other))) = self.heap.peek()
            && self.runs[index].current().is_some_and(|(current, _)| current == id.as_slice())
        {
            let (first, other) = (self.runs[index].place(), *other);
            duplicates.push(Duplicate { id: String::from_utf8_lossy(id).into_owned(), first, second: *second });
            self.heap.pop();
            self.runs[other].advance()?;
            self.queue(other);
        }
        self.runs[index].advance()?;
        let id = self.runs[index].current().map(|(id, _)| id);
        match (id, self.heap.peek()) {
            (Some(id), Some(Reverse((top, _, _)))) if id >= top.as_slice() => {}
            // This run goes on: its next record is the smallest.
            (Some(_), _) => return Ok(()),
            (None, _) => {}
        }
        self.queue(index);
        self.current = self.heap.pop().map(|Reverse((_, _, index))| index);
        Ok(())
    }
}
