//! Papers of a ceremony: what is pinned up, shown, handed out, signed and filed.
//!
//! Each is a pure function of records and texts, complete in itself and printable on A4. Papers decide nothing: they
//! say what was done and how to check it, never how well it is proved.
//!
//! Source: `docs/PROTOCOL.md`, sections 20 to 25.

mod input;

pub use input::*;

use crate::result::DocumentError;
use records::lang::Lang;

/// The minutes as a page with room for signatures.
pub fn minutes_html(_minutes: &Minutes<'_>) -> Result<Vec<u8>, DocumentError> {
    todo!()
}

/// The minutes as plain text.
pub fn minutes_text(_minutes: &Minutes<'_>, _lang: Lang) -> String {
    todo!()
}

/// D, large. [`DocumentError::Event`] if there is no close among the events.
pub fn close_html(_page: &ClosePage<'_>) -> Result<Vec<u8>, DocumentError> {
    todo!()
}

/// What to note down before anything random exists. [`DocumentError::Event`] without `announce`.
pub fn announcement_html(_page: &AnnouncementPage<'_>) -> Result<Vec<u8>, DocumentError> {
    todo!()
}

/// One holder's share, on one page.
pub fn share_html(_page: &SharePage<'_>) -> Result<Vec<u8>, DocumentError> {
    todo!()
}

/// One custodian's halves.
pub fn custodian_html(_sheet: &CustodianSheet<'_>) -> Result<Vec<u8>, DocumentError> {
    todo!()
}

/// The slip, large, for the door.
pub fn slip_html(_page: &SlipPage<'_>) -> Result<Vec<u8>, DocumentError> {
    todo!()
}

/// The slip as plain text.
pub fn slip_text(_page: &SlipPage<'_>, _lang: Lang) -> Result<String, DocumentError> {
    todo!()
}
