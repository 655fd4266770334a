//! Lists of many blocks: lines are cut into pieces at other places in each list, and nothing depends on it.

mod support;

use draw::in_memory::{Office, draw, freeze};
use records::hash::Secret;
use serde_json::{Value, json};
use support::forge::Forge;
use support::{DICE, SAID, county};
use verify::{Check, Fault, MemoryBundle, Options, verify, why};

/// A county of so many entities, with long and short lines, every list along with them.
fn large(count: usize) -> MemoryBundle {
    let mut office: Office = county::office();
    office.secret = Secret::new([7; 32]);
    let line = |k: usize| -> Value {
        let (area, class) = (["北区", "南区", "外"][k % 3], ["A", "B", "C"][k % 7 % 3]);
        let mut entity = json!({
            "id": format!("F{k:07}"), "name": format!("大名单示例{k}"), "area": area,
            "established": "2019-05-06", "private": {"credit_class": class}
        });
        if k.is_multiple_of(50) {
            entity["status"] = json!("revoked");
        }
        if k.is_multiple_of(64) {
            // Some lines are far longer than others.
            entity["scope"] = json!("经营范围".repeat(k % 1000));
        }
        if k.is_multiple_of(10) {
            entity["former_ids"] = json!([format!("OLD{k:07}")]);
        }
        entity
    };
    office.entities.extend((0..count).map(|k| serde_json::from_value(line(k)).unwrap()));
    office.sort();
    let plan = county::plan();
    let mut plan = plan.clone();
    plan.tasks[0].strata[0].ratio = Some(records::ratio::Ratio::new(1, 2000).unwrap());
    plan.tasks[0].overall_min = records::ratio::Ratio::ZERO;
    let frozen = freeze(&office, &plan).unwrap();
    let mut files = draw(&frozen, &SAID, DICE).unwrap().files;
    for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
        files.insert(format!("documents/{name}"), Vec::new());
    }
    Forge { files }.rebuild_manifest()
}

#[test]
fn a_list_of_many_blocks() {
    let base = large(60_000);
    let bytes = base.0["lists/entities.jsonl"].len();
    assert!(bytes > 12 << 20, "{bytes} bytes are too few blocks");
    let done = std::sync::Mutex::new((0, 0));
    let progress = |now: u64, all: u64| *done.lock().unwrap() = (now, all);
    let options = Options { progress: Some(&progress), ..Options::default() };
    let verified = verify(&base, &options).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(verified.counts.entities, 60_034);
    let (now, all) = *done.lock().unwrap();
    assert_eq!(
        (now, now),
        (all, base.0.iter().filter(|(path, _)| *path != "manifest.json").map(|(_, b)| b.len() as u64).sum())
    );
    let entity = why(&base, "OLD0055550", None, &Options::default()).unwrap().entity.unwrap();
    assert_eq!((entity.id.as_str(), entity.line), ("F0055550", 30 + 55_551));
    spoilt(&base);
}

/// Single lines deep inside the long lists.
fn spoilt(base: &MemoryBundle) {
    let line = |id: &str| format!("\"id\":\"{id}\"");
    let cases = [
        ("entities", line("F0055555"), line("F0055554"), Fault::FormatOrder, Some(30 + 55_556)),
        ("entities", line("F0055555"), line("f0055555"), Fault::FormatShape, Some(30 + 55_556)),
        ("entities", "OLD0055550".to_owned(), "F0000007".to_owned(), Fault::FormerIsId, Some(30 + 55_551)),
        ("strata", line("F0055555"), line("F0055555X"), Fault::LabelsAbsent, None),
        ("barred", line("F0044445"), line("F0044445X"), Fault::BarredAbsent, None),
        ("exclusions", line("F0050050"), line("F0050050X"), Fault::ExclusionClosedMissing, None),
    ];
    for (list, from, to, fault, line) in cases {
        let path = format!("lists/{list}.jsonl");
        let mut forge = Forge::new(base);
        let text = String::from_utf8(forge.files[&path].clone()).unwrap();
        assert!(text.contains(&from), "{list} {from}");
        forge.files.insert(path, text.replacen(&from, &to, 1).into_bytes());
        let failure = verify(&forge.rebuild(), &Options::default()).unwrap_err();
        // Where a line is missing for an entity and another stands for nothing, either may be named.
        let either = failure.fault == Fault::ListUnknownEntity && list != "entities";
        assert!(failure.fault == fault || either, "{failure}");
        assert!(line.is_none() || failure.line == line, "{failure}");
    }
}

#[test]
fn a_line_that_is_too_long() {
    let base = support::recipe::base();
    for (list, id) in [("entities", "E05"), ("barred", "E05"), ("items", "MKT-1")] {
        for length in [1_048_570, 1_100_000, 9_000_000] {
            let path = format!("lists/{list}.jsonl");
            let mut forge = Forge::new(&base);
            forge.edit_lines(&path, |lines| {
                let line = lines.iter_mut().find(|line| line["id"] == id).unwrap();
                line["name"] = json!("x".repeat(length));
            });
            let failure = verify(&forge.rebuild_manifest(), &Options::default()).unwrap_err();
            let expected = (Check::Format, Fault::FormatLineTooLong);
            assert_eq!((failure.check, failure.fault), expected, "{list} {length}: {failure}");
        }
    }
}
