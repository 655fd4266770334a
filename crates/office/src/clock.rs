//! Today's date: the only place of the whole workspace that reads a clock. No result of a draw depends on it; it dates
//! journal entries.

use records::day::Day;

/// Today, by the computer's clock and zone. A clock outside the years 1900 to 9999 gives the nearest day that there is.
#[expect(clippy::disallowed_methods, reason = "this is the office's clock")]
pub fn today() -> Day {
    use chrono::Datelike;
    let now = chrono::Local::now().date_naive();
    let year = u16::try_from(now.year()).unwrap_or(records::day::YEAR_MIN);
    let (month, day) = (u8::try_from(now.month()).unwrap_or(1), u8::try_from(now.day()).unwrap_or(1));
    Day::new(year, month, day).unwrap_or(Day::MIN)
}
