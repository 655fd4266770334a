//! Text tables with everything that real ones bring along.

mod common;

use common::{CODE, at, entities, errors, lines, notices, only_error, read, read_with};
use import::{Encoding, Form};
use records::lang::Lang;
use records::lists::List;

const HEAD: &str = "统一社会信用代码,企业名称,备注\r\n";

fn expected(name: &str) -> String {
    format!("{{\"id\":\"{CODE}\",\"name\":\"{name}\"}}")
}

#[test]
fn every_encoding_gives_the_same_record() {
    let text = format!("{HEAD}{CODE},某某商贸有限公司,\r\n");
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let wide = |unit: fn(u16) -> [u8; 2], mark: &[u8]| {
        let text = text.replace(',', "\t");
        mark.iter().copied().chain(text.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
    };
    let files = [
        (text.clone().into_bytes(), Encoding::Utf8, ','),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8, ','),
        (gb.clone(), Encoding::Gb18030, ','),
        ([&b"\x84\x31\x95\x33"[..], &gb].concat(), Encoding::Gb18030, ','),
        (wide(u16::to_le_bytes, b"\xFF\xFE"), Encoding::Utf16Le, '\t'),
        (wide(u16::to_be_bytes, b"\xFE\xFF"), Encoding::Utf16Be, '\t'),
    ];
    for (bytes, encoding, delimiter) in files {
        // The name says nothing.
        let imported = read(List::Entities, "名录.xls", &bytes);
        assert_eq!(errors(&imported), [], "{encoding:?}");
        assert_eq!(lines(&imported), [expected("某某商贸有限公司")], "{encoding:?}");
        assert_eq!(imported.outcome.form, Form::Text { encoding: Some(encoding), delimiter });
    }
}

#[test]
fn separators_and_a_declared_one() {
    for text in [
        format!("统一社会信用代码;企业名称\n{CODE};甲，乙\n"),
        format!("统一社会信用代码\t企业名称\n{CODE}\t甲，乙\n"),
        format!("sep=;\r\n统一社会信用代码;企业名称\n{CODE};甲，乙\n"),
        format!("统一社会信用代码,企业名称\r{CODE},甲，乙\r"),
    ] {
        let imported = entities(&text);
        assert_eq!(lines(&imported), [expected("甲，乙")], "{text:?} {:?}", errors(&imported));
    }
    // The line `sep=` is no row to Excel.
    let imported = entities("sep=,\n统一社会信用代码,企业名称\nSC-1,\n");
    assert_eq!(errors(&imported), [at("required", 2, "B")]);
}

#[test]
fn utf_16_without_a_mark_has_to_be_named() {
    let bytes: Vec<u8> = format!("{HEAD}{CODE},甲,\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let asked = read(List::Entities, "a.csv", &bytes);
    assert_eq!(only_error(&asked), "file-utf-16");
    assert!(asked.outcome.errors.kept[0].message(Lang::Zh).contains("--encoding utf-16le"));
    let named = read_with(List::Entities, &bytes, |options| options.encoding = Encoding::from_name("UTF-16LE"));
    assert_eq!(lines(&named), [expected("甲")]);
}

#[test]
fn more_columns_than_any_list_has() {
    let wide = format!("{}企业名称,统一社会信用代码\n", "x,".repeat(63));
    let imported = entities(&wide);
    assert!(errors(&imported).contains(&("columns-too-many", Some(1), String::new())), "{:?}", errors(&imported));
}

#[test]
fn bytes_of_no_encoding_are_asked_about() {
    let imported = read(List::Entities, "a.csv", b"name,code\n\xC6\xF3,1\n\xC6\xFF,\xFF\n");
    assert_eq!(errors(&imported), [("encoding-unknown", Some(3), String::new())]);
    assert!(imported.outcome.errors.kept[0].message(Lang::Zh).contains("--encoding"));
}

#[test]
fn truncated_gb18030_is_refused_with_its_row() {
    let mut bytes = encoding_rs::GB18030.encode(&format!("{HEAD}SC-1,甲,\r\nSC-2,乙")).0.into_owned();
    bytes.pop();
    let named = read_with(List::Entities, &bytes, |options| options.encoding = Some(Encoding::Gb18030));
    assert_eq!(errors(&named), [("encoding-broken", Some(3), String::new())]);
    let asked = read(List::Entities, "a.csv", &bytes);
    assert_eq!(errors(&asked), [("encoding-unknown", Some(3), String::new())]);
}

#[test]
fn quotes_line_ends_and_blank_rows_keep_row_numbers() {
    let text = format!("{HEAD}\"{CODE}\",\"甲\"\"乙\"\"\",\"第一行\r\n第二行\"\r\n\r\n,,\r\nSC-1,,\r\n\r\n");
    let imported = entities(&text);
    assert_eq!(errors(&imported), [at("required", 5, "B")]);
    assert_eq!(notices(&imported), [at("lines-joined", 2, "C")]);
    let line = format!("{{\"id\":\"{CODE}\",\"name\":\"甲\\\"乙\\\"\",\"private\":{{\"note\":\"第一行 第二行\"}}}}");
    assert_eq!(lines(&imported), [line]);
}

#[test]
fn codes_that_a_spreadsheet_has_spoilt() {
    let text = format!("{HEAD}9.16108E+17,甲,\n1135010000010,乙,\n\"=\"\"{CODE}\"\"\",丙,\n1234,丁,\n");
    let imported = entities(&text);
    assert_eq!(
        errors(&imported),
        [at("number-scientific", 2, "A"), at("code-length", 3, "A"), at("code-length", 5, "A")]
    );
    assert_eq!(notices(&imported), [at("unwrapped", 4, "A")]);
    assert_eq!(lines(&imported), [expected("丙")]);
}

#[test]
fn folding_is_for_codes_only_and_each_is_listed() {
    let wide: String = CODE.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    let imported = entities(&format!("{HEAD}{wide},ＡＢＣ商贸（１）,\n"));
    assert_eq!(lines(&imported), [expected("ＡＢＣ商贸（１）")]);
    assert_eq!(notices(&imported), [at("code-folded", 2, "A")]);
    assert!(imported.outcome.notices.kept[0].message(Lang::En).contains(CODE));
    let lower = entities(&format!("{HEAD}{},甲,\n", CODE.to_lowercase()));
    assert_eq!((lines(&lower), notices(&lower)), (vec![expected("甲")], vec![at("code-folded", 2, "A")]));
}

#[test]
fn a_wrong_check_character_can_be_accepted_with_a_reason() {
    let text = format!("{HEAD}916108212240046410,甲,\n91610113321974112N,乙,\n");
    let refused = entities(&text);
    assert_eq!(errors(&refused), [at("code-check", 2, "A"), at("code-check", 3, "A")]);
    assert!(refused.outcome.errors.kept[0].message(Lang::Zh).contains("应为 "));
    let accept = [("916108212240046410", "执照如此"), ("91610113321974112N", "执照如此"), ("X", "没有")];
    let accepted = read_with(List::Entities, text.as_bytes(), |options| {
        options.accept = accept.map(|(id, reason)| (id.to_owned(), reason.to_owned())).to_vec();
    });
    assert_eq!(errors(&accepted), []);
    assert_eq!(lines(&accepted)[0], r#"{"id":"916108212240046410","name":"甲","private":{"accepted":"执照如此"}}"#);
    assert_eq!(
        notices(&accepted),
        [at("accepted", 2, "A"), at("accepted", 3, "A"), ("accepted-unused", None, String::new())]
    );
}

#[test]
fn old_numbers_local_codes_and_equipment() {
    let text = "统一社会信用代码,注册号,设备代码,企业名称\n\
                ,350100100000012,,甲\n,,31106109002019030001,一号电梯\n,,梯2,二号电梯\nSC-7,,,摊位\n";
    let imported = entities(text);
    assert_eq!(errors(&imported), []);
    let ids: Vec<&str> = imported.records.records().map(|record| record.id).collect();
    let derived = records::id::Id::derived(&["某局", "梯2"]);
    assert_eq!(ids, ["350100100000012", "31106109002019030001", derived.as_str(), "SC-7"]);
    assert!(lines(&imported)[2].contains("\"code\":\"梯2\""));
    let nobody = read_with(List::Entities, text.as_bytes(), |options| options.department.clear());
    assert_eq!(errors(&nobody), [at("department-missing", 4, "C")]);
}

#[test]
fn an_old_number_beside_a_new_code_is_a_former_one() {
    let imported =
        entities(&format!("统一社会信用代码,注册号,企业名称\n{CODE},350100100000012,甲\n350100100000012,,甲\n"));
    assert_eq!(errors(&imported), [("two-codes", Some(2), String::new())]);
    let twice = entities(&format!("统一社会信用代码,曾用代码,企业名称\n{CODE},A1,甲\nSC-1,\"A1，A2\",乙\n"));
    assert_eq!(errors(&twice), [("two-codes", Some(3), String::new())]);
}

#[test]
fn duplicates_name_both_rows() {
    let imported = entities(&format!("{HEAD}{CODE},甲,\nSC-1,乙,\n{CODE},甲,\n{CODE},甲,\n"));
    assert_eq!(errors(&imported), [("duplicate", Some(4), String::new()), ("duplicate", Some(5), String::new())]);
    assert!(imported.outcome.errors.kept[0].message(Lang::Zh).contains("第 2 行"));
}

#[test]
fn days_in_every_form() {
    let head = "统一社会信用代码,企业名称,成立日期,许可证有效期至\n";
    let days = ["2024-01-02", "2024/1/2", "2024年1月2日", "20240102", "45293", "2024.01.02", "2024-01-02 00:00:00"];
    for day in days {
        let imported = entities(&format!("{head}{CODE},甲,{day},9999-09-09\n"));
        let line = format!(
            "{{\"established\":\"2024-01-02\",\"id\":\"{CODE}\",\"licence_until\":\"9999-09-09\",\"name\":\"甲\"}}"
        );
        assert_eq!(lines(&imported), [line], "{day}");
        assert_eq!(notices(&imported).len(), usize::from(day == "45293"), "{day}");
    }
    let imported = entities(&format!("{head}{CODE},甲,无,长期\nSC-1,乙,24-1-2,2024-13-01\n"));
    assert_eq!(errors(&imported), [at("date", 3, "C"), at("date", 3, "D")]);
    assert_eq!(notices(&imported), [at("blank", 2, "C"), at("forever", 2, "D")]);
    assert!(lines(&imported)[0].contains("9999-12-31"));
}

#[test]
fn title_rows_samples_and_unknown_columns() {
    let text = format!(
        "某县检查对象名录库,,\n填报单位：某局,,\n*统一社会信用代码（必填）,企业名称,星座\n案例（请删除）,某公司,\n示例,某公司,\n{CODE},示例农场,狮子\n"
    );
    let imported = entities(&text);
    assert_eq!(lines(&imported), [expected("示例农场")]);
    assert_eq!(notices(&imported), [at("column-unknown", 3, "C"), at("sample-row", 4, "A"), at("sample-row", 5, "A")]);
    assert_eq!(imported.outcome.rows, 1);
}

#[test]
fn missing_columns_are_one_error_with_what_was_found() {
    let imported = entities("代号,单位\n1,甲\n");
    assert_eq!(errors(&imported), [("header-missing", Some(1), String::new())]);
    let message = imported.outcome.errors.kept[0].message(Lang::Zh);
    assert!(message.contains("企业名称") && message.contains("代号、单位"), "{message}");
    let map = [("代号", "code"), ("B", "name")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
    let mapped = read_with(List::Entities, "代号,单位\nSC-1,甲\n".as_bytes(), |options| options.map = map);
    assert_eq!(lines(&mapped), [r#"{"id":"SC-1","name":"甲"}"#]);
}

#[test]
fn english_headers() {
    let imported = entities(&format!("Code,NAME,Kind\n{CODE},A,shop\n"));
    assert_eq!(lines(&imported), [format!("{{\"id\":\"{CODE}\",\"kind\":\"shop\",\"name\":\"A\"}}")]);
}

#[test]
fn several_values_words_and_classes() {
    let text = format!(
        "统一社会信用代码,企业名称,标签,状态,信用风险分类\n{CODE},甲,\"食品，特种设备、食品;药品\",存续（在营、开业、在册）,Ａ级\nSC-1,乙,,已注销,\nSC-2,丙,,睡着了,\n"
    );
    let imported = entities(&text);
    assert_eq!(errors(&imported), [at("word", 4, "D")]);
    assert!(imported.outcome.errors.kept[0].message(Lang::En).contains("cancelled"));
    let got = lines(&imported);
    assert_eq!(
        got[0],
        format!(
            "{{\"id\":\"{CODE}\",\"name\":\"甲\",\"private\":{{\"credit_class\":\"A\"}},\"tags\":[\"特种设备\",\"药品\",\"食品\"]}}"
        )
    );
    assert_eq!(got[1], r#"{"id":"SC-1","name":"乙","status":"cancelled"}"#);
}

#[test]
fn texts_that_deceive_are_refused_and_nothing_is_normalised() {
    for (name, code) in [
        ("张\u{202e}三", "text-bidirectional"),
        ("张\u{200b}三", "text-zero-width"),
        ("张\u{7}三", "text-control"),
        ("e\u{301}", "text-not-nfc"),
        ("张\u{fffd}三", "text-replacement"),
    ] {
        let imported = entities(&format!("{HEAD}{CODE},{name},\n"));
        assert_eq!(errors(&imported), [at(code, 2, "B")]);
    }
}

#[test]
fn a_row_with_more_cells_than_the_header_has_may_be_shifted() {
    let imported = entities(&format!("{HEAD}{CODE},甲,一,二\nSC-1,乙,三,,,\nSC-2,丙\n"));
    assert_eq!(errors(&imported), [("cells-extra", Some(2), "D".to_owned())]);
    assert_eq!(imported.records.len(), 2);
}

#[test]
fn all_errors_at_once() {
    let imported = entities(&format!("统一社会信用代码,企业名称,成立日期,状态\n1,,x,y\n{CODE},,x,\n"));
    let codes: Vec<&str> = errors(&imported).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["code-length", "required", "date", "word", "required", "date"]);
}

#[test]
fn nothing_is_an_error_of_its_own() {
    assert_eq!(only_error(&entities("")), "file-empty");
    assert_eq!(only_error(&entities("\u{feff}")), "sheet-empty");
    assert_eq!(only_error(&entities("\n\n\n")), "header-missing");
    assert_eq!(only_error(&entities(HEAD)), "sheet-empty");
    assert_eq!(only_error(&entities(&format!("{HEAD}\"{CODE},甲\n"))), "quote-open");
}

#[test]
fn tables_of_errors_are_inert() {
    let imported = entities(&format!("{HEAD}=HYPERLINK(1),甲,\n"));
    let table = String::from_utf8(import::errors_csv(&imported.outcome.errors.kept)).unwrap();
    assert!(table.starts_with("\u{feff}\"文件\",\"工作表\",\"行\""));
    assert!(table.contains("\"'=HYPERLINK(1)\""), "{table}");
    assert!(table.ends_with("\"\r\n") && table.matches("\r\n").count() == 2);
}

#[test]
fn templates_are_read_without_their_sample() {
    for list in List::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let template = common::importer().template(list, lang);
            assert_eq!(template.headers.len(), template.sample.len());
            let bytes = template.csv();
            let imported = read(list, "模板.csv", &bytes);
            assert_eq!(only_error(&imported), "sheet-empty", "{list:?}");
            assert_eq!(notices(&imported), [at("sample-row", 2, "A")], "{list:?} {lang:?}");
            // With the mark gone the sample is a good row.
            let unmarked = String::from_utf8(bytes).unwrap();
            let unmarked = unmarked.replace("案例（请删除）", "").replace("sample, delete this row: ", "");
            let filled = read(list, "模板.csv", unmarked.as_bytes());
            assert_eq!(errors(&filled), [], "{list:?} {lang:?}");
            assert_eq!(filled.records.len(), 1);
        }
    }
}
