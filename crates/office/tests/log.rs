//! The log on the disk: every refusal, rollbacks, second histories, mirrors and witnesses.

use office::log::folder::read_checkpoint;
use office::log::mirror::mirror;
use office::log::verify::{checkpoint_for, prove, request, verify};
use office::log::witness::{WitnessFolder, read_answer};
use office::log::{KeyName, Log, LogFolder, LogPlaces, Policy, SecretKey};
use office::{Kind, OfficeError};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tlog::witness::Answer;

fn entries(range: std::ops::Range<usize>, word: &str) -> Vec<Vec<u8>> {
    range.map(|index| format!("{word} {index}").into_bytes()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), &place).unwrap();
        }
    }
}

/// Puts a folder back as it was.
fn restore(from: &Path, to: &Path) {
    fs::remove_dir_all(to).unwrap();
    copy(from, to);
}

fn name() -> KeyName {
    KeyName::new("county.example/draws").unwrap()
}

/// An office with a log.
struct Office {
    dir: TempDir,
    places: LogPlaces,
}

impl Office {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let places = LogPlaces::of(dir.path());
        Log::create(&places, &name(), &SecretKey::ensure(&places.key).unwrap()).unwrap();
        Self { dir, places }
    }

    fn of(entries_count: usize) -> Self {
        let office = Self::new();
        office.append(0..entries_count, "entry");
        office
    }

    fn open(&self) -> office::Result<Log> {
        Log::open(&self.places, &SecretKey::read(&self.places.key)?)
    }

    fn append(&self, range: std::ops::Range<usize>, word: &str) {
        self.open().unwrap().append(&entries(range, word)).unwrap();
    }

    fn folder(&self) -> LogFolder {
        LogFolder::open(&self.places.folder).unwrap()
    }

    fn policy(&self) -> Policy {
        Policy::of_log(self.folder().key().unwrap())
    }

    fn code(&self) -> &'static str {
        self.open().unwrap_err().code()
    }
}

fn verified(folder: &Path) -> office::Result<u64> {
    let folder = LogFolder::open(folder)?;
    let policy = Policy::of_log(folder.key()?);
    Ok(verify(&folder, &policy, None)?.checkpoint.checkpoint().size)
}

#[test]
fn entries_come_back_with_their_proofs() {
    let office = Office::new();
    let mut log = office.open().unwrap();
    assert_eq!(log.append::<Vec<u8>>(&[]).unwrap().first_index, 0);
    let all = entries(0..700, "entry");
    for batch in [&all[..1], &all[1..256], &all[256..257], &all[257..700]] {
        let size = log.size();
        let appended = log.append(batch).unwrap();
        assert_eq!(appended.first_index, size);
        assert_eq!(appended.checkpoint.checkpoint().size, log.size());
    }
    let mut read = Vec::new();
    log.each_entry(|index, entry| {
        assert_eq!(index, read.len() as u64);
        read.push(entry.to_vec());
    })
    .unwrap();
    assert_eq!(read, all);
    assert_eq!(log.entry(256).unwrap(), all[256]);
    let proof = log.prove(699).unwrap();
    proof.verify(&all[699], &office.policy()).unwrap();
    let consistency = log.consistency(256, 699).unwrap();
    assert!(!consistency.proof.is_empty());
    assert_eq!(log.entry(700).unwrap_err().kind(), Kind::Usage);
    let long = log.append(&[vec![0; 65_536]]).unwrap_err();
    assert_eq!((long.code(), long.kind()), ("tile-entry-length", Kind::Rejected));
    // Nothing was written, so nothing is in doubt.
    log.append(&entries(700..701, "entry")).unwrap();
    drop(log);
    assert_eq!(verified(&office.places.folder).unwrap(), 701);
}

#[test]
fn one_log_one_signer() {
    let office = Office::of(3);
    let key = SecretKey::read(&office.places.key).unwrap();
    let first = office.open().unwrap();
    assert!(matches!(office.open(), Err(OfficeError::Locked { .. })));
    drop(first);
    assert_eq!(Log::create(&office.places, &name(), &key).unwrap_err().code(), "log-exists");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(Log::open(&LogPlaces::of(empty.path()), &key).unwrap_err().code(), "log-missing");
    assert_eq!(LogFolder::open(empty.path()).unwrap_err().code(), "log-missing");
}

#[test]
fn keys_are_made_once_and_checked() {
    let office = Office::of(3);
    let key = &office.places.key;
    let line = fs::read_to_string(key).unwrap();
    assert_eq!(line.len(), 65);
    assert!(!SecretKey::read(key).unwrap().is_exposed);
    SecretKey::ensure(key).unwrap();
    assert_eq!(fs::read_to_string(key).unwrap(), line);
    fs::write(key, format!("# PUBLIC: an example\n{line}")).unwrap();
    assert!(SecretKey::read(key).unwrap().is_public);
    office.open().unwrap();
    fs::write(key, "abc\n").unwrap();
    assert_eq!(office.code(), "log-secret-key-malformed");
    fs::remove_file(key).unwrap();
    assert_eq!(office.code(), "log-secret-key-missing");
    // A new key is not this log's.
    SecretKey::ensure(key).unwrap();
    assert_eq!(office.code(), "note-unsigned");
    fs::write(key, line).unwrap();
    let other = Office::of(1);
    fs::copy(other.places.folder.join("log.vkey"), office.places.folder.join("log.vkey")).unwrap();
    assert_eq!(office.code(), "log-key-changed");
    assert_eq!(verified(&office.places.folder).unwrap_err().kind(), Kind::Verification);
    fs::write(office.places.folder.join("log.vkey"), "no key\n").unwrap();
    assert_eq!(office.code(), "key-form");
}

#[test]
fn every_older_log_that_is_restored_is_refused() {
    let office = Office::new();
    let old = tempfile::tempdir().unwrap();
    let sizes = [0, 1, 2, 200, 256, 257, 500, 512];
    for pair in sizes.windows(2) {
        copy(&office.places.folder, &old.path().join(pair[0].to_string()));
        office.append(pair[0]..pair[1], "entry");
    }
    let newest = old.path().join("newest");
    copy(&office.places.folder, &newest);
    for size in &sizes[..sizes.len() - 1] {
        restore(&old.path().join(size.to_string()), &office.places.folder);
        // By itself it is a perfect log.
        assert_eq!(verified(&office.places.folder).unwrap(), *size as u64);
        let error = office.open().unwrap_err();
        assert_eq!((error.code(), error.kind()), ("log-rolled-back", Kind::Verification), "{size}");
        assert!(error.to_string().contains("512") && error.to_string().contains(&format!("it has {size} entries")));
        // Who holds a later checkpoint sees it too.
        let since = read_checkpoint(&newest.join("checkpoint")).unwrap();
        let found = verify(&office.folder(), &office.policy(), Some(&since)).unwrap_err();
        assert_eq!(found.code(), "log-rolled-back");
    }
    // An older checkpoint over the newest tiles is put right, as after a crash.
    restore(&newest, &office.places.folder);
    fs::copy(old.path().join("200").join("checkpoint"), office.places.folder.join("checkpoint")).unwrap();
    assert_eq!(office.open().unwrap().size(), 512);
    assert_eq!(verified(&office.places.folder).unwrap(), 512);
}

#[test]
fn an_older_state_or_none_signs_nothing() {
    let office = Office::of(10);
    let old = office.dir.path().join("old-state");
    copy(&office.places.state, &old);
    office.append(10..20, "entry");
    restore(&old, &office.places.state);
    assert_eq!(office.code(), "log-state-behind");
    fs::remove_dir_all(&office.places.state).unwrap();
    assert_eq!(office.code(), "log-state-lost");
}

#[test]
fn a_state_that_changes_while_the_log_is_open_is_noticed() {
    let office = Office::of(10);
    let old = office.dir.path().join("old");
    copy(&office.places.state, &old.join("state"));
    copy(&office.places.folder, &old.join("log"));
    office.append(10..20, "entry");
    let mut log = office.open().unwrap();
    fs::copy(old.join("state").join("checkpoint"), office.places.state.join("checkpoint")).unwrap();
    assert_eq!(log.append(&entries(20..21, "entry")).unwrap_err().code(), "log-state-changed");
    assert_eq!(log.append(&entries(20..21, "entry")).unwrap_err().code(), "log-stopped");
    drop(log);
    fs::copy(office.places.folder.join("checkpoint"), office.places.state.join("checkpoint")).unwrap();
    let mut log = office.open().unwrap();
    restore(&old.join("log"), &office.places.folder);
    assert_eq!(log.append(&entries(20..21, "entry")).unwrap_err().code(), "log-rolled-back");
}

#[test]
fn a_damaged_log_is_not_appended_to() {
    for file in ["tile/0/000.p/10", "tile/entries/000.p/10"] {
        let office = Office::of(10);
        let mut log = office.open().unwrap();
        let path = office.places.folder.join(file);
        let mut bytes = fs::read(&path).unwrap();
        bytes[5] ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = log.append(&entries(10..11, "entry")).unwrap_err();
        assert_eq!(error.kind(), Kind::Verification, "{error}");
        drop(log);
        assert_eq!(office.open().unwrap_err().kind(), Kind::Verification);
    }
}

#[test]
fn a_second_history_of_the_same_size_is_named() {
    let office = Office::of(10);
    let twin = office.dir.path().join("twin");
    copy(office.dir.path().join("log").as_path(), &twin.join("log"));
    copy(&office.places.state, &twin.join("log-state"));
    copy(&office.dir.path().join("secret"), &twin.join("secret"));
    office.append(10..20, "entry");
    let places = LogPlaces::of(&twin);
    let mut second = Log::open(&places, &SecretKey::read(&places.key).unwrap()).unwrap();
    second.append(&entries(10..20, "other")).unwrap();
    drop(second);
    restore(&places.folder, &office.places.folder);
    assert_eq!(office.code(), "log-split-view");
}

/// Makes an office's log, a neighbour who watches it, and a policy that asks for the neighbour.
fn watched(count: usize) -> (Office, WitnessFolder, Policy) {
    let office = Office::of(count);
    let witness = WitnessFolder::create(office.dir.path().join("w"), &KeyName::new("neighbour").unwrap()).unwrap();
    witness.trust(&office.folder().key().unwrap()).unwrap();
    let policy = format!("log {}\nwitness n {}\nquorum n\n", office.folder().key().unwrap(), witness.key().unwrap());
    (office, witness, Policy::from_bytes(policy.as_bytes()).unwrap())
}

fn ask(folder: &LogFolder, witness: &WitnessFolder, old: u64, now: u64) -> Answer {
    witness.answer(&request(folder, old).unwrap().to_string(), now).unwrap()
}

fn status(answer: &Answer) -> u16 {
    match answer {
        Answer::Cosigned(_) => 200,
        Answer::Refused { status, .. } => *status,
    }
}

fn lines(answer: Answer) -> Vec<tlog::note::NoteSignature> {
    match answer {
        Answer::Cosigned(signatures) => signatures,
        Answer::Refused { reason, .. } => panic!("{reason}"),
    }
}

#[test]
fn a_neighbour_cosigns_over_a_stick() {
    let (office, witness, policy) = watched(300);
    assert_eq!(verify(&office.folder(), &policy, None).unwrap_err().code(), "policy-quorum");
    let first = request(&office.folder(), 0).unwrap();
    let signatures = lines(witness.answer(&first.to_string(), 1000).unwrap());
    let mut log = office.open().unwrap();
    let keys = [witness.key().unwrap()];
    assert_eq!(log.add_cosignatures(&signatures, None, &[]).unwrap_err().code(), "log-no-cosignature");
    let cosigned = log.add_cosignatures(&signatures, None, &keys).unwrap();
    assert_eq!((cosigned.size, cosigned.added[0].1), (300, 1000));
    assert_eq!(verify(&office.folder(), &policy, None).unwrap().trusted.reached, Some(1000));
    // The log grows: what was cosigned is kept, and proofs rest on it.
    log.append(&entries(300..310, "entry")).unwrap();
    assert_eq!(verify(&office.folder(), &policy, None).unwrap_err().code(), "policy-quorum");
    let found = verify(&office.folder(), &office.policy(), None).unwrap();
    assert_eq!((found.continues, found.unchecked), (vec![300], vec![]));
    let checkpoint = checkpoint_for(&office.folder(), &policy, 299).unwrap();
    assert_eq!(checkpoint.checkpoint().size, 300);
    let proof = prove(&office.folder(), &checkpoint, 299).unwrap();
    assert_eq!(proof.verify(&entries(299..300, "entry")[0], &policy).unwrap().reached, Some(1000));
    assert_eq!(checkpoint_for(&office.folder(), &policy, 300).unwrap_err().code(), "policy-quorum");
    // An answer that comes when the log has grown again.
    let second = request(&office.folder(), 300).unwrap();
    let signatures = lines(witness.answer(&second.to_string(), 2000).unwrap());
    log.append(&entries(310..320, "entry")).unwrap();
    assert_eq!(log.add_cosignatures(&signatures, None, &keys).unwrap_err().code(), "log-cosignature");
    assert_eq!(log.add_cosignatures(&signatures, Some(&second.checkpoint), &keys).unwrap().size, 310);
    assert_eq!(checkpoint_for(&office.folder(), &policy, 305).unwrap().checkpoint().size, 310);
    drop(log);
    assert_eq!(verify(&office.folder(), &office.policy(), None).unwrap().continues, [310, 300]);
    // A mirror takes them along.
    let to = office.dir.path().join("mirror");
    mirror(&office.folder(), &to, &office.policy()).unwrap();
    let copied = LogFolder::open(&to).unwrap();
    assert_eq!(copied.cosigned().unwrap().len(), 2);
    // It has no partial tiles of those sizes, and proves from the later ones.
    let checkpoint = checkpoint_for(&copied, &policy, 305).unwrap();
    prove(&copied, &checkpoint, 305).unwrap().verify(&entries(305..306, "entry")[0], &policy).unwrap();
    // A cosigned checkpoint of another history is found.
    let twin = Office::of(0);
    restore(&office.dir.path().join("secret"), &twin.dir.path().join("secret"));
    fs::remove_dir_all(&twin.places.folder).unwrap();
    fs::remove_dir_all(&twin.places.state).unwrap();
    Log::create(&twin.places, &name(), &SecretKey::read(&twin.places.key).unwrap()).unwrap();
    twin.append(0..7, "other");
    fs::copy(twin.places.folder.join("checkpoint"), office.places.folder.join("cosigned").join("7")).unwrap();
    assert_eq!(verify(&office.folder(), &office.policy(), None).unwrap_err().code(), "log-split-view");
}

#[test]
fn each_refusal_of_a_witness_folder() {
    let (office, witness, _) = watched(10);
    let folder = office.folder();
    let w = office.dir.path().join("w");
    assert_eq!(WitnessFolder::create(&w, &name()).unwrap_err().code(), "witness-exists");
    assert_eq!(WitnessFolder::open(office.dir.path()).unwrap_err().code(), "witness-missing");
    assert_eq!(status(&witness.answer("old 0\n", 1000).unwrap()), 400);
    let nobody = WitnessFolder::create(office.dir.path().join("w2"), &KeyName::new("other").unwrap()).unwrap();
    assert_eq!(status(&ask(&folder, &nobody, 0, 1000)), 404);
    // The same name with another key is another log.
    let stranger = Office::of(3);
    assert_eq!(status(&ask(&stranger.folder(), &witness, 0, 1000)), 403);
    let error = witness.trust(&stranger.folder().key().unwrap()).unwrap_err();
    assert_eq!(error.code(), "log-key-changed");
    witness.trust(&folder.key().unwrap()).unwrap();
    assert_eq!(status(&ask(&folder, &witness, 0, 1000)), 200);
    assert_eq!(status(&ask(&folder, &witness, 0, 1000)), 409);
    assert_eq!(status(&ask(&folder, &witness, 10, 1000)), 200);
    // A clock that went back signs nothing, and neither does one that stands at 1970.
    for now in [999, 0] {
        let error = witness.answer(&request(&folder, 10).unwrap().to_string(), now).unwrap_err();
        assert_eq!((error.code(), error.kind()), ("witness-clock-back", Kind::Failure));
    }
    // What it remembers was changed.
    let state = fs::read_dir(w.join("logs")).unwrap().next().unwrap().unwrap().path().join("checkpoint");
    let good = fs::read_to_string(&state).unwrap();
    fs::write(&state, good.replacen("\n10\n", "\n9\n", 1)).unwrap();
    assert_eq!(
        witness.answer(&request(&folder, 9).unwrap().to_string(), 2000).unwrap_err().code(),
        "note-bad-signature"
    );
    fs::write(&state, &good).unwrap();
    let key = w.join("secret").join("witness.key");
    fs::write(&key, format!("{}\n", "1".repeat(64))).unwrap();
    assert_eq!(witness.answer("", 2000).unwrap_err().code(), "log-key-changed");
}

#[test]
fn a_second_server_on_a_copy_gets_no_cosignature() {
    let (office, witness, _) = watched(100);
    assert_eq!(status(&ask(&office.folder(), &witness, 0, 1000)), 200);
    let twin = office.dir.path().join("twin");
    for name in ["log", "log-state", "secret"] {
        copy(&office.dir.path().join(name), &twin.join(name));
    }
    office.append(100..110, "entry");
    assert_eq!(status(&ask(&office.folder(), &witness, 100, 1001)), 200);
    let places = LogPlaces::of(&twin);
    let mut second = Log::open(&places, &SecretKey::read(&places.key).unwrap()).unwrap();
    second.append(&entries(100..120, "other")).unwrap();
    let theirs = LogFolder::open(&places.folder).unwrap();
    assert_eq!(status(&ask(&theirs, &witness, 100, 1002)), 409);
    assert_eq!(status(&ask(&theirs, &witness, 110, 1002)), 422);
    // A mirror sees both, and stays with the one that it has.
    let to = office.dir.path().join("mirror");
    mirror(&office.folder(), &to, &office.policy()).unwrap();
    let error = mirror(&theirs, &to, &office.policy()).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("log-split-view", Kind::Verification));
    let words = error.to_string();
    let root = |folder: &LogFolder| folder.checkpoint().unwrap().checkpoint().root.to_string();
    assert!(words.contains("120 entries") && words.contains("110 entries"), "{words}");
    assert!(words.contains(&root(&theirs)) && words.contains(&root(&office.folder())), "{words}");
    assert_eq!(verified(&to).unwrap(), 110);
    // Restored from one copy with its state, the signer is deceived; the witness is not.
    for name in ["log", "log-state"] {
        restore(&twin.join(name), &office.dir.path().join(name));
    }
    office.open().unwrap();
    assert_eq!(status(&ask(&office.folder(), &witness, 110, 1003)), 422);
}

#[test]
fn a_mirror_follows_and_never_goes_back() {
    let office = Office::of(250);
    let old = office.dir.path().join("old");
    copy(&office.places.folder, &old);
    let to = office.dir.path().join("a").join("mirror");
    let first = mirror(&office.folder(), &to, &office.policy()).unwrap();
    assert_eq!((first.before, verified(&to).unwrap()), (None, 250));
    assert_eq!(mirror(&office.folder(), &to, &office.policy()).unwrap().copied, 0);
    office.append(250..800, "entry");
    let second = mirror(&office.folder(), &to, &office.policy()).unwrap();
    assert_eq!((second.before, verified(&to).unwrap()), (Some(250), 800));
    let found = verify(&LogFolder::open(&to).unwrap(), &office.policy(), None).unwrap();
    assert!(found.unchecked.is_empty());
    let error = mirror(&LogFolder::open(&old).unwrap(), &to, &office.policy()).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("log-rolled-back", Kind::Verification));
    assert!(error.to_string().contains("it has 250 entries") && error.to_string().contains("800 are known"));
    assert_eq!(verified(&to).unwrap(), 800);
    // Another log, a policy of another log.
    let other = Office::of(3);
    assert_eq!(mirror(&other.folder(), &to, &other.policy()).unwrap_err().code(), "note-unsigned");
    assert_eq!(mirror(&office.folder(), &to, &other.policy()).unwrap_err().code(), "note-unsigned");
}

#[test]
fn a_damaged_source_leaves_the_mirror_as_it_was() {
    let office = Office::of(250);
    let to = office.dir.path().join("mirror");
    mirror(&office.folder(), &to, &office.policy()).unwrap();
    let kept = office.dir.path().join("kept");
    copy(&to, &kept);
    office.append(250..600, "entry");
    for file in ["tile/entries/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/0/000", "checkpoint"] {
        let from = office.dir.path().join("from");
        copy(&office.places.folder, &from);
        let mut bytes = fs::read(from.join(file)).unwrap();
        bytes[30] ^= 1;
        fs::write(from.join(file), bytes).unwrap();
        let error = mirror(&LogFolder::open(&from).unwrap(), &to, &office.policy()).unwrap_err();
        assert_ne!(error.kind(), Kind::Failure, "{file}: {error}");
        assert_eq!(files(&to), files(&kept), "{file}");
        fs::remove_dir_all(from).unwrap();
    }
    // A damaged mirror is not built upon.
    let path = to.join("tile").join("0").join("000.p").join("250");
    let mut bytes = fs::read(&path).unwrap();
    bytes[0] ^= 1;
    fs::write(&path, bytes).unwrap();
    let error = mirror(&office.folder(), &to, &office.policy()).unwrap_err();
    assert!(error.to_string().contains("mirror"), "{error}");
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => {
                    let path = entry.path();
                    found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_byte_of_every_file_counts() {
    let (office, witness, policy) = watched(5);
    // Earlier partial tiles, a full tile, a level above, an earlier cosigned checkpoint.
    let keys = [witness.key().unwrap()];
    let mut log = office.open().unwrap();
    log.add_cosignatures(&lines(ask(&office.folder(), &witness, 0, 1000)), None, &keys).unwrap();
    log.append(&entries(5..258, "entry")).unwrap();
    log.append(&entries(258..260, "entry")).unwrap();
    log.add_cosignatures(&lines(ask(&office.folder(), &witness, 5, 1001)), None, &keys).unwrap();
    drop(log);
    verify(&office.folder(), &policy, None).unwrap();
    let mut count = 0;
    for (path, bytes) in files(&office.places.folder) {
        // All bytes of the texts, every eleventh of the tiles: one is like the other there.
        let step = if bytes.len() > 1000 { 11 } else { 1 };
        for place in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            fs::write(office.places.folder.join(&path), &changed).unwrap();
            let found = LogFolder::open(&office.places.folder).and_then(|folder| verify(&folder, &policy, None));
            // A witness's name in an earlier checkpoint makes it a stranger there; it is a checkpoint of this log still.
            if let Ok(found) = found {
                let earlier = path.starts_with("cosigned") && found.trusted.reached == Some(1001);
                assert!(earlier, "{}: byte {place} does not count", path.display());
            }
            count += 1;
        }
        fs::write(office.places.folder.join(&path), &bytes).unwrap();
    }
    assert!(count > 1500, "{count}");
    verify(&office.folder(), &policy, None).unwrap();
}

#[test]
fn a_refusal_in_a_file_is_an_error_for_who_asked() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("answer");
    fs::write(&file, "refused 409\n7\nthis witness knows 7\n").unwrap();
    let error = read_answer(&file).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("witness-refused", Kind::Rejected));
    assert!(error.to_string().contains("--old 7"));
    fs::write(&file, "nothing\n").unwrap();
    assert_eq!(read_answer(&file).unwrap_err().code(), "note-signature-line");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn random_batches_on_the_disk_give_the_tree_of_all(batches in prop::collection::vec(1..300_usize, 1..6)) {
        let office = Office::new();
        let mut all = Vec::new();
        for batch in batches {
            let new = entries(all.len()..all.len() + batch, "entry");
            office.open().unwrap().append(&new).unwrap();
            all.extend(new);
        }
        let root = tlog::tree::root_of(all.iter().map(|entry| tlog::tree::leaf_hash(entry)));
        let found = verify(&office.folder(), &office.policy(), None).unwrap();
        prop_assert_eq!(found.checkpoint.checkpoint().root, root);
        prop_assert!(found.unchecked.is_empty());
    }
}
