//! One row, asked field by field. What is wrong is noted and the asking goes on, so that all errors come at once.

use super::Context;
use crate::field::Field;
use crate::problem::{MASKED, Notice, NoticeKind, Problem, Report, RowError, ValueProblem, shown};
use crate::sheet::cell::{Cell, NUMBER_LONG, number_text};
use crate::tables::{Tables, Words};
use crate::value::date::{day_of_number, parse_day};
use crate::value::text::{check_text, parts, unwrapped};
use records::day::Day;
use records::lists::List;
use std::borrow::Cow;

/// A row that is being read.
pub(crate) struct RowView<'r, 'b> {
    context: &'r Context<'r>,
    number: u64,
    cells: &'r [Cell<'b>],
    pub(super) report: &'r mut Report,
    /// The columns in which something was wrong, so that no cell is blamed twice for one thing.
    wrong: Vec<Option<usize>>,
    /// Ids that were derived, and what they were derived from.
    pub(super) written: Vec<(String, String)>,
}

impl<'r, 'b> RowView<'r, 'b> {
    pub fn new(context: &'r Context<'r>, number: u64, cells: &'r [Cell<'b>], report: &'r mut Report) -> Self {
        let (wrong, written) = (Vec::new(), Vec::new());
        let mut view = Self { context, number, cells, report, wrong, written };
        let width = context.columns.width();
        let counted = context.table.cells_counted;
        let extra = cells.iter().enumerate().skip(width).find(|(_, cell)| counted && !cell.is_blank());
        if let Some((index, cell)) = extra {
            view.error(Some(index), &cell.shown(), ValueProblem::CellsExtra);
        }
        view.refuse_merged();
        view
    }

    /// Merged cells that begin in this row and hold something leave the others empty, which is not what they mean.
    fn refuse_merged(&mut self) {
        let (merged, number) = (&self.context.table.merged, self.number);
        let start = merged.partition_point(|area| area.first.0 < number);
        for area in merged.iter().skip(start).take_while(|area| area.first.0 == number) {
            let column = area.first.1;
            if let Some(cell) = self.cells.get(column).filter(|cell| !cell.is_blank()) {
                self.error(Some(column), &cell.shown(), ValueProblem::Merged { cells: area.name() });
            }
        }
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn list(&self) -> List {
        self.context.list
    }

    /// Derived ids and their codes, for whoever has to name them to a person.
    pub fn take_written(&mut self) -> impl Iterator<Item = (String, String)> + use<> {
        std::mem::take(&mut self.written).into_iter()
    }

    /// Whether anything was wrong so far.
    pub fn is_wrong(&self) -> bool {
        !self.wrong.is_empty()
    }

    pub fn tables(&self) -> &'r Tables {
        self.context.tables
    }

    pub fn options(&self) -> &'r crate::importer::Options {
        self.context.options
    }

    pub fn line_too_long(&mut self) {
        self.error(None, "", ValueProblem::LineLong);
    }

    /// Notes an error in the column of a field.
    pub fn refuse(&mut self, field: Field, value: &str, problem: ValueProblem) {
        self.error(self.context.columns.of(field), value, problem);
    }

    /// Notes a notice in the column of a field.
    pub fn note(&mut self, field: Field, value: &str, kind: NoticeKind) {
        self.notice(self.context.columns.of(field), value, kind);
    }

    /// The number of a person: it must not go into a table of errors either.
    pub fn refuse_citizen_id(&mut self, field: Field, problem: ValueProblem) {
        self.refuse(field, MASKED, problem);
    }

    fn error(&mut self, column: Option<usize>, value: &str, problem: ValueProblem) {
        self.wrong.push(column);
        let (context, number) = (self.context, self.number);
        self.report.errors.push(|| RowError {
            place: context.place(Some(number), column),
            value: shown(value),
            problem: Problem::Value(problem),
        });
    }

    fn notice(&mut self, column: Option<usize>, value: &str, kind: NoticeKind) {
        let (context, number) = (self.context, self.number);
        self.report.notices.push(|| Notice {
            place: context.place(Some(number), column),
            value: shown(value),
            kind: kind.without_citizen_id(),
        });
    }

    fn cell(&self, field: Field) -> Option<(usize, &'r Cell<'b>)> {
        let column = self.context.columns.of(field)?;
        self.cells.get(column).map(|cell| (column, cell))
    }

    /// Whether the table has a column for a field.
    pub fn has_column(&self, field: Field) -> bool {
        self.context.columns.of(field).is_some()
    }

    /// Whether something was wrong with the cell of a field.
    pub fn is_refused(&self, field: Field) -> bool {
        let column = self.context.columns.of(field);
        column.is_some() && self.wrong.contains(&column)
    }

    /// What a cell says, without the accidents around it.
    pub(super) fn raw(&mut self, field: Field, is_code: bool) -> Cow<'r, str> {
        let Some((column, cell)) = self.cell(field) else { return Cow::Borrowed("") };
        match cell {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => self.tidied(column, text),
            Cell::Number(number) | Cell::Padded(number) => {
                let text = number_text(*number);
                if number.abs() >= NUMBER_LONG {
                    self.error(Some(column), &text, ValueProblem::NumberLong);
                    return Cow::Borrowed("");
                }
                if is_code && matches!(cell, Cell::Padded(_)) {
                    self.error(Some(column), &text, ValueProblem::ZerosLost);
                    return Cow::Borrowed("");
                }
                if is_code {
                    self.notice(Some(column), &text, NoticeKind::CodeFromNumber);
                }
                Cow::Owned(text)
            }
            Cell::Day(_) | Cell::Bool(_) if is_code => {
                self.error(Some(column), &cell.shown(), ValueProblem::CodeChanged);
                Cow::Borrowed("")
            }
            Cell::Day(_) | Cell::Bool(_) => Cow::Owned(cell.shown().into_owned()),
            Cell::Formula => {
                self.error(Some(column), "", ValueProblem::Formula);
                Cow::Borrowed("")
            }
            Cell::Error => {
                self.error(Some(column), "", ValueProblem::CellError);
                Cow::Borrowed("")
            }
        }
    }

    fn tidied(&mut self, column: usize, text: &'r str) -> Cow<'r, str> {
        let mut text = text;
        if text.starts_with('=')
            && let Some(inner) = unwrapped(text)
        {
            self.notice(Some(column), text, NoticeKind::Unwrapped { to: inner.to_owned() });
            text = inner;
        }
        let trimmed = text.trim();
        if trimmed.len() != text.len() && !trimmed.is_empty() {
            self.notice(Some(column), text, NoticeKind::Trimmed);
        }
        Cow::Borrowed(trimmed)
    }

    pub(super) fn checked(&mut self, field: Field, text: Cow<'r, str>) -> Cow<'r, str> {
        match check_text(&text) {
            Ok(()) => text,
            Err(error) => {
                self.refuse(field, &text, ValueProblem::Text(error));
                Cow::Borrowed("")
            }
        }
    }

    /// A text without a word that only says that there is none.
    pub(super) fn unless_blank(&mut self, field: Field, text: Cow<'r, str>) -> Cow<'r, str> {
        if !self.tables().is_blank(&text) {
            return text;
        }
        self.note(field, &text, NoticeKind::Blank);
        Cow::Borrowed("")
    }

    /// A name or another text on one line.
    pub fn text(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.raw(field, false);
        let text = self.unless_blank(field, text);
        self.checked(field, text)
    }

    /// A longer text, in which line ends are read as spaces.
    pub fn prose(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.raw(field, false);
        let text = self.unless_blank(field, text);
        if !text.contains(['\n', '\r', '\t']) {
            return self.checked(field, text);
        }
        let lines: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect();
        let joined = lines.join(" ");
        self.note(field, &text, NoticeKind::LinesJoined);
        self.checked(field, Cow::Owned(joined))
    }

    /// Notes that a required field has no value, unless what is wrong with its cell has been said.
    pub fn require(&mut self, field: Field, value: &str) {
        if !value.is_empty() || self.is_refused(field) {
            return;
        }
        match self.cell(field).filter(|(_, cell)| !cell.is_blank()) {
            Some((_, cell)) => self.refuse(field, &cell.shown(), ValueProblem::Placeholder),
            None => self.refuse(field, "", ValueProblem::Required),
        }
    }

    /// Several texts in one cell, sorted and unique.
    pub fn texts(&mut self, field: Field) -> Vec<String> {
        let text = self.raw(field, false);
        let mut all: Vec<String> = parts(&text).into_iter().map(str::to_owned).collect();
        let tables = self.tables();
        for part in all.iter().filter(|part| tables.is_blank(part)) {
            self.note(field, part, NoticeKind::Blank);
        }
        all.retain(|part| !tables.is_blank(part));
        for part in &all {
            if let Err(error) = check_text(part) {
                self.refuse(field, part, ValueProblem::Text(error));
            }
        }
        all
    }

    /// Several texts in one cell, where one of them may itself hold a separator: the whole cell if it is known.
    pub fn whole_or_parts(&mut self, field: Field, is_known: impl Fn(&Tables, &str) -> bool) -> Vec<String> {
        let text = self.raw(field, false);
        let mut known = Vec::new();
        let mut rest: Vec<&str> = text.split(['，', ',', ';', '；', '\n', '\r']).map(str::trim).collect();
        rest.retain(|part| !part.is_empty());
        for part in rest {
            if is_known(self.tables(), part) {
                known.push(part.to_owned());
            } else {
                known.extend(parts(part).into_iter().map(str::to_owned));
            }
        }
        known
    }

    /// What a cell says, for a look before it is read.
    pub fn peek(&self, field: Field) -> Cow<'r, str> {
        self.cell(field).map(|(_, cell)| cell.shown()).unwrap_or_default()
    }

    /// A day, in whatever form.
    pub fn day(&mut self, field: Field) -> Option<Day> {
        let (column, cell) = self.cell(field)?;
        match cell {
            Cell::Day(day) => Some(*day),
            Cell::Number(number) | Cell::Padded(number) => self.day_of_serial(column, *number),
            _ => {
                let text = self.raw(field, false);
                self.day_of_text(field, &text)
            }
        }
    }

    fn day_of_serial(&mut self, column: usize, number: f64) -> Option<Day> {
        let day = day_of_number(number, self.context.table.from_1904);
        match day {
            Some(day) => {
                self.notice(Some(column), &number_text(number), NoticeKind::DayFromSerial { to: day.to_string() })
            }
            None => self.error(Some(column), &number_text(number), ValueProblem::Date),
        }
        day
    }

    /// A day from a text that was cut out of a cell.
    pub fn day_of_text(&mut self, field: Field, text: &str) -> Option<Day> {
        if text.is_empty() {
            return None;
        }
        if let Some(day) = parse_day(text) {
            return Some(day);
        }
        if self.tables().is_forever(text) {
            self.note(field, text, NoticeKind::Forever { to: Day::MAX.to_string() });
            return Some(Day::MAX);
        }
        if self.tables().is_blank(text) {
            self.note(field, text, NoticeKind::Blank);
            return None;
        }
        let from_1904 = self.context.table.from_1904;
        let serial = text.parse().ok().filter(|_| text.len() == 5).and_then(|number| day_of_number(number, from_1904));
        match serial {
            Some(day) => self.note(field, text, NoticeKind::DayFromSerial { to: day.to_string() }),
            None => self.refuse(field, text, ValueProblem::Date),
        }
        serial
    }

    /// A whole number from 0.
    pub fn count(&mut self, field: Field) -> Option<u32> {
        let text = self.raw(field, false);
        let text = self.unless_blank(field, text);
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            self.refuse(field, &text, ValueProblem::Number);
        }
        number
    }

    /// The code of a word; an unknown word is an error, an empty cell is nothing.
    pub fn word(&mut self, field: Field, table: Words) -> Option<&'r str> {
        let text = self.raw(field, false);
        if text.is_empty() {
            return None;
        }
        let tables = self.tables();
        let word = tables.word(table, &text);
        // In some tables such a word has a meaning, and then that counts.
        if word.is_none() && tables.is_blank(&text) {
            self.note(field, &text, NoticeKind::Blank);
        } else if word.is_none() {
            self.refuse(field, &text, ValueProblem::Word { words: tables.words(table) });
        }
        word
    }

    /// A status; the usual one is left out of records.
    pub fn status(&mut self, table: Words) -> &'r str {
        self.word(Field::Status, table).filter(|code| *code != "active").unwrap_or_default()
    }

    /// The department of the row, or of the whole file.
    pub fn department(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.text(field);
        if text.is_empty() { Cow::Borrowed(self.options().department.as_str()) } else { text }
    }
}
