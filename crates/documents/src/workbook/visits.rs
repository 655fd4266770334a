//! The sheets of visits and of reserves.

use super::book::{Book, Column};
use crate::result::{DocumentError, PublicResult, Roster};
use crate::summary::{Member, VisitRow, item_names, names, stratum_name, task_name, visit_row};
use crate::text::Text;
use crate::words::lists::LISTS as L;
use records::frozen::VisitLine;

/// Departments whose tasks caused a visit or whose people have a seat in it, in the plan's order.
pub(super) fn departments<'a>(result: &PublicResult<'a>, visit: &VisitLine) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    let tasks = result.plan.tasks.iter();
    let by_task = tasks.filter(|task| visit.draws.iter().any(|draw| draw.task == task.id));
    let pools = result.plan.pools.iter();
    let by_seat = pools.filter(|pool| visit.seats.iter().any(|seat| seat.pool == pool.id));
    let all = by_task.map(|task| &task.department).chain(by_seat.map(|pool| &pool.department));
    for name in all {
        if !out.contains(&name.as_str()) {
            out.push(name);
        }
    }
    out
}

/// One row for each visit.
pub(super) fn sheet<'a>(
    book: &mut Book,
    name: &str,
    result: &PublicResult<'_>,
    visits: impl Iterator<Item = &'a VisitLine>,
    roster: Option<&Roster>,
) -> Result<(), DocumentError> {
    let columns = [
        Column::new(L.visit, 22),
        Column::new(L.entity_name, 30),
        Column::new(L.area, 12),
        Column::new(L.drawn, 30),
        Column::new(L.departments, 18),
        Column::new(L.items, 44),
        Column::new(L.lead, 24),
        Column::new(L.team, 34),
        Column::new(L.days, 13),
        Column::new(L.state, 12),
    ];
    let items = item_names(result.items);
    let rows = visits.map(|visit| {
        let row = visit_row(result, visit, &items, roster);
        cells(result, visit, row)
    });
    book.sheet(name, &columns, rows)
}

fn cells(result: &PublicResult<'_>, visit: &VisitLine, row: VisitRow) -> Vec<String> {
    let mut drawn: Vec<&records::id::Id> = visit.draws.iter().map(|draw| &draw.entity).collect();
    drawn.dedup();
    let drawn: Vec<String> = names(result, &drawn).into_iter().map(|name| name.zh).collect();
    let member = |member: &Member| format!("{} {}", member.who, member.department);
    let lead: Vec<String> = row.team.iter().filter(|m| m.is_lead).map(member).collect();
    let team: Vec<String> = row.team.iter().map(member).collect();
    let items: Vec<String> = row.items.iter().map(|item| format!("{} {}", item.id, item.name)).collect();
    vec![
        row.id,
        row.name.zh,
        row.area,
        drawn.join("\n"),
        departments(result, visit).join("\n"),
        items.join("\n"),
        lead.join("\n"),
        team.join("\n"),
        row.days.join("\n"),
        both(&row.state),
    ]
}

fn both(text: &Text) -> String {
    if text.zh == text.en { text.zh.clone() } else { format!("{}\n{}", text.zh, text.en) }
}

/// One row for each reserve, in the order in which they would step in.
pub(super) fn reserves(book: &mut Book, result: &PublicResult<'_>) -> Result<(), DocumentError> {
    let columns = [
        Column::new(L.task, 34),
        Column::new(L.stratum, 22),
        Column::new(L.rank, 8),
        Column::new(L.entity, 22),
        Column::new(L.entity_name, 34),
        Column::new(L.ticket, 70),
    ];
    let lines = result.selected.iter().filter(|line| line.reserve);
    let rows = lines.map(|line| {
        let name = result.labels.get(&line.entity).map_or("", |label| label.name.as_str());
        vec![
            task_name(result.plan, &line.task).zh,
            stratum_name(result.plan, &line.task, &line.stratum).zh,
            line.rank.to_string(),
            line.entity.to_string(),
            name.to_owned(),
            line.ticket.to_string(),
        ]
    });
    book.sheet(L.sheet_reserves.zh, &columns, rows)
}
