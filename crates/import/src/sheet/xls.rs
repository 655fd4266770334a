//! Real BIFF `.xls`, as Excel 97 to 2003 and many exporting systems write it.

use super::cell::Cell;
use super::xlsx::day_cell;
use super::{MERGED_MAX, Merged, RowBuilder, SheetInfo, Stop, Visit, Workbook, cfb_guard, guarded};
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
            let rows_hidden = self.contents.sheets.get(index).map(|sheet| sheet.rows_hidden).unwrap_or_default();
            let areas = if empty { Vec::new() } else { guarded(|| self.book.merge_cells_by_sheet_name(&sheet.name))? };
            sheets.push(SheetInfo {
                name: sheet.name,
                visible: sheet.visible == SheetVisible::Visible,
                empty,
                rows_hidden,
                from_1904: self.book.has_1904_epoch(),
                merged: areas.into_iter().take(MERGED_MAX).map(Merged::from).collect(),
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
        let padded = self.contents.sheets.get(sheet).map(|sheet| sheet.padded.as_slice()).unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (row_first + row as u32, column_first + column as u32);
            let cell = match cell_of(value) {
                Cell::Number(number) if padded.binary_search(&place).is_ok() => Cell::Padded(number),
                cell => cell,
            };
            cells.push((place.0, place.1, cell));
        }
        let (row_first, column_first) = formulas.start().unwrap_or_default();
        for (row, column, _) in formulas.used_cells() {
            let place = (row_first + row as u32, column_first + column as u32);
            // A blank text is what a program stores that cannot compute; whether Excel computed it cannot be told.
            let is_blank =
                |value: &Data| matches!(value, Data::Empty) || matches!(value, Data::String(text) if text.is_empty());
            if range.get_value(place).is_none_or(is_blank) {
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
