//! Workbooks read by a process of their own: both ends of its pipes.
//!
//! A workbook can be made to fill the memory of its reader or to keep it busy for hours, and the readers are other
//! people's. So whoever imports files of strangers gives [`Importer::with_workbook_process`](crate::Importer) a way to
//! start a process; that process limits its own memory and time and calls [`serve`]. What it reads comes back as cells,
//! of which nothing is believed: a message that is none counts as a process that ended.
//!
//! This module starts no process and sets no limit.

use crate::detect::{self, Kind};
use crate::problem::FileProblem;
use crate::sheet::cell::Cell;
use crate::sheet::markup::MarkupBook;
use crate::sheet::xls::XlsBook;
use crate::sheet::xlsx::XlsxBook;
use crate::sheet::{SheetInfo, Stop, Visit, Workbook};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;

/// Memory that the process may have.
pub const READER_MEMORY_MIB_MAX: u64 = 512;
/// Processor time that it may take.
pub const READER_SECONDS_MAX: u64 = 10;
/// Longer than any message: a row has at most 64 cells of 32,767 characters.
const MESSAGE_BYTES_MAX: u64 = 32 << 20;

/// A process that runs [`serve`], seen from outside: what is written goes to it, what is read comes from it. Dropping it
/// ends the process.
pub trait WorkbookProcess: Read + Write {}
impl<T: Read + Write> WorkbookProcess for T {}

/// Starts such a process.
pub type StartProcess = dyn Fn() -> io::Result<Box<dyn WorkbookProcess>> + Send + Sync;

#[derive(Serialize, Deserialize)]
struct Request {
    kind: Kind,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
enum Answer<'a> {
    Sheets(Vec<SheetInfo>),
    Row(u64, Vec<Cell<'a>>),
    End,
    Stop(Stop),
}

/// Opens a workbook in this process.
pub(crate) fn open(kind: Kind, bytes: &[u8]) -> Result<Box<dyn Workbook + '_>, Stop> {
    match kind {
        Kind::Archive => XlsxBook::open(bytes).map(|book| Box::new(book) as _),
        Kind::Compound => XlsBook::open(bytes).map(|book| Box::new(book) as _),
        Kind::Markup | Kind::Text => {
            detect::markup_text(bytes).map(|text| Box::new(MarkupBook::new(text)) as _).map_err(Stop::from)
        }
    }
}

/// What the process does: takes one workbook, says its sheets, then the rows of the sheet that it is asked for.
///
/// # Errors
/// If a pipe breaks, or what comes in is no request.
pub fn serve(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut output = io::BufWriter::new(output);
    let request: Request = receive(&mut input)?;
    let mut bytes = Vec::new();
    (&mut input).take(request.bytes).read_to_end(&mut bytes)?;
    let opened = open(request.kind, &bytes).and_then(|mut book| book.sheets().map(|sheets| (book, sheets)));
    let mut book = match opened {
        Ok((book, sheets)) => {
            send(&mut output, &Answer::Sheets(sheets))?;
            output.flush()?;
            book
        }
        Err(stop) => {
            send(&mut output, &Answer::Stop(stop))?;
            return output.flush();
        }
    };
    let sheet: usize = receive(&mut input)?;
    let mut broken = Ok(());
    let read = book.rows(sheet, &mut |number, cells| {
        broken = send(&mut output, &Answer::Row(number, cells.to_vec()));
        if broken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    broken?;
    send(&mut output, &read.map_or_else(Answer::Stop, |()| Answer::End))?;
    output.flush()
}

/// A workbook that another process reads.
pub(crate) struct ProcessBook {
    process: BufReader<Box<dyn WorkbookProcess>>,
}

impl ProcessBook {
    /// Hands the bytes over. A process that is gone already shows when it is asked for the sheets.
    pub fn open(start: &StartProcess, kind: Kind, bytes: &[u8]) -> io::Result<Self> {
        let mut process = BufReader::new(start()?);
        let request = Request { kind, bytes: bytes.len() as u64 };
        let _gone = send(process.get_mut(), &request).and_then(|()| {
            process.get_mut().write_all(bytes)?;
            process.get_mut().flush()
        });
        Ok(Self { process })
    }

    fn answer(&mut self) -> Result<Answer<'static>, Stop> {
        receive(&mut self.process).map_err(|_| FileProblem::ReaderEnded.into())
    }
}

impl Workbook for ProcessBook {
    fn sheets(&mut self) -> Result<Vec<SheetInfo>, Stop> {
        match self.answer()? {
            Answer::Sheets(sheets) => Ok(sheets),
            Answer::Stop(stop) => Err(stop),
            Answer::Row(..) | Answer::End => Err(FileProblem::ReaderEnded.into()),
        }
    }

    fn rows(&mut self, sheet: usize, visit: &mut Visit<'_>) -> Result<(), Stop> {
        let _gone = send(self.process.get_mut(), &sheet).and_then(|()| self.process.get_mut().flush());
        loop {
            match self.answer()? {
                Answer::Row(number, cells) => {
                    if visit(number, &cells).is_break() {
                        return Ok(());
                    }
                }
                Answer::End => return Ok(()),
                Answer::Stop(stop) => return Err(stop),
                Answer::Sheets(_) => return Err(FileProblem::ReaderEnded.into()),
            }
        }
    }
}

/// One message a line.
fn send(output: &mut (impl Write + ?Sized), message: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, message)?;
    output.write_all(b"\n")
}

fn receive<T: serde::de::DeserializeOwned>(input: &mut impl BufRead) -> io::Result<T> {
    let mut line = Vec::new();
    input.take(MESSAGE_BYTES_MAX).read_until(b'\n', &mut line)?;
    Ok(serde_json::from_slice(&line)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Importer, Options, TableTexts};
    use records::lists::List;

    /// A process that says this much and ends.
    struct Gone(&'static [u8]);

    impl Read for Gone {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_process_that_ends_early_is_an_error_of_the_file() {
        let sheets = br#"{"Sheets":[{"name":"a","visible":true,"empty":false,"rows_hidden":0}]}
{"Row":[1,[{"Text":"name"},{"Text":"code"}]]}
"#;
        for said in [&b""[..], b"\n", b"memory allocation failed", b"\"End\"\n", sheets] {
            let importer = Importer::new(TableTexts::default()).unwrap();
            let importer = importer.with_workbook_process(std::sync::Arc::new(move || Ok(Box::new(Gone(said)))));
            let imported = importer.read(List::Entities, "a.xlsx", b"PK\x03\x04", &Options::default());
            let codes: Vec<_> = imported.outcome.errors.kept.iter().map(|error| error.problem.code()).collect();
            assert_eq!(codes, ["file-reader-ended"], "{}", String::from_utf8_lossy(said));
        }
    }

    #[test]
    fn a_process_that_cannot_be_started_is_told() {
        let importer = Importer::new(TableTexts::default()).unwrap();
        let importer = importer.with_workbook_process(std::sync::Arc::new(|| Err(io::ErrorKind::NotFound.into())));
        let sink = |_| Ok::<(), std::convert::Infallible>(());
        let read = importer.stream(List::Entities, "a.xlsx", &b"PK\x03\x04"[..], &Options::default(), sink);
        assert!(matches!(read, Err(crate::StreamError::Read(error)) if error.kind() == io::ErrorKind::NotFound));
    }
}
