//! Records that name somebody who is not there: what `references.rs` refuses on the way in, seen from the other side.
//!
//! Whoever replaces the entities or the inspectors may take away what a conflict, an absence, a promise or the list of an
//! upper level names. A conflict with nobody is a conflict that no draw sees; so such an import is refused unless somebody
//! says that it is meant. History may name whoever is long gone, and is not looked at.

use super::references::{fields, known};
use crate::error::Result;
use crate::index::find_lines;
use crate::lines::{ChunkReader, Lines, line_id};
use crate::store::Store;
use records::canonical::scan;
use records::lists::List;
use std::path::Path;

/// A record that names an entity or an inspector that its list does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dangling {
    /// The list of the record.
    pub list: List,
    /// The record's id.
    pub record: String,
    /// The list that does not have the code.
    pub of: List,
    /// The code.
    pub code: String,
    /// What a person calls it, where it was there before: department, work number, name.
    pub name: String,
}

/// All records of the store that name nobody, for a status or before a freeze. A list that was never imported has nobody.
pub fn dangling(store: &Store) -> Result<Vec<Dangling>> {
    let mut found = Vec::new();
    for of in [List::Entities, List::Inspectors] {
        let gathered = gather(store, of)?;
        found.extend(unknown(gathered, &store.list_path(of))?);
    }
    found.sort();
    Ok(found)
}

/// The records that would name nobody with this file in the place of a list, and that name somebody now.
pub(super) fn would_dangle(store: &Store, of: List, staged: &Path) -> Result<Vec<Dangling>> {
    if !matches!(of, List::Entities | List::Inspectors) {
        return Ok(Vec::new());
    }
    let mut found = unknown(gather(store, of)?, staged)?;
    let present = store.list_path(of);
    // Of a list that is damaged nothing is known, so that nothing counts as having dangled before.
    if let Ok(before) = unknown(found.clone(), &present) {
        found.retain(|one| !before.contains(one));
    }
    name_them(&mut found, &present);
    found.sort();
    Ok(found)
}

/// All references to a list.
fn gather(store: &Store, of: List) -> Result<Vec<Dangling>> {
    let mut found = Vec::new();
    for list in List::ALL {
        let wanted: Vec<&str> = fields(list).iter().filter(|(_, to)| *to == of).map(|(field, _)| *field).collect();
        if wanted.is_empty() {
            continue;
        }
        let Some(mut reader) = ChunkReader::open(&store.list_path(list))? else { continue };
        while let Some(chunk) = reader.next_chunk()? {
            for line in Lines::new(&chunk.bytes) {
                // A line that is none is told by whoever reads the list for its own sake.
                let Ok(spans) = scan(line) else { continue };
                let record = String::from_utf8_lossy(line_id(line).unwrap_or_default()).into_owned();
                for code in wanted.iter().filter_map(|field| spans.text(field)) {
                    let (record, code) = (record.clone(), code.into_owned());
                    found.push(Dangling { list, record, of, code, name: String::new() });
                }
            }
        }
    }
    Ok(found)
}

/// Those of which a list has neither the code nor a former one.
fn unknown(mut references: Vec<Dangling>, path: &Path) -> Result<Vec<Dangling>> {
    references.sort_by(|a, b| a.code.cmp(&b.code));
    let mut codes: Vec<&[u8]> = references.iter().map(|one| one.code.as_bytes()).collect();
    codes.dedup();
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let known = known(path, &codes)?;
    let is_known = |one: &Dangling| codes.binary_search(&one.code.as_bytes()).is_ok_and(|at| known[at]);
    let found = references.iter().filter(|one| !is_known(one)).cloned().collect();
    Ok(found)
}

/// Adds the names that the list which is there has for them.
fn name_them(found: &mut [Dangling], present: &Path) {
    found.sort_by(|a, b| a.code.cmp(&b.code));
    let mut codes: Vec<&[u8]> = found.iter().map(|one| one.code.as_bytes()).collect();
    codes.dedup();
    let name = |line: &[u8]| {
        let spans = scan(line).ok();
        let text = |key: &str| spans.as_ref().and_then(|spans| spans.text(key));
        let parts: Vec<_> = ["department", "work_no", "name"].into_iter().filter_map(text).collect();
        Ok(parts.join(" "))
    };
    // Names are a help; without them the codes are told all the same.
    let names: Vec<(Vec<u8>, String)> = match find_lines(present, &codes, name) {
        Ok(names) => names.into_iter().map(|(at, name)| (codes[at].to_vec(), name)).collect(),
        Err(_) => return,
    };
    for one in found {
        if let Ok(at) = names.binary_search_by(|(code, _)| code.as_slice().cmp(one.code.as_bytes())) {
            one.name.clone_from(&names[at].1);
        }
    }
}
