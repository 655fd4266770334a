//! A plan held against the lists of an office: unlisted items, empty pools, values that no entity has.

use records::day::Day;
use records::plan::{Condition, Plan, Pool, PopulationSource, Task};

use super::context::{Context, known_words, say};
use super::facts::{Facts, InspectorFact, ItemFact, TaskFact};
use super::places::element_path;

/// Most names that a message lists.
const NAMES_MAX: usize = 8;

/// Makes every check of a plan against the lists. Nothing is concluded from a value that was refused already.
pub(super) fn check(cx: &mut Context<'_>, plan: &Plan, facts: &Facts) {
    if facts.entities == 0 {
        cx.refuse(
            "no-entities",
            "tasks",
            say("检查对象名录库是空的", "先导入：mingqian import entities 文件 --into 目录"),
            say("the list of entities is empty", "import it first: mingqian import entities FILE --into DIR"),
        );
    }
    for (index, task) in plan.tasks.iter().enumerate() {
        let path = element_path("tasks", index);
        items(cx, &path, task, facts);
        selection(cx, &path, task, facts);
        values(cx, &path, task, facts);
        overall_min(cx, &path, task, facts);
    }
    for (index, pool) in plan.pools.iter().enumerate() {
        let path = element_path("pools", index);
        if !cx.any_broken_below(&path) {
            self::pool(cx, &path, plan, pool, facts);
        }
    }
    ceilings(cx, plan, facts);
}

/// Unlisted items must be refused; so must those without a legal basis, and those of another department.
fn items(cx: &mut Context<'_>, path: &str, task: &Task, facts: &Facts) {
    let key = format!("{path}.items");
    for id in &task.items {
        match facts.items.get(id) {
            None => {
                let known: Vec<&str> = facts.items.keys().map(|id| id.as_str()).collect();
                let (zh, en) = listed_words(id.as_str(), &known, "items");
                cx.refuse(
                    "item-unlisted",
                    &key,
                    say(format!("事项“{id}”不在抽查事项清单里，未列入的不得检查"), zh),
                    say(format!("the item {id} is not on the list, and nothing unlisted is inspected"), en),
                );
            }
            Some(item) => listed_item(cx, path, task, id.as_str(), item),
        }
    }
    let of_key = |id: &&records::id::Id| facts.items.get(*id).is_some_and(|item| item.importance == "key");
    if !task.ceilings.is_empty() && task.items.iter().any(|id| of_key(&id)) {
        let names: Vec<&str> = task.items.iter().filter(of_key).map(|id| id.as_str()).take(NAMES_MAX).collect();
        cx.warn(
            "key-item-under-ceiling",
            &format!("{path}.ceilings"),
            say(
                format!("重点事项不受上限约束，这里有重点事项 {}", names.join("、")),
                "如果不是有意的，把重点事项另立一个不写 ceilings 的任务",
            ),
            say(
                format!("key items have no ceiling, and {} are key items", names.join(", ")),
                "unless that is meant, give them a task without `ceilings`",
            ),
        );
    }
}

fn listed_item(cx: &mut Context<'_>, path: &str, task: &Task, id: &str, item: &ItemFact) {
    let key = &format!("{path}.items");
    if !item.has_basis {
        cx.refuse(
            "item-without-basis",
            key,
            say(format!("事项“{id}”（{}）没有抽查依据，不得检查", item.name), "在事项清单里补上依据后重新导入"),
            say(
                format!("the item {id} ({}) has no legal basis", item.name),
                "add its basis to the list and import it again",
            ),
        );
    }
    let other = !item.department.is_empty() && item.department != task.department;
    if other && cx.good(&format!("{path}.department")) {
        cx.refuse(
            "item-of-other-department",
            key,
            say(
                format!("事项“{id}”由“{}”实施，不是“{}”", item.department, task.department),
                "写进那个部门的任务；部门名称要与清单里的写法一致",
            ),
            say(
                format!("the item {id} belongs to {:?}, not to {:?}", item.department, task.department),
                "put it into that department's task; names are written as in the list",
            ),
        );
    }
}

/// What a list has, or that it is not there.
fn listed_words(got: &str, known: &[&str], list: &str) -> (String, String) {
    if known.is_empty() {
        let command = format!("mingqian import {list}");
        return say(
            format!("名单 {list} 是空的，先导入：{command} 文件 --into 目录"),
            format!("the list {list} is empty, import it first: {command} FILE --into DIR"),
        );
    }
    known_words(got, known)
}

fn selection(cx: &mut Context<'_>, path: &str, task: &Task, facts: &Facts) {
    let asked = task.population == PopulationSource::Selection && cx.good(&format!("{path}.id"));
    if asked && !facts.selected.contains_key(task.id.as_str()) {
        let known: Vec<&str> = facts.selected.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "—".to_owned() } else { known.join("、") };
        cx.refuse(
            "selection-empty",
            &format!("{path}.population"),
            say(
                format!("上级抽取名单里没有任务“{}”的企业（有的任务：{known}）", task.id),
                "导入 selection 名单，任务编号与这里一致",
            ),
            say(
                format!("the list drawn above has no entity for the task {} (it has: {known})", task.id),
                "import the list `selection`, with this task id",
            ),
        );
    }
}

/// Values that no entity has are mostly a slip of the pen.
fn values(cx: &mut Context<'_>, path: &str, task: &Task, facts: &Facts) {
    let mut lists: Vec<(String, &[Condition])> = vec![(format!("{path}.scope"), &task.scope)];
    for (index, stratum) in task.strata.iter().enumerate() {
        let key = format!("{}.when", element_path(&format!("{path}.strata"), index));
        lists.push((key, stratum.when.as_deref().unwrap_or_default()));
    }
    for (key, conditions) in lists {
        for (index, condition) in conditions.iter().enumerate() {
            let named = condition.any.iter().chain(&condition.none).chain(&condition.prefix);
            let missing: Vec<&str> = named.map(String::as_str).filter(|v| !facts.finds(condition, v)).collect();
            let key = element_path(&key, index);
            if facts.entities > 0 && !missing.is_empty() && !cx.any_broken_below(&key) {
                value_missing(cx, &key, &condition.field, &missing);
            }
        }
    }
}

fn value_missing(cx: &mut Context<'_>, key: &str, field: &str, missing: &[&str]) {
    let shown: Vec<&str> = missing.iter().copied().take(NAMES_MAX).collect();
    cx.warn(
        "value-not-found",
        key,
        say(format!("没有一户企业的“{field}”是：{}", shown.join("、")), "对照名录库里的写法"),
        say(format!("no entity has {field:?} as {}", shown.join(", ")), "compare with how the list writes it"),
    );
}

/// A share of all that the strata can't give. What is excluded is known only at the freeze; where nothing can be, the
/// freeze would refuse for certain.
fn overall_min(cx: &mut Context<'_>, path: &str, task: &Task, facts: &Facts) {
    let key = format!("{path}.overall_min");
    let Some(TaskFact { population, drawn }) = facts.tasks.get(&task.id).copied() else { return };
    let least = u128::from(population) * u128::from(task.overall_min.numerator());
    let below = u128::from(drawn) * u128::from(task.overall_min.denominator()) < least;
    if !below || !cx.good(&key) || cx.any_broken_below(&format!("{path}.strata")) {
        return;
    }
    let needed = least.div_ceil(u128::from(task.overall_min.denominator()).max(1));
    let zh = say(
        format!("各层合计抽{drawn}户，总数{population}户，达不到 overall_min 要求的{needed}户"),
        "提高各层的 ratio、count、min 或 max，或降低 overall_min",
    );
    let en = say(
        format!("the strata give {drawn} of {population} entities, and `overall_min` asks for {needed}"),
        "raise `ratio`, `count`, `min` or `max` of the strata, or lower `overall_min`",
    );
    if task.ceilings.is_empty() && task.recent_days == 0 && !facts.has_promises {
        cx.refuse("overall-min-unmet", &key, zh, en);
    } else {
        cx.warn("overall-min-unmet", &key, zh, en);
    }
}

fn pool(cx: &mut Context<'_>, path: &str, plan: &Plan, pool: &Pool, facts: &Facts) {
    let seats = plan.tasks.iter().map(|task| seats_of(task, pool)).max().unwrap_or(0);
    if seats == 0 {
        return;
    }
    // A day that could not be read keeps nobody out.
    let from = if cx.good("period.from") { plan.period.from } else { Day::MIN };
    let until = if cx.good("period.until") { plan.period.until } else { Day::MAX };
    let members: Vec<&InspectorFact> =
        facts.inspectors.iter().filter(|inspector| inspector.is_member(pool, from, until)).collect();
    let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
    if members.is_empty() {
        empty_pool(cx, path, pool, facts);
        return;
    }
    let waived = !plan.min_choice_waiver.is_empty();
    let least = if waived { seats } else { seats.max(u64::from(plan.min_choice)) };
    if count < least {
        cx.refuse(
            "pool-too-small",
            path,
            say(
                format!(
                    "人员池“{}”只有{count}人，至少要{least}人（席位{seats}个，min_choice {}）",
                    pool.id, plan.min_choice
                ),
                "补充人员、放宽 role 或 expertise；确经上一级同意的写 min_choice_waiver",
            ),
            say(
                format!(
                    "the pool {} has {count} members; {least} are needed (seats {seats}, min_choice {})",
                    pool.id, plan.min_choice
                ),
                "add inspectors, ask for less role or expertise, or write a `min_choice_waiver`",
            ),
        );
        return;
    }
    thin_areas(cx, path, plan, pool, &members, least, facts);
    capacity(cx, path, plan, pool, count);
}

fn seats_of(task: &Task, pool: &Pool) -> u64 {
    task.seats.iter().filter(|seat| seat.pool == pool.id).map(|seat| u64::from(seat.count)).sum()
}

fn empty_pool(cx: &mut Context<'_>, path: &str, pool: &Pool, facts: &Facts) {
    let of_department = facts.inspectors.iter().filter(|i| i.department == pool.department).count();
    let (zh, en) = if of_department == 0 {
        let known: Vec<&str> = facts.departments.iter().map(String::as_str).collect();
        let (zh, en) = listed_words(&pool.department, &known, "inspectors");
        (format!("没有“{}”的可用人员；{zh}", pool.department), format!("nobody is of {:?}; {en}", pool.department))
    } else {
        (
            format!("该部门有{of_department}名可用人员，但没有人符合角色、专长和证件有效期；改正池或名录库"),
            format!("{of_department} are of the department, and none has its role, expertise and a valid certificate"),
        )
    };
    cx.refuse(
        "pool-empty",
        path,
        say(format!("人员池“{}”里一个人也没有", pool.id), zh),
        say(format!("the pool {} has no member", pool.id), en),
    );
}

/// Areas in which fewer than needed may take the seat: freeze refuses if an entity of such an area is drawn from.
fn thin_areas(
    cx: &mut Context<'_>,
    path: &str,
    plan: &Plan,
    pool: &Pool,
    members: &[&InspectorFact],
    least: u64,
    facts: &Facts,
) {
    let home = plan.rotation.home_area;
    let thin = |area: &&String| {
        let there = members.iter().filter(|inspector| inspector.may_visit(pool, area, home)).count();
        u64::try_from(there).is_ok_and(|there| there < least)
    };
    let areas: Vec<&str> = facts.areas.keys().filter(thin).map(String::as_str).collect();
    if areas.is_empty() {
        return;
    }
    let shown: Vec<&str> = areas.iter().copied().take(NAMES_MAX).collect();
    // Entities without an area are an area of their own: only inspectors without areas may go there.
    let named = |none: &'static str| shown.iter().map(move |area| if area.is_empty() { none } else { *area });
    let shown_zh = named("（未填地区）").collect::<Vec<_>>().join("、");
    let shown_en = named("(no area)").collect::<Vec<_>>().join(", ");
    let all = areas.len();
    cx.warn(
        "pool-thin-in-area",
        path,
        say(
            format!("人员池“{}”在{all}个地区不足{least}人：{shown_zh}", pool.id),
            "给这些地区增加人员，否则名单锁定会被拒绝",
        ),
        say(
            format!("the pool {} has fewer than {least} members for {all} areas: {shown_en}", pool.id),
            "add inspectors there, or the freeze may refuse",
        ),
    );
}

/// Seats that are asked for in any case, against the places that the quotas give.
fn capacity(cx: &mut Context<'_>, path: &str, plan: &Plan, pool: &Pool, members: u64) {
    let sure = |task: &Task| {
        let asked = task.strata.iter().map(|stratum| stratum.count.or(stratum.min).unwrap_or(0));
        asked.fold(0_u64, u64::saturating_add).saturating_mul(seats_of(task, pool))
    };
    // Visits of several tasks may merge, so only the task that asks for most is sure.
    let asked = plan.tasks.iter().map(sure).max().unwrap_or(0);
    let places = members.saturating_mul(u64::from(plan.quotas.max));
    if asked > places && cx.good("quotas.max") {
        cx.warn(
            "pool-over-quota",
            path,
            say(
                format!("人员池“{}”要{asked}人次，{members}人每人最多{}次只有{places}人次", pool.id, plan.quotas.max),
                "改大 quotas.max、补充人员或少抽；否则部分检查会排不出而报上一级",
            ),
            say(
                format!(
                    "the pool {} needs {asked} places, and {members} members with {} each have {places}",
                    pool.id, plan.quotas.max
                ),
                "raise `quotas.max`, add inspectors or draw fewer, or visits will be set aside",
            ),
        );
    }
}

/// A ceiling on a department that nobody has heard of counts nothing.
fn ceilings(cx: &mut Context<'_>, plan: &Plan, facts: &Facts) {
    let own = plan.tasks.iter().map(|task| task.department.as_str());
    let known: Vec<&str> = facts.departments.iter().map(String::as_str).chain(own).collect();
    for (index, ceiling) in plan.ceilings.iter().enumerate() {
        for department in ceiling.departments.iter().filter(|name| !known.contains(&name.as_str())) {
            let (zh, en) = known_words(department, &known);
            cx.warn(
                "ceiling-department",
                &format!("{}.departments", element_path("ceilings", index)),
                say(format!("名单里没有部门“{department}”，这个上限不会计数"), zh),
                say(format!("no list names the department {department:?}, so that the ceiling counts nothing"), en),
            );
        }
    }
}
