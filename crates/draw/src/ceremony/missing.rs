//! What a ceremony waits for.

use records::lang::Lang;

/// Something that has not happened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The announcement.
    Announce,
    /// A holder has not said that his share is good.
    Share {
        /// His label.
        holder: String,
    },
    /// Somebody has not contributed (profile room). He need not.
    Contribution {
        /// The label.
        label: String,
    },
    /// Somebody has not committed (profile remote). He need not.
    Commitment {
        /// The label.
        label: String,
    },
    /// Somebody has committed and not revealed.
    Reveal {
        /// The label.
        label: String,
    },
    /// The close.
    Close,
    /// Somebody with a key has not signed the close. He need not.
    Sign {
        /// The label.
        label: String,
    },
    /// The final source.
    Roll,
    /// The outcome.
    Draw,
    /// The end.
    Finish,
}

impl Missing {
    /// Whether nothing that comes later is taken before it. The others are chances that pass.
    pub fn is_required(&self) -> bool {
        !matches!(self, Self::Contribution { .. } | Self::Commitment { .. } | Self::Reveal { .. } | Self::Sign { .. })
    }

    /// The event that would bring it.
    pub fn event(&self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::Share { .. } => "share",
            Self::Contribution { .. } => "contribution",
            Self::Commitment { .. } => "commitment",
            Self::Reveal { .. } => "reveal",
            Self::Close => "close",
            Self::Sign { .. } => "sign",
            Self::Roll => "roll",
            Self::Draw => "draw",
            Self::Finish => "finish",
        }
    }

    /// Whose turn it is, where it is somebody's.
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Share { holder: label }
            | Self::Contribution { label }
            | Self::Commitment { label }
            | Self::Reveal { label }
            | Self::Sign { label } => Some(label),
            _ => None,
        }
    }

    /// In the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Announce => lang.pick("公告", "the announcement").to_owned(),
            Self::Share { holder } => match lang {
                Lang::Zh => format!("“{holder}”核对份额"),
                Lang::En => format!("{holder:?} to check his share"),
            },
            Self::Contribution { label } => match lang {
                Lang::Zh => format!("“{label}”报数"),
                Lang::En => format!("{label:?} to contribute"),
            },
            Self::Commitment { label } => match lang {
                Lang::Zh => format!("“{label}”交封存值"),
                Lang::En => format!("{label:?} to commit"),
            },
            Self::Reveal { label } => match lang {
                Lang::Zh => format!("“{label}”公布报数"),
                Lang::En => format!("{label:?} to reveal"),
            },
            Self::Close => lang.pick("截止", "the close").to_owned(),
            Self::Sign { label } => match lang {
                Lang::Zh => format!("“{label}”在报数汇总值上签名"),
                Lang::En => format!("{label:?} to sign the close"),
            },
            Self::Roll => lang.pick("摇号", "the final source").to_owned(),
            Self::Draw => lang.pick("抽取", "the draw").to_owned(),
            Self::Finish => lang.pick("办结", "the finish").to_owned(),
        }
    }
}
