//! Working days: weekdays, without the holidays and with the make-up days of each year.
//!
//! The State Council announces both late in the year before. A year without data answers
//! [`UnknownYear`], never a guess.
//!
//! Source: `docs/PROTOCOL.md`, section "Values"; the data and its notices: `config/calendar.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::day::Day;

/// What is announced for one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearData {
    /// The year.
    pub year: u16,
    /// The notice that it comes from.
    pub source: String,
    /// Days off, weekends within a holiday included; ascending.
    pub holidays: Vec<Day>,
    /// Saturdays and Sundays that are worked; ascending.
    pub makeup_days: Vec<Day>,
}

/// The years that are announced, as configuration and plans hold them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarData {
    /// The years, ascending.
    pub years: Vec<YearData>,
}

/// A calendar whose data has been checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarData", into = "CalendarData")]
pub struct Calendar {
    years: BTreeMap<u16, YearData>,
}

/// A year for which no working days are announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the calendar has no working days of the year {year}; add its holidays to the calendar file")]
pub struct UnknownYear {
    /// The year.
    pub year: u16,
}

impl UnknownYear {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        "calendar-unknown-year"
    }
}

impl Calendar {
    /// Whether a day is worked.
    pub fn is_working(&self, day: Day) -> Result<bool, UnknownYear> {
        let data = self.years.get(&day.year()).ok_or(UnknownYear { year: day.year() })?;
        let among = |days: &[Day]| days.binary_search(&day).is_ok();
        Ok(if day.weekday().is_weekend() {
            among(&data.makeup_days)
        } else {
            !among(&data.holidays)
        })
    }

    /// The working days from one day to another, both included.
    pub fn working_days(&self, from: Day, to: Day) -> Result<Vec<Day>, UnknownYear> {
        let mut days = Vec::new();
        for day in from.through(to) {
            if self.is_working(day)? {
                days.push(day);
            }
        }
        Ok(days)
    }

    /// The last day of a period of that many working days, counted from the day after the given
    /// one. A period of none ends on the day itself.
    pub fn add_working_days(&self, day: Day, count: u32) -> Result<Day, UnknownYear> {
        let mut last = day;
        let mut left = count;
        while left > 0 {
            // Behind the last day that there is, no year is known either.
            last = last.next().ok_or(UnknownYear { year: last.year() })?;
            left -= u32::from(self.is_working(last)?);
        }
        Ok(last)
    }

    /// The years that are known, ascending.
    pub fn years(&self) -> impl Iterator<Item = &YearData> {
        self.years.values()
    }
}

/// Why data is not a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Years not ascending, or one twice.
    #[error("the year {year} does not come after the one in front of it")]
    YearOrder {
        /// The year.
        year: u16,
    },
    /// A day in another year's data.
    #[error("{day} stands in the data of the year {year}")]
    OtherYear {
        /// The year of the data.
        year: u16,
        /// The day.
        day: Day,
    },
    /// Days not ascending, or one twice.
    #[error("{day} does not come after the day in front of it")]
    DayOrder {
        /// The day.
        day: Day,
    },
    /// A make-up day that is worked in any case.
    #[error("the make-up day {day} is not a Saturday or Sunday")]
    MakeupWeekday {
        /// The day.
        day: Day,
    },
    /// A day both off and worked.
    #[error("{day} is both a holiday and a make-up day")]
    Both {
        /// The day.
        day: Day,
    },
}

impl CalendarError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::YearOrder { .. } => "calendar-year-order",
            Self::OtherYear { .. } => "calendar-other-year",
            Self::DayOrder { .. } => "calendar-day-order",
            Self::MakeupWeekday { .. } => "calendar-makeup-weekday",
            Self::Both { .. } => "calendar-both",
        }
    }
}

impl TryFrom<CalendarData> for Calendar {
    type Error = CalendarError;

    fn try_from(data: CalendarData) -> Result<Self, CalendarError> {
        let mut years = BTreeMap::new();
        for data in data.years {
            check_year(&data)?;
            let year = data.year;
            if years.last_key_value().is_some_and(|(last, _)| *last >= year) {
                return Err(CalendarError::YearOrder { year });
            }
            years.insert(year, data);
        }
        Ok(Self { years })
    }
}

impl From<Calendar> for CalendarData {
    fn from(calendar: Calendar) -> Self {
        Self { years: calendar.years.into_values().collect() }
    }
}

fn check_year(data: &YearData) -> Result<(), CalendarError> {
    for days in [&data.holidays, &data.makeup_days] {
        if let Some(day) = days.iter().find(|day| day.year() != data.year) {
            return Err(CalendarError::OtherYear { year: data.year, day: *day });
        }
        for (day, next) in days.iter().zip(days.iter().skip(1)) {
            if day >= next {
                return Err(CalendarError::DayOrder { day: *next });
            }
        }
    }
    for day in &data.makeup_days {
        if !day.weekday().is_weekend() {
            return Err(CalendarError::MakeupWeekday { day: *day });
        }
        if data.holidays.contains(day) {
            return Err(CalendarError::Both { day: *day });
        }
    }
    Ok(())
}
