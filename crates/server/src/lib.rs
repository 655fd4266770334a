//! The public site: everything that is published of draws, for people, as static files and over HTTP.
//!
//! It reads published bundles and copies of logs, verifies each before anything of it is shown, and renders pages, files and look-ups
//! from it. It holds no database, no secret and no account, applies no rule of a draw, and writes nothing but the site's own files:
//! whoever takes it over gains nothing, and any web server can stand in for it.
//!
//! Sources: `docs/PROTOCOL.md`, sections 16 to 18, 24 and 25; `docs/OPERATING.md`.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::float_arithmetic)
)]

pub mod api;
mod data;
mod folder;
mod keep;
mod log_folder;
pub mod look;
pub mod serve;
pub mod site;
mod slip;

pub use folder::Folder;
pub use keep::{Keeper, Keeping, Renewal};
pub use log_folder::LogFolder;
