//! Direct checks of finished dates, for verifiers: nothing here is used by the engine.

use super::model::Calendar;
use crate::pair::{NONE, Rows};

/// The first thing wrong with a schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// The list of starts has another length than the visits.
    #[error("{got} visits in the schedule, expected {expected}")]
    Length {
        /// Found.
        got: usize,
        /// Needed.
        expected: usize,
    },
    /// A visit ends after the last day.
    #[error("visit {visit} begins on day {start} and ends after the last working day")]
    Outside {
        /// The visit.
        visit: u32,
        /// Its first day.
        start: u32,
    },
    /// An inspector has more visits on a day than he has places.
    #[error("inspector {inspector} has {got} visits on day {day}, at most {most} are allowed")]
    Places {
        /// The inspector.
        inspector: u32,
        /// The day.
        day: u32,
        /// Visits found.
        got: u32,
        /// Visits allowed.
        most: u32,
    },
    /// A day has more visits than its cap.
    #[error("day {day} has {got} visits, at most {most} are allowed")]
    Cap {
        /// The day.
        day: u32,
        /// Visits found.
        got: u32,
        /// Visits allowed.
        most: u32,
    },
}

/// Checks the first days `starts` of all visits ([`NONE`]: undated): every window lies within the
/// calendar, and nobody, nor the cap, has more than the places of any day.
///
/// # Errors
/// The first fault.
pub fn check_schedule(calendar: &Calendar, teams: &Rows, starts: &[u32]) -> Result<(), DateFault> {
    if starts.len() != teams.len() {
        return Err(DateFault::Length { got: starts.len(), expected: teams.len() });
    }
    let mut booked: Vec<(u32, u32)> = Vec::new();
    let mut on_day = vec![0u32; calendar.days as usize];
    for (visit, &start) in (0..).zip(starts) {
        if start == NONE {
            continue;
        }
        let length = calendar.duration[visit as usize];
        if u64::from(start) + u64::from(length) > u64::from(calendar.days) {
            return Err(DateFault::Outside { visit, start });
        }
        for day in start..start + length {
            on_day[day as usize] += 1;
            booked.extend(teams.row(visit).iter().map(|&who| (who, day)));
        }
    }
    booked.sort_unstable();
    for same in booked.chunk_by(|a, b| a == b) {
        let (inspector, day) = same[0];
        let (got, most) = (same.len() as u32, u32::from(calendar.row(inspector)[day as usize]));
        if got > most {
            return Err(DateFault::Places { inspector, day, got, most });
        }
    }
    let cap = calendar.cap.iter().flatten();
    for ((day, &most), &got) in (0..).zip(cap).zip(&on_day) {
        if got > most {
            return Err(DateFault::Cap { day, got, most });
        }
    }
    Ok(())
}
