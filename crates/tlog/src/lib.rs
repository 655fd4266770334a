//! The Merkle tree of RFC 6962 and what is built upon it: roots, inclusion and consistency.
//!
//! This crate knows nothing of inspections, reads no file and no clock, and takes no randomness.
//!
//! Sources: RFC 6962, section 2.1 (tree and proofs); RFC 9162, sections 2.1.3.2 and 2.1.4.2
//! (verification); `docs/PROTOCOL.md`, section "Primitives".
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

pub mod proof;
pub mod prover;
pub mod tree;
