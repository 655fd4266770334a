//! Files of departments into the lists of a store: all or nothing.

use import::{Importer, Options, TableTexts};
use office::import::{Ending, ImportReport, ImportRequest, MEMORY_BYTES, Mode, import as import_files};
use office::status::{Missing, status};
use office::{OfficeError, Store};
use records::day::Day;
use records::lang::Lang;
use records::lists::{Entity, List};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
    store: Store,
    importer: Importer,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path().join("dir")).unwrap();
    Desk { folder, store, importer: Importer::new(TableTexts::default()).unwrap() }
}

impl Desk {
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn try_import(&self, list: List, files: &[PathBuf], mode: Mode, dry_run: bool) -> office::Result<ImportReport> {
        let options = Options { department: "市场监管局".to_owned(), ..Options::default() };
        let request = ImportRequest {
            list,
            files,
            mode,
            dry_run,
            importer: &self.importer,
            options: &options,
            today: Day::new(2026, 3, 2).unwrap(),
            memory: MEMORY_BYTES,
        };
        import_files(&self.store.writer()?, &request, &|_, _| ())
    }

    fn import(&self, list: List, files: &[PathBuf]) -> ImportReport {
        self.try_import(list, files, Mode::Replace, false).unwrap()
    }

    /// Everything in the store but the lock, byte by byte.
    fn state(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        walk(self.store.dir(), &mut found);
        found.retain(|path, _| path.file_name().is_none_or(|name| name != ".lock"));
        found
    }
}

fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, found) } else { drop(found.insert(path.clone(), fs::read(&path).unwrap())) }
    }
}

/// A code whose check character fits.
fn code(k: u32) -> String {
    let body = format!("91990101{k:09}");
    let check = records::uscc::check_character(&body).unwrap();
    format!("{body}{check}")
}

fn entities(rows: impl IntoIterator<Item = u32>) -> String {
    let rows: String = rows.into_iter().map(|k| format!("{},清溪商行{k},城关镇\n", code(k))).collect();
    format!("统一社会信用代码,企业名称,所属地区\n{rows}")
}

fn with_entities(rows: impl IntoIterator<Item = u32>) -> Desk {
    let desk = desk();
    let file = desk.file("first.csv", &entities(rows));
    assert_eq!(desk.import(List::Entities, &[file]).ending, Ending::Done);
    desk
}

#[test]
fn rows_in_any_order_and_in_any_files_give_the_same_list() {
    let desk = with_entities(0..50);
    let bytes = fs::read(desk.store.list_path(List::Entities)).unwrap();
    let backwards = desk.file("backwards.csv", &entities((0..50).rev()));
    let report = desk.import(List::Entities, &[backwards]);
    assert_eq!((report.changes.unchanged, report.changes.added.count, report.changes.removed.count), (50, 0, 0));
    assert_eq!(fs::read(desk.store.list_path(List::Entities)).unwrap(), bytes);
    let files = [desk.file("odd.csv", &entities((0..50).filter(|k| k % 2 == 1))), desk.file("even.csv", &entities((0..50).step_by(2)))];
    let report = desk.import(List::Entities, &files);
    assert_eq!(fs::read(desk.store.list_path(List::Entities)).unwrap(), bytes);
    assert_eq!(report.sha256, records::hash::sha256(&bytes));
    let entry = desk.store.last_import(List::Entities).unwrap().unwrap();
    assert_eq!((entry.count, entry.files.len(), entry.files[0].name.as_str()), (50, 2, "odd.csv"));
    assert_eq!(entry.files[0].sha256, records::hash::sha256(&fs::read(&files[0]).unwrap()));
    assert_eq!(desk.store.imports().unwrap().len(), 3);
}

#[test]
fn a_dry_run_shows_what_would_change_and_changes_nothing() {
    let desk = with_entities(0..10);
    let before = desk.state();
    let text = entities(5..12).replace("清溪商行7", "清溪商行七");
    let file = desk.file("next.csv", &text);
    let report = desk.try_import(List::Entities, std::slice::from_ref(&file), Mode::Replace, true).unwrap();
    assert_eq!(report.ending, Ending::DryRun);
    assert_eq!(desk.state(), before);
    let changes = &report.changes;
    assert_eq!(changes.added.samples, [code(10), code(11)]);
    assert_eq!(changes.changed.samples, [code(7)]);
    assert_eq!(changes.removed.samples, (0..5).map(code).collect::<Vec<_>>());
    assert_eq!(changes.unchanged, 4);
    let report = desk.try_import(List::Entities, &[file], Mode::Add, false).unwrap();
    assert_eq!((report.changes.removed.count, report.count), (0, 12));
    let list: Vec<Entity> = desk.store.load(List::Entities).unwrap();
    assert_eq!(list.len(), 12);
    assert_eq!(list[7].name, "清溪商行七");
}

#[test]
fn one_bad_row_refuses_everything_and_all_are_told() {
    let desk = desk();
    let mut text = entities(0..5);
    text.push_str("91990101000000007X,坏代码商行,城关镇\n,没有代码,城关镇\n");
    let file = desk.file("bad.csv", &text);
    let report = desk.import(List::Entities, &[file]);
    assert_eq!(report.ending, Ending::Refused);
    assert_eq!(report.faults_total, 2);
    let rows: Vec<Option<u64>> = report.faults.iter().map(|fault| fault.place().row).collect();
    assert_eq!(rows, [Some(7), Some(8)]);
    assert!(!desk.store.list_path(List::Entities).exists());
    assert!(!desk.store.secret_path().exists());
    assert!(desk.store.imports().unwrap().is_empty());
    let csv = String::from_utf8(office::import::faults_csv(&report.faults)).unwrap();
    assert_eq!(csv.lines().count(), 3);
}

#[test]
fn a_duplicate_in_another_file_is_named_with_both_places() {
    let desk = with_entities(0..3);
    let before = desk.state();
    let files = [desk.file("a.csv", &entities([1, 2])), desk.file("b.csv", &entities([3, 1]))];
    let report = desk.import(List::Entities, &files);
    assert_eq!(report.ending, Ending::Refused);
    assert_eq!(desk.state(), before);
    let message = report.faults[0].message(Lang::En);
    assert_eq!(report.faults_total, 1);
    assert!(message.contains("b.csv row 3") && message.contains("a.csv row 2") && message.contains(&code(1)), "{message}");
    assert_eq!(report.faults[0].code(), "duplicate");
    let csv = String::from_utf8(office::import::faults_csv(&report.faults)).unwrap();
    assert!(csv.contains("a.csv"), "{csv}");
}

#[test]
fn one_entity_under_two_codes_is_refused() {
    let desk = desk();
    let text = format!("统一社会信用代码,企业名称,曾用代码\n{},甲,{}\n{},乙,\n", code(1), code(2), code(2));
    let report = desk.import(List::Entities, &[desk.file("two.csv", &text)]);
    assert_eq!(report.ending, Ending::Refused);
    assert_eq!(report.faults.iter().map(|fault| (fault.code(), fault.place().row)).collect::<Vec<_>>(), [("two-codes", Some(2))]);
}

#[test]
fn a_conflict_with_nobody_is_refused() {
    let desk = with_entities(0..3);
    let conflicts = |entity: &str, work_no: &str| {
        format!("工号,统一社会信用代码,回避类型,理由\n{work_no},{entity},回避,亲属\n")
    };
    let good = desk.file("conflicts.csv", &conflicts(&code(1), "A-1"));
    assert!(matches!(
        desk.try_import(List::Conflicts, std::slice::from_ref(&good), Mode::Replace, false),
        Err(OfficeError::ListMissing { list: List::Inspectors })
    ));
    let people = desk.file("people.csv", "工号,姓名,部门,执法证编号,执法证有效期\nA-1,张三,市场监管局,Z1,2030-01-01\n");
    assert_eq!(desk.import(List::Inspectors, &[people]).ending, Ending::Done);
    let report = desk.import(List::Conflicts, &[good]);
    assert_eq!(report.ending, Ending::Done, "{:?}", report.faults);
    for (entity, work_no) in [(code(7), "A-1"), (code(1), "A-2")] {
        let bad = desk.file("bad.csv", &conflicts(&entity, work_no));
        let report = desk.import(List::Conflicts, &[bad]);
        assert_eq!(report.ending, Ending::Refused);
        assert_eq!(report.faults[0].code(), "unknown-reference");
        assert_eq!(report.faults[0].place().row, Some(2));
    }
    assert_eq!(desk.store.small_lists().unwrap().conflicts.len(), 1);
}

#[test]
fn a_status_says_what_is_missing_and_what_was_changed() {
    let desk = with_entities(0..3);
    let status_now = status(&desk.store).unwrap();
    assert_eq!(status_now.lists[0].count, Some(3));
    assert!(!status_now.lists[0].is_changed);
    assert!(status_now.missing.contains(&Missing::Useful(List::Items)));
    assert!(status_now.missing.contains(&Missing::Useful(List::Inspectors)));
    assert!(!status_now.missing.contains(&Missing::List(List::Entities)));
    let path = desk.store.list_path(List::Entities);
    let text = fs::read_to_string(&path).unwrap().replace("清溪商行1", "清溪商行一");
    fs::write(&path, text).unwrap();
    let status_now = status(&desk.store).unwrap();
    assert!(status_now.missing.contains(&Missing::Changed(List::Entities)));
}
