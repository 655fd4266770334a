//! A forge: changes files of a bundle and rebuilds, as a liar would, everything that depends on them
//! and can be rebuilt: the roots in the plan, the roots in the record, the manifest.

use std::collections::BTreeMap;

use records::canonical;
use records::hash::{Digest, sha256};
use serde_json::{Value, json};
use tlog::tree::TreeBuilder;
use verify::MemoryBundle;

pub struct Forge {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Forge {
    pub fn new(bundle: &MemoryBundle) -> Self {
        Self { files: bundle.0.clone() }
    }

    pub fn object(&self, path: &str) -> Value {
        serde_json::from_slice(&self.files[path]).unwrap()
    }

    pub fn lines(&self, path: &str) -> Vec<Value> {
        let lines = self.files[path].split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
    }

    pub fn set_object(&mut self, path: &str, value: &Value) {
        self.files.insert(path.to_owned(), line(value));
    }

    pub fn set_lines(&mut self, path: &str, values: &[Value]) {
        self.files.insert(path.to_owned(), values.iter().flat_map(line).collect());
    }

    pub fn edit(&mut self, path: &str, edit: impl FnOnce(&mut Value)) {
        let mut value = self.object(path);
        edit(&mut value);
        self.set_object(path, &value);
    }

    pub fn edit_lines(&mut self, path: &str, edit: impl FnOnce(&mut Vec<Value>)) {
        let mut values = self.lines(path);
        edit(&mut values);
        self.set_lines(path, &values);
    }

    /// Roots in the plan, then roots in the record, then the manifest.
    pub fn rebuild(mut self) -> MemoryBundle {
        if self.files.contains_key("plan.json") {
            self.rebuild_roots("plan.json", "lists/");
        }
        if self.files.contains_key("draw/record.json") {
            self.rebuild_roots("draw/record.json", "draw/");
        }
        self.rebuild_manifest()
    }

    /// The manifest alone; of the kind that the old one has, else of an outcome.
    pub fn rebuild_manifest(self) -> MemoryBundle {
        let old = self.files.get("manifest.json").and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
        let format = old.and_then(|old| old["format"].as_str().map(str::to_owned));
        self.rebuild_manifest_of(format.as_deref().unwrap_or("mq1/bundle"))
    }

    /// The manifest of a bundle of this kind.
    pub fn rebuild_manifest_of(mut self, format: &str) -> MemoryBundle {
        self.files.remove("manifest.json");
        let file =
            |(path, bytes): (&String, &Vec<u8>)| json!({"path": path, "sha256": sha256(bytes), "size": bytes.len()});
        let files: Vec<Value> = self.files.iter().map(file).collect();
        let manifest = json!({"files": files, "format": format});
        self.files.insert("manifest.json".to_owned(), line(&manifest));
        MemoryBundle(self.files)
    }

    fn rebuild_roots(&mut self, path: &str, folder: &str) {
        let Ok(mut object) = serde_json::from_slice::<Value>(&self.files[path]) else { return };
        let Some(roots) = object.get_mut("roots").and_then(Value::as_object_mut) else { return };
        for (name, root) in roots.iter_mut() {
            if let Some(bytes) = self.files.get(&format!("{folder}{name}.jsonl")) {
                *root = root_of(bytes);
            }
        }
        self.set_object(path, &object);
    }
}

/// Count and root of a list file.
pub fn root_of(bytes: &[u8]) -> Value {
    let mut tree = TreeBuilder::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        tree.push_leaf(line.strip_suffix(b"\n").unwrap_or(line));
    }
    json!({"count": tree.size(), "root": Digest::new(tree.root().to_bytes())})
}

/// The canonical line of a value, with its line end; a value that has none is written plainly.
pub fn line(value: &Value) -> Vec<u8> {
    let mut bytes = canonical::value_to_vec(value).unwrap_or_else(|_| serde_json::to_vec(value).unwrap());
    bytes.push(b'\n');
    bytes
}
