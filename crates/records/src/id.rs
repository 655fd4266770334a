//! Ids: the short texts that enter tickets and are pasted into a shell line.
//!
//! Source: `docs/PROTOCOL.md`, section "Ids and field text".

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use crate::hash::h;
use crate::text_form::serde_as_text;

/// Most bytes that an id has.
pub const ID_LENGTH_MAX: usize = 64;

/// An id: `[0-9A-Z][0-9A-Z._-]{0,63}`, ordered by its bytes.
///
/// There is no lower case, because two variants of one code would be two chances; and no character
/// that a shell would treat specially, because a citizen pastes it into one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// Parses an id, strictly.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        Self::check(text)?;
        Ok(Self(text.into()))
    }

    /// Says whether a text is an id, without keeping it.
    pub fn check(text: &str) -> Result<(), IdError> {
        if let Some((index, got)) = text.chars().enumerate().find(|(i, c)| !allowed(*i, *c)) {
            return Err(IdError::Character { position: index + 1, got });
        }
        // All characters are ASCII here, so bytes are characters.
        match text.len() {
            1..=ID_LENGTH_MAX => Ok(()),
            got => Err(IdError::Length { got }),
        }
    }

    /// The id of something whose natural key is not an id (a work number in Chinese, an
    /// equipment's name): `X-` and the first 20 upper-case hexadecimal digits of
    /// `H("mq1/id", parts…)`. The parts are the department and the key.
    pub fn derived(parts: &[&str]) -> Self {
        let bytes: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        let digest = h("mq1/id", &bytes).to_string();
        let digits: String = digest.chars().take(20).map(|c| c.to_ascii_uppercase()).collect();
        Self(format!("X-{digits}").into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as it enters hashes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn allowed(index: usize, character: char) -> bool {
    match character {
        '0'..='9' | 'A'..='Z' => true,
        '.' | '_' | '-' => index > 0,
        _ => false,
    }
}

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Empty or too long.
    #[error("an id has 1 to 64 characters, this text has {got}")]
    Length {
        /// Number of characters found.
        got: usize,
    },
    /// A character that ids don't have, at least not there.
    #[error("character {position} of an id is {got:?}; expected 0-9 A-Z, and after the first also . _ -")]
    Character {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
}

impl IdError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "id-length",
            Self::Character { .. } => "id-character",
        }
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

serde_as_text!(Id, "an id of 1 to 64 characters 0-9 A-Z . _ -");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_is_its_text(text in "[0-9A-Z][0-9A-Z._-]{0,63}") {
            let id = Id::parse(&text).unwrap();
            prop_assert_eq!(serde_json::to_value(&id).unwrap(), serde_json::Value::from(text.as_str()));
            prop_assert_eq!(serde_json::from_str::<Id>(&format!("\"{text}\"")).unwrap(), id);
        }

        #[test]
        fn order_is_that_of_bytes(a in "[0-9A-Z][0-9A-Z._-]{0,4}", b in "[0-9A-Z][0-9A-Z._-]{0,4}") {
            let order = Id::parse(&a).unwrap().cmp(&Id::parse(&b).unwrap());
            prop_assert_eq!(order, a.as_bytes().cmp(b.as_bytes()));
        }

        #[test]
        fn a_derived_id_is_an_id(parts in prop::collection::vec(any::<String>(), 0..3)) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let id = Id::derived(&parts);
            prop_assert_eq!(Id::parse(id.as_str()), Ok(id.clone()));
            prop_assert_eq!(id.as_str().len(), 22);
        }
    }
}
