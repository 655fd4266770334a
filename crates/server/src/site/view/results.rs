//! Visits of an outcome, grouped as people look for them.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{VisitLine, VisitState};
use records::id::Id;
use records::lang::Lang;

use super::super::bundle::{Bundle, Outcome};
use super::shown;

/// One visit.
#[derive(Clone, Debug)]
pub(in crate::site) struct ResultRow {
    pub id: String,
    pub name: String,
    pub area: String,
    pub departments: Vec<String>,
    pub items: Vec<String>,
    pub days: Vec<String>,
    pub team: Vec<Member>,
    pub state: &'static str,
}

/// Somebody who goes.
#[derive(Clone, Debug)]
pub(in crate::site) struct Member {
    pub id: String,
    pub department: String,
    pub lead: bool,
}

/// By what visits are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) enum Grouping {
    Department,
    Area,
    Item,
    Date,
}

impl Grouping {
    pub(in crate::site) const ALL: [Grouping; 4] =
        [Grouping::Department, Grouping::Area, Grouping::Item, Grouping::Date];

    /// Its part of an address.
    pub(in crate::site) const fn address(self) -> &'static str {
        match self {
            Grouping::Department => "by-department",
            Grouping::Area => "by-area",
            Grouping::Item => "by-item",
            Grouping::Date => "by-date",
        }
    }

    pub(in crate::site) const fn title(self, lang: Lang) -> &'static str {
        match self {
            Grouping::Department => lang.pick("按部门", "by department"),
            Grouping::Area => lang.pick("按地区", "by area"),
            Grouping::Item => lang.pick("按事项", "by item"),
            Grouping::Date => lang.pick("按日期", "by date"),
        }
    }

    fn of(self, row: &ResultRow, lang: Lang) -> Vec<String> {
        let none = lang.pick("（未写明）", "(not given)");
        let or_none = |values: Vec<String>| if values.is_empty() { vec![none.to_owned()] } else { values };
        match self {
            Grouping::Department => or_none(row.departments.clone()),
            Grouping::Area => or_none(Some(row.area.clone()).filter(|area| !area.is_empty()).into_iter().collect()),
            Grouping::Item => or_none(row.items.clone()),
            Grouping::Date => {
                let first = row.days.first().cloned();
                vec![first.unwrap_or_else(|| lang.pick("未定日期", "no date").to_owned())]
            }
        }
    }
}

/// All visits, in the order of their ids.
pub(in crate::site) fn rows(bundle: &Bundle, outcome: &Outcome, lang: Lang) -> Vec<ResultRow> {
    let items: BTreeMap<&Id, &str> = bundle.items.iter().map(|item| (&item.id, item.name.as_str())).collect();
    let departments: BTreeMap<&Id, &str> =
        bundle.plan.tasks.iter().map(|task| (&task.id, task.department.as_str())).collect();
    let row = |visit: &VisitLine| {
        let inspects: BTreeSet<&str> =
            visit.draws.iter().filter_map(|draw| departments.get(&draw.task).copied()).collect();
        ResultRow {
            id: visit.id.to_string(),
            name: bundle.labels.get(&visit.id).map_or(String::new(), |label| shown(&label.name)),
            area: shown(&visit.area),
            departments: inspects.into_iter().map(shown).collect(),
            items: visit.items.iter().map(|id| items.get(id).map_or(id.to_string(), |name| shown(name))).collect(),
            days: visit.days.iter().map(ToString::to_string).collect(),
            team: team(bundle, visit),
            state: state(visit.state, lang),
        }
    };
    outcome.visits.iter().map(row).collect()
}

fn team(bundle: &Bundle, visit: &VisitLine) -> Vec<Member> {
    let member = |(id, lead): (&Id, bool)| Member {
        id: id.to_string(),
        department: bundle.inspectors.get(id).map_or(String::new(), |one| shown(&one.department)),
        lead,
    };
    visit.seats.iter().filter_map(|seat| Some((seat.inspector.as_ref()?, seat.lead))).map(member).collect()
}

const fn state(state: VisitState, lang: Lang) -> &'static str {
    match state {
        VisitState::Dated => lang.pick("已定日期", "dated"),
        VisitState::Undated => lang.pick("未定日期，报上一级", "no date found, one level up"),
        VisitState::Unseated => lang.pick("搁置，报上一级", "set aside, one level up"),
        VisitState::Unpaired => lang.pick("不抽人员", "no inspectors drawn"),
    }
}

/// The visits of each group, groups by name; a visit of two departments stands in both.
pub(in crate::site) fn groups(all: &[ResultRow], by: Grouping, lang: Lang) -> Vec<(String, Vec<&ResultRow>)> {
    let mut out: BTreeMap<String, Vec<&ResultRow>> = BTreeMap::new();
    for row in all {
        for name in by.of(row, lang) {
            out.entry(name).or_default().push(row);
        }
    }
    out.into_iter().collect()
}
