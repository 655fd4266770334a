//! The summary as one HTML page that needs nothing else: no script, no font, no host.
//!
//! Both languages are in the page; two radio buttons before everything else choose by style alone. Every text is
//! escaped by the template at compile time; the page forbids scripts to itself as well.

use crate::result::{DocumentError, OfficeCopy, PublicResult};
use crate::summary::{REASONS, Summary};
use crate::text::Word;
use crate::words::PRODUCT;
use crate::words::summary::{SUMMARY, Words};
use askama::Template;
use records::frozen::ExclusionReason;

#[derive(Template)]
#[template(path = "summary.html")]
struct Page {
    product: Word,
    w: Words,
    s: Summary,
    reasons: [(ExclusionReason, Word); 4],
}

/// `documents/summary.html` of the bundle.
pub fn summary_html(result: &PublicResult<'_>) -> Result<Vec<u8>, DocumentError> {
    render(Summary::new(result, None))
}

/// The same with inspectors' names and what would have done, marked as the office's own.
pub fn office_summary_html(result: &PublicResult<'_>, office: &OfficeCopy<'_>) -> Result<Vec<u8>, DocumentError> {
    render(Summary::new(result, Some(office)))
}

fn render(s: Summary) -> Result<Vec<u8>, DocumentError> {
    let page = Page { product: PRODUCT, w: SUMMARY, s, reasons: REASONS };
    page.render()
        .map(String::into_bytes)
        .map_err(|error| DocumentError::Render { page: "summary.html", message: error.to_string() })
}
