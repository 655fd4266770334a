//! From the tables of a document to the values of a plan. What the values mean together is judged by `check`.

mod ceremony;
mod condition;
mod people;
mod task;

use records::entropy::FinalSource;
use records::id::Id;
use records::plan::{Authority, Coordination, Period, Plan, Profile, Publish, Simulation};

use super::context::{Context, say};
use super::table::Table;

pub(super) use ceremony::ONLY_CEREMONY;
pub(super) use condition::{is_list_field, reads_private};

const KEYS: &[&str] = &[
    "attempt",
    "authority",
    "calendar",
    "campaign",
    "cases",
    "ceilings",
    "coordination",
    "created",
    "custodians",
    "escrow",
    "final",
    "finish_by",
    "keys",
    "log",
    "min_choice",
    "min_choice_waiver",
    "mode",
    "participants",
    "period",
    "pools",
    "profile",
    "protocol",
    "publish",
    "purpose",
    "quotas",
    "relaxations",
    "replacement",
    "rotation",
    "sequence",
    "simulation",
    "suite",
    "superior",
    "tasks",
    "visits_per_day_max",
];

/// The protocol and the suite that a plan may name and need not.
const PROTOCOL: &str = "mq1";
const SUITE: &str = "sha256";

/// What to write for the purpose and the mode.
const PURPOSE: (&str, &str) = (" \"rehearsal\"（演练）或 \"official\"（正式）", "\"rehearsal\" or \"official\"");
const MODE: (&str, &str) = (" \"open\"（公开）或 \"sealed\"（封存）", "\"open\" or \"sealed\"");

/// Reads a document. Placeholders stand for what was refused.
pub(super) fn plan(cx: &mut Context<'_>, root: &Table<'_>) -> Plan {
    root.known_keys(cx, KEYS);
    fixed(cx, root, "protocol", PROTOCOL);
    fixed(cx, root, "suite", SUITE);
    let rules = cx.config.rules.clone();
    let cases = people::cases(cx, root);
    let number_zh = "第几次，从1起";
    let purpose = root.required(cx, "purpose", PURPOSE.0, PURPOSE.1);
    let mode = root.required(cx, "mode", MODE.0, MODE.1);
    let profile = root.or::<Profile>(cx, "profile", rules.profile);
    let ceremony = ceremony::ceremony(cx, root, purpose, mode, profile);
    Plan {
        protocol: PROTOCOL.to_owned(),
        suite: SUITE.to_owned(),
        purpose,
        mode,
        authority: authority(cx, root),
        campaign: root.text(cx, "campaign", "这次抽查的名称", "the name of the campaign"),
        sequence: root.required(cx, "sequence", number_zh, "the number of the draw, from 1 without gaps"),
        attempt: root.required(cx, "attempt", number_zh, "the number of the attempt, from 1"),
        created: root.required(cx, "created", "制定日期", "the day on which the plan was made"),
        period: period(cx, root),
        calendar: root.or(cx, "calendar", rules.calendar),
        days: Vec::new(),
        finish_by: root.required(cx, "finish_by", "全部公开的最后日期", "the day by which everything is opened"),
        participants: root.required(
            cx,
            "participants",
            "报数各方，如 [\"市场监管局\", \"企业代表\"]",
            "who contributes, such as [\"Market office\", \"A business\"]",
        ),
        profile,
        final_source: final_source(cx, root),
        log: ceremony.log,
        superior: ceremony.superior,
        keys: ceremony.keys,
        escrow: ceremony.escrow,
        custodians: ceremony.custodians,
        replacement: ceremony.replacement,
        coordination: root.or::<Coordination>(cx, "coordination", rules.coordination),
        ceilings: people::ceilings(cx, root, &cases),
        cases,
        pools: people::pools(cx, root),
        quotas: people::quotas(cx, root),
        rotation: people::rotation(cx, root),
        relaxations: people::relaxations(cx, root),
        min_choice: root.or(cx, "min_choice", rules.min_choice),
        min_choice_waiver: root.or(cx, "min_choice_waiver", String::new()),
        visits_per_day_max: root.or(cx, "visits_per_day_max", rules.visits_per_day_max),
        publish: publish(cx, root),
        simulation: simulation(cx, root),
        tasks: task::tasks(cx, root),
        populations: Vec::new(),
        roots: std::collections::BTreeMap::new(),
    }
}

fn fixed(cx: &mut Context<'_>, root: &Table<'_>, key: &str, only: &str) {
    let Some(got) = root.optional::<String>(cx, key) else { return };
    if got != only {
        cx.refuse(
            "version",
            key,
            say(format!("“{got}”不是本程序的版本"), format!("写“{only}”，或删去这一行")),
            say(format!("{got:?} is not what this program does"), format!("write {only:?} or remove the line")),
        );
    }
}

fn authority(cx: &mut Context<'_>, root: &Table<'_>) -> Authority {
    let zh = "抽取单位，如 { id = \"QXX-SCJG\", name = \"…\" }";
    let table = root.required_table(cx, "authority", zh, "who draws, such as { id = \"QXX-SCJG\", name = \"…\" }");
    table.known_keys(cx, &["id", "name"]);
    Authority {
        id: table.required(cx, "id", "永不改变的编号", "an id that never changes"),
        name: table.text(cx, "name", "单位全称", "the name in full"),
    }
}

fn period(cx: &mut Context<'_>, root: &Table<'_>) -> Period {
    let zh = "检查期间，如 { from = 2026-03-16, until = 2026-05-29 }";
    let en = "the days of the visits, such as { from = 2026-03-16, until = 2026-05-29 }";
    let table = root.required_table(cx, "period", zh, en);
    table.known_keys(cx, &["from", "until"]);
    Period {
        from: table.required(cx, "from", "第一天", "the first day"),
        until: table.required(cx, "until", "最后一天", "the last day"),
    }
}

fn final_source(cx: &mut Context<'_>, root: &Table<'_>) -> FinalSource {
    let default = cx.config.rules.final_source.clone();
    if !root.has("final") {
        return default;
    }
    let table = root.table(cx, "final");
    match table.or(cx, "source", "dice".to_owned()).as_str() {
        "dice" => {
            table.known_keys(cx, &["count", "sides", "source"]);
            FinalSource::Dice {
                sides: table.required(cx, "sides", "骰子的面数，10 或 6", "the sides of a die, 10 or 6"),
                count: table.required(cx, "count", "骰子的个数", "the number of dice"),
            }
        }
        "balls" => {
            table.known_keys(cx, &["draws", "of", "pick", "source"]);
            FinalSource::Balls {
                draws: table.required(cx, "draws", "摇几次", "the number of draws"),
                of: table.required(cx, "of", "球的个数", "the number of balls in the drum"),
                pick: table.required(cx, "pick", "每次取几个球", "the balls taken in one draw"),
            }
        }
        "drand" => {
            table.known_keys(cx, &["round", "source"]);
            FinalSource::Drand {
                round: table.required(cx, "round", "drand quicknet 的轮次", "the round of drand's quicknet"),
            }
        }
        other => {
            cx.unknown("final-source", "final.source", ("摇号方式", "final source"), other, ["dice", "balls", "drand"]);
            default
        }
    }
}

fn publish(cx: &mut Context<'_>, root: &Table<'_>) -> Publish {
    let (names, days) = (cx.config.rules.names.clone(), cx.config.rules.results_working_days);
    let table = root.table(cx, "publish");
    table.known_keys(cx, &["inspectors", "names", "results_working_days"]);
    Publish {
        inspectors: table.or(cx, "inspectors", "pseudonyms".to_owned()),
        names: table.or(cx, "names", names),
        results_working_days: table.or(cx, "results_working_days", days),
    }
}

fn simulation(cx: &mut Context<'_>, root: &Table<'_>) -> Simulation {
    let rule = cx.config.rules.simulation;
    let table = root.table(cx, "simulation");
    table.known_keys(cx, &["seeds", "unplaced_max"]);
    Simulation {
        seeds: table.or(cx, "seeds", rule.seeds),
        unplaced_max: table.or(cx, "unplaced_max", rule.unplaced_max),
    }
}

/// Ids in the order of hashing, without those that stand twice (which are refused).
fn sorted_ids(cx: &mut Context<'_>, table: &Table<'_>, key: &str, ids: Vec<Id>) -> Vec<Id> {
    unique(cx, &table.key(key), &ids);
    let mut ids = ids;
    ids.sort();
    ids.dedup();
    ids
}

/// Texts in the order of hashing, without those that stand twice (which are refused).
fn sorted_texts(cx: &mut Context<'_>, table: &Table<'_>, key: &str, default: Vec<String>) -> Vec<String> {
    let mut texts: Vec<String> = table.or(cx, key, default);
    unique(cx, &table.key(key), &texts);
    texts.sort();
    texts.dedup();
    texts
}

/// Refuses what stands twice in a list.
fn unique<T: AsRef<str>>(cx: &mut Context<'_>, key: &str, values: &[T]) {
    for (index, value) in values.iter().enumerate() {
        let value = value.as_ref();
        if values.iter().take(index).any(|earlier| earlier.as_ref() == value) {
            cx.refuse(
                "twice",
                key,
                say(format!("“{value}”写了两次"), "删去一个"),
                say(format!("{value:?} stands there twice"), "remove one"),
            );
        }
    }
}
