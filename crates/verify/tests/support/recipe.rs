//! Recipes of `tests/vectors/negative`: how to spoil a bundle of `tests/vectors`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use verify::{Failure, Grade, LogCopy, MemoryBundle, Options, Policy, Verified};

use super::forge::{Forge, line};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipeFile {
    pub check: String,
    pub cases: Vec<Recipe>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    pub name: String,
    pub fault: String,
    /// Whose bundle is spoilt.
    #[serde(default = "tiny")]
    pub base: String,
    rebuild: String,
    edits: Vec<Edit>,
    /// What the reader has beside the bundle: a policy of the vectors, a required grade, a copy of the log.
    #[serde(default)]
    policy: Option<String>,
    #[serde(default)]
    require: Option<String>,
    #[serde(default)]
    log: Option<Copy>,
}

/// A copy of a log: its checkpoint and its entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Copy {
    checkpoint: String,
    entries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    line: Option<usize>,
    pointer: Option<String>,
    set: Option<Value>,
    #[serde(default)]
    remove: bool,
    #[serde(default)]
    delete_line: bool,
    #[serde(default)]
    duplicate_line: bool,
    insert_line: Option<Value>,
    swap_lines: Option<(usize, usize)>,
    replace_text: Option<(String, String)>,
    trim_end: Option<usize>,
    write: Option<String>,
    #[serde(default)]
    delete_file: bool,
}

fn tiny() -> String {
    "tiny".to_owned()
}

pub fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// All recipe files, by name.
pub fn recipes() -> Vec<RecipeFile> {
    let folder = std::fs::read_dir(vectors().join("negative")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &PathBuf| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    paths.iter().map(read).collect()
}

/// The bundle of `tests/vectors/tiny`.
pub fn base() -> MemoryBundle {
    bundle_of("tiny")
}

/// The bundle of one of the vectors (`bundle` in its folder, or the folder named behind a slash), with its manifest, and with
/// stand-ins for renderings where there are none.
pub fn bundle_of(name: &str) -> MemoryBundle {
    let root = if name.contains('/') { vectors().join(name) } else { vectors().join(name).join("bundle") };
    if root.join("manifest.json").exists() {
        return MemoryBundle(super::vectors::read_folder(&root));
    }
    let mut files = BTreeMap::new();
    for folder in ["", "draw", "lists"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
        files.insert(format!("documents/{name}"), format!("{name}\n").into_bytes());
    }
    Forge { files }.rebuild_manifest()
}

impl Recipe {
    /// What a verifier says of it, given what the reader has.
    pub fn verdict(&self) -> Result<Verified, Failure> {
        let text = self.policy.as_ref().map(|path| std::fs::read(vectors().join(path)).unwrap());
        let policy = text.map(|text| Policy::from_bytes(&text).unwrap());
        let copy = self.log.as_ref().map(|copy| {
            let entries = copy.entries.iter().map(|entry| entry.clone().into_bytes()).collect();
            (super::authority::Log { entries }.tiles(), copy.checkpoint.as_bytes())
        });
        let options = Options {
            policy: policy.as_ref(),
            require: self.require.as_deref().and_then(Grade::from_name),
            log: copy.as_ref().map(|(tiles, checkpoint)| LogCopy { checkpoint, tiles }),
            ..Options::default()
        };
        verify::verify(&self.apply(), &options)
    }

    /// The same for the second verifier, as files.
    pub fn beside(&self) -> super::second::Beside {
        let log = self.log.as_ref().map(|copy| {
            let entries = copy.entries.iter().map(|entry| entry.clone().into_bytes()).collect();
            let mut files = super::authority::Log { entries }.tiles().files();
            files.push(("checkpoint".to_owned(), copy.checkpoint.clone().into_bytes()));
            files
        });
        let policy = self.policy.as_ref().map(|path| vectors().join(path));
        super::second::Beside { policy, require: self.require.clone(), log }
    }

    /// The spoilt bundle.
    pub fn apply(&self) -> MemoryBundle {
        let mut forge = Forge::new(&bundle_of(&self.base));
        self.edits.iter().for_each(|edit| edit.apply(&mut forge));
        match self.rebuild.as_str() {
            "none" => MemoryBundle(forge.files),
            "manifest" => forge.rebuild_manifest(),
            "all" => forge.rebuild(),
            other => panic!("unknown rebuild {other}"),
        }
    }
}

impl Edit {
    fn apply(&self, forge: &mut Forge) {
        let path = &self.file;
        if self.delete_file {
            forge.files.remove(path).expect("the file to delete is there");
        } else if let Some(text) = &self.write {
            forge.files.insert(path.clone(), text.clone().into_bytes());
        } else if let Some(count) = self.trim_end {
            let bytes = forge.files.get_mut(path).unwrap();
            bytes.truncate(bytes.len() - count);
        } else if let Some((from, to)) = &self.replace_text {
            let text = String::from_utf8(forge.files[path].clone()).unwrap();
            assert!(text.contains(from), "{path} holds no {from}");
            forge.files.insert(path.clone(), text.replace(from, to).into_bytes());
        } else if path.ends_with(".jsonl") {
            self.apply_to_list(forge);
        } else {
            forge.edit(path, |value| self.apply_to_value(value));
        }
    }

    /// Only the line that is meant is written anew; the others keep their bytes.
    fn apply_to_list(&self, forge: &mut Forge) {
        let bytes = forge.files.get_mut(&self.file).unwrap();
        let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        if let Some((a, b)) = self.swap_lines {
            lines.swap(a - 1, b - 1);
        } else {
            let at = self.line.expect("an edit of a list names a line") - 1;
            if self.delete_line {
                lines.remove(at);
            } else if self.duplicate_line {
                lines.insert(at, lines[at].clone());
            } else if let Some(value) = &self.insert_line {
                lines.insert(at, line(value));
            } else {
                let mut value = serde_json::from_slice(&lines[at]).unwrap();
                self.apply_to_value(&mut value);
                lines[at] = line(&value);
            }
        }
        *bytes = lines.concat();
    }

    fn apply_to_value(&self, value: &mut Value) {
        let pointer = self.pointer.as_ref().expect("an edit of a value has a pointer");
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = value.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {pointer}"));
        match (parent, &self.set) {
            (Value::Object(fields), Some(new)) => drop(fields.insert(key.to_owned(), new.clone())),
            (Value::Object(fields), None) if self.remove => {
                fields.remove(key).unwrap_or_else(|| panic!("nothing at {pointer}"));
            }
            (Value::Array(items), Some(new)) => items[key.parse::<usize>().unwrap()] = new.clone(),
            (Value::Array(items), None) if self.remove => drop(items.remove(key.parse().unwrap())),
            _ => panic!("{pointer} can't be changed"),
        }
    }
}
