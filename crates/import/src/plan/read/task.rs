//! Tasks, their strata and their seats.

use records::id::Id;
use records::plan::{PopulationSource, Seat, Stratum, Task};
use records::ratio::{Ratio, Rounding};
use toml::de::DeValue;

use super::super::context::{Context, say};
use super::super::table::Table;
use super::super::value::FromValue;
use super::condition::{conditions, reads_private};
use super::sorted_ids;

const TASK_KEYS: &[&str] = &[
    "batches",
    "case",
    "ceilings",
    "days",
    "department",
    "id",
    "items",
    "kind",
    "lead",
    "level",
    "name",
    "overall_min",
    "population",
    "recent_days",
    "scope",
    "seats",
    "source",
    "strata",
];

const STRATUM_KEYS: &[&str] =
    &["as_stratum", "as_task", "batches", "count", "id", "max", "min", "name", "ratio", "reserves", "rounding", "when"];

pub(super) fn tasks(cx: &mut Context<'_>, root: &Table<'_>) -> Vec<Task> {
    let tables = root.tables(cx, "tasks");
    if tables.is_empty() && cx.good("tasks") {
        cx.refuse_value(
            "missing",
            "tasks",
            say("计划里没有任务", "至少写一个 [[tasks]]"),
            say("the plan has no task", "write at least one [[tasks]]"),
        );
    }
    tables.iter().map(|table| task(cx, table)).collect()
}

fn task(cx: &mut Context<'_>, table: &Table<'_>) -> Task {
    table.known_keys(cx, TASK_KEYS);
    batches(cx, table);
    let items: Vec<Id> =
        table.required(cx, "items", "抽查事项的编号，如 [\"SCJG-01\"]", "the ids of the items, such as [\"SCJG-01\"]");
    let ceilings: Vec<Id> = table.or(cx, "ceilings", Vec::new());
    let days = cx.config.rules.days;
    let scope = conditions(cx, table, "scope");
    let strata = strata(cx, table);
    let labelled = scope.iter().chain(strata.iter().flat_map(|s| s.when.iter().flatten())).any(reads_private);
    Task {
        id: table.required(cx, "id", "任务的编号", "the id of the task"),
        name: table.text(cx, "name", "任务的名称", "the name of the task"),
        department: table.text(cx, "department", "实施检查的部门", "the department that inspects"),
        lead: table.or(cx, "lead", false),
        kind: table.required(
            cx,
            "kind",
            " \"undirected\"（不定向）或 \"directed\"（定向）",
            "\"undirected\" or \"directed\"",
        ),
        source: table.required(
            cx,
            "source",
            " \"own\"（本部门）、\"joint\"（跨部门）或 \"upper\"（上级交办）",
            "\"own\", \"joint\" or \"upper\"",
        ),
        level: table.required(
            cx,
            "level",
            " \"city-city\"（市抽市查）、\"city-county\"（市抽县查）或 \"county-county\"（县抽县查）",
            "\"city-city\", \"city-county\" or \"county-county\"",
        ),
        case: table.or(cx, "case", String::new()),
        population: table.or(cx, "population", PopulationSource::List),
        items: sorted_ids(cx, table, "items", items),
        scope,
        scope_sealed: None,
        ceilings: sorted_ids(cx, table, "ceilings", ceilings),
        recent_days: table.or(cx, "recent_days", 0),
        labelled,
        overall_min: overall_min(cx, table),
        strata,
        seats: seats(cx, table),
        days: table.or(cx, "days", days),
    }
}

/// Batches are a function of the engine that no plan of this protocol uses (section 26).
fn batches(cx: &mut Context<'_>, table: &Table<'_>) {
    if !table.has("batches") {
        return;
    }
    cx.refuse_key(
        "batches-none",
        &table.key("batches"),
        say("本版协议的计划不分批", "删去 batches；把每一批写成单独的一次抽取"),
        say("no plan of this protocol has batches", "remove `batches`, and make each batch a draw of its own"),
    );
}

/// A ratio, or the name of a share in the rules.
fn overall_min(cx: &mut Context<'_>, table: &Table<'_>) -> Ratio {
    struct Named(Ratio);
    impl FromValue for Named {
        fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
            let share = value.as_str().and_then(|name| cx.config.rules.shares.get(name));
            match share {
                Some(share) => Some(Named(share.ratio)),
                None => Ratio::from_value(cx, key, value).map(Named),
            }
        }
    }
    table.optional::<Named>(cx, "overall_min").map_or(Ratio::ZERO, |named| named.0)
}

fn strata(cx: &mut Context<'_>, table: &Table<'_>) -> Vec<Stratum> {
    let tables = table.tables(cx, "strata");
    if tables.is_empty() && cx.good(&table.key("strata")) {
        cx.refuse_value(
            "missing",
            &table.key("strata"),
            say("任务没有写抽多少", "至少写一个 [[tasks.strata]]，如 id = \"ALL\", name = \"全部\", ratio = \"5%\""),
            say(
                "the task does not say how many are drawn",
                "write at least one [[tasks.strata]], such as id = \"ALL\", name = \"all\", ratio = \"5%\"",
            ),
        );
    }
    tables.iter().map(|table| stratum(cx, table)).collect()
}

fn stratum(cx: &mut Context<'_>, table: &Table<'_>) -> Stratum {
    table.known_keys(cx, STRATUM_KEYS);
    batches(cx, table);
    let reserves = cx.config.rules.reserves;
    let rounding = rounding(cx, table);
    Stratum {
        id: table.required(cx, "id", "层的编号，如 \"S1\"", "the id of the stratum, such as \"S1\""),
        name: table.text(cx, "name", "层的名称", "the name of the stratum"),
        when: Some(conditions(cx, table, "when")),
        sealed: None,
        count: table.optional(cx, "count"),
        ratio: table.optional(cx, "ratio"),
        rounding,
        as_task: table.optional(cx, "as_task"),
        as_stratum: table.optional(cx, "as_stratum"),
        min: table.optional(cx, "min"),
        max: table.optional(cx, "max"),
        reserves: table.or(cx, "reserves", reserves),
    }
}

/// A ratio always has a rounding rule in the plan; the rules say which where the text does not.
fn rounding(cx: &mut Context<'_>, table: &Table<'_>) -> Option<Rounding> {
    let default = cx.config.rules.rounding;
    let written = table.optional(cx, "rounding");
    if table.has("ratio") { Some(written.unwrap_or(default)) } else { written }
}

fn seats(cx: &mut Context<'_>, table: &Table<'_>) -> Vec<Seat> {
    let mut seats = Vec::new();
    for table in table.tables(cx, "seats") {
        table.known_keys(cx, &["count", "lead", "pool"]);
        seats.push(Seat {
            pool: table.required(cx, "pool", "人员池的编号", "the id of a pool"),
            count: table.required(cx, "count", "席位数", "the number of seats"),
            lead: table.or(cx, "lead", false),
        });
    }
    seats
}
