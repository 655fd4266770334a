//! The final source: what is rolled in front of everybody, as text, and how much chance is in it.
//!
//! The software counts the bits, so that nobody can call ten dice enough.
//!
//! Source: `docs/PROTOCOL.md`, section "Contributions, close, final source".

use std::fmt;
use std::str::FromStr;

use crate::hash::{Digest, h};
use crate::text_form::serde_as_text;

/// Fewest bits that a final source must have.
pub const BITS_MIN: u32 = 64;
/// Most dice that a final source may have.
pub const DICE_MAX: u32 = 200;

/// Dice of one kind, all of which are read in order. Their id is `dice-10x20`: sides, then count.
///
/// Ten-sided dice give the digits 0 to 9, six-sided ones 1 to 6; the value is the digits without
/// spaces, one for each die.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dice {
    sides: u32,
    count: u32,
}

impl Dice {
    /// Dice with 10 or 6 sides, at least one, and at most [`DICE_MAX`].
    pub fn new(sides: u32, count: u32) -> Result<Self, EntropyError> {
        if sides != 10 && sides != 6 {
            return Err(EntropyError::Sides { got: sides });
        }
        if !(1..=DICE_MAX).contains(&count) {
            return Err(EntropyError::Count { got: count });
        }
        Ok(Self { sides, count })
    }

    /// Sides of each die.
    pub const fn sides(self) -> u32 {
        self.sides
    }

    /// Number of dice, or of rolls of one.
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Whole bits of chance in one value.
    pub fn bits(self) -> u32 {
        bits(self.sides, self.count)
    }

    /// Refuses dice with less than [`BITS_MIN`] bits.
    pub fn require_enough(self) -> Result<Self, EntropyError> {
        match self.bits() {
            got if got < BITS_MIN => Err(EntropyError::TooFewBits { got, expected: BITS_MIN }),
            _ => Ok(self),
        }
    }

    /// Reads a value of these dice, strictly: digits only, one for each die.
    pub fn read(self, text: &str) -> Result<FinalValue, EntropyError> {
        let digits = if self.sides == 10 { '0'..='9' } else { '1'..='6' };
        if let Some((index, got)) = text.chars().enumerate().find(|(_, c)| !digits.contains(c)) {
            let (first, last) = (*digits.start(), *digits.end());
            return Err(EntropyError::Character { position: index + 1, got, first, last });
        }
        let got = text.chars().count();
        if u32::try_from(got) != Ok(self.count) {
            return Err(EntropyError::Length { got, expected: self.count });
        }
        Ok(FinalValue { source: self, text: text.to_owned() })
    }
}

/// A value of a final source, in its text form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalValue {
    source: Dice,
    text: String,
}

impl FinalValue {
    /// Where it comes from.
    pub const fn source(&self) -> Dice {
        self.source
    }

    /// The value as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `F = H("mq1/final", source id, value)`.
    pub fn digest(&self) -> Digest {
        h("mq1/final", &[self.source.to_string().as_bytes(), self.text.as_bytes()])
    }
}

/// Whole bits of chance in `count` rolls of a die: the largest b with 2^b ≤ sides^count, in exact
/// integers. None at all where there is no die or it has no sides.
pub fn bits(sides: u32, count: u32) -> u32 {
    // The product as 32-bit digits, lowest first.
    let mut digits: Vec<u32> = vec![1];
    for _ in 0..count {
        let mut carry = 0_u64;
        for digit in &mut digits {
            let product = u64::from(*digit) * u64::from(sides) + carry;
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

/// Why a text is not a final source, or not a value of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntropyError {
    /// A source of another form.
    #[error("{got:?} is not a final source; expected dice-SIDESxCOUNT, such as dice-10x20")]
    Source {
        /// The text.
        got: String,
    },
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
    /// Too little chance.
    #[error("these dice have {got} bits of chance; expected at least {expected}: take more dice")]
    TooFewBits {
        /// Bits that there are.
        got: u32,
        /// Bits that there must be.
        expected: u32,
    },
    /// A character that no die shows.
    #[error("character {position} is {got:?}; expected a digit {first} to {last}, without spaces")]
    Character {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
        /// Lowest digit on a die.
        first: char,
        /// Highest digit on a die.
        last: char,
    },
    /// Too few or too many digits.
    #[error("{got} digits; expected {expected}, one for each die")]
    Length {
        /// Digits found.
        got: usize,
        /// Number of dice.
        expected: u32,
    },
}

impl EntropyError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Source { .. } => "entropy-source",
            Self::Sides { .. } => "entropy-sides",
            Self::Count { .. } => "entropy-count",
            Self::TooFewBits { .. } => "entropy-too-few-bits",
            Self::Character { .. } => "entropy-character",
            Self::Length { .. } => "entropy-length",
        }
    }
}

impl FromStr for Dice {
    type Err = EntropyError;

    fn from_str(text: &str) -> Result<Self, EntropyError> {
        let source = || EntropyError::Source { got: text.to_owned() };
        let numbers = text.strip_prefix("dice-").and_then(|rest| rest.split_once('x'));
        let (sides, count) = numbers.ok_or_else(source)?;
        let number = |digits: &str| digits.parse().map_err(|_| source());
        let dice = Self::new(number(sides)?, number(count)?)?;
        // Signs and leading zeros parse as numbers and are not the id.
        if dice.to_string() == text { Ok(dice) } else { Err(source()) }
    }
}

impl fmt::Display for Dice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("dice-{}x{}", self.sides, self.count))
    }
}

serde_as_text!(Dice, "dice-SIDESxCOUNT");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_of_128_bit_integers() {
        for sides in [6_u32, 10] {
            for count in 0..=38 {
                assert_eq!(bits(sides, count), u128::from(sides).pow(count).ilog2());
            }
        }
    }

    #[test]
    fn too_few_dice_are_refused() {
        let enough = |sides, count| Dice::new(sides, count).unwrap().require_enough().is_ok();
        assert!(enough(10, 20) && !enough(10, 19));
        assert!(enough(6, 25) && !enough(6, 24));
    }
}
