//! What people bring: shares that were checked, contributions, signatures, the final source; and the close between them.
//!
//! Source: `docs/PROTOCOL.md`, sections 8 and 20.

use super::{CeremonyError, Desk, draw_step};
use crate::error::Result;
use crate::store::atomic::NewFile;
use draw::ceremony::Phase;
use draw::signature;
use records::events::{Event, RollRecord, SignatureText};
use records::hash::Digest;
use std::path::PathBuf;

/// A draw that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// D.
    pub close: Digest,
    /// What those with a key sign: `H("mq1/attest", P, D)`.
    pub statement: Digest,
    /// Participants who are empty in D.
    pub silent: Vec<String>,
    /// The checkpoint that is handed to the superior and to all participants.
    pub checkpoint: PathBuf,
}

impl Desk<'_> {
    /// What a holder with a key signs of his good share.
    pub fn share_statement(&mut self, draw: &str, holder: &str) -> Result<Digest> {
        let held = self.held(draw)?;
        let ceremony = held.ceremony()?;
        let commitment = ceremony.commitment().ok_or(CeremonyError::Mode { expected: "sealed" })?;
        Ok(signature::share(&held.digest(), commitment, holder))
    }

    /// A holder has his share, has found it good and signs that he has. The office's copy is removed.
    pub fn share(&mut self, draw: &str, holder: &str, signature: SignatureText) -> Result<()> {
        let mut held = self.held(draw)?;
        self.take(&mut held, vec![Event::Share { holder: holder.to_owned(), signature: Some(signature) }])?;
        self.settle(draw)
    }

    /// Somebody in the room has said a value.
    pub fn contribute(&mut self, draw: &str, label: &str, value: &str) -> Result<()> {
        let event = Event::Contribution { label: label.to_owned(), value: value.to_owned() };
        self.one(draw, event)
    }

    /// Somebody from afar has handed in a commitment.
    pub fn commit(&mut self, draw: &str, label: &str, commitment: Digest) -> Result<()> {
        self.one(draw, Event::Commitment { label: label.to_owned(), commitment })
    }

    /// Somebody from afar opens his commitment.
    pub fn reveal(&mut self, draw: &str, label: &str, value: &str, salt: Digest) -> Result<()> {
        self.one(draw, Event::Reveal { label: label.to_owned(), salt, value: value.to_owned() })
    }

    /// Participants who have said nothing so far, or have not revealed it; none once it is closed.
    pub fn silent(&mut self, draw: &str) -> Result<Option<Vec<String>>> {
        let held = self.held(draw)?;
        if held.event("close").is_some() {
            return Ok(None);
        }
        Ok(Some(held.ceremony()?.silent().into_iter().map(str::to_owned).collect()))
    }

    /// Closes: no contribution is taken any more. Closing twice changes nothing.
    pub fn close_contributions(&mut self, draw: &str) -> Result<Closed> {
        let mut held = self.held(draw)?;
        if held.event("close").is_none() {
            super::announce::refuse_early_round(held.plan())?;
            let close = held.ceremony()?.close_digest()?;
            self.take(&mut held, vec![Event::Close { close }])?;
            self.settle(draw)?;
        }
        self.closed(draw)
    }

    /// What was closed.
    pub fn closed(&mut self, draw: &str) -> Result<Closed> {
        let held = self.held(draw)?;
        let ceremony = held.ceremony()?;
        let Some(Event::Close { close }) = held.event("close").map(|line| &line.event) else {
            let sign = Event::Sign { label: String::new(), signature: String::new() };
            draw_step::check_order(&held, sign)?;
            return Err(CeremonyError::NotDrawn { draw: draw.to_owned() }.into());
        };
        Ok(Closed {
            close: *close,
            statement: signature::attest(&held.digest(), close),
            silent: ceremony.silent().into_iter().map(str::to_owned).collect(),
            checkpoint: self.closed_path(draw),
        })
    }

    /// The checkpoint of the close, for the superior and the participants.
    pub(super) fn closed_path(&self, draw: &str) -> PathBuf {
        self.store().published_dir(draw).join("closed.checkpoint")
    }

    pub(super) fn write_closed(&self, draw: &str, checkpoint: &str) -> Result<()> {
        let mut file = NewFile::create(&self.closed_path(draw))?;
        file.put(checkpoint.as_bytes())?;
        file.commit()?;
        super::failpoint::durable()
    }

    /// A participant has signed the close.
    pub fn sign(&mut self, draw: &str, label: &str, signature: &str) -> Result<()> {
        self.one(draw, Event::Sign { label: label.to_owned(), signature: signature.to_owned() })
    }

    /// The final source was sampled; of dice and balls with the records of two people.
    pub fn roll(&mut self, draw: &str, value: &str, records: Vec<RollRecord>) -> Result<()> {
        let source = self.held(draw)?.plan().final_source.id();
        self.one(draw, Event::Roll { records, source, value: value.to_owned() })
    }

    fn one(&mut self, draw: &str, event: Event) -> Result<()> {
        let mut held = self.held(draw)?;
        self.take(&mut held, vec![event])
    }

    /// How far a draw is.
    pub fn phase(&mut self, draw: &str) -> Result<Phase> {
        Ok(self.held(draw)?.ceremony()?.phase())
    }
}
