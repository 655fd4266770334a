//! Errors and notices as a CSV file that Excel opens: UTF-8 with BOM, CRLF, every cell quoted, no cell a formula.
//!
//! The values come from files of strangers, so that a cell must not become a formula on the screen of the person who
//! opens the table (`=HYPERLINK(…)`).

use super::{Notice, Place, RowError, visible};
use records::lang::Lang;
use std::borrow::Cow;

const HEADER: [&str; 8] = ["文件", "工作表", "行", "列", "值", "代码", "说明", "in English"];

/// All errors as a table.
pub fn errors_csv(errors: &[RowError]) -> Vec<u8> {
    table(errors.iter().map(RowError::csv_row))
}

/// All notices as a table.
pub fn notices_csv(notices: &[Notice]) -> Vec<u8> {
    table(notices.iter().map(Notice::csv_row))
}

fn table(rows: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = table_head();
    rows.for_each(|row| out.extend_from_slice(&row));
    out
}

/// What such a table begins with, for whoever writes it row by row.
pub fn table_head() -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    write_row(&HEADER, &mut out);
    out
}

/// A row of quoted cells, none of them a formula: for tables of another form.
pub fn csv_row(cells: &[impl AsRef<str>]) -> Vec<u8> {
    let mut out = Vec::new();
    write_row(cells, &mut out);
    out
}

impl RowError {
    /// The error as a row of that table.
    pub fn csv_row(&self) -> Vec<u8> {
        let problem = &self.problem;
        self.place.csv_row(&self.value, problem.code(), &problem.message(Lang::Zh), &problem.message(Lang::En))
    }
}

impl Notice {
    /// The notice as a row of that table.
    pub fn csv_row(&self) -> Vec<u8> {
        let kind = &self.kind;
        self.place.csv_row(&self.value, kind.code(), &kind.message(Lang::Zh), &kind.message(Lang::En))
    }
}

impl Place {
    /// A row of that table about this place: the value there, a stable code, and what is said of it in both languages.
    pub fn csv_row(&self, value: &str, code: &str, zh: &str, en: &str) -> Vec<u8> {
        let column = self.column.as_ref().map(|column| format!("{} {}", column.letter, column.header));
        let row = self.row.map(|row| row.to_string()).unwrap_or_default();
        let sheet = self.sheet.as_deref().unwrap_or_default();
        let mut out = Vec::new();
        write_row(
            &[&self.file, sheet, &row, column.as_deref().unwrap_or_default().trim_end(), value, code, zh, en],
            &mut out,
        );
        out
    }
}

/// Appends a row of quoted, inert cells.
pub(crate) fn write_row(cells: &[impl AsRef<str>], out: &mut Vec<u8>) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.push(b'"');
        if begins_a_formula(cell.as_ref()) {
            out.push(b'\'');
        }
        // Line ends stay: within quotation marks they are part of the cell.
        let lines: Vec<Cow<'_, str>> = cell.as_ref().split('\n').map(visible).collect();
        let cell = lines.join("\n");
        for byte in cell.bytes() {
            if byte == b'"' {
                out.push(b'"');
            }
            out.push(byte);
        }
        out.push(b'"');
    }
    out.extend_from_slice(b"\r\n");
}

/// Whether a spreadsheet might take a cell for a formula: after blanks, too, and in full width.
fn begins_a_formula(cell: &str) -> bool {
    let risky =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠' | '−');
    cell.starts_with(risky) || cell.trim_start().starts_with(risky)
}

#[cfg(test)]
mod tests {
    use super::{begins_a_formula, write_row};

    #[test]
    fn no_cell_is_a_formula() {
        for cell in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0", "＝1", "＋1", "－1", "＠x", " =1", "−1"]
        {
            assert!(begins_a_formula(cell), "{cell:?}");
            let mut out = Vec::new();
            write_row(&[cell], &mut out);
            assert!(out.starts_with(b"\"'"), "{cell:?}");
        }
        assert!(!begins_a_formula("某某公司"));
        assert!(!begins_a_formula(""));
    }

    #[test]
    fn quotes_are_doubled() {
        let mut out = Vec::new();
        write_row(&["a\"b", "c,d"], &mut out);
        assert_eq!(out, b"\"a\"\"b\",\"c,d\"\r\n");
    }
}
