//! The service over real sockets: what it gives, what it refuses, what it tells, to whom.

mod serving;

use serving::{CSP, Client, Running, config, get, logged, router, site, soon, write};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_the_folder_is_opened() {
    let above = tempfile::tempdir().expect("folder");
    write(&above, "outside.txt", "outside");
    write(&above, "site/index.html", "inside");
    write(&above, "site/.secret", "hidden");
    write(&above, "site/a/b.txt", "inside");
    let running = Running::start(config(), Some(&above.path().join("site")), None).await;
    for path in [
        "/../outside.txt",
        "/a/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/%2e%2e%2foutside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "/..\\outside.txt",
        "/%252e%252e/outside.txt",
        "/a/%2e%2e/index.html",
        "/a/./b.txt",
        "/a//b.txt",
        "//a/b.txt",
        "/.secret",
        "/%2esecret",
        "/a/b.txt%00",
        "/a/b.txt%00.html",
        "/a/b.txt/",
        "/%ff",
        "/%",
        "/etc/passwd",
        "//etc/passwd",
        "/a/b.txt%0d%0ax: y",
        "/\u{ff0e}\u{ff0e}/outside.txt",
        "/%c0%ae%c0%ae/outside.txt",
    ] {
        let path = path.replace(' ', "%20");
        let reply = running.get(&path).await;
        assert!(matches!(reply.status, 400 | 404), "{path}: {reply:?}");
        assert!(!reply.text().contains("outside") && !reply.text().contains("hidden"), "{path}");
    }
    assert_eq!(running.get("/a/b.txt").await.text(), "inside");
    assert_eq!(running.get("/%61/b%2Etxt?x=/../..").await.text(), "inside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_out_of_the_folder_is_nothing() {
    let folder = site();
    // Where links can't be made there is nothing to follow.
    let made =
        std::process::Command::new("ln").arg("-s").arg("/etc/passwd").arg(folder.path().join("link.txt")).status();
    if made.is_ok_and(|status| status.success()) {
        let running = Running::start(config(), Some(folder.path()), None).await;
        assert_eq!(running.get("/link.txt").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_have_types_tags_and_lifetimes() {
    let folder = site();
    let running = Running::start(config(), Some(folder.path()), None).await;
    for (path, media, keep) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/draws/", "text/html; charset=utf-8", "no-cache"),
        ("/draws/%E6%8A%BD%E5%8F%96/", "text/html; charset=utf-8", "no-cache"),
        ("/site.css", "text/css; charset=utf-8", "no-cache"),
        ("/list.csv", "text/csv; charset=utf-8", "no-cache"),
        ("/large.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/look/ab.json", "application/json", "no-cache"),
        ("/log/checkpoint", "text/plain; charset=utf-8", "no-cache"),
        ("/log/tile/0/000.p/1", "application/octet-stream", "public, max-age=31536000, immutable"),
    ] {
        // The first answer is read from the disk, the second comes from memory.
        for _ in 0..2 {
            let reply = running.get(path).await;
            assert_eq!(
                (reply.status, reply.header("content-type"), reply.header("cache-control")),
                (200, media, keep),
                "{path}"
            );
            let tag = reply.header("etag").to_owned();
            assert_eq!(tag.len(), 66, "{path}");
            for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
                let reply = running.get_with(path, &format!("if-none-match: {given}\r\n")).await;
                assert_eq!(
                    (reply.status, reply.header("etag"), reply.header("cache-control")),
                    (304, tag.as_str(), keep)
                );
            }
            assert_eq!(running.get_with(path, "if-none-match: \"x\"\r\n").await.status, 200);
            let head = running.ask(&get(path, "").replace("GET", "HEAD")).await;
            assert_eq!((head.status, head.header("etag")), (200, tag.as_str()));
            assert_eq!(head.header("content-length"), reply.header("content-length"));
        }
    }
    let reply = running.get("/draws/%E6%8A%BD%E5%8F%96").await;
    assert_eq!((reply.status, reply.header("location")), (308, "/draws/%E6%8A%BD%E5%8F%96/"));
    let reply = running.get("/nothing").await;
    assert_eq!((reply.status, reply.text(), reply.header("etag")), (404, "<!doctype html>这里没有", ""));
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn compressed_forms_are_given_to_whom_accepts_them() {
    let folder = site();
    let running = Running::start(config(), Some(folder.path()), None).await;
    for (accepted, encoding, text) in
        [("gzip, br", "br", "not really brotli"), ("gzip, br;q=0", "gzip", "not really gzip"), ("zstd", "", "body{}")]
    {
        let reply = running.get_with("/site.css", &format!("accept-encoding: {accepted}\r\n")).await;
        assert_eq!(
            (reply.header("content-encoding"), reply.text(), reply.header("vary")),
            (encoding, text, "accept-encoding")
        );
    }
    let plain = running.get("/site.css").await;
    let brotli = running.get_with("/site.css", "accept-encoding: br\r\n").await;
    assert_ne!(plain.header("etag"), brotli.header("etag"));
    assert_eq!(running.get("/site.css.br").await.status, 404);
    assert_eq!(running.get_with("/", "accept-encoding: br\r\n").await.header("vary"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_range_is_given() {
    let folder = site();
    let running = Running::start(config(), Some(folder.path()), None).await;
    let whole = running.get("/large.txt").await;
    assert_eq!((whole.body.len(), whole.header("accept-ranges")), (1_000_000, "bytes"));
    assert!(whole.text().ends_with("000099999\n"));
    let tag = whole.header("etag");
    for (path, length) in [("/large.txt", 1_000_000), ("/log/tile/0/000.p/1", 32)] {
        let reply = running.get_with(path, "range: bytes=10-19\r\n").await;
        assert_eq!((reply.status, reply.body.len()), (206, 10));
        assert_eq!(reply.header("content-range"), format!("bytes 10-19/{length}"));
        let last = if length == 32 { "t" } else { "\n" };
        assert_eq!(running.get_with(path, "range: bytes=-1\r\n").await.text(), last);
        let reply = running.get_with(path, &format!("range: bytes={length}-\r\n")).await;
        assert_eq!(
            (reply.status, reply.header("content-range"), reply.body.len()),
            (416, format!("bytes */{length}").as_str(), 0)
        );
        assert_eq!(running.get_with(path, "range: bytes=0-1,3-4\r\n").await.status, 200);
    }
    assert_eq!(running.get_with("/large.txt", "range: bytes=10-19\r\n").await.text(), "000000001\n");
    assert_eq!(running.get_with("/large.txt", &format!("range: bytes=1-\r\nif-range: {tag}\r\n")).await.status, 206);
    assert_eq!(running.get_with("/large.txt", "range: bytes=1-\r\nif-range: \"old\"\r\n").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_taken_from_clients() {
    let folder = site();
    let running = Running::start(config(), Some(folder.path()), None).await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "X"] {
        let reply = running.ask(&format!("{method} / HTTP/1.1\r\nhost: test\r\n\r\n")).await;
        assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    for (method, body) in
        [("GET", "content-length: 3\r\n\r\nabc"), ("POST", "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    {
        let mut client = running.connect().await;
        let reply = client.ask(&format!("{method} / HTTP/1.1\r\nhost: test\r\n{body}")).await;
        assert_eq!((reply.status, reply.header("connection")), (413, "close"));
        assert!(client.is_closed_within(soon(1000)).await);
    }
    let reply = running.get_with("/", &format!("x: {}\r\n", "y".repeat(20_000))).await;
    assert_eq!(reply.status, 431);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_says_what_a_browser_may_do() {
    let folder = site();
    let mut config = config();
    config.headers.csp_for =
        toml::from_str::<toml::Table>("a = [{ prefix = \"/verify/\", csp = \"script-src 'sha256-x'\" }]")
            .expect("TOML")["a"]
            .clone()
            .try_into()
            .expect("rules");
    let running = Running::start(config, Some(folder.path()), Some(router())).await;
    let mut ids = std::collections::BTreeSet::new();
    for request in [
        get("/", ""),
        get("/", "if-none-match: *\r\n"),
        get("/large.txt", "range: bytes=1-2\r\n"),
        get("/large.txt", "range: bytes=9999999-\r\n"),
        get("/draws", ""),
        get("/nothing", ""),
        get("/api/v1/fast", ""),
        get("/api/v1/none", ""),
        get("/api/v1/bad", ""),
        get("/healthz", ""),
        get("/readyz", ""),
        get("/metrics", ""),
        get("/", "").replace("GET", "HEAD"),
        get("/", "").replace("GET", "POST"),
        get("/", "content-length: 1\r\n"),
        get("/verify/", ""),
    ] {
        let reply = running.ask(&request).await;
        let policy = if request.contains("/verify/") { "script-src 'sha256-x'" } else { CSP };
        assert!(reply.header("content-security-policy").starts_with(policy), "{request}: {reply:?}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), value, "{request}");
        }
        assert!(reply.header("permissions-policy").contains("camera=()") && !reply.header("cache-control").is_empty());
        assert_eq!((reply.header("strict-transport-security"), reply.header("server")), ("", ""));
        assert!(ids.insert(reply.header("x-request-id").to_owned()), "{request}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inside_is_shown_to_operators_only() {
    let mut config = config();
    config.clients.operators = vec!["127.0.0.7".parse().expect("address")];
    let folder = site();
    let running = Running::start(config, None, None).await;
    assert_eq!(running.get("/healthz").await.status, 200);
    let reply = running.get("/readyz").await;
    assert_eq!((reply.status, reply.text()), (503, "not ready\n"));
    assert_eq!(running.get("/").await.status, 503);
    running.source.switch(folder.path()).expect("a site");
    let reply = running.get("/readyz").await;
    assert_eq!((reply.status, reply.text()), (200, "ready\n"));
    assert_eq!(running.get("/metrics").await.status, 404);

    let running = Running::start(serving::config(), Some(folder.path()), None).await;
    running.status.set_withdrawn(3);
    running.status.set("log", server::serve::State::Degraded, "the copy is an hour old");
    let document: serde_json::Value = serde_json::from_str(running.get("/readyz").await.text()).expect("JSON");
    assert_eq!((&document["ready"], &document["generation"]), (&true.into(), &1.into()));
    assert_eq!((&document["states"]["log"]["state"], &document["withdrawn"]), (&"degraded".into(), &3.into()));
    let text = running.get("/metrics").await;
    assert!(
        text.text().contains("\nmingqian_draws_withdrawn 3\n")
            && text.text().contains("class=\"operator\",status=\"200\"} 1")
    );
    for forwarded in ["x-forwarded-for: 127.0.0.1\r\n", "forwarded: for=127.0.0.1\r\n", "via: 1.1 proxy\r\n"] {
        assert_eq!(running.get_with("/metrics", forwarded).await.status, 404, "{forwarded}");
        assert_eq!(running.get_with("/readyz", forwarded).await.text(), "ready\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_have_neither_paths_nor_queries_nor_addresses() {
    let folder = site();
    write(&folder, "look/geheim7.json", "{}");
    let running = Running::start(config(), Some(folder.path()), Some(router())).await;
    for path in
        ["/look/geheim7.json", "/look/geheim7", "/geheim7?geheim8=1", "/api/v1/fast?geheim8", "/?geheim8", "/%67eheim7"]
    {
        running.get_with(path, "user-agent: geheim9\r\nreferer: http://geheim9/\r\n").await;
    }
    let mut client = running.connect().await;
    client.ask("GEHEIM7 / HTTP/1.1\r\nhost: geheim9\r\n\r\n").await;
    let id = client.ask(&get("/look/ab.json", "")).await.header("x-request-id").to_owned();
    running.stop().await;
    let text = logged();
    assert!(!text.to_lowercase().contains("geheim"), "a log tells what was looked up");
    let line = text.lines().find(|line| line.contains(&id)).expect("a line for each request");
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!((&line["class"], &line["method"], &line["status"]), (&"look".into(), &"GET".into(), &200.into()));
    assert_eq!((&line["client"], &line["bytes"]), (&"127.0.0.0/24".into(), &10.into()));
    assert!(line["ms"].is_u64() && line["timestamp"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_spoken_if_there_is_a_certificate() {
    use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let folder = site();
    let mut config = config();
    let files = format!("certificate = {:?}\nkey = {:?}", tests.join("test.crt"), tests.join("test.key"));
    config.tls = Some(toml::from_str(&files).expect("files"));
    let running = Running::start(config, Some(folder.path()), None).await;
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(tests.join("test.crt")).expect("PEM")).expect("a root");
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(client));
    let stream = TcpStream::connect(running.address).await.expect("connected");
    let name = ServerName::try_from("localhost").expect("a name");
    let mut client = Client::new(connector.connect(name, stream).await.expect("a handshake"));
    let reply = client.ask(&get("/large.txt", "")).await;
    assert_eq!((reply.status, reply.body.len()), (200, 1_000_000));
    assert_eq!(reply.header("strict-transport-security"), "max-age=31536000");
    let mut silent = running.connect().await;
    assert!(silent.is_closed_within(soon(1000)).await, "a handshake that never begins");
}
