//! Empty lists for departments to fill in, as workbooks with text cells.
//!
//! Codes typed into a number cell lose digits; a template whose cells are text keeps them.

use crate::result::DocumentError;
use crate::words::lists::LISTS as L;
use crate::workbook::{Book, Column};
use records::day::Day;

/// Rows below the header that are given the text format one by one, sample included: some spreadsheets drop the
/// format of a column when a file is saved again.
const EMPTY_ROWS: usize = 200;

/// A template of one list.
#[derive(Clone, Copy, Debug)]
pub struct ListTemplate<'a> {
    /// Name of the list, as typed on the command line.
    pub list: &'a str,
    /// Column headers as the importer knows them.
    pub headers: &'a [&'a str],
    /// Sample rows, which the importer skips because they are marked 案例（请删除）.
    pub samples: &'a [&'a [&'a str]],
    /// The date that the file carries; any fixed day.
    pub created: Day,
}

/// Header row and sample rows, all cells as text.
pub fn list_template_xlsx(template: &ListTemplate<'_>) -> Result<Vec<u8>, DocumentError> {
    let title = L.template_sheet.with(&[("list", template.list)]);
    let mut book = Book::new("template", template.created, &title.zh)?;
    let width = |header: &str| {
        let wide: usize = header.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        u32::try_from(wide).unwrap_or(40).saturating_add(6).clamp(12, 40)
    };
    let columns: Vec<Column> = template.headers.iter().map(|header| Column::plain(header, width(header))).collect();
    let sample = |cells: &&[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let empty = std::iter::repeat_with(|| vec![String::new(); template.headers.len()]);
    let rows = template.samples.iter().map(sample).chain(empty.take(EMPTY_ROWS));
    book.sheet(template.list, &columns, rows)?;
    book.finish()
}
