//! Dates for the visits of each component, drawn too, so that visits cannot be foreseen.
//!
//! Visits queue in shuffled order and take a uniform free day; where there is none, the fewest
//! others give way; at the end a mixing walk leaves "every schedule equally likely" unchanged. That
//! law is claimed only where single moves connect the schedules, not for tight plans.
//! `docs/PROTOCOL.md`, section "Schedule", is the text that this follows to the word of the stream.
//!
//! Not here: calendars with weekends and holidays; days are `0..days`, working days only.

pub mod check;
mod days;
pub mod model;
pub mod place;
mod planner;
pub mod proof;
mod steps;

pub use check::{DateFault, check_schedule};
pub use model::{Calendar, CalendarError, teams};
pub use place::{ATTEMPT_LAST, DatedPart, Dates, Reason, ScheduleError, place, schedule_component};
pub use proof::{Proof, ProofError, recount};
