//! The three kinds of bundle, and how a number stands.
//!
//! Source: `docs/PROTOCOL.md`, sections 16 and 20.6.

use std::fmt;

use records::lang::Lang;
use serde::Serialize;

/// What a bundle is of. `format` of its manifest says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Lists and plan, before the draw.
    Announcement,
    /// A draw whose outcome is sealed still.
    Sealed,
    /// An outcome.
    Outcome,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Announcement, Kind::Sealed, Kind::Outcome];

    /// `format` of the manifest.
    pub const fn format(self) -> &'static str {
        match self {
            Kind::Announcement => "mq1/announcement",
            Kind::Sealed => "mq1/sealed",
            Kind::Outcome => "mq1/bundle",
        }
    }

    /// The kind of that format.
    pub fn from_format(format: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.format() == format)
    }

    /// What it is, in words.
    pub const fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Kind::Announcement => ("公告（尚未抽取）", "an announcement, nothing drawn yet"),
            Kind::Sealed => ("封存的抽取（结果尚未公开）", "a sealed draw, its outcome not public yet"),
            Kind::Outcome => ("抽取结果", "an outcome"),
        };
        lang.pick(zh, en)
    }
}

/// How a number stands, by the last event that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Lists and plan are published.
    Announced,
    /// Drawn, and the outcome is sealed.
    Sealed,
    /// Drawn, and the outcome is public.
    Drawn,
    /// Nothing more can come.
    Finished,
    /// Void, with its reason.
    Void,
}

impl State {
    /// The name in section 20.6.
    pub const fn name(self) -> &'static str {
        match self {
            State::Announced => "announced",
            State::Sealed => "sealed",
            State::Drawn => "drawn",
            State::Finished => "finished",
            State::Void => "VOID",
        }
    }

    /// The state in words.
    pub const fn title(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (State::Announced, Lang::Zh) => "已公告",
            (State::Sealed, Lang::Zh) => "已抽取，结果封存",
            (State::Drawn, Lang::Zh) => "已抽取",
            (State::Finished, Lang::Zh) => "已完成",
            (State::Void, Lang::Zh) => "已作废",
            (_, Lang::En) => self.name(),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
