//! Codes in one list that another list must have: a conflict with nobody is a conflict that is not seen.
//!
//! History is not checked: it may tell of entities that are long gone. The other way round, records of other lists that
//! would name nobody once entities or inspectors are replaced, see `dangling.rs`.

use super::run::Place;
use crate::error::{OfficeError, Result};
use crate::lines::{ChunkReader, Lines, line_id};
use crate::pipeline::ordered;
use crate::store::Store;
use memchr::memmem;
use records::canonical;
use records::lists::List;
use std::sync::LazyLock;

/// References that are gathered before the lists are read for them; so memory does not grow with the file.
const GATHERED_MAX: usize = 1 << 20;

/// Which list each field of a list refers to.
pub(super) fn fields(list: List) -> &'static [(&'static str, List)] {
    match list {
        List::Conflicts => &[("entity", List::Entities), ("inspector", List::Inspectors), ("other", List::Inspectors)],
        List::Absences => &[("inspector", List::Inspectors)],
        List::Promises => &[("entity", List::Entities)],
        List::Selection => &[("id", List::Entities)],
        List::Entities | List::Inspectors | List::Items | List::History => &[],
    }
}

/// A code that nobody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    pub code: String,
    pub list: List,
    /// The field of the record.
    pub field: &'static str,
    pub place: Place,
}

/// Gathers references and looks them up.
#[derive(Debug)]
pub(super) struct References<'a> {
    store: &'a Store,
    list: List,
    gathered: Vec<(List, Box<[u8]>, Place, &'static str)>,
    unknown: Vec<Unknown>,
}

impl<'a> References<'a> {
    /// For records of a list; refuses if a list that it refers to was never imported.
    pub fn new(store: &'a Store, list: List) -> Result<Self> {
        let missing = fields(list).iter().find(|(_, list)| !store.list_path(*list).exists());
        match missing {
            Some((_, list)) => Err(OfficeError::ListMissing { list: *list }),
            None => Ok(Self { store, list, gathered: Vec::new(), unknown: Vec::new() }),
        }
    }

    /// Takes in one record.
    pub fn add(&mut self, line: &[u8], place: Place) -> Result<()> {
        if fields(self.list).is_empty() {
            return Ok(());
        }
        let Ok(spans) = canonical::scan(line) else { return Ok(()) };
        for (field, list) in fields(self.list) {
            if let Some(code) = spans.text(field) {
                self.gathered.push((*list, code.as_bytes().into(), place, *field));
            }
        }
        if self.gathered.len() >= GATHERED_MAX { self.look_up() } else { Ok(()) }
    }

    /// The unknown codes, in the order of files.
    pub fn finish(mut self) -> Result<Vec<Unknown>> {
        self.look_up()?;
        self.unknown.sort_by_key(|unknown| unknown.place);
        Ok(self.unknown)
    }

    fn look_up(&mut self) -> Result<()> {
        let mut gathered = std::mem::take(&mut self.gathered);
        gathered.sort_unstable();
        for list in [List::Entities, List::Inspectors] {
            let mut codes: Vec<&[u8]> =
                gathered.iter().filter(|(of, ..)| *of == list).map(|(_, code, ..)| code.as_ref()).collect();
            codes.dedup();
            if codes.is_empty() {
                continue;
            }
            let known = known(&self.store.list_path(list), &codes)?;
            for (_, code, place, field) in gathered.iter().filter(|(of, ..)| *of == list) {
                let found = codes.binary_search(&code.as_ref()).is_ok_and(|at| known[at]);
                if !found {
                    let code = String::from_utf8_lossy(code).into_owned();
                    self.unknown.push(Unknown { code, list, field, place: *place });
                }
            }
        }
        Ok(())
    }
}

/// Which of these codes, sorted, a list knows: as an id or as a former one.
pub(super) fn known(path: &std::path::Path, codes: &[&[u8]]) -> Result<Vec<bool>> {
    let mut known = vec![false; codes.len()];
    let Some(mut reader) = ChunkReader::open(path)? else { return Ok(known) };
    let map = |chunk: crate::lines::Chunk| {
        let mut found = Vec::new();
        for line in Lines::new(&chunk.bytes) {
            let id = line_id(line).unwrap_or_default();
            found.extend(codes.binary_search(&id).ok());
            for code in former_ids(line) {
                found.extend(codes.binary_search(&code.as_bytes()).ok());
            }
        }
        Ok(found)
    };
    let sink = |found: Vec<usize>| {
        found.into_iter().for_each(|at| known[at] = true);
        Ok(())
    };
    ordered(|| reader.next_chunk(), map, sink)?;
    Ok(known)
}

/// The former ids of an entity's line; nearly every line has none, and is not parsed.
pub(super) fn former_ids(line: &[u8]) -> Vec<String> {
    static KEY: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"\"former_ids\":"));
    if KEY.find(line).is_none() {
        return Vec::new();
    }
    let Ok(spans) = canonical::scan(line) else { return Vec::new() };
    spans.texts("former_ids").map(|texts| texts.map(|text| text.into_owned()).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn former_ids_are_read_and_not_guessed() {
        let line = br#"{"area":"x","former_ids":["A","B"],"id":"C","name":"n"}"#;
        assert_eq!(former_ids(line), ["A", "B"]);
        assert!(former_ids(br#"{"id":"C","name":"\"former_ids\":[\"A\"]"}"#).is_empty());
        assert!(former_ids(br#"{"code":"\"former_ids\":[\"A\"]","id":"C"}"#).is_empty());
    }

    #[test]
    fn a_code_is_known_by_its_former_ones_too() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let write = |list, text: &str| std::fs::write(store.list_path(list), text).unwrap();
        assert!(matches!(
            References::new(&store, List::Conflicts),
            Err(OfficeError::ListMissing { list: List::Entities })
        ));
        write(
            List::Entities,
            "{\"former_ids\":[\"OLD\"],\"id\":\"E1\",\"name\":\"\"}\n{\"id\":\"E2\",\"name\":\"\"}\n",
        );
        write(List::Inspectors, "{\"id\":\"I1\"}\n");
        let mut references = References::new(&store, List::Conflicts).unwrap();
        let mut add = |row, entity: &str, inspector: &str| {
            let line = format!("{{\"entity\":\"{entity}\",\"id\":\"X\",\"inspector\":\"{inspector}\"}}");
            references.add(line.as_bytes(), Place { file: 0, sheet: 0, row }).unwrap();
        };
        add(2, "E2", "I1");
        add(3, "OLD", "I1");
        add(4, "E3", "I2");
        let unknown: Vec<(String, List, u32)> =
            references.finish().unwrap().into_iter().map(|one| (one.code, one.list, one.place.row)).collect();
        assert_eq!(unknown, [("E3".into(), List::Entities, 4), ("I2".into(), List::Inspectors, 4)]);
    }
}
