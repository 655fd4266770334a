//! Sharing the lists without the secret.

use super::Store;
use super::atomic::NewFolder;
use crate::error::{Doing, OfficeError, Result};
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
