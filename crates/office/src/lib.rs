//! The office: the only room with lists on disk, sorting, files, a clock and the operating system's randomness.
//!
//! Every step is a function over a [`store::Store`], so that a desk can call it as well as a command line. What decides a
//! draw is not here: the rules are in crates `import` and `draw`, which this room feeds with bytes and whose bytes it
//! writes. It never writes outside the store and the folder that it was asked for, never overwrites a published folder,
//! and never puts a name, a phone number or the office secret into a bundle.
//!
//! Sources: `docs/PROTOCOL.md`, sections 4, 6, 7, 10, 15 and 16; `crates/README.md` for the order of the steps.

pub mod ceremony;
pub mod clock;
pub mod draw;
pub mod error;
pub mod freeze;
pub mod import;
pub mod index;
pub mod keys;
pub mod lines;
pub mod log;
pub mod pipeline;
pub mod platform;
pub mod simulate;
pub mod status;
pub mod store;

pub use error::{Kind, OfficeError, Result};
pub use store::Store;
