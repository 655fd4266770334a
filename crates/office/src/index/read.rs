//! Selecting from an index.

use super::bytes::{Reader, checksum};
use super::{Entry, HEADER_BYTES, MAGIC};
use crate::error::{Doing, OfficeError, Result};
use draw::rules::OUTSIDE;
use draw::select::Selector;
use records::hash::Digest;
use records::plan::Plan;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Largest directory that is read: ten thousand million entities have less.
const DIRECTORY_BYTES_MAX: u64 = 1 << 30;

/// Why an index can't be used and is to be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexFault {
    /// There is none.
    Missing,
    /// It is of another plan, or of other lists.
    Stale,
    /// Its bytes are not those that were written.
    Damaged,
}

/// An index whose directory was read and found whole.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    pub(super) entries: Vec<Entry>,
    /// For each code the strata of all tasks, one after the other.
    answers: Vec<u16>,
    tasks: usize,
}

/// What reading gives: what was read, or a fault for which the index is made again.
type Faulty<T> = std::result::Result<T, IndexFault>;

impl Index {
    /// Opens the index of the plan with this digest.
    pub fn open(path: &Path, plan: &Digest) -> Result<Faulty<Self>> {
        match Self::read(path, plan) {
            Ok(index) => Ok(index),
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound => Ok(Err(IndexFault::Missing)),
                io::ErrorKind::UnexpectedEof => Ok(Err(IndexFault::Damaged)),
                _ => Err(OfficeError::io(Doing::Read, path)(error)),
            },
        }
    }

    fn read(path: &Path, plan: &Digest) -> io::Result<Faulty<Self>> {
        let mut file = File::open(path)?;
        let mut header = [0; HEADER_BYTES as usize];
        file.read_exact(&mut header)?;
        let Some(rest) = header.strip_prefix(MAGIC) else { return Ok(Err(IndexFault::Damaged)) };
        let Some(rest) = rest.strip_prefix(plan.as_bytes()) else { return Ok(Err(IndexFault::Stale)) };
        let mut reader = Reader(rest);
        let (Some(at), Some(size), Some(sum)) = (reader.u64(), reader.u64(), reader.u64()) else {
            return Ok(Err(IndexFault::Damaged));
        };
        if size > DIRECTORY_BYTES_MAX || at.checked_add(size) != Some(file.metadata()?.len()) {
            return Ok(Err(IndexFault::Damaged));
        }
        let mut directory = vec![0; size as usize];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut directory)?;
        let index = if checksum(&directory) == sum { Self::parse(path, &directory) } else { None };
        Ok(index.ok_or(IndexFault::Damaged))
    }

    fn parse(path: &Path, directory: &[u8]) -> Option<Self> {
        let mut reader = Reader(directory);
        let tasks = reader.u32()? as usize;
        let count = reader.u32()? as usize;
        let answers = (0..count.checked_mul(tasks)?).map(|_| reader.u16()).collect::<Option<Vec<u16>>>()?;
        let blocks = reader.u32()?;
        let entries = (0..blocks).map(|_| reader.entry()).collect::<Option<Vec<Entry>>>()?;
        Some(Self { path: path.to_owned(), entries, answers, tasks })
    }

    /// Number of entities.
    pub fn len(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.first + u64::from(entry.count))
    }

    /// Whether it has no entity.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Offers every entity to a selector; all cores take part. The result is that of one selector that saw everything.
    pub fn select(&self, plan: &Plan, keys: &[[u8; 32]]) -> Result<Faulty<Selector>> {
        if self.tasks != plan.tasks.len() {
            return Ok(Err(IndexFault::Damaged));
        }
        let next = AtomicUsize::new(0);
        let parts: Mutex<Vec<Result<Faulty<Selector>>>> = Mutex::new(Vec::new());
        rayon::broadcast(|_| {
            let part = self.select_part(Selector::new(plan, keys), &next);
            if let Ok(mut parts) = parts.lock() {
                parts.push(part);
            }
        });
        let mut all = Selector::new(plan, keys);
        for part in parts.into_inner().unwrap_or_default() {
            match part? {
                Ok(selector) => all.merge(selector),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        Ok(Ok(all))
    }

    /// Takes block after block until none is left.
    fn select_part(&self, mut selector: Selector, next: &AtomicUsize) -> Result<Faulty<Selector>> {
        let mut file = File::open(&self.path).map_err(OfficeError::io(Doing::Read, &self.path))?;
        let mut bytes = Vec::new();
        while let Some(entry) = self.entries.get(next.fetch_add(1, Ordering::Relaxed)) {
            bytes.resize(entry.select_bytes(), 0);
            let read = file.seek(SeekFrom::Start(entry.at)).and_then(|_| file.read_exact(&mut bytes));
            match read {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(IndexFault::Damaged)),
                other => other.map_err(OfficeError::io(Doing::Read, &self.path))?,
            }
            if checksum(&bytes) != entry.checksum || self.offer(entry, &bytes, &mut selector).is_none() {
                return Ok(Err(IndexFault::Damaged));
            }
        }
        Ok(Ok(selector))
    }

    fn offer(&self, entry: &Entry, bytes: &[u8], selector: &mut Selector) -> Option<()> {
        let (ids, codes) = bytes.split_at_checked(entry.ids_bytes as usize)?;
        match entry.code_width {
            1 => self.offer_all(Ids::new(ids, entry), codes.iter().map(|code| usize::from(*code)), selector),
            2 => {
                let codes = codes.as_chunks().0.iter().map(|code| usize::from(u16::from_le_bytes(*code)));
                self.offer_all(Ids::new(ids, entry), codes, selector)
            }
            _ => {
                let codes = codes.as_chunks().0.iter().map(|code| u32::from_le_bytes(*code) as usize);
                self.offer_all(Ids::new(ids, entry), codes, selector)
            }
        }
    }

    fn offer_all(&self, ids: Ids<'_>, codes: impl Iterator<Item = usize>, selector: &mut Selector) -> Option<()> {
        let drawable: Vec<bool> =
            self.answers.chunks(self.tasks.max(1)).map(|answer| answer.iter().any(|one| *one != OUTSIDE)).collect();
        for (id, code) in ids.zip(codes) {
            if *drawable.get(code)? {
                selector.offer(id, self.answers.get(code * self.tasks..(code + 1) * self.tasks)?);
            }
        }
        Some(())
    }
}

/// The ids of a block.
struct Ids<'a> {
    rest: &'a [u8],
    width: usize,
}

impl<'a> Ids<'a> {
    fn new(rest: &'a [u8], entry: &Entry) -> Self {
        Self { rest, width: usize::from(entry.id_width) }
    }
}

impl<'a> Iterator for Ids<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let width = match self.width {
            0 => {
                let (length, after) = self.rest.split_first()?;
                self.rest = after;
                usize::from(*length)
            }
            width => width,
        };
        let (id, after) = self.rest.split_at_checked(width)?;
        self.rest = after;
        Some(id)
    }
}

impl Index {
    /// The ids of one block, and the bytes of each line, for [`super::LineFinder`].
    pub(super) fn block(&self, number: usize) -> Result<Faulty<(Vec<u8>, Vec<u8>)>> {
        let Some(entry) = self.entries.get(number) else { return Ok(Err(IndexFault::Damaged)) };
        let broken = OfficeError::io(Doing::Read, &self.path);
        let (mut ids, mut lines) = (vec![0; entry.select_bytes()], vec![0; entry.count as usize * 4]);
        let read = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(entry.at))?;
            file.read_exact(&mut ids)?;
            file.read_exact(&mut lines)
        });
        match read {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(IndexFault::Damaged)),
            Err(error) => return Err(broken(error)),
        }
        let whole = checksum(&ids) == entry.checksum && checksum(&lines) == entry.lines_checksum;
        Ok(if whole { Ok((ids, lines)) } else { Err(IndexFault::Damaged) })
    }

    pub(super) fn first_id(&self, number: usize) -> Option<Vec<u8>> {
        // Blocks are few; the first id of each is read when it is asked for.
        let entry = self.entries.get(number)?;
        let mut file = File::open(&self.path).ok()?;
        let mut bytes = vec![0; (entry.ids_bytes as usize).min(65)];
        file.seek(SeekFrom::Start(entry.at)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Ids::new(&bytes, entry).next().map(<[u8]>::to_vec)
    }

    /// Whether an entity of this id is in the list.
    pub fn contains(&self, id: &[u8]) -> Result<bool> {
        let after = (0..self.entries.len()).collect::<Vec<_>>();
        let after = after.partition_point(|number| self.first_id(*number).is_some_and(|first| first.as_slice() <= id));
        let Some(number) = after.checked_sub(1) else { return Ok(false) };
        let damaged = || OfficeError::io(Doing::Read, &self.path)(io::Error::other("the index is damaged"));
        let (ids, _) = self.block(number)?.map_err(|_| damaged())?;
        Ok(self.ids(number, &ids).any(|other| other == id))
    }

    pub(super) fn ids<'a>(&self, number: usize, bytes: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let entry = self.entries.get(number);
        let ids = entry.and_then(|entry| bytes.get(..entry.ids_bytes as usize)).unwrap_or_default();
        Ids { rest: ids, width: entry.map_or(1, |entry| usize::from(entry.id_width)) }
    }
}
