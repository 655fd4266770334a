//! The whole site as static files: same input, same bytes.
//!
//! | file | what |
//! |---|---|
//! | `catalog` | the newest bundle of each draw in the published folder |
//! | `make` | what is new is verified, what has changed is written, beside the site before |
//! | `stamp`, `sums`, `disk` | what was made from what; digests; files |
//! | `draw` | the files of one draw, from its verified bundle (`bundle`) |
//! | `shared` | pages about all draws, the log, the feed |
//! | `data` | what pages show, as data for the interface (`crate::data`) |
//! | `view`, `pages` | what pages say, and their templates |
//! | `files`, `feed`, `log` | tables and calendar; Atom; the copy of the log |
//!
//! A bundle that does not verify is shown as withdrawn, with none of its content.

mod bundle;
mod catalog;
mod config;
mod data;
mod disk;
mod draw;
mod error;
mod feed;
mod files;
mod log;
mod make;
mod pages;
mod shared;
mod stamp;
mod sums;
mod view;

pub use config::{Contact, SiteConfig};
pub use error::SiteError;
pub use make::{Check, Made, SiteInput, make_site, renew_site};
pub use shared::verifier_policy;
pub use stamp::{Fault, is_made};

pub(crate) use catalog::{address, order, sightings};
pub(crate) use log::LogView;
pub(crate) use pages::{look_page_with, slip_page_with};
