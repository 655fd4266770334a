//! The files of frozen lists while they are written, with their roots.

use crate::error::{Doing, OfficeError, Result};
use crate::lines::Chunk;
use crate::store::flushing::FlushingFile;
use records::hash::Digest;
use records::plan::Root;
use std::fs::File;
use std::path::{Path, PathBuf};
use tlog::tree::{Hash, TreeBuilder, leaf_hash, root_of};

/// Lines of a frozen list that were made on some thread, already hashed.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    leaves: Vec<Hash>,
}

impl Lines {
    /// Room for about as many lines as a chunk has, each somewhat longer.
    pub fn with_capacity(chunk: &Chunk) -> Self {
        let count = chunk.count as usize;
        Self { bytes: Vec::with_capacity(chunk.bytes.len() + 80 * count), leaves: Vec::with_capacity(count) }
    }

    /// Adds a line, without its LF.
    pub fn push(&mut self, line: &[u8]) {
        self.leaves.push(leaf_hash(line));
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
    }

    /// Hashes them into complete subtrees, given the number of the first line: what is left for the one thread that
    /// appends is a few hashes for each chunk.
    pub fn into_subtrees(self, first: u64) -> Subtrees {
        let mut subtrees = Vec::new();
        let mut rest = self.leaves.as_slice();
        let mut at = first;
        while !rest.is_empty() {
            let level = at.trailing_zeros().min(rest.len().ilog2());
            let (whole, after) = rest.split_at(1 << level);
            subtrees.push((level, root_of(whole.iter().copied())));
            at += 1 << level;
            rest = after;
        }
        Subtrees { bytes: self.bytes, subtrees }
    }

    /// Each line a subtree of its own, where the number of the first is not known yet.
    pub fn into_leaves(self) -> Subtrees {
        Subtrees { bytes: self.bytes, subtrees: self.leaves.into_iter().map(|leaf| (0, leaf)).collect() }
    }
}

/// Lines with the hashes of complete subtrees over them: level and root.
#[derive(Clone, Debug, Default)]
pub(super) struct Subtrees {
    bytes: Vec<u8>,
    subtrees: Vec<(u32, Hash)>,
}

/// One frozen list in the making.
#[derive(Debug)]
pub(super) struct ListWriter {
    file: FlushingFile,
    path: PathBuf,
    tree: TreeBuilder,
}

impl ListWriter {
    /// Begins the list of this name in a folder.
    pub fn create(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(format!("{name}.jsonl"));
        let file = File::create(&path).map_err(OfficeError::io(Doing::Write, &path))?;
        Ok(Self { file: FlushingFile::new(file), path, tree: TreeBuilder::new() })
    }

    /// Appends lines.
    pub fn append(&mut self, lines: &Subtrees) -> Result<()> {
        for (level, root) in &lines.subtrees {
            let pushed = self.tree.push_subtree(*level, *root);
            pushed
                .map_err(|error| OfficeError::io(Doing::Write, &self.path)(std::io::Error::other(error.to_string())))?;
        }
        self.file.put(&lines.bytes).map_err(OfficeError::io(Doing::Write, &self.path))
    }

    /// Ends the list, flushed to the disk; gives its count and root.
    pub fn finish(self) -> Result<Root> {
        let root = Root { count: self.tree.size(), root: Digest::new(self.tree.root().to_bytes()) };
        self.file.finish().map_err(OfficeError::io(Doing::Write, &self.path))?;
        Ok(root)
    }
}

/// Writes a small list at once.
pub(super) fn write_list(folder: &Path, name: &str, lines: &[Vec<u8>]) -> Result<Root> {
    let mut all = Lines::default();
    lines.iter().for_each(|line| all.push(line));
    let mut writer = ListWriter::create(folder, name)?;
    writer.append(&all.into_subtrees(0))?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_of_any_size_have_the_root_of_the_whole(sizes in proptest::collection::vec(0_usize..40, 0..12), each in any::<bool>()) {
            let folder = tempfile::tempdir().unwrap();
            let mut writer = ListWriter::create(folder.path(), "x").unwrap();
            let mut all = Vec::new();
            for size in sizes {
                let mut lines = Lines::default();
                for _ in 0..size {
                    let line = format!("line {}", all.len());
                    lines.push(line.as_bytes());
                    all.push(line);
                }
                let part = if each { lines.into_leaves() } else { lines.into_subtrees(writer.tree.size()) };
                writer.append(&part).unwrap();
            }
            let root = writer.finish().unwrap();
            let expected = root_of(all.iter().map(|line| leaf_hash(line.as_bytes())));
            prop_assert_eq!(root, Root { count: all.len() as u64, root: Digest::new(expected.to_bytes()) });
            let text: String = all.iter().map(|line| format!("{line}\n")).collect();
            prop_assert_eq!(std::fs::read_to_string(folder.path().join("x.jsonl")).unwrap(), text);
        }
    }
}
