//! Keeps true what documents say of the tree: arrows between crates, sizes, links, absences, README commands.

mod folders;

use folders::copy_folder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PURE: [&str; 6] = ["records", "tlog", "import", "draw", "documents", "verify"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("repository root")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder with one of these endings, without build output and git's own.
fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).expect("folder").map(|entry| entry.expect("entry")) {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() && !["target", ".git", "out", "node_modules"].contains(&name.as_str()) {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Crate → crates that it may use, read from the table in `crates/README.md`.
fn allowed_arrows() -> BTreeMap<String, BTreeSet<String>> {
    let map = read(&root().join("crates/README.md"));
    let rows = map
        .lines()
        .skip_while(|line| !line.starts_with("| crate | room"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let name = cells[0].split_whitespace().next().expect("crate name").to_owned();
        let uses = cells[2].split(", ").filter(|word| !word.starts_with("nothing")).map(str::to_owned).collect();
        (name, uses)
    })
    .collect()
}

#[test]
fn arrows_are_those_of_the_map() {
    let allowed = allowed_arrows();
    let ours: BTreeSet<&String> = allowed.keys().collect();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for entry in fs::read_dir(root().join("crates")).expect("crates") {
        let path = entry.expect("entry").path();
        if !path.is_dir() {
            continue;
        }
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        let manifest: toml::Table = read(&path.join("Cargo.toml")).parse().expect("manifest");
        let uses = allowed.get(&name).unwrap_or_else(|| panic!("crate {name} is not in crates/README.md"));
        for dependency in manifest["dependencies"].as_table().expect("dependencies").keys() {
            if ours.contains(dependency) {
                assert!(uses.contains(dependency), "{name} uses {dependency}, which crates/README.md does not allow");
            }
            assert!(dependency != "clap" || name == "cli", "clap only in cli, not in {name}");
            assert!(dependency != "axum" || name == "server", "axum only in server, not in {name}");
        }
        folders.insert(name);
    }
    assert_eq!(folders, allowed.keys().cloned().collect(), "crates/README.md and crates/ name different crates");
}

#[test]
fn pure_rooms_touch_neither_files_nor_clock_nor_chance() {
    let forbidden = [
        "std::fs",
        "File::open",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "rand::rng",
        "OsRng",
        "std::env",
        "HashMap",
        "HashSet",
    ];
    for room in PURE {
        for path in files_below(&root().join("crates").join(room).join("src"), &[".rs"]) {
            let text = read(&path);
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let line = line.split("//").next().unwrap_or_default();
                for word in forbidden {
                    assert!(!line.contains(word), "{}:{}: {word} in a pure room", path.display(), number + 1);
                }
            }
        }
    }
}

#[test]
fn unix_stays_in_two_files() {
    let places = ["office/src/platform.rs", "server/src/serve/signals.rs"];
    for path in files_below(&root().join("crates"), &[".rs"]) {
        let code = read(&path);
        let unix = ["std::os::unix", "cfg(unix)", "cfg(target_os"].iter().any(|word| code.contains(word));
        let lawful = places.iter().any(|place| path.ends_with(place));
        assert!(!unix || lawful, "{}: Unix-only outside {}", path.display(), places.join(" and "));
    }
}

#[test]
fn files_and_functions_stay_small() {
    let mut faults = Vec::new();
    for path in files_below(&root().join("crates"), &[".rs"]) {
        let text = read(&path);
        let lines: Vec<&str> = text.lines().collect();
        if lines.len() > 600 {
            faults.push(format!("{}: {} lines, split before 600", path.display(), lines.len()));
        }
        // Tests hold tables of cases; what people must understand to change the program is in src.
        if !path.iter().any(|part| part == "src") {
            continue;
        }
        let mut start: Option<(usize, usize)> = None;
        for (number, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let word = line.trim_start();
            let is_function = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn ", "pub const fn "]
                .iter()
                .any(|head| word.starts_with(head));
            if start.is_none() && is_function && !word.ends_with(';') && !word.ends_with('}') {
                start = Some((number, indent));
            } else if let Some((first, depth)) = start
                && indent == depth
                && word.starts_with('}')
            {
                if number - first >= 70 {
                    faults.push(format!("{}:{}: function of {} lines", path.display(), first + 1, number - first + 1));
                }
                start = None;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_test_is_ignored_and_nothing_is_left_to_do() {
    // Written apart, so that this file does not find itself.
    let words = [concat!("#[", "ignore"), concat!("todo", "!("), concat!("unimplement", "ed!("), concat!("FIX", "ME")];
    for path in files_below(&root(), &[".rs"]) {
        let text = read(&path);
        for word in words {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

fn anchors(markdown: &str) -> BTreeSet<String> {
    let headings = markdown.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            title
                .chars()
                .filter(|c| c.is_alphanumeric() || *c == '-' || *c == ' ' || *c == '_')
                .collect::<String>()
                .replace(' ', "-")
        })
        .collect()
}

/// Tests that `docs/THREATS.md` names: `file::test`, or `file::` for all tests of a file.
#[test]
fn threats_name_tests_that_exist() {
    let sources = files_below(&root(), &[".rs"]);
    let text = read(&root().join("docs/THREATS.md"));
    let named: BTreeSet<&str> = text.split('`').filter(|word| word.contains("::")).collect();
    assert!(named.len() > 30, "the table of threats names few tests");
    for name in named {
        let (file, test) = name.split_once("::").expect("file and test");
        let is_file = |path: &&PathBuf| path.file_stem().is_some_and(|stem| stem == file);
        let has_test = |path: &PathBuf| {
            let text = read(path);
            (text.contains("#[test]") || text.contains("#[tokio::test"))
                && (test.is_empty() || text.contains(&format!("fn {test}(")))
        };
        assert!(sources.iter().filter(is_file).any(has_test), "docs/THREATS.md names {name}, which is not there");
    }
}

#[test]
fn links_in_documents_lead_somewhere() {
    for path in files_below(&root(), &[".md"]) {
        let text = read(&path);
        let mut fenced = false;
        for (number, line) in text.lines().enumerate() {
            fenced ^= line.starts_with("```");
            if fenced || line.starts_with("    ") {
                continue;
            }
            for part in line.split("](").skip(1) {
                let link = part.split(')').next().unwrap_or_default();
                if link.starts_with("http") || link.starts_with("mailto:") {
                    continue;
                }
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = if file.is_empty() { path.clone() } else { path.parent().expect("folder").join(file) };
                assert!(target.exists(), "{}:{}: dead link {link}", path.display(), number + 1);
                if !anchor.is_empty() {
                    assert!(
                        anchors(&read(&target)).contains(anchor),
                        "{}:{}: no heading for {link}",
                        path.display(),
                        number + 1
                    );
                }
            }
        }
    }
}

/// A command that a README shows, and what it says that it prints.
struct Shown {
    line: String,
    words: Vec<String>,
    output: Vec<String>,
}

/// The commands of the README's `console` blocks, in order.
fn readme_commands(readme: &str) -> Vec<Shown> {
    let mut commands: Vec<Shown> = Vec::new();
    let (mut fenced, mut open) = (false, false);
    for line in readme.lines() {
        if line.starts_with("```") {
            fenced = !fenced && line.trim_end() == "```console";
            open = false;
            continue;
        }
        match line.strip_prefix("$ ").filter(|_| fenced) {
            Some(command) => {
                let words = command.strip_prefix("cargo run --release -- ");
                open = words.is_some();
                commands.extend(words.map(|words| Shown {
                    line: command.to_owned(),
                    words: words.split_whitespace().map(|word| word.trim_matches('\'').to_owned()).collect(),
                    output: Vec::new(),
                }));
            }
            None if open => commands.last_mut().expect("a command is open").output.push(line.trim_end().to_owned()),
            None => {}
        }
    }
    commands
}

/// Whether the output is the one that is shown: `…` stands for any lines, and a list's date is that of today.
fn is_as_shown(shown: &[String], got: &[String]) -> bool {
    let undated =
        |line: &str| match ["entities ", "检查对象（entities） "].iter().find_map(|list| line.strip_prefix(list))
        {
            Some(rest) => rest.split_whitespace().filter(|word| word.len() != 10).collect::<Vec<_>>().join(" "),
            None => line.to_owned(),
        };
    match shown.split_first() {
        None => got.is_empty(),
        Some((first, rest)) if first == "…" => (0..=got.len()).any(|skipped| is_as_shown(rest, &got[skipped..])),
        Some((first, rest)) => {
            got.first().is_some_and(|line| undated(line) == undated(first)) && is_as_shown(rest, &got[1..])
        }
    }
}

/// The first line of a service on a free port, without the port.
fn first_line_of_service(words: &[String], folder: &Path) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mingqian"))
        .args(words)
        .args(["--listen", "127.0.0.1:0"])
        .current_dir(folder)
        .env("LANG", "")
        .env("LC_ALL", "")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("mingqian runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    line.rsplit_once(':').map_or(line.clone(), |(before, _)| before.to_owned())
}

#[test]
fn readme_commands_print_what_it_shows() {
    for name in ["README.md", "README.en.md"] {
        let folder = tempfile::tempdir().expect("temporary folder");
        for used in ["examples", "tests/vectors/ceremony"] {
            copy_folder(&root().join(used), &folder.path().join(used));
        }
        let commands = readme_commands(&read(&root().join(name)));
        let policy = read(&root().join("tests/vectors/ceremony/policy.txt"));
        assert!(read(&root().join(name)).contains(&policy), "{name} shows another trust policy than the one it uses");
        assert!(commands.len() >= 3, "{name} shows fewer commands than draw, verify and why");
        for Shown { line, words, output } in commands {
            if words.iter().any(|word| word == "serve") {
                // It runs until it is stopped, so that only its first line can be waited for; the port may be taken here.
                assert_eq!(
                    first_line_of_service(&words, folder.path()),
                    output[0].replace(":8080/", ""),
                    "{name}: {line}"
                );
                continue;
            }
            let run = Command::new(env!("CARGO_BIN_EXE_mingqian"))
                .args(&words)
                .current_dir(folder.path())
                .env("LANG", "")
                .env("LC_ALL", "")
                .output()
                .expect("mingqian runs");
            let said = String::from_utf8_lossy(&run.stdout);
            assert!(run.status.success(), "{name}: {line}\n{said}{}", String::from_utf8_lossy(&run.stderr));
            let got: Vec<String> = said.lines().map(|line| line.trim_end().to_owned()).collect();
            assert!(is_as_shown(&output, &got), "{name}: {line}\nshown:\n{}\nprinted:\n{said}", output.join("\n"));
        }
    }
}
