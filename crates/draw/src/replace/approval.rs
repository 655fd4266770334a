//! Two people: who must have agreed to a replacement.
//!
//! Source: `docs/PROTOCOL.md`, section 23.4.

use records::events::{Event, EventLine, Replacement};
use records::hash::{Digest, PublicKey};
use records::plan::Plan;

use super::ReplaceError;
use crate::signature;

/// What `approved_by` says where the superior has agreed.
pub const SUPERIOR: &str = "superior";

/// Whether a replacement is a further one in its visit (kind inspector) or stratum (kind entity), and so needs the superior.
pub fn needs_superior(earlier: &[&Replacement], replacement: &Replacement) -> bool {
    earlier.iter().any(|other| match (*other, replacement) {
        (Replacement::Inspector { visit: a, .. }, Replacement::Inspector { visit: b, .. }) => a == b,
        (Replacement::Entity { task: a, stratum: x, .. }, Replacement::Entity { task: b, stratum: y, .. }) => {
            a == b && x == y
        }
        _ => false,
    })
}

/// Whether this person may agree.
pub(super) fn check_approver(
    earlier: &[&Replacement],
    replacement: &Replacement,
    approved_by: &str,
) -> Result<(), ReplaceError> {
    let fault = |expected| Err(ReplaceError::Approver { got: approved_by.to_owned(), expected });
    match needs_superior(earlier, replacement) {
        true if approved_by != SUPERIOR => fault(SUPERIOR),
        false if approved_by.is_empty() => fault("somebody"),
        _ => Ok(()),
    }
}

/// Checks `approved_by` and the signature.
pub fn check_approval(
    plan: &Plan,
    digest: &Digest,
    earlier: &[&Replacement],
    line: &EventLine,
) -> Result<(), ReplaceError> {
    let Event::Replace(replacement) = &line.event else {
        return Err(ReplaceError::NotReplace { got: line.event.name() });
    };
    let (Replacement::Inspector { approved_by, signature, .. } | Replacement::Entity { approved_by, signature, .. }) =
        replacement;
    check_approver(earlier, replacement, approved_by)?;
    let key = key_of(plan, approved_by);
    match (key, signature) {
        (None, None) => Ok(()),
        (Some(key), Some(signature)) => {
            let message = signature::replacement(digest, line)?;
            signature::verify(key, &message, signature)
                .map_err(|error| ReplaceError::Signature { approved_by: approved_by.clone(), error })
        }
        (key, _) => Err(ReplaceError::SignatureKey { approved_by: approved_by.clone(), expected: key.is_some() }),
    }
}

/// Whose signature must be there; nobody's if the plan has no key for who agreed.
fn key_of<'a>(plan: &'a Plan, approved_by: &str) -> Option<&'a PublicKey> {
    if approved_by == SUPERIOR {
        return plan.superior.as_ref().map(|superior| &superior.key);
    }
    plan.keys.iter().find(|key| key.label == approved_by).map(|key| &key.key)
}
