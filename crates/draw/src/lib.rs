//! The lottery itself: the same lists, plan and seed give the same bytes, everywhere and for ever.
//!
//! No file, no clock, no randomness of the operating system, no floating point number and no order
//! of a hash map decides anything here. Each stage takes what the stage before it gives:
//! [`freeze`] → [`commit`] → [`seed`] → [`select`] → [`visits`] → [`pair`] and [`schedule`] (through
//! [`outcome`]) → [`publish`]. What runs over ten million records is split into functions of one
//! record, so that the office can stream and a verifier can replay.
//!
//! A draw that is held as a ceremony has besides: [`ceremony`] (which step may follow), [`escrow`] (the operator's secret),
//! [`sealed`] (leaves and capsules), [`replace`] (substitutes), [`slip`] and [`entity_proof`] (what one person gets), and
//! [`signature`].
//!
//! Source: `docs/PROTOCOL.md`, sections 5 to 16, 19 to 23 and 25.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::float_arithmetic))]

pub mod ceremony;
pub mod commit;
pub mod entity_proof;
pub mod escrow;
pub mod freeze;
pub mod in_memory;
pub mod outcome;
pub mod pair;
pub mod pools;
pub mod publish;
pub mod replace;
pub mod rules;
pub mod schedule;
pub mod sealed;
pub mod seed;
pub mod select;
pub mod signature;
pub mod simulate;
pub mod slip;
pub mod stream;
pub mod visits;
