//! Bytes → blocks of whole records, with the row number of each block's first record.
//!
//! This works on the bytes before they are decoded, so that decoding can be done by several cores: in GB18030 as in
//! UTF-8 no byte of a longer character is a line end, a quotation mark or a separator.
//!
//! A quotation mark opens a quoted cell only at the cell's beginning, as in Excel (RFC 4180, section 2, and its
//! errata in practice); within a quoted cell line ends belong to it, so that a row may be several lines.

use crate::problem::FileProblem;
use memchr::{memchr, memchr_iter, memchr2, memrchr};
use std::io::{self, Read};

/// About how many bytes a block has.
pub(crate) const BLOCK_BYTES: usize = 1 << 20;
/// Most bytes of a record.
pub(crate) const RECORD_BYTES_MAX: usize = 1 << 20;

/// How records and cells end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    pub delimiter: u8,
    /// LF, or CR in files of an old Macintosh.
    pub line_end: u8,
}

/// Whole records that follow one another.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Block {
    pub bytes: Vec<u8>,
    /// Row of the first record, from 1.
    pub row: u64,
    /// Whether there is a quotation mark anywhere.
    pub quoted: bool,
}

/// Reads blocks.
pub(crate) struct Splitter<R> {
    source: R,
    rest: Vec<u8>,
    row: u64,
    ended: bool,
    /// What is told after the blocks before it.
    fault: Option<(u64, FileProblem)>,
}

/// What a splitter gives next.
#[derive(Debug, PartialEq)]
pub(crate) enum Next {
    Block(Block),
    /// A record that has no end, and its row.
    Fault(u64, FileProblem),
    End,
}

impl<R: Read> Splitter<R> {
    pub fn new(source: R) -> Self {
        Self { source, rest: Vec::new(), row: 1, ended: false, fault: None }
    }

    /// The first bytes, at least `count` of them unless the source ends before, and whether it has.
    pub fn head(&mut self, count: usize) -> io::Result<(&[u8], bool)> {
        self.fill(count)?;
        Ok((&self.rest, self.ended))
    }

    /// Leaves out the first bytes, before the first block.
    pub fn skip(&mut self, count: usize) {
        self.rest.drain(..count.min(self.rest.len()));
    }

    /// The next block.
    pub fn next(&mut self, marks: Marks) -> io::Result<Next> {
        if let Some((row, problem)) = self.fault.take() {
            return Ok(Next::Fault(row, problem));
        }
        let mut want = BLOCK_BYTES;
        loop {
            self.fill(want)?;
            if self.rest.is_empty() {
                return Ok(Next::End);
            }
            let found = whole_records(&self.rest, marks, self.ended);
            if found.end > 0 {
                return Ok(self.take(found));
            }
            if self.ended || self.rest.len() > RECORD_BYTES_MAX + BLOCK_BYTES {
                let problem = if self.ended { FileProblem::QuoteOpen } else { too_long(&self.rest, marks) };
                self.rest.clear();
                self.ended = true;
                return Ok(Next::Fault(self.row, problem));
            }
            want = self.rest.len() + BLOCK_BYTES;
        }
    }

    fn take(&mut self, found: Whole) -> Next {
        let after = self.rest.split_off(found.end);
        let bytes = std::mem::replace(&mut self.rest, after);
        let block = Block { bytes, row: self.row, quoted: found.quoted };
        self.row += found.records;
        if self.ended && !self.rest.is_empty() {
            // Only an open quotation mark leaves something behind at the end.
            self.fault = Some((self.row, FileProblem::QuoteOpen));
            self.rest.clear();
        }
        Next::Block(block)
    }

    fn fill(&mut self, count: usize) -> io::Result<()> {
        if self.ended || self.rest.len() >= count {
            return Ok(());
        }
        let missing = count - self.rest.len();
        self.rest.reserve(missing);
        let missing = u64::try_from(missing).unwrap_or(u64::MAX);
        let got = (&mut self.source).take(missing).read_to_end(&mut self.rest)?;
        self.ended = u64::try_from(got).unwrap_or(u64::MAX) < missing;
        Ok(())
    }
}

fn too_long(bytes: &[u8], marks: Marks) -> FileProblem {
    // A record of many lines has an open quotation mark; one endless line is something else.
    match memchr(marks.line_end, bytes) {
        Some(_) => FileProblem::QuoteOpen,
        None => FileProblem::RowTooLong { limit: RECORD_BYTES_MAX },
    }
}

struct Whole {
    end: usize,
    records: u64,
    quoted: bool,
}

fn whole_records(bytes: &[u8], marks: Marks, ended: bool) -> Whole {
    if memchr(b'"', bytes).is_none() {
        let last = memrchr(marks.line_end, bytes).map_or(0, |at| at + 1);
        let open_line = ended && last < bytes.len();
        let end = if open_line { bytes.len() } else { last };
        let lines = memchr_iter(marks.line_end, bytes).count() + usize::from(open_line);
        return Whole { end, records: u64::try_from(lines).unwrap_or(u64::MAX), quoted: false };
    }
    let (mut end, mut records) = (0, 0);
    while end < bytes.len() {
        match record_end(bytes, end, marks) {
            End::At(next) => end = next,
            End::Open if ended => end = bytes.len(),
            End::Open | End::Quoted => break,
        }
        records += 1;
    }
    Whole { end, records, quoted: true }
}

/// Where a record ends.
#[derive(Debug, PartialEq)]
pub(crate) enum End {
    /// Behind its line end.
    At(usize),
    /// The bytes end first.
    Open,
    /// The bytes end within a quoted cell.
    Quoted,
}

/// The end of the record that begins at `start`.
pub(crate) fn record_end(bytes: &[u8], start: usize, marks: Marks) -> End {
    let mut at = start;
    loop {
        if bytes.get(at) == Some(&b'"') {
            match closing_quote(bytes, at + 1) {
                Some(close) => at = close + 1,
                None => return End::Quoted,
            }
        }
        let Some(stop) = bytes.get(at..).and_then(|rest| memchr2(marks.delimiter, marks.line_end, rest)) else {
            return End::Open;
        };
        at += stop + 1;
        if bytes.get(at - 1) == Some(&marks.line_end) {
            return End::At(at);
        }
    }
}

/// The quotation mark that closes a cell whose text begins at `start`.
pub(crate) fn closing_quote(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let close = at + memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(close + 1) != Some(&b'"') {
            return Some(close);
        }
        at = close + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARKS: Marks = Marks { delimiter: b',', line_end: b'\n' };

    type Blocks = (Vec<(u64, String)>, Option<(u64, FileProblem)>);

    fn blocks(text: &str) -> Blocks {
        let mut splitter = Splitter::new(text.as_bytes());
        let mut all = Vec::new();
        loop {
            match splitter.next(MARKS).unwrap() {
                Next::Block(block) => all.push((block.row, String::from_utf8(block.bytes).unwrap())),
                Next::Fault(row, problem) => return (all, Some((row, problem))),
                Next::End => return (all, None),
            }
        }
    }

    #[test]
    fn a_record_may_be_several_lines() {
        let text = "a,\"b\nc\"\"d\n\",e\nf\n";
        assert_eq!(record_end(text.as_bytes(), 0, MARKS), End::At(text.len() - 2));
        // A mark in the middle of a cell is a character like any other.
        assert_eq!(record_end(b"a 5\" pipe,b\nc", 0, MARKS), End::At(12));
        assert_eq!(record_end(b"a,\"b\nc", 0, MARKS), End::Quoted);
    }

    #[test]
    fn an_open_quote_is_told_with_its_row() {
        let (all, fault) = blocks("a\nb\n\"c\nd\ne\n");
        assert_eq!(all, [(1, "a\nb\n".to_owned())]);
        assert_eq!(fault, Some((3, FileProblem::QuoteOpen)));
    }

    #[test]
    fn an_endless_line_is_refused() {
        let (_, fault) = blocks(&"a".repeat(RECORD_BYTES_MAX + 2 * BLOCK_BYTES));
        assert!(matches!(fault, Some((1, FileProblem::RowTooLong { .. }))));
    }

    proptest! {
        #[test]
        fn blocks_are_the_text(lines in proptest::collection::vec("([a-z\"]{1,3}|\"(x|\"\"|\n){0,3}\")(,\"[,\n]{0,2}\")?", 0..20), repeat in 1_usize..3) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let text = text.repeat(repeat);
            let (all, fault) = blocks(&text);
            let mut joined: String = all.into_iter().map(|(_, block)| block).collect();
            if fault.is_some() {
                prop_assert!(text.starts_with(&joined));
                joined = text.clone();
            }
            prop_assert_eq!(joined, text);
        }
    }
}
