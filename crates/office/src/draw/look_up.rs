//! What the office's list says of the selected entities: where they are visited, who is barred from them, their names.

use crate::error::{OfficeError, Result};
use crate::index::{Index, LineFinder};
use crate::store::Store;
use documents::{EntityLabel, Labels};
use draw::freeze::Freezer;
use draw::select::Selection;
use draw::visits::Place;
use records::canonical;
use records::frozen::Opening;
use records::id::Id;
use records::lists::List;

/// See the module. Places and openings are those of the drawn, labels also those of reserves and of places.
#[derive(Clone, Debug, Default)]
pub(crate) struct LookedUp {
    pub places: Vec<Place>,
    pub openings: Vec<Opening>,
    pub labels: Labels,
}

/// Looks up everybody selected.
pub(super) fn selected_ids(selection: &Selection) -> Vec<&Id> {
    let all = selection.strata.iter().flat_map(|stratum| stratum.drawn.iter().chain(&stratum.reserves));
    let mut ids: Vec<&Id> = all.map(|ranked| &ranked.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Looks up everybody selected, in the list that was just frozen.
pub(crate) fn look_up(store: &Store, freezer: &Freezer<'_>, index: &Index, selection: &Selection) -> Result<LookedUp> {
    let drawn = selection.drawn_ids();
    let ids = selected_ids(selection);
    let mut out = look_up_ids(store, freezer, index, &ids)?;
    out.places.retain(|place| drawn.binary_search(&&place.id).is_ok());
    out.openings.retain(|opening| drawn.binary_search(&&opening.id).is_ok());
    // A visit to equipment is named after its user, who need not be drawn himself.
    let mut users: Vec<&Id> = out.places.iter().filter_map(|place| place.user_id.as_ref()).collect();
    users.retain(|id| !out.labels.contains_key(*id));
    users.sort_unstable();
    users.dedup();
    let codes: Vec<&[u8]> = users.iter().map(|id| id.as_bytes()).collect();
    let path = store.list_path(List::Entities);
    let found = LineFinder::new(index)?.find(&path, &codes, |line| label(store, line))?;
    let labels: Vec<(Id, EntityLabel)> =
        found.into_iter().map(|(number, label)| (users[number].clone(), label)).collect();
    out.labels.extend(labels);
    Ok(out)
}

/// Looks up these entities, whose ids ascend.
pub(crate) fn look_up_ids(store: &Store, freezer: &Freezer<'_>, index: &Index, ids: &[&Id]) -> Result<LookedUp> {
    let codes: Vec<&[u8]> = ids.iter().map(|id| id.as_bytes()).collect();
    let path = store.list_path(List::Entities);
    let one = |line: &[u8]| Ok((freezer.drawn_entity(line)?, label(store, line)?));
    let found = LineFinder::new(index)?.find(&path, &codes, one)?;
    let mut out = LookedUp::default();
    for (number, (entity, label)) in found {
        out.labels.insert(ids[number].clone(), label);
        out.places.push(entity.place);
        out.openings.extend(entity.opening);
    }
    Ok(out)
}

fn label(store: &Store, line: &[u8]) -> Result<EntityLabel> {
    let spans = canonical::scan(line).map_err(|error| OfficeError::Line {
        path: store.list_path(List::Entities),
        line: 0,
        reason: error.to_string(),
    })?;
    let text = |key: &str| spans.text(key).unwrap_or_default().into_owned();
    Ok(EntityLabel { name: text("name"), area: text("area") })
}
