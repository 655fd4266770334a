//! Rows of the data of a draw.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{SeatLine, SelectedLine, VisitLine, VisitState};
use records::hash::sha256;
use records::id::Id;
use verify::Verified;

use super::super::bundle::{Bundle, Outcome};
use super::super::files::Made;
use super::super::view::shown;
use crate::data::{
    CountsRow, DrawRow, DrawState, FileRow, FilesDocument, Item, SelectedRow, TeamMember, VisitFor, VisitRow,
    VisitStanding,
};

/// A draw in the list of draws.
pub(in crate::site) fn draw_row(address: &str, bundle: &Bundle, verified: &Verified) -> DrawRow {
    DrawRow {
        address: address.to_owned(),
        name: verified.draw.clone(),
        authority: shown(&verified.authority),
        campaign: shown(&verified.campaign),
        state: verified.status.state.into(),
        grade: Some(verified.standing.grade.name().to_owned()),
        created: Some(bundle.plan.created.to_string()),
        counts: Some(counts(bundle, verified)),
        overdue: verified.status.overdue.map(|day| day.to_string()),
        withdrawn: false,
    }
}

/// A draw of which nothing is shown.
pub(in crate::site) fn withdrawn_row(address: &str) -> DrawRow {
    DrawRow {
        address: address.to_owned(),
        name: address.to_owned(),
        authority: String::new(),
        campaign: String::new(),
        state: DrawState::Withdrawn,
        grade: None,
        created: None,
        counts: None,
        overdue: None,
        withdrawn: true,
    }
}

pub(super) fn counts(bundle: &Bundle, verified: &Verified) -> CountsRow {
    let counts = &verified.counts;
    CountsRow {
        entities: counts.entities,
        inspectors: counts.inspectors,
        strata: counts.strata,
        planned: bundle.plan.populations.iter().fold(0, |sum, one| sum.saturating_add(one.n)),
        drawn: counts.drawn,
        reserves: counts.reserves,
        visits: counts.visits,
        dated: counts.dated,
        undated: counts.undated,
        unseated: counts.unseated,
        unpaired: counts.unpaired,
    }
}

/// Names of items.
pub(super) fn item_names(bundle: &Bundle) -> BTreeMap<&Id, &str> {
    bundle.items.iter().map(|item| (&item.id, item.name.as_str())).collect()
}

/// Items by their ids; one that is not on the list has its id for a name.
pub(super) fn items(ids: &[Id], names: &BTreeMap<&Id, &str>) -> Vec<Item> {
    ids.iter()
        .map(|id| Item { id: id.to_string(), name: names.get(id).map_or(id.to_string(), |name| shown(name)) })
        .collect()
}

fn name_of(bundle: &Bundle, id: &Id) -> String {
    bundle.labels.get(id).map_or(String::new(), |label| shown(&label.name))
}

/// All visits, in the order of their ids.
pub(super) fn visits(bundle: &Bundle, outcome: &Outcome) -> Vec<VisitRow> {
    let names = item_names(bundle);
    let departments: BTreeMap<&Id, &str> =
        bundle.plan.tasks.iter().map(|task| (&task.id, task.department.as_str())).collect();
    let member = |seat: &SeatLine| TeamMember {
        inspector: seat.inspector.as_ref().map(ToString::to_string),
        department: seat
            .inspector
            .as_ref()
            .and_then(|id| bundle.inspectors.get(id))
            .map_or(String::new(), |one| shown(&one.department)),
        pool: seat.pool.to_string(),
        lead: seat.lead,
    };
    let row = |visit: &VisitLine| {
        let inspects: BTreeSet<&str> =
            visit.draws.iter().filter_map(|draw| departments.get(&draw.task).copied()).collect();
        let drawn = |draw: &records::frozen::DrawnBy| VisitFor {
            entity: draw.entity.to_string(),
            task: draw.task.to_string(),
            stratum: draw.stratum.to_string(),
            rank: draw.rank,
        };
        VisitRow {
            id: visit.id.to_string(),
            name: name_of(bundle, &visit.id),
            area: shown(&visit.area),
            departments: inspects.into_iter().map(shown).collect(),
            items: items(&visit.items, &names),
            days: visit.days.iter().map(ToString::to_string).collect(),
            duration: visit.duration,
            state: standing(visit.state),
            team: visit.seats.iter().map(member).collect(),
            draws: visit.draws.iter().map(drawn).collect(),
        }
    };
    outcome.visits.iter().map(row).collect()
}

const fn standing(state: VisitState) -> VisitStanding {
    match state {
        VisitState::Dated => VisitStanding::Dated,
        VisitState::Undated => VisitStanding::Undated,
        VisitState::Unseated => VisitStanding::Unseated,
        VisitState::Unpaired => VisitStanding::Unpaired,
    }
}

/// All who are drawn and all reserves, in the order of the bundle.
pub(super) fn selected(bundle: &Bundle, outcome: &Outcome) -> Vec<SelectedRow> {
    let row = |one: &SelectedLine| SelectedRow {
        task: one.task.to_string(),
        stratum: one.stratum.to_string(),
        rank: one.rank,
        entity: one.entity.to_string(),
        name: name_of(bundle, &one.entity),
        reserve: one.reserve,
        ticket: one.ticket.to_string(),
    };
    outcome.selected.iter().map(row).collect()
}

/// The bundle and what was made from it. `size` is that of the manifest, which does not list itself.
pub(super) fn files(address: &str, bundle: &Bundle, verified: &Verified, size: u64, made: &[Made]) -> FilesDocument {
    let row = |path: String, size: u64, sha256: String| {
        let address = format!("/d/{address}/{path}");
        FileRow { path, size, sha256, address }
    };
    let listed = bundle.manifest.files.iter();
    let mut items: Vec<FileRow> = listed
        .map(|file| row(format!("bundle/{}", file.path), file.size, file.sha256.to_string()))
        .chain([row("bundle/manifest.json".to_owned(), size, verified.bundle.to_string())])
        .chain(
            made.iter()
                .map(|one| row(format!("files/{}", one.name), one.bytes.len() as u64, sha256(&one.bytes).to_string())),
        )
        .collect();
    items.sort_by(|a, b| a.path.cmp(&b.path));
    FilesDocument { items }
}
