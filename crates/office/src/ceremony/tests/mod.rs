//! Ceremonies over a copy of the example county.

mod kill;
mod room;
mod sealed;
mod steps;
