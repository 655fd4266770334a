//! Rows of the conflict list.

use super::RowView;
use crate::field::Field;
use crate::problem::ValueProblem;
use crate::tables::Words;
use records::id::Id;
use records::lists::{Conflict, ConflictKind};

/// The conflict of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Conflict)> {
    let work_no = view.code(Field::WorkNo);
    view.require(Field::WorkNo, &work_no);
    let department = view.department(Field::Department);
    let inspector = view.inspector_id(Field::WorkNo, &work_no, &department);
    let entity = view.entity_id(Field::Code);
    let other_no = view.code(Field::OtherWorkNo);
    let other_department = view.text(Field::OtherDepartment);
    let other_department = if other_department.is_empty() { department } else { other_department };
    let other = view.inspector_id(Field::OtherWorkNo, &other_no, &other_department);
    let kind = match view.word(Field::ConflictKind, Words::ConflictKind) {
        Some("law") => Some(ConflictKind::Law),
        Some(_) => Some(ConflictKind::Rotation),
        None => {
            view.require(Field::ConflictKind, "");
            None
        }
    };
    let ground = view.prose(Field::Ground).into_owned();
    let reference = view.text(Field::Reference).into_owned();
    // Where a code was wrong, that has been said already.
    if entity.is_some() == other.is_some() && !view.is_wrong() {
        view.refuse(Field::Code, "", ValueProblem::ConflictTarget);
    }
    if other.is_some() && kind == Some(ConflictKind::Law) {
        view.refuse(Field::ConflictKind, "", ValueProblem::ConflictKind);
    }
    if other.is_some() && other == inspector {
        view.refuse(Field::OtherWorkNo, &other_no, ValueProblem::ConflictTarget);
    }
    let (inspector, kind) = (inspector?, kind?);
    let target = entity.as_ref().or(other.as_ref())?.as_str().to_owned();
    let word = match kind {
        ConflictKind::Law => "law",
        ConflictKind::Rotation => "rotation",
    };
    let id = Id::derived(&["conflict", inspector.as_str(), &target, word]);
    Some((id.clone(), Conflict { id, inspector, entity, other, kind, ground, reference }))
}
