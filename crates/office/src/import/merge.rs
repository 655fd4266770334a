//! Merging runs with each other and with the list that is there, in one pass that also tells what changes.

use super::run::{LineStream, Place, Run, RunReader};
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
    /// The same, also where that removes all records of a department which the files do not name.
    ReplaceAll,
    /// The files are added: records of the same id are replaced, all others stay.
    Add,
}

impl Mode {
    /// The name in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Replace | Mode::ReplaceAll => "replace",
            Mode::Add => "add",
        }
    }
}

impl Mode {
    /// Whether the files are the whole list.
    pub fn replaces(self) -> bool {
        self != Mode::Add
    }
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It differs from the one that was there.
    Changed,
    /// It goes.
    Removed,
}

/// A record that is added, changed or removed.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Which of the three.
    pub fate: Fate,
    /// Its id.
    pub id: &'a [u8],
    /// The line that was there, with its LF.
    pub old: Option<&'a [u8]>,
    /// The line that takes its place, with its LF.
    pub new: Option<&'a [u8]>,
    /// Where the new one came from.
    pub place: Option<Place>,
}

/// Is told every change, in the order of ids.
pub(super) type Watch<'w> = dyn FnMut(&Change<'_>) -> Result<()> + 'w;

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

/// Merges, hands each line of the new list (with its LF) to `write` and each change to `watch`, and tells all changes and
/// duplicates.
pub(super) fn merge(
    runs: &[Run],
    present: Option<LineStream>,
    mode: Mode,
    watch: &mut Watch<'_>,
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
            if mode.replaces() {
                changes.removed.note(id);
                watch(&Change { fate: Fate::Removed, id, old: Some(line), new: None, place: None })?;
            } else {
                changes.unchanged += 1;
                write(line)?;
            }
        }
        if let (Some((id, line)), true) = (new, order.is_ge()) {
            let place = incoming.place();
            match old.filter(|_| order.is_eq()) {
                None => {
                    changes.added.note(id);
                    watch(&Change { fate: Fate::Added, id, old: None, new: Some(line), place })?;
                }
                Some((_, old_line)) if old_line == line => changes.unchanged += 1,
                Some((_, old_line)) => {
                    changes.changed.note(id);
                    watch(&Change { fate: Fate::Changed, id, old: Some(old_line), new: Some(line), place })?;
                }
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
    heap: BinaryHeap<Reverse<(Vec<u8>, Place, usize)>>,
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

    fn place(&self) -> Option<Place> {
        Some(self.runs[self.current?].place())
    }

    /// Goes to the next id, noting other records of the present one.
    fn advance(&mut self, duplicates: &mut Vec<Duplicate>) -> Result<()> {
        let Some(index) = self.current else { return Ok(()) };
        while let Some(Reverse((id, second, other))) = self.heap.peek()
            && self.runs[index].current().is_some_and(|(current, _)| current == id.as_slice())
        {
            let (first, other) = (self.runs[index].place(), *other);
            let line = |run: usize| self.runs[run].current().map(|(_, line)| line).unwrap_or_default();
            duplicates.push(Duplicate::new(id, (line(index), first), (line(other), *second)));
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
