//! What pages say of a draw, in one language: decided here, so that templates only place it.

mod answer;
mod charts;
mod results;
mod slip;
mod steps;
mod tables;

use records::hash::Digest;
use records::lang::Lang;
use records::plan::{Mode, Plan, Purpose};
use verify::{Grade, State, Verified};

use super::bundle::Bundle;

pub(super) use answer::LookAnswer;
pub(super) use charts::{Bars, Tickets, areas, tickets, workload};
pub(super) use results::{Grouping, ResultRow, groups, rows};
pub(super) use slip::{Named, SlipAnswer};
pub(super) use steps::{Replaced, Step, event_title, replaced, steps};
pub(super) use tables::{ListRow, StratumRow, TaskRow, lists, strata, stratum_name, tasks};

/// A label and what stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub label: &'static str,
    pub value: String,
}

impl Fact {
    fn new(label: &'static str, value: impl ToString) -> Self {
        Self { label, value: value.to_string() }
    }
}

/// A digest in groups of four, as it is read aloud and compared.
#[derive(Clone, Debug)]
pub(super) struct Hash {
    pub label: &'static str,
    pub groups: Vec<String>,
    pub whole: String,
}

impl Hash {
    fn new(label: &'static str, digest: &Digest) -> Self {
        let whole = digest.to_string();
        let groups = whole.as_bytes().chunks(4).map(|chunk| String::from_utf8_lossy(chunk).into_owned()).collect();
        Self { label, groups, whole }
    }
}

/// A draw's state as a mark: its word, and a name for its colour, which is never alone.
#[derive(Clone, Debug)]
pub(super) struct Badge {
    pub word: &'static str,
    pub kind: &'static str,
}

pub(super) fn badge(verified: &Verified, lang: Lang) -> Badge {
    let state = verified.status.state;
    Badge { word: state.title(lang), kind: badge_kind(state) }
}

pub(super) const fn badge_kind(state: State) -> &'static str {
    match state {
        State::Announced => "announced",
        State::Sealed => "sealed",
        State::Drawn => "drawn",
        State::Finished => "finished",
        State::Void => "void",
    }
}

/// What stands at the head of every page about a draw.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub address: String,
    pub name: String,
    pub campaign: String,
    pub authority: String,
    pub badge: Badge,
    pub grade: &'static str,
    pub notice: &'static str,
    pub is_rehearsal: bool,
    pub void_reason: Option<String>,
    pub overdue: Option<String>,
    pub sequence: u32,
    pub attempt: u32,
    pub created: String,
    pub has_outcome: bool,
    pub is_sealed: bool,
}

pub(super) fn head(address: &str, bundle: &Bundle, verified: &Verified, lang: Lang) -> Head {
    let plan = &bundle.plan;
    let grade: Grade = verified.standing.grade;
    Head {
        address: address.to_owned(),
        name: verified.draw.clone(),
        campaign: shown(&plan.campaign),
        authority: shown(&plan.authority.name),
        badge: badge(verified, lang),
        grade: grade.title(lang),
        notice: grade.notice(lang),
        is_rehearsal: plan.purpose == Purpose::Rehearsal,
        void_reason: verified.status.void_reason.as_deref().map(shown),
        overdue: verified.status.overdue.map(|day| day.to_string()),
        sequence: plan.sequence,
        attempt: plan.attempt,
        created: plan.created.to_string(),
        has_outcome: bundle.outcome.is_some(),
        is_sealed: plan.mode == Mode::Sealed,
    }
}

/// Text of a list as it is shown: without controls, directions and what is not seen (section 3). Markup is the templates' business.
pub(super) fn shown(text: &str) -> String {
    documents::visible(text)
}

/// The large numbers.
pub(super) fn numbers(bundle: &Bundle, verified: &Verified, lang: Lang) -> Vec<Fact> {
    let counts = &verified.counts;
    let mut out = vec![Fact::new(lang.pick("名录内检查对象", "entities in the list"), counts.entities)];
    let planned: u64 = bundle.plan.populations.iter().map(|one| one.n).sum();
    match bundle.outcome.is_some() {
        true => {
            out.push(Fact::new(lang.pick("抽中（户次）", "drawn"), counts.drawn));
            out.push(Fact::new(lang.pick("入企检查", "visits"), counts.visits));
            if bundle.plan.is_paired() {
                out.push(Fact::new(lang.pick("已定日期", "dated"), counts.dated));
            }
        }
        false => {
            out.push(Fact::new(lang.pick("将抽取（户次）", "to be drawn"), planned));
            out.push(Fact::new(lang.pick("执法检查人员", "inspectors"), counts.inspectors));
        }
    }
    out
}

/// Digests that a reader may have noted down earlier.
pub(super) fn digests(bundle: &Bundle, verified: &Verified, lang: Lang) -> Vec<Hash> {
    use records::events::Event;
    let mut out = vec![Hash::new(lang.pick("方案封存值 P", "plan commitment P"), &verified.plan)];
    for logged in &bundle.events {
        match &logged.event.event {
            Event::Announce { commitment: Some(commitment), .. } => {
                out.push(Hash::new(
                    lang.pick("操作方秘密的封存值 c", "commitment c to the operator's secret"),
                    commitment,
                ));
            }
            Event::Close { close } => out.push(Hash::new(lang.pick("报数汇总值 D", "close D"), close)),
            _ => {}
        }
    }
    if let Some(outcome) = &bundle.outcome {
        let record = &outcome.record;
        if bundle.events.is_empty() {
            out.push(Hash::new(lang.pick("报数汇总值 D", "close D"), &record.close));
        }
        out.push(Hash::new(lang.pick("摇号摘要 F", "final digest F"), &record.final_digest));
        out.push(Hash::new(lang.pick("摇号种子", "seed"), &record.seed));
    }
    out.extend(
        verified.seed_hash.as_ref().map(|hash| Hash::new(lang.pick("摇号种子的 SHA-256", "SHA-256 of the seed"), hash)),
    );
    out.push(Hash::new(
        lang.pick("结果摘要（文件清单的 SHA-256）", "bundle digest (SHA-256 of the manifest)"),
        &verified.bundle,
    ));
    out
}

/// The plan in plain words.
pub(super) fn plan_words(plan: &Plan, lang: Lang) -> Vec<Fact> {
    let days = plan.days.len();
    let period = match lang {
        Lang::Zh => format!("{} 至 {}，{days} 个工作日", plan.period.from, plan.period.until),
        Lang::En => format!("{} to {}, {days} working days", plan.period.from, plan.period.until),
    };
    let mode = match plan.mode {
        Mode::Open => lang.pick("公开：抽取后随即全部公布", "open: everything is published at the draw"),
        Mode::Sealed => lang.pick(
            "封存：到检查时逐户启封，全部完成后公布",
            "sealed: each visit is opened when it begins, all of it is published at the end",
        ),
    };
    let participants =
        plan.participants.iter().map(|label| shown(label)).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let mut out = vec![
        Fact::new(lang.pick("抽取机关", "authority"), shown(&plan.authority.name)),
        Fact::new(lang.pick("检查期间", "period"), period),
        Fact::new(lang.pick("公开方式", "mode"), mode),
        Fact::new(lang.pick("报数方", "participants"), participants),
        Fact::new(lang.pick("摇号方式", "final source"), final_source(plan, lang)),
        Fact::new(lang.pick("最迟完成日期", "to be finished by"), plan.finish_by),
    ];
    if let Some(superior) = &plan.superior {
        let who = format!("{}{}{}", shown(&superior.name), lang.pick("，公钥 ", ", key "), superior.key);
        out.push(Fact::new(
            lang.pick("上一级（批准作废和越级递补）", "superior (agrees to voids and to some replacements)"),
            who,
        ));
    }
    out
}

fn final_source(plan: &Plan, lang: Lang) -> String {
    use records::entropy::FinalSource;
    let bits = plan.final_source.bits();
    match (&plan.final_source, lang) {
        (FinalSource::Dice { sides, count }, Lang::Zh) => format!("{sides} 面骰子 {count} 枚，约 {bits} 位随机数"),
        (FinalSource::Dice { sides, count }, Lang::En) => format!("{count} dice of {sides} sides, {bits} bits"),
        (FinalSource::Balls { draws, of, pick }, Lang::Zh) => {
            format!("摇球 {draws} 次，每次从 {of} 个中取 {pick} 个，约 {bits} 位随机数")
        }
        (FinalSource::Balls { draws, of, pick }, Lang::En) => {
            format!("{draws} draws of {pick} out of {of} balls, {bits} bits")
        }
        (FinalSource::Drand { round }, Lang::Zh) => format!("公共随机信标 drand quicknet 第 {round} 轮"),
        (FinalSource::Drand { round }, Lang::En) => format!("round {round} of the public beacon drand quicknet"),
    }
}

/// What this proves, and what it does not, beside every draw.
pub(super) fn limits(bundle: &Bundle, lang: Lang) -> Vec<&'static str> {
    let mut out = vec![lang.pick(
        "名单、方案锁定之后，谁抽中、谁去查、哪天去，都由同一颗种子算出，任何人可以逐字节重算。",
        "Once lists and plan were frozen, who is drawn, who goes and when follows from one seed; anybody can compute it again to the byte.",
    )];
    if bundle.plan.purpose == Purpose::Rehearsal {
        out.push(lang.pick(
            "这是演练：没有任何东西证明名单先于随机数锁定。",
            "This is a rehearsal: nothing shows that the lists were fixed before the randomness.",
        ));
    }
    out.extend([
        lang.pick(
            "不能证明：全场没有串通掷骰子，知情人没有说出去，名单本身没有漏登、错登。",
            "Not proved: that the room did not collude on the dice, that nobody told, that the list itself is complete and true.",
        ),
        lang.pick(
            "抽中不等于有问题，没抽中不等于没问题。",
            "To be drawn does not mean that something is wrong; not to be drawn does not mean that nothing is.",
        ),
    ]);
    out
}
