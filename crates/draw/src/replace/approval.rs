//! Two people, and when: who must have agreed to a replacement, and which day it may bear.
//!
//! Source: `docs/PROTOCOL.md`, section 23.4.

use records::events::{Event, EventLine, Replacement};
use records::hash::{Digest, PublicKey};
use records::plan::Plan;

use super::{Orders, ReplaceError};
use crate::signature;

/// What `approved_by` says where the superior has agreed.
pub const SUPERIOR: &str = "superior";

/// Whether a replacement is a further one in its visit (kind inspector) or stratum (kind entity), or passes somebody over, and so
/// needs the superior.
pub fn needs_superior(earlier: &[&Replacement], replacement: &Replacement) -> bool {
    replacement.passes_over()
        || earlier.iter().any(|other| match (*other, replacement) {
            (Replacement::Inspector { visit: a, .. }, Replacement::Inspector { visit: b, .. }) => a == b,
            (Replacement::Entity { task: a, stratum: x, .. }, Replacement::Entity { task: b, stratum: y, .. }) => {
                a == b && x == y
            }
            _ => false,
        })
}

/// Whether an entity is replaced after the last day on which it was to be visited: then too the superior must agree, because the
/// later the day, the more teams there are to choose from.
fn is_late(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    replacement: &Replacement,
) -> Result<bool, ReplaceError> {
    let Replacement::Entity { date, rank, stratum, task, .. } = replacement else { return Ok(false) };
    let taken = earlier.iter().find_map(|one| match one {
        Replacement::Entity { task: a, stratum: b, by: Some(by), days, .. } if (a, b, by) == (task, stratum, rank) => {
            Some(days.clone())
        }
        _ => None,
    });
    let unknown = || ReplaceError::UnknownDrawn { task: task.clone(), stratum: stratum.clone(), rank: *rank };
    let days = taken.or_else(|| orders.drawn_days(task, stratum, *rank)).ok_or_else(unknown)?;
    Ok(date > days.last().unwrap_or(&plan.period.until))
}

/// Whether this person may agree.
pub(super) fn check_approver(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    replacement: &Replacement,
) -> Result<(), ReplaceError> {
    let is_for_superior = needs_superior(earlier, replacement) || is_late(plan, orders, earlier, replacement)?;
    key_of(plan, replacement, is_for_superior)?;
    check_date(plan, earlier, replacement)
}

/// Not before the plan, and not before the replacement before it.
fn check_date(plan: &Plan, earlier: &[&Replacement], replacement: &Replacement) -> Result<(), ReplaceError> {
    let first = earlier.last().map_or(plan.created, |before| before.date());
    let got = replacement.date();
    if got < first { Err(ReplaceError::DateBefore { got, expected: first }) } else { Ok(()) }
}

/// Checks `approved_by`, the signature and the date, as far as the events alone tell: whether it comes late is [`super::judge`]'s.
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
