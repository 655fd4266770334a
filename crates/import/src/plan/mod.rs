//! Plans as people write them: one TOML file, read, checked as a whole, and given as the plan that is hashed.
//!
//! [`read`] lists *all* faults of a text at once, each with its code, key, line, column and what to do, in Chinese and
//! English. [`check_against`] then holds the plan against the lists of an office. What provinces and years decide comes
//! from `config/` ([`Config`]).
//!
//! Nothing here opens a file, reads a clock or computes with fractions: a TOML float is refused wherever it stands.
//! Conditions on sealed fields stay readable (`when`); freeze replaces them by commitments, and fills in populations
//! and roots.
//!
//! Source: `docs/PROTOCOL.md`, section 5 (the plan), and the notes on its keys in `config/plan.en.toml`.

mod against;
mod check;
mod config;
mod config_error;
mod context;
mod facts;
mod fault;
mod floats;
mod places;
mod read;
mod replacements;
mod suggest;
mod table;
mod toml_words;
mod value;

use std::collections::BTreeSet;

use records::lang::Lang;
use records::plan::Plan;
use toml::de::DeTable;

use self::context::{Context, say};
use self::table::Table;

pub use self::config::{Case, Cases, Config, ConfigTexts, NotCase, Rules, Share, SimulationRule};
pub use self::config_error::ConfigError;
pub use self::facts::{EntityTexts, Facts, InspectorFact, ItemFact, TaskFact};
pub use self::fault::{PlanError, PlanFault, Words};
pub use self::places::Places;
pub use self::replacements::{Reason, Replacements};

/// Most bytes of a plan's text.
pub const LENGTH_MAX: usize = 4 << 20;

/// A plan without a fault, where each of its keys stands, and what should be looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The plan, without populations and roots.
    pub plan: Plan,
    /// Lines and columns of its text.
    pub places: Places,
    /// What does not stop the plan and should be looked at.
    pub warnings: Vec<PlanFault>,
}

/// A commented plan to begin with; it is itself accepted.
pub const fn template(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../../../config/plan.zh.toml"),
        Lang::En => include_str!("../../../../config/plan.en.toml"),
    }
}

/// A plan as far as it could be read, with what is wrong with it: it can still be held against the lists, so that a
/// clerk hears of everything at once.
#[derive(Clone, Debug)]
pub struct Draft {
    plan: Plan,
    places: Places,
    gathered: PlanError,
    /// Keys with a placeholder for a value that was refused.
    broken: BTreeSet<String>,
}

impl Draft {
    /// The plan, with placeholders for what was refused; fit for gathering facts, not for a draw.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether nothing was refused.
    pub fn is_accepted(&self) -> bool {
        self.gathered.faults.is_empty()
    }

    /// Checks it against the lists too. Gives all warnings, or all faults: those of the text and those that the lists
    /// show.
    pub fn check_against(&self, facts: &Facts, config: &Config) -> Result<Vec<PlanFault>, PlanError> {
        let mut cx = Context::resumed(config, self.places.clone(), self.broken.clone());
        against::check(&mut cx, &self.plan, facts);
        let found = cx.finish();
        let faults = sorted(self.gathered.faults.iter().cloned().chain(found.faults));
        let warnings = sorted(self.gathered.warnings.iter().cloned().chain(found.warnings));
        if faults.is_empty() { Ok(warnings) } else { Err(PlanError { faults, warnings }) }
    }

    /// Either the plan, or all its faults.
    pub fn finish(self) -> Result<Checked, PlanError> {
        let Self { plan, places, gathered, .. } = self;
        if gathered.faults.is_empty() {
            Ok(Checked { plan, places, warnings: gathered.warnings })
        } else {
            Err(gathered)
        }
    }
}

/// In the order of the text.
fn sorted(faults: impl IntoIterator<Item = PlanFault>) -> Vec<PlanFault> {
    let mut faults: Vec<PlanFault> = faults.into_iter().collect();
    faults.sort_by(|a, b| (a.line, a.column, &a.key, a.code).cmp(&(b.line, b.column, &b.key, b.code)));
    faults.dedup();
    faults
}

/// Checks a plan against the lists. Gives all warnings, those of the reading included; or all faults.
pub fn check_against(checked: &Checked, facts: &Facts, config: &Config) -> Result<Vec<PlanFault>, PlanError> {
    let Checked { plan, places, warnings } = checked.clone();
    let gathered = PlanError { faults: Vec::new(), warnings };
    Draft { plan, places, gathered, broken: BTreeSet::new() }.check_against(facts, config)
}

/// Reads and checks a plan from the bytes of a file, which must be UTF-8.
pub fn read_bytes(bytes: &[u8], config: &Config) -> Result<Checked, PlanError> {
    draft_bytes(bytes, config)?.finish()
}

/// Reads a plan from the bytes of a file as far as it goes. Refused outright is only what is not UTF-8, not TOML, or too
/// long.
pub fn draft_bytes(bytes: &[u8], config: &Config) -> Result<Draft, PlanError> {
    if bytes.len() > LENGTH_MAX {
        return Err(whole(
            "too-long",
            "",
            0,
            say("文件太大", "计划不超过4兆字节"),
            say("the file is too long", "a plan has at most 4 MiB"),
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => draft(text, config),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let text = String::from_utf8_lossy(good);
            Err(whole(
                "not-utf8",
                &text,
                text.len(),
                say("文件不是 UTF-8 编码", "在编辑器里另存为 UTF-8"),
                say("the file is not UTF-8", "save it as UTF-8"),
            ))
        }
    }
}

/// Reads and checks a plan: either the plan, or all its faults.
pub fn read(text: &str, config: &Config) -> Result<Checked, PlanError> {
    draft(text, config)?.finish()
}

/// Reads a plan as far as it goes. Refused outright is only a text that is not TOML.
pub fn draft(text: &str, config: &Config) -> Result<Draft, PlanError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    let document = document.get_ref();
    if !errors.is_empty() {
        return Err(syntax(text, document, config, &errors));
    }
    let mut cx = Context::new(config, Places::of(text, document));
    floats::refuse(&mut cx, document);
    let mut plan = read::plan(&mut cx, &Table::root(document));
    check::plan(&mut cx, &mut plan);
    let (places, broken) = (cx.places.clone(), cx.broken().clone());
    Ok(Draft { plan, places, gathered: cx.finish(), broken })
}

/// All faults of a text that is not TOML; the rest is not judged, because half of it may be missing.
fn syntax(text: &str, document: &DeTable<'_>, config: &Config, errors: &[toml::de::Error]) -> PlanError {
    let mut cx = Context::new(config, Places::of(text, document));
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        cx.refuse_at(
            "toml-syntax",
            offset,
            say(
                format!("不是正确的 TOML：{}", toml_words::syntax(error.message())),
                "对照 mingqian plan template 改正这一行；文字要加引号",
            ),
            say(
                format!("this is not TOML: {}", error.message()),
                "compare the line with `mingqian plan template`; texts stand in quotation marks",
            ),
        );
    }
    floats::refuse(&mut cx, document);
    cx.finish()
}

/// One fault of the text as a whole.
fn whole(code: &'static str, text: &str, offset: usize, zh: (String, String), en: (String, String)) -> PlanError {
    let (line, column) = Places::lines_only(text).at(offset);
    let fault = PlanFault {
        code,
        key: String::new(),
        line,
        column,
        what: Words { zh: zh.0, en: en.0 },
        remedy: Words { zh: zh.1, en: en.1 },
    };
    PlanError { faults: vec![fault], warnings: Vec::new() }
}
