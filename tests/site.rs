//! The public site as people use it: a real browser on the running service and on a static export behind somebody else's server, with
//! the example county, ceremonies, and a draw of ten thousand with names that nobody would wish for.
//!
//! Pictures of every page are left in `target/screens/`.

mod folders;
mod web;

use folders::copy_folder;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;
use web::{built, install, root, run};

const MINGQIAN: &str = env!("CARGO_BIN_EXE_mingqian");
const CHROMIUM: &str = "/usr/bin/chromium";

/// A process that ends with the test.
struct Service {
    child: Child,
    origin: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Service {
    /// Waits for the line that says where it is, and until it is ready.
    fn start(arguments: &[&str], folder: &Path) -> Self {
        let mut child = Command::new(MINGQIAN)
            .args(arguments)
            .args(["--listen", "127.0.0.1:0"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("mingqian");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let origin = line.split_whitespace().last().expect("an address").to_owned();
        let service = Self { child, origin };
        for _ in 0..600 {
            if service.get("readyz").0 == "200" {
                return service;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("not ready after a minute: {arguments:?}");
    }

    /// Status and body.
    fn get(&self, path: &str) -> (String, String) {
        get(&self.origin, path)
    }
}

fn get(origin: &str, path: &str) -> (String, String) {
    let output =
        Command::new("curl").args(["-s", "-w", "\n%{http_code}", &format!("{origin}{path}")]).output().expect("curl");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let (body, status) = text.rsplit_once('\n').expect("a status");
    (status.to_owned(), body.to_owned())
}

/// A list of ten thousand, the first of them with names that try something.
fn hostile_list() -> String {
    let long = "很".repeat(120);
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{7*7}}{% raw %}",
        "=HYPERLINK(\"http://evil.example\")",
        "&lt;b&gt; 已经转义过的 &amp; 名称",
        &long,
        "'; DROP TABLE entities; --",
    ];
    let mut text = "统一社会信用代码/注册号,企业名称,所属地区\n".to_owned();
    for number in 0..10_000 {
        let name = hostile.get(number).map_or_else(|| format!("第{number}家企业（虚构）"), |name| (*name).to_owned());
        writeln!(text, "E{number:05},\"{}\",{}", name.replace('"', "\"\""), ["城关镇", "望江镇"][number % 2])
            .expect("text");
    }
    text
}

const HOSTILE_PLAN: &str = r#"
purpose      = "rehearsal"
mode         = "open"
authority    = { id = "HOSTILE", name = "<b>示例</b>单位" }
campaign     = "<script>alert(2)</script> 一万户的抽查，名称很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
sequence     = 1
attempt      = 1
created      = 2026-03-02
period       = { from = 2026-03-16, until = 2026-04-30 }
finish_by    = 2026-05-29
participants = ["市场监管局", "企业代表"]
final        = { source = "dice", sides = 10, count = 20 }

[[tasks]]
id         = "ALL"
name       = "全部抽查 <i>"
department = "市场监管局"
kind       = "undirected"
source     = "own"
level      = "city-city"
items      = []

[[tasks.strata]]
id       = "TOWN"
name     = "城关镇"
when     = [{ field = "area", any = ["城关镇"] }]
ratio    = "100%"
rounding = "up"
reserves = 0

[[tasks.strata]]
id       = "REST"
name     = "其他"
ratio    = "100%"
rounding = "up"
reserves = 0
"#;

/// What is published: made once for all tests of this file.
fn published() -> &'static Path {
    static PLACE: OnceLock<TempDir> = OnceLock::new();
    PLACE
        .get_or_init(|| {
            install("curl", &["curl"]);
            install("python3", &["python3"]);
            let place = tempfile::tempdir().expect("temporary folder");
            let (folder, out) = (place.path(), place.path().join("published"));
            let vectors = root().join("tests/vectors");
            for (vector, draw) in [
                ("ceremony/bundle", "second"),
                ("ceremony/void", "first"),
                ("sealed/sealed", "sealed"),
                ("rules/bundle", "rules"),
            ] {
                copy_folder(&vectors.join(vector), &out.join(draw).join("bundle"));
            }
            copy_folder(&vectors.join("ceremony/log"), &out.join("log"));
            copy_folder(&root().join("examples/county"), &folder.join("county"));
            let cast = "--final=dice=41592653589793238462";
            let said = ["市场监管局=318", "应急管理局=27", "消防救援大队=9041", "县司法局=660", "企业代表=88"];
            let mut draw = Command::new(MINGQIAN);
            draw.args(["draw", "county", "--plan=county/plan.toml", cast, "--out=published/county/bundle"]);
            run(draw.args(said.map(|said| format!("--contribution={said}"))).current_dir(folder));
            fs::write(folder.join("list.csv"), hostile_list()).expect("list");
            fs::write(folder.join("hostile.toml"), HOSTILE_PLAN).expect("plan");
            let mingqian = |words: &[&str]| run(Command::new(MINGQIAN).args(words).current_dir(folder));
            mingqian(&["import", "entities", "list.csv", "--into", "hostile", "--department=市场监管局"]);
            mingqian(&[
                "draw",
                "hostile",
                "--plan=hostile.toml",
                cast,
                "--out=published/hostile/bundle",
                "--contribution=市场监管局=1",
                "--contribution=企业代表=2",
            ]);
            place
        })
        .path()
}

/// A code that is drawn in the county's draw, and one that is not.
fn codes() -> (String, String) {
    let bundle = published().join("published/county/bundle");
    let lines = |path: &str| -> Vec<Value> {
        let text = fs::read_to_string(bundle.join(path)).expect("list");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let selected = lines("draw/selected.jsonl");
    let excluded = lines("lists/exclusions.jsonl");
    let drawn = selected.iter().find(|line| line["reserve"] == false).expect("drawn")["entity"].clone();
    let entities = lines("lists/entities.jsonl");
    let free = entities.iter().map(|line| &line["id"]).find(|id| {
        selected.iter().all(|line| line["entity"] != **id) && excluded.iter().all(|line| line["id"] != **id)
    });
    (drawn.as_str().expect("text").to_owned(), free.expect("free").as_str().expect("text").to_owned())
}

fn screens(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target").join("screens").join(name)
}

fn browse(origin: &str, is_static: bool, through: bool, name: &str) {
    built();
    install(CHROMIUM, &["chromium", "fonts-noto-cjk"]);
    let place = tempfile::tempdir().expect("temporary folder");
    let slip = fs::read_to_string(root().join("tests/vectors/ceremony/slips/open.json")).expect("slip");
    let (drawn, free) = codes();
    let cases = json!({
        "origin": origin, "static": is_static, "through": through,
        "draws": ["QXX-SCJG-1-1", "COUNTY-1-1", "COUNTY-1-2", "COUNTY-2-1", "HOSTILE-1-1"],
        "results": ["QXX-SCJG-1-1", "COUNTY-1-2", "HOSTILE-1-1"],
        "drawn": drawn, "free": free, "slip": slip.trim_end(),
        "forged": slip.trim_end().replacen("\"lead\":true", "\"lead\":false", 1),
        "downloads": place.path(), "screens": screens(name),
    });
    let file = place.path().join("cases.json");
    fs::write(&file, cases.to_string()).expect("cases");
    run(Command::new("node").args(["test/citizen.mjs", CHROMIUM]).arg(&file).current_dir(root().join("web/site")));
    // What was taken away is a proof for two programs that share nothing with the page.
    let bundle = published().join("published/county/bundle");
    let proof = place.path().join("proof.json");
    let plan = bundle.join("plan.json");
    run(Command::new(MINGQIAN).arg("verify-proof").arg(&proof).arg("--plan").arg(&plan).arg("--bundle").arg(&bundle));
    run(Command::new("python3")
        .arg(root().join("tests/reference/verify.py"))
        .arg("proof")
        .arg(&proof)
        .arg("--plan")
        .arg(&plan));
}

#[test]
fn a_citizen_uses_the_service() {
    let service = Service::start(&["serve", "published", "--cache", "cache"], published());
    browse(&service.origin, false, true, "service");
    // Fifty pages of two hundred rows each.
    let name = |number: usize| if number == 1 { "index".to_owned() } else { number.to_string() };
    let pages: String =
        (1..=50).map(|number| service.get(&format!("d/HOSTILE-1-1/results/{}.html", name(number))).1).collect();
    assert!(
        pages.contains("&#60;script&#62;alert(1)") || pages.contains("&lt;script&gt;alert(1)"),
        "names are shown as text"
    );
    assert!(!pages.contains("<script>alert") && !pages.contains("<img"));
    // Whatever is asked for, nothing outside the site is opened.
    for path in [
        "../Cargo.toml",
        "..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "d/..%5c..%5cx",
        "d//index.html",
        ".mingqian/stamps.json",
    ] {
        let output = Command::new("curl")
            .args(["-s", "--path-as-is", "-o", "/dev/null", "-w", "%{http_code}", &format!("{}{path}", service.origin)])
            .output()
            .expect("curl");
        let status = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(["400", "404"].contains(&status.as_str()), "{path}: {status}");
    }
}

#[test]
fn the_same_from_a_static_export_behind_another_server() {
    let place = published();
    run(Command::new(MINGQIAN)
        .args(["site", "published", "--out", "export", "--today", "2026-04-20"])
        .current_dir(place));
    let mut child = Command::new("python3")
        .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"])
        .current_dir(place.join("export"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("python3");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
    let port = line.split_whitespace().skip_while(|word| *word != "port").nth(1).expect("a port").to_owned();
    let server = Service { child, origin: format!("http://127.0.0.1:{port}/") };
    browse(&server.origin, true, false, "static");
}

#[test]
fn the_demo_shows_five_draws_without_any_set_up() {
    install("curl", &["curl"]);
    let place = tempfile::tempdir().expect("temporary folder");
    let service = Service::start(&["serve", "--demo"], place.path());
    let (status, page) = service.get("draws/index.html");
    assert_eq!(status, "200");
    for state in ["announced", "drawn", "finished", "sealed", "void"] {
        assert!(page.contains(&format!("badge {state}")), "{state}");
    }
}

#[test]
fn a_bundle_that_is_damaged_while_it_is_served_is_withdrawn() {
    install("curl", &["curl"]);
    let place = tempfile::tempdir().expect("temporary folder");
    copy_folder(&root().join("tests/vectors/ceremony/bundle"), &place.path().join("published/one/bundle"));
    fs::write(place.path().join("server.toml"), "[renewal]\nlook = 200\nverify = 400\n").expect("configuration");
    let service = Service::start(&["serve", "published", "--cache", "cache", "--config", "server.toml"], place.path());
    assert!(service.get("d/COUNTY-1-2/index.html").1.contains("badge finished"));
    // Size and time stay: only verification can tell.
    let list = place.path().join("published/one/bundle/lists/entities.jsonl");
    let time = fs::metadata(&list).expect("metadata").modified().expect("time");
    let mut bytes = fs::read(&list).expect("list");
    bytes[20] ^= 1;
    fs::write(&list, bytes).expect("write");
    fs::File::options().write(true).open(&list).expect("file").set_modified(time).expect("time");
    let until = |what: &str, holds: &dyn Fn() -> bool| {
        assert!(
            (0..300).any(|_| holds() || {
                std::thread::sleep(std::time::Duration::from_millis(100));
                false
            }),
            "{what}"
        );
    };
    until("withdrawn", &|| service.get("d/COUNTY-1-2/index.html").1.contains("撤下核查中"));
    let ready = service.get("readyz").1;
    assert!(
        ready.contains("\"withdrawn\":1") && ready.contains("draw COUNTY-1-2") && ready.contains("files"),
        "{ready}"
    );
    assert!(service.get("metrics").1.contains("withdrawn"));
    assert_eq!(service.get("d/COUNTY-1-2/bundle/plan.json").0, "404");
    // A draw that is published now appears by itself.
    copy_folder(&root().join("tests/vectors/sealed/sealed"), &place.path().join("published/two/bundle"));
    until("a new draw", &|| service.get("draws/index.html").1.contains("COUNTY/2/1"));
}
