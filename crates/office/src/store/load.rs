//! The small lists as records in memory: all but the entities.

use super::Store;
use crate::error::{OfficeError, Result};
use crate::lines::ChunkReader;
use draw::freeze::Lists;
use rayon::prelude::*;
use records::canonical;
use records::lists::{Absence, Conflict, Drawn, Inspector, Item, List, PastVisit, Promise};
use serde::de::DeserializeOwned;

/// The seven small lists. A list that was never imported is empty.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "they are the lists of `records::lists::List`, documented there")]
pub struct SmallLists {
    pub inspectors: Vec<Inspector>,
    pub items: Vec<Item>,
    pub conflicts: Vec<Conflict>,
    pub absences: Vec<Absence>,
    pub promises: Vec<Promise>,
    pub history: Vec<PastVisit>,
    pub selection: Vec<Drawn>,
}

impl SmallLists {
    /// For `draw::freeze`.
    pub fn as_lists(&self) -> Lists<'_> {
        Lists {
            inspectors: &self.inspectors,
            items: &self.items,
            conflicts: &self.conflicts,
            absences: &self.absences,
            promises: &self.promises,
            history: &self.history,
            selection: &self.selection,
        }
    }
}

impl Store {
    /// Reads the small lists.
    pub fn small_lists(&self) -> Result<SmallLists> {
        Ok(SmallLists {
            inspectors: self.load(List::Inspectors)?,
            items: self.load(List::Items)?,
            conflicts: self.load(List::Conflicts)?,
            absences: self.load(List::Absences)?,
            promises: self.load(List::Promises)?,
            history: self.load(List::History)?,
            selection: self.load(List::Selection)?,
        })
    }

    /// Reads a list as records of its type, on all cores.
    pub fn load<T: DeserializeOwned + Send>(&self, list: List) -> Result<Vec<T>> {
        let path = self.list_path(list);
        let mut records = Vec::new();
        let Some(mut reader) = ChunkReader::open(&path)? else { return Ok(records) };
        while let Some(chunk) = reader.next_chunk()? {
            let lines: Vec<&[u8]> = chunk.lines().collect();
            let parse = |(number, line): (usize, &[u8])| {
                canonical::from_slice::<T>(line).map_err(|error| OfficeError::Line {
                    path: path.clone(),
                    line: chunk.first + number as u64 + 1,
                    reason: error.to_string(),
                })
            };
            let part: Vec<Result<T>> = lines.into_par_iter().enumerate().map(parse).collect();
            for record in part {
                records.push(record?);
            }
        }
        Ok(records)
    }
}
