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
//! Source: `docs/PROTOCOL.md`, section "Canonical lines"; RFC 8785; RFC 8259.

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

/// Most bytes in a line of a list, without its line end.
pub const LINE_LENGTH_MAX: usize = 1_048_576;

/// Most bytes in an object file, such as a plan or an outcome, without its line end.
pub const OBJECT_LENGTH_MAX: usize = 268_435_456;

/// Accepts exactly the canonical byte strings whose top level is an object, up to
/// [`OBJECT_LENGTH_MAX`].
pub fn check(bytes: &[u8]) -> Result<(), CanonicalError> {
    check_length(bytes, OBJECT_LENGTH_MAX)?;
    reader::read_object(reader::utf8(bytes)?, |_| {})
}

/// [`check`] for a line of a list, which has at most [`LINE_LENGTH_MAX`] bytes.
pub fn check_line(bytes: &[u8]) -> Result<(), CanonicalError> {
    check_length(bytes, LINE_LENGTH_MAX)?;
    check(bytes)
}

fn check_length(bytes: &[u8], expected: usize) -> Result<(), CanonicalError> {
    match bytes.len() {
        got if got > expected => Err(CanonicalError::TooLong { got, expected }),
        _ => Ok(()),
    }
}

/// Reads a record from canonical text: [`check`], then serde.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CanonicalError> {
    check(bytes)?;
    serde_json::from_slice(bytes).map_err(|error| CanonicalError::Shape { message: error.to_string() })
}
