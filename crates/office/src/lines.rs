//! Reading long lists of lines in chunks that are worked on by all cores.
//!
//! The lists here are the office's own: nothing is trusted, but a line is checked where it is used, not here.

use crate::error::{Doing, OfficeError, Result};
use memchr::{memchr_iter, memmem, memrchr};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Bytes of a chunk: what is read, what becomes of it and what is written stay in a core's own cache.
pub const CHUNK_BYTES: usize = 1 << 20;

/// Most bytes of a line (`docs/PROTOCOL.md`, section 2).
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// Whole lines, each ending with LF, that follow one another in a file.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// The lines.
    pub bytes: Vec<u8>,
    /// Place of the first line in the file, from 0.
    pub first: u64,
    /// Number of lines.
    pub count: u64,
    /// Place of the first byte in the file.
    pub offset: u64,
}

impl Chunk {
    /// The lines, without their LF.
    pub fn lines(&self) -> impl Iterator<Item = &[u8]> {
        Lines { rest: &self.bytes }
    }
}

/// Iterator over the lines of a byte string; the last may lack its LF.
pub struct Lines<'a> {
    rest: &'a [u8],
}

impl<'a> Lines<'a> {
    /// Over these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest).unwrap_or(self.rest.len());
        let (line, after) = self.rest.split_at(end);
        self.rest = after.get(1..).unwrap_or_default();
        Some(line)
    }
}

/// Reads a file of lines chunk by chunk.
pub struct ChunkReader<R = File> {
    source: R,
    path: PathBuf,
    size: usize,
    /// What was read behind the last LF.
    rest: Vec<u8>,
    line: u64,
    offset: u64,
    ended: bool,
}

impl ChunkReader<File> {
    /// Opens a file; a file that is not there is an empty list.
    pub fn open(path: &Path) -> Result<Option<Self>> {
        match File::open(path) {
            Ok(file) => Ok(Some(Self::new(file, path, CHUNK_BYTES))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(OfficeError::io(Doing::Read, path)(error)),
        }
    }
}

impl<R: Read> ChunkReader<R> {
    /// Reads from any source; `path` is for messages, `size` is about how many bytes a chunk has.
    pub fn new(source: R, path: &Path, size: usize) -> Self {
        Self { source, path: path.to_owned(), size: size.max(1), rest: Vec::new(), line: 0, offset: 0, ended: false }
    }

    /// The next chunk, or nothing at the end.
    pub fn next_chunk(&mut self) -> Result<Option<Chunk>> {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.reserve(self.size + bytes.len() / 2);
        loop {
            let before = bytes.len();
            if !self.ended {
                let want = self.size as u64;
                let got = (&mut self.source).take(want).read_to_end(&mut bytes);
                let got = got.map_err(OfficeError::io(Doing::Read, &self.path))?;
                self.ended = (got as u64) < want;
            }
            if let Some(end) = memrchr(b'\n', &bytes[before..]).map(|at| before + at + 1) {
                self.rest = bytes[end..].to_vec();
                bytes.truncate(end);
                return Ok(Some(self.take(bytes)));
            }
            if self.ended {
                if bytes.is_empty() {
                    return Ok(None);
                }
                return Err(self.broken("the last line has no line end / 最后一行没有换行"));
            }
            if bytes.len() > LINE_BYTES_MAX {
                return Err(self.broken("a line is longer than 1,048,576 bytes / 一行超过 1,048,576 字节"));
            }
        }
    }

    fn take(&mut self, bytes: Vec<u8>) -> Chunk {
        let count = memchr_iter(b'\n', &bytes).count() as u64;
        let chunk = Chunk { first: self.line, count, offset: self.offset, bytes };
        self.line += count;
        self.offset += chunk.bytes.len() as u64;
        chunk
    }

    fn broken(&self, reason: &str) -> OfficeError {
        OfficeError::Line { path: self.path.clone(), line: self.line + 1, reason: reason.to_owned() }
    }
}

/// The id of a canonical line of one of our lists, without parsing the line.
///
/// In canonical text the bytes `"id":"` stand only at a key `id`, because a quote within a text is escaped; and no list
/// has an object in a field that sorts before `id`.
pub fn line_id(line: &[u8]) -> Option<&[u8]> {
    const KEY: &[u8] = b"\"id\":\"";
    static FINDER: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(KEY));
    let at = if line.get(1..1 + KEY.len()) == Some(KEY) { 1 } else { FINDER.find(line)? };
    let value = &line[at + KEY.len()..];
    value.get(..memchr::memchr(b'"', value)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_id_is_that_of_the_top_level() {
        let line = br#"{"code":"\"id\":\"WRONG\"","former_ids":["F"],"id":"9161","name":"\"id\":\"X\""}"#;
        assert_eq!(line_id(line), Some(&b"9161"[..]));
        assert_eq!(line_id(br#"{"id":"A"}"#), Some(&b"A"[..]));
        assert_eq!(line_id(br#"{"name":"A"}"#), None);
    }

    #[test]
    fn a_last_line_without_its_end_is_refused() {
        let mut reader = ChunkReader::new(&b"a\nb"[..], Path::new("x"), 100);
        assert_eq!(reader.next_chunk().unwrap().unwrap().bytes, b"a\n");
        let error = reader.next_chunk().unwrap_err();
        assert!(matches!(error, OfficeError::Line { line: 2, .. }), "{error}");
    }

    proptest! {
        #[test]
        fn chunks_are_the_file(lines in proptest::collection::vec("[a-z]{0,20}", 0..60), size in 1_usize..40) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let mut reader = ChunkReader::new(text.as_bytes(), Path::new("x"), size);
            let (mut joined, mut count) = (Vec::new(), 0);
            while let Some(chunk) = reader.next_chunk().unwrap() {
                prop_assert_eq!(chunk.first, count);
                prop_assert_eq!(chunk.offset, joined.len() as u64);
                prop_assert_eq!(chunk.lines().count() as u64, chunk.count);
                count += chunk.count;
                joined.extend_from_slice(&chunk.bytes);
            }
            prop_assert_eq!(joined, text.into_bytes());
            prop_assert_eq!(count, lines.len() as u64);
        }
    }
}
