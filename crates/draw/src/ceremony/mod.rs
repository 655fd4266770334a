//! The ceremony as a state machine: which event may come next, and whether it says what it must.
//!
//! It holds the events so far and nothing else: no clock, no disk, no log. The office asks it before it logs a step. What
//! depends on the outcome (the digest of a record, whether a leaf is one of the draw's, whether a substitute is the right
//! one) is not known here: see [`crate::replace::judge`] and [`crate::sealed`].
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 20.2.

use records::events::{EventLine, Replacement};
use records::frozen;
use records::hash::{Digest, Secret};
use records::plan::Plan;

use crate::seed::Sealing;

mod error;
mod missing;

pub use error::StepError;
pub use missing::Missing;

/// How far a ceremony is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing has happened.
    New,
    /// Announced; shares are awaited (sealed mode).
    Sharing,
    /// Contributions (profile room) or commitments (profile remote) are taken.
    Contributing,
    /// Reveals are taken (profile remote), commitments no more.
    Revealing,
    /// Closed; signatures are taken, the final source is awaited.
    Closed,
    /// The final source is sampled, the outcome awaited.
    Rolled,
    /// Drawn; openings (sealed mode) and replacements are taken.
    Drawn,
    /// Finished.
    Finished,
    /// Void.
    Void,
}

/// The events of one draw so far.
#[derive(Clone, Debug)]
pub struct Ceremony<'a> {
    plan: &'a Plan,
    digest: Digest,
    events: Vec<EventLine>,
}

impl<'a> Ceremony<'a> {
    /// Before the announcement of a plan with `log`; `digest` is P.
    pub fn new(plan: &'a Plan, digest: Digest) -> Self {
        Self { plan, digest, events: Vec::new() }
    }

    /// A ceremony from its events.
    pub fn replay(plan: &'a Plan, digest: Digest, events: &[EventLine]) -> Result<Self, StepError> {
        todo!()
    }

    /// Whether this event may be the next one.
    pub fn may_follow(&self, line: &EventLine) -> Result<(), StepError> {
        todo!()
    }

    /// Takes the next event, or says why not and stays as it is.
    pub fn accept(&mut self, line: &EventLine) -> Result<(), StepError> {
        todo!()
    }

    /// The events taken.
    pub fn events(&self) -> &[EventLine] {
        &self.events
    }

    /// How far it is.
    pub fn phase(&self) -> Phase {
        todo!()
    }

    /// What has not happened yet and could now, the required before the optional of the same phase.
    pub fn missing(&self) -> Vec<Missing> {
        todo!()
    }

    /// D of the events so far: what the event `close` must say, and what it says once it is there.
    pub fn close_digest(&self) -> Result<Digest, StepError> {
        todo!()
    }

    /// c, in sealed mode, once announced.
    pub fn commitment(&self) -> Option<&Digest> {
        todo!()
    }

    /// The points of the escrow, once announced.
    pub fn points(&self) -> &[Digest] {
        todo!()
    }

    /// Participants who are empty in D, in the plan's order.
    pub fn silent(&self) -> Vec<&str> {
        todo!()
    }

    /// Labels that have signed the close, in order of the events.
    pub fn signed(&self) -> Vec<&str> {
        todo!()
    }

    /// `draw/ceremony.json`; none before the roll.
    pub fn ceremony_file(&self) -> Option<frozen::Ceremony> {
        todo!()
    }

    /// D, F and seed; none before the roll. `secret` is s in sealed mode.
    pub fn sealing(&self, secret: Option<&Secret>) -> Option<Result<Sealing, StepError>> {
        todo!()
    }

    /// The replacements so far.
    pub fn replacements(&self) -> Vec<&Replacement> {
        todo!()
    }
}
