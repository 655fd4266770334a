//! The integer model of dates: working days are `0..days`, whatever stands in between.

use crate::pair::{Instance, Rows};

/// When inspectors can go, how long visits take, and how many a day bears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The number of working days.
    pub days: u32,
    /// Inspector by inspector, how many visits he can make on each day; 0 when he is away.
    pub available: Vec<u8>,
    /// Visit → its length in consecutive working days, at least 1.
    pub duration: Vec<u32>,
    /// Day → the largest number of visits over all inspectors.
    pub cap: Option<Vec<u32>>,
}

/// What is wrong with the numbers of a calendar: a fault of the caller, never of the plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A list has another length than asked for.
    #[error("list `{list}` of the calendar has {got} entries, expected {expected}")]
    Length {
        /// Field of the calendar.
        list: &'static str,
        /// Entries found.
        got: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A visit takes no day.
    #[error("visit {visit} takes 0 days")]
    Duration {
        /// The visit.
        visit: u32,
    },
    /// A cap needs one component of everything.
    #[error("a cap on the visits of a day needs one component, got {components}")]
    NotJoined {
        /// Components given.
        components: usize,
    },
}

impl Calendar {
    /// How many visits `inspector` can make on each day.
    #[must_use]
    pub fn row(&self, inspector: u32) -> &[u8] {
        let from = inspector as usize * self.days as usize;
        &self.available[from..from + self.days as usize]
    }

    /// Σ avail: the visit-days of `inspector`.
    #[must_use]
    pub fn capacity(&self, inspector: u32) -> u64 {
        self.row(inspector).iter().map(|&places| u64::from(places)).sum()
    }

    /// Lowers every maximum to what the calendar holds, and each minimum with it: at most
    /// ⌊visit-days ÷ days of the shortest visit⌋ visits.
    pub fn lower_quotas(&self, instance: &mut Instance) {
        let shortest = u64::from(self.duration.iter().copied().min().unwrap_or(1).max(1));
        for inspector in 0..instance.inspector_count {
            let at = inspector as usize;
            let fits = self.capacity(inspector) / shortest;
            instance.max[at] = instance.max[at].min(u32::try_from(fits).unwrap_or(u32::MAX));
            instance.min[at] = instance.min[at].min(instance.max[at]);
        }
    }

    /// Checks the lengths of all lists.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self, instance: &Instance) -> Result<(), CalendarError> {
        let cells = instance.inspector_count as usize * self.days as usize;
        length("available", self.available.len(), cells)?;
        length("duration", self.duration.len(), instance.seats.len())?;
        if let Some(cap) = &self.cap {
            length("cap", cap.len(), self.days as usize)?;
        }
        match (0..).zip(&self.duration).find(|(_, days)| **days == 0) {
            Some((visit, _)) => Err(CalendarError::Duration { visit }),
            None => Ok(()),
        }
    }
}

fn length(list: &'static str, got: usize, expected: usize) -> Result<(), CalendarError> {
    if got == expected { Ok(()) } else { Err(CalendarError::Length { list, got, expected }) }
}

/// Visit → its team in seat order, from the inspector of each seat by number; a visit whose seats
/// are empty has no team.
#[must_use]
pub fn teams(instance: &Instance, holders: &[u32]) -> Rows {
    let mut out = Rows::with_capacity(instance.seats.len(), holders.len());
    for visit in 0..instance.visit_count() {
        let from = instance.seats.first(visit) as usize;
        let team = &holders[from..from + instance.seats.row(visit).len()];
        out.push(team.iter().copied().filter(|&who| who != crate::pair::NONE));
    }
    out
}
