//! One row for one visit, for the page and for the workbook alike.
//!
//! Source: `docs/PROTOCOL.md`, sections 11 and 15.

use crate::result::{PublicResult, Roster};
use crate::text::{Text, visible};
use crate::words::summary::SUMMARY as W;
use records::frozen::{SeatLine, VisitLine, VisitState};
use records::id::Id;
use records::lists::Item;
use std::collections::BTreeMap;

/// One visit.
#[derive(Clone, Debug)]
pub(crate) struct VisitRow {
    /// Its id, which is the place's.
    pub(crate) id: String,
    /// Name of the entity visited.
    pub(crate) name: Text,
    /// What was drawn, where it is not just the place itself.
    pub(crate) via: Option<Text>,
    /// Area.
    pub(crate) area: String,
    /// Items.
    pub(crate) items: Vec<NamedItem>,
    /// The team.
    pub(crate) team: Vec<Member>,
    /// Days.
    pub(crate) days: Vec<String>,
    /// State.
    pub(crate) state: Text,
}

/// One seat.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Pseudonym, or the name in an office copy; a dash if the seat is empty.
    pub(crate) who: String,
    /// Department.
    pub(crate) department: String,
    /// Leads the team.
    pub(crate) is_lead: bool,
}

/// An item of a visit.
#[derive(Clone, Debug)]
pub(crate) struct NamedItem {
    /// Its id.
    pub(crate) id: String,
    /// Its name, or its id where the list has none.
    pub(crate) name: String,
}

/// Names of items by id.
pub(crate) type ItemNames = BTreeMap<Id, String>;

/// Names of items by id, the sub-item included.
pub(crate) fn item_names(items: &[Item]) -> ItemNames {
    let name = |item: &Item| format!("{} {}", item.name, item.sub_item).trim().to_owned();
    items.iter().map(|item| (item.id.clone(), visible(&name(item)))).collect()
}

/// The row of one visit. With a roster, people are named.
pub(crate) fn visit_row(
    result: &PublicResult<'_>,
    visit: &VisitLine,
    names: &ItemNames,
    roster: Option<&Roster>,
) -> VisitRow {
    let item =
        |id: &Id| NamedItem { id: id.to_string(), name: names.get(id).cloned().unwrap_or_else(|| id.to_string()) };
    VisitRow {
        id: visit.id.to_string(),
        name: visit_name(result, visit),
        via: via(result, visit),
        area: visible(&visit.area),
        items: visit.items.iter().map(item).collect(),
        team: visit.seats.iter().map(|seat| member(result, seat, roster)).collect(),
        days: visit.days.iter().map(ToString::to_string).collect(),
        state: state(visit.state).text(),
    }
}

fn state(state: VisitState) -> crate::text::Word {
    match state {
        VisitState::Dated => W.state_dated,
        VisitState::Undated => W.state_undated,
        VisitState::Unseated => W.state_unseated,
        VisitState::Unpaired => W.state_unpaired,
    }
}

/// The place's own name, or that of the first drawn entity where the list does not have the place.
fn visit_name(result: &PublicResult<'_>, visit: &VisitLine) -> Text {
    let first = visit.draws.first().map(|draw| &draw.entity);
    let label = result.labels.get(&visit.id).or_else(|| result.labels.get(first?));
    label.map_or_else(|| W.unknown_name.text(), |label| Text::same(&label.name))
}

/// The name of a visit that is known by its id only.
pub(super) fn place_name(result: &PublicResult<'_>, visit: &Id) -> Text {
    match result.visits.binary_search_by(|line| line.id.cmp(visit)) {
        Ok(index) => result.visits.get(index).map(|line| visit_name(result, line)).unwrap_or_default(),
        Err(_) => result.labels.get(visit).map_or_else(|| W.unknown_name.text(), |label| Text::same(&label.name)),
    }
}

/// Names the drawn entities unless they are just the place.
fn via(result: &PublicResult<'_>, visit: &VisitLine) -> Option<Text> {
    if visit.draws.iter().all(|draw| draw.entity == visit.id) {
        return None;
    }
    let mut drawn: Vec<&Id> = visit.draws.iter().map(|draw| &draw.entity).collect();
    drawn.dedup();
    let names = names(result, &drawn);
    let what = Text::joined(&names, W.comma);
    Some(Text { zh: W.via.with(&[("what", &what.zh)]).zh, en: W.via.with(&[("what", &what.en)]).en })
}

/// Id and name of each entity.
pub(crate) fn names(result: &PublicResult<'_>, ids: &[&Id]) -> Vec<Text> {
    let name = |id: &Id| result.labels.get(id).map_or("", |label| label.name.as_str());
    ids.iter().map(|id| Text::same(format!("{id} {}", name(id)).trim_end())).collect()
}

/// Name and work number of who stands behind a pseudonym.
pub(super) fn person(id: &Id, roster: &Roster) -> String {
    match roster.get(id) {
        Some(person) => visible(&format!("{}（{}）", person.name, person.work_no)),
        None => id.to_string(),
    }
}

fn member(result: &PublicResult<'_>, seat: &SeatLine, roster: Option<&Roster>) -> Member {
    let pool = result.plan.pools.iter().find(|pool| pool.id == seat.pool);
    let who = match (&seat.inspector, roster) {
        (None, _) => "—".to_owned(),
        (Some(id), None) => id.to_string(),
        (Some(id), Some(roster)) => person(id, roster),
    };
    Member {
        who,
        department: visible(pool.map_or(seat.pool.as_str(), |pool| pool.department.as_str())),
        is_lead: seat.lead,
    }
}
