//! The answer to "why me, why not me" as a page gives it without a script: the service looks it up in the same shards.
//!
//! Source: `docs/PROTOCOL.md`, sections 10 and 18.

use records::lang::Lang;
use verify::{FoundBy, Kind, reason_words};

use super::shown;
use crate::look::{Found, FoundAnswer, FoundTask, LookError};

/// What is said of a code.
#[derive(Clone, Debug)]
pub(in crate::site) struct LookAnswer {
    pub asked: String,
    /// The answer in a sentence, with a name for its mark.
    pub sentence: String,
    pub kind: &'static str,
    /// Who has the code, and how it was found.
    pub who: String,
    pub notes: Vec<String>,
    pub tasks: Vec<TaskAnswer>,
    /// Whether there is a proof to download.
    pub has_proof: bool,
}

/// How it fared in one task.
#[derive(Clone, Debug)]
pub(in crate::site) struct TaskAnswer {
    pub name: String,
    pub sentence: String,
    pub stratum: String,
    pub numbers: String,
    pub ticket: String,
    pub threshold: String,
    pub command: String,
}

impl LookAnswer {
    /// Of what was found, or of why nothing was.
    pub(in crate::site) fn new(asked: &str, found: &Result<Option<Found>, LookError>, lang: Lang) -> Self {
        match found {
            Ok(Some(found)) => Self::found(found, lang),
            Ok(None) => Self::without(
                asked,
                lang.pick(
                    "这个代码不在这次抽取的名单里，没有参加抽取。请核对有没有抄错；名单是否漏登，看整份名单。",
                    "This code is not on the list of this draw and took no part. See whether it is typed right; whether the list lacks somebody, the whole list shows.",
                )
                .to_owned(),
            ),
            Err(error) => Self::without(asked, error.message(lang)),
        }
    }

    fn without(asked: &str, sentence: String) -> Self {
        let asked = shown(asked);
        Self {
            asked,
            sentence,
            kind: "none",
            who: String::new(),
            notes: Vec::new(),
            tasks: Vec::new(),
            has_proof: false,
        }
    }

    fn found(found: &Found, lang: Lang) -> Self {
        let (entity, name) = (&found.entity, shown(&found.name));
        let who = match (&found.found_by, lang) {
            (FoundBy::FormerId, Lang::Zh) => format!("{} 是 {entity} {name} 的曾用代码", found.asked),
            (FoundBy::FormerId, Lang::En) => format!("{} is a former code of {entity} {name}", found.asked),
            _ => format!("{entity} {name}"),
        };
        let (kind, sentence) = verdict(found, lang);
        Self {
            asked: found.asked.to_string(),
            sentence: sentence.to_owned(),
            kind,
            who,
            notes: notes(found, lang),
            tasks: found.tasks.iter().map(|task| TaskAnswer::new(task, lang)).collect(),
            has_proof: !found.proof.is_empty(),
        }
    }
}

fn verdict(found: &Found, lang: Lang) -> (&'static str, &'static str) {
    let has = |wanted: fn(&FoundAnswer) -> bool| found.tasks.iter().any(|task| wanted(&task.answer));
    if found.kind != Kind::Outcome {
        return match found.tasks.is_empty() {
            true => (
                "listed",
                lang.pick("在名单里。谁被抽中，现在还没有公开。", "On the list. Who is drawn is not public yet."),
            ),
            false => (
                "excluded",
                lang.pick(
                    "在名单里，有的任务不参加抽取（见下）。谁被抽中，现在还没有公开。",
                    "On the list, and excluded from some tasks (below). Who is drawn is not public yet.",
                ),
            ),
        };
    }
    if has(|answer| matches!(answer, FoundAnswer::Drawn { .. })) || found.visit.is_some() {
        ("drawn", lang.pick("抽中了：要接受检查。", "Drawn: there will be a visit."))
    } else if has(|answer| matches!(answer, FoundAnswer::Reserve { .. })) {
        ("reserve", lang.pick("没有抽中，是候补。", "Not drawn; it is a reserve."))
    } else if has(|answer| matches!(answer, FoundAnswer::NotDrawn)) {
        ("not-drawn", lang.pick("没有抽中：号签大于入选线。", "Not drawn: its ticket is above the threshold."))
    } else if has(|answer| matches!(answer, FoundAnswer::Excluded { .. })) {
        ("excluded", lang.pick("没有参加抽取：未列入（理由见下）。", "Took no part: excluded, for the reason below."))
    } else {
        ("outside", lang.pick("没有参加抽取：不属于任何一层。", "Took no part: it lies in no stratum."))
    }
}

fn notes(found: &Found, lang: Lang) -> Vec<String> {
    let days = |days: &[records::day::Day]| {
        days.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    let mut out = Vec::new();
    if let Some(reason) = &found.void_reason {
        out.push(format!("{}{}", lang.pick("这次抽取已作废，理由：", "This draw is void: "), shown(reason)));
    }
    if let Some(visit) = &found.visit {
        let who =
            visit.seats.iter().filter_map(|seat| seat.inspector.as_ref()).map(ToString::to_string).collect::<Vec<_>>();
        let none = || lang.pick("未定", "none yet").to_owned();
        let when = if visit.days.is_empty() { none() } else { days(&visit.days) };
        let team = if who.is_empty() { none() } else { who.join(lang.pick("、", ", ")) };
        out.push(match lang {
            Lang::Zh => format!("检查日期：{when}。检查组（代号）：{team}。"),
            Lang::En => format!("Days: {when}. Team (pseudonyms): {team}."),
        });
        if !visit.through.is_empty() {
            let through = visit.through.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "));
            out.push(match lang {
                Lang::Zh => format!("抽中的是它使用的 {through}，检查在它这里进行。"),
                Lang::En => format!("What was drawn is {through}, which it uses."),
            });
        }
    }
    for now in &found.now {
        let team: Vec<String> = now.team.iter().flatten().map(ToString::to_string).collect();
        let team = team.join(lang.pick("、", ", "));
        out.push(match lang {
            Lang::Zh => format!("递补以后，{} 的检查：{}，检查组：{team}。", now.visit, days(&now.days)),
            Lang::En => format!("After replacements, the visit to {}: {}, team: {team}.", now.visit, days(&now.days)),
        });
    }
    out
}

impl TaskAnswer {
    fn new(task: &FoundTask, lang: Lang) -> Self {
        let digest = |digest: Option<records::hash::Digest>| digest.map_or(String::new(), |digest| digest.to_string());
        let stratum = task.stratum.as_ref();
        Self {
            name: shown(&task.name),
            sentence: sentence(&task.answer, lang),
            stratum: stratum.map_or(String::new(), |stratum| shown(&stratum.name)),
            numbers: stratum.map_or(String::new(), |stratum| match lang {
                Lang::Zh => {
                    format!("层内 {} 户，抽 {} 户，候补 {} 户", stratum.population, stratum.n, stratum.reserves)
                }
                Lang::En => format!("{} of {} drawn, {} reserves", stratum.n, stratum.population, stratum.reserves),
            }),
            ticket: digest(task.ticket),
            threshold: digest(stratum.and_then(|stratum| stratum.threshold)),
            command: task.command.clone().unwrap_or_default(),
        }
    }
}

fn sentence(answer: &FoundAnswer, lang: Lang) -> String {
    match (answer, lang) {
        (FoundAnswer::Drawn { rank }, Lang::Zh) => format!("抽中，第 {rank} 名"),
        (FoundAnswer::Drawn { rank }, Lang::En) => format!("drawn, rank {rank}"),
        (FoundAnswer::Reserve { rank }, Lang::Zh) => format!("候补，第 {rank} 名"),
        (FoundAnswer::Reserve { rank }, Lang::En) => format!("reserve, rank {rank}"),
        (FoundAnswer::NotDrawn, _) => {
            lang.pick("没有抽中：号签大于入选线", "not drawn: the ticket is above the threshold").to_owned()
        }
        (FoundAnswer::Excluded { reason }, Lang::Zh) => format!("未列入抽取：{}", reason_words(*reason, lang)),
        (FoundAnswer::Excluded { reason }, Lang::En) => format!("excluded: {}", reason_words(*reason, lang)),
        (FoundAnswer::Outside, _) => lang.pick("不属于这项任务的任何一层", "in no stratum of this task").to_owned(),
    }
}
