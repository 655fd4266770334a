//! `tests/reference/freeze.py`, a second implementation of freeze written from `docs/PROTOCOL.md` by somebody who had
//! not seen this code, freezes the same bytes and refuses the same lists.

use std::path::{Path, PathBuf};
use std::process::Command;

use draw::in_memory::{Bundle, draw, freeze};
use serde::Deserialize;
use serde_json::Value;

use crate::fixture::{DICE, SAID};
use crate::golden::Case;
use crate::properties::random_case;
use crate::vectors::folder;

/// Exit code and what it printed.
fn python(folders: &[PathBuf]) -> (Option<i32>, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference/freeze.py");
    let run = Command::new("python3").arg(script).args(folders).output().expect("python3, 3.11 or later, is installed");
    let text = [run.stdout, run.stderr].concat();
    (run.status.code(), String::from_utf8_lossy(&text).into_owned())
}

/// A folder with the layout of the vectors; without `bundle` if freeze refuses the case.
fn write(name: &str, case: &Case, bundle: Option<&Bundle>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reference").join(name);
    let _ = std::fs::remove_dir_all(&root);
    let input = case.files().into_iter().map(|(name, bytes)| (format!("input/{name}"), bytes));
    let output = bundle.iter().flat_map(|bundle| &bundle.files);
    for (path, bytes) in input.chain(output.map(|(path, bytes)| (format!("bundle/{path}"), bytes.clone()))) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    root
}

#[test]
fn freezes_the_vectors() {
    let folders = ["tiny", "rules", "tight"].map(|name| folder().join(name));
    let (code, text) = python(&folders);
    assert_eq!(code, Some(0), "{text}");
    // Nothing is compared with itself.
    let case = Case::read(&folder().join("tiny/input"));
    let mut bundle = draw(&freeze(&case.office, &case.plan).unwrap(), &case.said(), &case.dice).unwrap();
    let list = bundle.files.get_mut("lists/exclusions.jsonl").unwrap();
    *list = String::from_utf8(list.clone()).unwrap().replacen("ceiling", "recent", 1).into_bytes();
    let (code, text) = python(&[write("edited", &case, Some(&bundle))]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("exclusions"), "{text}");
}

#[test]
fn freezes_random_offices() {
    let (mut frozen, mut refused) = (Vec::new(), 0);
    for k in 0..45_u32 {
        let mut key = [7; 32];
        key[..4].copy_from_slice(&k.to_be_bytes());
        let (office, plan) = random_case(&key);
        let bundle = freeze(&office, &plan).map(|frozen| draw(&frozen, &SAID, DICE).unwrap());
        let folder =
            write(&format!("random-{k}"), &Case::new(office.clone(), plan.clone(), &SAID, DICE), bundle.as_ref().ok());
        match bundle {
            Ok(_) => frozen.push(folder),
            Err(error) => {
                let (code, text) = python(&[folder]);
                assert_eq!(code, Some(2), "random-{k}: {error}\n{text}");
                refused += 1;
            }
        }
    }
    assert!(frozen.len() >= 30 && refused >= 3, "{} frozen, {refused} refused", frozen.len());
    let (code, text) = python(&frozen);
    assert_eq!(code, Some(0), "{text}");
}

/// `rules/refused.json`: changes of its input, and whether freeze refuses what comes of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusals {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Refusal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    name: String,
    /// Stable code of our error; none where freeze takes it.
    fault: Option<String>,
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    /// From 1; none for a new line.
    line: Option<usize>,
    set: serde_json::Map<String, Value>,
}

/// The input of `rules` with these changes, in a folder of its own.
fn changed(refusal: &Refusal) -> PathBuf {
    let root = write(&refusal.name, &Case::read(&folder().join("rules/input")), None);
    for edit in &refusal.edits {
        let path = root.join("input").join(&edit.file);
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        match edit.line {
            Some(line) => lines[line - 1].as_object_mut().unwrap().extend(edit.set.clone()),
            None => lines.push(Value::Object(edit.set.clone())),
        }
        if edit.file.ends_with(".jsonl") {
            lines.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(path, text).unwrap();
    }
    root
}

#[test]
fn refuses_what_freeze_refuses() {
    let file = std::fs::read(folder().join("rules/refused.json")).unwrap();
    let refusals: Refusals = serde_json::from_slice(&file).unwrap();
    for refusal in &refusals.cases {
        let root = changed(refusal);
        let case = Case::read(&root.join("input"));
        let got = freeze(&case.office, &case.plan).map(|frozen| draw(&frozen, &case.said(), &case.dice).unwrap());
        let code = got.as_ref().err().map(|error| error.code().to_owned());
        assert_eq!(code, refusal.fault, "{}", refusal.name);
        let root = got.as_ref().map_or(root, |bundle| write(&refusal.name, &case, Some(bundle)));
        let (code, text) = python(&[root]);
        assert_eq!(code, Some(if refusal.fault.is_some() { 2 } else { 0 }), "{}: {text}", refusal.name);
    }
}
