//! From the first bytes of a file to its rows: what it is, where its header is, and who converts what follows.

use crate::batch::Batch;
use crate::csv::pipeline;
use crate::detect::{self, Kind};
use crate::field::Field;
use crate::header::{self, Header};
use crate::importer::{Form, Options, Outcome, StreamError};
use crate::problem::{
    FileProblem, HeaderProblem, Notice, NoticeKind, Place, Problem, Report, RowError, ValueProblem, shown,
};
use crate::rows::Context;
use crate::sheet::cell::Cell;
use crate::sheet::{COLUMNS_MAX, Stop, Workbook, cell_name, choose};
use crate::tables::Tables;
use crate::workbook::{self, ProcessBook, StartProcess};
use records::lists::List;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Most bytes of a workbook, which has to be in memory as a whole.
const WORKBOOK_BYTES_MAX: u64 = 256 << 20;
/// Bytes by which the kind of a file is told.
const KIND_BYTES: u64 = 4096;
/// Records of a batch from a sheet.
const BATCH_RECORDS: usize = 4096;

/// What is to be read.
#[derive(Clone, Copy)]
pub(crate) struct Job<'j> {
    pub tables: &'j Tables,
    pub list: List,
    pub file_name: &'j str,
    pub options: &'j Options,
}

impl<'j> Job<'j> {
    /// A place of the file without a row.
    pub fn place(&self) -> Place {
        Place { file: Arc::from(self.file_name), sheet: None, row: None, column: None }
    }

    /// Finds the header in the first rows. Without one there is nothing to convert, and the report says why.
    pub fn begin(
        &self,
        rows: &[(u64, Vec<Cell<'_>>)],
        sheet: Option<Arc<str>>,
        cells_counted: bool,
        report: &mut Report,
    ) -> Option<(Context<'j>, usize)> {
        let Header { columns, rows_used, unknown, faults } =
            header::find(rows, self.list, self.tables, &self.options.map);
        let (tables, options, file) = (self.tables, self.options, Arc::from(self.file_name));
        let context =
            Context { list: self.list, columns, tables, options, file, sheet, cells_counted, from_1904: false };
        if rows.is_empty() {
            report.errors.push(|| file_error(context.place(None, None), FileProblem::NoData));
            return None;
        }
        let row = Some(context.columns.row);
        let is_wide = |cells: &[Cell<'_>]| cells.iter().skip(COLUMNS_MAX).any(|cell| !cell.is_blank());
        if rows.iter().take(rows_used).any(|(_, cells)| is_wide(cells)) {
            report
                .errors
                .push(|| file_error(context.place(row, None), FileProblem::TooManyColumns { limit: COLUMNS_MAX }));
            return None;
        }
        let header_of =
            |column: Option<usize>| column.map(|index| context.columns.column(index).header).unwrap_or_default();
        for index in unknown {
            let (place, value) = (context.place(row, Some(index)), shown(&header_of(Some(index))));
            report.notices.push(|| Notice { place, value, kind: NoticeKind::ColumnUnknown });
        }
        if let Some(index) = context.columns.of(Field::CitizenId) {
            let (place, value) = (context.place(row, Some(index)), header_of(Some(index)));
            report.notices.push(|| Notice { place, value, kind: NoticeKind::CitizenIdColumn });
        }
        let mut problems: Vec<(Option<usize>, Problem)> = faults
            .into_iter()
            .map(|(column, problem): (_, HeaderProblem)| (column, Problem::Header(problem)))
            .collect();
        let names_department = context.columns.of(Field::Department).is_some() || !options.department.is_empty();
        if self.list == List::Inspectors && !names_department {
            problems.push((None, Problem::Value(ValueProblem::DepartmentMissing)));
        }
        let is_sound = problems.is_empty();
        for (column, problem) in problems {
            report.errors.push(|| RowError { place: context.place(row, column), value: header_of(column), problem });
        }
        is_sound.then_some((context, rows_used))
    }
}

/// An error of the file as a whole, or of a stretch of it.
pub(crate) fn file_error(place: Place, problem: FileProblem) -> RowError {
    RowError { place, value: String::new(), problem: Problem::File(problem) }
}

/// Reads a file.
pub(crate) fn run<R: Read + Send, E>(
    job: &Job<'_>,
    process: Option<&StartProcess>,
    mut reader: R,
    sink: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Outcome, StreamError<E>> {
    let mut head = Vec::new();
    (&mut reader).take(KIND_BYTES).read_to_end(&mut head).map_err(StreamError::Read)?;
    let mut report = Report::default();
    let kind = match detect::kind(job.file_name, &head, job.options.encoding) {
        Ok(Kind::Text) => return pipeline::run(job, Cursor::new(head).chain(reader), sink),
        Ok(kind) => kind,
        Err(problem) => {
            report.errors.push(|| file_error(job.place(), problem));
            return Ok(finish(job, Form::Unknown, None, report));
        }
    };
    let mut bytes = head;
    let got = (&mut reader).take(WORKBOOK_BYTES_MAX).read_to_end(&mut bytes).map_err(StreamError::Read)?;
    if got as u64 >= WORKBOOK_BYTES_MAX {
        report.errors.push(|| file_error(job.place(), FileProblem::Bomb { what: "bytes".into(), limit: WORKBOOK_BYTES_MAX }));
        return Ok(finish(job, Form::Unknown, None, report));
    }
    let form = match kind {
        Kind::Archive => Form::Xlsx,
        Kind::Compound => Form::Xls,
        Kind::Markup | Kind::Text => Form::Markup,
    };
    let opened: Result<Box<dyn Workbook + '_>, Stop> = match process {
        Some(start) => Ok(Box::new(ProcessBook::open(start, kind, &bytes).map_err(StreamError::Read)?)),
        None => workbook::open(kind, &bytes),
    };
    let sheet = match opened {
        Ok(mut book) => read_book(job, book.as_mut(), &mut report, sink).map_err(StreamError::Sink)?,
        Err(stop) => {
            note_stop(job, stop, None, &mut report);
            None
        }
    };
    Ok(finish(job, form, sheet, report))
}

/// The outcome of a report.
pub(crate) fn finish(job: &Job<'_>, form: Form, sheet: Option<(Arc<str>, u16)>, mut report: Report) -> Outcome {
    for (index, (code, _)) in job.options.accept.iter().enumerate() {
        if !report.accepted.contains(&index) {
            let notice = Notice { place: job.place(), value: shown(code), kind: NoticeKind::AcceptedUnused };
            report.notices.push(|| notice);
        }
    }
    if report.rows == 0 && report.errors.is_empty() {
        report.errors.push(|| file_error(job.place(), FileProblem::NoData));
    }
    Outcome { form, sheet, rows: report.rows, errors: report.errors, notices: report.notices }
}

fn note_stop(job: &Job<'_>, stop: Stop, sheet: Option<&Arc<str>>, report: &mut Report) {
    let Stop { problem, cell } = stop;
    let value = cell.map(|(row, column)| cell_name(row, column)).unwrap_or_default();
    let place = Place { sheet: sheet.cloned(), row: cell.map(|(row, _)| row), ..job.place() };
    report.errors.push(|| RowError { value, ..file_error(place, problem) });
}

/// Chooses the sheet and reads it.
fn read_book<E>(
    job: &Job<'_>,
    book: &mut dyn Workbook,
    report: &mut Report,
    mut sink: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Option<(Arc<str>, u16)>, E> {
    let sheets = match book.sheets() {
        Ok(sheets) => sheets,
        Err(stop) => {
            note_stop(job, stop, None, report);
            return Ok(None);
        }
    };
    let index = match choose(&sheets, job.options.sheet.as_deref()) {
        Ok(index) => index,
        Err(problem) => {
            report.errors.push(|| file_error(job.place(), problem));
            return Ok(None);
        }
    };
    let mut name: Arc<str> = Arc::from("");
    for (other, sheet) in sheets.iter().enumerate() {
        let place = || Place { sheet: Some(Arc::from(sheet.name.as_str())), ..job.place() };
        if other == index {
            name = Arc::from(sheet.name.as_str());
            let count = sheet.rows_hidden;
            if count > 0 {
                report.notices.push(|| Notice {
                    place: place(),
                    value: String::new(),
                    kind: NoticeKind::RowsHidden { count },
                });
            }
        } else if !sheet.visible && !sheet.empty {
            report.notices.push(|| Notice { place: place(), value: String::new(), kind: NoticeKind::SheetHidden });
        }
    }
    let mut taker =
        Taker { job, sheet: name.clone(), waiting: Vec::new(), context: None, batch: Batch::default(), report };
    let mut failed = None;
    let read = book.rows(index, &mut |number, cells| match taker.take(number, cells, &mut sink) {
        Ok(flow) => flow,
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    match read {
        Ok(()) => taker.end(&mut sink)?,
        Err(stop) => note_stop(job, stop, Some(&name), taker.report),
    }
    Ok(Some((name, u16::try_from(index).unwrap_or(u16::MAX))))
}

/// Takes the rows of a sheet: the first ones wait until the header is found.
struct Taker<'t, 'j> {
    job: &'t Job<'j>,
    sheet: Arc<str>,
    waiting: Vec<(u64, Vec<Cell<'static>>)>,
    context: Option<Context<'j>>,
    batch: Batch,
    report: &'t mut Report,
}

impl Taker<'_, '_> {
    fn take<E>(
        &mut self,
        number: u64,
        cells: &[Cell<'_>],
        sink: &mut impl FnMut(Batch) -> Result<(), E>,
    ) -> Result<ControlFlow<()>, E> {
        if self.context.is_some() {
            self.convert(number, cells, sink)?;
            return Ok(ControlFlow::Continue(()));
        }
        self.waiting.push((number, cells.iter().cloned().map(Cell::into_owned).collect()));
        if self.waiting.len() > header::ROWS_SEARCHED { self.begin(sink) } else { Ok(ControlFlow::Continue(())) }
    }

    fn begin<E>(&mut self, sink: &mut impl FnMut(Batch) -> Result<(), E>) -> Result<ControlFlow<()>, E> {
        let waiting = std::mem::take(&mut self.waiting);
        let Some((context, rows_used)) = self.job.begin(&waiting, Some(self.sheet.clone()), false, self.report) else {
            return Ok(ControlFlow::Break(()));
        };
        self.context = Some(context);
        for (number, cells) in waiting.iter().skip(rows_used) {
            self.convert(*number, cells, sink)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn convert<E>(
        &mut self,
        number: u64,
        cells: &[Cell<'_>],
        sink: &mut impl FnMut(Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        if let Some(context) = &self.context {
            context.convert(number, cells, true, &mut self.batch, self.report);
        }
        if self.batch.len() >= BATCH_RECORDS { sink(std::mem::take(&mut self.batch)) } else { Ok(()) }
    }

    fn end<E>(mut self, sink: &mut impl FnMut(Batch) -> Result<(), E>) -> Result<(), E> {
        if self.context.is_none() && !self.waiting.is_empty() {
            // That nothing can be converted is in the report.
            let _ = self.begin(sink)?;
        }
        if self.batch.is_empty() { Ok(()) } else { sink(self.batch) }
    }
}
