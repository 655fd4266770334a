//! Canonical text: the one form in which a record enters a hash.
//!
//! RFC 8785 objects, restricted so that every implementation agrees: strings, integers of at most
//! 2^53 − 1 either way, booleans, arrays and objects; keys `[a-z0-9_]+`, strictly increasing; no
//! null, no −0, no fraction or exponent, no lone surrogate, no white space; at most 32 levels. In
//! strings only `"`, `\` and C0 controls are escaped, in the shortest form.
//!
//! A byte string is canonical exactly when `to_vec(parse(bytes))` equals it. [`check`] decides
//! that without parsing. It does not test Unicode normalization: runtimes disagree about it, so
//! only import does (see [`crate::text`]).
//!
//! Source: `docs/PROTOCOL.md`, section "Canonical text"; RFC 8785; RFC 8259.

mod error;
mod reader;
mod spans;
mod writer;

#[cfg(test)]
mod tests;

pub use error::CanonicalError;
pub use spans::{Items, SpanBuffer, Spans, Texts, scan};
pub use writer::{quote_into, to_vec, value_to_vec};

use serde::de::DeserializeOwned;

/// Largest integer that canonical text holds, and with a minus sign the smallest: 2^53 − 1.
pub const INTEGER_MAX: i64 = (1 << 53) - 1;

/// Most levels of arrays and objects; the object at the top is the first.
pub const DEPTH_MAX: usize = 32;

/// Accepts exactly the canonical byte strings whose top level is an object.
pub fn check(bytes: &[u8]) -> Result<(), CanonicalError> {
    reader::read_object(reader::utf8(bytes)?, |_| {})
}

/// Reads a record from canonical text: [`check`], then serde.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CanonicalError> {
    check(bytes)?;
    serde_json::from_slice(bytes)
        .map_err(|error| CanonicalError::Shape { message: error.to_string() })
}
