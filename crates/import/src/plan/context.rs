//! What one reading of a plan gathers: faults, warnings, and which keys are not to be judged further.

use std::collections::BTreeSet;

use super::config::Config;
use super::fault::{PlanError, PlanFault, Words};
use super::places::{Places, parent};
use super::suggest::nearest;

/// What is wrong and what to do, in one language.
pub(super) type Said = (String, String);

/// What is wrong and what to do, from texts of either kind.
pub(super) fn say(what: impl Into<String>, remedy: impl Into<String>) -> Said {
    (what.into(), remedy.into())
}

/// The state of one reading.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) config: &'c Config,
    pub(super) places: Places,
    faults: Vec<PlanFault>,
    warnings: Vec<PlanFault>,
    /// Keys whose value is a placeholder, so that nothing is concluded from it.
    broken: BTreeSet<String>,
}

impl<'c> Context<'c> {
    pub(super) fn new(config: &'c Config, places: Places) -> Self {
        let (faults, warnings, broken) = Default::default();
        Self { config, places, faults, warnings, broken }
    }

    /// Goes on where another reading ended: what it could not read is not judged.
    pub(super) fn resumed(config: &'c Config, places: Places, broken: BTreeSet<String>) -> Self {
        Self { broken, ..Self::new(config, places) }
    }

    /// The keys whose value could not be read.
    pub(super) fn broken(&self) -> &BTreeSet<String> {
        &self.broken
    }

    /// A fault at a key.
    pub(super) fn refuse(&mut self, code: &'static str, key: &str, zh: Said, en: Said) {
        let fault = self.fault(code, key, zh, en);
        self.faults.push(fault);
    }

    /// A warning at a key.
    pub(super) fn warn(&mut self, code: &'static str, key: &str, zh: Said, en: Said) {
        let fault = self.fault(code, key, zh, en);
        self.warnings.push(fault);
    }

    /// A fault of a key itself, not of its value.
    pub(super) fn refuse_key(&mut self, code: &'static str, key: &str, zh: Said, en: Said) {
        let (line, column) = self.places.key_position(key);
        let fault = PlanFault { line, column, ..self.fault(code, key, zh, en) };
        self.faults.push(fault);
    }

    /// A fault at a place of the text that is no key.
    pub(super) fn refuse_at(&mut self, code: &'static str, offset: usize, zh: Said, en: Said) {
        let (line, column) = self.places.at(offset);
        let fault = PlanFault { line, column, ..self.fault(code, "", zh, en) };
        self.faults.push(fault);
    }

    /// A fault at a key, whose value is a placeholder from now on.
    pub(super) fn refuse_value(&mut self, code: &'static str, key: &str, zh: Said, en: Said) {
        self.refuse(code, key, zh, en);
        self.broken.insert(key.to_owned());
    }

    /// Marks a key whose table could not be read.
    pub(super) fn mark_broken(&mut self, key: &str) {
        self.broken.insert(key.to_owned());
    }

    /// Whether a value was read as it stands, so that conclusions may be drawn from it.
    pub(super) fn good(&self, key: &str) -> bool {
        let mut key = Some(key);
        while let Some(at) = key {
            if self.broken.contains(at) {
                return false;
            }
            key = parent(at);
        }
        true
    }

    /// Whether all of these were read as they stand.
    pub(super) fn all_good(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.good(key))
    }

    /// Whether anything below this key could not be read.
    pub(super) fn any_broken_below(&self, key: &str) -> bool {
        let below = |other: &String| {
            other.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.broken.iter().any(below) || !self.good(key)
    }

    /// A reference to something that is not there. `what` names it in both languages.
    pub(super) fn unknown<'k>(
        &mut self,
        code: &'static str,
        key: &str,
        what: (&str, &str),
        got: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        // Ids that begin so are refused in a plan; here they can only stand in for one that was.
        let mut known: Vec<&str> = known.into_iter().filter(|word| !word.starts_with("X-")).collect();
        known.sort_unstable();
        known.dedup();
        let (remedy_zh, remedy_en) = known_words(got, &known);
        self.refuse(
            code,
            key,
            say(format!("没有名为“{got}”的{}", what.0), remedy_zh),
            say(format!("there is no {} {got:?}", what.1), remedy_en),
        );
    }

    /// What was gathered: faults and warnings, each in the order of the text.
    pub(super) fn finish(self) -> PlanError {
        let Self { faults, warnings, .. } = self;
        PlanError { faults: super::sorted(faults), warnings: super::sorted(warnings) }
    }

    fn fault(&self, code: &'static str, key: &str, zh: Said, en: Said) -> PlanFault {
        let (line, column) = self.places.position(key);
        PlanFault {
            code,
            key: key.to_owned(),
            line,
            column,
            what: Words { zh: zh.0, en: en.0 },
            remedy: Words { zh: zh.1, en: en.1 },
        }
    }
}

/// "Did you mean …?", or the list of what there is, in both languages.
pub(super) fn known_words(got: &str, known: &[&str]) -> Said {
    match nearest(got, known.iter().copied()) {
        Some(word) => (format!("是不是“{word}”"), format!("did you mean {word:?}?")),
        None if known.is_empty() => ("先在计划里写上它".to_owned(), "write it into the plan first".to_owned()),
        None => {
            let shown: Vec<&str> = known.iter().copied().take(30).collect();
            let more = if known.len() > shown.len() { "…" } else { "" };
            (format!("可用的有：{}{more}", shown.join("、")), format!("expected one of: {}{more}", shown.join(", ")))
        }
    }
}
