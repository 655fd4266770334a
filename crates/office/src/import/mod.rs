//! Import: files of departments become a list of the store, all or nothing.
//!
//! Crate `import` reads files; here they are opened, their records sorted however many there are, compared with the list
//! that is there and with the other lists, and put in its place. With a bad row anywhere, or in a dry run, nothing of the
//! store changes.
//!
//! By default the files are the whole list: what they do not hold is removed, and the report says what that is. With
//! [`Mode::Add`] they are added, and records of the same id are replaced. Records of one department are never removed or
//! overwritten by the file of another without a word, and neither is whom another list still names ([`dangling`]).
//!
//! Source: `docs/PROTOCOL.md`, section 4; `crates/import`.

mod dangling;
mod fault;
mod intake;
mod listener;
pub mod merge;
mod references;
mod report_files;
mod run;
mod sort;
pub mod staging;
mod watch;
mod workbook_process;

pub use dangling::{Dangling, dangling};
pub use fault::{ListProblem, RowFault, faults_csv};
pub use listener::Listener;
pub use merge::{Change, Changes, Fate, Mode, Tally};
pub use report_files::{ReportFiles, ReportPaths};
pub use run::Place;
pub use sort::{Duplicate, MEMORY_BYTES};
pub use workbook_process::{serve_workbook, workbook_process};

use crate::error::{OfficeError, Result};
use crate::freeze::Progress;
use crate::store::Writer;
use crate::store::journal::SourceFile;
use ::import::{Form, Importer, Notice, Options};
use records::day::Day;
use records::hash::Digest;
use records::lists::List;
use std::path::PathBuf;
use std::sync::Arc;

/// Most faults that a report keeps; the rest is counted, and a [`Listener`] is told them all.
pub const FAULTS_MAX: usize = 10_000;

/// What is imported, and how.
#[derive(Clone, Copy, Debug)]
pub struct ImportRequest<'a> {
    /// Into which list.
    pub list: List,
    /// The files.
    pub files: &'a [PathBuf],
    /// Whether they are the whole list.
    pub mode: Mode,
    /// Changes nothing.
    pub dry_run: bool,
    /// Whether records of other lists may name nobody afterwards.
    pub accept_dangling: bool,
    /// Reads them, with the tables of headers and codes.
    pub importer: &'a Importer,
    /// What a person says about the files.
    pub options: &'a Options,
    /// The date for the journal.
    pub today: Day,
    /// Bytes of records that are held at any time; see [`MEMORY_BYTES`].
    pub memory: usize,
}

/// How an import ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// There are faults: nothing was changed.
    Refused,
    /// A dry run: this is what would be changed.
    DryRun,
    /// The list is in place.
    Done,
}

/// One file that was read.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Name, size and digest.
    pub source: SourceFile,
    /// What kind of file it was.
    pub form: Form,
    /// The sheet that was read, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// Rows below the header, samples apart.
    pub rows: u64,
    /// What was changed, skipped or doubted: the first, and how many.
    pub notices: (Vec<Notice>, u64),
}

/// What came of an import.
#[derive(Clone, Debug)]
#[must_use]
pub struct ImportReport {
    /// Into which list.
    pub list: List,
    /// How it ended.
    pub ending: Ending,
    /// The files.
    pub files: Vec<FileReport>,
    /// The first faults, in the order of files.
    pub faults: Vec<RowFault>,
    /// How many faults there are.
    pub faults_total: u64,
    /// What changes; of no account if there are faults.
    pub changes: Changes,
    /// Records of the list afterwards.
    pub count: u64,
    /// SHA-256 of the list's file afterwards.
    pub sha256: Digest,
    /// Records of other lists that name nobody afterwards, where that was accepted.
    pub dangling: Vec<Dangling>,
    /// What is wrong with the list that was replaced, if it was damaged.
    pub damage: Option<Arc<OfficeError>>,
}

/// Imports files. A report with [`Ending::Refused`] lists the first bad rows and counts all of them.
pub fn import(writer: &Writer<'_>, request: &ImportRequest<'_>, progress: Progress<'_>) -> Result<ImportReport> {
    import_and_tell(writer, request, progress, &mut ())
}

/// The same, and tells somebody every fault, notice and change on the way.
pub fn import_and_tell(
    writer: &Writer<'_>,
    request: &ImportRequest<'_>,
    progress: Progress<'_>,
    listener: &mut dyn Listener,
) -> Result<ImportReport> {
    let options = intake::options(writer.store(), request, listener.listens());
    let mut intake = intake::Intake::begin(writer, request, &options, progress, listener)?;
    for (number, path) in request.files.iter().enumerate() {
        intake.read(number, path)?;
    }
    intake.finish()
}
