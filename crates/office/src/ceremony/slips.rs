//! Slips: what an inspector shows at the door, as a file to be checked and as a page to be printed.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use super::held::Held;
use super::opening::entry_id;
use super::snapshot::Snapshot;
use super::{CeremonyError, Desk, evidence};
use crate::draw::look_up_ids;
use crate::error::Result;
use crate::freeze::{freezer, open_index};
use crate::store::atomic::NewFile;
use documents::{Labels, SlipPage, slip_html};
use draw::freeze::Freezer;
use draw::publish::object_file;
use draw::slip::{Show, SlipError, open_slip, sealed_slip};
use records::day::Day;
use records::events::{Leaf, Replacement, Slip, SlipLeaf};
use records::frozen::VisitLine;
use records::id::Id;
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
        let entries = self.opened(held)?;
        let wanted = entries.iter().filter(|entry| match (which, &entry.line) {
            (Which::Day(day), Leaf::Visit(visit)) => visit.days.first() == Some(day),
            (Which::Day(_), Leaf::Reserve(_)) => false,
            (Which::Visit(id), _) => entry_id(entry) == *id,
        });
        let mut out = Vec::new();
        for entry in wanted {
            let team = match &entry.line {
                Leaf::Visit(visit) => team(held, visit)?,
                Leaf::Reserve(reserve) => team_of_reserve(held, &reserve.task, &reserve.stratum, reserve.rank)?,
            };
            out.push(sealed_slip(self.show(held, freezer, &team)?, entry)?);
        }
        Ok(out)
    }

    fn open_slips(&self, held: &Held, freezer: &Freezer<'_>, which: &Which) -> Result<Vec<Slip>> {
        let count = held.count_to("draw").unwrap_or(held.rows.len());
        let computed = self.compute(held, count, None)?;
        let visits = &computed.made.outcome.visits;
        let wanted = visits.iter().filter(|visit| match which {
            Which::Day(day) => visit.days.first() == Some(day),
            Which::Visit(id) => visit.id == *id,
        });
        let mut out = Vec::new();
        for visit in wanted {
            let show = self.show(held, freezer, &team(held, visit)?)?;
            out.push(open_slip(show, &computed.made.files.record, visits, &visit.id)?);
        }
        Ok(out)
    }

    fn show<'h>(&self, held: &'h Held, freezer: &Freezer<'_>, team: &[Id]) -> Result<Show<'h>> {
        let row = held.rows.iter().find(|row| row.event.event.name() == "draw");
        let not_drawn = || CeremonyError::NotDrawn { draw: held.name.clone() };
        let row = row.ok_or_else(not_drawn)?;
        let names = if held.plan().publish.names == "never" { Vec::new() } else { freezer.opened_names(team)? };
        let log = evidence::proof(&self.log, row)?.ok_or_else(not_drawn)?;
        Ok(Show { plan: held.plan(), event: &row.event, log, names })
    }

    fn write_slip(&self, held: &Held, snapshot: &Snapshot, freezer: &Freezer<'_>, slip: &Slip) -> Result<PathBuf> {
        let (id, mut ids) = match &slip.leaf {
            SlipLeaf::Open(visit) | SlipLeaf::Sealed(Leaf::Visit(visit)) => {
                (visit.id.clone(), visit.draws.iter().map(|by| by.entity.clone()).collect::<Vec<Id>>())
            }
            SlipLeaf::Sealed(Leaf::Reserve(reserve)) => (reserve.entity.clone(), Vec::new()),
        };
        ids.push(id.clone());
        ids.sort();
        ids.dedup();
        let (index, _) = open_index(&held.frozen)?;
        let labels: Labels = look_up_ids(&snapshot.store, freezer, &index, &ids.iter().collect::<Vec<_>>())?.labels;
        let items: Vec<_> = freezer.items().into_iter().cloned().collect();
        let page = SlipPage { slip, plan: held.plan(), labels: &labels, items: &items, site: None };
        let folder = self.store().ceremony_dir(&held.name).join("slips");
        let path = folder.join(format!("{id}.json"));
        for (path, bytes) in
            [(&path, object_file("slip", slip)?), (&folder.join(format!("{id}.html")), slip_html(&page)?)]
        {
            let mut file = NewFile::create(path)?;
            file.put(&bytes)?;
            file.commit()?;
        }
        Ok(path)
    }
}

/// Who goes: the team as drawn, with the substitutes of later replacements.
fn team(held: &Held, visit: &VisitLine) -> Result<Vec<Id>> {
    let mut team: Vec<Option<Id>> = visit.seats.iter().map(|seat| seat.inspector.clone()).collect();
    for replacement in held.ceremony()?.replacements() {
        if let Replacement::Inspector { by, seat, visit: of, .. } = replacement
            && *of == visit.id
            && let Some(place) = team.get_mut(*seat as usize)
        {
            *place = by.clone();
        }
    }
    Ok(team.into_iter().flatten().collect())
}

fn team_of_reserve(held: &Held, task: &Id, stratum: &Id, rank: u64) -> Result<Vec<Id>> {
    let ceremony = held.ceremony()?;
    let team = ceremony.replacements().into_iter().find_map(|replacement| match replacement {
        Replacement::Entity { by: Some(by), task: t, stratum: s, team, .. }
            if *by == rank && t == task && s == stratum =>
        {
            Some(team.clone())
        }
        _ => None,
    });
    Ok(team.unwrap_or_default())
}
