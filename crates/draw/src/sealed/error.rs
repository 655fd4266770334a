//! What can be wrong with leaves and capsules.

use records::canonical::CanonicalError;
use records::lang::Lang;
use tlog::proof::ProofError;

use crate::replace::ReplaceError;

/// Why there are no leaves or capsules, or one can't be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedError {
    /// A leaf or a text without a canonical form.
    #[error("{what}: {error}")]
    Canonical {
        /// Leaf id or capsule name.
        what: String,
        /// What is wrong.
        error: CanonicalError,
    },
    /// Two leaves with one id.
    #[error("the outcome has the leaf {id} twice")]
    LeafTwice {
        /// Leaf id.
        id: String,
    },
    /// A leaf that the outcome does not have.
    #[error("the outcome has no leaf {id}")]
    NoLeaf {
        /// Leaf id.
        id: String,
    },
    /// The orders of substitutes.
    #[error(transparent)]
    Orders(#[from] ReplaceError),
    /// A text too long for its length to be written.
    #[error("capsule {name} has a text of {got} bytes; its length does not fit 32 bits")]
    TooLong {
        /// Name of the capsule.
        name: String,
        /// Bytes.
        got: usize,
    },
    /// Wrong halves, another capsule, or a file that was changed.
    #[error("capsule {name} does not open: wrong halves of the key, or not this file")]
    Key {
        /// Name of the capsule.
        name: String,
    },
    /// Padding that is not that of section 22.3.
    #[error("capsule {name}: padding is wrong: {why}")]
    Padding {
        /// Name of the capsule.
        name: String,
        /// Which rule it breaks.
        why: &'static str,
    },
    /// A text that is not that of this capsule.
    #[error("capsule {name} holds something else: {got}")]
    Content {
        /// Name of the capsule.
        name: String,
        /// What it holds.
        got: String,
    },
    /// A leaf that is not in the tree of the event `draw`.
    #[error("leaf {id} is not in the tree of this draw: {error}")]
    Path {
        /// Leaf id.
        id: String,
        /// What is wrong.
        error: ProofError,
    },
    /// Not one file for each capsule.
    #[error("{got} capsules were given; expected {expected}")]
    Count {
        /// Given.
        got: usize,
        /// By the plan.
        expected: usize,
    },
}

impl SealedError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Canonical { error, .. } => error.code(),
            Self::LeafTwice { .. } => "sealed-leaf-twice",
            Self::NoLeaf { .. } => "sealed-no-leaf",
            Self::Orders(error) => error.code(),
            Self::TooLong { .. } => "sealed-too-long",
            Self::Key { .. } => "sealed-key",
            Self::Padding { .. } => "sealed-padding",
            Self::Content { .. } => "sealed-content",
            Self::Path { .. } => "sealed-path",
            Self::Count { .. } => "sealed-count",
        }
    }

    /// What is wrong and what to do, in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => self.chinese(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Canonical { what, error } => format!("{what}：不能写成规范文本（{error}）"),
            Self::LeafTwice { id } => format!("抽取结果中 {id} 出现两次"),
            Self::NoLeaf { id } => format!("抽取结果中没有 {id}"),
            Self::Orders(error) => error.message(Lang::Zh),
            Self::TooLong { name, got } => format!("封装单 {name} 的内容有 {got} 字节，太长"),
            Self::Key { name } => format!("封装单 {name} 打不开：两半密钥不对，或文件不是这一个"),
            Self::Padding { name, .. } => format!("封装单 {name} 的填充不符合规定"),
            Self::Content { name, .. } => format!("封装单 {name} 里不是它应有的内容"),
            Self::Path { id, .. } => format!("{id} 不在本次抽取封存的树中"),
            Self::Count { got, expected } => format!("有 {got} 个封装单，应为 {expected} 个"),
        }
    }
}
