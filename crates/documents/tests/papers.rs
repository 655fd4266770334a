//! Papers of a made-up ceremony against `snapshots/papers/`, their QR codes read back, and attacks in every name.

#[path = "fixture/mod.rs"]
mod fixture;
#[path = "fixture/hostile.rs"]
mod hostile;
#[path = "fixture/papers.rs"]
mod papers;
#[path = "fixture/qr.rs"]
mod qr;

use documents::*;
use fixture::id;
use papers::{Room, open, sealed, share, slip, void};
use quick_xml::events::Event as Xml;
use records::canonical;
use records::events::{Event, EventLine, Leaf, Replacement, Skipped, Slip, SlipLeaf};
use records::lang::Lang;
use std::path::Path;

fn snapshot(name: &str, got: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/papers").join(name);
    if std::env::var_os("MINGQIAN_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, got).unwrap();
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    assert!(expected == got, "{name} differs from its snapshot; got:\n{}", String::from_utf8_lossy(got));
}

/// Every paper by the name of its snapshot.
fn all_papers(open: &Room, sealed: &Room, void: &Room) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (kind, room) in [("open", open), ("sealed", sealed), ("void", void)] {
        out.push((format!("minutes.{kind}.html"), minutes_html(&room.minutes()).unwrap()));
        for (lang, end) in [(Lang::Zh, "txt"), (Lang::En, "en.txt")] {
            out.push((format!("minutes.{kind}.{end}"), minutes_text(&room.minutes(), lang).into_bytes()));
        }
    }
    let share = share(5);
    let halves = sealed.halves();
    let sheet = CustodianSheet { plan: &sealed.it.plan, custodian: 1, halves: &halves };
    out.push(("close.html".into(), close_html(&sealed.close()).unwrap()));
    out.push(("announcement.html".into(), announcement_html(&sealed.announcement()).unwrap()));
    out.push(("share.html".into(), share_html(&sealed.share(&share)).unwrap()));
    out.push(("custodian.html".into(), custodian_html(&sheet).unwrap()));
    for (kind, room) in [("open", open), ("sealed", sealed)] {
        let slip = slip(room, 2);
        let page = room.slip(&slip);
        out.push((format!("slip.{kind}.html"), slip_html(&page).unwrap()));
        for (lang, end) in [(Lang::Zh, "txt"), (Lang::En, "en.txt")] {
            out.push((format!("slip.{kind}.{end}"), slip_text(&page, lang).unwrap().into_bytes()));
        }
    }
    out
}

/// Parses as XML; gives element names and all text.
fn read_html(html: &[u8]) -> (Vec<String>, String) {
    let mut reader = quick_xml::Reader::from_str(std::str::from_utf8(html).unwrap());
    reader.config_mut().check_end_names = true;
    let (mut names, mut content) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(element) | Xml::Empty(element) => {
                for attribute in element.attributes() {
                    let key = attribute.unwrap().key.as_ref().to_owned();
                    assert!(!key.starts_with("on") && key != "style" && key != "src", "attribute {key}");
                }
                names.push(element.name().as_ref().to_owned());
            }
            Xml::Text(text) => content.push_str(&text),
            Xml::GeneralRef(entity) => content.push(entity.resolve_char_ref().unwrap().expect("only numeric")),
            Xml::Eof => return (names, content),
            _ => {}
        }
    }
}

/// What all codes of a page say, read back from the page itself.
fn codes(html: &[u8]) -> Vec<Vec<u8>> {
    let text = std::str::from_utf8(html).unwrap();
    text.split("<svg class=\"qr\"").skip(1).map(|svg| qr::read(svg.split("</svg>").next().unwrap())).collect()
}

#[test]
fn papers_are_those_of_the_snapshots() {
    for (name, bytes) in all_papers(&open(), &sealed(), &void()) {
        snapshot(&name, &bytes);
    }
}

#[test]
fn pages_are_well_formed_and_fetch_nothing() {
    for (name, bytes) in all_papers(&open(), &sealed(), &void()) {
        if name.ends_with(".txt") {
            continue;
        }
        let (names, _) = read_html(&bytes);
        for element in ["script", "iframe", "object", "embed", "form", "img", "base", "a"] {
            assert!(!names.iter().any(|n| n == element), "{name}: {element}");
        }
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("url(") && !text.contains("@import"), "{name}");
    }
}

#[test]
fn codes_say_what_their_captions_say() {
    let (open, sealed) = (open(), sealed());
    let close = fixture::digest("close");
    let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(said(&codes(&close_html(&open.close()).unwrap())[0]), format!("mq1 D QXX-SCJG/1/2 {close}"));
    let announced = codes(&announcement_html(&sealed.announcement()).unwrap());
    assert_eq!(said(&announced[0]), format!("mq1 P QXX-SCJG/1/2 {}", fixture::digest("plan")));
    assert_eq!(said(&announced[1]), sealed.checkpoint);
    assert_eq!(codes(&minutes_html(&open.minutes()).unwrap()), [open.checkpoint.as_bytes()]);
    let halves = sealed.halves();
    let sheet = CustodianSheet { plan: &sealed.it.plan, custodian: 1, halves: &halves };
    let read = codes(&custodian_html(&sheet).unwrap());
    assert_eq!(read.len(), 8);
    assert_eq!(said(&read[0]), half_code("QXX-SCJG/1/2", 1, &halves[0]));
    assert!(said(&read[7]).starts_with("mq1 half2 QXX-SCJG/1/2 superior "));
}

#[test]
fn a_share_of_up_to_36_points_fits_in_its_code() {
    let room = sealed();
    for n in [1, 2, 5, 14, 36] {
        let share = share(n);
        let html = share_html(&room.share(&share)).unwrap();
        assert_eq!(codes(&html), [canonical::to_vec(&share).unwrap()], "{n} points");
    }
    let html = share_html(&room.share(&share(40))).unwrap();
    assert!(codes(&html).is_empty());
    assert!(String::from_utf8(html).unwrap().contains("一个二维码的容量"));
}

#[test]
fn the_typed_rows_of_a_share_are_its_line() {
    let room = sealed();
    let mut share = share(3);
    share.holder = "县 纪委".into();
    let html = String::from_utf8(share_html(&room.share(&share)).unwrap()).unwrap();
    let rows = html.split("<ol class=\"typed\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let (_, text) = read_html(format!("<ol>{rows}</ol>").as_bytes());
    let typed = text.replace('\n', "").replace('␣', " ");
    assert_eq!(typed.as_bytes(), canonical::to_vec(&share).unwrap());
}

#[test]
fn a_slip_that_is_too_long_for_a_code_goes_without_the_log_and_says_so() {
    let room = sealed();
    let (small, large) = (slip(&room, 2), slip(&room, 40));
    let html = slip_html(&room.slip(&small)).unwrap();
    assert_eq!(codes(&html), [canonical::to_vec(&small).unwrap()]);
    assert!(String::from_utf8(html).unwrap().contains("二维码含凭单全文"));
    let html = slip_html(&room.slip(&large)).unwrap();
    let text = String::from_utf8(html.clone()).unwrap();
    assert!(text.contains("不含公开日志的证明") && !text.contains("二维码含凭单全文"));
    let read = codes(&html).remove(0);
    canonical::check(&read).unwrap();
    let whole: std::collections::BTreeMap<String, serde_json::Value> =
        canonical::from_slice(&canonical::to_vec(&large).unwrap()).unwrap();
    let short: std::collections::BTreeMap<String, serde_json::Value> = canonical::from_slice(&read).unwrap();
    let without: std::collections::BTreeMap<_, _> = whole.into_iter().filter(|(key, _)| key != "log").collect();
    assert_eq!(short, without);
    let mut huge = large;
    huge.hashes = papers::points(60);
    let html = slip_html(&room.slip(&huge)).unwrap();
    assert!(codes(&html).is_empty() && String::from_utf8(html).unwrap().contains("一个二维码装不下"));
}

#[test]
fn minutes_name_who_is_empty_and_give_no_grade() {
    let room = sealed();
    let text = minutes_text(&room.minutes(), Lang::Zh);
    assert!(text.contains("按空值计入 D：\n  县司法局\n  企业代表\n"), "{text}");
    assert!(text.contains("县司法局（报数方，不承担本次检查）") && text.contains("县纪委监委（不承担本次检查）"));
    assert!(text.contains("已交封存值，未揭示") && text.contains("未报数：按空值计入"));
    for lang in [Lang::Zh, Lang::En] {
        for room in [open(), sealed(), void()] {
            let text = minutes_text(&room.minutes(), lang);
            for grade in ["anchored", "attested", "operator-only"] {
                assert!(!text.contains(grade), "{grade}");
            }
        }
    }
}

#[test]
fn minutes_have_every_value_of_every_event() {
    for room in [open(), sealed(), void()] {
        let text = minutes_text(&room.minutes(), Lang::Zh).replace([' ', '\n'], "");
        for line in &room.events {
            let mut value = serde_json::to_value(line).unwrap();
            // Its name stands there in words.
            value.as_object_mut().unwrap().remove("event");
            texts(&value, &mut |part| assert!(text.contains(&part.replace(' ', "")), "{part}"));
        }
        for line in room.checkpoint.lines() {
            assert!(text.contains(&line.replace(' ', "")));
        }
    }
}

fn texts(value: &serde_json::Value, each: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => each(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, each)),
        serde_json::Value::Object(values) => values.values().for_each(|value| texts(value, each)),
        _ => {}
    }
}

#[test]
fn chinese_minutes_name_events_lists_and_reasons_in_chinese() {
    let mut room = open();
    room.events.push(EventLine {
        draw: "QXX-SCJG/1/2".into(),
        event: Event::Replace(Replacement::Inspector {
            approved_by: "superior".into(),
            by: None,
            date: "2026-03-15".parse().unwrap(),
            nonce: fixture::digest("nonce"),
            reason: "sick".into(),
            seat: 0,
            signature: None,
            skipped: vec![Skipped { inspector: id("I-00000000A2"), reason: "leave".into() }],
            visit: id("E1"),
        }),
    });
    let text = minutes_text(&room.minutes(), Lang::Zh);
    for word in ["announce", "contribution", "replace", "superior", "entities", "barred"] {
        assert!(!text.contains(word), "{word}\n{text}");
    }
    assert!(text.contains("原因：病假、住院（sick）") && text.contains("批准：上一级"), "{text}");
    assert!(text.contains("· leave"), "a code that this county has no words for stands by itself");
    assert!(minutes_text(&room.minutes(), Lang::En).contains("Contribution (contribution)"));
}

#[test]
fn sealed_minutes_say_nothing_of_the_outcome() {
    let room = sealed();
    let html = String::from_utf8(minutes_html(&room.minutes()).unwrap()).unwrap();
    for hidden in [room.it.record.seed, room.it.strata[0].threshold.unwrap()] {
        let first = &hidden.to_string()[..16];
        assert!(!html.contains(first));
        let groups: Vec<&str> = (0..4).map(|n| &first[4 * n..4 * n + 4]).collect();
        assert!(!html.contains(&groups.join("</span> <span>")));
    }
}

#[test]
fn a_paper_before_its_event_is_refused() {
    let mut room = open();
    room.events.truncate(3);
    assert_eq!(close_html(&room.close()).unwrap_err().code(), "document-event");
    room.events.clear();
    assert_eq!(announcement_html(&room.announcement()).unwrap_err().code(), "document-event");
    assert!(minutes_text(&room.minutes(), Lang::Zh).contains("未产生抽取结果"));
}

#[test]
fn a_slip_names_people_only_if_it_opens_them() {
    let room = sealed();
    let mut slip = slip(&room, 1);
    assert!(slip_text(&room.slip(&slip), Lang::Zh).unwrap().contains("甲一，工号 SC001"));
    slip.names.clear();
    let text = slip_text(&room.slip(&slip), Lang::Zh).unwrap();
    assert!(!text.contains("甲一") && text.contains("代号 I-00000000A1") && text.contains("本单只列代号"));
    let sealed_reserve =
        records::events::ReserveLeaf { entity: id("E8"), rank: 4, stratum: id("S1"), task: id("SCJG-1") };
    slip.leaf = records::events::SlipLeaf::Sealed(records::events::Leaf::Reserve(sealed_reserve));
    assert!(slip_text(&room.slip(&slip), Lang::Zh).unwrap().contains("候补第 4 位"));
}

/// The first visit with so many items, which more departments have drawn than one page of large type has room for.
fn long_slip(room: &mut Room, items: usize) -> Slip {
    let one = room.it.items[0].clone();
    let named = |n: usize| format!("SCJG-2026-{:04}-{n:02}", n * 37);
    room.it.items = (0..items)
        .map(|n| records::lists::Item {
            id: id(&named(n)),
            name: "特种设备使用登记及定期检验情况的监督检查".to_owned(),
            ..one.clone()
        })
        .collect();
    let mut slip = slip(room, 12);
    if let SlipLeaf::Sealed(Leaf::Visit(visit)) | SlipLeaf::Open(visit) = &mut slip.leaf {
        visit.items = (0..items).map(|n| id(&named(n))).collect();
    }
    slip
}

#[test]
fn a_slip_of_many_items_is_set_small_and_keeps_its_codes_whole() {
    let mut room = sealed();
    let slip = long_slip(&mut room, 14);
    let html = String::from_utf8(slip_html(&room.slip(&slip)).unwrap()).unwrap();
    assert!(html.contains("<section class=\"door dense\">"));
    for item in &room.it.items {
        assert!(html.contains(&format!("<code class=\"id\"><bdi>{}</bdi></code>", item.id)), "{}", item.id);
    }
    assert!(html.contains("<span class=\"part\"><bdi><span class=\"zh\" lang=\"zh-CN\">执法证 QX-SC001；</span>"));
    let slip = long_slip(&mut room, 5);
    let html = String::from_utf8(slip_html(&room.slip(&slip)).unwrap()).unwrap();
    assert!(html.contains("<section class=\"door\">"), "few items are set large");
}

/// Puts an attack wherever a text of other people can stand.
fn attacked(mut room: Room, name: &str) -> Room {
    let text = || name.to_owned();
    let plan = &mut room.it.plan;
    (plan.campaign, plan.authority.name, plan.participants) = (text(), text(), vec![text()]);
    plan.pools.iter_mut().for_each(|pool| pool.department = text());
    plan.tasks.iter_mut().for_each(|task| task.name = text());
    plan.superior.iter_mut().for_each(|superior| superior.name = text());
    plan.custodians.iter_mut().flatten().for_each(|label| *label = text());
    plan.escrow.iter_mut().flat_map(|escrow| &mut escrow.holders).for_each(|holder| holder.label = text());
    room.it.items.iter_mut().for_each(|item| item.name = text());
    room.it.labels.values_mut().for_each(|label| label.name = text());
    let person = Present { name: text(), body: text() };
    let people = vec![person.clone()];
    room.attendance = Attendance {
        place: text(),
        time: text(),
        host: person,
        members: people.clone(),
        witnesses: people,
        remarks: text(),
    };
    for line in &mut room.events {
        match &mut line.event {
            Event::Contribution { label, value } | Event::Reveal { label, value, .. } => {
                (*label, *value) = (text(), text());
            }
            Event::Share { holder, .. } => *holder = text(),
            Event::Commitment { label, .. } | Event::Sign { label, .. } => *label = text(),
            Event::Void { reason, .. } => *reason = text(),
            Event::Roll { records, value, .. } => {
                records.iter_mut().for_each(|record| record.recorder = text());
                *value = text();
            }
            _ => {}
        }
    }
    room
}

#[test]
fn attacks_in_names_stay_text() {
    let long = "很长的名称".repeat(60);
    for name in hostile::NAMES.iter().copied().chain([long.as_str()]) {
        let (open, sealed, void) = (attacked(open(), name), attacked(sealed(), name), attacked(void(), name));
        for (paper, bytes) in all_papers(&open, &sealed, &void) {
            if paper.ends_with(".html") {
                let (names, content) = read_html(&bytes);
                assert!(!names.iter().any(|n| n == "script" || n == "img"), "{paper}: {name}");
                assert!(content.contains(visible(name).trim()), "{paper}: {name} is not shown as it is");
            }
            let text = String::from_utf8(bytes).unwrap();
            let is_bad = |c: char| c == '\u{202e}' || c == '\u{200b}' || c == '\u{feff}' || c == '\0' || c == '\r';
            assert!(!text.contains(is_bad), "{paper}: {name:?}");
        }
    }
}
