//! Each event up to the roll: when it may come, and what it must say.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 20.2.

use records::entropy::FinalSource;
use records::events::{Event, EventLine, RollRecord};
use records::frozen::FinalValue;
use records::hash::{Digest, PublicKey};
use records::plan::Profile;

use super::{Ceremony, Missing, Phase, StepError};
use crate::escrow::{self, Announced};
use crate::seed::{self, Reveal, SeedError, Share};
use crate::signature;

impl Ceremony<'_> {
    /// Order first, so that who comes too early hears that, and not what else is wrong.
    pub(super) fn check(&self, line: &EventLine) -> Result<(), StepError> {
        let expected = self.plan.draw_name();
        if line.draw != expected {
            return Err(StepError::OtherDraw { got: line.draw.clone(), expected });
        }
        self.check_in_plan(&line.event)?;
        self.check_order(&line.event)?;
        match &line.event {
            Event::Announce { plan, superior, round, commitment, points } => {
                self.check_superior(superior, *round)?;
                self.check_announce(plan, commitment.as_ref(), points)
            }
            Event::Share { holder, signature } => self.check_share(holder, signature.as_deref()),
            Event::Contribution { label, value } => self.check_contribution(label, value),
            Event::Commitment { label, .. } => self.check_commitment(label),
            Event::Reveal { label, salt, value } => self.check_reveal(label, salt, value),
            Event::Close { close } => self.check_close(close),
            Event::Sign { label, signature } => self.check_sign(label, signature),
            Event::Roll { records, source, value } => self.check_roll(records, source, value),
            Event::Draw(draw) => self.check_draw(draw),
            Event::Open { leaf } => self.check_open(leaf),
            Event::Replace(replacement) => self.check_replace(line, replacement),
            Event::Finish { record, secret } => self.check_finish(record, secret.as_ref()),
            Event::Void { .. } => self.check_void(&line.event),
        }
    }

    /// What an accepted event changes.
    pub(super) fn apply(&mut self, event: &Event) {
        let state = &mut self.state;
        match event {
            Event::Announce { commitment, points, .. } => {
                (state.commitment, state.points) = (*commitment, points.clone());
                state.phase = if state.checked.is_empty() { Phase::Contributing } else { Phase::Sharing };
            }
            Event::Share { holder, .. } => {
                let holders = self.plan.escrow.iter().flat_map(|escrow| &escrow.holders);
                for (_, checked) in holders.zip(&mut state.checked).filter(|(other, _)| other.label == *holder) {
                    *checked = true;
                }
                if state.checked.iter().all(|checked| *checked) {
                    state.phase = Phase::Contributing;
                }
            }
            Event::Contribution { label, value } => {
                let reveal = Reveal { value: value.clone(), salt: None };
                self.change(label, |share| share.reveal = Some(reveal));
            }
            Event::Commitment { label, commitment } => self.change(label, |share| share.commitment = Some(*commitment)),
            Event::Reveal { label, salt, value } => {
                state.phase = Phase::Revealing;
                let reveal = Reveal { value: value.clone(), salt: Some(salt.to_bytes()) };
                self.change(label, |share| share.reveal = Some(reveal));
            }
            Event::Close { close } => (state.phase, state.close) = (Phase::Closed, Some(*close)),
            Event::Roll { source, value, .. } => {
                state.last = Some(FinalValue { source: source.clone(), value: value.clone() });
                state.phase = Phase::Rolled;
            }
            Event::Draw(draw) => (state.phase, state.record) = (Phase::Drawn, draw.record),
            Event::Open { leaf } => {
                state.opened.insert(*leaf);
            }
            Event::Finish { .. } => state.phase = Phase::Finished,
            Event::Void { .. } => state.phase = Phase::Void,
            Event::Sign { .. } | Event::Replace(_) => {}
        }
    }

    fn change(&mut self, label: &str, change: impl FnOnce(&mut Share)) {
        let both = self.plan.participants.iter().zip(&mut self.state.shares);
        if let Some((_, share)) = both.into_iter().find(|(other, _)| *other == label) {
            change(share);
        }
    }

    fn check_in_plan(&self, event: &Event) -> Result<(), StepError> {
        let why = match (event, self.plan.profile) {
            (Event::Share { .. } | Event::Open { .. }, _) if !self.is_sealed() => "its mode is open",
            (Event::Contribution { .. }, Profile::Remote) => "its profile is remote",
            (Event::Commitment { .. } | Event::Reveal { .. }, Profile::Room) => "its profile is room",
            _ => return Ok(()),
        };
        Err(StepError::NotInPlan { event: event.name(), why })
    }

    /// The phases in which an event is taken: first and last.
    fn check_order(&self, event: &Event) -> Result<(), StepError> {
        let (first, last) = match event {
            Event::Announce { .. } => (Phase::New, Phase::New),
            // A holder who comes again when all have come is told that he stands twice.
            Event::Share { .. } => (Phase::Sharing, Phase::Contributing),
            Event::Contribution { .. } | Event::Commitment { .. } => (Phase::Contributing, Phase::Contributing),
            Event::Reveal { .. } | Event::Close { .. } => (Phase::Contributing, Phase::Revealing),
            Event::Sign { .. } | Event::Roll { .. } => (Phase::Closed, Phase::Closed),
            Event::Draw(_) => (Phase::Rolled, Phase::Rolled),
            Event::Open { .. } | Event::Replace(_) | Event::Finish { .. } => (Phase::Drawn, Phase::Drawn),
            Event::Void { .. } => (Phase::Sharing, Phase::Drawn),
        };
        let event = event.name();
        match self.state.phase {
            now if now < first => {
                Err(StepError::TooEarly { event, missing: self.required_before(first), chances: self.chances() })
            }
            now if now > last => Err(StepError::TooLate { event, after: self.last_passed(last) }),
            _ => Ok(()),
        }
    }

    pub(super) fn required_before(&self, phase: Phase) -> Vec<Missing> {
        let now = self.state.phase;
        let mut out = Vec::new();
        if now < Phase::Sharing && phase >= Phase::Sharing {
            out.push(Missing::Announce);
        }
        if now <= Phase::Sharing && phase > Phase::Sharing {
            out.extend(self.unchecked());
        }
        let steps = [(Phase::Closed, Missing::Close), (Phase::Rolled, Missing::Roll), (Phase::Drawn, Missing::Draw)];
        out.extend(steps.into_iter().filter(|(at, _)| now < *at && *at <= phase).map(|(_, missing)| missing));
        out
    }

    /// The event after which one that is taken until the phase `last` comes too late.
    fn last_passed(&self, last: Phase) -> &'static str {
        match (self.state.phase, last) {
            (Phase::Void, _) => "void",
            (Phase::Finished, _) => "finish",
            (_, Phase::New) => "announce",
            (Phase::Revealing, _) => "reveal",
            (_, Phase::Contributing | Phase::Revealing) => "close",
            (_, Phase::Closed) => "roll",
            _ => "draw",
        }
    }

    fn check_announce(&self, plan: &Digest, commitment: Option<&Digest>, points: &[Digest]) -> Result<(), StepError> {
        let there = [
            ("log", self.plan.log.is_some()),
            ("superior", self.plan.superior.is_some()),
            ("replacement", self.plan.replacement.is_some()),
            ("escrow", self.plan.escrow.is_some() || !self.is_sealed()),
            ("custodians", self.plan.custodians.is_some() || !self.is_sealed()),
        ];
        if let Some((key, _)) = there.into_iter().find(|(_, there)| !there) {
            return Err(StepError::PlanKey { key });
        }
        if *plan != self.digest {
            return Err(StepError::Plan { got: *plan, expected: self.digest });
        }
        key("announce", "commitment", commitment.is_some(), self.is_sealed())?;
        key("announce", "points", !points.is_empty(), self.is_sealed())?;
        if let (Some(commitment), Some(escrow)) = (commitment, &self.plan.escrow) {
            let draw = self.plan.draw_name();
            escrow::check_announced(Announced { plan, draw: &draw, escrow, points, commitment })?;
        }
        Ok(())
    }

    /// Who must sign a void, and whether the final source comes by itself: a later attempt's bundle shows both.
    fn check_superior(&self, superior: &PublicKey, round: Option<u64>) -> Result<(), StepError> {
        let Some(expected) = self.plan.superior.as_ref().map(|superior| superior.key) else {
            return Err(StepError::PlanKey { key: "superior" });
        };
        if *superior != expected {
            return Err(StepError::Superior { got: *superior, expected });
        }
        match (round, self.plan.final_source.round()) {
            (got, expected) if got == expected => Ok(()),
            (Some(got), Some(expected)) => Err(StepError::Round { got, expected }),
            (got, expected) => key("announce", "round", got.is_some(), expected.is_some()),
        }
    }

    fn check_share(&self, holder: &str, signature: Option<&str>) -> Result<(), StepError> {
        let holders = self.plan.escrow.iter().flat_map(|escrow| &escrow.holders);
        let labels: Vec<String> = holders.map(|holder| holder.label.clone()).collect();
        let Some(place) = labels.iter().position(|label| label == holder) else {
            return Err(StepError::Stranger { event: "share", label: holder.to_owned(), expected: labels });
        };
        if self.state.checked.get(place).copied().unwrap_or_default() {
            return Err(StepError::Twice { event: "share", label: holder.to_owned() });
        }
        let owner = self.plan.keys.iter().find(|key| key.label == holder);
        key("share", "signature", signature.is_some(), owner.is_some())?;
        if let (Some(owner), Some(signature), Some(commitment)) = (owner, signature, &self.state.commitment) {
            let message = signature::share(&self.digest, commitment, holder);
            signature::verify(&owner.key, &message, signature).map_err(|error| StepError::Signature {
                event: "share",
                label: holder.to_owned(),
                error,
            })?;
        }
        Ok(())
    }

    /// What there is of a participant.
    fn share_of(&self, event: &'static str, label: &str) -> Result<&Share, StepError> {
        let both = self.plan.participants.iter().zip(&self.state.shares);
        let found = both.into_iter().find(|(other, _)| *other == label);
        let stranger =
            || StepError::Stranger { event, label: label.to_owned(), expected: self.plan.participants.clone() };
        found.map(|(_, share)| share).ok_or_else(stranger)
    }

    fn check_contribution(&self, label: &str, value: &str) -> Result<(), StepError> {
        if self.share_of("contribution", label)?.reveal.is_some() {
            return Err(StepError::Twice { event: "contribution", label: label.to_owned() });
        }
        Ok(seed::check_length(label, value)?)
    }

    fn check_commitment(&self, label: &str) -> Result<(), StepError> {
        match self.share_of("commitment", label)?.commitment {
            Some(_) => Err(StepError::Twice { event: "commitment", label: label.to_owned() }),
            None => Ok(()),
        }
    }

    fn check_reveal(&self, label: &str, salt: &Digest, value: &str) -> Result<(), StepError> {
        let share = self.share_of("reveal", label)?;
        let Some(commitment) = share.commitment else {
            let both = self.plan.participants.iter().zip(&self.state.shares);
            let committed = both.filter(|(_, share)| share.commitment.is_some());
            let expected = committed.map(|(label, _)| label.clone()).collect();
            return Err(StepError::NotCommitted { label: label.to_owned(), expected });
        };
        if share.reveal.is_some() {
            return Err(StepError::Twice { event: "reveal", label: label.to_owned() });
        }
        seed::check_length(label, value)?;
        if seed::commitment(&self.digest, label, value, salt.as_bytes()) == commitment {
            Ok(())
        } else {
            Err(SeedError::Commitment { label: label.to_owned() }.into())
        }
    }

    fn check_close(&self, got: &Digest) -> Result<(), StepError> {
        let expected = self.close_digest()?;
        if *got == expected { Ok(()) } else { Err(StepError::Close { got: *got, expected }) }
    }

    fn check_sign(&self, label: &str, signature: &str) -> Result<(), StepError> {
        let Some(owner) = self.plan.keys.iter().find(|key| key.label == label) else {
            let expected = self.plan.keys.iter().map(|key| key.label.clone()).collect();
            return Err(StepError::Stranger { event: "sign", label: label.to_owned(), expected });
        };
        if self.signed().contains(&label) {
            return Err(StepError::Twice { event: "sign", label: label.to_owned() });
        }
        let message = signature::attest(&self.digest, &self.close_digest()?);
        signature::verify(&owner.key, &message, signature).map_err(|error| StepError::Signature {
            event: "sign",
            label: label.to_owned(),
            error,
        })
    }

    fn check_roll(&self, records: &[RollRecord], source: &str, value: &str) -> Result<(), StepError> {
        let last = FinalValue { source: source.to_owned(), value: value.to_owned() };
        seed::check_final(&self.plan.final_source, &last)?;
        let expected = if matches!(self.plan.final_source, FinalSource::Drand { .. }) { 0 } else { 2 };
        let got: Vec<String> = records.iter().map(|record| record.recorder.clone()).collect();
        let twice = got.first().is_some_and(|first| got.iter().skip(1).any(|other| other == first));
        if got.len() != expected || twice || got.iter().any(String::is_empty) {
            return Err(StepError::Recorders { got, expected });
        }
        match records.iter().find(|record| record.value != value) {
            Some(RollRecord { recorder, value: got }) => Err(StepError::RecordsDiffer {
                recorder: recorder.clone(),
                got: got.clone(),
                expected: value.to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// Whether a key is there exactly when it must be.
pub(super) fn key(event: &'static str, key: &'static str, got: bool, expected: bool) -> Result<(), StepError> {
    if got == expected { Ok(()) } else { Err(StepError::Key { event, key, expected }) }
}
