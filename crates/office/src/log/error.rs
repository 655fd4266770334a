//! What can go wrong with a log, a mirror or a witness.

use crate::error::Kind;
use records::lang::Lang;
use std::path::PathBuf;
use tlog::audit::AuditError;
use tlog::checkpoint::CheckpointError;
use tlog::key::KeyError;
use tlog::note::NoteError;
use tlog::policy::{PolicyError, PolicyFileError};
use tlog::proof_file::ProofFileError;
use tlog::tile::TileError;
use tlog::tiled::TiledError;
use tlog::tree::Hash;
use tlog::witness::RequestError;

/// An error of the log's room.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// No log there.
    #[error("{folder} holds no log: it has no file `checkpoint`")]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// A log where one was to be made.
    #[error("{folder} holds a log already; a log is made once")]
    Exists {
        /// The folder.
        folder: PathBuf,
    },
    /// A checkpoint that is none, or not signed as it must be.
    #[error("{file}: {source}")]
    Checkpoint {
        /// The file.
        file: PathBuf,
        /// What does not hold.
        source: CheckpointError,
    },
    /// A file of a public key that holds something else.
    #[error("{file}: {source}")]
    Key {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// Another key than the one that is known.
    #[error(
        "{file} has the key {got}; expected {expected}: a log keeps its key, so somebody has put another one there"
    )]
    KeyChanged {
        /// The file.
        file: PathBuf,
        /// The key in it.
        got: String,
        /// The key that is known.
        expected: String,
    },
    /// No secret key.
    #[error("the secret key {file} is missing; put it back from its safe copy")]
    SecretKeyMissing {
        /// Where it was looked for.
        file: PathBuf,
    },
    /// A file of a secret key that holds something else.
    #[error("{file} does not hold a secret key; expected one line of 64 lower-case hexadecimal digits")]
    SecretKeyMalformed {
        /// The file.
        file: PathBuf,
    },
    /// A policy file that can't be read.
    #[error("{file}: {source}")]
    PolicyFile {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: PolicyFileError,
    },
    /// A checkpoint that the policy does not trust.
    #[error("{file}: {source}")]
    Policy {
        /// The checkpoint's file.
        file: PathBuf,
        /// What the policy misses.
        source: PolicyError,
    },
    /// Entries or tiles that are not those of the checkpoint.
    #[error("the log in {folder} is damaged: {source}")]
    Damaged {
        /// The log's folder.
        folder: PathBuf,
        /// What does not hold.
        source: AuditError,
    },
    /// An earlier state of a tile that the later one does not continue.
    #[error("{file} is an earlier state of a tile, and the later one does not continue it")]
    EarlierTile {
        /// The file.
        file: PathBuf,
    },
    /// Tiles that give no proof.
    #[error("the log in {folder} gives no proof: {source}")]
    Tiles {
        /// The log's folder.
        folder: PathBuf,
        /// Why.
        source: TiledError,
    },
    /// Fewer entries than are known to have been there.
    #[error(
        "the log in {folder} was rolled back: it has {size} entries (root {root}), and {known} are known (root {known_root}); put the newest copy back"
    )]
    RolledBack {
        /// The log's folder.
        folder: PathBuf,
        /// Entries that it has.
        size: u64,
        /// Root of these.
        root: Hash,
        /// Entries that are known.
        known: u64,
        /// Root of those.
        known_root: Hash,
    },
    /// Two states of one log of which neither continues the other.
    #[error(
        "two histories of one log: {size} entries with the root {root} in {folder}, {other_size} entries with the root {other_root} known from elsewhere; keep both as evidence"
    )]
    SplitView {
        /// The log's folder.
        folder: PathBuf,
        /// Entries of one.
        size: u64,
        /// Root of one.
        root: Hash,
        /// Entries of the other.
        other_size: u64,
        /// Root of the other.
        other_root: Hash,
    },
    /// A log without the signer's state.
    #[error(
        "the signer's state {state} is gone; put it back from its own safe copy, never from that of the log: only it shows whether the log was rolled back"
    )]
    StateLost {
        /// Where it was looked for.
        state: PathBuf,
    },
    /// A state older than the log.
    #[error(
        "the signer's state {state} knows {known} entries, and the log has {size}: the state was restored from an old copy, or another signer has the key; nothing is signed"
    )]
    StateBehind {
        /// The state's file.
        state: PathBuf,
        /// Entries that it knows.
        known: u64,
        /// Entries of the log.
        size: u64,
    },
    /// A state that is not what this signer has left.
    #[error("{state} was changed while the log was open; close everything that writes to the log, then open it again")]
    StateChanged {
        /// The state's file or folder.
        state: PathBuf,
    },
    /// Bytes on the disk that are not those that were written.
    #[error("{file} does not hold what was written to it; check the disk: nothing was signed")]
    Doubtful {
        /// The file.
        file: PathBuf,
    },
    /// An append after one that failed.
    #[error("a write to the log in {folder} failed before; nothing more is signed until it is opened again")]
    Stopped {
        /// The log's folder.
        folder: PathBuf,
    },
    /// An entry that no log takes.
    #[error("{source}; nothing was appended")]
    Entry {
        /// What is wrong with it.
        source: TileError,
    },
    /// A proof file that proves nothing.
    #[error("{file}: {source}")]
    ProofFile {
        /// The file.
        file: PathBuf,
        /// What does not hold.
        source: ProofFileError,
    },
    /// A request or an answer that is none.
    #[error("{file}: {source}")]
    Request {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: RequestError,
    },
    /// A witness that did not cosign.
    #[error("the witness has refused ({status}): {reason}{}", again(*known))]
    Refused {
        /// Status of the protocol.
        status: u16,
        /// Entries that the witness knows, where it said so.
        known: Option<u64>,
        /// Its words.
        reason: String,
    },
    /// A cosignature that is not one of this checkpoint.
    #[error(
        "the cosignature of {name} is not one of the checkpoint of {size} entries ({source}); where the log has grown since the request, give the request as well"
    )]
    Cosignature {
        /// Entries of the checkpoint.
        size: u64,
        /// The witness.
        name: String,
        /// What does not hold.
        source: NoteError,
    },
    /// No cosignature of a witness that was named.
    #[error("no cosignature of a known witness; give the witness's key (--key) or a policy that names it (--policy)")]
    NoCosignature,
    /// A clock that went back.
    #[error(
        "the clock says {now} (seconds since 1970), and this witness has signed at {last} already; set the clock right: nothing was signed"
    )]
    ClockBack {
        /// What the clock says.
        now: u64,
        /// Time of the newest cosignature.
        last: u64,
    },
    /// No witness there.
    #[error("{folder} holds no witness: it has no file `witness.vkey`; make one with `mingqian witness init`")]
    WitnessMissing {
        /// The folder.
        folder: PathBuf,
    },
    /// A witness where one was to be made.
    #[error("{folder} holds a witness already; a witness keeps its key")]
    WitnessExists {
        /// The folder.
        folder: PathBuf,
    },
}

fn again(known: Option<u64>) -> String {
    known.map(|size| format!("; make the request again with --old {size}")).unwrap_or_default()
}

/// A file that the system does not give is no finding about the log; one that is a link, or endless, is.
fn unreadable(error: &TileError) -> Kind {
    use std::io::ErrorKind::{FileTooLarge, InvalidInput};
    match error {
        TileError::Read { source, .. } if !matches!(source.kind(), FileTooLarge | InvalidInput) => Kind::Failure,
        _ => Kind::Verification,
    }
}

impl LogError {
    /// The class of the error.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Missing { .. } | Self::Exists { .. } | Self::WitnessMissing { .. } | Self::WitnessExists { .. } => {
                Kind::Usage
            }
            Self::Stopped { .. } | Self::Doubtful { .. } | Self::StateChanged { .. } | Self::ClockBack { .. } => {
                Kind::Failure
            }
            Self::Key { .. }
            | Self::SecretKeyMissing { .. }
            | Self::SecretKeyMalformed { .. }
            | Self::PolicyFile { .. }
            | Self::Entry { .. }
            | Self::Request { .. }
            | Self::Refused { .. } => Kind::Rejected,
            Self::Tiles { source: TiledError::Asked(_), .. } => Kind::Usage,
            Self::Tiles { source: TiledError::Tile(source), .. }
            | Self::Damaged { source: AuditError::Tile(source), .. } => unreadable(source),
            _ => Kind::Verification,
        }
    }

    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "log-missing",
            Self::Exists { .. } => "log-exists",
            Self::Checkpoint { source, .. } => source.code(),
            Self::Key { source, .. } => source.code(),
            Self::KeyChanged { .. } => "log-key-changed",
            Self::SecretKeyMissing { .. } => "log-secret-key-missing",
            Self::SecretKeyMalformed { .. } => "log-secret-key-malformed",
            Self::PolicyFile { source, .. } => source.code(),
            Self::Policy { source, .. } => source.code(),
            Self::Damaged { source, .. } => source.code(),
            Self::EarlierTile { .. } => "log-earlier-tile",
            Self::Tiles { source, .. } => source.code(),
            Self::RolledBack { .. } => "log-rolled-back",
            Self::SplitView { .. } => "log-split-view",
            Self::StateLost { .. } => "log-state-lost",
            Self::StateBehind { .. } => "log-state-behind",
            Self::StateChanged { .. } => "log-state-changed",
            Self::Doubtful { .. } => "log-doubtful",
            Self::Stopped { .. } => "log-stopped",
            Self::Entry { source } => source.code(),
            Self::ProofFile { source, .. } => source.code(),
            Self::Request { source, .. } => source.code(),
            Self::Refused { .. } => "witness-refused",
            Self::Cosignature { .. } => "log-cosignature",
            Self::NoCosignature => "log-no-cosignature",
            Self::ClockBack { .. } => "witness-clock-back",
            Self::WitnessMissing { .. } => "witness-missing",
            Self::WitnessExists { .. } => "witness-exists",
        }
    }

    /// What happened and what to do, in this language.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => super::words::chinese(self),
        }
    }
}
