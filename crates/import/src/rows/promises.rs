//! Rows of the list of dated promises.

use super::RowView;
use super::absences::days;
use super::history::case;
use crate::field::Field;
use records::id::Id;
use records::lists::Promise;

/// The promise of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Promise)> {
    let entity = view.entity_id(Field::Code);
    if entity.is_none() {
        view.require(Field::Code, "");
    }
    let days = days(view);
    let mut overrides = Vec::new();
    for word in view.whole_or_parts(Field::Overrides, |tables, text| tables.case(text).is_some()) {
        overrides.extend(case(view, Field::Overrides, &word));
    }
    overrides.sort_unstable();
    overrides.dedup();
    let reference = view.prose(Field::Reference).into_owned();
    let (entity, (from, until)) = (entity?, days?);
    let id = Id::derived(&["promise", entity.as_str(), &from.to_string(), &until.to_string()]);
    Some((id.clone(), Promise { id, entity, from, until, overrides, reference }))
}
