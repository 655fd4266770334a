//! One list file, read in blocks of whole lines and hashed as it goes by.
//!
//! Source: `docs/PROTOCOL.md`, section 2 (list files) and section 17 (`files`, `format`).

use std::io::Read;

use memchr::{memchr, memchr_iter, memrchr};
use records::canonical;
use records::frozen::ManifestFile;
use records::hash::Digest;
use sha2::{Digest as _, Sha256};
use tlog::tree::{Hash, TreeBuilder, leaf_hash, node_hash};

use crate::check::Check;
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::files::BundleFiles;
use crate::said::io_error;

/// Longest line of a list file in bytes, without its line end (section 2).
pub(crate) const LINE_MAX: usize = 1_048_576;

/// Bytes read ahead of each list. Larger than a line, so that a block holds a whole one.
const BLOCK: usize = 2 << 20;

/// Whole lines of a list, in order.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    /// Lines, each with its line end.
    pub bytes: Vec<u8>,
    /// Number of the first of them, from 1.
    pub first_line: u64,
    /// Whether lines can be made out; if not, the bytes are there only to be hashed.
    pub readable: bool,
}

/// A list file being read.
pub(crate) struct LineStream<'f> {
    path: String,
    reader: Box<dyn Read + Send + 'f>,
    listed: ManifestFile,
    /// Read and not yet given: whole lines, then the beginning of one.
    buffer: Vec<u8>,
    /// Length of the whole lines.
    whole: usize,
    bytes_read: u64,
    lines_read: u64,
    lines_given: u64,
    ended: bool,
    readable: bool,
    findings: Findings,
}

impl<'f> LineStream<'f> {
    /// Opens a listed file.
    pub(crate) fn open(files: &'f dyn BundleFiles, listed: &ManifestFile) -> Result<Self, Failure> {
        let wrong = |error| Failure::new(Check::Files, Fault::FileUnreadable).file(&listed.path).got(io_error(&error));
        Ok(Self {
            path: listed.path.clone(),
            reader: files.open(&listed.path).map_err(wrong)?,
            listed: listed.clone(),
            buffer: Vec::new(),
            whole: 0,
            bytes_read: 0,
            lines_read: 0,
            lines_given: 0,
            ended: false,
            readable: true,
            findings: Findings::default(),
        })
    }

    /// Reads until a block is full or the file ends.
    pub(crate) fn fill(&mut self) {
        while !self.ended && self.whole < BLOCK {
            let start = self.buffer.len();
            // One byte more than listed, so that a longer file is noticed and never read to its end.
            let left = (self.listed.size + 1).saturating_sub(self.bytes_read);
            let want = left.min(BLOCK as u64);
            match self.reader.by_ref().take(want).read_to_end(&mut self.buffer) {
                Ok(0) => self.end(),
                Ok(count) => self.took(start, count as u64),
                Err(error) => {
                    self.findings.add(self.fail(Check::Files, Fault::FileUnreadable).got(io_error(&error)));
                    self.end();
                }
            }
        }
    }

    fn took(&mut self, start: usize, count: u64) {
        self.bytes_read += count;
        if self.bytes_read > self.listed.size {
            let failure = self.fail(Check::Files, Fault::FileSize).got(format!("> {}", self.listed.size));
            self.findings.add(failure.expected(self.listed.size));
            self.end();
            return;
        }
        if !self.readable {
            self.whole = self.buffer.len();
            return;
        }
        let new = self.buffer.get(start..).unwrap_or_default();
        if let Some(last) = memrchr(b'\n', new) {
            self.lines_read += memchr_iter(b'\n', new).count() as u64;
            self.whole = start + last + 1;
        }
        if self.buffer.len() - self.whole > LINE_MAX {
            self.give_up(Fault::FormatLineTooLong);
        }
    }

    fn end(&mut self) {
        self.ended = true;
        if self.readable && self.whole < self.buffer.len() {
            self.give_up(Fault::FormatLineEnd);
        }
    }

    /// From here on the file is only hashed: no line end can be trusted.
    fn give_up(&mut self, fault: Fault) {
        let line = self.lines_read + 1;
        self.findings.add(self.fail(Check::Format, fault).line(line));
        self.readable = false;
        self.whole = self.buffer.len();
    }

    /// Whether everything has been read and given.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.ended && self.whole == 0
    }

    /// Whether more may follow what is read.
    pub(crate) fn has_more(&self) -> bool {
        !self.ended && self.readable
    }

    /// The id of the last whole line that is read.
    pub(crate) fn last_id(&self) -> Option<&str> {
        last_line(self.buffer.get(..self.whole)?).and_then(id_of)
    }

    /// Gives the lines whose id is at most `cut`, or all.
    pub(crate) fn give(&mut self, cut: Option<&str>) -> Segment {
        let lines = self.buffer.get(..self.whole).unwrap_or_default();
        let length = match cut {
            Some(cut) if self.readable => cut_at(lines, cut),
            _ => self.whole,
        };
        let rest = self.buffer.split_off(length);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        self.whole -= length;
        let first_line = self.lines_given + 1;
        self.lines_given += memchr_iter(b'\n', &bytes).count() as u64;
        Segment { bytes, first_line, readable: self.readable }
    }

    /// What was wrong in reading, once the file is exhausted; `hash` is that of all segments.
    pub(crate) fn finish(mut self, hash: FileHash) -> Findings {
        if self.bytes_read < self.listed.size {
            let failure = self.fail(Check::Files, Fault::FileSize).got(self.bytes_read);
            self.findings.add(failure.expected(self.listed.size));
        }
        let got = hash.finish();
        if got != self.listed.sha256 {
            let failure = self.fail(Check::Files, Fault::FileDigest).got(got);
            self.findings.add(failure.expected(self.listed.sha256));
        }
        self.findings
    }

    fn fail(&self, check: Check, fault: Fault) -> Failure {
        Failure::new(check, fault).file(&self.path)
    }
}

/// SHA-256 of a whole file, given in pieces.
#[derive(Default)]
pub(crate) struct FileHash(Sha256);

impl FileHash {
    /// Adds the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes.
    pub(crate) fn finish(self) -> Digest {
        Digest::new(self.0.finalize().into())
    }
}

/// The lines of a segment without their line ends.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a>(pub &'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr(b'\n', self.0).unwrap_or(self.0.len());
        let line = self.0.get(..end)?;
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        Some(line)
    }
}

/// The last line of some whole lines.
pub(crate) fn last_line(lines: &[u8]) -> Option<&[u8]> {
    let body = lines.strip_suffix(b"\n")?;
    let start = memrchr(b'\n', body).map_or(0, |at| at + 1);
    body.get(start..)
}

/// The id of a line, where it is a canonical line that has one.
pub(crate) fn id_of(line: &[u8]) -> Option<&str> {
    canonical::scan(line).ok()?.raw("id")?.strip_prefix('"')?.strip_suffix('"')
}

/// How many bytes of these lines belong to ids up to `cut`. A line without an id counts with what is
/// in front of it, so that it is met, and named, by whoever reads the lines.
pub(crate) fn cut_at(lines: &[u8], cut: &str) -> usize {
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let before = lines.get(low..middle).unwrap_or_default();
        let start = memrchr(b'\n', before).map_or(low, |at| low + at + 1);
        let after = lines.get(middle..high).unwrap_or_default();
        let end = memchr(b'\n', after).map_or(high, |at| middle + at + 1);
        let line = lines.get(start..end).unwrap_or_default();
        let id = id_of(line.strip_suffix(b"\n").unwrap_or(line));
        if id.is_none_or(|id| id <= cut) {
            low = end;
        } else {
            high = start;
        }
    }
    low
}

/// The complete subtrees over a run of leaves that begins anywhere in a tree, so that runs are
/// hashed on all cores and joined in order.
#[derive(Debug)]
pub(crate) struct Subtrees {
    next: u64,
    /// First leaf, level and root of each, from the left.
    stack: Vec<(u64, u32, Hash)>,
}

impl Subtrees {
    /// Begins at this leaf, counted from 0.
    pub(crate) fn new(first: u64) -> Self {
        Self { next: first, stack: Vec::new() }
    }

    /// Adds the next line.
    pub(crate) fn push(&mut self, line: &[u8]) {
        let (mut start, mut level, mut root) = (self.next, 0_u32, leaf_hash(line));
        // A left sibling of the same size that begins where a larger subtree may begin is joined.
        while let Some((left, left_level, left_root)) = self.stack.last().copied()
            && left_level == level
            && left.is_multiple_of(2 << level)
        {
            self.stack.pop();
            (start, level, root) = (left, level + 1, node_hash(&left_root, &root));
        }
        self.stack.push((start, level, root));
        self.next += 1;
    }

    /// Appends the run to the tree that ends where it begins.
    pub(crate) fn append_to(&self, tree: &mut TreeBuilder) {
        for (_, level, root) in &self.stack {
            // Each subtree is complete and begins at a multiple of its size, so this can't fail;
            // a tree out of step would only give another root, which the check then names.
            let _ = tree.push_subtree(*level, *root);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(ids: &[u32]) -> Vec<u8> {
        let line = |id: &u32| format!("{{\"id\":\"{id:05}\",\"x\":\"{}\"}}\n", "y".repeat((id % 90) as usize));
        ids.iter().map(line).collect::<String>().into_bytes()
    }

    proptest! {
        #[test]
        fn runs_of_leaves_join_to_the_tree(cuts in prop::collection::vec(0_usize..40, 1..12)) {
            let (mut whole, mut joined) = (TreeBuilder::new(), TreeBuilder::new());
            for (run, length) in cuts.into_iter().enumerate() {
                let mut subtrees = Subtrees::new(joined.size());
                for leaf in 0..length {
                    let line = format!("{run} {leaf}");
                    whole.push_leaf(line.as_bytes());
                    subtrees.push(line.as_bytes());
                }
                subtrees.append_to(&mut joined);
                prop_assert_eq!(whole.size(), joined.size());
            }
            prop_assert_eq!(whole.root(), joined.root());
        }

        #[test]
        fn a_cut_is_behind_the_last_line_up_to_the_id(
            ids in prop::collection::btree_set(0_u32..300, 0..60), cut in 0_u32..301,
        ) {
            let ids: Vec<u32> = ids.into_iter().collect();
            let before: Vec<u32> = ids.iter().copied().filter(|id| *id <= cut).collect();
            prop_assert_eq!(cut_at(&lines(&ids), &format!("{cut:05}")), lines(&before).len());
        }
    }

    #[test]
    fn lines_and_ids() {
        let text = lines(&[3, 5]);
        assert_eq!(Lines(&text).map(id_of).collect::<Vec<_>>(), [Some("00003"), Some("00005")]);
        assert_eq!(last_line(&text).and_then(id_of), Some("00005"));
        assert_eq!((id_of(b"{}"), id_of(b"{\"id\":7}"), last_line(b"")), (None, None, None));
        assert_eq!(Lines(b"a\n\nb").collect::<Vec<_>>(), [b"a".as_slice(), b"", b"b"]);
    }
}
