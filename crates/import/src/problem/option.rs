//! What is wrong with what a person said about the files.

use records::lang::Lang;
use records::text::TextError;

/// Why a text given beside the files is not taken. It would stand in records, so that it is held to the same rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionProblem {
    /// Nothing but white space.
    Blank {
        /// Which option: `department`, `reason`.
        option: &'static str,
    },
    /// A character that a text may not hold.
    Text {
        /// Which option.
        option: &'static str,
        /// What is wrong with it.
        error: TextError,
    },
    /// A code that nobody can accept: it has not the form of one, or its check character is right.
    AcceptForm {
        /// The code as it was given; without the number of a person.
        code: String,
    },
}

impl OptionProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank { .. } => "option-blank",
            Self::Text { .. } => "option-text",
            Self::AcceptForm { .. } => "accept-form",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Blank { option }, Lang::Zh) => format!("--{option} 是空白；请写明内容"),
            (Self::Blank { option }, Lang::En) => format!("--{option} is blank; say something"),
            (Self::Text { option, error }, Lang::Zh) => format!("--{option}：{}", super::value_words::text_zh(error)),
            (Self::Text { option, error }, Lang::En) => format!("--{option}: {error}"),
            (Self::AcceptForm { code }, Lang::Zh) => {
                format!("--accept {code}：只能接受校验码不对的 18 位统一社会信用代码，或同时像身份证号的代码；请核对")
            }
            (Self::AcceptForm { code }, Lang::En) => format!(
                "--accept {code}: only a code of 18 characters whose check character is wrong, or that looks like a citizen id, can be accepted; check it"
            ),
        }
    }
}
