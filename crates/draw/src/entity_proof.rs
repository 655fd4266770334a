//! The proof of one id in an outcome: its lines with their paths, in one file of a few kilobytes.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::canonical::CanonicalError;
use records::events::{EntityProof, LogProof};
use records::frozen::Record;
use records::id::Id;
use records::plan::Plan;

/// The format of a proof.
pub const PROOF_FORMAT: &str = "mq1/proof";

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntityProofError {
    /// A list that the bundle must have.
    #[error("{file} is needed and was not given")]
    NoFile {
        /// Its path.
        file: &'static str,
    },
    /// A line that is not one of its list.
    #[error("{file}: {error}")]
    Line {
        /// The file.
        file: String,
        /// What is wrong.
        error: CanonicalError,
    },
    /// A list that is not the one of the record.
    #[error("{file} has not the root that the record has")]
    Root {
        /// The file.
        file: String,
    },
}

impl EntityProofError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFile { .. } => "proof-no-file",
            Self::Line { error, .. } => error.code(),
            Self::Root { .. } => "proof-root",
        }
    }
}

/// The proof of an id. `lines` opens a list of the bundle by its path, as often as it is asked: its lines without line feeds.
pub fn entity_proof<'l, L>(
    plan: &Plan,
    record: &Record,
    log: Option<LogProof>,
    id: &Id,
    lines: impl Fn(&str) -> Option<L>,
) -> Result<EntityProof, EntityProofError>
where
    L: Iterator<Item = &'l [u8]>,
{
    todo!()
}
