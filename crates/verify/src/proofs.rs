//! Proofs that a visit can't be dated, counted again from the teams and the days alone.
//!
//! Source: `docs/PROTOCOL.md`, sections 14 and 15.1.

use std::collections::{BTreeMap, BTreeSet};

use records::day::Day;
use records::frozen::VisitState;
use records::id::Id;
use records::pairing::{DateProof, Pairing, UndatedReason};

use crate::board::{Board, BoardVisit};
use crate::certificates::fail;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::people::{find, places_on};

/// Exactly the undated visits are explained, and every proof holds.
pub(crate) fn check(pairing: &Pairing, board: &Board<'_>) -> Result<(), Failure> {
    let undated = board.visits.iter().filter(|visit| visit.visit.state == VisitState::Undated);
    if !pairing.undated.iter().map(|undated| &undated.visit).eq(undated.map(|visit| &visit.visit.id)) {
        return Err(fail(Fault::CertificateVisits).got("undated"));
    }
    for undated in &pairing.undated {
        let proof = undated.proof.map(|number| usize::try_from(number).ok().and_then(|at| pairing.proofs.get(at)));
        let holds = match (undated.reason, proof) {
            (UndatedReason::NotFound, None) => true,
            (UndatedReason::NoWindow, Some(Some(DateProof::NoWindow { visit, .. }))) => *visit == undated.visit,
            (
                UndatedReason::Proved,
                Some(Some(DateProof::Inspector { visits, .. } | DateProof::Cap { visits, .. })),
            ) => visits.contains(&undated.visit),
            _ => false,
        };
        if !holds {
            return Err(fail(Fault::CertificateForm).got(&undated.visit));
        }
    }
    let dates = Dates::new(board);
    pairing.proofs.iter().try_for_each(|proof| dates.recount(proof))
}

/// Teams and the days on which they can go.
struct Dates<'b, 'a> {
    board: &'b Board<'a>,
    visits: BTreeMap<&'a Id, usize>,
}

/// The lists and totals of a proof about several visits.
struct Claim<'p> {
    visits: &'p [Id],
    days: &'p [Day],
    demand: u64,
    capacity: u64,
}

impl<'b, 'a> Dates<'b, 'a> {
    fn new(board: &'b Board<'a>) -> Self {
        let visits = board.visits.iter().enumerate().map(|(number, visit)| (&visit.visit.id, number)).collect();
        Self { board, visits }
    }

    fn recount(&self, proof: &DateProof) -> Result<(), Failure> {
        match proof {
            DateProof::NoWindow { team, visit } => {
                let found = self.visit(visit)?;
                let seated: Vec<&str> = self.team(found).map(|who| self.board.name(who)).collect();
                if !team.iter().map(Id::as_str).eq(seated.iter().copied()) {
                    return Err(fail(Fault::CertificateCount).got(visit).expected(seated.join(" ")));
                }
                match self.window_starts(found).first() {
                    Some(start) => Err(fail(Fault::CertificateClaim).got(format!("{visit}: {}", self.day(*start)))),
                    None => Ok(()),
                }
            }
            DateProof::Inspector { capacity, days, demand, inspector, visits } => {
                let form = || fail(Fault::CertificateForm).got(inspector);
                let who = find(self.board.inspectors, inspector).ok_or_else(form)?;
                for visit in visits {
                    if !self.team(self.visit(visit)?).any(|seated| seated == who) {
                        return Err(fail(Fault::CertificateCount).got(format!("{visit}: {inspector}")));
                    }
                }
                let person = self.board.inspectors.get(who).ok_or_else(form)?;
                let claim = Claim { visits, days, demand: *demand, capacity: *capacity };
                self.recount_days(&claim, |day| u64::from(places_on(person, day)))
            }
            DateProof::Cap { capacity, days, demand, visits } => {
                let most = self.board.plan.visits_per_day_max;
                if most == 0 {
                    return Err(fail(Fault::CertificateClaim).got("cap"));
                }
                let claim = Claim { visits, days, demand: *demand, capacity: *capacity };
                self.recount_days(&claim, |_| u64::from(most))
            }
        }
    }

    /// The visits together take more days than there are places on the days that suit one of them.
    fn recount_days(&self, claim: &Claim<'_>, places: impl Fn(Day) -> u64) -> Result<(), Failure> {
        if claim.visits.iter().zip(claim.visits.iter().skip(1)).any(|(a, b)| a >= b) {
            return Err(fail(Fault::CertificateForm).got("visits"));
        }
        let mut suit: BTreeSet<usize> = BTreeSet::new();
        let mut demand = 0;
        for id in claim.visits {
            let visit = self.visit(id)?;
            let starts = self.window_starts(visit);
            if starts.is_empty() {
                return Err(fail(Fault::CertificateCount).got(id));
            }
            let length = length(visit);
            demand += u64::from(visit.visit.duration);
            starts.into_iter().for_each(|start| suit.extend(start..start + length));
        }
        let days: Vec<Day> = suit.iter().map(|number| self.day(*number)).collect();
        if days != claim.days {
            return Err(fail(Fault::CertificateCount).got("days"));
        }
        let capacity = days.into_iter().map(places).sum();
        for (name, got, expected) in [("demand", claim.demand, demand), ("capacity", claim.capacity, capacity)] {
            if got != expected {
                let failure = fail(Fault::CertificateCount).got(format!("{name}: {got}"));
                return Err(failure.expected(format!("{name}: {expected}")));
            }
        }
        match demand > capacity {
            true => Ok(()),
            false => Err(fail(Fault::CertificateClaim).got(format!("demand {demand}, capacity {capacity}"))),
        }
    }

    fn visit(&self, id: &Id) -> Result<&'b BoardVisit<'a>, Failure> {
        let visit = self.visits.get(id).and_then(|number| self.board.visits.get(*number));
        visit.ok_or_else(|| fail(Fault::CertificateForm).got(id))
    }

    /// Who is seated, in the order of seats.
    fn team(&self, visit: &'b BoardVisit<'a>) -> impl Iterator<Item = usize> {
        self.board.seats_of(visit).iter().filter_map(|seat| seat.holder)
    }

    fn day(&self, number: usize) -> Day {
        self.board.plan.days.get(number).copied().unwrap_or(Day::MAX)
    }

    /// Numbers of the days on which the visit could begin, as far as its own team goes.
    fn window_starts(&self, visit: &'b BoardVisit<'a>) -> Vec<usize> {
        let people: Vec<_> = self.team(visit).filter_map(|who| self.board.inspectors.get(who)).collect();
        let free = |day: &Day| people.iter().all(|person| places_on(person, *day) > 0);
        let free: Vec<bool> = self.board.plan.days.iter().map(free).collect();
        let length = length(visit);
        let windows = free.windows(length.max(1)).enumerate();
        windows.filter(|(_, window)| window.iter().all(|free| *free)).map(|(start, _)| start).collect()
    }
}

/// Working days of a visit. One that does not fit in memory fits in no calendar either.
fn length(visit: &BoardVisit<'_>) -> usize {
    usize::try_from(visit.visit.duration).unwrap_or(usize::MAX)
}
