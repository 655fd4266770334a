//! placeholder

pub mod commit;
pub mod freeze;
pub mod outcome;
/// Pairing inspectors with visits.
pub mod pair;
pub mod pools;
pub mod rules;
/// Dates for visits.
pub mod schedule;
pub mod seed;
pub mod select;
/// The key stream that every random decision reads.
pub mod stream;
pub mod visits;
