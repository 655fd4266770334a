//! Sorted runs on disk: lines in order of their ids, and beside them where each came from.

use crate::error::{Doing, OfficeError, Result};
use crate::lines::line_id;
use crate::platform;
use crate::store::flushing::FlushingFile;
use records::hash::Digest;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Where a record came from: file, sheet and row, packed so that ten million of them are small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Number of the file, from 0.
    pub file: u16,
    /// Number of the sheet in it, from 0.
    pub sheet: u16,
    /// Row, from 1.
    pub row: u32,
}

impl Place {
    fn to_bytes(self) -> [u8; 8] {
        (u64::from(self.file) << 48 | u64::from(self.sheet) << 32 | u64::from(self.row)).to_be_bytes()
    }

    fn from_bytes([f1, f2, s1, s2, r1, r2, r3, r4]: [u8; 8]) -> Self {
        Self {
            file: u16::from_be_bytes([f1, f2]),
            sheet: u16::from_be_bytes([s1, s2]),
            row: u32::from_be_bytes([r1, r2, r3, r4]),
        }
    }
}

/// A run that is being written.
#[derive(Debug)]
pub(super) struct RunWriter {
    path: PathBuf,
    lines: FlushingFile,
    places: BufWriter<File>,
    hash: Option<Sha256>,
    count: u64,
    size: u64,
    last: Vec<u8>,
}

/// A finished run.
#[derive(Debug)]
pub(super) struct Run {
    /// The file of its lines; the places are beside it.
    pub path: PathBuf,
    /// Number of lines.
    pub count: u64,
    /// Bytes of the lines.
    pub size: u64,
    /// SHA-256 of the lines' file, where that was asked for.
    pub sha256: Option<Digest>,
}

fn places_path(path: &Path) -> PathBuf {
    path.with_extension("places")
}

impl RunWriter {
    /// Begins a run. Only the first is hashed: if there are more, they are merged, and none of them is the list.
    pub fn create(path: PathBuf, hashed: bool) -> Result<Self> {
        let open = |path: &Path| {
            let file = File::create_new(path).map_err(OfficeError::io(Doing::Write, path))?;
            platform::make_private(&file).map_err(OfficeError::io(Doing::Write, path))?;
            Ok::<_, OfficeError>(file)
        };
        let (lines, places) = (FlushingFile::new(open(&path)?), BufWriter::new(open(&places_path(&path))?));
        Ok(Self { path, lines, places, hash: hashed.then(Sha256::new), count: 0, size: 0, last: Vec::new() })
    }

    /// Whether lines from this id on can be appended.
    pub fn goes_on_with(&self, id: &[u8]) -> bool {
        self.count == 0 || self.last.as_slice() < id
    }

    /// Appends whole lines with their LF, ascending, and the places of each.
    pub fn append(&mut self, lines: &[u8], places: &[Place], last_id: &[u8]) -> Result<()> {
        let broken = OfficeError::io(Doing::Write, &self.path);
        if let Some(hash) = &mut self.hash {
            hash.update(lines);
        }
        self.count += places.len() as u64;
        self.size += lines.len() as u64;
        self.last.clear();
        self.last.extend_from_slice(last_id);
        let write = |this: &mut Self| -> io::Result<()> {
            this.lines.put(lines)?;
            places.iter().try_for_each(|place| this.places.write_all(&place.to_bytes()))
        };
        write(self).map_err(broken)
    }

    /// Ends the run. It is flushed to the disk only if it becomes the list ([`Run::sync`]).
    pub fn finish(mut self) -> Result<Run> {
        let broken = OfficeError::io(Doing::Write, &self.path);
        self.lines.finish_unflushed().and_then(|_| self.places.flush()).map_err(broken)?;
        let sha256 = self.hash.map(|hash| Digest::new(hash.finalize().into()));
        Ok(Run { path: self.path, count: self.count, size: self.size, sha256 })
    }
}

impl Run {
    /// Opens it for merging.
    pub fn read(&self) -> Result<RunReader> {
        let places_path = places_path(&self.path);
        let places = File::open(&places_path).map_err(OfficeError::io(Doing::Read, &places_path))?;
        let mut reader = RunReader {
            lines: LineStream::open(&self.path)?.unwrap_or_else(|| LineStream::empty(&self.path)),
            places: BufReader::with_capacity(1 << 16, places),
            place: Place::default(),
        };
        reader.advance()?;
        Ok(reader)
    }

    /// Flushes the lines to the disk.
    pub fn sync(&self) -> Result<()> {
        let file = File::options().write(true).open(&self.path);
        file.and_then(|file| file.sync_all()).map_err(OfficeError::io(Doing::Write, &self.path))
    }
}

/// A run that is being read, standing on one record.
#[derive(Debug)]
pub(super) struct RunReader {
    lines: LineStream,
    places: BufReader<File>,
    place: Place,
}

impl RunReader {
    /// The record: its id, its line with the LF; nothing at the end.
    pub fn current(&self) -> Option<(&[u8], &[u8])> {
        self.lines.current()
    }

    /// Where the record came from.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Goes to the next record.
    pub fn advance(&mut self) -> Result<()> {
        self.lines.advance()?;
        if self.lines.current().is_some() {
            let mut bytes = [0; 8];
            self.places.read_exact(&mut bytes).map_err(OfficeError::io(Doing::Read, &self.lines.path))?;
            self.place = Place::from_bytes(bytes);
        }
        Ok(())
    }
}

/// The lines of a sorted file, one at a time. Order is checked, because all that follows rests on it.
#[derive(Debug)]
pub(super) struct LineStream {
    source: Option<BufReader<File>>,
    path: PathBuf,
    line: Vec<u8>,
    id: (usize, usize),
    last: Vec<u8>,
    number: u64,
}

impl LineStream {
    /// Opens a file, standing before its first line; a file that is not there gives nothing.
    pub fn open(path: &Path) -> Result<Option<Self>> {
        match File::open(path) {
            Ok(file) => Ok(Some(Self { source: Some(BufReader::with_capacity(1 << 18, file)), ..Self::empty(path) })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(OfficeError::io(Doing::Read, path)(error)),
        }
    }

    /// A stream without lines.
    pub fn empty(path: &Path) -> Self {
        Self { source: None, path: path.to_owned(), line: Vec::new(), id: (0, 0), last: Vec::new(), number: 0 }
    }

    /// The record: its id, and its line with the LF.
    pub fn current(&self) -> Option<(&[u8], &[u8])> {
        if self.line.is_empty() {
            return None;
        }
        Some((&self.line[self.id.0..self.id.1], &self.line))
    }

    /// Goes to the next line.
    pub fn advance(&mut self) -> Result<()> {
        self.last.clear();
        self.last.extend_from_slice(&self.line[self.id.0..self.id.1]);
        self.line.clear();
        self.id = (0, 0);
        let Some(source) = &mut self.source else { return Ok(()) };
        source.read_until(b'\n', &mut self.line).map_err(OfficeError::io(Doing::Read, &self.path))?;
        if self.line.is_empty() {
            return Ok(());
        }
        self.number += 1;
        if self.line.last() != Some(&b'\n') {
            return Err(self.broken("the line has no end / 该行没有换行"));
        }
        let Some(id) = line_id(&self.line) else { return Err(self.broken("no id / 没有 id")) };
        // Both slices are of `line`, so the difference of their addresses is the place in it.
        let start = id.as_ptr().addr() - self.line.as_ptr().addr();
        let ordered = self.number == 1 || self.last.as_slice() < id;
        self.id = (start, start + id.len());
        if ordered { Ok(()) } else { Err(self.broken("ids do not ascend / id 未按升序排列")) }
    }

    fn broken(&self, reason: &str) -> OfficeError {
        OfficeError::Line { path: self.path.clone(), line: self.number, reason: reason.to_owned() }
    }
}
