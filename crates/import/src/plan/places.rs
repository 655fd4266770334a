//! Where each key of a plan stands: from its full name to line and column.

use std::collections::BTreeMap;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

/// Line and column of every key and of every element of an array.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Places {
    /// Byte offset of each value, by its full name.
    offsets: BTreeMap<String, usize>,
    /// Byte offset of each key itself.
    keys: BTreeMap<String, usize>,
    lines: Lines,
}

/// Byte offsets at which lines begin, and the text in which columns are counted.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Lines {
    starts: Vec<usize>,
    text: String,
}

impl Places {
    /// Walks a document.
    pub(super) fn of(text: &str, document: &DeTable<'_>) -> Self {
        let mut places = Self { lines: Lines::of(text), ..Self::default() };
        places.table("", document);
        places
    }

    /// Only lines, for a text that is not even TOML.
    pub(super) fn lines_only(text: &str) -> Self {
        Self { lines: Lines::of(text), ..Self::default() }
    }

    /// Line and column of a key; of the nearest table around it where it is not written.
    pub fn position(&self, key: &str) -> (usize, usize) {
        let mut key = key;
        loop {
            if let Some(offset) = self.offsets.get(key) {
                return self.at(*offset);
            }
            match parent(key) {
                Some(outer) => key = outer,
                None => return (1, 1),
            }
        }
    }

    /// Line and column of a key's own name, where it is written.
    pub fn key_position(&self, key: &str) -> (usize, usize) {
        self.keys.get(key).map_or_else(|| self.position(key), |offset| self.at(*offset))
    }

    /// Whether the key stands in the text (and is no default).
    pub fn is_written(&self, key: &str) -> bool {
        self.offsets.contains_key(key)
    }

    /// Line and column of a byte of the text.
    pub(super) fn at(&self, offset: usize) -> (usize, usize) {
        self.lines.position(offset)
    }

    fn table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = join(path, key.get_ref());
            // A table under a header is pointed to by its key, a value by itself.
            let offset = match value.get_ref() {
                DeValue::Table(_) | DeValue::Array(_) => key.span().start,
                _ => value.span().start,
            };
            self.offsets.insert(path.clone(), offset);
            self.keys.insert(path.clone(), key.span().start);
            self.value(&path, value);
        }
    }

    fn value(&mut self, path: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(path, table),
            DeValue::Array(array) => {
                for (index, element) in array.iter().enumerate() {
                    let path = element_path(path, index);
                    self.offsets.insert(path.clone(), element.span().start);
                    self.value(&path, element);
                }
            }
            _ => {}
        }
    }
}

/// The full name of a key in a table.
pub(super) fn join(table: &str, key: &str) -> String {
    if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
}

/// The full name of an element of an array; people count from 1.
pub(super) fn element_path(array: &str, index: usize) -> String {
    format!("{array}[{}]", index + 1)
}

/// The name of what is around a key.
pub(super) fn parent(key: &str) -> Option<&str> {
    let end = key.rfind(['.', '['])?;
    key.get(..end)
}

impl Lines {
    fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(i, _)| i + 1));
        Self { starts, text: text.to_owned() }
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.as_bytes().get(start..offset).unwrap_or_default();
        // Counts characters: bytes that do not continue one.
        let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
        (line, column)
    }
}
