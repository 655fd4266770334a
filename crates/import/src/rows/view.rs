//! One row, asked field by field. What is wrong is noted and the asking goes on, so that all errors come at once.

use super::Context;
use crate::field::Field;
use crate::problem::{Notice, NoticeKind, Problem, Report, RowError, ValueProblem, shown};
use crate::sheet::cell::{Cell, NUMBER_LONG, number_text};
use crate::tables::{Tables, Words};
use crate::value::code::{CodeForm, entity_code, is_citizen_id, is_scientific, local_code};
use crate::value::date::{day_of_number, parse_day};
use crate::value::text::{check_text, folded, parts, unwrapped};
use records::day::Day;
use records::id::Id;
use std::borrow::Cow;

/// A row that is being read.
pub(crate) struct RowView<'r, 'b> {
    context: &'r Context<'r>,
    number: u64,
    cells: &'r [Cell<'b>],
    report: &'r mut Report,
    wrong: bool,
}

/// What an entity goes by.
#[derive(Debug)]
pub(crate) struct EntityKey<'r> {
    pub id: Cow<'r, str>,
    /// The code as written, where the id is derived from it.
    pub code: Cow<'r, str>,
    /// Why a wrong check character was accepted.
    pub accepted: &'r str,
}

impl<'r, 'b> RowView<'r, 'b> {
    pub fn new(context: &'r Context<'r>, number: u64, cells: &'r [Cell<'b>], report: &'r mut Report) -> Self {
        let mut view = Self { context, number, cells, report, wrong: false };
        let width = context.columns.width();
        let extra = cells.iter().enumerate().skip(width).find(|(_, cell)| context.cells_counted && !cell.is_blank());
        if let Some((index, cell)) = extra {
            view.error(Some(index), &cell.shown(), ValueProblem::CellsExtra);
        }
        view
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether anything was wrong so far.
    pub fn is_wrong(&self) -> bool {
        self.wrong
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

    fn error(&mut self, column: Option<usize>, value: &str, problem: ValueProblem) {
        self.wrong = true;
        let (context, number) = (self.context, self.number);
        self.report.errors.push(|| RowError {
            place: context.place(Some(number), column),
            value: shown(value),
            problem: Problem::Value(problem),
        });
    }

    fn notice(&mut self, column: Option<usize>, value: &str, kind: NoticeKind) {
        let (context, number) = (self.context, self.number);
        self.report.notices.push(|| Notice { place: context.place(Some(number), column), value: shown(value), kind });
    }

    fn cell(&self, field: Field) -> Option<(usize, &'r Cell<'b>)> {
        let column = self.context.columns.of(field)?;
        self.cells.get(column).map(|cell| (column, cell))
    }

    /// What a cell says, without the accidents around it.
    fn raw(&mut self, field: Field, is_code: bool) -> Cow<'r, str> {
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

    fn checked(&mut self, field: Field, text: Cow<'r, str>) -> Cow<'r, str> {
        match check_text(&text) {
            Ok(()) => text,
            Err(error) => {
                self.refuse(field, &text, ValueProblem::Text(error));
                Cow::Borrowed("")
            }
        }
    }

    /// A name or another text on one line.
    pub fn text(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.raw(field, false);
        self.checked(field, text)
    }

    /// A longer text, in which line ends are read as spaces.
    pub fn prose(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.raw(field, false);
        if !text.contains(['\n', '\r', '\t']) {
            return self.checked(field, text);
        }
        let lines: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect();
        let joined = lines.join(" ");
        self.note(field, &text, NoticeKind::LinesJoined);
        self.checked(field, Cow::Owned(joined))
    }

    /// A code: full width and lower case are folded, and said to be.
    pub fn code(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.raw(field, true);
        let text = self.folded_code(field, text);
        let is_of_a_person = matches!(field, Field::WorkNo | Field::OtherWorkNo | Field::CertificateNo);
        if is_of_a_person && is_citizen_id(&text) {
            self.refuse_citizen_id(field);
            return Cow::Borrowed("");
        }
        self.checked(field, text)
    }

    /// The number itself must not go into a table of errors either.
    fn refuse_citizen_id(&mut self, field: Field) {
        self.refuse(field, "******", ValueProblem::CitizenId);
    }

    fn folded_code(&mut self, field: Field, text: Cow<'r, str>) -> Cow<'r, str> {
        let before = text.clone();
        let (after, changed) = folded(text);
        if changed && !is_citizen_id(&after) {
            self.note(field, &before, NoticeKind::CodeFolded { to: after.clone().into_owned() });
        }
        if is_scientific(&after) {
            self.refuse(field, &before, ValueProblem::Scientific);
            return Cow::Borrowed("");
        }
        after
    }

    /// Notes that a required cell is empty.
    pub fn require(&mut self, field: Field, text: &str) {
        // An error in the same cell has said enough.
        let is_blank = self.cell(field).is_none_or(|(_, cell)| cell.is_blank());
        if text.is_empty() && is_blank {
            self.refuse(field, "", ValueProblem::Required);
        }
    }

    /// Several texts in one cell, sorted and unique.
    pub fn texts(&mut self, field: Field) -> Vec<String> {
        let text = self.raw(field, false);
        let all: Vec<String> = parts(&text).into_iter().map(str::to_owned).collect();
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

    /// Several codes in one cell.
    pub fn codes(&mut self, field: Field) -> Vec<String> {
        let text = self.raw(field, true);
        if self.tables().is_blank(&text) {
            return Vec::new();
        }
        let mut all: Vec<String> = Vec::new();
        for part in parts(&text) {
            if is_citizen_id(&folded(Cow::Borrowed(part)).0) {
                self.refuse_citizen_id(field);
                continue;
            }
            let folded = self.folded_code(field, Cow::Owned(part.to_owned()));
            all.push(self.checked(field, folded).into_owned());
        }
        all.retain(|code| !code.is_empty());
        all.sort_unstable();
        all.dedup();
        all
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
        let day = day_of_number(number, self.context.from_1904);
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
        let serial = text.parse().ok().filter(|_| text.len() == 5).and_then(|number| day_of_number(number, false));
        match serial {
            Some(day) => self.note(field, text, NoticeKind::DayFromSerial { to: day.to_string() }),
            None => self.refuse(field, text, ValueProblem::Date),
        }
        serial
    }

    /// A whole number from 0.
    pub fn count(&mut self, field: Field) -> Option<u32> {
        let text = self.raw(field, false);
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
        if word.is_none() {
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

    /// What an entity goes by, from a code that refers to it or is its own.
    pub fn entity_key(&mut self, field: Field, code: Cow<'r, str>) -> Option<EntityKey<'r>> {
        match entity_code(&code) {
            Ok(CodeForm::Id) => Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: "" }),
            Ok(CodeForm::OldNumber { expected }) => {
                self.note(field, &code, NoticeKind::RegistrationCheck { expected });
                Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: "" })
            }
            Ok(CodeForm::Local) => self.local_key(field, code),
            Err(problem) => {
                let options = self.options();
                let accepted = options.accept.iter().enumerate().find(|(_, (id, _))| *id == *code);
                match accepted.filter(|_| Id::check(&code).is_ok()) {
                    Some((index, (_, reason))) => {
                        self.note(field, &code, NoticeKind::Accepted { reason: reason.clone() });
                        self.report.accepted.insert(index);
                        Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: reason })
                    }
                    None if is_citizen_id(&code) => {
                        self.refuse_citizen_id(field);
                        None
                    }
                    None => {
                        self.refuse(field, &code, problem);
                        None
                    }
                }
            }
        }
    }

    /// What an entity with a code of the department's own goes by.
    pub fn local_key(&mut self, field: Field, code: Cow<'r, str>) -> Option<EntityKey<'r>> {
        if local_code(&code) == CodeForm::Id {
            return Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: "" });
        }
        let id = self.derived(field, &code, self.options().department.as_str())?;
        Some(EntityKey { id: Cow::Owned(id.as_str().to_owned()), code, accepted: "" })
    }

    /// An id derived from a code and its department.
    pub fn derived(&mut self, field: Field, code: &str, department: &str) -> Option<Id> {
        if department.is_empty() {
            self.refuse(field, code, ValueProblem::DepartmentMissing);
            return None;
        }
        Some(Id::derived(&[department, code]))
    }

    /// The id of an entity that a record refers to.
    pub fn entity_id(&mut self, field: Field) -> Option<Id> {
        let code = self.code(field);
        if code.is_empty() {
            return None;
        }
        let key = self.entity_key(field, code)?;
        Id::parse(&key.id).ok()
    }

    /// The id of an inspector that a record refers to, by work number and department, or as it stands.
    pub fn inspector_id(&mut self, field: Field, work_no: &str, department: &str) -> Option<Id> {
        if work_no.is_empty() {
            return None;
        }
        match derived_already(work_no) {
            Some(id) => Some(id),
            None => self.derived(field, work_no, department),
        }
    }
}

/// `X-` and 20 hexadecimal digits: an id that this program has derived before.
fn derived_already(text: &str) -> Option<Id> {
    let digits = text.strip_prefix("X-")?;
    let is_derived = digits.len() == 20 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    Id::parse(text).ok().filter(|_| is_derived)
}
