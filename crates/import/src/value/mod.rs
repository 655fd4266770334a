//! Values of cells: codes, days, lists of words.

pub(crate) mod code;
pub(crate) mod date;
pub(crate) mod text;
