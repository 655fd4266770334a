//! Errors and notices as a CSV file that Excel opens: UTF-8 with BOM, CRLF, every cell quoted, no cell a formula.
//!
//! The values come from files of strangers, so that a cell must not become a formula on the screen of the person who
//! opens the table (`=HYPERLINK(…)`).

use super::{Notice, Place, RowError};
use records::lang::Lang;

const HEADER: [&str; 8] = ["文件", "工作表", "行", "列", "值", "代码", "说明", "in English"];

/// All errors as a table.
pub fn errors_csv(errors: &[RowError]) -> Vec<u8> {
    let rows = errors.iter().map(|error| {
        let problem = &error.problem;
        cells(&error.place, &error.value, problem.code(), problem.message(Lang::Zh), problem.message(Lang::En))
    });
    table(rows)
}

/// All notices as a table.
pub fn notices_csv(notices: &[Notice]) -> Vec<u8> {
    let rows = notices.iter().map(|notice| {
        let kind = &notice.kind;
        cells(&notice.place, &notice.value, kind.code(), kind.message(Lang::Zh), kind.message(Lang::En))
    });
    table(rows)
}

fn cells(place: &Place, value: &str, code: &str, zh: String, en: String) -> [String; 8] {
    let column = place.column.as_ref().map(|column| format!("{} {}", column.letter, column.header));
    [
        place.file.to_string(),
        place.sheet.as_deref().unwrap_or_default().to_owned(),
        place.row.map(|row| row.to_string()).unwrap_or_default(),
        column.unwrap_or_default(),
        value.to_owned(),
        code.to_owned(),
        zh,
        en,
    ]
}

fn table(rows: impl Iterator<Item = [String; 8]>) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    write_row(&HEADER, &mut out);
    for row in rows {
        write_row(&row, &mut out);
    }
    out
}

/// Appends a row of quoted, inert cells.
pub(crate) fn write_row(cells: &[impl AsRef<str>], out: &mut Vec<u8>) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.push(b'"');
        let cell = cell.as_ref();
        if begins_a_formula(cell) {
            out.push(b'\'');
        }
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
