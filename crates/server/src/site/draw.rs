//! All files of one draw.
//!
//! ```text
//! d/ADDRESS/index.html              the draw
//! d/ADDRESS/results/…               its visits, 200 on a page
//! d/ADDRESS/files/…                 tables and calendar, and the list of all files
//! d/ADDRESS/bundle/…                the bundle as it was published
//! d/ADDRESS/data/…                 what pages show, as data
//! d/ADDRESS/look/…                  the look-up and its shards (docs/SITE.md)
//! en/d/ADDRESS/…                    the pages in English
//! ```

use std::path::Path;

use records::hash::sha256;
use records::lang::Lang;
use verify::{Kind, Verified};

use super::bundle::Bundle;
use super::catalog::Found;
use super::config::SiteConfig;
use super::pages::{Page, Shell, draw_page, files_page, look_page, results_pages, withdrawn_page};
use super::stamp::Card;
use super::view::{head, shown};
use super::{SiteError, data, disk, files};
use crate::{Folder, look};

/// Where the bundle is, seen from the shards.
const BUNDLE: &str = "../bundle";

/// The folders that hold nothing but this draw.
pub(super) fn folders(address: &str) -> [String; 2] {
    [format!("d/{address}/"), format!("en/d/{address}/")]
}

/// The draw whose file this is, if it is one of a draw.
pub(super) fn address_of(path: &str) -> Option<&str> {
    let path = path.strip_prefix("en/").unwrap_or(path);
    path.strip_prefix("d/")?.split('/').next()
}

/// Writes a verified draw.
pub(super) fn write(out: &Path, found: &Found, verified: &Verified, config: &SiteConfig) -> Result<Card, SiteError> {
    let address = &found.address;
    let root = disk::below(out, &format!("d/{address}"));
    // Pages are made from the copy, so that they can't differ from what is given out with them.
    let copied = root.join("bundle");
    copy_bundle(found, &copied)?;
    let bundle = Bundle::read(&copied, &found.bundle)?;
    let shards = root.join("look");
    std::fs::create_dir_all(&shards).map_err(SiteError::io(&shards))?;
    look::write(&Folder::new(&copied), verified, BUNDLE, &shards)?;
    let made = files::made(&bundle);
    for file in &made {
        disk::write(&root, &format!("files/{}", file.name), &file.bytes)?;
    }
    data::write(&root, address, &bundle, verified, &made)?;
    for lang in [Lang::Zh, Lang::En] {
        for page in pages(address, &bundle, verified, &made, config, lang)? {
            disk::write(out, &page.path, page.html.as_bytes())?;
        }
    }
    Ok(Card::of(address, &bundle, verified))
}

/// Writes that nothing is shown.
pub(super) fn withdraw(out: &Path, address: &str, config: &SiteConfig) -> Result<(), SiteError> {
    for lang in [Lang::Zh, Lang::En] {
        let title = lang.pick("撤下核查中", "Withdrawn for checking");
        let shell = Shell::new(config, "", lang, &format!("d/{address}/index.html"), title, title);
        let page = withdrawn_page(&shell, address)?;
        disk::write(out, &page.path, page.html.as_bytes())?;
    }
    Ok(())
}

/// Copies what the manifest lists, and the manifest. Each file must be what was verified.
fn copy_bundle(found: &Found, to: &Path) -> Result<(), SiteError> {
    let path = found.folder.join("manifest.json");
    let manifest = std::fs::read(&path).map_err(SiteError::io(&path))?;
    let changed = |path: &Path| SiteError::Changed {
        path: path.to_owned(),
        message: "it is not what was verified a moment ago".to_owned(),
    };
    if sha256(&manifest) != found.bundle {
        return Err(changed(&path));
    }
    let line = manifest.strip_suffix(b"\n").unwrap_or(&manifest);
    let listed: records::frozen::Manifest = records::canonical::from_slice(line).map_err(|_| changed(&path))?;
    disk::write(to, "manifest.json", &manifest)?;
    for file in &listed.files {
        let from = disk::below(&found.folder, &file.path);
        if disk::copy(&from, &disk::below(to, &file.path))? != (file.sha256, file.size) {
            return Err(changed(&from));
        }
    }
    Ok(())
}

/// All pages in one language.
fn pages(
    address: &str,
    bundle: &Bundle,
    verified: &Verified,
    made: &[files::Made],
    config: &SiteConfig,
    lang: Lang,
) -> Result<Vec<Page>, SiteError> {
    let (office, campaign) = (shown(&bundle.plan.authority.name), shown(&bundle.plan.campaign));
    let description = description(bundle, verified, lang);
    let shell = |path: &str, title: &str| Shell::new(config, &office, lang, path, title, &description);
    let titled = |zh: &str, en: &str| format!("{} · {campaign}", lang.pick(zh, en));
    let head = head(address, bundle, verified, lang);
    let mut out = vec![
        draw_page(&shell(&format!("d/{address}/index.html"), &campaign), address, bundle, verified)?,
        look_page(&shell(&format!("d/{address}/look/index.html"), &titled("为什么是我", "Why me")), &head)?,
        files_page(
            &shell(&format!("d/{address}/files/index.html"), &titled("全部文件", "All files")),
            &head,
            &files::parts(bundle, made, lang),
        )?,
    ];
    let shell = |path: &str, title: &str| shell(path, &format!("{title} · {campaign}"));
    out.extend(results_pages(&shell, address, bundle, verified, lang)?);
    Ok(out)
}

/// What a shared link says of a draw.
fn description(bundle: &Bundle, verified: &Verified, lang: Lang) -> String {
    let (counts, plan) = (&verified.counts, &bundle.plan);
    let planned: u64 = plan.populations.iter().map(|one| one.n).sum();
    let office = shown(&plan.authority.name);
    match (verified.kind == Kind::Outcome, lang) {
        (true, Lang::Zh) => format!(
            "{office}：从 {} 户中随机抽中 {} 户次，{} 次入企检查。任何人可以核验。",
            counts.entities, counts.drawn, counts.visits
        ),
        (true, Lang::En) => format!(
            "{office}: {} drawn at random of {} entities, {} visits. Anybody can verify it.",
            counts.drawn, counts.entities, counts.visits
        ),
        (false, Lang::Zh) => {
            format!("{office}：从 {} 户中随机抽取 {planned} 户次，结果尚未公开。名单和方案已经锁定。", counts.entities)
        }
        (false, Lang::En) => format!(
            "{office}: {planned} to be drawn at random of {} entities; the outcome is not public yet. Lists and plan are frozen.",
            counts.entities
        ),
    }
}
