//! Files that are something else, that want to fill the memory, or that are no file at all.

mod common;

use common::{archive, compound, only_error, read, text_row, xlsx};
use proptest::prelude::*;
use records::lang::Lang;
use records::lists::List;

fn refused(bytes: &[u8]) -> &'static str {
    only_error(&read(List::Entities, "名录.xls", bytes))
}

#[test]
fn files_that_are_something_else() {
    assert_eq!(refused(b"<html><body><table><tr><td>1</td></tr></table>"), "file-html");
    assert_eq!(
        refused("\u{feff}\n <!DOCTYPE html><html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">".as_bytes()),
        "file-html"
    );
    assert_eq!(refused(b"<table border=1><tr><td>1"), "file-html");
    assert_eq!(refused(b"MIME-Version: 1.0\nX-Document-Type: Workbook"), "file-web-archive");
    assert_eq!(refused(b"<?xml version=\"1.0\"?><list/>"), "file-xml");
    assert_eq!(refused(b"%PDF-1.7\n"), "file-pdf");
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "file-binary");
    assert_eq!(refused(&archive(&[("a.csv", b"1")])), "file-archive");
    assert_eq!(refused(&archive(&[("xl/workbook.bin", b"1")])), "file-xlsb");
    assert_eq!(refused(&archive(&[("mimetype", b"x"), ("content.xml", b"<x/>")])), "file-ods");
    assert_eq!(refused(&compound(&["WordDocument"])), "file-ole");
}

#[test]
fn wps_et_is_told_to_be_saved_anew() {
    let imported = read(List::Entities, "名录.xls", &compound(&["ETExtData"]));
    assert_eq!(only_error(&imported), "file-wps-et");
    assert!(imported.outcome.errors.kept[0].message(Lang::Zh).contains("另存为 xlsx"));
    assert_eq!(only_error(&read(List::Entities, "名录.et", &xlsx(""))), "file-wps-et");
}

#[test]
fn passwords() {
    assert_eq!(refused(&compound(&["EncryptionInfo", "EncryptedPackage"])), "file-password");
    // FilePass before everything else in a BIFF workbook.
    let mut bytes = include_bytes!("files/entities.xls").to_vec();
    let bof = bytes.windows(4).position(|window| window == [0x09, 0x08, 0x10, 0x00]).unwrap();
    bytes[bof + 20..bof + 26].copy_from_slice(&[0x2F, 0, 2, 0, 1, 0]);
    assert_eq!(refused(&bytes), "file-password");
}

#[test]
fn an_archive_that_inflates_too_much() {
    let sheet = vec![b' '; 60 << 20];
    let bytes = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &sheet)]);
    assert!(bytes.len() < 1 << 20);
    assert_eq!(refused(&bytes), "file-bomb");
    // A central directory that claims less than comes out.
    let mut lying = bytes.clone();
    let length = u32::try_from(sheet.len()).unwrap().to_le_bytes();
    let places: Vec<usize> =
        lying.windows(4).enumerate().filter(|(_, window)| **window == length).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(["file-bomb", "file-damaged"].contains(&refused(&lying)));
    let many: Vec<String> = (0..1001).map(|index| format!("x{index}")).collect();
    let parts: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"1"[..])).collect();
    assert_eq!(refused(&archive(&parts)), "file-bomb");
}

#[test]
fn a_cell_at_the_end_of_the_world() {
    let head = text_row(1, &["统一社会信用代码", "企业名称"]);
    let far = format!(r#"{head}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#);
    let imported = read(List::Entities, "a.xlsx", &xlsx(&far));
    assert_eq!(only_error(&imported), "rows-too-many");
    assert_eq!(imported.outcome.errors.kept[0].value, "XFD1048576");
    let wide = format!(r#"{head}<row r="2"><c r="XFD2"><v>1</v></c></row>"#);
    assert_eq!(refused(&xlsx(&wide)), "columns-too-many");
}

#[test]
fn broken_workbooks_are_errors() {
    let whole = xlsx(&text_row(1, &["统一社会信用代码", "企业名称"]));
    assert_eq!(refused(&whole), "sheet-empty");
    for length in [4, 30, whole.len() / 2, whole.len() - 1] {
        assert_eq!(refused(&whole[..length]), "file-damaged", "{length}");
    }
    let xls = include_bytes!("files/entities.xls");
    for length in [8, 511, 512, 1024, xls.len() / 2] {
        read(List::Entities, "a.xls", &xls[..length]);
    }
    // A directory chain that bites its own tail.
    let mut circle = compound(&["Workbook"]);
    circle[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(refused(&circle), "file-damaged");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), list in 0..8_usize) {
        read(List::ALL[list], "a", &bytes);
    }

    #[test]
    fn arbitrary_texts_never_panic(text in "[,;\t\"\r\n=0-9A-Z统一社会信用代码企业名称，工号姓请删除\u{feff}\u{301}-]{0,200}", list in 0..8_usize) {
        let headers = ["统一社会信用代码,企业名称,成立日期,曾用代码", "工号,姓名,部门,执法证有效期", "编号,抽查事项名称,抽查依据", "工号,统一社会信用代码,类型",
            "工号,开始日期,结束日期", "统一社会信用代码,开始日期,结束日期,例外情形", "统一社会信用代码,检查日期,检查部门,检查人员", "统一社会信用代码,任务编号"];
        read(List::ALL[list], "a", format!("{}\n{text}", headers[list]).as_bytes());
    }

    #[test]
    fn spoilt_workbooks_never_panic(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), is_xls in any::<bool>()) {
        let mut bytes = if is_xls { include_bytes!("files/entities.xls").to_vec() } else { xlsx(&text_row(1, &["统一社会信用代码", "企业名称"])) };
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        read(List::Entities, "a", &bytes);
    }
}
