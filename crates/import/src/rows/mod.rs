//! Rows → records. Each list has its own file; what a cell may look like is decided in `view.rs` alone, what a code may be
//! in `codes.rs`, and which rows are no data in `not_data.rs`.

mod absences;
mod codes;
mod conflicts;
mod entities;
mod entity_line;
mod history;
mod inspectors;
mod items;
mod not_data;
mod promises;
mod selection;
mod view;

use crate::batch::{Batch, Written};
use crate::field::Field;
use crate::header::Columns;
use crate::importer::Options;
use crate::intake::Table;
use crate::problem::{Headless, Notice, NoticeKind, Place, Problem, Report, RowError, ValueProblem, shown};
use crate::sheet::cell::Cell;
use crate::tables::Tables;
use records::canonical::{LINE_LENGTH_MAX, to_vec};
use records::id::Id;
use records::lists::List;
use serde::Serialize;
use std::sync::Arc;

pub(crate) use not_data::may_hold_sample;
pub(crate) use view::RowView;

/// All that the rows of one table have in common.
#[derive(Clone, Debug)]
pub(crate) struct Context<'c> {
    pub list: List,
    pub columns: Columns,
    pub tables: &'c Tables,
    pub options: &'c Options,
    pub file: Arc<str>,
    pub table: Table,
}

/// Where in a table a row stands, and what may be there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// Whether there was no ordinary row yet, so that a sample of the template may follow.
    pub at_top: bool,
    /// Whether one of the words of a sample stands anywhere near.
    pub may_be_sample: bool,
}

impl Stretch {
    /// Sheets are short enough to look at every row.
    pub fn of_a_sheet() -> Self {
        Self { at_top: true, may_be_sample: true }
    }
}

impl Context<'_> {
    /// A place in this table.
    pub fn place(&self, row: Option<u64>, column: Option<usize>) -> Place {
        let column = column.map(|index| self.columns.column(index));
        Place { file: self.file.clone(), sheet: self.table.sheet.clone(), row, column }
    }

    /// Turns a row into a record, or into errors; blank rows and samples into nothing.
    pub fn convert(
        &self,
        number: u64,
        cells: &[Cell<'_>],
        stretch: &mut Stretch,
        batch: &mut Batch,
        report: &mut Report,
    ) {
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        if let Some((column, mark)) = self.sample_mark(cells, *stretch).filter(|_| stretch.at_top) {
            let place = self.place(Some(number), Some(column));
            report.notices.push(|| Notice { place, value: shown(&mark), kind: NoticeKind::SampleRow });
            return;
        }
        report.rows += 1;
        let mark = self.sample_mark(cells, *stretch).map(|mark| (mark, ValueProblem::SampleElsewhere));
        stretch.at_top = false;
        let mark = mark.or_else(|| Some((not_data::total_mark(cells)?, ValueProblem::TotalRow)));
        if let Some(((column, value), problem)) = mark {
            let (place, problem) = (self.place(Some(number), Some(column)), Problem::Value(problem));
            report.errors.push(|| RowError { place, value: shown(&value), problem });
            return;
        }
        self.note_headless(number, cells, report);
        let mut view = RowView::new(self, number, cells, report);
        match self.list {
            List::Entities => entities::convert(&mut view, batch),
            List::Inspectors => put(&mut view, batch, inspectors::convert),
            List::Items => put(&mut view, batch, items::convert),
            List::Conflicts => put(&mut view, batch, conflicts::convert),
            List::Absences => put(&mut view, batch, absences::convert),
            List::Promises => put(&mut view, batch, promises::convert),
            List::History => put(&mut view, batch, history::convert),
            List::Selection => put(&mut view, batch, selection::convert),
        }
    }

    fn sample_mark(&self, cells: &[Cell<'_>], stretch: Stretch) -> Option<(usize, String)> {
        if !stretch.may_be_sample {
            return None;
        }
        not_data::sample_mark(cells, self.columns.of(Field::Name))
    }

    /// Counts what stands in columns that nobody has named: within the header row, and in sheets also right of it.
    fn note_headless(&self, number: u64, cells: &[Cell<'_>], report: &mut Report) {
        let width = self.columns.width();
        let beyond = if self.table.cells_counted { cells.len()..cells.len() } else { width..cells.len() };
        for index in self.columns.headless().iter().copied().chain(beyond) {
            let Some(cell) = cells.get(index).filter(|cell| !cell.is_blank()) else { continue };
            let first = || Headless { row: number, value: shown(&cell.shown()), count: 0 };
            report.headless.entry(index).or_insert_with(first).count += 1;
        }
    }
}

/// Converts a row and, if nothing was wrong with it, adds the record.
fn put<T: Serialize>(
    view: &mut RowView<'_, '_>,
    batch: &mut Batch,
    convert: impl FnOnce(&mut RowView<'_, '_>) -> Option<(Id, T)>,
) {
    let Some((id, record)) = convert(view) else { return };
    if view.is_wrong() {
        return;
    }
    match to_vec(&record) {
        Ok(line) if line.len() <= LINE_LENGTH_MAX => {
            let row = view.number();
            batch.push(id.as_str(), row, |out| out.extend_from_slice(&line));
            // Visits made are many, and refer to nothing that must be there.
            if view.list() != List::History {
                batch.written.extend(view.take_written().map(|(id, text)| Written { row, id, text }));
            }
        }
        // Records hold texts and small integers only, so that nothing else can be refused.
        Ok(_) | Err(_) => view.line_too_long(),
    }
}
