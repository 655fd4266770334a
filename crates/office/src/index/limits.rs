//! A limit above which a ticket can't count, known before the first ticket is computed.
//!
//! Of N tickets spread evenly, the k smallest lie below about k/N of the range. A limit of k + 8·sqrt(k) + 64 in place of
//! k is exceeded by the k-th ticket in less than one of 10^12 draws. So nearly all tickets are refused by one comparison;
//! if ever too few are left, everything is offered again without limits. The selection is the same either way.

use draw::rules::OUTSIDE;
use draw::select::{SelectError, Selection, Selector};
use rayon::prelude::*;
use records::hash::ticket;
use records::plan::Plan;

/// The limits of all strata of a plan.
#[derive(Clone, Debug)]
pub struct Limits {
    /// By task and stratum: the largest first eight bytes of a ticket that is offered.
    of: Vec<Vec<u64>>,
    likely: bool,
}

impl Limits {
    /// Limits from the populations that freeze counted.
    pub fn likely(plan: &Plan) -> Self {
        Self::with(plan, true, |keep, population| {
            let enough = keep + 8 * keep.isqrt() + 64;
            if enough >= population { u64::MAX } else { part(enough, population) }
        })
    }

    /// No limits.
    pub fn none(plan: &Plan) -> Self {
        Self::with(plan, false, |_, _| u64::MAX)
    }

    fn with(plan: &Plan, likely: bool, limit: impl Fn(u64, u64) -> u64) -> Self {
        let mut populations = plan.populations.iter();
        let mut of_stratum = || {
            let population = populations.next();
            population.map_or(u64::MAX, |cell| limit(cell.n.saturating_add(cell.reserves), cell.population))
        };
        let of = plan.tasks.iter().map(|task| task.strata.iter().map(|_| of_stratum()).collect()).collect();
        Self { of, likely }
    }

    /// Whether a selection that lacks somebody is to be made again without limits.
    pub fn are_likely(&self) -> bool {
        self.likely
    }

    /// What is done with an entity that lies in these strata.
    pub(super) fn answer<'a>(&self, strata: &'a [u16], keys: &'a [[u8; 32]]) -> Answer<'a> {
        let mut tests: Vec<([u8; 32], u64)> = Vec::new();
        for ((stratum, key), limits) in strata.iter().zip(keys).zip(&self.of) {
            if *stratum == OUTSIDE {
                continue;
            }
            let limit = limits.get(usize::from(*stratum)).copied().unwrap_or(u64::MAX);
            match tests.iter_mut().find(|(other, _)| other == key) {
                Some((_, largest)) => *largest = limit.max(*largest),
                None => tests.push((*key, limit)),
            }
        }
        Answer { strata, tests }
    }
}

/// `part` ÷ `whole` of the range of 64 bits, for part < whole.
fn part(part: u64, whole: u64) -> u64 {
    // Less than 2^64, because part < whole.
    ((u128::from(part) << 64) / u128::from(whole)) as u64
}

/// Strata that an entity may lie in, and which tickets are worth offering.
#[derive(Clone, Debug)]
pub(super) struct Answer<'a> {
    strata: &'a [u16],
    /// Different keys of its tasks, with their limits: one, unless tasks have tickets of their own.
    tests: Vec<([u8; 32], u64)>,
}

impl Answer<'_> {
    /// Offers an entity, if one of its tickets may count.
    #[inline]
    pub fn offer(&self, id: &[u8], selector: &mut Selector) {
        for (key, limit) in &self.tests {
            let [a, b, c, d, e, f, g, h, ..] = ticket(key, id).to_bytes();
            if u64::from_be_bytes([a, b, c, d, e, f, g, h]) <= *limit {
                return selector.offer(id, self.strata);
            }
        }
    }
}

/// An entity in memory: id, and for each task the stratum from which it may be drawn.
pub trait SelectInMemory: Sync {
    /// Its id.
    fn id(&self) -> &[u8];
    /// Its strata.
    fn strata(&self) -> &[u16];
}

impl<const N: usize> SelectInMemory for (&[u8], [u16; N]) {
    fn id(&self) -> &[u8] {
        self.0
    }

    fn strata(&self) -> &[u16] {
        &self.1
    }
}

/// The selection over entities in memory, on all cores, as [`super::Index::select`] makes it from disk.
pub fn select_in_memory<E: SelectInMemory>(
    plan: &Plan,
    keys: &[[u8; 32]],
    entities: &[E],
) -> Result<Selection, SelectError> {
    let limits = Limits::likely(plan);
    let selection = select_within(plan, keys, entities, &limits);
    match selection {
        Err(SelectError::Missing { .. }) => select_within(plan, keys, entities, &Limits::none(plan)),
        other => other,
    }
}

fn select_within<E: SelectInMemory>(
    plan: &Plan,
    keys: &[[u8; 32]],
    entities: &[E],
    limits: &Limits,
) -> Result<Selection, SelectError> {
    let part = entities.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
    let select = |part: &[E]| {
        let mut selector = Selector::new(plan, keys);
        // Different answers are few, so that looking through them costs less than a table.
        let mut answers: Vec<Answer<'_>> = Vec::new();
        for entity in part {
            let known = answers.iter().position(|answer| answer.strata == entity.strata());
            let number = known.unwrap_or_else(|| {
                answers.push(limits.answer(entity.strata(), keys));
                answers.len() - 1
            });
            answers[number].offer(entity.id(), &mut selector);
        }
        selector
    };
    let parts: Vec<Selector> = entities.par_chunks(part).map(select).collect();
    let mut all = Selector::new(plan, keys);
    parts.into_iter().for_each(|part| all.merge(part));
    all.finish(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_range() {
        assert_eq!(part(1, 2), 1 << 63);
        assert_eq!(part(0, 5), 0);
        assert_eq!(part(u64::MAX - 1, u64::MAX), u64::MAX - 1);
    }
}
