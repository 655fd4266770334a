//! Choices without chance: 64-bit words of SHA-256(name ‖ counter).

use records::hash::sha256;

/// A sequence of choices. Each list has its own, so that one may change without the others.
pub struct Stream {
    name: &'static str,
    counter: u64,
}

impl Stream {
    /// The sequence of that name, from its beginning.
    pub fn new(name: &'static str) -> Self {
        Self { name, counter: 0 }
    }

    fn word(&mut self) -> u64 {
        let mut bytes = self.name.as_bytes().to_vec();
        bytes.extend_from_slice(&self.counter.to_be_bytes());
        self.counter += 1;
        let digest = sha256(&bytes).to_bytes();
        digest.iter().take(8).fold(0, |word, byte| word << 8 | u64::from(*byte))
    }

    /// A number below `n`, which is small: the bias of the remainder does not matter here.
    pub fn below(&mut self, n: usize) -> usize {
        (self.word() % n.max(1) as u64) as usize
    }

    /// Whether something of `percent` per cent happens.
    pub fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }

    /// One of these, as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, values: &[(T, usize)]) -> T {
        let mut left = self.below(values.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in values {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        values[0].0
    }
}
