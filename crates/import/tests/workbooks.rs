//! XLSX, real `.xls`, and XML workbooks, with everything that real ones bring along.

mod common;

use common::{CODE, at, errors, lines, notices, only_error, read, read_with, text_row, xlsx, xlsx_with};
use import::Form;
use records::lang::Lang;
use records::lists::List;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const HEAD: [&str; 4] = ["统一社会信用代码", "企业名称", "成立日期", "备注"];

fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(HEAD) {
        sheet.write(0, column, header).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn entities(bytes: &[u8]) -> import::Imported {
    read(List::Entities, "名录.xls", bytes)
}

#[test]
fn xlsx_under_a_wrong_name() {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let bytes = book(|sheet| {
        sheet.write(1, 0, CODE).unwrap();
        sheet.write(1, 1, "某某商贸").unwrap();
        sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2018, 6, 14).unwrap(), &date).unwrap();
        // Far below, a blank row that somebody has formatted.
        sheet.write_blank(5000, 9, &date).unwrap();
    });
    let imported = entities(&bytes);
    assert_eq!(errors(&imported), []);
    assert_eq!(
        lines(&imported),
        [format!("{{\"established\":\"2018-06-14\",\"id\":\"{CODE}\",\"name\":\"某某商贸\"}}")]
    );
    assert_eq!(imported.outcome.form, Form::Xlsx);
    assert_eq!(imported.outcome.sheet.as_ref().map(|(name, number)| (&**name, *number)), Some(("Sheet1", 0)));
}

#[test]
fn numbers_that_were_codes() {
    let bytes = book(|sheet| {
        let padded = Format::new().set_num_format("000000000000000");
        sheet.write(1, 0, 916_108_212_240_046_410_f64).unwrap();
        sheet.write(2, 0, 350_100_100_000_012_f64).unwrap();
        sheet.write_with_format(3, 0, 1_234_f64, &padded).unwrap();
        for row in 1..4 {
            sheet.write(row, 1, "甲").unwrap();
        }
        sheet.write(2, 2, 45_293).unwrap();
    });
    let imported = entities(&bytes);
    assert_eq!(errors(&imported), [at("number-long", 2, "A"), at("zeros-lost", 4, "A")]);
    assert_eq!(lines(&imported), [r#"{"established":"2024-01-02","id":"350100100000012","name":"甲"}"#]);
    let expected = [at("code-from-number", 3, "A"), at("day-from-serial", 3, "C")];
    let got = notices(&imported);
    assert!(expected.iter().all(|notice| got.contains(notice)), "{got:?}");
}

#[test]
fn formulas_need_a_value_and_errors_are_none() {
    let head = text_row(1, &["统一社会信用代码", "企业名称", "备注"]);
    let rows = format!(
        r##"{head}<row r="2"><c r="A2" t="str"><f>"{CODE}"</f><v>{CODE}</v></c><c r="B2" t="str"><f>A1</f></c></row>
        <row r="3"><c r="A3" t="inlineStr"><is><t>SC-1</t></is></c><c r="B3" t="e"><v>#N/A</v></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>SC-2</t></is></c><c r="B4" t="str"><f>"乙"</f><v>乙</v></c></row>"##
    );
    let imported = entities(&xlsx(&rows));
    assert_eq!(errors(&imported), [at("formula-without-value", 2, "B"), at("cell-error", 3, "B")]);
    assert_eq!(lines(&imported), [r#"{"id":"SC-2","name":"乙"}"#]);
}

#[test]
fn merged_header_cells_below_a_title() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 3, "某县检查对象名录", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "统一社会信用代码", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "企业名称", &plain).unwrap();
    sheet.merge_range(1, 2, 1, 3, "许可信息", &plain).unwrap();
    sheet.write(2, 2, "许可证名称").unwrap();
    sheet.write(2, 3, "有效期至").unwrap();
    for (column, text) in (0..).zip([CODE, "甲", "食品经营许可证", "2028/12/31"]) {
        sheet.write(4, column, text).unwrap();
    }
    let imported = entities(&book.save_to_buffer().unwrap());
    assert_eq!(errors(&imported), []);
    assert!(lines(&imported)[0].contains("\"licence_until\":\"2028-12-31\",\"licences\":[\"食品经营许可证\"]"));
    assert_eq!(imported.records.records().next().unwrap().row, 5);
}

#[test]
fn several_sheets_are_asked_about_and_hidden_ones_told() {
    let mut book = Workbook::new();
    for (name, hidden) in [("一季度", false), ("二季度", false), ("旧", true), ("空", false)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap().set_hidden(hidden);
        if name != "空" {
            sheet.write_row(0, 0, HEAD).unwrap();
            sheet.write_row(1, 0, ["SC-1", name]).unwrap();
            sheet.set_row_hidden(1).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let asked = entities(&bytes);
    assert_eq!(only_error(&asked), "sheet-choice");
    let message = asked.outcome.errors.kept[0].message(Lang::Zh);
    assert!(message.contains("一季度、二季度；") && message.contains("--sheet"), "{message}");
    let chosen = read_with(List::Entities, &bytes, |options| options.sheet = Some("二季度".to_owned()));
    assert_eq!(lines(&chosen), [r#"{"id":"SC-1","name":"二季度"}"#]);
    let codes: Vec<&str> = notices(&chosen).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["rows-hidden", "sheet-hidden"]);
    let missing = read_with(List::Entities, &bytes, |options| options.sheet = Some("四季度".to_owned()));
    assert_eq!(only_error(&missing), "sheet-missing");
    let hidden = read_with(List::Entities, &bytes, |options| options.sheet = Some("旧".to_owned()));
    assert_eq!(hidden.records.len(), 1);
}

#[test]
fn a_real_xls() {
    let imported = read(List::Entities, "名录.xlsx", include_bytes!("files/entities.xls"));
    assert_eq!(errors(&imported), []);
    assert_eq!(
        lines(&imported),
        [
            format!(
                "{{\"established\":\"2018-06-14\",\"id\":\"{CODE}\",\"name\":\"某某商贸有限公司\",\"private\":{{\"note\":\"甲\"}}}}"
            ),
            r#"{"established":"2019-01-02","id":"SC-0002","name":"某某小卖部"}"#.to_owned(),
        ]
    );
    assert_eq!(imported.outcome.form, Form::Xls);
    let codes: Vec<&str> = notices(&imported).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["rows-hidden", "sheet-hidden"]);
}

#[test]
fn an_xls_with_numbers_and_one_with_two_sheets() {
    let imported = read(List::Entities, "a.xls", include_bytes!("files/numbers.xls"));
    assert_eq!(errors(&imported), [at("number-long", 2, "A")]);
    assert_eq!(only_error(&read(List::Entities, "a.xls", include_bytes!("files/two-sheets.xls"))), "sheet-choice");
}

const MARKUP: &str = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="名录"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">名录库</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">统一社会信用代码</Data></Cell><Cell><Data ss:Type="String">企业名称</Data></Cell><Cell ss:Index="4"><Data ss:Type="String">成立日期</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">91350100M000100Y43</Data></Cell><Cell><Data ss:Type="String">甲&amp;乙&#20844;司</Data></Cell><Cell ss:Index="4"><Data ss:Type="DateTime">2018-06-14T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Formula="=A1"/><Cell><Data ss:Type="Number">350100100000012</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">旧</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>"#;

#[test]
fn an_xml_workbook() {
    for bytes in [
        MARKUP.as_bytes().to_vec(),
        [b"\xFF\xFE".to_vec(), MARKUP.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        encoding_rs::GB18030.encode(&MARKUP.replace("\"1.0\"", "\"1.0\" encoding=\"gb2312\"")).0.into_owned(),
    ] {
        let imported = read(List::Entities, "名录.xlsx", &bytes);
        assert_eq!(errors(&imported), [at("formula-without-value", 5, "A")]);
        assert_eq!(
            lines(&imported),
            [format!("{{\"established\":\"2018-06-14\",\"id\":\"{CODE}\",\"name\":\"甲&乙公司\"}}")]
        );
        assert_eq!(imported.outcome.form, Form::Markup);
        let codes: Vec<&str> = notices(&imported).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, ["rows-hidden", "sheet-hidden"]);
    }
}

#[test]
fn xml_with_a_document_type_or_entities_is_refused() {
    let bomb = MARKUP.replace("<Workbook", "<!DOCTYPE Workbook [<!ENTITY a \"aaaa\">]><Workbook");
    assert_eq!(only_error(&entities(bomb.as_bytes())), "file-xml-entities");
    let entity = MARKUP.replace("&amp;", "&a;");
    assert_eq!(only_error(&entities(entity.as_bytes())), "file-xml-entities");
    let cut = MARKUP.split_at(900).0;
    assert_eq!(only_error(&entities(cut.as_bytes())), "file-damaged");
}

#[test]
fn merged_cells_among_the_data_are_refused() {
    let bytes = book(|sheet| {
        for (row, code) in (1..).zip(["SC-1", "SC-2", "SC-3"]) {
            sheet.write_row(row, 0, [code, "甲"]).unwrap();
        }
        sheet.merge_range(1, 3, 2, 3, "食品", &Format::new()).unwrap();
        // Merged and empty: nobody loses anything.
        sheet.merge_range(5, 0, 6, 3, "", &Format::new()).unwrap();
    });
    let imported = entities(&bytes);
    assert_eq!(errors(&imported), [at("merged-cells", 2, "D")]);
    assert!(imported.outcome.errors.kept[0].message(Lang::Zh).contains("D2:D3"));
    let rows =
        MARKUP.replace("<Cell><Data ss:Type=\"String\">甲", "<Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">甲");
    assert!(errors(&entities(rows.as_bytes())).contains(&at("merged-cells", 4, "B")));
}

#[test]
fn the_traps_of_xls() {
    let imported = read(List::Entities, "a.xls", include_bytes!("files/traps.xls"));
    let expected = [
        at("zeros-lost", 2, "B"),
        at("zeros-lost", 3, "B"),
        at("merged-cells", 4, "D"),
        at("formula-without-value", 6, "E"),
    ];
    assert_eq!(errors(&imported), expected);
}

#[test]
fn days_that_count_from_1904() {
    let line = [r#"{"established":"2024-01-02","id":"SC-1","name":"甲"}"#];
    let imported = read(List::Entities, "a.xls", include_bytes!("files/days-1904.xls"));
    assert_eq!((errors(&imported), lines(&imported)), (vec![], line.map(str::to_owned).to_vec()));
    let rows = text_row(1, &["统一社会信用代码", "企业名称", "成立日期"])
        + r#"<row r="2"><c t="inlineStr"><is><t>SC-1</t></is></c><c t="inlineStr"><is><t>甲</t></is></c><c><v>43831</v></c></row>"#;
    let imported = entities(&xlsx_with(&rows, r#"<workbookPr date1904="1"/>"#));
    assert_eq!((errors(&imported), lines(&imported)), (vec![], line.map(str::to_owned).to_vec()));
}

#[test]
fn numbers_that_are_shown_as_more() {
    let bytes = book(|sheet| {
        let prefixed = Format::new().set_num_format("\"SC\"0000");
        sheet.write_with_format(1, 0, 12, &prefixed).unwrap();
        sheet.write(1, 1, "甲").unwrap();
    });
    assert_eq!(errors(&entities(&bytes)), [at("zeros-lost", 2, "A")]);
    let style = r#"<Styles><Style ss:ID="p"><NumberFormat ss:Format="000000"/></Style></Styles><Worksheet"#;
    for (place, with) in [
        ("<Cell><Data ss:Type=\"Number\">350100100000012", "<Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">1234"),
        ("<Table>", "<Table><Column ss:Index=\"1\" ss:StyleID=\"p\"/>"),
    ] {
        let text =
            MARKUP.replacen("<Worksheet", style, 1).replace("<Cell ss:Formula=\"=A1\"/>", "").replace(place, with);
        assert_eq!(errors(&entities(text.as_bytes()))[0].0, "zeros-lost", "{with}");
    }
}

#[test]
fn codes_that_have_become_days_or_truths() {
    let bytes = {
        let mut book = Workbook::new();
        let (sheet, date) = (book.add_worksheet(), Format::new().set_num_format("yyyy-mm-dd"));
        sheet.write_row(0, 0, ["编号", "抽查事项名称", "抽查依据"]).unwrap();
        sheet.write_row(1, 1, ["甲", "法"]).unwrap();
        sheet.write_with_format(1, 0, ExcelDateTime::from_ymd(2026, 2, 1).unwrap(), &date).unwrap();
        sheet.write_row(2, 1, ["乙", "法"]).unwrap();
        sheet.write(2, 0, true).unwrap();
        book.save_to_buffer().unwrap()
    };
    let imported = read(List::Items, "a.xlsx", &bytes);
    assert_eq!(errors(&imported), [at("code-changed", 2, "A"), at("code-changed", 3, "A")]);
}

#[test]
fn what_stands_where_nobody_looks_is_told() {
    let bytes = book(|sheet| {
        sheet.write_row(1, 0, ["SC-1", "甲", "", "", "右边"]).unwrap();
        sheet.write_row(2, 0, ["SC-2", "乙", "", "", "又有"]).unwrap();
    });
    let imported = entities(&bytes);
    assert_eq!(notices(&imported), [at("column-headless", 2, "E")]);
    assert!(imported.outcome.notices.kept[0].message(Lang::Zh).contains("2 行"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEAD).unwrap();
    sheet.write_row(1, 0, ["SC-1", "甲"]).unwrap();
    sheet.set_name("数据").unwrap().set_hidden(true);
    book.add_worksheet().set_active(true);
    let imported = entities(&book.save_to_buffer().unwrap());
    assert_eq!(only_error(&imported), "sheet-hidden-only");
    assert!(imported.outcome.errors.kept[0].message(Lang::En).contains("数据"));
}
