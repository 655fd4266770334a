//! What is wrong with a plan: where, what, and what to do about it, in both languages.

use records::lang::Lang;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The text in one language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// One fault of a plan, or one warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFault {
    /// Stable code, such as `period-backwards`.
    pub code: &'static str,
    /// The key in full; tables of an array are counted from 1: `tasks[2].strata[1].ratio`.
    pub key: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in characters.
    pub column: usize,
    /// What is wrong.
    pub what: Words,
    /// What to do about it.
    pub remedy: Words,
}

impl PlanFault {
    /// The whole message in one line: place, what is wrong, what to do.
    pub fn message(&self, lang: Lang) -> String {
        let (line, column, key) = (self.line, self.column, &self.key);
        let (what, remedy) = (self.what.pick(lang), self.remedy.pick(lang));
        match lang {
            Lang::Zh => {
                let key = if key.is_empty() { String::new() } else { format!(" {key}") };
                format!("第{line}行第{column}列{key}：{what}。{remedy}。")
            }
            Lang::En => {
                let key = if key.is_empty() { String::new() } else { format!(", {key}") };
                format!("line {line}, column {column}{key}: {what}; {remedy}")
            }
        }
    }
}

/// Why a text is not a plan: all its faults at once, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plan has {} fault(s); the first: {}", faults.len(), first(faults))]
pub struct PlanError {
    /// The faults, at least one.
    pub faults: Vec<PlanFault>,
    /// What does not stop the plan and should be looked at.
    pub warnings: Vec<PlanFault>,
}

impl PlanError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        "plan-refused"
    }
}

fn first(faults: &[PlanFault]) -> String {
    faults.first().map_or_else(String::new, |fault| fault.message(Lang::En))
}
