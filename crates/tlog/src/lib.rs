//! The Merkle tree of RFC 6962 and the append-only log upon it: tiles, signed checkpoints, witnesses, proofs.
//!
//! This crate knows nothing of inspections, reads no file and no clock, and takes no randomness: bytes of files, keys and
//! times come from outside.
//!
//! | file | what |
//! |---|---|
//! | `tree`, `proof`, `prover` | roots, proofs, their verification |
//! | `key`, `note`, `checkpoint` | who signs, signed notes, the log's state as a signed note |
//! | `tile`, `edge`, `tiled`, `audit` | the log's files; appending to them, proving from them, checking them all |
//! | `cosignature`, `witness`, `policy` | what witnesses sign, when they refuse, how many of them are enough |
//! | `proof_file` | an entry's proof as one file |
//!
//! Sources: RFC 6962, section 2.1 (tree and proofs); RFC 9162, sections 2.1.3.2 and 2.1.4.2 (verification); c2sp.org:
//! signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature, tlog-witness, tlog-proof, tlog-policy;
//! `docs/PROTOCOL.md`, section "Primitives".
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

pub mod audit;
pub mod checkpoint;
mod cosignature;
pub mod edge;
pub mod key;
pub mod note;
pub mod policy;
pub mod proof;
pub mod proof_file;
pub mod prover;
mod text;
pub mod tile;
pub mod tiled;
pub mod tree;
pub mod witness;

pub use cosignature::TIME_MAX;
