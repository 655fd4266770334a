//! The pass over the list of entities, on all cores.

use super::Progress;
use super::output::{Lines, ListWriter, Subtrees};
use crate::error::Result;
use crate::index::{Block, IndexWriter};
use crate::lines::{Chunk, ChunkReader};
use crate::pipeline::ordered;
use draw::freeze::{Counts, FormerIds, FreezeError, Freezer, FrozenEntity, Link};
use records::lists::List;
use records::plan::Root;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the pass gives.
pub(super) struct Entities {
    /// Roots of the lists that have lines from entities.
    pub roots: BTreeMap<String, Root>,
    /// What the strata hold.
    pub counts: Counts,
    /// Lines of `selection` whose entities are in the list.
    pub selection: Vec<u32>,
    /// Former codes with the entities that had them.
    pub former_ids: Vec<(String, String)>,
    /// The index, without its header.
    pub index: IndexWriter,
}

/// One chunk after freezing.
struct Part {
    entities: Subtrees,
    exclusions: Subtrees,
    barred: Subtrees,
    strata: Subtrees,
    block: Block,
    counts: Counts,
    selection: Vec<u32>,
    former_ids: Vec<(String, String)>,
    first_id: String,
    last_id: String,
    /// Where its lines stand in the office's list.
    place: Range<u64>,
}

/// Freezes all entities into the lists and the index of a new folder.
pub(super) fn write(
    source: &Path,
    freezer: &Freezer<'_>,
    lists: &Path,
    index: &Path,
    progress: Progress<'_>,
) -> Result<Entities> {
    let plan = freezer.plan();
    let total = source.metadata().map_or(0, |metadata| metadata.len());
    let mut entities = ListWriter::create(lists, "entities")?;
    let mut exclusions = ListWriter::create(lists, "exclusions")?;
    let mut barred = plan.is_paired().then(|| ListWriter::create(lists, "barred")).transpose()?;
    let mut strata = plan.is_labelled().then(|| ListWriter::create(lists, "strata")).transpose()?;
    let mut out = Entities {
        roots: BTreeMap::new(),
        counts: Counts::new(plan),
        selection: Vec::new(),
        former_ids: Vec::new(),
        index: IndexWriter::create(index)?,
    };
    let (mut last_id, mut done) = (String::new(), 0);
    let sink = |part: Part| {
        check_ascending(&last_id, &part.first_id)?;
        last_id = part.last_id;
        entities.append(&part.entities)?;
        exclusions.append(&part.exclusions)?;
        barred.iter_mut().try_for_each(|list| list.append(&part.barred))?;
        strata.iter_mut().try_for_each(|list| list.append(&part.strata))?;
        out.index.push(&part.block, Some(part.place.clone()))?;
        out.counts.add(&part.counts);
        out.selection.extend(part.selection);
        out.former_ids.extend(part.former_ids);
        done = part.place.end;
        progress(done, total);
        Ok(())
    };
    each_chunk(source, |chunk| freeze_chunk(freezer, &chunk), sink)?;
    let lists =
        [("entities", Some(entities)), ("exclusions", Some(exclusions)), ("barred", barred), ("strata", strata)];
    for (name, list) in lists {
        if let Some(list) = list {
            out.roots.insert(name.to_owned(), list.finish()?);
        }
    }
    Ok(out)
}

/// Runs through a list of the store chunk by chunk; a list that is not there has none.
fn each_chunk<O: Send>(
    source: &Path,
    map: impl Fn(Chunk) -> Result<O> + Sync,
    sink: impl FnMut(O) -> Result<()> + Send,
) -> Result<()> {
    match ChunkReader::open(source)? {
        Some(mut reader) => ordered(move || reader.next_chunk(), map, sink),
        None => Ok(()),
    }
}

fn freeze_chunk(freezer: &Freezer<'_>, chunk: &Chunk) -> Result<Part> {
    let plan = freezer.plan();
    let mut one = FrozenEntity::default();
    let mut counts = Counts::new(plan);
    let (mut entities, mut exclusions) = (Lines::with_capacity(chunk), Lines::default());
    let (mut barred, mut strata) = (Lines::default(), Lines::default());
    let (mut block, mut selection, mut former_ids) = (Block::new(), Vec::new(), Vec::new());
    let (mut first_id, mut last_id) = (None, String::new());
    for line in chunk.lines() {
        freezer.entity(line, &mut one)?;
        check_ascending(&last_id, one.id())?;
        last_id.clear();
        last_id.push_str(one.id());
        first_id.get_or_insert_with(|| one.id().to_owned());
        block.push(one.id().as_bytes(), &one.offered);
        entities.push(&one.public);
        for (list, line) in [(&mut exclusions, &one.exclusion), (&mut barred, &one.barred), (&mut strata, &one.labels)]
        {
            if !line.is_empty() {
                list.push(line);
            }
        }
        one.count_into(freezer, &mut counts);
        selection.extend(one.selection);
        former_ids.extend(one.former_ids.iter().map(|code| (code.clone(), one.id().to_owned())));
    }
    Ok(Part {
        entities: entities.into_subtrees(chunk.first),
        exclusions: exclusions.into_leaves(),
        barred: barred.into_leaves(),
        strata: strata.into_subtrees(chunk.first),
        block,
        counts,
        selection,
        former_ids,
        first_id: first_id.unwrap_or_default(),
        last_id,
        place: chunk.offset..chunk.offset + chunk.bytes.len() as u64,
    })
}

fn check_ascending(last: &str, id: &str) -> Result<()> {
    if last < id {
        return Ok(());
    }
    let (id, after) = (id.to_owned(), last.to_owned());
    Err(FreezeError::Order { list: List::Entities.name(), id, after }.into())
}

/// What is known about one entity and concerns others.
pub(super) fn links(source: &Path, freezer: &Freezer<'_>) -> Result<Vec<Link>> {
    let mut all = Vec::new();
    let map = |chunk: Chunk| {
        let mut out = Vec::new();
        for line in chunk.lines() {
            out.extend(freezer.links_of(line)?);
        }
        Ok(out)
    };
    let sink = |links: Vec<Link>| {
        all.extend(links);
        Ok(())
    };
    each_chunk(source, map, sink)?;
    Ok(all)
}

/// No entity names its user or maintainer by a former code.
pub(super) fn check_users(source: &Path, former: &FormerIds) -> Result<()> {
    let map = |chunk: Chunk| Ok(chunk.lines().try_for_each(|line| former.check_users(line))?);
    each_chunk(source, map, |()| Ok(()))
}

/// How many entities a list has, and how many bytes were looked at, for a status.
pub(crate) fn count_lines(source: &Path) -> Result<u64> {
    let total = AtomicU64::new(0);
    each_chunk(source, |chunk| Ok(total.fetch_add(chunk.count, Ordering::Relaxed)), |_| Ok(()))?;
    Ok(total.into_inner())
}
