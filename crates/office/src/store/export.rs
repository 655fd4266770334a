//! Sharing the lists without the secret.

use super::Store;
use super::atomic::NewFolder;
use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use records::lists::List;
use std::fs;
use std::path::Path;

impl Store {
    /// Copies the lists and the journal to a new folder, which is a store without a secret. Private fields are in it: who
    /// gets the copy is another office that may see them. What was frozen and drawn stays, because salts and names are there.
    pub fn export_lists(&self, out: &Path) -> Result<()> {
        let folder = NewFolder::create(out)?;
        let lists = folder.path().join("lists");
        fs::create_dir(&lists).map_err(OfficeError::io(Doing::Create, &lists))?;
        let mut files = vec![(self.journal_path(), folder.path().join("journal.jsonl"))];
        for list in List::ALL {
            files.push((self.list_path(list), lists.join(format!("{}.jsonl", list.name()))));
        }
        for (from, to) in files.iter().filter(|(from, _)| from.exists()) {
            fs::copy(from, to).map_err(OfficeError::io(Doing::Write, to))?;
        }
        folder.commit_new()
    }
}

/// Copies a published folder to another place, as a whole or not at all.
pub fn copy_published(from: &Path, out: &Path) -> Result<()> {
    let folder = NewFolder::create(out)?;
    copy_below(from, folder.path())?;
    platform::make_public(folder.path()).map_err(OfficeError::io(Doing::Write, out))?;
    folder.commit_new()
}

fn copy_below(from: &Path, to: &Path) -> Result<()> {
    let entries = fs::read_dir(from).map_err(OfficeError::io(Doing::Read, from))?;
    for entry in entries {
        let path = entry.map_err(OfficeError::io(Doing::Read, from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            fs::create_dir(&target).map_err(OfficeError::io(Doing::Create, &target))?;
            copy_below(&path, &target)?;
        } else {
            fs::copy(&path, &target)
                .and_then(|_| fs::File::options().write(true).open(&target)?.sync_all())
                .map_err(OfficeError::io(Doing::Write, &target))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }

    #[test]
    fn the_secret_is_in_no_file_of_the_copy() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path().join("a")).unwrap();
        store.writer().unwrap().ensure_secret().unwrap();
        fs::write(store.list_path(List::Items), "{\"id\":\"A\"}\n").unwrap();
        let secret = fs::read_to_string(store.secret_path()).unwrap();
        let out = dir.path().join("b");
        store.export_lists(&out).unwrap();
        let mut found = Vec::new();
        files(&out, &mut found);
        assert_eq!(found, [out.join("lists").join("items.jsonl")]);
        assert!(!fs::read_to_string(&found[0]).unwrap().contains(secret.trim()));
        assert!(matches!(store.export_lists(&out), Err(OfficeError::OutExists { .. })));
    }
}
