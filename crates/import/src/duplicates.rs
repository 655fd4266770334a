//! Two records of one id, and one entity under two codes, within a file that is in memory.

use crate::batch::Batch;
use crate::importer::Outcome;
use crate::problem::{Place, Problem, RowError, ValueProblem};
use records::canonical::scan;
use std::sync::Arc;

/// Adds an error for each row that repeats another one.
pub(crate) fn check(batch: &Batch, file_name: &str, outcome: &mut Outcome) {
    let mut ids: Vec<(&str, u64)> = batch.records().map(|record| (record.id, record.row)).collect();
    ids.sort_unstable();
    let place = |row| Place {
        file: Arc::from(file_name),
        sheet: outcome.sheet.as_ref().map(|(name, _)| name.clone()),
        row: Some(row),
        column: None,
    };
    let mut found: Vec<(u64, String, ValueProblem)> = Vec::new();
    let mut first: Option<(&str, u64)> = None;
    for (id, row) in &ids {
        match first {
            Some((other, other_row)) if other == *id => {
                let problem = match (department(batch, other_row), department(batch, *row)) {
                    (Some(before), Some(now)) if before != now => {
                        ValueProblem::DuplicateCode { row: other_row, departments: [before, now] }
                    }
                    _ => ValueProblem::Duplicate { row: other_row },
                };
                found.push((*row, as_written(batch, id, *row), problem));
            }
            _ => first = Some((id, *row)),
        }
    }
    let mut former: Vec<(&str, u64)> = batch.former.iter().map(|(id, row)| (id.as_str(), *row)).collect();
    former.sort_unstable();
    for (id, row) in &former {
        if let Ok(at) = ids.binary_search_by(|(other, _)| other.cmp(id))
            && let Some((_, other_row)) = ids.get(at)
        {
            found.push((*row, (*id).to_owned(), ValueProblem::TwoCodes { row: *other_row }));
        }
    }
    for ((id, row), (next, next_row)) in former.iter().zip(former.iter().skip(1)) {
        if id == next {
            found.push((*next_row, (*id).to_owned(), ValueProblem::TwoCodes { row: *row }));
        }
    }
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let errors: Vec<RowError> = found
        .into_iter()
        .map(|(row, value, problem)| RowError { place: place(row), value, problem: Problem::Value(problem) })
        .collect();
    for error in errors {
        outcome.errors.push(|| error);
    }
}

/// What a person has written in this row for a derived id.
fn as_written(batch: &Batch, id: &str, row: u64) -> String {
    let written = batch.written.iter().find(|written| written.row == row && written.id == id);
    written.map_or(id, |written| written.text.as_str()).to_owned()
}

/// The department of the record of a row; items of two departments may have one code.
fn department(batch: &Batch, row: u64) -> Option<String> {
    let record = batch.records().find(|record| record.row == row)?;
    Some(scan(record.line).ok()?.text("department")?.into_owned())
}
