//! The command line as its users see it: each file in `tests/cmd` holds commands, what they print, and their exit codes.

/// `LANG` is taken away, so that a test machine's own language does not decide.
#[test]
fn commands_print_what_the_files_say() {
    trycmd::TestCases::new()
        .env("LANG", "zh_CN.UTF-8")
        .env("LC_ALL", "")
        .case("../../tests/cmd/*.trycmd");
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
        assert!((0..500).any(|_| set() || { std::thread::sleep(std::time::Duration::from_millis(10)); false }), "{}", limits());
        let memory = (512_u64 << 20).to_string();
        assert!(limits().lines().any(|line| line.starts_with("Max address space") && line.contains(&memory)), "{}", limits());
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
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the file is damaged"), "{}", String::from_utf8_lossy(&refused.stderr));
}
