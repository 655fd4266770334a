//! Cases, ceilings, pools, quotas, rotation rules and relaxations.

use records::id::Id;
use records::plan::{AreaRule, Ceiling, DropRule, Droppable, Pool, Quotas, RaiseQuota, Relaxation, Rotation};
use toml::de::DeValue;

use super::super::context::{Context, say};
use super::super::table::Table;
use super::super::value::{FromValue, wrong_type};
use super::{sorted_texts, unique};

/// Cases of the plan: those of the table, or those of them that it names.
pub(super) fn cases(cx: &mut Context<'_>, root: &Table<'_>) -> Vec<String> {
    let all = cx.config.cases.codes();
    sorted_texts(cx, root, "cases", all)
}

/// A ceiling that does not say what lifts it is lifted by the cases of the plan that the table says lift one.
pub(super) fn ceilings(cx: &mut Context<'_>, root: &Table<'_>, cases: &[String]) -> Vec<Ceiling> {
    let lifts = |code: &String| cx.config.cases.cases.iter().any(|case| case.lifts && case.code == *code);
    let lifting: Vec<String> = cases.iter().filter(|code| lifts(code)).cloned().collect();
    let mut ceilings = Vec::new();
    for table in root.tables(cx, "ceilings") {
        let keys = ["count_max", "departments", "from", "id", "lifted_by", "not_counting", "until"];
        table.known_keys(cx, &keys);
        ceilings.push(Ceiling {
            id: table.required(cx, "id", "上限的编号", "the id of the ceiling"),
            count_max: table.required(cx, "count_max", "最多检查几次", "the most visits"),
            departments: sorted_texts(cx, &table, "departments", Vec::new()),
            from: table.required(cx, "from", "从哪天起算，如 2026-01-01", "the first day that counts"),
            until: table.required(cx, "until", "算到哪天，如 2026-12-31", "the last day that counts"),
            lifted_by: sorted_texts(cx, &table, "lifted_by", lifting.clone()),
            not_counting: sorted_texts(cx, &table, "not_counting", Vec::new()),
        });
    }
    ceilings
}

pub(super) fn pools(cx: &mut Context<'_>, root: &Table<'_>) -> Vec<Pool> {
    let mut pools = Vec::new();
    for table in root.tables(cx, "pools") {
        table.known_keys(cx, &["area", "department", "expertise", "id", "role"]);
        let expertise: Vec<String> = table.or(cx, "expertise", Vec::new());
        unique(cx, &table.key("expertise"), &expertise);
        pools.push(Pool {
            id: table.required(cx, "id", "人员池的编号", "the id of the pool"),
            department: table.text(cx, "department", "人员所在部门", "the department of its members"),
            role: table.or(cx, "role", String::new()),
            expertise,
            area: table.or::<AreaRule>(cx, "area", AreaRule::Any),
        });
    }
    pools
}

pub(super) fn quotas(cx: &mut Context<'_>, root: &Table<'_>) -> Quotas {
    let rule = cx.config.rules.quotas;
    let table = root.table(cx, "quotas");
    table.known_keys(cx, &["daily_max", "max", "min"]);
    Quotas {
        min: table.or(cx, "min", rule.min),
        max: table.or(cx, "max", rule.max),
        daily_max: table.or(cx, "daily_max", rule.daily_max),
    }
}

pub(super) fn rotation(cx: &mut Context<'_>, root: &Table<'_>) -> Rotation {
    let rule = cx.config.rules.rotation;
    let table = root.table(cx, "rotation");
    table.known_keys(cx, &["former_units", "home_area", "last_visit_days", "pairs", "together_days"]);
    Rotation {
        pairs: table.or(cx, "pairs", rule.pairs),
        home_area: table.or(cx, "home_area", rule.home_area),
        former_units: table.or(cx, "former_units", rule.former_units),
        last_visit_days: table.or(cx, "last_visit_days", rule.last_visit_days),
        together_days: table.or(cx, "together_days", rule.together_days),
    }
}

/// The steps as written; dropping the minimums is every plan's last, written or not.
pub(super) fn relaxations(cx: &mut Context<'_>, root: &Table<'_>) -> Vec<Relaxation> {
    let mut steps = Vec::new();
    for table in root.tables(cx, "relaxations") {
        table.known_keys(cx, &["add", "drop", "quota_max"]);
        // A placeholder keeps the others at their numbers.
        let refused = Relaxation::Drop(DropRule { drop: Droppable::Pairs });
        steps.push(relaxation(cx, &table).unwrap_or(refused));
    }
    let last = Relaxation::Drop(DropRule { drop: Droppable::Minimums });
    if steps.last() != Some(&last) {
        steps.push(last);
    }
    steps
}

fn relaxation(cx: &mut Context<'_>, table: &Table<'_>) -> Option<Relaxation> {
    match (table.has("drop"), table.has("quota_max")) {
        (true, false) if !table.has("add") => {
            let drop = table.optional::<DroppedRule>(cx, "drop")?.0;
            Some(Relaxation::Drop(DropRule { drop }))
        }
        (false, true) => {
            let quota_max: Option<Id> = table.optional(cx, "quota_max");
            let add = table.required(cx, "add", "每人增加几次", "by how many visits each");
            quota_max.map(|quota_max| Relaxation::Raise(RaiseQuota { add, quota_max }))
        }
        _ if !cx.good(&table.path) => None,
        _ => {
            cx.refuse_value(
                "relaxation-form",
                &table.path,
                say(
                    "每一步放宽只做一件事",
                    "写 drop = \"pairs\"、drop = \"home_area\"，或 quota_max = 人员池编号 和 add = 次数",
                ),
                say(
                    "each relaxation does one thing",
                    "write drop = \"pairs\", drop = \"home_area\", or quota_max = a pool's id with add = a number",
                ),
            );
            None
        }
    }
}

/// A rule that may be dropped. Those that never may are refused with the reason.
struct DroppedRule(Droppable);

const NEVER_DROPPED: [&str; 8] =
    ["law", "conflicts", "certificates", "certificate", "team_min", "回避", "法定回避", "执法证"];

impl FromValue for DroppedRule {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        match value.as_str() {
            None => {
                wrong_type(cx, key, value, " \"pairs\" 或 \"home_area\"", "\"pairs\" or \"home_area\"");
                None
            }
            Some(word) if NEVER_DROPPED.contains(&word) => {
                cx.refuse_value(
                    "relaxation-law",
                    key,
                    say(
                        format!("“{word}”永远不能放宽：回避和执法证是法律规定的"),
                        "删去这一步；排不出的检查会按规则公布并报上一级",
                    ),
                    say(
                        format!("{word:?} is never relaxed: recusal and certificates are the law"),
                        "remove this step; a visit without a lawful team is published and passed one level up",
                    ),
                );
                None
            }
            Some(_) => Droppable::from_value(cx, key, value).map(DroppedRule),
        }
    }
}
