//! Finding the frozen lines of the drawn entities without reading the lines of the others.

use super::Index;
use super::read::IndexFault;
use crate::error::{Doing, OfficeError, Result};
use crate::lines::line_id;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Reads lines of `entities.jsonl` by their ids.
#[derive(Debug)]
pub struct LineFinder<'a> {
    index: &'a Index,
    /// The first id of each block.
    firsts: Vec<Vec<u8>>,
}

impl<'a> LineFinder<'a> {
    /// For an index that is whole.
    pub fn new(index: &'a Index) -> Result<Self> {
        Ok(Self { index, firsts: index.first_ids()? })
    }

    /// Hands over the line, without its LF, of each id that the list has, in order; ids must ascend. An index that leads
    /// to another line than it should is reported as damaged.
    pub fn find(
        &self,
        entities: &Path,
        ids: &[&[u8]],
        mut found: impl FnMut(&[u8], &[u8]),
    ) -> Result<std::result::Result<(), IndexFault>> {
        let broken = || OfficeError::io(Doing::Read, entities);
        let mut file = File::open(entities).map_err(broken())?;
        let mut line = Vec::new();
        let mut rest = ids;
        while let Some(first) = rest.first() {
            let block = self.firsts.partition_point(|id| id.as_slice() <= *first);
            let Some(block) = block.checked_sub(1) else {
                rest = &rest[1..];
                continue;
            };
            let next = self.firsts.get(block + 1);
            let count = rest.partition_point(|id| next.is_none_or(|next| *id < next.as_slice()));
            let (here, after) = rest.split_at(count);
            rest = after;
            let places = match self.places(block, here)? {
                Ok(places) => places,
                Err(fault) => return Ok(Err(fault)),
            };
            for (id, at, bytes) in places {
                line.resize(bytes as usize, 0);
                match file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut line)) {
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(IndexFault::Damaged)),
                    other => other.map_err(broken())?,
                }
                match line.split_last() {
                    Some((b'\n', text)) if line_id(text) == Some(id) => found(id, text),
                    _ => return Ok(Err(IndexFault::Damaged)),
                }
            }
        }
        Ok(Ok(()))
    }

    /// Where the lines of these ids of one block stand, and how long they are.
    #[expect(clippy::type_complexity, reason = "it is read in one place, just above")]
    fn places<'i>(
        &self,
        block: usize,
        ids: &[&'i [u8]],
    ) -> Result<std::result::Result<Vec<(&'i [u8], u64, u32)>, IndexFault>> {
        let (id_bytes, line_bytes) = match self.index.block(block)? {
            Ok(read) => read,
            Err(fault) => return Ok(Err(fault)),
        };
        let lengths = line_bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
        let mut at = self.index.entries[block].line_at;
        let (mut out, mut wanted) = (Vec::with_capacity(ids.len()), ids.iter().peekable());
        for (id, length) in self.index.ids(block, &id_bytes).zip(lengths) {
            while wanted.next_if(|other| **other < id).is_some() {}
            if let Some(same) = wanted.next_if(|other| **other == id) {
                out.push((*same, at, length));
            }
            at += u64::from(length);
        }
        Ok(Ok(out))
    }
}
