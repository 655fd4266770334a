//! Looks into the workbook stream of an `.xls` before calamine does: its claims of size, and what calamine does not tell.
//!
//! calamine makes room for as many cells as a sheet claims, and says nothing of number formats; so claims and coordinates
//! are checked here first, and cells that show more than their number are noted.
//!
//! Source: MS-XLS 2.4 (records).

use super::Stop;
use super::cfb_guard::{Contents, SheetContents, u16_at, u32_at};
use super::number_format::shows_more;
use crate::problem::{FileProblem, Refusal};
use std::collections::BTreeSet;

/// Most cells that the bounding boxes of all sheets may have together.
const CELLS_MAX: u64 = 8_000_000;
const SHEETS_MAX: usize = 255;

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const END_OF_SUBSTREAM: u16 = 0x000A;
const BEGIN_OF_SUBSTREAM: u16 = 0x0809;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const FORMAT: u16 = 0x041E;
const EXTENDED_FORMAT: u16 = 0x00E0;
const MULTIPLE_NUMBERS: u16 = 0x00BD;
/// The version in a BOF record.
const BIFF8: u16 = 0x0600;
/// Number, Label, RString, BoolErr, RK, LabelSst, MulRk, Formula: records that begin with row and column.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, MULTIPLE_NUMBERS, 0x0006];

/// The records of a stream, until one is cut off.
struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.rest, 0)?, u16_at(self.rest, 2)?);
        let data = self.rest.get(4..4 + usize::from(length))?;
        self.rest = self.rest.get(4 + data.len()..)?;
        Some((kind, data))
    }
}

pub(super) fn check_workbook(stream: &[u8]) -> Result<Contents, Stop> {
    let (mut positions, mut formats) = (Vec::new(), Formats::default());
    for (kind, data) in (Records { rest: stream }) {
        match kind {
            FILE_PASS if u16_at(data, 0) != Some(0) => return Err(FileProblem::Refused(Refusal::Password).into()),
            BOUND_SHEET => positions.extend(u32_at(data, 0)),
            BEGIN_OF_SUBSTREAM => formats.is_biff8 = u16_at(data, 0) == Some(BIFF8),
            FORMAT => formats.add_format(data),
            EXTENDED_FORMAT => formats.add_cell_format(data),
            END_OF_SUBSTREAM => break,
            _ => {}
        }
    }
    if positions.len() > SHEETS_MAX {
        return Err(Stop::damaged("too many sheets"));
    }
    let mut contents = Contents::default();
    let mut cells = 0;
    for position in positions {
        let rest = usize::try_from(position).ok().and_then(|at| stream.get(at..));
        let (area, sheet) = check_sheet(rest.ok_or_else(|| Stop::damaged("sheet beyond the end"))?, &formats)?;
        cells += area;
        contents.sheets.push(sheet);
        if cells > CELLS_MAX {
            return Err(FileProblem::Bomb { what: "cells".into(), limit: CELLS_MAX }.into());
        }
    }
    Ok(contents)
}

/// Which cell formats show more than the number.
#[derive(Default)]
struct Formats {
    is_biff8: bool,
    /// Numbers of the number formats that do.
    padding: BTreeSet<u16>,
    /// Whether each cell format uses one of them, in the order of the records.
    cells: Vec<bool>,
}

impl Formats {
    /// MS-XLS 2.4.126; before BIFF8 the length has one byte, and so has each character.
    fn add_format(&mut self, data: &[u8]) {
        let Some(number) = u16_at(data, 0) else { return };
        let text = if self.is_biff8 {
            let characters = data.get(5..).unwrap_or_default();
            if data.get(4).is_some_and(|flags| flags & 1 != 0) {
                let units: Vec<u16> = (0..characters.len() / 2).filter_map(|at| u16_at(characters, 2 * at)).collect();
                String::from_utf16_lossy(&units)
            } else {
                characters.iter().copied().map(char::from).collect()
            }
        } else {
            data.get(3..).unwrap_or_default().iter().copied().map(char::from).collect()
        };
        if shows_more(&text) {
            self.padding.insert(number);
        }
    }

    /// MS-XLS 2.4.353: the number of the number format stands behind that of the font.
    fn add_cell_format(&mut self, data: &[u8]) {
        self.cells.push(u16_at(data, 2).is_some_and(|number| self.padding.contains(&number)));
    }

    fn pads(&self, cell_format: Option<u16>) -> bool {
        cell_format.is_some_and(|number| self.cells.get(usize::from(number)).copied().unwrap_or_default())
    }

    /// The cells of a record that show more than their number.
    fn note(&self, kind: u16, data: &[u8], padded: &mut Vec<(u32, u32)>) {
        if !self.cells.contains(&true) {
            return;
        }
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
        // A MulRk holds a format and a number, six bytes, for each of its columns.
        let columns = if kind == MULTIPLE_NUMBERS { data.len().saturating_sub(6) / 6 } else { 1 };
        for (index, column) in (u32::from(column)..).take(columns).enumerate() {
            if self.pads(u16_at(data, 4 + 6 * index)) {
                padded.push((u32::from(row), column));
            }
        }
    }
}

/// The area of a sheet's bounding box, and what else is to be known of it.
fn check_sheet(stream: &[u8], formats: &Formats) -> Result<(u64, SheetContents), Stop> {
    let (mut rows, mut columns, mut depth) = (0_u64, 0_u64, 0_u32);
    let mut sheet = SheetContents::default();
    for (kind, data) in (Records { rest: stream }) {
        match kind {
            BEGIN_OF_SUBSTREAM => depth += 1,
            END_OF_SUBSTREAM if depth <= 1 => break,
            END_OF_SUBSTREAM => depth -= 1,
            DIMENSIONS => check_dimensions(data)?,
            // Byte 12 holds the flags, 0x20 of it: height zero.
            ROW => sheet.rows_hidden += u64::from(data.get(12).is_some_and(|flags| flags & 0x20 != 0)),
            _ if CELLS.contains(&kind) => {
                let end = |at: usize| u16_at(data, at).map_or(0, |place| u64::from(place) + 1);
                rows = rows.max(end(0));
                // A MulRk ends with its last column.
                let last = if kind == MULTIPLE_NUMBERS { end(data.len().saturating_sub(2)) } else { 0 };
                columns = columns.max(end(2)).max(last);
                formats.note(kind, data, &mut sheet.padded);
            }
            _ => {}
        }
    }
    sheet.padded.sort_unstable();
    Ok((rows * columns, sheet))
}

/// calamine makes room for the cells that this record claims.
fn check_dimensions(data: &[u8]) -> Result<(), Stop> {
    let claims = if data.len() == 10 {
        (|| Some((u16_at(data, 0)?.into(), u16_at(data, 2)?.into(), u16_at(data, 4)?, u16_at(data, 6)?)))()
    } else {
        (|| Some((u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?)))()
    };
    let Some((row_first, row_end, column_first, column_end)) = claims else { return Err(Stop::damaged("dimensions")) };
    let ordered = row_end == 0 || column_end == 0 || (row_first < row_end && column_first < column_end);
    let area = u64::from(row_end.saturating_sub(row_first)) * u64::from(column_end);
    if !ordered || row_end > 65_536 || column_end > 256 {
        return Err(Stop::damaged("dimensions"));
    }
    // A sheet formatted to its last corner claims 16,777,216 cells; that alone is no harm done on purpose.
    if area > 2 * CELLS_MAX + 1_000_000 {
        Err(FileProblem::Bomb { what: "cells".into(), limit: CELLS_MAX }.into())
    } else {
        Ok(())
    }
}
