//! The index of a frozen draw, made again from its frozen lists where it is missing, stale or damaged.

use super::Frozen;
use crate::error::{Doing, OfficeError, Result};
use crate::index::{Block, Index, IndexWriter};
use crate::lines::{Chunk, ChunkReader, Lines, line_id};
use crate::pipeline::ordered;
use crate::store::UNFINISHED;
use crate::store::atomic::folder_of;
use draw::freeze::FreezeError;
use draw::rules::{EntityLine, LineBuffer, OUTSIDE, Rules, RulesError, Standing};
use records::canonical;
use records::frozen::{Exclusion, LabelLine, SelectionLine};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// The index of a frozen draw; tells whether it had to be made again.
pub fn open_index(frozen: &Frozen) -> Result<(Index, bool)> {
    let path = frozen.index_path();
    if let Ok(index) = Index::open(&path, &frozen.digest)? {
        return Ok((index, false));
    }
    Ok((rebuild_index(frozen)?, true))
}

/// Makes the index again, whatever is there.
pub fn rebuild_index(frozen: &Frozen) -> Result<Index> {
    let path = frozen.index_path();
    let folder = folder_of(&path);
    fs::create_dir_all(folder).map_err(OfficeError::io(Doing::Create, folder))?;
    let new = folder.join(format!("{UNFINISHED}index"));
    write(frozen, &new)?;
    fs::rename(&new, &path).map_err(OfficeError::io(Doing::Rename, &path))?;
    let unreadable = || std::io::Error::other("the index just written can't be read");
    Index::open(&path, &frozen.digest)?.map_err(|_| OfficeError::io(Doing::Read, &path)(unreadable()))
}

/// A chunk of entities with the lines of other lists about the same entities.
struct Part {
    entities: Chunk,
    exclusions: Vec<u8>,
    strata: Vec<u8>,
    selection: Vec<u8>,
}

fn write(frozen: &Frozen, path: &Path) -> Result<()> {
    let rules = Rules::compile(&frozen.plan).map_err(FreezeError::from)?;
    let entities_path = frozen.list_path("entities");
    let missing = || OfficeError::io(Doing::Read, &entities_path)(std::io::ErrorKind::NotFound.into());
    let mut entities = ChunkReader::open(&entities_path)?.ok_or_else(missing)?;
    let mut exclusions = Beside::open(frozen.list_path("exclusions"))?;
    let mut strata = Beside::open(frozen.list_path("strata"))?;
    let mut selection = Beside::open(frozen.list_path("selection"))?;
    let source = || {
        let Some(chunk) = entities.next_chunk()? else { return Ok(None) };
        let last = chunk.lines().last().and_then(line_id).unwrap_or_default().to_vec();
        Ok(Some(Part {
            exclusions: exclusions.take_through(&last)?,
            strata: strata.take_through(&last)?,
            selection: selection.take_through(&last)?,
            entities: chunk,
        }))
    };
    let mut index = IndexWriter::create(path)?;
    ordered(source, |part| block(&rules, frozen, &part), |block| index.push(&block, None))?;
    index.finish(&frozen.digest, frozen.plan.tasks.len())
}

fn block(rules: &Rules, frozen: &Frozen, part: &Part) -> Result<Block> {
    let mut block = Block::new();
    let mut buffer = LineBuffer::default();
    let mut exclusions = Matching::new(&part.exclusions, frozen.list_path("exclusions"));
    let mut strata = Matching::new(&part.strata, frozen.list_path("strata"));
    let mut selection = Matching::new(&part.selection, frozen.list_path("selection"));
    let mut assigned = vec![OUTSIDE; rules.task_count()];
    for (number, line) in (1..).zip(part.entities.lines()) {
        let broken = |reason: String| OfficeError::Line {
            path: frozen.list_path("entities"),
            line: part.entities.first + number,
            reason,
        };
        let entity = EntityLine::parse(line, &mut buffer, false).map_err(|error| broken(error.to_string()))?;
        let id = entity.id().as_bytes();
        let selected = selection.of::<SelectionLine>(id)?.map(|line| rules.selected_of(&line.tasks));
        let labels: Option<LabelLine> = strata.of(id)?;
        let labels = labels.map(|line| rules.labels_of(&line)).transpose();
        let labels = labels.map_err(|error: RulesError| FreezeError::from(error))?;
        let standing = Standing {
            selected: selected.as_deref().unwrap_or_default(),
            labels: labels.as_deref().unwrap_or_default(),
        };
        rules.assign(&entity, standing, &mut assigned);
        if let Some(exclusion) = exclusions.of::<Exclusion>(id)? {
            for excluded in &exclusion.tasks {
                if let Some(slot) =
                    rules.task_index(excluded.task.as_str()).and_then(|k| assigned.get_mut(usize::from(k)))
                {
                    *slot = OUTSIDE;
                }
            }
        }
        block.push(id, &assigned);
    }
    Ok(block)
}

/// A list that is read beside the entities, by id.
struct Beside {
    reader: Option<ChunkReader>,
    chunk: Vec<u8>,
    at: usize,
}

impl Beside {
    fn open(path: PathBuf) -> Result<Self> {
        Ok(Self { reader: ChunkReader::open(&path)?, chunk: Vec::new(), at: 0 })
    }

    /// All further lines up to this id.
    fn take_through(&mut self, last: &[u8]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        loop {
            let rest = &self.chunk[self.at..];
            let mut taken = 0;
            for line in Lines::new(rest) {
                if line_id(line).is_some_and(|id| id > last) {
                    break;
                }
                taken += line.len() + 1;
            }
            out.extend_from_slice(&rest[..taken]);
            self.at += taken;
            if self.at < self.chunk.len() {
                return Ok(out);
            }
            let Some(reader) = &mut self.reader else { return Ok(out) };
            let Some(chunk) = reader.next_chunk()? else { return Ok(out) };
            (self.chunk, self.at) = (chunk.bytes, 0);
        }
    }
}

/// Looks up ascending ids in sorted lines.
struct Matching<'a> {
    lines: std::iter::Peekable<Lines<'a>>,
    path: PathBuf,
}

impl<'a> Matching<'a> {
    fn new(bytes: &'a [u8], path: PathBuf) -> Self {
        Self { lines: Lines::new(bytes).peekable(), path }
    }

    fn of<T: DeserializeOwned>(&mut self, id: &[u8]) -> Result<Option<T>> {
        while self.lines.next_if(|line| line_id(line).is_none_or(|other| other < id)).is_some() {}
        let Some(line) = self.lines.next_if(|line| line_id(line) == Some(id)) else { return Ok(None) };
        let read = canonical::from_slice(line);
        read.map(Some).map_err(|error| OfficeError::Line {
            path: self.path.clone(),
            line: 0,
            reason: error.to_string(),
        })
    }
}
