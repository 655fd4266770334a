//! Two people, and when: who must have agreed to a replacement, and which day it may bear.
//!
//! Source: `docs/PROTOCOL.md`, section 23.4.

use records::events::{Event, EventLine, Replacement};
use records::hash::{Digest, PublicKey};
use records::plan::Plan;

use super::{Orders, ReplaceError, entity};
use crate::signature;

/// What `approved_by` says where the superior has agreed.
pub const SUPERIOR: &str = "superior";

/// Whether a replacement is a further one in its visit (kind inspector) or stratum (kind entity), or passes somebody over, and so
/// needs the superior.
pub fn needs_superior(earlier: &[&Replacement], replacement: &Replacement) -> bool {
    replacement.passes_over() || earlier.iter().any(|other| other.is_of_same(replacement))
}

/// Whether an entity is replaced after the last day on which it was to be visited, or has none though there is a team to be found:
/// then the day that the office writes decides the team, and the superior must agree.
fn is_late(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    replacement: &Replacement,
) -> Result<bool, ReplaceError> {
    let Replacement::Entity { date, rank, stratum, task, .. } = replacement else { return Ok(false) };
    let has_seats = || plan.tasks.iter().any(|one| one.id == *task && !one.seats.is_empty());
    Ok(entity::last_day(orders, earlier, task, stratum, *rank)?.map_or_else(has_seats, |last| *date > last))
}

/// Whether this person may agree. `for_superior`: what follows from the answer itself (cases 4 to 6).
pub(super) fn check_approver(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    replacement: &Replacement,
    for_superior: bool,
) -> Result<(), ReplaceError> {
    let is_for_superior =
        needs_superior(earlier, replacement) || for_superior || is_late(plan, orders, earlier, replacement)?;
    key_of(plan, replacement, is_for_superior)?;
    check_date(plan, earlier, replacement)
}

/// Not before the plan, and not before the replacement before it in its visit or stratum.
fn check_date(plan: &Plan, earlier: &[&Replacement], replacement: &Replacement) -> Result<(), ReplaceError> {
    let before = earlier.iter().rev().find(|other| other.is_of_same(replacement));
    let first = before.map_or(plan.created, |before| before.date());
    let got = replacement.date();
    if got < first { Err(ReplaceError::DateBefore { got, expected: first }) } else { Ok(()) }
}

/// Checks `approved_by`, the signature and the date, as far as the events alone tell: whether it comes late, or somebody stands
/// aside for what he gained, is [`super::judge`]'s.
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
    let key = key_of(plan, replacement, needs_superior(earlier, replacement))?;
    check_date(plan, earlier, replacement)?;
    let approved_by = approved_by.clone();
    let Some(signature) = signature else { return Err(ReplaceError::Unsigned { approved_by }) };
    let message = signature::replacement(digest, line)?;
    signature::verify(key, &message, signature).map_err(|error| ReplaceError::Signature { approved_by, error })
}

/// Whose signature must be there.
fn key_of<'a>(plan: &'a Plan, replacement: &Replacement, is_for_superior: bool) -> Result<&'a PublicKey, ReplaceError> {
    let (Replacement::Inspector { approved_by, .. } | Replacement::Entity { approved_by, .. }) = replacement;
    let superior = plan.superior.as_ref().map(|superior| &superior.key);
    // The word stands for the superior, whatever labels there are.
    let labelled = || plan.keys.iter().find(|key| key.label == *approved_by).map(|key| &key.key);
    let key = match approved_by.as_str() {
        SUPERIOR => superior,
        _ if is_for_superior => None,
        _ => labelled(),
    };
    let labels = plan.keys.iter().map(|key| key.label.clone()).filter(|_| !is_for_superior);
    let expected = || std::iter::once(SUPERIOR.to_owned()).chain(labels).collect();
    key.ok_or_else(|| ReplaceError::Approver { got: approved_by.clone(), expected: expected() })
}
