//! External sort: as many records as fit into the memory given are sorted at a time and written as a run.
//!
//! A chunk that begins behind the end of the run before it is appended to that run. So a file that is sorted already
//! becomes one run, which then is the list: nothing is merged or copied.

use super::run::{Place, Run, RunWriter};
use crate::error::Result;
use crate::lines::line_id;
use rayon::slice::ParallelSliceMut;
use records::canonical::scan;
use std::cmp::Ordering;
use std::path::PathBuf;

/// Memory for the records of one chunk where nothing else is said.
pub const MEMORY_BYTES: usize = 96 << 20;

/// Two records of one id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The id.
    pub id: String,
    /// The place that comes first.
    pub first: Place,
    /// The other place.
    pub second: Place,
    /// The departments of the two, where they differ.
    pub departments: Option<[String; 2]>,
    /// The code that stands in the list for a derived id.
    pub code: Option<String>,
}

impl Duplicate {
    /// Of two lines, each with its place.
    pub(super) fn new(id: &[u8], first: (&[u8], Place), second: (&[u8], Place)) -> Self {
        let text = |line: &[u8], key: &str| Some(scan(line.trim_ascii_end()).ok()?.text(key)?.into_owned());
        let departments = match (text(first.0, "department"), text(second.0, "department")) {
            (Some(one), Some(other)) if one != other => Some([one, other]),
            _ => None,
        };
        let (id, code) = (String::from_utf8_lossy(id).into_owned(), text(second.0, "code"));
        Self { id, first: first.1, second: second.1, departments, code }
    }
}

/// Records waiting to be sorted.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    bytes: Vec<u8>,
    rows: Vec<Row>,
}

/// One record of a chunk.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// The first 24 bytes of the id: all of every code, so that sorting does not look at the lines.
    key: [u64; 3],
    start: u32,
    end: u32,
    place: Place,
}

impl Chunk {
    /// Adds a line, without its LF, that has this id.
    pub fn push(&mut self, id: &[u8], line: &[u8], place: Place) {
        let key = prefix(id);
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
        self.rows.push(Row { key, start, end: self.bytes.len() as u32, place });
    }

    /// Memory in use. It stays below 4 GiB, because a line has at most 1 MiB and the sorter takes the chunk in time.
    pub fn memory(&self) -> usize {
        self.bytes.len() + self.rows.len() * size_of::<Row>()
    }

    fn line(&self, row: &Row) -> &[u8] {
        &self.bytes[row.start as usize..row.end as usize]
    }

    fn id(&self, row: &Row) -> &[u8] {
        line_id(self.line(row)).unwrap_or_default()
    }

    fn compare(&self, a: &Row, b: &Row) -> Ordering {
        a.key.cmp(&b.key).then_with(|| {
            // Ids that end within the key differ in it: no id holds a zero byte.
            if a.key[2] & 0xff == 0 { Ordering::Equal } else { self.id(a).cmp(self.id(b)) }
        })
    }
}

fn prefix(id: &[u8]) -> [u64; 3] {
    let mut bytes = [0; 24];
    let length = id.len().min(24);
    bytes[..length].copy_from_slice(&id[..length]);
    let (words, _) = bytes.as_chunks();
    [0, 1, 2].map(|word: usize| u64::from_be_bytes(words[word]))
}

/// Sorts chunks into runs.
#[derive(Debug)]
pub(super) struct Sorter {
    folder: PathBuf,
    open: Option<RunWriter>,
    runs: Vec<Run>,
    duplicates: Vec<Duplicate>,
    sorted: Vec<u8>,
}

impl Sorter {
    /// Writes its runs into this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, open: None, runs: Vec::new(), duplicates: Vec::new(), sorted: Vec::new() }
    }

    /// Sorts a chunk and writes it. Gives the chunk back, empty, so that its memory is used again.
    pub fn add(&mut self, mut chunk: Chunk) -> Result<Chunk> {
        let mut rows = std::mem::take(&mut chunk.rows);
        let in_order = rows.is_sorted_by(|a, b| chunk.compare(a, b).is_lt());
        if !in_order {
            // Places break ties, so that of two records with one id the earlier is always named first.
            rows.par_sort_unstable_by(|a, b| chunk.compare(a, b).then(a.place.cmp(&b.place)));
            self.note_duplicates(&chunk, &rows);
            rows.dedup_by(|b, a| chunk.compare(a, b).is_eq());
        }
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            let (first, last) = (chunk.id(first).to_vec(), chunk.id(last).to_vec());
            self.write(&chunk, &rows, in_order, &first, &last)?;
        }
        rows.clear();
        chunk.bytes.clear();
        chunk.rows = rows;
        Ok(chunk)
    }

    fn note_duplicates(&mut self, chunk: &Chunk, rows: &[Row]) {
        let mut first = 0;
        for index in 1..rows.len() {
            if chunk.compare(&rows[first], &rows[index]).is_ne() {
                first = index;
                continue;
            }
            let [one, other] = [&rows[first], &rows[index]].map(|row| (chunk.line(row), row.place));
            self.duplicates.push(Duplicate::new(chunk.id(&rows[index]), one, other));
        }
    }

    fn write(&mut self, chunk: &Chunk, rows: &[Row], in_order: bool, first: &[u8], last: &[u8]) -> Result<()> {
        let mut run = match self.open.take() {
            Some(run) if run.goes_on_with(first) => run,
            other => {
                self.runs.extend(other.map(RunWriter::finish).transpose()?);
                RunWriter::create(self.folder.join(format!("run-{}.jsonl", self.runs.len())), self.runs.is_empty())?
            }
        };
        // Written in pieces that stay in the processor's cache.
        for piece in rows.chunks(4096) {
            let places: Vec<Place> = piece.iter().map(|row| row.place).collect();
            if let (true, Some(start), Some(end)) = (in_order, piece.first(), piece.last()) {
                run.append(&chunk.bytes[start.start as usize..end.end as usize], &places, last)?;
                continue;
            }
            self.sorted.clear();
            piece.iter().for_each(|row| self.sorted.extend_from_slice(chunk.line(row)));
            run.append(&self.sorted, &places, last)?;
        }
        self.open = Some(run);
        Ok(())
    }

    /// The runs, and the duplicates found so far; others show when runs are merged.
    pub fn finish(mut self) -> Result<(Vec<Run>, Vec<Duplicate>)> {
        self.runs.extend(self.open.take().map(RunWriter::finish).transpose()?);
        Ok((self.runs, self.duplicates))
    }
}
