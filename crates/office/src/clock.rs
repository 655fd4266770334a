//! Today's date and the time: the only place of the whole workspace that reads a clock. No result of a draw depends on it;
//! it dates journal entries and a witness's cosignatures.

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

/// Seconds since 1970; 0 where the clock stands before, which nobody takes for a time.
#[expect(clippy::disallowed_methods, reason = "this is the office's clock")]
pub fn unix_seconds() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A time in seconds since 1970 for people: `2026-11-27 22:30:00 UTC`; one that no calendar has, as the number.
pub fn utc_text(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
    time.map_or_else(|| seconds.to_string(), |time| time.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}
