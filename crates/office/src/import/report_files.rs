//! Faults, notices and changes as CSV files, all of them, written while an import goes on.
//!
//! A file is made before anything is read, so that a place where none can be made is told before a list has changed; what
//! is there already is never overwritten; and one that has nothing to say is removed again.

use super::fault::RowFault;
use super::listener::Listener;
use super::merge::{Change, Fate};
use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use ::import::{Notice, csv_row, table_head};
use records::canonical::{Spans, scan};
use records::lists::List;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const CHANGES_HEAD: [&str; 6] = ["变化 change", "id", "工号或名称 name", "字段 field", "原来 before", "现在 now"];

/// Which files are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportPaths<'a> {
    /// All faults.
    pub errors: Option<&'a Path>,
    /// All notices.
    pub notices: Option<&'a Path>,
    /// All changes, a row for each field that differs.
    pub changes: Option<&'a Path>,
}

/// The files.
#[derive(Debug)]
pub struct ReportFiles {
    errors: Option<NewTable>,
    notices: Option<NewTable>,
    changes: Option<NewTable>,
}

impl ReportFiles {
    /// Makes them. [`OfficeError::OutExists`] names one that is there already; then none is left behind.
    pub fn create(paths: ReportPaths<'_>) -> Result<Self> {
        let create = |path: Option<&Path>| path.map(NewTable::create).transpose();
        Ok(Self { errors: create(paths.errors)?, notices: create(paths.notices)?, changes: create(paths.changes)? })
    }

    /// Ends them. Changes that were not or will not be made say nothing, so that a refused import leaves none.
    pub fn finish(mut self, is_refused: bool) -> Result<()> {
        if let Some(changes) = self.changes.as_mut().filter(|_| is_refused) {
            changes.restart()?;
        }
        [self.errors, self.notices, self.changes].into_iter().flatten().try_for_each(NewTable::finish)
    }
}

impl Listener for ReportFiles {
    fn listens(&self) -> bool {
        self.errors.is_some() || self.notices.is_some() || self.changes.is_some()
    }

    fn fault(&mut self, fault: &RowFault) -> Result<()> {
        self.errors.as_mut().map_or(Ok(()), |table| table.put(table_head, &fault.csv_row()))
    }

    fn notice(&mut self, notice: &Notice) -> Result<()> {
        self.notices.as_mut().map_or(Ok(()), |table| table.put(table_head, &notice.csv_row()))
    }

    fn changes_begin(&mut self, _: List) -> Result<()> {
        self.changes.as_mut().map_or(Ok(()), NewTable::restart)
    }

    fn change(&mut self, change: &Change<'_>) -> Result<()> {
        let head = || [&b"\xEF\xBB\xBF"[..], &csv_row(&CHANGES_HEAD)].concat();
        let Some(table) = &mut self.changes else { return Ok(()) };
        change_rows(change).iter().try_for_each(|row| table.put(head, &csv_row(row)))
    }
}

/// A new file of rows, for its owner only: what it says of a list may be sealed.
#[derive(Debug)]
struct NewTable {
    writer: BufWriter<File>,
    path: PathBuf,
    is_empty: bool,
}

impl NewTable {
    fn create(path: &Path) -> Result<Self> {
        let file = match File::create_new(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(OfficeError::OutExists { path: path.to_owned() });
            }
            Err(error) => return Err(OfficeError::io(Doing::Create, path)(error)),
        };
        let table = Self { writer: BufWriter::new(file), path: path.to_owned(), is_empty: true };
        platform::make_private(table.writer.get_ref()).map_err(OfficeError::io(Doing::Write, path))?;
        Ok(table)
    }

    fn put(&mut self, head: impl FnOnce() -> Vec<u8>, row: &[u8]) -> Result<()> {
        let write = || {
            if self.is_empty {
                self.writer.write_all(&head())?;
            }
            self.writer.write_all(row)
        };
        write().map_err(OfficeError::io(Doing::Write, &self.path))?;
        self.is_empty = false;
        Ok(())
    }

    /// Takes back everything.
    fn restart(&mut self) -> Result<()> {
        let mut restart = || {
            self.writer.flush()?;
            let file = self.writer.get_mut();
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0)).map(drop)
        };
        restart().map_err(OfficeError::io(Doing::Write, &self.path))?;
        self.is_empty = true;
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        self.writer.flush().map_err(OfficeError::io(Doing::Write, &self.path))
    }
}

impl Drop for NewTable {
    fn drop(&mut self) {
        if self.is_empty {
            // Ours and empty; left behind it would only look like a report.
            let _removed = fs::remove_file(&self.path);
        }
    }
}

/// The rows of a change: one for a record that comes or goes, one for each field that differs.
fn change_rows(change: &Change<'_>) -> Vec<[String; 6]> {
    let spans =
        |line: Option<&'_ [u8]>| line.and_then(|line| scan(line.trim_ascii_end()).ok()).map(|spans| values(&spans));
    let (old, new) = (spans(change.old).unwrap_or_default(), spans(change.new).unwrap_or_default());
    let id = String::from_utf8_lossy(change.id).into_owned();
    let known = if change.new.is_some() { &new } else { &old };
    let name = ["work_no", "name", "entity", "inspector"].iter().filter_map(|key| known.get(*key));
    let name = name.map(String::as_str).collect::<Vec<_>>().join(" ");
    let row = |fate: &str, field: &str, before: &str, now: &str| {
        [fate.to_owned(), id.clone(), name.clone(), field.to_owned(), before.to_owned(), now.to_owned()]
    };
    match change.fate {
        Fate::Added => vec![row("增加 added", "", "", "")],
        Fate::Removed => vec![row("删去 removed", "", "", "")],
        Fate::Changed => {
            let fields: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            let text = |values: &BTreeMap<String, String>, field: &str| values.get(field).cloned().unwrap_or_default();
            let pairs = fields.into_iter().map(|field| (field, text(&old, field), text(&new, field)));
            pairs
                .filter(|(_, old, new)| old != new)
                .map(|(field, old, new)| row("改变 changed", field, &old, &new))
                .collect()
        }
    }
}

/// The fields of a line as texts; those of an object within it by both keys.
fn values(spans: &Spans<'_>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (key, raw) in spans.iter() {
        if let Some(inner) = spans.object(key) {
            out.extend(values(&inner).into_iter().map(|(inner, value)| (format!("{key}.{inner}"), value)));
            continue;
        }
        let value = match (spans.text(key), spans.texts(key)) {
            (Some(text), _) => text.into_owned(),
            (None, Some(texts)) => texts.collect::<Vec<_>>().join("、"),
            (None, None) => raw.to_owned(),
        };
        out.insert(key.to_owned(), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_names_each_field_that_differs() {
        let old = b"{\"id\":\"E1\",\"name\":\"old\",\"private\":{\"phone\":\"1\"},\"tags\":[\"a\",\"b\"]}\n";
        let new =
            b"{\"area\":\"x\",\"id\":\"E1\",\"name\":\"new\",\"private\":{\"phone\":\"2\"},\"tags\":[\"a\",\"b\"]}\n";
        let change = Change { fate: Fate::Changed, id: b"E1", old: Some(old), new: Some(new), place: None };
        let rows: Vec<String> = change_rows(&change).iter().map(|row| row[2..].join("|")).collect();
        assert_eq!(rows, ["new|area||x", "new|name|old|new", "new|private.phone|1|2"]);
        let gone = Change { fate: Fate::Removed, id: b"E1", old: Some(old), new: None, place: None };
        assert_eq!(change_rows(&gone)[0][..3], ["删去 removed", "E1", "old"]);
    }

    #[test]
    fn nothing_is_overwritten_and_nothing_empty_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let (there, new) = (dir.path().join("there.csv"), dir.path().join("new.csv"));
        fs::write(&there, "mine").unwrap();
        let paths = ReportPaths { errors: Some(&new), notices: Some(&there), changes: None };
        assert!(matches!(ReportFiles::create(paths), Err(OfficeError::OutExists { path }) if path == there));
        assert_eq!(fs::read(&there).unwrap(), b"mine");
        assert!(!new.exists(), "the first file is taken back");
        let files = ReportFiles::create(ReportPaths { errors: Some(&new), ..ReportPaths::default() }).unwrap();
        assert!(new.exists(), "the file is there before anything is read");
        files.finish(false).unwrap();
        assert!(!new.exists());
    }
}
