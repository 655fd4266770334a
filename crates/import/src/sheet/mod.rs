//! Workbooks: the sheet that is meant, and its rows one after another.

mod biff_guard;
pub(crate) mod cell;
pub(crate) mod cfb_guard;
pub(crate) mod markup;
pub(crate) mod number_format;
pub(crate) mod xls;
pub(crate) mod xlsx;
pub(crate) mod zip_guard;

use crate::problem::{FileProblem, letters};
use cell::Cell;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Most rows of a sheet; a CSV file has no limit.
pub(crate) const ROWS_MAX: u64 = 200_000;
/// Most columns of a table.
pub(crate) const COLUMNS_MAX: usize = 64;
/// Rows that titles and headers may take besides.
pub(crate) const HEAD_ROWS_MAX: u64 = 30;

/// What is known of a sheet before its rows are read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SheetInfo {
    pub name: String,
    pub visible: bool,
    /// Whether no cell holds a value.
    pub empty: bool,
    pub rows_hidden: u64,
    /// Whether serial numbers of days count from 1904; so in the whole workbook or nowhere.
    #[serde(default)]
    pub from_1904: bool,
    /// Merged cells, the first [`MERGED_MAX`] of them.
    #[serde(default)]
    pub merged: Vec<Merged>,
}

/// Cells that are merged into one: the value stands in the first, the others are empty. Rows count from 1, columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Merged {
    pub first: (u64, usize),
    pub last: (u64, usize),
}

impl Merged {
    /// As a person sees it in Excel: `A4:A6`.
    pub fn name(&self) -> String {
        format!("{}:{}", cell_name(self.first.0, self.first.1), cell_name(self.last.0, self.last.1))
    }
}

impl From<calamine::Dimensions> for Merged {
    fn from(area: calamine::Dimensions) -> Self {
        let place = |(row, column): (u32, u32)| (u64::from(row) + 1, usize::try_from(column).unwrap_or(usize::MAX));
        Self { first: place(area.start), last: place(area.end) }
    }
}

/// Most merged cells that are remembered of a sheet; each among the data is an error, so that nobody needs more.
pub(crate) const MERGED_MAX: usize = 10_000;

/// Why a workbook is not read on, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stop {
    pub problem: FileProblem,
    /// Row from 1 and column from 0.
    pub cell: Option<(u64, usize)>,
}

impl From<FileProblem> for Stop {
    fn from(problem: FileProblem) -> Self {
        Self { problem, cell: None }
    }
}

impl Stop {
    /// For a reader of another crate that gave up.
    pub fn damaged(error: impl std::fmt::Display) -> Self {
        FileProblem::Damaged { reason: error.to_string() }.into()
    }
}

/// What takes the rows: number from 1, and the cells from column A on.
pub(crate) type Visit<'v> = dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()> + 'v;

/// Any kind of workbook.
pub(crate) trait Workbook {
    /// The sheets, in their order.
    fn sheets(&mut self) -> Result<Vec<SheetInfo>, Stop>;
    /// The rows of a sheet with a value, in their order.
    fn rows(&mut self, sheet: usize, visit: &mut Visit<'_>) -> Result<(), Stop>;
}

/// The sheet that is meant: the one that is asked for, or the only visible one with data.
pub(crate) fn choose(sheets: &[SheetInfo], asked: Option<&str>) -> Result<usize, FileProblem> {
    if let Some(asked) = asked {
        let names = || sheets.iter().map(|sheet| sheet.name.clone()).collect();
        return sheets
            .iter()
            .position(|sheet| sheet.name.trim() == asked.trim())
            .ok_or_else(|| FileProblem::SheetMissing { sheets: names() });
    }
    let filled: Vec<(usize, &SheetInfo)> =
        sheets.iter().enumerate().filter(|(_, sheet)| sheet.visible && !sheet.empty).collect();
    match filled.as_slice() {
        [] => {
            let hidden: Vec<String> =
                sheets.iter().filter(|sheet| !sheet.empty).map(|sheet| sheet.name.clone()).collect();
            Err(if hidden.is_empty() { FileProblem::NoData } else { FileProblem::SheetsHidden { sheets: hidden } })
        }
        [(index, _)] => Ok(*index),
        several => {
            Err(FileProblem::SheetChoice { sheets: several.iter().map(|(_, sheet)| sheet.name.clone()).collect() })
        }
    }
}

/// Collects the cells of a row and hands over each row that is complete; refuses what lies too far out.
pub(crate) struct RowBuilder<'a, 'v, 'w> {
    visit: &'v mut Visit<'w>,
    row: u64,
    cells: Vec<Cell<'a>>,
}

impl<'a, 'v, 'w> RowBuilder<'a, 'v, 'w> {
    pub fn new(visit: &'v mut Visit<'w>) -> Self {
        Self { visit, row: 0, cells: Vec::new() }
    }

    /// Adds a cell; row and column count from 0. Empty cells say nothing and are not added.
    pub fn put(&mut self, row: u64, column: usize, cell: Cell<'a>) -> Result<ControlFlow<()>, Stop> {
        if cell.is_blank() {
            return Ok(ControlFlow::Continue(()));
        }
        let number = row + 1;
        if let Some(problem) = too_far(number, column) {
            return Err(Stop { problem, cell: Some((number, column)) });
        }
        if number < self.row {
            return Err(Stop::damaged(format_args!("row {number} after row {}", self.row)));
        }
        let mut flow = ControlFlow::Continue(());
        if number > self.row {
            flow = self.finish();
            self.row = number;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
        Ok(flow)
    }

    /// Hands over the last row.
    pub fn finish(&mut self) -> ControlFlow<()> {
        let flow = if self.cells.is_empty() { ControlFlow::Continue(()) } else { (self.visit)(self.row, &self.cells) };
        self.cells.clear();
        flow
    }
}

fn too_far(number: u64, column: usize) -> Option<FileProblem> {
    if number > ROWS_MAX + HEAD_ROWS_MAX {
        return Some(FileProblem::TooManyRows { limit: ROWS_MAX });
    }
    (column >= COLUMNS_MAX).then_some(FileProblem::TooManyColumns { limit: COLUMNS_MAX })
}

/// Runs a reader of another crate that may panic on a hostile file, and makes a panic an error.
///
/// The message of the panic still goes to stderr, as the process has it; the command line reads untrusted files in a
/// process of their own ([`crate::workbook`]).
pub(crate) fn guarded<T, E: std::fmt::Display>(run: impl FnOnce() -> Result<T, E>) -> Result<T, Stop> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(result) => result.map_err(Stop::damaged),
        Err(_) => Err(Stop::damaged("the reader gave up")),
    }
}

/// The place of a cell for a message, as in `XFD1048576`.
pub(crate) fn cell_name(row: u64, column: usize) -> String {
    format!("{}{row}", letters(column))
}
