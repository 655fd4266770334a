//! placeholder

/// Pairing inspectors with visits.
pub mod pair;
/// Dates for visits.
pub mod schedule;
/// The key stream that every random decision reads.
pub mod stream;
