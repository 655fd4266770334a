//! From the first bytes of a file to its rows: what it is, where its header is, and who converts what follows.

use crate::batch::Batch;
use crate::csv::encoding::Encoding;
use crate::csv::pipeline;
use crate::detect::{self, Kind};
use crate::field::Field;
use crate::header::{self, Header};
use crate::importer::{Form, Options, Outcome, StreamError};
use crate::problem::{
    Column, FileProblem, HeaderProblem, Notice, NoticeKind, Place, Problem, Report, RowError, ValueProblem, letters,
    shown,
};
use crate::rows::{Context, Stretch};
use crate::sheet::cell::Cell;
use crate::sheet::{COLUMNS_MAX, Merged, Stop, Workbook, cell_name, choose};
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

/// What is known of a table before its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// The sheet, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// Whether a row with more cells than the header row is wrong: in a CSV file it is, in a sheet it is a remark.
    pub cells_counted: bool,
    /// Whether serial numbers of days count from 1904.
    pub from_1904: bool,
    /// Merged cells, in the order of their rows.
    pub merged: Vec<Merged>,
}

impl<'j> Job<'j> {
    /// An empty report of a part of the file.
    pub fn part(&self) -> Report {
        Report::for_part(self.options.all_findings)
    }

    /// A place of the file without a row.
    pub fn place(&self) -> Place {
        Place { file: Arc::from(self.file_name), sheet: None, row: None, column: None }
    }

    /// Finds the header in the first rows. Without one there is nothing to convert, and the report says why.
    pub fn begin(
        &self,
        rows: &[(u64, Vec<Cell<'_>>)],
        table: Table,
        report: &mut Report,
    ) -> Option<(Context<'j>, usize)> {
        let Header { columns, rows_used, unknown, faults } =
            header::find(rows, self.list, self.tables, &self.options.map);
        let (tables, options, file) = (self.tables, self.options, Arc::from(self.file_name));
        let context = Context { list: self.list, columns, tables, options, file, table };
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
        let mut problems: Vec<(Option<usize>, Problem)> = Vec::new();
        for (column, mut problem) in faults {
            if let HeaderProblem::Missing { encoding, .. } = &mut problem {
                *encoding = options.encoding.map(Encoding::name);
            }
            problems.push((column, Problem::Header(problem)));
        }
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
    mut sink: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Outcome, StreamError<E>> {
    let mut head = Vec::new();
    (&mut reader).take(KIND_BYTES).read_to_end(&mut head).map_err(StreamError::Read)?;
    let kind = match detect::kind(job.file_name, &head, job.options.encoding) {
        Ok(Kind::Text) => return pipeline::run(job, Cursor::new(head).chain(reader), sink),
        Ok(kind) => kind,
        Err(problem) => return refuse(job, problem, &mut sink),
    };
    let mut bytes = head;
    let got = (&mut reader).take(WORKBOOK_BYTES_MAX).read_to_end(&mut bytes).map_err(StreamError::Read)?;
    if got as u64 >= WORKBOOK_BYTES_MAX {
        return refuse(job, FileProblem::Bomb { what: "bytes".into(), limit: WORKBOOK_BYTES_MAX }, &mut sink);
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
    let mut whole = Whole::new(form);
    match opened {
        Ok(mut book) => read_book(job, book.as_mut(), &mut whole, &mut sink).map_err(StreamError::Sink)?,
        Err(stop) => {
            let mut part = job.part();
            note_stop(job, stop, None, &mut part);
            whole.hand_over(job, part, Batch::default(), &mut sink).map_err(StreamError::Sink)?;
        }
    }
    whole.finish(job, &mut sink).map_err(StreamError::Sink)
}

fn refuse<E>(
    job: &Job<'_>,
    problem: FileProblem,
    sink: &mut impl FnMut(Batch) -> Result<(), E>,
) -> Result<Outcome, StreamError<E>> {
    let (mut whole, mut part) = (Whole::new(Form::Unknown), job.part());
    part.errors.push(|| file_error(job.place(), problem));
    whole.hand_over(job, part, Batch::default(), sink).map_err(StreamError::Sink)?;
    whole.finish(job, sink).map_err(StreamError::Sink)
}

/// What is known of a file so far, part by part.
pub(crate) struct Whole {
    pub form: Form,
    pub sheet: Option<(Arc<str>, u16)>,
    pub columns: Vec<(&'static str, Column)>,
    report: Report,
}

impl Whole {
    pub fn new(form: Form) -> Self {
        Self { form, sheet: None, columns: Vec::new(), report: Report::default() }
    }

    /// Remembers where each field stands.
    pub fn note_columns(&mut self, context: &Context<'_>) {
        self.columns = context.columns.all().map(|(field, column)| (field.name(), column)).collect();
    }

    /// Adds what came of a part, and hands over its records and, where somebody wants them, all of its findings.
    pub fn hand_over<E>(
        &mut self,
        job: &Job<'_>,
        part: Report,
        mut batch: Batch,
        sink: &mut impl FnMut(Batch) -> Result<(), E>,
    ) -> Result<(), E> {
        if job.options.all_findings {
            batch.errors.clone_from(&part.errors.kept);
            batch.notices.clone_from(&part.notices.kept);
        }
        self.report.append(part);
        if batch.says_nothing() { Ok(()) } else { sink(batch) }
    }

    /// The outcome, with what only the end can tell.
    pub fn finish<E>(mut self, job: &Job<'_>, sink: &mut impl FnMut(Batch) -> Result<(), E>) -> Result<Outcome, E> {
        let mut part = job.part();
        for (index, first) in std::mem::take(&mut self.report.headless) {
            let column = Some(Column { letter: letters(index), header: String::new() });
            let sheet = self.sheet.as_ref().map(|(name, _)| name.clone());
            let place = Place { sheet, row: Some(first.row), column, ..job.place() };
            let kind = NoticeKind::ColumnHeadless { count: first.count };
            part.notices.push(|| Notice { place, value: first.value, kind });
        }
        for (index, (code, _)) in job.options.accept.iter().enumerate() {
            if !self.report.accepted.contains(&index) {
                let notice = Notice { place: job.place(), value: shown(code), kind: NoticeKind::AcceptedUnused };
                part.notices.push(|| notice);
            }
        }
        if self.report.rows == 0 && self.report.errors.is_empty() {
            part.errors.push(|| file_error(job.place(), FileProblem::NoData));
        }
        self.hand_over(job, part, Batch::default(), sink)?;
        let Self { form, sheet, columns, report } = self;
        Ok(Outcome { form, sheet, rows: report.rows, errors: report.errors, notices: report.notices, columns })
    }
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
    whole: &mut Whole,
    sink: &mut impl FnMut(Batch) -> Result<(), E>,
) -> Result<(), E> {
    let mut part = job.part();
    let sheets = match book.sheets() {
        Ok(sheets) => sheets,
        Err(stop) => {
            note_stop(job, stop, None, &mut part);
            return whole.hand_over(job, part, Batch::default(), sink);
        }
    };
    let index = match choose(&sheets, job.options.sheet.as_deref()) {
        Ok(index) => index,
        Err(problem) => {
            part.errors.push(|| file_error(job.place(), problem));
            return whole.hand_over(job, part, Batch::default(), sink);
        }
    };
    let mut table = Table::default();
    for (other, sheet) in sheets.into_iter().enumerate() {
        let name: Arc<str> = Arc::from(sheet.name.as_str());
        let place = || Place { sheet: Some(name.clone()), ..job.place() };
        let tell = |kind| Notice { place: place(), value: String::new(), kind };
        if other == index {
            let count = sheet.rows_hidden;
            if count > 0 {
                part.notices.push(|| tell(NoticeKind::RowsHidden { count }));
            }
            let (from_1904, mut merged) = (sheet.from_1904, sheet.merged);
            merged.sort_unstable_by_key(|area| area.first);
            table = Table { sheet: Some(name), cells_counted: false, from_1904, merged };
        } else if !sheet.visible && !sheet.empty {
            part.notices.push(|| tell(NoticeKind::SheetHidden));
        }
    }
    let name: Arc<str> = table.sheet.clone().unwrap_or_else(|| Arc::from(""));
    whole.sheet = Some((name.clone(), u16::try_from(index).unwrap_or(u16::MAX)));
    let (context, waiting, batch) = (None, Vec::new(), Batch::default());
    let mut taker = Taker { job, table, waiting, context, batch, part, stretch: Stretch::of_a_sheet(), whole };
    let mut failed = None;
    let read = book.rows(index, &mut |number, cells| match taker.take(number, cells, sink) {
        Ok(flow) => flow,
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    if let Err(stop) = read {
        note_stop(job, stop, Some(&name), &mut taker.part);
        return taker.hand_over(sink);
    }
    taker.end(sink)
}

/// Takes the rows of a sheet: the first ones wait until the header is found.
struct Taker<'t, 'j> {
    job: &'t Job<'j>,
    table: Table,
    waiting: Vec<(u64, Vec<Cell<'static>>)>,
    context: Option<Context<'j>>,
    stretch: Stretch,
    batch: Batch,
    part: Report,
    whole: &'t mut Whole,
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
        let table = std::mem::take(&mut self.table);
        let Some((context, rows_used)) = self.job.begin(&waiting, table, &mut self.part) else {
            self.hand_over(sink)?;
            return Ok(ControlFlow::Break(()));
        };
        self.whole.note_columns(&context);
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
            context.convert(number, cells, &mut self.stretch, &mut self.batch, &mut self.part);
        }
        let found = self.part.errors.kept.len() + self.part.notices.kept.len();
        if self.batch.len() >= BATCH_RECORDS || found >= BATCH_RECORDS { self.hand_over(sink) } else { Ok(()) }
    }

    fn hand_over<E>(&mut self, sink: &mut impl FnMut(Batch) -> Result<(), E>) -> Result<(), E> {
        let part = std::mem::replace(&mut self.part, self.job.part());
        self.whole.hand_over(self.job, part, std::mem::take(&mut self.batch), sink)
    }

    fn end<E>(mut self, sink: &mut impl FnMut(Batch) -> Result<(), E>) -> Result<(), E> {
        if self.context.is_none() && !self.waiting.is_empty() {
            // That nothing can be converted is in the report.
            let _ = self.begin(sink)?;
        }
        self.hand_over(sink)
    }
}
