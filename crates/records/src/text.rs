//! What text of a field may hold. Nothing is changed here; what is wrong is refused and shown.
//!
//! Two names that look alike and differ in an invisible character would be two entities, and a
//! bidirectional control would show a name in another order than it is hashed.
//!
//! Source: `docs/PROTOCOL.md`, section "Canonical lines"; UAX #15 (normalization forms),
//! UAX #9 (bidirectional controls). The Unicode tables are those of the pinned
//! `unicode-normalization`; only import tests them, verifiers never do.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Why a text is not accepted in a field. Positions count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// A control character of C0 or C1, a tab or a line end included, or U+2028, U+2029.
    #[error("character {position} is the control character {}; remove it", name(*got))]
    Control {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
    /// A control of writing direction.
    #[error("character {position} is the direction control {}; remove it", name(*got))]
    Bidirectional {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
    /// An invisible character.
    #[error("character {position} is the invisible {}; remove it", name(*got))]
    ZeroWidth {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
    /// U+FFFD, which stands where a wrong encoding was read.
    #[error("character {position} is U+FFFD: the text was read in a wrong encoding")]
    Replacement {
        /// Position of the character, counted from 1.
        position: usize,
    },
    /// Not in normalization form C.
    #[error("the text is not in normalization form C (NFC) at character {position}, {}; type it anew or convert it", name(*got))]
    NotNfc {
        /// Position of the first character that would change, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
}

impl TextError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Control { .. } => "text-control",
            Self::Bidirectional { .. } => "text-bidirectional",
            Self::ZeroWidth { .. } => "text-zero-width",
            Self::Replacement { .. } => "text-replacement",
            Self::NotNfc { .. } => "text-not-nfc",
        }
    }

    /// Position of the character, counted from 1.
    pub fn position(&self) -> usize {
        match self {
            Self::Control { position, .. }
            | Self::Bidirectional { position, .. }
            | Self::ZeroWidth { position, .. }
            | Self::Replacement { position }
            | Self::NotNfc { position, .. } => *position,
        }
    }
}

/// Accepts a text for a field, or names the first character that it may not hold.
pub fn check(text: &str) -> Result<(), TextError> {
    for (index, got) in text.chars().enumerate() {
        let position = index + 1;
        match got {
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                return Err(TextError::Control { position, got });
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
                return Err(TextError::Bidirectional { position, got });
            }
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {
                return Err(TextError::ZeroWidth { position, got });
            }
            '\u{fffd}' => return Err(TextError::Replacement { position }),
            _ => {}
        }
    }
    check_nfc(text)
}

fn check_nfc(text: &str) -> Result<(), TextError> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Ok(());
    }
    let mut normal = text.nfc();
    for (index, got) in text.chars().enumerate() {
        if normal.next() != Some(got) {
            return Err(TextError::NotNfc { position: index + 1, got });
        }
    }
    // A normal form is never a proper extension of the text that it comes from.
    Ok(())
}

/// The form of a code without the accidents of typing: NFKC (full-width digits and letters become
/// ordinary ones), ASCII letters in upper case, no white space around it. Says whether that
/// changed anything, so that the change can be shown. For codes only, never for names.
pub fn fold_code(text: &str) -> (String, bool) {
    let compatible: String = text.nfkc().collect();
    let folded = compatible.trim().to_ascii_uppercase();
    let changed = folded != text;
    (folded, changed)
}

fn name(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_accepted_is_its_own_normal_form(text in any::<String>()) {
            if check(&text).is_ok() {
                prop_assert_eq!(&text.nfc().collect::<String>(), &text);
            }
        }

        #[test]
        fn combining_marks_are_judged_by_the_normal_form(text in "[e\u{301}\u{323}\u{e9}\u{1100}\u{1161}\u{11a8}\u{ac00}]{0,8}") {
            prop_assert_eq!(check(&text).is_ok(), text.nfc().collect::<String>() == text);
        }
    }

    #[test]
    fn messages_name_the_character() {
        let message = check("张\u{202e}三").unwrap_err().to_string();
        assert_eq!(message, "character 2 is the direction control U+202E; remove it");
    }
}
