//! Slips: what an inspector shows at the door, as a file to be checked and as a page to be printed.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use super::held::Held;
use super::opening::entry_id;
use super::snapshot::Snapshot;
use super::{CeremonyError, Desk, EventRow, evidence};
use crate::draw::look_up_ids;
use crate::error::Result;
use crate::freeze::{freezer, open_index};
use crate::store::atomic::NewFile;
use documents::{Labels, SlipPage, slip_html};
use draw::freeze::Freezer;
use draw::publish::{object_file, selected_lines};
use draw::slip::{Show, SlipError, open_reserve_slip, open_slip, sealed_slip};
use records::day::Day;
use records::events::{Event, Leaf, LoggedEvent, Replacement, ReserveLeaf, Slip, SlipLeaf};
use records::id::Id;
use records::visit_now::{VisitNow, follow_leaf};
use std::path::PathBuf;

/// For whom slips are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All visits that begin on this day.
    Day(Day),
    /// One visit, or the place of a reserve.
    Visit(Id),
}

impl Desk<'_> {
    /// Writes slips of visits that are open: of a sealed draw those whose capsule was opened. Gives the files, pages beside them.
    pub fn slips(&mut self, draw: &str, which: &Which) -> Result<Vec<PathBuf>> {
        let held = self.held(draw)?;
        if held.event("draw").is_none() {
            return Err(CeremonyError::NotDrawn { draw: draw.to_owned() }.into());
        }
        let snapshot = Snapshot::open(self.store(), draw)?;
        let freezer = freezer(&snapshot.store, &snapshot.plan, &snapshot.lists)?;
        let slips = if held.is_sealed() {
            self.sealed_slips(&held, &freezer, which)?
        } else {
            self.open_slips(&held, &freezer, which)?
        };
        if slips.is_empty() {
            self.refuse_closed(&held, which)?;
        }
        let mut out = Vec::new();
        for slip in slips {
            out.push(self.write_slip(&held, &snapshot, &freezer, &slip)?);
        }
        Ok(out)
    }

    /// Nothing to write can mean that there is nothing, or that nobody may know yet; only the first is no fault.
    fn refuse_closed(&mut self, held: &Held, which: &Which) -> Result<()> {
        let plan = held.plan();
        match which {
            Which::Day(day) if !plan.days.contains(day) => {
                Err(CeremonyError::NoDay { day: *day, known: plan.days.clone() }.into())
            }
            Which::Day(day) if self.unopened_days(&held.name)?.contains(day) => {
                Err(CeremonyError::NotOpened { name: format!("--day {day}") }.into())
            }
            Which::Day(_) => Ok(()),
            Which::Visit(visit) if held.is_sealed() => Err(CeremonyError::VisitClosed { visit: visit.clone() }.into()),
            Which::Visit(visit) => Err(SlipError::Visit { visit: visit.clone() }.into()),
        }
    }

    fn sealed_slips(&self, held: &Held, freezer: &Freezer<'_>, which: &Which) -> Result<Vec<Slip>> {
        let mut out = Vec::new();
        for entry in &self.opened(held)? {
            let changes = Changes::of(held, &SlipLeaf::Sealed(entry.line.clone()))?;
            if changes.is_wanted(which, &entry_id(entry)) {
                out.push(sealed_slip(self.show(held, freezer, &changes)?, entry)?);
            }
        }
        Ok(out)
    }

    fn open_slips(&self, held: &Held, freezer: &Freezer<'_>, which: &Which) -> Result<Vec<Slip>> {
        let count = held.count_to("draw").unwrap_or(held.rows.len());
        let made = self.compute(held, count, None)?.made;
        let (record, visits) = (&made.files.record, &made.outcome.visits);
        let mut out = Vec::new();
        for visit in visits {
            let changes = Changes::of(held, &SlipLeaf::Open(visit.clone()))?;
            if changes.is_wanted(which, &visit.id) {
                out.push(open_slip(self.show(held, freezer, &changes)?, record, visits, &visit.id)?);
            }
        }
        let selected = selected_lines(held.plan(), &made.selection);
        for line in selected.iter().filter(|line| line.reserve) {
            let changes = Changes::of(held, &SlipLeaf::Selected(line.clone()))?;
            if changes.is_wanted(which, &line.entity) {
                out.push(open_reserve_slip(self.show(held, freezer, &changes)?, record, &selected, line)?);
            }
        }
        Ok(out)
    }

    fn show<'h>(&self, held: &'h Held, freezer: &Freezer<'_>, changes: &Changes<'_>) -> Result<Show<'h>> {
        let row = held.rows.iter().find(|row| row.event.event.name() == "draw");
        let not_drawn = || CeremonyError::NotDrawn { draw: held.name.clone() };
        let row = row.ok_or_else(not_drawn)?;
        let hidden = held.plan().publish.names == "never";
        let team: Vec<Id> = changes.now.iter().flat_map(|now| now.team.iter().flatten().cloned()).collect();
        let names = if hidden { Vec::new() } else { freezer.opened_names(&team)? };
        // One checkpoint for all: that of the last replacement.
        let last = changes.rows.last().copied().unwrap_or(row);
        let checkpoint = &last.logged.as_ref().ok_or_else(not_drawn)?.checkpoint;
        let log = evidence::proof_in(&self.log, checkpoint, row)?.ok_or_else(not_drawn)?;
        let mut replaced = Vec::new();
        for row in &changes.rows {
            let proof = evidence::proof_in(&self.log, checkpoint, row)?.ok_or_else(not_drawn)?;
            replaced.push(LoggedEvent { event: row.event.clone(), hashes: proof.hashes, index: proof.index });
        }
        Ok(Show { plan: held.plan(), event: &row.event, log, names, replaced })
    }

    fn write_slip(&self, held: &Held, snapshot: &Snapshot, freezer: &Freezer<'_>, slip: &Slip) -> Result<PathBuf> {
        // An entity may have been drawn for one task and be a reserve of another: each slip has a file of its own.
        let of_reserve = |reserve: &ReserveLeaf| {
            let ReserveLeaf { entity, rank, stratum, task } = reserve;
            (format!("{entity}-{task}-{stratum}-{rank}"), vec![entity.clone()])
        };
        let (name, mut ids) = match &slip.leaf {
            SlipLeaf::Open(visit) | SlipLeaf::Sealed(Leaf::Visit(visit)) => {
                let drawn = visit.draws.iter().map(|by| by.entity.clone());
                (visit.id.to_string(), drawn.chain([visit.id.clone()]).collect())
            }
            SlipLeaf::Sealed(Leaf::Reserve(reserve)) => of_reserve(reserve),
            SlipLeaf::Selected(line) => of_reserve(&line.into()),
        };
        let replaced = slip.replaced.iter().filter_map(|logged| match &logged.event.event {
            Event::Replace(Replacement::Entity { visit, .. }) => visit.clone(),
            _ => None,
        });
        ids.extend(replaced);
        ids.sort();
        ids.dedup();
        let (index, _) = open_index(&held.frozen)?;
        let labels: Labels = look_up_ids(&snapshot.store, freezer, &index, &ids.iter().collect::<Vec<_>>())?.labels;
        let items: Vec<_> = freezer.items().into_iter().cloned().collect();
        let page = SlipPage { slip, plan: held.plan(), labels: &labels, items: &items, site: None };
        let folder = self.store().ceremony_dir(&held.name).join("slips");
        let path = folder.join(format!("{name}.json"));
        for (path, bytes) in
            [(&path, object_file("slip", slip)?), (&folder.join(format!("{name}.html")), slip_html(&page)?)]
        {
            let mut file = NewFile::create(path)?;
            file.put(&bytes)?;
            file.commit()?;
        }
        Ok(path)
    }
}

/// What replacements have made of a visit.
struct Changes<'h> {
    /// The events that concern it.
    rows: Vec<&'h EventRow>,
    now: Option<VisitNow>,
}

impl<'h> Changes<'h> {
    fn of(held: &'h Held, leaf: &SlipLeaf) -> Result<Self> {
        let of_row = |row: &'h EventRow| match &row.event.event {
            Event::Replace(replacement) => Some((row, replacement)),
            _ => None,
        };
        let all: Vec<(&EventRow, &Replacement)> = held.rows.iter().filter_map(of_row).collect();
        let (numbers, now) = follow_leaf(leaf, all.iter().map(|(_, replacement)| *replacement));
        let rows = numbers.into_iter().filter_map(|number| all.get(number)).map(|(row, _)| *row).collect();
        Ok(Self { rows, now })
    }

    /// A slip is asked for by the day on which the visit begins, or by its place or the reserve's entity. What is not to be
    /// inspected any more has none for its day.
    fn is_wanted(&self, which: &Which, id: &Id) -> bool {
        // A reserve that was not called up has none: nobody is to go there.
        let Some(now) = &self.now else { return false };
        match which {
            Which::Visit(asked) => asked == id || now.visit == *asked,
            Which::Day(day) => now.days.first() == Some(day) && !now.is_cancelled(),
        }
    }
}
