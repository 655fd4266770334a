//! Pairing inspectors with visits: Fill, Prove, Pass.
//!
//! Every lawful assignment with balanced workloads is equally likely. RELABEL makes names
//! irrelevant, FILL finds some assignment or [`certificate`] proves that there is none, LEVEL
//! balances it, and PASS walks from it until all are equally likely. The whole of it is integer
//! arithmetic on an [`model::Instance`]; what the numbers stand for is the caller's business.
//! `docs/PROTOCOL.md`, section "Pairing", is the text that this follows to the word of the stream.
//!
//! Not here: dates ([`crate::schedule`]), ids, files, and any randomness but the given stream.

mod board;
pub mod certificate;
pub mod check;
pub mod components;
#[cfg(test)]
mod example;
mod fill;
mod level;
pub mod model;
mod pass;
pub mod remedies;
mod search;
pub mod seating;
pub mod settle;
mod together;

pub use certificate::{Certificate, Kind, RecountError, Share, recount};
pub use check::{SeatingFault, check_seating};
pub use components::{Component, components, components_of};
pub use model::{Instance, ModelError, NONE, Rows};
pub use pass::{Walk, WalkReport};
pub use remedies::{Remedy, remedies};
pub use seating::{DrawError, Prepared, Seating, draw_component, prepare};
pub use settle::{Aside, Options, Part, SettleError, Settled, Step, holders, settle};
pub use together::Repeat;
