//! Two people: who must have agreed to a replacement.
//!
//! Source: `docs/PROTOCOL.md`, section 23.4.

use records::events::{EventLine, Replacement};
use records::hash::Digest;
use records::plan::Plan;

use super::ReplaceError;

/// What `approved_by` says where the superior has agreed.
pub const SUPERIOR: &str = "superior";

/// Whether a further replacement in this visit (kind inspector) or stratum (kind entity) needs the superior.
pub fn needs_superior(earlier: &[&Replacement], replacement: &Replacement) -> bool {
    todo!()
}

/// Checks `approved_by` and the signature.
pub fn check_approval(
    plan: &Plan,
    digest: &Digest,
    earlier: &[&Replacement],
    line: &EventLine,
) -> Result<(), ReplaceError> {
    todo!()
}
