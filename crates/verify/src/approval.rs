//! Who must have agreed to a replacement, and to which reasons the plan limits it.
//!
//! Source: `docs/PROTOCOL.md`, sections 23.2 to 23.4.

use records::events::{Event, EventLine, Replacement, Skipped};
use records::hash::{Digest, PublicKey, h};
use records::plan::Plan;

use crate::failure::Failure;
use crate::fault::Fault;
use crate::replacements::fail;
use crate::signature;

/// What `approved_by` says where the superior agrees.
const SUPERIOR: &str = "superior";

/// `is_further`: whether it is not the first of its visit or stratum, or comes late: then it is for the superior (23.4).
pub(crate) fn check(
    plan: &Plan,
    announced: &Digest,
    is_further: bool,
    replacement: &Replacement,
) -> Result<(), Failure> {
    check_reasons(plan, replacement)?;
    let needs_superior = is_further || replacement.passes_over();
    let (Replacement::Inspector { approved_by, signature, .. } | Replacement::Entity { approved_by, signature, .. }) =
        replacement;
    // The word stands for the superior, whatever labels there are.
    let key: Option<&PublicKey> = match approved_by.as_str() {
        SUPERIOR => plan.superior.as_ref().map(|superior| &superior.key),
        label => plan.keys.iter().find(|key| key.label == label).map(|key| &key.key),
    };
    let Some(key) = key.filter(|_| !needs_superior || approved_by == SUPERIOR) else {
        let labels = plan.keys.iter().map(|key| key.label.as_str()).filter(|_| !needs_superior);
        let expected = std::iter::once(SUPERIOR).chain(labels).collect::<Vec<_>>().join(" / ");
        return Err(fail(Fault::ReplaceApproval).got(format!("approved_by: {approved_by:?}")).expected(expected));
    };
    match signature {
        Some(signature) if signature::holds(key, &message(plan, announced, replacement), signature) => Ok(()),
        Some(_) => Err(fail(Fault::ReplaceSignature).got(approved_by)),
        None => Err(fail(Fault::ReplaceApproval).got("signature: –").expected(approved_by)),
    }
}

/// What is signed: the event without its signature.
fn message(plan: &Plan, announced: &Digest, replacement: &Replacement) -> Digest {
    let mut unsigned = replacement.clone();
    let (Replacement::Inspector { signature, .. } | Replacement::Entity { signature, .. }) = &mut unsigned;
    *signature = None;
    let event = EventLine { draw: plan.draw_name(), event: Event::Replace(unsigned) };
    h("mq1/replacement", &[announced.as_ref(), &event.line().unwrap_or_default()])
}

fn check_reasons(plan: &Plan, replacement: &Replacement) -> Result<(), Failure> {
    let none = records::plan::ReplacementReasons::default();
    let reasons = plan.replacement.as_ref().unwrap_or(&none);
    let (reason, lawful, skipped): (&String, &Vec<String>, Vec<&Skipped>) = match replacement {
        Replacement::Inspector { reason, skipped, .. } => (reason, &reasons.inspector, skipped.iter().collect()),
        Replacement::Entity { reason, skipped, .. } => (reason, &reasons.entity, skipped.iter().flatten().collect()),
    };
    let passed_over = skipped.iter().map(|one| (&one.reason, &reasons.inspector));
    let mut all = std::iter::once((reason, lawful)).chain(passed_over);
    match all.find(|(reason, lawful)| !lawful.contains(reason)) {
        Some((reason, lawful)) => Err(fail(Fault::ReplaceReason).got(reason).expected(lawful.join(" / "))),
        None => Ok(()),
    }
}
