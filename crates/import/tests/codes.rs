//! What may become the id of an entity, and which rows are none.

mod common;

use common::{CODE, at, entities, errors, lines, notices, read, read_with};
use records::lang::Lang;
use records::lists::List;

const HEAD: &str = "统一社会信用代码,企业名称,本地编号,注册号,备注";
const CITIZEN: &str = "11010519491231002X";
/// Both a valid code and a valid citizen id.
const BOTH: &str = "350102198001010492";

fn ids(imported: &import::Imported) -> Vec<&str> {
    imported.records.records().map(|record| record.id).collect()
}

#[test]
fn no_citizen_id_becomes_an_id_or_is_repeated() {
    let text = format!(
        "{HEAD}\n,甲,{CITIZEN},,\n,乙,110105-19491231-002X,,\n 　{CITIZEN} ,丙,,,\n\"=\"\"{CITIZEN}\"\"\",丁,,,\n,戊,无照{CITIZEN},,\n{BOTH},己,,,\n,庚,{BOTH},,\n"
    );
    let accept = |options: &mut import::Options| {
        options.accept = vec![(CITIZEN.to_owned(), "本人无码".to_owned())];
        options.department = "某局".to_owned();
    };
    let imported = read_with(List::Entities, text.as_bytes(), accept);
    let codes: Vec<(&str, Option<u64>)> = errors(&imported).into_iter().map(|(code, row, _)| (code, row)).collect();
    let expected = [
        (2, "citizen-id"),
        (3, "citizen-id"),
        (4, "citizen-id"),
        (5, "citizen-id"),
        (6, "citizen-id"),
        (7, "citizen-id-code"),
        (8, "citizen-id-code"),
    ];
    assert_eq!(codes, expected.map(|(row, code)| (code, Some(row))));
    let outcome = &imported.outcome;
    let told = [import::errors_csv(&outcome.errors.kept), import::notices_csv(&outcome.notices.kept)].concat();
    let told = String::from_utf8(told).unwrap();
    assert!(!told.contains("110105") && !told.contains("350102"), "{told}");
}

#[test]
fn a_code_that_looks_like_a_person_is_taken_with_a_word() {
    let text = format!("{HEAD}\n{BOTH},甲,,,\n");
    let accepted = read_with(List::Entities, text.as_bytes(), |options| {
        options.accept = vec![(BOTH.to_owned(), "执照如此".to_owned())];
    });
    assert_eq!(
        lines(&accepted),
        [format!("{{\"id\":\"{BOTH}\",\"name\":\"甲\",\"private\":{{\"accepted\":\"执照如此\"}}}}")]
    );
    // And is remembered, also where another list refers to it.
    let before = |options: &mut import::Options| {
        options.accepted_before =
            vec![(BOTH.to_owned(), "执照如此".to_owned()), ("916108212240046410".to_owned(), "原件".to_owned())];
    };
    let again = read_with(List::Entities, text.as_bytes(), before);
    assert_eq!((lines(&again), notices(&again)), (lines(&accepted), vec![at("accepted-before", 2, "A")]));
    let drawn = "统一社会信用代码,任务编号\n916108212240046410,T1\n";
    assert_eq!(read_with(List::Selection, drawn.as_bytes(), before).records.len(), 1);
}

#[test]
fn only_a_wrong_check_character_can_be_accepted() {
    let text = format!("{HEAD}\n1234567890123,甲,,,\n9.16108E+17,乙,,,\n");
    let imported = read_with(List::Entities, text.as_bytes(), |options| {
        options.accept = ["1234567890123", "9.16108E+17"].map(|code| (code.to_owned(), "x".to_owned())).to_vec();
    });
    assert_eq!(errors(&imported), [at("code-length", 2, "A"), at("number-scientific", 3, "A")]);
}

#[test]
fn grouped_codes_and_words_for_nothing_are_no_codes() {
    let text =
        format!("{HEAD}\n91350100-MA0000002T,甲,,,\n91350100 M000100Y43,乙,,,\n/,丙,,,\n无,丁,SC-2,,\n暂无,戊,梯1,,\n");
    let imported = entities(&text);
    assert_eq!(
        errors(&imported),
        [at("code-separated", 2, "A"), at("code-separated", 3, "A"), at("placeholder", 4, "A")]
    );
    assert!(imported.outcome.errors.kept[1].message(Lang::En).contains(CODE));
    assert_eq!(
        notices(&imported),
        [at("blank", 4, "A"), at("blank", 5, "A"), at("blank", 6, "A"), at("id-derived", 6, "C")]
    );
}

#[test]
fn an_old_number_that_is_none_is_not_lost() {
    let text = format!("{HEAD}\n{CODE},甲,,3501001000123,\nSC-1,乙,,无,\nSC-2,丙,,SC-2,\n");
    let imported = entities(&text);
    assert_eq!(errors(&imported), [at("registration-form", 2, "D")]);
    assert_eq!(ids(&imported), ["SC-1", "SC-2"]);
}

#[test]
fn words_of_samples_and_totals_in_ordinary_rows() {
    let text = format!(
        "{HEAD}\n案例,某公司,,,\nSC-0,示例,,,\n{CODE},甲,,,重复登记请删除\nSC-1,乙公司（示例）,,,sample\n案例（请删除）SC-2,丙,,,\nSC-3,样例,,,\n合计,2户,,,\n"
    );
    let imported = entities(&text);
    assert_eq!(notices(&imported), [at("sample-row", 2, "A"), at("sample-row", 3, "B")]);
    assert_eq!(
        errors(&imported),
        [at("sample-elsewhere", 6, "A"), at("sample-elsewhere", 7, "B"), at("total-row", 8, "A")]
    );
    assert_eq!(ids(&imported), [CODE, "SC-1"]);
}

#[test]
fn one_thing_wrong_with_a_cell_is_told_once() {
    let imported = entities("本地编号,企业名称\n9.1E+17,甲\n,乙\n");
    assert_eq!(errors(&imported), [at("number-scientific", 2, "A"), at("required", 3, "A")]);
}

#[test]
fn what_cannot_be_seen_is_escaped_in_messages() {
    let imported = read(List::Entities, "a\u{202e}b.csv", format!("{HEAD}\n{CODE},张\u{202e}三,,,\n").as_bytes());
    let error = &imported.outcome.errors.kept[0];
    let csv = String::from_utf8(import::errors_csv(&imported.outcome.errors.kept)).unwrap();
    for text in [error.message(Lang::Zh), error.message(Lang::En), csv] {
        assert!(
            !text.contains('\u{202e}') && text.contains("a⟨U+202E⟩b.csv") && text.contains("张⟨U+202E⟩三"),
            "{text}"
        );
    }
}

#[test]
fn a_column_without_a_header_and_a_sheet_of_a_text() {
    let text = "统一社会信用代码,企业名称,\nSC-1,甲,重要数据\nSC-2,乙,也是\n";
    let imported = read_with(List::Entities, text.as_bytes(), |options| options.sheet = Some("一".to_owned()));
    assert_eq!(notices(&imported), [("sheet-unused", None, String::new()), at("column-headless", 2, "C")]);
    let mapped =
        read_with(List::Entities, text.as_bytes(), |options| options.map = vec![("C".to_owned(), "note".to_owned())]);
    assert_eq!(notices(&mapped), []);
}

#[test]
fn a_file_that_was_cut_off_or_misread_says_so() {
    let text = format!("{HEAD}\n{CODE},甲公司,,,\nSC-1,乙公司");
    let cut = read(List::Entities, "a.csv", &text.as_bytes()[..text.len() - 1]);
    assert_eq!(errors(&cut), [("encoding-broken", Some(3), String::new())]);
    let gb =
        read_with(List::Entities, text.as_bytes(), |options| options.encoding = import::Encoding::from_name("gb18030"));
    assert!(errors(&gb).iter().any(|(code, ..)| *code == "header-missing"), "{:?}", errors(&gb));
    assert!(gb.outcome.errors.kept.iter().any(|error| error.message(Lang::Zh).contains("--encoding gb18030")));
}

#[test]
fn batches_carry_all_findings_if_somebody_wants_them() {
    let rows: String = (0..12_000).map(|_| "x,,,,\n").collect();
    let bytes = format!("{HEAD}\n{rows}");
    let options = import::Options { all_findings: true, ..common::options() };
    let mut told = 0;
    let outcome = common::importer().stream(List::Entities, "a.csv", bytes.as_bytes(), &options, |batch| {
        told += batch.errors().len();
        Ok::<(), ()>(())
    });
    let errors = outcome.unwrap().errors;
    assert_eq!((told, errors.total, errors.kept.len()), (12_000, 12_000, 10_000));
}
