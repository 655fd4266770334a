//! Files and folders that are there as a whole or not at all.

use super::UNFINISHED;
use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempDir};

/// A file that takes its place when it is finished; dropped before that, it leaves nothing.
#[derive(Debug)]
pub struct NewFile {
    writer: BufWriter<NamedTempFile>,
    place: PathBuf,
}

impl NewFile {
    /// Begins a file for this place, whose folder is made if need be. It is readable by its owner only.
    pub fn create(place: &Path) -> Result<Self> {
        let folder = folder_of(place);
        fs::create_dir_all(folder).map_err(OfficeError::io(Doing::Create, folder))?;
        let file =
            Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(OfficeError::io(Doing::Create, place))?;
        platform::make_private(file.as_file()).map_err(OfficeError::io(Doing::Write, place))?;
        Ok(Self { writer: BufWriter::with_capacity(1 << 20, file), place: place.to_owned() })
    }

    /// Writes all of these bytes.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes).map_err(OfficeError::io(Doing::Write, &self.place))
    }

    /// Flushes the file to the disk and moves it into its place, over what was there.
    pub fn commit(self) -> Result<()> {
        let place = self.place;
        let file =
            self.writer.into_inner().map_err(|error| OfficeError::io(Doing::Write, &place)(error.into_error()))?;
        file.as_file().sync_all().map_err(OfficeError::io(Doing::Write, &place))?;
        file.persist(&place).map_err(|error| OfficeError::io(Doing::Rename, &place)(error.error))?;
        sync_parent(&place)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A folder that takes its place when it is finished; dropped before that, it leaves nothing.
#[derive(Debug)]
pub struct NewFolder {
    folder: TempDir,
    place: PathBuf,
}

impl NewFolder {
    /// Begins a folder for this place.
    pub fn create(place: &Path) -> Result<Self> {
        let parent = folder_of(place);
        fs::create_dir_all(parent).map_err(OfficeError::io(Doing::Create, parent))?;
        let folder =
            Builder::new().prefix(UNFINISHED).tempdir_in(parent).map_err(OfficeError::io(Doing::Create, place))?;
        Ok(Self { folder, place: place.to_owned() })
    }

    /// Where its files are written for now.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Moves it into its place, if that is free.
    pub fn commit_new(self) -> Result<()> {
        if self.place.exists() {
            return Err(OfficeError::OutExists { path: self.place });
        }
        self.move_into_place()
    }

    /// Moves it into its place; what was there is removed.
    ///
    /// A crash between the two renames leaves no folder there, which is fine for what can be made again and only for that.
    pub fn commit_over(self) -> Result<()> {
        if self.place.exists() {
            let parent = folder_of(&self.place).to_owned();
            let old = Builder::new()
                .prefix(UNFINISHED)
                .tempdir_in(&parent)
                .map_err(OfficeError::io(Doing::Create, &parent))?;
            let (place, kept) = (self.place.clone(), old.path().join("old"));
            fs::rename(&place, &kept).map_err(OfficeError::io(Doing::Rename, &place))?;
            if let Err(error) = self.move_into_place() {
                // What was there goes back; what is reported is why the new one did not take its place.
                let _ = fs::rename(&kept, &place);
                return Err(error);
            }
            return old.close().map_err(OfficeError::io(Doing::Remove, &parent));
        }
        self.move_into_place()
    }

    fn move_into_place(self) -> Result<()> {
        let folder = self.folder.keep();
        sync_tree(&folder)?;
        if let Err(error) = fs::rename(&folder, &self.place) {
            // The folder is ours and unfinished; what matters is the first error.
            let _ = fs::remove_dir_all(&folder);
            return Err(OfficeError::io(Doing::Rename, &self.place)(error));
        }
        sync_parent(&self.place)
    }
}

/// Flushes the names in a folder and its folders. Files were flushed when they were written.
fn sync_tree(folder: &Path) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(OfficeError::io(Doing::Read, folder))?;
    for entry in entries {
        let path = entry.map_err(OfficeError::io(Doing::Read, folder))?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        }
    }
    platform::sync_folder(folder).map_err(OfficeError::io(Doing::Write, folder))
}

/// Appends one line to a file and flushes it. A line that a crash cut short is found by its missing end.
pub(crate) fn append_line(path: &Path, line: &[u8]) -> Result<()> {
    let new = !path.exists();
    let mut file = File::options().create(true).append(true).open(path).map_err(OfficeError::io(Doing::Write, path))?;
    let mut bytes = line.to_vec();
    bytes.push(b'\n');
    file.write_all(&bytes).map_err(OfficeError::io(Doing::Write, path))?;
    file.sync_all().map_err(OfficeError::io(Doing::Write, path))?;
    if new { sync_parent(path) } else { Ok(()) }
}

pub(crate) fn sync_parent(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    platform::sync_folder(folder).map_err(OfficeError::io(Doing::Write, folder))
}

/// The folder that a path lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_the_old_one() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("list");
        fs::write(&place, "old").unwrap();
        let mut file = NewFile::create(&place).unwrap();
        file.put(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&place).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        let mut file = NewFile::create(&place).unwrap();
        file.put(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
    }

    #[test]
    fn a_folder_takes_a_free_place_or_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("out");
        let folder = NewFolder::create(&place).unwrap();
        fs::write(folder.path().join("a"), "1").unwrap();
        folder.commit_new().unwrap();
        assert_eq!(fs::read(place.join("a")).unwrap(), b"1");
        let again = NewFolder::create(&place).unwrap();
        assert!(matches!(again.commit_new(), Err(OfficeError::OutExists { .. })));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        let over = NewFolder::create(&place).unwrap();
        fs::write(over.path().join("b"), "2").unwrap();
        over.commit_over().unwrap();
        assert!(!place.join("a").exists() && place.join("b").exists());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
