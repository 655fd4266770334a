//! Why a replacement is refused, with what was expected in its place.

use records::canonical::CanonicalError;
use records::day::Day;
use records::id::Id;
use records::lang::Lang;

use crate::outcome::OutcomeError;
use crate::signature::SignatureError;
use crate::visits::VisitError;

/// Why a replacement is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplaceError {
    /// A plan without reasons for replacements.
    #[error("the plan has no `replacement`: nobody may be replaced")]
    NoRule,
    /// Not an event `replace`.
    #[error("the event is {got}; expected replace")]
    NotReplace {
        /// Its name.
        got: &'static str,
    },
    /// A reason that the plan does not have.
    #[error("the reason is {got:?}; the plan has {expected:?}")]
    Reason {
        /// As given.
        got: String,
        /// Codes of the plan.
        expected: Vec<String>,
    },
    /// A visit that is not dated, or whose capsule was not opened.
    #[error("visit {visit} is not a dated visit, as far as is known here")]
    Visit {
        /// As given.
        visit: Id,
    },
    /// A seat that the visit does not have.
    #[error("visit {visit} has no seat {got}; it has {seats}, from 0")]
    Seat {
        /// The visit.
        visit: Id,
        /// As given.
        got: u32,
        /// Seats of the visit.
        seats: usize,
    },
    /// Nobody sits there any more.
    #[error("nobody sits in seat {seat} of visit {visit} any more; the case is one level up")]
    EmptySeat {
        /// The visit.
        visit: Id,
        /// The seat.
        seat: u32,
    },
    /// Everything that was to be inspected has been replaced.
    #[error("nothing is left to be inspected in visit {visit}: nobody is replaced there")]
    Cancelled {
        /// The visit.
        visit: Id,
    },
    /// Decided after the visit.
    #[error("decided on {got}, after the visit's last day {expected}")]
    Date {
        /// As given.
        got: Day,
        /// Last day of the visit.
        expected: Day,
    },
    /// Somebody was passed over who need not have been: he is not the next lawful substitute.
    #[error("seat {seat}: {got} is named as skipped; the next lawful substitute is {}", or_none(expected.as_ref()))]
    Skipped {
        /// The seat.
        seat: u32,
        /// Who is named.
        got: Id,
        /// Whose turn it is.
        expected: Option<Id>,
    },
    /// Reasons for skipping where nobody can be skipped, or not one list for each seat.
    #[error("`skipped` has {got} lists; expected {expected}")]
    SkippedLists {
        /// As given.
        got: usize,
        /// Seats to be filled.
        expected: usize,
    },
    /// A lawful substitute comes before the one chosen, and is not among the skipped.
    #[error("seat {seat}: {got} is chosen; {expected} comes before him and is not among the skipped")]
    PassedOver {
        /// The seat.
        seat: u32,
        /// Who is chosen.
        got: Id,
        /// Whose turn it is.
        expected: Id,
    },
    /// Not a lawful substitute, or none named where there is one.
    #[error("seat {seat}: the substitute is {}; expected {}", or_none(got.as_ref()), or_none(expected.as_ref()))]
    By {
        /// The seat.
        seat: u32,
        /// Who is chosen.
        got: Option<Id>,
        /// Whose turn it is.
        expected: Option<Id>,
    },
    /// A stratum that the plan does not have.
    #[error("the plan has no stratum {stratum} in task {task}")]
    Stratum {
        /// The task.
        task: Id,
        /// The stratum.
        stratum: Id,
    },
    /// Not a rank of somebody who is drawn, or has become so.
    #[error("rank {got} of {task}/{stratum} is not drawn; {n} are, and the reserves that replacements took")]
    Rank {
        /// The task.
        task: Id,
        /// The stratum.
        stratum: Id,
        /// As given.
        got: u64,
        /// How many are drawn.
        n: u64,
    },
    /// Replaced already.
    #[error("rank {rank} of {task}/{stratum} has been replaced already")]
    Twice {
        /// The task.
        task: Id,
        /// The stratum.
        stratum: Id,
        /// The rank.
        rank: u64,
    },
    /// Not the next reserve.
    #[error("the reserve is {}; expected {}", rank(*got), rank(*expected))]
    Reserve {
        /// Rank chosen.
        got: Option<u64>,
        /// Rank of the next reserve.
        expected: Option<u64>,
    },
    /// Not where the reserve is visited.
    #[error("`visit` is {}; the reserve is visited at {}", or_none(got.as_ref()), or_none(expected.as_ref()))]
    Place {
        /// As given.
        got: Option<Id>,
        /// Its place.
        expected: Option<Id>,
    },
    /// A reserve of which nothing is known here.
    #[error("nothing is known here of the reserve {task}/{stratum}/{rank}; its capsule must be opened first")]
    UnknownReserve {
        /// The task.
        task: Id,
        /// The stratum.
        stratum: Id,
        /// Its rank.
        rank: u64,
    },
    /// Days or team where there are none of its own.
    #[error("`{key}` is there; expected none: {why}")]
    Extra {
        /// `days`, `team` or `skipped`.
        key: &'static str,
        /// Why there is none.
        why: &'static str,
    },
    /// Not the first days that do.
    #[error("the days are {got:?}; expected {expected:?}")]
    Days {
        /// As given.
        got: Vec<Day>,
        /// The first that do.
        expected: Vec<Day>,
    },
    /// A team of another size.
    #[error("the team has {got} members; expected {expected}")]
    TeamSize {
        /// As given.
        got: usize,
        /// Seats filled.
        expected: usize,
    },
    /// Nobody agreed, or not who must.
    #[error("approved by {got:?}; expected {}", expected.join(" or "))]
    Approver {
        /// As given.
        got: String,
        /// Who may.
        expected: Vec<String>,
    },
    /// Dated before the plan, or before the replacement before it in its visit or stratum.
    #[error(
        "decided on {got}, before {expected}: the day of the plan, or of the replacement before in its visit or stratum"
    )]
    DateBefore {
        /// As given.
        got: Day,
        /// The first day that does.
        expected: Day,
    },
    /// Somebody drawn of whose visit nothing is known here.
    #[error("nothing is known here of the visit of {task}/{stratum}, rank {rank}; its capsule must be opened first")]
    UnknownDrawn {
        /// The task.
        task: Id,
        /// The stratum.
        stratum: Id,
        /// The rank.
        rank: u64,
    },
    /// A signature that is not there.
    #[error("the signature of {approved_by:?} must be there")]
    Unsigned {
        /// Who agreed.
        approved_by: String,
    },
    /// A signature that does not hold.
    #[error("{approved_by:?}: {error}")]
    Signature {
        /// Who agreed.
        approved_by: String,
        /// What is wrong.
        error: SignatureError,
    },
    /// The outcome is not one of this plan.
    #[error(transparent)]
    Outcome(#[from] OutcomeError),
    /// A reserve's visit can't be made.
    #[error(transparent)]
    Visits(#[from] VisitError),
    /// The event has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

fn or_none(id: Option<&Id>) -> String {
    id.map_or_else(|| "nobody".to_owned(), ToString::to_string)
}

fn rank(rank: Option<u64>) -> String {
    rank.map_or_else(|| "none".to_owned(), |rank| format!("rank {rank}"))
}

impl ReplaceError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRule => "replace-no-rule",
            Self::NotReplace { .. } => "replace-not-replace",
            Self::Reason { .. } => "replace-reason",
            Self::Visit { .. } => "replace-visit",
            Self::Seat { .. } => "replace-seat",
            Self::EmptySeat { .. } => "replace-empty-seat",
            Self::Cancelled { .. } => "replace-cancelled",
            Self::Date { .. } => "replace-date",
            Self::Skipped { .. } => "replace-skipped",
            Self::SkippedLists { .. } => "replace-skipped-lists",
            Self::PassedOver { .. } => "replace-passed-over",
            Self::By { .. } => "replace-by",
            Self::Stratum { .. } => "replace-stratum",
            Self::Rank { .. } => "replace-rank",
            Self::Twice { .. } => "replace-twice",
            Self::Reserve { .. } => "replace-reserve",
            Self::Place { .. } => "replace-place",
            Self::UnknownReserve { .. } => "replace-unknown-reserve",
            Self::Extra { .. } => "replace-extra",
            Self::Days { .. } => "replace-days",
            Self::TeamSize { .. } => "replace-team-size",
            Self::Approver { .. } => "replace-approver",
            Self::DateBefore { .. } => "replace-date-before",
            Self::UnknownDrawn { .. } => "replace-unknown-drawn",
            Self::Unsigned { .. } => "replace-unsigned",
            Self::Signature { error, .. } => error.code(),
            Self::Outcome(error) => error.code(),
            Self::Visits(error) => error.code(),
            Self::Canonical(error) => error.code(),
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
        let name = |id: &Option<Id>| id.as_ref().map_or_else(|| "无人".to_owned(), ToString::to_string);
        let place = |rank: &Option<u64>| rank.map_or_else(|| "无".to_owned(), |rank| format!("第 {rank} 名"));
        match self {
            Self::NoRule => "方案没有规定递补理由，不能递补".to_owned(),
            Self::NotReplace { got } => format!("事项是 {got}，不是递补"),
            Self::Reason { got, expected } => format!("理由“{got}”不在方案中；可用的有：{}", expected.join("、")),
            Self::Visit { visit } => format!("{visit} 不是已排定日期的检查，或其封装单还没有打开"),
            Self::Seat { visit, got, seats } => format!("检查 {visit} 没有席位 {got}；共 {seats} 席，从 0 起"),
            Self::EmptySeat { visit, seat } => format!("检查 {visit} 的席位 {seat} 已经无人，应报上级处理"),
            Self::Cancelled { visit } => format!("检查 {visit} 的对象都已递补，无需再换检查人员"),
            Self::Date { got, expected } => format!("递补日期 {got} 晚于检查的最后一天 {expected}"),
            Self::Skipped { seat, got, expected } => {
                format!("席位 {seat}：跳过的是 {got}，而下一个合格的候补人员是{}", name(expected))
            }
            Self::SkippedLists { got, expected } => format!("跳过名单有 {got} 组，应为 {expected} 组（每席一组）"),
            Self::PassedOver { seat, got, expected } => {
                format!("席位 {seat}：选了 {got}，但 {expected} 排在前面，又没有写明跳过的理由")
            }
            Self::By { seat, got, expected } => {
                format!("席位 {seat}：候补人员写的是{}，按次序应为{}", name(got), name(expected))
            }
            Self::Stratum { task, stratum } => format!("方案的任务 {task} 没有分层 {stratum}"),
            Self::Rank { task, stratum, got, n } => {
                format!("{task}/{stratum} 的第 {got} 名没有被抽中；抽中的是前 {n} 名和已递补的候补")
            }
            Self::Twice { task, stratum, rank } => format!("{task}/{stratum} 的第 {rank} 名已经递补过"),
            Self::Reserve { got, expected } => format!("递补的候补是{}，按次序应为{}", place(got), place(expected)),
            Self::Place { got, expected } => format!("递补写在 {} 处，应为 {}", name(got), name(expected)),
            Self::UnknownReserve { task, stratum, rank } => {
                format!("不知道候补 {task}/{stratum}/{rank} 的内容，请先打开它的封装单")
            }
            Self::Extra { key, .. } => format!("不应有 {key}"),
            Self::Days { got, expected } => format!("日期是 {got:?}，应为最早可行的 {expected:?}"),
            Self::TeamSize { got, expected } => format!("检查组有 {got} 人，应为 {expected} 人"),
            Self::Approver { got, expected } => {
                let name =
                    |one: &String| if one == "superior" { "上级（superior）".to_owned() } else { one.clone() };
                let expected: Vec<String> = expected.iter().map(name).collect();
                format!("批准人是“{got}”，应为{}", expected.join("或"))
            }
            Self::DateBefore { got, expected } => {
                format!("递补日期 {got} 早于 {expected}（方案日期，或这次检查、这一层前一次递补的日期）")
            }
            Self::UnknownDrawn { task, stratum, rank } => {
                format!("不知道 {task}/{stratum} 第 {rank} 名的检查在哪一天，请先打开它的封装单")
            }
            Self::Unsigned { approved_by } => format!("必须有“{approved_by}”的签名"),
            Self::Signature { approved_by, error } => format!("“{approved_by}”的{}", error.message(Lang::Zh)),
            Self::Outcome(error) => format!("抽取结果与方案不符：{error}"),
            Self::Visits(error) => format!("候补的检查不能成立：{error}"),
            Self::Canonical(error) => format!("事项不能写成规范文本：{error}"),
        }
    }
}
