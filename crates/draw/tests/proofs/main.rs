//! A draw held as a ceremony: escrow, steps, sealed mode, replacements, slips. One binary, so that the fixture is built once.

mod approval;
mod ceremony;
mod ceremony_end;
mod county;
mod escrow;
#[path = "../stages/fixture.rs"]
#[allow(dead_code, reason = "the stages use more of it")]
mod fixture;
mod guessing;
mod hand;
mod openings;
mod replace;
mod replace_random;
mod sealed;
mod signature;
mod slips;
