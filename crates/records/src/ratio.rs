//! Ratios as pairs of integers: a float `ceil(0.07 × 100)` is 8.
//!
//! Source: `docs/PROTOCOL.md`, section "Ids and field text".

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Largest integer in canonical text: 2^53 − 1.
const INTEGER_MAX: u64 = (1 << 53) - 1;
/// Most digits after the decimal point of a percentage.
const FRACTION_DIGITS_MAX: usize = 9;

/// A share between 0 and 1 inclusive, in lowest terms.
///
/// People write `5%`, `12.5%` or `1/30`; canonical text holds `[1,20]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: u64,
    denominator: u64,
}

/// What becomes of the part of a household that a ratio asks for. The plan says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the next whole number above.
    Up,
    /// To the next whole number below.
    Down,
    /// To the nearest whole number, a half upwards.
    HalfUp,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// Everything.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// A ratio from two integers, reduced.
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, RatioError> {
        if denominator == 0 {
            return Err(RatioError::ZeroDenominator);
        }
        if numerator > denominator {
            return Err(RatioError::AboveOne { numerator, denominator });
        }
        let divisor = greatest_common_divisor(numerator, denominator);
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if denominator > INTEGER_MAX {
            return Err(RatioError::TooLarge { got: denominator });
        }
        Ok(Self { numerator, denominator })
    }

    /// The number above the line, in lowest terms.
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// The number below the line, in lowest terms; never 0.
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// This share of a population, in whole numbers; never more than the population.
    pub fn of(self, population: u64, rounding: Rounding) -> u64 {
        let denominator = u128::from(self.denominator);
        let product = u128::from(population) * u128::from(self.numerator);
        let share = match rounding {
            Rounding::Up => product.div_ceil(denominator),
            Rounding::Down => product / denominator,
            Rounding::HalfUp => (2 * product + denominator) / (2 * denominator),
        };
        // The ratio is at most 1, so the share is at most the population and fits.
        u64::try_from(share).unwrap_or(population)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let left = u128::from(self.numerator) * u128::from(other.denominator);
        let right = u128::from(other.numerator) * u128::from(self.denominator);
        left.cmp(&right)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Why a text or a pair of integers is not a ratio.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatioError {
    /// Neither a percentage nor a fraction.
    #[error("{got:?} is not a ratio; write a percentage like 5% or 12.5%, or a fraction like 1/30")]
    Form {
        /// The text.
        got: String,
    },
    /// A number with a leading zero, too many digits, or beyond 2^53 − 1.
    #[error("the number {got:?} in a ratio is not accepted: no leading zeros, at most 2^53 - 1, at most 9 decimals")]
    Number {
        /// The number as it stands in the text.
        got: String,
    },
    /// A fraction over 0.
    #[error("a ratio can't have 0 below the line")]
    ZeroDenominator,
    /// More than everything.
    #[error("the ratio {numerator}/{denominator} is above 1; expected at most 100%")]
    AboveOne {
        /// The number above the line.
        numerator: u64,
        /// The number below the line.
        denominator: u64,
    },
    /// Too large for canonical text.
    #[error("the number {got} in a ratio is above 2^53 - 1")]
    TooLarge {
        /// The number.
        got: u64,
    },
    /// A pair in canonical text that has a common divisor.
    #[error("the ratio [{numerator},{denominator}] is not in lowest terms")]
    NotReduced {
        /// The number above the line.
        numerator: u64,
        /// The number below the line.
        denominator: u64,
    },
}

impl RatioError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "ratio-form",
            Self::Number { .. } => "ratio-number",
            Self::ZeroDenominator => "ratio-zero-denominator",
            Self::AboveOne { .. } => "ratio-above-one",
            Self::TooLarge { .. } => "ratio-too-large",
            Self::NotReduced { .. } => "ratio-not-reduced",
        }
    }
}

impl FromStr for Ratio {
    type Err = RatioError;

    /// Parses `5%`, `12.5%` or `1/30`, with no spaces, signs or full-width characters.
    fn from_str(text: &str) -> Result<Self, RatioError> {
        if let Some(percentage) = text.strip_suffix('%') {
            return parse_percentage(text, percentage);
        }
        let form = || RatioError::Form { got: text.to_owned() };
        let (above, below) = text.split_once('/').ok_or_else(form)?;
        if !(is_digits(above) && is_digits(below)) {
            return Err(form());
        }
        Self::new(parse_integer(above)?, parse_integer(below)?)
    }
}

fn parse_percentage(text: &str, percentage: &str) -> Result<Ratio, RatioError> {
    let (whole, fraction) = percentage.split_once('.').unwrap_or((percentage, "0"));
    if !(is_digits(whole) && is_digits(fraction)) {
        return Err(RatioError::Form { got: text.to_owned() });
    }
    let number = || RatioError::Number { got: percentage.to_owned() };
    if fraction.len() > FRACTION_DIGITS_MAX || whole.len() > 3 {
        return Err(number());
    }
    let scale = 10_u64.pow(u32::try_from(fraction.len()).map_err(|_| number())?);
    // At most nine digits, so leading zeros are part of the value and nothing overflows.
    let decimals: u64 = fraction.parse().map_err(|_| number())?;
    Ratio::new(parse_integer(whole)? * scale + decimals, 100 * scale)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_integer(digits: &str) -> Result<u64, RatioError> {
    let number = || RatioError::Number { got: digits.to_owned() };
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(number());
    }
    digits.parse().ok().filter(|value| *value <= INTEGER_MAX).ok_or_else(number)
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.numerator, self.denominator).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (numerator, denominator) = <(u64, u64)>::deserialize(deserializer)?;
        let ratio = Self::new(numerator, denominator).map_err(serde::de::Error::custom)?;
        if ratio.denominator != denominator {
            let error = RatioError::NotReduced { numerator, denominator };
            return Err(serde::de::Error::custom(error));
        }
        Ok(ratio)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shares_are_the_nearest_whole_numbers(
            below in 1..=INTEGER_MAX, above: u64, population: u64,
        ) {
            let ratio = Ratio::new(above % (below + 1), below).unwrap();
            let (n, d) = (u128::from(ratio.numerator()), u128::from(ratio.denominator()));
            let exact = u128::from(population) * n;
            let [up, down, half] = [Rounding::Up, Rounding::Down, Rounding::HalfUp]
                .map(|rounding| u128::from(ratio.of(population, rounding)));
            prop_assert!(down * d <= exact && exact < (down + 1) * d);
            prop_assert!(up * d >= exact && (up == 0 || (up - 1) * d < exact));
            prop_assert!(half == up || half == down);
            prop_assert_eq!(half == up, up == down || 2 * (exact - down * d) >= d);
            prop_assert!(up <= u128::from(population));
        }

        #[test]
        fn a_percentage_is_its_fraction(hundredths in 0..=10_000_u64) {
            let text = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
            prop_assert_eq!(text.parse(), Ratio::new(hundredths, 10_000));
            prop_assert_eq!(format!("{hundredths}/10000").parse(), Ratio::new(hundredths, 10_000));
        }

        #[test]
        fn every_text_is_a_ratio_or_an_error(text in "[0-9./%]{0,12}") {
            if let Ok(ratio) = text.parse::<Ratio>() {
                prop_assert_eq!(ratio.to_string().parse::<Ratio>(), Ok(ratio));
                prop_assert!(Ratio::ZERO <= ratio && ratio <= Ratio::ONE);
            }
        }
    }

    #[test]
    fn canonical_text_holds_lowest_terms_only() {
        let read = |json: &str| serde_json::from_str::<Ratio>(json);
        assert_eq!(read("[1,20]").unwrap(), "5%".parse().unwrap());
        assert_eq!(read("[0,1]").unwrap(), Ratio::ZERO);
        for json in ["[2,40]", "[0,2]", "[3,2]", "[1,0]", "[0,0]", "[1]", "[1,2,3]", "[-1,2]", "[0.5,1]", "\"5%\""] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
