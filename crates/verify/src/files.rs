//! The only door through which a bundle comes in.
//!
//! This crate opens no file itself: whoever holds a bundle (a folder, an archive, a browser) gives
//! its files through [`BundleFiles`]. Nothing that the implementation says is believed: sizes and
//! contents are compared with `manifest.json`.

use std::collections::BTreeMap;
use std::io::{self, Read};

/// The files of a bundle, whatever holds them.
///
/// A file must give the same bytes as long as it is open. [`crate::verify`] opens each file once,
/// so that what was hashed is what was checked.
pub trait BundleFiles: Sync {
    /// Everything that is there, in any order, `manifest.json` included.
    ///
    /// What is not a regular file (a link, a device, an empty folder, a name that is not UTF-8)
    /// **must** be reported too, with `regular` false: nothing in a bundle is passed over.
    fn entries(&self) -> io::Result<Vec<FileEntry>>;

    /// Opens one file for reading from its first byte.
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>>;
}

/// One thing found in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// Path relative to the bundle, with `/` between folders.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Whether it is a regular file, not a link or anything else.
    pub regular: bool,
}

/// A bundle in memory, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryBundle(pub BTreeMap<String, Vec<u8>>);

impl BundleFiles for MemoryBundle {
    fn entries(&self) -> io::Result<Vec<FileEntry>> {
        let entry = |(path, bytes): (&String, &Vec<u8>)| FileEntry {
            path: path.clone(),
            size: bytes.len() as u64,
            regular: true,
        };
        Ok(self.0.iter().map(entry).collect())
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        match self.0.get(path) {
            Some(bytes) => Ok(Box::new(bytes.as_slice())),
            None => Err(io::Error::new(io::ErrorKind::NotFound, "no such file in this bundle")),
        }
    }
}
