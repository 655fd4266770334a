//! Strata of one task: ids, amounts, and whether each can ever hold an entity.

use records::plan::{Condition, Stratum, Task};
use records::ratio::Ratio;

use super::super::context::{Context, say};
use super::super::places::element_path;
use super::logic::{contradiction, implies, text_holds};

pub(super) fn check(cx: &mut Context<'_>, path: &str, task: &Task) {
    let array = format!("{path}.strata");
    super::ids(cx, &array, task.strata.iter().map(|stratum| &stratum.id));
    for (index, stratum) in task.strata.iter().enumerate() {
        let path = element_path(&array, index);
        amount(cx, &path, stratum);
        limits(cx, &path, stratum);
    }
    if !cx.any_broken_below(&format!("{path}.scope")) {
        reach(cx, path, task);
    }
    overall_min(cx, path, task);
}

/// Exactly one amount, and it is more than nothing.
fn amount(cx: &mut Context<'_>, path: &str, stratum: &Stratum) {
    let written: Vec<&str> = ["count", "ratio", "as_task"]
        .into_iter()
        .filter(|key| cx.places.is_written(&format!("{path}.{key}")))
        .collect();
    match written.as_slice() {
        [] => cx.refuse(
            "stratum-amount",
            path,
            say(
                "没有写这一层抽多少",
                "写 ratio = \"5%\"、count = 户数，或 as_task 和 as_stratum（以牵头单位抽查数为准）",
            ),
            say(
                "the stratum does not say how many are drawn",
                "write ratio = \"5%\", count = a number, or `as_task` with `as_stratum`",
            ),
        ),
        [_] => {}
        several => {
            let names = several.join("、");
            cx.refuse(
                "stratum-amount",
                path,
                say(format!("{names} 只能写一个"), "留下一个；“比例且不少于几户”用 ratio 加 min"),
                say(
                    format!("only one of {} may be there", several.join(", ")),
                    "keep one; \"a share, but at least n\" is `ratio` with `min`",
                ),
            );
        }
    }
    let of_ratio = cx.places.is_written(&format!("{path}.rounding")) && !written.contains(&"ratio");
    if of_ratio && cx.good(path) {
        cx.refuse(
            "rounding-alone",
            &format!("{path}.rounding"),
            say("没有比例就没有取整", "删去 rounding，或写 ratio"),
            say("there is no ratio to round", "remove `rounding` or write a `ratio`"),
        );
    }
    if written.contains(&"as_task") != cx.places.is_written(&format!("{path}.as_stratum")) && cx.good(path) {
        cx.refuse(
            "as-task-alone",
            path,
            say("as_task 和 as_stratum 要一起写", "写明以哪个任务的哪一层为准"),
            say("`as_task` and `as_stratum` go together", "say as many as which stratum of which task"),
        );
    }
    let zero_ratio = stratum.ratio == Some(Ratio::ZERO);
    for (key, zero) in [("ratio", zero_ratio), ("count", stratum.count == Some(0)), ("max", stratum.max == Some(0))] {
        let key = format!("{path}.{key}");
        if zero && cx.good(&key) {
            cx.refuse(
                "amount-zero",
                &key,
                say("这一层一户也抽不到", "写大于0的数；不抽的企业用任务的 scope 条件（none）排除"),
                say(
                    "nothing is ever drawn from this stratum",
                    "write more than 0; leave entities out by a condition `none` of the task's scope",
                ),
            );
        }
    }
}

/// The amount, the minimum and the maximum do not contradict each other.
fn limits(cx: &mut Context<'_>, path: &str, stratum: &Stratum) {
    let pairs = [
        ("min", stratum.min, "max", stratum.max),
        ("min", stratum.min, "count", stratum.count),
        ("count", stratum.count, "max", stratum.max),
    ];
    for (low_name, low, high_name, high) in pairs {
        let (Some(low), Some(high)) = (low, high) else { continue };
        if low > high {
            cx.refuse(
                "min-over-max",
                &format!("{path}.{low_name}"),
                say(format!("{low_name}（{low}）大于 {high_name}（{high}）"), "改正其中一个"),
                say(format!("{low_name} ({low}) is above {high_name} ({high})"), "mend one of them"),
            );
        }
    }
}

/// Whether each stratum can hold an entity that an earlier one does not take.
fn reach(cx: &mut Context<'_>, task_path: &str, task: &Task) {
    let scope: Vec<&Condition> = task.scope.iter().collect();
    if let Some(field) = contradiction(&scope) {
        contradictory(cx, "scope-contradiction", &format!("{task_path}.scope"), field);
        return;
    }
    if never_active(&scope) {
        closed(cx, &format!("{task_path}.scope"));
        return;
    }
    for (index, stratum) in task.strata.iter().enumerate() {
        let path = element_path(&format!("{task_path}.strata"), index);
        let when = format!("{path}.when");
        if cx.any_broken_below(&when) {
            continue;
        }
        let own: Vec<&Condition> = scope.iter().copied().chain(stratum.when.iter().flatten()).collect();
        if let Some(field) = contradiction(&own) {
            contradictory(cx, "stratum-contradiction", &when, field);
        } else if never_active(&own) {
            closed(cx, &when);
        } else if let Some(earlier) = shadow(cx, task_path, task, index, &own) {
            let (line, _) = cx.places.position(&element_path(&format!("{task_path}.strata"), earlier));
            cx.refuse(
                "stratum-unreachable",
                &path,
                say(
                    format!("第{line}行的层已经收走了所有符合这一层条件的企业，这一层永远是空的"),
                    "把条件窄的层移到前面；没有条件的“其余”层放在最后",
                ),
                say(
                    format!("the stratum in line {line} takes every entity that fits this one, which stays empty"),
                    "move narrow strata to the front; the one without conditions comes last",
                ),
            );
        }
    }
    let open_end = task.strata.last().is_some_and(|last| {
        let when: Vec<&Condition> = last.when.iter().flatten().collect();
        !implies(&scope, &when)
    });
    if open_end && !cx.any_broken_below(&format!("{task_path}.strata")) {
        cx.warn(
            "no-catch-all",
            &format!("{task_path}.strata"),
            say("不符合任何一层条件的企业不会被抽到", "如果不是有意的，最后加一层不写 when 的“其余”"),
            say(
                "entities that fit no stratum can't be drawn",
                "unless that is meant, add a last stratum without `when` for the rest",
            ),
        );
    }
}

/// The first earlier stratum that takes all that this one could.
fn shadow(cx: &Context<'_>, task_path: &str, task: &Task, index: usize, own: &[&Condition]) -> Option<usize> {
    let array = format!("{task_path}.strata");
    let takes_all = |(at, earlier): &(usize, &Stratum)| {
        let wide: Vec<&Condition> = earlier.when.iter().flatten().collect();
        !cx.any_broken_below(&format!("{}.when", element_path(&array, *at))) && implies(own, &wide)
    };
    task.strata.iter().enumerate().take(index).find(takes_all).map(|(at, _)| at)
}

fn contradictory(cx: &mut Context<'_>, code: &'static str, key: &str, field: &str) {
    cx.refuse(
        code,
        key,
        say(format!("对“{field}”的几个条件（连同任务的 scope）不可能同时成立"), "改正条件"),
        say(
            format!("the conditions on {field:?}, those of the task's scope included, can't all hold"),
            "mend the conditions",
        ),
    );
}

/// Whether the conditions hold only for entities that are closed, and so excluded from every task.
fn never_active(conditions: &[&Condition]) -> bool {
    conditions.iter().any(|condition| condition.field == "status" && !text_holds(condition, "active"))
}

fn closed(cx: &mut Context<'_>, key: &str) {
    cx.refuse(
        "only-closed",
        key,
        say("条件只留下状态不是 active 的企业，而这些企业总会被排除", "删去对 status 的条件：已注销、吊销的自动排除"),
        say(
            "only entities whose status is not active fit, and those are always excluded",
            "remove the condition on `status`: closed entities are excluded by themselves",
        ),
    );
}

/// A minimum over all strata that their shares stay below.
fn overall_min(cx: &mut Context<'_>, path: &str, task: &Task) {
    let below = !task.strata.is_empty()
        && task.strata.iter().all(|s| s.min.is_none() && s.ratio.is_some_and(|ratio| ratio < task.overall_min));
    if below && !cx.any_broken_below(&format!("{path}.strata")) && cx.good(&format!("{path}.overall_min")) {
        cx.warn(
            "overall-min-unlikely",
            &format!("{path}.overall_min"),
            say("各层比例都低于 overall_min，名单锁定时多半会被拒绝", "提高各层比例，或降低 overall_min"),
            say(
                "every stratum's ratio is below `overall_min`, so that the freeze will most likely refuse",
                "raise the ratios or lower `overall_min`",
            ),
        );
    }
}
