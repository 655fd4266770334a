//! What people say, roll and sign in a ceremony, fixed beforehand; and the ceremony up to the close.

use std::collections::BTreeMap;

use records::events::{Event, EventLine};
use records::hash::{Digest, Secret};
use records::plan::{Plan, Profile};

use super::{DrawError, Frozen};
use crate::ceremony::{Ceremony, StepError};
use crate::escrow::{Dealt, EscrowError, deal};
use crate::replace::ReplaceError;
use crate::sealed::SealedError;
use crate::{seed, signature};

/// Whatever keeps a ceremony from its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each is the error of the stage that it is named after")]
pub enum HeldError {
    #[error(transparent)]
    Draw(#[from] DrawError),
    #[error("ceremony: {0}")]
    Step(#[from] StepError),
    #[error("escrow: {0}")]
    Escrow(#[from] EscrowError),
    #[error("sealed: {0}")]
    Sealed(#[from] SealedError),
    #[error("replace: {0}")]
    Replace(#[from] ReplaceError),
}

impl HeldError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Draw(error) => error.code(),
            Self::Step(error) => error.code(),
            Self::Escrow(error) => error.code(),
            Self::Sealed(error) => error.code(),
            Self::Replace(error) => error.code(),
        }
    }
}

/// Everything that people say, roll, sign and draw at random in a ceremony.
#[derive(Clone, Debug)]
pub struct Script {
    /// Randomness of the escrow, one for each coefficient (sealed mode).
    pub coefficients: Vec<[u8; 64]>,
    /// Label, value and salt (the salt counts in profile remote only).
    pub said: Vec<(String, String, [u8; 32])>,
    /// Labels among them that commit and do not reveal (profile remote).
    pub withheld: Vec<String>,
    /// The final value.
    pub value: String,
    /// Private keys of labels in `plan.keys`: these sign shares, the close and replacements.
    pub keys: BTreeMap<String, Secret>,
    /// Private key of the superior.
    pub superior: Secret,
    /// From which the halves of capsule keys are made here; in a real draw each is random.
    pub halves: Secret,
}

/// A ceremony up to the close, signatures included.
#[derive(Clone, Debug)]
pub struct Gathered<'a> {
    /// The events.
    pub ceremony: Ceremony<'a>,
    /// The escrow, in sealed mode.
    pub dealt: Option<Dealt>,
}

/// Announces, shares, contributes, closes and signs.
pub fn gather<'a>(frozen: &'a Frozen<'a>, script: &Script) -> Result<Gathered<'a>, HeldError> {
    let (plan, digest) = (&frozen.announcement.plan, frozen.announcement.digest);
    let mut ceremony = Ceremony::new(plan, digest);
    let dealt = match &plan.escrow {
        Some(escrow) => Some(deal(&digest, escrow, &script.coefficients)?),
        None => None,
    };
    let commitment = dealt.as_ref().map(|dealt| dealt.commitment);
    let points = dealt.as_ref().map_or_else(Vec::new, |dealt| dealt.points.clone());
    let superior = plan.superior.as_ref().ok_or(StepError::PlanKey { key: "superior" })?.key;
    let round = plan.final_source.round();
    step(&mut ceremony, Event::Announce { plan: digest, superior, round, commitment, points })?;
    if let (Some(commitment), Some(escrow)) = (&commitment, &plan.escrow) {
        for holder in &escrow.holders {
            let message = signature::share(&digest, commitment, &holder.label);
            let signature = script.keys.get(&holder.label).map(|key| signature::sign(key, &message));
            step(&mut ceremony, Event::Share { holder: holder.label.clone(), signature })?;
        }
    }
    contribute(&mut ceremony, plan, script)?;
    let close = ceremony.close_digest()?;
    step(&mut ceremony, Event::Close { close })?;
    for key in &plan.keys {
        if let Some(secret) = script.keys.get(&key.label) {
            let signature = signature::sign(secret, &signature::attest(&digest, &close));
            step(&mut ceremony, Event::Sign { label: key.label.clone(), signature })?;
        }
    }
    Ok(Gathered { ceremony, dealt })
}

pub(super) fn step(ceremony: &mut Ceremony<'_>, event: Event) -> Result<(), StepError> {
    let draw = ceremony.plan().draw_name();
    ceremony.accept(&EventLine { draw, event })
}

fn contribute(ceremony: &mut Ceremony<'_>, plan: &Plan, script: &Script) -> Result<(), StepError> {
    let digest = *ceremony.plan_digest();
    if plan.profile == Profile::Room {
        return script.said.iter().try_for_each(|(label, value, _)| {
            step(ceremony, Event::Contribution { label: label.clone(), value: value.clone() })
        });
    }
    for (label, value, salt) in &script.said {
        let commitment = seed::commitment(&digest, label, value, salt);
        step(ceremony, Event::Commitment { label: label.clone(), commitment })?;
    }
    for (label, value, salt) in script.said.iter().filter(|(label, ..)| !script.withheld.contains(label)) {
        let (label, value, salt) = (label.clone(), value.clone(), Digest::new(*salt));
        step(ceremony, Event::Reveal { label, salt, value })?;
    }
    Ok(())
}
