//! An inspector gives way: the next lawful substitute of his seat.
//!
//! Source: `docs/PROTOCOL.md`, section 23.2.

use std::collections::BTreeSet;

use records::day::Day;
use records::events::{Replacement, Skipped};
use records::id::Id;
use records::plan::Plan;

use super::state::{Choice, Gains, Standing};
use super::{Orders, ReplaceError};
use crate::sealed::Substitute;

/// What is to be decided.
pub(super) struct Case<'a> {
    pub visit: &'a Id,
    pub seat: u32,
    pub date: Day,
    pub skipped: &'a [Skipped],
}

/// What follows.
pub(super) struct Answer {
    pub choice: Choice,
    /// Whether somebody else would be the first, if nobody had gained anything, or nobody takes the seat.
    pub for_superior: bool,
}

/// Who stands in.
pub(super) fn answer(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    case: &Case<'_>,
) -> Result<Answer, ReplaceError> {
    let Case { visit, seat, date, skipped } = *case;
    let standing = Standing::of(plan, orders, earlier, visit)?;
    let place = standing.team.get(seat as usize).zip(standing.orders.get(seat as usize));
    let Some((holder, order)) = place else {
        return Err(ReplaceError::Seat { visit: visit.clone(), got: seat, seats: standing.team.len() });
    };
    if holder.is_none() {
        return Err(ReplaceError::EmptySeat { visit: visit.clone(), seat });
    }
    match standing.days.last() {
        Some(last) if date > *last => return Err(ReplaceError::Date { got: date, expected: *last }),
        _ => {}
    }
    if standing.is_cancelled {
        return Err(ReplaceError::Cancelled { visit: visit.clone() });
    }
    let lawful = |gains: &Gains, law: &BTreeSet<Id>| -> Vec<Id> {
        let has_room = |one: &&Substitute| {
            let may = !standing.been.contains(&one.id) && !law.contains(&one.id);
            may && gains.leave_room(one, &standing.days, &one.free)
        };
        order.iter().filter(has_room).map(|one| one.id.clone()).collect()
    };
    let now = lawful(&Gains::of(plan, orders, earlier)?, &standing.law);
    // If nobody had gained anything, and no reserve had joined the visit.
    let stands_aside = now.first() != lawful(&Gains::default(), &BTreeSet::new()).first();
    let choice = Choice::new(seat, now, skipped)?;
    Ok(Answer { for_superior: stands_aside || choice.by.is_none(), choice })
}
