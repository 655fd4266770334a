//! The only source of chance: a ChaCha20 key stream read as little-endian 64-bit words.
//!
//! `rand`'s own `random_range`, `shuffle` and `sample` decide nothing here, because their results
//! have changed between releases; the raw key stream (RFC 8439 up to 2^32 blocks) has not.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Words in 2^32 blocks of 64 bytes. RFC 8439 has a 32-bit counter, so that a stranger's
/// implementation of it could not follow us any further.
const WORDS_MAX: u64 = 1 << 35;

/// Why a stream gave no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// All 2^32 blocks of the key have been read.
    #[error("the key stream ended after {words} words of 64 bits; the protocol allows no more")]
    Exhausted {
        /// Words read so far.
        words: u64,
    },
    /// A number below zero was asked for.
    #[error("a number was to be drawn from an empty range")]
    EmptyRange,
}

/// A key stream with nonce zero, read word by word from block 0.
#[derive(Debug, Clone)]
pub struct Stream {
    rng: ChaCha20Rng,
    words: u64,
}

impl Stream {
    /// Opens the stream of `key` at its first word.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self { rng: ChaCha20Rng::from_seed(*key), words: 0 }
    }

    /// How many words have been read: two implementations that differ compare this first.
    #[must_use]
    pub const fn words(&self) -> u64 {
        self.words
    }

    /// The next eight bytes of the key stream as a little-endian integer.
    ///
    /// # Errors
    /// After 2^32 blocks.
    #[inline]
    pub fn next_u64(&mut self) -> Result<u64, StreamError> {
        if self.words >= WORDS_MAX {
            return Err(StreamError::Exhausted { words: self.words });
        }
        self.words += 1;
        Ok(self.rng.next_u64())
    }

    /// A uniform number in `0..n`, by rejection: with `limit = 2^64 − (2^64 mod n)`, words are
    /// drawn until one is below `limit`; the result is that word mod `n`. `below(1)` reads a word
    /// too, so that the number of words never depends on what a reader might optimise away.
    ///
    /// # Errors
    /// When `n` is zero, and after 2^32 blocks.
    #[inline]
    pub fn below(&mut self, n: u64) -> Result<u64, StreamError> {
        if n == 0 {
            return Err(StreamError::EmptyRange);
        }
        loop {
            let x = self.next_u64()?;
            // 2^64 mod n is less than n, so only the last n − 1 words can be above the limit:
            // the second division is nearly never needed.
            if x <= u64::MAX - (n - 1) || x <= u64::MAX - ((u64::MAX % n) + 1) % n {
                return Ok(x % n);
            }
        }
    }

    /// [`Stream::below`] for a length or count, as an index.
    ///
    /// # Errors
    /// As [`Stream::below`].
    #[inline]
    pub fn index(&mut self, n: usize) -> Result<usize, StreamError> {
        // usize is at most 64 bits wide on every platform that Rust has, and the result is below n.
        self.below(n as u64).map(|x| x as usize)
    }

    /// Puts `items` into uniform order: for i from len − 1 down to 1, swap i with `below(i + 1)`.
    ///
    /// # Errors
    /// As [`Stream::below`].
    pub fn shuffle<T>(&mut self, items: &mut [T]) -> Result<(), StreamError> {
        for i in (1..items.len()).rev() {
            let j = self.index(i + 1)?;
            items.swap(i, j);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Stream {
        let mut key = [0u8; 32];
        for (i, byte) in key.iter_mut().enumerate() {
            *byte = u8::try_from(i).expect("32 bytes");
        }
        Stream::new(&key)
    }

    fn draws(n: u64, count: usize) -> (Vec<u64>, u64) {
        let mut stream = sample();
        let got = (0..count).map(|_| stream.below(n).expect("in range")).collect();
        (got, stream.words())
    }

    #[test]
    fn key_stream_is_the_protocols() {
        let mut stream = sample();
        let mut bytes = Vec::new();
        for _ in 0..2 {
            bytes.extend_from_slice(&stream.next_u64().expect("word").to_le_bytes());
        }
        assert_eq!(hex::encode(bytes), "39fd2b7dd9c5196a8dbd0377b8dc4a49");
    }

    /// RFC 8439, appendix A.1, test vectors 1 and 2: key zero, nonce zero, blocks 0 and 1.
    #[test]
    fn blocks_follow_rfc_8439() {
        let mut stream = Stream::new(&[0; 32]);
        let mut bytes = Vec::new();
        for _ in 0..16 {
            bytes.extend_from_slice(&stream.next_u64().expect("word").to_le_bytes());
        }
        assert_eq!(
            hex::encode(bytes),
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7\
             da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586\
             9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed\
             29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
        );
    }

    #[test]
    fn below_a_thousand() {
        let (got, words) = draws(1000, 12);
        assert_eq!(got, [593, 893, 858, 610, 707, 711, 381, 66, 296, 579, 384, 108]);
        assert_eq!(words, 12);
    }

    #[test]
    fn below_190_million() {
        let (got, _) = draws(190_000_000, 8);
        assert_eq!(
            got,
            [136_737_593, 24_154_893, 50_286_858, 76_210_610, 180_433_707, 185_979_711, 21_241_381, 27_888_066]
        );
    }

    /// Just above half the range nearly every second word is rejected: six numbers take ten words.
    #[test]
    fn below_half_the_range_rejects() {
        let (got, words) = draws((1 << 63) + 1, 6);
        assert_eq!(
            got,
            [
                7_645_359_380_336_737_593,
                5_281_276_197_874_154_893,
                7_241_726_879_045_979_711,
                3_288_744_496_421_241_381,
                883_087_369_427_888_066,
                2_832_275_636_194_402_579
            ]
        );
        assert_eq!(words, 10);
    }

    #[test]
    fn below_one_reads_a_word() {
        assert_eq!(draws(1, 3), (vec![0, 0, 0], 3));
        assert_eq!(sample().below(0), Err(StreamError::EmptyRange));
    }

    #[test]
    fn shuffle_of_twelve() {
        let mut items: Vec<u32> = (0..12).collect();
        sample().shuffle(&mut items).expect("short");
        assert_eq!(items, [2, 5, 4, 11, 1, 7, 6, 3, 0, 10, 8, 9]);
    }

    #[test]
    fn stream_ends_with_the_32_bit_counter() {
        let mut stream = sample();
        stream.words = WORDS_MAX - 1;
        assert!(stream.next_u64().is_ok());
        assert_eq!(stream.next_u64(), Err(StreamError::Exhausted { words: WORDS_MAX }));
    }
}
