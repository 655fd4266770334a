//! The example county from lists to a verified bundle, through the program that people run.

mod folders;

use folders::copy_folder;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Pins every byte of the example's bundle: whoever changes an output on purpose changes this line, and says why.
const BUNDLE_DIGEST: &str = "e72b5b1d9910657f8d1586e3ceb924eac64ded7568a2528d2ba337bdd3026d90";

const DRAW: [&str; 11] = [
    "--contribution",
    "市场监管局=318",
    "--contribution",
    "应急管理局=27",
    "--contribution",
    "消防救援大队=9041",
    "--contribution",
    "县司法局=660",
    "--contribution",
    "企业代表=88",
    "--final=dice=41592653589793238462",
];

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn mingqian(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mingqian"))
        .args(words)
        .arg("--json")
        .current_dir(folder)
        .output()
        .expect("mingqian runs")
}

/// The JSON that a successful command prints.
fn answer(folder: &Path, words: &[&str]) -> serde_json::Value {
    let run = mingqian(folder, words);
    assert!(
        run.status.success(),
        "{words:?}\n{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).expect("JSON on stdout")
}

fn county() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    copy_folder(&examples().join("county"), &folder.path().join("county"));
    folder
}

fn draw(folder: &Path, out: &str) -> serde_json::Value {
    let mut words = vec!["draw", "county", "--plan", "county/plan.toml", "--out", out];
    words.extend(DRAW);
    answer(folder, &words)
}

#[test]
fn the_county_gives_one_digest_on_every_run() {
    let folder = county();
    let first = draw(folder.path(), "one");
    assert_eq!(first["bundle"], BUNDLE_DIGEST);
    assert_eq!(draw(folder.path(), "two")["bundle"], BUNDLE_DIGEST, "a second run over frozen lists");
    let verified = answer(folder.path(), &["verify", "one", "--expect", BUNDLE_DIGEST]);
    assert_eq!(verified["verified"]["counts"]["entities"], 3000);
    // An existing --out is refused, and so is a bundle that somebody touched.
    let again = mingqian(
        folder.path(),
        &["draw", "county", "--plan", "county/plan.toml", "--final=dice=41592653589793238462", "--out", "one"],
    );
    assert_eq!(again.status.code(), Some(2));
    // Nobody has contributed: another result, whose names and calendars do not take the place of those that are there.
    let names = fs::read(folder.path().join("county/draws/QXX-SCJG-1-1/summary.md")).expect("the office's copy");
    let mut other =
        vec!["draw", "county", "--plan", "county/plan.toml", "--final=dice=4159 2653 5897 9323 8462", "--out", "three"];
    let refused = mingqian(folder.path(), &other);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stdout).contains("office-copy-differs"));
    assert!(!folder.path().join("three").exists());
    let kept = fs::read(folder.path().join("county/draws/QXX-SCJG-1-1/summary.md")).expect("the office's copy");
    assert_eq!(kept, names);
    other.push("--overwrite");
    answer(folder.path(), &other);
    fs::write(folder.path().join("one/note.txt"), "x").expect("write");
    assert_eq!(mingqian(folder.path(), &["verify", "one"]).status.code(), Some(3));
    assert_eq!(mingqian(folder.path(), &["verify", "two", "--require", "attested"]).status.code(), Some(3));
}

/// Exit code and answer of the verifier in `tests/reference`.
fn reference(bundle: &Path, words: &[&str]) -> (Option<i32>, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference/verify.py");
    let run = Command::new("python3")
        .arg(script)
        .arg(bundle)
        .args(words)
        .output()
        .expect("python3, 3.11 or later, is installed");
    (run.status.code(), String::from_utf8_lossy(&run.stdout).into_owned())
}

/// The verifier in `tests/reference` was written from `docs/PROTOCOL.md` by somebody who had not seen this code, and
/// shares no line with it. It recomputes everything, pairing and dates included.
#[test]
fn a_second_implementation_agrees() {
    let folder = county();
    draw(folder.path(), "bundle");
    let (code, text) = reference(&folder.path().join("bundle"), &[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains(BUNDLE_DIGEST), "{text}");
    let visits = folder.path().join("bundle/draw/visits.jsonl");
    let edited =
        fs::read_to_string(&visits).expect("visits").replacen("\"state\":\"dated\"", "\"state\":\"undated\"", 1);
    fs::write(&visits, edited).expect("write");
    assert_eq!(reference(&folder.path().join("bundle"), &[]).0, Some(3));
}

#[test]
fn why_answers_for_the_drawn_and_for_the_others() {
    let folder = county();
    draw(folder.path(), "bundle");
    let selected = fs::read_to_string(folder.path().join("bundle/draw/selected.jsonl")).expect("selected");
    let line: serde_json::Value = serde_json::from_str(selected.lines().next().expect("a line")).expect("JSON");
    let (entity, ticket) = (line["entity"].as_str().expect("id"), line["ticket"].as_str().expect("ticket"));
    let text = answer(folder.path(), &["why", "bundle", entity]).to_string();
    assert!(text.contains(ticket) && text.contains("sha256sum"), "{text}");
    let nobody = answer(folder.path(), &["why", "bundle", "NOBODY-1"]).to_string();
    assert!(!nobody.contains("sha256sum"), "{nobody}");
}

/// A proof of somebody drawn by two tasks, the longest there is, beside the plan, which is the same for all.
#[test]
fn a_proof_fits_in_eight_kilobytes() {
    let folder = county();
    draw(folder.path(), "bundle");
    let selected = fs::read_to_string(folder.path().join("bundle/draw/selected.jsonl")).expect("selected");
    let drawn: Vec<String> = selected
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .filter(|line| line["reserve"] == false)
        .map(|line| line["entity"].as_str().expect("id").to_owned())
        .collect();
    let twice = drawn.iter().find(|id| drawn.iter().filter(|other| other == id).count() > 1).expect("two tasks agree");
    for (id, proof) in [(twice.as_str(), "proof.json"), ("NOBODY-1", "nobody.json")] {
        answer(folder.path(), &["why", "bundle", id, "--proof", proof, "--short"]);
        let bytes = fs::read(folder.path().join(proof)).expect("the proof").len();
        assert!(bytes < 8192, "{id}: {bytes} bytes");
        assert_eq!(answer(folder.path(), &["verify-proof", proof, "--plan", "bundle/plan.json"])["proof"]["id"], id);
    }
}

/// A fixed rearrangement of the rows below the header, and below a sample row, which is skipped only there: no randomness is needed to show that order means nothing.
fn rearranged(bytes: &[u8], headers: usize) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut rows = lines.split_off(headers);
    rows.reverse();
    let half = rows.len() / 2;
    let (left, right) = rows.split_at(half);
    let nothing: &[u8] = b"";
    let mixed = right.iter().zip(left.iter().chain(std::iter::repeat(&nothing))).flat_map(|(a, b)| [*a, *b]);
    lines.into_iter().chain(mixed).flatten().copied().collect()
}

/// A list of the county as a department would keep it: a table with the headers of the templates.
fn as_table(county: &Path, list: &str) -> Vec<u8> {
    let records = |list: &str| -> Vec<serde_json::Value> {
        let text = fs::read_to_string(county.join("lists").join(format!("{list}.jsonl"))).expect("list");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let people = records("inspectors");
    let person = |id: &serde_json::Value, field: &str| {
        people.iter().find(|one| one["id"] == *id).map_or(String::new(), |one| cell(&one[field]))
    };
    let headers: &[(&str, &str)] = match list {
        "entities" => &ENTITIES,
        "inspectors" => &INSPECTORS,
        "items" => &ITEMS,
        "conflicts" => &[
            ("检查人员工号", "inspector/work_no"),
            ("所属部门", "inspector/department"),
            ("统一社会信用代码/注册号", "entity"),
            ("另一检查人员工号", "other/work_no"),
            ("另一检查人员部门", "other/department"),
            ("类型", "kind"),
            ("事由", "ground"),
            ("文号", "reference"),
        ],
        "absences" => &[
            ("检查人员工号", "inspector/work_no"),
            ("所属部门", "inspector/department"),
            ("开始日期", "from"),
            ("结束日期", "until"),
            ("原因", "reason"),
        ],
        "promises" => &[
            ("统一社会信用代码/注册号", "entity"),
            ("开始日期", "from"),
            ("结束日期", "until"),
            ("例外情形", "overrides"),
            ("文号", "reference"),
        ],
        _ => &[
            ("统一社会信用代码/注册号", "entity"),
            ("检查日期", "date"),
            ("检查部门", "departments"),
            ("个案检查", "case"),
            ("抽取编号", "draw"),
            ("检查人员工号", "inspectors"),
            ("文号", "reference"),
        ],
    };
    let value = |record: &serde_json::Value, field: &str| match (field, field.split_once('/')) {
        ("code", _) => Some(cell(&record["id"])).filter(|id| is_code(id)).unwrap_or_default(),
        ("local", _) => Some(cell(&record["id"])).filter(|id| !is_code(id)).unwrap_or_default(),
        ("inspectors", _) => {
            let team = record["inspectors"].as_array().into_iter().flatten();
            let name = |id: &serde_json::Value| format!("{}:{}", person(id, "department"), person(id, "work_no"));
            team.map(name).collect::<Vec<_>>().join("，")
        }
        (_, Some(("private", field))) => cell(&record["private"][field]),
        (_, Some((who, field))) => person(&record[who], field),
        _ => cell(&record[field]),
    };
    let quoted = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(",") + "\n"
    };
    let mut out = quoted(headers.iter().map(|(header, _)| (*header).to_owned()).collect());
    for record in records(list) {
        out += &quoted(headers.iter().map(|(_, field)| value(&record, field)).collect());
    }
    out.into_bytes()
}

const ENTITIES: [(&str, &str); 19] = [
    ("统一社会信用代码/注册号", "code"),
    ("本地编号", "local"),
    ("企业名称", "name"),
    ("企业类型", "kind"),
    ("所属地区", "area"),
    ("行业代码", "industry"),
    ("规模", "scale"),
    ("成立日期", "established"),
    ("状态", "status"),
    ("标签", "tags"),
    ("许可证名称", "licences"),
    ("许可证有效期至", "licence_until"),
    ("使用单位代码", "user_id"),
    ("维保单位代码", "maintainer_id"),
    ("曾用代码", "former_ids"),
    ("信用风险分类", "private/credit_class"),
    ("注册地址", "private/address"),
    ("法定代表人", "private/legal_representative"),
    ("联系方式", "private/phone"),
];

const INSPECTORS: [(&str, &str); 14] = [
    ("单位工号", "work_no"),
    ("姓名", "name"),
    ("所属部门", "department"),
    ("手机号", "phone"),
    ("执法事项范围", "expertise"),
    ("地区", "areas"),
    ("家庭所在地", "home"),
    ("角色", "roles"),
    ("执法证编号", "certificate_no"),
    ("执法证发证日期", "certificate_from"),
    ("执法证有效期", "certificate_until"),
    ("曾任职企业代码", "former_units"),
    ("最少次数", "quota_min"),
    ("最多次数", "quota_max"),
];

const ITEMS: [(&str, &str); 10] = [
    ("编号", "id"),
    ("抽查事项名称", "name"),
    ("抽查依据", "basis"),
    ("抽查主体", "department"),
    ("抽查对象", "target"),
    ("事项类别", "importance"),
    ("抽查比例", "ratio"),
    ("抽查频次", "frequency"),
    ("抽查方式", "method"),
    ("检查人员要求", "requirement"),
];

/// What stands in a cell: an array with the separator that people type.
fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(parts) => parts.iter().map(cell).collect::<Vec<_>>().join("，"),
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A code of 18 characters or an old number of 15 digits, and no local number.
fn is_code(id: &str) -> bool {
    !id.contains('-')
}

/// Every list goes in as a table, once straight and once with its rows rearranged, and the draw is the same to the byte.
#[test]
fn the_order_of_rows_means_nothing() {
    let folder = county();
    let mut digests = Vec::new();
    for (name, shuffle) in [("straight", false), ("shuffled", true)] {
        let office = folder.path().join(name);
        fs::create_dir_all(office.join("secret")).expect("folder");
        fs::copy(folder.path().join("county/secret/office.secret"), office.join("secret/office.secret"))
            .expect("secret");
        for list in ["entities", "inspectors", "items", "conflicts", "absences", "promises", "history"] {
            let table = as_table(&folder.path().join("county"), list);
            let path = format!("{name}-{list}.csv");
            fs::write(folder.path().join(&path), if shuffle { rearranged(&table, 1) } else { table }).expect("write");
            answer(folder.path(), &["import", list, &path, "--into", name]);
        }
        let out = format!("{name}-bundle");
        let mut words = vec!["draw", name, "--plan", "county/plan.toml", "--out", &out];
        words.extend(DRAW);
        let drawn = answer(folder.path(), &words);
        assert_eq!(drawn["drawn"], 131);
        digests.push(drawn["bundle"].clone());
    }
    assert_eq!(digests[0], digests[1]);
}

/// The files that the README imports, likewise; their title row and sample row stay where they are.
#[test]
fn the_order_of_rows_of_real_files_means_nothing() {
    let folder = county();
    let mut digests = Vec::new();
    for (name, shuffle) in [("straight", false), ("shuffled", true)] {
        let mut lists = Vec::new();
        for (list, file, headers) in
            [("entities", "entities-gb18030.csv", 3), ("inspectors", "inspectors-utf8-bom.csv", 1)]
        {
            let bytes = fs::read(folder.path().join("county/files").join(file)).expect("file");
            let bytes = if shuffle { rearranged(&bytes, headers) } else { bytes };
            let path = format!("{name}-{file}");
            fs::write(folder.path().join(&path), bytes).expect("write");
            lists.push(answer(folder.path(), &["import", list, &path, "--into", name])["sha256"].clone());
        }
        digests.push(lists);
    }
    assert_eq!(digests[0], digests[1]);
}

#[test]
fn a_shared_folder_holds_no_secret() {
    let folder = county();
    answer(folder.path(), &["share", "county", "--out", "copy"]);
    assert!(folder.path().join("copy/lists/entities.jsonl").exists());
    let secret = fs::read_to_string(folder.path().join("county/secret/office.secret")).expect("secret");
    let hex = secret.lines().find(|line| line.len() == 64).expect("64 digits").to_owned();
    let mut folders = vec![folder.path().join("copy")];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(current).expect("folder").map(|entry| entry.expect("entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                assert!(
                    !String::from_utf8_lossy(&fs::read(&entry).expect("read")).contains(&hex),
                    "{}",
                    entry.display()
                );
            }
        }
    }
}
