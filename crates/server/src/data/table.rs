//! Rows in a file, one JSON object on each line, and beside it a file that says where each line begins, so that a page of rows of a
//! large draw is read without the others. Both are plain text: a mirror, a shell and a spreadsheet read them too.
//!
//! `NAME.index.txt` has one line of 15 digits for each row, the bytes before it in `NAME.jsonl`, and one more for its end.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of a line of the index.
const WIDTH: u64 = 16;

/// The two files of a table: rows, index.
pub(crate) fn written<T: Serialize>(rows: impl IntoIterator<Item = T>) -> io::Result<[Vec<u8>; 2]> {
    let (mut lines, mut index) = (Vec::new(), Vec::new());
    let mark = |index: &mut Vec<u8>, at: usize| index.extend_from_slice(format!("{at:015}\n").as_bytes());
    for row in rows {
        mark(&mut index, lines.len());
        serde_json::to_writer(&mut lines, &row)?;
        lines.push(b'\n');
    }
    mark(&mut index, lines.len());
    Ok([lines, index])
}

/// A table that is read.
pub(crate) struct Table {
    lines: File,
    index: File,
    count: u64,
}

impl Table {
    /// The table of that name in a folder.
    pub(crate) fn open(folder: &Path, name: &str) -> io::Result<Self> {
        let lines = File::open(folder.join(format!("{name}.jsonl")))?;
        let index = File::open(folder.join(format!("{name}.index.txt")))?;
        let count = (index.metadata()?.len() / WIDTH).checked_sub(1).ok_or_else(damaged)?;
        Ok(Self { lines, index, count })
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Up to so many rows from a place on.
    pub(crate) fn rows<T: DeserializeOwned>(&mut self, first: u64, most: u64) -> io::Result<Vec<T>> {
        let end = first.saturating_add(most).min(self.count);
        if first >= end {
            return Ok(Vec::new());
        }
        let (start, stop) = (self.begin(first)?, self.begin(end)?);
        let length = stop.checked_sub(start).ok_or_else(damaged)?;
        let bytes = read(&mut self.lines, start, length)?;
        let rows = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let rows = rows.map(|line| Ok(serde_json::from_slice(line)?)).collect::<io::Result<Vec<T>>>()?;
        if rows.len() as u64 == end - first { Ok(rows) } else { Err(damaged()) }
    }

    /// One row.
    pub(crate) fn row<T: DeserializeOwned>(&mut self, place: u64) -> io::Result<T> {
        self.rows(place, 1)?.pop().ok_or_else(damaged)
    }

    /// The first place whose row is not before the one that is looked for. Rows are in that order.
    pub(crate) fn first_not<T: DeserializeOwned>(&mut self, is_before: impl Fn(&T) -> bool) -> io::Result<u64> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            match is_before(&self.row(middle)?) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    }

    /// Bytes before a row.
    fn begin(&mut self, place: u64) -> io::Result<u64> {
        number(&read(&mut self.index, place * WIDTH, WIDTH)?)
    }
}

/// A part of a file.
pub(super) fn read(file: &mut File, start: u64, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(damaged()) }
}

/// A number on a line of its own.
pub(super) fn number(line: &[u8]) -> io::Result<u64> {
    let text = std::str::from_utf8(line).map_err(|_| damaged())?;
    text.trim_end().parse().map_err(|_| damaged())
}

pub(super) fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a table of the site is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[u64]) -> (tempfile::TempDir, Table) {
        let folder = tempfile::tempdir().expect("folder");
        let [lines, index] = written(rows).expect("written");
        std::fs::write(folder.path().join("a.jsonl"), lines).expect("rows");
        std::fs::write(folder.path().join("a.index.txt"), index).expect("index");
        let table = Table::open(folder.path(), "a").expect("a table");
        (folder, table)
    }

    #[test]
    fn rows_are_found_by_place_and_by_order() {
        let rows: Vec<u64> = (0..1000).map(|number| number * number).collect();
        let (_folder, mut table) = table(&rows);
        assert_eq!(table.count(), 1000);
        assert_eq!(table.rows::<u64>(998, 10).expect("rows"), rows[998..]);
        assert_eq!(table.rows::<u64>(1000, 10).expect("rows"), [0; 0]);
        assert_eq!(table.rows::<u64>(u64::MAX, u64::MAX).expect("rows"), [0; 0]);
        for wanted in [0, 1, 2, 99, 100, 998_001, 998_002] {
            let place = table.first_not(|row: &u64| *row < wanted).expect("a place");
            assert_eq!(place, rows.partition_point(|row| *row < wanted) as u64);
        }
    }

    #[test]
    fn no_rows_are_a_table_too_and_damage_is_said() {
        let (folder, mut table) = table(&[]);
        assert_eq!((table.count(), table.rows::<u64>(0, 5).expect("rows").len()), (0, 0));
        std::fs::write(folder.path().join("a.index.txt"), "").expect("index");
        assert!(Table::open(folder.path(), "a").is_err());
        std::fs::write(folder.path().join("a.index.txt"), "000000000000000\n000000000000009\n").expect("index");
        assert!(Table::open(folder.path(), "a").expect("a table").row::<u64>(0).is_err());
    }
}
