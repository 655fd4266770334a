//! Selecting from an index.

use super::bytes::{Reader, checksum};
use super::limits::{Answer, Limits};
use super::{Entry, HEADER_BYTES, MAGIC};
use crate::error::{Doing, OfficeError, Result};
use draw::select::{SelectError, Selection, Selector};
use records::hash::Digest;
use records::plan::Plan;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

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

    /// The selection over all entities, on all cores; it is that of one selector that saw everything.
    pub fn select(&self, plan: &Plan, keys: &[[u8; 32]]) -> Result<Faulty<Selection>> {
        if self.tasks != plan.tasks.len() {
            return Ok(Err(IndexFault::Damaged));
        }
        // Nearly all tickets are too large to count, and are refused by one comparison with a limit that is safe in all
        // but one of 10^12 draws; in that one everything is offered.
        for limits in [Limits::likely(plan), Limits::none(plan)] {
            match self.select_within(plan, keys, &limits)? {
                Err(fault) => return Ok(Err(fault)),
                Ok(selector) => match selector.finish(plan) {
                    Err(SelectError::Missing { .. }) if limits.are_likely() => {}
                    selection => return Ok(Ok(selection?)),
                },
            }
        }
        Ok(Err(IndexFault::Damaged))
    }

    fn select_within(&self, plan: &Plan, keys: &[[u8; 32]], limits: &Limits) -> Result<Faulty<Selector>> {
        let codes: Vec<Answer<'_>> =
            self.answers.chunks(self.tasks.max(1)).map(|strata| limits.answer(strata, keys)).collect();
        let offer = |selector: &mut Selector, id: &[u8], code: usize| {
            codes.get(code)?.offer(id, selector);
            Some(())
        };
        let parts = match self.fold_codes(|| Selector::new(plan, keys), offer)? {
            Ok(parts) => parts,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut all = Selector::new(plan, keys);
        parts.into_iter().for_each(|part| all.merge(part));
        Ok(Ok(all))
    }

    /// Hands every entity with its strata to one of several states, one a core; the order is that of no list.
    pub fn fold<S: Send>(
        &self,
        new: impl Fn() -> S + Sync,
        offer: impl Fn(&mut S, &[u8], &[u16]) + Sync,
    ) -> Result<Faulty<Vec<S>>> {
        let answers: Vec<&[u16]> = self.answers.chunks(self.tasks.max(1)).collect();
        self.fold_codes(new, |state, id, code| {
            offer(state, id, answers.get(code)?);
            Some(())
        })
    }

    /// Hands every entity with its strata over, in the order of the list.
    pub fn each(&self, mut offer: impl FnMut(&[u8], &[u16]) -> Result<()>) -> Result<Faulty<()>> {
        let answers: Vec<&[u16]> = self.answers.chunks(self.tasks.max(1)).collect();
        // One thread takes the blocks one after the other.
        let offer = std::cell::RefCell::new((Ok(()), &mut offer));
        let taken = |(): &mut (), id: &[u8], code: usize| {
            let (so_far, offer) = &mut *offer.borrow_mut();
            if so_far.is_ok() {
                *so_far = offer(id, answers.get(code)?);
            }
            Some(())
        };
        let read = self.fold_part((), &taken, &AtomicUsize::new(0))?;
        offer.into_inner().0?;
        Ok(read)
    }

    fn fold_codes<S: Send>(
        &self,
        new: impl Fn() -> S + Sync,
        offer: impl Fn(&mut S, &[u8], usize) -> Option<()> + Sync,
    ) -> Result<Faulty<Vec<S>>> {
        let next = AtomicUsize::new(0);
        let parts: Mutex<Vec<Result<Faulty<S>>>> = Mutex::new(Vec::new());
        rayon::broadcast(|_| {
            let part = self.fold_part(new(), &offer, &next);
            parts.lock().unwrap_or_else(PoisonError::into_inner).push(part);
        });
        parts.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }

    /// Takes block after block until none is left.
    fn fold_part<S>(
        &self,
        mut state: S,
        offer: &impl Fn(&mut S, &[u8], usize) -> Option<()>,
        next: &AtomicUsize,
    ) -> Result<Faulty<S>> {
        let mut file = File::open(&self.path).map_err(OfficeError::io(Doing::Read, &self.path))?;
        let mut bytes = Vec::new();
        while let Some(entry) = self.entries.get(next.fetch_add(1, Ordering::Relaxed)) {
            bytes.resize(entry.bytes(), 0);
            let read = file.seek(SeekFrom::Start(entry.at)).and_then(|_| file.read_exact(&mut bytes));
            match read {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(IndexFault::Damaged)),
                other => other.map_err(OfficeError::io(Doing::Read, &self.path))?,
            }
            let whole = checksum(&bytes) == entry.checksum;
            if !whole || offer_block(entry, &bytes, |id, code| offer(&mut state, id, code)).is_none() {
                return Ok(Err(IndexFault::Damaged));
            }
        }
        Ok(Ok(state))
    }
}

fn offer_block(entry: &Entry, bytes: &[u8], mut offer: impl FnMut(&[u8], usize) -> Option<()>) -> Option<()> {
    let (ids, codes) = bytes.split_at_checked(entry.ids_bytes as usize)?;
    let mut ids = Ids::new(ids, entry);
    match entry.code_width {
        1 => codes.iter().try_for_each(|code| offer(ids.next()?, usize::from(*code))),
        2 => codes.as_chunks().0.iter().try_for_each(|code| offer(ids.next()?, usize::from(u16::from_le_bytes(*code)))),
        _ => codes.as_chunks().0.iter().try_for_each(|code| offer(ids.next()?, u32::from_le_bytes(*code) as usize)),
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
    /// The first id of each block.
    pub(super) fn first_ids(&self) -> Result<Vec<Vec<u8>>> {
        let mut file = File::open(&self.path).map_err(OfficeError::io(Doing::Read, &self.path))?;
        let mut first = |entry: &Entry| {
            // The longest id has 64 bytes, behind one byte with its length.
            let mut bytes = vec![0; (entry.ids_bytes as usize).min(65)];
            file.seek(SeekFrom::Start(entry.at))?;
            file.read_exact(&mut bytes)?;
            Ok(Ids::new(&bytes, entry).next().map(<[u8]>::to_vec).unwrap_or_default())
        };
        let all: io::Result<Vec<Vec<u8>>> = self.entries.iter().map(&mut first).collect();
        all.map_err(OfficeError::io(Doing::Read, &self.path))
    }
}
