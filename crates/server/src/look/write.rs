//! Writes the shards of one verified bundle.
//!
//! The lists are read once from end to end and then line by line where a shard needs them; in memory are the trees, where each line
//! ends, and sixteen bytes a row. The same bundle gives the same files, byte for byte.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use draw::entity_proof::{EntityProofError, Gatherer, Prover};
use draw::rules::{EntityLine, LineBuffer};
use rayon::prelude::*;
use records::canonical;
use serde_json::Value;
use verify::Verified;

use super::format::{BITS_MAX, Description, Named, ShownStratum, first_bits, key_of, prefix, shard_path};
use super::lines::{LineReader, Positions, pass};
use super::shard::{Maker, Nodes, Place};
use super::source::Source;
use super::{ENTITIES, LOOK_FILE, LOOK_FORMAT, LookError, STRATA};
use crate::folder::Folder;

/// Most bytes of a shard, as long as more shards help.
pub const SHARD_BYTES_MAX: u64 = 65_536;

/// Rows of a shard, on the average, at most.
const ROWS_MAX: u64 = 32;

/// How many of the fullest shards are made to see whether they become too large.
const PROBES: usize = 64;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Bits of a shard's number.
    pub bits: u8,
    /// Rows of all shards.
    pub rows: u64,
    /// How many shards there are, empty ones included.
    pub shards: u64,
    /// Bytes of all shards.
    pub bytes: u64,
    /// Bytes of the largest shard.
    pub largest: u64,
}

/// Writes `look.json` and the shards into a folder that has neither. `at` is where the bundle is published, seen from that folder:
/// `..` if the folder stands in the bundle's.
pub fn write(bundle: &Folder, verified: &Verified, at: &str, out: &Path) -> Result<Written, LookError> {
    for name in [LOOK_FILE, "s"] {
        let path = out.join(name);
        if path.exists() {
            return Err(LookError::Exists { file: path.display().to_string() });
        }
    }
    let source = Source::open(bundle, verified)?;
    let mut gatherer = Gatherer::new(&source.plan, source.record.as_ref().map(|(record, _)| record))?;
    let (mut positions, mut places) = (Positions::new(), Vec::new());
    for file in gatherer.files() {
        let ends = pass(bundle, file, |line| {
            if file == ENTITIES {
                places_of(source.k(), line, &mut places)?;
            }
            Ok(gatherer.push(file, line)?)
        })?;
        positions.insert(file, ends);
    }
    let prover = gatherer.finish()?;
    places.par_sort_unstable();
    let writer = Writer { source: &source, positions: &positions, prover: &prover, places: &places, out };
    let mut bits = writer.bits()?;
    let written = loop {
        let written = writer.shards(bits)?;
        if written.largest <= SHARD_BYTES_MAX || bits >= BITS_MAX {
            break written;
        }
        let shards = out.join("s");
        fs::remove_dir_all(&shards).map_err(|error| LookError::io(&shards, &error))?;
        bits += 1;
    };
    // A folder without the description is not finished, so it comes last.
    writer.description(bits, at)?;
    Ok(written)
}

/// The rows of an entity: its id and its former ones.
fn places_of(k: &str, line: &[u8], places: &mut Vec<Place>) -> Result<(), LookError> {
    let mut buffer = LineBuffer::default();
    let entity = EntityLine::parse(line, &mut buffer, false).map_err(EntityProofError::from)?;
    let line = match places.last() {
        None => 0,
        Some(last) => last.entity.checked_add(1).ok_or_else(|| LookError::damaged(ENTITIES, "too many lines"))?,
    };
    for (number, code) in (0..).zip(std::iter::once(entity.id()).chain(entity.former_ids())) {
        places.push(Place { prefix: prefix(&key_of(k, code)), entity: line, code: number });
    }
    Ok(())
}

struct Writer<'a> {
    source: &'a Source<'a>,
    positions: &'a Positions,
    prover: &'a Prover<'a>,
    /// By the first bytes of their keys.
    places: &'a [Place],
    out: &'a Path,
}

impl<'a> Writer<'a> {
    fn maker(&self) -> Maker<'a> {
        let reader = LineReader::new(self.source.folder, self.positions);
        Maker { prover: self.prover, reader, k: self.source.k() }
    }

    /// The rows of a shard.
    fn rows(&self, number: u64, bits: u8) -> &'a [Place] {
        let start = self.places.partition_point(|place| first_bits(place.prefix, bits) < number);
        let rest = self.places.get(start..).unwrap_or_default();
        let end = rest.partition_point(|place| first_bits(place.prefix, bits) == number);
        rest.get(..end).unwrap_or_default()
    }

    /// The fewest bits with which there are few rows in a shard and the fullest ones are not too large.
    fn bits(&self) -> Result<u8, LookError> {
        let rows = self.places.len() as u64;
        let mut bits = (0..BITS_MAX).find(|bits| rows <= ROWS_MAX << bits).unwrap_or(BITS_MAX);
        while bits < BITS_MAX && self.probe(bits)? > SHARD_BYTES_MAX {
            bits += 1;
        }
        Ok(bits)
    }

    /// The size of the largest of the shards with most rows, and of those with most rows among the first: small tickets are drawn,
    /// and have more lines than others.
    fn probe(&self, bits: u8) -> Result<u64, LookError> {
        let all: Vec<&[Place]> =
            self.places.chunk_by(|a, b| first_bits(a.prefix, bits) == first_bits(b.prefix, bits)).collect();
        let first = all.get(..all.len().div_ceil(16)).unwrap_or_default();
        let probed = [fullest(&all), fullest(first)].concat();
        let size = |rows: &&[Place]| Ok(self.maker().shard(rows)?.len() as u64);
        let sizes = probed.par_iter().map(size).collect::<Result<Vec<u64>, LookError>>()?;
        Ok(sizes.into_iter().max().unwrap_or(0))
    }

    /// All shards, folder by folder.
    fn shards(&self, bits: u8) -> Result<Written, LookError> {
        let shards = 1_u64 << bits;
        let (bytes, largest) = (AtomicU64::new(0), AtomicU64::new(0));
        (0..shards.div_ceil(256)).into_par_iter().try_for_each(|folder| {
            let maker = self.maker();
            let path = self.out.join("s").join(format!("{folder:x}"));
            fs::create_dir_all(&path).map_err(|error| LookError::io(&path, &error))?;
            for number in folder * 256..shards.min(folder * 256 + 256) {
                let shard = maker.shard(self.rows(number, bits))?;
                bytes.fetch_add(shard.len() as u64, Ordering::Relaxed);
                largest.fetch_max(shard.len() as u64, Ordering::Relaxed);
                self.write(&shard_path(number), &shard)?;
            }
            Ok::<(), LookError>(())
        })?;
        let rows = self.places.len() as u64;
        Ok(Written { bits, rows, shards, bytes: bytes.into_inner(), largest: largest.into_inner() })
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), LookError> {
        let full = path.split('/').fold(self.out.to_path_buf(), |folder, part| folder.join(part));
        fs::write(&full, bytes).map_err(|error| LookError::io(&full, &error))
    }

    fn description(&self, bits: u8, at: &str) -> Result<(), LookError> {
        let source = self.source;
        let path = |file: &str| if at.is_empty() { file.to_owned() } else { format!("{at}/{file}") };
        let (mut nodes, mut strata) = (Nodes::default(), Vec::new());
        let maker = self.maker();
        for index in 0..self.prover.count(STRATA) {
            let leaf = self.prover.leaf(STRATA, index, |file, index| maker.reader.line(file, index))?;
            let line: Value = canonical::from_slice(&leaf.line).map_err(LookError::canonical(STRATA))?;
            strata.push(ShownStratum { line, path: nodes.path(self.prover, &leaf)? });
        }
        let record = source.record.as_ref();
        let description = Description {
            bits,
            bundle: source.bundle,
            draw: source.plan.draw_name(),
            format: LOOK_FORMAT.to_owned(),
            k: source.k().to_owned(),
            kind: source.kind.format().to_owned(),
            log: source.log.clone(),
            nodes: nodes.texts(),
            plan: Named { digest: source.announced, path: path("plan.json") },
            record: record.map(|(_, digest)| Named { digest: *digest, path: path("draw/record.json") }),
            replaced: source.replaced.clone(),
            rows: self.places.len() as u64,
            strata,
        };
        description.check()?;
        let mut bytes = canonical::to_vec(&description).map_err(LookError::canonical(LOOK_FILE))?;
        bytes.push(b'\n');
        self.write(LOOK_FILE, &bytes)
    }
}

/// Those with most rows.
fn fullest<'r>(shards: &[&'r [Place]]) -> Vec<&'r [Place]> {
    let mut out = shards.to_vec();
    out.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
    out.truncate(PROBES);
    out
}
