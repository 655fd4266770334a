//! The one entry: a file of whatever kind → records, and all that is wrong with it.

use crate::batch::Batch;
use crate::csv::encoding::Encoding;
use crate::problem::{Column, Found, Notice, OptionProblem, RowError, shown};
use crate::tables::{TableTexts, Tables};
use crate::value::code::can_be_accepted;
use crate::workbook::StartProcess;
use crate::{duplicates, intake};
use records::day::Day;
use records::lists::List;
use records::text::{check, fold_code};
use std::io::{self, Read};
use std::sync::Arc;

/// Reads lists, by tables of headers and words.
#[derive(Clone)]
pub struct Importer {
    pub(crate) tables: Tables,
    pub(crate) process: Option<Arc<StartProcess>>,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").field("process", &self.process.is_some()).finish_non_exhaustive()
    }
}

/// What a person says about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The sheet, where several hold data.
    pub sheet: Option<String>,
    /// The encoding of a text, where it cannot be told.
    pub encoding: Option<Encoding>,
    /// The department, for rows that name none; ids of work numbers and of codes of its own are derived with it.
    pub department: String,
    /// `(column, field)`: a header or a letter, and what it means (`ignore`: nothing).
    pub map: Vec<(String, String)>,
    /// `(code, reason)`: codes with a wrong check character, or like a citizen id, that are accepted, and why.
    pub accept: Vec<(String, String)>,
    /// The same of earlier imports: what was vouched for once needs no word again.
    pub accepted_before: Vec<(String, String)>,
    /// Whether batches carry all errors and notices. Without it an outcome keeps the first of them and counts the rest.
    pub all_findings: bool,
    /// The day with which certificates and visits are compared; there is no clock here.
    pub today: Option<Day>,
}

impl Options {
    /// Takes away white space around what a person typed, and refuses what no record may hold.
    ///
    /// # Errors
    /// If the department or a reason is blank or holds a character that a text may not hold, or if nobody could accept a
    /// code that is to be accepted.
    pub fn tidied(mut self) -> Result<Self, OptionProblem> {
        let tidy = |option: &'static str, text: &str| {
            let text = text.trim();
            if text.is_empty() {
                return Err(OptionProblem::Blank { option });
            }
            check(text).map_err(|error| OptionProblem::Text { option, error })?;
            Ok(text.to_owned())
        };
        if !self.department.is_empty() {
            self.department = tidy("department", &self.department)?;
        }
        for (code, reason) in &mut self.accept {
            *reason = tidy("reason", reason)?;
            *code = fold_code(code).0;
            if !can_be_accepted(code) {
                return Err(OptionProblem::AcceptForm { code: shown(code) });
            }
        }
        Ok(self)
    }
}

/// What kind of file it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Separated text.
    Text {
        /// Its encoding; nothing where it is all ASCII.
        encoding: Option<Encoding>,
        /// What separates cells.
        delimiter: char,
    },
    /// XLSX.
    Xlsx,
    /// BIFF `.xls`.
    Xls,
    /// SpreadsheetML 2003.
    Markup,
    /// None that is read.
    Unknown,
}

/// What came of reading a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What kind of file it was.
    pub form: Form,
    /// Name and number (from 0) of the sheet that was read, where the file has sheets.
    pub sheet: Option<(Arc<str>, u16)>,
    /// Rows with anything in them, below the header row and samples apart.
    pub rows: u64,
    /// All errors. If there is any, none of the records may be used.
    pub errors: Found<RowError>,
    /// What was changed, skipped or doubted.
    pub notices: Found<Notice>,
    /// Where each field of the list stands, by the field's name in `config/headers.toml`.
    pub columns: Vec<(&'static str, Column)>,
}

/// A file that was read as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The records of all rows without an error, in the order of the file.
    pub records: Batch,
    /// What came of it.
    pub outcome: Outcome,
}

/// Why reading was broken off.
#[derive(Debug, thiserror::Error)]
pub enum StreamError<E> {
    /// The source failed.
    #[error("the file cannot be read: {0}")]
    Read(io::Error),
    /// Whoever takes the records failed.
    #[error("{0}")]
    Sink(E),
}

impl Importer {
    /// With the built-in tables, and the given texts in place of some of them.
    pub fn new(texts: TableTexts<'_>) -> Result<Self, crate::plan::ConfigError> {
        Ok(Self { tables: Tables::from_texts(texts)?, process: None })
    }

    /// Lets a process that `start` begins read workbooks; without one they are read in this process, which is for tests
    /// and for files that one has made oneself. See [`crate::workbook`].
    #[must_use]
    pub fn with_workbook_process(self, start: Arc<StartProcess>) -> Self {
        Self { process: Some(start), ..self }
    }

    /// Reads a file that is in memory, and also looks for duplicates and for entities under two codes.
    pub fn read(&self, list: List, file_name: &str, bytes: &[u8], options: &Options) -> Imported {
        let mut records = Batch::default();
        let taken = self.stream(list, file_name, bytes, options, |batch| {
            records.append(batch);
            Ok::<(), std::convert::Infallible>(())
        });
        let mut outcome = match taken {
            Ok(outcome) => outcome,
            // Memory does not fail to be read, and appending does not fail.
            Err(_) => Outcome::nothing(),
        };
        duplicates::check(&records, file_name, &mut outcome);
        Imported { records, outcome }
    }

    /// Reads a file of any length, handing over its records batch by batch in the order of the file.
    ///
    /// With [`Options::all_findings`] the batches carry all errors and notices besides. Memory is bounded, so that duplicates are left to whoever sorts the records. A batch may have come although an
    /// error comes after it: nothing counts before the outcome has no errors.
    pub fn stream<R: Read + Send, E>(
        &self,
        list: List,
        file_name: &str,
        reader: R,
        options: &Options,
        sink: impl FnMut(Batch) -> Result<(), E>,
    ) -> Result<Outcome, StreamError<E>> {
        intake::run(
            &intake::Job { tables: &self.tables, list, file_name, options },
            self.process.as_deref(),
            reader,
            sink,
        )
    }
}

impl Outcome {
    pub(crate) fn nothing() -> Self {
        Self {
            form: Form::Unknown,
            sheet: None,
            rows: 0,
            errors: Found::default(),
            notices: Found::default(),
            columns: Vec::new(),
        }
    }

    /// The column of the first of these fields that has one.
    pub fn column(&self, fields: &[&str]) -> Option<&Column> {
        fields.iter().find_map(|field| self.columns.iter().find(|(name, _)| name == field)).map(|(_, column)| column)
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn tidied(department: &str, accept: &[(&str, &str)]) -> Result<Options, &'static str> {
        let accept = accept.iter().map(|(code, reason)| ((*code).to_owned(), (*reason).to_owned())).collect();
        let options = Options { department: department.to_owned(), accept, ..Options::default() };
        options.tidied().map_err(|problem| problem.code())
    }

    #[test]
    fn what_a_person_typed_is_held_to_the_rules_of_texts() {
        let good = tidied(" 某局 ", &[("91610113321974112n", " 执照如此\n")]).unwrap();
        assert_eq!(good.department, "某局");
        assert_eq!(good.accept, [("91610113321974112N".to_owned(), "执照如此".to_owned())]);
        assert_eq!(tidied("  ", &[]), Err("option-blank"));
        assert_eq!(tidied("某\u{202e}局", &[]), Err("option-text"));
        assert_eq!(tidied("", &[("916108212240046410", "r\u{7}")]), Err("option-text"));
        assert_eq!(tidied("", &[("1234567890123", "x")]), Err("accept-form"));
        assert_eq!(tidied("", &[("11010519491231002X", "本人无码")]), Err("accept-form"));
    }
}
