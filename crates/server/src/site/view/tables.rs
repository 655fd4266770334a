//! Tables of a draw: its lists, tasks, and strata.

use records::frozen::StratumLine;
use records::id::Id;
use records::lang::Lang;
use records::plan::{Plan, Population, Task, TaskKind};

use super::super::bundle::Bundle;
use super::shown;

/// A frozen list.
#[derive(Clone, Debug)]
pub(in crate::site) struct ListRow {
    pub name: &'static str,
    pub count: u64,
    pub root: String,
}

pub(in crate::site) fn lists(plan: &Plan, lang: Lang) -> Vec<ListRow> {
    let name = |key: &str| match key {
        "entities" => lang.pick("检查对象名单", "entities"),
        "inspectors" => lang.pick("执法检查人员名单（代号）", "inspectors (pseudonyms)"),
        "items" => lang.pick("抽查事项清单", "items"),
        "exclusions" => lang.pick("未列入抽取名单", "exclusions"),
        "barred" => lang.pick("回避封存值", "barred pairs, committed"),
        "apart" => lang.pick("不宜同组封存值", "rotation, committed"),
        "selection" => lang.pick("上级抽取结果", "drawn above"),
        "strata" => lang.pick("分层标签", "stratum labels"),
        _ => lang.pick("其他名单", "another list"),
    };
    plan.roots
        .iter()
        .map(|(key, root)| ListRow { name: name(key), count: root.count, root: root.root.to_string() })
        .collect()
}

/// A task: who inspects what, and whom.
#[derive(Clone, Debug)]
pub(in crate::site) struct TaskRow {
    pub name: String,
    pub department: String,
    pub kind: &'static str,
    pub items: Vec<String>,
    pub seats: String,
}

pub(in crate::site) fn tasks(bundle: &Bundle, lang: Lang) -> Vec<TaskRow> {
    let item =
        |id: &Id| bundle.items.iter().find(|item| item.id == *id).map_or(id.to_string(), |item| shown(&item.name));
    let row = |task: &Task| TaskRow {
        name: shown(&task.name),
        department: shown(&task.department),
        kind: match task.kind {
            TaskKind::Undirected => lang.pick("不定向", "undirected"),
            TaskKind::Directed => lang.pick("定向", "directed"),
        },
        items: task.items.iter().map(item).collect(),
        seats: team(task, lang),
    };
    bundle.plan.tasks.iter().map(row).collect()
}

fn team(task: &Task, lang: Lang) -> String {
    let count: u32 = task.seats.iter().map(|seat| seat.count).sum();
    match (count, lang) {
        (0, Lang::Zh) => "不抽人员".to_owned(),
        (0, Lang::En) => "no inspectors drawn".to_owned(),
        (_, Lang::Zh) => format!("{count} 人，{} 天", task.days),
        (_, Lang::En) => format!("{count} inspectors, days: {}", task.days),
    }
}

/// A stratum: how many there are, how many of them are drawn, and by which rule.
#[derive(Clone, Debug)]
pub(in crate::site) struct StratumRow {
    pub task: String,
    pub stratum: String,
    pub rule: String,
    pub population: u64,
    pub excluded: u64,
    pub n: u64,
    pub share: String,
    pub reserves: u64,
    pub threshold: String,
}

pub(in crate::site) fn strata(bundle: &Bundle, lang: Lang) -> Vec<StratumRow> {
    let plan = &bundle.plan;
    let threshold = |one: &Population| {
        let of = |line: &&StratumLine| (&line.population.task, &line.population.stratum) == (&one.task, &one.stratum);
        let line = bundle.outcome.as_ref().and_then(|outcome| outcome.strata.iter().find(of));
        line.and_then(|line| line.threshold).map_or(String::new(), |threshold| threshold.to_string())
    };
    let row = |one: &Population| StratumRow {
        task: task_name(plan, &one.task),
        stratum: stratum_name(plan, &one.task, &one.stratum),
        rule: rule(plan, one, lang),
        population: one.population,
        excluded: one.excluded,
        n: one.n,
        share: percent(one.n, one.population),
        reserves: one.reserves,
        threshold: threshold(one),
    };
    plan.populations.iter().map(row).collect()
}

/// How the number of a stratum follows.
fn rule(plan: &Plan, one: &Population, lang: Lang) -> String {
    let task = plan.tasks.iter().find(|task| task.id == one.task);
    let Some(stratum) = task.and_then(|task| task.strata.iter().find(|stratum| stratum.id == one.stratum)) else {
        return String::new();
    };
    let mut parts = Vec::new();
    if let Some(count) = stratum.count {
        parts.push(match lang {
            Lang::Zh => format!("抽 {count} 户"),
            Lang::En => format!("{count}"),
        });
    }
    if let Some(ratio) = &stratum.ratio {
        parts.push(format!("{}/{}", ratio.numerator(), ratio.denominator()));
    }
    if stratum.as_task.is_some() {
        parts.push(lang.pick("随其他任务的数量", "as many as another task").to_owned());
    }
    if let Some(min) = stratum.min {
        parts.push(format!("{} {min}", lang.pick("至少", "at least")));
    }
    if let Some(max) = stratum.max {
        parts.push(format!("{} {max}", lang.pick("至多", "at most")));
    }
    parts.join(lang.pick("，", ", "))
}

/// In hundredths of a percent, without a float.
pub(super) fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => {
            let hundredths = u128::from(part) * 10_000 / u128::from(whole);
            format!("{}.{:02} %", hundredths / 100, hundredths % 100)
        }
    }
}

pub(super) fn task_name(plan: &Plan, id: &Id) -> String {
    plan.tasks.iter().find(|task| task.id == *id).map_or(id.to_string(), |task| shown(&task.name))
}

pub(in crate::site) fn stratum_name(plan: &Plan, task: &Id, id: &Id) -> String {
    let task = plan.tasks.iter().find(|one| one.id == *task);
    let stratum = task.and_then(|task| task.strata.iter().find(|stratum| stratum.id == *id));
    stratum.map_or(id.to_string(), |stratum| shown(&stratum.name))
}
