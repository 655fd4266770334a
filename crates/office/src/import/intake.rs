//! An import under way: files are read one after another, and only the end decides whether the list changes.

use super::dangling::would_dangle;
use super::fault::{Known, ListProblem, Names, RowFault, shown_names};
use super::listener::Listener;
use super::references::{References, Unknown, former_ids};
use super::run::Place;
use super::sort::Duplicate;
use super::staging::{Staged, Staging};
use super::watch::Watch;
use super::{Ending, FAULTS_MAX, FileReport, ImportReport, ImportRequest};
use crate::error::{Doing, OfficeError, Result};
use crate::freeze::Progress;
use crate::index::find_lines;
use crate::lines::{ChunkReader, Lines, line_id};
use crate::store::journal::{ImportEntry, SourceFile};
use crate::store::{Store, Writer};
use ::import::{Batch, Options, StreamError};
use memchr::memmem;
use records::canonical::scan;
use records::hash::Digest;
use records::lists::List;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// See the module.
pub(super) struct Intake<'a> {
    writer: &'a Writer<'a>,
    request: &'a ImportRequest<'a>,
    options: &'a Options,
    progress: Progress<'a>,
    shown: Vec<String>,
    bytes_total: u64,
    bytes_done: u64,
    staging: Staging,
    references: References<'a>,
    former: Vec<(String, Place)>,
    /// What stands in the files for derived ids.
    written: BTreeMap<(Place, String), String>,
    watch: Watch,
    files: Vec<FileReport>,
    names: Names,
    faults: Faults<'a>,
}

/// All faults on their way: the first are kept, all are counted, and whoever listens is told each.
struct Faults<'a> {
    kept: Vec<RowFault>,
    total: u64,
    listener: &'a mut dyn Listener,
}

impl Faults<'_> {
    fn push(&mut self, fault: RowFault) -> Result<()> {
        self.listener.fault(&fault)?;
        self.total += 1;
        if self.kept.len() < FAULTS_MAX {
            self.kept.push(fault);
        }
        Ok(())
    }

    /// Adds those of a file, of which whoever listens was told while it was read.
    fn add_file(&mut self, errors: ::import::Found<::import::RowError>) {
        self.total += errors.total;
        let room = FAULTS_MAX.saturating_sub(self.kept.len());
        self.kept.extend(errors.kept.into_iter().take(room).map(RowFault::File));
    }
}

impl<'a> Intake<'a> {
    pub fn begin(
        writer: &'a Writer<'a>,
        request: &'a ImportRequest<'a>,
        options: &'a Options,
        progress: Progress<'a>,
        listener: &'a mut dyn Listener,
    ) -> Result<Self> {
        if !request.dry_run {
            // Told now and not behind the reading of ten million rows.
            writer.check_secret()?;
        }
        let size = |path: &PathBuf| path.metadata().map_or(0, |metadata| metadata.len());
        Ok(Self {
            references: References::new(writer.store(), request.list)?,
            staging: Staging::begin(writer, request.list, request.memory)?,
            shown: shown_names(request.files),
            bytes_total: request.files.iter().map(size).sum(),
            bytes_done: 0,
            former: Vec::new(),
            written: BTreeMap::new(),
            watch: Watch::new(request.list, request.mode),
            files: Vec::new(),
            names: Names::default(),
            faults: Faults { kept: Vec::new(), total: 0, listener },
            writer,
            request,
            options,
            progress,
        })
    }

    pub fn read(&mut self, number: usize, path: &Path) -> Result<()> {
        let file = File::open(path).map_err(OfficeError::io(Doing::Read, path))?;
        let shown = self.shown.get(number).cloned().unwrap_or_default();
        let (done, total, progress) = (self.bytes_done, self.bytes_total, self.progress);
        let mut reader =
            HashingReader { file, hash: Sha256::new(), size: 0, tell: |size| progress(done + size, total) };
        let ImportRequest { list, importer, .. } = *self.request;
        let (staging, references, former) = (&mut self.staging, &mut self.references, &mut self.former);
        let (written, watch, listener) = (&mut self.written, &mut self.watch, &mut *self.faults.listener);
        let file = u16::try_from(number).unwrap_or(u16::MAX);
        let place = |row: u64| Place { file, sheet: 0, row: u32::try_from(row).unwrap_or(u32::MAX) };
        let sink = |batch: Batch| {
            batch.errors().iter().try_for_each(|error| listener.fault(&RowFault::File(error.clone())))?;
            batch.notices().iter().try_for_each(|notice| listener.notice(notice))?;
            for one in batch.written() {
                written.insert((place(one.row), one.id.clone()), one.text.clone());
            }
            for record in batch.records() {
                let place = place(record.row);
                references.add(record.line, place)?;
                watch.add(record.line);
                if list == List::Entities {
                    former.extend(former_ids(record.line).into_iter().map(|code| (code, place)));
                }
                staging.push(record.id.as_bytes(), record.line, place)?;
            }
            Ok(())
        };
        let outcome = importer.stream(list, &shown, &mut reader, self.options, sink).map_err(|error| match error {
            StreamError::Read(error) => OfficeError::io(Doing::Read, path)(error),
            StreamError::Sink(error) => error,
        })?;
        let (sha256, size) = reader.finish().map_err(OfficeError::io(Doing::Read, path))?;
        self.bytes_done += size;
        self.faults.add_file(outcome.errors);
        let sheet = outcome.sheet.map(|(name, _)| name);
        self.names.0.push(Known { file: Arc::from(shown), sheet: sheet.clone(), columns: outcome.columns });
        // In the journal folders mean nothing.
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.files.push(FileReport {
            source: SourceFile { name, sha256, size },
            form: outcome.form,
            sheet,
            rows: outcome.rows,
            notices: (outcome.notices.kept, outcome.notices.total),
        });
        Ok(())
    }

    pub fn finish(mut self) -> Result<ImportReport> {
        let mut tell = self.watch.telling(&mut *self.faults.listener);
        let staged = self.staging.finish(self.request.mode, &mut tell)?;
        for unknown in self.references.finish()? {
            self.faults.push(unknown_fault(&unknown, &self.names, &self.written))?;
        }
        for duplicate in &staged.duplicates {
            self.faults.push(duplicate_fault(duplicate, self.request.list, &self.names, &self.written))?;
        }
        for (code, place) in two_codes(&staged, self.former)? {
            let place = self.names.place(place, &["former_ids", "registration"]);
            self.faults.push(RowFault::Lists { place, value: code, problem: ListProblem::TwoCodes })?;
        }
        for fault in self.watch.faults(&self.names, &self.written) {
            self.faults.push(fault)?;
        }
        let mut dangling = would_dangle(self.writer.store(), self.request.list, staged.path())?;
        if !self.request.accept_dangling {
            for one in dangling.drain(..) {
                let place = ::import::Place { file: Arc::from(one.list.name()), sheet: None, row: None, column: None };
                let problem = ListProblem::Dangling { list: one.list, record: one.record, name: one.name };
                self.faults.push(RowFault::Lists { place, value: one.code, problem })?;
            }
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
            dangling,
            damage: None,
        };
        if report.faults_total > 0 {
            report.ending = Ending::Refused;
        }
        let entry = journal_entry(&report, &staged, self.request);
        if report.ending == Ending::Done {
            self.writer.ensure_secret()?;
            report.damage = staged.commit()?.map(Arc::new);
            self.writer.record_import(&entry)?;
        } else {
            report.damage = staged.damage.map(Arc::new);
        }
        Ok(report)
    }
}

fn unknown_fault(unknown: &Unknown, names: &Names, written: &BTreeMap<(Place, String), String>) -> RowFault {
    let field = match unknown.field {
        "inspector" => "work_no",
        "other" => "other_work_no",
        _ => "code",
    };
    let place = names.place(unknown.place, &[field]);
    let value = written.get(&(unknown.place, unknown.code.clone())).unwrap_or(&unknown.code).clone();
    RowFault::Lists { place, value, problem: ListProblem::Unknown { list: unknown.list } }
}

fn duplicate_fault(
    duplicate: &Duplicate,
    list: List,
    names: &Names,
    written: &BTreeMap<(Place, String), String>,
) -> RowFault {
    let fields: &[&str] = match list {
        List::Entities => &["code", "registration", "local_id"],
        List::Inspectors | List::Conflicts | List::Absences => &["work_no"],
        List::Items | List::Promises | List::History | List::Selection => &["code"],
    };
    let Duplicate { id, first, second, departments, code } = duplicate;
    let other = names.place(*first, &[]);
    let problem = match departments {
        Some(departments) => ListProblem::DuplicateCode { other, departments: departments.clone() },
        None => ListProblem::Duplicate { other },
    };
    // The id of a conflict or an absence is derived from several cells; then what stands in the first of them is shown.
    let in_row = || written.range((*second, String::new())..).next().filter(|((place, _), _)| place == second);
    let value = written.get(&(*second, id.clone())).or(code.as_ref()).or_else(|| Some(in_row()?.1));
    RowFault::Lists { place: names.place(*second, fields), value: value.unwrap_or(id).clone(), problem }
}

/// What a person said about the files, with what earlier imports have accepted.
pub(super) fn options(store: &Store, request: &ImportRequest<'_>, all_findings: bool) -> Options {
    let may_refer = !matches!(request.list, List::Inspectors | List::Items | List::Absences);
    let accepted_before = if may_refer { accepted_before(&store.list_path(List::Entities)) } else { Vec::new() };
    Options { all_findings, accepted_before, ..request.options.clone() }
}

/// Codes of the list that somebody has vouched for, with the reasons. A list that is damaged is told elsewhere; what can
/// be read of it counts.
fn accepted_before(path: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let finder = memmem::Finder::new(b"\"accepted\":");
    let Ok(Some(mut reader)) = ChunkReader::open(path) else { return found };
    while let Ok(Some(chunk)) = reader.next_chunk() {
        if finder.find(&chunk.bytes).is_none() {
            continue;
        }
        for line in Lines::new(&chunk.bytes).filter(|line| finder.find(line).is_some()) {
            let reason =
                scan(line).ok().and_then(|spans| Some(spans.object("private")?.text("accepted")?.into_owned()));
            if let (Some(id), Some(reason)) = (line_id(line), reason) {
                found.push((String::from_utf8_lossy(id).into_owned(), reason));
            }
        }
    }
    found
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
