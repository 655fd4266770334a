//! The store of ceremonies: one SQLite file, one writer, nothing that is not on the disk when a call returns.
//!
//! SQLite in WAL mode with `synchronous = FULL`. What is deleted is overwritten (`secure_delete`), and the WAL is emptied by an
//! explicit checkpoint whose answer is looked at, because what goes wrong when a connection closes is told to nobody. Settings
//! are read back at start. A COMMIT of which nobody knows how it ended stops this connection: the state is read again from the
//! disk by whoever opens it next, and nothing is tried twice in place.
//!
//! Source: `docs/PROTOCOL.md`, section 20; sqlite.org, "Write-Ahead Logging" and "PRAGMA Statements".

mod rows;
mod schema;

pub(super) use rows::{DrawRow, EventRow, Logged};

use super::error::CeremonyError;
use super::failpoint;
use crate::error::{OfficeError, Result};
use crate::platform::make_private;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::runtime::Runtime;

/// The oldest SQLite that is taken: older ones can lose committed transactions of a WAL with several connections.
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);

/// What is read back at start.
const SETTINGS: [(&str, &str); 5] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("trusted_schema", "0"),
    ("secure_delete", "1"),
];

/// The file of an office's ceremonies.
#[derive(Debug)]
pub(super) struct Database {
    runtime: Runtime,
    /// None after a COMMIT in doubt.
    connection: Option<SqliteConnection>,
    path: PathBuf,
}

impl Database {
    /// Opens the file, makes it if it is not there, and brings it to this program's schema.
    pub fn open(path: &Path) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| fault(path, &error))?;
        // It holds the operator's secret until a sealed draw; what SQLite puts beside it has the same rights.
        let private = File::options().create(true).append(true).open(path).and_then(|file| make_private(&file));
        private.map_err(|error| fault(path, &error))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .busy_timeout(Duration::from_secs(10))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        let connection = runtime.block_on(options.connect()).map_err(|error| fault(path, &error))?;
        let mut database = Self { runtime, connection: Some(connection), path: path.to_owned() };
        database.check_version()?;
        database.check_settings()?;
        database.migrate()?;
        Ok(database)
    }

    fn check_version(&mut self) -> Result<()> {
        let version: String = self.read(async |c| Ok(one(c, "SELECT sqlite_version()").await?.try_get(0)?))?;
        let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        if (next(), next(), next()) >= SQLITE_MIN {
            return Ok(());
        }
        Err(CeremonyError::SqliteOld { got: version }.into())
    }

    fn check_settings(&mut self) -> Result<()> {
        const ASK: [&str; 5] = [
            "PRAGMA journal_mode",
            "PRAGMA synchronous",
            "PRAGMA foreign_keys",
            "PRAGMA trusted_schema",
            "PRAGMA secure_delete",
        ];
        for ((name, expected), ask) in SETTINGS.into_iter().zip(ASK) {
            let got = self.read(async move |c| {
                let row = one(c, ask).await?;
                row.try_get::<String, _>(0).or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
            })?;
            if got != expected {
                return Err(CeremonyError::Setting { name, got, expected }.into());
            }
        }
        Ok(())
    }

    fn migrate(&mut self) -> Result<()> {
        let version: i64 = self.read(async |c| one(c, "PRAGMA user_version").await?.try_get(0))?;
        let known = schema::STEPS.len();
        let at = usize::try_from(version).unwrap_or(usize::MAX);
        if at > known {
            return Err(CeremonyError::SchemaNewer { path: self.path.clone(), got: version, known }.into());
        }
        for step in schema::STEPS.iter().skip(at) {
            self.transaction(async |c| {
                sqlx::raw_sql(*step).execute(c).await?;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Reads outside a transaction.
    pub fn read<T>(&mut self, work: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<T>) -> Result<T> {
        let connection = self.connection.as_mut().ok_or(CeremonyError::Doubtful)?;
        self.runtime.block_on(work(connection)).map_err(|error| fault(&self.path, &error))
    }

    /// All of this work or nothing of it. When this returns well, it is on the disk.
    pub fn transaction<T>(&mut self, work: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<T>) -> Result<T> {
        let connection = self.connection.as_mut().ok_or(CeremonyError::Doubtful)?;
        let path = &self.path;
        let outcome: Result<(T, bool)> = self.runtime.block_on(async {
            sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *connection).await.map_err(|error| fault(path, &error))?;
            match work(&mut *connection).await {
                Ok(value) => {
                    let committed = sqlx::raw_sql("COMMIT").execute(&mut *connection).await;
                    Ok((value, committed.is_ok()))
                }
                Err(error) => {
                    // What could not be rolled back is rolled back when the file is opened again.
                    let rolled_back = sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await;
                    drop(rolled_back);
                    Err(fault(path, &error))
                }
            }
        });
        let (value, committed) = outcome?;
        if !committed {
            self.connection = None;
            return Err(CeremonyError::Doubtful.into());
        }
        failpoint::durable()?;
        Ok(value)
    }

    /// Moves everything from the WAL into the file and empties the WAL, so that nothing deleted stays in it.
    pub fn checkpoint(&mut self) -> Result<()> {
        let (busy, left): (i64, i64) = self.read(async |c| {
            let row = one(c, "PRAGMA wal_checkpoint(TRUNCATE)").await?;
            Ok((row.try_get(0)?, row.try_get(1)?))
        })?;
        let wal = PathBuf::from(format!("{}-wal", self.path.display()));
        let length = wal.metadata().map_or(0, |metadata| metadata.len());
        if busy != 0 || left > 0 || length != 0 {
            return Err(CeremonyError::Checkpoint { path: wal }.into());
        }
        failpoint::durable()
    }

    /// Checkpoints and closes.
    pub fn close(mut self) -> Result<()> {
        self.checkpoint()?;
        let Some(connection) = self.connection.take() else { return Ok(()) };
        self.runtime.block_on(connection.close()).map_err(|error| fault(&self.path, &error))
    }
}

/// A connection that is dropped would close later, on its own thread, and could write its WAL into a file put there since.
impl Drop for Database {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // What was committed is in the WAL; whoever opens it next reads it there.
            let _ = self.runtime.block_on(connection.close());
        }
    }
}

async fn one(connection: &mut SqliteConnection, sql: &'static str) -> sqlx::Result<SqliteRow> {
    sqlx::query(sql).fetch_one(connection).await
}

fn fault(path: &Path, error: &dyn std::fmt::Display) -> OfficeError {
    CeremonyError::Database { path: path.to_owned(), message: error.to_string() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_again_with_what_was_committed_and_refuses_a_newer_schema() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.sqlite");
        Database::open(&path).unwrap().close().unwrap();
        assert!(!crate::platform::is_readable_by_others(&path).unwrap());
        let mut database = Database::open(&path).unwrap();
        let tables: i64 = database
            .read(async |c| one(c, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'").await?.try_get(0))
            .unwrap();
        assert!(tables >= 3);
        database.transaction(async |c| sqlx::raw_sql("PRAGMA user_version = 99").execute(c).await.map(drop)).unwrap();
        database.close().unwrap();
        let error = Database::open(&path).unwrap_err();
        assert_eq!(error.code(), "ceremony-schema-newer");
    }

    #[test]
    fn a_transaction_that_fails_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut database = Database::open(&dir.path().join("office.sqlite")).unwrap();
        let failed = database.transaction(async |c| {
            sqlx::raw_sql("INSERT INTO secret VALUES ('A/1/1', 's', x'00')").execute(&mut *c).await?;
            sqlx::raw_sql("INSERT INTO nowhere VALUES (1)").execute(c).await.map(drop)
        });
        assert!(failed.is_err());
        let rows: i64 = database.read(async |c| one(c, "SELECT count(*) FROM secret").await?.try_get(0)).unwrap();
        assert_eq!(rows, 0);
    }
}
