//! The pages of a look-up and of slips with the answer in them, for those who have no script: each page as it is on the site, with what the service found
//! put where a script would put it.

use std::fs;
use std::path::Path;

use askama::Template;
use records::day::Day;
use records::lang::Lang;

use super::super::disk::below;
use super::super::view::{LookAnswer, Named, SlipAnswer};
use crate::data::{DrawItems, FOLDER};
use crate::look::{Found, LookError, find};
use crate::serve::Generation;
use crate::slip::Judged;

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

#[derive(Template)]
#[template(path = "site/slip_answer.html")]
struct OfSlip {
    lang: Lang,
    answer: SlipAnswer,
    /// Relative path to the root of the site.
    root: &'static str,
}

/// The page of slips in a site, with the verdict on one. Nothing if there is no such page.
pub(crate) fn slip_page_with(site: &Generation, judged: &Judged, today: Day, lang: Lang) -> Option<String> {
    let path = format!("{}slip/index.html", lang.pick("", "en/"));
    let page = fs::read_to_string(below(site.folder(), &path)).ok()?;
    let root = lang.pick("../", "../../");
    let answer = OfSlip { lang, answer: SlipAnswer::new(judged, &named(site, judged), today, lang), root };
    Some(page.replacen(PLACE, &answer.render().ok()?, 1))
}

/// Names of the place and of the items, from what the site publishes of the draw.
fn named(site: &Generation, judged: &Judged) -> Named {
    let (Some(address), Some(slip)) = (&judged.address, &judged.shown) else { return Named::default() };
    let Some(folder) = site.draw_folder(address) else { return Named::default() };
    let found = slip.now.as_ref().and_then(|now| find(&folder.join("look"), now.visit.as_str()).ok().flatten());
    let bytes = fs::read(folder.join(FOLDER).join("draw.json")).unwrap_or_default();
    let names = serde_json::from_slice::<DrawItems>(&bytes).unwrap_or_default().names();
    let items = slip.visit.iter().flat_map(|visit| &visit.items);
    Named {
        entity: found.map_or(String::new(), |found| found.name),
        items: items.map(|id| names.get(id.as_str()).cloned().unwrap_or_else(|| id.to_string())).collect(),
    }
}
