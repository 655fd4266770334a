//! The answer to "why me" in words, in Chinese and in English.
//!
//! Source: `docs/PROTOCOL.md`, section 18.

use records::frozen::{ExclusionReason, VisitState};
use records::lang::Lang;
use records::visit_now::{Place, VisitNow};

use crate::failure::quotable;
use crate::kind::Kind;
use crate::verified::void_notice;
use crate::why::{Answer, Chance, FoundBy, Why, WhyEntity, WhyTask, WhyVisit};

impl Why {
    /// The answer, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut lines = Vec::new();
        match &self.entity {
            None if self.kind != Kind::Outcome => lines.push(match lang {
                Lang::Zh => {
                    format!("{}。谁被抽中、谁没有，现在没有公开；问任何代码都是同样的回答。", self.kind.title(lang))
                }
                Lang::En => format!(
                    "This is {}. Who is drawn and who is not is not public yet; every code gets this same answer.",
                    self.kind.title(lang)
                ),
            }),
            None => lines.push(match lang {
                Lang::Zh => format!("{}：不在这次抽取的检查对象名单里，没有参加抽取。", self.asked),
                Lang::En => format!("{}: not on the entity list of this draw, so it took no part.", self.asked),
            }),
            Some(entity) => describe(self, entity, lang, &mut lines),
        }
        lines.push(match lang {
            Lang::Zh => format!("抽取 {}，结果摘要 {}", self.draw, self.bundle),
            Lang::En => format!("draw {}, bundle digest {}", self.draw, self.bundle),
        });
        lines.push(self.grade.notice(lang).to_owned());
        lines.extend(self.void_reason.iter().map(|reason| void_notice(reason, lang)));
        lines.join("\n")
    }
}

fn describe(why: &Why, entity: &WhyEntity, lang: Lang, lines: &mut Vec<String>) {
    let WhyEntity { id, name, line, .. } = entity;
    match (entity.found_by, lang) {
        (FoundBy::Id, _) => {}
        (FoundBy::FormerId, Lang::Zh) => lines.push(format!("{} 是 {id} 的曾用代码。", why.asked)),
        (FoundBy::FormerId, Lang::En) => lines.push(format!("{} is a former code of {id}.", why.asked)),
        (FoundBy::Code, Lang::Zh) => lines.push(format!("{} 在名单里的编号是 {id}。", why.asked)),
        (FoundBy::Code, Lang::En) => lines.push(format!("{} stands on the list under the id {id}.", why.asked)),
    }
    lines.push(match lang {
        Lang::Zh => format!("{id} {}（检查对象名单第 {line} 行）", quotable(name)),
        Lang::En => format!("{id} {} (line {line} of the entity list)", quotable(name)),
    });
    for task in &entity.tasks {
        lines.push(format!("{} {}{}", task.task, task.name, lang.pick("：", ": ")) + &sentence(task, lang));
        lines.push(format!("  {}{}", lang.pick("号签 ", "ticket "), task.ticket));
        if let Some(threshold) = chance(task).and_then(|chance| chance.threshold) {
            lines.push(format!("  {}{threshold}", lang.pick("入选线 ", "threshold ")));
        }
        lines.push(format!("  {}{}", lang.pick("自己核算：", "recompute it: "), task.command));
    }
    if let Some(visit) = &entity.visit {
        if !visit.through.is_empty() {
            let what = visit.through.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(lang.pick("、", ", "));
            lines.push(match lang {
                Lang::Zh => format!("它使用的 {what} 被抽中，检查在它这里进行："),
                Lang::En => format!("{what}, which it uses, was drawn, and the visit is to it:"),
            });
        }
        lines.push(visit_line(visit, lang));
    }
    lines.extend(entity.now.iter().flat_map(|now| now_lines(now, lang)));
}

fn chance(task: &WhyTask) -> Option<&Chance> {
    match &task.answer {
        Answer::Drawn(chance) | Answer::Reserve(chance) | Answer::NotDrawn(chance) => Some(chance),
        Answer::Excluded { .. } | Answer::Outside => None,
    }
}

fn sentence(task: &WhyTask, lang: Lang) -> String {
    match (&task.answer, lang) {
        (Answer::Drawn(c), Lang::Zh) => {
            format!("抽中。在“{}”层 {} 户里号签排第 {}，抽前 {} 户。", c.stratum_name, c.population, c.rank, c.n)
        }
        (Answer::Drawn(c), Lang::En) => format!(
            "drawn. Its ticket ranks {} of {} in stratum “{}”; the first {} are drawn.",
            c.rank, c.population, c.stratum_name, c.n
        ),
        (Answer::Reserve(c), Lang::Zh) => format!(
            "候补第 {}。在“{}”层 {} 户里号签排第 {}，抽前 {} 户。",
            c.rank - c.n,
            c.stratum_name,
            c.population,
            c.rank,
            c.n
        ),
        (Answer::Reserve(c), Lang::En) => format!(
            "reserve number {}. Its ticket ranks {} of {} in stratum “{}”; the first {} are drawn.",
            c.rank - c.n,
            c.rank,
            c.population,
            c.stratum_name,
            c.n
        ),
        (Answer::NotDrawn(c), Lang::Zh) => {
            format!("未抽中。在“{}”层 {} 户里号签排第 {}，抽前 {} 户。", c.stratum_name, c.population, c.rank, c.n)
        }
        (Answer::NotDrawn(c), Lang::En) => format!(
            "not drawn. Its ticket ranks {} of {} in stratum “{}”; the first {} are drawn.",
            c.rank, c.population, c.stratum_name, c.n
        ),
        (Answer::Excluded { reason, .. }, Lang::Zh) => format!("锁定名单前已排除：{}。", reason_words(*reason, lang)),
        (Answer::Excluded { reason, .. }, Lang::En) => {
            format!("excluded before the draw: {}.", reason_words(*reason, lang))
        }
        (Answer::Outside, Lang::Zh) => "不在这个任务的抽取范围内。".to_owned(),
        (Answer::Outside, Lang::En) => "outside the scope of this task.".to_owned(),
    }
}

/// Why an entity took no part, in words.
pub fn reason_words(reason: ExclusionReason, lang: Lang) -> &'static str {
    let (zh, en) = match reason {
        ExclusionReason::Closed => ("登记状态不是存续（注销、吊销、停业等）", "its status is not active"),
        ExclusionReason::Promise => {
            ("在不再检查的承诺期内", "a dated promise of no further inspection covers the period")
        }
        ExclusionReason::Ceiling => ("检查次数已达上限", "the ceiling on its visits is reached"),
        ExclusionReason::Recent => ("近期已经检查过", "it was visited recently"),
    };
    lang.pick(zh, en)
}

pub(crate) fn visit_line(visit: &WhyVisit, lang: Lang) -> String {
    let days = visit.days.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let lead = lang.pick("（组长）", " (lead)");
    let seat = |seat: &crate::why::WhySeat| {
        let who = seat.inspector.as_ref().map_or("–", |id| id.as_str());
        format!("{who}{}", if seat.lead { lead } else { "" })
    };
    let team = visit.seats.iter().map(seat).collect::<Vec<_>>().join(lang.pick("、", ", "));
    match (visit.state, lang) {
        (VisitState::Dated, Lang::Zh) => format!("入企检查 {}：{days}，检查组 {team}", visit.id),
        (VisitState::Dated, Lang::En) => format!("visit {}: {days}, team {team}", visit.id),
        (VisitState::Undated, Lang::Zh) => format!("入企检查 {}：检查组 {team}，未能排出日期", visit.id),
        (VisitState::Undated, Lang::En) => format!("visit {}: team {team}, no days were found", visit.id),
        (VisitState::Unseated, Lang::Zh) => format!("入企检查 {}：派不出合规的检查组，已上报", visit.id),
        (VisitState::Unseated, Lang::En) => {
            format!("visit {}: no lawful team could be found, passed one level up", visit.id)
        }
        (VisitState::Unpaired, Lang::Zh) => format!("入企检查 {}：本次不抽检查人员", visit.id),
        (VisitState::Unpaired, Lang::En) => format!("visit {}: no inspectors are drawn for it", visit.id),
    }
}

/// What replacements have changed of a visit, each on a line; nothing if there were none.
pub(crate) fn now_lines(now: &VisitNow, lang: Lang) -> Vec<String> {
    if now.replacements == 0 {
        return Vec::new();
    }
    let name = |place: &Place| {
        let Place { task, stratum, rank } = place;
        match lang {
            Lang::Zh => format!("{task}/{stratum} 第 {rank} 名"),
            Lang::En => format!("{task}/{stratum} rank {rank}"),
        }
    };
    let joint = lang.pick("、", ", ");
    let mut lines = Vec::new();
    if !now.cancelled.is_empty() {
        let names = now.cancelled.iter().map(name).collect::<Vec<_>>().join(joint);
        lines.push(format!("{}{names}", lang.pick("已经递补、不再检查：", "replaced, not visited any more: ")));
    }
    if now.is_cancelled() {
        lines.push(lang.pick("这次检查已经取消。", "This visit is cancelled.").to_owned());
        return lines;
    }
    let (visit, count) = (&now.visit, now.replacements);
    let team = now.team.iter().map(|who| who.as_ref().map_or(lang.pick("空缺", "nobody"), |id| id.as_str()));
    let team = team.collect::<Vec<_>>().join(joint);
    let days = now.days.iter().map(ToString::to_string).collect::<Vec<_>>().join(joint);
    lines.push(match (now.team.is_empty(), lang) {
        (true, Lang::Zh) => format!("候补已经替上，归入 {visit} 处的检查；那里没有检查的，报上一级处理。"),
        (true, Lang::En) => {
            format!(
                "The reserve was called up and joins the visit to {visit}; if there is none, the case is one level up."
            )
        }
        (false, Lang::Zh) => format!("经 {count} 次递补，现在到 {visit} 的检查组：{team}；日期 {days}"),
        (false, Lang::En) => format!("after {count} replacements the team to {visit} is {team}; days {days}"),
    });
    lines
}
