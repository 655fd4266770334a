//! Proofs that a schedule is impossible, as lists that anybody can count again.
//!
//! The problem is hard in general, so that there are impossible schedules without such a proof:
//! three pairs of three inspectors on two days. Those are "not found", never "impossible".

use super::days::Days;
use super::model::Calendar;
use super::planner::Planner;
use crate::pair::{NONE, Rows};

/// A proof; all indices are those of the instance, all lists ascending unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// (a) The team has no window of days on which nobody of it is away.
    NoWindow {
        /// The visit.
        visit: u32,
        /// Its team in seat order.
        team: Vec<u32>,
    },
    /// (b) The visits of one inspector take more days than he has on the days that suit them.
    Inspector {
        /// The inspector.
        inspector: u32,
        /// His visits that have a window.
        visits: Vec<u32>,
        /// The days on which some window of one of them lies.
        days: Vec<u32>,
        /// Days that the visits take.
        demand: u64,
        /// Σ of his places on these days.
        capacity: u64,
    },
    /// (c) The visits together take more places than the cap leaves on the days that suit them.
    Cap {
        /// The visits that have a window.
        visits: Vec<u32>,
        /// The days on which some window of one of them lies.
        days: Vec<u32>,
        /// Days that the visits take.
        demand: u64,
        /// Σ of the cap on these days.
        capacity: u64,
    },
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A list is not strictly ascending, or names what does not exist.
    #[error("list `{list}` of the proof is not strictly ascending or names what does not exist")]
    List {
        /// `visits`, `inspector` or `team`.
        list: &'static str,
    },
    /// A list differs from the recount.
    #[error("list `{list}` of the proof differs from the recount")]
    Differs {
        /// `team`, `visits` or `days`.
        list: &'static str,
    },
    /// A total differs from the recount.
    #[error("`{total}` is {got} in the proof, {counted} when counted again")]
    Total {
        /// `demand` or `capacity`.
        total: &'static str,
        /// As stated.
        got: u64,
        /// As counted.
        counted: u64,
    },
    /// There is a window after all.
    #[error("visit {visit} can begin on day {start}")]
    Window {
        /// The visit.
        visit: u32,
        /// A day on which it can begin.
        start: u32,
    },
    /// The totals are right and everything has room.
    #[error("demand {demand} does not exceed capacity {capacity}: this proves nothing")]
    Satisfied {
        /// Counted demand.
        demand: u64,
        /// Counted capacity.
        capacity: u64,
    },
}

/// Counts a proof again from the calendar and the teams (visit → inspectors) alone.
///
/// # Errors
/// The first thing that differs, or that nothing is impossible at all.
pub fn recount(calendar: &Calendar, teams: &Rows, proof: &Proof) -> Result<(), ProofError> {
    match proof {
        Proof::NoWindow { visit, team } => {
            if *visit as usize >= teams.len() {
                return Err(ProofError::List { list: "visits" });
            }
            if teams.row(*visit) != team.as_slice() {
                return Err(ProofError::Differs { list: "team" });
            }
            match windows(calendar, team, *visit).first() {
                Some(&start) => Err(ProofError::Window { visit: *visit, start }),
                None => Ok(()),
            }
        }
        Proof::Inspector { inspector, visits, days, demand, capacity } => {
            for &visit in visits {
                if visit as usize >= teams.len() {
                    return Err(ProofError::List { list: "visits" });
                }
                if !teams.row(visit).contains(inspector) {
                    return Err(ProofError::Differs { list: "visits" });
                }
            }
            let row = calendar.row(*inspector);
            let places = |day: u32| u64::from(row[day as usize]);
            recount_days(calendar, teams, visits, days, (*demand, *capacity), places)
        }
        Proof::Cap { visits, days, demand, capacity } => {
            let Some(cap) = &calendar.cap else {
                return Err(ProofError::Differs { list: "days" });
            };
            let places = |day: u32| u64::from(cap[day as usize]);
            recount_days(calendar, teams, visits, days, (*demand, *capacity), places)
        }
    }
}

fn recount_days(
    calendar: &Calendar,
    teams: &Rows,
    visits: &[u32],
    days: &[u32],
    stated: (u64, u64),
    places: impl Fn(u32) -> u64,
) -> Result<(), ProofError> {
    let known = visits.last().is_none_or(|&last| (last as usize) < teams.len());
    if !known || !visits.windows(2).all(|pair| pair[0] < pair[1]) {
        return Err(ProofError::List { list: "visits" });
    }
    let mut suits = vec![false; calendar.days as usize];
    let mut demand = 0;
    for &visit in visits {
        let length = calendar.duration[visit as usize];
        demand += u64::from(length);
        let starts = windows(calendar, teams.row(visit), visit);
        if starts.is_empty() {
            return Err(ProofError::Differs { list: "visits" });
        }
        for start in starts {
            suits[start as usize..(start + length) as usize].fill(true);
        }
    }
    let counted: Vec<u32> = (0..calendar.days).filter(|&day| suits[day as usize]).collect();
    if counted != days {
        return Err(ProofError::Differs { list: "days" });
    }
    let capacity = counted.into_iter().map(places).sum();
    if stated.0 != demand {
        return Err(ProofError::Total { total: "demand", got: stated.0, counted: demand });
    }
    if stated.1 != capacity {
        return Err(ProofError::Total { total: "capacity", got: stated.1, counted: capacity });
    }
    if demand > capacity { Ok(()) } else { Err(ProofError::Satisfied { demand, capacity }) }
}

/// The starts at which nobody of the team is away and the cap is not 0 throughout, one by one:
/// a verifier's way, without the engine's bits.
pub(super) fn windows(calendar: &Calendar, team: &[u32], visit: u32) -> Vec<u32> {
    let length = calendar.duration[visit as usize];
    let suits = |day: u32| {
        let capped = calendar.cap.as_ref().is_some_and(|cap| cap[day as usize] == 0);
        !capped && team.iter().all(|&who| calendar.row(who)[day as usize] > 0)
    };
    let ends = (calendar.days + 1).saturating_sub(length);
    (0..ends).filter(|&start| (start..start + length).all(suits)).collect()
}

/// All proofs of kinds (a), (b) and (c) that a component's teams give: visits without a window by
/// visit, then inspectors, then the cap.
pub(super) fn proofs(planner: &Planner<'_>) -> Vec<Proof> {
    let visits = planner.start.len() as u32;
    let mut out = Vec::new();
    let mut suits: Vec<Days> = Vec::with_capacity(visits as usize);
    for visit in 0..visits {
        let mut days = planner.possible_starts(visit);
        if days.is_empty() {
            let who = |&place: &u32| planner.component.inspectors[place as usize];
            let team = planner.team.row(visit).iter().map(who).collect();
            out.push(Proof::NoWindow { visit: planner.component.visits[visit as usize], team });
        }
        days.windows(planner.duration(visit));
        suits.push(days);
    }
    let demand = |list: &[u32]| list.iter().map(|&v| u64::from(planner.duration(v))).sum::<u64>();
    let union = |list: &[u32]| {
        let mut days = Days::none(planner.calendar.days);
        list.iter().for_each(|&visit| days.add(&suits[visit as usize]));
        days
    };
    let named =
        |list: &[u32]| -> Vec<u32> { list.iter().map(|&visit| planner.component.visits[visit as usize]).collect() };
    let with_window = |visit: &u32| !suits[*visit as usize].is_empty();
    for (who, &inspector) in (0..).zip(&planner.component.inspectors) {
        let all = planner.visits_of(who).iter().copied();
        let list: Vec<u32> = all.filter(with_window).collect();
        let days = union(&list);
        let capacity = days.iter().map(|day| u64::from(planner.places(who, day))).sum();
        let demand = demand(&list);
        if demand > capacity {
            let (visits, days) = (named(&list), days.iter().collect());
            out.push(Proof::Inspector { inspector, visits, days, demand, capacity });
        }
    }
    if let Some(cap) = &planner.calendar.cap {
        let list: Vec<u32> = (0..visits).filter(with_window).collect();
        let days = union(&list);
        let capacity = days.iter().map(|day| u64::from(cap[day as usize])).sum();
        let demand = demand(&list);
        if demand > capacity {
            let (visits, days) = (named(&list), days.iter().collect());
            out.push(Proof::Cap { visits, days, demand, capacity });
        }
    }
    out
}

/// The proof that explains why `visit` is undated: that it has no window, else the first of an
/// inspector of its team, else that of the cap.
pub(super) fn explains(proofs: &[Proof], visit: u32) -> Option<u32> {
    let names = |proof: &Proof| match proof {
        Proof::NoWindow { visit: without, .. } => *without == visit,
        Proof::Inspector { visits, .. } | Proof::Cap { visits, .. } => visits.binary_search(&visit).is_ok(),
    };
    proofs.iter().position(names).map(|at| at as u32).filter(|&at| at != NONE)
}
