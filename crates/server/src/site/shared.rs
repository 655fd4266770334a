//! What belongs to no draw: the front page, the list of draws, the log, the feed, the slip, scripts and style.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use records::hash::sha256;
use records::lang::Lang;

use super::config::SiteConfig;
use super::log::LogView;
use super::pages::{Page, Row, Shell, about_page, draws_page, front_page, log_page, lost_page, slip_page};
use super::stamp::Card;
use super::{SiteError, data, disk, feed};
use crate::serve::CspFor;

/// Files as they are. The programs are made by `web/site/build.mjs`.
const ASSETS: [(&str, &[u8]); 10] = [
    ("style.css", include_bytes!("../../templates/site/style.css")),
    ("answer.css", include_bytes!("../../../../web/site/answer.css")),
    ("icon.svg", include_bytes!("../../templates/site/icon.svg")),
    ("go.js", include_bytes!("../../../../web/site/go.js")),
    ("look.js", include_bytes!("../../../../web/site/look.js")),
    ("slip.js", include_bytes!("../../../../web/site/slip.js")),
    ("verify/index.html", include_bytes!("../../../../web/site/verify.html")),
    ("verify/verify.js", include_bytes!("../../../../web/site/verify.js")),
    ("verify/verify.css", include_bytes!("../../../../web/site/verify.css")),
    // The verifier that asks no server, to take away.
    ("verify/verify.html", include_bytes!("../../../../web/verify/verify.html")),
];

/// The policy under which the stand-alone verifier may run from a server: its one script and nothing else, and no server to ask.
pub fn verifier_policy() -> CspFor {
    const PATH: &str = "verify/verify.html";
    let page = ASSETS.iter().find(|(path, _)| *path == PATH).map_or(&b""[..], |(_, bytes)| bytes);
    let page = String::from_utf8_lossy(page);
    let script = page.split_once("<script id=\"program\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let hash = BASE64.encode(sha256(script.map_or("", |(script, _)| script).as_bytes()).as_bytes());
    CspFor {
        prefix: format!("/{PATH}"),
        csp: format!(
            "default-src 'none'; script-src 'sha256-{hash}' blob:; style-src 'unsafe-inline'; worker-src blob:; img-src data:; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    }
}

/// Writes them. Cards stand in the order of the list.
pub(super) fn write(out: &Path, cards: &[Card], log: Option<&Path>, config: &SiteConfig) -> Result<(), SiteError> {
    let view = log.map(LogView::read).transpose()?;
    for lang in [Lang::Zh, Lang::En] {
        for page in pages(cards, view.as_ref(), config, lang)? {
            disk::write(out, &page.path, page.html.as_bytes())?;
        }
    }
    for (path, bytes) in ASSETS {
        disk::write(out, path, bytes)?;
    }
    let entries: Vec<feed::Entry> = cards.iter().flat_map(|card| card.feed.iter().cloned()).collect();
    disk::write(out, "feed.atom", feed::atom(&config.base, &office(cards, config), &entries).as_bytes())?;
    data::write_draws(out, cards.iter().map(|card| &card.row))?;
    let Some(log) = log else { return Ok(()) };
    disk::copy(&log.join("checkpoint"), &out.join("log/checkpoint"))?;
    let tiles = log.join("tile");
    for path in if tiles.is_dir() { disk::list(&tiles, "")? } else { Vec::new() } {
        disk::copy(&disk::below(&tiles, &path), &disk::below(out, &format!("log/tile/{path}")))?;
    }
    Ok(())
}

/// Whose site it is.
fn office(cards: &[Card], config: &SiteConfig) -> String {
    let newest = cards.iter().map(|card| card.authority.as_str()).find(|authority| !authority.is_empty());
    if config.office.is_empty() { newest.unwrap_or("明签").to_owned() } else { config.office.clone() }
}

fn pages(cards: &[Card], log: Option<&LogView>, config: &SiteConfig, lang: Lang) -> Result<Vec<Page>, SiteError> {
    let office = office(cards, config);
    let about = lang.pick(
        "双随机、一公开：每一次随机抽取的名单、经过和结果，任何人可以自己核验。",
        "Random inspections in the open: the lists, course and outcome of every draw, for anybody to verify.",
    );
    let shell = |path: &str, title: &str| Shell::new(config, &office, lang, path, title, about);
    let rows: Vec<Row> = cards.iter().map(|card| Row::of(card, lang)).collect();
    let voids = cards.iter().filter(|card| card.is_void()).count();
    let mut out = vec![
        front_page(&shell("index.html", lang.pick("随机抽查公示", "Random inspections")), &rows, voids)?,
        draws_page(&shell("draws/index.html", lang.pick("全部抽取", "All draws")), &rows)?,
        log_page(&shell("log/index.html", lang.pick("公开日志", "Public log")), log)?,
        about_page(&shell(
            "about/index.html",
            lang.pick("能证明什么、不能证明什么", "What this proves, and what it does not"),
        ))?,
        slip_page(&shell("slip/index.html", lang.pick("核对检查单", "Check a slip")), &rows)?,
    ];
    // Whatever address was asked for, its links begin at the root.
    out.push(lost_page(&Shell {
        root: "/".to_owned(),
        ..shell("404.html", lang.pick("没有这个页面", "No such page"))
    })?);
    Ok(out)
}
