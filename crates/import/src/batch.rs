//! Records on their way out: canonical lines with their ids and rows, in the order of the file; and what was found on the
//! way, for whoever wants all of it and not only the first findings of an outcome.

use crate::problem::{Notice, RowError};

/// Records of one stretch of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    lines: Vec<u8>,
    ids: String,
    marks: Vec<Mark>,
    /// Former ids and the row of each, for the check that no entity goes by two codes.
    pub(crate) former: Vec<(String, u64)>,
    pub(crate) written: Vec<Written>,
    pub(crate) errors: Vec<RowError>,
    pub(crate) notices: Vec<Notice>,
}

/// An id that was derived, and the code that stands in the file for it: what a person would look for there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The row, from 1.
    pub row: u64,
    /// The derived id.
    pub id: String,
    /// The work number or the code of one's own.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    line_end: usize,
    id_end: usize,
    row: u64,
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'b> {
    /// Its id.
    pub id: &'b str,
    /// Its canonical line, without a line end.
    pub line: &'b [u8],
    /// The row that it came from, from 1.
    pub row: u64,
}

impl Batch {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Derived ids of these rows, but for entities, whose lines hold their codes, and for visits made.
    pub fn written(&self) -> &[Written] {
        &self.written
    }

    /// All errors of this stretch, if [`Options::all_findings`](crate::Options) says so.
    pub fn errors(&self) -> &[RowError] {
        &self.errors
    }

    /// All notices of this stretch, if [`Options::all_findings`](crate::Options) says so.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Whether there is neither a record nor a finding.
    pub(crate) fn says_nothing(&self) -> bool {
        self.is_empty() && self.errors.is_empty() && self.notices.is_empty()
    }

    /// The records.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let mut before = (0, 0);
        self.marks.iter().map(move |mark| {
            let (line_start, id_start) = before;
            before = (mark.line_end, mark.id_end);
            Record {
                id: self.ids.get(id_start..mark.id_end).unwrap_or_default(),
                line: self.lines.get(line_start..mark.line_end).unwrap_or_default(),
                row: mark.row,
            }
        })
    }

    /// Adds the record that `write` appends to the lines.
    pub(crate) fn push(&mut self, id: &str, row: u64, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.lines);
        self.ids.push_str(id);
        self.marks.push(Mark { line_end: self.lines.len(), id_end: self.ids.len(), row });
    }

    /// Adds the records of a later stretch.
    pub(crate) fn append(&mut self, later: Batch) {
        let (lines, ids) = (self.lines.len(), self.ids.len());
        self.lines.extend_from_slice(&later.lines);
        self.ids.push_str(&later.ids);
        self.marks.extend(later.marks.into_iter().map(|mark| Mark {
            line_end: mark.line_end + lines,
            id_end: mark.id_end + ids,
            row: mark.row,
        }));
        self.former.extend(later.former);
        self.written.extend(later.written);
        self.errors.extend(later.errors);
        self.notices.extend(later.notices);
    }
}

#[cfg(test)]
mod tests {
    use super::Batch;

    #[test]
    fn what_goes_in_comes_out() {
        let mut batch = Batch::default();
        batch.push("A", 2, |out| out.extend_from_slice(b"first"));
        let mut later = Batch::default();
        later.push("BC", 5, |out| out.extend_from_slice(b"2nd"));
        batch.append(later);
        let records: Vec<(&str, &[u8], u64)> = batch.records().map(|r| (r.id, r.line, r.row)).collect();
        assert_eq!(records, [("A", &b"first"[..], 2), ("BC", b"2nd", 5)]);
    }
}
