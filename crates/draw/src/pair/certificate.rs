//! Proofs that no lawful seating exists, as lists that anybody can count again.
//!
//! *Places.* In the network source → seat → (visit, inspector) → inspector → sink, with capacity
//! one on the first and third kind of arc and the maximum on the last, a set of seats T can be
//! filled only if |T| ≤ Σ min(maximum, visits of T in which the inspector may take a seat of T).
//! By max-flow min-cut some T violates this whenever the seats cannot all be filled; the union of
//! all frozen sets is the smallest T with the full shortfall, and so it is the same whatever the
//! labels were. Distinctness within a team is the unit arc: each visit counts once per inspector.
//!
//! *Minimum.* Inspectors X hold together at most Σ over visits of the seats that different members
//! of X can fill at once; their minima cannot exceed that. Where all seats can be filled, the
//! possible loads are the integer points of a base polyhedron, so some X violates this whenever
//! the minima cannot be met.

use super::board::Board;
use super::model::{Instance, NONE};
use super::search::Search;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The seats have too few places among the inspectors who may take them.
    Places,
    /// The inspectors' minima are more than the seats that they may take.
    Minimum,
}

/// One inspector's part in a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// The inspector.
    pub inspector: u32,
    /// For [`Kind::Places`] the visits that he can take of these: the smaller of his maximum and
    /// their number. For [`Kind::Minimum`] his minimum.
    pub places: u32,
}

/// A proof of infeasibility: `demand` is greater than `capacity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// What is missing.
    pub kind: Kind,
    /// Numbers of seats, ascending: those that demand, or those that the inspectors may take.
    pub seats: Vec<u32>,
    /// Ascending: everybody who may take one of the seats, or those whose minima are too high.
    pub inspectors: Vec<Share>,
    /// Seats to fill, or visits that the minima ask for.
    pub demand: u64,
    /// Places there are, or seats that can be had at once.
    pub capacity: u64,
}

/// Why a certificate proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecountError {
    /// A list is not strictly ascending, or names what does not exist.
    #[error("list `{list}` of the certificate is not strictly ascending below {below}")]
    List {
        /// `seats` or `inspectors`.
        list: &'static str,
        /// Exclusive upper bound.
        below: u32,
    },
    /// A list or a place count differs from what the instance gives.
    #[error("list `{list}` of the certificate differs from the recount")]
    Differs {
        /// `seats` or `inspectors`.
        list: &'static str,
    },
    /// A total differs from the recount.
    #[error("`{total}` is {got} in the certificate, {counted} when counted again")]
    Total {
        /// `demand` or `capacity`.
        total: &'static str,
        /// As stated.
        got: u64,
        /// As counted.
        counted: u64,
    },
    /// The totals are right and nothing is missing.
    #[error("demand {demand} does not exceed capacity {capacity}: this proves nothing")]
    Satisfied {
        /// Counted demand.
        demand: u64,
        /// Counted capacity.
        capacity: u64,
    },
}

impl Certificate {
    /// How many places are missing.
    #[must_use]
    pub fn shortfall(&self) -> u64 {
        self.demand.saturating_sub(self.capacity)
    }

    /// The visits of the seats, ascending.
    #[must_use]
    pub fn visits(&self, instance: &Instance) -> Vec<u32> {
        let mut out: Vec<u32> = Vec::new();
        for &seat in &self.seats {
            if out.last().is_none_or(|&last| seat >= instance.seats.first(last + 1)) {
                out.push(instance.seats.row_of(seat));
            }
        }
        out
    }
}

/// Counts a certificate again from the instance alone, without the engine that made it.
///
/// # Errors
/// The first thing that differs, or that nothing is missing at all.
pub fn recount(instance: &Instance, certificate: &Certificate) -> Result<(), RecountError> {
    let seats = certificate.seats.iter().copied();
    listed("seats", seats, instance.seat_count())?;
    let people = certificate.inspectors.iter().map(|share| share.inspector);
    listed("inspectors", people.clone(), instance.inspector_count)?;
    let counted = match certificate.kind {
        Kind::Places => count_places(instance, certificate.seats.clone()),
        Kind::Minimum => count_minimum(instance, &people.collect::<Vec<_>>()),
    };
    if counted.inspectors != certificate.inspectors {
        return Err(RecountError::Differs { list: "inspectors" });
    }
    if counted.seats != certificate.seats {
        return Err(RecountError::Differs { list: "seats" });
    }
    total("demand", certificate.demand, counted.demand)?;
    total("capacity", certificate.capacity, counted.capacity)?;
    let Certificate { demand, capacity, .. } = counted;
    if demand > capacity { Ok(()) } else { Err(RecountError::Satisfied { demand, capacity }) }
}

fn listed(list: &'static str, items: impl Iterator<Item = u32>, below: u32) -> Result<(), RecountError> {
    let mut next = 0u64;
    for item in items {
        if u64::from(item) < next || item >= below {
            return Err(RecountError::List { list, below });
        }
        next = u64::from(item) + 1;
    }
    Ok(())
}

fn total(total: &'static str, got: u64, counted: u64) -> Result<(), RecountError> {
    if got == counted { Ok(()) } else { Err(RecountError::Total { total, got, counted }) }
}

/// Counts who may take `seats` (ascending), and how many visits of theirs each can take.
pub(super) fn count_places(instance: &Instance, seats: Vec<u32>) -> Certificate {
    let mut counter = PlaceCounter {
        instance,
        places: vec![0; instance.inspector_count as usize],
        counted_in: vec![NONE; instance.inspector_count as usize],
        open: vec![None; instance.pools.len()],
    };
    let mut visit = NONE;
    for &seat in &seats {
        if visit == NONE || seat >= instance.seats.first(visit + 1) {
            visit = instance.seats.row_of(seat);
        }
        counter.add(visit, instance.seats.items()[seat as usize]);
    }
    let mut inspectors = Vec::new();
    for (inspector, places) in (0..).zip(counter.places) {
        if places > 0 {
            let places = places.min(instance.max[inspector as usize]);
            inspectors.push(Share { inspector, places });
        }
    }
    let demand = seats.len() as u64;
    let capacity = inspectors.iter().map(|share| u64::from(share.places)).sum();
    Certificate { kind: Kind::Places, seats, inspectors, demand, capacity }
}

struct PlaceCounter<'a> {
    instance: &'a Instance,
    places: Vec<u32>,
    counted_in: Vec<u32>,
    /// Members of each pool whose maximum is not reached yet: without it a certificate of a whole
    /// department would cost its visits times its inspectors.
    open: Vec<Option<Vec<u32>>>,
}

impl PlaceCounter<'_> {
    fn add(&mut self, visit: u32, pool: u32) {
        let instance = self.instance;
        let members = &instance.pools[pool as usize];
        let open = self.open[pool as usize].get_or_insert_with(|| members.clone());
        let (places, counted_in) = (&mut self.places, &mut self.counted_in);
        open.retain(|&who| {
            // Who has maximum 0 is counted once, so that he is listed with his 0 places.
            let enough = instance.max[who as usize].max(1);
            let at = who as usize;
            if places[at] < enough && counted_in[at] != visit && instance.admits(visit, who) {
                places[at] += 1;
                counted_in[at] = visit;
            }
            places[at] < enough
        });
    }
}

/// Counts the seats that `people` (ascending) may take, and how many they can take at once.
pub(super) fn count_minimum(instance: &Instance, people: &[u32]) -> Certificate {
    let mut inside = vec![false; instance.inspector_count as usize];
    people.iter().for_each(|&who| inside[who as usize] = true);
    let members = |pool: &Vec<u32>| -> Vec<u32> { pool.iter().copied().filter(|&who| inside[who as usize]).collect() };
    let pools: Vec<Vec<u32>> = instance.pools.iter().map(members).collect();
    let mut seats = Vec::new();
    let mut capacity = 0;
    for visit in 0..instance.visit_count() {
        let row = instance.seats.row(visit);
        let mut choices: Vec<Vec<u32>> = Vec::with_capacity(row.len());
        for (seat, &pool) in (instance.seats.first(visit)..).zip(row) {
            let lawful = pools[pool as usize].iter().filter(|&&who| instance.admits(visit, who));
            // A seat with as many choices as the visit has seats can always be given last.
            let some: Vec<u32> = lawful.copied().take(row.len()).collect();
            if !some.is_empty() {
                seats.push(seat);
                choices.push(some);
            }
        }
        capacity += matching(&choices);
    }
    let share = |&inspector: &u32| Share { inspector, places: instance.min[inspector as usize] };
    let inspectors: Vec<Share> = people.iter().map(share).collect();
    let demand = inspectors.iter().map(|share| u64::from(share.places)).sum();
    Certificate { kind: Kind::Minimum, seats, inspectors, demand, capacity }
}

/// The most seats that different inspectors can take at once.
fn matching(choices: &[Vec<u32>]) -> u64 {
    let mut taken: Vec<(u32, usize)> = Vec::with_capacity(choices.len());
    let mut size = 0;
    for seat in 0..choices.len() {
        let mut seen = Vec::new();
        size += u64::from(augment(choices, seat, &mut taken, &mut seen));
    }
    size
}

fn augment(choices: &[Vec<u32>], seat: usize, taken: &mut Vec<(u32, usize)>, seen: &mut Vec<u32>) -> bool {
    for &who in &choices[seat] {
        if seen.contains(&who) {
            continue;
        }
        seen.push(who);
        match taken.iter().position(|&(holder, _)| holder == who) {
            None => {
                taken.push((who, seat));
                return true;
            }
            Some(at) => {
                let other = taken[at].1;
                if augment(choices, other, taken, seen) {
                    // The holder's own seat moved on to somebody else and left `who` to us.
                    if let Some(entry) = taken.iter_mut().find(|(holder, _)| *holder == who) {
                        entry.1 = seat;
                    }
                    return true;
                }
            }
        }
    }
    false
}

/// The certificate of a FILL that left seats empty: everything that its searches froze.
pub(super) fn places_certificate(board: &Board<'_>, search: &Search) -> Certificate {
    let all = 0..board.seats.len() as u32;
    let frozen = all.filter(|&seat| search.is_frozen(seat));
    let mut seats: Vec<u32> = frozen.map(|seat| board.seat_origin(seat)).collect();
    seats.sort_unstable();
    count_places(board.instance, seats)
}

/// The certificate of a LEVEL that left somebody below his minimum: everybody from whom a visit
/// could be handed on to such an inspector.
pub(super) fn minimum_certificate(board: &Board<'_>) -> Certificate {
    let mut donors = Donors {
        board,
        reached: vec![false; board.seats.len()],
        inside: vec![false; board.people.len()],
        of_pool: vec![Vec::new(); board.pool_start.len() - 1],
    };
    for (who, person) in (0..).zip(&board.people) {
        if (person.held.len() as u32) < person.min {
            donors.add(who);
        }
    }
    while donors.sweep() {}
    let inside = (0..board.people.len()).filter(|&who| donors.inside[who]);
    let mut people: Vec<u32> = inside.map(|who| board.people[who].origin).collect();
    people.sort_unstable();
    count_minimum(board.instance, &people)
}

/// The closure backwards from those below their minimum.
struct Donors<'a> {
    board: &'a Board<'a>,
    reached: Vec<bool>,
    inside: Vec<bool>,
    of_pool: Vec<Vec<u32>>,
}

impl Donors<'_> {
    fn add(&mut self, who: u32) {
        if !std::mem::replace(&mut self.inside[who as usize], true) {
            for (pool, list) in (0..).zip(&mut self.of_pool) {
                if self.board.pool(pool).binary_search(&who).is_ok() {
                    list.push(who);
                }
            }
        }
    }

    /// One pass over all seats; whether anything was added.
    fn sweep(&mut self) -> bool {
        let mut grown = false;
        for seat in 0..self.board.seats.len() as u32 {
            if !self.reached[seat as usize] && self.leads(seat) {
                self.reached[seat as usize] = true;
                self.add(self.board.seats[seat as usize].holder);
                grown = true;
            }
        }
        grown
    }

    /// Whether the seat can be taken over by somebody inside, or by a team mate whose own seat can.
    fn leads(&self, seat: u32) -> bool {
        let board = self.board;
        let at = &board.seats[seat as usize];
        let mut inside = self.of_pool[at.pool as usize].iter();
        if inside.any(|&who| board.admits(at, who) && board.seat_in_team(seat, who) == NONE) {
            return true;
        }
        board.team_of(seat).any(|other| {
            let holder = board.seats[other as usize].holder;
            self.reached[other as usize] && board.pool_of(seat).binary_search(&holder).is_ok()
        })
    }
}
