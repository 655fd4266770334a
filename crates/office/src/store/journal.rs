//! What was imported when, and which draws were made with which plan: two files to which lines are only added.

use super::atomic::append_line;
use super::{Store, Writer};
use crate::error::{Doing, OfficeError, Result};
use records::canonical;
use records::day::Day;
use records::hash::Digest;
use records::lists::List;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

/// One import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportEntry {
    /// Records that are new.
    pub added: u64,
    /// Records that differ.
    pub changed: u64,
    /// Records in the list afterwards.
    pub count: u64,
    /// When.
    pub date: Day,
    /// What was read.
    pub files: Vec<SourceFile>,
    /// Which list.
    pub list: List,
    /// `replace` or `add`.
    pub mode: String,
    /// Records that are gone.
    pub removed: u64,
    /// SHA-256 of the list's file afterwards.
    pub sha256: Digest,
    /// Bytes of the list's file afterwards.
    pub size: u64,
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Its name, without the folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its bytes.
    pub size: u64,
}

/// One draw that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawEntry {
    /// SHA-256 of the bundle's manifest.
    pub bundle: Digest,
    /// When.
    pub date: Day,
    /// The draw's name.
    pub draw: String,
    /// P.
    pub plan: Digest,
    /// `rehearsal` or `official`.
    pub purpose: String,
}

impl Store {
    /// All imports, the oldest first.
    pub fn imports(&self) -> Result<Vec<ImportEntry>> {
        read(&self.journal_path())
    }

    /// The last import of a list.
    pub fn last_import(&self, list: List) -> Result<Option<ImportEntry>> {
        Ok(self.imports()?.into_iter().rfind(|entry| entry.list == list))
    }

    /// All draws, the oldest first.
    pub fn draws(&self) -> Result<Vec<DrawEntry>> {
        read(&self.ledger_path())
    }
}

impl Writer<'_> {
    /// Adds an import to the journal.
    pub(crate) fn record_import(&self, entry: &ImportEntry) -> Result<()> {
        append(&self.store.journal_path(), entry)
    }

    /// Adds a draw to the ledger.
    pub(crate) fn record_draw(&self, entry: &DrawEntry) -> Result<()> {
        append(&self.store.ledger_path(), entry)
    }
}

fn append<T: Serialize>(path: &Path, entry: &T) -> Result<()> {
    let line = canonical::to_vec(entry)
        .map_err(|error| OfficeError::io(Doing::Write, path)(io::Error::other(error.to_string())))?;
    append_line(path, &line)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(OfficeError::io(Doing::Read, path)(error)),
    };
    let mut entries = Vec::new();
    for (index, line) in crate::lines::Lines::new(&text).enumerate() {
        let entry = canonical::from_slice(line)
            .map_err(|_| OfficeError::Journal { path: path.to_owned(), line: index as u64 + 1 })?;
        entries.push(entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(draw: &str) -> DrawEntry {
        let digest = Digest::new([7; 32]);
        let draw = draw.to_owned();
        DrawEntry { bundle: digest, date: Day::MIN, draw, plan: digest, purpose: "rehearsal".to_owned() }
    }

    #[test]
    fn lines_are_only_added() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        assert!(store.draws().unwrap().is_empty());
        let writer = store.writer().unwrap();
        writer.record_draw(&entry("A/1/1")).unwrap();
        writer.record_draw(&entry("A/1/2")).unwrap();
        assert_eq!(store.draws().unwrap(), [entry("A/1/1"), entry("A/1/2")]);
    }

    #[test]
    fn a_line_of_another_hand_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        store.writer().unwrap().record_draw(&entry("A/1/1")).unwrap();
        append_line(&store.ledger_path(), b"{}").unwrap();
        assert!(matches!(store.draws(), Err(OfficeError::Journal { line: 2, .. })));
    }
}
