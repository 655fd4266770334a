//! Days as people write them.

use records::day::Day;

/// The day in any of the usual forms: 2024-01-02, 2024/1/2, 2024.1.2, 2024年1月2日, 20240102, also with a time behind.
/// Nothing that could mean two days: no two-digit years, no day before the month.
pub(crate) fn parse_day(text: &str) -> Option<Day> {
    let text = without_time(text.trim());
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let text = text.strip_suffix('日').or_else(|| text.strip_suffix('号')).unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月', '－', '／', '．']).map(str::trim);
    let (year, month, day_of_month) = (parts.next()?, parts.next()?, parts.next()?);
    match parts.next() {
        None => day(year, month, day_of_month),
        Some(_) => None,
    }
}

/// `2024-01-02 00:00:00`, `2024-01-02T00:00:00.000` and the like: the day alone.
fn without_time(text: &str) -> &str {
    match text.split_once(['T', ' ']) {
        Some((day, time)) if time.contains(':') && day.len() >= 8 => day,
        _ => text,
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Day> {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(year, 4..=4) || !digits(month, 1..=2) || !digits(day, 1..=2) {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// First and last serial number that is read as a day: 1954-10-03 to 2119-01-10. Outside of it a number is more likely
/// something else.
const SERIALS: std::ops::RangeInclusive<i32> = 20_000..=80_000;
/// Number of 1899-12-30, from which Excel counts once 29 February 1900, which never was, is behind.
const SERIAL_ZERO: i32 = -25_569;
/// Days between the two epochs that workbooks can have.
const EPOCH_1904: i32 = 1_462;

/// The day of a serial number, or of the eight digits of a date.
pub(crate) fn day_of_number(number: f64, from_1904: bool) -> Option<Day> {
    if number.fract() == 0.0 && (19_000_101.0..=99_991_231.0).contains(&number) {
        return parse_day(&format!("{number}"));
    }
    let shift = if from_1904 { EPOCH_1904 } else { 0 };
    // Far below 2^31 because of the range checked after it; the cast saturates.
    let serial = (number.floor() as i32).checked_add(shift)?;
    if !SERIALS.contains(&serial) {
        return None;
    }
    Day::from_number(serial + SERIAL_ZERO)
}

/// The two ends of `2023-01-01至2028-12-31`; the first is missing where there is one day only.
pub(crate) fn parse_period(text: &str) -> (Option<&str>, &str) {
    for separator in ["至", "到", "～", "~", "—", "–", " - ", "--"] {
        if let Some((from, until)) = text.split_once(separator) {
            return (Some(from.trim()), until.trim_matches(['—', '-', ' ']));
        }
    }
    match text.split_once('-') {
        // 2023.01.01-2028.12.31: the only hyphen stands between the two.
        Some((from, until)) if !until.contains('-') && from.len() >= 8 => (Some(from.trim()), until.trim()),
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_usual_forms() {
        for text in [
            "2024-01-02",
            "2024/1/2",
            "2024.1.2",
            "2024年1月2日",
            "20240102",
            " 2024-1-02 ",
            "2024-01-02 00:00:00",
            "2024-01-02T00:00:00.000",
            "2024/1/2 0:00",
            "2024年01月02号",
        ] {
            assert_eq!(parse_day(text).map(|day| day.to_string()).as_deref(), Some("2024-01-02"), "{text}");
        }
        assert_eq!(parse_day("9999-09-09").unwrap().to_string(), "9999-09-09");
    }

    #[test]
    fn what_could_mean_two_days_is_none() {
        for text in [
            "",
            "24-1-2",
            "1/2/2024",
            "2024-13-01",
            "2023-02-29",
            "2024-1",
            "2024",
            "2024-1-2-3",
            "12024-1-2",
            "二〇二四年一月二日",
        ] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn serial_numbers() {
        let text = |number, from_1904| day_of_number(number, from_1904).map(|day| day.to_string());
        assert_eq!(text(45293.0, false).as_deref(), Some("2024-01-02"));
        assert_eq!(text(45293.75, false).as_deref(), Some("2024-01-02"));
        assert_eq!(text(43831.0, true).as_deref(), Some("2024-01-02"));
        assert_eq!(text(20_240_102.0, false).as_deref(), Some("2024-01-02"));
        assert_eq!(text(7.0, false), None);
        assert_eq!(text(f64::NAN, false), None);
        assert_eq!(text(1e300, true), None);
    }

    #[test]
    fn periods() {
        assert_eq!(parse_period("2023-01-01至2028-12-31"), (Some("2023-01-01"), "2028-12-31"));
        assert_eq!(parse_period("2023.01.01-2028.12.31"), (Some("2023.01.01"), "2028.12.31"));
        assert_eq!(parse_period("2023年1月1日——长期"), (Some("2023年1月1日"), "长期"));
        assert_eq!(parse_period("2028-12-31"), (None, "2028-12-31"));
    }
}
