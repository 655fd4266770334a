//! What a bundle shows of the log: events with their proofs, what came before, the checkpoint of the close.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.3 and 20.4.

use super::database::EventRow;
use super::held::Held;
use crate::error::Result;
use crate::log::{Log, LogError, LogFolder};
use draw::publish::{ListFile, object_file};
use records::canonical;
use records::events::{Consistency, LogEntry, LogProof, LoggedEntry, LoggedEvent, Previous};
use records::hash::Digest;
use std::collections::BTreeMap;
use tlog::checkpoint::SignedCheckpoint;
use tlog::tiled::TiledTree;
use tlog::tree::Hash;

/// The files of `evidence/` for these events. `newest` is a checkpoint that has them all; without one it is the last event's own.
pub(super) fn evidence(
    log: &Log,
    held: &Held,
    count: usize,
    newest: Option<SignedCheckpoint>,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let rows = held.rows.get(..count).unwrap_or(&held.rows);
    let mut out = BTreeMap::new();
    let Some(last) = rows.last().and_then(|row| row.logged.as_ref()) else { return Ok(out) };
    let checkpoint = newest.map_or_else(|| parse(log, &last.checkpoint), Ok)?;
    let mut tree = tree(log, &checkpoint);
    let mut shown = |rows: &[EventRow]| -> Result<Vec<LoggedEvent>> {
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(logged) = &row.logged else { continue };
            let inclusion = tree.inclusion(logged.index).map_err(|source| tiles(log, source))?;
            out.push(LoggedEvent { event: row.event.clone(), hashes: digests(&inclusion.path), index: logged.index });
        }
        Ok(out)
    };
    let events = shown(rows)?;
    let mut before: Vec<Previous> = shown(&held.before)?.into_iter().map(Previous::Event).collect();
    if let Some(index) = held.previous.filter(|_| held.plan().attempt == 1) {
        let (entry, inclusion) = tree.entry(index).map_err(|source| tiles(log, source))?;
        let entry: LogEntry = canonical::from_slice(&entry).map_err(super::canonical)?;
        before.push(Previous::Entry(LoggedEntry { entry, hashes: digests(&inclusion.path), index }));
    }
    let own = events.first().map_or(0, |first| first.index);
    let from = before.first().and_then(|line| line.logged().ok()).map_or(own, |(_, index, _)| index);
    let mut entries: Vec<LogEntry> = Vec::new();
    log.each_entry(|index, bytes| {
        if (from..=last.index).contains(&index) {
            entries.extend(canonical::from_slice::<LogEntry>(bytes).ok());
        }
    })?;
    let mut put = |name: &str, bytes: Vec<u8>| out.insert(format!("evidence/{name}"), bytes);
    put("events.jsonl", ListFile::of("events", events)?.into_bytes());
    put("entries.jsonl", ListFile::of("entries", entries)?.into_bytes());
    put("previous.jsonl", ListFile::of("previous", before)?.into_bytes());
    put("checkpoint", checkpoint.to_string().into_bytes());
    if let Some(closed) = closed(log, &checkpoint, rows)? {
        let size = closed.checkpoint().size;
        let proof = tree.consistency(size).map_err(|source| tiles(log, source))?;
        put("closed", closed.to_string().into_bytes());
        put("consistency.json", object_file("consistency", &Consistency { hashes: digests(&proof.proof) })?);
    }
    Ok(out)
}

/// The checkpoint with most cosignatures, then the earliest, of those that have all these events; none that nobody has cosigned.
pub(super) fn cosigned(log: &Log, rows: &[EventRow]) -> Result<Option<SignedCheckpoint>> {
    let Some(last) = rows.last().and_then(|row| row.logged.as_ref()) else { return Ok(None) };
    let mut found = log.folder().cosigned()?;
    found.push(log.checkpoint()?);
    // The log's own signature is the first.
    found.retain(|one| one.checkpoint().size > last.index && one.note().signatures().len() > 1);
    Ok(found.into_iter().min_by_key(|one| (std::cmp::Reverse(one.note().signatures().len()), one.checkpoint().size)))
}

/// The checkpoint that has the close and not the roll, of several the one with most cosignatures, then the earliest.
fn closed(log: &Log, newest: &SignedCheckpoint, rows: &[EventRow]) -> Result<Option<SignedCheckpoint>> {
    let index = |name: &str| {
        let row = rows.iter().find(|row| row.event.event.name() == name)?;
        row.logged.as_ref().map(|logged| logged.index)
    };
    let Some(close) = index("close") else { return Ok(None) };
    let most = index("roll").unwrap_or(u64::MAX).min(newest.checkpoint().size);
    let stored = rows.iter().filter_map(|row| row.logged.as_ref()).map(|logged| parse(log, &logged.checkpoint));
    let mut found: Vec<SignedCheckpoint> = stored.collect::<Result<_>>()?;
    found.extend(log.folder().cosigned()?);
    found.push(log.checkpoint()?);
    found.retain(|one| one.checkpoint().size > close && one.checkpoint().size <= most);
    let rank = |one: &SignedCheckpoint| {
        (std::cmp::Reverse(one.note().signatures().len()), one.checkpoint().size, one.to_string())
    };
    Ok(found.into_iter().min_by_key(rank))
}

/// Where an event stands in the log that has this checkpoint.
pub(super) fn proof_in(log: &Log, checkpoint: &str, row: &EventRow) -> Result<Option<LogProof>> {
    let Some(logged) = &row.logged else { return Ok(None) };
    let parsed = parse(log, checkpoint)?;
    let inclusion = tree(log, &parsed).inclusion(logged.index).map_err(|source| tiles(log, source))?;
    let hashes = digests(&inclusion.path);
    Ok(Some(LogProof { checkpoint: checkpoint.to_owned(), event: None, hashes, index: logged.index }))
}

fn tree<'l>(log: &'l Log, checkpoint: &SignedCheckpoint) -> TiledTree<'l, LogFolder> {
    let said = checkpoint.checkpoint();
    TiledTree::new(log.folder(), said.size, said.root)
}

fn parse(log: &Log, text: &str) -> Result<SignedCheckpoint> {
    text.parse().map_err(|source| LogError::Checkpoint { file: log.folder().path().to_owned(), source }.into())
}

fn tiles(log: &Log, source: tlog::tiled::TiledError) -> LogError {
    LogError::Tiles { folder: log.folder().path().to_owned(), source }
}

fn digests(hashes: &[Hash]) -> Vec<Digest> {
    hashes.iter().map(|hash| Digest::new(hash.to_bytes())).collect()
}
