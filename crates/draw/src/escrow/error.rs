//! What can be wrong with an escrow, each with a name of its own: a junk share is not a wrong point.

use records::hash::Digest;
use records::lang::Lang;

/// Why an escrow, a share or a secret is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EscrowError {
    /// No holder, or too many.
    #[error("the escrow has {got} holders; expected 1 to 255")]
    Holders {
        /// Holders of the plan.
        got: usize,
    },
    /// A threshold that the holders can't reach, or that is not more than half of them.
    #[error("the threshold is {got} of {holders} holders; expected {expected} to {holders}")]
    Threshold {
        /// Threshold of the plan.
        got: u32,
        /// Holders.
        holders: usize,
        /// Least threshold.
        expected: u32,
    },
    /// Departments that take part could open the secret alone.
    #[error("{got} holders belong to departments that take part; expected fewer than the threshold {threshold}")]
    Inside {
        /// Holders with `outside` false.
        got: usize,
        /// Threshold of the plan.
        threshold: u32,
    },
    /// A holder without a label.
    #[error("holder {index} has no label")]
    NoLabel {
        /// Number of the holder, from 1.
        index: usize,
    },
    /// Two holders with one label.
    #[error("two holders are called {label:?}")]
    LabelTwice {
        /// The label.
        label: String,
    },
    /// Not one piece of randomness for each coefficient.
    #[error("{got} coefficients were given; expected {expected}, the threshold")]
    Coefficients {
        /// Coefficients given.
        got: usize,
        /// Threshold.
        expected: u32,
    },
    /// Randomness that gives 0: deal again.
    #[error("coefficient {number} is 0; deal again with new randomness")]
    ZeroCoefficient {
        /// Number of the coefficient, from 0.
        number: usize,
    },
    /// A file of another kind.
    #[error("the file's format is {got:?}; expected {expected:?}")]
    Format {
        /// As given.
        got: String,
        /// As it should be.
        expected: &'static str,
    },
    /// A number that no share has.
    #[error("the share has number {got}; expected 1 to {most}")]
    Index {
        /// As given.
        got: u32,
        /// Largest number.
        most: u32,
    },
    /// Not as many points as the threshold.
    #[error("there are {got} points; expected {expected}")]
    Points {
        /// Points given.
        got: usize,
        /// Threshold, or the most that there can be.
        expected: u32,
    },
    /// Not the canonical encoding of a point.
    #[error("point {number} is not the canonical encoding of a point of edwards25519")]
    Point {
        /// Number of the point, from 0.
        number: usize,
    },
    /// A point with a part of small order: shares would pass, and the secret never open what was announced.
    #[error("point {number} is not in the group of the base point")]
    SmallOrder {
        /// Number of the point, from 0.
        number: usize,
    },
    /// c is not that of P and the points.
    #[error("c is {got}; from plan and points follows {expected}")]
    Commitment {
        /// As given.
        got: Digest,
        /// Computed.
        expected: Digest,
    },
    /// A number that is not less than L.
    #[error("the {what} is not a number below L, or not in its only form")]
    Scalar {
        /// Share or secret.
        what: &'static str,
    },
    /// A share that is junk: it does not lie on the polynomial of the points.
    #[error(
        "share {index} of {holder:?} is junk: it does not fit the points. Tell everybody before anybody contributes"
    )]
    Junk {
        /// Label of the holder.
        holder: String,
        /// Number of the share.
        index: u32,
    },
    /// A share of another plan, draw, or deal.
    #[error("the {what} of the share is not the one announced: got {got}, expected {expected}")]
    Other {
        /// What differs.
        what: &'static str,
        /// As in the share.
        got: String,
        /// As announced.
        expected: String,
    },
    /// Not enough shares.
    #[error("{got} shares were given; {expected} are needed")]
    TooFew {
        /// Shares given.
        got: usize,
        /// Threshold.
        expected: u32,
    },
    /// One share twice.
    #[error("share {index} was given twice")]
    Twice {
        /// Number of the share.
        index: u32,
    },
    /// Shares that do not belong together.
    #[error("share {index} of {holder:?} is of another deal than the first one: its {what} differs")]
    Mixed {
        /// Label of the holder.
        holder: String,
        /// Number of the share.
        index: u32,
        /// What differs.
        what: &'static str,
    },
    /// s is 0.
    #[error("the secret is 0")]
    ZeroSecret,
    /// s does not open the first point.
    #[error("the secret does not open the first point: it is not the one that was committed to")]
    Secret,
}

impl EscrowError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Holders { .. } => "escrow-holders",
            Self::Threshold { .. } => "escrow-threshold",
            Self::Inside { .. } => "escrow-inside",
            Self::NoLabel { .. } => "escrow-no-label",
            Self::LabelTwice { .. } => "escrow-label-twice",
            Self::Coefficients { .. } => "escrow-coefficients",
            Self::ZeroCoefficient { .. } => "escrow-zero-coefficient",
            Self::Format { .. } => "escrow-format",
            Self::Index { .. } => "escrow-index",
            Self::Points { .. } => "escrow-points",
            Self::Point { .. } => "escrow-point",
            Self::SmallOrder { .. } => "escrow-small-order",
            Self::Commitment { .. } => "escrow-commitment",
            Self::Scalar { .. } => "escrow-scalar",
            Self::Junk { .. } => "escrow-junk",
            Self::Other { .. } => "escrow-other",
            Self::TooFew { .. } => "escrow-too-few",
            Self::Twice { .. } => "escrow-twice",
            Self::Mixed { .. } => "escrow-mixed",
            Self::ZeroSecret => "escrow-zero-secret",
            Self::Secret => "escrow-secret",
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
            Self::Holders { got } => format!("密钥份额有 {got} 个保管方；应为 1 到 255 个"),
            Self::Threshold { got, holders, expected } => {
                format!("门限为 {got}，保管方 {holders} 个；门限应为 {expected} 到 {holders}")
            }
            Self::Inside { got, threshold } => {
                format!("参加抽取的部门保管了 {got} 份，应少于门限 {threshold}；请增加外部保管方")
            }
            Self::NoLabel { index } => format!("第 {index} 个保管方没有名称"),
            Self::LabelTwice { label } => format!("有两个保管方都叫“{label}”"),
            Self::Coefficients { got, expected } => format!("给了 {got} 个系数，应为门限数 {expected} 个"),
            Self::ZeroCoefficient { number } => format!("第 {number} 个系数为零；请用新的随机数重新分发"),
            Self::Format { got, expected } => format!("文件格式是“{got}”，应为“{expected}”"),
            Self::Index { got, most } => format!("份额编号是 {got}，应为 1 到 {most}"),
            Self::Points { got, expected } => format!("有 {got} 个承诺点，应为 {expected} 个"),
            Self::Point { number } => format!("第 {number} 个承诺点不是曲线上点的规范编码"),
            Self::SmallOrder { number } => format!("第 {number} 个承诺点不在基点生成的群里，不构成承诺"),
            Self::Commitment { got, expected } => format!("承诺值是 {got}，由方案和承诺点算出的是 {expected}"),
            Self::Scalar { what } => {
                let what = if *what == "share" { "份额" } else { "密钥" };
                format!("{what}不是小于 L 的规范数")
            }
            Self::Junk { holder, index } => {
                format!("“{holder}”的第 {index} 份额是坏的，与承诺点不符；请在任何人报数之前当场说明")
            }
            Self::Other { what, got, expected } => {
                format!("份额中的 {what} 与公告不同：份额是 {got}，公告是 {expected}")
            }
            Self::TooFew { got, expected } => format!("只有 {got} 份，需要 {expected} 份"),
            Self::Twice { index } => format!("第 {index} 份额给了两次"),
            Self::Mixed { holder, index, what } => {
                format!("“{holder}”的第 {index} 份额与第一份不是同一次分发：{what} 不同")
            }
            Self::ZeroSecret => "密钥为零".to_owned(),
            Self::Secret => "密钥打不开第一个承诺点，不是当初承诺的那一个".to_owned(),
        }
    }
}
