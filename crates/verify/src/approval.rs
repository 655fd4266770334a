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

/// `earlier`: how many replacements of the visit, or of the stratum, there were before.
pub(crate) fn check(plan: &Plan, announced: &Digest, earlier: u64, replacement: &Replacement) -> Result<(), Failure> {
    check_reasons(plan, replacement)?;
    let (Replacement::Inspector { approved_by, signature, .. } | Replacement::Entity { approved_by, signature, .. }) =
        replacement;
    if approved_by.is_empty() || (earlier > 0 && approved_by != SUPERIOR) {
        let expected = if earlier > 0 { SUPERIOR } else { "…" };
        return Err(fail(Fault::ReplaceApproval).got(format!("approved_by: {approved_by:?}")).expected(expected));
    }
    // The word stands for the superior, whatever labels there are.
    let key: Option<&PublicKey> = match approved_by.as_str() {
        SUPERIOR => plan.superior.as_ref().map(|superior| &superior.key),
        label => plan.keys.iter().find(|key| key.label == label).map(|key| &key.key),
    };
    match (key, signature) {
        (None, None) => Ok(()),
        (Some(key), Some(signature)) if signature::holds(key, &message(plan, announced, replacement), signature) => {
            Ok(())
        }
        (Some(_), Some(_)) => Err(fail(Fault::ReplaceSignature).got(approved_by)),
        _ => Err(fail(Fault::ReplaceApproval).got("signature").expected(approved_by)),
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
