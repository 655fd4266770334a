//! Codes of a row: of entities, of inspectors, of whatever else has one. Nothing here becomes the id of a record before it
//! is certain that it is not the number of a person.

use super::RowView;
use crate::field::Field;
use crate::problem::{NoticeKind, ValueProblem};
use crate::value::code::{CodeForm, entity_code, holds_citizen_id, is_citizen_id, is_scientific, local_code};
use crate::value::text::{folded, parts};
use records::id::Id;
use std::borrow::Cow;

/// What an entity goes by.
#[derive(Debug)]
pub(crate) struct EntityKey<'r> {
    pub id: Cow<'r, str>,
    /// The code as written, where the id is derived from it.
    pub code: Cow<'r, str>,
    /// Why a doubtful code was accepted.
    pub accepted: &'r str,
}

impl<'r> RowView<'r, '_> {
    /// A code: full width and lower case are folded, and said to be. A word for nothing is none.
    pub fn code(&mut self, field: Field) -> Cow<'r, str> {
        let text = self.raw(field, true);
        let text = self.unless_blank(field, text);
        let text = self.folded_code(field, text);
        let is_of_a_person = matches!(field, Field::WorkNo | Field::OtherWorkNo | Field::CertificateNo);
        if is_of_a_person && holds_citizen_id(&text) {
            self.refuse_citizen_id(field, ValueProblem::CitizenId);
            return Cow::Borrowed("");
        }
        self.checked(field, text)
    }

    fn folded_code(&mut self, field: Field, text: Cow<'r, str>) -> Cow<'r, str> {
        let before = text.clone();
        let (after, changed) = folded(text);
        if changed && !holds_citizen_id(&after) {
            self.note(field, &before, NoticeKind::CodeFolded { to: after.clone().into_owned() });
        }
        if is_scientific(&after) {
            self.refuse(field, &before, ValueProblem::Scientific);
            return Cow::Borrowed("");
        }
        after
    }

    /// Several codes in one cell.
    pub fn codes(&mut self, field: Field) -> Vec<String> {
        let text = self.raw(field, true);
        let text = self.unless_blank(field, text);
        let mut all: Vec<String> = Vec::new();
        for part in parts(&text) {
            if self.tables().is_blank(part) {
                self.note(field, part, NoticeKind::Blank);
                continue;
            }
            if holds_citizen_id(part) {
                self.refuse_citizen_id(field, ValueProblem::CitizenId);
                continue;
            }
            let folded = self.folded_code(field, Cow::Owned(part.to_owned()));
            all.push(self.checked(field, folded).into_owned());
        }
        all.retain(|code| !code.is_empty());
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What an entity goes by, from a code that refers to it or is its own.
    pub fn entity_key(&mut self, field: Field, code: Cow<'r, str>) -> Option<EntityKey<'r>> {
        let form = entity_code(&code);
        if let Some(accepted) = self.doubt(field, &code, form == Ok(CodeForm::Id)) {
            return accepted.map(|accepted| EntityKey { id: code, code: Cow::Borrowed(""), accepted });
        }
        match form {
            Ok(CodeForm::Id) => Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: "" }),
            Ok(CodeForm::OldNumber { expected }) => {
                self.note(field, &code, NoticeKind::RegistrationCheck { expected });
                Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: "" })
            }
            Ok(CodeForm::Local) => self.local_key(field, code),
            Err(problem) => {
                // A wrong check character is all that somebody can vouch for; what has not the form of a code is none.
                let may_be_accepted = matches!(problem, ValueProblem::CodeCheck { .. });
                match self.acceptance(field, &code).filter(|_| may_be_accepted) {
                    Some(accepted) => Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted }),
                    None => {
                        self.refuse(field, &code, problem);
                        None
                    }
                }
            }
        }
    }

    /// Nothing where a code is not like the number of a person; else why somebody accepted it all the same, or that it
    /// was refused. Only a valid business code can be accepted: a citizen id never becomes an id here.
    fn doubt(&mut self, field: Field, code: &str, is_valid_code: bool) -> Option<Option<&'r str>> {
        if !holds_citizen_id(code) {
            return None;
        }
        if !is_valid_code || !is_citizen_id(code) {
            self.refuse_citizen_id(field, ValueProblem::CitizenId);
            return Some(None);
        }
        let accepted = self.acceptance(field, code);
        if accepted.is_none() {
            self.refuse_citizen_id(field, ValueProblem::CitizenIdCode);
        }
        Some(accepted)
    }

    /// Why a doubtful code was accepted, now or by an earlier import.
    fn acceptance(&mut self, field: Field, code: &str) -> Option<&'r str> {
        let options = self.options();
        if let Some((index, (_, reason))) = options.accept.iter().enumerate().find(|(_, (id, _))| id == code) {
            self.note(field, code, NoticeKind::Accepted { reason: reason.clone() });
            self.report.accepted.insert(index);
            return Some(reason);
        }
        let (_, reason) = options.accepted_before.iter().find(|(id, _)| id == code)?;
        self.note(field, code, NoticeKind::AcceptedBefore { reason: reason.clone() });
        Some(reason)
    }

    /// What an entity with a code of the department's own goes by.
    pub fn local_key(&mut self, field: Field, code: Cow<'r, str>) -> Option<EntityKey<'r>> {
        if let Some(accepted) = self.doubt(field, &code, entity_code(&code) == Ok(CodeForm::Id)) {
            return accepted.map(|accepted| EntityKey { id: code, code: Cow::Borrowed(""), accepted });
        }
        if local_code(&code) == CodeForm::Id {
            return Some(EntityKey { id: code, code: Cow::Borrowed(""), accepted: "" });
        }
        let id = self.derived(field, &code, self.options().department.as_str())?;
        self.note(field, &code, NoticeKind::IdDerived { to: id.to_string() });
        Some(EntityKey { id: Cow::Owned(id.as_str().to_owned()), code, accepted: "" })
    }

    /// An id derived from a code and its department.
    pub fn derived(&mut self, field: Field, code: &str, department: &str) -> Option<Id> {
        if department.is_empty() {
            self.refuse(field, code, ValueProblem::DepartmentMissing);
            return None;
        }
        let id = Id::derived(&[department, code]);
        self.written.push((id.to_string(), code.to_owned()));
        Some(id)
    }

    /// The id of an entity that a record refers to.
    pub fn entity_id(&mut self, field: Field) -> Option<Id> {
        let code = self.code(field);
        if code.is_empty() {
            return None;
        }
        let key = self.entity_key(field, code)?;
        Id::parse(&key.id).ok()
    }

    /// The id of an inspector that a record refers to, by work number and department, or as it stands.
    pub fn inspector_id(&mut self, field: Field, work_no: &str, department: &str) -> Option<Id> {
        if work_no.is_empty() {
            return None;
        }
        match derived_already(work_no) {
            Some(id) => Some(id),
            None => self.derived(field, work_no, department),
        }
    }
}

/// `X-` and 20 hexadecimal digits: an id that this program has derived before.
fn derived_already(text: &str) -> Option<Id> {
    let digits = text.strip_prefix("X-")?;
    let is_derived = digits.len() == 20 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    Id::parse(text).ok().filter(|_| is_derived)
}
