//! A list in preparation: records go in, in any order; out comes the new list beside the old one, ready to take its place.
//!
//! Nothing of the store changes before [`Staged::commit`]. A crash or an error before it leaves a folder `.new-…`, which
//! is removed at once or by the next writer.

use super::merge::{Change, Changes, Mode, merge};
use super::run::{LineStream, Place, Run};
use super::sort::{Chunk, Duplicate, Sorter};
use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use crate::store::atomic::sync_parent;
use crate::store::flushing::FlushingFile;
use crate::store::{UNFINISHED, Writer};
use records::hash::Digest;
use records::lists::List;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// Takes records and sorts them on a thread of its own, so that reading goes on meanwhile.
#[derive(Debug)]
pub struct Staging {
    folder: TempDir,
    list_path: PathBuf,
    chunk: Chunk,
    chunk_memory: usize,
    full: Option<SyncSender<Chunk>>,
    empty: Receiver<Chunk>,
    sorter: Option<JoinHandle<Result<Sorter>>>,
}

impl Staging {
    /// Begins; at any time about `memory` bytes of records are held.
    pub fn begin(writer: &Writer<'_>, list: List, memory: usize) -> Result<Self> {
        let dir = writer.store().dir();
        let folder =
            tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(dir).map_err(OfficeError::io(Doing::Create, dir))?;
        let mut sorter = Sorter::new(folder.path().to_owned());
        let (full, to_sort) = sync_channel::<Chunk>(0);
        let (sorted, empty) = sync_channel(1);
        let work = move || {
            for chunk in to_sort {
                let chunk = sorter.add(chunk)?;
                // Nobody takes it when the last chunk was handed in.
                let _ = sorted.send(chunk);
            }
            Ok(sorter)
        };
        let sorter = Some(std::thread::spawn(work));
        let list_path = writer.store().list_path(list);
        // Two chunks: one is filled while the other is sorted and written.
        let (chunk, chunk_memory) = (Chunk::default(), (memory / 2).min(1 << 31));
        Ok(Self { folder, list_path, chunk, chunk_memory, full: Some(full), empty, sorter })
    }

    /// Adds a canonical line, without its LF, that has this id.
    pub fn push(&mut self, id: &[u8], line: &[u8], place: Place) -> Result<()> {
        self.chunk.push(id, line, place);
        if self.chunk.memory() >= self.chunk_memory { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<()> {
        let chunk = std::mem::take(&mut self.chunk);
        let sent = self.full.as_ref().is_some_and(|full| full.send(chunk).is_ok());
        if !sent {
            // The thread has ended, which it does before its time only with an error.
            return self.join().map(|_| ());
        }
        self.chunk = self.empty.try_recv().unwrap_or_default();
        Ok(())
    }

    fn join(&mut self) -> Result<Sorter> {
        self.full = None;
        let stopped = || std::io::Error::other("the sorting thread has stopped");
        let failed = OfficeError::io(Doing::Write, self.folder.path());
        match self.sorter.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) | None => Err(failed(stopped())),
        }
    }

    /// Sorts what is left, merges, and compares with the list that is there. `watch` is told every
    /// change; where `begin` is called again, all that it was told before does not count.
    ///
    /// A list that is replaced may be damaged: that is why it is replaced. Then everything counts as added.
    pub(super) fn finish(mut self, mode: Mode, watch: &mut dyn Watcher) -> Result<Staged> {
        self.hand_over()?;
        let (runs, mut duplicates) = self.join()?.finish()?;
        let present = LineStream::open(&self.list_path)?;
        let (merged, damage) = match self.merge(&runs, present, mode, watch) {
            Err(damage @ OfficeError::Line { .. }) if mode.replaces() => {
                (self.merge(&runs, None, mode, watch)?, Some(damage))
            }
            merged => (merged?, None),
        };
        duplicates.extend(merged.duplicates);
        let Merged { changes, count, size, sha256, path, .. } = merged;
        Ok(Staged { changes, duplicates, damage, count, size, sha256, path, staging: self })
    }

    fn merge(&self, runs: &[Run], present: Option<LineStream>, mode: Mode, watch: &mut dyn Watcher) -> Result<Merged> {
        let is_watched = watch.wants();
        watch.begin()?;
        let mut tell = |change: &Change<'_>| watch.change(change);
        let files_are_the_list = mode.replaces() || present.is_none();
        if let ([run @ Run { sha256: Some(sha256), .. }], true) = (runs, files_are_the_list) {
            let changes = match present {
                None if !is_watched => added(run.count, LineStream::open(&run.path)?)?,
                present => merge(runs, present, mode, &mut tell, |_| Ok(()))?.0,
            };
            run.sync()?;
            let (count, size, sha256, path) = (run.count, run.size, *sha256, run.path.clone());
            return Ok(Merged { changes, duplicates: Vec::new(), count, size, sha256, path });
        }
        let path = self.folder.path().join("merged.jsonl");
        let new = File::create(&path).map_err(OfficeError::io(Doing::Write, &path))?;
        platform::make_private(&new).map_err(OfficeError::io(Doing::Write, &path))?;
        let mut file = FlushingFile::new(new);
        let (mut count, mut size, mut hash) = (0, 0, Sha256::new());
        let (changes, duplicates) = merge(runs, present, mode, &mut tell, |line| {
            count += 1;
            size += line.len() as u64;
            hash.update(line);
            file.put(line).map_err(OfficeError::io(Doing::Write, &path))
        })?;
        file.finish().map_err(OfficeError::io(Doing::Write, &path))?;
        Ok(Merged { changes, duplicates, count, size, sha256: Digest::new(hash.finalize().into()), path })
    }
}

/// Is told every change.
pub(super) trait Watcher {
    /// Whether it wants to be told; if not, there may be less to do.
    fn wants(&self) -> bool;
    /// Changes begin; what was told before does not count.
    fn begin(&mut self) -> Result<()>;
    /// One record is added, changed or removed.
    fn change(&mut self, change: &Change<'_>) -> Result<()>;
}

/// The new list as a file of its own.
struct Merged {
    changes: Changes,
    duplicates: Vec<Duplicate>,
    count: u64,
    size: u64,
    sha256: Digest,
    path: PathBuf,
}

/// The changes where there was no list: everything is added.
fn added(count: u64, lines: Option<LineStream>) -> Result<Changes> {
    let mut changes = Changes::default();
    if let Some(mut lines) = lines {
        lines.advance()?;
        while let (Some((id, _)), true) = (lines.current(), changes.added.samples.len() < super::merge::SAMPLES_MAX) {
            changes.added.samples.push(String::from_utf8_lossy(id).into_owned());
            lines.advance()?;
        }
    }
    changes.added.count = count;
    Ok(changes)
}

/// A new list beside the old one.
#[derive(Debug)]
pub struct Staged {
    /// What it would change.
    pub changes: Changes,
    /// Records of one id in the files; a list with any must not be committed.
    pub duplicates: Vec<Duplicate>,
    /// What is wrong with the list that it replaces, if that could not be read to its end.
    pub damage: Option<OfficeError>,
    /// Records in it.
    pub count: u64,
    /// Its bytes.
    pub size: u64,
    /// SHA-256 of its file.
    pub sha256: Digest,
    path: PathBuf,
    staging: Staging,
}

impl Staged {
    /// Where its file is for now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves it into the place of the old list; says what was wrong with that one.
    pub fn commit(self) -> Result<Option<OfficeError>> {
        let place = &self.staging.list_path;
        fs::rename(&self.path, place).map_err(OfficeError::io(Doing::Rename, place))?;
        sync_parent(place)?;
        Ok(self.damage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    struct Nobody;

    impl Watcher for Nobody {
        fn wants(&self) -> bool {
            false
        }
        fn begin(&mut self) -> Result<()> {
            Ok(())
        }
        fn change(&mut self, _: &Change<'_>) -> Result<()> {
            Ok(())
        }
    }

    fn line(id: &str, name: &str) -> String {
        format!("{{\"area\":\"1\",\"id\":\"{id}\",\"name\":\"{name}\"}}")
    }

    fn stage(store: &Store, rows: &[(String, String)], memory: usize, mode: Mode) -> (Changes, Vec<Duplicate>) {
        let writer = store.writer().unwrap();
        let mut staging = Staging::begin(&writer, List::Entities, memory).unwrap();
        for (row, (id, name)) in rows.iter().enumerate() {
            let place = Place { file: 0, sheet: 0, row: row as u32 + 2 };
            staging.push(id.as_bytes(), line(id, name).as_bytes(), place).unwrap();
        }
        let staged = staging.finish(mode, &mut Nobody).unwrap();
        let result = (staged.changes.clone(), staged.duplicates.clone());
        let (count, size, sha256) = (staged.count, staged.size, staged.sha256);
        staged.commit().unwrap();
        let text = fs::read(store.list_path(List::Entities)).unwrap();
        assert_eq!(records::hash::sha256(&text), sha256);
        assert_eq!((text.len() as u64, text.iter().filter(|byte| **byte == b'\n').count() as u64), (size, count));
        drop(writer);
        let left = fs::read_dir(store.dir()).unwrap().flatten().filter(|entry| entry.path().is_dir()).count();
        assert_eq!(left, 1, "only `lists` is left");
        result
    }

    fn file_of(rows: &BTreeMap<String, String>) -> String {
        rows.iter().map(|(id, name)| line(id, name) + "\n").collect()
    }

    #[test]
    fn what_fails_or_ends_before_the_commit_leaves_the_old_list() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let old = [("A".to_owned(), "old".to_owned())];
        stage(&store, &old, 1 << 20, Mode::Replace);
        let before = fs::read(store.list_path(List::Entities)).unwrap();
        let writer = store.writer().unwrap();
        let begin = || {
            let mut staging = Staging::begin(&writer, List::Entities, 1 << 20).unwrap();
            staging.push(b"B", line("B", "new").as_bytes(), Place::default()).unwrap();
            staging
        };
        // Everything is written, and the program ends before the last step.
        drop(begin().finish(Mode::Replace, &mut Nobody).unwrap());
        assert_eq!(fs::read(store.list_path(List::Entities)).unwrap(), before);
        // The place of the new list is gone, as a disk may be.
        let staging = begin();
        fs::remove_dir_all(staging.folder.path()).unwrap();
        assert!(matches!(staging.finish(Mode::Replace, &mut Nobody), Err(OfficeError::Io { .. })));
        assert_eq!(fs::read(store.list_path(List::Entities)).unwrap(), before);
        let left = fs::read_dir(store.dir()).unwrap().flatten().filter(|entry| entry.path().is_dir()).count();
        assert_eq!(left, 1, "only `lists` is left");
    }

    /// Ids of 1 to 20 characters that often share their first 16.
    fn id() -> impl Strategy<Value = String> {
        prop_oneof!["[A-C]{1,3}", "AAAAAAAAAAAAAAA[AB]{0,3}", "9161010000000000[0-9]{2}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn any_order_and_any_memory_give_the_same_list(
            rows in proptest::collection::btree_map(id(), "[a-z]{0,9}", 0..80),
            old in proptest::collection::btree_map(id(), "[a-z]{0,2}", 0..20),
            seed in proptest::collection::vec(any::<u32>(), 80),
            memory in 1_usize..4000,
            add in any::<bool>(),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::create(dir.path()).unwrap();
            let mut shuffled: Vec<(String, String)> = rows.clone().into_iter().collect();
            let mut keys = seed.iter();
            shuffled.sort_by_cached_key(|_| *keys.next().unwrap_or(&0));
            let sorted_old: Vec<(String, String)> = old.clone().into_iter().collect();
            stage(&store, &sorted_old, 1 << 20, Mode::Replace);
            let mode = if add { Mode::Add } else { Mode::Replace };
            let (changes, duplicates) = stage(&store, &shuffled, memory, mode);
            prop_assert!(duplicates.is_empty());
            let mut expected = if add { old.clone() } else { BTreeMap::new() };
            expected.extend(rows.clone());
            let text = fs::read_to_string(store.list_path(List::Entities)).unwrap();
            prop_assert_eq!(text, file_of(&expected));
            let count = |test: &dyn Fn(&String, &String) -> bool| rows.iter().filter(|(id, name)| test(id, name)).count() as u64;
            prop_assert_eq!(changes.added.count, count(&|id, _| !old.contains_key(id)));
            prop_assert_eq!(changes.changed.count, count(&|id, name| old.get(id).is_some_and(|other| other != name)));
            let gone = old.keys().filter(|id| !rows.contains_key(*id)).count() as u64;
            prop_assert_eq!(changes.removed.count, if add { 0 } else { gone });
        }

        #[test]
        fn every_duplicate_is_named_with_both_places(
            ids in proptest::collection::vec("[A-D]{1,2}", 1..60), memory in 1_usize..2000,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::create(dir.path()).unwrap();
            let rows: Vec<(String, String)> = ids.iter().map(|id| (id.clone(), String::new())).collect();
            let (_, mut duplicates) = stage(&store, &rows, memory, Mode::Replace);
            let place = |row: usize| Place { file: 0, sheet: 0, row: row as u32 + 2 };
            let repeats = |row: usize| ids[..row].contains(&ids[row]);
            let expected: Vec<Place> = (0..ids.len()).filter(|row| repeats(*row)).map(place).collect();
            duplicates.sort_by_key(|duplicate| duplicate.second);
            let seconds: Vec<Place> = duplicates.iter().map(|duplicate| duplicate.second).collect();
            prop_assert_eq!(seconds, expected);
            for Duplicate { id, first, second, .. } in duplicates {
                prop_assert!(first < second);
                prop_assert!(id == ids[first.row as usize - 2] && id == ids[second.row as usize - 2]);
            }
        }
    }
}
