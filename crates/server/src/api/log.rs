//! The copy of the public log.

use axum::body::Body;
use axum::http::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, PlacePaging, blocking, number};
use super::problems::OfLog;
use crate::serve::Problem;
use crate::site::LogView;

/// The log at its newest checkpoint, and a part of its entries.
#[derive(Serialize, ToSchema)]
pub(super) struct LogDocument {
    /// Name of the log.
    origin: String,
    /// How many entries it has.
    size: u64,
    /// Root of its Merkle tree (RFC 6962), in hexadecimal digits.
    root: String,
    /// The newest checkpoint as it was signed (c2sp.org/tlog-checkpoint).
    checkpoint: String,
    /// Names of those who signed it: the log itself, and witnesses.
    signers: Vec<String>,
    /// Entries, the newest first.
    items: Vec<LogEntryRow>,
    /// The cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An entry of the log.
#[derive(Serialize, ToSchema)]
pub(super) struct LogEntryRow {
    /// Its place, from 0.
    place: u64,
    /// Name of the draw.
    draw: String,
    /// Name of the event.
    event: String,
    /// Hash of the event's line.
    hash: String,
}

/// 公开日志 / The public log
///
/// The copy that the site gives out under `/log/`. That it is right, whoever holds a copy of his own finds out; this is for reading.
#[utoipa::path(get, path = "/log", tag = "log", params(PlacePaging), responses(
    (status = 200, description = "The log and a page of its entries, the newest first.", body = LogDocument),
    OfLog,
))]
pub(super) async fn log(asked: Asked) -> Result<Response<Body>, Problem> {
    let words = asked.words(&["limit", "cursor"])?;
    let (limit, before) = (words.limit()?, words.cursor(number)?);
    if !asked.site.has("log/checkpoint") {
        return Err(Problem::NoLog);
    }
    let folder = asked.site.folder().join("log");
    let document = blocking(move || {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let view = LogView::page(&folder, before, most).map_err(|error| {
            tracing::error!(target: "site", message = "the copy of the log can't be read", code = error.code());
            Problem::Internal
        })?;
        let row = |(place, draw, event, hash)| LogEntryRow { place, draw, event, hash };
        let items: Vec<LogEntryRow> = view.entries.into_iter().map(row).collect();
        let next = items.last().map(|row| row.place).filter(|place| *place > 0).map(|place| place.to_string());
        let LogView { origin, size, root, checkpoint, signers, .. } = view;
        Ok(LogDocument { origin, size, root, checkpoint, signers, items, next })
    });
    asked.json(&document.await?)
}
