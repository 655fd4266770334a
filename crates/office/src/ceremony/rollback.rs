//! A store that was put back from an older copy: it may still have a secret that was erased, and would let a draw be made again.
//! The log knows better, and everybody has it.
//!
//! Source: `docs/PROTOCOL.md`, section 24.6.

use super::CeremonyError;
use super::database::Database;
use crate::error::Result;
use crate::log::Log;
use records::canonical;
use records::events::LogEntry;
use std::collections::BTreeMap;

/// Refuses a store that has not exactly the events that the log has, at their places.
pub(super) fn check(database: &mut Database, log: &Log) -> Result<()> {
    let mut logged: BTreeMap<u64, LogEntry> = BTreeMap::new();
    log.each_entry(|index, bytes| {
        if let Ok(entry) = canonical::from_slice(bytes) {
            logged.insert(index, entry);
        }
    })?;
    for row in database.draws()? {
        for event in database.events(&row.name)? {
            let entry = event.event.entry().map_err(super::canonical)?;
            let index = event.logged.map(|logged| logged.index);
            let there = index.and_then(|index| logged.remove(&index));
            if there.as_ref() != Some(&entry) {
                return Err(CeremonyError::StoreOther { draw: row.name, event: entry.event }.into());
            }
        }
    }
    match logged.into_values().next() {
        Some(entry) => Err(CeremonyError::StoreOther { draw: entry.draw, event: entry.event }.into()),
        None => Ok(()),
    }
}
