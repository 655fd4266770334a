//! Visit lists as workbooks: the public one, the office's own with names, one department's.
//!
//! All cells are strings that no spreadsheet takes for a formula. The creation date is `plan.created`, so that two
//! runs give the same bytes. Source: ECMA-376; CWE-1236 (formula injection).

mod book;
mod visits;

use crate::result::{DocumentError, PublicResult, Roster};
use crate::text::{Text, visible};
use crate::words::lists::LISTS as L;
use crate::words::summary::SUMMARY as W;
use crate::words::{PRODUCT, summary};
use records::frozen::VisitLine;
use records::plan::Purpose;

pub(crate) use book::{Book, Column};

/// `documents/visits.xlsx` of the bundle.
pub fn visits_xlsx(result: &PublicResult<'_>) -> Result<Vec<u8>, DocumentError> {
    workbook("visits.xlsx", result, None, &[Filter::All])
}

/// Most visits for which a workbook repeats them by department: beyond, it would take too much memory, and the filter
/// of the column of departments does as well.
const DEPARTMENT_SHEETS_MAX: usize = 20_000;

/// The same with inspectors' names, and one more sheet for each department unless the draw is very large. Stays in the
/// office.
pub fn office_visits_xlsx(result: &PublicResult<'_>, roster: &Roster) -> Result<Vec<u8>, DocumentError> {
    let mut filters = vec![Filter::All];
    if result.visits.len() <= DEPARTMENT_SHEETS_MAX {
        filters.extend(departments(result).into_iter().map(Filter::Department));
    }
    workbook("office visits", result, Some(roster), &filters)
}

/// Which visits a sheet holds.
#[derive(Clone, Copy)]
enum Filter<'a> {
    All,
    Department(&'a str),
}

impl Filter<'_> {
    /// A department takes part in a visit if one of its tasks caused it or one of its people has a seat.
    fn holds(self, result: &PublicResult<'_>, visit: &VisitLine) -> bool {
        match self {
            Self::All => true,
            Self::Department(name) => visits::departments(result, visit).contains(&name),
        }
    }
}

/// Departments of tasks, in the plan's order, without repetition.
fn departments<'a>(result: &PublicResult<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for task in &result.plan.tasks {
        if !names.contains(&task.department.as_str()) {
            names.push(&task.department);
        }
    }
    names
}

fn workbook(
    name: &'static str,
    result: &PublicResult<'_>,
    roster: Option<&Roster>,
    filters: &[Filter<'_>],
) -> Result<Vec<u8>, DocumentError> {
    let title = format!("{} {}", W.title.zh, result.plan.draw_name());
    let mut book = Book::new(name, result.plan.created, &title)?;
    notes(&mut book, result, roster.is_some())?;
    for filter in filters {
        let sheet = match filter {
            Filter::All => L.sheet_visits.zh.to_owned(),
            Filter::Department(department) => visible(department),
        };
        let lines = result.visits.iter().filter(|visit| filter.holds(result, visit));
        visits::sheet(&mut book, &sheet, result, lines, roster)?;
    }
    visits::reserves(&mut book, result)?;
    book.finish()
}

/// The first sheet says what this is, in both languages.
fn notes(book: &mut Book, result: &PublicResult<'_>, is_office: bool) -> Result<(), DocumentError> {
    let s = crate::summary::Summary::new(result, None);
    let both = |word: crate::text::Word| format!("{} {}", word.zh, word.en);
    let value = |text: &Text| match text.zh == text.en {
        true => text.zh.clone(),
        false => format!("{} / {}", text.zh, text.en),
    };
    let mut rows: Vec<Vec<String>> = vec![vec![both(W.title), PRODUCT.zh.to_owned()]];
    if is_office {
        rows.push(vec![both(L.sheet_notes), value(&L.office_only.text())]);
    }
    if result.plan.purpose == Purpose::Rehearsal {
        rows.push(vec![both(W.rehearsal_title), value(&summary::SUMMARY.rehearsal.text())]);
    }
    for fact in s.facts.iter().chain(&s.numbers) {
        rows.push(vec![both(fact.label), value(&fact.value)]);
    }
    rows.push(vec![both(W.seed), result.record.seed.to_string()]);
    rows.push(vec![both(W.seed_hash), result.record.seed_hash.to_string()]);
    rows.push(vec![both(L.sheet_notes), value(&W.verify_note.text())]);
    let columns = [Column::new(L.sheet_notes, 34), Column::new(PRODUCT, 90)];
    book.sheet(L.sheet_notes.zh, &columns, rows.into_iter())
}
