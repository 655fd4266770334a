//! One draw as it is held: plan, frozen lists, events so far.

use super::database::{DrawRow, EventRow};
use super::{CeremonyError, Desk, snapshot};
use crate::error::Result;
use crate::freeze::Frozen;
use draw::ceremony::Ceremony;
use records::events::{Event, EventLine};
use records::hash::{Digest, Secret};
use records::plan::{Mode, Plan};

/// See the module.
pub(super) struct Held {
    pub name: String,
    pub frozen: Frozen,
    /// Place in the log of what had to come before.
    pub previous: Option<u64>,
    /// Announcement, close and void of every attempt before, in their order.
    pub before: Vec<EventRow>,
    pub rows: Vec<EventRow>,
}

impl Held {
    /// The state machine with all events so far.
    pub fn ceremony(&self) -> Result<Ceremony<'_>> {
        self.ceremony_of(self.rows.len())
    }

    /// The same with the first events only.
    pub fn ceremony_of(&self, count: usize) -> Result<Ceremony<'_>> {
        let events: Vec<EventLine> = self.rows.iter().take(count).map(|row| row.event.clone()).collect();
        Ok(Ceremony::replay(&self.frozen.plan, self.frozen.digest, &events)?)
    }

    /// The published plan.
    pub fn plan(&self) -> &Plan {
        &self.frozen.plan
    }

    /// P.
    pub fn digest(&self) -> Digest {
        self.frozen.digest
    }

    /// Whether its outcome stays closed until the end.
    pub fn is_sealed(&self) -> bool {
        self.plan().mode == Mode::Sealed
    }

    /// Number of events up to the first of this name, itself included.
    pub fn count_to(&self, name: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.event.event.name() == name).map(|place| place + 1)
    }

    /// The first event of this name.
    pub fn event(&self, name: &str) -> Option<&EventLine> {
        self.rows.iter().map(|row| &row.event).find(|line| line.event.name() == name)
    }

    /// The secret that `finish` or `void` has published.
    pub fn published_secret(&self) -> Option<Secret> {
        self.rows.iter().find_map(|row| match &row.event.event {
            Event::Finish { secret, .. } | Event::Void { secret, .. } => {
                secret.as_ref().map(|secret| Secret::new(secret.to_bytes()))
            }
            _ => None,
        })
    }
}

impl Desk<'_> {
    /// What a further attempt shows of all those before it (section 20.4).
    pub(super) fn attempts_before(&mut self, plan: &Plan) -> Result<Vec<EventRow>> {
        let mut all = Vec::new();
        for attempt in 1..plan.attempt {
            let rows = self.database.events(&format!("{}/{}/{attempt}", plan.authority.id, plan.sequence))?;
            all.extend(rows.into_iter().filter(|row| ["announce", "close", "void"].contains(&row.event.event.name())));
        }
        Ok(all)
    }

    /// Loads a draw. What was frozen must still be what was announced.
    pub(super) fn held(&mut self, draw: &str) -> Result<Held> {
        let draws = self.database.draws()?;
        let Some(DrawRow { name, plan, previous }) = draws.iter().find(|row| row.name == draw).cloned() else {
            let known = draws.into_iter().map(|row| row.name).collect();
            return Err(CeremonyError::NoDraw { draw: draw.to_owned(), known }.into());
        };
        let changed = || CeremonyError::Changed { path: self.store().frozen_dir(draw), expected: plan };
        let frozen = Frozen::open(self.store(), draw)?.ok_or_else(changed)?;
        if frozen.digest != plan || !snapshot::is_there(self.store(), draw) {
            return Err(changed().into());
        }
        let rows = self.database.events(draw)?;
        let before = self.attempts_before(&frozen.plan)?;
        Ok(Held { name, frozen, previous, before, rows })
    }
}
