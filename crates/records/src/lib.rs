//! The nouns of a draw, as validated types and as canonical bytes.
//!
//! What enters a hash is made here and nowhere else: the framing of every digest ([`hash`]), the
//! canonical text of every record ([`canonical`]) and the small values that records are made of.
//!
//! This crate opens no file, reads no clock, takes no randomness and computes with no floating
//! point number. It never changes a text silently: what is not in the accepted form is refused
//! with its position.
//!
//! Sources: `docs/PROTOCOL.md`, sections 1 to 5; RFC 8785 (canonical
//! JSON), RFC 5869 (HKDF), RFC 2104 (HMAC), FIPS 180-4 (SHA-256), GB 32100-2015 (codes).
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::float_arithmetic
    )
)]

mod text_form;

pub mod calendar;
pub mod canonical;
pub mod day;
pub mod entropy;
pub mod events;
pub mod frozen;
pub mod hash;
pub mod id;
pub mod lang;
pub mod lists;
pub mod pairing;
pub mod plan;
pub mod ratio;
mod shown;
mod signature_text;
pub mod text;
pub mod uscc;
pub mod visit_now;
