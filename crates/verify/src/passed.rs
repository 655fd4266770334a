//! What each check established, in a sentence.
//!
//! Source: `docs/PROTOCOL.md`, section 17.

use records::lang::Lang;
use serde::Serialize;

use crate::check::Check;
use crate::examine::Ground;
use crate::grade::Standing;
use crate::verified::Counts;

/// A check that was made and passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// Which.
    pub check: Check,
    /// What was established, in Chinese.
    pub zh: String,
    /// What was established, in English.
    pub en: String,
}

impl Passed {
    /// What was established, in one sentence.
    pub fn sentence(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// What a check established.
pub(crate) fn passed(check: Check, ground: &Ground, counts: &Counts, standing: &Standing) -> Passed {
    let plan = &ground.plan;
    let Counts { entities, inspectors, strata, drawn, reserves, .. } = *counts;
    let participants = plan.participants.len();
    let (zh, en) = match check {
        Check::Manifest => ("文件清单符合规定".into(), "the manifest is as laid down".into()),
        Check::Files => (
            "文件一个不多、一个不少，内容与清单的摘要一致".into(),
            "exactly the listed files are there, with their digests".into(),
        ),
        Check::Format => ("每一行都是规定的唯一写法".into(), "every line is in canonical form".into()),
        Check::Plan => ("方案前后一致".into(), "the plan is consistent".into()),
        Check::Roots => (
            format!("各名单就是方案锁定的名单（检查对象 {entities} 户，检查人员 {inspectors} 人）"),
            format!("the lists are those that the plan fixed ({entities} entities, {inspectors} inspectors)"),
        ),
        Check::FormerIds => {
            ("没有一家因为曾用代码而有两次机会".into(), "nobody has two chances under a former code".into())
        }
        Check::Lists => (
            "排除、分层、回避、事项各名单与检查对象名单对应".into(),
            "exclusions, strata, conflicts and items fit the entity list".into(),
        ),
        Check::Populations => (
            format!("{strata} 层的户数与应抽户数已重新点数"),
            format!("populations and amounts of {strata} strata were recounted"),
        ),
        Check::Ceremony => (
            format!("报数来自方案的 {participants} 方参加人，摇号结果形式正确"),
            format!("contributions are of the plan's {participants} participants, the final value is well-formed"),
        ),
        Check::Seed => {
            ("摇号种子已从报数与摇号重新算出".into(), "the seed was derived anew from contributions and dice".into())
        }
        Check::Selection => (
            format!("全部号签已重新计算：抽中 {drawn} 户次，候补 {reserves} 户次"),
            format!("all tickets were recomputed: {drawn} drawn, {reserves} reserves"),
        ),
        Check::Events | Check::Log | Check::Numbers | Check::Escrow | Check::Order => ceremony_passed(check, ground),
        Check::Grade => (
            format!("先后次序的证明等级：{}", standing.grade.title(Lang::Zh)),
            format!("grade of the order of events: {}", standing.grade),
        ),
        _ => outcome_passed(check, ground, counts),
    };
    Passed { check, zh, en }
}

/// The checks of what came of the selection.
fn outcome_passed(check: Check, ground: &Ground, counts: &Counts) -> (String, String) {
    let Counts { visits, dated, undated, unseated, .. } = *counts;
    match check {
        Check::Openings => (
            "抽中对象的回避名单都已启封，与锁定时一致".into(),
            "the conflicts of all drawn entities are open and are those sealed at the freeze".into(),
        ),
        Check::Visits => {
            (format!("{visits} 次检查都由抽取结果产生"), format!("{visits} visits follow from the selection"))
        }
        Check::Teams => (
            "每个检查组的人都符合席位要求，没有应回避的人".into(),
            "everybody seated meets the seat's requirements, and nobody is barred".into(),
        ),
        Check::Quotas => (
            "工作量在上下限之内，且已最均匀".into(),
            "workloads are within their limits and as even as they can be".into(),
        ),
        Check::Dates => (
            format!("{dated} 次检查的日期都是工作日，全组当天都能到"),
            format!("the dates of {dated} visits are working days on which the whole team is there"),
        ),
        Check::Certificates => (
            format!("搁置 {unseated} 次、未定日期 {undated} 次的证明已重新点数"),
            format!("the proofs of {unseated} visits set aside and {undated} undated were recounted"),
        ),
        Check::Replay => (
            "用公布的种子重新计算，检查组与日期完全一致".into(),
            "recomputed from the published seed, teams and dates are the same".into(),
        ),
        Check::Leaves => {
            ("结果就是抽取时封存的那一个".into(), "the outcome is the one that was sealed at the draw".into())
        }
        Check::Replacements => {
            let count = ground.course().map_or(0, |course| course.replaced.len());
            (format!("{count} 次递补都按规定的次序"), format!("{count} replacements follow the order laid down"))
        }
        // Record; no other comes here.
        _ => ("结果各名单与抽取记录一致".into(), "the lists of the outcome are those of the draw record".into()),
    }
}

/// The checks of the ceremony.
fn ceremony_passed(check: Check, ground: &Ground) -> (String, String) {
    let evidence = ground.evidence.as_ref();
    match check {
        Check::Events => {
            ("各个步骤的次序和签名都正确".into(), "the events are in their order, and their signatures hold".into())
        }
        Check::Log => {
            let size = evidence.map_or(0, |evidence| evidence.shown.tree.size);
            match evidence.and_then(|evidence| evidence.beyond.as_ref()) {
                Some(beyond) if beyond.missing > 0 => (
                    format!("各步骤都在日志里（{size} 条）；您的副本只有 {} 条，其余无从对照", beyond.size),
                    format!(
                        "all events are in the log ({size} entries); your copy has only {}, the rest could not be compared",
                        beyond.size
                    ),
                ),
                Some(beyond) => (
                    format!("各步骤都在日志里（{size} 条），与您的副本（{} 条）一致，没有隐瞒", beyond.size),
                    format!(
                        "all events are in the log ({size} entries), which is that of your copy ({}); nothing is hidden",
                        beyond.size
                    ),
                ),
                None => (
                    format!("各步骤都在日志里（{size} 条），封存之后日志没有改写过"),
                    format!("all events are in the log ({size} entries), which was only appended to since the close"),
                ),
            }
        }
        Check::Numbers => ("编号接着上一个编号".into(), "the number follows upon the one before".into()),
        Check::Escrow => (
            "密钥事先封存，公布后一致".into(),
            "the operator's secret was committed to beforehand, and is that one where it is public".into(),
        ),
        // Order; no other comes here.
        _ => ("没有发现信标早于封存".into(), "no beacon is known to have begun before the close".into()),
    }
}
