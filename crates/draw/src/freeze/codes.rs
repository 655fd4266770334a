//! What the office's lists say about single codes, for look-ups by the million.
//!
//! Nearly every entity has no promise, no past visit and no conflict, so that the usual answer,
//! "nothing", must cost one look into one table.

/// One thing that is known about a code. The number is an index of the list that it comes from, of
/// the frozen inspectors, or of the lines of `selection`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    Promise(u32),
    Visit(u32),
    /// A visit to equipment of which the code is user or maintainer.
    Linked(u32),
    Law(u32),
    Rotation(u32),
    Selection(u32),
}

/// A table from codes to facts, in open addressing.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    codes: Vec<Box<str>>,
    /// For each code where its facts begin; one more at the end.
    start: Vec<usize>,
    facts: Vec<Fact>,
    /// Upper half of the hash, and the number of the code plus 1; 0 is an empty slot.
    slots: Vec<(u32, u32)>,
}

impl Facts {
    /// From facts in any order; the same fact twice counts once.
    pub fn new<'a>(facts: impl IntoIterator<Item = (&'a str, Fact)>) -> Self {
        let mut sorted: Vec<(&str, Fact)> = facts.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let mut out = Self::default();
        for (code, fact) in sorted {
            if out.codes.last().is_none_or(|last| last.as_ref() != code) {
                out.codes.push(code.into());
                out.start.push(out.facts.len());
            }
            out.facts.push(fact);
        }
        out.start.push(out.facts.len());
        out.index();
        out
    }

    fn index(&mut self) {
        if self.codes.is_empty() {
            return;
        }
        // Half empty, so that the next empty slot is near.
        let size = (self.codes.len() * 2).next_power_of_two();
        self.slots = vec![(0, 0); size];
        for (number, code) in (1_u32..).zip(&self.codes) {
            let hash = hash(code);
            let mut at = hash as usize & (size - 1);
            // The table is half empty, so an empty slot comes.
            while self.slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = ((hash >> 32) as u32, number);
        }
    }

    /// The facts of a code, in the order of [`Fact`].
    #[inline]
    pub fn of(&self, code: &str) -> &[Fact] {
        if self.slots.is_empty() {
            return &[];
        }
        let hash = hash(code);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (tag, number) = self.slots[at];
            if number == 0 {
                return &[];
            }
            let index = number as usize - 1;
            if tag == (hash >> 32) as u32 && self.codes[index].as_ref() == code {
                return &self.facts[self.start[index]..self.start[index + 1]];
            }
            at = (at + 1) & mask;
        }
    }

    /// All facts with their codes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Fact)> {
        let ranges = self.start.windows(2).zip(&self.codes);
        ranges.flat_map(|(range, code)| self.facts[range[0]..range[1]].iter().map(|fact| (code.as_ref(), *fact)))
    }
}

/// Mixes a code, eight bytes at a time. It decides where a code stands in the table and nothing
/// else.
#[inline]
fn hash(code: &str) -> u64 {
    let mut state = code.len() as u64;
    for chunk in code.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        state = (state ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all_facts_and_nothing_else() {
        let codes: Vec<String> = (0..1000).map(|k| format!("C{k:05}")).collect();
        let twice = codes.iter().zip(0..).flat_map(|(code, k)| {
            [(code.as_str(), Fact::Visit(k)), (code.as_str(), Fact::Promise(k)), (code, Fact::Visit(k))]
        });
        let facts = Facts::new(twice);
        for (code, k) in codes.iter().zip(0..) {
            assert_eq!(facts.of(code), [Fact::Promise(k), Fact::Visit(k)]);
        }
        assert!(facts.of("C1").is_empty() && facts.of("").is_empty());
        assert!(Facts::new([]).of("C00001").is_empty());
        assert_eq!(facts.iter().count(), 2000);
        assert_eq!(facts.iter().last(), Some(("C00999", Fact::Visit(999))));
    }
}
