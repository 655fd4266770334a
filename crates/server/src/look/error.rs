//! Why there is no look-up, or no answer from one.

use std::io;
use std::path::Path;

use draw::entity_proof::EntityProofError;
use records::canonical::CanonicalError;
use records::id::IdError;
use records::lang::Lang;
use verify::ProofError;

/// Why shards can't be written, or why a code has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookError {
    /// What was asked for can't be a code of any list.
    #[error("this is not a code: {0}")]
    Code(#[from] IdError),
    /// A file that can't be read or written.
    #[error("{file}: {kind}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        kind: io::ErrorKind,
    },
    /// A file that is not what it should be.
    #[error("{file} is damaged: {what}")]
    Damaged {
        /// The file.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The bundle is not the one that was verified.
    #[error("{file} is not that of the bundle that was verified")]
    Changed {
        /// The file.
        file: String,
    },
    /// Shards are there already; a folder is written once.
    #[error("{file} is there already")]
    Exists {
        /// The file or folder.
        file: String,
    },
    /// The lists are not the bundle's.
    #[error(transparent)]
    Lists(#[from] EntityProofError),
    /// What was found does not prove what it says.
    #[error("{0}")]
    Proof(#[from] ProofError),
}

impl LookError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Code(_) => "look-code",
            Self::Io { .. } => "look-io",
            Self::Damaged { .. } => "look-damaged",
            Self::Changed { .. } => "look-changed",
            Self::Exists { .. } => "look-exists",
            Self::Lists(error) => error.code(),
            Self::Proof(error) => error.code(),
        }
    }

    /// The error in words.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Proof(error), _) => error.message(lang),
            (_, Lang::En) => self.to_string(),
            (Self::Code(IdError::Length { got }), Lang::Zh) => {
                format!("这不是代码：代码有 1 至 64 个字符，这里有 {got} 个")
            }
            (Self::Code(IdError::Character { position, got }), Lang::Zh) => {
                format!("这不是代码：第 {position} 个字符是 {got:?}，代码只有 0-9 A-Z，首字符以后还可以有 . _ -")
            }
            (Self::Io { file, .. }, Lang::Zh) => format!("{file}：读写不了（{}）", self.code()),
            (Self::Damaged { file, .. }, Lang::Zh) => format!("{file} 已损坏，不能据以回答"),
            (Self::Changed { file }, Lang::Zh) => format!("{file} 不是核验过的那一份"),
            (Self::Exists { file }, Lang::Zh) => format!("{file} 已经存在"),
            (Self::Lists(error), Lang::Zh) => format!("名单与公布的根不符（{}）", error.code()),
        }
    }

    pub(super) fn io(file: &Path, error: &io::Error) -> Self {
        Self::Io { file: file.display().to_string(), kind: error.kind() }
    }

    pub(super) fn damaged(file: impl Into<String>, what: impl ToString) -> Self {
        Self::Damaged { file: file.into(), what: what.to_string() }
    }

    pub(super) fn canonical(file: &str) -> impl Fn(CanonicalError) -> Self {
        move |error| Self::damaged(file, error)
    }
}
