//! Rows of the list of visits made so far, also by other bodies.

use super::RowView;
use crate::field::Field;
use crate::problem::ValueProblem;
use records::id::Id;
use records::lists::PastVisit;

/// The visit of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, PastVisit)> {
    let entity = view.entity_id(Field::Code);
    view.require(Field::Code, "");
    let date = view.day(Field::Date);
    if date.is_none() {
        view.require(Field::Date, "");
    }
    let departments = view.texts(Field::Departments);
    view.require(Field::Departments, &departments.concat());
    let word = view.text(Field::Case).into_owned();
    let case = case(view, Field::Case, &word).unwrap_or_default();
    let draw = view.text(Field::Draw).into_owned();
    let inspectors = inspectors(view, &departments);
    let reference = view.prose(Field::Reference).into_owned();
    let (entity, date) = (entity?, date?);
    let id = Id::derived(&["visit", entity.as_str(), &date.to_string(), &departments.join(","), &draw]);
    Some((id.clone(), PastVisit { id, entity, date, departments, case, draw, inspectors, reference }))
}

/// The code of an individual case; what is explicitly none is refused with the reason.
pub(super) fn case(view: &mut RowView<'_, '_>, field: Field, word: &str) -> Option<String> {
    if word.is_empty() || view.tables().is_blank(word) {
        return None;
    }
    let tables = view.tables();
    if let Some(code) = tables.case(word) {
        return Some(code.to_owned());
    }
    let problem = match tables.cases().refused(word) {
        Some(not) => ValueProblem::NotCase { zh: not.zh.clone(), en: not.en.clone() },
        None => ValueProblem::Word { words: tables.cases().codes() },
    };
    view.refuse(field, word, problem);
    None
}

/// Work numbers of the only department, or `department:number` for each where there are several.
fn inspectors(view: &mut RowView<'_, '_>, departments: &[String]) -> Vec<Id> {
    let only = match departments {
        [department] => department.as_str(),
        _ => "",
    };
    let mut ids = Vec::new();
    for code in view.codes(Field::Inspectors) {
        let (department, work_no) = code.split_once([':', '/']).unwrap_or((only, &code));
        ids.extend(view.inspector_id(Field::Inspectors, work_no.trim(), department.trim()));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}
