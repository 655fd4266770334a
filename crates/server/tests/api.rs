//! The interface over real sockets, on a real site: its rows are those of the bundles, its errors have their codes, and its description
//! is true.

mod published;
mod serving;

use published::{COUNTY, Published, today};
use serde_json::Value;
use serving::{Reply, Running, config, get, logged};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

static SITE: LazyLock<Published> = LazyLock::new(Published::all);

/// Addresses of the other draws, by what is published of them.
fn address(wanted: &str) -> &'static str {
    static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let text = fs::read_to_string(SITE.site().join("data/draws.jsonl")).expect("draws");
        let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let pair = |row: Value| (text_of(&row["state"]), text_of(&row["address"]));
        rows.filter(|row| row["address"] != COUNTY).map(pair).collect()
    });
    &ADDRESSES[wanted]
}

fn text_of(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

async fn start(site: &Published) -> Running {
    let mut config = config();
    config.timeouts.request = 20_000;
    Running::start(config, Some(&site.site()), Some(server::api::router(today))).await
}

async fn running() -> Running {
    start(&SITE).await
}

fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).expect("JSON")
}

async fn ok(running: &Running, path: &str) -> Value {
    let reply = running.get(path).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"), "{path}: {}", reply.text());
    json(&reply)
}

/// All rows of a list, page by page, and the totals that the pages told.
async fn paged(running: &Running, path: &str, limit: usize) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = ok(running, &format!("{path}{sign}limit={limit}{cursor}")).await;
        let items = page["items"].as_array().expect("rows").clone();
        assert!(items.len() <= limit);
        rows.extend(items);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => {
                assert!(page["total"].is_null() || page["total"] == rows.len());
                return rows;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn draws_are_listed_once_each_and_shown_whole() {
    let running = running().await;
    let all = paged(&running, "/api/v1/draws", 200).await;
    for limit in [1, 2, 3] {
        assert_eq!(paged(&running, "/api/v1/draws", limit).await, all);
    }
    let states: Vec<&str> = all.iter().map(|row| row["state"].as_str().expect("state")).collect();
    assert_eq!(all.len(), 5, "{states:?}");
    for row in &all {
        let path = format!("/api/v1/draws/{}", row["address"].as_str().expect("address"));
        if row["withdrawn"] == true {
            assert_eq!((&row["name"], &row["counts"]), (&row["address"], &Value::Null));
            continue;
        }
        let draw = ok(&running, &path).await;
        for name in ["address", "name", "authority", "campaign", "state", "created", "counts"] {
            assert_eq!(draw[name], row[name], "{path} {name}");
        }
        assert_eq!(draw["grade"]["grade"], row["grade"]);
    }
    let draw = ok(&running, &format!("/api/v1/draws/{COUNTY}")).await;
    let plan = SITE.object(COUNTY, "bundle/plan.json");
    let record = SITE.object(COUNTY, "bundle/draw/record.json");
    assert_eq!(draw["digests"]["seed"], record["seed"]);
    assert_eq!(draw["digests"]["plan"], record["plan"]);
    let strata = SITE.lines(COUNTY, "bundle/draw/strata.jsonl");
    assert_eq!(draw["strata"].as_array().expect("strata").len(), strata.len());
    for (shown, line) in draw["strata"].as_array().expect("strata").iter().zip(&strata) {
        for name in ["task", "stratum", "population", "excluded", "n", "reserves", "threshold"] {
            assert_eq!(shown[name], line[name], "{name}");
        }
    }
    for list in draw["lists"].as_array().expect("lists") {
        assert_eq!(list["root"], plan["roots"][list["name"].as_str().expect("name")]["root"]);
    }
    let held = ok(&running, &format!("/api/v1/draws/{}", address("finished"))).await;
    assert_eq!(held["steps"].as_array().expect("steps").last().expect("a step")["event"], "finish");
    assert_eq!(held["replacements"].as_array().expect("replacements").len(), 5);
    assert_eq!(held["attempts"]["previous"], address("void"));
    let sealed = ok(&running, &format!("/api/v1/draws/{}", address("sealed"))).await;
    assert!(sealed["opened"]["leaves"].as_u64() > sealed["opened"]["opened"].as_u64());
}

#[tokio::test(flavor = "multi_thread")]
async fn visits_and_the_drawn_are_paged_once_each() {
    let running = running().await;
    for address in [COUNTY, address("finished")] {
        let lines = SITE.lines(address, "bundle/draw/visits.jsonl");
        let path = format!("/api/v1/draws/{address}/visits");
        for limit in [3, 200] {
            let rows = paged(&running, &path, limit).await;
            assert_eq!(rows.len(), lines.len());
            for (row, line) in rows.iter().zip(&lines) {
                assert_eq!((&row["id"], &row["state"]), (&line["id"], &line["state"]));
                assert_eq!(row["days"].as_array().expect("days").len(), line["days"].as_array().map_or(0, Vec::len));
                assert_eq!(row["draws"], line["draws"]);
            }
        }
        let lines = SITE.lines(address, "bundle/draw/selected.jsonl");
        let rows = paged(&running, &format!("/api/v1/draws/{address}/selected"), 7).await;
        assert_eq!(rows.len(), lines.len());
        for (row, line) in rows.iter().zip(&lines) {
            for name in ["task", "stratum", "rank", "entity", "reserve", "ticket"] {
                assert_eq!(row[name], line[name]);
            }
        }
    }
}

/// Everything but unreserved characters as `%XX`.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_give_exactly_the_visits_that_have_the_value() {
    let running = running().await;
    let path = format!("/api/v1/draws/{COUNTY}/visits");
    let all = paged(&running, &path, 200).await;
    let strings = |value: &Value| -> Vec<String> {
        match value {
            Value::String(text) => vec![text.clone()],
            Value::Array(values) => {
                values.iter().map(|one| one.as_str().or(one["id"].as_str()).expect("a text").to_owned()).collect()
            }
            _ => Vec::new(),
        }
    };
    let values = |row: &Value, by: &str| match by {
        "department" => strings(&row["departments"]),
        "area" => strings(&row["area"]),
        "item" => strings(&row["items"]),
        _ => strings(&row["days"]),
    };
    let mut asked = 0;
    for by in ["department", "area", "item", "date"] {
        let all_values: BTreeSet<String> = all.iter().flat_map(|row| values(row, by)).collect();
        assert!(!all_values.is_empty());
        for value in all_values.iter().filter(|value| !value.is_empty()).take(12) {
            let expected: Vec<&Value> = all.iter().filter(|row| values(row, by).contains(value)).collect();
            let got = paged(&running, &format!("{path}?{by}={}", encoded(value)), 2).await;
            assert_eq!(got.iter().collect::<Vec<_>>(), expected, "{by} {value}");
            asked += 1;
        }
    }
    assert!(asked > 8);
    let first = &all[0];
    let (department, day) = (&values(first, "department")[0], &values(first, "date")[0]);
    let both = format!("{path}?department={}&date={day}", encoded(department));
    let expected =
        all.iter().filter(|row| values(row, "department").contains(department) && values(row, "date").contains(day));
    assert_eq!(paged(&running, &both, 1).await.len(), expected.count());
    assert_eq!(ok(&running, &format!("{path}?area=nowhere")).await["total"], 0);
    for behind in [format!("{path}?cursor=ZZZZ"), format!("/api/v1/draws/{COUNTY}/selected?cursor=999999999999999999")]
    {
        let page = ok(&running, &behind).await;
        assert_eq!((&page["items"], &page["next"]), (&Value::Array(Vec::new()), &Value::Null));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_those_of_the_site() {
    let running = running().await;
    let files = ok(&running, &format!("/api/v1/draws/{COUNTY}/files")).await;
    let files = files["items"].as_array().expect("files");
    assert!(files.iter().any(|file| file["path"] == "bundle/manifest.json"));
    for file in files {
        let reply = running.get(file["address"].as_str().expect("address")).await;
        assert_eq!((reply.status, reply.body.len() as u64), (200, file["size"].as_u64().expect("size")), "{file}");
        assert_eq!(reply.header("etag"), format!("\"{}\"", file["sha256"].as_str().expect("digest")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_answered_and_proved() {
    let running = running().await;
    let finished = address("finished");
    let ids: Vec<String> =
        SITE.lines(finished, "bundle/lists/entities.jsonl").iter().map(|line| text_of(&line["id"])).collect();
    let mut answers = BTreeSet::new();
    for id in &ids {
        let entity = ok(&running, &format!("/api/v1/draws/{finished}/entities/{id}")).await;
        assert_eq!((&entity["asked"], &entity["kind"]), (&Value::from(id.as_str()), &"outcome".into()));
        let tasks = entity["tasks"].as_array().expect("tasks").iter();
        answers.extend(tasks.map(|task| task["answer"].as_str().expect("answer").to_owned()));
        let proof = running.get(&format!("/api/v1/draws/{finished}/proofs/{id}")).await;
        assert_eq!(proof.header("content-disposition"), format!("attachment; filename=\"proof-{id}.json\""));
        let plan = serde_json::from_value(SITE.object(finished, "bundle/plan.json")).expect("plan");
        let trust = verify::Trust { plan: Some(&plan), ..verify::Trust::default() };
        verify::verify_proof(&proof.body, &trust, None).expect("a proof");
    }
    assert!(answers.is_superset(&["drawn", "reserve", "not_drawn"].map(str::to_owned).into()), "{answers:?}");
    let sealed = address("sealed");
    let listed = SITE.lines(sealed, "bundle/lists/entities.jsonl");
    let path = format!("/api/v1/draws/{sealed}/entities/{}", listed[0]["id"].as_str().expect("id"));
    assert_eq!(ok(&running, &path).await["has_proof"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_paged_to_its_first_entry() {
    let running = running().await;
    let log = ok(&running, "/api/v1/log").await;
    let size = log["size"].as_u64().expect("size");
    let checkpoint = fs::read_to_string(published::vector("ceremony/log/checkpoint")).expect("checkpoint");
    assert_eq!(log["checkpoint"], checkpoint);
    for limit in [1, 5, 200] {
        let rows = paged(&running, "/api/v1/log", limit).await;
        let places: Vec<u64> = rows.iter().map(|row| row["place"].as_u64().expect("place")).collect();
        assert_eq!(places, (0..size).rev().collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_have_tags_and_say_when_nothing_has_changed() {
    let running = running().await;
    let entity = text_of(&SITE.lines(COUNTY, "bundle/lists/entities.jsonl")[0]["id"]);
    for path in [
        "/api/v1/draws".to_owned(),
        format!("/api/v1/draws/{COUNTY}"),
        format!("/api/v1/draws/{COUNTY}/visits?limit=2"),
        format!("/api/v1/draws/{COUNTY}/selected"),
        format!("/api/v1/draws/{COUNTY}/files"),
        format!("/api/v1/draws/{COUNTY}/entities/{entity}"),
        format!("/api/v1/draws/{COUNTY}/proofs/{entity}"),
        "/api/v1/log".to_owned(),
        "/openapi.json".to_owned(),
        "/api/docs/".to_owned(),
    ] {
        let reply = running.get(&path).await;
        let (tag, length) = (reply.header("etag").to_owned(), reply.header("content-length").to_owned());
        assert_eq!((reply.status, reply.header("cache-control"), tag.len()), (200, "no-cache", 66), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), if path == "/api/docs/" { "" } else { "*" }, "{path}");
        assert_eq!(running.get(&path).await.body, reply.body, "{path}");
        for given in [tag.clone(), format!("W/{tag}"), "*".to_owned()] {
            let unchanged = running.get_with(&path, &format!("if-none-match: {given}\r\n")).await;
            assert_eq!(
                (unchanged.status, unchanged.header("etag"), unchanged.body.len()),
                (304, tag.as_str(), 0),
                "{path}"
            );
            assert_eq!(unchanged.header("content-length"), "", "{path}");
        }
        assert_eq!(running.get_with(&path, "if-none-match: \"x\"\r\n").await.status, 200);
        let head = running.ask(&get(&path, "").replacen("GET", "HEAD", 1)).await;
        assert_eq!(
            (head.status, head.header("etag"), head.header("content-length")),
            (200, tag.as_str(), length.as_str()),
            "{path}"
        );
        let post = running.ask(&get(&path, "").replacen("GET", "POST", 1)).await;
        assert_eq!(post.status, 405, "{path}");
    }
    let draw = format!("/api/v1/draws/{COUNTY}");
    let packed = running.get_with(&draw, "accept-encoding: gzip\r\n").await;
    assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("gzip", "accept-encoding"));
}

/// Paths with the problem that each gives.
fn wrong() -> Vec<(String, u16, &'static str)> {
    let (sealed, withdrawn) = (address("sealed"), address("withdrawn"));
    let entity = text_of(&SITE.lines(sealed, "bundle/lists/entities.jsonl")[0]["id"]);
    let mut out: Vec<(String, u16, &'static str)> = Vec::new();
    let mut add =
        |status, code, paths: &[&str]| out.extend(paths.iter().map(|path| (format!("/api/v1{path}"), status, code)));
    add(404, "not-found", &["", "/", "/x", "/draws/", "/draws/a/b", "/draws/a/entities", "/Draws"]);
    add(
        404,
        "unknown-draw",
        &["/draws/x", "/draws/..%2f..%2fetc", "/draws/%00", "/draws/%E6%8A%BD/visits", "/draws/x/proofs/A"],
    );
    add(400, "bad-request", &["/draws/%ff", "/draws/%ff/entities/A"]);
    for limit in ["0", "201", "-1", "+1", "1.0", "1e2", "", "x", "99999999999999999999999", "%31%00", "%EF%BC%91"] {
        add(
            400,
            "bad-parameter",
            &[&format!("/draws?limit={limit}"), &format!("/draws/{COUNTY}/visits?limit={limit}")],
        );
    }
    add(400, "bad-parameter", &["/draws?limt=1", "/draws?limit=1&limit=1", "/log?limit=0", "/log?x"]);
    for words in [
        "department=",
        "area=",
        "item=a",
        "item=",
        "date=2026-02-30",
        "date=x",
        "departement=a",
        "item=A&item=B",
        "%ff=1",
    ] {
        add(400, "bad-parameter", &[&format!("/draws/{COUNTY}/visits?{words}")]);
    }
    add(400, "bad-parameter", &[&format!("/draws/{COUNTY}?limit=1"), &format!("/draws/{COUNTY}/files?x=1")]);
    for cursor in ["", "..", "%00", "a/b", "%F0%9F%92%A9", &"A".repeat(101)] {
        add(
            400,
            "bad-cursor",
            &[&format!("/draws?cursor={cursor}"), &format!("/draws/{COUNTY}/visits?cursor={cursor}")],
        );
        add(
            400,
            "bad-cursor",
            &[&format!("/draws/{COUNTY}/selected?cursor={cursor}"), &format!("/log?cursor={cursor}")],
        );
    }
    add(400, "bad-cursor", &["/log?cursor=99999999999999999999999", "/log?cursor=-1", "/log?cursor=+1"]);
    for what in ["visits", "selected"] {
        add(404, "no-outcome", &[&format!("/draws/{sealed}/{what}")]);
    }
    add(404, "no-outcome", &[&format!("/draws/{sealed}/proofs/{entity}")]);
    for rest in ["", "/visits", "/selected", "/files", "/entities/A", "/proofs/A"] {
        add(503, "draw-withdrawn", &[&format!("/draws/{withdrawn}{rest}")]);
    }
    for code in ["a", "%20", "%2e%2e%2f", "A%00", "A'--", "%3Cscript%3E", "%E6%8A%BD", "-A", &"A".repeat(65)] {
        add(
            400,
            "malformed-code",
            &[&format!("/draws/{COUNTY}/entities/{code}"), &format!("/draws/{COUNTY}/proofs/{code}")],
        );
    }
    add(404, "no-such-code", &[&format!("/draws/{COUNTY}/entities/ZZZ"), &format!("/draws/{COUNTY}/proofs/ZZZ")]);
    out
}

fn is_problem(reply: &Reply, path: &str, status: u16, code: &str) {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (status, "application/problem+json"),
        "{path}: {}",
        reply.text()
    );
    let document = json(reply);
    assert_eq!((&document["code"], &document["status"]), (&code.into(), &status.into()), "{path}");
    assert_eq!(document["type"], format!("urn:mingqian:problem:{code}"));
    assert_eq!(document["instance"], format!("urn:mingqian:request:{}", reply.header("x-request-id")));
    assert_eq!(
        (reply.header("cache-control"), reply.header("access-control-allow-origin")),
        ("no-store", "*"),
        "{path}"
    );
    assert_eq!(reply.header("retry-after").is_empty(), status != 503, "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_error_has_its_code_and_echoes_nothing() {
    let running = running().await;
    let mut seen = BTreeSet::new();
    for (path, status, code) in wrong() {
        let reply = running.get(&path).await;
        is_problem(&reply, &path, status, code);
        seen.insert(code);
        let text = reply.text().to_lowercase();
        assert!(!text.contains("script") && !text.contains("zzz") && !text.contains("etc"), "{path}: {text}");
    }
    assert_eq!(seen.len(), 9, "{seen:?}");
    let limit = json(&running.get("/api/v1/draws?limit=0").await);
    assert_eq!(limit["parameter"], "limit");
    let none = Published::of(|published| published::copy(&published::vector("ceremony/void"), &published.join("a/1")));
    is_problem(&start(&none).await.get("/api/v1/log").await, "/api/v1/log", 404, "no-log");
    let nothing = Running::start(config(), None, Some(server::api::router(today))).await;
    is_problem(&nothing.get("/api/v1/draws").await, "/api/v1/draws", 503, "not-ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_looked_up_is_noted() {
    let running = running().await;
    let secrets = ["GEHEIM1234", "91110000600037341L"];
    for secret in secrets {
        for path in ["entities/", "proofs/", "visits?area=", "visits?cursor=", "visits?x="] {
            running.get(&format!("/api/v1/draws/{COUNTY}/{path}{secret}")).await;
        }
        running.get(&format!("/api/v1/draws/{secret}")).await;
        running.get(&format!("/slip/index.html?slip={secret}")).await;
        running.get(&format!("/d/{COUNTY}/look/index.html?code={secret}")).await;
    }
    let metrics = running.get("/metrics").await.text().to_owned();
    running.stop().await;
    let told = logged() + &metrics;
    for secret in secrets {
        assert!(!told.contains(secret), "what was looked up is noted");
    }
}

/// All `$ref`s of a document.
fn references(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, out));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_has_all_routes_schemas_and_problems() {
    let running = running().await;
    let document = ok(&running, "/openapi.json").await;
    assert!(document["openapi"].as_str().expect("version").starts_with("3.1"));
    let paths: Vec<&str> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let draw = "/api/v1/draws/{address}";
    let own = ["", "/entities/{code}", "/files", "/proofs/{code}", "/selected", "/visits"]
        .map(|rest| format!("{draw}{rest}"));
    let expected: BTreeSet<String> =
        own.into_iter().chain(["/api/v1/draws", "/api/v1/log"].map(str::to_owned)).collect();
    assert_eq!(paths.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<_>>(), expected);
    let mut used = BTreeSet::new();
    references(&document, &mut used);
    assert!(used.len() > 20);
    for reference in used {
        let pointer = reference.strip_prefix('#').expect("a reference in the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let codes =
        document.pointer("/components/schemas/Problem/properties/code/enum").expect("codes").as_array().expect("codes");
    assert_eq!(codes.len(), 17);
    for (path, status, code) in wrong() {
        assert!(codes.contains(&code.into()), "{code}");
        let place = document["paths"].as_object().expect("paths").iter().find(|(template, _)| is_of(&path, template));
        let Some((template, item)) = place else { continue };
        // A path that no text can be is nobody's business.
        let told = item["get"]["responses"][status.to_string()]["description"].as_str().unwrap_or_default();
        assert!(told.contains(&format!("`{code}`")), "{template} may answer {status} {code} and does not say so");
    }
    let page = running.get("/api/docs/").await;
    let text = page.text();
    for needed in paths.iter().copied().chain(codes.iter().map(|code| code.as_str().expect("code"))) {
        assert!(text.contains(needed), "the page lacks {needed}");
    }
    for foreign in ["<script", "style=", "http://", "https://", "//cdn", "onclick"] {
        assert!(!text.contains(foreign), "the page has {foreign}");
    }
    assert_eq!(running.get("/api/docs").await.header("location"), "/api/docs/");
}

/// Whether a path is one of a template.
fn is_of(path: &str, template: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (parts, own): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), template.split('/').collect());
    parts.len() == own.len()
        && parts.iter().zip(&own).all(|(part, own)| part == own || own.starts_with('{') && !part.is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_input_gives_the_same_data() {
    let again = Published::all();
    let sums = |site: &Published| fs::read_to_string(site.site().join("SHA256SUMS")).expect("digests");
    assert_eq!(sums(&SITE), sums(&again));
    assert!(sums(&SITE).contains(&format!("d/{COUNTY}/data/visits.jsonl")));
}
