//! The end of a number: `finish`, or `void` with its reason.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 21.

use super::held::Held;
use super::publish::Computed;
use super::{CeremonyError, Desk, draw_step};
use crate::error::Result;
use draw::ceremony::{Phase, StepError};
use draw::escrow;
use draw::publish::record_digest;
use draw::signature;
use records::events::{DrawEvent, Event, ShareFile, SignatureText};
use records::hash::{Digest, Secret};
use std::path::PathBuf;

impl Desk<'_> {
    /// Finishes: everything is opened. In sealed mode the holders' shares give the secret back. Gives the published folder;
    /// finishing again changes nothing.
    pub fn finish(&mut self, draw: &str, shares: &[ShareFile]) -> Result<PathBuf> {
        let mut held = self.held(draw)?;
        if held.event("finish").is_none() {
            draw_step::check_order(&held, Event::Finish { record: held.digest(), secret: None })?;
            let secret = if held.is_sealed() { Some(self.recover_secret(&held, shares)?) } else { None };
            let computed = self.compute_checked(&held, secret.as_ref())?;
            self.check_outcome(&held, &computed)?;
            let record = record_digest(&computed.made.files.record)?;
            let secret = secret.map(|secret| Digest::new(*secret.expose_bytes()));
            self.take(&mut held, vec![Event::Finish { record, secret }])?;
            self.publish_outcome(&held, "finish", "finished", Some(computed))?;
            self.settle(draw)?;
        }
        Ok(self.folder(draw, "finished"))
    }

    /// What the superior signs, if a void needs it now: after the close, and always where the final source is a beacon.
    pub fn void_statement(&mut self, draw: &str, reason: &str) -> Result<Option<Digest>> {
        let held = self.held(draw)?;
        let close = match held.event("close").map(|line| &line.event) {
            Some(Event::Close { close }) => Some(close),
            _ => None,
        };
        let needed = close.is_some() || held.plan().final_source.round().is_some();
        Ok(needed.then(|| signature::void(&held.digest(), close, reason)))
    }

    /// Voids the number. After the close, and always where the final source is a beacon, it needs the superior's signature; after
    /// the close it publishes secret and outcome; after a sealed draw the shares give the secret back. Gives the published folder.
    pub fn void(
        &mut self,
        draw: &str,
        reason: &str,
        signature: Option<SignatureText>,
        shares: &[ShareFile],
    ) -> Result<PathBuf> {
        if reason.trim().is_empty() {
            return Err(StepError::NoReason.into());
        }
        let statement = self.void_statement(draw, reason)?;
        let mut held = self.held(draw)?;
        let phase = held.ceremony()?.phase();
        if let Some(statement) = statement.filter(|_| phase <= Phase::Drawn && signature.is_none()) {
            return Err(CeremonyError::SignatureNeeded { statement }.into());
        }
        let closed = (Phase::Closed..=Phase::Drawn).contains(&phase);
        let secret = match (held.is_sealed() && closed, phase) {
            (false, _) => None,
            (true, Phase::Drawn) => Some(self.recover_secret(&held, shares)?),
            (true, _) => self.operator_secret(draw)?,
        };
        let rolled = phase == Phase::Rolled || phase == Phase::Drawn;
        let computed = if rolled { Some(self.compute_checked(&held, secret.as_ref())?) } else { None };
        let record = computed.as_ref().map(|computed| record_digest(&computed.made.files.record)).transpose()?;
        let secret = secret.map(|secret| Digest::new(*secret.expose_bytes()));
        let event = Event::Void { reason: reason.to_owned(), record, secret, signature };
        self.take(&mut held, vec![event])?;
        self.settle(draw)?;
        Ok(self.folder(draw, "void"))
    }

    /// s from the holders' shares, checked against what was announced.
    fn recover_secret(&self, held: &Held, shares: &[ShareFile]) -> Result<Secret> {
        let ceremony = held.ceremony()?;
        let (Some(rule), Some(commitment)) = (&held.plan().escrow, ceremony.commitment()) else {
            return Err(CeremonyError::Mode { expected: "sealed" }.into());
        };
        if shares.is_empty() {
            return Err(CeremonyError::SharesNeeded { needed: rule.threshold }.into());
        }
        let announced = escrow::Announced {
            plan: &held.digest(),
            draw: &held.name,
            escrow: rule,
            points: ceremony.points(),
            commitment,
        };
        let bad = |error| CeremonyError::ShareBad { error, needed: rule.threshold };
        for share in shares {
            escrow::check_share_against(share, announced).map_err(bad)?;
        }
        let secret = escrow::recover(shares, rule.threshold).map_err(bad)?;
        escrow::check_secret(&secret, ceremony.points())?;
        Ok(secret)
    }

    /// What is computed anew must be what the event `draw` has fixed.
    fn check_outcome(&self, held: &Held, computed: &Computed) -> Result<()> {
        let Some(Event::Draw(event)) = held.event("draw").map(|line| &line.event) else { return Ok(()) };
        let record = &computed.made.files.record;
        let same = match event {
            DrawEvent { record: Some(fixed), .. } => *fixed == record_digest(record)?,
            DrawEvent { seed_hash, .. } => *seed_hash == Some(record.seed_hash),
        };
        let path = self.store().frozen_dir(&held.name);
        if same { Ok(()) } else { Err(CeremonyError::Changed { path, expected: held.digest() }.into()) }
    }
}
