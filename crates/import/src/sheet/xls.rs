//! Real BIFF `.xls`, as Excel 97 to 2003 and many exporting systems write it.

use super::cell::Cell;
use super::xlsx::day_cell;
use super::{RowBuilder, SheetInfo, Stop, Visit, Workbook, cfb_guard, guarded};
use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls};
use std::borrow::Cow;
use std::io::Cursor;

/// A BIFF workbook that the guard has let through.
pub(crate) struct XlsBook<'b> {
    book: Xls<Cursor<&'b [u8]>>,
    contents: cfb_guard::Contents,
}

impl<'b> XlsBook<'b> {
    /// Checks chains and claims, then opens, which reads all sheets.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Stop> {
        let contents = cfb_guard::check(bytes)?;
        let book = guarded(|| Xls::new(Cursor::new(bytes)))?;
        Ok(Self { book, contents })
    }

    fn range(&mut self, name: &str) -> Result<Range<Data>, Stop> {
        guarded(|| self.book.worksheet_range(name))
    }
}

impl Workbook for XlsBook<'_> {
    fn sheets(&mut self) -> Result<Vec<SheetInfo>, Stop> {
        let metadata = self.book.sheets_metadata().to_vec();
        let mut sheets = Vec::new();
        for (index, sheet) in metadata.into_iter().enumerate() {
            let empty = sheet.typ != SheetType::WorkSheet || self.range(&sheet.name)?.used_cells().next().is_none();
            let rows_hidden = self.contents.rows_hidden.get(index).copied().unwrap_or_default();
            sheets.push(SheetInfo {
                name: sheet.name,
                visible: sheet.visible == SheetVisible::Visible,
                empty,
                rows_hidden,
            });
        }
        Ok(sheets)
    }

    fn rows(&mut self, sheet: usize, visit: &mut Visit<'_>) -> Result<(), Stop> {
        let name = self.book.sheet_names().get(sheet).cloned().unwrap_or_default();
        let range = self.range(&name)?;
        let formulas = guarded(|| self.book.worksheet_formula(&name))?;
        let mut cells: Vec<(u32, u32, Cell<'_>)> = Vec::new();
        let (row_first, column_first) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            cells.push((row_first + row as u32, column_first + column as u32, cell_of(value)));
        }
        let (row_first, column_first) = formulas.start().unwrap_or_default();
        for (row, column, _) in formulas.used_cells() {
            let place = (row_first + row as u32, column_first + column as u32);
            if range.get_value(place).is_none_or(|value| *value == Data::Empty) {
                cells.push((place.0, place.1, Cell::Formula));
            }
        }
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut builder = RowBuilder::new(visit);
        for (row, column, cell) in cells {
            if builder.put(row.into(), column as usize, cell)?.is_break() {
                return Ok(());
            }
        }
        // What the visitor says at the end changes nothing.
        let _ = builder.finish();
        Ok(())
    }
}

fn cell_of(value: &Data) -> Cell<'_> {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(Cow::Borrowed(text)),
        Data::Bool(truth) => Cell::Bool(*truth),
        Data::DateTime(date) => day_cell(date),
        Data::Error(_) => Cell::Error,
    }
}
