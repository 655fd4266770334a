//! Tasks, strata, exclusions and items.
//!
//! Source: `docs/PROTOCOL.md`, sections 5, 6.4 and 6.8.

use crate::result::PublicResult;
use crate::text::{Text, Word, percent, visible};
use crate::words::summary::SUMMARY as W;
use records::frozen::{ExclusionReason, StratumLine};
use records::id::Id;
use records::plan::{Level, Plan, Population, Seat, Task, TaskKind, TaskSource};

/// Digits of a threshold that the page shows.
const THRESHOLD_DIGITS: usize = 16;

/// One task.
#[derive(Clone, Debug)]
pub(crate) struct TaskRow {
    /// Id and name.
    pub(crate) name: Text,
    /// Department, and whether it leads.
    pub(crate) department: Text,
    /// 不定向 or 定向, source, level, case.
    pub(crate) kind: Text,
    /// Seats of a team.
    pub(crate) seats: Text,
    /// Days of a visit.
    pub(crate) days: String,
}

/// One stratum, or the sum.
#[derive(Clone, Debug)]
pub(crate) struct StratumRow {
    /// Whether it is the sum.
    pub(crate) is_total: bool,
    /// Task.
    pub(crate) task: Text,
    /// Stratum.
    pub(crate) stratum: Text,
    /// Population, excluded, drawn, share, reserves.
    pub(crate) numbers: [String; 5],
    /// The threshold's first digits in groups, or a dash.
    pub(crate) threshold: String,
}

/// Exclusions of one task.
#[derive(Clone, Debug)]
pub(crate) struct ExclusionRow {
    /// Task.
    pub(crate) task: Text,
    /// Counts in the order of [`REASONS`].
    pub(crate) counts: [String; 4],
    /// Their sum.
    pub(crate) total: String,
}

/// One item.
#[derive(Clone, Debug)]
pub(crate) struct ItemRow {
    /// Id, or the code as written.
    pub(crate) id: String,
    /// Name and sub-item.
    pub(crate) name: Text,
    /// Department.
    pub(crate) department: Text,
    /// 重点 or 一般.
    pub(crate) importance: Text,
    /// Legal basis.
    pub(crate) basis: Text,
}

/// Coded reasons in the order in which they are tried, with their words.
pub(crate) const REASONS: [(ExclusionReason, Word); 4] = [
    (ExclusionReason::Closed, W.reason_closed),
    (ExclusionReason::Promise, W.reason_promise),
    (ExclusionReason::Ceiling, W.reason_ceiling),
    (ExclusionReason::Recent, W.reason_recent),
];

pub(super) fn tasks(plan: &Plan) -> Vec<TaskRow> {
    plan.tasks.iter().map(|task| task_row(plan, task)).collect()
}

fn task_row(plan: &Plan, task: &Task) -> TaskRow {
    let name = visible(&task.department);
    let department = match (task.source, task.lead) {
        // Whoever inspects alone neither leads nor cooperates.
        (TaskSource::Own, _) => Text::same(name),
        (_, true) => W.lead_department.with(&[("department", &name)]),
        (_, false) => W.cooperating.with(&[("department", &name)]),
    };
    let kind = match task.kind {
        TaskKind::Undirected => W.undirected,
        TaskKind::Directed => W.directed,
    };
    let source = match task.source {
        TaskSource::Own => W.source_own,
        TaskSource::Joint => W.source_joint,
        TaskSource::Upper => W.source_upper,
    };
    let level = match task.level {
        Level::CityCity => W.city_city,
        Level::CityCounty => W.city_county,
        Level::CountyCounty => W.county_county,
    };
    let mut kinds = vec![kind.text(), source.text(), level.text()];
    if !task.case.is_empty() {
        kinds.push(Text::joined(&[W.case.text(), Text::same(&task.case)], W.colon));
    }
    TaskRow {
        name: Text::same(format!("{} {}", task.id, task.name)),
        department,
        kind: Text::joined(&kinds, W.comma),
        seats: seats(plan, task),
        days: task.days.to_string(),
    }
}

fn seats(plan: &Plan, task: &Task) -> Text {
    if task.seats.is_empty() {
        return W.no_seats.text();
    }
    let parts: Vec<Text> = task.seats.iter().map(|seat| seat_text(plan, seat)).collect();
    Text::joined(&parts, W.semicolon)
}

/// Whose seats they are, what the pool asks for, and how many. That a lead is asked for is said once.
fn seat_text(plan: &Plan, seat: &Seat) -> Text {
    let pool = plan.pools.iter().find(|candidate| candidate.id == seat.pool);
    let role = match pool.map_or("", |pool| pool.role.as_str()) {
        "lead" if seat.lead => None,
        "" => None,
        "lead" => Some(W.lead_mark.text()),
        "expert" => Some(W.expert_mark.text()),
        other => Some(Text::same(visible(other))),
    };
    let expertise = pool.into_iter().flat_map(|pool| &pool.expertise).map(|asked| Text::same(visible(asked)));
    let asked: Vec<Text> = role.into_iter().chain(expertise).collect();
    let department = visible(pool.map_or(seat.pool.as_str(), |pool| &pool.department));
    let (word, count) = (if seat.lead { W.seat_lead } else { W.seat }, seat.count.to_string());
    let asked = Text::joined(&asked, W.comma);
    let fill = |asked: &str, open: &str, close: &str| match asked {
        "" => department.clone(),
        _ => format!("{department}{open}{asked}{close}"),
    };
    Text {
        zh: word.with(&[("department", &fill(&asked.zh, "（", "）")), ("count", &count)]).zh,
        en: word.with(&[("department", &fill(&asked.en, " (", ")")), ("count", &count)]).en,
    }
}

/// Id and name of a task, or its id where the plan does not know it.
pub(crate) fn task_name(plan: &Plan, id: &Id) -> Text {
    let name = plan.tasks.iter().find(|task| task.id == *id).map(|task| task.name.as_str());
    Text::same(format!("{id} {}", name.unwrap_or_default()).trim_end())
}

/// Id and name of a stratum.
pub(crate) fn stratum_name(plan: &Plan, task: &Id, id: &Id) -> Text {
    let task = plan.tasks.iter().find(|candidate| candidate.id == *task);
    let found = task.and_then(|task| task.strata.iter().find(|stratum| stratum.id == *id));
    Text::same(format!("{id} {}", found.map_or("", |stratum| stratum.name.as_str())).trim_end())
}

pub(super) fn strata(result: &PublicResult<'_>) -> Vec<StratumRow> {
    let mut rows: Vec<StratumRow> = result.strata.iter().map(|line| stratum_row(result.plan, line)).collect();
    let sum = |of: fn(&Population) -> u64| -> u64 { result.strata.iter().map(|line| of(&line.population)).sum() };
    let (population, n) = (sum(|p| p.population), sum(|p| p.n));
    rows.push(StratumRow {
        is_total: true,
        task: W.total.text(),
        stratum: Text::default(),
        numbers: [
            population.to_string(),
            sum(|p| p.excluded).to_string(),
            n.to_string(),
            percent(n, population),
            sum(|p| p.reserves).to_string(),
        ],
        threshold: String::new(),
    });
    rows
}

fn stratum_row(plan: &Plan, line: &StratumLine) -> StratumRow {
    let counted = &line.population;
    let threshold = line.threshold.as_ref().map(|digest| {
        let digits: String = digest.to_string().chars().take(THRESHOLD_DIGITS).collect();
        format!("{} …", crate::text::groups(&digits).join(" "))
    });
    StratumRow {
        is_total: false,
        task: task_name(plan, &counted.task),
        stratum: stratum_name(plan, &counted.task, &counted.stratum),
        numbers: [
            counted.population.to_string(),
            counted.excluded.to_string(),
            counted.n.to_string(),
            percent(counted.n, counted.population),
            counted.reserves.to_string(),
        ],
        threshold: threshold.unwrap_or_else(|| "—".to_owned()),
    }
}

pub(super) fn exclusions(result: &PublicResult<'_>) -> Vec<ExclusionRow> {
    let counts = |task: &Task| REASONS.map(|(reason, _)| result.exclusions.get(&task.id, reason));
    let rows: Vec<(&Task, [u64; 4])> = result.plan.tasks.iter().map(|task| (task, counts(task))).collect();
    if rows.iter().all(|(_, counts)| counts.iter().sum::<u64>() == 0) {
        return Vec::new();
    }
    rows.into_iter()
        .map(|(task, counts)| ExclusionRow {
            task: task_name(result.plan, &task.id),
            counts: counts.map(|count| count.to_string()),
            total: counts.iter().sum::<u64>().to_string(),
        })
        .collect()
}

pub(super) fn items(result: &PublicResult<'_>) -> Vec<ItemRow> {
    result
        .items
        .iter()
        .map(|item| {
            let parts = [&item.name, &item.sub_item].map(|part| part.trim());
            let importance = match item.importance.as_str() {
                "key" => W.importance_key.text(),
                "general" => W.importance_general.text(),
                other => Text::same(other),
            };
            ItemRow {
                id: visible(if item.code.is_empty() { item.id.as_str() } else { &item.code }),
                name: Text::same(parts.join(" ").trim_end()),
                department: Text::same(&item.department),
                importance,
                basis: Text::same(&item.basis),
            }
        })
        .collect()
}
