//! The steps of a ceremony as they stand in the log, and replacements with their reasons.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 23.

use records::events::{Event, LoggedEvent, Replacement};
use records::lang::Lang;

use super::super::bundle::Bundle;
use super::shown;
use super::tables::{stratum_name, task_name};

/// One step: its place in the log, what it is, who took it, and the value.
#[derive(Clone, Debug)]
pub(in crate::site) struct Step {
    pub place: u64,
    pub name: &'static str,
    pub who: String,
    pub value: String,
}

pub(in crate::site) fn steps(bundle: &Bundle, lang: Lang) -> Vec<Step> {
    let operator = shown(&bundle.plan.authority.name);
    let superior = bundle.plan.superior.as_ref().map_or(String::new(), |superior| shown(&superior.name));
    let step = |logged: &LoggedEvent| {
        let (who, value) = match &logged.event.event {
            Event::Announce { plan, .. } => (operator.clone(), plan.to_string()),
            Event::Share { holder, .. } => (shown(holder), String::new()),
            Event::Contribution { label, value } | Event::Reveal { label, value, .. } => (shown(label), shown(value)),
            Event::Commitment { label, commitment } => (shown(label), commitment.to_string()),
            Event::Close { close } => (operator.clone(), close.to_string()),
            Event::Sign { label, .. } => (shown(label), String::new()),
            Event::Roll { records, value, .. } => {
                let who: Vec<String> = records.iter().map(|record| shown(&record.recorder)).collect();
                (who.join(lang.pick("、", ", ")), shown(value))
            }
            Event::Draw(drawn) => {
                let value = drawn.record.or(drawn.seed_hash).map_or(String::new(), |digest| digest.to_string());
                (operator.clone(), value)
            }
            Event::Open { leaf } => (operator.clone(), leaf.to_string()),
            Event::Replace(_) => (operator.clone(), String::new()),
            Event::Finish { record, .. } => (operator.clone(), record.to_string()),
            Event::Void { reason, signature, .. } => {
                let who = if signature.is_some() { superior.clone() } else { operator.clone() };
                (who, shown(reason))
            }
        };
        let name = event_title(logged.event.event.name(), lang);
        Step { place: logged.index, name, who, value }
    };
    bundle.events.iter().map(step).collect()
}

/// An event by its name (section 20.1).
pub(in crate::site) fn event_title(name: &str, lang: Lang) -> &'static str {
    match name {
        "announce" => lang.pick("名单锁定、方案封存", "lists frozen, plan committed"),
        "share" => lang.pick("份额核对无误", "share checked"),
        "contribution" => lang.pick("现场报数", "contribution"),
        "commitment" => lang.pick("交报数封存值", "commitment"),
        "reveal" => lang.pick("揭示报数", "reveal"),
        "close" => lang.pick("报数截止", "close"),
        "sign" => lang.pick("对汇总值签名", "close signed"),
        "roll" => lang.pick("摇号", "final source sampled"),
        "draw" => lang.pick("随机抽取", "draw"),
        "open" => lang.pick("启封", "opening"),
        "replace" => lang.pick("递补", "replacement"),
        "finish" => lang.pick("全部公开、办结", "finished"),
        "void" => lang.pick("作废", "void"),
        _ => lang.pick("其他", "another event"),
    }
}

/// A replacement, in words.
#[derive(Clone, Debug)]
pub(in crate::site) struct Replaced {
    pub date: String,
    pub what: String,
    pub by: String,
    pub reason: String,
    pub approved_by: String,
}

pub(in crate::site) fn replaced(bundle: &Bundle, lang: Lang) -> Vec<Replaced> {
    let plan = &bundle.plan;
    let nobody = lang.pick("无人（报上一级）", "nobody (one level up)");
    let row = |replacement: &Replacement| match replacement {
        Replacement::Inspector { approved_by, by, date, reason, seat, visit, .. } => Replaced {
            date: date.to_string(),
            what: match lang {
                Lang::Zh => format!("{visit} 的检查，第 {} 席", seat.saturating_add(1)),
                Lang::En => format!("visit to {visit}, seat {}", seat.saturating_add(1)),
            },
            by: by.as_ref().map_or(nobody.to_owned(), ToString::to_string),
            reason: shown(reason),
            approved_by: approver(approved_by, lang),
        },
        Replacement::Entity { approved_by, by, date, rank, reason, stratum, task, visit, .. } => {
            let place = format!("{} · {}", task_name(plan, task), stratum_name(plan, task, stratum));
            let name = visit.as_ref().map_or(String::new(), |visit| {
                bundle.labels.get(visit).map_or(visit.to_string(), |label| format!("{} {visit}", shown(&label.name)))
            });
            Replaced {
                date: date.to_string(),
                what: match lang {
                    Lang::Zh => format!("{place}，第 {rank} 名"),
                    Lang::En => format!("{place}, rank {rank}"),
                },
                by: match (by, lang) {
                    (Some(by), Lang::Zh) => format!("第 {by} 名 {name}"),
                    (Some(by), Lang::En) => format!("rank {by} {name}"),
                    (None, _) => nobody.to_owned(),
                },
                reason: shown(reason),
                approved_by: approver(approved_by, lang),
            }
        }
    };
    let of_event = |logged: &LoggedEvent| match &logged.event.event {
        Event::Replace(replacement) => Some(row(replacement)),
        _ => None,
    };
    bundle.events.iter().filter_map(of_event).collect()
}

fn approver(label: &str, lang: Lang) -> String {
    if label == "superior" { lang.pick("上一级", "one level up").to_owned() } else { shown(label) }
}
