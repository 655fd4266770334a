//! What provinces and years decide: rules, individual cases and calendars, from `config/`.
//!
//! The files of the repository are built in as defaults; a caller that has its own passes their text.

use std::collections::BTreeMap;

use records::calendar::{Calendar, CalendarData};
use records::plan::{Coordination, Profile, Quotas, Rotation};
use records::ratio::{Ratio, Rounding};
use serde::{Deserialize, Deserializer};

use super::config_error::ConfigError;
use super::replacements::{self, Replacements};

const RULES: &str = include_str!("../../../../config/rules.toml");
const CASES: &str = include_str!("../../../../config/cases.toml");
const CALENDAR: &str = include_str!("../../../../config/calendar.toml");
const REPLACEMENTS: &str = include_str!("../../../../config/replacements.toml");

/// All configuration that a plan is read with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Defaults and limits.
    pub rules: Rules,
    /// Individual cases.
    pub cases: Cases,
    /// Calendars by name.
    pub calendars: BTreeMap<String, Calendar>,
    /// Reasons for a replacement.
    pub replacements: Replacements,
    /// Verifier key of the office's log, for a plan that is held as a ceremony and names none.
    pub log: Option<String>,
}

/// Texts of configuration files that replace the built-in ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConfigTexts<'t> {
    /// In place of `config/rules.toml`.
    pub rules: Option<&'t str>,
    /// In place of `config/cases.toml`.
    pub cases: Option<&'t str>,
    /// In place of `config/calendar.toml`.
    pub calendar: Option<&'t str>,
    /// In place of `config/replacements.toml`.
    pub replacements: Option<&'t str>,
}

/// `config/rules.toml`: what a plan gets that says nothing, and limits that a plan keeps.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Name of these rules, for messages.
    pub name: String,
    /// Fewest inspectors of the task's own department in a team.
    pub team_min: u32,
    /// Fewest lawful inspectors for a seat.
    pub min_choice: u32,
    /// Fewest bits of the final source; the protocol's own minimum stays.
    pub entropy_bits_min: u32,
    /// Working days until results are published.
    pub results_working_days: u32,
    /// Most visits a day over all; 0: no limit.
    pub visits_per_day_max: u32,
    /// How a share is rounded.
    pub rounding: Rounding,
    /// Reserves of a stratum.
    pub reserves: u64,
    /// Working days of a visit.
    pub days: u32,
    /// How public the names of inspectors are.
    pub names: String,
    /// How contributions are made.
    pub profile: Profile,
    /// One ticket for all tasks, or one each.
    pub coordination: Coordination,
    /// Calendar of a plan that names none; the years that stand under no name bear it.
    pub calendar: String,
    /// The final source.
    #[serde(rename = "final")]
    pub final_source: records::entropy::FinalSource,
    /// Quotas.
    pub quotas: Quotas,
    /// Rotation rules.
    pub rotation: Rotation,
    /// Simulation.
    pub simulation: SimulationRule,
    /// Shares that `overall_min` may name.
    #[serde(default)]
    pub shares: BTreeMap<String, Share>,
}

/// Defaults of a plan's `simulation`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulationRule {
    /// Number of simulated draws.
    pub seeds: u32,
    /// Largest share of draws with an unplaced visit.
    #[serde(deserialize_with = "ratio_text")]
    pub unplaced_max: Ratio,
}

/// A share with a name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The share.
    #[serde(deserialize_with = "ratio_text")]
    pub ratio: Ratio,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
}

/// `config/cases.toml`: the individual cases (个案检查), and what is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// The table.
    pub cases: Vec<Case>,
    /// Words that are refused with a reason.
    #[serde(default)]
    pub not_cases: Vec<NotCase>,
}

/// One individual case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its code.
    pub code: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Whether it lifts a ceiling that does not say by what it is lifted.
    pub lifts: bool,
}

/// What is often given as a case and is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCase {
    /// How it is written.
    pub words: Vec<String>,
    /// Why it is none, in Chinese.
    pub zh: String,
    /// Why it is none, in English.
    pub en: String,
}

impl Cases {
    /// The codes, sorted.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.cases.iter().map(|case| case.code.clone()).collect();
        codes.sort();
        codes
    }

    /// Why this word is explicitly no case.
    pub fn refused(&self, word: &str) -> Option<&NotCase> {
        let lower = word.trim().to_lowercase();
        self.not_cases.iter().find(|not| not.words.contains(&lower))
    }
}

impl Config {
    /// The configuration that is built in.
    pub fn embedded() -> Result<Self, ConfigError> {
        Self::from_texts(ConfigTexts::default())
    }

    /// Built-in configuration, with the given files in place of the built-in ones.
    pub fn from_texts(texts: ConfigTexts<'_>) -> Result<Self, ConfigError> {
        let rules: Rules = parse("rules.toml", texts.rules.unwrap_or(RULES))?;
        let cases: Cases = parse("cases.toml", texts.cases.unwrap_or(CASES))?;
        check_rules(&rules)?;
        check_cases(&cases)?;
        let calendars = calendars(texts.calendar.unwrap_or(CALENDAR), &rules.calendar)?;
        let replacements: Replacements = parse(replacements::FILE, texts.replacements.unwrap_or(REPLACEMENTS))?;
        replacements.check()?;
        Ok(Self { rules, cases, calendars, replacements, log: None })
    }

    /// The same for an office that has a log.
    #[must_use]
    pub fn with_log(self, log: Option<String>) -> Self {
        Self { log, ..self }
    }
}

fn parse<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| ConfigError::form(file, text, &error))
}

fn check_rules(rules: &Rules) -> Result<(), ConfigError> {
    let refuse = |zh: &str, en: &str| Err(ConfigError::value("rules.toml", zh, en));
    if rules.entropy_bits_min < records::entropy::BITS_MIN {
        return refuse(
            "entropy_bits_min 小于规范的下限64；写64或更大",
            "entropy_bits_min is below 64, the protocol's minimum; write 64 or more",
        );
    }
    if rules.team_min == 0 || rules.min_choice == 0 || rules.days == 0 {
        return refuse("team_min、min_choice、days 至少是1；写1或更大", "team_min, min_choice and days are at least 1");
    }
    if rules.quotas.min > rules.quotas.max || rules.quotas.daily_max == 0 {
        return refuse(
            "quotas：min 不能大于 max，daily_max 至少是1；改正其中一个",
            "quotas: min is at most max, and daily_max is at least 1",
        );
    }
    if rules.simulation.seeds == 0 {
        return refuse("simulation.seeds 至少是1；写抽取前模拟多少次", "simulation.seeds is at least 1");
    }
    Ok(())
}

fn check_cases(cases: &Cases) -> Result<(), ConfigError> {
    let codes = cases.codes();
    for (code, next) in codes.iter().zip(codes.iter().skip(1)) {
        if code == next {
            let zh = format!("个案检查情形 {code} 写了两次；删去一个");
            return Err(ConfigError::value(
                "cases.toml",
                zh,
                format!("the case {code} stands there twice; remove one"),
            ));
        }
    }
    Ok(())
}

/// A calendar file holds years at the top, under the default name, or in tables, under theirs.
fn calendars(text: &str, default: &str) -> Result<BTreeMap<String, Calendar>, ConfigError> {
    const FILE: &str = "calendar.toml";
    let mut document: toml::Table = parse(FILE, text)?;
    let mut calendars = BTreeMap::new();
    if let Some(years) = document.remove("years") {
        let data = toml::Table::from_iter([("years".to_owned(), years)]);
        document.insert(default.to_owned(), toml::Value::Table(data));
    }
    for (name, value) in document {
        let data: CalendarData = value.try_into().map_err(|error| ConfigError::form(FILE, text, &error))?;
        let calendar = Calendar::try_from(data).map_err(|error| ConfigError::calendar(FILE, &error))?;
        calendars.insert(name, calendar);
    }
    Ok(calendars)
}

fn ratio_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ratio, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::{Config, ConfigTexts};
    use records::lang::Lang;

    #[test]
    fn the_built_in_files_are_accepted() {
        let config = Config::embedded().unwrap();
        assert!(config.rules.team_min >= 2);
        assert!(config.calendars["china"].years().count() >= 7);
        assert!(config.cases.codes().contains(&"complaint".to_owned()));
        assert!(config.cases.refused("高风险").is_some());
        assert!(config.cases.refused(" High-Risk ").is_some());
        assert!(config.cases.refused("complaint").is_none());
    }

    #[test]
    fn no_case_is_also_refused() {
        let config = Config::embedded().unwrap();
        for code in config.cases.codes() {
            assert!(config.cases.refused(&code).is_none(), "{code}");
        }
    }

    #[test]
    fn a_file_below_the_protocol_is_refused() {
        let rules = super::RULES.replace("entropy_bits_min = 64", "entropy_bits_min = 63");
        let error = Config::from_texts(ConfigTexts { rules: Some(&rules), ..Default::default() });
        assert_eq!(error.unwrap_err().code(), "config-value");
    }

    #[test]
    fn what_is_wrong_is_said_in_both_languages_with_its_line() {
        let message = |rules: &str, lang| {
            let texts = ConfigTexts { rules: Some(rules), ..Default::default() };
            Config::from_texts(texts).unwrap_err().message(lang)
        };
        let line = super::RULES.lines().position(|line| line.starts_with("min_choice")).unwrap() + 1;
        let misspelt = super::RULES.replace("\nmin_choice", "\nmin_choise");
        let zh = message(&misspelt, Lang::Zh);
        assert!(
            zh.starts_with(&format!("配置文件 rules.toml 第{line}行第1列：没有“min_choise”这一项；可用的有：")),
            "{zh}"
        );
        let en = message(&misspelt, Lang::En);
        assert!(en.starts_with(&format!("configuration rules.toml, line {line}, column 1: unknown field")), "{en}");
        for wrong in ["team_min = \"two\"", "team_min = ", "team_min = 0", "team_min = 2026-02-30"] {
            let zh = message(&super::RULES.replace("team_min = 2", wrong), Lang::Zh);
            assert!(!zh.contains("expected") && !zh.contains("invalid") && !zh.contains("at least"), "{zh}");
        }
        let none = super::RULES.replace("seeds = 1000", "seeds = 0");
        assert!(message(&none, Lang::En).contains("simulation.seeds"));
    }

    #[test]
    fn a_case_twice_is_refused() {
        let case = "[[cases]]\ncode = \"a\"\nzh = \"甲\"\nen = \"a\"\nlifts = true\n";
        let cases = format!("{case}{case}");
        let error = Config::from_texts(ConfigTexts { cases: Some(&cases), ..Default::default() });
        assert_eq!(error.unwrap_err().code(), "config-value");
    }

    #[test]
    fn calendars_may_have_names() {
        let years = "[[years]]\nyear = 2030\nsource = \"x\"\nholidays = []\nmakeup_days = []\n";
        let named = years.replace("[[years]]", "[[other.years]]");
        let both = format!("{years}{named}");
        let texts = ConfigTexts { calendar: Some(&both), ..Default::default() };
        let names: Vec<String> = Config::from_texts(texts).unwrap().calendars.into_keys().collect();
        assert_eq!(names, ["china", "other"]);
        let texts = ConfigTexts { calendar: Some("years = 5"), ..Default::default() };
        assert_eq!(Config::from_texts(texts).unwrap_err().code(), "config-form");
    }
}
