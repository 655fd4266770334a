//! A failed check: which, where, what was got, what was expected, and who answers for it.
//!
//! Source: `docs/PROTOCOL.md`, section 17.

use std::fmt;

use records::lang::Lang;
use serde::Serialize;

use crate::check::{Check, Culprit};
use crate::fault::Fault;
use crate::said::Said;

/// The check that failed. A verification gives this or [`crate::Verified`], never a bool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Which check.
    pub check: Check,
    /// What was found wrong.
    pub fault: Fault,
    /// Who answers for it.
    pub culprit: Culprit,
    /// In which file of the bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// In which line of it, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What was got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub got: Option<Said>,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Said>,
}

/// Longest text from a bundle that a message repeats, in characters.
const QUOTE_MAX: usize = 300;

impl Failure {
    pub(crate) fn new(check: Check, fault: Fault) -> Self {
        let culprit = match check {
            Check::Manifest | Check::Files | Check::Format => Culprit::Publisher,
            _ => Culprit::Office,
        };
        Self { check, fault, culprit, file: None, line: None, got: None, expected: None }
    }

    pub(crate) fn file(mut self, path: &str) -> Self {
        self.file = Some(quotable(path));
        self
    }

    pub(crate) fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    pub(crate) fn got(mut self, got: impl Into<Said>) -> Self {
        self.got = Some(got.into().map(quotable));
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<Said>) -> Self {
        self.expected = Some(expected.into().map(quotable));
        self
    }

    /// Stable code of what was found.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// The failure in words that a citizen understands, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Zh => format!("核验未通过：{}（{}）。", self.check.title(lang), self.check),
            Lang::En => format!("Verification failed at {} ({}).", self.check.title(lang), self.check),
        };
        text.push('\n');
        text.push_str(self.fault.sentence(lang));
        let place = match (&self.file, self.line, lang) {
            (Some(file), Some(line), Lang::Zh) => format!("\n位置：{file} 第 {line} 行"),
            (Some(file), Some(line), Lang::En) => format!("\nwhere: {file}, line {line}"),
            (Some(file), None, _) => format!("\n{}{file}", lang.pick("位置：", "where: ")),
            (None, ..) => String::new(),
        };
        text.push_str(&place);
        if let Some(got) = &self.got {
            text.push_str(&format!("\n{}{}", lang.pick("得到：", "got: "), got.text(lang)));
        }
        if let Some(expected) = &self.expected {
            text.push_str(&format!("\n{}{}", lang.pick("应为：", "expected: "), expected.text(lang)));
        }
        let who = self.culprit.title(lang);
        text.push_str(&format!("\n{}{who}", lang.pick("责任方：", "who answers for it: ")));
        text
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Failure {}

/// A text from a bundle as it may stand in a message: bounded, and without control characters, which
/// could rewrite a terminal.
pub(crate) fn quotable(text: &str) -> String {
    let clean = |c: char| if c.is_control() || is_deceiving(c) { '\u{fffd}' } else { c };
    let mut out: String = text.chars().take(QUOTE_MAX).map(clean).collect();
    if text.chars().nth(QUOTE_MAX).is_some() {
        out.push('…');
    }
    out
}

/// Characters of section 3 that change the direction of what follows, and so what a reader believes to read, end its line, or are
/// not seen at all.
const fn is_deceiving(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Failures found out of order by one parallel pass; the one of the earliest check counts.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    first: Option<Failure>,
}

impl Findings {
    /// Keeps the failure if its check comes before that of the one kept so far.
    pub(crate) fn add(&mut self, failure: Failure) {
        if self.first.as_ref().is_none_or(|first| failure.check < first.check) {
            self.first = Some(failure);
        }
    }

    /// Adds what others found.
    pub(crate) fn absorb(&mut self, other: Findings) {
        if let Some(failure) = other.first {
            self.add(failure);
        }
    }

    /// Keeps the failure of a result, and gives its value where there is one.
    pub(crate) fn take<T>(&mut self, result: Result<T, Failure>) -> Option<T> {
        result.map_err(|failure| self.add(failure)).ok()
    }

    /// The earliest failure.
    pub(crate) fn settle(&mut self) -> Result<(), Failure> {
        match self.first.take() {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }
}
