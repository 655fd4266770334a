//! The ceremony: a draw held in steps, each of which is in the log before the next one is made.
//!
//! ```text
//! DIR/office.sqlite                  events of all draws, and secrets until they are erased; see `database`
//! DIR/log, DIR/log-state             the log; see [`crate::log`]
//! DIR/frozen/<draw>/                 frozen lists and plan, as for any draw
//! DIR/frozen/<draw>/office/          the office's lists and the private plan as they were frozen; see `snapshot`
//! DIR/ceremony/<draw>/               shares until they are handed over, capsules, the checkpoint of the close
//! DIR/published/<draw>/<kind>/       bundles: announcement, sealed, outcome, finished, void
//! DIR/draws/<draw>/                  the office's own copy with names, slips of opened visits
//! ```
//!
//! **Order of writing.** A step asks [`draw::ceremony`] whether it may follow. Then (1) its event is written to the store as
//! intended, (2) the log gets the entry, (3) the store gets the entry's place. Whoever opens the desk next finishes what a crash
//! has cut short: an intended event is looked for in the log and appended if it is not there. So nothing is rolled again and
//! nothing is logged twice. What follows from an event (a bundle, the erasing of a secret) is made afterwards, and made again
//! where it is missing, from the events alone: the bytes are the same.
//!
//! It never decides what an event must say: that is in crate `draw`. It holds no outcome of a sealed draw once that is drawn.
//!
//! Source: `docs/PROTOCOL.md`, sections 20 to 24.

mod announce;
mod chance;
mod database;
mod draw_step;
mod end;
pub mod error;
mod evidence;
mod failpoint;
mod held;
mod numbers;
mod opening;
mod papers;
mod people;
mod publish;
mod replacing;
mod rollback;
mod slips;
mod snapshot;
mod status;

pub use announce::{Announced, read_share};
pub use draw_step::{Drawn, HALVES_FORMAT, Half, HalvesFile, read_halves};
pub use error::{CeremonyError, event_words};
pub use people::Closed;
pub use replacing::{Proposal, Request, Whom};
pub use slips::Which;
pub use status::{DrawStatus, groups};

use crate::error::Result;
use crate::log::{Log, LogPlaces, SecretKey};
use crate::store::{Store, Writer};
use chance::Chance;
use database::{Database, EventRow, Logged};
use held::Held;
use records::day::Day;
use records::events::{Event, EventLine};
use records::lang::Lang;
use std::path::PathBuf;
use tlog::checkpoint::SignedCheckpoint;

/// Where ceremonies are held: the store of events and the log, both for this writer alone.
#[derive(Debug)]
pub struct Desk<'w> {
    writer: &'w Writer<'w>,
    database: Database,
    log: Log,
    chance: Chance,
    today: Day,
    lang: Lang,
}

impl Store {
    /// The store of ceremonies.
    pub fn database_path(&self) -> PathBuf {
        self.dir().join("office.sqlite")
    }

    /// What a ceremony keeps beside its events.
    pub fn ceremony_dir(&self, draw: &str) -> PathBuf {
        self.dir().join("ceremony").join(draw.replace('/', "-"))
    }

    /// What is published of a draw.
    pub fn published_dir(&self, draw: &str) -> PathBuf {
        self.dir().join("published").join(draw.replace('/', "-"))
    }

    /// The verifier key of the office's log, if it has one.
    pub fn log_key(&self) -> Option<String> {
        let folder = crate::log::LogFolder::open(LogPlaces::of(self.dir()).folder).ok()?;
        folder.key().ok().map(|key| key.to_string())
    }
}

/// Refuses to freeze anew for a draw that was announced: its lists stay as they are.
pub(crate) fn refuse_announced(store: &Store, draw: &str) -> Result<()> {
    let path = store.database_path();
    if !path.exists() {
        return Ok(());
    }
    let mut database = Database::open(&path)?;
    let announced = database.draws()?.iter().any(|row| row.name == draw);
    database.close()?;
    if announced { Err(CeremonyError::Announced { draw: draw.to_owned() }.into()) } else { Ok(()) }
}

impl<'w> Desk<'w> {
    /// Opens store and log, and finishes what was cut short. `today` dates the ledger, and says what is overdue; `lang` is the
    /// language of the inspectors' calendars.
    pub fn open(writer: &'w Writer<'w>, today: Day, lang: Lang) -> Result<Self> {
        Self::open_with(writer, today, lang, Chance::System)
    }

    fn open_with(writer: &'w Writer<'w>, today: Day, lang: Lang, chance: Chance) -> Result<Self> {
        let places = LogPlaces::of(writer.store().dir());
        let log = Log::open(&places, &SecretKey::read(&places.key)?)?;
        let database = Database::open(&writer.store().database_path())?;
        let mut desk = Self { writer, database, log, chance, today, lang };
        let draws = desk.draws()?;
        draws.iter().try_for_each(|draw| desk.recover(draw))?;
        rollback::check(&mut desk.database, &desk.log)?;
        for draw in &draws {
            match desk.settle(draw) {
                // What was frozen for it is lost or changed: each of its own steps says so, and the others go on.
                Err(error) if error.code() == "ceremony-changed" => {}
                settled => settled?,
            }
        }
        Ok(desk)
    }

    /// Closes the store, with nothing left in its WAL.
    pub fn close(self) -> Result<()> {
        self.database.close()
    }

    /// Names of all draws, ascending.
    pub fn draws(&mut self) -> Result<Vec<String>> {
        Ok(self.database.draws()?.into_iter().map(|row| row.name).collect())
    }

    fn store(&self) -> &'w Store {
        self.writer.store()
    }

    /// Finishes events that are only intended: they are in the log, all of them, or none is.
    fn recover(&mut self, draw: &str) -> Result<()> {
        let rows = self.database.events(draw)?;
        let pending: Vec<&EventRow> = rows.iter().filter(|row| row.logged.is_none()).collect();
        let Some(first) = pending.first() else { return Ok(()) };
        let lines: Vec<EventLine> = pending.iter().map(|row| row.event.clone()).collect();
        if self.log.size() == first.log_size {
            return self.log_intended(draw, first.place, &lines);
        }
        let entries = entries(&lines)?;
        for (index, entry) in (first.log_size..).zip(&entries) {
            if index >= self.log.size() || self.log.entry(index)? != *entry {
                return Err(CeremonyError::LogForeign { size: first.log_size }.into());
            }
        }
        let checkpoint = self.own_checkpoint(&self.log.checkpoint()?);
        self.database.logged(draw, first.place, lines.len() as u64, &Logged { index: first.log_size, checkpoint })
    }

    /// Takes the next events of a draw, all or none: intended, logged, noted.
    fn take(&mut self, held: &mut Held, events: Vec<Event>) -> Result<()> {
        let lines: Vec<EventLine> =
            events.into_iter().map(|event| EventLine { draw: held.name.clone(), event }).collect();
        let mut ceremony = held.ceremony()?;
        for line in &lines {
            ceremony.accept(line)?;
        }
        let bytes = lines.iter().map(EventLine::line).collect::<std::result::Result<Vec<_>, _>>();
        let first = held.rows.len() as u64;
        self.database.intend(&held.name, first, &bytes.map_err(canonical)?, self.log.size())?;
        self.log_intended(&held.name, first, &lines)?;
        held.rows = self.database.events(&held.name)?;
        Ok(())
    }

    fn log_intended(&mut self, draw: &str, first: u64, lines: &[EventLine]) -> Result<()> {
        let appended = self.log.append(&entries(lines)?)?;
        failpoint::durable()?;
        let checkpoint = self.own_checkpoint(&appended.checkpoint);
        self.database.logged(draw, first, lines.len() as u64, &Logged { index: appended.first_index, checkpoint })
    }

    /// A checkpoint with the log's own signature only, so that it is the same whenever it is read.
    fn own_checkpoint(&self, checkpoint: &SignedCheckpoint) -> String {
        let mut own = checkpoint.clone();
        own.note_mut().retain(|signature| signature.is_of(self.log.key()));
        own.to_string()
    }
}

/// Entries of the log for these events.
fn entries(lines: &[EventLine]) -> Result<Vec<Vec<u8>>> {
    let entry = |line: &EventLine| records::canonical::to_vec(&line.entry()?);
    lines.iter().map(entry).collect::<std::result::Result<_, _>>().map_err(canonical)
}

/// An event has a canonical form, unless its texts are not what canonical text holds.
fn canonical(error: records::canonical::CanonicalError) -> crate::error::OfficeError {
    draw::publish::PublishError::Canonical { file: "event".to_owned(), error }.into()
}

#[cfg(test)]
mod tests;
