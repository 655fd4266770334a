//! Rows of the tables, and the few questions that are asked of them.

use super::Database;
use crate::ceremony::error::CeremonyError;
use crate::error::Result;
use records::canonical;
use records::events::EventLine;
use records::hash::{Digest, Secret};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use zeroize::Zeroizing;

/// One draw that was announced, or is about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ceremony) struct DrawRow {
    /// Its name.
    pub name: String,
    /// P.
    pub plan: Digest,
    /// Place in the log of the entry that must have come before (section 20.4).
    pub previous: Option<u64>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ceremony) struct EventRow {
    /// Its number in the draw, from 0.
    pub place: u64,
    /// The event.
    pub event: EventLine,
    /// Entries in the log before it was appended.
    pub log_size: u64,
    /// Where it stands in the log; none while it is only intended.
    pub logged: Option<Logged>,
}

/// Where an event stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ceremony) struct Logged {
    /// Place of its entry.
    pub index: u64,
    /// The checkpoint with which it was signed, without cosignatures.
    pub checkpoint: String,
}

impl Database {
    /// All draws, by name.
    pub fn draws(&mut self) -> Result<Vec<DrawRow>> {
        let rows =
            self.read(async |c| sqlx::query("SELECT name, plan, previous FROM draw ORDER BY name").fetch_all(c).await)?;
        rows.iter().map(|row| self.draw_row(row)).collect()
    }

    fn draw_row(&self, row: &SqliteRow) -> Result<DrawRow> {
        let read = || {
            let plan: Vec<u8> = row.try_get("plan").ok()?;
            let previous: Option<i64> = row.try_get("previous").ok()?;
            Some(DrawRow {
                name: row.try_get("name").ok()?,
                plan: Digest::new(plan.try_into().ok()?),
                previous: previous.map(u64::try_from).transpose().ok()?,
            })
        };
        read().ok_or_else(|| self.malformed("draw"))
    }

    /// The events of a draw, in order; those that are only intended come last.
    pub fn events(&mut self, draw: &str) -> Result<Vec<EventRow>> {
        let rows = self.read(async |c| {
            sqlx::query("SELECT place, line, log_size, log_index, checkpoint FROM event WHERE draw = ? ORDER BY place")
                .bind(draw)
                .fetch_all(c)
                .await
        })?;
        rows.iter().map(|row| self.event_row(row)).collect()
    }

    fn event_row(&self, row: &SqliteRow) -> Result<EventRow> {
        let number = |name| u64::try_from(row.try_get::<i64, _>(name).ok()?).ok();
        let read = || {
            let line: Vec<u8> = row.try_get("line").ok()?;
            let index: Option<i64> = row.try_get("log_index").ok()?;
            let checkpoint: Option<String> = row.try_get("checkpoint").ok()?;
            let logged = match (index, checkpoint) {
                (Some(index), Some(checkpoint)) => Some(Logged { index: u64::try_from(index).ok()?, checkpoint }),
                _ => None,
            };
            let event = canonical::from_slice(&line).ok()?;
            Some(EventRow { place: number("place")?, event, log_size: number("log_size")?, logged })
        };
        read().ok_or_else(|| self.malformed("event"))
    }

    /// Writes a draw and its first event, with its secrets.
    pub fn begin(&mut self, draw: &DrawRow, line: &[u8], log_size: u64, secrets: &[(&str, &Secret)]) -> Result<()> {
        let (plan, previous) = (draw.plan.as_bytes().as_slice(), draw.previous.map(u64::cast_signed));
        self.transaction(async |c| {
            sqlx::query("INSERT INTO draw (name, plan, previous) VALUES (?, ?, ?)")
                .bind(&draw.name)
                .bind(plan)
                .bind(previous)
                .execute(&mut *c)
                .await?;
            for (name, secret) in secrets {
                sqlx::query("INSERT INTO secret (draw, name, value) VALUES (?, ?, ?)")
                    .bind(&draw.name)
                    .bind(*name)
                    .bind(secret.expose_bytes().as_slice())
                    .execute(&mut *c)
                    .await?;
            }
            insert(c, &draw.name, 0, line, log_size).await
        })
    }

    /// Writes events as intended, all or none.
    pub fn intend(&mut self, draw: &str, first: u64, lines: &[Vec<u8>], log_size: u64) -> Result<()> {
        self.transaction(async |c| {
            for (place, line) in (first..).zip(lines) {
                insert(c, draw, place, line, log_size).await?;
            }
            Ok(())
        })
    }

    /// Writes where intended events, `first` and those after it, stand in the log.
    pub fn logged(&mut self, draw: &str, first: u64, count: u64, logged: &Logged) -> Result<()> {
        self.transaction(async |c| {
            for step in 0..count {
                let changed = sqlx::query(
                    "UPDATE event SET log_index = ?, checkpoint = ? WHERE draw = ? AND place = ? AND log_index IS NULL",
                )
                .bind((logged.index + step).cast_signed())
                .bind(&logged.checkpoint)
                .bind(draw)
                .bind((first + step).cast_signed())
                .execute(&mut *c)
                .await?;
                if changed.rows_affected() != 1 {
                    return Err(sqlx::Error::RowNotFound);
                }
            }
            Ok(())
        })
    }

    /// A secret, if it is still there.
    pub fn secret(&mut self, draw: &str, name: &str) -> Result<Option<Secret>> {
        let row = self.read(async |c| {
            sqlx::query("SELECT value FROM secret WHERE draw = ? AND name = ?")
                .bind(draw)
                .bind(name)
                .fetch_optional(c)
                .await
        })?;
        let Some(row) = row else { return Ok(None) };
        let read = || {
            let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(row.try_get("value").ok()?);
            Some(Secret::new(bytes.as_slice().try_into().ok()?))
        };
        read().map(Some).ok_or_else(|| self.malformed("secret"))
    }

    /// Overwrites and removes the secrets of a draw, in the file and in the WAL.
    pub fn erase(&mut self, draw: &str) -> Result<()> {
        self.transaction(async |c| {
            sqlx::query("UPDATE secret SET value = zeroblob(length(value)) WHERE draw = ?")
                .bind(draw)
                .execute(&mut *c)
                .await?;
            sqlx::query("DELETE FROM secret WHERE draw = ?").bind(draw).execute(c).await.map(drop)
        })?;
        self.checkpoint()
    }

    /// Whether a draw has secrets.
    pub fn has_secrets(&mut self, draw: &str) -> Result<bool> {
        let row = self.read(async |c| {
            sqlx::query("SELECT 1 FROM secret WHERE draw = ? LIMIT 1").bind(draw).fetch_optional(c).await
        })?;
        Ok(row.is_some())
    }

    fn malformed(&self, table: &'static str) -> crate::error::OfficeError {
        CeremonyError::Row { path: self.path.clone(), table }.into()
    }
}

async fn insert(
    connection: &mut sqlx::SqliteConnection,
    draw: &str,
    place: u64,
    line: &[u8],
    log_size: u64,
) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO event (draw, place, line, log_size) VALUES (?, ?, ?, ?)")
        .bind(draw)
        .bind(place.cast_signed())
        .bind(line)
        .bind(log_size.cast_signed())
        .execute(connection)
        .await
        .map(drop)
}
