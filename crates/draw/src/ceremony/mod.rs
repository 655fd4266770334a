//! The ceremony as a state machine: which event may come next, and whether it says what it must.
//!
//! It holds the events so far and nothing else: no clock, no disk, no log. The office asks it before it logs a step. What
//! depends on the outcome (the digest of a record, whether a leaf is one of the draw's, whether a substitute is the right
//! one) is not known here: see [`crate::replace::judge`] and [`crate::sealed`].
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 20.2.

use std::collections::BTreeSet;

use records::events::{Event, EventLine, Replacement};
use records::frozen::{self, Contribution, FinalValue};
use records::hash::{Digest, Secret};
use records::plan::{Mode, Plan, Profile};

use crate::seed::{self, Sealing, Share};

mod ending;
mod error;
mod missing;
mod steps;

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
    state: State,
}

/// What the events amount to.
#[derive(Clone, Debug)]
struct State {
    phase: Phase,
    commitment: Option<Digest>,
    points: Vec<Digest>,
    /// For each holder, whether he has checked his share.
    checked: Vec<bool>,
    /// What there is of each participant.
    shares: Vec<Share>,
    close: Option<Digest>,
    last: Option<FinalValue>,
    /// Of the event `draw` of an open draw.
    record: Option<Digest>,
    opened: BTreeSet<Digest>,
}

impl<'a> Ceremony<'a> {
    /// Before the announcement of a plan with `log`; `digest` is P.
    pub fn new(plan: &'a Plan, digest: Digest) -> Self {
        let holders = plan.escrow.as_ref().map_or(0, |escrow| escrow.holders.len());
        let state = State {
            phase: Phase::New,
            commitment: None,
            points: Vec::new(),
            checked: vec![false; holders],
            shares: vec![Share::default(); plan.participants.len()],
            close: None,
            last: None,
            record: None,
            opened: BTreeSet::new(),
        };
        Self { plan, digest, events: Vec::new(), state }
    }

    /// A ceremony from its events.
    pub fn replay(plan: &'a Plan, digest: Digest, events: &[EventLine]) -> Result<Self, StepError> {
        let mut out = Self::new(plan, digest);
        events.iter().try_for_each(|line| out.accept(line))?;
        Ok(out)
    }

    /// Whether this event may be the next one.
    pub fn may_follow(&self, line: &EventLine) -> Result<(), StepError> {
        self.check(line)
    }

    /// Takes the next event, or says why not and stays as it is.
    pub fn accept(&mut self, line: &EventLine) -> Result<(), StepError> {
        self.check(line)?;
        self.apply(&line.event);
        self.events.push(line.clone());
        Ok(())
    }

    /// The events taken.
    pub fn events(&self) -> &[EventLine] {
        &self.events
    }

    /// How far it is.
    pub fn phase(&self) -> Phase {
        self.state.phase
    }

    /// What has not happened yet and could now: chances that pass first, then what is required before anything else.
    pub fn missing(&self) -> Vec<Missing> {
        let mut out = self.chances();
        match self.state.phase {
            Phase::New => out.push(Missing::Announce),
            Phase::Sharing => out.extend(self.unchecked()),
            Phase::Contributing | Phase::Revealing => out.push(Missing::Close),
            Phase::Closed => out.push(Missing::Roll),
            Phase::Rolled => out.push(Missing::Draw),
            Phase::Drawn => out.push(Missing::Finish),
            Phase::Finished | Phase::Void => {}
        }
        out
    }

    /// D of the events so far: what the event `close` must say, and what it says once it is there.
    pub fn close_digest(&self) -> Result<Digest, StepError> {
        match self.state.close {
            Some(close) => Ok(close),
            None => Ok(seed::close(self.plan, &self.digest, self.state.commitment.as_ref(), &self.state.shares)?),
        }
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// P.
    pub fn plan_digest(&self) -> &Digest {
        &self.digest
    }

    /// c, in sealed mode, once announced.
    pub fn commitment(&self) -> Option<&Digest> {
        self.state.commitment.as_ref()
    }

    /// The points of the escrow, once announced.
    pub fn points(&self) -> &[Digest] {
        &self.state.points
    }

    /// Participants who are empty in D, in the plan's order.
    pub fn silent(&self) -> Vec<&str> {
        let both = self.plan.participants.iter().zip(&self.state.shares);
        both.filter(|(_, share)| share.reveal.is_none()).map(|(label, _)| label.as_str()).collect()
    }

    /// Labels that have signed the close, in the order of the events.
    pub fn signed(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for line in &self.events {
            if let Event::Sign { label, .. } = &line.event {
                out.push(label.as_str());
            }
        }
        out
    }

    /// `draw/ceremony.json`; none before the roll.
    pub fn ceremony_file(&self) -> Option<frozen::Ceremony> {
        let both = self.plan.participants.iter().zip(&self.state.shares);
        let said = both.filter_map(|(label, share)| {
            let reveal = share.reveal.as_ref()?;
            Some(Contribution { label: label.clone(), value: reveal.value.clone() })
        });
        let final_value = self.state.last.clone()?;
        Some(frozen::Ceremony { contributions: said.collect(), final_value })
    }

    /// D, F and seed, after the roll. `secret` is s, in sealed mode; whether it opens the first point is asked here.
    pub fn sealing(&self, secret: Option<&Secret>) -> Result<Sealing, StepError> {
        let Some(last) = &self.state.last else {
            let (missing, chances) = (self.required_before(Phase::Rolled), self.chances());
            return Err(StepError::TooEarly { event: "draw", missing, chances });
        };
        self.check_operator_secret("draw", secret)?;
        let State { commitment, shares, .. } = &self.state;
        Ok(seed::sealing(self.plan, &self.digest, commitment.as_ref(), shares, last, secret)?)
    }

    /// The replacements so far.
    pub fn replacements(&self) -> Vec<&Replacement> {
        let mut out = Vec::new();
        for line in &self.events {
            if let Event::Replace(replacement) = &line.event {
                out.push(replacement);
            }
        }
        out
    }

    /// Hashes of the leaves that were opened.
    pub fn opened(&self) -> &BTreeSet<Digest> {
        &self.state.opened
    }

    fn is_sealed(&self) -> bool {
        self.plan.mode == Mode::Sealed
    }

    /// Holders who have not checked their shares.
    fn unchecked(&self) -> Vec<Missing> {
        let holders = self.plan.escrow.iter().flat_map(|escrow| &escrow.holders);
        let open = holders.zip(&self.state.checked).filter(|(_, checked)| !**checked);
        open.map(|(holder, _)| Missing::Share { holder: holder.label.clone() }).collect()
    }

    /// What people may still do in this phase and need not.
    fn chances(&self) -> Vec<Missing> {
        let of = |test: fn(&Share) -> bool, make: fn(String) -> Missing| {
            let both = self.plan.participants.iter().zip(&self.state.shares);
            both.filter(|(_, share)| test(share)).map(|(label, _)| make(label.clone())).collect::<Vec<_>>()
        };
        let unrevealed = || of(|s| s.commitment.is_some() && s.reveal.is_none(), |label| Missing::Reveal { label });
        match (self.state.phase, self.plan.profile) {
            (Phase::Contributing, Profile::Room) => of(|s| s.reveal.is_none(), |label| Missing::Contribution { label }),
            (Phase::Contributing, Profile::Remote) => {
                let mut out = of(|s| s.commitment.is_none(), |label| Missing::Commitment { label });
                out.extend(unrevealed());
                out
            }
            (Phase::Revealing, _) => unrevealed(),
            (Phase::Closed, _) => {
                let signed = self.signed();
                let open = self.plan.keys.iter().filter(|key| !signed.contains(&key.label.as_str()));
                open.map(|key| Missing::Sign { label: key.label.clone() }).collect()
            }
            _ => Vec::new(),
        }
    }
}
