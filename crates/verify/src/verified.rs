//! What a verification that succeeded says.
//!
//! Source: `docs/PROTOCOL.md`, section 17.

use records::frozen::{VisitLine, VisitState};
use records::hash::Digest;
use records::lang::Lang;
use records::plan::{Plan, Purpose};
use serde::Serialize;

use crate::check::{Check, Grade};
use crate::examine::Examined;

/// All checks passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// SHA-256 of the manifest.
    pub bundle: Digest,
    /// P.
    pub plan: Digest,
    /// Name of the draw: authority, sequence, attempt.
    pub draw: String,
    /// Who drew.
    pub authority: String,
    /// The campaign.
    pub campaign: String,
    /// SHA-256 of the seed.
    pub seed_hash: Digest,
    /// How well the order of events is shown.
    pub grade: Grade,
    /// What there is in the bundle.
    pub counts: Counts,
    /// The checks made, in their order.
    pub checks: Vec<Passed>,
}

/// Numbers of a verified draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Entities on the frozen list.
    pub entities: u64,
    /// Inspectors on the frozen list.
    pub inspectors: u64,
    /// Strata of all tasks.
    pub strata: u64,
    /// Places drawn, over all strata: an entity drawn by two tasks counts twice.
    pub drawn: u64,
    /// Reserves, over all strata.
    pub reserves: u64,
    /// Visits.
    pub visits: u64,
    /// Visits with a team and days.
    pub dated: u64,
    /// Visits with a team and without days.
    pub undated: u64,
    /// Visits set aside.
    pub unseated: u64,
    /// Visits whose tasks have no seats.
    pub unpaired: u64,
}

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

impl Verified {
    pub(crate) fn new(bundle: Digest, examined: &Examined) -> Self {
        let plan = &examined.plan;
        let counts = Counts::of(examined);
        Self {
            bundle,
            plan: examined.seeds.plan,
            draw: plan.draw_name(),
            authority: plan.authority.name.clone(),
            campaign: plan.campaign.clone(),
            seed_hash: examined.seeds.seed_hash,
            grade: grade(plan),
            counts,
            checks: Check::ALL.iter().map(|check| passed(*check, plan, &counts)).collect(),
        }
    }

    /// The verdict in words, on several lines; the grade stands in it, never apart from it.
    pub fn message(&self, lang: Lang) -> String {
        let Counts { entities, drawn, reserves, visits, dated, undated, unseated, .. } = self.counts;
        let notice = self.grade.notice(lang);
        match lang {
            Lang::Zh => format!(
                "核验通过，等级 {}：{notice}\n{} · {}（{}）\n名单 {entities} 户，抽中 {drawn} 户次，候补 {reserves} 户次；\
                 检查 {visits} 次，已定日期 {dated}，未定日期 {undated}，搁置 {unseated}\n\
                 结果摘要：{}\n方案封存值：{}\n摇号种子的 SHA-256：{}",
                self.grade, self.authority, self.campaign, self.draw, self.bundle, self.plan, self.seed_hash,
            ),
            Lang::En => format!(
                "Verified, grade {}: {notice}\n{} · {} ({})\n{entities} entities, {drawn} drawn, {reserves} reserves; \
                 {visits} visits, {dated} dated, {undated} undated, {unseated} set aside\n\
                 bundle digest: {}\nplan digest: {}\nseed hash: {}",
                self.grade, self.authority, self.campaign, self.draw, self.bundle, self.plan, self.seed_hash,
            ),
        }
    }
}

/// What a bundle alone can show of the order of events. Evidence of signatures and witnesses comes
/// with the ceremony; until then an official draw rests on the operator's word.
pub(crate) fn grade(plan: &Plan) -> Grade {
    match plan.purpose {
        Purpose::Rehearsal => Grade::Rehearsal,
        Purpose::Official => Grade::OperatorOnly,
    }
}

impl Counts {
    fn of(examined: &Examined) -> Self {
        let root = |name: &str| examined.plan.roots.get(name).map_or(0, |root| root.count);
        let populations = &examined.plan.populations;
        let visits = examined.outcome.visits.as_ref().map_or(&[][..], |list| list.rows.as_slice());
        let with = |state| visits.iter().filter(|visit: &&VisitLine| visit.state == state).count() as u64;
        Self {
            entities: root("entities"),
            inspectors: root("inspectors"),
            strata: populations.len() as u64,
            drawn: populations.iter().map(|p| p.n).sum(),
            reserves: populations.iter().map(|p| p.reserves).sum(),
            visits: visits.len() as u64,
            dated: with(VisitState::Dated),
            undated: with(VisitState::Undated),
            unseated: with(VisitState::Unseated),
            unpaired: with(VisitState::Unpaired),
        }
    }
}

fn passed(check: Check, plan: &Plan, counts: &Counts) -> Passed {
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
        _ => outcome_passed(check, plan, counts),
    };
    Passed { check, zh, en }
}

/// The checks of what came of the selection.
fn outcome_passed(check: Check, plan: &Plan, counts: &Counts) -> (String, String) {
    let Counts { visits, dated, undated, unseated, .. } = *counts;
    match check {
        Check::Openings => (
            "抽中对象的回避名单都已开封，与锁定时一致".into(),
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
        Check::Record => {
            ("结果各名单与抽取记录一致".into(), "the lists of the outcome are those of the draw record".into())
        }
        // Grade; no other comes here.
        _ => (format!("先后次序的证明等级：{}", grade(plan)), format!("grade of the order of events: {}", grade(plan))),
    }
}
