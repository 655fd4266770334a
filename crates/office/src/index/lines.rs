//! Finding the lines of some entities in the office's list, reading as little of it as the index allows.

use super::Index;
use crate::error::{Doing, OfficeError, Result};
use crate::lines::{ChunkReader, Lines, line_id};
use crate::pipeline::ordered;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

/// Reads lines of the office's list by their ids.
#[derive(Debug)]
pub struct LineFinder<'a> {
    index: &'a Index,
    /// The first id of each block.
    firsts: Vec<Vec<u8>>,
}

impl<'a> LineFinder<'a> {
    /// For an index.
    pub fn new(index: &'a Index) -> Result<Self> {
        Ok(Self { index, firsts: index.first_ids()? })
    }

    /// What `map` makes of the line, without its LF, of each id that the list has: pairs with the number of the id, in
    /// order. Ids must ascend.
    pub fn find<O: Send>(
        &self,
        entities: &Path,
        ids: &[&[u8]],
        map: impl Fn(&[u8]) -> Result<O> + Sync,
    ) -> Result<Vec<(usize, O)>> {
        let Some(parts) = self.parts(ids) else { return find_lines(entities, ids, map) };
        let mut parts = parts.into_iter();
        let mut file = File::open(entities).map_err(OfficeError::io(Doing::Read, entities))?;
        let source = || {
            let Some((wanted, place)) = parts.next() else { return Ok(None) };
            let mut bytes = vec![0; (place.end - place.start) as usize];
            let read = file.seek(SeekFrom::Start(place.start)).and_then(|_| file.read_exact(&mut bytes));
            read.map_err(OfficeError::io(Doing::Read, entities))?;
            Ok(Some((wanted, bytes)))
        };
        let mut out = Vec::new();
        let pick = |(wanted, bytes): (Range<usize>, Vec<u8>)| pick(&bytes, ids, wanted, &map);
        ordered(source, pick, |found| {
            out.extend(found);
            Ok(())
        })?;
        Ok(out)
    }

    /// Which ids may stand in which block, and where that is; nothing if the index does not say.
    fn parts(&self, ids: &[&[u8]]) -> Option<Vec<(Range<usize>, Range<u64>)>> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(id) = ids.get(at) {
            let block = self.firsts.partition_point(|first| first.as_slice() <= *id);
            let next = self.firsts.get(block);
            let end = at + ids[at..].partition_point(|id| next.is_none_or(|next| *id < next.as_slice()));
            if let Some(block) = block.checked_sub(1) {
                out.push((at..end, self.index.entries.get(block)?.lines.clone()?));
            }
            at = end;
        }
        Some(out)
    }
}

/// [`LineFinder::find`] without an index: all of the list is read, on all cores.
pub fn find_lines<O: Send>(
    entities: &Path,
    ids: &[&[u8]],
    map: impl Fn(&[u8]) -> Result<O> + Sync,
) -> Result<Vec<(usize, O)>> {
    let mut out = Vec::new();
    let Some(mut reader) = ChunkReader::open(entities)? else { return Ok(out) };
    let pick = |bytes: Vec<u8>| {
        let first = Lines::new(&bytes).next().and_then(line_id).unwrap_or_default();
        let start = ids.partition_point(|id| *id < first);
        pick(&bytes, ids, start..ids.len(), &map)
    };
    let source = || Ok(reader.next_chunk()?.map(|chunk| chunk.bytes));
    ordered(source, pick, |found| {
        out.extend(found);
        Ok(())
    })?;
    Ok(out)
}

/// The lines of the wanted ids among these bytes.
fn pick<O>(
    bytes: &[u8],
    ids: &[&[u8]],
    wanted: Range<usize>,
    map: &impl Fn(&[u8]) -> Result<O>,
) -> Result<Vec<(usize, O)>> {
    let mut out = Vec::new();
    let mut wanted = wanted.peekable();
    for line in Lines::new(bytes) {
        let Some(id) = line_id(line) else { continue };
        while wanted.next_if(|number| ids[*number] < id).is_some() {}
        match wanted.next_if(|number| ids[*number] == id) {
            Some(number) => out.push((number, map(line)?)),
            None if wanted.peek().is_none() => break,
            None => {}
        }
    }
    Ok(out)
}
