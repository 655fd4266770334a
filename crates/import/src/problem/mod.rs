//! What is wrong with a file, all of it at once: place, value, what to do. Also what is not wrong and should be known.

mod file;
mod header;
mod notice;
mod option;
pub(crate) mod table;
mod value;
mod value_words;

use crate::value::code::holds_citizen_id;
use records::lang::Lang;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use file::{FileProblem, Refusal};
pub use header::HeaderProblem;
pub use notice::{Notice, NoticeKind};
pub use option::OptionProblem;
pub use table::{csv_row, errors_csv, notices_csv, table_head};
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
        let mut text = visible(&self.file).into_owned();
        if let Some(sheet) = &self.sheet {
            text.push_str(&format!(" {}", visible(sheet)));
        }
        if let Some(row) = self.row {
            text.push_str(&match lang {
                Lang::Zh => format!(" 第 {row} 行"),
                Lang::En => format!(" row {row}"),
            });
        }
        if let Some(Column { letter, header }) = &self.column {
            let header = visible(header);
            text.push_str(&match (lang, header.is_empty()) {
                (Lang::Zh, false) => format!(" {letter} 列（{header}）"),
                (Lang::Zh, true) => format!(" {letter} 列"),
                (Lang::En, false) => format!(" column {letter} ({header})"),
                (Lang::En, true) => format!(" column {letter}"),
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

/// A value as a message shows it: on one line, not too long, with nothing that turns the writing direction, and without
/// the number of a person.
pub(crate) fn shown(value: &str) -> String {
    if holds_citizen_id(value) {
        return MASKED.to_owned();
    }
    let one_line = |c: char| if matches!(c, '\n' | '\r' | '\t') { '␣' } else { c };
    let mut text: String = value.chars().take(VALUE_LENGTH_MAX).map(one_line).collect();
    if value.chars().nth(VALUE_LENGTH_MAX).is_some() {
        text.push('…');
    }
    match visible(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(visible) => visible,
    }
}

/// What stands in a message for the number of a person.
pub(crate) const MASKED: &str = "******";

/// A text in which every character without a shape of its own is shown by its number: `⟨U+202E⟩`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let show = |c: char| if is_hidden(c) { format!("⟨U+{:04X}⟩", u32::from(c)) } else { c.to_string() };
    Cow::Owned(text.chars().map(show).collect())
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The first of many findings, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The first ones, in the order of the file.
    pub kept: Vec<T>,
    /// How many there were.
    pub total: u64,
    kept_max: usize,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self::up_to(Self::KEPT_MAX)
    }
}

impl<T> Found<T> {
    /// Most findings that an outcome keeps; the rest is counted. Whoever takes the batches can have all of them.
    pub const KEPT_MAX: usize = 10_000;

    fn up_to(kept_max: usize) -> Self {
        Self { kept: Vec::new(), total: 0, kept_max }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Adds one; it is made only if it is kept.
    pub(crate) fn push(&mut self, make: impl FnOnce() -> T) {
        self.total += 1;
        if self.kept.len() < self.kept_max {
            self.kept.push(make());
        }
    }

    /// Adds those of a later part of the file.
    pub(crate) fn append(&mut self, later: Self) {
        self.total += later.total;
        let room = self.kept_max.saturating_sub(self.kept.len());
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
    /// Columns without a header that hold something, from 0.
    pub headless: BTreeMap<usize, Headless>,
}

/// What a column without a header holds.
#[derive(Debug)]
pub(crate) struct Headless {
    /// The first row with something in it, and what that is.
    pub row: u64,
    pub value: String,
    pub count: u64,
}

impl Report {
    /// For a part of a file, of which all findings are kept if somebody wants them all.
    pub fn for_part(all: bool) -> Self {
        let kept_max = if all { usize::MAX } else { Found::<Notice>::KEPT_MAX };
        Self { errors: Found::up_to(kept_max), notices: Found::up_to(kept_max), ..Self::default() }
    }

    pub fn append(&mut self, later: Self) {
        self.rows += later.rows;
        self.accepted.extend(later.accepted);
        self.errors.append(later.errors);
        self.notices.append(later.notices);
        for (column, more) in later.headless {
            self.headless.entry(column).and_modify(|first| first.count += more.count).or_insert(more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, letters, shown, visible};

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

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_number() {
        assert_eq!(visible("a\u{202e}b"), "a⟨U+202E⟩b");
        assert_eq!(shown("甲\n乙\u{200b}\u{7}"), "甲␣乙⟨U+200B⟩⟨U+0007⟩");
        assert_eq!(shown(" 11010519491231002X "), "******");
        assert_eq!(shown("=\"１１０１０５１９４９１２３１００２ｘ\""), "******");
    }
}
