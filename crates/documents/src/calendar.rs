//! One iCalendar file an inspector, for the office to hand out. It never enters a bundle.
//!
//! All-day events, one for each run of days that follow each other. Nothing depends on a clock: DTSTAMP is
//! `plan.created`, and the UID is made of the draw, the visit, the inspector and the first day, so that a calendar
//! that is given the file twice keeps one event. Source: RFC 5545, sections 3.1 (folding), 3.3.11 (text), 3.6.1.

use crate::result::{PublicResult, Roster};
use crate::summary::item_names;
use crate::text::visible;
use crate::words::lists::LISTS as L;
use crate::words::summary::SUMMARY as W;
use records::day::Day;
use records::frozen::{SeatLine, VisitLine};
use records::id::Id;
use records::lang::Lang;
use records::plan::Purpose;

/// Octets of a line without its end.
const LINE_MAX: usize = 75;

/// The visits of one inspector, known by the pseudonym of this draw.
pub fn inspector_calendar(result: &PublicResult<'_>, inspector: &Id, roster: &Roster, lang: Lang) -> Vec<u8> {
    let mut out = Lines(Vec::new());
    let who = roster.get(inspector).map_or(inspector.as_str(), |person| person.name.as_str());
    let draw = result.plan.draw_name();
    let name = L.calendar_name.with(&[("draw", &draw), ("who", who)]);
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Mingqian//mq1//ZH");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", name.pick(lang));
    for visit in result.visits {
        let Some(seat) = visit.seats.iter().find(|seat| seat.inspector.as_ref() == Some(inspector)) else {
            continue;
        };
        for run in runs(&visit.days) {
            event(&mut out, result, visit, seat, run, roster, lang);
        }
    }
    out.line("END:VCALENDAR");
    out.0
}

/// Runs of days without a gap, each as its first day and the day after its last.
fn runs(days: &[Day]) -> Vec<(Day, Day)> {
    let mut out: Vec<(Day, Day)> = Vec::new();
    for day in days {
        let after = day.next().unwrap_or(*day);
        match out.last_mut() {
            Some((_, until)) if until == day => *until = after,
            _ => out.push((*day, after)),
        }
    }
    out
}

fn event(
    out: &mut Lines,
    result: &PublicResult<'_>,
    visit: &VisitLine,
    seat: &SeatLine,
    (from, until): (Day, Day),
    roster: &Roster,
    lang: Lang,
) {
    let draw = result.plan.draw_name();
    let inspector = seat.inspector.as_ref().map_or("", Id::as_str);
    let name =
        result.labels.get(&visit.id).or_else(|| visit.draws.first().and_then(|drawn| result.labels.get(&drawn.entity)));
    let name = name.map_or(visit.id.as_str(), |label| label.name.as_str());
    let title = if seat.lead { L.event_lead } else { L.event };
    out.line("BEGIN:VEVENT");
    out.text("UID", &format!("{draw}/{}/{inspector}/{from}@mingqian", visit.id));
    out.line(&format!("DTSTAMP:{}T000000Z", compact(result.plan.created)));
    out.line(&format!("DTSTART;VALUE=DATE:{}", compact(from)));
    out.line(&format!("DTEND;VALUE=DATE:{}", compact(until)));
    out.text("SUMMARY", title.with(&[("name", name)]).pick(lang));
    if !visit.area.is_empty() {
        out.text("LOCATION", &visit.area);
    }
    out.text("DESCRIPTION", &description(result, visit, roster, lang));
    out.line("CLASS:PRIVATE");
    out.line("TRANSP:OPAQUE");
    out.line("END:VEVENT");
}

fn description(result: &PublicResult<'_>, visit: &VisitLine, roster: &Roster, lang: Lang) -> String {
    let names = item_names(result.items);
    let item = |id: &Id| match names.get(id) {
        Some(name) => format!("{id} {name}"),
        None => id.to_string(),
    };
    let items: Vec<String> = visit.items.iter().map(item).collect();
    let member = |seat: &SeatLine| {
        let id = seat.inspector.as_ref()?;
        let who = roster.get(id).map_or(id.as_str(), |person| person.name.as_str());
        let mark = if seat.lead { L.lead_mark.pick(lang) } else { "" };
        Some(format!("{who}{mark}"))
    };
    let team: Vec<String> = visit.seats.iter().filter_map(member).collect();
    let (items, team) = (items.join(W.semicolon.pick(lang)), team.join(W.comma.pick(lang)));
    let draw = result.plan.draw_name();
    let mut lines = vec![
        L.event_visit.with(&[("visit", visit.id.as_str()), ("draw", &draw)]),
        L.event_items.with(&[("items", &items)]),
        L.event_team.with(&[("team", &team)]),
    ];
    if result.plan.purpose == Purpose::Rehearsal {
        lines.insert(0, L.event_rehearsal.text());
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.pick(lang)).collect();
    lines.join("\n")
}

fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Content lines, folded and ended as RFC 5545 says.
struct Lines(Vec<u8>);

impl Lines {
    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escape(value)));
    }

    /// Folds at 75 octets, never inside a character; the space that begins a folded line counts.
    fn line(&mut self, line: &str) {
        let mut used = 0;
        for character in line.chars() {
            let length = character.len_utf8();
            if used + length > LINE_MAX {
                self.0.extend_from_slice(b"\r\n ");
                used = 1;
            }
            let mut buffer = [0; 4];
            self.0.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            used += length;
        }
        self.0.extend_from_slice(b"\r\n");
    }
}

/// Backslash, semicolon, comma and line ends are escaped; what cannot be seen is shown.
fn escape(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| visible(line).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,"))
        .collect();
    lines.join("\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_at_75_octets_between_characters() {
        let mut lines = Lines(Vec::new());
        lines.line(&format!("SUMMARY:{}", "检".repeat(60)));
        let text = String::from_utf8(lines.0).unwrap();
        for (index, line) in text.trim_end().split("\r\n").enumerate() {
            assert!(line.len() <= LINE_MAX, "{}", line.len());
            assert!(line.len() > LINE_MAX - 3 || index == 2, "{}", line.len());
        }
        assert_eq!(text.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "检".repeat(60)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a,b;c\\d\ne\r"), "a\\,b\\;c\\\\d\\ne⟨U+000D⟩");
    }

    #[test]
    fn a_weekend_splits_an_event() {
        let day = |d| Day::new(2026, 3, d).unwrap();
        let got = runs(&[day(19), day(20), day(23)]);
        assert_eq!(got, vec![(day(19), day(21)), (day(23), day(24))]);
    }
}
