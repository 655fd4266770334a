//! Check `numbers`: what must have come before this number.
//!
//! Source: `docs/PROTOCOL.md`, section 20.4.

use records::events::{LoggedEntry, LoggedEvent};
use records::plan::Plan;

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::log::{Tree, is_in};
use crate::source::List;

/// Where it is shown.
pub(crate) const PATH: &str = "evidence/previous.jsonl";

pub(crate) fn check(
    plan: &Plan,
    tree: &Tree,
    events: &List<LoggedEvent>,
    previous: &List<LoggedEntry>,
) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Numbers, fault).file(PATH);
    let needed = before(plan);
    let (line, (draw, event)) = match (previous.rows.as_slice(), needed) {
        ([], None) => return Ok(()),
        ([line], Some(needed)) => (line, needed),
        (rows, needed) => {
            return Err(fail(Fault::NumbersLines).got(rows.len()).expected(usize::from(needed.is_some())));
        }
    };
    if (line.entry.draw.as_str(), line.entry.event.as_str()) != (draw.as_str(), event) {
        let failure = fail(Fault::NumbersEntry).line(1).got(format!("{} {}", line.entry.draw, line.entry.event));
        return Err(failure.expected(format!("{draw} {event}")));
    }
    let announced = events.rows.first().map_or(0, |logged| logged.index);
    if line.index >= announced || !is_in(tree, &line.entry, line.index, &line.hashes) {
        return Err(fail(Fault::NumbersProof).line(1).got(line.index).expected(format!("< {announced}")));
    }
    Ok(())
}

/// Which entry must stand before the announcement of a number.
fn before(plan: &Plan) -> Option<(String, &'static str)> {
    let authority = &plan.authority.id;
    match (plan.sequence, plan.attempt) {
        (sequence, attempt @ 2..) => Some((format!("{authority}/{sequence}/{}", attempt - 1), "void")),
        (sequence @ 2.., _) => Some((format!("{authority}/{}/1", sequence - 1), "announce")),
        _ => None,
    }
}
