//! Text tables: separated by comma, tab or semicolon, in UTF-8, UTF-16 or GB18030, of any length.

pub(crate) mod delimiter;
pub(crate) mod encoding;
pub(crate) mod fields;
pub(crate) mod pipeline;
pub(crate) mod split;
