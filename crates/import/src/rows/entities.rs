//! Rows of the entity list: the only list of millions, so that its lines are written without building a tree first.

use super::RowView;
use super::codes::EntityKey;
use super::entity_line::EntityLine;
use crate::batch::Batch;
use crate::field::Field;
use crate::problem::ValueProblem;
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
    let nothing = Cow::Borrowed("");
    let code = view.code(Field::Code);
    let registration = view.code(Field::Registration);
    if !code.is_empty() || view.is_refused(Field::Code) {
        let key = if code.is_empty() { None } else { view.entity_key(Field::Code, code.clone()) };
        // Some lists repeat the code in the column of the old number.
        return (key, if registration == code { nothing } else { registration });
    }
    if !registration.is_empty() || view.is_refused(Field::Registration) {
        let key = if registration.is_empty() { None } else { view.entity_key(Field::Registration, registration) };
        return (key, nothing);
    }
    let local = view.code(Field::LocalId);
    if local.is_empty() {
        if !view.is_refused(Field::LocalId) {
            require_any(view);
        }
        return (None, nothing);
    }
    (view.local_key(Field::LocalId, local), nothing)
}

/// Says that a code is missing, in a column that there is.
fn require_any(view: &mut RowView<'_, '_>) {
    let columns = [Field::Code, Field::Registration, Field::LocalId];
    let field = columns.into_iter().find(|field| view.has_column(*field)).unwrap_or(Field::Code);
    view.require(field, "");
}

fn former_ids(view: &mut RowView<'_, '_>, registration: Cow<'_, str>) -> Vec<String> {
    let mut ids = view.codes(Field::FormerIds);
    for id in &ids {
        if Id::check(id).is_err() {
            view.refuse(Field::FormerIds, id, ValueProblem::Id);
        }
    }
    if registration.len() == 15 && registration.bytes().all(|byte| byte.is_ascii_digit()) {
        ids.push(registration.into_owned());
        ids.sort_unstable();
        ids.dedup();
    } else if !registration.is_empty() {
        // Left out, it would be lost; taken as it is, it would be somebody's id.
        view.refuse(Field::Registration, &registration, ValueProblem::RegistrationForm);
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
