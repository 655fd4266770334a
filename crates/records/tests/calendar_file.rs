//! The calendar that ships with the program is a calendar, and is that of the notices.

use records::calendar::Calendar;
use records::day::Day;

#[test]
fn the_shipped_calendar_has_its_working_days() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/calendar.toml");
    let file = std::fs::read_to_string(path).expect("the calendar is in the repository");
    let calendar: Calendar = toml::from_str(&file).expect("the calendar is valid");
    // The numbers of working days that the file's head states.
    let expected = [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)];
    let found: Vec<(u16, usize)> = calendar
        .years()
        .map(|data| {
            let [first, last] = [(1, 1), (12, 31)].map(|(m, d)| Day::new(data.year, m, d).unwrap());
            (data.year, calendar.working_days(first, last).unwrap().len())
        })
        .collect();
    assert_eq!(found, expected);
    let working = |text: &str| calendar.is_working(text.parse().unwrap()).ok();
    assert_eq!(working("2026-02-14"), Some(true), "a Saturday that is worked");
    assert_eq!(working("2026-10-07"), Some(false), "a Wednesday off");
    assert_eq!(working("2027-01-04"), None, "not announced");
}
