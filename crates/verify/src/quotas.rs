//! Check `quotas`: workloads within their limits and balanced.
//!
//! Balanced means that the sum of the squares of the loads is the smallest there is. It is so exactly
//! when no visit can be passed on along a chain, from somebody above the minimum to somebody below the
//! maximum who has at least two fewer. The chains are searched from the largest load down; what one
//! search has reached never needs a second look. A chain that is found is carried out and looked at
//! before anybody is accused.
//!
//! Source: `docs/PROTOCOL.md`, sections 13 and 17.

use std::collections::VecDeque;

use crate::board::Board;
use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;

/// Loads within quotas, and balanced.
pub(crate) fn check(board: &Board<'_>) -> Result<(), Failure> {
    let seats = board.seats_by_inspector();
    for (who, (seats, (min, max))) in seats.iter().zip(&board.quotas).enumerate() {
        let held = seats.len() as u64;
        let fault = match (held < *min, held > *max) {
            (true, _) => Fault::HeldBelow,
            (_, true) => Fault::HeldAbove,
            _ => continue,
        };
        let failure = Failure::new(Check::Quotas, fault).file(board.path);
        return Err(failure.got(format!("{}: {held}", board.name(who))).expected(format!("{min} … {max}")));
    }
    match Chains::new(board, &seats).find() {
        Some((from, to)) => {
            let text = |who: usize| format!("{} ({})", board.name(who), seats.get(who).map_or(0, Vec::len));
            let failure = Failure::new(Check::Quotas, Fault::HeldUneven).file(board.path);
            Err(failure.got(format!("{} → {}", text(from), text(to))))
        }
        None => Ok(()),
    }
}

/// A search for chains along which a visit can be passed on.
struct Chains<'a> {
    board: &'a Board<'a>,
    seats: &'a [Vec<usize>],
    /// Members of each effective pool whom no chain has reached.
    unreached: Vec<Vec<usize>>,
    reached: Vec<bool>,
    queued: Vec<bool>,
    /// Where the holder of a seat would go if the seat were wanted.
    moves_to: Vec<Option<usize>>,
}

impl<'a> Chains<'a> {
    fn new(board: &'a Board<'a>, seats: &'a [Vec<usize>]) -> Self {
        Self {
            board,
            seats,
            unreached: (0..board.pools.len()).map(|pool| board.pools.members(pool).to_vec()).collect(),
            reached: vec![false; seats.len()],
            queued: vec![false; board.seats.len()],
            moves_to: vec![None; board.seats.len()],
        }
    }

    /// Somebody who can pass on a visit, and somebody who ends up with one more.
    fn find(mut self) -> Option<(usize, usize)> {
        let held = |who: usize| self.seats.get(who).map_or(0, Vec::len);
        let above_min = |who: &usize| self.board.quotas.get(*who).is_some_and(|(min, _)| held(*who) as u64 > *min);
        let mut order: Vec<usize> = (0..self.seats.len()).filter(above_min).collect();
        order.sort_by_key(|who| std::cmp::Reverse(held(*who)));
        for from in order {
            if !self.reach(from) {
                continue;
            }
            let load = self.seats.get(from).map_or(0, Vec::len);
            let mut queue: VecDeque<usize> = self.queue_seats(from, None).into();
            while let Some(seat) = queue.pop_front() {
                if let Some(to) = self.follow(seat, load, &mut queue) {
                    return Some((from, to));
                }
            }
        }
        None
    }

    /// Marks an inspector as reached; false if he was.
    fn reach(&mut self, who: usize) -> bool {
        self.reached.get_mut(who).is_some_and(|reached| !std::mem::replace(reached, true))
    }

    /// The seats of an inspector that no chain has come to: wanted because he would go to `to`.
    fn queue_seats(&mut self, who: usize, to: Option<usize>) -> Vec<usize> {
        let seats = self.seats.get(who).map_or(&[][..], Vec::as_slice);
        seats.iter().copied().filter(|seat| self.queue_seat(*seat, to)).collect()
    }

    fn queue_seat(&mut self, seat: usize, to: Option<usize>) -> bool {
        let (Some(queued), Some(moves_to)) = (self.queued.get_mut(seat), self.moves_to.get_mut(seat)) else {
            return false;
        };
        if std::mem::replace(queued, true) {
            return false;
        }
        *moves_to = to;
        true
    }

    /// Who could take this seat and is new; the first for whom that makes the loads more even.
    fn follow(&mut self, number: usize, load: usize, queue: &mut VecDeque<usize>) -> Option<usize> {
        let board = self.board;
        let seat = board.seats.get(number)?;
        let visit = board.visits.get(seat.visit)?;
        let mut members = std::mem::take(self.unreached.get_mut(seat.pool)?);
        let mut found = None;
        members.retain(|who| {
            if found.is_some() || self.reached.get(*who).copied().unwrap_or(true) {
                return found.is_some();
            }
            if board.is_barred(seat.visit, *who) {
                return true;
            }
            let own = visit.seats.clone().zip(board.seats_of(visit)).find(|(_, s)| s.holder == Some(*who));
            if let Some((own, _)) = own {
                // He changes seats within the team: his load stays, and only that seat is wanted.
                if own != number && self.queue_seat(own, Some(number)) {
                    queue.push_back(own);
                }
                return true;
            }
            let held = self.seats.get(*who).map_or(0, Vec::len);
            let below_max = board.quotas.get(*who).is_some_and(|(_, max)| (held as u64) < *max);
            if below_max && held + 1 < load && self.is_lawful(number, *who) {
                found = Some(*who);
                return true;
            }
            self.reach(*who);
            queue.extend(self.queue_seats(*who, Some(number)));
            false
        });
        if let Some(slot) = self.unreached.get_mut(seat.pool) {
            *slot = members;
        }
        found
    }

    /// Carries out the chain that ends with `last` taking `seat`, and looks at every team it touches.
    fn is_lawful(&self, seat: usize, last: usize) -> bool {
        let board = self.board;
        let mut changes: Vec<(usize, usize)> = Vec::new();
        let (mut number, mut who) = (seat, last);
        loop {
            changes.push((number, who));
            let next = self.moves_to.get(number).copied().flatten();
            match (next, board.seats.get(number).and_then(|seat| seat.holder)) {
                (Some(next), Some(holder)) => (number, who) = (next, holder),
                _ => break,
            }
        }
        let holder_after = |number: usize| {
            let change = changes.iter().find(|(changed, _)| *changed == number);
            change.map(|(_, who)| *who).or(board.seats.get(number).and_then(|seat| seat.holder))
        };
        changes.iter().all(|(number, who)| {
            let Some(seat) = board.seats.get(*number) else { return false };
            let Some(visit) = board.visits.get(seat.visit) else { return false };
            let seated = visit.seats.clone().filter(|other| holder_after(*other) == Some(*who)).count();
            board.may_sit(seat, *who) && seated == 1
        })
    }
}
