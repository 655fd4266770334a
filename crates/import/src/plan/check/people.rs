//! Cases, ceilings, pools, quotas and relaxations.

use std::collections::BTreeSet;

use records::plan::{Ceiling, Droppable, Plan, Relaxation};

use super::super::context::{Context, say};
use super::super::places::element_path;
use super::ids;

pub(super) fn check(cx: &mut Context<'_>, plan: &Plan) {
    cases(cx, plan);
    ids(cx, "ceilings", plan.ceilings.iter().map(|ceiling| &ceiling.id));
    for (index, ceiling) in plan.ceilings.iter().enumerate() {
        self::ceiling(cx, plan, &element_path("ceilings", index), ceiling);
    }
    let pools = ids(cx, "pools", plan.pools.iter().map(|pool| &pool.id));
    quotas(cx, plan);
    relaxations(cx, plan, &pools);
    unused(cx, plan);
}

fn cases(cx: &mut Context<'_>, plan: &Plan) {
    let table = cx.config.cases.codes();
    for case in &plan.cases {
        if !table.contains(case) {
            unknown_case(cx, "cases", case, &table);
        }
    }
}

/// Refuses a code that is no individual case; says why where it is often taken for one.
pub(super) fn unknown_case(cx: &mut Context<'_>, key: &str, case: &str, known: &[String]) {
    let config = cx.config;
    if let Some(refused) = config.cases.refused(case) {
        cx.refuse(
            "not-a-case",
            key,
            say(format!("“{case}”不是个案检查：{}", refused.zh), "删去它"),
            say(format!("{case:?} is no individual case: {}", refused.en), "remove it"),
        );
        return;
    }
    let table = config.cases.codes();
    if table.iter().any(|code| code == case) {
        cx.refuse(
            "case-not-in-plan",
            key,
            say(format!("“{case}”不在本计划的 cases 里"), "加进 cases，或删去 cases 一行以使用全部情形"),
            say(
                format!("{case:?} is not among the `cases` of this plan"),
                "add it there, or remove `cases` to use them all",
            ),
        );
        return;
    }
    let known = known.iter().map(String::as_str).filter(|code| table.iter().any(|known| known == code));
    cx.unknown("unknown-case", key, ("个案检查情形", "individual case"), case, known);
}

fn ceiling(cx: &mut Context<'_>, plan: &Plan, path: &str, ceiling: &Ceiling) {
    let key = |name: &str| format!("{path}.{name}");
    if ceiling.count_max == 0 && cx.good(&key("count_max")) {
        cx.refuse(
            "ceiling-zero",
            &key("count_max"),
            say("上限为0，等于一次也不许查", "写1或更大；不查某些企业请用承诺名单（promises）或抽取范围"),
            say(
                "a ceiling of 0 forbids every visit",
                "write 1 or more; use promises or the scope to leave entities out",
            ),
        );
    }
    if ceiling.until < ceiling.from && cx.all_good(&[&key("from"), &key("until")]) {
        cx.refuse(
            "ceiling-backwards",
            &key("until"),
            say(format!("截止日{}早于起算日{}", ceiling.until, ceiling.from), "改正日期"),
            say(format!("until ({}) is before from ({})", ceiling.until, ceiling.from), "mend the dates"),
        );
    } else if ceiling.until < plan.period.from && cx.all_good(&[&key("until"), "period.from"]) {
        cx.warn(
            "ceiling-elsewhere",
            &key("until"),
            say("上限的时段在检查期间开始前就结束了", "看看年份对不对"),
            say("the ceiling's window ends before the period begins", "see whether the year is right"),
        );
    }
    for (name, cases) in [("lifted_by", &ceiling.lifted_by), ("not_counting", &ceiling.not_counting)] {
        for case in cases.iter().filter(|case| !plan.cases.contains(case)) {
            if cx.good(&key(name)) {
                unknown_case(cx, &key(name), case, &plan.cases);
            }
        }
    }
}

fn quotas(cx: &mut Context<'_>, plan: &Plan) {
    let quotas = plan.quotas;
    if quotas.min > quotas.max && cx.all_good(&["quotas.min", "quotas.max"]) {
        cx.refuse(
            "quotas-min-over-max",
            "quotas.min",
            say(format!("最低次数{}大于最高次数{}", quotas.min, quotas.max), "改小 min 或改大 max"),
            say(format!("min {} is above max {}", quotas.min, quotas.max), "lower `min` or raise `max`"),
        );
    }
    for (key, value) in [("quotas.max", quotas.max), ("quotas.daily_max", quotas.daily_max)] {
        if value == 0 && cx.good(key) {
            cx.refuse(
                "number-zero",
                key,
                say("为0就没有人能去检查", "写1或更大"),
                say("with 0 nobody can inspect", "write 1 or more"),
            );
        }
    }
    let capacity = u64::from(quotas.daily_max) * u64::try_from(plan.days.len()).unwrap_or(u64::MAX);
    let known = !plan.days.is_empty() && quotas.daily_max > 0;
    if known && u64::from(quotas.min) > capacity && cx.all_good(&["quotas.min", "quotas.daily_max"]) {
        cx.refuse(
            "quotas-min-over-days",
            "quotas.min",
            say(
                format!("最低{}次，但期间只有{}个工作日、每天最多{}次", quotas.min, plan.days.len(), quotas.daily_max),
                "改小 min，或延长期间",
            ),
            say(
                format!(
                    "min {} does not fit {} working days at {} a day",
                    quotas.min,
                    plan.days.len(),
                    quotas.daily_max
                ),
                "lower `min` or make the period longer",
            ),
        );
    }
}

fn relaxations(cx: &mut Context<'_>, plan: &Plan, pools: &[&str]) {
    let mut dropped: BTreeSet<&str> = BTreeSet::new();
    for (index, step) in plan.relaxations.iter().enumerate() {
        let path = element_path("relaxations", index);
        match step {
            Relaxation::Drop(_) if cx.any_broken_below(&path) => {}
            Relaxation::Drop(rule) => {
                let (word, idle) = match rule.drop {
                    Droppable::Pairs => ("pairs", !has_pairs(plan)),
                    Droppable::HomeArea => ("home_area", !plan.rotation.home_area),
                    Droppable::Minimums => ("minimums", false),
                };
                // The last step is added to a text that does not have it.
                let written = cx.places.is_written(&path);
                if !dropped.insert(word) && written {
                    relaxation_twice(cx, &path, word);
                } else if idle && !cx.any_broken_below("rotation") {
                    relaxation_idle(cx, &path, word);
                }
                let last = index + 1 == plan.relaxations.len();
                if rule.drop == Droppable::Minimums && !last {
                    minimums_last(cx, &path);
                }
            }
            Relaxation::Raise(raise) => {
                if !pools.contains(&raise.quota_max.as_str()) && cx.good(&format!("{path}.quota_max")) {
                    let (key, id) = (format!("{path}.quota_max"), raise.quota_max.as_str());
                    cx.unknown("unknown-pool", &key, ("人员池", "pool"), id, pools.iter().copied());
                }
                if raise.add == 0 && cx.good(&format!("{path}.add")) {
                    cx.refuse(
                        "number-zero",
                        &format!("{path}.add"),
                        say("增加0次等于没有放宽", "写1或更大，或删去这一步"),
                        say("adding 0 relaxes nothing", "write 1 or more, or remove the step"),
                    );
                }
            }
        }
    }
}

/// Whether anything is in force that dropping `pairs` would drop.
fn has_pairs(plan: &Plan) -> bool {
    plan.rotation.pairs || plan.rotation.former_units || plan.rotation.last_visit_days > 0
}

fn relaxation_twice(cx: &mut Context<'_>, path: &str, word: &str) {
    cx.refuse(
        "relaxation-twice",
        &format!("{path}.drop"),
        say(format!("“{word}”已经放宽过"), "删去这一步"),
        say(format!("{word:?} is dropped already"), "remove this step"),
    );
}

fn relaxation_idle(cx: &mut Context<'_>, path: &str, word: &str) {
    cx.warn(
        "relaxation-idle",
        &format!("{path}.drop"),
        say(format!("“{word}”没有启用，放宽它不起作用"), "在 [rotation] 里启用，或删去这一步"),
        say(
            format!("{word:?} is not in force, so that dropping it does nothing"),
            "put it in force or remove the step",
        ),
    );
}

fn minimums_last(cx: &mut Context<'_>, path: &str) {
    cx.refuse(
        "relaxation-order",
        &format!("{path}.drop"),
        say("取消最低次数必须是最后一步", "移到最后，或删去：程序总会把它放在最后"),
        say("dropping the minimums is the last step", "move it to the end, or remove it: it is always added there"),
    );
}

fn unused(cx: &mut Context<'_>, plan: &Plan) {
    for (index, pool) in plan.pools.iter().enumerate() {
        let used = plan.tasks.iter().flat_map(|task| &task.seats).any(|seat| seat.pool == pool.id);
        let path = element_path("pools", index);
        if !used && cx.good(&format!("{path}.id")) && !cx.any_broken_below("tasks") {
            cx.warn(
                "unused-pool",
                &path,
                say(format!("没有任务用人员池“{}”", pool.id), "删去它，或写进任务的 seats"),
                say(format!("no task uses the pool {}", pool.id), "remove it or give it seats"),
            );
        }
    }
    for (index, ceiling) in plan.ceilings.iter().enumerate() {
        let used = plan.tasks.iter().flat_map(|task| &task.ceilings).any(|id| *id == ceiling.id);
        let path = element_path("ceilings", index);
        if !used && cx.good(&format!("{path}.id")) && !cx.any_broken_below("tasks") {
            cx.warn(
                "unused-ceiling",
                &path,
                say(format!("没有任务用上限“{}”", ceiling.id), "删去它，或写进任务的 ceilings"),
                say(format!("no task keeps the ceiling {}", ceiling.id), "remove it or name it in a task's `ceilings`"),
            );
        }
    }
}
