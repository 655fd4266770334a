//! One table of a plan: its keys read by name, each required, optional or with a default.

use toml::de::{DeTable, DeValue};

use super::context::{Context, known_words, say};
use super::places::{element_path, join};
use super::value::{FromValue, Placeholder, wrong_type};

/// A table and its full name. Without a table, the keys are placeholders and nothing more is said.
#[derive(Clone, Debug)]
pub(super) struct Table<'t> {
    table: Option<&'t DeTable<'t>>,
    pub(super) path: String,
}

/// Keys that freeze or this reader writes, so that nobody looks for the spelling that is accepted.
const WRITTEN_LATER: [&str; 6] = ["days", "labelled", "populations", "roots", "scope_sealed", "sealed"];

impl<'t> Table<'t> {
    pub(super) fn root(table: &'t DeTable<'t>) -> Self {
        Self { table: Some(table), path: String::new() }
    }

    /// The full name of a key.
    pub(super) fn key(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// Whether the key is written.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    fn value(&self, key: &str) -> Option<&'t DeValue<'t>> {
        self.table?.get(key).map(|value| value.get_ref())
    }

    /// Refuses keys that are not among the known ones.
    pub(super) fn known_keys(&self, cx: &mut Context<'_>, known: &[&str]) {
        let Some(table) = self.table else { return };
        for key in table.keys() {
            let key: &str = key.get_ref();
            if known.contains(&key) {
                continue;
            }
            let (zh, en) = if WRITTEN_LATER.contains(&key) {
                (
                    "删去：这一项由程序在锁定名单时写".to_owned(),
                    "remove it: the program writes it at the freeze".to_owned(),
                )
            } else {
                known_words(key, known)
            };
            cx.refuse_key(
                "unknown-key",
                &self.key(key),
                say(format!("不认识“{key}”这一项"), zh),
                say(format!("the key {key:?} is not known here"), en),
            );
        }
    }

    /// A key that is read where it is written.
    pub(super) fn optional<T: FromValue>(&self, cx: &mut Context<'_>, key: &str) -> Option<T> {
        let value = self.value(key)?;
        T::from_value(cx, &self.key(key), value)
    }

    /// A key with a default.
    pub(super) fn or<T: FromValue>(&self, cx: &mut Context<'_>, key: &str, default: T) -> T {
        self.optional(cx, key).unwrap_or(default)
    }

    /// A key that must be written. `zh` and `en` say what to write.
    pub(super) fn required<T>(&self, cx: &mut Context<'_>, key: &str, zh: &str, en: &str) -> T
    where
        T: FromValue + Placeholder,
    {
        if self.missing(cx, key, zh, en) {
            return T::placeholder();
        }
        self.optional(cx, key).unwrap_or_else(T::placeholder)
    }

    /// A text that must be written and not be empty.
    pub(super) fn text(&self, cx: &mut Context<'_>, key: &str, zh: &str, en: &str) -> String {
        let text: String = self.required(cx, key, zh, en);
        if text.is_empty() && cx.good(&self.key(key)) {
            cx.refuse_value(
                "text-empty",
                &self.key(key),
                say(format!("“{key}”是空的"), format!("写上{zh}")),
                say(format!("{key:?} is empty"), format!("write {en}")),
            );
        }
        text
    }

    /// A table within this one.
    pub(super) fn table(&self, cx: &mut Context<'_>, key: &str) -> Table<'t> {
        let path = self.key(key);
        let table = match self.value(key) {
            Some(DeValue::Table(table)) => Some(table),
            Some(other) => {
                let (zh, en) = (format!("表：[{key}] 或 {{ … = … }}"), format!("a table: [{key}] or {{ … = … }}"));
                wrong_type(cx, &path, other, &zh, &en);
                None
            }
            None => None,
        };
        Table { table, path }
    }

    /// A table within this one that must be written.
    pub(super) fn required_table(&self, cx: &mut Context<'_>, key: &str, zh: &str, en: &str) -> Table<'t> {
        if self.missing(cx, key, zh, en) {
            return Table { table: None, path: self.key(key) };
        }
        self.table(cx, key)
    }

    /// An array of tables within this one; empty where it is not written.
    pub(super) fn tables(&self, cx: &mut Context<'_>, key: &str) -> Vec<Table<'t>> {
        let path = self.key(key);
        let array = match self.value(key) {
            Some(DeValue::Array(array)) => array,
            Some(other) => {
                let (zh, en) = (format!("[[{key}]] 或表的数组"), format!("[[{key}]] or an array of tables"));
                wrong_type(cx, &path, other, &zh, &en);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let mut tables = Vec::with_capacity(array.len());
        for (index, element) in array.iter().enumerate() {
            let path = element_path(&path, index);
            let table = element.get_ref().as_table();
            if table.is_none() {
                wrong_type(cx, &path, element.get_ref(), "表，如 { … = … }", "a table, such as { … = … }");
            }
            tables.push(Table { table, path });
        }
        tables
    }

    /// Refuses a key that is not written, once; in a table that is not there, silently.
    fn missing(&self, cx: &mut Context<'_>, key: &str, zh: &str, en: &str) -> bool {
        if self.has(key) {
            return false;
        }
        if self.table.is_some() {
            cx.refuse_value(
                "missing",
                &self.key(key),
                say(format!("缺少“{key}”"), format!("写上{zh}")),
                say(format!("{key:?} is missing"), format!("write {en}")),
            );
        } else {
            cx.mark_broken(&self.key(key));
        }
        true
    }
}
