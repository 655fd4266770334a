//! A paper as one HTML page, complete in itself.

use super::sheet::{Block, Sheet};
use crate::result::DocumentError;
use crate::text::Word;
use crate::words::PRODUCT;
use crate::words::summary::{SUMMARY, Words};
use askama::Template;

#[derive(Template)]
#[template(path = "paper.html")]
struct Page {
    product: Word,
    w: Words,
    s: Sheet,
}

pub(super) fn render(sheet: Sheet) -> Result<Vec<u8>, DocumentError> {
    Page { product: PRODUCT, w: SUMMARY, s: sheet }
        .render()
        .map(String::into_bytes)
        .map_err(|error| DocumentError::Render { page: "paper.html", message: error.to_string() })
}
