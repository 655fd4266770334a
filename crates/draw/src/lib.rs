//! The lottery itself: the same lists, plan and seed give the same bytes, everywhere and for ever.
//!
//! No file, no clock, no randomness of the operating system, no floating point number and no order
//! of a hash map decides anything here. Each stage takes what the stage before it gives:
//! [`freeze`] → [`commit`] → [`seed`] → [`select`] → [`visits`] → [`pair`] and [`schedule`] (through
//! [`outcome`]) → [`publish`]. What runs over ten million records is split into functions of one
//! record, so that the office can stream and a verifier can replay.
//!
//! Source: `docs/PROTOCOL.md`, sections 5 to 16, 19 and 20.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::float_arithmetic))]

pub mod commit;
pub mod freeze;
pub mod in_memory;
pub mod outcome;
pub mod pair;
pub mod pools;
pub mod publish;
pub mod rules;
pub mod schedule;
pub mod seed;
pub mod select;
pub mod simulate;
pub mod stream;
pub mod visits;
