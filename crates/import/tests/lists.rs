//! Rows of each list → the records of `records::lists`.

mod common;

use common::{CODE, at, errors, importer, lines, notices, options, read, read_with};
use records::canonical::from_slice;
use records::day::Day;
use records::id::Id;
use records::lists::{Absence, Conflict, ConflictKind, Drawn, Inspector, Item, List, PastVisit, Promise};
use serde::de::DeserializeOwned;

fn records<T: DeserializeOwned>(list: List, text: &str) -> Vec<T> {
    let imported = read(list, "a.csv", text.as_bytes());
    assert_eq!(errors(&imported), []);
    imported.records.records().map(|record| from_slice(record.line).unwrap()).collect()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const STAFF: &str =
    "单位工号,姓名,性别,身份证号,手机号,执法事项范围,地区,所在业务部门,是否专家,执法证编号,执法证有效期,状态,角色";

#[test]
fn inspectors_without_their_citizen_ids() {
    let text = format!(
        "{STAFF}\nsc001,李某,女,11010519491231002X,13800000000,食品，特种设备,城关镇、北镇,食品科,是,3501,2023.01.01-2028.12.31,在岗,组长\n"
    );
    let text = text.replace("食品，特种设备", "\"食品，特种设备\"");
    let imported = read(List::Inspectors, "a.csv", text.as_bytes());
    assert!(!lines(&imported)[0].contains("110105"));
    assert_eq!(notices(&imported), [at("citizen-id-column", 1, "D"), at("code-folded", 2, "A")]);
    let inspector: Inspector = from_slice(lines(&imported)[0].as_bytes()).unwrap();
    assert_eq!(inspector.id, Id::derived(&["某局", "SC001"]));
    assert_eq!((inspector.department.as_str(), inspector.note.as_str()), ("某局", "性别：女；业务部门：食品科"));
    assert_eq!(
        (inspector.expertise, inspector.areas),
        (vec!["特种设备".to_owned(), "食品".to_owned()], vec!["北镇".to_owned(), "城关镇".to_owned()])
    );
    assert_eq!(inspector.roles, ["expert", "lead"]);
    assert_eq!(
        (inspector.certificate_from, inspector.certificate_until),
        (Some(day("2023-01-01")), Some(day("2028-12-31")))
    );
    assert_eq!(inspector.status, "");
}

#[test]
fn certificates_are_compared_with_the_day_given() {
    let text = "工号,姓名,部门,执法证有效期\nA1,甲,某局,2025-12-31\nA2,乙,某局,2026-01-01\nA3,丙,某局,\n";
    let imported = read_with(List::Inspectors, text.as_bytes(), |options| options.today = Some(day("2026-01-01")));
    assert_eq!(errors(&imported), []);
    assert_eq!(notices(&imported), [at("certificate-expired", 2, "D"), at("certificate-missing", 4, "D")]);
}

#[test]
fn a_citizen_id_is_no_code_and_is_not_repeated() {
    let files = [
        (List::Inspectors, "工号,姓名,部门,执法证编号\n11010519491231002x,甲,某局,\nA1,甲,某局,11010519491231002X\n"),
        (List::Entities, "统一社会信用代码,企业名称\n１１０１０５１９４９１２３１００２Ｘ,甲\n11010519491231002X,甲\n"),
        (
            List::History,
            "统一社会信用代码,检查日期,检查部门,检查人员工号\nSC-1,2025-01-02,某局,11010519491231002X\n11010519491231002X,2025-01-02,某局,\n",
        ),
    ];
    for (list, text) in files {
        let imported = read(list, "a.csv", text.as_bytes());
        let codes: Vec<(&str, Option<u64>)> = errors(&imported).into_iter().map(|(code, row, _)| (code, row)).collect();
        assert_eq!(codes, [("citizen-id", Some(2)), ("citizen-id", Some(3))], "{list:?}");
        let outcome = &imported.outcome;
        let shown = [import::errors_csv(&outcome.errors.kept), import::notices_csv(&outcome.notices.kept)].concat();
        let shown = String::from_utf8(shown).unwrap();
        assert!(!shown.contains("110105") && !shown.contains("１１０１"), "{shown}");
    }
}

#[test]
fn inspectors_need_a_department_once() {
    let mut options = options();
    options.department.clear();
    let imported = importer().read(List::Inspectors, "a.csv", "工号,姓名\nA1,甲\nA2,乙\n".as_bytes(), &options);
    assert_eq!(errors(&imported), [("department-missing", Some(1), String::new())]);
}

#[test]
fn items_keep_their_prose() {
    let items: Vec<Item> = records(
        List::Items,
        "编号,抽查事项名称,抽查子项,抽查依据,抽查主体,抽查比例,抽查频次,事项类别\nSC-01,食品检查,资质,\"《食品安全法》\n第一百一十条\",某局,根据实际情况确定,每年不超过1次,重点检查事项\n一、1,价格检查,,《价格法》,某局,5%,,一般\n",
    );
    assert_eq!((items[0].id.as_str(), items[0].code.as_str()), ("SC-01", ""));
    assert_eq!((items[0].ratio.as_str(), items[0].importance.as_str()), ("根据实际情况确定", "key"));
    assert_eq!(items[0].basis, "《食品安全法》 第一百一十条");
    assert_eq!((items[1].id.clone(), items[1].code.as_str()), (Id::derived(&["某局", "一、1"]), "一、1"));
    let imported = read(List::Items, "a.csv", "编号,抽查事项名称,抽查依据\nA,甲,\n".as_bytes());
    assert_eq!(errors(&imported), [at("required", 2, "C")]);
}

#[test]
fn conflicts_with_an_entity_or_between_inspectors() {
    let head = "工号,部门,统一社会信用代码,对方工号,类型,事由";
    let conflicts: Vec<Conflict> =
        records(List::Conflicts, &format!("{head}\nA1,某局,{CODE},,回避,近亲属\nA1,某局,,A2,不宜同组,\n"));
    let (a1, a2) = (Id::derived(&["某局", "A1"]), Id::derived(&["某局", "A2"]));
    assert_eq!((conflicts[0].kind, conflicts[0].entity.as_ref().map(Id::as_str)), (ConflictKind::Law, Some(CODE)));
    assert_eq!(conflicts[0].id, Id::derived(&["conflict", a1.as_str(), CODE, "law"]));
    assert_eq!((conflicts[1].kind, conflicts[1].other.clone()), (ConflictKind::Rotation, Some(a2)));
    let text = format!("{head}\nA1,某局,{CODE},A2,轮换,\nA1,某局,,,回避,\nA1,某局,,A2,回避,\nA1,某局,,A1,轮换,\n");
    let imported = read(List::Conflicts, "a.csv", text.as_bytes());
    let codes: Vec<(&str, Option<u64>)> = errors(&imported).into_iter().map(|(code, row, _)| (code, row)).collect();
    assert_eq!(
        codes,
        [
            ("conflict-target", Some(2)),
            ("conflict-target", Some(3)),
            ("conflict-kind", Some(4)),
            ("conflict-target", Some(5))
        ]
    );
}

#[test]
fn absences_and_promises() {
    let absences: Vec<Absence> = records(List::Absences, "工号,开始日期,结束日期,原因\nA1,2026/3/2,20260306,培训\n");
    assert_eq!((absences[0].from, absences[0].until), (day("2026-03-02"), day("2026-03-06")));
    assert_eq!(
        absences[0].id,
        Id::derived(&["absence", Id::derived(&["某局", "A1"]).as_str(), "2026-03-02", "2026-03-06"])
    );
    let imported =
        read(List::Absences, "a.csv", "工号,开始日期,结束日期\nA1,2026-03-06,2026-03-02\nA1,,x\n".as_bytes());
    assert_eq!(errors(&imported), [at("date-order", 2, "C"), at("date", 3, "C"), at("required", 3, "B")]);
    let text = format!(
        "统一社会信用代码,开始日期,结束日期,例外情形\n{CODE},2026-01-01,2026-12-31,\"投诉举报，上级交办、部署\"\n"
    );
    let promises: Vec<Promise> = records(List::Promises, &text);
    assert_eq!(promises[0].overrides, ["complaint", "superior"]);
    let text = text.replace("投诉举报", "高风险");
    let imported = read(List::Promises, "a.csv", text.as_bytes());
    assert_eq!(errors(&imported), [at("not-case", 2, "D")]);
}

#[test]
fn visits_made_and_entities_drawn() {
    let text = format!(
        "统一社会信用代码,检查日期,检查部门,个案检查,检查人员工号\n{CODE},2025年9月18日,\"某局、他局\",complaint,\"某局:A1，他局/B2\"\nSC-1,2025-09-19,某局,,A1\n"
    );
    let visits: Vec<PastVisit> = records(List::History, &text);
    assert_eq!(
        (visits[0].departments.as_slice(), visits[0].case.as_str()),
        (&["他局".to_owned(), "某局".to_owned()][..], "complaint")
    );
    let mut expected = vec![Id::derived(&["某局", "A1"]), Id::derived(&["他局", "B2"])];
    expected.sort();
    assert_eq!(visits[0].inspectors, expected);
    assert_eq!(visits[1].inspectors, [Id::derived(&["某局", "A1"])]);
    let drawn: Vec<Drawn> = records(List::Selection, &format!("统一社会信用代码,任务编号\n{CODE},\"T2,T1\"\n"));
    assert_eq!((drawn[0].id.as_str(), drawn[0].tasks.as_slice()), (CODE, &["T1".to_owned(), "T2".to_owned()][..]));
    let imported = read(List::Selection, "a.csv", "统一社会信用代码,任务编号\nSC-1,任务一\nSC-1,\n".as_bytes());
    assert_eq!(errors(&imported), [at("id", 2, "B"), at("required", 3, "B")]);
}

#[test]
fn references_accept_the_same_codes_as_the_list() {
    let text = "统一社会信用代码,任务编号\n916108212240046410,T1\n";
    assert_eq!(errors(&read(List::Selection, "a.csv", text.as_bytes())), [at("code-check", 2, "A")]);
    let accepted = read_with(List::Selection, text.as_bytes(), |options| {
        options.accept = vec![("916108212240046410".to_owned(), "执照如此".to_owned())];
    });
    assert_eq!(accepted.records.len(), 1);
}

#[test]
fn two_visits_on_one_day_are_two_if_their_causes_differ() {
    let head = "统一社会信用代码,检查日期,检查部门,个案检查,文号";
    let text = format!(
        "{head}\nSC-1,2026-01-05,某局,,\nSC-1,2026-01-05,某局,投诉举报,\nSC-1,2026-01-05,某局,,某检〔2026〕1号\n"
    );
    let visits: Vec<PastVisit> = records(List::History, &text);
    // Without a cause and a document the id is what it always was.
    assert_eq!(visits[0].id, Id::derived(&["visit", "SC-1", "2026-01-05", "某局", ""]));
    let twice = format!("{head}\nSC-1,2026-01-05,某局,投诉举报,\nSC-1,2026-01-05,某局,投诉举报,\n");
    assert_eq!(errors(&read(List::History, "a.csv", twice.as_bytes())), [("duplicate", Some(3), String::new())]);
    let later = format!("{head}\nSC-1,2026-01-06,某局,,\n");
    let imported = read_with(List::History, later.as_bytes(), |options| options.today = Some(day("2026-01-05")));
    assert_eq!(errors(&imported), [at("date-future", 2, "B")]);
}

#[test]
fn words_for_nothing_are_nothing_and_are_told() {
    let text = "工号,姓名,部门,地区,执法事项范围,执法证有效期,状态\nA1,甲,某局,/,\"无，食品\",2030-01-01,-\nA2,不详,某局,,,2030-01-01,\n无,乙,某局,,,2030-01-01,\n";
    let imported = read(List::Inspectors, "a.csv", text.as_bytes());
    assert_eq!(errors(&imported), [at("placeholder", 3, "B"), at("placeholder", 4, "A")]);
    let inspector: Inspector = from_slice(lines(&imported)[0].as_bytes()).unwrap();
    assert_eq!((inspector.areas, inspector.expertise), (vec![], vec!["食品".to_owned()]));
    let blanks: Vec<_> =
        notices(&imported).into_iter().filter(|(code, row, _)| *code == "blank" && *row == Some(2)).collect();
    assert_eq!(blanks, [at("blank", 2, "D"), at("blank", 2, "E"), at("blank", 2, "G")]);
}

#[test]
fn items_of_two_departments_and_ratios_in_prose() {
    let head = "编号,抽查事项名称,抽查依据,抽查主体,抽查比例";
    let text =
        format!("{head}\n1,甲,法,某局,5%\n1,乙,法,他局,根据实际情况确定\n2,丙,法,某局,百分之五\n2,丁,法,某局,0.05\n");
    let imported = read(List::Items, "a.csv", text.as_bytes());
    assert_eq!(errors(&imported), [("duplicate-code", Some(3), String::new()), ("duplicate", Some(5), String::new())]);
    let message = imported.outcome.errors.kept[0].message(records::lang::Lang::Zh);
    assert!(message.contains("某局") && message.contains("他局"), "{message}");
    assert_eq!(notices(&imported), [at("ratio-prose", 3, "E")]);
}

#[test]
fn a_repeated_inspector_is_named_by_work_number() {
    let imported = read(List::Inspectors, "a.csv", "工号,姓名,部门\nA1,甲,某局\nA1,乙,某局\n".as_bytes());
    assert_eq!(imported.outcome.errors.kept[0].value, "A1");
}
