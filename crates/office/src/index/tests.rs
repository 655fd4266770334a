use super::*;
use draw::rules::OUTSIDE;
use draw::select::Selector;
use proptest::prelude::*;
use records::hash::Digest;
use records::plan::Plan;
use std::path::Path;

const P: Digest = Digest::new([3; 32]);

/// A plan of two tasks with two and one strata; only what a selector reads is of interest.
fn plan(keep: [u64; 3]) -> Plan {
    let task = |id: &str, strata: &[&str]| {
        let strata: Vec<_> = strata
            .iter()
            .map(|id| serde_json::json!({"id": id, "name": "", "when": [], "count": 1, "reserves": 0}))
            .collect();
        serde_json::json!({"id": id, "name": "", "department": "", "lead": false, "kind": "undirected", "source": "own",
            "level": "county-county", "case": "", "population": "list", "items": [], "scope": [], "ceilings": [],
            "recent_days": 0, "labelled": false, "overall_min": [0, 1], "strata": strata, "seats": [], "days": 1})
    };
    let population = |task: &str, stratum: &str, n: u64| serde_json::json!({"task": task, "stratum": stratum, "population": n, "excluded": 0, "n": n, "reserves": 0});
    serde_json::from_value(serde_json::json!({
        "protocol": "mq1", "suite": "sha256", "purpose": "rehearsal", "mode": "open", "authority": {"id": "A", "name": ""},
        "campaign": "", "sequence": 1, "attempt": 1, "created": "2026-01-01",
        "period": {"from": "2026-01-01", "until": "2026-01-02"}, "calendar": "", "days": [], "finish_by": "2026-01-02",
        "participants": ["a"], "profile": "room", "final": {"source": "dice", "sides": 10, "count": 20},
        "coordination": "positive", "cases": [], "ceilings": [], "pools": [],
        "quotas": {"min": 0, "max": 1, "daily_max": 1},
        "rotation": {"pairs": false, "home_area": false, "former_units": false, "last_visit_days": 0, "together_days": 0},
        "relaxations": [{"drop": "minimums"}], "min_choice": 0, "visits_per_day_max": 0,
        "publish": {"inspectors": "pseudonyms", "names": "never", "results_working_days": 20},
        "simulation": {"seeds": 0, "unplaced_max": [0, 1]},
        "tasks": [task("T1", &["S1", "S2"]), task("T2", &["S1"])],
        "populations": [population("T1", "S1", keep[0]), population("T1", "S2", keep[1]), population("T2", "S1", keep[2])],
        "roots": {},
    }))
    .unwrap()
}

type Rows = Vec<(String, [u16; 2], u32)>;

fn rows() -> impl Strategy<Value = Rows> {
    let stratum = |n: u16| prop_oneof![Just(OUTSIDE), 0..n];
    let id = prop_oneof!["[A-Z][0-9]{3}", "[A-Z][0-9]{1,30}"];
    proptest::collection::btree_map(id, (stratum(2), stratum(1), 20_u32..60), 1..200)
        .prop_map(|rows| rows.into_iter().map(|(id, (a, b, length))| (id, [a, b], length)).collect())
}

fn office_line(id: &str, length: u32) -> String {
    let line = format!("{{\"id\":\"{id}\"");
    let pad = (length as usize).saturating_sub(line.len() + 2);
    format!("{line}{}}}\n", " ".repeat(pad))
}

fn write(folder: &Path, rows: &Rows, block: usize) {
    write_with(folder, rows, block, true);
}

fn write_with(folder: &Path, rows: &Rows, block: usize, places: bool) {
    let mut index = IndexWriter::create(&folder.join("index")).unwrap();
    let mut text = String::new();
    for part in rows.chunks(block) {
        let mut block = Block::new();
        let start = text.len() as u64;
        for (id, strata, length) in part {
            block.push(id.as_bytes(), strata);
            text.push_str(&office_line(id, *length));
        }
        index.push(&block, places.then_some(start..text.len() as u64)).unwrap();
    }
    index.finish(&P, 2).unwrap();
    std::fs::write(folder.join("entities"), text).unwrap();
}

fn keep(rows: &Rows) -> [u64; 3] {
    let count = |task: usize, stratum: u16| rows.iter().filter(|row| row.1[task] == stratum).count() as u64;
    [count(0, 0).min(7), count(0, 1).min(3), count(1, 0).min(40)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn the_index_selects_what_the_rows_select(rows in rows(), block in 1_usize..70) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &rows, block);
        let plan = plan(keep(&rows));
        let keys = [[b'a'; 32]; 2];
        let mut direct = Selector::new(&plan, &keys);
        rows.iter().rev().for_each(|(id, strata, _)| direct.offer(id.as_bytes(), strata));
        let index = Index::open(&folder.path().join("index"), &P).unwrap().unwrap();
        prop_assert_eq!(index.len(), rows.len() as u64);
        let selection = index.select(&plan, &keys).unwrap().unwrap();
        prop_assert_eq!(&selection, &direct.finish(&plan).unwrap());
        let in_memory = select_in_memory(&plan, &keys, &rows.iter().map(|row| (row.0.as_bytes(), row.1)).collect::<Vec<_>>());
        prop_assert_eq!(in_memory.unwrap(), selection);
    }

    #[test]
    fn lines_are_found_by_id(rows in rows(), block in 1_usize..70, every in 1_usize..9, places in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        write_with(folder.path(), &rows, block, places);
        let index = Index::open(&folder.path().join("index"), &P).unwrap().unwrap();
        let mut wanted: Vec<&[u8]> = rows.iter().step_by(every).map(|row| row.0.as_bytes()).collect();
        wanted.insert(0, b"0");
        wanted.push(b"ZZZ");
        let found = LineFinder::new(&index).unwrap().find(&folder.path().join("entities"), &wanted, |line| Ok(line.to_vec()));
        let got: Vec<(Vec<u8>, Vec<u8>)> =
            found.unwrap().into_iter().map(|(number, line)| (wanted[number].to_vec(), line)).collect();
        let expected: Vec<(Vec<u8>, Vec<u8>)> = rows
            .iter()
            .step_by(every)
            .map(|(id, _, length)| (id.clone().into_bytes(), office_line(id, *length).trim_end().as_bytes().to_vec()))
            .collect();
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn every_changed_byte_is_noticed(rows in rows(), at in any::<proptest::sample::Index>(), bit in 0..8_u32) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &rows, 64);
        let path = folder.path().join("index");
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        std::fs::write(&path, &bytes).unwrap();
        let plan = plan(keep(&rows));
        let fault = match Index::open(&path, &P).unwrap() {
            Err(fault) => Some(fault),
            Ok(index) => index.select(&plan, &[[b'a'; 32]; 2]).unwrap().err(),
        };
        prop_assert!(fault.is_some(), "byte {} of {}", at, bytes.len());
    }
}

#[test]
fn a_missing_cut_or_stale_index_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    assert_eq!(Index::open(&path, &P).unwrap().err(), Some(IndexFault::Missing));
    write(folder.path(), &vec![("A".to_owned(), [0, 0], 30)], 10);
    assert_eq!(Index::open(&path, &Digest::new([4; 32])).unwrap().err(), Some(IndexFault::Stale));
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..40]).unwrap();
    assert_eq!(Index::open(&path, &P).unwrap().err(), Some(IndexFault::Damaged));
}

#[test]
fn many_different_answers_take_wider_codes() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Rows = (0..700).map(|k| (format!("E{k:04}"), [k as u16, OUTSIDE], 30)).collect();
    write(folder.path(), &rows, 300);
    let index = Index::open(&folder.path().join("index"), &P).unwrap().unwrap();
    assert_eq!(index.entries.iter().map(|entry| entry.code_width).collect::<Vec<_>>(), [2, 2, 2]);
}
