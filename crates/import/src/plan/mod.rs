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
mod context;
mod facts;
mod fault;
mod floats;
mod places;
mod read;
mod suggest;
mod table;
mod value;

use records::lang::Lang;
use records::plan::Plan;
use toml::de::DeTable;

use self::context::{Context, say};
use self::table::Table;

pub use self::against::check_against;
pub use self::config::{Case, Cases, Config, ConfigError, ConfigTexts, NotCase, Rules, Share, SimulationRule};
pub use self::facts::{Facts, InspectorFact, ItemFact};
pub use self::fault::{FaultKind, PlanError, PlanFault, Words};
pub use self::places::Places;

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

/// Reads and checks a plan from the bytes of a file, which must be UTF-8.
pub fn read_bytes(bytes: &[u8], config: &Config) -> Result<Checked, PlanError> {
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
        Ok(text) => read(text, config),
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
    let places = cx.places.clone();
    let gathered = cx.finish();
    if gathered.faults.is_empty() { Ok(Checked { plan, places, warnings: gathered.warnings }) } else { Err(gathered) }
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
                format!("不是正确的 TOML：{}", syntax_zh(error.message())),
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

/// What the TOML reader says most often, in Chinese; else its own words.
fn syntax_zh(message: &str) -> &str {
    const WORDS: [(&str, &str); 10] = [
        ("duplicate key", "同一项写了两次"),
        ("must be quoted", "文字没有加引号"),
        ("comma", "缺少逗号"),
        ("assignment", "缺少等号"),
        ("value", "只有名称，没有值，或值写得不对"),
        ("date-time", "日期写得不对"),
        ("unclosed", "括号不成对"),
        ("string", "文字的引号不成对"),
        ("leading zero", "数字前面不能有0"),
        ("key", "这一项的名称写得不对"),
    ];
    WORDS.iter().find(|(en, _)| message.contains(en)).map_or(message, |(_, zh)| zh)
}

/// One fault of the text as a whole.
fn whole(code: &'static str, text: &str, offset: usize, zh: (String, String), en: (String, String)) -> PlanError {
    let (line, column) = Places::lines_only(text).at(offset);
    let fault = PlanFault {
        code,
        kind: FaultKind::Invalid,
        key: String::new(),
        line,
        column,
        what: Words { zh: zh.0, en: en.0 },
        remedy: Words { zh: zh.1, en: en.1 },
    };
    PlanError { faults: vec![fault], warnings: Vec::new() }
}
