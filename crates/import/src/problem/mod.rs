//! What is wrong with a file, all of it at once: place, value, what to do. Also what is not wrong and should be known.

mod file;
mod header;
mod notice;
pub(crate) mod table;
mod value;

use records::lang::Lang;
use std::sync::Arc;

pub use file::{FileProblem, Refusal};
pub use header::HeaderProblem;
pub use notice::{Notice, NoticeKind};
pub use table::{errors_csv, notices_csv};
pub use value::ValueProblem;

/// Where something stands, as a person looking at the file in Excel sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the file, as it was given.
    pub file: Arc<str>,
    /// Name of the sheet, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// Row, from 1; nothing where the whole file is meant.
    pub row: Option<u64>,
    /// Column; nothing where the whole row is meant.
    pub column: Option<Column>,
}

/// A column, by its letter and its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `A`, `B`, …, `AA`, ….
    pub letter: String,
    /// The text of the header row.
    pub header: String,
}

impl Place {
    /// The place in one short text: `名录.xlsx Sheet1 第 7 行 B 列（企业名称）`.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = self.file.to_string();
        if let Some(sheet) = &self.sheet {
            text.push_str(&format!(" {sheet}"));
        }
        if let Some(row) = self.row {
            text.push_str(&match lang {
                Lang::Zh => format!(" 第 {row} 行"),
                Lang::En => format!(" row {row}"),
            });
        }
        if let Some(Column { letter, header }) = &self.column {
            text.push_str(&match lang {
                Lang::Zh => format!(" {letter} 列（{header}）"),
                Lang::En => format!(" column {letter} ({header})"),
            });
        }
        text
    }
}

/// Letters of a column, counted from 0.
pub(crate) fn letters(index: usize) -> String {
    let mut text = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        text.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    text
}

/// One thing that is wrong. A list with any is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// Where.
    pub place: Place,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// With the file as a whole, or with its form.
    File(FileProblem),
    /// With the header row.
    Header(HeaderProblem),
    /// With a row or a cell.
    Value(ValueProblem),
}

impl Problem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(problem) => problem.code(),
            Self::Header(problem) => problem.code(),
            Self::Value(problem) => problem.code(),
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::File(problem) => problem.message(lang),
            Self::Header(problem) => problem.message(lang),
            Self::Value(problem) => problem.message(lang),
        }
    }
}

impl RowError {
    /// The whole message in one line: place, value, what is wrong, what to do.
    pub fn message(&self, lang: Lang) -> String {
        whole(&self.place, &self.value, &self.problem.message(lang), lang)
    }
}

fn whole(place: &Place, value: &str, message: &str, lang: Lang) -> String {
    let place = place.text(lang);
    match (lang, value.is_empty()) {
        (Lang::Zh, true) => format!("{place}：{message}"),
        (Lang::Zh, false) => format!("{place}「{value}」：{message}"),
        (Lang::En, true) => format!("{place}: {message}"),
        (Lang::En, false) => format!("{place} \"{value}\": {message}"),
    }
}

/// Most characters of a value in a message.
const VALUE_LENGTH_MAX: usize = 60;

/// A value as a message shows it: on one line, not too long.
pub(crate) fn shown(value: &str) -> String {
    let mut text: String = value.chars().take(VALUE_LENGTH_MAX).map(|c| if c.is_control() { '␣' } else { c }).collect();
    if value.chars().nth(VALUE_LENGTH_MAX).is_some() {
        text.push('…');
    }
    text
}

/// The first of many findings, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The first ones, in the order of the file.
    pub kept: Vec<T>,
    /// How many there were.
    pub total: u64,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), total: 0 }
    }
}

impl<T> Found<T> {
    /// Most findings that are kept; the rest is counted.
    pub const KEPT_MAX: usize = 10_000;

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Adds one; it is made only if it is kept.
    pub(crate) fn push(&mut self, make: impl FnOnce() -> T) {
        self.total += 1;
        if self.kept.len() < Self::KEPT_MAX {
            self.kept.push(make());
        }
    }

    /// Adds those of a later part of the file.
    pub(crate) fn append(&mut self, later: Self) {
        self.total += later.total;
        let room = Self::KEPT_MAX - self.kept.len().min(Self::KEPT_MAX);
        self.kept.extend(later.kept.into_iter().take(room));
    }
}

/// All that was found in a file, or in a part of it.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Rows with anything in them, samples apart.
    pub rows: u64,
    /// Which acceptances were needed.
    pub accepted: std::collections::BTreeSet<usize>,
    pub errors: Found<RowError>,
    pub notices: Found<Notice>,
}

impl Report {
    pub fn append(&mut self, later: Self) {
        self.rows += later.rows;
        self.accepted.extend(later.accepted);
        self.errors.append(later.errors);
        self.notices.append(later.notices);
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, letters};

    #[test]
    fn columns_have_the_letters_of_excel() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16383].map(letters).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn all_are_counted_and_the_first_are_kept() {
        let mut found = Found::default();
        let mut later = Found::default();
        for number in 0..Found::<u32>::KEPT_MAX as u32 {
            found.push(|| number);
            later.push(|| number);
        }
        found.kept.pop();
        found.append(later);
        assert_eq!((found.kept.len(), found.total), (10_000, 20_000));
        assert_eq!(found.kept.last(), Some(&0));
    }
}
