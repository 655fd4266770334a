//! One component under its labels: who sits where, and each inspector's list of seats.
//!
//! All steps after RELABEL see labels only, never indices: this alone makes interchangeable
//! inspectors exactly equal in probability, whatever the steps do.

use super::components::Component;
use super::model::{Instance, NONE};
use crate::stream::{Stream, StreamError};

/// One seat, with what PASS asks about its visit: PASS comes to seats at random and pays for every
/// cache line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    /// The [`bits`] of each inspector barred from the visit, so that most of the others need not be
    /// looked up.
    barred_bits: u128,
    pub visit: u32,
    pub pool: u32,
    /// Label of who sits here, or [`NONE`].
    pub holder: u32,
    /// The how manieth seat of the visit this is, and of how many. 16 bits, because the whole has
    /// 32 bytes like this; a visit with more seats is refused by [`Instance::check`].
    offset: u16,
    count: u16,
}

/// One visit: its seats, and its row of the exclusions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    pub first: u32,
    pub count: u32,
    barred_from: u32,
    barred_to: u32,
}

/// One inspector.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub min: u32,
    pub max: u32,
    /// Index in the instance.
    pub origin: u32,
    /// His seats. Their order is part of the specification: a new seat is appended, and when a
    /// seat is given up the last one takes its place.
    pub held: Vec<Held>,
}

/// A seat in the list of who holds it, with its pool: PASS goes on from the pool, and need not wait for the seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub seat: u32,
    pub pool: u32,
}

impl Person {
    /// The numbers of his seats, in their order.
    pub fn seats(&self) -> impl Iterator<Item = u32> + '_ {
        self.held.iter().map(|held| held.seat)
    }
}

/// The seating of one component.
#[derive(Debug, Clone)]
pub(super) struct Board<'a> {
    pub instance: &'a Instance,
    pub seats: Vec<Seat>,
    pub visits: Vec<Visit>,
    pub people: Vec<Person>,
    /// Visit label → index in the instance.
    pub visit_origin: Vec<u32>,
    /// Members of pool `p` by ascending label: `members[pool_start[p]..pool_start[p + 1]]`.
    pub pool_start: Vec<u32>,
    pub members: Vec<u32>,
}

impl<'a> Board<'a> {
    /// RELABEL: shuffles the inspectors of the component, then its visits; all seats are empty.
    pub fn new(instance: &'a Instance, component: &Component, stream: &mut Stream) -> Result<Self, StreamError> {
        let mut people_order = component.inspectors.clone();
        stream.shuffle(&mut people_order)?;
        let mut visit_order = component.visits.clone();
        stream.shuffle(&mut visit_order)?;
        Ok(Self::with_labels(instance, &people_order, visit_order))
    }

    /// The board on which label `k` is inspector `people_order[k]`, and likewise for visits.
    pub fn with_labels(instance: &'a Instance, people_order: &[u32], visit_order: Vec<u32>) -> Self {
        let person = |&origin: &u32| Person {
            min: instance.min[origin as usize],
            max: instance.max[origin as usize],
            origin,
            held: Vec::new(),
        };
        let mut pools: Vec<u32> = visit_order.iter().flat_map(|&v| instance.seats.row(v).iter().copied()).collect();
        pools.sort_unstable();
        pools.dedup();
        let mut board = Self {
            instance,
            seats: Vec::new(),
            visits: Vec::with_capacity(visit_order.len()),
            people: people_order.iter().map(person).collect(),
            visit_origin: visit_order,
            pool_start: Vec::with_capacity(pools.len() + 1),
            members: Vec::new(),
        };
        board.copy_pools(&pools, people_order);
        board.copy_visits(&pools);
        board
    }

    fn copy_pools(&mut self, pools: &[u32], people_order: &[u32]) {
        let labels = Labels::new(people_order);
        let size = pools.iter().map(|&p| self.instance.pools[p as usize].len()).sum();
        self.members.reserve_exact(size);
        self.pool_start.push(0);
        for &pool in pools {
            let from = self.members.len();
            let members = &self.instance.pools[pool as usize];
            self.members.extend(members.iter().map(|&m| labels.of(m)));
            self.members[from..].sort_unstable();
            self.pool_start.push(self.members.len() as u32);
        }
    }

    fn copy_visits(&mut self, pools: &[u32]) {
        let rows = self.visit_origin.iter().map(|&v| self.instance.seats.row(v).len()).sum();
        self.seats.reserve_exact(rows);
        for (label, &origin) in self.visit_origin.iter().enumerate() {
            let row = self.instance.seats.row(origin);
            let barred_from = self.instance.barred.first(origin);
            let barred = self.instance.barred.row(origin);
            let (first, count) = (self.seats.len() as u32, row.len() as u32);
            let barred_to = barred_from + barred.len() as u32;
            self.visits.push(Visit { first, count, barred_from, barred_to });
            let barred_bits = barred.iter().fold(0, |all, &who| all | bits(who));
            // Every pool of a seat was collected above.
            let local = |pool: &u32| pools.partition_point(|p| p < pool) as u32;
            self.seats.extend(row.iter().zip(0..).map(|(pool, offset)| Seat {
                barred_bits,
                visit: label as u32,
                pool: local(pool),
                holder: NONE,
                offset,
                count: count as u16,
            }));
        }
    }

    /// Members of the pool of a seat.
    #[inline]
    pub fn pool_of(&self, seat: u32) -> &[u32] {
        self.pool(self.seats[seat as usize].pool)
    }

    /// Members of a pool of the board.
    #[inline]
    pub fn pool(&self, pool: u32) -> &[u32] {
        let at = pool as usize;
        &self.members[self.pool_start[at] as usize..self.pool_start[at + 1] as usize]
    }

    /// Infinite (`NONE`) if his quota is reached, 0 below his minimum, otherwise 1 + held.
    #[inline]
    pub fn key(&self, who: u32) -> u32 {
        let person = &self.people[who as usize];
        let held = person.held.len() as u32;
        if held >= person.max {
            NONE
        } else if held < person.min {
            0
        } else {
            1 + held
        }
    }

    /// 0 if he cannot spare a visit without falling below his minimum, otherwise held.
    #[inline]
    pub fn last_key(&self, who: u32) -> u32 {
        let person = &self.people[who as usize];
        let held = person.held.len() as u32;
        if held <= person.min { 0 } else { held }
    }

    /// Whether no exclusion keeps `who`, a member of the seat's pool, from this seat's visit.
    #[inline]
    pub fn admits(&self, seat: &Seat, who: u32) -> bool {
        let origin = self.people[who as usize].origin;
        let bits = bits(origin);
        if seat.barred_bits & bits != bits {
            return true;
        }
        let visit = &self.visits[seat.visit as usize];
        let barred = &self.instance.barred.items()[visit.barred_from as usize..visit.barred_to as usize];
        barred.binary_search(&origin).is_err()
    }

    /// The numbers of all seats of the visit to which seat number `seat` belongs.
    #[inline]
    pub fn team_of(&self, seat: u32) -> std::ops::Range<u32> {
        let at = &self.seats[seat as usize];
        let first = seat - u32::from(at.offset);
        first..first + u32::from(at.count)
    }

    /// The seat by which `who` belongs to the team of seat number `seat`, or [`NONE`].
    #[inline]
    pub fn seat_in_team(&self, seat: u32, who: u32) -> u32 {
        let team = self.team_of(seat);
        let holds = |at: u32| self.seats[at.min(team.end - 1) as usize].holder == who;
        // Four at a time without a branch between them: how many seats the next team has cannot be
        // foreseen, and the walk would wait for it.
        if !team.clone().step_by(4).any(|at| holds(at) | holds(at + 1) | holds(at + 2) | holds(at + 3)) {
            return NONE;
        }
        match self.seats[team.start as usize..team.end as usize].iter().position(|other| other.holder == who) {
            Some(at) => team.start + at as u32,
            None => NONE,
        }
    }

    /// Puts `who` on an empty seat: appended to his list.
    #[inline]
    pub fn sit(&mut self, who: u32, seat: u32) {
        let at = &mut self.seats[seat as usize];
        at.holder = who;
        self.people[who as usize].held.push(Held { seat, pool: at.pool });
    }

    /// Empties a seat that stands at `place` in the list of `who`: the last one takes its place.
    #[inline]
    pub fn leave_at(&mut self, who: u32, place: u32) {
        let Held { seat, .. } = self.people[who as usize].held.swap_remove(place as usize);
        self.seats[seat as usize].holder = NONE;
    }

    /// Empties a seat; who held it, and at which place of his list.
    pub fn leave(&mut self, seat: u32) -> (u32, u32) {
        let who = self.seats[seat as usize].holder;
        let mut held = self.people[who as usize].held.iter();
        let place = held.position(|other| other.seat == seat).unwrap_or(0) as u32;
        self.leave_at(who, place);
        (who, place)
    }

    /// Undoes the last [`Board::sit`] of `who`; returns the seat.
    pub fn unsit(&mut self, who: u32) -> u32 {
        let seat = self.people[who as usize].held.pop().map_or(NONE, |held| held.seat);
        self.seats[seat as usize].holder = NONE;
        seat
    }

    /// Undoes [`Board::leave`]: the list of `who` is exactly as before it.
    pub fn restore(&mut self, who: u32, seat: u32, place: u32) {
        self.sit(who, seat);
        let held = &mut self.people[who as usize].held;
        let last = held.len() - 1;
        held.swap(place as usize, last);
    }

    /// Index in the instance of the seat with this number on the board.
    pub fn seat_origin(&self, seat: u32) -> u32 {
        let at = &self.seats[seat as usize];
        self.instance.seats.first(self.visit_origin[at.visit as usize]) + u32::from(at.offset)
    }
}

/// Three of 128 bits for an index (a Bloom filter); a multiplicative hash, because neighbours are often barred together.
#[inline]
const fn bits(index: u32) -> u128 {
    let hash = (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    1 << (hash >> 57) | 1 << (hash >> 50 & 127) | 1 << (hash >> 43 & 127)
}

/// Index → label: a table where the component's indices lie close together, otherwise a search,
/// so that a thousand small components among many inspectors do not cost a thousand tables.
enum Labels {
    Table { from: u32, labels: Vec<u32> },
    Pairs(Vec<(u32, u32)>),
}

impl Labels {
    fn new(order: &[u32]) -> Self {
        let from = order.iter().copied().min().unwrap_or(0);
        let to = order.iter().copied().max().unwrap_or(0);
        let span = (to - from) as usize + 1;
        let numbered = order.iter().zip(0u32..);
        if span <= 16 * order.len() {
            let mut labels = vec![NONE; span];
            numbered.for_each(|(&index, label)| labels[(index - from) as usize] = label);
            Self::Table { from, labels }
        } else {
            let mut pairs: Vec<_> = numbered.map(|(&index, label)| (index, label)).collect();
            pairs.sort_unstable();
            Self::Pairs(pairs)
        }
    }

    fn of(&self, index: u32) -> u32 {
        match self {
            Self::Table { from, labels } => labels[(index - from) as usize],
            Self::Pairs(pairs) => pairs[pairs.partition_point(|p| p.0 < index)].1,
        }
    }
}
