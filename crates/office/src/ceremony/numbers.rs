//! Numbers without gaps: what the log must have before a draw is announced.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.4 and 24.6.

use super::CeremonyError;
use crate::error::Result;
use crate::log::Log;
use records::canonical;
use records::events::LogEntry;
use records::plan::Plan;

/// The place in the log of the event that had to come before this draw, if one had to. The log decides, not the store: the
/// whole log is what others see.
pub(super) fn previous(log: &Log, plan: &Plan) -> Result<Option<u64>> {
    let draw = plan.draw_name();
    let name = |sequence: u32, attempt: u32| format!("{}/{sequence}/{attempt}", plan.authority.id);
    let needed = match (plan.sequence, plan.attempt) {
        (sequence, attempt) if attempt > 1 => Some(("void", name(sequence, attempt - 1))),
        (sequence, _) if sequence > 1 => Some(("announce", name(sequence - 1, 1))),
        _ => None,
    };
    let (mut announced, mut found) = (false, None);
    log.each_entry(|index, bytes| {
        let Ok(entry) = canonical::from_slice::<LogEntry>(bytes) else { return };
        announced |= entry.event == "announce" && entry.draw == draw;
        if needed.as_ref().is_some_and(|(event, of)| entry.event == *event && entry.draw == *of) && found.is_none() {
            found = Some(index);
        }
    })?;
    if announced {
        return Err(CeremonyError::Announced { draw }.into());
    }
    match needed {
        Some((event, needed)) if found.is_none() => Err(CeremonyError::Number { draw, event, needed }.into()),
        _ => Ok(found),
    }
}
