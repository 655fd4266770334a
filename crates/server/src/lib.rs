//! What is published, read from folders: the beginning of the public site, which is not built yet.
//!
//! It holds no database, no secret and no account, and applies no rule of a draw.
//!
//! Source: `docs/PROTOCOL.md`, section 16.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::float_arithmetic)
)]

mod folder;
pub mod look;

pub use folder::Folder;
