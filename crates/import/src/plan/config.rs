//! What provinces and years decide: rules, individual cases and calendars, from `config/`.
//!
//! The files of the repository are built in as defaults; a caller that has its own passes their text.

use std::collections::BTreeMap;

use records::calendar::{Calendar, CalendarData};
use records::plan::{Coordination, Profile, Quotas, Rotation};
use records::ratio::{Ratio, Rounding};
use serde::{Deserialize, Deserializer};

const RULES: &str = include_str!("../../../../config/rules.toml");
const CASES: &str = include_str!("../../../../config/cases.toml");
const CALENDAR: &str = include_str!("../../../../config/calendar.toml");

/// All configuration that a plan is read with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Defaults and limits.
    pub rules: Rules,
    /// Individual cases.
    pub cases: Cases,
    /// Calendars by name.
    pub calendars: BTreeMap<String, Calendar>,
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
    pub final_source: records::plan::FinalSource,
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

/// Why a configuration file is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or not of the file's form.
    #[error("configuration {file}: {message}")]
    Form {
        /// The file.
        file: &'static str,
        /// What its reader said, with line and column.
        message: String,
    },
    /// A value that contradicts another one or the protocol.
    #[error("configuration {file}: {message}")]
    Value {
        /// The file.
        file: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
}

impl ConfigError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "config-form",
            Self::Value { .. } => "config-value",
        }
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
        Ok(Self { rules, cases, calendars })
    }
}

fn parse<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| ConfigError::Form { file, message: error.to_string() })
}

fn check_rules(rules: &Rules) -> Result<(), ConfigError> {
    let refuse = |message: &str| Err(ConfigError::Value { file: "rules.toml", message: message.to_owned() });
    if rules.entropy_bits_min < records::entropy::BITS_MIN {
        return refuse("entropy_bits_min is below 64, the protocol's minimum; write 64 or more");
    }
    if rules.team_min == 0 || rules.min_choice == 0 || rules.days == 0 {
        return refuse("team_min, min_choice and days are at least 1");
    }
    if rules.quotas.min > rules.quotas.max || rules.quotas.daily_max == 0 {
        return refuse("quotas: min is at most max, and daily_max is at least 1");
    }
    Ok(())
}

fn check_cases(cases: &Cases) -> Result<(), ConfigError> {
    let codes = cases.codes();
    for (code, next) in codes.iter().zip(codes.iter().skip(1)) {
        if code == next {
            let message = format!("the case {code} stands there twice; remove one");
            return Err(ConfigError::Value { file: "cases.toml", message });
        }
    }
    Ok(())
}

/// A calendar file holds years at the top, under the default name, or in tables, under theirs.
fn calendars(text: &str, default: &str) -> Result<BTreeMap<String, Calendar>, ConfigError> {
    const FILE: &str = "calendar.toml";
    let form = |message: String| ConfigError::Form { file: FILE, message };
    let mut document: toml::Table = parse(FILE, text)?;
    let mut calendars = BTreeMap::new();
    if let Some(years) = document.remove("years") {
        let data = toml::Table::from_iter([("years".to_owned(), years)]);
        document.insert(default.to_owned(), toml::Value::Table(data));
    }
    for (name, value) in document {
        let data: CalendarData = value.try_into().map_err(|e: toml::de::Error| form(e.to_string()))?;
        let calendar =
            Calendar::try_from(data).map_err(|error| ConfigError::Value { file: FILE, message: error.to_string() })?;
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
