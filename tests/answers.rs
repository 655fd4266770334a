//! What the program does where an example file can't show it: a full disk, a reader that goes, a code typed another way.

mod folders;

use folders::copy_folder;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn mingqian() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingqian"));
    command.args(["--lang", "zh"]);
    command
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A draw without inspectors, over the example county's entities.
fn drawn(folder: &Path) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    copy_folder(&root.join("examples/county"), &folder.join("office"));
    let out = folder.join("bundle");
    let run = mingqian()
        .arg("draw")
        .arg(folder.join("office"))
        .arg("--plan")
        .arg(root.join("examples/areas.toml"))
        .args(["--contribution", "市场监管局=1", "--final", "dice=41592653589793238462", "--out"])
        .arg(&out)
        .output()
        .expect("runs");
    assert!(run.status.success(), "{}", words(&run.stderr));
    out
}

#[test]
fn a_result_that_nobody_received_is_a_failure() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    for arguments in [&["template", "entities"][..], &["man"], &["plan", "template"], &["--help"]] {
        let run = mingqian().args(arguments).stdout(full.try_clone().expect("handle")).output().expect("runs");
        assert_eq!(run.status.code(), Some(1), "{arguments:?}");
        assert!(words(&run.stderr).contains("结果没有写到标准输出：磁盘空间不足"), "{}", words(&run.stderr));
    }
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let mut run =
        mingqian().args(["plan", "template"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(run.stdout.take());
    let run = run.wait_with_output().expect("ends");
    assert_eq!((run.status.code(), words(&run.stderr)), (Some(0), String::new()));
}

#[test]
fn a_code_is_found_however_it_is_typed() {
    let folder = tempfile::tempdir().expect("folder");
    let bundle = drawn(folder.path());
    let why = |code: &str| -> Output { mingqian().arg("why").arg(&bundle).arg(code).output().expect("runs") };
    let answer = words(&why("92990101MALYQLTR0R").stdout);
    assert!(answer.contains("清溪县和麦烟花爆竹专营店"), "{answer}");
    for typed in ["92990101malyqltr0r", " 92990101MALYQLTR0R ", "９２９９０１０１ＭＡＬＹＱＬＴＲ０Ｒ"]
    {
        let run = why(typed);
        assert_eq!(words(&run.stdout), answer, "{typed}");
        assert!(words(&run.stderr).contains("按 92990101MALYQLTR0R 查询"), "{}", words(&run.stderr));
    }
    let wrong = why("92990101MALYQLTR0T");
    assert_eq!(wrong.status.code(), Some(0));
    assert!(
        words(&wrong.stdout).contains("不在这次抽取的检查对象名单里") && words(&wrong.stderr).contains("校验码不对")
    );
    assert!(words(&why("E-1").stderr).is_empty(), "no code of 18 characters");
    for empty in ["", "  "] {
        assert_eq!(why(empty).status.code(), Some(2));
    }
}

#[test]
fn the_program_and_the_documents_use_the_same_words() {
    let folder = tempfile::tempdir().expect("folder");
    let bundle = drawn(folder.path());
    let summary = std::fs::read_to_string(bundle.join("documents/summary.md")).expect("summary");
    let help = words(&mingqian().args(["draw", "--help"]).output().expect("runs").stdout);
    let freeze = words(&mingqian().args(["freeze", "--help"]).output().expect("runs").stdout);
    assert!(summary.contains("方案封存值") && freeze.contains("方案封存值"));
    for text in [help, freeze, words(&mingqian().arg("--help").output().expect("runs").stdout)] {
        assert!(!text.contains("指纹") && !text.contains("数据包"), "{text}");
    }
}

#[test]
fn the_manual_is_one_page_or_one_for_each_command() {
    let page = words(&mingqian().arg("man").output().expect("runs").stdout);
    assert_eq!(page.lines().filter(|line| line.starts_with(".TH")).count(), 1);
    for section in ["MINGQIAN IMPORT", "MINGQIAN PLAN CHECK", "MINGQIAN PLAN TEMPLATE"] {
        assert!(page.contains(&format!(".SH \"{section}\"")), "{section}");
    }
    assert!(!page.contains("read-workbook") && !page.contains("READ-WORKBOOK"));
    let folder = tempfile::tempdir().expect("folder");
    let run = mingqian().arg("man").arg("--out").arg(folder.path()).output().expect("runs");
    assert!(run.status.success(), "{}", words(&run.stderr));
    for name in ["mingqian.1", "mingqian-import.1", "mingqian-plan-check.1"] {
        let page = std::fs::read_to_string(folder.path().join(name)).expect(name);
        assert_eq!(page.lines().filter(|line| line.starts_with(".TH")).count(), 1, "{name}");
    }
}

#[test]
fn completions_offer_the_names_of_lists() {
    let script = words(&mingqian().args(["completions", "bash"]).output().expect("runs").stdout);
    assert!(script.contains("inspectors") && script.contains("promises"));
}
