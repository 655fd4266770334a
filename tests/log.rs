//! `mingqian log …` and `mingqian witness …`: what they print and how they end.

use office::log::{KeyName, Log, LogPlaces, SecretKey};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs the program in this folder: exit code, stdout, stderr.
fn run(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_mingqian"))
        .args(words)
        .current_dir(folder)
        .env("LANG", "en")
        .env("LC_ALL", "")
        .output()
        .expect("mingqian runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (ran.status.code().expect("an exit code"), text(ran.stdout), text(ran.stderr))
}

fn ok(folder: &Path, words: &[&str]) -> String {
    let (code, out, err) = run(folder, words);
    assert_eq!(code, 0, "{words:?}\n{out}{err}");
    out
}

/// How it fails: exit code, what stderr says.
fn fails(folder: &Path, words: &[&str]) -> (i32, String) {
    let (code, out, err) = run(folder, words);
    assert!(code != 0, "{words:?}\n{out}");
    // In Chinese and as JSON it fails alike.
    let (chinese, _, _) = run(folder, &[words, &["--lang", "zh"]].concat());
    let (json, object, _) = run(folder, &[words, &["--json"]].concat());
    assert_eq!((chinese, json), (code, code), "{words:?}");
    assert!(object.contains("\"ok\":false"), "{object}");
    (code, err)
}

fn append(dir: &Path, entries: &[&str]) {
    let places = LogPlaces::of(dir);
    let key = SecretKey::ensure(&places.key).unwrap();
    let log = match places.folder.exists() {
        true => Log::open(&places, &key),
        false => Log::create(&places, &KeyName::new("county.example/draws").unwrap(), &key),
    };
    log.unwrap().append(entries).unwrap();
}

#[test]
fn a_log_is_verified_proven_and_mirrored() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    append(dir, &["plan", "close", "seed"]);
    let (code, out, err) = run(dir, &["log", "verify", "log"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("✓ log county.example/draws  3 entries, root "), "{out}");
    assert!(err.contains("taken from the log itself"), "{err}");
    let key = fs::read_to_string(dir.join("log").join("log.vkey")).unwrap();
    fs::write(dir.join("key"), &key).unwrap();
    let (_, _, err) = run(dir, &["log", "verify", "log", "--key", key.trim()]);
    assert!(err.is_empty(), "{err}");
    let json = ok(dir, &["log", "verify", "log", "--key", "key", "--json"]);
    assert!(json.contains("\"size\":3") && json.contains("\"origin\":\"county.example/draws\""), "{json}");

    ok(dir, &["log", "prove", "log", "1", "--out", "close.tlog-proof"]);
    assert_eq!(ok(dir, &["log", "prove", "log", "1"]), fs::read_to_string(dir.join("close.tlog-proof")).unwrap());
    let check = ["log", "check-proof", "close.tlog-proof", "--key", "key"];
    let out = ok(dir, &[&check[..], &["--line", "close"]].concat());
    assert!(out.starts_with("✓ entry 1 (from 0) of 3 in the log county.example/draws\n"), "{out}");
    fs::write(dir.join("entry"), "close").unwrap();
    ok(dir, &[&check[..], &["--entry", "entry"]].concat());
    assert_eq!(fails(dir, &[&check[..], &["--line", "seed"]].concat()).0, 3);
    assert_eq!(fails(dir, &["log", "check-proof", "close.tlog-proof", "--line", "close"]).0, 2);
    assert_eq!(fails(dir, &check).0, 2);
    assert_eq!(fails(dir, &["log", "prove", "log", "3"]).0, 2);
    assert_eq!(fails(dir, &["log", "verify", "nothing"]).0, 2);
    // A log of another program says nowhere which key it has.
    let tessera = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/log/tessera");
    assert_eq!(fails(dir, &["log", "verify", tessera]).0, 2);
    let theirs = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    let out = ok(dir, &["log", "verify", tessera, "--key", theirs]);
    assert!(out.starts_with("✓ log example.com/log/testdata  15 entries, root ac"), "{out}");
    ok(dir, &["log", "mirror", tessera, "their-mirror", "--key", theirs]);
    ok(dir, &["log", "verify", "their-mirror"]);
    assert_eq!(fails(dir, &["log", "verify", "log", "--key", "nonsense"]).0, 2);
    fs::write(dir.join("policy"), "nonsense\n").unwrap();
    assert_eq!(fails(dir, &["log", "verify", "log", "--policy", "policy"]).0, 4);

    fs::copy(dir.join("log").join("checkpoint"), dir.join("noted")).unwrap();
    let old = ok(dir, &["log", "mirror", "log", "mirror"]);
    assert!(old.contains("files copied 2"), "{old}");
    append(dir, &["opening"]);
    ok(dir, &["log", "mirror", "log", "mirror"]);
    let out = ok(dir, &["log", "verify", "mirror", "--since", "noted", "--key", "key"]);
    assert!(out.contains("✓ continues the earlier state, entries: 3"), "{out}");
    // The earlier mirror of another keeper is older: it is refused as a source.
    ok(dir, &["log", "mirror", "mirror", "second"]);
    append(dir, &["void"]);
    ok(dir, &["log", "mirror", "log", "mirror"]);
    let (code, err) = fails(dir, &["log", "mirror", "second", "mirror"]);
    assert!(code == 3 && err.contains("was rolled back: it has 4 entries") && err.contains("5 are known"), "{err}");
    let bundle = dir.join("log").join("tile").join("entries").join("000.p").join("5");
    let mut bytes = fs::read(&bundle).unwrap();
    bytes[3] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let (code, err) = fails(dir, &["log", "verify", "log"]);
    assert!(code == 3 && err.contains("entry 0 in tile/entries/000.p/5"), "{err}");
}

#[test]
fn a_neighbour_is_asked_over_a_stick() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    append(dir, &["plan", "close"]);
    let witness = ok(dir, &["witness", "init", "w", "--name", "neighbour.example/witness"]);
    assert_eq!(fails(dir, &["witness", "init", "w", "--name", "x"]).0, 2);
    assert_eq!(fails(dir, &["witness", "init", "w2", "--name", "a b"]).0, 2);
    ok(dir, &["witness", "request", "log", "--out", "asked"]);
    let (code, err) = fails(dir, &["witness", "sign", "w", "asked", "--out", "answer", "--overwrite"]);
    assert!(code == 3 && err.contains("404"), "{err}");
    assert_eq!(fails(dir, &["witness", "add", "log", "answer", "--key", witness.trim()]).0, 4);
    assert_eq!(fails(dir, &["witness", "trust", "w", "--key", witness.trim()]).0, 2);
    ok(dir, &["witness", "trust", "w", "--key", "log/log.vkey"]);
    let (code, err) = fails(dir, &["witness", "sign", "w", "asked", "--out", "answer"]);
    assert!(code == 2 && err.contains("nothing is ever overwritten"), "{err}");
    ok(dir, &["witness", "sign", "w", "asked", "--out", "answer", "--overwrite"]);
    assert_eq!(fails(dir, &["witness", "add", "log", "answer"]).0, 2);
    let out = ok(dir, &["witness", "add", "log", "answer", "--key", witness.trim()]);
    assert!(out.contains("neighbour.example/witness has cosigned 2 entries") && out.contains("--old 2"), "{out}");

    let key = fs::read_to_string(dir.join("log").join("log.vkey")).unwrap();
    fs::write(dir.join("policy"), format!("log {key}witness n {witness}quorum n\n")).unwrap();
    let out = ok(dir, &["log", "verify", "log", "--policy", "policy"]);
    assert!(out.contains("✓ cosigned by n (neighbour.example/witness)") && out.contains("✓ enough witnesses"), "{out}");
    append(dir, &["seed"]);
    let (code, err) = fails(dir, &["log", "verify", "log", "--policy", "policy"]);
    assert!(code == 3 && err.contains("have not cosigned"), "{err}");
    // A proof still rests on what was cosigned.
    ok(dir, &["log", "prove", "log", "1", "--policy", "policy", "--out", "p"]);
    ok(dir, &["log", "check-proof", "p", "--line", "close", "--policy", "policy"]);
    assert_eq!(fails(dir, &["log", "prove", "log", "2", "--policy", "policy"]).0, 3);

    let (code, err) = fails(dir, &["witness", "request", "log", "--out", "asked"]);
    assert!(code == 2 && err.contains("nothing is ever overwritten"), "{err}");
    ok(dir, &["witness", "request", "log", "--out", "asked", "--overwrite"]);
    let (code, err) = fails(dir, &["witness", "sign", "w", "asked", "--out", "answer", "--overwrite"]);
    assert!(code == 3 && err.contains("--old 2"), "{err}");
    ok(dir, &["witness", "request", "log", "--old", "2", "--out", "asked", "--overwrite"]);
    ok(dir, &["witness", "sign", "w", "asked", "--out", "answer", "--overwrite"]);
    append(dir, &["opening"]);
    let (code, err) = fails(dir, &["witness", "add", "log", "answer", "--policy", "policy"]);
    assert!(code == 3 && err.contains("give the request as well"), "{err}");
    ok(dir, &["witness", "add", "log", "answer", "--policy", "policy", "--request", "asked"]);
    ok(dir, &["log", "prove", "log", "2", "--policy", "policy"]);
    assert_eq!(fails(dir, &["witness", "request", "log", "--old", "9", "--out", "asked2"]).0, 2);
    // A copy has no signer, and is not written to.
    ok(dir, &["log", "mirror", "log", "elsewhere/mirror"]);
    let (code, err) = fails(dir, &["witness", "add", "elsewhere/mirror", "answer", "--policy", "policy"]);
    assert!(code == 4 && err.contains("secret key"), "{err}");
}
