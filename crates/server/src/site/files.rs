//! Files of a draw for other programs: tables, a calendar, and the bundle itself, each with size and SHA-256.
//!
//! Sources: RFC 4180 (CSV, with a byte order mark, so that Excel reads it as UTF-8); RFC 5545 (iCalendar).

use std::fmt::Write as _;

use documents::inert;
use records::hash::sha256;
use records::lang::Lang;

use super::bundle::{Bundle, Outcome};
use super::view::rows;

/// A group of files on the page of files.
#[derive(Clone, Debug)]
pub(super) struct FilePart {
    pub title: &'static str,
    pub note: &'static str,
    pub prefix: &'static str,
    pub files: Vec<FileRow>,
}

/// A file as the page lists it.
#[derive(Clone, Debug)]
pub(super) struct FileRow {
    pub path: String,
    pub size: u64,
    pub sha256: String,
}

/// A file made from a bundle, by its name.
pub(super) struct Made {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// The tables and the calendar of an outcome; nothing of a draw without one.
pub(super) fn made(bundle: &Bundle) -> Vec<Made> {
    let Some(outcome) = &bundle.outcome else { return Vec::new() };
    vec![
        Made { name: "visits.csv", bytes: visits_csv(bundle, outcome) },
        Made { name: "selected.csv", bytes: selected_csv(bundle, outcome) },
        Made { name: "visits.ics", bytes: calendar(bundle, outcome) },
    ]
}

/// Both groups of files.
pub(super) fn parts(bundle: &Bundle, made: &[Made], lang: Lang) -> Vec<FilePart> {
    let row = |made: &Made| FileRow {
        path: made.name.to_owned(),
        size: made.bytes.len() as u64,
        sha256: sha256(&made.bytes).to_string(),
    };
    let listed = bundle.manifest.files.iter();
    let listed =
        listed.map(|file| FileRow { path: file.path.clone(), size: file.size, sha256: file.sha256.to_string() });
    let (size, digest) = bundle.own;
    let manifest = FileRow { path: "manifest.json".to_owned(), size, sha256: digest.to_string() };
    let tables = FilePart {
        title: lang.pick("表格与日历", "Tables and calendar"),
        note: lang.pick(
            "由结果文件生成，便于阅读和导入；以结果文件为准。",
            "Made from the bundle for reading and import; what counts is the bundle.",
        ),
        prefix: "files/",
        files: made.iter().map(row).collect(),
    };
    let whole = FilePart {
        title: lang.pick("结果文件（可核验）", "The bundle (verifiable)"),
        note: lang.pick(
            "核验时需要全部文件，连同 manifest.json，一个也不能少。",
            "To verify, all of them are needed, manifest.json too.",
        ),
        prefix: "bundle/",
        files: std::iter::once(manifest).chain(listed).collect(),
    };
    if made.is_empty() { vec![whole] } else { vec![tables, whole] }
}

/// A line of a table: quoted throughout, so that no cell can become two, and inert, so that none becomes a formula.
fn line(out: &mut String, cells: &[&str]) {
    for (number, cell) in cells.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(out, "{comma}\"{}\"", inert(cell).replace('"', "\"\""));
    }
    out.push_str("\r\n");
}

fn visits_csv(bundle: &Bundle, outcome: &Outcome) -> Vec<u8> {
    let mut out = "\u{feff}".to_owned();
    line(&mut out, &["代码", "名称", "地区", "部门", "抽查事项", "日期", "检查组（代号）", "状态"]);
    for visit in rows(bundle, outcome, Lang::Zh) {
        let team: Vec<String> = visit
            .team
            .iter()
            .map(|one| if one.lead { format!("{}（组长）", one.id) } else { one.id.clone() })
            .collect();
        let joined = |values: &[String]| values.join("；");
        let cells = [joined(&visit.departments), joined(&visit.items), joined(&visit.days), joined(&team)];
        let [departments, items, days, team] = cells.each_ref().map(String::as_str);
        line(&mut out, &[&visit.id, &visit.name, &visit.area, departments, items, days, team, visit.state]);
    }
    out.into_bytes()
}

fn selected_csv(bundle: &Bundle, outcome: &Outcome) -> Vec<u8> {
    let mut out = "\u{feff}".to_owned();
    line(&mut out, &["任务", "层", "名次", "代码", "名称", "抽中或候补", "号签"]);
    for one in &outcome.selected {
        let name = bundle.labels.get(&one.entity).map_or("", |label| label.name.as_str());
        let rank = one.rank.to_string();
        let kind = if one.reserve { "候补" } else { "抽中" };
        let ticket = one.ticket.to_string();
        line(&mut out, &[one.task.as_str(), one.stratum.as_str(), &rank, one.entity.as_str(), name, kind, &ticket]);
    }
    out.into_bytes()
}

fn calendar(bundle: &Bundle, outcome: &Outcome) -> Vec<u8> {
    let mut out = String::new();
    let plan = &bundle.plan;
    let stamp = format!("{}T000000Z", plan.created.to_string().replace('-', ""));
    fold(&mut out, "BEGIN:VCALENDAR");
    fold(&mut out, "VERSION:2.0");
    fold(&mut out, "PRODID:-//Mingqian//mq1//ZH");
    fold(&mut out, "CALSCALE:GREGORIAN");
    for visit in rows(bundle, outcome, Lang::Zh).iter().filter(|visit| !visit.days.is_empty()) {
        for (number, day) in visit.days.iter().enumerate() {
            fold(&mut out, "BEGIN:VEVENT");
            fold(&mut out, &format!("UID:{}-{}-{number}@mingqian", plan.draw_name().replace('/', "-"), visit.id));
            fold(&mut out, &format!("DTSTAMP:{stamp}"));
            fold(&mut out, &format!("DTSTART;VALUE=DATE:{}", day.replace('-', "")));
            fold(&mut out, &format!("SUMMARY:{}", escaped(&format!("入企检查 {} {}", visit.name, visit.id))));
            fold(&mut out, &format!("DESCRIPTION:{}", escaped(&visit.items.join("；"))));
            fold(&mut out, "END:VEVENT");
        }
    }
    fold(&mut out, "END:VCALENDAR");
    out.into_bytes()
}

/// Text of a property (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded at 75 bytes and never inside a character (RFC 5545, 3.1).
fn fold(out: &mut String, content: &str) {
    let mut length = 0;
    for c in content.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
