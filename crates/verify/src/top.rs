//! The smallest tickets of one stratum, kept in memory in proportion to what is drawn and never to
//! the population.
//!
//! Source: `docs/PROTOCOL.md`, section 10.

use records::hash::Digest;
use records::id::Id;

/// A ticket with the entity that holds it; ordered by ticket, then by id.
pub(crate) type Ticket = (Digest, Id);

/// The `limit` smallest tickets seen.
#[derive(Clone, Debug)]
pub(crate) struct Top {
    limit: usize,
    tickets: Vec<Ticket>,
    /// Nothing above this is among the smallest any more.
    bound: Option<Ticket>,
}

impl Top {
    /// Keeps that many.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, tickets: Vec::new(), bound: None }
    }

    /// Whether this ticket could be among the smallest.
    pub(crate) fn admits(&self, ticket: &Digest, id: &str) -> bool {
        let below = |bound: &Ticket| (ticket, id) < (&bound.0, bound.1.as_str());
        self.limit > 0 && self.bound.as_ref().is_none_or(below)
    }

    /// Adds tickets that were admitted.
    pub(crate) fn extend(&mut self, tickets: impl IntoIterator<Item = Ticket>) {
        self.tickets.extend(tickets);
        // Twice the limit before sorting anything: each ticket is then moved a few times at most.
        if self.tickets.len() >= self.limit.saturating_mul(2).max(1024) {
            self.shrink();
        }
    }

    /// The smallest tickets, in order.
    pub(crate) fn finish(mut self) -> Vec<Ticket> {
        self.shrink();
        self.tickets.sort_unstable();
        self.tickets
    }

    fn shrink(&mut self) {
        let Some(last) = self.limit.checked_sub(1) else {
            self.tickets.clear();
            return;
        };
        if self.tickets.len() < self.limit {
            return;
        }
        // `last` is below the length, as select_nth_unstable requires.
        let (_, bound, _) = self.tickets.select_nth_unstable(last);
        self.bound = Some(bound.clone());
        self.tickets.truncate(self.limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_smallest_in_order(
            numbers in prop::collection::vec(0_u8..200, 0..3000),
            limit in 0_usize..40,
            batch in 1_usize..700,
        ) {
            let ticket = |(index, number): (usize, &u8)| {
                (Digest::new([*number; 32]), Id::parse(&format!("{index:04}")).unwrap())
            };
            let mut all: Vec<Ticket> = numbers.iter().enumerate().map(ticket).collect();
            let mut top = Top::new(limit);
            for batch in all.chunks(batch) {
                let admitted: Vec<Ticket> =
                    batch.iter().filter(|(t, id)| top.admits(t, id.as_str())).cloned().collect();
                top.extend(admitted);
            }
            all.sort();
            all.truncate(limit);
            prop_assert_eq!(top.finish(), all);
        }
    }
}
