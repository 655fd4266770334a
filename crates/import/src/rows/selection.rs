//! Rows of the list of entities that an upper level has drawn.

use super::RowView;
use crate::field::Field;
use crate::problem::ValueProblem;
use records::id::Id;
use records::lists::Drawn;

/// The drawn entity of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Drawn)> {
    let entity = view.entity_id(Field::Code);
    if entity.is_none() {
        view.require(Field::Code, "");
    }
    let tasks = view.codes(Field::Tasks);
    view.require(Field::Tasks, &tasks.concat());
    for task in &tasks {
        if Id::check(task).is_err() {
            view.refuse(Field::Tasks, task, ValueProblem::Id);
        }
    }
    let reference = view.prose(Field::Reference).into_owned();
    let id = entity?;
    Some((id.clone(), Drawn { id, tasks, reference }))
}
