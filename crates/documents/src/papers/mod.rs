//! Papers of a ceremony: what is pinned up, shown, handed out, signed and filed.
//!
//! Each is a pure function of records and texts, complete in itself and printable on A4. Papers decide nothing: they
//! say what was done and how to check it, never how well it is proved.
//!
//! | paper | built in | for whom |
//! |---|---|---|
//! | announcement, close | `notices` | everybody, to photograph |
//! | minutes | `minutes`, `events`, `signatures` | the file, signed |
//! | share, custodian's sheet | `secrets` | one person each |
//! | slip | `slip` | the door |
//!
//! All of them become one model (`sheet`), which `html` and `plain` write out.
//!
//! Source: `docs/PROTOCOL.md`, sections 20 to 25.

mod common;
mod events;
mod html;
mod input;
mod minutes;
mod notices;
mod plain;
mod qr;
mod secrets;
mod sheet;
mod signatures;
mod slip;
mod told;

pub use input::*;

use crate::result::DocumentError;
use records::lang::Lang;

/// The minutes as a page with room for signatures.
pub fn minutes_html(minutes: &Minutes<'_>) -> Result<Vec<u8>, DocumentError> {
    html::render(minutes::sheet(minutes))
}

/// The minutes as plain text.
pub fn minutes_text(minutes: &Minutes<'_>, lang: Lang) -> String {
    plain::render(&minutes::sheet(minutes), lang)
}

/// D, large. [`DocumentError::Event`] if there is no close among the events.
pub fn close_html(page: &ClosePage<'_>) -> Result<Vec<u8>, DocumentError> {
    html::render(notices::close(page)?)
}

/// What to note down before anything random exists. [`DocumentError::Event`] without `announce`.
pub fn announcement_html(page: &AnnouncementPage<'_>) -> Result<Vec<u8>, DocumentError> {
    html::render(notices::announcement(page)?)
}

/// One holder's share, on one A4 page up to five points. Its code holds up to 36 points, with names of usual length; beyond
/// that the page says that there is none. The bytes hold the share, and are not wiped.
pub fn share_html(page: &SharePage<'_>) -> Result<Vec<u8>, DocumentError> {
    html::render(secrets::share(page)?)
}

/// One custodian's halves. The bytes hold them all, and are not wiped: whoever asks for them prints and drops them.
pub fn custodian_html(sheet: &CustodianSheet<'_>) -> Result<Vec<u8>, DocumentError> {
    html::render(secrets::custodian(sheet))
}

/// The slip, large, for the door.
pub fn slip_html(page: &SlipPage<'_>) -> Result<Vec<u8>, DocumentError> {
    html::render(slip::sheet(page)?)
}

/// The slip as plain text.
pub fn slip_text(page: &SlipPage<'_>, lang: Lang) -> Result<String, DocumentError> {
    Ok(plain::render(&slip::sheet(page)?, lang))
}
