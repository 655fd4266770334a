//! Rows of the list of absences.

use super::RowView;
use crate::field::Field;
use crate::problem::ValueProblem;
use records::day::Day;
use records::id::Id;
use records::lists::Absence;

/// The absence of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Absence)> {
    let work_no = view.code(Field::WorkNo);
    view.require(Field::WorkNo, &work_no);
    let department = view.department(Field::Department);
    let inspector = view.inspector_id(Field::WorkNo, &work_no, &department);
    let days = days(view);
    let reason = view.prose(Field::Reason).into_owned();
    let (inspector, (from, until)) = (inspector?, days?);
    let id = Id::derived(&["absence", inspector.as_str(), &from.to_string(), &until.to_string()]);
    Some((id.clone(), Absence { id, inspector, from, until, reason }))
}

/// First and last day, both required and in order.
pub(super) fn days(view: &mut RowView<'_, '_>) -> Option<(Day, Day)> {
    let (from, until) = (view.day(Field::From), view.day(Field::Until));
    for (field, day) in [(Field::From, from), (Field::Until, until)] {
        if day.is_none() {
            view.require(field, "");
        }
    }
    let (from, until) = (from?, until?);
    if until < from {
        view.refuse(Field::Until, &until.to_string(), ValueProblem::DateOrder);
    }
    Some((from, until))
}
