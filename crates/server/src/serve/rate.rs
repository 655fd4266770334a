//! How many requests and connections one client may have, in memory that does not grow with their number.
//!
//! A bucket of tokens is kept as one time (the generic cell rate algorithm, ITU-T I.371, annex A): the moment at which it would be
//! full again. Buckets lie in sets of eight slots; a new client takes the slot in its set that is full soonest, so whoever is
//! forgotten is the one who has asked least. The set of a client is found with a key of this process, so that nobody can choose
//! addresses that push out a given other one.

use super::network::client_key;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

const SLOTS: usize = 8;

#[derive(Clone, Copy, Default)]
struct Slot {
    client: u128,
    /// When the bucket is full again, in microseconds of the service's clock.
    full_at: u64,
}

/// The rate of each client.
pub(super) struct Rates {
    sets: Vec<Mutex<[Slot; SLOTS]>>,
    hasher: RandomState,
    /// Microseconds that one request costs.
    cost: u64,
    /// Microseconds that a client may be ahead.
    ahead: u64,
}

impl Rates {
    /// `per_second` 0 limits nobody.
    pub(super) fn new(per_second: u32, burst: u32, clients: usize) -> Rates {
        let cost = 1_000_000u64.checked_div(u64::from(per_second)).unwrap_or(0);
        let sets = if per_second == 0 { 0 } else { clients.div_ceil(SLOTS).max(1) };
        Rates {
            sets: (0..sets).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
            cost,
            ahead: cost * u64::from(burst.saturating_sub(1)),
        }
    }

    /// Takes a token, or says in how many microseconds there will be one.
    pub(super) fn take(&self, address: IpAddr, now: u64) -> Result<(), u64> {
        let client = client_key(address);
        let sets = u64::try_from(self.sets.len()).unwrap_or(u64::MAX).max(1);
        let place = usize::try_from(self.hasher.hash_one(client) % sets).unwrap_or(0);
        let Some(set) = self.sets.get(place) else { return Ok(()) };
        let mut slots = set.lock().unwrap_or_else(PoisonError::into_inner);
        // An empty slot is one of a client that owes nothing.
        let known = slots.iter_mut().find(|slot| slot.client == client && slot.full_at > now);
        match known {
            Some(slot) => {
                let owed = slot.full_at.saturating_sub(now);
                if owed > self.ahead {
                    return Err(owed - self.ahead);
                }
                slot.full_at += self.cost;
            }
            None => {
                if let Some(slot) = slots.iter_mut().min_by_key(|slot| slot.full_at) {
                    *slot = Slot { client, full_at: now + self.cost };
                }
            }
        }
        Ok(())
    }
}

/// How many connections each client has; no more entries than there are connections.
pub(super) struct PerClient {
    most: u32,
    open: Mutex<HashMap<u128, u32>>,
}

impl PerClient {
    /// `most` 0 limits nobody.
    pub(super) fn new(most: u32) -> PerClient {
        PerClient { most, open: Mutex::default() }
    }

    /// Counts one more, unless the client has as many as it may.
    pub(super) fn enter(&self, address: IpAddr) -> bool {
        if self.most == 0 {
            return true;
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(client_key(address)).or_insert(0);
        let room = *count < self.most;
        *count += u32::from(room);
        room
    }

    /// Counts one less.
    pub(super) fn leave(&self, address: IpAddr) {
        if self.most == 0 {
            return;
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let key = client_key(address);
        if let Some(count) = open.get_mut(&key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(last: u32) -> IpAddr {
        IpAddr::V4(std::net::Ipv4Addr::from_bits(last))
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let rates = Rates::new(10, 5, 100);
        let start = 1_000_000;
        assert_eq!((0..9).filter(|_| rates.take(ip(7), start).is_ok()).count(), 5);
        assert_eq!(rates.take(ip(7), start), Err(100_000), "the sixth token comes after a tenth of a second");
        assert!(rates.take(ip(8), start).is_ok(), "another client has a bucket of its own");
        assert!(rates.take(ip(7), start + 100_000).is_ok());
        assert!(rates.take(ip(7), start + 100_000).is_err());
        assert_eq!((0..9).filter(|_| rates.take(ip(7), start + 10_000_000).is_ok()).count(), 5);
        assert!((0..1000).all(|_| Rates::new(0, 0, 100).take(ip(7), start).is_ok()));
    }

    #[test]
    fn whoever_asks_most_is_not_forgotten_for_new_clients() {
        let rates = Rates::new(1, 50, 64);
        while rates.take(ip(1), 1).is_ok() {}
        for other in 2..20_000 {
            rates.take(ip(other), 1).expect("each is new");
        }
        assert!(rates.take(ip(1), 1).is_err(), "twenty thousand addresses do not buy a new bucket");
        assert_eq!(rates.sets.len(), 8);
    }

    #[test]
    fn connections_of_one_client_are_counted() {
        let clients = PerClient::new(2);
        assert!(clients.enter(ip(1)) && clients.enter(ip(1)) && !clients.enter(ip(1)) && clients.enter(ip(2)));
        clients.leave(ip(1));
        assert!(clients.enter(ip(1)));
        for _ in 0..2 {
            clients.leave(ip(1));
        }
        clients.leave(ip(2));
        assert!(clients.open.lock().expect("lock").is_empty());
    }
}
