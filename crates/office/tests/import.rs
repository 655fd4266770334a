//! Files of departments into the lists of a store: all or nothing.

use import::{Importer, Options, TableTexts};
use office::import::{
    Ending, ImportReport, ImportRequest, MEMORY_BYTES, Mode, ReportFiles, ReportPaths, dangling,
    import as import_files, import_and_tell,
};
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
        self.import_as(list, files, |request| (request.mode, request.dry_run) = (mode, dry_run))
    }

    fn import_as(
        &self,
        list: List,
        files: &[PathBuf],
        change: impl FnOnce(&mut ImportRequest<'_>),
    ) -> office::Result<ImportReport> {
        let options = Options { department: "市场监管局".to_owned(), ..Options::default() };
        let mut request = ImportRequest {
            list,
            files,
            mode: Mode::Replace,
            dry_run: false,
            accept_dangling: false,
            importer: &self.importer,
            options: &options,
            today: Day::new(2026, 3, 2).unwrap(),
            memory: MEMORY_BYTES,
        };
        change(&mut request);
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
    let files = [
        desk.file("odd.csv", &entities((0..50).filter(|k| k % 2 == 1))),
        desk.file("even.csv", &entities((0..50).step_by(2))),
    ];
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
    assert!(
        message.contains("b.csv row 3") && message.contains("a.csv row 2") && message.contains(&code(1)),
        "{message}"
    );
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
    assert_eq!(
        report.faults.iter().map(|fault| (fault.code(), fault.place().row)).collect::<Vec<_>>(),
        [("two-codes", Some(2))]
    );
}

#[test]
fn a_conflict_with_nobody_is_refused() {
    let desk = with_entities(0..3);
    let conflicts =
        |entity: &str, work_no: &str| format!("工号,统一社会信用代码,回避类型,理由\n{work_no},{entity},回避,亲属\n");
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

#[test]
fn a_status_tells_of_records_of_nobody_and_of_a_secret_that_is_none() {
    let desk = with_a_conflict();
    assert!(!status(&desk.store).unwrap().missing.iter().any(|one| matches!(one, Missing::Dangling { .. })));
    // Somebody has edited the list by hand.
    let people = desk.store.list_path(List::Inspectors);
    fs::write(&people, "").unwrap();
    let missing = status(&desk.store).unwrap().missing;
    let nobody = Missing::Dangling { list: List::Conflicts, of: List::Inspectors, count: 1 };
    assert!(missing.contains(&nobody) && nobody.is_fatal(), "{missing:?}");
    let secret = desk.store.secret_path().to_owned();
    fs::write(&secret, "nothing\n").unwrap();
    assert!(status(&desk.store).unwrap().missing.contains(&Missing::SecretMalformed));
    fs::remove_file(&secret).unwrap();
    assert!(status(&desk.store).unwrap().missing.contains(&Missing::SecretLost));
}

const PEOPLE: &str = "工号,姓名,部门,执法证有效期";

/// A desk with entities 0 to 2, inspectors, and a conflict of A-1 with entity 1.
fn with_a_conflict() -> Desk {
    let desk = with_entities(0..3);
    let people = format!("{PEOPLE}\nA-1,张三,市场监管局,2030-01-01\nA-2,李四,市场监管局,2030-01-01\n");
    assert_eq!(desk.import(List::Inspectors, &[desk.file("people.csv", &people)]).ending, Ending::Done);
    let conflict = format!("工号,统一社会信用代码,回避类型\nA-1,{},回避\n", code(1));
    assert_eq!(desk.import(List::Conflicts, &[desk.file("conflicts.csv", &conflict)]).ending, Ending::Done);
    desk
}

#[test]
fn nobody_whom_another_list_names_goes_without_a_word() {
    let desk = with_a_conflict();
    assert_eq!(dangling(&desk.store).unwrap(), []);
    let before = desk.state();
    let fewer = [desk.file("fewer.csv", &entities([0, 2]))];
    let report = desk.import(List::Entities, &fewer);
    assert_eq!((report.ending, report.faults_total), (Ending::Refused, 1));
    let message = report.faults[0].message(Lang::Zh);
    assert_eq!(report.faults[0].code(), "dangling");
    assert!(
        message.contains(&code(1)) && message.contains("清溪商行1") && message.contains("--accept-dangling"),
        "{message}"
    );
    let people = [desk.file("others.csv", &format!("{PEOPLE}\nA-2,李四,市场监管局,2030-01-01\n"))];
    let report = desk.import(List::Inspectors, &people);
    assert!(report.faults[0].message(Lang::En).contains("A-1 张三"), "{:?}", report.faults);
    assert_eq!(desk.state(), before);
    let report = desk.import_as(List::Entities, &fewer, |request| request.accept_dangling = true).unwrap();
    assert_eq!((report.ending, report.dangling.len()), (Ending::Done, 1));
    let found = dangling(&desk.store).unwrap();
    assert_eq!((found.len(), found[0].list, found[0].code.clone()), (1, List::Conflicts, code(1)));
    // What dangles already is no reason against the next import.
    assert_eq!(desk.import(List::Entities, &[desk.file("again.csv", &entities([0, 2, 5]))]).ending, Ending::Done);
}

#[test]
fn a_lost_secret_stops_an_import_before_it_changes_anything() {
    let desk = with_entities(0..3);
    fs::remove_file(desk.store.secret_path()).unwrap();
    let before = desk.state();
    let file = [desk.file("next.csv", &entities(0..4))];
    let lost = desk.try_import(List::Entities, &file, Mode::Replace, false);
    assert!(matches!(lost, Err(OfficeError::SecretLost { .. })));
    assert_eq!(desk.state(), before);
}

#[test]
fn departments_do_not_remove_or_overwrite_each_other() {
    let desk = desk();
    let items = |name: &str, rows: &str| desk.file(name, &format!("编号,抽查事项名称,抽查依据,抽查主体\n{rows}"));
    assert_eq!(desk.import(List::Items, &[items("0.csv", "1,甲,法,甲局\n2,乙,法,乙局\n")]).ending, Ending::Done);
    let only_one = [items("1.csv", "1,甲,法,甲局\n")];
    let report = desk.import(List::Items, &only_one);
    assert_eq!(
        report.faults.iter().map(|fault| (fault.code(), fault.value())).collect::<Vec<_>>(),
        [("department-removed", "乙局")]
    );
    let other = [items("2.csv", "1,丙,法,乙局\n")];
    let report = desk.try_import(List::Items, &other, Mode::Add, false).unwrap();
    assert_eq!(report.faults[0].code(), "code-taken");
    let message = report.faults[0].message(Lang::Zh);
    assert!(message.contains("甲局") && message.contains("乙局") && message.contains("第 2 行 A 列"), "{message}");
    let report = desk.import(List::Items, &[items("3.csv", "1,甲,法,甲局\n1,乙,法,乙局\n")]);
    assert_eq!(report.faults[0].code(), "duplicate-code");
    assert_eq!(desk.try_import(List::Items, &only_one, Mode::Add, false).unwrap().ending, Ending::Done);
    let report = desk.try_import(List::Items, &only_one, Mode::ReplaceAll, false).unwrap();
    assert_eq!((report.ending, report.count), (Ending::Done, 1));
}

#[test]
fn a_damaged_list_can_be_replaced() {
    let desk = with_entities(0..3);
    let path = desk.store.list_path(List::Entities);
    fs::write(&path, "{\"id\":\"B\",\"name\":\"\"}\n{\"id\":\"A\",\"name\":\"\"}\nhalf a li").unwrap();
    let file = [desk.file("next.csv", &entities(0..4))];
    assert!(matches!(desk.try_import(List::Entities, &file, Mode::Add, false), Err(OfficeError::Line { .. })));
    let report = desk.import(List::Entities, &file);
    assert_eq!((report.ending, report.changes.added.count), (Ending::Done, 4));
    assert!(matches!(report.damage.as_deref(), Some(OfficeError::Line { .. })));
    assert_eq!(desk.store.load::<Entity>(List::Entities).unwrap().len(), 4);
}

#[test]
fn what_was_accepted_once_stays_accepted() {
    let desk = desk();
    let file = [desk.file("a.csv", "统一社会信用代码,企业名称\n916108212240046410,甲\n")];
    let accept = vec![("916108212240046410".to_owned(), "原件如此".to_owned())];
    let options = Options { accept, ..Options::default() };
    // The options live as long as the request.
    let request = ImportRequest {
        list: List::Entities,
        files: &file,
        mode: Mode::Replace,
        dry_run: false,
        accept_dangling: false,
        importer: &desk.importer,
        options: &options,
        today: Day::new(2026, 3, 2).unwrap(),
        memory: MEMORY_BYTES,
    };
    let first = import_files(&desk.store.writer().unwrap(), &request, &|_, _| ()).unwrap();
    assert_eq!(first.ending, Ending::Done);
    let again = desk.import(List::Entities, &file);
    assert_eq!((again.ending, again.changes.unchanged), (Ending::Done, 1));
    let history = [desk.file("h.csv", "统一社会信用代码,检查日期,检查部门\n916108212240046410,2026-01-05,某局\n")];
    assert_eq!(desk.import(List::History, &history).ending, Ending::Done);
}

#[test]
fn errors_among_lists_name_what_stands_in_the_file() {
    let desk = with_a_conflict();
    let text = format!("备注,工号,统一社会信用代码,回避类型\n,A-9,{},回避\n", code(1));
    let report = desk.import(List::Conflicts, &[desk.file("c.csv", &text)]);
    let message = report.faults[0].message(Lang::Zh);
    assert!(message.contains("B 列（工号）「A-9」"), "{message}");
    let csv = String::from_utf8(office::import::faults_csv(&report.faults)).unwrap();
    assert!(csv.contains("\"B 工号\",\"A-9\""), "{csv}");
    let people = format!("{PEOPLE}\nA-1,张三,市场监管局,\nA-1,王五,市场监管局,\n");
    let report = desk.import(List::Inspectors, &[desk.file("p.csv", &people)]);
    assert!(report.faults[0].message(Lang::Zh).contains("A 列（工号）「A-1」"), "{:?}", report.faults);
}

#[test]
fn a_listener_is_told_every_fault_notice_and_change() {
    let desk = with_entities(0..30);
    let tables =
        |name: &str| ["errors", "notices", "changes"].map(|kind| desk.folder.path().join(format!("{name}-{kind}.csv")));
    let run = |name: &str, text: &str| {
        let paths = tables(name);
        let [errors, notices, changes] = [&paths[0], &paths[1], &paths[2]].map(|path| Some(path.as_path()));
        let mut files = ReportFiles::create(ReportPaths { errors, notices, changes }).unwrap();
        let (input, options) = ([desk.file(&format!("{name}.csv"), text)], Options::default());
        let request = ImportRequest {
            list: List::Entities,
            files: &input,
            mode: Mode::Replace,
            dry_run: true,
            accept_dangling: false,
            importer: &desk.importer,
            options: &options,
            today: Day::new(2026, 3, 2).unwrap(),
            memory: MEMORY_BYTES,
        };
        let report = import_and_tell(&desk.store.writer().unwrap(), &request, &|_, _| (), &mut files).unwrap();
        files.finish(report.ending == Ending::Refused).unwrap();
        let lines = paths.map(|path| fs::read_to_string(path).map_or(0, |text| text.lines().count()));
        (report, lines)
    };
    // 12,000 bad rows, of which a report keeps 10,000.
    let bad: String = (0..12_000).map(|k| format!("{k},甲,\n")).collect();
    let (report, [errors, notices, changes]) = run("bad", &format!("统一社会信用代码,企业名称,所属地区\n{bad}"));
    assert_eq!((report.faults.len(), report.faults_total), (10_000, 12_000));
    assert_eq!((errors, notices, changes), (12_001, 0, 0));
    let text = entities(20..50).replace("清溪商行25", "清溪商行二五").replace("城关镇", "/");
    let (report, [errors, notices, changes]) = run("good", &text);
    assert_eq!((report.changes.added.count, report.changes.changed.count, report.changes.removed.count), (20, 10, 20));
    // One more row for the entity of which two fields differ, and one for the head.
    assert_eq!((errors, notices, changes), (0, 31, 20 + 11 + 20 + 1));
}
