//! Keys, notes and checkpoints against `tests/vectors/log/`, and against another implementation.

mod support;

use proptest::prelude::*;
use serde_json::Value;
use tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use tlog::key::{KeyName, KeyType, LogSigner, VerifierKey, WitnessSigner};
use tlog::note::{NoteError, SignedNote};
use tlog::tree::{Hash, empty_root};
use tlog::witness::{Request, Seen, check};

fn vectors() -> Value {
    serde_json::from_slice(&support::vector("notes.json")).expect("JSON")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().expect("a text")
}

fn rows<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().filter(|rows| !rows.is_empty()).expect("an array")
}

fn keys(row: &Value) -> Vec<VerifierKey> {
    rows(row, "keys").iter().map(|key| key.as_str().unwrap().parse().expect("a key")).collect()
}

fn signer(name: &str) -> LogSigner {
    LogSigner::new(KeyName::new(name).unwrap(), &[7; 32])
}

#[test]
fn public_notes_hold_or_are_refused_by_the_right_check() {
    let vectors = vectors();
    for row in rows(&vectors, "good") {
        let note: SignedNote = text(row, "note").parse().unwrap_or_else(|error| panic!("{row}: {error}"));
        for key in keys(row) {
            note.signed_by_log(&key).unwrap_or_else(|error| panic!("{row}: {error}"));
        }
    }
    for row in rows(&vectors, "bad") {
        let check = || {
            let note: SignedNote = text(row, "note").parse()?;
            keys(row).iter().try_for_each(|key| note.signed_by_log(key))
        };
        assert_eq!(check().unwrap_err().code(), text(row, "refused_by"), "{row}");
    }
}

#[test]
fn a_public_key_signs_the_public_note_byte_for_byte() {
    let vectors = vectors();
    let seed: [u8; 32] = hex::decode(text(&vectors, "seed")).unwrap().try_into().unwrap();
    let signer = LogSigner::new(KeyName::new("PeterNeumann").unwrap(), &seed);
    assert_eq!(signer.verifier().to_string(), text(&vectors, "seed_key"));
    let note = SignedNote::sign(text(&vectors, "text").to_owned(), &signer).unwrap();
    assert_eq!(note.to_string(), text(&vectors["good"][0], "note"));
}

#[test]
fn public_keys_are_read_and_each_mangling_is_refused() {
    let vectors = vectors();
    for key in rows(&vectors, "keys") {
        let key = key.as_str().unwrap();
        assert_eq!(key.parse::<VerifierKey>().unwrap().to_string(), key);
        for start in 0..=key.len() {
            for end in start + 1..=key.len() {
                assert!(end - start == key.len() || key[start..end].parse::<VerifierKey>().is_err());
            }
        }
        for place in 0..key.len() {
            let mut bytes = key.as_bytes().to_vec();
            bytes[place] += 1;
            assert!(std::str::from_utf8(&bytes).unwrap().parse::<VerifierKey>().is_err(), "{place}");
        }
    }
    for row in rows(&vectors, "bad_keys") {
        assert_eq!(text(row, "key").parse::<VerifierKey>().unwrap_err().code(), text(row, "refused_by"));
    }
}

#[test]
fn each_refusal_of_a_key_has_its_code() {
    let code = |text: &str| text.parse::<VerifierKey>().unwrap_err().code();
    assert_eq!(KeyName::new("a b").unwrap_err().code(), "key-name");
    assert_eq!(KeyName::new("").unwrap_err().code(), "key-name");
    assert_eq!(KeyName::new(&"a".repeat(256)).unwrap_err().code(), "key-name");
    assert_eq!(code("a+00000000"), "key-form");
    assert_eq!(code("a+0000000G+AQ=="), "key-form");
    // The point of order 1 verifies signatures that nobody made.
    let mut weak = vec![1_u8; 2];
    weak.resize(33, 0);
    let weak = base64(&weak);
    assert_eq!(code(&format!("a+00000000+{weak}")), "key-point");
    let good = signer("a").verifier().to_string();
    let (_, key) = good.rsplit_once('+').unwrap();
    assert_eq!(code(&format!("a+00000000+{key}")), "key-id");
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn notes_out_of_bounds_are_refused() {
    let code = |note: &[u8]| SignedNote::from_bytes(note).unwrap_err().code();
    assert_eq!(code(&vec![b'a'; (1 << 20) + 1]), "note-size");
    assert_eq!(code(b"a\xff\n\n\xe2\x80\x94 a AAAAAAA=\n"), "note-character");
    assert_eq!(code("a\n\n— a+b AAAAAAA=\n".as_bytes()), "note-signature-name");
    assert_eq!(code("a\n\n— a AAAAAA==\n".as_bytes()), "note-signature-line");
    assert!(matches!(SignedNote::sign("no end".to_owned(), &signer("a")), Err(NoteError::Form)));
    assert!(matches!(SignedNote::sign("a\tb\n".to_owned(), &signer("a")), Err(NoteError::Character { position: 1 })));
}

#[test]
fn each_refusal_of_a_checkpoint_has_its_code() {
    let body = |body: &str| body.parse::<Checkpoint>().map(|checkpoint| assert_eq!(checkpoint.to_string(), body));
    let root = base64(empty_root().as_bytes());
    body(&format!("log\n0\n{root}\n")).unwrap();
    body(&format!("log\n0\n{root}\nmore\n")).unwrap();
    for bad in [
        "".to_owned(),
        "log\n".to_owned(),
        format!("log\n0\n{root}"),
        format!("\n0\n{root}\n"),
        format!("log\n00\n{root}\n"),
        format!("log\n-1\n{root}\n"),
        format!("log\n0\n{}\n", &root[..40]),
        format!("log\n0\n{root}\n\n"),
        format!("log\n0\n{root}\n\nmore\n"),
    ] {
        assert_eq!(body(&bad).unwrap_err().code(), "checkpoint-line", "{bad:?}");
    }
    let log = signer("log");
    let name = KeyName::new("log").unwrap();
    let good = SignedCheckpoint::sign(Checkpoint::empty(&name), &log).unwrap();
    good.signed_by(log.verifier()).unwrap();
    assert_eq!(good.signed_by(signer("other").verifier()).unwrap_err().code(), "checkpoint-origin");
    let other_key = LogSigner::new(name.clone(), &[8; 32]);
    assert_eq!(good.signed_by(other_key.verifier()).unwrap_err().code(), "note-unsigned");
    let mut extended = Checkpoint::empty(&name);
    extended.extensions.push("more".to_owned());
    assert_eq!(SignedCheckpoint::sign(extended, &log).unwrap_err().code(), "checkpoint-extension");
    let false_root = Checkpoint::new(&name, 0, Hash::new([1; 32]));
    let false_root = SignedCheckpoint::sign(false_root, &log).unwrap();
    assert_eq!(false_root.signed_by(log.verifier()).unwrap_err().code(), "checkpoint-empty-root");
    let as_witness = WitnessSigner::new(name, &[7; 32]);
    assert_eq!(good.signed_by(as_witness.verifier()).unwrap_err().code(), "note-unsigned");
}

#[test]
fn the_checkpoints_of_another_program_hold() {
    let key: VerifierKey =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx".parse().unwrap();
    assert_eq!(key.key_type(), KeyType::Log);
    for size in [0, 1, 2, 7, 8, 15] {
        let file = support::vector(&format!("tessera/checkpoint.{size}"));
        let checkpoint = SignedCheckpoint::from_bytes(&file).unwrap();
        assert_eq!(checkpoint.to_string().as_bytes(), file);
        assert_eq!(checkpoint.signed_by(&key).unwrap().size, size);
    }
}

#[test]
fn the_cosignature_of_another_program_holds_and_has_its_time() {
    let key: VerifierKey = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O".parse().unwrap();
    let file = support::vector("sunlight/checkpoint");
    let checkpoint = SignedCheckpoint::from_bytes(&file).unwrap();
    assert_eq!(checkpoint.note().cosigned_by(&key).unwrap(), Some(1_767_139_200));
    // A witness's key does not stand for the log's.
    assert!(checkpoint.note().signed_by_log(&key).is_err());
}

#[test]
fn another_program_reads_our_notes() {
    let log = signer("county.example/log");
    let name = KeyName::new("county.example/log").unwrap();
    let signed = SignedCheckpoint::sign(Checkpoint::empty(&name), &log).unwrap();
    let theirs = signed_note::Note::from_bytes(signed.to_string().as_bytes()).unwrap();
    let verifier = signed_note::StandardVerifier::new(&log.verifier().to_string()).unwrap();
    let list = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let (verified, unknown) = theirs.verify(&list).unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 0));
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!((checkpoint.origin(), checkpoint.size()), ("county.example/log", 0));
}

/// A checkpoint cosigned at this time.
fn cosigned(time: u64) -> (SignedCheckpoint, WitnessSigner) {
    let log = signer("log");
    let checkpoint = SignedCheckpoint::sign(Checkpoint::empty(&KeyName::new("log").unwrap()), &log).unwrap();
    let witness = WitnessSigner::new(KeyName::new("neighbour").unwrap(), &[9; 32]);
    let request = Request { old_size: 0, proof: Vec::new(), checkpoint };
    let accepted = check(&request, Some((log.verifier(), Seen::nothing()))).unwrap();
    let mut checkpoint = accepted.checkpoint().clone();
    checkpoint.note_mut().add(accepted.cosign(&witness, time).unwrap()).unwrap();
    (checkpoint, witness)
}

#[test]
fn a_cosignature_holds_for_its_time_only() {
    let (checkpoint, witness) = cosigned(1_800_000_000);
    assert_eq!(checkpoint.note().cosigned_by(witness.verifier()), Ok(Some(1_800_000_000)));
    let mut changed = checkpoint.note().signatures()[1].clone();
    changed.bytes[7] ^= 1;
    let mut note = checkpoint.note().clone();
    note.add(changed).unwrap();
    assert_eq!(note.cosigned_by(witness.verifier()).unwrap_err().code(), "note-bad-signature");
    // Time 0 and times above 2^63 - 1 are not signed.
    let request = Request { old_size: 0, proof: Vec::new(), checkpoint };
    let accepted = check(&request, Some((signer("log").verifier(), Seen::nothing()))).unwrap();
    assert!(accepted.cosign(&witness, 0).is_none() && accepted.cosign(&witness, 1 << 63).is_none());
    note.retain(|signature| !signature.is_of(witness.verifier()));
    assert_eq!(note.cosigned_by(witness.verifier()), Ok(None));
}

proptest! {
    #[test]
    fn what_is_read_is_written_back(note in "(a|b|\n){0,6}\n\n— [a-c]{1,3} (AAAAAAE=|AAAAAAAB|AAAAAA==|AAA)\n(— b AAAAAAE=\n)?") {
        if let Ok(read) = note.parse::<SignedNote>() {
            prop_assert_eq!(read.to_string(), note);
        }
    }

    #[test]
    fn each_changed_byte_of_a_cosigned_checkpoint_is_noticed(place: prop::sample::Index, bit in 0..8_u32) {
        let (checkpoint, witness) = cosigned(1_800_000_000);
        let mut bytes = checkpoint.to_string().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let holds = || {
            let read = SignedCheckpoint::from_bytes(&bytes).ok()?;
            read.signed_by(signer("log").verifier()).ok()?;
            read.note().cosigned_by(witness.verifier()).ok()?
        };
        prop_assert_eq!(holds(), None);
    }
}
