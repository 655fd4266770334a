//! Golden files in `tests/vectors/`. They are written only with `MINGQIAN_WRITE_VECTORS=1`; otherwise what is computed must
//! equal what is there, byte for byte, and nothing else may be there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

pub fn is_writing() -> bool {
    std::env::var_os("MINGQIAN_WRITE_VECTORS").is_some_and(|value| value == "1")
}

/// Compares a folder with these files, or writes them; its `README.md` is written by hand.
pub fn compare_folder(name: &str, files: &BTreeMap<String, Vec<u8>>) {
    let root = folder().join(name);
    if is_writing() {
        for path in paths(&root).iter().filter(|path| *path != "README.md" && !files.contains_key(*path)) {
            std::fs::remove_file(root.join(path)).unwrap();
        }
        for (path, bytes) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        return;
    }
    for (path, bytes) in files {
        let expected = std::fs::read(root.join(path)).unwrap_or_else(|error| panic!("{name}/{path}: {error}"));
        if expected != *bytes {
            let (old, new) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(bytes));
            let at = old.lines().zip(new.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let line = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
            panic!("{name}/{path}, line {}: the vector has\n{}\nand this is\n{}", at + 1, line(&old), line(&new));
        }
    }
    let there: BTreeSet<String> = paths(&root).into_iter().filter(|path| path != "README.md").collect();
    assert_eq!(there, files.keys().cloned().collect::<BTreeSet<_>>(), "files of {name}");
}

/// All files below a folder, by path.
pub fn read_folder(root: &Path) -> BTreeMap<String, Vec<u8>> {
    paths(root).into_iter().map(|path| (path.clone(), std::fs::read(root.join(&path)).unwrap())).collect()
}

fn paths(root: &Path) -> Vec<String> {
    let (mut out, mut todo) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = todo.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let parts = path.strip_prefix(root).unwrap().components();
                let parts: Vec<_> = parts.map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect();
                out.push(parts.join("/"));
            }
        }
    }
    out.sort();
    out
}

/// A JSON value in its readable form.
pub fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).unwrap();
    text.push('\n');
    text.into_bytes()
}
