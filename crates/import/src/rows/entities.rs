//! Rows of the entity list: the only list of millions, so that its lines are written without building a tree first.

use super::RowView;
use super::entity_line::EntityLine;
use super::view::EntityKey;
use crate::batch::Batch;
use crate::field::Field;
use crate::problem::{NoticeKind, ValueProblem};
use crate::tables::Words;
use records::canonical::LINE_LENGTH_MAX;
use records::id::Id;
use std::borrow::Cow;

/// Adds the entity of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>, batch: &mut Batch) {
    let (key, registration) = key(view);
    let name = view.text(Field::Name);
    view.require(Field::Name, &name);
    let mut line = EntityLine {
        name,
        kind: view.text(Field::Kind),
        area: view.text(Field::Area),
        industry: view.text(Field::Industry),
        scale: view.text(Field::Scale),
        established: view.day(Field::Established),
        status: view.status(Words::EntityStatus),
        tags: view.texts(Field::Tags),
        licences: view.texts(Field::Licences),
        licence_until: view.day(Field::LicenceUntil),
        scope: view.prose(Field::Scope),
        user_id: view.entity_id(Field::User),
        maintainer_id: view.entity_id(Field::Maintainer),
        former_ids: former_ids(view, registration),
        credit_class: credit_class(view),
        address: view.prose(Field::Address),
        legal_representative: view.text(Field::LegalRepresentative),
        phone: view.prose(Field::Phone),
        note: view.prose(Field::Note),
        ..EntityLine::default()
    };
    let Some(key) = key.filter(|_| !view.is_wrong()) else { return };
    let EntityKey { id, code, accepted } = key;
    // A form that repeats the code under "former codes" means nothing by it.
    line.former_ids.retain(|former| *former != *id);
    (line.id, line.code, line.accepted) = (id, code, accepted);
    let start_row = view.number();
    for former in &line.former_ids {
        batch.former.push((former.clone(), start_row));
    }
    if line.length_at_most() > LINE_LENGTH_MAX {
        view.line_too_long();
        return;
    }
    batch.push(&line.id, start_row, |out| line.write(out));
}

/// What the entity goes by; and its old number, where a newer code stands beside it.
fn key<'r>(view: &mut RowView<'r, '_>) -> (Option<EntityKey<'r>>, Cow<'r, str>) {
    let code = view.code(Field::Code);
    let registration = view.code(Field::Registration);
    if !code.is_empty() {
        return (view.entity_key(Field::Code, code), registration);
    }
    if !registration.is_empty() {
        return (view.entity_key(Field::Registration, registration), Cow::Borrowed(""));
    }
    let local = view.code(Field::LocalId);
    if local.is_empty() {
        view.require(Field::Code, "");
        return (None, Cow::Borrowed(""));
    }
    let key = view.local_key(Field::LocalId, local);
    if let Some(key) = key.as_ref().filter(|key| !key.code.is_empty()) {
        view.note(Field::LocalId, &key.code, NoticeKind::IdDerived { to: key.id.clone().into_owned() });
    }
    (key, Cow::Borrowed(""))
}

fn former_ids(view: &mut RowView<'_, '_>, registration: Cow<'_, str>) -> Vec<String> {
    let mut ids = view.codes(Field::FormerIds);
    for id in &ids {
        if Id::check(id).is_err() {
            view.refuse(Field::FormerIds, id, ValueProblem::Id);
        }
    }
    // A placeholder in the old column is no number.
    if registration.len() == 15 && registration.bytes().all(|byte| byte.is_ascii_digit()) {
        ids.push(registration.into_owned());
        ids.sort_unstable();
        ids.dedup();
    }
    ids
}

/// The class in one spelling where the table has it, else as it stands.
fn credit_class<'r>(view: &mut RowView<'r, '_>) -> Cow<'r, str> {
    let text = view.code(Field::CreditClass);
    match view.tables().word(Words::CreditClass, &text) {
        Some(class) => Cow::Borrowed(class),
        None => text,
    }
}
