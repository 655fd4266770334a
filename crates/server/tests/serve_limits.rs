//! The service's limits over real sockets: whom it cuts off, whom it turns away and how fast, how it stops, how the site is switched.
#![expect(clippy::disallowed_methods, reason = "these tests are about time")]

mod serving;

use serving::{CSP, Running, config, get, router, site, soon, write};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn slow_headers_are_cut_off_while_others_are_served() {
    let folder = site();
    let running = Running::start(config(), Some(folder.path()), None).await;
    let mut silent = running.connect().await;
    let begun = Instant::now();
    assert!(silent.is_closed_within(soon(1000)).await);
    assert!(begun.elapsed() >= soon(190));

    let mut slow = Vec::new();
    for number in 0..200u8 {
        let mut client = running.connect().await;
        slow.push(tokio::spawn(async move {
            let begun = Instant::now();
            for byte in get("/", "").chars().cycle() {
                if tokio::io::AsyncWriteExt::write_all(&mut client.stream, &[byte as u8]).await.is_err()
                    || begun.elapsed() > soon(1500)
                {
                    break;
                }
                // Each a little out of step with the others.
                if client.is_closed_within(soon(20 + u64::from(number) / 20)).await {
                    break;
                }
            }
            begun.elapsed()
        }));
    }
    let mut client = running.connect().await;
    let mut slowest = Duration::ZERO;
    for _ in 0..50 {
        let begun = Instant::now();
        assert_eq!(client.ask(&get("/", "")).await.status, 200);
        slowest = slowest.max(begun.elapsed());
    }
    assert!(slowest < soon(150), "{slowest:?}");
    for client in slow {
        let taken = client.await.expect("ended");
        assert!(taken < soon(1000), "{taken:?}");
    }
    let text = running.get("/metrics").await;
    assert!(text.text().contains("mingqian_cut_total{why=\"header\"} 200"), "{}", text.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_connections_and_readers_that_take_nothing_are_closed() {
    let folder = site();
    write(&folder, "huge.bin", &"x".repeat(32 << 20));
    let running = Running::start(config(), Some(folder.path()), None).await;
    let mut idle = running.connect().await;
    idle.ask(&get("/", "")).await;
    tokio::time::sleep(soon(250)).await;
    assert_eq!(idle.ask(&get("/", "")).await.status, 200, "kept for longer than a header may take");
    let begun = Instant::now();
    assert!(idle.is_closed_within(soon(2000)).await && begun.elapsed() >= soon(350));

    let mut deaf = running.connect().await;
    deaf.send(&get("/huge.bin", "")).await;
    let begun = Instant::now();
    loop {
        let text = running.get("/metrics").await;
        if text.text().contains("mingqian_cut_total{why=\"write\"} 1") {
            break;
        }
        assert!(begun.elapsed() < soon(3000), "still open");
        tokio::time::sleep(soon(30)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_cap_is_told_at_once() {
    let folder = site();
    let mut config = config();
    config.limits.connections = 5;
    config.timeouts.first_byte = 2000;
    let running = Running::start(config, Some(folder.path()), None).await;
    let mut held = Vec::new();
    for _ in 0..5 {
        let mut client = running.connect().await;
        client.send("GET").await;
        held.push(client);
    }
    tokio::time::sleep(soon(20)).await;
    for _ in 0..20 {
        let begun = Instant::now();
        let mut client = running.connect().await;
        let reply = client.ask(&get("/", "")).await;
        assert!(begun.elapsed() < soon(50), "{:?}", begun.elapsed());
        assert_eq!((reply.status, reply.header("retry-after"), reply.header("connection")), (503, "2", "close"));
        assert!(reply.header("content-security-policy").starts_with(CSP) && reply.text().contains("\"code\":\"busy\""));
    }
    drop(held);
    tokio::time::sleep(soon(50)).await;
    assert_eq!(running.get("/").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_client_s_connections_and_rate_are_limited() {
    let folder = site();
    let mut config = config();
    config.limits.requests_per_second = 10;
    config.limits.burst = 5;
    config.limits.connections_per_client = 2;
    config.clients.trusted_proxies = vec!["127.0.0.2".parse().expect("address")];
    let running = Running::start(config, Some(folder.path()), None).await;
    let mut client = running.connect().await;
    let mut other = running.connect().await;
    assert_eq!(running.get("/").await.status, 503);
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(client.ask(&get("/", "")).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    let reply = other.ask(&get("/api/v1/x", "")).await;
    assert_eq!(
        (reply.status, reply.header("retry-after"), reply.header("content-type")),
        (429, "1", "application/problem+json")
    );
    assert!(reply.text().contains("urn:mingqian:problem:too-many-requests"));
    assert_eq!(other.ask(&get("/metrics", "")).await.status, 200, "operators look in all the same");
    assert_eq!(other.ask(&get("/", "x-forwarded-for: 198.51.100.1\r\n")).await.status, 429, "not a trusted proxy");
    tokio::time::sleep(soon(120)).await;
    assert_eq!(client.ask(&get("/", "")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_each_client_has_its_own_rate() {
    let folder = site();
    let mut config = config();
    config.limits.requests_per_second = 1;
    config.limits.burst = 1;
    config.clients.trusted_proxies = vec!["127.0.0.1".parse().expect("address")];
    let running = Running::start(config, Some(folder.path()), None).await;
    for (client, status) in [
        ("198.51.100.1", 200),
        ("198.51.100.1", 429),
        ("198.51.100.2", 200),
        ("9.9.9.9, 198.51.100.2", 429),
        ("2001:db8::1", 200),
        ("2001:db8::2", 429),
    ] {
        assert_eq!(running.get_with("/", &format!("x-forwarded-for: {client}\r\n")).await.status, status, "{client}");
    }
    assert_eq!(running.get_with("/metrics", "x-forwarded-for: 198.51.100.3\r\n").await.status, 404);
    assert_eq!(running.get("/metrics").await.status, 404, "a proxy that does not say for whom");
}

#[tokio::test(flavor = "multi_thread")]
async fn handlers_of_others_are_held_to_the_limits() {
    let folder = site();
    let mut config = config();
    config.limits.requests_at_once = 3;
    let running = Running::start(config, Some(folder.path()), Some(router())).await;
    assert_eq!(running.get("/api/v1/fast").await.text(), "fast");
    assert_eq!(running.get("/look/code").await.text(), "looked");
    assert_eq!(running.get("/look/ab.json").await.text(), "{\"look\":1}");
    for (path, status, code) in [
        ("/api/v1/none", 404, "not-found"),
        ("/look/none", 404, "not-found"),
        ("/api/v1/never", 503, "timeout"),
        ("/api/v1/bad", 500, "internal"),
    ] {
        let reply = running.get(path).await;
        assert_eq!((reply.status, reply.header("content-type")), (status, "application/problem+json"), "{path}");
        let document: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
        assert_eq!((&document["code"], &document["status"]), (&code.into(), &status.into()));
        assert!(document["instance"].as_str().expect("text").ends_with(reply.header("x-request-id")));
    }
    let mut waiting = Vec::new();
    for _ in 0..3 {
        let mut client = running.connect().await;
        client.send(&get("/api/v1/slow", "")).await;
        waiting.push(client);
    }
    tokio::time::sleep(soon(30)).await;
    let begun = Instant::now();
    let reply = running.get("/api/v1/fast").await;
    assert!(begun.elapsed() < soon(50));
    assert_eq!((reply.status, reply.header("retry-after")), (503, "2"));
    for mut client in waiting {
        assert_eq!(client.reply(false).await.expect("an answer").status, 200);
    }
    assert_eq!(running.get("/api/v1/fast").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_finishes_what_is_under_way() {
    let folder = site();
    let running = Running::start(config(), Some(folder.path()), Some(router())).await;
    let mut idle = running.connect().await;
    idle.ask(&get("/", "")).await;
    let mut working = running.connect().await;
    working.send(&get("/api/v1/slow", "")).await;
    tokio::time::sleep(soon(50)).await;
    let address = running.address;
    let begun = Instant::now();
    let stopping = tokio::spawn(running.stop());
    assert_eq!(working.reply(false).await.expect("an answer").status, 200);
    assert_eq!(stopping.await.expect("stopped").cut, 0);
    assert!(begun.elapsed() < soon(600), "{:?}", begun.elapsed());
    assert!(idle.is_closed_within(soon(100)).await && working.is_closed_within(soon(100)).await);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_waits_no_longer_than_it_may() {
    let folder = site();
    let mut config = config();
    config.timeouts.stop = 100;
    config.timeouts.request = 5000;
    let running = Running::start(config, Some(folder.path()), Some(router())).await;
    let mut working = running.connect().await;
    working.send(&get("/api/v1/never", "")).await;
    tokio::time::sleep(soon(50)).await;
    let begun = Instant::now();
    assert_eq!(running.stop().await.cut, 1);
    assert!(begun.elapsed() < soon(500), "{:?}", begun.elapsed());
    assert!(working.is_closed_within(soon(100)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_site_appears_whole_or_not_at_all() {
    let folders: Vec<_> = ('a'..='t')
        .map(|letter| {
            let folder = tempfile::tempdir().expect("folder");
            write(&folder, "index.html", &letter.to_string().repeat(40_000));
            write(&folder, "large.txt", &letter.to_string().repeat(400_000));
            folder
        })
        .collect();
    let running = Running::start(config(), Some(folders[0].path()), None).await;
    let mut readers = Vec::new();
    for number in 0..6 {
        let path = ["/", "/large.txt"][number % 2];
        let mut client = running.connect().await;
        readers.push(tokio::spawn(async move {
            let (mut tags, mut latest) = (std::collections::BTreeMap::new(), 0);
            for _ in 0..60 {
                let reply = client.ask(&get(path, "")).await;
                let first = reply.body[0];
                assert!(reply.body.iter().all(|byte| *byte == first), "two generations in one answer");
                assert!(first >= latest, "back to the one before");
                latest = first;
                let tag = reply.header("etag").to_owned();
                assert_eq!(*tags.entry(first).or_insert_with(|| tag.clone()), tag, "the tag of another generation");
            }
            tags.len()
        }));
    }
    for folder in &folders[1..] {
        running.source.switch(folder.path()).expect("a site");
        tokio::time::sleep(soon(5)).await;
    }
    let mut seen = 0;
    for reader in readers {
        seen = seen.max(reader.await.expect("no mixture"));
    }
    assert!(seen >= 2, "nothing was switched while they read");
}
