//! Days of the calendar, without times, zones or a clock.
//!
//! Source: `docs/PROTOCOL.md`, section "Ids and field text"; ISO 8601 (dates and weekdays). The civil-calendar
//! arithmetic is that of the proleptic Gregorian calendar.

use std::fmt;
use std::str::FromStr;

use crate::text_form::serde_as_text;

/// First year that a [`Day`] can have.
pub const YEAR_MIN: u16 = 1900;
/// Last year that a [`Day`] can have; 9999-12-31 stands for "for ever" in real lists.
pub const YEAR_MAX: u16 = 9999;

const MONTH_LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// One day, 1900-01-01 to 9999-12-31. Its text form is `YYYY-MM-DD` and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    // In this order, so that the derived order is that of time.
    year: u16,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday = 1,
    Tuesday = 2,
    Wednesday = 3,
    Thursday = 4,
    Friday = 5,
    Saturday = 6,
    Sunday = 7,
}

impl Weekday {
    /// Number of the weekday in ISO 8601: Monday 1 to Sunday 7.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether it is Saturday or Sunday.
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }
}

impl Day {
    /// The first day that there is.
    pub const MIN: Self = Self { year: YEAR_MIN, month: 1, day: 1 };
    /// The last day that there is.
    pub const MAX: Self = Self { year: YEAR_MAX, month: 12, day: 31 };

    /// A day from its three numbers.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DayError> {
        if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
            return Err(DayError::Year { got: year });
        }
        let length = month_length(year, month).ok_or(DayError::Month { got: month })?;
        if !(1..=length).contains(&day) {
            return Err(DayError::DayOfMonth { year, month, got: day });
        }
        Ok(Self { year, month, day })
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Number of the day, counted from 1970-01-01 as 0; days before it are negative.
    pub fn number(self) -> i32 {
        // Years begin in March here, so that the leap day is a year's last day.
        let (month, year) = (i32::from(self.month), i32::from(self.year));
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let day_of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - EPOCH
    }

    /// The day with this number, where it is within 1900 to 9999.
    pub fn from_number(number: i32) -> Option<Self> {
        if !(Self::MIN.number()..=Self::MAX.number()).contains(&number) {
            return None;
        }
        let days = number + EPOCH;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let year = era * 400 + year_of_era;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        Some(Self { year: u16::try_from(year).ok()?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
    }

    /// The day that many days later (earlier where negative), where there is one.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_number(self.number().checked_add(days)?)
    }

    /// The next day, where there is one.
    pub fn next(self) -> Option<Self> {
        self.plus_days(1)
    }

    /// How many days after this one the other is; negative where it is before.
    pub fn days_until(self, other: Self) -> i32 {
        other.number() - self.number()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.number() + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// All days from this one to the last, both included; empty where the last is before it.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.number()..=last.number()).filter_map(Self::from_number)
    }
}

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i32 = 719_468;

/// Number of days of a month, or nothing where there is no such month.
pub fn month_length(year: u16, month: u8) -> Option<u8> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = MONTH_LENGTHS.get(usize::from(month.checked_sub(1)?))?;
    Some(if month == 2 && leap { 29 } else { *length })
}

/// Why a text or three numbers are not a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("{got:?} is not a date; expected ten characters YYYY-MM-DD, such as 2026-03-09")]
    Form {
        /// The text.
        got: String,
    },
    /// A year outside 1900 to 9999.
    #[error("the year {got} is not accepted; expected 1900 to 9999")]
    Year {
        /// The year.
        got: u16,
    },
    /// A month outside 1 to 12.
    #[error("there is no month {got}")]
    Month {
        /// The month.
        got: u8,
    },
    /// A day that the month does not have.
    #[error("{year}-{month:02} has no day {got}")]
    DayOfMonth {
        /// The year.
        year: u16,
        /// The month.
        month: u8,
        /// The day of the month.
        got: u8,
    },
}

impl DayError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "day-form",
            Self::Year { .. } => "day-year",
            Self::Month { .. } => "day-month",
            Self::DayOfMonth { .. } => "day-of-month",
        }
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let form = || DayError::Form { got: text.to_owned() };
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(form());
        };
        if ![y1, y2, y3, y4, m1, m2, d1, d2].iter().all(u8::is_ascii_digit) {
            return Err(form());
        }
        let pair = |tens: u8, ones: u8| (tens - b'0') * 10 + (ones - b'0');
        let year = u16::from(pair(y1, y2)) * 100 + u16::from(pair(y3, y4));
        Self::new(year, pair(m1, m2), pair(d1, d2))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

serde_as_text!(Day, "a date YYYY-MM-DD");

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_day_is_that_of_another_calendar() {
        let mut date = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for day in Day::MIN.through(Day::MAX) {
            let found = (i32::from(day.year()), u32::from(day.month()), u32::from(day.day()));
            assert_eq!(found, (date.year(), date.month(), date.day()));
            assert_eq!(i64::from(day.number()), (date - epoch).num_days());
            assert_eq!(u32::from(day.weekday().number()), date.weekday().number_from_monday());
            date = date.succ_opt().unwrap();
        }
        assert_eq!(date.year(), 10_000);
    }

    proptest! {
        #[test]
        fn text_and_number_lead_back(number in Day::MIN.number()..=Day::MAX.number()) {
            let day = Day::from_number(number).unwrap();
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert_eq!(Day::new(day.year(), day.month(), day.day()), Ok(day));
            prop_assert_eq!(day.number(), number);
        }

        #[test]
        fn a_text_is_a_day_or_an_error(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}") {
            prop_assert_eq!(text.parse::<Day>().is_ok(), NaiveDate::parse_from_str(&text, "%Y-%m-%d").is_ok_and(|d| d.year() >= 1900));
        }
    }

    #[test]
    fn there_is_nothing_beyond_the_ends() {
        assert_eq!(Day::MAX.next(), None);
        assert_eq!(Day::MIN.plus_days(-1), None);
        assert_eq!(Day::MIN.plus_days(i32::MAX), None);
        assert_eq!(Day::MIN.days_until(Day::MIN.next().unwrap()), 1);
        assert_eq!(Day::MAX.through(Day::MIN).count(), 0);
    }
}
