//! Tasks: who inspects what, where the entities come from, and the team.

use std::collections::BTreeSet;

use records::id::Id;
use records::plan::{Level, Plan, PopulationSource, Purpose, Task, TaskKind, TaskSource};
use records::ratio::Ratio;

use super::super::context::{Context, say};
use super::super::places::element_path;
use super::people::unknown_case;

pub(super) fn check(cx: &mut Context<'_>, plan: &Plan) {
    super::ids(cx, "tasks", plan.tasks.iter().map(|task| &task.id));
    for (index, task) in plan.tasks.iter().enumerate() {
        let path = element_path("tasks", index);
        items(cx, &path, plan, task);
        kind(cx, &path, task);
        population(cx, &path, task);
        references(cx, &path, plan, task);
        duration(cx, &path, plan, task);
        team(cx, &path, plan, task);
        per_day(cx, &path, plan, task);
    }
    lead_department(cx, plan);
}

/// Nothing unlisted is inspected. Only a rehearsal without teams, which inspects nothing, may do without items.
fn items(cx: &mut Context<'_>, path: &str, plan: &Plan, task: &Task) {
    let key = format!("{path}.items");
    if !task.items.is_empty() || cx.any_broken_below(&key) {
        return;
    }
    if task.seats.is_empty() && plan.purpose == Purpose::Rehearsal {
        cx.warn(
            "items-none",
            &key,
            say("任务没有抽查事项，只能抽名单，不能据此检查", "要检查就写上抽查事项的编号"),
            say(
                "the task has no item: entities are drawn, and nothing may be inspected",
                "write the ids of items to inspect",
            ),
        );
        return;
    }
    cx.refuse(
        "items-empty",
        &key,
        say("任务没有抽查事项：没有列入抽查事项清单的不得检查", "写上抽查事项的编号"),
        say("the task has no item, and nothing unlisted is inspected", "write the ids of items"),
    );
}

/// 不定向 draws from the whole library, 定向 within conditions.
fn kind(cx: &mut Context<'_>, path: &str, task: &Task) {
    let (kind, scope) = (format!("{path}.kind"), format!("{path}.scope"));
    if cx.any_broken_below(&scope) || !cx.good(&kind) || !cx.good(&format!("{path}.population")) {
        return;
    }
    match (task.kind, task.scope.is_empty()) {
        (TaskKind::Undirected, false) => cx.refuse(
            "undirected-with-scope",
            &scope,
            say("不定向抽查从全库抽取，不能有条件", "写 kind = \"directed\"（定向），或删去 scope"),
            say("an undirected task draws from the whole library", "write kind = \"directed\" or remove `scope`"),
        ),
        // A list drawn above is itself the condition.
        (TaskKind::Directed, true) if task.population == PopulationSource::List => cx.refuse(
            "directed-without-scope",
            &kind,
            say("定向抽查要有公开的条件", "写 scope = [{ field = …, any = […] }]，或改为 \"undirected\""),
            say(
                "a directed task draws within conditions, and there are none",
                "write scope = [{ field = …, any = […] }], or \"undirected\"",
            ),
        ),
        _ => {}
    }
}

/// A list drawn above belongs to 市抽县查.
fn population(cx: &mut Context<'_>, path: &str, task: &Task) {
    let (key, level) = (format!("{path}.population"), format!("{path}.level"));
    if task.population != PopulationSource::Selection || !cx.all_good(&[&key, &level]) {
        return;
    }
    if task.level != Level::CityCounty {
        cx.refuse(
            "selection-level",
            &key,
            say("上级抽好的名单只用于市抽县查", "写 level = \"city-county\"，或删去 population"),
            say(
                "a list drawn above belongs to the level \"city-county\"",
                "write level = \"city-county\" or remove `population`",
            ),
        );
    }
    if task.strata.iter().any(|stratum| stratum.ratio.is_some_and(|ratio| ratio < Ratio::ONE)) {
        cx.warn(
            "selection-ratio",
            &format!("{path}.strata"),
            say("名单已由上级抽好，这里又只抽其中一部分", "如果不是有意的，写 ratio = \"100%\""),
            say(
                "the list was drawn above, and only a part of it is drawn again",
                "write ratio = \"100%\" unless that is meant",
            ),
        );
    }
}

fn references(cx: &mut Context<'_>, path: &str, plan: &Plan, task: &Task) {
    let key = format!("{path}.ceilings");
    let known: Vec<&str> = plan.ceilings.iter().map(|ceiling| ceiling.id.as_str()).collect();
    for id in task.ceilings.iter().map(Id::as_str) {
        if !known.contains(&id) {
            cx.unknown("unknown-ceiling", &key, ("上限", "ceiling"), id, known.iter().copied());
        }
    }
    let key = format!("{path}.case");
    if !task.case.is_empty() && !plan.cases.contains(&task.case) && cx.good(&key) {
        unknown_case(cx, &key, &task.case, &plan.cases);
    }
    let pools: Vec<&str> = plan.pools.iter().map(|pool| pool.id.as_str()).collect();
    for (index, seat) in task.seats.iter().enumerate() {
        let key = format!("{}.pool", element_path(&format!("{path}.seats"), index));
        if cx.good(&key) && !pools.contains(&seat.pool.as_str()) {
            cx.unknown("unknown-pool", &key, ("人员池", "pool"), seat.pool.as_str(), pools.iter().copied());
        }
    }
}

fn duration(cx: &mut Context<'_>, path: &str, plan: &Plan, task: &Task) {
    let key = format!("{path}.days");
    let days = u64::try_from(plan.days.len()).unwrap_or(u64::MAX);
    if !cx.good(&key) {
        return;
    }
    if task.days == 0 {
        cx.refuse(
            "number-zero",
            &key,
            say("一次检查至少一个工作日", "写1或更大"),
            say("a visit has at least one working day", "write 1 or more"),
        );
    } else if days > 0 && u64::from(task.days) > days {
        cx.refuse(
            "visit-longer-than-period",
            &key,
            say(format!("一次检查{}个工作日，期间只有{days}个", task.days), "延长期间，或改小 days"),
            say(
                format!("a visit of {} working days does not fit a period of {days}", task.days),
                "make the period longer or `days` smaller",
            ),
        );
    }
}

/// At least the rules' minimum from the task's own department, and exactly one lead seat.
fn team(cx: &mut Context<'_>, path: &str, plan: &Plan, task: &Task) {
    let key = format!("{path}.seats");
    if task.seats.is_empty() || cx.any_broken_below(&key) {
        return;
    }
    for (index, seat) in task.seats.iter().enumerate() {
        let path = element_path(&key, index);
        if seat.count == 0 {
            cx.refuse(
                "number-zero",
                &format!("{path}.count"),
                say("席位数不能是0", "写1或更大，或删去这一项"),
                say("a seat count can't be 0", "write 1 or more, or remove the entry"),
            );
        }
        lead_seat(cx, plan, &path, seat);
        over_choice(cx, plan, task, &path, index);
    }
    let leads = task.seats.iter().filter(|seat| seat.lead).count();
    if leads != 1 {
        cx.refuse(
            "lead-seat",
            &key,
            say(format!("检查组要有一个组长席位，这里有{leads}个"), "在一项（只一项）席位里写 lead = true"),
            say(
                format!("a team has one lead, and {leads} entries are marked"),
                "write lead = true in exactly one of the seats",
            ),
        );
    }
    team_minimum(cx, &key, plan, task);
}

fn lead_seat(cx: &mut Context<'_>, plan: &Plan, path: &str, seat: &records::plan::Seat) {
    let anyone = plan.pools.iter().any(|pool| pool.id == seat.pool && pool.role.is_empty());
    if seat.lead && anyone {
        cx.warn(
            "lead-anyone",
            &format!("{path}.lead"),
            say("组长从没有角色要求的人员池里出，谁都可能当组长", "如果不是有意的，另设 role = \"lead\" 的人员池"),
            say(
                "the lead comes from a pool without a role, so anybody may lead",
                "give the lead a pool with role = \"lead\"",
            ),
        );
    }
    // The seat that leads is one; the others of such an entry would be ordinary seats, which a reader can't see.
    if seat.lead && seat.count > 1 {
        let (pool, others) = (&seat.pool, seat.count - 1);
        let lead = format!("{{ pool = \"{pool}\", count = 1, lead = true }}");
        let others = format!("{{ pool = \"{pool}\", count = {others} }}");
        cx.refuse(
            "lead-seat-count",
            &format!("{path}.count"),
            say(format!("组长只有一个，这一项却有{}个席位", seat.count), format!("拆成两项：{lead} 和 {others}")),
            say(
                format!("a team has one lead, and this entry has {} seats", seat.count),
                format!("write {lead} and {others}"),
            ),
        );
    }
}

/// Seats of one pool, over all entries of the task up to this one.
fn over_choice(cx: &mut Context<'_>, plan: &Plan, task: &Task, path: &str, index: usize) {
    let Some(seat) = task.seats.get(index) else { return };
    let before = task.seats.iter().take(index).filter(|other| other.pool == seat.pool);
    let before = before.fold(0_u32, |sum, other| sum.saturating_add(other.count));
    let seats = before.saturating_add(seat.count);
    if before > plan.min_choice || seats <= plan.min_choice || !cx.good("min_choice") {
        return;
    }
    cx.refuse(
        "seats-over-min-choice",
        &format!("{path}.count"),
        say(
            format!("{seats}个席位多于 min_choice（{}），人选再少就没有随机可言", plan.min_choice),
            "改大 min_choice 或减少席位",
        ),
        say(
            format!("{seats} seats are more than `min_choice` ({}), which leaves nothing to chance", plan.min_choice),
            "raise `min_choice` or take fewer seats",
        ),
    );
}

fn team_minimum(cx: &mut Context<'_>, key: &str, plan: &Plan, task: &Task) {
    let department = |seat: &&records::plan::Seat| {
        plan.pools.iter().any(|pool| pool.id == seat.pool && pool.department == task.department)
    };
    let known = task.seats.iter().all(|seat| plan.pools.iter().any(|pool| pool.id == seat.pool));
    let own: u64 = task.seats.iter().filter(department).map(|seat| u64::from(seat.count)).sum();
    let least = u64::from(cx.config.rules.team_min);
    if own < least && known && !cx.any_broken_below("pools") {
        cx.refuse(
            "team-too-small",
            key,
            say(
                format!("“{}”只有{own}个席位，每个检查组至少要{least}名本部门执法人员", task.department),
                "增加席位；协助检查人员不占席位",
            ),
            say(
                format!(
                    "{:?} has {own} seats; a team has at least {least} inspectors of the task's own department",
                    task.department
                ),
                "add seats; helpers never fill one",
            ),
        );
    }
}

/// Visits that the plan asks for in any case and that the days do not hold.
fn per_day(cx: &mut Context<'_>, path: &str, plan: &Plan, task: &Task) {
    let key = format!("{path}.strata");
    let too_long = usize::try_from(task.days).is_ok_and(|days| days > plan.days.len());
    if task.seats.is_empty()
        || too_long
        || plan.visits_per_day_max == 0
        || plan.days.is_empty()
        || !cx.good("visits_per_day_max")
    {
        return;
    }
    let places = u64::from(plan.visits_per_day_max) * u64::try_from(plan.days.len()).unwrap_or(u64::MAX);
    let asked = task.strata.iter().map(|stratum| stratum.count.or(stratum.min).unwrap_or(0));
    let asked = asked.fold(0_u64, u64::saturating_add).saturating_mul(u64::from(task.days));
    if asked > places && !cx.any_broken_below(&key) {
        cx.refuse(
            "visits-over-days",
            &key,
            say(
                format!("至少要{asked}个检查日，而期间每天最多{}次、一共只排得下{places}个", plan.visits_per_day_max),
                "减少户数、延长期间，或改大 visits_per_day_max（0为不限）",
            ),
            say(
                format!("at least {asked} visit-days are asked for, and the period holds {places}"),
                "draw fewer, make the period longer, or raise `visits_per_day_max` (0: no limit)",
            ),
        );
    }
}

/// Joint tasks: one lead department, whose task comes first because its lead seat leads merged visits.
fn lead_department(cx: &mut Context<'_>, plan: &Plan) {
    let mut leads: BTreeSet<&str> = BTreeSet::new();
    for (index, task) in plan.tasks.iter().enumerate().filter(|(_, task)| task.lead) {
        let another = leads.insert(&task.department) && leads.len() > 1;
        let key = format!("{}.lead", element_path("tasks", index));
        if another && cx.good(&key) {
            let names: Vec<&str> = leads.iter().copied().collect();
            cx.refuse(
                "lead-departments",
                &key,
                say(format!("牵头部门只能有一个，这里有：{}", names.join("、")), "只在牵头部门的任务里写 lead = true"),
                say(
                    format!("there is one lead department, and here are {}", names.join(", ")),
                    "write lead = true only in the tasks of the lead department",
                ),
            );
        }
    }
    let good = |cx: &Context<'_>, index: usize, key: &str| cx.good(&format!("{}.{key}", element_path("tasks", index)));
    let is_joint = |(index, task): &(usize, &Task)| task.source == TaskSource::Joint && good(cx, *index, "source");
    let joint: Vec<(usize, &Task)> = plan.tasks.iter().enumerate().filter(is_joint).collect();
    let Some((first, _)) = joint.first().copied() else { return };
    // Which task leads, and which is joint, is what counts here; what else is wrong with a task hides nothing.
    if (0..plan.tasks.len()).any(|index| !good(cx, index, "source") || !good(cx, index, "lead")) {
        return;
    }
    let path = element_path("tasks", first);
    match joint.iter().position(|(_, task)| task.lead) {
        None => cx.refuse(
            "no-lead-department",
            &path,
            say("跨部门任务没有牵头部门", "在牵头部门的任务里写 lead = true"),
            say("the joint tasks have no lead department", "write lead = true in the lead department's task"),
        ),
        Some(0) => {}
        Some(_) => cx.refuse(
            "lead-order",
            &path,
            say("配合部门的任务写在牵头部门前面，合并检查时会由它当组长", "把牵头部门的任务移到最前面"),
            say(
                "a cooperating task stands before the lead department's, so that its head would lead merged visits",
                "move the lead department's task to the front",
            ),
        ),
    }
    if joint.iter().any(|(index, _)| !good(cx, *index, "department")) {
        return;
    }
    let departments: BTreeSet<&str> = joint.iter().map(|(_, task)| task.department.as_str()).collect();
    if departments.len() == 1 {
        cx.warn(
            "joint-alone",
            &format!("{path}.source"),
            say("写的是跨部门，但只有一个部门", "写 source = \"own\"（本部门），或加上配合部门的任务"),
            say("a joint task with one department only", "write source = \"own\" or add the cooperating tasks"),
        );
    }
}
