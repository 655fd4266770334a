//! Import: files of departments become a list of the store, all or nothing.
//!
//! Crate `import` reads files; here they are opened, their records sorted however many there are, compared with the list
//! that is there and with the other lists, and put in its place. With a bad row anywhere, or in a dry run, nothing of the
//! store changes.
//!
//! By default the files are the whole list: what they do not hold is removed, and the report says what that is. With
//! [`Mode::Add`] they are added, and records of the same id are replaced.
//!
//! Source: `docs/PROTOCOL.md`, section 4; `crates/import`.

mod fault;
pub mod merge;
mod references;
mod run;
mod sort;
pub mod staging;
mod workbook_process;

pub use fault::{ListProblem, RowFault, faults_csv};
pub use merge::{Changes, Mode, Tally};
pub use run::Place;
pub use sort::{Duplicate, MEMORY_BYTES};
pub use workbook_process::{serve_workbook, workbook_process};

use crate::error::{Doing, OfficeError, Result};
use crate::freeze::Progress;
use crate::index::find_lines;
use crate::store::Writer;
use crate::store::journal::{ImportEntry, SourceFile};
use ::import::{Batch, Form, Importer, Notice, Options, StreamError};
use fault::Names;
use records::day::Day;
use records::hash::Digest;
use records::lists::List;
use references::{References, former_ids};
use sha2::{Digest as _, Sha256};
use staging::{Staged, Staging};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most faults that a report keeps; the rest is counted.
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
}

/// Imports files. A report with [`Ending::Refused`] lists every bad row.
pub fn import(writer: &Writer<'_>, request: &ImportRequest<'_>, progress: Progress<'_>) -> Result<ImportReport> {
    let mut intake = Intake::begin(writer, request, progress)?;
    for (number, path) in request.files.iter().enumerate() {
        intake.read(number, path)?;
    }
    intake.finish()
}

/// An import under way.
struct Intake<'a> {
    writer: &'a Writer<'a>,
    request: &'a ImportRequest<'a>,
    progress: Progress<'a>,
    bytes_total: u64,
    bytes_done: u64,
    staging: Staging,
    references: References<'a>,
    former: Vec<(String, Place)>,
    files: Vec<FileReport>,
    faults: Faults,
}

#[derive(Default)]
struct Faults {
    kept: Vec<RowFault>,
    total: u64,
}

impl Faults {
    fn push(&mut self, fault: RowFault) {
        self.total += 1;
        if self.kept.len() < FAULTS_MAX {
            self.kept.push(fault);
        }
    }
}

impl<'a> Intake<'a> {
    fn begin(writer: &'a Writer<'a>, request: &'a ImportRequest<'a>, progress: Progress<'a>) -> Result<Self> {
        let size = |path: &PathBuf| path.metadata().map_or(0, |metadata| metadata.len());
        Ok(Self {
            references: References::new(writer.store(), request.list)?,
            staging: Staging::begin(writer, request.list, request.memory)?,
            bytes_total: request.files.iter().map(size).sum(),
            bytes_done: 0,
            former: Vec::new(),
            files: Vec::new(),
            faults: Faults::default(),
            writer,
            request,
            progress,
        })
    }

    fn read(&mut self, number: usize, path: &Path) -> Result<()> {
        let file = File::open(path).map_err(OfficeError::io(Doing::Read, path))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let (done, total, progress) = (self.bytes_done, self.bytes_total, self.progress);
        let mut reader =
            HashingReader { file, hash: Sha256::new(), size: 0, tell: |size| progress(done + size, total) };
        let ImportRequest { list, importer, options, .. } = *self.request;
        let (staging, references, former) = (&mut self.staging, &mut self.references, &mut self.former);
        let file = u16::try_from(number).unwrap_or(u16::MAX);
        let sink = |batch: Batch| {
            for record in batch.records() {
                let row = u32::try_from(record.row).unwrap_or(u32::MAX);
                let place = Place { file, sheet: 0, row };
                references.add(record.line, place)?;
                if list == List::Entities {
                    former.extend(former_ids(record.line).into_iter().map(|code| (code, place)));
                }
                staging.push(record.id.as_bytes(), record.line, place)?;
            }
            Ok(())
        };
        let outcome = importer.stream(list, &name, &mut reader, options, sink).map_err(|error| match error {
            StreamError::Read(error) => OfficeError::io(Doing::Read, path)(error),
            StreamError::Sink(error) => error,
        })?;
        let (sha256, size) = reader.finish().map_err(OfficeError::io(Doing::Read, path))?;
        self.bytes_done += size;
        self.faults.total += outcome.errors.total - outcome.errors.kept.len() as u64;
        outcome.errors.kept.into_iter().for_each(|error| self.faults.push(RowFault::File(error)));
        self.files.push(FileReport {
            source: SourceFile { name, sha256, size },
            form: outcome.form,
            sheet: outcome.sheet.map(|(name, _)| name),
            rows: outcome.rows,
            notices: (outcome.notices.kept, outcome.notices.total),
        });
        Ok(())
    }

    fn finish(mut self) -> Result<ImportReport> {
        let names = self.files.iter().map(|file| (Arc::from(file.source.name.as_str()), file.sheet.clone()));
        let names = Names(names.collect());
        let staged = self.staging.finish(self.request.mode)?;
        for unknown in self.references.finish()? {
            let problem = ListProblem::Unknown { list: unknown.list };
            self.faults.push(RowFault::Lists { place: names.place(unknown.place), value: unknown.code, problem });
        }
        for Duplicate { id, first, second } in &staged.duplicates {
            let problem = ListProblem::Duplicate { other: names.place(*first) };
            self.faults.push(RowFault::Lists { place: names.place(*second), value: id.clone(), problem });
        }
        for (code, place) in two_codes(&staged, self.former)? {
            self.faults.push(RowFault::Lists { place: names.place(place), value: code, problem: ListProblem::TwoCodes });
        }
        let mut report = ImportReport {
            list: self.request.list,
            ending: if self.request.dry_run { Ending::DryRun } else { Ending::Done },
            files: self.files,
            faults: self.faults.kept,
            faults_total: self.faults.total,
            changes: staged.changes.clone(),
            count: staged.count,
            sha256: staged.sha256,
        };
        if report.faults_total > 0 {
            report.ending = Ending::Refused;
        }
        if report.ending == Ending::Done {
            self.writer.ensure_secret()?;
            let entry = journal_entry(&report, &staged, self.request);
            staged.commit()?;
            self.writer.record_import(&entry)?;
        }
        Ok(report)
    }
}

/// Former codes that are also an id of the new list, or of two entities.
fn two_codes(staged: &Staged, mut former: Vec<(String, Place)>) -> Result<Vec<(String, Place)>> {
    former.sort_unstable();
    let mut found: Vec<(String, Place)> =
        former.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].clone()).collect();
    former.dedup_by(|b, a| a.0 == b.0);
    if former.is_empty() {
        return Ok(found);
    }
    let codes: Vec<&[u8]> = former.iter().map(|(code, _)| code.as_bytes()).collect();
    for (number, ()) in find_lines(staged.path(), &codes, |_| Ok(()))? {
        found.push(former[number].clone());
    }
    found.sort_by_key(|(_, place)| *place);
    Ok(found)
}

fn journal_entry(report: &ImportReport, staged: &Staged, request: &ImportRequest<'_>) -> ImportEntry {
    ImportEntry {
        added: report.changes.added.count,
        changed: report.changes.changed.count,
        count: staged.count,
        date: request.today,
        files: report.files.iter().map(|file| file.source.clone()).collect(),
        list: request.list,
        mode: request.mode.name().to_owned(),
        removed: report.changes.removed.count,
        sha256: staged.sha256,
        size: staged.size,
    }
}

/// Hashes and counts what is read, all of it even if the reader stopped early.
struct HashingReader<T> {
    file: File,
    hash: Sha256,
    size: u64,
    tell: T,
}

impl<T: Fn(u64)> Read for HashingReader<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(buffer)?;
        self.hash.update(&buffer[..got]);
        self.size += got as u64;
        (self.tell)(self.size);
        Ok(got)
    }
}

impl<T: Fn(u64)> HashingReader<T> {
    fn finish(mut self) -> io::Result<(Digest, u64)> {
        io::copy(&mut self, &mut io::sink())?;
        Ok((Digest::new(self.hash.finalize().into()), self.size))
    }
}
