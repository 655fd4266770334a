//! A list that goes along with the entity list, walked line by line beside it.
//!
//! Source: `docs/PROTOCOL.md`, sections 2, 6.4, 6.5, 6.7 and 6.9.

use records::canonical;

use crate::check::Check;
use crate::entity::{Companion, CompanionLine};
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::lines::{Lines, Subtrees};
use crate::piece::Run;
use crate::source::{Wrong, check_length};

/// A line of a companion list with its number.
pub(crate) struct Row<'a> {
    pub says: CompanionLine<'a>,
    pub line: u64,
}

/// A companion list, walked along with the entities.
pub(crate) struct Cursor<'a> {
    kind: Companion,
    path: String,
    lines: Lines<'a>,
    /// Number of the next line.
    number: u64,
    last: String,
    pub tree: Subtrees,
    current: Option<Row<'a>>,
}

impl<'a> Cursor<'a> {
    /// At the first line of the run.
    pub(crate) fn new(kind: Companion, run: &Run<'a>, findings: &mut Findings) -> Self {
        let mut cursor = Self {
            kind,
            path: format!("lists/{}.jsonl", kind.name()),
            lines: Lines(run.lines),
            number: run.first_line,
            last: run.before.clone().unwrap_or_default(),
            tree: Subtrees::new(run.first_line.saturating_sub(1)),
            current: None,
        };
        cursor.advance(findings);
        cursor
    }

    /// The row of this entity, if there is one.
    pub(crate) fn seek(&mut self, id: &str, findings: &mut Findings) -> Option<Row<'a>> {
        loop {
            match self.current.as_ref()?.says.id.cmp(id) {
                std::cmp::Ordering::Less => self.unknown(findings),
                std::cmp::Ordering::Equal => {
                    let row = self.current.take();
                    self.advance(findings);
                    return row;
                }
                std::cmp::Ordering::Greater => return None,
            }
        }
    }

    /// What is left is of no entity.
    pub(crate) fn drain(&mut self, findings: &mut Findings) {
        while self.current.is_some() {
            self.unknown(findings);
        }
    }

    fn unknown(&mut self, findings: &mut Findings) {
        if let Some(row) = self.current.take() {
            let failure = Failure::new(Check::Lists, Fault::ListUnknownEntity);
            findings.add(failure.file(&self.path).line(row.line).got(row.says.id));
        }
        self.advance(findings);
    }

    /// Goes to the next line that is well-formed.
    fn advance(&mut self, findings: &mut Findings) {
        for line in self.lines.by_ref() {
            let number = self.number;
            self.number += 1;
            self.tree.push(line);
            let read = check_length(line).and_then(|()| self.kind.read(&canonical::scan(line)?));
            let row = match read {
                Ok(says) => Row { says, line: number },
                Err(wrong) => {
                    findings.add(wrong.at(&self.path, number));
                    continue;
                }
            };
            if let Err(wrong) = check_order(&mut self.last, row.says.id) {
                findings.add(wrong.at(&self.path, number));
            }
            self.current = Some(row);
            return;
        }
    }
}

/// Ids strictly increase from line to line.
pub(crate) fn check_order(last: &mut String, id: &str) -> Result<(), Wrong> {
    let ordered = last.as_str() < id;
    let got = if ordered { String::new() } else { format!("{last}, {id}") };
    last.clear();
    last.push_str(id);
    match ordered {
        true => Ok(()),
        false => Err(Wrong::new(Fault::FormatOrder, got)),
    }
}
