//! The verifier's own file walker: a bundle as a folder, with nothing in it passed over.
//!
//! It shares no line with the office. Links are reported and never followed, so that a bundle can't reach outside itself.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use verify::{BundleFiles, FileEntry};

/// Folders below one another, at most; a bundle has two.
const DEPTH_MAX: usize = 8;

/// A bundle in a folder.
pub struct Folder(PathBuf);

impl Folder {
    /// The bundle in that folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Folder(path.into())
    }

    fn walk(&self, folder: &Path, prefix: &str, depth: usize, found: &mut Vec<FileEntry>) -> io::Result<()> {
        let mut empty = true;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            empty = false;
            let name = entry.file_name();
            let readable = name.to_str().is_some();
            let path = format!("{prefix}{}", name.to_string_lossy());
            let kind = entry.file_type()?;
            if kind.is_dir() && readable && depth < DEPTH_MAX {
                self.walk(&entry.path(), &format!("{path}/"), depth + 1, found)?;
            } else {
                let size = entry.metadata()?.len();
                found.push(FileEntry { path, size, regular: kind.is_file() && readable });
            }
        }
        if empty && !prefix.is_empty() {
            found.push(FileEntry { path: prefix.to_owned(), size: 0, regular: false });
        }
        Ok(())
    }

    /// Opens one file of the bundle, which must be a regular one inside it.
    pub(crate) fn file(&self, path: &str) -> io::Result<fs::File> {
        let lawful =
            path.split('/').all(|part| !part.is_empty() && part != "." && part != "..") && !path.contains('\\');
        if !lawful {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a path that leaves the bundle"));
        }
        let full = path.split('/').fold(self.0.clone(), |folder, part| folder.join(part));
        if !fs::symlink_metadata(&full)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        fs::File::open(full)
    }
}

impl BundleFiles for Folder {
    fn entries(&self) -> io::Result<Vec<FileEntry>> {
        let mut found = Vec::new();
        self.walk(&self.0, "", 0, &mut found)?;
        Ok(found)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(self.file(path)?))
    }
}
