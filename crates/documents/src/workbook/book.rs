//! A workbook of string cells, with a header row, in the same bytes on every run.

use crate::result::DocumentError;
use crate::text::{Word, inert, visible};
use records::day::Day;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

/// Rows of a sheet below its header.
const ROWS_MAX: u32 = 1_048_575;
/// Characters of a cell; the format allows 32,767.
const CELL_MAX: usize = 32_000;
/// Characters of a sheet's name.
const SHEET_NAME_MAX: usize = 31;
/// Paper size A4 in ECMA-376.
const A4: u8 = 9;

/// A column: its header in both languages, and its width in characters.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    header: String,
    width: u32,
}

impl Column {
    /// A column with a header in both languages.
    pub(crate) fn new(word: Word, width: u32) -> Self {
        Self { header: format!("{}\n{}", word.zh, word.en), width }
    }

    /// A column whose header is one text.
    pub(crate) fn plain(header: &str, width: u32) -> Self {
        Self { header: header.to_owned(), width }
    }
}

/// A workbook that is being written.
pub(crate) struct Book {
    name: &'static str,
    workbook: Workbook,
    sheet_names: Vec<String>,
    head: Format,
    cell: Format,
}

impl Book {
    /// An empty workbook. Its name is for error messages.
    pub(crate) fn new(name: &'static str, created: Day, title: &str) -> Result<Self, DocumentError> {
        let date = ExcelDateTime::from_ymd(created.year(), created.month(), created.day())
            .map_err(|_| DocumentError::Created { got: created.to_string() })?;
        let mut workbook = Workbook::new();
        workbook.set_properties(&DocProperties::new().set_title(visible(title)).set_creation_datetime(&date));
        let cell = Format::new()
            .set_num_format("@")
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00CF_D6E0));
        let head = cell.clone().set_bold().set_background_color(Color::RGB(0x00F3_F6FA));
        Ok(Self { name, workbook, sheet_names: Vec::new(), head, cell })
    }

    /// Writes rows below a header, on further sheets where one is full.
    pub(crate) fn sheet(
        &mut self,
        name: &str,
        columns: &[Column],
        mut rows: impl Iterator<Item = Vec<String>>,
    ) -> Result<(), DocumentError> {
        let mut next = rows.next();
        loop {
            let name = self.free_name(name);
            let label = self.name;
            self.write(&name, columns, &mut next, &mut rows)
                .map_err(|error| DocumentError::Workbook { workbook: label, message: error.to_string() })?;
            if next.is_none() {
                return Ok(());
            }
        }
    }

    fn write(
        &mut self,
        name: &str,
        columns: &[Column],
        next: &mut Option<Vec<String>>,
        rows: &mut impl Iterator<Item = Vec<String>>,
    ) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?.set_landscape().set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
        for (column, index) in columns.iter().zip(0u16..) {
            sheet.set_column_format(index, &self.cell)?;
            sheet.set_column_width(index, column.width)?;
            sheet.write_string_with_format(0, index, safe(&column.header), &self.head)?;
        }
        let mut row = 0;
        while row < ROWS_MAX {
            let Some(cells) = next.take() else { break };
            row += 1;
            for (text, index) in cells.iter().zip(0u16..) {
                sheet.write_string_with_format(row, index, safe(text), &self.cell)?;
            }
            *next = rows.next();
        }
        if let Some(last) = u16::try_from(columns.len()).ok().and_then(|count| count.checked_sub(1)) {
            sheet.autofilter(0, 0, row, last)?;
        }
        Ok(())
    }

    /// Excel forbids some characters in sheet names, and the same name twice.
    fn free_name(&mut self, wanted: &str) -> String {
        let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        let clean: String = wanted.chars().filter(allowed).collect();
        let clean = if clean.trim().is_empty() { "-".to_owned() } else { clean };
        let mut number = 1u32;
        loop {
            let suffix = if number == 1 { String::new() } else { format!(" {number}") };
            let room = SHEET_NAME_MAX.saturating_sub(suffix.chars().count());
            let name: String = clean.chars().take(room).chain(suffix.chars()).collect();
            // Excel compares without case.
            if !self.sheet_names.iter().any(|other| other.to_lowercase() == name.to_lowercase()) {
                self.sheet_names.push(name.clone());
                return name;
            }
            number = number.saturating_add(1);
        }
    }

    /// The bytes.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, DocumentError> {
        self.workbook
            .save_to_buffer()
            .map_err(|error| DocumentError::Workbook { workbook: self.name, message: error.to_string() })
    }
}

/// Line ends that this crate puts between the lines of a cell stay; each line is made inert by itself.
fn safe(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(inert).collect();
    let text = lines.join("\n");
    if text.chars().count() <= CELL_MAX {
        return text;
    }
    text.chars().take(CELL_MAX).chain("…".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Book {
        Book::new("test", Day::new(2026, 3, 2).unwrap(), "t").unwrap()
    }

    #[test]
    fn sheet_names_are_lawful_and_unique() {
        let mut book = book();
        assert_eq!(book.free_name("市场/监管[局]"), "市场监管局");
        assert_eq!(book.free_name("市场监管局"), "市场监管局 2");
        assert_eq!(book.free_name("''"), "-");
        let long = "长".repeat(40);
        assert_eq!(book.free_name(&long).chars().count(), SHEET_NAME_MAX);
        let second = book.free_name(&long);
        assert!(second.ends_with(" 2") && second.chars().count() == SHEET_NAME_MAX);
    }

    #[test]
    fn cells_are_cut_and_inert_line_by_line() {
        assert_eq!(safe("a\n=1"), "a\n'=1");
        assert_eq!(safe(&"x".repeat(CELL_MAX + 5)).chars().count(), CELL_MAX + 1);
    }

    #[test]
    fn the_last_day_there_is_can_be_a_creation_date() {
        assert!(Book::new("test", Day::MAX, "t").is_ok());
    }
}
