//! The command line as its users see it: each file in `tests/cmd` holds commands, what they print, and their exit codes.

/// `LANG` is taken away, so that a test machine's own language does not decide.
#[test]
fn commands_print_what_the_files_say() {
    trycmd::TestCases::new().env("LANG", "zh_CN.UTF-8").env("LC_ALL", "").case("../../tests/cmd/*.trycmd");
}

/// A workbook can be made to fill the memory of whoever reads it; so the process that reads one has limits.
#[test]
fn workbooks_are_read_under_limits() {
    use std::process::{Command, Stdio};
    let mut reader = Command::new(env!("CARGO_BIN_EXE_mingqian"))
        .arg("read-workbook")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let place = format!("/proc/{}/limits", reader.id());
    let limits = || std::fs::read_to_string(&place).unwrap_or_default();
    if !limits().is_empty() {
        let set = || limits().lines().any(|line| line.starts_with("Max cpu time") && line.contains(" 10 "));
        // It waits for its input, so that it is still there; the limits come before anything is read.
        assert!(
            (0..500).any(|_| set() || {
                std::thread::sleep(std::time::Duration::from_millis(10));
                false
            }),
            "{}",
            limits()
        );
        let memory = (512_u64 << 20).to_string();
        assert!(
            limits().lines().any(|line| line.starts_with("Max address space") && line.contains(&memory)),
            "{}",
            limits()
        );
    }
    drop(reader.stdin.take());
    assert!(!reader.wait().expect("it ends").success(), "no request came");
}

#[test]
fn a_workbook_is_imported_through_that_process() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().expect("folder");
    let import = |file: &std::path::Path| {
        std::process::Command::new(env!("CARGO_BIN_EXE_mingqian"))
            .args(["--lang", "en", "import", "entities"])
            .arg(file)
            .arg("--into")
            .arg(folder.path().join("lists"))
            .output()
            .expect("the program runs")
    };
    let good = import(&root.join("crates/import/tests/files/entities.xls"));
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    let broken = folder.path().join("broken.xlsx");
    std::fs::write(&broken, b"PK\x03\x04 and nothing else").expect("file");
    let refused = import(&broken);
    assert_eq!(refused.status.code(), Some(4));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("the file is damaged"),
        "{}",
        String::from_utf8_lossy(&refused.stderr)
    );
}

#[test]
fn an_import_that_comes_to_nothing_leaves_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let import = |words: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_mingqian"))
            .args(["--lang", "en", "--json", "import", "entities"])
            .args(words)
            .args(["--into", "new/lists-of-the-office"])
            .current_dir(folder.path())
            .output()
            .expect("the program runs")
    };
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("file");
    let there = || {
        let entries = std::fs::read_dir(folder.path()).expect("folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    write("good.csv", "统一社会信用代码,企业名称,行业\n91350100M000100Y43,甲,／\n");
    write("bad.csv", "统一社会信用代码,企业名称\n916108212240046410,甲\n");
    let dry = import(&["good.csv", "--dry-run", "--errors", "e.csv", "--changes", "c.csv"]);
    assert!(dry.status.success(), "{}", String::from_utf8_lossy(&dry.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&dry.stdout).expect("JSON");
    assert_eq!(answer["notes"]["notices"][0]["code"], "blank");
    assert_eq!(there(), ["bad.csv", "c.csv", "good.csv"], "no folder, and no table of errors without errors");
    let refused = import(&["bad.csv", "--errors", "e.csv"]);
    assert_eq!(refused.status.code(), Some(4));
    let answer: serde_json::Value = serde_json::from_slice(&refused.stdout).expect("JSON");
    assert_eq!(answer["details"]["errors"][0]["column"], "A");
    assert_eq!(there(), ["bad.csv", "c.csv", "e.csv", "good.csv"]);
    // A table that cannot be written stops everything before it begins.
    let nowhere = import(&["good.csv", "--errors", "no/such/folder/e.csv"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(!folder.path().join("new").exists());
    assert!(import(&["good.csv"]).status.success());
}
