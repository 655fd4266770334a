//! The pages, each in Chinese and in English. Links are relative, so that the site works under any address and from a folder.

mod answer;
mod draw;
mod lists;

use askama::Template;
use records::lang::Lang;

use super::config::SiteConfig;
use super::error::SiteError;
use super::view::Fact;

pub(crate) use answer::{look_page_with, slip_page_with};
pub(super) use draw::{draw_page, files_page, look_page, results_pages, withdrawn_page};
pub(super) use lists::{Row, about_page, draws_page, front_page, log_page, lost_page, slip_page};

/// What every page has.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    pub lang: Lang,
    /// Relative path to the root of the site, such as `../../`; empty at the root itself.
    pub root: String,
    /// Path of this page below the root of its language.
    pub path: String,
    pub title: String,
    pub description: String,
    pub office: String,
    pub base: String,
    pub complaint: String,
    pub recusal: String,
    pub licence: String,
}

/// One page of the site, with its path below the site's root.
pub(super) struct Page {
    pub path: String,
    pub html: String,
}

impl Shell {
    /// A page at `path` below the root of its language.
    pub(super) fn new(
        config: &SiteConfig,
        office: &str,
        lang: Lang,
        path: &str,
        title: &str,
        description: &str,
    ) -> Self {
        let depth = path.matches('/').count() + usize::from(lang == Lang::En);
        Self {
            lang,
            root: "../".repeat(depth),
            path: path.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            office: if config.office.is_empty() { office.to_owned() } else { config.office.clone() },
            base: config.base.clone(),
            complaint: config.contact.complaint.clone(),
            recusal: config.contact.recusal.clone(),
            licence: config.licence.clone(),
        }
    }

    fn product(&self) -> &'static str {
        self.lang.pick("明签·双随机抽取核验系统", "Mingqian (明签·双随机抽取核验系统)")
    }

    fn language_prefix(&self) -> &'static str {
        self.lang.pick("", "en/")
    }

    /// The root of this page's language.
    fn home(&self) -> String {
        format!("{}{}", self.root, self.language_prefix())
    }

    /// This page in the other language.
    fn other_language(&self) -> String {
        format!("{}{}{}", self.root, self.lang.pick("en/", ""), self.path)
    }

    /// The page of this shell.
    fn page(&self, template: &impl Template) -> Result<Page, SiteError> {
        Ok(Page { path: format!("{}{}", self.language_prefix(), self.path), html: template.render()? })
    }
}
