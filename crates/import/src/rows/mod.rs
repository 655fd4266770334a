//! Rows → records. Each list has its own file; what a cell may look like is decided in `view.rs` alone.

mod absences;
mod conflicts;
mod entities;
mod entity_line;
mod history;
mod inspectors;
mod items;
mod promises;
mod selection;
mod view;

use crate::batch::Batch;
use crate::header::Columns;
use crate::importer::Options;
use crate::problem::{Notice, NoticeKind, Place, Report, shown};
use crate::sheet::cell::Cell;
use crate::tables::Tables;
use records::canonical::{LINE_LENGTH_MAX, to_vec};
use records::id::Id;
use records::lists::List;
use serde::Serialize;
use std::sync::Arc;

pub(crate) use view::RowView;

/// All that the rows of one table have in common.
#[derive(Clone, Debug)]
pub(crate) struct Context<'c> {
    pub list: List,
    pub columns: Columns,
    pub tables: &'c Tables,
    pub options: &'c Options,
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    /// Whether a row with more cells than the header row is wrong: in a CSV file it is, in a sheet it is a remark.
    pub cells_counted: bool,
    /// Whether serial numbers of days count from 1904.
    pub from_1904: bool,
}

impl Context<'_> {
    /// A place in this table.
    pub fn place(&self, row: Option<u64>, column: Option<usize>) -> Place {
        let column = column.map(|index| self.columns.column(index));
        Place { file: self.file.clone(), sheet: self.sheet.clone(), row, column }
    }

    /// Turns a row into a record, or into errors; blank rows and samples into nothing.
    pub fn convert(
        &self,
        number: u64,
        cells: &[Cell<'_>],
        may_be_sample: bool,
        batch: &mut Batch,
        report: &mut Report,
    ) {
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        if may_be_sample && let Some((column, mark)) = sample_mark(cells) {
            let place = self.place(Some(number), Some(column));
            report.notices.push(|| Notice { place, value: shown(&mark), kind: NoticeKind::SampleRow });
            return;
        }
        report.rows += 1;
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
            batch.push(id.as_str(), view.number(), |out| out.extend_from_slice(&line));
        }
        // Records hold texts and small integers only, so that nothing else can be refused.
        Ok(_) | Err(_) => view.line_too_long(),
    }
}

/// Words that mark a row of a template which is to be deleted; nobody's name is one of them.
const SAMPLE_WORDS: [&str; 5] = ["案例", "示例", "样例", "范例", "sample"];
const SAMPLE_MARKS: [&str; 3] = ["请删除", "（示例）", "delete this row"];

/// Texts of which one stands in every stretch of text with a sample row.
pub(crate) const SAMPLE_HINTS: [&str; 7] = ["案例", "示例", "样例", "范例", "sample", "请删除", "delete this row"];

fn sample_mark(cells: &[Cell<'_>]) -> Option<(usize, String)> {
    cells.iter().enumerate().find_map(|(index, cell)| {
        let Cell::Text(text) = cell else { return None };
        let text = text.trim();
        let is_mark = SAMPLE_WORDS.contains(&text) || SAMPLE_MARKS.iter().any(|mark| text.contains(mark));
        is_mark.then(|| (index, text.to_owned()))
    })
}
