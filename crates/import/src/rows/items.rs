//! Rows of the item list. Ratios and frequencies are prose and stay prose.

use super::RowView;
use crate::field::Field;
use crate::problem::ValueProblem;
use crate::tables::Words;
use records::id::Id;
use records::lists::Item;

/// The item of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Item)> {
    let code = view.code(Field::Code).into_owned();
    view.require(Field::Code, &code);
    let name = view.prose(Field::Name).into_owned();
    view.require(Field::Name, &name);
    let basis = view.prose(Field::Basis).into_owned();
    view.require(Field::Basis, &basis);
    let department = view.department(Field::Department).into_owned();
    let mut item = Item {
        id: Id::derived(&[&department, &code]),
        code: String::new(),
        name,
        sub_item: view.prose(Field::SubItem).into_owned(),
        basis,
        department,
        target: view.prose(Field::Target).into_owned(),
        importance: view.word(Field::Importance, Words::Importance).unwrap_or_default().to_owned(),
        method: view.prose(Field::Method).into_owned(),
        ratio: view.prose(Field::Ratio).into_owned(),
        frequency: view.prose(Field::Frequency).into_owned(),
        requirement: view.prose(Field::Requirement).into_owned(),
        note: view.prose(Field::Note).into_owned(),
    };
    if code.is_empty() {
        return None;
    }
    // The codes of a department's own list are short; that two departments do not share one is the plan's to see.
    match Id::parse(&code) {
        Ok(id) => item.id = id,
        Err(_) if item.department.is_empty() => view.refuse(Field::Code, &code, ValueProblem::DepartmentMissing),
        Err(_) => item.code = code,
    }
    Some((item.id.clone(), item))
}
