//! Checkpoints: which log, how many entries, which root, signed by the log and cosigned by witnesses.
//!
//! Source: c2sp.org/tlog-checkpoint.

use crate::key::{KeyName, LogSigner, VerifierKey};
use crate::note::{NoteError, SignedNote};
use crate::text;
use crate::tree::{Hash, empty_root};
use std::fmt;
use std::str::FromStr;

/// What is wrong with a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note, or one that the log has not signed.
    #[error("{0}")]
    Note(#[from] NoteError),
    /// A line that is not what a checkpoint has there.
    #[error("line {line} of the checkpoint is {got:?}; expected {expected}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        got: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// Another log.
    #[error("a checkpoint of the log {got}; expected one of {expected}")]
    Origin {
        /// Whose checkpoint it is.
        got: String,
        /// Whose it should be.
        expected: KeyName,
    },
    /// A line behind the third, which nobody can audit.
    #[error(
        "the checkpoint has the extension line {got:?}; a log of this kind has none, because nobody could audit it"
    )]
    Extension {
        /// The line.
        got: String,
    },
    /// An empty tree with another root than SHA-256 of nothing.
    #[error("a checkpoint of an empty log has the root {got}; expected SHA-256 of nothing")]
    EmptyRoot {
        /// The root given.
        got: Hash,
    },
}

impl CheckpointError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Note(error) => error.code(),
            Self::Line { .. } => "checkpoint-line",
            Self::Origin { .. } => "checkpoint-origin",
            Self::Extension { .. } => "checkpoint-extension",
            Self::EmptyRoot { .. } => "checkpoint-empty-root",
        }
    }
}

/// What a checkpoint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: its name for ever.
    pub origin: String,
    /// Entries in the log.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// Lines behind the third, without their ends. Other logs may have some; ours has none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    pub fn new(origin: &KeyName, size: u64, root: Hash) -> Self {
        Self { origin: origin.to_string(), size, root, extensions: Vec::new() }
    }

    /// The state of a log without entries.
    pub fn empty(origin: &KeyName) -> Self {
        Self::new(origin, 0, empty_root())
    }

    /// Refuses extension lines, which are for ever and which no monitor can audit.
    pub fn without_extensions(&self) -> Result<(), CheckpointError> {
        match self.extensions.first() {
            Some(line) => Err(CheckpointError::Extension { got: line.clone() }),
            None => Ok(()),
        }
    }

    /// Whether both say the same about the same log, whatever extension lines they have.
    pub fn is_same_tree(&self, other: &Self) -> bool {
        self.origin == other.origin && self.size == other.size && self.root == other.root
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the text of the note, without signatures.
    fn from_str(body: &str) -> Result<Self, CheckpointError> {
        let fault = |line: usize, got: &str, expected| CheckpointError::Line { line, got: got.to_owned(), expected };
        let end = "a line end behind the last line";
        let all = body.strip_suffix('\n').ok_or_else(|| fault(body.lines().count(), "", end))?;
        let mut lines = all.split('\n');
        let origin = lines.next().unwrap_or_default();
        if origin.is_empty() {
            return Err(fault(1, origin, "the log's origin"));
        }
        let line = lines.next().unwrap_or_default();
        let size = text::decimal(line).ok_or_else(|| fault(2, line, "the number of entries in decimal"))?;
        let line = lines.next().unwrap_or_default();
        let root = text::hash(line).ok_or_else(|| fault(3, line, "the root in base64"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if let Some(index) = extensions.iter().position(String::is_empty) {
            return Err(fault(index + 4, "", "no empty line"));
        }
        Ok(Self { origin: origin.to_owned(), size, root, extensions })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, text::to_base64(self.root))?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A checkpoint with its signatures, none of which is checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    note: SignedNote,
    checkpoint: Checkpoint,
}

impl SignedCheckpoint {
    /// Signs a checkpoint. The key's name must be the origin.
    ///
    /// Whoever calls this has made sure that the log never signs two states of which neither continues the other.
    pub fn sign(checkpoint: Checkpoint, signer: &LogSigner) -> Result<Self, CheckpointError> {
        check_origin(&checkpoint, signer.verifier())?;
        checkpoint.without_extensions()?;
        let note = SignedNote::sign(checkpoint.to_string(), signer)?;
        Ok(Self { note, checkpoint })
    }

    /// Reads a checkpoint as the bytes of a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let note = SignedNote::from_bytes(bytes)?;
        let checkpoint = note.text().parse()?;
        Ok(Self { note, checkpoint })
    }

    /// What it says; true only after [`Self::signed_by`].
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note.
    pub fn note(&self) -> &SignedNote {
        &self.note
    }

    /// The note, to add or remove signatures.
    pub fn note_mut(&mut self) -> &mut SignedNote {
        &mut self.note
    }

    /// Checks that it is of the log with this key and signed by it.
    pub fn signed_by(&self, log: &VerifierKey) -> Result<&Checkpoint, CheckpointError> {
        check_origin(&self.checkpoint, log)?;
        self.note.signed_by_log(log)?;
        if self.checkpoint.size == 0 && self.checkpoint.root != empty_root() {
            return Err(CheckpointError::EmptyRoot { got: self.checkpoint.root });
        }
        Ok(&self.checkpoint)
    }
}

fn check_origin(checkpoint: &Checkpoint, key: &VerifierKey) -> Result<(), CheckpointError> {
    if checkpoint.origin == key.name().as_str() {
        return Ok(());
    }
    Err(CheckpointError::Origin { got: checkpoint.origin.clone(), expected: key.name().clone() })
}

impl FromStr for SignedCheckpoint {
    type Err = CheckpointError;

    fn from_str(note: &str) -> Result<Self, CheckpointError> {
        Self::from_bytes(note.as_bytes())
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
