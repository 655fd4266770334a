//! Rows of the list of visits made so far, also by other bodies.

use super::RowView;
use crate::field::Field;
use crate::problem::{NoticeKind, ValueProblem};
use records::id::Id;
use records::lists::PastVisit;

/// The visit of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, PastVisit)> {
    let entity = view.entity_id(Field::Code);
    if entity.is_none() {
        view.require(Field::Code, "");
    }
    let date = view.day(Field::Date);
    match (date, view.options().today) {
        (None, _) => view.require(Field::Date, ""),
        (Some(date), Some(today)) if date > today => {
            view.refuse(Field::Date, &date.to_string(), ValueProblem::DateFuture);
        }
        _ => {}
    }
    let departments = view.texts(Field::Departments);
    view.require(Field::Departments, &departments.concat());
    let word = view.text(Field::Case).into_owned();
    let case = case(view, Field::Case, &word).unwrap_or_default();
    let draw = view.text(Field::Draw).into_owned();
    let inspectors = inspectors(view, &departments);
    let reference = view.prose(Field::Reference).into_owned();
    let (entity, date) = (entity?, date?);
    let (date_text, departments_text) = (date.to_string(), departments.join(","));
    let mut parts = vec!["visit", entity.as_str(), &date_text, &departments_text, &draw];
    // Two visits by one department on one day are two if their causes or documents differ. Where neither is given, the
    // id is what it was before these two were part of it.
    if !case.is_empty() || !reference.is_empty() {
        parts.extend([case.as_str(), reference.as_str()]);
    }
    let id = Id::derived(&parts);
    Some((id.clone(), PastVisit { id, entity, date, departments, case, draw, inspectors, reference }))
}

/// The code of an individual case; what is explicitly none is refused with the reason.
pub(super) fn case(view: &mut RowView<'_, '_>, field: Field, word: &str) -> Option<String> {
    if word.is_empty() {
        return None;
    }
    if view.tables().is_blank(word) {
        view.note(field, word, NoticeKind::Blank);
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
