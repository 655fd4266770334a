//! Working days: weekdays, without the holidays and with the make-up days of each year.
//!
//! The State Council announces both late in the year before. A year without data answers
//! [`UnknownYear`], never a guess.
//!
//! Source: `docs/PROTOCOL.md`, section "Plan" (`days`); the data and its notices: `config/calendar.toml`.

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
        Ok(if day.weekday().is_weekend() { among(&data.makeup_days) } else { !among(&data.holidays) })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Vec<Day> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn year(year: u16, holidays: &[&str], makeup_days: &[&str]) -> YearData {
        let source = String::from("test");
        YearData { year, source, holidays: days(holidays), makeup_days: days(makeup_days) }
    }

    /// The Spring Festival of 2026, as config/calendar.toml has it.
    fn february() -> Calendar {
        let holidays = [
            "2026-02-15",
            "2026-02-16",
            "2026-02-17",
            "2026-02-18",
            "2026-02-19",
            "2026-02-20",
            "2026-02-21",
            "2026-02-22",
            "2026-02-23",
        ];
        let data = year(2026, &holidays, &["2026-02-14", "2026-02-28"]);
        Calendar::try_from(CalendarData { years: vec![data] }).unwrap()
    }

    #[test]
    fn holidays_and_makeup_days_count() {
        let calendar = february();
        let [from, to] = ["2026-02-13", "2026-03-01"].map(|text| text.parse().unwrap());
        let expected =
            ["2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28"];
        assert_eq!(calendar.working_days(from, to).unwrap(), days(&expected));
        assert_eq!(calendar.working_days(to, from).unwrap(), []);
        assert_eq!(calendar.add_working_days(from, 0), Ok(from));
        assert_eq!(calendar.add_working_days(from, 2).unwrap().to_string(), "2026-02-24");
        assert_eq!(calendar.years().map(|data| data.year).collect::<Vec<_>>(), [2026]);
    }

    #[test]
    fn an_unknown_year_is_never_guessed() {
        let calendar = february();
        let unknown = Err(UnknownYear { year: 2027 });
        let [last, next] = ["2026-12-31", "2027-01-01"].map(|text| text.parse().unwrap());
        assert_eq!(calendar.is_working(next), unknown);
        assert_eq!(calendar.working_days(last, next).map(|_| true), unknown);
        assert_eq!(calendar.add_working_days(last, 1).map(|_| true), unknown);
        assert_eq!(Calendar::default().add_working_days(Day::MAX, 1), Err(UnknownYear { year: 9999 }));
    }

    #[test]
    fn data_that_contradicts_itself_is_refused() {
        let code = |years: Vec<YearData>| Calendar::try_from(CalendarData { years }).unwrap_err().code();
        assert_eq!(code(vec![year(2026, &["2025-12-31"], &[])]), "calendar-other-year");
        assert_eq!(code(vec![year(2026, &["2026-01-02", "2026-01-01"], &[])]), "calendar-day-order");
        assert_eq!(code(vec![year(2026, &["2026-01-01", "2026-01-01"], &[])]), "calendar-day-order");
        assert_eq!(code(vec![year(2026, &[], &["2026-01-05"])]), "calendar-makeup-weekday");
        assert_eq!(code(vec![year(2026, &["2026-01-04"], &["2026-01-04"])]), "calendar-both");
        assert_eq!(code(vec![year(2026, &[], &[]), year(2026, &[], &[])]), "calendar-year-order");
    }

    #[test]
    fn serde_keeps_the_data() {
        let json = serde_json::to_string(&february()).unwrap();
        assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), february());
        assert!(serde_json::from_str::<Calendar>(&json.replace("2026-02-14", "2026-02-16")).is_err());
    }
}
