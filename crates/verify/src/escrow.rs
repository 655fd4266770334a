//! Check `escrow`: the operator's secret was committed to before anybody contributed, and is the one published.
//!
//! Source: `docs/PROTOCOL.md`, section 21.

use records::hash::{Digest, h};
use records::plan::Plan;

use crate::check::Check;
use crate::events::{Course, PATH};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::signature;

pub(crate) fn check(plan: &Plan, announced: &Digest, course: &Course) -> Result<(), Failure> {
    let Some(escrow) = &plan.escrow else { return Ok(()) };
    let fail = |fault| Failure::new(Check::Escrow, fault).file(PATH).line(1);
    if course.points.len() as u64 != u64::from(escrow.threshold) {
        return Err(fail(Fault::EscrowPoints).got(course.points.len()).expected(escrow.threshold));
    }
    if let Some(point) = course.points.iter().find(|point| !signature::is_commitment(point)) {
        return Err(fail(Fault::EscrowPoints).got(point));
    }
    let mut parts: Vec<&[u8]> = vec![announced.as_ref()];
    parts.extend(course.points.iter().map(AsRef::<[u8]>::as_ref));
    let expected = h("mq1/commit", &parts);
    if course.commitment != Some(expected) {
        let got = course.commitment.map_or("–".to_owned(), |got| got.to_string());
        return Err(fail(Fault::EscrowCommitment).got(got).expected(expected));
    }
    match (course.secret(), course.points.first()) {
        // The secret itself is not repeated in a message: whoever reads it knows where it stands.
        (Some(secret), Some(point)) if !signature::opens(&secret, point) => {
            Err(Failure::new(Check::Escrow, Fault::EscrowSecret).file(PATH).expected(point))
        }
        _ => Ok(()),
    }
}
