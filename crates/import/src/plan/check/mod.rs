//! What the values of a plan mean together. Nothing is concluded from a value that was refused already.

mod ceremony;
mod circle;
mod escrow;
mod header;
mod labels;
mod logic;
mod people;
mod strata;
mod tasks;

use std::collections::BTreeMap;

use records::id::Id;
use records::plan::Plan;

use super::context::{Context, say};
use super::places::element_path;

pub(super) use escrow::custodian_count;

/// Makes every check and fills in the working days.
pub(super) fn plan(cx: &mut Context<'_>, plan: &mut Plan) {
    header::check(cx, plan);
    plan.days = header::working_days(cx, plan);
    escrow::check(cx, plan);
    ceremony::check(cx, plan);
    people::check(cx, plan);
    tasks::check(cx, plan);
    for (index, task) in plan.tasks.iter().enumerate() {
        let path = element_path("tasks", index);
        strata::check(cx, &path, task);
        labels::check(cx, &path, task);
    }
    circle::check(cx, plan);
}

/// Refuses ids that stand twice or are reserved; gives those that can be referred to.
fn ids<'p>(cx: &mut Context<'_>, array: &str, ids: impl Iterator<Item = &'p Id>) -> Vec<&'p str> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, id) in ids.enumerate() {
        let key = format!("{}.id", element_path(array, index));
        if !cx.good(&key) {
            continue;
        }
        let id = id.as_str();
        if let Some(earlier) = first.get(id) {
            let (line, _) = cx.places.position(&format!("{}.id", element_path(array, *earlier)));
            cx.refuse(
                "id-twice",
                &key,
                say(format!("编号“{id}”第{line}行已经用过"), "换一个编号"),
                say(format!("the id {id:?} is taken in line {line}"), "give it another id"),
            );
            continue;
        }
        first.insert(id, index);
        reserved(cx, &key, id);
    }
    first.into_keys().collect()
}

/// `X-` begins ids that the program derives, `I-` the pseudonyms of inspectors.
fn reserved(cx: &mut Context<'_>, key: &str, id: &str) {
    if id.starts_with("X-") || id.starts_with("I-") {
        cx.refuse(
            "id-reserved",
            key,
            say(format!("编号“{id}”的开头是程序专用的"), "不要以 X- 或 I- 开头"),
            say(format!("the id {id:?} begins like those that the program makes"), "do not begin it with X- or I-"),
        );
    }
}
