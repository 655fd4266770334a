//! Writing an index, block by block, while the frozen lists are written.

use super::bytes::{checksum, write_entry};
use super::{Entry, HEADER_BYTES, MAGIC};
use crate::error::{Doing, OfficeError, Result};
use records::hash::Digest;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Entities that follow one another in the frozen list, packed on any thread.
#[derive(Clone, Debug, Default)]
pub struct Block {
    ids: Vec<u8>,
    id_lengths: Vec<u8>,
    /// Numbers in `answers`, one an entity.
    codes: Vec<u32>,
    /// Different answers of this block: for each task a stratum, or `draw::rules::OUTSIDE`.
    answers: Vec<Vec<u16>>,
    numbers: HashMap<Vec<u16>, u32>,
}

impl Block {
    /// An empty block.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entity: its id, and for each task the stratum in which it may be drawn.
    pub fn push(&mut self, id: &[u8], strata: &[u16]) {
        self.ids.extend_from_slice(id);
        // An id has at most 64 bytes.
        self.id_lengths.push(id.len() as u8);
        let last = self.codes.last().copied().filter(|code| self.answers[*code as usize] == strata);
        let code = last.unwrap_or_else(|| self.number(strata));
        self.codes.push(code);
    }

    fn number(&mut self, strata: &[u16]) -> u32 {
        if let Some(code) = self.numbers.get(strata) {
            return *code;
        }
        let code = self.answers.len() as u32;
        self.answers.push(strata.to_vec());
        self.numbers.insert(strata.to_vec(), code);
        code
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether it has no entity.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The ids as they stand in the index, and their width.
    fn packed_ids(&self) -> (Vec<u8>, u8) {
        let width = self.id_lengths.first().copied().unwrap_or(0);
        if self.id_lengths.iter().all(|length| *length == width) {
            return (self.ids.clone(), width);
        }
        let mut out = Vec::with_capacity(self.ids.len() + self.id_lengths.len());
        let mut rest = self.ids.as_slice();
        for length in &self.id_lengths {
            let (id, after) = rest.split_at(usize::from(*length));
            out.push(*length);
            out.extend_from_slice(id);
            rest = after;
        }
        (out, 0)
    }
}

/// An index in the making. It is written as a file beside others that are not finished either, so its place is given by
/// the folder that it stands in.
#[derive(Debug)]
pub struct IndexWriter {
    file: File,
    path: PathBuf,
    at: u64,
    first: u64,
    entries: Vec<Entry>,
    answers: Vec<Vec<u16>>,
    numbers: HashMap<Vec<u16>, u32>,
}

impl IndexWriter {
    /// Begins a file.
    pub fn create(path: &Path) -> Result<Self> {
        let mut file = File::create(path).map_err(OfficeError::io(Doing::Write, path))?;
        // The header follows at the end: until then no reader takes this for an index.
        file.write_all(&[0; HEADER_BYTES as usize]).map_err(OfficeError::io(Doing::Write, path))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            at: HEADER_BYTES,
            first: 0,
            entries: Vec::new(),
            answers: Vec::new(),
            numbers: HashMap::new(),
        })
    }

    /// Appends a block; blocks come in the order of the list. `lines` says where its lines stand in the office's list.
    pub fn push(&mut self, block: &Block, lines: Option<Range<u64>>) -> Result<()> {
        if block.is_empty() {
            return Ok(());
        }
        let global: Vec<u32> = block.answers.iter().map(|answer| self.number(answer)).collect();
        let code_width = match global.iter().max() {
            Some(0..=0xff) | None => 1,
            Some(0x100..=0xffff) => 2,
            Some(_) => 4,
        };
        let (mut bytes, id_width) = block.packed_ids();
        let ids_bytes = bytes.len() as u32;
        for code in &block.codes {
            let number = global[*code as usize].to_le_bytes();
            bytes.extend_from_slice(&number[..usize::from(code_width)]);
        }
        let entry = Entry {
            at: self.at,
            first: self.first,
            lines,
            count: block.len() as u32,
            id_width,
            code_width,
            ids_bytes,
            checksum: checksum(&bytes),
        };
        self.file.write_all(&bytes).map_err(OfficeError::io(Doing::Write, &self.path))?;
        self.at += bytes.len() as u64;
        self.first += u64::from(entry.count);
        self.entries.push(entry);
        Ok(())
    }

    fn number(&mut self, answer: &[u16]) -> u32 {
        if let Some(number) = self.numbers.get(answer) {
            return *number;
        }
        let number = self.answers.len() as u32;
        self.answers.push(answer.to_vec());
        self.numbers.insert(answer.to_vec(), number);
        number
    }

    /// Writes directory and header, for the plan with this digest. `tasks` is the number of its tasks.
    pub fn finish(mut self, plan: &Digest, tasks: usize) -> Result<()> {
        let mut directory = Vec::new();
        directory.extend((tasks as u32).to_le_bytes());
        directory.extend((self.answers.len() as u32).to_le_bytes());
        for answer in &self.answers {
            answer.iter().for_each(|stratum| directory.extend(stratum.to_le_bytes()));
        }
        directory.extend((self.entries.len() as u32).to_le_bytes());
        self.entries.iter().for_each(|entry| write_entry(entry, &mut directory));
        let mut header = MAGIC.to_vec();
        header.extend(plan.as_bytes());
        header.extend(self.at.to_le_bytes());
        header.extend((directory.len() as u64).to_le_bytes());
        header.extend(checksum(&directory).to_le_bytes());
        let write = |file: &mut File| {
            file.write_all(&directory)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header)?;
            file.sync_all()
        };
        write(&mut self.file).map_err(OfficeError::io(Doing::Write, &self.path))
    }
}
