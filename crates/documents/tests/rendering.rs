//! Documents of a small result against the files in `snapshots/`, and what must hold whatever the names are.
//!
//! `MINGQIAN_BLESS=1 cargo test -p documents` writes the snapshots anew; look at the difference before committing it.

#[path = "fixture/mod.rs"]
mod fixture;
#[path = "fixture/hostile.rs"]
mod hostile;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use documents::*;
use fixture::{Fixture, fixture, id};
use quick_xml::events::Event;
use records::lang::Lang;
use records::plan::Purpose;
use std::io::Cursor;
use std::path::Path;

fn snapshot(name: &str, got: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("MINGQIAN_BLESS").is_some() {
        std::fs::write(&path, got).unwrap();
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    assert!(expected == got, "{name} differs from its snapshot; got:\n{}", String::from_utf8_lossy(got));
}

/// Parses as XML, so that every tag is closed and every value quoted; gives element names and all text.
fn read_html(html: &[u8]) -> (Vec<String>, String) {
    let text = std::str::from_utf8(html).unwrap();
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut names, mut content) = (Vec::new(), String::new());
    let mut depth = 0i64;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                depth += 1;
                note(&mut names, &element);
            }
            Event::Empty(element) => note(&mut names, &element),
            Event::End(_) => depth -= 1,
            Event::Text(text) => content.push_str(&text),
            Event::GeneralRef(entity) => {
                let character = entity.resolve_char_ref().unwrap().expect("only numeric references");
                content.push(character);
            }
            Event::DocType(_) => {}
            Event::Eof => break,
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(depth, 0);
    (names, content)
}

fn note(names: &mut Vec<String>, element: &quick_xml::events::BytesStart<'_>) {
    names.push(element.name().as_ref().to_owned());
    for attribute in element.attributes() {
        let key = attribute.unwrap().key.as_ref().to_owned();
        assert!(!key.starts_with("on") && key != "style", "attribute {key}");
    }
}

fn rows(xlsx: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(xlsx.to_vec())).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn sheets(xlsx: &[u8]) -> Vec<String> {
    let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(xlsx.to_vec())).unwrap();
    book.sheet_names()
}

fn all_texts(xlsx: &[u8]) -> String {
    let mut out = String::new();
    for sheet in sheets(xlsx) {
        for cell in rows(xlsx, &sheet).concat() {
            assert!(matches!(cell, Data::String(_) | Data::Empty), "{sheet}: {cell:?} is no text");
            out.push_str(&cell.to_string());
            out.push('\n');
        }
    }
    out
}

/// Puts an attack wherever a text of other people can stand.
fn attacked(name: &str) -> Fixture {
    let mut it = fixture();
    it.plan.campaign = name.to_owned();
    it.plan.authority.name = name.to_owned();
    it.plan.participants = vec![name.to_owned()];
    it.ceremony.contributions.truncate(1);
    it.ceremony.contributions[0].label = name.to_owned();
    it.ceremony.contributions[0].value = name.to_owned();
    for task in &mut it.plan.tasks {
        task.name = name.to_owned();
        task.department = name.to_owned();
        task.strata[0].name = name.to_owned();
    }
    it.plan.pools.iter_mut().for_each(|pool| pool.department = name.to_owned());
    it.items.iter_mut().for_each(|item| {
        item.name = name.to_owned();
        item.basis = name.to_owned();
        item.department = name.to_owned();
        item.importance = name.to_owned();
    });
    it.labels.values_mut().for_each(|label| label.name = name.to_owned());
    it.visits.iter_mut().for_each(|visit| visit.area = name.to_owned());
    it.roster.values_mut().for_each(|person| person.name = name.to_owned());
    it
}

fn all_documents(it: &Fixture) -> Vec<(&'static str, Vec<u8>)> {
    let result = it.result();
    vec![
        ("summary.md", summary_markdown(&result, Lang::Zh).into_bytes()),
        ("summary.en.md", summary_markdown(&result, Lang::En).into_bytes()),
        ("summary.html", summary_html(&result).unwrap()),
        ("visits.xlsx", visits_xlsx(&result).unwrap()),
        ("office.md", office_summary_markdown(&result, &it.office(), Lang::Zh).into_bytes()),
        ("office.html", office_summary_html(&result, &it.office()).unwrap()),
        ("office.xlsx", office_visits_xlsx(&result, &it.roster).unwrap()),
        ("inspector.ics", inspector_calendar(&result, &id("I-00000000B1"), &it.roster, Lang::Zh)),
    ]
}

#[test]
fn texts_are_those_of_the_snapshots() {
    for (name, bytes) in all_documents(&fixture()) {
        if !name.ends_with(".xlsx") {
            snapshot(name, &bytes);
        }
    }
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    let first = all_documents(&fixture());
    // Longer than the two seconds that a ZIP time stamp counts in.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    for ((name, before), (_, after)) in first.iter().zip(all_documents(&fixture())) {
        assert!(*before == after, "{name} depends on something else than the result");
    }
}

#[test]
fn pages_are_well_formed_and_have_no_script() {
    let it = fixture();
    let result = it.result();
    for html in [summary_html(&result).unwrap(), office_summary_html(&result, &it.office()).unwrap()] {
        let (names, _) = read_html(&html);
        for name in ["script", "iframe", "object", "embed", "form", "img", "base"] {
            assert!(!names.iter().any(|n| n == name), "{name}");
        }
        let text = String::from_utf8(html).unwrap();
        let links = text.matches("http").count() - text.matches("http-equiv").count();
        assert_eq!(links, text.matches("http://www.w3.org/1999/xhtml").count(), "another host");
        assert!(!text.contains("url(") && !text.contains("@import"));
    }
}

#[test]
fn attacks_in_names_stay_text() {
    for name in hostile::NAMES {
        let it = attacked(name);
        for html in [summary_html(&it.result()).unwrap(), office_summary_html(&it.result(), &it.office()).unwrap()] {
            let (names, content) = read_html(&html);
            assert!(!names.iter().any(|n| n == "script" || n == "img" || n == "svg"), "{name}");
            assert!(content.contains(visible(name).trim()), "{name} is not shown as it is");
        }
        for (document, bytes) in all_documents(&it) {
            if let Ok(text) = String::from_utf8(bytes) {
                let is_bad = |c: char| c == '\u{202e}' || c == '\u{200b}' || c == '\u{feff}' || c == '\0';
                assert!(!text.contains(is_bad), "{document}: {name:?}");
            }
        }
        let markdown = summary_markdown(&it.result(), Lang::Zh);
        assert!(!markdown.contains("<script") && !markdown.contains("<img") && !markdown.contains("[d]("));
        let heads = markdown.lines().filter(|line| line.starts_with("| ") && line.contains("E1")).count();
        assert_eq!(heads, 1, "a name broke the table: {name:?}");
    }
}

#[test]
fn no_cell_is_a_formula_and_none_begins_like_one() {
    for name in hostile::NAMES {
        let it = attacked(name);
        for (document, bytes) in all_documents(&it) {
            if !document.ends_with(".xlsx") {
                continue;
            }
            let text = all_texts(&bytes);
            for line in text.lines() {
                assert!(
                    !line.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                    "{document}: {line:?}"
                );
            }
            let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
            for sheet in book.sheet_names() {
                assert_eq!(book.worksheet_formula(&sheet).unwrap().cells().count(), 0);
            }
        }
    }
}

#[test]
fn public_documents_name_no_inspector_and_office_copies_do() {
    let it = fixture();
    for (document, bytes) in all_documents(&it) {
        let text = if document.ends_with(".xlsx") { all_texts(&bytes) } else { String::from_utf8(bytes).unwrap() };
        let is_office = !["summary.md", "summary.en.md", "summary.html", "visits.xlsx"].contains(&document);
        let has_names = text.contains("甲一") || text.contains("乙一") || text.contains("SC001");
        assert_eq!(has_names, is_office, "{document}");
        if is_office && !document.ends_with(".ics") {
            assert!(text.contains("不得对外提供"), "{document} does not say that it stays in the office");
        }
    }
}

#[test]
fn a_rehearsal_says_so_large_and_an_official_draw_does_not() {
    let mut it = fixture();
    let sentence = "没有任何证据表明名单在产生随机数之前已经锁定";
    let said = |it: &Fixture| {
        let (_, html) = read_html(&summary_html(&it.result()).unwrap());
        [html, summary_markdown(&it.result(), Lang::Zh), all_texts(&visits_xlsx(&it.result()).unwrap())]
            .map(|text| text.contains(sentence))
    };
    assert_eq!(said(&it), [true; 3]);
    it.plan.purpose = Purpose::Official;
    assert_eq!(said(&it), [false; 3]);
}

#[test]
fn workbooks_have_their_sheets_and_departments_see_their_own_visits() {
    let it = fixture();
    let public = visits_xlsx(&it.result()).unwrap();
    assert_eq!(sheets(&public), ["说明", "入企检查", "候补"]);
    assert_eq!(rows(&public, "入企检查").len(), 1 + 4);
    assert_eq!(rows(&public, "候补").len(), 1 + 2);
    let office = office_visits_xlsx(&it.result(), &it.roster).unwrap();
    assert_eq!(sheets(&office), ["说明", "入企检查", "市场监管局", "消防救援大队", "候补"]);
    let ids: Vec<String> = rows(&office, "消防救援大队").iter().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(ids, ["E1", "U7"]);
}

#[test]
fn a_large_draw_shows_the_first_visits_and_says_where_the_rest_is() {
    let mut it = fixture();
    let pattern = it.visits[0].clone();
    it.visits = (0..SHOWN_VISITS_MAX + 7)
        .map(|n| {
            let mut visit = pattern.clone();
            visit.id = id(&format!("V{n:06}"));
            visit
        })
        .collect();
    let (_, html) = read_html(&summary_html(&it.result()).unwrap());
    let markdown = summary_markdown(&it.result(), Lang::En);
    assert!(html.contains("V000999") && !html.contains("V001000"));
    assert!(markdown.contains("V000999") && !markdown.contains("V001000"));
    assert!(html.contains("共 1007 次入企检查") && html.contains("documents/visits.xlsx"));
    assert!(markdown.contains("1007 visits in all"));
    assert_eq!(rows(&visits_xlsx(&it.result()).unwrap(), "入企检查").len(), 1 + 1007);
}

#[test]
fn a_draw_without_inspectors_has_no_team_columns() {
    let mut it = fixture();
    it.plan.tasks.iter_mut().for_each(|task| task.seats.clear());
    it.visits.iter_mut().for_each(|visit| visit.seats.clear());
    let mut result = it.result();
    result.pairing = None;
    let (_, html) = read_html(&summary_html(&result).unwrap());
    assert!(!html.contains("检查组已抽定") && !html.contains("放宽、搁置"));
    assert!(html.contains("不抽取人员"));
}

#[test]
fn calendars_are_unfolded_to_whole_events() {
    let it = fixture();
    let ics = String::from_utf8(inspector_calendar(&it.result(), &id("I-00000000B1"), &it.roster, Lang::Zh)).unwrap();
    assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let whole = ics.replace("\r\n ", "");
    // One visit on two days in a row, one around a weekend.
    assert_eq!(whole.matches("BEGIN:VEVENT").count(), 3);
    assert!(whole.contains("DTSTART;VALUE=DATE:20260316\r\nDTEND;VALUE=DATE:20260318"));
    assert!(whole.contains("DTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260321"));
    assert!(whole.contains("DTSTART;VALUE=DATE:20260323\r\nDTEND;VALUE=DATE:20260324"));
    assert!(whole.contains("DTSTAMP:20260302T000000Z"));
    let mut uids: Vec<&str> = whole.lines().filter(|line| line.starts_with("UID:")).collect();
    uids.dedup();
    assert_eq!(uids.len(), 3);
}

#[test]
fn a_bundle_without_a_file_is_refused_by_its_name() {
    let mut files = std::collections::BTreeMap::new();
    let error = bundle_documents(&files).unwrap_err();
    assert!(matches!(&error, DocumentError::Bundle { path, line: 0, .. } if path == "plan.json"), "{error}");
    files.insert("plan.json".to_owned(), b"{\"b\":1,\"a\":2}\n".to_vec());
    let error = bundle_documents(&files).unwrap_err();
    assert!(matches!(&error, DocumentError::Bundle { path, line: 1, .. } if path == "plan.json"), "{error}");
}

#[test]
fn a_draw_without_items_has_no_empty_table() {
    let mut it = fixture();
    it.items.clear();
    let html = String::from_utf8(summary_html(&it.result()).unwrap()).unwrap();
    assert!(!html.contains("id=\"items\""));
    assert!(!summary_markdown(&it.result(), Lang::Zh).contains("抽查事项与依据"));
}
