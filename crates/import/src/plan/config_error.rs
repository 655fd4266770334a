//! Why a configuration file is not accepted: which, where, what, and what to do, in both languages.

use records::calendar::CalendarError;
use records::lang::Lang;

use super::fault::Words;
use super::places::Places;
use super::toml_words;

/// Why a configuration file is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or not of the file's form.
    #[error("{}", self.message(Lang::En))]
    Form {
        /// The file.
        file: &'static str,
        /// Line and column, from 1, where the reader knew them.
        at: Option<(usize, usize)>,
        /// What its reader said, in English.
        message: String,
    },
    /// A value that contradicts another one or the protocol.
    #[error("{}", self.message(Lang::En))]
    Value {
        /// The file.
        file: &'static str,
        /// What is wrong and what to do.
        words: Words,
    },
}

impl ConfigError {
    /// A text that its reader refused.
    pub(crate) fn form(file: &'static str, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map(|span| Places::lines_only(text).at(span.start));
        Self::Form { file, at, message: error.message().to_owned() }
    }

    /// A value that contradicts another one.
    pub(crate) fn value(file: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Value { file, words: Words { zh: zh.into(), en: en.into() } }
    }

    /// A calendar that is none.
    pub(super) fn calendar(file: &'static str, error: &CalendarError) -> Self {
        let zh = match error {
            CalendarError::YearOrder { year } => format!("{year}年没有排在前一年之后；年份要从早到晚，各写一次"),
            CalendarError::OtherYear { year, day } => format!("{day}写在了{year}年里；移到它自己的年份"),
            CalendarError::DayOrder { day } => format!("{day}没有排在前一天之后；日期要从早到晚，各写一次"),
            CalendarError::MakeupWeekday { day } => format!("调休上班日{day}不是周六或周日；改正日期"),
            CalendarError::Both { day } => format!("{day}既是放假又是上班；删去一个"),
        };
        Self::value(file, zh, error.to_string())
    }

    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "config-form",
            Self::Value { .. } => "config-value",
        }
    }

    /// The file, the place, what is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Form { file, at, message }, Lang::Zh) => {
                let at = at.map(|(line, column)| format!(" 第{line}行第{column}列")).unwrap_or_default();
                format!("配置文件 {file}{at}：{}", toml_words::value(message))
            }
            (Self::Form { file, at, message }, Lang::En) => {
                let at = at.map(|(line, column)| format!(", line {line}, column {column}")).unwrap_or_default();
                format!("configuration {file}{at}: {message}; compare it with the file of that name in config/")
            }
            (Self::Value { file, words }, Lang::Zh) => format!("配置文件 {file}：{}", words.zh),
            (Self::Value { file, words }, Lang::En) => format!("configuration {file}: {}", words.en),
        }
    }
}
