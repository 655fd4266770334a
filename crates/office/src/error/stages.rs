//! What the stages of a draw and the documents refuse, in Chinese. They speak English themselves; most of this is seen
//! only when a file was changed by hand.

use documents::DocumentError;
use draw::commit::CommitError;
use draw::freeze::FreezeError;
use draw::outcome::OutcomeError;
use draw::publish::PublishError;
use draw::rules::{ConditionFault, LineError, RulesError};
use draw::select::SelectError;
use draw::visits::VisitError;
use records::canonical::CanonicalError;
use records::id::IdError;
use records::lang::Lang;

/// In words; English as the stage says it, with what a clerk may do where the stage does not say it.
pub(super) fn freeze(error: &FreezeError, lang: Lang) -> String {
    match (error, lang) {
        (FreezeError::OverallMin { .. }, Lang::En) => {
            format!("{error}: raise ratio, count, min or max of its strata in the plan, or lower overall_min")
        }
        (FreezeError::OverallMin { .. }, Lang::Zh) => {
            format!("{}：请在方案里提高各层的 ratio、count、min 或 max，或降低 overall_min", error.message(lang))
        }
        (FreezeError::Rules(error), Lang::Zh) => rules(error),
        (FreezeError::Canonical { list, error }, Lang::Zh) => {
            format!("名单 {list}：{}；请重新导入该名单", canonical(error))
        }
        (FreezeError::Line { line: start, error }, Lang::Zh) => {
            format!("检查对象名录，以 {start:?} 开头的一行有误：{}；请重新导入该名单", line(error))
        }
        (FreezeError::Id { entity, code, error }, Lang::Zh) => {
            format!("检查对象 {entity:?}：{code:?} 不是合格的编号：{}；请改正后重新导入", id(error))
        }
        _ => error.message(lang),
    }
}

fn rules(error: &RulesError) -> String {
    match error {
        RulesError::Condition { task, field, fault } => {
            let fault = match fault {
                ConditionFault::UnknownField => "没有这个字段",
                ConditionFault::NotOneTest => "any、none、prefix、from/until 要恰好写一种",
                ConditionFault::WrongShape => "日期字段用 from、until，其他字段用 any、none、prefix",
            };
            format!("任务 {task} 对字段“{field}”的条件有误：{fault}")
        }
        RulesError::NotLabelled { task, field } => {
            format!("任务 {task} 用了封存字段 {}，却没有标明 labelled = true", field.name())
        }
        RulesError::NoConditions { task, stratum } => format!("任务 {task} 的分层 {stratum} 没有条件；空的条件写成 []"),
        RulesError::TooMany { got } => format!("任务或分层太多（{got}），最多 65534 个"),
        RulesError::UnknownLabel { entity, task, stratum } => {
            format!("检查对象 {entity} 的一行写着任务 {task}、分层 {stratum}，方案里没有")
        }
    }
}

fn line(error: &LineError) -> String {
    match error {
        LineError::Canonical(error) => canonical(error),
        LineError::UnknownKey { key } => format!("检查对象没有字段“{key}”"),
        LineError::Type { key } => format!("字段“{key}”的值种类不对"),
        LineError::NoId => "没有编号".to_owned(),
    }
}

fn id(error: &IdError) -> String {
    match error {
        IdError::Length { got } => format!("编号有 1 到 64 个字符，这里有 {got} 个"),
        IdError::Character { position, got } => {
            format!("第 {position} 个字符是 {got:?}，编号只用数字和大写字母，第二个起还可以用 . _ -")
        }
    }
}

/// Text that is not in the one form that is hashed.
pub(super) fn canonical(error: &CanonicalError) -> String {
    match error {
        CanonicalError::TooLong { got, expected } => format!("有 {got} 个字节，最多 {expected} 个"),
        CanonicalError::Value { path, .. } => {
            format!("{path} 的值不能写成规定的形式（没有小数、空值，整数不超过 2^53-1）")
        }
        CanonicalError::Serialize { .. } => "不能写成规定的形式".to_owned(),
        CanonicalError::Shape { .. } => "缺少字段、多了字段，或值的种类不对".to_owned(),
        _ => format!("从第 {} 个字节起不是规定的写法", error.position().map_or(1, |at| at + 1)),
    }
}

pub(super) fn commit(error: &CommitError) -> String {
    match error {
        CommitError::Canonical(error) => format!("方案无法公布：{}", canonical(error)),
        CommitError::Roots { got, expected } => {
            format!(
                "方案无法公布：锁定的名单是 {}，这份方案要的是 {}；请重新锁定名单",
                got.join("、"),
                expected.join("、")
            )
        }
        CommitError::NotSealed { task } => {
            format!("方案无法公布：任务 {task} 的条件用了封存字段，却还没有封存；请重新锁定名单")
        }
    }
}

pub(super) fn select(error: &SelectError) -> String {
    match error {
        SelectError::Missing { task, stratum, got, expected } => format!(
            "锁定名单与方案不符：任务 {task} 的分层 {stratum} 只选出 {got} 户，方案要 {expected} 户；名单不是锁定时的那一份，请重新锁定名单"
        ),
        SelectError::Id { id: text, error } => {
            format!("锁定名单有误：{text:?} 不是合格的编号：{}；请重新锁定名单", id(error))
        }
    }
}

pub(super) fn visits(error: &VisitError) -> String {
    match error {
        VisitError::NoPlace { id } => {
            format!("锁定名单与方案不符：{id} 被抽中，锁定名单里却没有它的一行；请重新锁定名单")
        }
        VisitError::Strata { got, expected } => {
            format!("锁定名单与方案不符：抽出的有 {got} 层，方案有 {expected} 层；请重新锁定名单")
        }
        VisitError::TooManySeats { task } => format!("任务 {task} 一次检查的席位太多；请减少席位"),
        VisitError::Task { task } => format!("方案里没有任务 {task}；候补名单不是这个方案的"),
        VisitError::Pool { task, pool } => format!("任务 {task} 的席位用了人员池 {pool}，方案里没有；请改正席位"),
    }
}

pub(super) fn outcome(error: &OutcomeError) -> String {
    match error {
        OutcomeError::UnknownInspector { id } => {
            format!("无法配对：化名 {id} 不在锁定的检查人员里；请重新锁定名单")
        }
        OutcomeError::DailyMax { id, got } => {
            format!("无法配对：检查人员 {id} 每天 {got} 次检查，最多 255 次；请改名单或方案中的 daily_max")
        }
        OutcomeError::Relaxations => {
            "无法配对：方案的放宽办法没有以取消最低次数结尾，或写了没有的人员池；请改正 relaxations".to_owned()
        }
        OutcomeError::Settle(_) => "无法配对：锁定的数据自相矛盾；请重新锁定名单，仍不行请报告程序缺陷".to_owned(),
        OutcomeError::Schedule(_) => "无法排期：锁定的数据自相矛盾；请重新锁定名单，仍不行请报告程序缺陷".to_owned(),
    }
}

pub(super) fn publish(error: &PublishError) -> String {
    match error {
        PublishError::Canonical { file, error } => format!("无法发布抽取结果：{file}：{}", canonical(error)),
        PublishError::PathTwice { path } => format!("无法发布抽取结果：文件 {path} 出现两次；请报告程序缺陷"),
    }
}

pub(super) fn document(error: &DocumentError) -> String {
    match error {
        DocumentError::Render { page, .. } => format!("无法生成文书 {page}；请报告程序缺陷"),
        DocumentError::Workbook { workbook, .. } => format!("无法生成工作簿 {workbook}；请减少行数，或报告程序缺陷"),
        DocumentError::Bundle { path, line, .. } => {
            format!("无法生成文书：结果文件夹里的 {path} 第 {line} 行有误或缺失；请核验结果文件夹")
        }
        DocumentError::Event { paper, event } => {
            let (paper, event) = (paper_words(paper), crate::ceremony::event_words(event, Lang::Zh));
            format!("{paper}写的是“{event}”，而这一步尚未进行；请在其后再生成")
        }
        DocumentError::Line { paper, .. } => format!("{}写不成规范行；请改正其所依据的记录", paper_words(paper)),
        DocumentError::Created { got } => {
            format!("方案日期 {got} 不能写进工作簿；请把 created 写在 1900 到 9999 年之间")
        }
    }
}

pub(super) fn needs_ceremony(purpose: &str, mode: &str) -> String {
    let purpose = if purpose == "official" { "正式（official）" } else { "演练（rehearsal）" };
    let mode = if mode == "sealed" { "封存（sealed）" } else { "公开（open）" };
    format!(
        "用途为{purpose}、方式为{mode}的方案不能一步抽完，只有公开方式的演练可以；请用 mingqian ceremony announce 按步骤举行"
    )
}

/// What people call a paper.
fn paper_words(paper: &str) -> &'static str {
    match paper {
        "announcement" => "公告页",
        "close" => "截止页",
        "minutes" => "抽取记录",
        "share" => "份额页",
        "slip" => "检查凭单",
        _ => "文书",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::OfficeError;
    use draw::seed::SeedError;
    use records::entropy::EntropyError;

    /// Latin words that a Chinese sentence may hold: names of keys and files.
    fn is_chinese(error: impl Into<OfficeError>) {
        let error: OfficeError = error.into();
        let text = error.message(Lang::Zh);
        for word in ["expected", "the ", "is not", "byte", "byte ", " has ", "which"] {
            assert!(!text.contains(word), "{text}");
        }
        assert!(text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{text}");
        assert!(!error.message(Lang::En).chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{error}");
    }

    #[test]
    fn no_stage_speaks_english_to_a_chinese_reader() {
        let text = || "T1".to_owned();
        let bad = || CanonicalError::Null { position: 3 };
        let id = || IdError::Character { position: 2, got: 'x' };
        is_chinese(FreezeError::Rules(RulesError::TooMany { got: 70_000 }));
        is_chinese(FreezeError::Canonical { list: "items", error: bad() });
        is_chinese(FreezeError::Line { line: text(), error: LineError::NoId });
        is_chinese(FreezeError::Id { entity: text(), code: text(), error: id() });
        is_chinese(CommitError::Canonical(bad()));
        is_chinese(CommitError::NotSealed { task: text() });
        is_chinese(SeedError::Final(EntropyError::Length { got: 3, expected: 20 }));
        is_chinese(SeedError::Order { label: text() });
        is_chinese(SelectError::Id { id: text(), error: id() });
        is_chinese(VisitError::Strata { got: 1, expected: 2 });
        is_chinese(OutcomeError::Relaxations);
        is_chinese(PublishError::Canonical { file: text(), error: bad() });
        is_chinese(DocumentError::Render { page: "summary", message: "x is not y".to_owned() });
    }

    #[test]
    fn a_share_of_all_that_is_missed_says_what_to_change() {
        let error = || FreezeError::OverallMin {
            task: "T1".to_owned(),
            drawn: 1,
            population: 10,
            numerator: 1,
            denominator: 2,
        };
        assert!(OfficeError::from(error()).message(Lang::Zh).contains("提高各层的 ratio"));
        assert!(OfficeError::from(error()).message(Lang::En).contains("raise ratio"));
    }
}
