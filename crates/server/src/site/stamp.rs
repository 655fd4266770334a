//! What a site remembers of how it was made, so that what has not changed is not made again. It stands in a hidden folder of the site,
//! which no server shows.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use records::hash::{Digest, sha256};
use records::lang::Lang;
use serde::{Deserialize, Serialize};
use verify::{Failure, State, Verified};

use super::SiteError;
use super::bundle::Bundle;
use super::data::{draw_row, withdrawn_row};
use super::disk;
use super::feed::{self, Entry};
use super::view::{badge, badge_kind, shown};
use crate::data::DrawRow;

/// The file, seen from the site.
const STAMPS: &str = ".mingqian/stamps.json";

/// How the site was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamps {
    /// Of all that pages about all draws are made from.
    pub shared: Digest,
    pub draws: BTreeMap<String, Stamp>,
}

/// How one draw was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Of what the verifier was given.
    pub checked: Digest,
    /// Of what its pages were made from.
    pub rendered: Digest,
    pub card: Card,
}

/// What pages about all draws say of one. Texts are in Chinese and in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Card {
    pub address: String,
    pub name: String,
    pub authority: String,
    pub campaign: String,
    pub created: String,
    /// The state's name, or `withdrawn`.
    pub kind: String,
    pub state: [String; 2],
    pub grade: [String; 2],
    pub drawn: u64,
    /// The key of its log.
    pub log: Option<String>,
    pub overdue: bool,
    /// The same as data.
    pub row: DrawRow,
    /// For the operator: why nothing of it is shown.
    pub fault: Option<Fault>,
    pub feed: Vec<Entry>,
}

/// A check that failed, for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The draw's address on the site.
    pub address: String,
    /// Folder of the bundle.
    pub folder: String,
    /// Name of the check.
    pub check: String,
    /// What it found, in Chinese and in English.
    message: [String; 2],
}

impl Fault {
    /// What the check found.
    pub fn message(&self, lang: Lang) -> &str {
        in_language(&self.message, lang)
    }

    pub(super) fn new(address: &str, folder: &Path, failure: &Failure) -> Self {
        Self {
            address: address.to_owned(),
            folder: folder.display().to_string(),
            check: failure.check.to_string(),
            message: both(|lang| failure.message(lang)),
        }
    }
}

impl Fault {
    /// Two plans for one number: which of them is the draw's nobody can tell.
    pub(super) fn conflict(address: &str, folder: &Path, other: &Path) -> Self {
        let (folder, other) = (folder.display().to_string(), other.display());
        Self {
            address: address.to_owned(),
            check: "number".to_owned(),
            message: both(|lang| match lang {
                Lang::Zh => {
                    format!("同一编号公布了两份不同的方案：{folder} 和 {other}；请查明哪一份是真的，移走另一份")
                }
                Lang::En => format!(
                    "two plans are published under one number: {folder} and {other}; find out which is the draw's, and take the other away"
                ),
            }),
            folder,
        }
    }
}

impl Card {
    pub(super) fn of(address: &str, bundle: &Bundle, verified: &Verified) -> Self {
        Self {
            address: address.to_owned(),
            name: verified.draw.clone(),
            authority: shown(&verified.authority),
            campaign: shown(&verified.campaign),
            created: bundle.plan.created.to_string(),
            kind: badge_kind(verified.status.state).to_owned(),
            state: both(|lang| badge(verified, lang).word.to_owned()),
            grade: both(|lang| verified.standing.grade.title(lang).to_owned()),
            drawn: verified.counts.drawn,
            log: bundle.plan.log.clone(),
            overdue: verified.status.overdue.is_some(),
            row: draw_row(address, bundle, verified),
            fault: None,
            feed: feed::entries(address, bundle),
        }
    }

    pub(super) fn withdrawn(fault: Fault) -> Self {
        let none = || both(|_| String::new());
        Self {
            address: fault.address.clone(),
            name: fault.address.clone(),
            authority: String::new(),
            campaign: String::new(),
            created: String::new(),
            kind: "withdrawn".to_owned(),
            state: none(),
            grade: none(),
            drawn: 0,
            log: None,
            overdue: false,
            row: withdrawn_row(&fault.address),
            fault: Some(fault),
            feed: Vec::new(),
        }
    }

    /// Whether it is still to be drawn.
    pub(super) fn is_announced(&self) -> bool {
        self.kind == badge_kind(State::Announced)
    }

    pub(super) fn is_void(&self) -> bool {
        self.kind == badge_kind(State::Void)
    }

    pub(super) fn is_withdrawn(&self) -> bool {
        self.fault.is_some()
    }
}

fn both(text: impl Fn(Lang) -> String) -> [String; 2] {
    [text(Lang::Zh), text(Lang::En)]
}

/// Of two texts the one in this language.
pub(super) fn in_language(texts: &[String; 2], lang: Lang) -> &str {
    let [zh, en] = texts;
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Whether a site was made in this folder to its end.
pub fn is_made(site: &Path) -> bool {
    Stamps::read(site).is_some()
}

impl Stamps {
    /// Those of a site; nothing if there are none, or if they were written by another version.
    pub(super) fn read(site: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(disk::below(site, STAMPS)).ok()?).ok()
    }

    pub(super) fn write(&self, site: &Path) -> Result<(), SiteError> {
        let path = disk::below(site, STAMPS);
        let next = path.with_extension("new");
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(SiteError::io(folder))?;
        }
        fs::write(&next, bytes).map_err(SiteError::io(&next))?;
        fs::rename(&next, &path).map_err(SiteError::io(&path))
    }
}

/// One digest of several things.
pub(super) fn key(parts: &impl Serialize) -> Digest {
    sha256(&serde_json::to_vec(parts).unwrap_or_default())
}
