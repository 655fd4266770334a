//! Why a step of a ceremony is not taken.

use records::hash::{Digest, PublicKey};
use records::lang::Lang;

use super::Missing;
use crate::escrow::EscrowError;
use crate::replace::ReplaceError;
use crate::seed::SeedError;
use crate::signature::SignatureError;

/// Why an event is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// An event of another draw.
    #[error("the event is of draw {got:?}; this is {expected:?}")]
    OtherDraw {
        /// As given.
        got: String,
        /// This draw.
        expected: String,
    },
    /// Something must come first.
    #[error("too early for {event}; first is needed: {}{}", english(missing), english_chances(chances))]
    TooEarly {
        /// The event.
        event: &'static str,
        /// What is required first, never empty.
        missing: Vec<Missing>,
        /// What people may still do before it, and need not.
        chances: Vec<Missing>,
    },
    /// Its time has passed.
    #[error("too late for {event}: after {after} none is taken")]
    TooLate {
        /// The event.
        event: &'static str,
        /// The event after which it is too late.
        after: &'static str,
    },
    /// An event that this plan does not have.
    #[error("this plan has no event {event}: {why}")]
    NotInPlan {
        /// The event.
        event: &'static str,
        /// Mode or profile.
        why: &'static str,
    },
    /// A key of the event that must be there and is not, or the other way round.
    #[error("{event}: {key} must {}be there", if *.expected { "" } else { "not " })]
    Key {
        /// The event.
        event: &'static str,
        /// Its key.
        key: &'static str,
        /// Whether it must be there.
        expected: bool,
    },
    /// P of another plan.
    #[error("the announcement is of plan {got}; this plan is {expected}")]
    Plan {
        /// As given.
        got: Digest,
        /// P.
        expected: Digest,
    },
    /// The key of another superior.
    #[error("the announcement names the superior's key {got}; the plan has {expected}")]
    Superior {
        /// As given.
        got: PublicKey,
        /// That of the plan.
        expected: PublicKey,
    },
    /// Another round of the beacon.
    #[error("the announcement names round {got} of the beacon; the plan has round {expected}")]
    Round {
        /// As given.
        got: u64,
        /// That of the plan.
        expected: u64,
    },
    /// Somebody whom the plan does not name for this.
    #[error("{event}: {label:?} is not one of {expected:?}")]
    Stranger {
        /// The event.
        event: &'static str,
        /// As given.
        label: String,
        /// Labels that the plan has for it.
        expected: Vec<String>,
    },
    /// Once is enough.
    #[error("{event}: {label:?} stands twice")]
    Twice {
        /// The event.
        event: &'static str,
        /// Label, or hash of the leaf.
        label: String,
    },
    /// A reveal of somebody who has not committed.
    #[error("{label:?} reveals and has not committed; expected one of {expected:?}")]
    NotCommitted {
        /// As given.
        label: String,
        /// Who has committed.
        expected: Vec<String>,
    },
    /// Points, c or secret.
    #[error("escrow: {0}")]
    Escrow(#[from] EscrowError),
    /// A contribution, a reveal or the final value.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// A signature that does not hold.
    #[error("{event}: {label:?}: {error}")]
    Signature {
        /// The event.
        event: &'static str,
        /// Whose it should be.
        label: String,
        /// What is wrong.
        error: SignatureError,
    },
    /// D is not what follows from the events.
    #[error("the close is {got}; from the events follows {expected}")]
    Close {
        /// As given.
        got: Digest,
        /// Computed.
        expected: Digest,
    },
    /// Not two records by two different people, or records of a beacon.
    #[error("the final source was written down by {got:?}; expected {expected} different recorders")]
    Recorders {
        /// Who wrote.
        got: Vec<String>,
        /// How many there must be.
        expected: usize,
    },
    /// The two records do not agree.
    #[error("{recorder:?} wrote {got:?}, the value is {expected:?}; read the dice again")]
    RecordsDiffer {
        /// Who wrote.
        recorder: String,
        /// What.
        got: String,
        /// The value of the event.
        expected: String,
    },
    /// Not as many capsules as days, reserves and superior.
    #[error("there are {got} capsules; this plan has {expected}")]
    Capsules {
        /// As given.
        got: u64,
        /// By the plan.
        expected: u64,
    },
    /// Another record than the one of the event `draw`.
    #[error("the record is {got}; the event draw has {expected}")]
    Record {
        /// As given.
        got: Digest,
        /// As in the event `draw`.
        expected: Digest,
    },
    /// A void without a reason.
    #[error("a void needs a reason")]
    NoReason,
    /// A replacement that can't be, whatever the outcome is.
    #[error(transparent)]
    Replace(#[from] ReplaceError),
    /// A plan that is not held as a ceremony, or is not complete.
    #[error("the plan has no {key}; it can't be held as a ceremony")]
    PlanKey {
        /// The key.
        key: &'static str,
    },
}

fn english(missing: &[Missing]) -> String {
    list(missing, Lang::En, ", ")
}

fn english_chances(chances: &[Missing]) -> String {
    if chances.is_empty() { String::new() } else { format!(" (still possible before: {})", english(chances)) }
}

fn list(missing: &[Missing], lang: Lang, joint: &str) -> String {
    missing.iter().map(|one| one.message(lang)).collect::<Vec<_>>().join(joint)
}

impl StepError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherDraw { .. } => "step-other-draw",
            Self::TooEarly { .. } => "step-too-early",
            Self::TooLate { .. } => "step-too-late",
            Self::NotInPlan { .. } => "step-not-in-plan",
            Self::Key { .. } => "step-key",
            Self::Plan { .. } => "step-plan",
            Self::Superior { .. } => "step-superior",
            Self::Round { .. } => "step-round",
            Self::Stranger { .. } => "step-stranger",
            Self::Twice { .. } => "step-twice",
            Self::NotCommitted { .. } => "step-not-committed",
            Self::Escrow(error) => error.code(),
            Self::Seed(error) => error.code(),
            Self::Signature { error, .. } => error.code(),
            Self::Close { .. } => "step-close",
            Self::Recorders { .. } => "step-recorders",
            Self::RecordsDiffer { .. } => "step-records-differ",
            Self::Capsules { .. } => "step-capsules",
            Self::Record { .. } => "step-record",
            Self::NoReason => "step-no-reason",
            Self::Replace(error) => error.code(),
            Self::PlanKey { .. } => "step-plan-key",
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
            Self::OtherDraw { got, expected } => format!("这是抽取“{got}”的事项，本次是“{expected}”"),
            Self::TooEarly { event, missing, chances } => {
                let missing = list(missing, Lang::Zh, "、");
                let chances = match list(chances, Lang::Zh, "、") {
                    text if text.is_empty() => text,
                    text => format!("（在此之前还可以：{text}）"),
                };
                format!("还不能{}，还缺：{missing}{chances}", chinese_event(event))
            }
            Self::TooLate { event, after } => {
                format!("{}已经过时：{}之后不再接受", chinese_event(event), chinese_event(after))
            }
            Self::NotInPlan { event, .. } => {
                format!("按方案（公开或封存方式、现场或远程报数）没有“{}”这一步", chinese_event(event))
            }
            Self::Key { event, key, expected } => {
                let word = if *expected { "必须有" } else { "不应有" };
                format!("“{}”中{word} {key}", chinese_event(event))
            }
            Self::Plan { got, expected } => format!("公告的方案是 {got}，本次方案是 {expected}"),
            Self::Superior { got, expected } => {
                format!("公告写的上一级公钥是 {got}，方案中是 {expected}")
            }
            Self::Round { got, expected } => format!("公告写的信标轮次是 {got}，方案中是 {expected}"),
            Self::Stranger { event, label, expected } => {
                let expected = expected.join("、");
                format!("{}：“{label}”不在方案中；可用的有：{expected}", chinese_event(event))
            }
            Self::Twice { event, label } => format!("{}：“{label}”出现两次", chinese_event(event)),
            Self::NotCommitted { label, expected } => {
                format!("“{label}”没有先交封存值，不能公布；交过的有：{}", expected.join("、"))
            }
            Self::Escrow(error) => error.message(Lang::Zh),
            Self::Seed(error) => error.message(Lang::Zh),
            Self::Signature { event, label, error } => {
                format!("{}：“{label}”的{}", chinese_event(event), error.message(Lang::Zh))
            }
            Self::Close { got, expected } => format!("报数汇总值是 {got}，由各事项算出的是 {expected}"),
            Self::Recorders { got, expected } => {
                format!("摇号结果的记录人是“{}”；应有 {expected} 个不同的记录人", got.join("、"))
            }
            Self::RecordsDiffer { recorder, got, expected } => {
                format!("“{recorder}”记的是“{got}”，结果是“{expected}”；请重新核对骰子或球")
            }
            Self::Capsules { got, expected } => format!("封装单有 {got} 个，按方案应为 {expected} 个"),
            Self::Record { got, expected } => format!("结果记录是 {got}，抽取时登记的是 {expected}"),
            Self::NoReason => "作废必须写明理由".to_owned(),
            Self::Replace(error) => error.message(Lang::Zh),
            Self::PlanKey { key } => format!("方案没有 {key}，不能按仪式进行"),
        }
    }
}

/// What people call an event.
fn chinese_event(event: &str) -> &'static str {
    match event {
        "announce" => "公告",
        "share" => "核对份额",
        "contribution" => "报数",
        "commitment" => "交封存值",
        "reveal" => "公布报数",
        "close" => "截止",
        "sign" => "签名",
        "roll" => "摇号",
        "draw" => "抽取",
        "open" => "启封",
        "replace" => "递补",
        "finish" => "办结",
        _ => "作废",
    }
}
