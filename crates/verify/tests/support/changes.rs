//! All changes of one value in a bundle: what could stand in its place, what could be missing, what could be too much.

use serde_json::{Value, json};
use verify::MemoryBundle;

use super::forge::Forge;

/// Another value in the place of one.
#[derive(Debug)]
pub struct Change {
    path: String,
    /// Number of the line, in a list.
    line: Option<usize>,
    /// Where in the line or object.
    at: String,
    new: Value,
}

impl Change {
    /// Whether it is of a file below one of these folders.
    pub fn is_below(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// The bundle with the change and a new manifest, or with `all` digests made anew; nothing if that changes nothing.
    pub fn apply(&self, base: &MemoryBundle, all: bool) -> Option<MemoryBundle> {
        let Change { path, line, at, new } = self;
        let mut forge = Forge::new(base);
        let put = |value: &mut Value| {
            let old = value.pointer_mut(at).unwrap();
            let same = old == new;
            *old = new.clone();
            same
        };
        let mut same = false;
        match line {
            Some(number) => forge.edit_lines(path, |lines| same = put(&mut lines[*number])),
            None => forge.edit(path, |value| same = put(value)),
        }
        // A change of what is rebuilt all the same is no change.
        let rebuilt = all && at.starts_with("/roots");
        let changed = if all { forge.rebuild() } else { forge.rebuild_manifest() };
        let unchanged = same || (rebuilt && changed == *base);
        (!unchanged).then_some(changed)
    }
}

/// Every change of every canonical file but the manifest.
pub fn all_changes(base: &MemoryBundle) -> Vec<Change> {
    let mut out = Vec::new();
    let forge = Forge::new(base);
    for path in base.0.keys().filter(|path| path.ends_with("json") || path.ends_with("jsonl")) {
        if path == "manifest.json" {
            continue;
        }
        let lines = if path.ends_with("jsonl") { forge.lines(path) } else { vec![forge.object(path)] };
        for (number, line) in lines.iter().enumerate() {
            let mut found = Vec::new();
            changes(line, "", &mut found);
            let line = path.ends_with("jsonl").then_some(number);
            out.extend(found.into_iter().map(|(at, new)| Change { path: path.clone(), line, at, new }));
        }
    }
    out
}

/// Other values that could stand in the place of one.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![],
        Value::Bool(truth) => vec![json!(!truth)],
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            vec![json!(number + 1), json!(number.saturating_sub(1)), json!("1")]
        }
        Value::String(text) => {
            let mut turned: Vec<char> = text.chars().collect();
            if let Some(last) = turned.last_mut() {
                *last = if *last == '0' { '1' } else { '0' };
            }
            vec![json!(turned.into_iter().collect::<String>()), json!(format!("{text}0")), json!("")]
        }
        Value::Array(items) => {
            let mut out = vec![json!({})];
            if let Some(first) = items.first() {
                out.push(items.iter().skip(1).cloned().collect());
                out.push(items.iter().chain([first]).cloned().collect());
                out.push(items.iter().rev().cloned().collect());
            } else {
                out.push(json!(["X"]));
            }
            out
        }
        Value::Object(fields) => {
            let mut more = fields.clone();
            more.insert("zz".to_owned(), json!("x"));
            let without = fields.keys().map(|key| {
                let mut fewer = fields.clone();
                fewer.remove(key);
                Value::Object(fewer)
            });
            without.chain([Value::Object(more)]).collect()
        }
    }
}

/// All values one change away, with where the change is.
fn changes(value: &Value, at: &str, out: &mut Vec<(String, Value)>) {
    out.extend(others(value).into_iter().map(|other| (at.to_owned(), other)));
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(number, item)| changes(item, &format!("{at}/{number}"), out));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| changes(field, &format!("{at}/{key}"), out));
        }
        _ => {}
    }
}
