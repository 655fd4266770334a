//! The final source: what is rolled in front of everybody, as text, and how much chance is in it.
//!
//! The software counts the bits, so that nobody can call ten dice enough.
//!
//! Source: `docs/PROTOCOL.md`, section "Contributions, close, final source".

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::hash::{Digest, h};

/// Fewest bits that a final source must have.
pub const BITS_MIN: u32 = 64;
/// Most dice that a final source may have.
pub const DICE_MAX: u32 = 200;
/// Most draws of lottery balls, and most balls in the drum.
pub const BALL_DRAWS_MAX: u32 = 50;
/// See [`BALL_DRAWS_MAX`].
pub const BALLS_MAX: u32 = 100;
/// Largest number of a beacon's round: the largest integer of a canonical line.
pub const ROUND_MAX: u64 = (1 << 53) - 1;
/// Hash of the only chain that is taken: drand's quicknet.
pub const DRAND_CHAIN: &str = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
/// Public key of that chain, in hexadecimal digits.
pub const DRAND_KEY: &str = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
/// Unix second in which round 1 of that chain began.
pub const DRAND_GENESIS: u64 = 1_692_803_367;
/// Seconds between its rounds.
pub const DRAND_PERIOD: u64 = 3;
/// Hexadecimal digits of a round's signature.
const SIGNATURE_DIGITS: usize = 96;

/// The source that is sampled last, as a plan names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "lowercase", deny_unknown_fields)]
pub enum FinalSource {
    /// Dice of one kind, read in order, one digit each: 0 to 9 with ten sides, 1 to 6 with six.
    Dice {
        /// Sides of one die, 10 or 6.
        sides: u32,
        /// Number of dice, or of casts of one.
        count: u32,
    },
    /// Lottery balls: several draws, each of some different numbers from a drum.
    Balls {
        /// Number of draws.
        draws: u32,
        /// Balls in the drum, numbered from 1.
        of: u32,
        /// Balls taken in one draw, without putting back.
        pick: u32,
    },
    /// A round of drand's quicknet; its value is the round's signature in hexadecimal digits.
    Drand {
        /// The round.
        round: u64,
    },
}

impl FinalSource {
    /// The source id, as it enters F.
    pub fn id(&self) -> String {
        match self {
            Self::Dice { sides, count } => format!("dice-{sides}x{count}"),
            Self::Balls { draws, of, pick } => format!("balls-{draws}x{pick}of{of}"),
            Self::Drand { round } => format!("drand-{DRAND_CHAIN}-{round}"),
        }
    }

    /// The round, if the source is a beacon.
    pub fn round(&self) -> Option<u64> {
        match self {
            Self::Drand { round } => Some(*round),
            Self::Dice { .. } | Self::Balls { .. } => None,
        }
    }

    /// Whole bits of chance in one value.
    pub fn bits(&self) -> u32 {
        match self {
            Self::Dice { sides, count } => bits((0..*count).map(|_| *sides)),
            Self::Balls { draws, of, pick } => {
                let one = || (0..*pick).map(|taken| of.saturating_sub(taken));
                bits((0..*draws).flat_map(|_| one()))
            }
            Self::Drand { .. } => 256,
        }
    }

    /// Refuses a source that nobody can roll, or with less than [`BITS_MIN`] bits.
    pub fn check(&self) -> Result<(), EntropyError> {
        match *self {
            Self::Dice { sides, .. } if sides != 10 && sides != 6 => return Err(EntropyError::Sides { got: sides }),
            Self::Dice { count, .. } if !(1..=DICE_MAX).contains(&count) => {
                return Err(EntropyError::Count { got: count });
            }
            Self::Balls { draws, of, pick }
                if !(1..=BALL_DRAWS_MAX).contains(&draws)
                    || !(2..=BALLS_MAX).contains(&of)
                    || !(1..=of).contains(&pick) =>
            {
                return Err(EntropyError::Balls { draws, of, pick });
            }
            Self::Drand { round } if !(1..=ROUND_MAX).contains(&round) => {
                return Err(EntropyError::Round { got: round });
            }
            _ => {}
        }
        match self.bits() {
            got if got < BITS_MIN => Err(EntropyError::TooFewBits { got, expected: BITS_MIN }),
            _ => Ok(()),
        }
    }

    /// Checks the text form of a value of this source, strictly. A beacon's signature itself is not checked.
    pub fn read(&self, value: &str) -> Result<(), EntropyError> {
        match *self {
            Self::Dice { sides, count } => {
                let (first, last) = if sides == 10 { ('0', '9') } else { ('1', '6') };
                characters(value, first, last)?;
                length(value.len(), count)
            }
            Self::Balls { draws, of, pick } => {
                let parts: Vec<&str> = value.split(';').collect();
                length(parts.len(), draws)?;
                parts.iter().enumerate().try_for_each(|(index, part)| balls(index + 1, part, of, pick))
            }
            Self::Drand { .. } => {
                let bad = |c: &char| !matches!(c, '0'..='9' | 'a'..='f');
                if let Some((index, got)) = value.chars().enumerate().find(|(_, c)| bad(c)) {
                    return Err(EntropyError::Character { position: index + 1, got, first: '0', last: 'f' });
                }
                match value.len() {
                    SIGNATURE_DIGITS => Ok(()),
                    got => Err(EntropyError::Length { got, expected: 96 }),
                }
            }
        }
    }

    /// `F = H("mq1/final", source id, value)`.
    pub fn digest(&self, value: &str) -> Digest {
        h("mq1/final", &[self.id().as_bytes(), value.as_bytes()])
    }

    /// The Unix second from which on the value can be known, for a beacon.
    pub fn begins(&self) -> Option<u64> {
        match self {
            Self::Drand { round } => Some(DRAND_GENESIS + DRAND_PERIOD * round.saturating_sub(1)),
            _ => None,
        }
    }
}

/// The Unix second in which a day begins in China (UTC+8).
pub fn day_begins(day: Day) -> u64 {
    u64::try_from(i64::from(day.number()) * 86_400 - 8 * 3_600).unwrap_or_default()
}

fn characters(value: &str, first: char, last: char) -> Result<(), EntropyError> {
    match value.chars().enumerate().find(|(_, c)| !(first..=last).contains(c)) {
        Some((index, got)) => Err(EntropyError::Character { position: index + 1, got, first, last }),
        None => Ok(()),
    }
}

fn length(got: usize, expected: u32) -> Result<(), EntropyError> {
    if u32::try_from(got) == Ok(expected) { Ok(()) } else { Err(EntropyError::Length { got, expected }) }
}

/// One draw of balls: different numbers, decimal, joined by commas.
fn balls(draw: usize, text: &str, of: u32, pick: u32) -> Result<(), EntropyError> {
    let bad = || EntropyError::Draw { draw, got: text.to_owned(), of, pick };
    let mut seen = BTreeSet::new();
    for number in text.split(',') {
        let value: u32 = number.parse().map_err(|_| bad())?;
        // Signs and leading zeros parse as numbers and are another text.
        if value.to_string() != number || !(1..=of).contains(&value) || !seen.insert(value) {
            return Err(bad());
        }
    }
    if u32::try_from(seen.len()) == Ok(pick) { Ok(()) } else { Err(bad()) }
}

/// Whole bits of chance in independent choices with so many outcomes each: the largest b with 2^b ≤ their product, in
/// exact integers. None at all where there is no choice.
fn bits(outcomes: impl Iterator<Item = u32>) -> u32 {
    // The product as 32-bit digits, lowest first.
    let mut digits: Vec<u32> = vec![1];
    for factor in outcomes {
        let mut carry = 0_u64;
        for digit in &mut digits {
            let product = u64::from(*digit) * u64::from(factor) + carry;
            let [a, b, c, d, ..] = product.to_le_bytes();
            *digit = u32::from_le_bytes([a, b, c, d]);
            carry = product >> 32;
        }
        if let Ok(highest @ 1..) = u32::try_from(carry) {
            digits.push(highest);
        }
    }
    let whole = u32::try_from(digits.len() - 1).unwrap_or(u32::MAX / 32) * 32;
    whole + digits.last().and_then(|digit| digit.checked_ilog2()).unwrap_or(0)
}

/// Why something is not a final source, or not a value of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntropyError {
    /// Dice with other sides.
    #[error("dice with {got} sides are not accepted; expected 10 or 6")]
    Sides {
        /// Sides of each die.
        got: u32,
    },
    /// No dice, or too many.
    #[error("{got} dice are not accepted; expected 1 to 200")]
    Count {
        /// Number of dice.
        got: u32,
    },
    /// Lottery balls that can't be drawn so.
    #[error("{draws} draws of {pick} out of {of} balls are not accepted; expected 1 to 50 draws out of 2 to 100 balls")]
    Balls {
        /// Number of draws.
        draws: u32,
        /// Balls in the drum.
        of: u32,
        /// Balls taken in one draw.
        pick: u32,
    },
    /// A round that no beacon has.
    #[error("{got} is not the number of a drand round; rounds begin with 1")]
    Round {
        /// The round.
        got: u64,
    },
    /// Too little chance.
    #[error("this source has {got} bits of chance; expected at least {expected}: take more dice or draws")]
    TooFewBits {
        /// Bits that there are.
        got: u32,
        /// Bits that there must be.
        expected: u32,
    },
    /// A character that no value of the source has.
    #[error("character {position} is {got:?}; expected a digit {first} to {last}, without spaces")]
    Character {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
        /// Lowest digit.
        first: char,
        /// Highest digit.
        last: char,
    },
    /// Too few or too many dice, draws or digits.
    #[error("{got} were given; expected {expected}")]
    Length {
        /// Found.
        got: usize,
        /// Expected: dice, draws, or digits of a signature.
        expected: u32,
    },
    /// A draw of balls that is not one.
    #[error("draw {draw} is {got:?}; expected {pick} different numbers from 1 to {of}, such as 3,17,8")]
    Draw {
        /// Which draw, counted from 1.
        draw: usize,
        /// Its text.
        got: String,
        /// Balls in the drum.
        of: u32,
        /// Balls taken.
        pick: u32,
    },
}

impl EntropyError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sides { .. } => "entropy-sides",
            Self::Count { .. } => "entropy-count",
            Self::Balls { .. } => "entropy-balls",
            Self::Round { .. } => "entropy-round",
            Self::TooFewBits { .. } => "entropy-too-few-bits",
            Self::Character { .. } => "entropy-character",
            Self::Length { .. } => "entropy-length",
            Self::Draw { .. } => "entropy-draw",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_of_128_bit_integers() {
        for sides in [6_u32, 10] {
            for count in 0..=38 {
                assert_eq!(FinalSource::Dice { sides, count }.bits(), u128::from(sides).pow(count).ilog2());
            }
        }
        let balls = |draws, of, pick| FinalSource::Balls { draws, of, pick }.bits();
        assert_eq!(balls(1, 36, 7), (36_u128 * 35 * 34 * 33 * 32 * 31 * 30).ilog2());
        assert_eq!(balls(2, 36, 7), (36_u128 * 35 * 34 * 33 * 32 * 31 * 30).pow(2).ilog2());
        assert_eq!(balls(3, 5, 5), 120_u128.pow(3).ilog2());
    }

    #[test]
    fn too_little_chance_is_refused() {
        let enough = |sides, count| FinalSource::Dice { sides, count }.check().is_ok();
        assert!(enough(10, 20) && !enough(10, 19));
        assert!(enough(6, 25) && !enough(6, 24));
        let balls = |draws, of, pick| FinalSource::Balls { draws, of, pick }.check().map_err(|error| error.code());
        assert_eq!(balls(2, 36, 7), Ok(()));
        assert_eq!(balls(1, 36, 7), Err("entropy-too-few-bits"));
        assert_eq!(balls(2, 6, 7), Err("entropy-balls"));
        assert_eq!(FinalSource::Drand { round: 0 }.check().map_err(|error| error.code()), Err("entropy-round"));
    }

    #[test]
    fn balls_are_read_strictly() {
        let source = FinalSource::Balls { draws: 2, of: 36, pick: 3 };
        assert_eq!(source.read("36,1,7;7,1,36"), Ok(()));
        for bad in [
            "36,1,7",
            "36,1,7;7,1",
            "36,1,7;7,1,1",
            "36,1,7;07,1,2",
            "36,1,7;37,1,2",
            "36,1,7;+7,1,2",
            "36,1,7;7,1,2;1,2,3",
            "36, 1,7;7,1,2",
        ] {
            assert!(source.read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_begins_eight_hours_before_it_does_in_greenwich() {
        assert_eq!(day_begins(Day::new(2023, 8, 23).unwrap()), 1_692_720_000);
        assert_eq!(day_begins(Day::new(1970, 1, 1).unwrap()), 0);
    }

    #[test]
    fn a_round_begins_when_it_does() {
        assert_eq!(FinalSource::Drand { round: 1 }.begins(), Some(DRAND_GENESIS));
        assert_eq!(FinalSource::Drand { round: 3 }.begins(), Some(DRAND_GENESIS + 6));
    }
}
