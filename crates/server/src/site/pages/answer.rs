//! The page of a look-up with the answer in it, for those who have no script: the page as it is on the site, with what the service found
//! put where a script would put it.

use std::fs;
use std::path::Path;

use askama::Template;
use records::lang::Lang;

use super::super::disk::below;
use super::super::view::LookAnswer;
use crate::look::{Found, LookError};

/// Where the answer goes, as the page has it.
const PLACE: &str = "<div id=\"answer\" role=\"status\" aria-live=\"polite\"></div>";

#[derive(Template)]
#[template(path = "site/answer.html")]
struct Answer<'a> {
    lang: Lang,
    answer: LookAnswer,
    address: &'a str,
    /// Relative path to the root of the site.
    root: &'static str,
}

/// The page of a draw's look-up in a site, with the answer for a code. Nothing if there is no such page.
pub(crate) fn look_page_with(
    site: &Path,
    address: &str,
    code: &str,
    found: &Result<Option<Found>, LookError>,
    lang: Lang,
) -> Option<String> {
    let path = format!("{}d/{address}/look/index.html", lang.pick("", "en/"));
    let page = fs::read_to_string(below(site, &path)).ok()?;
    let root = lang.pick("../../../", "../../../../");
    let answer = Answer { lang, answer: LookAnswer::new(code, found, lang), address, root };
    Some(page.replacen(PLACE, &answer.render().ok()?, 1))
}
