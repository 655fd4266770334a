//! Slips checked without a script: the verdict on each is the one that `mingqian verify-proof` gives.

mod published;
mod serving;

use published::{Published, copy, today, vector};
use serving::{Running, config};
use std::fs;
use std::sync::LazyLock;

static SITE: LazyLock<Published> = LazyLock::new(Published::all);

async fn start(site: &Published) -> Running {
    let mut config = config();
    config.timeouts.request = 20_000;
    Running::start(config, Some(&site.site()), Some(server::api::router(today))).await
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What the page says of a slip: its state, and all of the answer.
async fn judged(running: &Running, lang: &str, text: &str) -> (String, String) {
    let reply = running.get(&format!("{lang}/slip/index.html?slip={}", encoded(text))).await;
    assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{}", reply.text());
    let page = reply.text();
    let answer = page
        .split_once("<div id=\"answer\"")
        .expect("a place for the answer")
        .1
        .split_once("</div>")
        .expect("its end")
        .0;
    let state = answer.split_once("data-state=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap_or_default());
    (state.to_owned(), answer.to_owned())
}

fn slip(path: &str) -> String {
    fs::read_to_string(vector(path)).expect("a slip")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_slip_has_its_verdict() {
    let running = start(&SITE).await;
    for (path, state, mark) in [
        ("ceremony/slips/open.json", "good", "✓"),
        ("ceremony/slips/replaced.json", "good", "✓"),
        ("ceremony/slips/reserve.json", "good", "✓"),
        ("ceremony/slips/cancelled.json", "off", "⊘"),
        ("ceremony/slips/waiting.json", "off", "⊘"),
        ("sealed/slips/sealed.json", "good", "✓"),
    ] {
        for lang in ["", "/en"] {
            let (got, answer) = judged(&running, lang, &slip(path)).await;
            assert_eq!(got, state, "{path}: {answer}");
            assert!(answer.contains(&format!(">{mark}<")), "{path}: {answer}");
        }
    }
    let (_, answer) = judged(&running, "", &slip("ceremony/slips/open.json")).await;
    assert!(answer.contains("检查日期") && answer.contains("检查组"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_and_foreign_slips_are_not_genuine() {
    let running = start(&SITE).await;
    let good = slip("ceremony/slips/open.json");
    let mut value: serde_json::Value = serde_json::from_str(&good).expect("JSON");
    value["index"] = 7.into();
    let (state, answer) = judged(&running, "", &value.to_string()).await;
    assert_eq!(state, "bad", "{answer}");
    let mut value: serde_json::Value = serde_json::from_str(&good).expect("JSON");
    value["leaf"]["visit"]["id"] = "<script>alert(1)</script>".into();
    let (state, answer) = judged(&running, "", &value.to_string()).await;
    assert_eq!(state, "bad", "{answer}");
    assert!(!answer.contains("<script>"), "{answer}");
    for text in ["x", "{", "{}", &good[..good.len() / 2], "<script>alert(1)</script>", "#s=AAAA", "%00%ff", "💩"] {
        let (state, answer) = judged(&running, "/en", text).await;
        assert_eq!(state, "unsure", "{text}: {answer}");
        assert!(!answer.contains("<script>"));
    }
    // Nothing is asked: the page as it is.
    let page = running.get("/slip/index.html?slip=").await;
    assert!(page.text().contains("aria-live=\"polite\"></div>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_draw_or_before_it_that_is_said() {
    let nothing = Published::of(|published| copy(&vector("ceremony/void"), &published.join("a/1")));
    let (state, answer) = judged(&start(&nothing).await, "", &slip("ceremony/slips/open.json")).await;
    assert_eq!(state, "unsure", "{answer}");
    assert!(answer.contains("没有公布"), "{answer}");
    let before = Published::of(|published| copy(&vector("ceremony/announcement"), &published.join("a/1")));
    let (state, answer) = judged(&start(&before).await, "", &slip("ceremony/slips/open.json")).await;
    assert_eq!(state, "good", "{answer}");
    assert!(answer.contains("公告"), "{answer}");
    let damaged = Published::of(|published| {
        let bundle = published.join("a/1");
        copy(&vector("ceremony/bundle"), &bundle);
        let visits = bundle.join("draw/visits.jsonl");
        let text = fs::read_to_string(&visits).expect("visits");
        fs::write(visits, text + " ").expect("written");
    });
    let (state, answer) = judged(&start(&damaged).await, "", &slip("ceremony/slips/open.json")).await;
    assert_eq!(state, "unsure", "{answer}");
    assert!(answer.contains("核验不通过"), "{answer}");
}
