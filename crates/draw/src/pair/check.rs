//! Direct checks of a finished seating, for verifiers: nothing here is used by the engine.

use super::model::{Instance, NONE};

/// The first thing wrong with a seating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeatingFault {
    /// The list of holders has another length than the seats.
    #[error("{got} seats in the seating, expected {expected}")]
    Length {
        /// Found.
        got: usize,
        /// Needed.
        expected: usize,
    },
    /// A seat of a visit that was not set aside is empty.
    #[error("seat {seat} of visit {visit} is empty")]
    Empty {
        /// Visit index.
        visit: u32,
        /// Number of the seat.
        seat: u32,
    },
    /// A visit that was set aside has an inspector.
    #[error("visit {visit} was set aside and its seat {seat} is held")]
    Aside {
        /// Visit index.
        visit: u32,
        /// Number of the seat.
        seat: u32,
    },
    /// An inspector is not in the seat's pool, or barred from the visit.
    #[error("inspector {inspector} may not take seat {seat} of visit {visit}")]
    Unlawful {
        /// Visit index.
        visit: u32,
        /// Number of the seat.
        seat: u32,
        /// Inspector index.
        inspector: u32,
    },
    /// One inspector is twice in a team.
    #[error("inspector {inspector} is twice in the team of visit {visit}")]
    Twice {
        /// Visit index.
        visit: u32,
        /// Inspector index.
        inspector: u32,
    },
    /// A load is outside the quota.
    #[error("inspector {inspector} has {held} visits, allowed are {min} to {max}")]
    Quota {
        /// Inspector index.
        inspector: u32,
        /// His visits.
        held: u32,
        /// His minimum.
        min: u32,
        /// His maximum.
        max: u32,
    },
    /// A chain of moves would make the loads more equal.
    #[error("loads are not balanced: a visit can pass from inspector {from} to inspector {to}")]
    Unbalanced {
        /// Who has too many.
        from: u32,
        /// Who has too few.
        to: u32,
    },
}

/// Checks `holders` (an inspector for each seat number, [`NONE`] for seats of the visits `aside`,
/// ascending): lawful, complete, distinct within each team, within the quotas, and with the least
/// Σ held² that there is.
///
/// # Errors
/// The first fault.
pub fn check_seating(instance: &Instance, aside: &[u32], holders: &[u32]) -> Result<(), SeatingFault> {
    let expected = instance.seat_count() as usize;
    if holders.len() != expected {
        return Err(SeatingFault::Length { got: holders.len(), expected });
    }
    let mut held = vec![0u32; instance.inspector_count as usize];
    for visit in 0..instance.visit_count() {
        check_team(instance, aside, holders, visit)?;
        for seat in seats_of(instance, visit) {
            if let Some(count) = held.get_mut(holders[seat as usize] as usize) {
                *count += 1;
            }
        }
    }
    for (inspector, &held) in (0..).zip(&held) {
        let (min, max) = (instance.min[inspector as usize], instance.max[inspector as usize]);
        if held < min || held > max {
            return Err(SeatingFault::Quota { inspector, held, min, max });
        }
    }
    Balance::new(instance, holders, &held).check()
}

fn seats_of(instance: &Instance, visit: u32) -> std::ops::Range<u32> {
    instance.seats.first(visit)..instance.seats.first(visit + 1)
}

fn check_team(instance: &Instance, aside: &[u32], holders: &[u32], visit: u32) -> Result<(), SeatingFault> {
    let is_aside = aside.binary_search(&visit).is_ok();
    let first = instance.seats.first(visit);
    for seat in seats_of(instance, visit) {
        let inspector = holders[seat as usize];
        match (is_aside, inspector == NONE) {
            (true, true) => continue,
            (true, false) => return Err(SeatingFault::Aside { visit, seat }),
            (false, true) => return Err(SeatingFault::Empty { visit, seat }),
            (false, false) => {}
        }
        if inspector >= instance.inspector_count || !instance.lawful(visit, seat, inspector) {
            return Err(SeatingFault::Unlawful { visit, seat, inspector });
        }
        if holders[first as usize..seat as usize].contains(&inspector) {
            return Err(SeatingFault::Twice { visit, inspector });
        }
    }
    Ok(())
}

/// No visit can pass along any chain from somebody to somebody who has two less. In a network with
/// a convex cost for each load this is what "the sum of squares is least" means.
struct Balance<'a> {
    instance: &'a Instance,
    holders: &'a [u32],
    held: &'a [u32],
    seats_of_person: Vec<Vec<u32>>,
    /// Members of each pool that no chain has reached yet.
    unreached: Vec<Vec<u32>>,
    person_done: Vec<bool>,
    seat_done: Vec<bool>,
}

impl<'a> Balance<'a> {
    fn new(instance: &'a Instance, holders: &'a [u32], held: &'a [u32]) -> Self {
        let mut seats_of_person = vec![Vec::new(); held.len()];
        for (seat, &who) in (0..).zip(holders) {
            if who != NONE {
                seats_of_person[who as usize].push(seat);
            }
        }
        Self {
            instance,
            holders,
            held,
            seats_of_person,
            unreached: instance.pools.clone(),
            person_done: vec![false; held.len()],
            seat_done: vec![false; holders.len()],
        }
    }

    /// From the largest load down. What an inspector's chains reached needs no second look from
    /// smaller loads: everybody there has at least his load less one.
    fn check(mut self) -> Result<(), SeatingFault> {
        let above_minimum = |&who: &u32| self.held[who as usize] > self.instance.min[who as usize];
        let mut order: Vec<u32> = (0..self.held.len() as u32).filter(above_minimum).collect();
        order.sort_by_key(|&who| std::cmp::Reverse(self.held[who as usize]));
        for from in order {
            if self.person_done[from as usize] {
                continue;
            }
            self.person_done[from as usize] = true;
            let mut queue = self.seats_of_person[from as usize].clone();
            queue.retain(|&seat| !std::mem::replace(&mut self.seat_done[seat as usize], true));
            while let Some(seat) = queue.pop() {
                if let Some(to) = self.follow(seat, self.held[from as usize], &mut queue) {
                    return Err(SeatingFault::Unbalanced { from, to });
                }
            }
        }
        Ok(())
    }

    /// Everybody who might take `seat` and is new; the first one who has too few.
    fn follow(&mut self, seat: u32, load: u32, queue: &mut Vec<u32>) -> Option<u32> {
        let visit = self.instance.seats.row_of(seat);
        let team = seats_of(self.instance, visit);
        let pool = self.instance.seats.items()[seat as usize] as usize;
        let mut left = std::mem::take(&mut self.unreached[pool]);
        let mut found = None;
        left.retain(|&who| {
            if found.is_some() || self.person_done[who as usize] {
                return found.is_some();
            }
            if !self.instance.admits(visit, who) {
                return true;
            }
            let own = team.clone().find(|&seat| self.holders[seat as usize] == who);
            if let Some(own) = own {
                if !std::mem::replace(&mut self.seat_done[own as usize], true) {
                    queue.push(own);
                }
                return true;
            }
            let (held, max) = (self.held[who as usize], self.instance.max[who as usize]);
            if held < max && held + 1 < load {
                found = Some(who);
            }
            self.person_done[who as usize] = true;
            for &seat in &self.seats_of_person[who as usize] {
                if !std::mem::replace(&mut self.seat_done[seat as usize], true) {
                    queue.push(seat);
                }
            }
            false
        });
        self.unreached[pool] = left;
        found
    }
}
