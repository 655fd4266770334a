//! A `.tlog-proof` file: that an entry is in a log, for anyone who has the entry, the file and a policy, without a network.
//!
//! Source: c2sp.org/tlog-proof.

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::policy::{Policy, PolicyError, Trusted};
use crate::proof::{ProofError, verify_inclusion};
use crate::text;
use crate::tree::{Hash, leaf_hash};
use std::fmt;
use std::str::FromStr;

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Most hashes of a path: a tree of 2^63 leaves.
const PATH_MAX: usize = 63;

/// Most bytes of the extra data.
pub const EXTRA_BYTES_MAX: usize = 65_536;

/// What is wrong with a proof file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    /// A line that does not belong there.
    #[error("line {line} of the proof is {got:?}; expected {expected}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        got: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// More hashes than any path has, or more extra data than is read.
    #[error("the proof is too long; expected {PATH_MAX} hashes and {EXTRA_BYTES_MAX} bytes of extra data at most")]
    Size,
    /// Its checkpoint is none.
    #[error("the checkpoint in the proof: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The path does not lead from the entry to the root.
    #[error("this entry is not the one that the proof is about: {0}")]
    Inclusion(#[from] ProofError),
    /// The policy does not trust the checkpoint.
    #[error("{0}")]
    Policy(#[from] PolicyError),
}

impl ProofFileError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Line { .. } => "proof-file-line",
            Self::Size => "proof-file-size",
            Self::Checkpoint(error) => error.code(),
            Self::Inclusion(error) => error.code(),
            Self::Policy(error) => error.code(),
        }
    }
}

/// The file's contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFile {
    /// Whatever the application put in; nothing vouches for it.
    pub extra: Option<Vec<u8>>,
    /// The entry, from 0.
    pub index: u64,
    /// Siblings from the leaf upwards.
    pub path: Vec<Hash>,
    /// The checkpoint with its signatures.
    pub checkpoint: SignedCheckpoint,
}

impl ProofFile {
    /// Checks that the policy trusts the checkpoint, and that the entry is in the log.
    pub fn verify(&self, entry: &[u8], policy: &Policy) -> Result<Trusted, ProofFileError> {
        let trusted = policy.check(&self.checkpoint)?;
        let checkpoint = self.checkpoint.checkpoint();
        verify_inclusion(&leaf_hash(entry), self.index, checkpoint.size, &self.path, &checkpoint.root)?;
        Ok(trusted)
    }
}

impl FromStr for ProofFile {
    type Err = ProofFileError;

    fn from_str(file: &str) -> Result<Self, ProofFileError> {
        let mut lines = Lines { rest: file, number: 0 };
        lines.next("the first line of a proof", |line| (line == HEADER).then_some(()))?;
        let extra = match lines.rest.starts_with("extra ") {
            true => Some(lines.next("`extra` and base64", |line| text::from_base64(line.strip_prefix("extra ")?))?),
            false => None,
        };
        if extra.as_ref().is_some_and(|extra| extra.len() > EXTRA_BYTES_MAX) {
            return Err(ProofFileError::Size);
        }
        let index = lines.next("`index` and a number", |line| text::decimal(line.strip_prefix("index ")?))?;
        let mut path = Vec::new();
        while !lines.rest.starts_with('\n') {
            path.push(lines.next("a hash in base64, or an empty line behind the last", text::hash)?);
            if path.len() > PATH_MAX {
                return Err(ProofFileError::Size);
            }
        }
        lines.next("an empty line", |line| line.is_empty().then_some(()))?;
        Ok(Self { extra, index, path, checkpoint: lines.rest.parse()? })
    }
}

struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    fn next<T>(
        &mut self,
        expected: &'static str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, ProofFileError> {
        self.number += 1;
        let fault =
            |got: &str| ProofFileError::Line { line: self.number, got: got.chars().take(80).collect(), expected };
        let (line, rest) = text::split_line(self.rest).ok_or_else(|| fault(self.rest))?;
        let value = read(line).ok_or_else(|| fault(line))?;
        self.rest = rest;
        Ok(value)
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", text::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", text::to_base64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
