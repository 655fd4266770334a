//! `config/replacements.toml`: the reasons for which a drawn entity or an inspector may give way.
//!
//! Source: `docs/PROTOCOL.md`, section 23.

use serde::Deserialize;

use super::config::NotCase;
use super::config_error::ConfigError;

pub(super) const FILE: &str = "replacements.toml";

/// Reasons for a replacement, and what is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacements {
    /// Of an entity.
    pub entity: Vec<Reason>,
    /// Of an inspector, and for passing over a substitute.
    pub inspector: Vec<Reason>,
    /// Words that are refused as reasons of an entity.
    #[serde(default)]
    pub not_reasons: Vec<NotCase>,
}

/// One reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The codes of some reasons, sorted.
pub(super) fn codes(reasons: &[Reason]) -> Vec<String> {
    let mut codes: Vec<String> = reasons.iter().map(|reason| reason.code.clone()).collect();
    codes.sort();
    codes
}

impl Replacements {
    /// Why this word is explicitly no reason for replacing an entity.
    pub fn refused(&self, word: &str) -> Option<&NotCase> {
        let lower = word.trim().to_lowercase();
        self.not_reasons.iter().find(|not| not.words.contains(&lower))
    }

    /// The reason with this code, of an entity or of an inspector.
    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.entity.iter().chain(&self.inspector).find(|reason| reason.code == code)
    }

    /// Refuses a table that contradicts itself, or that lets an entity be replaced for a result of its inspection.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        for reasons in [&self.entity, &self.inspector] {
            let codes = codes(reasons);
            if let Some(code) = codes.iter().zip(codes.iter().skip(1)).find_map(|(a, b)| (a == b).then_some(a)) {
                let zh = format!("递补理由 {code} 写了两次；删去一个");
                return Err(ConfigError::value(FILE, zh, format!("the reason {code} stands there twice; remove one")));
            }
        }
        for reason in &self.entity {
            if let Some(refused) = [&reason.code, &reason.zh].into_iter().find_map(|word| self.refused(word)) {
                let (zh, en) = (&refused.zh, &refused.en);
                return Err(ConfigError::value(
                    FILE,
                    format!("递补检查对象的理由不能有 {}：{zh}；删去它", reason.code),
                    format!("{} is no reason for replacing an entity: {en}; remove it", reason.code),
                ));
            }
        }
        let reasons = self.entity.iter().chain(&self.inspector);
        if reasons.clone().any(|reason| reason.code.is_empty()) {
            return Err(ConfigError::value(FILE, "有一个 code 是空的；写上代码", "a code is empty; write one"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::{Config, ConfigTexts};

    fn refused(table: &str) -> String {
        let texts = ConfigTexts { replacements: Some(table), ..ConfigTexts::default() };
        Config::from_texts(texts).unwrap_err().to_string()
    }

    #[test]
    fn not_found_at_the_address_is_never_a_reason() {
        let config = Config::embedded().unwrap();
        assert!(config.replacements.refused("查无下落").is_some());
        let table = include_str!("../../../../config/replacements.toml");
        assert!(refused(&table.replacen("code = \"cancelled\"", "code = \"not-found\"", 1)).contains("a result"));
        assert!(refused(&table.replacen("名单锁定后已注销或被吊销", "查无下落", 1)).contains("a result"));
        assert!(refused(&table.replacen("\"moved-away\"", "\"cancelled\"", 1)).contains("twice"));
        assert!(refused(&table.replacen("\"moved-away\"", "\"\"", 1)).contains("empty"));
    }
}
