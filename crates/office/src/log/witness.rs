//! A neighbouring county's witness: its key, and what it has cosigned of each log.
//!
//! ```text
//! W/witness.vkey                 the public key, for the policies of those who rely on this witness
//! W/secret/witness.key           the secret key
//! W/logs/HASH/log.vkey           the key of a log that it watches; HASH is SHA-256 of the log's origin
//! W/logs/HASH/checkpoint         the newest checkpoint that it has cosigned
//! ```
//!
//! A checkpoint is written down before its cosignature leaves the house. Whoever restores an old copy of this folder makes a
//! witness that can be shown another history: the folder belongs on the machine that signs, and is never restored.
//!
//! Source: c2sp.org/tlog-witness.

use super::LogError;
use super::durable::Durable;
use super::folder::{CHECKPOINT, KEY, read_checkpoint, read_key};
use super::key::SecretKey;
use super::state::take_lock;
use super::verify::read_text;
use crate::error::{Doing, OfficeError, Result};
use records::hash::Digest;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use tlog::checkpoint::SignedCheckpoint;
use tlog::key::{KeyName, VerifierKey, WitnessSigner};
use tlog::witness::{Answer, Refusal, Request, Seen, check};

/// The file of the public key.
const WITNESS_KEY: &str = "witness.vkey";

/// A witness's folder.
#[derive(Clone, Debug)]
pub struct WitnessFolder {
    path: PathBuf,
}

impl WitnessFolder {
    /// Makes a witness with a new key.
    pub fn create(path: impl Into<PathBuf>, name: &KeyName) -> Result<Self> {
        let witness = Self { path: path.into() };
        let file = witness.path.join(WITNESS_KEY);
        if file.exists() {
            return Err(LogError::WitnessExists { folder: witness.path }.into());
        }
        let key = SecretKey::ensure(&witness.secret_path())?;
        let signer = WitnessSigner::new(name.clone(), key.seed.expose_bytes());
        Durable::default().put(&file, format!("{}\n", signer.verifier()).as_bytes())?;
        Ok(witness)
    }

    /// An existing witness.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        let witness = Self { path: path.into() };
        match witness.path.join(WITNESS_KEY).exists() {
            true => Ok(witness),
            false => Err(LogError::WitnessMissing { folder: witness.path }.into()),
        }
    }

    /// The public key.
    pub fn key(&self) -> Result<VerifierKey> {
        read_key(&self.path.join(WITNESS_KEY))
    }

    fn secret_path(&self) -> PathBuf {
        self.path.join("secret").join("witness.key")
    }

    fn log_path(&self, origin: &str) -> PathBuf {
        self.path.join("logs").join(Digest::new(Sha256::digest(origin).into()).to_string())
    }

    /// Watches a log from now on. Its key comes from its office in a way that can be trusted, not with the first request.
    pub fn trust(&self, log: &VerifierKey) -> Result<()> {
        let _lock = take_lock(&self.path)?;
        let file = self.log_path(log.name().as_str()).join(KEY);
        if file.exists() {
            let known = read_key(&file)?;
            if known == *log {
                return Ok(());
            }
            return Err(LogError::KeyChanged { file, got: log.to_string(), expected: known.to_string() }.into());
        }
        Durable::default().put(&file, format!("{log}\n").as_bytes())
    }

    /// Answers a request at this time, in seconds since 1970. A refusal is an answer too.
    pub fn answer(&self, request: &str, now: u64) -> Result<Answer> {
        let _lock = take_lock(&self.path)?;
        let signer = self.signer()?;
        let request: Request = match request.parse() {
            Ok(request) => request,
            Err(error) => return Ok(Answer::from(&Refusal::from(error))),
        };
        let folder = self.log_path(&request.checkpoint.checkpoint().origin);
        let known = self.known(&folder, &signer)?;
        let accepted = match check(&request, known.as_ref().map(|(key, seen)| (key, *seen))) {
            Ok(accepted) => accepted,
            Err(refusal) => return Ok(Answer::from(&refusal)),
        };
        let last = self.last_time(&signer)?;
        let signature = accepted.cosign(&signer, now).filter(|_| now >= last);
        let Some(signature) = signature else { return Err(LogError::ClockBack { now, last }.into()) };
        let mut checkpoint = accepted.checkpoint().clone();
        // What others have signed is no business of this witness.
        checkpoint.note_mut().retain(|line| known.as_ref().is_some_and(|(log, _)| line.is_of(log)));
        let file = folder.join(CHECKPOINT);
        let held = checkpoint
            .note_mut()
            .add(signature.clone())
            .and_then(|()| checkpoint.note().cosigned_by(signer.verifier()));
        held.map_err(|source| LogError::Checkpoint { file: file.clone(), source: source.into() })?;
        Durable::default().put(&file, checkpoint.to_string().as_bytes())?;
        Ok(Answer::Cosigned(vec![signature]))
    }

    /// The key, after a look at whether it is the one that others know.
    fn signer(&self) -> Result<WitnessSigner> {
        let public = self.key()?;
        let secret = SecretKey::read(&self.secret_path())?;
        let signer = WitnessSigner::new(public.name().clone(), secret.seed.expose_bytes());
        if *signer.verifier() == public {
            return Ok(signer);
        }
        let (file, got) = (self.path.join(WITNESS_KEY), public.to_string());
        Err(LogError::KeyChanged { file, got, expected: signer.verifier().to_string() }.into())
    }

    /// What is known of a log, read again from the disk and checked.
    fn known(&self, folder: &Path, signer: &WitnessSigner) -> Result<Option<(VerifierKey, Seen)>> {
        let file = folder.join(KEY);
        if !file.exists() {
            return Ok(None);
        }
        let log = read_key(&file)?;
        let file = folder.join(CHECKPOINT);
        if !file.exists() {
            return Ok(Some((log, Seen::nothing())));
        }
        let checkpoint = read_checkpoint(&file)?;
        let said = checkpoint.signed_by(&log).map_err(|source| LogError::Checkpoint { file: file.clone(), source })?;
        let seen = Seen { size: said.size, root: said.root };
        own_time(&checkpoint, signer, &file)?;
        Ok(Some((log, seen)))
    }

    /// The time of the newest cosignature of any log: a clock that goes back would give a false order.
    fn last_time(&self, signer: &WitnessSigner) -> Result<u64> {
        let logs = self.path.join("logs");
        let mut last = 0;
        for entry in fs::read_dir(&logs).map_err(OfficeError::io(Doing::Read, &logs))? {
            let file = entry.map_err(OfficeError::io(Doing::Read, &logs))?.path().join(CHECKPOINT);
            if file.exists() {
                last = last.max(own_time(&read_checkpoint(&file)?, signer, &file)?);
            }
        }
        Ok(last)
    }
}

fn own_time(checkpoint: &SignedCheckpoint, signer: &WitnessSigner, file: &Path) -> std::result::Result<u64, LogError> {
    let key = signer.verifier();
    let fault = |source: tlog::note::NoteError| LogError::Checkpoint { file: file.to_owned(), source: source.into() };
    let time = checkpoint.note().cosigned_by(key).map_err(fault)?;
    time.ok_or_else(|| fault(tlog::note::NoteError::Unsigned { name: key.name().clone(), id: key.id() }))
}

/// Reads a request's file.
pub fn read_request(file: &Path) -> Result<Request> {
    let text = read_text(file)?;
    text.parse().map_err(|source| LogError::Request { file: file.to_owned(), source }.into())
}

/// Reads an answer's file: the cosignatures, or an error where the witness has refused.
pub fn read_answer(file: &Path) -> Result<Vec<tlog::note::NoteSignature>> {
    let text = read_text(file)?;
    let answer = text.parse().map_err(|source| LogError::Request { file: file.to_owned(), source })?;
    match answer {
        Answer::Cosigned(signatures) => Ok(signatures),
        Answer::Refused { status, known, reason } => Err(LogError::Refused { status, known, reason }.into()),
    }
}

/// Reads a request as it came, for [`WitnessFolder::answer`], which judges also what is malformed.
pub fn read_request_text(file: &Path) -> Result<String> {
    read_text(file)
}
