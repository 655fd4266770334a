//! An authority's log in memory, and everybody who has a key, from fixed seeds.

use std::collections::BTreeMap;
use std::io;

use ed25519_dalek::{Signer as _, SigningKey};
use records::canonical;
use records::events::{EventLine, LogEntry, LoggedEntry, LoggedEvent};
use records::hash::Digest;
use tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use tlog::edge::RightEdge;
use tlog::key::{KeyName, LogSigner, VerifierKey, WitnessSigner};
use tlog::prover::{consistency_proof, inclusion_proof};
use tlog::tile::{Tile, TileReader};
use tlog::tree::{Hash, leaf_hash, root_of};
use tlog::witness::{Request, Seen, check};

/// Name of the log's key, and so its origin.
pub const ORIGIN: &str = "log.example/COUNTY";

/// The 32 bytes of everybody's private key: this number, 32 times.
pub const LOG: u8 = 0x01;
pub const SUPERIOR: u8 = 0x02;
pub const MARKET: u8 = 0x03;
pub const FIRE: u8 = 0x04;
pub const JUSTICE: u8 = 0x05;
pub const DISCIPLINE: u8 = 0x06;
pub const WITNESS_A: u8 = 0x11;
pub const WITNESS_B: u8 = 0x12;

/// Somebody's public key.
pub fn public(seed: u8) -> Digest {
    Digest::new(SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes())
}

/// Somebody's signature of a digest.
pub fn sign(seed: u8, message: &Digest) -> String {
    hex(&SigningKey::from_bytes(&[seed; 32]).sign(message.as_bytes()).to_bytes())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn log_signer() -> LogSigner {
    LogSigner::new(KeyName::new(ORIGIN).unwrap(), &[LOG; 32])
}

pub fn witness(name: &str, seed: u8) -> WitnessSigner {
    WitnessSigner::new(KeyName::new(name).unwrap(), &[seed; 32])
}

pub fn witness_a() -> WitnessSigner {
    witness("witness-a.example", WITNESS_A)
}

pub fn witness_b() -> WitnessSigner {
    witness("witness-b.example", WITNESS_B)
}

/// The policy of the vectors: one of two witnesses.
pub fn policy() -> String {
    let (log, a, b) = (log_signer(), witness_a(), witness_b());
    let key = |key: &VerifierKey| key.to_string();
    format!(
        "# the county's log, and one of two outside witnesses\nlog {}\n\nwitness court {}\nwitness university {}\ngroup outside any court university\nquorum outside\n",
        key(log.verifier()),
        key(a.verifier()),
        key(b.verifier()),
    )
}

/// A log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub entries: Vec<Vec<u8>>,
}

impl Log {
    /// Appends an event and gives its place.
    pub fn append(&mut self, event: &EventLine) -> u64 {
        self.append_entry(&event.entry().unwrap())
    }

    pub fn append_entry(&mut self, entry: &LogEntry) -> u64 {
        self.entries.push(canonical::to_vec(entry).unwrap());
        self.size() - 1
    }

    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    fn hashes(&self, size: u64) -> Vec<Hash> {
        self.entries[..size as usize].iter().map(|entry| leaf_hash(entry)).collect()
    }

    pub fn body(&self, size: u64) -> Checkpoint {
        Checkpoint::new(&KeyName::new(ORIGIN).unwrap(), size, root_of(self.hashes(size)))
    }

    /// The state of this size, signed by the log.
    pub fn checkpoint(&self, size: u64) -> SignedCheckpoint {
        SignedCheckpoint::sign(self.body(size), &log_signer()).unwrap()
    }

    pub fn inclusion(&self, index: u64, size: u64) -> Vec<Digest> {
        digests(inclusion_proof(&self.hashes(size), index).unwrap())
    }

    pub fn consistency(&self, old: u64, size: u64) -> Vec<Digest> {
        digests(consistency_proof(&self.hashes(size), old).unwrap())
    }

    /// Events with their proofs in the state of this size.
    pub fn logged(&self, events: &[(EventLine, u64)], size: u64) -> Vec<LoggedEvent> {
        let one = |(event, index): &(EventLine, u64)| LoggedEvent {
            event: event.clone(),
            hashes: self.inclusion(*index, size),
            index: *index,
        };
        events.iter().map(one).collect()
    }

    /// An entry with its proof.
    pub fn logged_entry(&self, index: u64, size: u64) -> LoggedEntry {
        let entry = canonical::from_slice(&self.entries[index as usize]).unwrap();
        LoggedEntry { entry, hashes: self.inclusion(index, size), index }
    }

    /// The files of the log.
    pub fn tiles(&self) -> Tiles {
        let appended = RightEdge::new().append(&[], &self.entries).unwrap();
        Tiles(appended.tiles.into_iter().map(|new| (new.tile, new.bytes)).collect())
    }
}

/// Adds a witness's cosignature at this time.
pub fn cosign(checkpoint: &mut SignedCheckpoint, witness: &WitnessSigner, time: u64) {
    let request = Request { old_size: 0, proof: Vec::new(), checkpoint: checkpoint.clone() };
    let signer = log_signer();
    let accepted = check(&request, Some((signer.verifier(), Seen::nothing()))).unwrap();
    checkpoint.note_mut().add(accepted.cosign(witness, time).unwrap()).unwrap();
}

fn digests(hashes: Vec<Hash>) -> Vec<Digest> {
    hashes.into_iter().map(|hash| Digest::new(hash.to_bytes())).collect()
}

/// The files of a log in memory.
#[derive(Clone, Debug, Default)]
pub struct Tiles(pub BTreeMap<Tile, Vec<u8>>);

impl Tiles {
    /// Path and content of each file.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.0.iter().map(|(tile, bytes)| (tile.to_string(), bytes.clone())).collect()
    }
}

impl TileReader for Tiles {
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>> {
        self.0.get(tile).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
