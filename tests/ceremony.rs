//! A ceremony as a clerk holds it at the command line: by single commands, and led by `ceremony walk`.

#![expect(clippy::disallowed_methods, reason = "a test looks at the clock to know when to kill")]

mod folders;

use folders::copy_folder;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const DICE: &str = "31415926535897932384";
const DRAW: &str = "QXX-SCJG/1/1";

/// Who holds a share of a sealed draw.
const HOLDERS: [&str; 3] = ["应急管理局", "纪检", "公证处"];

/// A copy of the example county with a log, keys of people, and a plan of a ceremony.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new(mode: &str) -> Self {
        let office = Self { folder: tempfile::tempdir().expect("folder") };
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        copy_folder(&root.join("examples/county"), &office.path("county"));
        office.ok(&["log", "new", "county", "--origin", "county.example/draws"], "");
        let mut public = Vec::new();
        for key in ["first", "second", "superior", "third", "fourth", "fifth"] {
            public.push(office.ok(&["key", "new", "--out", key], "").trim().to_owned());
        }
        let plan = std::fs::read_to_string(office.path("county/plan.toml")).expect("plan");
        let mut head = format!(
            "superior = {{ name = \"上级局\", key = \"{}\" }}\nkeys = [\n\
             {{ label = \"市场监管局\", department = \"市场监管局\", key = \"{}\" }},\n\
             {{ label = \"县司法局\", department = \"县司法局\", key = \"{}\" }},\n",
            public[2], public[0], public[1]
        );
        if mode == "sealed" {
            for (label, key) in HOLDERS.iter().zip(&public[3..]) {
                head += &format!("{{ label = \"{label}\", department = \"{label}\", key = \"{key}\" }},\n");
            }
        }
        head += "]\n";
        if mode == "sealed" {
            head += "custodians = [\"档案室\", \"分管领导\"]\nescrow.threshold = 2\nescrow.holders = [\n\
                     { label = \"应急管理局\" }, { label = \"纪检\", outside = true }, { label = \"公证处\", outside = true },\n]\n";
        }
        let plan = plan.replacen("final        =", &format!("{head}final        ="), 1).replacen("= 200", "= 2", 1);
        let plan = plan.replacen("mode     = \"open\"", &format!("mode     = \"{mode}\""), 1);
        assert!(plan.contains(&head) && plan.contains(&format!("\"{mode}\"")));
        std::fs::write(office.path("plan.toml"), plan).expect("plan");
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn copy(&self) -> Self {
        let office = Self { folder: tempfile::tempdir().expect("folder") };
        copy_folder(self.folder.path(), office.folder.path());
        office
    }

    /// All that is published, and the log.
    fn published(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path("county/published"), self.path("county/log")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("folder") {
                let path = entry.expect("entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("file");
                    found.insert(path.strip_prefix(self.folder.path()).expect("below").to_owned(), bytes);
                }
            }
        }
        found
    }

    fn spawn(&self, words: &[&str]) -> std::process::Child {
        self.spawn_in("en", words)
    }

    fn spawn_in(&self, lang: &str, words: &[&str]) -> std::process::Child {
        Command::new(env!("CARGO_BIN_EXE_mingqian"))
            .args(["--lang", lang])
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    fn run(&self, words: &[&str], input: &str) -> Output {
        let mut child = self.spawn(words);
        child.stdin.take().expect("stdin").write_all(input.as_bytes()).expect("input");
        child.wait_with_output().expect("it ends")
    }

    /// The same at a terminal, with this typed at the question; what stood on the terminal, and the exit code.
    fn at_terminal(&self, words: &[&str], typed: &str) -> (String, i32) {
        let output = Command::new("python3")
            .args(["-c", TERMINAL, typed, env!("CARGO_BIN_EXE_mingqian"), "--lang", "en"])
            .args(words)
            .current_dir(self.folder.path())
            .output()
            .expect("python3 runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let error = String::from_utf8_lossy(&output.stderr);
        (text, output.status.code().unwrap_or_else(|| panic!("{error}")))
    }

    /// What it prints when all goes well.
    fn ok(&self, words: &[&str], input: &str) -> String {
        let output = self.run(words, input);
        let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{words:?}\n{out}\n{error}");
        out.into_owned()
    }

    fn code(&self, words: &[&str]) -> i32 {
        self.run(words, "").status.code().expect("code")
    }

    /// The stable code of a refusal.
    fn refused(&self, words: &[&str]) -> String {
        let words: Vec<&str> = ["--json"].into_iter().chain(words.iter().copied()).collect();
        let output = self.run(&words, "");
        assert!(!output.status.success(), "{words:?}");
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        answer["code"].as_str().expect("a code").to_owned()
    }

    /// What it warns of when all goes well.
    fn warned(&self, words: &[&str]) -> String {
        let output = self.run(words, "");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}\n{error}");
        error
    }

    fn json(&self, words: &[&str]) -> serde_json::Value {
        let words: Vec<&str> = ["--json"].into_iter().chain(words.iter().copied()).collect();
        serde_json::from_str(&self.ok(&words, "")).expect("JSON")
    }

    fn sign(&self, key: &str, statement: &str) -> String {
        self.ok(&["key", "sign", key, "--statement", statement], "").trim().to_owned()
    }

    fn statement(&self, label: &str) -> String {
        let status = self.json(&["ceremony", "status", "county", DRAW]);
        let statements = status["draws"][0]["statements"].as_array().expect("statements").clone();
        let found = statements.into_iter().find(|statement| statement["label"] == label).expect("a statement");
        found["statement"].as_str().expect("digits").to_owned()
    }
}

/// Runs a command on a terminal of its own and types the first word once it asks.
const TERMINAL: &str = "import os, pty, sys
typed, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
seen = b''
asked = False
while True:
    try: part = os.read(terminal, 4096)
    except OSError: break
    if not part: break
    seen += part
    if not asked and b'(y/n)' in seen:
        asked = True
        os.write(terminal, typed.encode())
os.write(1, seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))";

#[test]
fn an_open_draw_by_single_commands() {
    let office = Office::new("open");
    assert_eq!(office.code(&["draw", "county", "--plan", "plan.toml", "--final", "dice=1", "--out", "x"]), 4);
    assert_eq!(office.refused(&["ceremony", "announce", "county", "--plan", "county/plan.toml"]), "ceremony-other-log");
    let announced = office.warned(&["ceremony", "announce", "county", "--plan", "plan.toml"]);
    assert!(announced.contains("the period of the plan ended on 2026-05-29"), "{announced}");
    assert_eq!(office.code(&["ceremony", "announce", "county", "--plan", "plan.toml"]), 4);
    assert_eq!(office.code(&["freeze", "county", "--plan", "plan.toml"]), 4, "its lists stay as they are");
    let contribute = |label: &str, again: &str| {
        ["ceremony", "contribute", "county", DRAW, "--label", label, "--value", "318", "--again", again]
            .map(str::to_owned)
    };
    let words = |words: &[String; 10]| words.iter().map(String::as_str).collect::<Vec<_>>().join("\u{1}");
    let split = |line: &str| line.split('\u{1}').map(str::to_owned).collect::<Vec<_>>();
    for label in ["市场监管局", "县司法局"] {
        let good = split(&words(&contribute(label, "318")));
        let bad = split(&words(&contribute(label, "381")));
        assert_eq!(office.code(&bad.iter().map(String::as_str).collect::<Vec<_>>()), 4, "typed twice, not the same");
        office.ok(&good.iter().map(String::as_str).collect::<Vec<_>>(), "");
        let again = office.run(&good.iter().map(String::as_str).collect::<Vec<_>>(), "");
        assert!(String::from_utf8_lossy(&again.stderr).contains("nothing is left to do"), "said twice");
    }
    let record = |name: &str, value: &str| format!("{name}={value}");
    let roll = |office: &Office, one: &str, two: &str| {
        office.code(&["ceremony", "roll", "county", DRAW, "--record", &record("A", one), "--record", &record("B", two)])
    };
    assert_eq!(roll(&office, DICE, DICE), 4, "not closed yet");
    let close = ["ceremony", "close", "county", DRAW];
    let without = |labels: &[&'static str]| {
        [&close[..], &labels.iter().flat_map(|l| ["--without", *l]).collect::<Vec<_>>()].concat()
    };
    assert_eq!(office.refused(&close), "close-missing", "who is missing is named before the close");
    assert_eq!(office.refused(&without(&["应急管理局", "消防救援大队"])), "close-missing", "and one still is");
    assert_eq!(office.refused(&without(&["县司法局"])), "close-without", "it has contributed");
    let closed = office.ok(&without(&["应急管理局", "消防救援大队", "企业代表"]), "");
    assert_eq!(closed.lines().next().expect("D").split_whitespace().count(), 18, "close D: and sixteen groups");
    let signature = office.sign("first", &office.statement("市场监管局"));
    office.ok(&["ceremony", "sign", "county", DRAW, "--label", "市场监管局", "--signature", &signature], "");
    assert_eq!(roll(&office, DICE, &DICE.replace('1', "2")), 4, "the records differ");
    let (one, two) = (record("A", "3141 5926 5358 9793 2384"), record("B", DICE));
    let rolled = office.warned(&["ceremony", "roll", "county", DRAW, "--record", &one, "--record", &two]);
    assert!(rolled.contains("not signed yet by: 县司法局"), "{rolled}");
    let drawn = office.json(&["ceremony", "draw", "county", DRAW]);
    let published = drawn["published"].as_str().expect("folder").to_owned();
    assert!(office.path(&published).join("draw/record.json").exists());
    let visits = std::fs::read_to_string(office.path(&published).join("draw/visits.jsonl")).expect("visits");
    let day = visits.split("\"days\":[\"").nth(1).expect("a day")[..10].to_owned();
    let slips = office.ok(&["ceremony", "slips", "county", DRAW, "--day", &day], "");
    assert!(office.path(slips.lines().next().expect("a slip")).exists());
    office.ok(&["ceremony", "papers", "county", DRAW, "--out", "papers", "--host", "局长"], "");
    let minutes = office.path("papers/minutes.html");
    let papers = ["ceremony", "papers", "county", DRAW, "--out", "papers", "--host", "局长"];
    office.ok(&papers, "");
    std::fs::write(&minutes, "filled in by hand").expect("minutes");
    assert_eq!(office.refused(&papers), "ceremony-paper-differs");
    assert_eq!(std::fs::read(&minutes).expect("minutes"), b"filled in by hand");
    office.ok(&[&papers[..], &["--overwrite"]].concat(), "");
    assert_ne!(std::fs::read(&minutes).expect("minutes"), b"filled in by hand");
    assert_eq!(office.refused(&["ceremony", "slips", "county", DRAW, "--day", "2031-01-01"]), "ceremony-no-day");
    assert_eq!(office.refused(&["ceremony", "void", "county", DRAW, "--reason", "  "]), "step-no-reason");
    office.ok(&["ceremony", "finish", "county", DRAW, "--out", "finished"], "");
    office.ok(&["verify", "finished"], "");
    assert_eq!(office.code(&["ceremony", "void", "county", DRAW, "--reason", "x"]), 4);
    let status = office.ok(&["ceremony", "status", "county"], "");
    assert!(status.starts_with(&format!("{DRAW}  finished")), "{status}");
    office.ok(&["log", "verify", "county/log"], "");
}

/// Close and outcome are both cosigned by a neighbour, over a stick: only then is the outcome `anchored`.
#[test]
fn an_outcome_is_anchored_when_its_last_checkpoint_is_cosigned_too() {
    let office = Office::new("open");
    let plan = std::fs::read_to_string(office.path("plan.toml")).expect("plan");
    std::fs::write(office.path("plan.toml"), plan.replacen("\"rehearsal\"", "\"official\"", 1)).expect("plan");
    std::fs::write(office.path("county/secret/office.secret"), "7".repeat(64) + "\n").expect("a secret of its own");
    let witness = office.ok(&["witness", "init", "w", "--name", "neighbour.example/witness"], "");
    office.ok(&["witness", "trust", "w", "--key", "county/log/log.vkey"], "");
    let key = std::fs::read_to_string(office.path("county/log/log.vkey")).expect("key");
    let policy = format!("log {}\nwitness n {}\nquorum n\n", key.trim(), witness.trim());
    std::fs::write(office.path("policy"), policy).expect("policy");
    let cosign = |old: &str| {
        office.ok(&["witness", "request", "county/log", "--old", old, "--out", "asked", "--overwrite"], "");
        office.ok(&["witness", "sign", "w", "asked", "--out", "answer", "--overwrite"], "");
        office.ok(&["witness", "add", "county/log", "answer", "--key", witness.trim()], "");
    };
    let required = ["--policy", "policy", "--require", "anchored"];
    let verify = |bundle: &str| office.code(&[&["verify", bundle][..], &required].concat());
    office.warned(&["ceremony", "announce", "county", "--plan", "plan.toml"]);
    office.ok(&["ceremony", "close", "county", DRAW, "--yes"], "");
    cosign("0");
    let (one, two) = (format!("A={DICE}"), format!("B={DICE}"));
    office.ok(&["ceremony", "roll", "county", DRAW, "--record", &one, "--record", &two], "");
    office.ok(&["ceremony", "draw", "county", DRAW, "--out", "drawn"], "");
    assert_eq!(verify("drawn"), 3, "the close alone is not enough");
    let publish = ["ceremony", "publish", "county", DRAW, "--out", "witnessed"];
    assert_eq!(office.refused(&publish), "ceremony-not-cosigned");
    cosign("2");
    office.ok(&publish, "");
    assert_eq!(verify("witnessed"), 0);
    assert_eq!(verify("drawn"), 3, "what was published stays as it is");
}

/// What is typed at the question of a step that nobody can take back.
#[test]
fn a_step_that_cannot_be_taken_back_is_asked_for() {
    let office = Office::new("open");
    office.ok(&["ceremony", "announce", "county", "--plan", "plan.toml"], "");
    let close = ["ceremony", "close", "county", DRAW];
    for answer in ["n\n", "\n", "Yes please\n", "\u{4}"] {
        let (said, code) = office.at_terminal(&close, answer);
        assert!(said.contains("(y/n)") && said.contains("not done; nothing was changed"), "{answer:?}: {said}");
        assert_eq!(code, 2, "{answer:?}");
        assert_eq!(
            office.json(&["ceremony", "status", "county", DRAW])["draws"][0]["phase"],
            "contributing",
            "{answer:?}"
        );
    }
    let (said, code) = office.at_terminal(&close, "y\n");
    assert_eq!(code, 0, "{said}");
    assert_eq!(office.json(&["ceremony", "status", "county", DRAW])["draws"][0]["phase"], "closed");
}

/// What the refusal of an example's secret tells to do can be done.
#[test]
fn an_official_draw_begins_in_a_folder_of_its_own() {
    let office = Office::new("open");
    let plan = std::fs::read_to_string(office.path("plan.toml")).expect("plan");
    std::fs::write(office.path("plan.toml"), plan.replacen("\"rehearsal\"", "\"official\"", 1)).expect("plan");
    let announce = office.run(&["ceremony", "announce", "county", "--plan", "plan.toml"], "");
    let said = String::from_utf8_lossy(&announce.stderr).into_owned();
    assert!(said.contains("import the lists into a new folder (`mingqian import … --into NEW`)"), "{said}");
    office.ok(&["import", "entities", "county/files/entities-gb18030.csv", "--into", "own"], "");
    assert!(office.path("own/secret/office.secret").exists());
    let status = office.ok(&["status", "own"], "");
    assert!(status.contains("there, for its owner only"), "{status}");
}

/// The process itself is killed at any moment of its longest steps. Whoever begins the step again gets the same bytes.
#[test]
fn a_killed_process_changes_nothing() {
    let office = Office::new("open");
    office.ok(&["ceremony", "announce", "county", "--plan", "plan.toml"], "");
    office.ok(&["ceremony", "close", "county", DRAW, "--yes"], "");
    let (one, two) = (format!("A={DICE}"), format!("B={DICE}"));
    office.ok(&["ceremony", "roll", "county", DRAW, "--record", &one, "--record", &two], "");
    let draw = ["ceremony", "draw", "county", DRAW];
    let finish = ["ceremony", "finish", "county", DRAW];
    let whole = office.copy();
    let start = std::time::Instant::now();
    whole.ok(&draw, "");
    let longest = start.elapsed();
    whole.ok(&finish, "");
    let expected = whole.published();
    for step in 0..12_u32 {
        let broken = office.copy();
        for words in [draw, finish] {
            let mut child = broken.spawn(&words);
            std::thread::sleep(longest * step / 12);
            // It may have ended before.
            let _ = child.kill();
            child.wait().expect("it ends");
            broken.ok(&words, "");
        }
        assert!(broken.published() == expected, "killed after {step} twelfths");
    }
}

/// The clerk's terminal breaks off after every answer, and goes on where it was.
#[test]
fn a_sealed_draw_is_walked_through_with_breaks() {
    let office = Office::new("sealed");
    let walk = ["ceremony", "walk", "county", "--plan", "plan.toml"];
    office.ok(&walk, "");
    let announcement = "county/published/QXX-SCJG-1-1/announcement";
    for (index, key) in [("1", "third"), ("2", "fourth"), ("3", "fifth")] {
        let (from, to) = (format!("county/ceremony/QXX-SCJG-1-1/shares/{index}.json"), format!("share{index}"));
        std::fs::copy(office.path(&from), office.path(&to)).expect("copied to a stick");
        let checked = office.json(&["escrow", "check", &to, "--announcement", announcement]);
        let signature = office.sign(key, checked["statement"].as_str().expect("digits"));
        let share = ["ceremony", "share", "county", DRAW, "--holder", HOLDERS[0], "--signature", &signature];
        if index == "1" {
            assert_eq!(office.refused(&share), "not-confirmed");
            assert!(office.path(&from).exists(), "nobody has said that he has a copy");
            office.ok(&[&share[..], &["--yes"]].concat(), "");
        } else {
            office.ok(&walk, &format!("{signature}\n"));
        }
        assert!(!office.path(&from).exists(), "the office's copy is wiped");
    }
    office.ok(&walk, "318\n31\n318\n318\n\n");
    office.ok(&walk, "\n\n\n\ny\n");
    // By label, as the walk asks.
    let keys = [
        ("公证处", "fifth"),
        ("县司法局", "second"),
        ("市场监管局", "first"),
        ("应急管理局", "third"),
        ("纪检", "fourth"),
    ];
    for (label, key) in keys {
        let signature = office.sign(key, &office.statement(label));
        office.ok(&walk, &format!("{signature}\n"));
    }
    office.ok(&walk, &format!("甲\n{DICE}\n乙\n{DICE}\n"));
    let draw = ["ceremony", "draw", "county", DRAW];
    let at = |one: &'static str, two: &'static str| [&draw[..], &["--half", one, "--half", two]].concat();
    std::fs::create_dir(office.path("stick")).expect("folder");
    assert_eq!(office.refused(&draw), "ceremony-halves-needed");
    assert_eq!(office.refused(&at("stick", "half2")), "ceremony-halves-folder");
    assert_eq!(office.refused(&at("share1", "half2")), "ceremony-halves-exist");
    assert_eq!(office.refused(&at("half1", "half1")), "ceremony-halves-same");
    office.ok(&walk, "\n\n");
    office.ok(&walk, "half1\nhalf2\n");
    assert_eq!(office.refused(&[&draw[..], &["--half", "half1"]].concat()), "draw-half");
    let again = office.warned(&at("half1", "half2"));
    assert!(again.contains("part them at once"), "{again}");
    assert_eq!(office.refused(&at("half3", "half4")), "ceremony-halves-late", "nothing would be written there");
    let status = office.ok(&["ceremony", "status", "county", DRAW], "");
    assert!(status.starts_with(&format!("{DRAW}  drawn")), "{status}");
    let events: Vec<&str> =
        status.lines().filter_map(|line| line.trim().split_once("  ").map(|(_, event)| event)).collect();
    for event in ["contribution", "close", "sign", "roll", "draw"] {
        assert!(events.contains(&event), "{status}");
    }
    days_are_opened(&office);
    assert_eq!(office.refused(&["ceremony", "finish", "county", DRAW, "--share", "share1"]), "finish-unopened");
    let junk = std::fs::read_to_string(office.path("share1")).expect("share");
    let (before, after) = junk.split_once("\"share\":\"").expect("a share");
    let turned = if after.starts_with('1') { "2" } else { "1" };
    std::fs::write(office.path("junk"), format!("{before}\"share\":\"{turned}{}", &after[1..])).expect("share");
    let finish = ["ceremony", "finish", "county", DRAW, "--unopened", "--share", "junk"];
    let said = String::from_utf8_lossy(&office.run(&finish, "").stderr).into_owned();
    assert!(said.contains("is junk") && said.contains("--share the file of another holder: any 2 good ones"), "{said}");
    office.ok(&walk, "y\ny\nshare1\nshare3\n\n");
    assert!(office.path("county/published/QXX-SCJG-1-1/finished/draw/visits.jsonl").exists());
    let secret = office.ok(&["escrow", "recover", "share1", "share2", "--announcement", announcement], "");
    let events = office.path("county/published/QXX-SCJG-1-1/finished/evidence/events.jsonl");
    assert!(std::fs::read_to_string(events).expect("events").contains(secret.trim()));
}

/// Of a sealed draw nothing is said of a day before it is opened; then the custodians' order does not matter.
fn days_are_opened(office: &Office) {
    const DAY: &str = "2026-03-16";
    let status = office.ok(&["ceremony", "status", "county", DRAW], "");
    assert!(status.contains(&format!("to be opened (ceremony open --day)  {DAY}")), "{status}");
    let chinese = office.spawn_in("zh", &["ceremony", "status", "county", DRAW]).wait_with_output().expect("it ends");
    let chinese = String::from_utf8_lossy(&chinese.stdout).into_owned();
    assert!(chinese.contains("已抽取  逾期") && chinese.contains("现场报数"), "{chinese}");
    for word in ["OVERDUE", "contribution", "announce", "drawn"] {
        assert!(!chinese.contains(word), "{word}\n{chinese}");
    }
    let slips = ["ceremony", "slips", "county", DRAW];
    assert_eq!(office.refused(&[&slips[..], &["--day", DAY]].concat()), "ceremony-not-opened");
    assert_eq!(office.refused(&[&slips[..], &["--visit", "91990101MA100FC733"]].concat()), "ceremony-visit-closed");
    let open = ["ceremony", "open", "county", DRAW, "--day", DAY, "--half"];
    assert_eq!(office.refused(&[&open[..], &["half1", "--half", "half1"]].concat()), "sealed-key");
    office.ok(&[&open[..], &["half2", "--half", "half1"]].concat(), "");
    office.ok(&[&slips[..], &["--day", DAY]].concat(), "");
    let superior = ["ceremony", "open", "county", DRAW, "--capsule", "superior", "--half", "half1", "--half", "half2"];
    assert_eq!(office.ok(&superior, ""), "superior is open: there is no visit in it\n");
    let replace = ["ceremony", "replace", "county", DRAW, "--task", "SCJG-2026-1", "--stratum", "S1", "--rank", "1"];
    assert_eq!(office.refused(&[&replace[..], &["--reason", "x"]].concat()), "replace", "--approved-by is missing");
    let wrong = [&replace[..], &["--reason", "x", "--approved-by", "局长"]].concat();
    assert_eq!(office.refused(&wrong), "replace-reason", "before the reserve's capsule is asked for");
    let seat = ["ceremony", "replace", "county", DRAW, "--visit", "E1", "--seat", "0", "--reason", "x"];
    assert_eq!(office.refused(&[&seat[..], &["--approved-by", "局长"]].concat()), "replace-seat");
}

#[test]
fn a_reveal_says_whom_it_shuts_out() {
    let office = Office::new("open");
    let plan = std::fs::read_to_string(office.path("plan.toml")).expect("plan");
    std::fs::write(office.path("plan.toml"), plan.replacen("\"room\"", "\"remote\"", 1)).expect("plan");
    office.ok(&["ceremony", "announce", "county", "--plan", "plan.toml"], "");
    let announcement = "county/published/QXX-SCJG-1-1/announcement";
    let pledge = ["--announcement", announcement, "--label", "县司法局", "--value", "7", "--out", "pledge"];
    let commitment = office.ok(&[&["key", "commit"], &pledge[..]].concat(), "").trim().to_owned();
    office.ok(&["ceremony", "commit", "county", DRAW, "--label", "县司法局", "--commitment", &commitment], "");
    let revealed = office.warned(&["ceremony", "reveal", "county", DRAW, "--file", "pledge"]);
    assert!(revealed.contains("no commitment yet from: 市场监管局, 应急管理局"), "{revealed}");
}
