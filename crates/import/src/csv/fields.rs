//! One record → its cells.

use super::split::{End, Marks, closing_quote, record_end};
use crate::sheet::cell::Cell;
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// The records of a decoded block, one after another.
pub(crate) struct RecordTexts<'t> {
    rest: &'t str,
    marks: Marks,
    quoted: bool,
}

impl<'t> RecordTexts<'t> {
    /// `quoted` says that there may be quotation marks; without any the search is quicker.
    pub fn new(text: &'t str, marks: Marks, quoted: bool) -> Self {
        Self { rest: text, marks, quoted }
    }
}

impl<'t> Iterator for RecordTexts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let end = if self.quoted {
            match record_end(bytes, 0, self.marks) {
                End::At(end) => end,
                End::Open | End::Quoted => bytes.len(),
            }
        } else {
            memchr(self.marks.line_end, bytes).map_or(bytes.len(), |at| at + 1)
        };
        let (record, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let record = record.strip_suffix(char::from(self.marks.line_end)).unwrap_or(record);
        Some(record.strip_suffix('\r').unwrap_or(record))
    }
}

/// Replaces `cells` by the cells of a record.
pub(crate) fn split_cells<'t>(record: &'t str, marks: Marks, cells: &mut Vec<Cell<'t>>) {
    cells.clear();
    let bytes = record.as_bytes();
    let mut at = 0;
    loop {
        let (cell, end) = if bytes.get(at) == Some(&b'"') {
            quoted_cell(record, at, marks)
        } else {
            let end = find(bytes, at, marks);
            (Cow::Borrowed(record.get(at..end).unwrap_or_default()), end)
        };
        cells.push(if cell.is_empty() { Cell::Empty } else { Cell::Text(cell) });
        if end >= bytes.len() {
            return;
        }
        at = end + 1;
    }
}

fn find(bytes: &[u8], at: usize, marks: Marks) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr2(marks.delimiter, marks.line_end, rest).map_or(bytes.len(), |stop| at + stop)
}

/// A cell that begins with a quotation mark, and where it ends. What stands behind the closing mark belongs to it.
fn quoted_cell(record: &str, at: usize, marks: Marks) -> (Cow<'_, str>, usize) {
    let bytes = record.as_bytes();
    let close = closing_quote(bytes, at + 1).unwrap_or(bytes.len());
    let inner = record.get(at + 1..close).unwrap_or_default();
    let end = find(bytes, close + 1, marks).max((close + 1).min(bytes.len()));
    let behind = record.get(close + 1..end).unwrap_or_default();
    if behind.is_empty() && !inner.contains('"') {
        return (Cow::Borrowed(inner), end);
    }
    (Cow::Owned(inner.replace("\"\"", "\"") + behind), end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARKS: Marks = Marks { delimiter: b',', line_end: b'\n' };

    fn ours(text: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for record in RecordTexts::new(text, MARKS, text.contains('"')) {
            let mut cells = Vec::new();
            split_cells(record, MARKS, &mut cells);
            rows.push(cells.iter().map(|cell| cell.shown().into_owned()).collect());
        }
        rows
    }

    #[test]
    fn cells_of_all_kinds() {
        assert_eq!(
            ours("a,\"b,\"\"c\nd\",,\r\n\n\"e\"f,g"),
            [vec!["a", "b,\"c\nd", "", ""], vec![""], vec!["ef", "g"]]
        );
        assert_eq!(ours("=\"001234\",1"), [["=\"001234\"", "1"]]);
    }

    proptest! {
        #[test]
        fn the_same_as_the_csv_crate(text in "([ab企\",\n]|\r\n){0,30}") {
            // An open quote at the end is refused before cells are split.
            prop_assume!(!matches!(last_end(&text), End::Quoted));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            // That crate leaves blank lines out.
            let ours: Vec<Vec<String>> =
                RecordTexts::new(&text, MARKS, true).filter(|record| !record.is_empty()).flat_map(ours).collect();
            prop_assert_eq!(ours, theirs);
        }
    }

    fn last_end(text: &str) -> End {
        let mut at = 0;
        loop {
            match record_end(text.as_bytes(), at, MARKS) {
                End::At(end) if end < text.len() => at = end,
                other => return other,
            }
        }
    }
}
