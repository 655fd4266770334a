//! The bench: orders of substitutes from the whole outcome.
//!
//! Source: `docs/PROTOCOL.md`, section 23.1.

use records::day::Day;
use records::frozen::{FrozenInspector, Opening, VisitLine, VisitState};
use records::hash::h;
use records::id::Id;
use records::plan::Plan;

use super::{DatedVisit, Orders, ReplaceError, Reserve, ReserveVisit, Seated};
use crate::outcome::OutcomeError;
use crate::outcome::instance::Model;
use crate::pair::Instance;
use crate::schedule::Calendar;
use crate::sealed::Substitute;
use crate::visits::{Visit, visit_of_line, visit_of_reserve};

/// Everything from which orders follow.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The frozen inspectors, by id.
    pub inspectors: &'a [FrozenInspector],
    /// Lines of `visits.jsonl`.
    pub visits: &'a [VisitLine],
    /// Openings of drawn entities, by id.
    pub openings: &'a [Opening],
    /// Relaxations in force: `relaxations` of `pairing.json`; 0 without one.
    pub level: u32,
    /// The key `replace` of section 9.
    pub replace: &'a [u8; 32],
    /// The reserves about which something will be asked, in any order.
    pub reserves: &'a [Reserve],
}

/// Loads, places and keys of an outcome, ready to be asked.
#[derive(Clone, Debug)]
pub struct Bench<'a> {
    basis: Basis<'a>,
    /// Visits with seats, at the final level.
    drawn: Side,
    /// What the reserves would make alone, those with seats, in the order of `which`.
    alone: Side,
    /// Numbers of the reserves in `alone`.
    which: Vec<usize>,
    calendar: Calendar,
    held: Vec<u32>,
    /// Inspector by inspector, his dated visits on each day.
    used: Vec<u32>,
}

/// Visits and who may take their seats.
#[derive(Clone, Debug)]
struct Side {
    ids: Vec<Id>,
    instance: Instance,
}

impl<'a> Bench<'a> {
    /// Counts what everybody holds.
    pub fn new(basis: Basis<'a>) -> Result<Self, ReplaceError> {
        let Basis { plan, inspectors, visits, openings, reserves, .. } = basis;
        let lines = visits.iter().filter(|visit| !visit.seats.is_empty());
        let drawn = lines.map(|line| visit_of_line(plan, line)).collect::<Result<Vec<Visit>, _>>()?;
        let (drawn, calendar) = side(&basis, &drawn, openings)?;
        let mut alone = Vec::new();
        let mut which = Vec::new();
        for (number, reserve) in reserves.iter().enumerate() {
            let visit = visit_of_reserve(plan, &reserve.leaf, &reserve.place)?;
            if !visit.seats.is_empty() {
                alone.push(visit);
                which.push(number);
            }
        }
        let mut openings: Vec<Opening> = reserves.iter().filter_map(|reserve| reserve.opening.clone()).collect();
        openings.sort_by(|a, b| a.id.cmp(&b.id));
        let (alone, _) = side(&basis, &alone, &openings)?;
        let mut out = Self {
            basis,
            drawn,
            alone,
            which,
            calendar,
            held: vec![0; inspectors.len()],
            used: vec![0; inspectors.len() * plan.days.len()],
        };
        visits.iter().try_for_each(|visit| out.count(visit))?;
        Ok(out)
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        self.basis.plan
    }

    /// The visits of the outcome.
    pub fn visits(&self) -> &'a [VisitLine] {
        self.basis.visits
    }

    /// The reserves that it knows.
    pub fn reserves(&self) -> &'a [Reserve] {
        self.basis.reserves
    }

    fn count(&mut self, visit: &VisitLine) -> Result<(), ReplaceError> {
        let Basis { plan, inspectors, .. } = self.basis;
        for who in visit.seats.iter().filter_map(|seat| seat.inspector.as_ref()) {
            let unknown = || OutcomeError::UnknownInspector { id: who.to_string() };
            let index = inspectors.binary_search_by(|other| other.id.cmp(who)).map_err(|_| unknown())?;
            if let Some(held) = self.held.get_mut(index) {
                *held += 1;
            }
            for day in visit.days.iter().filter_map(|day| plan.days.binary_search(day).ok()) {
                if let Some(used) = self.used.get_mut(index * plan.days.len() + day) {
                    *used += 1;
                }
            }
        }
        Ok(())
    }

    /// Everybody who may take seat `seat` of visit number `visit` and holds fewer than his maximum, in the order of section 23.1.
    fn order(&self, side: &Side, visit: u32, seat: u32, team: &[Id], days: &[usize]) -> Vec<Substitute> {
        let row = side.instance.seats.row(visit);
        let pool = row.get(seat as usize).and_then(|pool| side.instance.pools.get(*pool as usize));
        let mut out = Vec::new();
        for who in pool.into_iter().flatten().filter(|who| side.instance.admits(visit, **who)) {
            let (Some(inspector), Some(place)) =
                (self.basis.inspectors.get(*who as usize), side.ids.get(visit as usize))
            else {
                continue;
            };
            let left = self.left(*who);
            if team.contains(&inspector.id) || left == 0 {
                continue;
            }
            let seat = seat.to_string();
            let parts: [&[u8]; 4] = [self.basis.replace, place.as_bytes(), seat.as_bytes(), inspector.id.as_bytes()];
            let free = days.iter().map(|day| self.free(*who, *day)).collect();
            out.push((h("mq1/replace", &parts), Substitute { free, id: inspector.id.clone(), left }));
        }
        out.sort_by_key(|(hash, _)| *hash);
        out.into_iter().map(|(_, substitute)| substitute).collect()
    }

    /// Number of a reserve among those that it knows.
    fn number(&self, task: &Id, stratum: &Id, rank: u64) -> Option<usize> {
        self.basis.reserves.iter().position(|reserve| {
            reserve.leaf.task == *task && reserve.leaf.stratum == *stratum && reserve.leaf.rank == rank
        })
    }

    /// max − held.
    fn left(&self, who: u32) -> u32 {
        let max = self.drawn.instance.max.get(who as usize).copied().unwrap_or(0);
        max.saturating_sub(self.held.get(who as usize).copied().unwrap_or(0))
    }

    /// avail − used.
    fn free(&self, who: u32, day: usize) -> u32 {
        let avail = self.calendar.row(who).get(day).copied().map_or(0, u32::from);
        let used = self.used.get(who as usize * self.basis.plan.days.len() + day).copied().unwrap_or(0);
        avail.saturating_sub(used)
    }
}

fn side(basis: &Basis<'_>, visits: &[Visit], openings: &[Opening]) -> Result<(Side, Calendar), ReplaceError> {
    // Who should be kept apart is a wish, not a bar: it does not keep a substitute away.
    let model = Model::new(basis.plan, basis.inspectors, &[], visits, openings)?;
    let instance = model.instance(basis.level).ok_or(OutcomeError::Relaxations)?;
    let ids = visits.iter().map(|visit| visit.id.clone()).collect();
    Ok((Side { ids, instance }, model.calendar))
}

impl Orders for Bench<'_> {
    fn visit(&self, id: &Id) -> Option<DatedVisit> {
        let plan = self.basis.plan;
        let line = self.basis.visits.binary_search_by(|visit| visit.id.cmp(id)).ok();
        let line = line.and_then(|at| self.basis.visits.get(at)).filter(|line| line.state == VisitState::Dated)?;
        let visit = u32::try_from(self.drawn.ids.binary_search(id).ok()?).ok()?;
        let team = line.seats.iter().map(|seat| seat.inspector.clone()).collect::<Option<Vec<_>>>()?;
        let days: Vec<usize> = line.days.iter().filter_map(|day| plan.days.binary_search(day).ok()).collect();
        let order = |(seat, _): (u32, _)| {
            let mut order = self.order(&self.drawn, visit, seat, &team, &days);
            order.retain(|one| one.free.iter().all(|free| *free > 0));
            order
        };
        let orders = (0..).zip(&team).map(order).collect();
        Some(DatedVisit { days: line.days.clone(), draws: line.draws.iter().map(Into::into).collect(), orders, team })
    }

    fn drawn_days(&self, task: &Id, stratum: &Id, rank: u64) -> Option<Vec<Day>> {
        self.basis.visits.iter().find(|visit| visit.is_of(task, stratum, rank)).map(|visit| visit.days.clone())
    }

    fn law(&self, task: &Id, stratum: &Id, rank: u64) -> Vec<Id> {
        let number = self.number(task, stratum, rank).and_then(|number| self.basis.reserves.get(number));
        let opening = number.and_then(|reserve| reserve.opening.as_ref());
        opening.map_or(Vec::new(), |opening| opening.law.inspectors.clone())
    }

    fn seated(&self, place: &Id) -> Seated {
        let line = self.basis.visits.iter().find(|line| line.id == *place && !line.seats.is_empty());
        line.map_or(Seated::Nothing, |line| Seated::Visit(Box::new(line.clone())))
    }

    fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit> {
        let number = self.number(task, stratum, rank)?;
        let place = self.basis.reserves.get(number)?.place.visited().clone();
        let joins = self.drawn.ids.binary_search(&place).is_ok();
        let visit = self.which.binary_search(&number).ok().and_then(|visit| u32::try_from(visit).ok());
        let Some(visit) = visit.filter(|_| !joins) else { return Some(ReserveVisit { place, orders: Vec::new() }) };
        let days: Vec<usize> = (0..self.basis.plan.days.len()).collect();
        let seats = u32::try_from(self.alone.instance.seats.row(visit).len()).unwrap_or(u32::MAX);
        let orders = (0..seats).map(|seat| self.order(&self.alone, visit, seat, &[], &days)).collect();
        Some(ReserveVisit { place, orders })
    }
}
