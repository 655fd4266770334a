//! The copy of the log, as far as a page shows it.
//!
//! Source: `docs/PROTOCOL.md`, section 24.

use std::fs;
use std::path::Path;

use records::canonical;
use records::events::LogEntry;
use tlog::checkpoint::SignedCheckpoint;
use tlog::tile::{Content, Tile, read_bundle};

use super::SiteError;
use crate::LogFolder;

/// Entries that a page shows, the newest first.
const SHOWN: usize = 100;

/// The log at its newest checkpoint.
#[derive(Clone, Debug)]
pub(crate) struct LogView {
    pub origin: String,
    pub size: u64,
    pub root: String,
    pub checkpoint: String,
    pub signers: Vec<String>,
    /// Place, draw, event, hash.
    pub entries: Vec<(u64, String, String, String)>,
}

impl LogView {
    /// Reads the log in a folder. Whether it is right, the verifier says of each draw.
    pub(super) fn read(folder: &Path) -> Result<Self, SiteError> {
        Self::page(folder, None, SHOWN)
    }

    /// The same with entries before a place, the newest first, at most so many. Of a large log only their tiles are read.
    pub(crate) fn page(folder: &Path, before: Option<u64>, most: usize) -> Result<Self, SiteError> {
        let path = folder.join("checkpoint");
        let changed = |path: &Path, message: String| SiteError::Changed { path: path.to_owned(), message };
        let text = fs::read_to_string(&path).map_err(SiteError::io(&path))?;
        let note: SignedCheckpoint = text.parse().map_err(|error| changed(&path, format!("{error}")))?;
        let checkpoint = note.checkpoint();
        let reader = LogFolder::new(folder);
        let mut entries = Vec::new();
        let end = before.unwrap_or(checkpoint.size).min(checkpoint.size);
        let mut bundle = end.checked_sub(1).map(|last| last / 256);
        while let Some(index) = bundle.filter(|_| entries.len() < most) {
            let Some(tile) = Tile::in_log(Content::Entries, index, checkpoint.size) else { break };
            let bytes = read_bundle(&reader, tile).map_err(|error| changed(folder, error.to_string()))?;
            let rows = tile.entries(&bytes).map_err(|error| changed(folder, error.to_string()))?;
            let rows: Vec<_> = (index * 256..end).zip(rows).collect();
            for (place, entry) in rows.into_iter().rev() {
                let entry: LogEntry =
                    canonical::from_slice(entry).map_err(|error| changed(folder, error.to_string()))?;
                entries.push((place, entry.draw, entry.event, entry.hash.to_string()));
            }
            bundle = index.checked_sub(1);
        }
        entries.truncate(most);
        Ok(Self {
            origin: checkpoint.origin.clone(),
            size: checkpoint.size,
            root: hex::encode(checkpoint.root),
            signers: note.note().signatures().iter().map(|signature| signature.name.to_string()).collect(),
            checkpoint: text,
            entries,
        })
    }
}
