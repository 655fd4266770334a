//! The folder in which an office keeps its lists, and everything that is made from them.
//!
//! ```text
//! DIR/lists/<list>.jsonl        the eight lists, canonical lines sorted by id, public and private fields
//! DIR/secret/office.secret      32 random bytes as text, made once; see [`secret`]
//! DIR/journal.jsonl             what was imported when, one line an import
//! DIR/ledger.jsonl              which draws were made with which plan
//! DIR/frozen/<draw>/            the frozen lists, plan and index of a draw; can be made again
//! DIR/draws/<draw>/             the office's own copy of a draw, with names, and calendars of the inspectors
//! DIR/log/, DIR/log-state/      the published log and its signer's state; see [`crate::log`]
//! DIR/office.sqlite, DIR/ceremony/, DIR/published/    draws that are held as ceremonies; see [`crate::ceremony`]
//! DIR/.lock                     held while somebody writes
//! ```
//!
//! A step that fails leaves what was there before: files are written beside their place, flushed, then moved into it.
//! What a crash leaves behind begins with `.new-` and is removed by the next writer.

pub mod atomic;
pub mod export;
pub(crate) mod flushing;
pub mod journal;
pub mod load;
pub mod secret;

use crate::error::{Doing, OfficeError, Result};
use records::lists::List;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Prefix of files and folders that are not finished.
pub(crate) const UNFINISHED: &str = ".new-";

/// An office's folder. Reading needs no lock; writing takes a [`Writer`].
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
    secret: PathBuf,
}

impl Store {
    /// An existing folder with lists in it.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self> {
        let store = Self::at(dir.into());
        match store.lists_dir().is_dir() {
            true => Ok(store),
            false => Err(OfficeError::NotAStore { dir: store.dir }),
        }
    }

    /// A folder that is made if it is not there.
    pub fn create(dir: impl Into<PathBuf>) -> Result<Self> {
        let store = Self::at(dir.into());
        let lists = store.lists_dir();
        fs::create_dir_all(&lists).map_err(OfficeError::io(Doing::Create, &lists))?;
        Ok(store)
    }

    /// The same, and says which folders had to be made, so that a step which comes to nothing can take them back.
    pub fn create_noting(dir: impl Into<PathBuf>) -> Result<(Self, MadeFolders)> {
        let dir = dir.into();
        let lists = Self::at(dir.clone()).lists_dir();
        let missing = lists.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let made = MadeFolders(missing.map(Path::to_path_buf).collect());
        Ok((Self::create(dir)?, made))
    }

    fn at(dir: PathBuf) -> Self {
        let secret = dir.join("secret").join("office.secret");
        Self { dir, secret }
    }

    /// Takes the office secret from another file, so that the folder holds none.
    pub fn with_secret_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.secret = path.into();
        self
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of the lists.
    pub fn lists_dir(&self) -> PathBuf {
        self.dir.join("lists")
    }

    /// The file of a list.
    pub fn list_path(&self, list: List) -> PathBuf {
        self.lists_dir().join(format!("{}.jsonl", list.name()))
    }

    /// The file of the office secret.
    pub fn secret_path(&self) -> &Path {
        &self.secret
    }

    /// The journal of imports.
    pub fn journal_path(&self) -> PathBuf {
        self.dir.join("journal.jsonl")
    }

    /// The ledger of draws.
    pub fn ledger_path(&self) -> PathBuf {
        self.dir.join("ledger.jsonl")
    }

    /// The folder of a frozen draw.
    pub fn frozen_dir(&self, draw: &str) -> PathBuf {
        self.dir.join("frozen").join(folder_name(draw))
    }

    /// The folder of the office's own copy of a draw.
    pub fn draw_dir(&self, draw: &str) -> PathBuf {
        self.dir.join("draws").join(folder_name(draw))
    }

    /// Takes the lock, or says that somebody else has it. The system releases it when the process ends, however it ends.
    pub fn writer(&self) -> Result<Writer<'_>> {
        let path = self.dir.join(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(OfficeError::io(Doing::Lock, &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OfficeError::Locked { dir: self.dir.clone() }),
            Err(TryLockError::Error(error)) => return Err(OfficeError::io(Doing::Lock, &path)(error)),
        }
        let writer = Writer { store: self, _lock: file };
        writer.remove_unfinished()?;
        Ok(writer)
    }
}

/// A draw's name, `authority/sequence/attempt`, as the name of a folder. The last two parts are numbers, so that two
/// draws never have one name.
fn folder_name(draw: &str) -> String {
    draw.replace('/', "-")
}

/// Folders that did not exist before, the innermost first.
#[derive(Debug)]
#[must_use]
pub struct MadeFolders(Vec<PathBuf>);

/// The right to change a store: there is one at a time.
#[derive(Debug)]
pub struct Writer<'a> {
    store: &'a Store,
    _lock: File,
}

impl Writer<'_> {
    /// The store.
    pub fn store(&self) -> &Store {
        self.store
    }

    /// Removes the folders that were made for a step which came to nothing, if there is still nothing in them. What cannot
    /// be removed is an empty folder, which harms nobody.
    pub fn take_back(self, made: &MadeFolders) {
        // The innermost is that of the lists: where it stays, or was there before, there is a store.
        let Some((lists, others)) = made.0.split_first() else { return };
        if fs::remove_dir(lists).is_err() {
            return;
        }
        // While the lock is held nobody else has begun here. Windows removes no open file, and keeps the folder.
        let _removed = fs::remove_file(self.store.dir.join(".lock"));
        for folder in others {
            let _removed = fs::remove_dir(folder);
        }
    }

    /// Removes what a crash left. Nobody else is writing, because the lock is held.
    fn remove_unfinished(&self) -> Result<()> {
        let dir = &self.store.dir;
        for folder in [dir.clone(), dir.join("lists"), dir.join("frozen"), dir.join("draws")] {
            remove_unfinished_in(&folder, 0)?;
        }
        // What a ceremony has not finished may hold a share.
        for folder in [dir.join("ceremony"), dir.join("published")] {
            remove_unfinished_in(&folder, CEREMONY_DEPTH)?;
        }
        Ok(())
    }
}

/// Folders below that of all ceremonies: the draw, and one for each kind of file.
const CEREMONY_DEPTH: usize = 2;

fn remove_unfinished_in(folder: &Path, depth: usize) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(OfficeError::io(Doing::Remove, &path))?;
        } else if depth > 0 && path.is_dir() {
            remove_unfinished_in(&path, depth - 1)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writers_are_never_at_work() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let first = store.writer().unwrap();
        assert!(matches!(store.writer(), Err(OfficeError::Locked { .. })));
        drop(first);
        store.writer().unwrap();
    }

    #[test]
    fn what_a_crash_left_is_removed_by_the_next_writer() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let (left, list) = (store.lists_dir().join(".new-abc"), store.list_path(List::Items));
        fs::write(&left, "half a li").unwrap();
        fs::write(&list, "kept").unwrap();
        let folder = dir.path().join("frozen").join(".new-x");
        fs::create_dir_all(&folder).unwrap();
        store.writer().unwrap();
        assert!(!left.exists() && !folder.exists());
        assert_eq!(fs::read_to_string(list).unwrap(), "kept");
    }

    #[test]
    fn folders_made_for_nothing_are_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("a").join("b");
        let (store, made) = Store::create_noting(&place).unwrap();
        store.writer().unwrap().take_back(&made);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        let (store, made) = Store::create_noting(&place).unwrap();
        fs::write(store.list_path(List::Items), "kept").unwrap();
        store.writer().unwrap().take_back(&made);
        assert!(store.list_path(List::Items).exists());
        let (store, made) = Store::create_noting(&place).unwrap();
        store.writer().unwrap().take_back(&made);
        assert!(store.lists_dir().exists(), "it was there before");
    }

    #[test]
    fn a_folder_without_lists_is_not_a_store() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Store::open(dir.path()), Err(OfficeError::NotAStore { .. })));
    }
}
