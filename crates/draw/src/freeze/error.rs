//! Why lists and plan can't be frozen.

use records::canonical::CanonicalError;
use records::id::IdError;
use records::lang::Lang;

use crate::rules::{LineError, RulesError};

/// Why lists and plan can't be frozen. Every message names the record and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    /// The plan's rules.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// A record that can't be written as a canonical line.
    #[error("list {list}: {error}")]
    Canonical {
        /// The list.
        list: &'static str,
        /// What is wrong.
        error: CanonicalError,
    },
    /// A line of the list of entities.
    #[error("entities, line {line:?}…: {error}; import the list again")]
    Line {
        /// The beginning of the line.
        line: String,
        /// What is wrong.
        error: LineError,
    },
    /// A code that is no id.
    #[error("entity {entity:?}: {code:?} is not an id: {error}")]
    Id {
        /// The entity.
        entity: String,
        /// The code.
        code: String,
        /// What is wrong.
        error: IdError,
    },
    /// A day that is none.
    #[error("entity {entity}: the field {field} has {got:?}, which is not a day")]
    Day {
        /// The entity.
        entity: String,
        /// The field.
        field: &'static str,
        /// The value.
        got: String,
    },
    /// A list that is not sorted by id, or has an id twice.
    #[error("list {list}: {id} does not come after {after} in the order of bytes; import the list again")]
    Order {
        /// The list.
        list: &'static str,
        /// The id.
        id: String,
        /// The id in front of it.
        after: String,
    },
    /// One code for two entities.
    #[error("the former code {code} of {entity} is also a code of {other}: one of the two records is wrong")]
    FormerId {
        /// The former code.
        code: String,
        /// Whose former code it is.
        entity: String,
        /// Who has it too.
        other: String,
    },
    /// A user or maintainer named by a former code.
    #[error(
        "{field} of {entity} is {code}, a former code of {present}: write the present one and import the list again"
    )]
    FormerUser {
        /// The equipment.
        entity: String,
        /// `user_id` or `maintainer_id`.
        field: &'static str,
        /// The former code.
        code: String,
        /// The present code.
        present: String,
    },
    /// A conflict or an absence of somebody who is not in the list of inspectors.
    #[error(
        "list {list}: {record} names {inspector}, who is not in the list of inspectors: nobody would be kept away; import both lists again"
    )]
    InspectorUnknown {
        /// `conflicts` or `absences`.
        list: &'static str,
        /// The record.
        record: String,
        /// Whom it names.
        inspector: String,
    },
    /// Two inspectors with one pseudonym.
    #[error(
        "two inspectors would have the pseudonym {pseudonym}: work numbers {first:?} and {second:?}; is one person in the list twice? Otherwise give the draw another attempt number"
    )]
    Pseudonym {
        /// The pseudonym.
        pseudonym: String,
        /// One work number.
        first: String,
        /// The other.
        second: String,
    },
    /// A minimum quota above the maximum.
    #[error(
        "inspector with work number {work_no:?}: quota minimum {min} above maximum {max}; correct the list, or the plan's quotas"
    )]
    Quota {
        /// The inspector.
        work_no: String,
        /// The minimum.
        min: u32,
        /// The maximum.
        max: u32,
    },
    /// More visits a day than the format holds.
    #[error("inspector with work number {work_no:?}: {got} visits a day; expected at most 255")]
    DailyMax {
        /// The inspector.
        work_no: String,
        /// Visits a day.
        got: u32,
    },
    /// Something that the plan names and that is not there.
    #[error("task {task} names the {what} {id}, which does not exist")]
    Unknown {
        /// The task.
        task: String,
        /// What it is.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// An entity drawn above that the list does not have.
    #[error("selection names {id}, which is not in the list of entities; import it, or remove it from selection")]
    SelectionUnknown {
        /// The entity.
        id: String,
    },
    /// A choice of inspectors that is too small.
    #[error(
        "{entity} has {got} lawful inspectors of pool {pool}; min_choice asks for {expected}: lift conflicts, widen the pool, or have a waiver signed (min_choice_waiver)"
    )]
    MinChoice {
        /// The entity.
        entity: String,
        /// The pool.
        pool: String,
        /// Lawful inspectors.
        got: u32,
        /// As the plan asks.
        expected: u32,
    },
    /// `as_task` and `as_stratum` lead back to where they began, or to nothing.
    #[error("stratum {stratum} of task {task}: as_task and as_stratum lead in a circle or to no stratum")]
    AmountCircle {
        /// The task.
        task: String,
        /// The stratum.
        stratum: String,
    },
    /// A stratum without an amount, or with more than one.
    #[error(
        "stratum {stratum} of task {task} needs exactly one of count, ratio with rounding, as_task with as_stratum"
    )]
    Amount {
        /// The task.
        task: String,
        /// The stratum.
        stratum: String,
    },
    /// Too few are drawn in all.
    #[error("task {task} draws {drawn} of {population}; overall_min asks for {numerator}/{denominator}")]
    OverallMin {
        /// The task.
        task: String,
        /// Drawn over all strata.
        drawn: u64,
        /// Population over all strata.
        population: u64,
        /// Of the ratio.
        numerator: u64,
        /// Of the ratio.
        denominator: u64,
    },
}

impl FreezeError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rules(error) => error.code(),
            Self::Canonical { error, .. } => error.code(),
            Self::Line { error, .. } => error.code(),
            Self::Id { error, .. } => error.code(),
            Self::Day { .. } => "freeze-day",
            Self::Order { .. } => "freeze-order",
            Self::FormerId { .. } => "freeze-former-id",
            Self::FormerUser { .. } => "freeze-former-user",
            Self::InspectorUnknown { .. } => "freeze-inspector-unknown",
            Self::Pseudonym { .. } => "freeze-pseudonym",
            Self::Quota { .. } => "freeze-quota",
            Self::DailyMax { .. } => "freeze-daily-max",
            Self::Unknown { .. } => "freeze-unknown",
            Self::SelectionUnknown { .. } => "freeze-selection-unknown",
            Self::MinChoice { .. } => "freeze-min-choice",
            Self::AmountCircle { .. } => "freeze-amount-circle",
            Self::Amount { .. } => "freeze-amount",
            Self::OverallMin { .. } => "freeze-overall-min",
        }
    }

    /// The message in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => self.chinese(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Rules(error) => format!("方案中的条件有误：{error}"),
            Self::Canonical { list, error } => format!("名单 {list}：{error}"),
            Self::Line { line, error } => {
                format!("检查对象名录，以 {line:?} 开头的一行有误：{error}；请重新导入该名单")
            }
            Self::Id { entity, code, error } => {
                format!("检查对象 {entity:?}：{code:?} 不是合格的编号：{error}")
            }
            Self::Day { entity, field, got } => {
                format!("检查对象 {entity}：字段 {field} 的值 {got:?} 不是日期")
            }
            Self::Order { list, id, after } => {
                format!("名单 {list}：{id} 未排在 {after} 之后；请重新导入该名单")
            }
            Self::FormerId { code, entity, other } => {
                format!("{entity} 的曾用代码 {code} 同时属于 {other}：两条记录必有一条有误")
            }
            Self::FormerUser { entity, field, code, present } => {
                format!("{entity} 的 {field} 是 {code}，那是 {present} 的曾用代码；请改为现用代码后重新导入该名单")
            }
            Self::InspectorUnknown { list, record, inspector } => {
                format!(
                    "名单 {list}：记录 {record} 中的 {inspector} 不在执法人员名单里，回避或请假会落空；请重新导入这两份名单"
                )
            }
            Self::Pseudonym { pseudonym, first, second } => format!(
                "两名执法人员的化名同为 {pseudonym}：工号 {first:?} 与 {second:?}；请查是否重复登记，否则换一个抽取次数"
            ),
            Self::Quota { work_no, min, max } => {
                format!("工号 {work_no:?} 的执法人员：任务下限 {min} 高于上限 {max}；请改名单或方案中的限额")
            }
            Self::DailyMax { work_no, got } => {
                format!("工号 {work_no:?} 的执法人员：每日 {got} 次检查，至多 255 次")
            }
            Self::Unknown { task, what, id } => format!("任务 {task} 引用了不存在的 {what} {id}"),
            Self::SelectionUnknown { id } => {
                format!("上级抽取名单中的 {id} 不在检查对象名录中；请先导入，或从上级抽取名单中删去")
            }
            Self::MinChoice { entity, pool, got, expected } => format!(
                "{entity} 在人员组 {pool} 中只有 {got} 名可派人员，方案要求至少 {expected} 名：请核减回避、放宽人员组，或由上级签署豁免（min_choice_waiver）"
            ),
            Self::AmountCircle { task, stratum } => {
                format!("任务 {task} 的分层 {stratum}：as_task、as_stratum 循环引用或引用了不存在的分层")
            }
            Self::Amount { task, stratum } => {
                format!("任务 {task} 的分层 {stratum} 须在 count、ratio 加 rounding、as_task 加 as_stratum 中恰好选一")
            }
            Self::OverallMin { task, drawn, population, numerator, denominator } => format!(
                "任务 {task} 共抽 {drawn} 户，总数 {population} 户，低于 overall_min 要求的 {numerator}/{denominator}"
            ),
        }
    }
}
