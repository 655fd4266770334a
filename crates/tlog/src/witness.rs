//! What a witness answers: the checks before it cosigns, and the texts of request and answer.
//!
//! The texts are those of the HTTP protocol, so that they travel as well in files on a stick. What a witness remembers of a
//! log, its newest cosigned size and root, is kept by the caller, and written down before an answer leaves the house.
//!
//! Source: c2sp.org/tlog-witness, "add-checkpoint".

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::cosignature;
use crate::key::{VerifierKey, WitnessSigner};
use crate::note::NoteSignature;
use crate::proof::{ProofError, verify_consistency};
use crate::text;
use crate::tree::{Hash, empty_root};
use std::fmt;
use std::str::FromStr;

/// Most hashes of a request's proof.
pub const PROOF_MAX: usize = 63;

/// A request that is none: status 400 of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// A line that does not belong there.
    #[error("line {line} of the request is {got:?}; expected {expected}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        got: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// More hashes than any proof has.
    #[error("the request has more than {PROOF_MAX} hashes")]
    ProofLength,
    /// Its checkpoint is none.
    #[error("the checkpoint in the request: {0}")]
    Checkpoint(#[from] CheckpointError),
}

impl RequestError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Line { .. } => "request-line",
            Self::ProofLength => "request-proof-length",
            Self::Checkpoint(error) => error.code(),
        }
    }
}

/// What a log asks a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The size that the witness cosigned last, as far as the log knows.
    pub old_size: u64,
    /// Proof from that size to the checkpoint's.
    pub proof: Vec<Hash>,
    /// The checkpoint to be cosigned.
    pub checkpoint: SignedCheckpoint,
}

impl FromStr for Request {
    type Err = RequestError;

    fn from_str(request: &str) -> Result<Self, RequestError> {
        let fault = |line: usize, got: &str, expected| RequestError::Line {
            line,
            got: got.chars().take(80).collect(),
            expected,
        };
        let expected = "`old` and a number";
        let (line, mut rest) = text::split_line(request).ok_or_else(|| fault(1, request, expected))?;
        let old_size = line.strip_prefix("old ").and_then(text::decimal).ok_or_else(|| fault(1, line, expected))?;
        let mut proof = Vec::new();
        loop {
            let number = proof.len() + 2;
            let expected = "a hash in base64, or an empty line behind the last";
            let (line, behind) = text::split_line(rest).ok_or_else(|| fault(number, rest, expected))?;
            rest = behind;
            if line.is_empty() {
                break;
            }
            if proof.len() == PROOF_MAX {
                return Err(RequestError::ProofLength);
            }
            proof.push(text::hash(line).ok_or_else(|| fault(number, line, expected))?);
        }
        Ok(Self { old_size, proof, checkpoint: rest.parse()? })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", text::to_base64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// What a witness remembers of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Entries in the newest state that it has cosigned.
    pub size: u64,
    /// Root of that state.
    pub root: Hash,
}

impl Seen {
    /// Of a log of which nothing was cosigned yet.
    pub fn nothing() -> Self {
        Self { size: 0, root: empty_root() }
    }
}

/// Why a witness does not cosign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Status 400.
    #[error("the request is malformed: {0}")]
    Malformed(#[from] RequestError),
    /// Status 400.
    #[error("the request says that it starts from {old_size} entries, and its checkpoint has only {size}")]
    Backwards {
        /// The size from which it is to be shown.
        old_size: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// Status 404.
    #[error("this witness does not know the log {origin}; its keeper must be given the log's key first")]
    UnknownLog {
        /// Which log.
        origin: String,
    },
    /// Status 403.
    #[error("{0}")]
    Untrusted(CheckpointError),
    /// Status 409.
    #[error(
        "this witness has cosigned {known} entries last, and the request starts from {got}; make it again from {known}"
    )]
    Conflict {
        /// Size that the witness knows.
        known: u64,
        /// Size in the request.
        got: u64,
    },
    /// Status 422.
    #[error("the log's {size} entries do not continue the {known} that this witness has cosigned: {source}")]
    Inconsistent {
        /// Size that the witness knows.
        known: u64,
        /// The checkpoint's size.
        size: u64,
        /// What does not hold.
        source: ProofError,
    },
}

impl Refusal {
    /// The status with which the HTTP protocol answers.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::Backwards { .. } => 400,
            Self::Untrusted(_) => 403,
            Self::UnknownLog { .. } => 404,
            Self::Conflict { .. } => 409,
            Self::Inconsistent { .. } => 422,
        }
    }

    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.code(),
            Self::Backwards { .. } => "witness-backwards",
            Self::UnknownLog { .. } => "witness-unknown-log",
            Self::Untrusted(_) => "witness-untrusted",
            Self::Conflict { .. } => "witness-conflict",
            Self::Inconsistent { .. } => "witness-inconsistent",
        }
    }
}

/// A checkpoint that a witness may cosign.
#[derive(Clone, Debug)]
pub struct Accepted {
    checkpoint: SignedCheckpoint,
}

/// Checks a request against what the witness knows: the log's key and the state that it has cosigned last.
///
/// The caller makes sure that no other request is looked at between this and writing [`Accepted::seen`] down.
pub fn check(request: &Request, known: Option<(&VerifierKey, Seen)>) -> Result<Accepted, Refusal> {
    let said = request.checkpoint.checkpoint();
    let Some((key, seen)) = known else {
        return Err(Refusal::UnknownLog { origin: said.origin.clone() });
    };
    // An empty tree with a false root is signed all the same, and is told apart below, as the protocol has it.
    match request.checkpoint.signed_by(key) {
        Ok(_) | Err(CheckpointError::EmptyRoot { .. }) => {}
        Err(error) => return Err(Refusal::Untrusted(error)),
    }
    if request.old_size > said.size {
        return Err(Refusal::Backwards { old_size: request.old_size, size: said.size });
    }
    if request.old_size != seen.size {
        return Err(Refusal::Conflict { known: seen.size, got: request.old_size });
    }
    verify_consistency(seen.size, &seen.root, said.size, &said.root, &request.proof)
        .map_err(|source| Refusal::Inconsistent { known: seen.size, size: said.size, source })?;
    Ok(Accepted { checkpoint: request.checkpoint.clone() })
}

impl Accepted {
    /// What the witness must remember from now on.
    pub fn seen(&self) -> Seen {
        let said = self.checkpoint.checkpoint();
        Seen { size: said.size, root: said.root }
    }

    /// The checkpoint, with the log's signatures.
    pub fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    /// The cosignature at this time, in seconds since 1970; none at a time that can't be signed. It leaves the house only
    /// after [`Self::seen`] is on the disk.
    pub fn cosign(&self, signer: &WitnessSigner, time: u64) -> Option<NoteSignature> {
        cosignature::sign(signer, self.checkpoint.note().text(), time)
    }
}

/// An answer as a file: signature lines as in the HTTP protocol, or a refusal, which HTTP says by its status.
///
/// A refusal is `refused STATUS`, for 409 a line with the size that the witness knows, then lines for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The cosignatures.
    Cosigned(Vec<NoteSignature>),
    /// Why there is none.
    Refused {
        /// Status of the HTTP protocol.
        status: u16,
        /// Size that the witness knows, for status 409.
        known: Option<u64>,
        /// Words for people.
        reason: String,
    },
}

impl From<&Refusal> for Answer {
    fn from(refusal: &Refusal) -> Self {
        let known = match refusal {
            Refusal::Conflict { known, .. } => Some(*known),
            _ => None,
        };
        Self::Refused { status: refusal.status(), known, reason: refusal.to_string() }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cosigned(signatures) => signatures.iter().try_for_each(|signature| signature.fmt(f)),
            Self::Refused { status, known, reason } => {
                writeln!(f, "refused {status}")?;
                known.iter().try_for_each(|size| writeln!(f, "{size}"))?;
                writeln!(f, "{}", reason.replace('\n', " "))
            }
        }
    }
}

impl FromStr for Answer {
    type Err = RequestError;

    fn from_str(answer: &str) -> Result<Self, RequestError> {
        let Some(rest) = answer.strip_prefix("refused ") else {
            let signatures = NoteSignature::parse_lines(answer).map_err(CheckpointError::from)?;
            return Ok(Self::Cosigned(signatures));
        };
        let fault = |line, got: &str, expected| RequestError::Line { line, got: got.to_owned(), expected };
        let (line, mut rest) = text::split_line(rest).ok_or_else(|| fault(1, rest, "a status"))?;
        let status = line.parse().ok().filter(|status| (400..600).contains(status) && line.len() == 3);
        let status = status.ok_or_else(|| fault(1, line, "a status"))?;
        let mut known = None;
        if status == 409 {
            let (line, behind) = text::split_line(rest).ok_or_else(|| fault(2, rest, "the size that is known"))?;
            known = Some(text::decimal(line).ok_or_else(|| fault(2, line, "the size that is known"))?);
            rest = behind;
        }
        let reason = rest.strip_suffix('\n').filter(|reason| !reason.contains('\n'));
        let reason = reason.ok_or_else(|| fault(3, rest, "one line of words"))?.to_owned();
        Ok(Self::Refused { status, known, reason })
    }
}
