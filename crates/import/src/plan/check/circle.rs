//! "As many as the lead draws": every reference is to a stratum that is there, and none comes back to itself.

use std::collections::{BTreeMap, BTreeSet};

use records::plan::{Coordination, Plan};

use super::super::context::{Context, known_words, say};
use super::super::places::element_path;

/// A stratum by the ids of its task and its own.
type Name<'p> = (&'p str, &'p str);

/// A stratum that takes its amount from another one.
#[derive(Clone, Debug)]
struct Reference<'p> {
    path: String,
    to: Name<'p>,
}

pub(super) fn check(cx: &mut Context<'_>, plan: &Plan) {
    let mut references: BTreeMap<Name<'_>, Reference<'_>> = BTreeMap::new();
    for (t, task) in plan.tasks.iter().enumerate() {
        for (s, stratum) in task.strata.iter().enumerate() {
            let path = element_path(&format!("{}.strata", element_path("tasks", t)), s);
            if let (Some(to_task), Some(to_stratum)) = (&stratum.as_task, &stratum.as_stratum) {
                let to = (to_task.as_str(), to_stratum.as_str());
                if exists(cx, plan, &path, to) {
                    references.insert((task.id.as_str(), stratum.id.as_str()), Reference { path, to });
                }
            }
        }
    }
    circles(cx, &references);
    if plan.coordination == Coordination::Independent && cx.good("coordination") {
        for reference in references.values() {
            cx.warn(
                "as-task-independent",
                &format!("{}.as_task", reference.path),
                say("各任务各用号签：户数相同，抽中的企业不同", "要抽中同一批企业，写 coordination = \"positive\""),
                say(
                    "each task has a ticket of its own: as many are drawn, but not the same ones",
                    "write coordination = \"positive\" to draw the same ones",
                ),
            );
        }
    }
}

fn exists(cx: &mut Context<'_>, plan: &Plan, path: &str, to: Name<'_>) -> bool {
    let Some(task) = plan.tasks.iter().find(|task| task.id.as_str() == to.0) else {
        let ids: Vec<&str> = plan.tasks.iter().map(|task| task.id.as_str()).collect();
        cx.unknown("unknown-task", &format!("{path}.as_task"), ("任务", "task"), to.0, ids);
        return false;
    };
    if !task.lead {
        cx.warn(
            "as-task-not-lead",
            &format!("{path}.as_task"),
            say(format!("任务“{}”不是牵头部门的任务", to.0), "看看是不是写错了任务"),
            say(format!("the task {} is not the lead department's", to.0), "see whether this is the right task"),
        );
    }
    let found = task.strata.iter().any(|stratum| stratum.id.as_str() == to.1);
    if !found {
        let ids: Vec<&str> = task.strata.iter().map(|stratum| stratum.id.as_str()).collect();
        let (zh, en) = known_words(to.1, &ids);
        cx.refuse(
            "unknown-stratum",
            &format!("{path}.as_stratum"),
            say(format!("任务“{}”没有层“{}”", to.0, to.1), zh),
            say(format!("the task {} has no stratum {:?}", to.0, to.1), en),
        );
    }
    found
}

/// Names each circle once, at its smallest stratum.
fn circles(cx: &mut Context<'_>, references: &BTreeMap<Name<'_>, Reference<'_>>) {
    let mut named: BTreeSet<Name<'_>> = BTreeSet::new();
    for start in references.keys() {
        let mut trail = vec![*start];
        let mut at = *start;
        while let Some(next) = references.get(&at).map(|reference| reference.to) {
            if next == *start {
                refuse(cx, references, &trail, &mut named);
                break;
            }
            // A trail that runs into another circle belongs to that circle's own start.
            if trail.contains(&next) {
                break;
            }
            trail.push(next);
            at = next;
        }
    }
}

fn refuse<'p>(
    cx: &mut Context<'_>,
    references: &BTreeMap<Name<'p>, Reference<'p>>,
    trail: &[Name<'p>],
    named: &mut BTreeSet<Name<'p>>,
) {
    let Some(start) = trail.first() else { return };
    if named.contains(start) {
        return;
    }
    named.extend(trail);
    let Some(reference) = references.get(start) else { return };
    let around: Vec<String> = trail.iter().chain([start]).map(|(task, stratum)| format!("{task}/{stratum}")).collect();
    let around = around.join(" → ");
    cx.refuse(
        "as-task-circle",
        &format!("{}.as_task", reference.path),
        say(format!("“以……为准”绕成了圈：{around}"), "给其中一层写上 ratio 或 count"),
        say(format!("\"as many as\" goes round in a circle: {around}"), "give one of these strata a ratio or a count"),
    );
}
