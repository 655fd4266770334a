//! Witnesses, policies and proof files: public requests, and a test for each refusal.

mod support;

use proptest::prelude::*;
use serde_json::Value;
use support::{Memory, entries};
use tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use tlog::key::{KeyName, LogSigner, VerifierKey, WitnessSigner};
use tlog::policy::Policy;
use tlog::proof_file::ProofFile;
use tlog::tiled::TiledTree;
use tlog::tree::Hash;
use tlog::witness::{Answer, Request, Seen, check};

fn log_signer() -> LogSigner {
    LogSigner::new(KeyName::new("county/log").unwrap(), &[1; 32])
}

fn witness(name: &str, seed: u8) -> WitnessSigner {
    WitnessSigner::new(KeyName::new(name).unwrap(), &[seed; 32])
}

fn signed(log: &Memory) -> SignedCheckpoint {
    let signer = log_signer();
    let checkpoint = Checkpoint::new(signer.verifier().name(), log.edge.size(), log.edge.root());
    SignedCheckpoint::sign(checkpoint, &signer).unwrap()
}

fn request(log: &Memory, old_size: u64) -> Request {
    let mut tree = TiledTree::new(log, log.edge.size(), log.edge.root());
    let proof = tree.consistency(old_size).unwrap().proof;
    Request { old_size, proof, checkpoint: signed(log) }
}

fn seen(log: &Memory) -> Seen {
    Seen { size: log.edge.size(), root: log.edge.root() }
}

/// The status with which a request as text is answered, and what the witness remembers then.
fn answer(text: &str, key: &VerifierKey, state: Seen) -> (u16, Option<u64>, Seen) {
    let Ok(request) = text.parse::<Request>() else { return (400, None, state) };
    assert_eq!(request.to_string(), text);
    let known = (key.name().as_str() == request.checkpoint.checkpoint().origin).then_some((key, state));
    match check(&request, known) {
        Ok(accepted) => (200, None, accepted.seen()),
        Err(refusal) => match Answer::from(&refusal) {
            Answer::Refused { status, known, .. } => (status, known, state),
            Answer::Cosigned(_) => unreachable!("a refusal"),
        },
    }
}

#[test]
fn public_requests_get_the_public_answers() {
    let vectors: Value = serde_json::from_slice(&support::vector("witness.json")).unwrap();
    let public: [u8; 32] = hex::decode(vectors["log_key"].as_str().unwrap()).unwrap().try_into().unwrap();
    let key = key_of(vectors["origin"].as_str().unwrap(), &public);
    let mut state = Seen::nothing();
    for row in vectors["requests"].as_array().unwrap() {
        let mut text = row["request"].as_str().unwrap().to_owned();
        if row["name"] == "invalid signature" {
            // Its base64 has bits left over. We call that malformed; where they are ignored, the signature is false.
            assert_eq!(answer(&text, &key, state).0, 400);
            text = text.replace("Vrx6gx=", "Vrx6gw=");
        }
        let (status, known, after) = answer(&text, &key, state);
        assert_eq!(Some(u64::from(status)), row["status"].as_u64(), "{row}");
        assert_eq!(known, row["known"].as_u64(), "{row}");
        state = after;
    }
    assert_eq!(state.size, 5);
}

/// A verifier key of a log from its parts, spelled as everybody does.
fn key_of(name: &str, public: &[u8; 32]) -> VerifierKey {
    let verifying = ed25519_dalek::VerifyingKey::from_bytes(public).unwrap();
    let mut bytes = vec![1];
    bytes.extend(verifying.as_bytes());
    let id = signed_note::key_id(name, &bytes);
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(&bytes);
    format!("{name}+{id:08x}+{base64}").parse().unwrap()
}

#[test]
fn each_refusal_of_a_witness_has_its_status() {
    let signer = log_signer();
    let key = signer.verifier();
    let (old, log) = (Memory::of(&entries(0..5)), Memory::of(&entries(0..300)));
    let status = |request: &Request, known| check(request, known).unwrap_err().status();
    let good = request(&log, 5);
    assert_eq!(check(&good, Some((key, seen(&old)))).unwrap().seen(), seen(&log));
    assert_eq!(status(&good, None), 404);
    let other = LogSigner::new(KeyName::new("county/log").unwrap(), &[2; 32]);
    assert_eq!(status(&good, Some((other.verifier(), seen(&old)))), 403);
    assert_eq!(status(&Request { old_size: 301, ..good.clone() }, Some((key, seen(&old)))), 400);
    assert_eq!(status(&good, Some((key, seen(&log)))), 409);
    let mut proof = good.proof.clone();
    proof[0] = Hash::new([0; 32]);
    assert_eq!(status(&Request { proof, ..good.clone() }, Some((key, seen(&old)))), 422);
    // An empty old state needs no proof, and may have none.
    let first = Request { old_size: 0, ..good.clone() };
    assert_eq!(status(&first, Some((key, Seen::nothing()))), 422);
    let mut extended = good.to_string();
    extended.push_str("— x AAAA\n");
    assert_eq!(answer(&extended, key, seen(&old)).0, 400);
}

#[test]
fn a_second_log_of_the_same_key_gets_no_cosignature() {
    let signer = log_signer();
    let common = Memory::of(&entries(0..100));
    let (mut first, mut second) = (common.clone(), common.clone());
    first.append(&entries(100..110));
    second.append(&entries(200..210));
    let state = check(&request(&first, 100), Some((signer.verifier(), seen(&common)))).unwrap().seen();
    // It asks from where it believes the witness to be, then from where the witness is.
    let refusal = check(&request(&second, 100), Some((signer.verifier(), state))).unwrap_err();
    assert_eq!((refusal.status(), refusal.code()), (409, "witness-conflict"));
    second.append(&entries(210..220));
    for old in [110, 120] {
        let again = request(&second, old);
        let refusal = check(&again, Some((signer.verifier(), state))).unwrap_err();
        assert_eq!(refusal.status(), if old == 110 { 422 } else { 409 });
    }
    // The same size with another root.
    let twin = Request { old_size: 110, proof: Vec::new(), checkpoint: signed(&Memory::of(&entries(1..111))) };
    assert_eq!(check(&twin, Some((signer.verifier(), state))).unwrap_err().status(), 422);
}

#[test]
fn answers_travel_as_files() {
    let log = Memory::of(&entries(0..5));
    let signer = log_signer();
    let accepted = check(&request(&log, 0), Some((signer.verifier(), Seen::nothing()))).unwrap();
    let neighbour = witness("neighbour", 3);
    let cosigned = Answer::Cosigned(vec![accepted.cosign(&neighbour, 77).unwrap()]);
    assert_eq!(cosigned.to_string().parse::<Answer>().unwrap(), cosigned);
    let refused = Answer::from(&check(&request(&log, 0), Some((signer.verifier(), seen(&log)))).unwrap_err());
    assert!(refused.to_string().starts_with("refused 409\n5\n"));
    assert_eq!(refused.to_string().parse::<Answer>().unwrap(), refused);
    for bad in [
        "",
        "refused 200\nx\n",
        "refused 409\nx\ny\n",
        "refused 404\n",
        "refused 404\nx\ny\n",
        "refused 0404\nx\n",
        "— a b\n",
    ] {
        assert!(bad.parse::<Answer>().is_err(), "{bad:?}");
    }
}

#[test]
fn malformed_requests_are_refused() {
    let good = request(&Memory::of(&entries(0..5)), 2).to_string();
    let code = |text: &str| text.parse::<Request>().unwrap_err().code();
    assert_eq!(code(&good.replacen("old 2", "old 02", 1)), "request-line");
    assert_eq!(code(&good.replacen("old 2", "size 2", 1)), "request-line");
    assert_eq!(code(""), "request-line");
    assert_eq!(code("old 2\nAAAA\n\n"), "request-line");
    let line = good.lines().nth(1).unwrap();
    assert_eq!(code(&good.replacen(line, &format!("{line}\n").repeat(64), 1)), "request-proof-length");
    assert_eq!(code(&format!("{good}x")), "note-form");
}

/// A checkpoint of a log of some entries, cosigned by these at these times.
fn cosigned(witnesses: &[(&WitnessSigner, u64)]) -> (Memory, SignedCheckpoint) {
    let log = Memory::of(&entries(0..300));
    let signer = log_signer();
    let accepted = check(&request(&log, 0), Some((signer.verifier(), Seen::nothing()))).unwrap();
    let mut checkpoint = accepted.checkpoint().clone();
    for (witness, time) in witnesses {
        checkpoint.note_mut().add(accepted.cosign(witness, *time).unwrap()).unwrap();
    }
    (log, checkpoint)
}

fn policy(quorum: &str) -> String {
    let log = log_signer();
    let mut text = format!("# our county\n\nlog {}\n", log.verifier());
    for (name, seed) in [("X1", 11), ("X2", 12), ("X3", 13), ("Y1", 14)] {
        text += &format!("witness {name}\t{} https://example.org/\n", witness(name, seed).verifier());
    }
    text + "group X 2 X1 X2 X3\ngroup Y any Y1\n  group X-and-Y all X Y\n" + quorum
}

#[test]
fn a_quorum_is_reached_when_its_last_witness_has_cosigned() {
    let [x1, x2, x3, y1] = [("X1", 11), ("X2", 12), ("X3", 13), ("Y1", 14)].map(|(name, seed)| witness(name, seed));
    let check = |quorum: &str, witnesses: &[(&WitnessSigner, u64)]| {
        let policy = Policy::from_bytes(policy(quorum).as_bytes()).unwrap();
        policy.check(&cosigned(witnesses).1).map(|trusted| trusted.reached)
    };
    let all = [(&x1, 50), (&x2, 20), (&x3, 30), (&y1, 25)];
    assert_eq!(check("quorum none\n", &[]).unwrap(), None);
    assert_eq!(check("quorum X1\n", &all).unwrap(), Some(50));
    assert_eq!(check("quorum X\n", &all).unwrap(), Some(30));
    assert_eq!(check("quorum X-and-Y\n", &all).unwrap(), Some(30));
    assert_eq!(check("quorum X-and-Y\n", &[(&x1, 50), (&x2, 20), (&y1, 60)]).unwrap(), Some(60));
    assert_eq!(check("quorum X-and-Y\n", &all[..3]).unwrap_err().code(), "policy-quorum");
    assert_eq!(check("quorum X\n", &all[..1]).unwrap_err().code(), "policy-quorum");
    // Twice by one witness is once, at the earlier time.
    assert_eq!(check("quorum X1\n", &[(&x1, 50), (&x1, 40)]).unwrap(), Some(40));
    // A stranger counts for nothing.
    assert_eq!(check("quorum X1\n", &[(&witness("X1", 99), 50)]).unwrap_err().code(), "policy-quorum");
}

#[test]
fn a_false_signature_of_a_known_key_spoils_the_whole() {
    let [x1, x2] = [("X1", 11), ("X2", 12)].map(|(name, seed)| witness(name, seed));
    let (_, mut checkpoint) = cosigned(&[(&x1, 50)]);
    let mut false_line = cosigned(&[(&x2, 50)]).1.note().signatures()[1].clone();
    false_line.bytes[20] ^= 1;
    checkpoint.note_mut().add(false_line).unwrap();
    let policy = Policy::from_bytes(policy("quorum X1\n").as_bytes()).unwrap();
    assert_eq!(policy.check(&checkpoint).unwrap_err().code(), "note-bad-signature");
}

#[test]
fn a_policy_names_its_logs() {
    let (_, checkpoint) = cosigned(&[]);
    let of = |name: &str, seed: u8| LogSigner::new(KeyName::new(name).unwrap(), &[seed; 32]).verifier().clone();
    let code = |policy: Policy| policy.check(&checkpoint).unwrap_err().code();
    assert_eq!(code(Policy::of_log(of("elsewhere", 1))), "policy-unknown-log");
    assert_eq!(code(Policy::of_log(of("county/log", 2))), "note-unsigned");
    let policy = Policy::from_bytes(policy("quorum none\n").as_bytes()).unwrap();
    assert_eq!(policy.clone().for_log(&of("county/log", 2)).unwrap_err().code(), "policy-unknown-log");
    policy.for_log(log_signer().verifier()).unwrap().check(&checkpoint).unwrap();
    // A policy without logs takes the one that is known otherwise.
    let without = Policy::from_bytes(b"quorum none\n").unwrap();
    assert_eq!(code(without.clone()), "policy-unknown-log");
    without.for_log(log_signer().verifier()).unwrap().check(&checkpoint).unwrap();
    // After a change of keys both are named; one of them is enough.
    let both = format!("log {}\nlog {}\nquorum none\n", of("county/log", 2), of("county/log", 1));
    assert_eq!(Policy::from_bytes(both.as_bytes()).unwrap().check(&checkpoint).unwrap().log, of("county/log", 1));
}

#[test]
fn each_refusal_of_a_policy_file_has_its_code() {
    let (log, x1) = (log_signer(), witness("X1", 11));
    let (log, x1) = (log.verifier(), x1.verifier());
    let x2 = witness("X2", 12);
    let x2 = x2.verifier();
    let code = |text: String| Policy::from_bytes(text.as_bytes()).unwrap_err().code();
    assert_eq!(code("quorum none".to_owned()), "policy-character");
    assert_eq!(code("quorum none\r\n".to_owned()), "policy-character");
    assert_eq!(code("trust me\n".to_owned()), "policy-line");
    assert_eq!(code("group g any\nquorum g\n".to_owned()), "policy-line");
    assert_eq!(code("log nonsense\n".to_owned()), "policy-key");
    assert_eq!(code(format!("log {x1}\nquorum none\n")), "policy-key-kind");
    assert_eq!(code(format!("witness a {log}\nquorum none\n")), "policy-key-kind");
    assert_eq!(code(format!("log {log}\nlog {log}\nquorum none\n")), "policy-same-key");
    assert_eq!(code(format!("witness a {x1}\nwitness b {x1}\nquorum none\n")), "policy-same-key");
    assert_eq!(code(format!("witness a {x1}\nwitness a {x2}\nquorum none\n")), "policy-same-name");
    assert_eq!(code(format!("witness none {x1}\nquorum none\n")), "policy-same-name");
    assert_eq!(code(format!("witness a {x1}\ngroup a any a\nquorum a\n")), "policy-same-name");
    assert_eq!(code(format!("quorum a\nwitness a {x1}\n")), "policy-unknown-name");
    assert_eq!(code(format!("witness a {x1}\ngroup g any none\nquorum g\n")), "policy-unknown-name");
    assert_eq!(code(format!("witness a {x1}\ngroup g any g\nquorum g\n")), "policy-unknown-name");
    assert_eq!(code(format!("witness a {x1}\ngroup g any a a\nquorum g\n")), "policy-same-member");
    assert_eq!(code(format!("witness a {x1}\ngroup g any a\ngroup h any a\nquorum h\n")), "policy-same-member");
    for threshold in ["0", "2", "01", "-1", "some"] {
        assert_eq!(code(format!("witness a {x1}\ngroup g {threshold} a\nquorum g\n")), "policy-threshold");
    }
    assert_eq!(code(String::new()), "policy-quorum-count");
    assert_eq!(code("quorum none\nquorum none\n".to_owned()), "policy-quorum-count");
    assert_eq!(code("#\n".repeat(600_000)), "policy-size");
    // Names are bytes; a comment may be in any encoding.
    let mut bytes = format!("witness ? {x1}\n# ?\nquorum ?\n").into_bytes();
    bytes.iter_mut().filter(|byte| **byte == b'?').for_each(|byte| *byte = 0xc0);
    Policy::from_bytes(&bytes).unwrap();
}

/// The proof of an entry in a cosigned checkpoint, and a policy that trusts it.
fn proof(index: u64, extra: Option<Vec<u8>>) -> (ProofFile, Vec<u8>, Policy) {
    let x1 = witness("X1", 11);
    let (log, checkpoint) = cosigned(&[(&x1, 50)]);
    let (entry, inclusion) = TiledTree::new(&log, 300, log.edge.root()).entry(index).unwrap();
    let policy = Policy::from_bytes(policy("quorum X1\n").as_bytes()).unwrap();
    (ProofFile { extra, index, path: inclusion.path, checkpoint }, entry, policy)
}

#[test]
fn a_proof_file_proves_its_entry_and_no_other() {
    let (file, entry, policy) = proof(256, Some(b"why".to_vec()));
    let text = file.to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra d2h5\nindex 256\n"));
    let read: ProofFile = text.parse().unwrap();
    assert_eq!(read, file);
    assert_eq!(read.verify(&entry, &policy).unwrap().reached, Some(50));
    assert_eq!(read.verify(b"another", &policy).unwrap_err().code(), "proof-root");
    let elsewhere = ProofFile { index: 257, ..read.clone() };
    assert_eq!(elsewhere.verify(&entry, &policy).unwrap_err().code(), "proof-root");
    let nobody = Policy::of_log(witness_free_key());
    assert_eq!(read.verify(&entry, &nobody).unwrap_err().code(), "policy-unknown-log");
}

fn witness_free_key() -> VerifierKey {
    LogSigner::new(KeyName::new("elsewhere").unwrap(), &[5; 32]).verifier().clone()
}

#[test]
fn malformed_proof_files_are_refused() {
    let text = proof(0, None).0.to_string();
    let code = |text: &str| text.parse::<ProofFile>().unwrap_err().code();
    assert_eq!(code(&text.replacen("@v1", "@v2", 1)), "proof-file-line");
    assert_eq!(code(&text.replacen("index 0\n", "", 1)), "proof-file-line");
    assert_eq!(code(&text.replacen("index 0\n", "index 00\n", 1)), "proof-file-line");
    assert_eq!(code(&text.replacen("index 0\n", "extra !\nindex 0\n", 1)), "proof-file-line");
    assert_eq!(code(&text.replacen("index 0\n", "extra AAAA\nextra AAAA\nindex 0\n", 1)), "proof-file-line");
    assert_eq!(code(&text.replacen("index 0\n", "index 0\nAAAA\n", 1)), "proof-file-line");
    assert_eq!(code(""), "proof-file-line");
    let line = text.lines().nth(2).unwrap();
    assert_eq!(code(&text.replacen(line, &format!("{line}\n").repeat(64), 1)), "proof-file-size");
    let extra = format!("extra {}\nindex 0\n", "AAAA".repeat(30_000));
    assert_eq!(code(&text.replacen("index 0\n", &extra, 1)), "proof-file-size");
    assert_eq!(code(&format!("{text}x")), "note-form");
}

proptest! {
    #[test]
    fn each_changed_byte_of_a_proof_file_is_noticed(place: prop::sample::Index, bit in 0..8_u32) {
        let (file, entry, policy) = proof(299, None);
        let mut bytes = file.to_string().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let holds = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.parse::<ProofFile>().ok())
            .is_some_and(|file| file.verify(&entry, &policy).is_ok());
        prop_assert!(!holds);
    }
}
