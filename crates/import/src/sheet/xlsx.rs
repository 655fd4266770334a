//! XLSX: the cells of one worksheet as they go by, so that no range of empty cells is ever made.

use super::cell::Cell;
use super::number_format::shows_more;
use super::zip_guard::{self, Contents};
use super::{MERGED_MAX, Merged, RowBuilder, SheetInfo, Stop, Visit, Workbook, guarded};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use records::day::Day;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Cursor;

/// An XLSX workbook that the guard has let through.
pub(crate) struct XlsxBook<'b> {
    book: Xlsx<Cursor<&'b [u8]>>,
    contents: Contents,
}

impl<'b> XlsxBook<'b> {
    /// Checks sizes, then opens.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Stop> {
        let contents = zip_guard::check(bytes)?;
        let book = guarded(|| Xlsx::new(Cursor::new(bytes)))?;
        Ok(Self { book, contents })
    }

    fn names(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    /// Merged cells. A sheet whose part does not name any is not read for them.
    fn merged(&mut self, name: &str, part: Option<&str>) -> Result<Vec<Merged>, Stop> {
        if !self.contents.merged.iter().any(|other| Some(other.as_str()) == part) {
            return Ok(Vec::new());
        }
        let areas = guarded(|| self.book.merge_cells_by_sheet_name(name))?;
        Ok(areas.into_iter().take(MERGED_MAX).map(Merged::from).collect())
    }

    /// Cells that show more than their number (`000000`, `"SC"0000`), by row and column. Most workbooks have no such format, and
    /// then the sheet is not read a second time.
    fn padded(&mut self, name: &str) -> Result<BTreeSet<(u32, u32)>, Stop> {
        let mut reader = guarded(|| self.book.worksheet_cells_reader(name))?;
        let pads: Vec<bool> = reader
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|format| shows_more(&format.format_code)))
            .collect();
        let mut cells = BTreeSet::new();
        if !pads.contains(&true) {
            return Ok(cells);
        }
        while let Some((row, column, style)) = guarded(|| reader.next_style_id())? {
            if pads.get(style).copied().unwrap_or_default() {
                cells.insert((row, column));
            }
        }
        Ok(cells)
    }
}

impl Workbook for XlsxBook<'_> {
    fn sheets(&mut self) -> Result<Vec<SheetInfo>, Stop> {
        let metadata = self.book.sheets_metadata().to_vec();
        let parts = sheet_parts(&self.contents);
        let mut sheets = Vec::new();
        for name in self.names() {
            let about = metadata.iter().find(|sheet| sheet.name == name);
            let is_table = about.is_none_or(|sheet| sheet.typ == SheetType::WorkSheet);
            let part = parts.iter().find(|(other, _)| *other == name).map(|(_, part)| part.as_str());
            let rows_hidden = self
                .contents
                .rows_hidden
                .iter()
                .filter(|(other, _)| Some(other.as_str()) == part)
                .map(|(_, count)| count)
                .sum();
            let mut empty = true;
            if is_table {
                let mut reader = guarded(|| self.book.worksheet_cells_reader(&name))?;
                while let Some(cell) = guarded(|| reader.next_cell())? {
                    if !matches!(cell.get_value(), DataRef::Empty) {
                        empty = false;
                        break;
                    }
                }
            }
            let visible = about.is_none_or(|sheet| sheet.visible == SheetVisible::Visible);
            let merged = if empty { Vec::new() } else { self.merged(&name, part)? };
            let from_1904 = self.book.has_1904_epoch();
            sheets.push(SheetInfo { name, visible, empty, rows_hidden, from_1904, merged });
        }
        Ok(sheets)
    }

    fn rows(&mut self, sheet: usize, visit: &mut Visit<'_>) -> Result<(), Stop> {
        let name = self.names().get(sheet).cloned().unwrap_or_default();
        let padded = self.padded(&name)?;
        let mut reader = guarded(|| self.book.worksheet_cells_reader(&name))?;
        let mut builder = RowBuilder::new(visit);
        while let Some(record) = guarded(|| reader.next_cell_with_formula_metadata())? {
            let (row, column) = record.pos;
            let mut cell = cell_of(record.value);
            if matches!(cell, Cell::Empty) && record.formula.is_some() {
                cell = Cell::Formula;
            }
            if let Cell::Number(number) = cell
                && padded.contains(&record.pos)
            {
                cell = Cell::Padded(number);
            }
            if builder.put(row.into(), column as usize, cell)?.is_break() {
                return Ok(());
            }
        }
        // What the visitor says at the end changes nothing.
        let _ = builder.finish();
        Ok(())
    }
}

fn cell_of(value: DataRef<'_>) -> Cell<'_> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(Cow::Owned(text)),
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        // Above 2^53 the number is no longer exact, which the check for long numbers notices all the same.
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::Bool(truth) => Cell::Bool(truth),
        DataRef::DateTime(date) => day_cell(&date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(Cow::Owned(text)),
        DataRef::Error(_) => Cell::Error,
    }
}

/// A cell with a date format: the day, or the plain number where it is none.
pub(crate) fn day_cell(date: &ExcelDateTime) -> Cell<'static> {
    let number = date.as_f64();
    // Serial 0 and below is a time without a day.
    if number < 1.0 {
        return Cell::Number(number);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    Day::new(year, month, day).map_or(Cell::Number(number), Cell::Day)
}

/// The part of the archive that holds each sheet, by the sheet's name; used only to tell hidden rows.
fn sheet_parts(contents: &Contents) -> Vec<(String, String)> {
    let targets = attributes(&contents.relations, "Relationship", ["Id", "Target"]);
    attributes(&contents.workbook, "sheet", ["name", "r:id"])
        .into_iter()
        .filter_map(|[name, id]| {
            let target = targets.iter().find(|[other, _]| *other == id).map(|[_, target]| target)?;
            let part = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            };
            Some((name, part))
        })
        .collect()
}

/// Two attributes of each element of a name.
fn attributes(xml: &[u8], element: &str, names: [&str; 2]) -> Vec<[String; 2]> {
    let text = String::from_utf8_lossy(xml);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut found = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == element => {
                let value = |name: &str| {
                    let attribute = tag.try_get_attribute(name).ok().flatten()?;
                    unescape(&attribute.value).ok().map(Cow::into_owned)
                };
                found.push(names.map(|name| value(name).unwrap_or_default()));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}
