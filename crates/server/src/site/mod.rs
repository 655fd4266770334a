//! The whole site as static files: same input, same bytes.
//!
//! Published folders are looked through ([`catalog`]), each newest bundle is verified, and only then read ([`bundle`]); what is shown
//! of it is decided in [`view`], written as pages by [`pages`], as files by [`files`], and put on disk by [`write`]. A bundle that does
//! not verify is shown as withdrawn, with none of its content.

mod bundle;
mod catalog;
mod config;
mod error;
mod feed;
mod files;
mod log;
mod pages;
mod view;
mod write;

pub use catalog::{Catalog, Draw, Standing, Withdrawn};
pub use config::{Contact, SiteConfig};
pub use error::SiteError;
pub use write::{Made, make_site};
