//! Reading whole files and short lists: digest and size compared, every line strictly decoded.
//!
//! Source: `docs/PROTOCOL.md`, sections 2, 16 and 17.

use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use records::canonical::{self, CanonicalError};
use records::frozen::ManifestFile;
use records::hash::{Digest, sha256};
use records::id::Id;
use records::plan::Root;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tlog::tree::TreeBuilder;

use crate::check::Check;
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::files::BundleFiles;
use crate::lines::{FileHash, LINE_MAX, LineStream, Lines, Subtrees};
use crate::manifest::{Listing, OBJECT_MAX};
use crate::said::{Said, canonical_error, io_error, said};

/// Bytes read at a time of a file that is only hashed.
const BLOCK: usize = 1 << 20;

/// Called with the bytes done and the bytes in all, from one thread at a time.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// The files of a bundle with the manifest that they are compared with.
pub(crate) struct Source<'a> {
    pub files: &'a dyn BundleFiles,
    pub listing: &'a Listing,
    progress: Option<Progress<'a>>,
    done: AtomicU64,
}

/// A short list with what is known of it as a whole.
#[derive(Debug)]
pub(crate) struct List<T> {
    /// Path in the bundle.
    pub path: String,
    /// Its records, in order.
    pub rows: Vec<T>,
    /// Number of lines and root.
    pub root: Root,
}

impl<'a> Source<'a> {
    pub(crate) fn new(files: &'a dyn BundleFiles, listing: &'a Listing, progress: Option<Progress<'a>>) -> Self {
        Self { files, listing, progress, done: AtomicU64::new(0) }
    }

    /// Reports bytes as done.
    pub(crate) fn advance(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if let Some(progress) = self.progress {
            progress(done, self.listing.bytes());
        }
    }

    /// The manifest's entry of a path that section 16 requires.
    pub(crate) fn listed(&self, path: &str) -> Result<&'a ManifestFile, Failure> {
        let missing = || Failure::new(Check::Files, Fault::FileMissing).file(path);
        self.listing.get(path).ok_or_else(missing)
    }

    /// An object file: its record, and its canonical line.
    pub(crate) fn object<T: DeserializeOwned + Serialize>(
        &self,
        path: &str,
        findings: &mut Findings,
    ) -> Option<(T, Vec<u8>)> {
        let mut bytes = findings.take(self.object_bytes(path))?;
        let fail = |fault| Failure::new(Check::Format, fault).file(path).line(1);
        if bytes.pop() != Some(b'\n') {
            findings.add(fail(Fault::FormatLineEnd));
            return None;
        }
        let record = strict(&bytes).map_err(|wrong| wrong.at(path, 1));
        Some((findings.take(record)?, bytes))
    }

    fn object_bytes(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let listed = self.listed(path)?;
        if listed.size > OBJECT_MAX {
            self.skim(path)?;
            let failure = Failure::new(Check::Format, Fault::FormatTooLarge).file(path);
            return Err(failure.got(listed.size).expected(format!("<= {OBJECT_MAX}")));
        }
        let mut bytes = Vec::new();
        let unreadable = |error| unreadable(path, &error);
        let reader = self.files.open(path).map_err(unreadable)?;
        reader.take(listed.size + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        compare(listed, bytes.len() as u64, sha256(&bytes))?;
        self.advance(listed.size);
        Ok(bytes)
    }

    /// A file of at most `limit` bytes, as it is; nothing if it is longer.
    pub(crate) fn small(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
        if self.listed(path)?.size > limit {
            self.skim(path)?;
            return Ok(None);
        }
        self.object_bytes(path).map(Some)
    }

    /// A file of which only size and digest count.
    pub(crate) fn skim(&self, path: &str) -> Result<(), Failure> {
        let listed = self.listed(path)?;
        let unreadable = |error| unreadable(path, &error);
        let mut reader = self.files.open(path).map_err(unreadable)?.take(listed.size + 1);
        // Small files need no large block.
        let length = usize::try_from(listed.size.saturating_add(1)).unwrap_or(BLOCK).min(BLOCK);
        let (mut hash, mut size, mut block) = (FileHash::default(), 0, vec![0; length]);
        loop {
            let count = match reader.read(&mut block) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            };
            hash.update(block.get(..count).unwrap_or_default());
            size += count as u64;
        }
        self.advance(size);
        compare(listed, size, hash.finish())
    }

    /// A list that fits in memory. `id` gives what must strictly increase, if the list has ids.
    pub(crate) fn list<T: DeserializeOwned + Serialize + Send>(
        &self,
        path: &str,
        id: fn(&T) -> Option<&Id>,
        findings: &mut Findings,
    ) -> Option<List<T>> {
        let listed = findings.take(self.listed(path))?;
        let mut stream = findings.take(LineStream::open(self.files, listed))?;
        let (mut hash, mut tree, mut rows) = (FileHash::default(), TreeBuilder::new(), Vec::<T>::new());
        loop {
            stream.fill();
            if stream.is_exhausted() {
                break;
            }
            let segment = stream.give(None);
            hash.update(&segment.bytes);
            self.advance(segment.bytes.len() as u64);
            if !segment.readable {
                continue;
            }
            let mut subtrees = Subtrees::new(tree.size());
            Lines(&segment.bytes).for_each(|line| subtrees.push(line));
            subtrees.append_to(&mut tree);
            let lines: Vec<&[u8]> = Lines(&segment.bytes).collect();
            let records: Vec<Result<T, Wrong>> = lines.par_iter().map(|line| strict_line(line)).collect();
            for (line, record) in (segment.first_line..).zip(records) {
                let Some(record) = findings.take(record.map_err(|wrong| wrong.at(path, line))) else {
                    continue;
                };
                let previous = rows.last().and_then(id);
                if let (Some(previous), Some(next)) = (previous, id(&record))
                    && previous >= next
                {
                    let failure = Failure::new(Check::Format, Fault::FormatOrder).file(path).line(line);
                    findings.add(failure.got(next).expected(format!("> {previous}")));
                }
                rows.push(record);
            }
        }
        if let Err(failure) = stream.finish(hash).settle() {
            findings.add(failure);
        }
        let root = Root { count: tree.size(), root: Digest::new(tree.root().to_bytes()) };
        Some(List { path: path.to_owned(), rows, root })
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    Failure::new(Check::Files, Fault::FileUnreadable).file(path).got(io_error(error))
}

/// A length in words.
pub(crate) fn bytes(length: usize) -> Said {
    said(format!("{length} 字节"), format!("{length} bytes"))
}

fn compare(listed: &ManifestFile, size: u64, digest: Digest) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Files, fault).file(&listed.path);
    if size != listed.size {
        return Err(fail(Fault::FileSize).got(size).expected(listed.size));
    }
    if digest != listed.sha256 {
        return Err(fail(Fault::FileDigest).got(digest).expected(listed.sha256));
    }
    Ok(())
}

/// Why a line is not a record.
#[derive(Debug)]
pub(crate) struct Wrong {
    fault: Fault,
    got: Said,
}

impl Wrong {
    pub(crate) fn new(fault: Fault, got: impl Into<Said>) -> Self {
        Self { fault, got: got.into() }
    }

    /// The failure, once the place is known.
    pub(crate) fn at(self, path: &str, line: u64) -> Failure {
        Failure::new(Check::Format, self.fault).file(path).line(line).got(self.got)
    }
}

impl From<CanonicalError> for Wrong {
    fn from(error: CanonicalError) -> Self {
        let fault = match error {
            CanonicalError::Shape { .. } => Fault::FormatShape,
            _ => Fault::FormatCanonical,
        };
        Self { fault, got: canonical_error(&error) }
    }
}

/// Decodes one line, and accepts it only if writing the record again gives the same line. So an empty
/// field that is to be left out, or a second form of a value, is refused wherever it stands.
pub(crate) fn strict<T: DeserializeOwned + Serialize>(line: &[u8]) -> Result<T, Wrong> {
    let record: T = canonical::from_slice(line)?;
    let written = canonical::to_vec(&record)?;
    if written != line {
        let at = written.iter().zip(line).position(|(a, b)| a != b).unwrap_or(written.len().min(line.len()));
        let rest = line.get(at.saturating_sub(20)..).unwrap_or_default();
        let near: String = String::from_utf8_lossy(rest).chars().take(60).collect();
        return Err(Wrong::new(
            Fault::FormatWritten,
            said(format!("第 {at} 字节：…{near}"), format!("byte {at}: …{near}")),
        ));
    }
    Ok(record)
}

/// [`strict`] for a line of a list file. Object files have a limit of their own.
fn strict_line<T: DeserializeOwned + Serialize>(line: &[u8]) -> Result<T, Wrong> {
    check_length(line)?;
    strict(line)
}

/// The line is not longer than section 2 allows.
pub(crate) fn check_length(line: &[u8]) -> Result<(), Wrong> {
    if line.len() > LINE_MAX {
        return Err(Wrong::new(Fault::FormatLineTooLong, bytes(line.len())));
    }
    Ok(())
}
