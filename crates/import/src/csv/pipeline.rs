//! Text tables of any length: one thread reads and splits, several decode and convert, the caller takes batches in order.

use super::delimiter;
use super::encoding::{self, Encoding, Guess, WideReader, byte_order_mark};
use super::fields::{RecordTexts, split_cells};
use super::split::{Block, Marks, Next, Splitter};
use crate::batch::Batch;
use crate::header::ROWS_SEARCHED;
use crate::importer::{Form, Outcome, StreamError};
use crate::intake::{Job, Table, Whole, file_error};
use crate::problem::{FileProblem, Notice, NoticeKind, Report};
use crate::rows::{Context, Stretch, may_hold_sample};
use crate::sheet::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Bytes in which the header row is looked for.
const HEAD_BYTES: usize = 1 << 20;
/// Bytes by which the separator is told.
const DELIMITER_BYTES: usize = 1 << 16;
/// Most threads that convert.
const WORKERS_MAX: usize = 16;

/// A text, decoded from UTF-16 where it comes so.
enum Source<R> {
    Narrow(R),
    Wide(Box<WideReader<R>>),
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Narrow(source) => source.read(buffer),
            Self::Wide(source) => source.read(buffer),
        }
    }
}

/// Reads a text table.
pub(crate) fn run<R: Read + Send, E>(
    job: &Job<'_>,
    mut reader: R,
    mut sink: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Outcome, StreamError<E>> {
    let mut start = Vec::new();
    (&mut reader).take(4).read_to_end(&mut start).map_err(StreamError::Read)?;
    let mark = byte_order_mark(&start);
    let named = job.options.encoding.or(mark.map(|(encoding, _)| encoding));
    start.drain(..mark.map_or(0, |(_, length)| length));
    let source = io::Cursor::new(start).chain(reader);
    let (source, mut encoding) = match named {
        Some(wide @ (Encoding::Utf16Le | Encoding::Utf16Be)) => {
            (Source::Wide(Box::new(WideReader::new(source, wide))), Some(Encoding::Utf8))
        }
        other => (Source::Narrow(source), other),
    };
    let mut splitter = Splitter::new(source);
    let mut part = job.part();
    if job.options.sheet.is_some() {
        part.notices.push(|| Notice { place: job.place(), value: String::new(), kind: NoticeKind::SheetUnused });
    }
    let head = read_head(job, &mut splitter, encoding).map_err(StreamError::Read)?;
    let form = |encoding| Form::Text { encoding: named.or(encoding), delimiter: char::from(head.marks.delimiter) };
    if let Some((row, problem)) = head.fault {
        part.errors.push(|| file_error(crate::problem::Place { row, ..job.place() }, problem));
        return end(job, Whole::new(Form::Unknown), part, &mut sink);
    }
    encoding = encoding.or(head.encoding);
    let mut whole = Whole::new(form(encoding));
    let first = splitter.next(head.marks).map_err(StreamError::Read)?;
    let Some((context, rows_used)) = begin(job, &first, encoding, head.marks, &mut part) else {
        return end(job, whole, part, &mut sink);
    };
    whole.note_columns(&context);
    whole.hand_over(job, part, Batch::default(), &mut sink).map_err(StreamError::Sink)?;
    let feed = Feed { splitter, marks: head.marks, encoding, first: Some(first), skip: rows_used };
    let encoding = convert_all(job, &context, feed, &mut whole, &mut sink)?;
    whole.form = form(encoding);
    whole.finish(job, &mut sink).map_err(StreamError::Sink)
}

fn end<E>(
    job: &Job<'_>,
    mut whole: Whole,
    part: Report,
    sink: &mut impl FnMut(Batch) -> Result<(), E>,
) -> Result<Outcome, StreamError<E>> {
    whole.hand_over(job, part, Batch::default(), sink).map_err(StreamError::Sink)?;
    whole.finish(job, sink).map_err(StreamError::Sink)
}

/// What the first bytes say.
struct Head {
    marks: Marks,
    encoding: Option<Encoding>,
    fault: Option<(Option<u64>, FileProblem)>,
}

fn read_head<R: Read>(job: &Job<'_>, splitter: &mut Splitter<R>, named: Option<Encoding>) -> io::Result<Head> {
    let (head, ended) = splitter.head(HEAD_BYTES)?;
    let line_end = if memchr::memchr(b'\n', head).is_none() && head.contains(&b'\r') { b'\r' } else { b'\n' };
    // Of a longer file the last line of the head is cut off.
    let whole = if ended { head.len() } else { memchr::memrchr(line_end, head).map_or(head.len(), |at| at + 1) };
    let whole = head.get(..whole).unwrap_or(head);
    let mut marks = Marks { delimiter: b',', line_end };
    let encoding = match named.map_or_else(|| encoding::guess(whole), Guess::Found) {
        Guess::Found(encoding) => Some(encoding),
        Guess::Undecided => None,
        Guess::Neither => {
            let row = first_broken_line(whole, line_end);
            return Ok(Head { marks, encoding: None, fault: Some((Some(row), FileProblem::EncodingUnknown)) });
        }
    };
    let few = whole.get(..DELIMITER_BYTES).unwrap_or(whole);
    let text = lossy(few, encoding);
    let declared = delimiter::declared(&text);
    marks.delimiter = match declared {
        Some((delimiter, _)) => delimiter,
        None => delimiter::detected(&text, line_end, job.list, job.tables),
    };
    // The line is ASCII, so that it has as many bytes in every encoding that comes here.
    splitter.skip(declared.map_or(0, |(_, length)| length));
    Ok(Head { marks, encoding, fault: None })
}

fn lossy(bytes: &[u8], encoding: Option<Encoding>) -> String {
    match encoding {
        Some(Encoding::Gb18030) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The first line that neither encoding has: that of whichever gets further, because the file most likely is in it.
fn first_broken_line(bytes: &[u8], line_end: u8) -> u64 {
    let broken = |encoding: Encoding| {
        let mut lines = (1..).zip(bytes.split(|byte| *byte == line_end));
        lines.find(|(_, line)| encoding.decode(line).is_none()).map_or(1, |(row, _)| row)
    };
    broken(Encoding::Gb18030).max(broken(Encoding::Utf8))
}

/// Finds the header in the first block.
fn begin<'j>(
    job: &Job<'j>,
    first: &Next,
    encoding: Option<Encoding>,
    marks: Marks,
    report: &mut Report,
) -> Option<(Context<'j>, usize)> {
    let block = match first {
        Next::Block(block) => block,
        Next::Fault(row, problem) => {
            let place = crate::problem::Place { row: Some(*row), ..job.place() };
            report.errors.push(|| file_error(place, problem.clone()));
            return None;
        }
        Next::End => {
            report.errors.push(|| file_error(job.place(), FileProblem::NoData));
            return None;
        }
    };
    let text = match encoding.unwrap_or(Encoding::Utf8).decode(&block.bytes) {
        Some(text) => text,
        // A broken row further down is told with its number when it is converted.
        None => lossy(&block.bytes, encoding).into(),
    };
    let mut rows = Vec::new();
    for (number, record) in (block.row..).zip(RecordTexts::new(&text, marks, block.quoted).take(ROWS_SEARCHED + 1)) {
        let mut cells = Vec::new();
        split_cells(record, marks, &mut cells);
        rows.push((number, cells));
    }
    job.begin(&rows, Table { cells_counted: true, ..Table::default() }, report)
}

/// What the reading thread needs.
struct Feed<R> {
    splitter: Splitter<R>,
    marks: Marks,
    encoding: Option<Encoding>,
    first: Option<Next>,
    /// Records of the first block that are title and header.
    skip: usize,
}

/// A block on its way to a converting thread.
struct Task {
    number: usize,
    block: Block,
    encoding: Encoding,
    skip: usize,
}

/// What became of a block, or of what follows the last one.
enum Done {
    Block(Batch, Box<Report>),
    Fault(u64, FileProblem),
    Failed(io::Error),
}

/// Reads, converts and hands over, all at the same time; says which encoding it was.
fn convert_all<R: Read + Send, E>(
    job: &Job<'_>,
    context: &Context<'_>,
    feed: Feed<R>,
    whole: &mut Whole,
    sink: &mut impl FnMut(Batch) -> Result<(), E>,
) -> Result<Option<Encoding>, StreamError<E>> {
    let workers = thread::available_parallelism().map_or(1, usize::from).min(WORKERS_MAX);
    let (to_convert, tasks) = sync_channel::<Task>(workers);
    let (to_take, done) = sync_channel::<(usize, Done)>(workers);
    let tasks = Arc::new(Mutex::new(tasks));
    let marks = feed.marks;
    thread::scope(|scope| {
        let to_take_last = to_take.clone();
        let reading = scope.spawn(move || feed_blocks(feed, &to_convert, &to_take_last));
        for _ in 0..workers {
            let (tasks, to_take) = (tasks.clone(), to_take.clone());
            scope.spawn(move || work(context, marks, &tasks, &to_take));
        }
        drop((to_take, tasks));
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (number, result) in done {
            early.insert(number, result);
            while let Some(result) = early.remove(&wanted) {
                wanted += 1;
                // Leaving the loop drops `done`, which ends the other threads.
                take(job, context, result, whole, sink)?;
            }
        }
        Ok(reading.join().unwrap_or_default())
    })
}

fn take<E>(
    job: &Job<'_>,
    context: &Context<'_>,
    result: Done,
    whole: &mut Whole,
    sink: &mut impl FnMut(Batch) -> Result<(), E>,
) -> Result<(), StreamError<E>> {
    let (batch, part) = match result {
        Done::Block(batch, part) => (batch, *part),
        Done::Fault(row, problem) => {
            let mut part = job.part();
            part.errors.push(|| file_error(context.place(Some(row), None), problem));
            (Batch::default(), part)
        }
        Done::Failed(error) => return Err(StreamError::Read(error)),
    };
    whole.hand_over(job, part, batch, sink).map_err(StreamError::Sink)
}

/// Reads blocks and numbers them. A channel that is closed means that nobody wants more.
fn feed_blocks<R: Read>(
    mut feed: Feed<R>,
    to_convert: &SyncSender<Task>,
    to_take: &SyncSender<(usize, Done)>,
) -> Option<Encoding> {
    let mut skip = feed.skip;
    for number in 0.. {
        let next = match feed.first.take() {
            Some(first) => Ok(first),
            None => feed.splitter.next(feed.marks),
        };
        let block = match next {
            Ok(Next::Block(block)) => block,
            Ok(Next::End) => break,
            Ok(Next::Fault(row, problem)) => {
                let _ = to_take.send((number, Done::Fault(row, problem)));
                break;
            }
            Err(error) => {
                let _ = to_take.send((number, Done::Failed(error)));
                break;
            }
        };
        if feed.encoding.is_none() {
            feed.encoding = match encoding::guess(&block.bytes) {
                Guess::Found(encoding) => Some(encoding),
                Guess::Undecided => None,
                // Then rows that GB18030 does not have are told one by one.
                Guess::Neither => Some(Encoding::Gb18030),
            };
        }
        let encoding = feed.encoding.unwrap_or(Encoding::Utf8);
        if to_convert.send(Task { number, block, encoding, skip }).is_err() {
            break;
        }
        skip = 0;
    }
    feed.encoding
}

fn work(context: &Context<'_>, marks: Marks, tasks: &Mutex<Receiver<Task>>, to_take: &SyncSender<(usize, Done)>) {
    loop {
        // A thread that panicked while it held the lock has ended the whole scope.
        let Ok(task) = tasks.lock().map_err(drop).and_then(|tasks| tasks.recv().map_err(drop)) else { return };
        let number = task.number;
        let (batch, report) = convert_block(context, marks, task);
        if to_take.send((number, Done::Block(batch, Box::new(report)))).is_err() {
            return;
        }
    }
}

fn convert_block(context: &Context<'_>, marks: Marks, task: Task) -> (Batch, Report) {
    let Task { number, block, encoding, skip } = task;
    let (mut batch, mut report) = (Batch::default(), Report::for_part(context.options.all_findings));
    // The header stands in the first block, and samples stand directly below it.
    let mut stretch = Stretch { at_top: number == 0, may_be_sample: false };
    let mut rows = Rows { context, marks, stretch: &mut stretch, batch: &mut batch, report: &mut report };
    match encoding.decode(&block.bytes) {
        Some(text) => rows.convert(&text, block.row, block.quoted, skip),
        None => rows.convert_broken(&block, encoding, skip),
    }
    (batch, report)
}

/// Where the rows of a block go.
struct Rows<'r, 'c> {
    context: &'r Context<'c>,
    marks: Marks,
    stretch: &'r mut Stretch,
    batch: &'r mut Batch,
    report: &'r mut Report,
}

impl Rows<'_, '_> {
    fn convert(&mut self, text: &str, row: u64, quoted: bool, skip: usize) {
        self.stretch.may_be_sample = may_hold_sample(text);
        let mut cells: Vec<Cell<'_>> = Vec::new();
        for (number, record) in (row..).zip(RecordTexts::new(text, self.marks, quoted)).skip(skip) {
            split_cells(record, self.marks, &mut cells);
            self.context.convert(number, &cells, self.stretch, self.batch, self.report);
        }
    }

    /// A block in which some record holds bytes that the encoding does not have: each of those is told with its row.
    fn convert_broken(&mut self, block: &Block, encoding: Encoding, skip: usize) {
        let mut at = 0;
        for (index, number) in (block.row..).enumerate() {
            let rest = block.bytes.get(at..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
            let end = match super::split::record_end(rest, 0, self.marks) {
                super::split::End::At(end) => end,
                super::split::End::Open | super::split::End::Quoted => rest.len(),
            };
            at += end;
            if index < skip {
                continue;
            }
            match rest.get(..end).and_then(|record| encoding.decode(record)) {
                Some(text) => self.convert(&text, number, true, 0),
                None => {
                    let (problem, context) =
                        (FileProblem::EncodingBroken { encoding: encoding.name().into() }, self.context);
                    self.report.errors.push(|| file_error(context.place(Some(number), None), problem));
                }
            }
        }
    }
}
