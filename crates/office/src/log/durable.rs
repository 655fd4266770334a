//! Writing that is on the disk when it returns, in the order in which it was asked for.
//!
//! Each file is written beside its place, flushed, moved into it, and then the folder is flushed. A crash in between leaves
//! a file there as a whole or not at all, and perhaps one that begins with `.new-`.

use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use crate::store::UNFINISHED;
use crate::store::atomic::folder_of;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::Builder;

/// What a test does after each step: it may copy everything, or let the step fail.
#[cfg(test)]
pub(super) type Observer = Box<dyn FnMut(&Path) -> std::io::Result<()> + Send>;

/// The one way in which a log is written.
#[derive(Default)]
pub(super) struct Durable {
    #[cfg(test)]
    pub observer: Option<Observer>,
}

impl Durable {
    /// Writes files whose order among themselves does not matter; all are on the disk at the end.
    pub fn put_all(&mut self, files: &[(PathBuf, &[u8])]) -> Result<()> {
        let mut folders = BTreeSet::new();
        for (place, bytes) in files {
            self.place(place, bytes, &mut folders)?;
        }
        // The innermost first, so that no name is lost with the folder it stands in.
        for folder in folders.iter().rev() {
            platform::sync_folder(folder).map_err(OfficeError::io(Doing::Write, folder))?;
        }
        Ok(())
    }

    /// Writes one file.
    pub fn put(&mut self, place: &Path, bytes: &[u8]) -> Result<()> {
        self.put_all(&[(place.to_owned(), bytes)])
    }

    fn place(&mut self, place: &Path, bytes: &[u8], folders: &mut BTreeSet<PathBuf>) -> Result<()> {
        let folder = folder_of(place);
        if folders.insert(folder.to_owned()) {
            // A new folder is a name in the one above it, which must be flushed as well.
            let missing = folder.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
            folders.extend(missing.map(|new| folder_of(new).to_owned()).collect::<Vec<_>>());
            fs::create_dir_all(folder).map_err(OfficeError::io(Doing::Create, folder))?;
        }
        let write = OfficeError::io(Doing::Write, place);
        let written = Builder::new().prefix(UNFINISHED).tempfile_in(folder).and_then(|mut file| {
            file.write_all(bytes)?;
            platform::make_public(file.path())?;
            file.as_file().sync_all()?;
            Ok(file)
        });
        let file = written.map_err(write)?;
        file.persist(place).map_err(|error| OfficeError::io(Doing::Rename, place)(error.error))?;
        self.observed(place)
    }

    /// Removes a file that nobody needs any more. It is no harm if it comes back after a crash.
    pub fn remove(&mut self, path: &Path) -> Result<()> {
        match fs::remove_file(path) {
            Ok(()) => self.observed(path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(OfficeError::io(Doing::Remove, path)(error)),
        }
    }

    #[cfg(test)]
    fn observed(&mut self, place: &Path) -> Result<()> {
        match &mut self.observer {
            Some(observer) => observer(place).map_err(OfficeError::io(Doing::Write, place)),
            None => Ok(()),
        }
    }

    #[cfg(not(test))]
    fn observed(&mut self, _place: &Path) -> Result<()> {
        Ok(())
    }
}

impl std::fmt::Debug for Durable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Durable")
    }
}
