//! Codes of businesses: the Unified Social Credit Code and the older registration number.
//!
//! Nothing is corrected here: full-width and lower-case characters are folded before, visibly
//! (see [`crate::text::fold_code`]).
//!
//! Sources: GB 32100-2015 (Unified Social Credit Code: alphabet, weights, check character);
//! GS 15-2006 (registration number of 15 digits) with ISO 7064 MOD 11,10.

use std::fmt;

/// The 31 characters of the code, each at its value; I, O, S, V and Z are not among them.
pub const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first 17 characters, 3^i mod 31.
pub const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Characters of a Unified Social Credit Code.
const USCC_LENGTH: usize = 18;
/// Digits of a registration number.
const REGISTRATION_LENGTH: usize = 15;

/// A code of a business, by its form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A Unified Social Credit Code with the right check character.
    Uscc(Uscc),
    /// Fifteen digits: a registration number from before 2015. Its check digit is not looked at
    /// here; see [`Registration15::check_digit_warning`].
    Registration15(Registration15),
}

impl Code {
    /// Tells by its length what a code is, and checks it.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        match text.chars().count() {
            USCC_LENGTH => Uscc::parse(text).map(Self::Uscc),
            REGISTRATION_LENGTH => Registration15::parse(text).map(Self::Registration15),
            got => Err(CodeError::Length { got }),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Uscc(code) => code.as_str(),
            Self::Registration15(code) => code.as_str(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A Unified Social Credit Code: 18 characters, the last one a check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uscc(Box<str>);

impl Uscc {
    /// Parses a code, strictly.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let length = text.chars().count();
        if length != USCC_LENGTH {
            return Err(CodeError::Length { got: length });
        }
        for (index, got) in text.chars().enumerate() {
            if value_of(got).is_none() {
                return Err(CodeError::Character { position: index + 1, got });
            }
        }
        let got = text.chars().next_back().unwrap_or_default();
        match check_character(text) {
            Some(expected) if expected != got => Err(CodeError::Check { expected, got }),
            _ => Ok(Self(text.into())),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check character that belongs to the first 17 characters of a text, where all 17 are there
/// and in the alphabet.
pub fn check_character(text: &str) -> Option<char> {
    let mut sum = 0;
    let mut characters = text.chars();
    for weight in WEIGHTS {
        sum += value_of(characters.next()?)? * weight;
    }
    let value = usize::try_from((31 - sum % 31) % 31).ok()?;
    ALPHABET.get(value).copied().map(char::from)
}

fn value_of(character: char) -> Option<u32> {
    let place = ALPHABET.iter().position(|byte| char::from(*byte) == character)?;
    u32::try_from(place).ok()
}

/// A registration number of 15 digits, from before the Unified Social Credit Code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Registration15(Box<str>);

/// A check digit that does not fit. It is no error: real numbers of the old kind have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckDigitWarning {
    /// The digit that the first 14 lead to.
    pub expected: char,
    /// The fifteenth digit.
    pub got: char,
}

impl fmt::Display for CheckDigitWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the check digit of the registration number is {}; expected {}", self.got, self.expected)
    }
}

impl CheckDigitWarning {
    /// Stable code of this warning.
    pub fn code(&self) -> &'static str {
        "registration-check"
    }
}

impl Registration15 {
    /// Parses a number, strictly; its check digit is not looked at.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let length = text.chars().count();
        if length != REGISTRATION_LENGTH {
            return Err(CodeError::Length { got: length });
        }
        match text.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            Some((index, got)) => Err(CodeError::Character { position: index + 1, got }),
            None => Ok(Self(text.into())),
        }
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the check digit is another than the first 14 digits lead to.
    pub fn check_digit_warning(&self) -> Option<CheckDigitWarning> {
        let got = self.0.chars().next_back()?;
        let mut product = 10;
        for digit in self.0.chars().take(REGISTRATION_LENGTH - 1) {
            let sum = (product + digit.to_digit(10)?) % 10;
            product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
        }
        let expected = char::from_digit((11 - product) % 10, 10)?;
        (expected != got).then_some(CheckDigitWarning { expected, got })
    }
}

/// Why a text is not a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Neither 18 nor 15 characters.
    #[error("a code has 18 characters, or 15 digits in its older form; this one has {got}")]
    Length {
        /// Number of characters found.
        got: usize,
    },
    /// A character that such a code does not have.
    #[error(
        "character {position} of the code is {got:?}; expected a digit or an upper-case letter other than I O S V Z (in a 15-digit number: a digit)"
    )]
    Character {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
    /// A check character that does not fit the first 17.
    #[error("the check character of the code is {got}; expected {expected}")]
    Check {
        /// The character that the first 17 lead to.
        expected: char,
        /// The eighteenth character.
        got: char,
    },
}

impl CodeError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "code-length",
            Self::Character { .. } => "code-character",
            Self::Check { .. } => "code-check",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_wrong_character_is_always_noticed(
            start in "[0-9A-HJ-NPQRTUWXY]{17}", place in 0..18_usize, other in "[0-9A-HJ-NPQRTUWXY]",
        ) {
            let code = format!("{start}{}", check_character(&start).unwrap());
            prop_assert!(Uscc::parse(&code).is_ok());
            let mut wrong = code.clone();
            wrong.replace_range(place..=place, &other);
            prop_assert_eq!(Uscc::parse(&wrong).is_ok(), wrong == code);
        }
    }

    #[test]
    fn weights_are_powers_of_three() {
        let powers: Vec<u32> = (0..17).map(|i| 3_u32.pow(i) % 31).collect();
        assert_eq!(powers, WEIGHTS);
        assert!(check_character("9161").is_none());
    }
}
