//! The events from the draw on: outcome, openings, replacements, finish and void.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1, 20.2 and 23.4.

use records::events::{DrawEvent, Event, EventLine, Replacement};
use records::hash::{Digest, Secret};

use super::steps::key;
use super::{Ceremony, Phase, StepError};
use crate::escrow;
use crate::replace;
use crate::sealed::capsule_names;
use crate::signature;

impl Ceremony<'_> {
    pub(super) fn check_draw(&self, draw: &DrawEvent) -> Result<(), StepError> {
        let sealed = self.is_sealed();
        key("draw", "record", draw.record.is_some(), !sealed)?;
        key("draw", "seed_hash", draw.seed_hash.is_some(), sealed)?;
        key("draw", "leaves", draw.leaves.is_some(), sealed)?;
        key("draw", "capsules", draw.capsules.is_some(), sealed)?;
        match &draw.capsules {
            Some(capsules) => {
                let expected = capsule_names(self.plan).len() as u64;
                let got = capsules.count;
                if got == expected { Ok(()) } else { Err(StepError::Capsules { got, expected }) }
            }
            None => Ok(()),
        }
    }

    pub(super) fn check_open(&self, leaf: &Digest) -> Result<(), StepError> {
        if self.state.opened.contains(leaf) {
            return Err(StepError::Twice { event: "open", label: leaf.to_string() });
        }
        Ok(())
    }

    /// Reason and approval; whether the substitute is the right one is [`replace::judge`]'s.
    pub(super) fn check_replace(&self, line: &EventLine, replacement: &Replacement) -> Result<(), StepError> {
        replace::check_reasons(self.plan, replacement)?;
        Ok(replace::check_approval(self.plan, &self.digest, &self.replacements(), line)?)
    }

    pub(super) fn check_finish(&self, record: &Digest, secret: Option<&Digest>) -> Result<(), StepError> {
        self.check_record(record)?;
        let secret = secret.map(|secret| Secret::new(secret.to_bytes()));
        self.check_operator_secret("finish", secret.as_ref())
    }

    /// s is there exactly in sealed mode, and opens the first point.
    pub(super) fn check_operator_secret(&self, event: &'static str, secret: Option<&Secret>) -> Result<(), StepError> {
        key(event, "secret", secret.is_some(), self.is_sealed())?;
        match secret {
            Some(secret) => Ok(escrow::check_secret(secret, &self.state.points)?),
            None => Ok(()),
        }
    }

    /// The record of an open draw is the one of the event `draw`: nothing that comes later changes it.
    fn check_record(&self, got: &Digest) -> Result<(), StepError> {
        match self.state.record {
            Some(expected) if *got != expected => Err(StepError::Record { got: *got, expected }),
            _ => Ok(()),
        }
    }

    pub(super) fn check_void(&self, event: &Event) -> Result<(), StepError> {
        let Event::Void { reason, record, secret, signature } = event else { return Ok(()) };
        if reason.is_empty() {
            return Err(StepError::NoReason);
        }
        let (closed, rolled) = (self.state.phase >= Phase::Closed, self.state.phase >= Phase::Rolled);
        // A beacon's value comes by itself: whoever waits for it and voids must not be alone.
        let signed = closed || self.plan.final_source.round().is_some();
        key("void", "signature", signature.is_some(), signed)?;
        key("void", "record", record.is_some(), rolled)?;
        if let Some(record) = record {
            self.check_record(record)?;
        }
        if closed {
            let secret = secret.map(|secret| Secret::new(secret.to_bytes()));
            self.check_operator_secret("void", secret.as_ref())?;
        } else {
            key("void", "secret", secret.is_some(), false)?;
        }
        if let (Some(signature), Some(superior)) = (signature, &self.plan.superior) {
            let close = if closed { Some(self.close_digest()?) } else { None };
            let message = signature::void(&self.digest, close.as_ref(), reason);
            let fault = |error| StepError::Signature { event: "void", label: superior.name.clone(), error };
            signature::verify(&superior.key, &message, signature).map_err(fault)?;
        }
        Ok(())
    }
}
