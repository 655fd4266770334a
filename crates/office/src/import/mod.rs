//! Import.

pub mod merge;
mod run;
pub mod sort;
pub mod staging;
