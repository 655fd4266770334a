//! Crashes: the folder is copied after every step of an append, and every copy must open, verify and go on.

use super::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::sync::{Arc, Mutex};
use tlog::policy::Policy;
use tlog::tile::Tile;
use tlog::tree::{Hash, leaf_hash, root_of};

fn entries(range: std::ops::Range<usize>, word: &str) -> Vec<Vec<u8>> {
    range.map(|index| format!("{word} {index}").into_bytes()).collect()
}

fn root(entries: &[Vec<u8>]) -> Hash {
    root_of(entries.iter().map(|entry| leaf_hash(entry)))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(io::Result::unwrap) {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), &place).unwrap();
        }
    }
}

/// A log of so many entries, closed.
fn log_of(dir: &Path, batches: &[usize]) -> Vec<Vec<u8>> {
    let places = LogPlaces::of(dir);
    let key = SecretKey::ensure(&places.key).unwrap();
    let mut log = Log::create(&places, &KeyName::new("county.example/draws").unwrap(), &key).unwrap();
    let mut all = Vec::new();
    for batch in batches {
        let new = entries(all.len()..all.len() + batch, "entry");
        assert_eq!(log.append(&new).unwrap().first_index, all.len() as u64);
        all.extend(new);
    }
    all
}

fn open(dir: &Path) -> Result<Log> {
    let places = LogPlaces::of(dir);
    Log::open(&places, &SecretKey::read(&places.key)?)
}

fn open_observed(dir: &Path, observer: durable::Observer) -> Log {
    let places = LogPlaces::of(dir);
    let durable = Durable { observer: Some(observer) };
    Log::open_with(&places, &SecretKey::read(&places.key).unwrap(), durable).unwrap()
}

/// What anyone finds who verifies the folder.
fn verified(dir: &Path) -> verify::Verified {
    let folder = LogFolder::open(dir.join("log")).unwrap();
    verify::verify(&folder, &Policy::of_log(folder.key().unwrap()), None).unwrap()
}

/// Opens what a crash has left, which has the old entries or the new ones, and appends others than those cut short.
fn goes_on(dir: &Path, old: &[Vec<u8>], new: &[Vec<u8>]) {
    // A reader who comes before the log is opened again finds a whole log too.
    let before = verified(dir).checkpoint.checkpoint().clone();
    assert!(before.root == root(old) || before.root == root(new));
    let mut log = open(dir).unwrap();
    let mut all = if log.size() == old.len() as u64 { old.to_vec() } else { new.to_vec() };
    assert!(before.size <= log.size());
    assert_eq!(log.checkpoint().unwrap().checkpoint().root, root(&all));
    for batch in [1, 55, 60, 300] {
        let other = entries(all.len()..all.len() + batch, "after the crash");
        log.append(&other).unwrap();
        all.extend(other);
        let found = verified(dir);
        assert_eq!(found.checkpoint.checkpoint().root, root(&all));
    }
    // Beyond the end there may be tiles of a longer append that was cut short; they are told apart.
    let unchecked = verified(dir).unchecked;
    assert!(unchecked.is_empty() || new.len() > all.len(), "{unchecked:?}");
}

#[test]
fn a_crash_after_any_step_leaves_a_log_that_goes_on() {
    // Over the end of a tile, within one, from the beginning, and so far that what is left lies in the way of what follows.
    for (batches, more) in
        [(vec![200, 50], 20), (vec![250, 1, 1], 1), (vec![], 300), (vec![256, 256], 600), (vec![250], 100)]
    {
        let dir = tempfile::tempdir().unwrap();
        let live = dir.path().join("live");
        let old = log_of(&live, &batches);
        let steps = Arc::new(Mutex::new(0));
        let (counted, from, to) = (Arc::clone(&steps), live.clone(), dir.path().to_owned());
        let observer = move |_: &Path| {
            let mut step = counted.lock().unwrap();
            copy(&from, &to.join(step.to_string()));
            *step += 1;
            Ok(())
        };
        let mut log = open_observed(&live, Box::new(observer));
        let mut new = old.clone();
        new.extend(entries(old.len()..old.len() + more, "entry"));
        log.append(&new[old.len()..]).unwrap();
        drop(log);
        let steps = *steps.lock().unwrap();
        assert!(steps >= 4, "{steps} steps");
        for step in 0..steps {
            goes_on(&dir.path().join(step.to_string()), &old, &new);
        }
        goes_on(&live, &old, &new);
    }
}

#[test]
fn names_that_a_power_cut_lost_do_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let live = dir.path().join("live");
    let old = log_of(&live, &[200, 50]);
    let placed = Arc::new(Mutex::new(Vec::new()));
    let (seen, from, to) = (Arc::clone(&placed), live.clone(), dir.path().join("placed"));
    // All tiles are in their places, none of their folders is flushed yet, and nothing is signed.
    let observer = move |place: &Path| {
        if place.starts_with(from.join("log").join("tile")) && place.exists() {
            seen.lock().unwrap().push(place.strip_prefix(&from).unwrap().to_owned());
            let _emptied = fs::remove_dir_all(&to);
            copy(&from, &to);
        }
        Ok(())
    };
    let mut log = open_observed(&live, Box::new(observer));
    let new: Vec<Vec<u8>> = old.iter().cloned().chain(entries(250..270, "entry")).collect();
    log.append(&new[250..]).unwrap();
    drop(log);
    let placed = placed.lock().unwrap();
    let tiles: Vec<&PathBuf> = placed.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let tiles: Vec<_> = tiles.into_iter().filter(|path| live.join(path).exists()).collect();
    assert!(tiles.len() >= 5);
    for lost in 0..1_u32 << tiles.len() {
        let copied = dir.path().join("cut");
        let _emptied = fs::remove_dir_all(&copied);
        copy(&live, &copied);
        // The old checkpoint and state, with some of the new tiles.
        for path in ["log/checkpoint", "log-state/checkpoint"] {
            let signed = open_signed_at(&live, 250);
            fs::write(copied.join(path), signed).unwrap();
        }
        for (index, path) in tiles.iter().enumerate().filter(|(index, _)| lost >> index & 1 == 1) {
            assert!(index < 32);
            fs::remove_file(copied.join(path)).unwrap();
        }
        // What was partial before the append is there in any case.
        restore_partial(&dir.path().join("placed"), &copied);
        goes_on(&copied, &old, &new);
    }
}

/// The checkpoint of an earlier size, signed anew: what was on the disk before the append.
fn open_signed_at(dir: &Path, size: u64) -> String {
    let places = LogPlaces::of(dir);
    let key = SecretKey::read(&places.key).unwrap();
    let log = Log::open(&places, &key).unwrap();
    let root = log.consistency(size, log.size()).unwrap().old_root;
    let checkpoint = Checkpoint::new(log.key().name(), size, root);
    SignedCheckpoint::sign(checkpoint, &log.signer).unwrap().to_string()
}

/// Copies the partial tiles of the old size, which the append removes only at its end.
fn restore_partial(from: &Path, to: &Path) {
    for tile in Tile::all_in_log(250).filter(|tile| !tile.is_full()) {
        let path = Path::new("log").join(tile.to_string());
        fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
        let source = from.join(&path);
        assert!(source.exists(), "{}", source.display());
        fs::copy(source, to.join(&path)).unwrap();
    }
}

#[test]
fn a_write_that_fails_stops_the_log_until_it_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    for failing in 0.. {
        let live = dir.path().join(failing.to_string());
        let old = log_of(&live, &[200, 50]);
        let mut step = 0;
        let observer = move |_: &Path| {
            step += 1;
            if step == failing + 1 { Err(io::Error::from(io::ErrorKind::StorageFull)) } else { Ok(()) }
        };
        let mut log = open_observed(&live, Box::new(observer));
        let new: Vec<Vec<u8>> = old.iter().cloned().chain(entries(250..270, "entry")).collect();
        let is_in = log.append(&new[250..]).is_ok();
        if !is_in {
            let code = log.append(&new[250..]).unwrap_err().code();
            assert_eq!(code, "log-stopped");
        }
        drop(log);
        goes_on(&live, &old, &new);
        if is_in {
            // Only the removal of what nobody needs may fail without a word.
            assert!(failing >= 7, "{failing}");
            return;
        }
    }
}

#[test]
fn bytes_that_change_under_the_signer_are_not_signed() {
    let dir = tempfile::tempdir().unwrap();
    log_of(dir.path(), &[200]);
    // The tile is flipped right after it was written, as by a bad disk.
    let observer = |place: &Path| {
        if place.ends_with("201") && place.to_string_lossy().contains("entries") {
            let mut bytes = fs::read(place)?;
            bytes[7] ^= 1;
            fs::write(place, bytes)?;
        }
        Ok(())
    };
    let mut log = open_observed(dir.path(), Box::new(observer));
    assert_eq!(log.append(&entries(200..201, "entry")).unwrap_err().code(), "log-doubtful");
    assert_eq!(log.append(&entries(200..201, "entry")).unwrap_err().code(), "log-stopped");
    drop(log);
    assert_eq!(open(dir.path()).unwrap().size(), 200);
}

#[test]
fn half_a_file_is_removed_by_the_next_signer() {
    let dir = tempfile::tempdir().unwrap();
    log_of(dir.path(), &[3]);
    let half = dir.path().join("log").join("tile").join("0").join(".new-half");
    fs::write(&half, "half").unwrap();
    assert_eq!(verified(dir.path()).unchecked, ["tile/0/.new-half"]);
    open(dir.path()).unwrap();
    assert!(!half.exists());
}

#[test]
fn a_crash_while_a_log_is_made_leaves_nothing_or_an_empty_log() {
    let dir = tempfile::tempdir().unwrap();
    let places = LogPlaces::of(dir.path());
    log_of(dir.path(), &[]);
    for missing in [&["log.vkey", "checkpoint"][..], &["checkpoint"]] {
        missing.iter().for_each(|name| fs::remove_file(places.folder.join(name)).unwrap());
        assert_eq!(open(dir.path()).unwrap().size(), 0);
        verified(dir.path());
    }
}
