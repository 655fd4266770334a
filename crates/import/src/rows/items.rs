//! Rows of the item list. Ratios and frequencies are prose and stay prose.

use super::RowView;
use crate::field::Field;
use crate::problem::{NoticeKind, ValueProblem};
use crate::tables::Words;
use crate::value::code::holds_citizen_id;
use records::id::Id;
use records::lists::Item;

/// The item of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Item)> {
    let code = view.code(Field::Code).into_owned();
    view.require(Field::Code, &code);
    // An item's code is published.
    let is_of_a_person = holds_citizen_id(&code);
    if is_of_a_person {
        view.refuse_citizen_id(Field::Code, ValueProblem::CitizenId);
    }
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
        ratio: ratio(view),
        frequency: view.prose(Field::Frequency).into_owned(),
        requirement: view.prose(Field::Requirement).into_owned(),
        note: view.prose(Field::Note).into_owned(),
    };
    if code.is_empty() || is_of_a_person {
        return None;
    }
    // The codes of a department's own list are short; that two departments do not share one is the plan's to see.
    match Id::parse(&code) {
        Ok(id) => item.id = id,
        Err(_) if item.department.is_empty() => view.refuse(Field::Code, &code, ValueProblem::DepartmentMissing),
        Err(_) => {
            view.derived(Field::Code, &code, &item.department);
            view.note(Field::Code, &code, NoticeKind::IdDerived { to: item.id.to_string() });
            item.code = code;
        }
    }
    Some((item.id.clone(), item))
}

/// The ratio as it stands. What is no number (`5%`, `3‰`, `百分之五`) is to be asked about before it is planned with.
fn ratio(view: &mut RowView<'_, '_>) -> String {
    let text = view.prose(Field::Ratio).into_owned();
    let is_digit = |c: char| c.is_numeric() || "一二三四五六七八九十百千零".contains(c);
    let number = text.trim_start_matches("百分之").trim_start_matches("千分之").trim_end_matches(['%', '％', '‰']);
    let is_number = number.chars().all(|c| is_digit(c) || matches!(c, '.' | ' ' | '/')) && number.contains(is_digit);
    if !text.is_empty() && !is_number {
        view.note(Field::Ratio, &text, NoticeKind::RatioProse);
    }
    text
}
