//! Rows of the inspector list. A citizen id number is never kept, wherever it stands.

use super::RowView;
use crate::field::Field;
use crate::problem::{NoticeKind, ValueProblem};
use crate::tables::Words;
use crate::value::date::parse_period;
use records::day::Day;
use records::id::Id;
use records::lists::Inspector;

/// The inspector of a row.
pub(super) fn convert(view: &mut RowView<'_, '_>) -> Option<(Id, Inspector)> {
    let work_no = view.code(Field::WorkNo).into_owned();
    view.require(Field::WorkNo, &work_no);
    let name = view.text(Field::Name).into_owned();
    view.require(Field::Name, &name);
    let department = view.department(Field::Department).into_owned();
    let id = if work_no.is_empty() { None } else { view.derived(Field::WorkNo, &work_no, &department) };
    let (certificate_from, certificate_until) = certificate(view);
    let inspector = Inspector {
        id: id.clone().unwrap_or_else(|| Id::derived(&[])),
        work_no,
        name,
        department,
        areas: view.texts(Field::Areas),
        home: view.text(Field::Home).into_owned(),
        expertise: view.texts(Field::Expertise),
        roles: roles(view),
        certificate_no: view.code(Field::CertificateNo).into_owned(),
        certificate_from,
        certificate_until,
        former_units: former_units(view),
        status: view.status(Words::InspectorStatus).to_owned(),
        quota_min: view.count(Field::QuotaMin),
        quota_max: view.count(Field::QuotaMax),
        daily_max: view.count(Field::DailyMax),
        phone: view.text(Field::Phone).into_owned(),
        note: note(view),
    };
    Some((id?, inspector))
}

/// First and last day of the certificate. The column of the last day often holds both.
fn certificate(view: &mut RowView<'_, '_>) -> (Option<Day>, Option<Day>) {
    let mut from = view.day(Field::CertificateFrom);
    let text = view.peek(Field::CertificateUntil);
    let until = match parse_period(&text) {
        (Some(first), last) => {
            from = from.or_else(|| view.day_of_text(Field::CertificateUntil, first));
            view.day_of_text(Field::CertificateUntil, last)
        }
        (None, _) => view.day(Field::CertificateUntil),
    };
    if let (Some(first), Some(last)) = (from, until)
        && last < first
    {
        view.refuse(Field::CertificateUntil, &text, ValueProblem::DateOrder);
    }
    match (until, view.options().today) {
        (None, _) => view.note(Field::CertificateUntil, "", NoticeKind::CertificateMissing),
        (Some(until), Some(today)) if until < today => {
            view.note(Field::CertificateUntil, &until.to_string(), NoticeKind::CertificateExpired);
        }
        _ => {}
    }
    (from, until)
}

fn roles(view: &mut RowView<'_, '_>) -> Vec<String> {
    let mut roles = Vec::new();
    for text in view.texts(Field::Roles) {
        match view.tables().word(Words::Roles, &text) {
            Some(role) => roles.push(role.to_owned()),
            None => {
                let words = view.tables().words(Words::Roles);
                view.refuse(Field::Roles, &text, ValueProblem::Word { words });
            }
        }
    }
    if view.word(Field::Expert, Words::Yes) == Some("yes") {
        roles.push("expert".to_owned());
    }
    roles.sort_unstable();
    roles.dedup();
    roles
}

fn former_units(view: &mut RowView<'_, '_>) -> Vec<Id> {
    let mut units = Vec::new();
    for code in view.codes(Field::FormerUnits) {
        match Id::parse(&code) {
            Ok(id) => units.push(id),
            Err(_) => view.refuse(Field::FormerUnits, &code, ValueProblem::Id),
        }
    }
    units.sort_unstable();
    units
}

/// What else the list says of the person, for the office's eyes.
fn note(view: &mut RowView<'_, '_>) -> String {
    let fields = [
        (Field::Gender, "性别："),
        (Field::Level, "层级："),
        (Field::Position, "职务："),
        (Field::Section, "业务部门："),
        (Field::Qualification, "资质："),
        (Field::Note, ""),
    ];
    let mut parts = Vec::new();
    for (field, label) in fields {
        let text = view.prose(field);
        if !text.is_empty() {
            parts.push(format!("{label}{text}"));
        }
    }
    parts.join("；")
}
