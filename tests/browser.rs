//! The verifier of citizens: its own tests under Node, and its page in a real browser, on good bundles and corrupted ones.
//!
//! What is missing is installed, and said: Node and Chromium by Debian's packages, the compiler and the browser's driver by npm.

mod folders;
mod web;

use folders::copy_folder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::process::Command;
use web::{built, install, root, run, web};

const DRAW: [&str; 13] = [
    "draw",
    "county",
    "--plan=county/plan.toml",
    "--contribution",
    "市场监管局=318",
    "--contribution",
    "应急管理局=27",
    "--contribution",
    "消防救援大队=9041",
    "--contribution=县司法局=660",
    "--contribution=企业代表=88",
    "--final=dice=41592653589793238462",
    "--out=good",
];

#[test]
fn its_own_tests_pass() {
    run(Command::new("npm").arg("test").current_dir(built()));
}

#[test]
fn the_page_is_built_from_the_sources() {
    let made = tempfile::tempdir().expect("temporary folder");
    let page = made.path().join("verify.html");
    run(Command::new("node").arg("build.mjs").arg(&page).current_dir(built()));
    let same = fs::read(page).expect("page") == fs::read(web().join("verify.html")).expect("committed page");
    assert!(same, "web/verify/verify.html is stale: run `node build.mjs` in web/verify and commit it");
}

fn site() -> std::path::PathBuf {
    root().join("web/site")
}

#[test]
fn the_programs_of_the_site_pass_their_own_tests_in_node_and_in_a_browser() {
    built();
    run(Command::new("npm").arg("test").current_dir(site()));
    let chromium = "/usr/bin/chromium";
    install(chromium, &["chromium", "fonts-noto-cjk"]);
    run(Command::new("node").args(["test/browser.mjs", chromium]).current_dir(site()));
}

#[test]
fn the_programs_of_the_site_are_built_from_the_sources() {
    built();
    let made = tempfile::tempdir().expect("temporary folder");
    run(Command::new("node").arg("build.mjs").arg(made.path()).current_dir(site()));
    for entry in fs::read_dir(made.path()).expect("folder") {
        let name = entry.expect("entry").file_name();
        let same = fs::read(made.path().join(&name)).expect("made") == fs::read(site().join(&name)).expect("committed");
        assert!(same, "web/site/{} is stale: run `node web/site/build.mjs` and commit it", name.to_string_lossy());
    }
}

/// A whole bundle of the example county.
fn good(folder: &Path) {
    copy_folder(&root().join("examples/county"), &folder.join("county"));
    run(Command::new(env!("CARGO_BIN_EXE_mingqian")).args(DRAW).current_dir(folder));
}

/// What a forger of the list of files would do: size and digest of every file as it is now.
fn list_anew(bundle: &Path) {
    let path = bundle.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).expect("manifest")).expect("JSON");
    for file in manifest["files"].as_array_mut().expect("files") {
        let bytes = fs::read(bundle.join(file["path"].as_str().expect("path"))).expect("listed file");
        file["sha256"] = json!(hex::encode(Sha256::digest(&bytes)));
        file["size"] = json!(bytes.len());
    }
    fs::write(&path, format!("{manifest}\n")).expect("manifest");
}

fn edit_text(path: &Path, change: impl FnOnce(String) -> String) {
    let before = fs::read_to_string(path).expect("text");
    let after = change(before.clone());
    assert_ne!(before, after, "{}: the corruption changes nothing", path.display());
    fs::write(path, after).expect("write");
}

/// Changes one line of a list, as canonical JSON (serde_json sorts keys; the texts here need no escapes of their own).
fn edit_line(path: &Path, number: usize, change: impl FnOnce(&mut Value)) {
    edit_text(path, |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut value: Value = serde_json::from_str(&lines[number]).expect("JSON");
        change(&mut value);
        lines[number] = value.to_string();
        lines.join("\n") + "\n"
    });
}

fn edit_object(path: &Path, change: impl FnOnce(&mut Value)) {
    edit_line(path, 0, change);
}

/// The lies that are told to the page: name, check that must fail, whether the list of files is made anew, and the lie.
type Lie = (&'static str, &'static str, bool, fn(&Path));

const LIES: [Lie; 14] = [
    ("one byte of the entity list", "files", false, |b| {
        let path = b.join("lists/entities.jsonl");
        let mut bytes = fs::read(&path).expect("list");
        bytes[100] ^= 1;
        fs::write(path, bytes).expect("write");
    }),
    ("a file too few", "files", false, |b| fs::remove_file(b.join("draw/pairing.json")).expect("remove")),
    ("a file too many", "files", false, |b| fs::write(b.join("draw/extra.json"), "{}\n").expect("write")),
    ("a list of files that is not canonical", "manifest", false, |b| {
        edit_text(&b.join("manifest.json"), |text| text.replacen("{\"files\"", "{ \"files\"", 1));
    }),
    ("a field that nobody knows", "format", true, |b| {
        edit_line(&b.join("draw/visits.jsonl"), 0, |visit| visit["bribe"] = json!(1));
    }),
    ("an entity less", "roots", true, |b| {
        edit_text(&b.join("lists/entities.jsonl"), |text| text.split_once('\n').expect("line").1.to_owned());
    }),
    ("an edited name", "roots", true, |b| {
        edit_line(&b.join("lists/entities.jsonl"), 7, |entity| entity["name"] = json!("改过的名字"));
    }),
    ("a higher ratio", "populations", true, |b| {
        edit_object(&b.join("plan.json"), |plan| {
            let n = plan["populations"][0]["n"].as_u64().expect("n");
            plan["populations"][0]["n"] = json!(n + 1);
        });
    }),
    ("dice that are no digits", "ceremony", true, |b| {
        edit_object(&b.join("draw/ceremony.json"), |all| all["final"]["value"] = json!("4159265358979323846x"));
    }),
    ("another contribution", "seed", true, |b| {
        edit_object(&b.join("draw/ceremony.json"), |all| all["contributions"][0]["value"] = json!("319"));
    }),
    ("a wrong threshold", "selection", true, |b| {
        edit_line(&b.join("draw/strata.jsonl"), 0, |line| line["threshold"] = json!("ff".repeat(32)));
    }),
    ("somebody else drawn", "selection", true, |b| {
        edit_line(&b.join("draw/selected.jsonl"), 0, |line| line["entity"] = json!("91990101MA1CHOSEN0"));
    }),
    ("another salt for a conflict", "openings", true, |b| {
        edit_line(&b.join("draw/openings.jsonl"), 0, |line| line["law"]["salt"] = json!("00".repeat(32)));
    }),
    ("a visit moved to another day", "dates", true, |b| {
        edit_line(&b.join("draw/visits.jsonl"), 0, |visit| visit["days"] = json!(["2026-03-14"]));
    }),
];

/// What was held as a ceremony: the vectors, with the files that an office hands out.
fn ceremonies(folder: &Path) -> Vec<Value> {
    let vectors = root().join("tests/vectors");
    let at = |name: &str| vectors.join(name);
    let policy = fs::read_to_string(at("ceremony/policy.txt")).expect("policy");
    let forged = folder.join("forged-slip.json");
    fs::copy(at("sealed/slips/sealed.json"), &forged).expect("copy");
    edit_text(&forged, |text| text.replacen("\"lead\":true", "\"lead\":false", 1));
    vec![
        json!({"name": "ceremony", "path": at("ceremony/bundle"), "policy": policy, "log": at("ceremony/log"), "verdict": "good",
               "grade": "anchored", "state": "finished", "files": [{"path": at("ceremony/slips/open.json"), "verdict": "good"}]}),
        json!({"name": "announcement", "path": at("ceremony/announcement"), "verdict": "good", "asks": [{"id": "X", "status": "not yet"}]}),
        json!({"name": "void", "path": at("ceremony/void"), "verdict": "good", "state": "void"}),
        json!({"name": "sealed", "path": at("sealed/sealed"), "verdict": "good", "state": "sealed", "asks": [{"id": "X", "status": "not yet"}],
               "files": [{"path": at("sealed/slips/sealed.json"), "verdict": "good"}, {"path": at("sealed/shares/1.json"), "verdict": "good"}]}),
        json!({"name": "sealed, finished", "path": at("sealed/bundle"), "verdict": "good", "state": "finished",
               "files": [{"path": at("sealed/proofs/drawn.json"), "verdict": "good"}]}),
        json!({"name": "a forged slip", "path": at("sealed/sealed"), "verdict": "good",
               "files": [{"path": forged, "verdict": "bad", "failed": "slip-leaf"}]}),
        json!({"name": "a slip of another draw", "path": at("sealed/bundle"), "verdict": "good",
               "files": [{"path": at("ceremony/slips/open.json"), "verdict": "bad", "failed": "slip-draw"}]}),
    ]
}

fn cases(folder: &Path) -> Value {
    let asks = json!([
        {"id": "91990101MA100FC733", "status": "listed", "outcomes": ["drawn", "drawn", "outside"]},
        {"id": "NOBODY", "status": "not in the list"},
    ]);
    let mut cases = vec![json!({"name": "good", "path": folder.join("good"), "verdict": "good", "asks": asks})];
    let archive = folder.join("good.tar");
    run(Command::new("tar").args(["--format=ustar", "-cf"]).arg(&archive).arg("good").current_dir(folder));
    cases.push(json!({"name": "good, in one file", "path": archive, "verdict": "good"}));
    let torn = folder.join("torn.tar");
    let bytes = fs::read(&archive).expect("archive");
    fs::write(&torn, &bytes[..bytes.len() / 2]).expect("write");
    cases.push(json!({"name": "half an archive", "path": torn, "verdict": "unreadable"}));
    let text = folder.join("notes.txt");
    fs::write(&text, "not a bundle\n").expect("write");
    cases.push(json!({"name": "no archive at all", "path": text, "at": "#file-verdict", "verdict": "unreadable"}));
    for (number, (name, check, anew, lie)) in LIES.into_iter().enumerate() {
        let path = folder.join(format!("lie-{number}"));
        copy_folder(&folder.join("good"), &path);
        lie(&path);
        if anew {
            list_anew(&path);
        }
        cases.push(json!({"name": name, "path": path, "verdict": "bad", "failed": check}));
    }
    cases.extend(ceremonies(folder));
    Value::Array(cases)
}

#[test]
fn the_page_tells_good_from_bad_in_a_real_browser() {
    built();
    let chromium = "/usr/bin/chromium";
    install(chromium, &["chromium", "fonts-noto-cjk"]);
    let folder = tempfile::tempdir().expect("temporary folder");
    good(folder.path());
    let list = folder.path().join("cases.json");
    fs::write(&list, cases(folder.path()).to_string()).expect("write");
    run(Command::new("node").args(["test/browser.mjs", chromium]).arg(&list).current_dir(web()));
}
