//! What provinces write differently: headers and words, from `config/headers.toml` and `config/codes.toml`.
//!
//! The files of the repository are built in as defaults; a caller that has its own passes their text.

use crate::field::Field;
use crate::plan::{Cases, Config, ConfigError, ConfigTexts};
use records::lists::List;
use serde::Deserialize;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

const HEADERS: &str = include_str!("../../../config/headers.toml");
const CODES: &str = include_str!("../../../config/codes.toml");

/// Texts of configuration files that replace the built-in ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct TableTexts<'t> {
    /// In place of `config/headers.toml`.
    pub headers: Option<&'t str>,
    /// In place of `config/codes.toml`.
    pub codes: Option<&'t str>,
    /// In place of `config/cases.toml`.
    pub cases: Option<&'t str>,
}

/// Headers, words and cases.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    lists: BTreeMap<List, Vec<ColumnRule>>,
    /// Words by their table, then by their plain form.
    words: BTreeMap<Words, BTreeMap<String, String>>,
    forever: Vec<String>,
    blank: Vec<String>,
    /// The characters that those words begin with, so that most texts are told apart by one look.
    blank_starts: Vec<char>,
    cases: Cases,
}

/// Words for nothing in every table, besides those of `config/codes.toml`: nobody's code, name or place is one of them.
const PLACEHOLDERS: [&str; 13] = ["/", "\\", "-", "--", "—", "——", "无", "暂无", "没有", "不详", "未知", "n/a", "null"];

/// A column that a list can have.
#[derive(Clone, Debug)]
pub(crate) struct ColumnRule {
    pub field: Field,
    pub zh: String,
    pub en: String,
    pub required: bool,
    pub in_template: bool,
    pub sample: String,
    /// All spellings, in their plain form.
    names: Vec<String>,
}

/// The tables of words in `config/codes.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Words {
    EntityStatus,
    InspectorStatus,
    Roles,
    Importance,
    ConflictKind,
    CreditClass,
    Yes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnText {
    field: String,
    zh: String,
    en: String,
    names: Vec<String>,
    #[serde(default)]
    required: bool,
    sample: String,
    #[serde(default = "yes")]
    template: bool,
}

fn yes() -> bool {
    true
}

type WordTable = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesText {
    entity_status: WordTable,
    inspector_status: WordTable,
    roles: WordTable,
    importance: WordTable,
    conflict_kind: WordTable,
    credit_class: WordTable,
    yes: WordTable,
    dates: DateWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DateWords {
    forever: Vec<String>,
    blank: Vec<String>,
}

impl Tables {
    /// Built-in tables, with the given texts in place of the built-in ones.
    pub fn from_texts(texts: TableTexts<'_>) -> Result<Self, ConfigError> {
        let codes: CodesText = parse("codes.toml", texts.codes.unwrap_or(CODES))?;
        let cases = Config::from_texts(ConfigTexts { cases: texts.cases, ..ConfigTexts::default() })?.cases;
        let words = BTreeMap::from([
            (Words::EntityStatus, words(codes.entity_status)?),
            (Words::InspectorStatus, words(codes.inspector_status)?),
            (Words::Roles, words(codes.roles)?),
            (Words::Importance, words(codes.importance)?),
            (Words::ConflictKind, words(codes.conflict_kind)?),
            (Words::CreditClass, words(codes.credit_class)?),
            (Words::Yes, words(codes.yes)?),
        ]);
        let lists = lists(texts.headers.unwrap_or(HEADERS))?;
        let plain_all = |texts: Vec<String>| texts.iter().map(|text| plain(text)).collect();
        let mut blank: Vec<String> = plain_all(codes.dates.blank);
        blank.extend(PLACEHOLDERS.iter().map(|text| plain(text)));
        blank.retain(|word| !word.is_empty());
        let blank_starts = blank.iter().filter_map(|word| word.chars().next()).collect();
        Ok(Self { lists, words, forever: plain_all(codes.dates.forever), blank, blank_starts, cases })
    }

    /// The columns that a list can have, in the order of its template.
    pub fn columns(&self, list: List) -> &[ColumnRule] {
        self.lists.get(&list).map(Vec::as_slice).unwrap_or_default()
    }

    /// The field that a header means in a list.
    pub fn field(&self, list: List, header: &str) -> Option<Field> {
        let header = plain(header);
        if header.is_empty() {
            return None;
        }
        let named = |name: &str| self.columns(list).iter().find(|rule| rule.names.iter().any(|other| other == name));
        let without_remark = || header.split_once('(').map(|(name, _)| name).filter(|name| !name.is_empty());
        named(&header).or_else(|| named(without_remark()?)).map(|rule| rule.field)
    }

    /// The code of a word, if the table has it.
    pub fn word(&self, table: Words, text: &str) -> Option<&str> {
        self.words.get(&table)?.get(&plain(text)).map(String::as_str)
    }

    /// The codes of a table, for a message.
    pub fn words(&self, table: Words) -> Vec<String> {
        self.words.get(&table).into_iter().flat_map(BTreeMap::keys).cloned().collect()
    }

    /// Whether a date's text says that there is no end.
    pub fn is_forever(&self, text: &str) -> bool {
        self.forever.contains(&plain(text))
    }

    /// Whether a text stands for nothing.
    pub fn is_blank(&self, text: &str) -> bool {
        // Nothing longer is such a word; a full-width letter or mark folds to ASCII.
        let Some(first) = text.chars().next().filter(|_| text.len() <= 24) else { return false };
        let narrow = match u32::from(first) {
            wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(first),
            _ => first,
        };
        let may_be = self.blank_starts.contains(&narrow.to_ascii_lowercase());
        may_be && self.blank.contains(&plain(text))
    }

    /// The code of an individual case, by its code or its name.
    pub fn case(&self, text: &str) -> Option<&str> {
        let text = plain(text);
        let named = |case: &&crate::plan::Case| [&case.code, &case.zh, &case.en].iter().any(|name| plain(name) == text);
        self.cases.cases.iter().find(named).map(|case| case.code.as_str())
    }

    /// The individual cases.
    pub fn cases(&self) -> &Cases {
        &self.cases
    }
}

fn parse<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| ConfigError::form(file, text, &error))
}

fn lists(text: &str) -> Result<BTreeMap<List, Vec<ColumnRule>>, ConfigError> {
    const FILE: &str = "headers.toml";
    let refuse = |zh: String, en: String| ConfigError::value(FILE, zh, en);
    let tables: BTreeMap<String, Vec<ColumnText>> = parse(FILE, text)?;
    let mut lists = BTreeMap::new();
    for (name, columns) in tables {
        let list = List::from_name(&name).ok_or_else(|| {
            let names: Vec<&str> = List::ALL.iter().map(|list| list.name()).collect();
            let zh = format!("没有名单 {name}；可用的有：{}", names.join("、"));
            refuse(zh, format!("there is no list {name}; expected one of: {}", names.join(", ")))
        })?;
        let mut rules: Vec<ColumnRule> = Vec::new();
        for column in columns {
            let field = Field::from_name(&column.field).ok_or_else(|| {
                let field = &column.field;
                let zh = format!("{name}：没有字段 {field}；对照程序自带的同名文件改正");
                refuse(zh, format!("{name}: there is no field {field}; compare config/headers.toml"))
            })?;
            let spellings = [&column.zh, &column.en, &column.field].into_iter().chain(&column.names);
            let names: Vec<String> = spellings.map(|text| plain(text)).collect();
            if let Some(twice) = names.iter().find(|name| rules.iter().any(|rule| rule.names.contains(name))) {
                let zh = format!("{name}：表头“{twice}”对应了两个字段；删去一个");
                return Err(refuse(zh, format!("{name}: the header {twice} means two fields; remove one")));
            }
            let ColumnText { zh, en, required, template: in_template, sample, .. } = column;
            rules.push(ColumnRule { field, zh, en, required, in_template, sample, names });
        }
        lists.insert(list, rules);
    }
    match List::ALL.iter().find(|list| !lists.contains_key(*list)) {
        Some(list) => {
            let name = list.name();
            Err(refuse(
                format!("名单 {name} 一栏也没有；补上 [[{name}]]"),
                format!("the list {name} has no columns; add [[{name}]]"),
            ))
        }
        None => Ok(lists),
    }
}

fn words(table: WordTable) -> Result<BTreeMap<String, String>, ConfigError> {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    for (code, spellings) in table {
        for word in spellings.iter().chain([&code]) {
            if let Some(other) = words.insert(plain(word), code.clone())
                && other != code
            {
                let zh = format!("“{word}”既指 {other} 又指 {code}；删去一个");
                let en = format!("the word {word} stands for both {other} and {code}; remove one");
                return Err(ConfigError::value("codes.toml", zh, en));
            }
        }
    }
    Ok(words)
}

/// A header or word without the accidents of typing: NFKC, no blanks, no asterisks, no （必填）, lower case.
pub(crate) fn plain(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && *c != '*' && *c != '\u{feff}';
    let mut folded = if text.is_ascii() {
        text.chars().filter(kept).map(|c| c.to_ascii_lowercase()).collect()
    } else {
        text.nfkc().filter(kept).collect::<String>().to_lowercase()
    };
    if !folded.contains('(') {
        return folded;
    }
    for remark in ["(必填)", "(选填)", "(必填项)", "(可选)"] {
        folded = folded.replace(remark, "");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{Field, TableTexts, Tables, Words};
    use records::lists::List;

    fn tables() -> Tables {
        Tables::from_texts(TableTexts::default()).unwrap()
    }

    #[test]
    fn headers_are_found_however_they_are_typed() {
        let tables = tables();
        let field = |header| tables.field(List::Entities, header);
        assert_eq!(field("统一社会信用代码/注册号"), Some(Field::Code));
        assert_eq!(field(" *统一社会信用 代码（必填）"), Some(Field::Code));
        assert_eq!(field("统一社会信用代码／注册号\n"), Some(Field::Code));
        assert_eq!(field("成立日期（yyyy-mm-dd）"), Some(Field::Established));
        assert_eq!(field("住所（经营场所）"), Some(Field::Address));
        assert_eq!(field("NAME"), Some(Field::Name));
        assert_eq!(field("星座"), None);
        assert_eq!(field(""), None);
    }

    #[test]
    fn words_have_codes() {
        let tables = tables();
        assert_eq!(tables.word(Words::EntityStatus, "存续（在营、开业、在册）"), Some("active"));
        assert_eq!(tables.word(Words::EntityStatus, "已注销"), Some("cancelled"));
        assert_eq!(tables.word(Words::EntityStatus, "revoked"), Some("revoked"));
        assert_eq!(tables.word(Words::EntityStatus, "?"), None);
        assert!(tables.is_forever("长期"));
        for text in ["N/A", "／", "无", "不详", "NULL", "——", " - "] {
            assert!(tables.is_blank(text.trim()), "{text}");
        }
        assert!(!tables.is_blank("无锡") && !tables.is_blank("") && !tables.is_blank("城关镇"));
    }

    #[test]
    fn contradictions_are_refused() {
        let twice = "[[entities]]\nfield='code'\nzh='代码'\nen='code'\nnames=[]\nsample=''\n";
        let twice = format!("{twice}{}", twice.replace("'code'\nzh='代码'", "'name'\nzh='代码'"));
        let error = Tables::from_texts(TableTexts { headers: Some(&twice), ..Default::default() }).unwrap_err();
        assert_eq!(error.code(), "config-value");
        let codes = super::CODES.replace("[\"注销\", ", "[\"存续\", ");
        let error = Tables::from_texts(TableTexts { codes: Some(&codes), ..Default::default() }).unwrap_err();
        assert_eq!(error.code(), "config-value");
    }
}
