//! The few spellings that all texts of a log share: decimal numbers, base64, hashes, lines.
//!
//! Each has one spelling only, so that what was read is written back byte for byte.
//!
//! Sources: c2sp.org/tlog-checkpoint and c2sp.org/signed-note; RFC 4648, section 4 (base64).

use crate::tree::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A number in decimal, without sign, space or leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let lawful = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    // What is too large for 64 bits fails here, and so does the empty text.
    if lawful { text.parse().ok() } else { None }
}

/// Bytes from base64 with its padding and without bits that are left over.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Bytes as base64.
pub(crate) fn to_base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// A hash in base64.
pub(crate) fn hash(text: &str) -> Option<Hash> {
    Some(Hash::new(from_base64(text)?.try_into().ok()?))
}

/// The first line, without its end, and what follows it.
pub(crate) fn split_line(text: &str) -> Option<(&str, &str)> {
    text.split_once('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for (text, number) in [("0", 0), ("10", 10), ("18446744073709551615", u64::MAX)] {
            assert_eq!(decimal(text), Some(number));
        }
        for text in ["", "00", "01", "+1", "-0", " 1", "1 ", "1.0", "18446744073709551616", "٣"] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(from_base64("AAE="), Some(vec![0, 1]));
        for text in ["AAE", "AAF=", "AAE==", "AA E=", "AAE=\n", "AA-_"] {
            assert_eq!(from_base64(text), None, "{text:?}");
        }
    }
}
