//! Signatures as files have them.
//!
//! Source: `docs/PROTOCOL.md`, section 20.1.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// An Ed25519 signature: 128 lower-case hexadecimal digits (64 bytes). Nothing else is read as one (section 20.1).
pub type SignatureText = String;

/// Digits of a signature.
const SIGNATURE_DIGITS: usize = 128;

/// Reads a signature strictly.
pub(crate) fn signature<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SignatureText, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    match text.len() == SIGNATURE_DIGITS && text.bytes().all(is_digit) {
        true => Ok(text),
        false => Err(D::Error::custom(format!("a signature has {SIGNATURE_DIGITS} lower-case hexadecimal digits"))),
    }
}

/// The same, where there need be none.
pub(crate) fn some_signature<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SignatureText>, D::Error> {
    signature(deserializer).map(Some)
}
