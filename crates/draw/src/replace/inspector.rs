//! An inspector gives way: the next lawful substitute of his seat.
//!
//! Source: `docs/PROTOCOL.md`, section 23.2.

use records::day::Day;
use records::events::{Replacement, Skipped};
use records::id::Id;
use records::plan::Plan;

use super::state::{Choice, Gains, Standing};
use super::{Orders, ReplaceError};

/// What is to be decided.
pub(super) struct Case<'a> {
    pub visit: &'a Id,
    pub seat: u32,
    pub date: Day,
    pub skipped: &'a [Skipped],
}

/// Who stands in.
pub(super) fn answer(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    case: &Case<'_>,
) -> Result<Choice, ReplaceError> {
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
    let gains = Gains::of(plan, orders, earlier)?;
    let lawful =
        order.iter().filter(|one| !standing.been.contains(&one.id) && gains.leave_room(one, &standing.days, &one.free));
    Choice::new(seat, lawful.map(|one| one.id.clone()).collect(), skipped)
}
