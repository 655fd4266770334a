//! Departments share the lists of inspectors and items: no file of one of them removes or overwrites what another has sent.

use super::fault::{ListProblem, Names, RowFault};
use super::listener::Listener;
use super::merge::{Change, Fate, Mode};
use super::run::Place;
use super::staging::Watcher;
use crate::error::Result;
use records::canonical::scan;
use records::lists::List;
use std::collections::{BTreeMap, BTreeSet};

/// Sees records come and go.
pub(super) struct Watch {
    list: List,
    mode: Mode,
    /// Departments that the files name.
    named: BTreeSet<String>,
    /// Departments of records that go, and how many there are of each.
    removed: BTreeMap<String, u64>,
    /// Records that would overwrite those of another department.
    taken: Vec<(Place, String, [String; 2])>,
}

impl Watch {
    pub fn new(list: List, mode: Mode) -> Self {
        let (named, removed, taken) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
        Self { list, mode, named, removed, taken }
    }

    /// Whether the list is one of those that departments share. The others are kept by the office itself, or have millions
    /// of records, or both.
    pub fn is_needed(&self) -> bool {
        matches!(self.list, List::Inspectors | List::Items)
    }

    /// Takes in a record of the files.
    pub fn add(&mut self, line: &[u8]) {
        if self.is_needed()
            && let Some(department) = department(line)
            && !self.named.contains(&department)
        {
            self.named.insert(department);
        }
    }

    /// Itself and whoever listens, as one that is told changes.
    pub fn telling<'t>(&'t mut self, listener: &'t mut dyn Listener) -> Telling<'t> {
        Telling { watch: self, listener }
    }

    fn see(&mut self, change: &Change<'_>) {
        if !self.is_needed() {
            return;
        }
        let (old, new) = (change.old.and_then(department), change.new.and_then(department));
        match (change.fate, self.mode) {
            (Fate::Removed, Mode::Replace) => *self.removed.entry(old.unwrap_or_default()).or_default() += 1,
            (Fate::Changed, Mode::Add) => {
                if let (Some(old), Some(new), Some(place)) = (old, new, change.place)
                    && old != new
                {
                    self.taken.push((place, String::from_utf8_lossy(change.id).into_owned(), [old, new]));
                }
            }
            _ => {}
        }
    }

    /// What is wrong, once everything was seen.
    pub fn faults(&self, names: &Names, written: &BTreeMap<(Place, String), String>) -> Vec<RowFault> {
        let mut faults = Vec::new();
        for (place, id, departments) in &self.taken {
            let value = written.get(&(*place, id.clone())).unwrap_or(id).clone();
            let problem = ListProblem::CodeTaken { departments: departments.clone() };
            faults.push(RowFault::Lists { place: names.place(*place, &["code"]), value, problem });
        }
        // A record without a department belongs to the office, which may do with it as it likes.
        let unnamed = self.removed.iter().filter(|(name, _)| !name.is_empty() && !self.named.contains(*name));
        for (department, count) in unnamed {
            let place = ::import::Place { row: None, column: None, ..names.place(Place::default(), &[]) };
            let problem = ListProblem::DepartmentRemoved { count: *count };
            faults.push(RowFault::Lists { place, value: department.clone(), problem });
        }
        faults
    }
}

/// See [`Watch::telling`].
pub(super) struct Telling<'t> {
    watch: &'t mut Watch,
    listener: &'t mut dyn Listener,
}

impl Watcher for Telling<'_> {
    fn wants(&self) -> bool {
        self.watch.is_needed() || self.listener.listens()
    }

    fn begin(&mut self) -> Result<()> {
        self.watch.removed.clear();
        self.watch.taken.clear();
        self.listener.changes_begin(self.watch.list)
    }

    fn change(&mut self, change: &Change<'_>) -> Result<()> {
        self.watch.see(change);
        self.listener.change(change)
    }
}

fn department(line: &[u8]) -> Option<String> {
    Some(scan(line.trim_ascii_end()).ok()?.text("department")?.into_owned())
}
