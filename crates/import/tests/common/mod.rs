//! What the tests share: reading with the built-in tables, and files made by hand.
#![allow(dead_code, reason = "each test file uses a part of it")]

use import::workbook::{WorkbookProcess, serve};
use import::{Imported, Importer, Options, TableTexts};
use records::lists::List;
use std::io::{self, Cursor, PipeReader, PipeWriter, Read, Write};
use std::sync::Arc;

/// A valid code of the standard's form.
pub const CODE: &str = "91350100M000100Y43";

pub fn importer() -> Importer {
    Importer::new(TableTexts::default()).unwrap()
}

pub fn options() -> Options {
    Options { department: "某局".to_owned(), ..Options::default() }
}

pub fn read(list: List, name: &str, bytes: &[u8]) -> Imported {
    both_ways(list, name, bytes, &options())
}

/// Reads a file here, and once more with workbooks at the other end of two pipes: the same must come of it.
fn both_ways(list: List, name: &str, bytes: &[u8], options: &Options) -> Imported {
    let here = importer().read(list, name, bytes, options);
    let elsewhere = importer().with_workbook_process(Arc::new(other_end)).read(list, name, bytes, options);
    assert_eq!(here, elsewhere);
    here
}

struct Pipes(PipeReader, PipeWriter);

impl Read for Pipes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Pipes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

fn other_end() -> io::Result<Box<dyn WorkbookProcess>> {
    let (their_input, our_output) = io::pipe()?;
    let (our_input, their_output) = io::pipe()?;
    // It ends with an error where the reader here wants no more rows.
    std::thread::spawn(|| serve(their_input, their_output));
    Ok(Box::new(Pipes(our_input, our_output)))
}

pub fn read_with(list: List, bytes: &[u8], change: impl FnOnce(&mut Options)) -> Imported {
    let mut options = options();
    change(&mut options);
    both_ways(list, "名录.csv", bytes, &options)
}

/// Entities of a CSV text with these columns.
pub fn entities(text: &str) -> Imported {
    read(List::Entities, "名录.csv", text.as_bytes())
}

/// The lines of all records.
pub fn lines(imported: &Imported) -> Vec<String> {
    imported.records.records().map(|record| String::from_utf8(record.line.to_vec()).unwrap()).collect()
}

/// Code, row and column letter of each error.
pub fn errors(imported: &Imported) -> Vec<(&'static str, Option<u64>, String)> {
    let found = imported.outcome.errors.kept.iter();
    found.map(|error| (error.problem.code(), error.place.row, letter(&error.place))).collect()
}

/// The same of each notice.
pub fn notices(imported: &Imported) -> Vec<(&'static str, Option<u64>, String)> {
    let found = imported.outcome.notices.kept.iter();
    found.map(|notice| (notice.kind.code(), notice.place.row, letter(&notice.place))).collect()
}

fn letter(place: &import::Place) -> String {
    place.column.as_ref().map(|column| column.letter.clone()).unwrap_or_default()
}

pub fn at(code: &'static str, row: u64, column: &str) -> (&'static str, Option<u64>, String) {
    (code, Some(row), column.to_owned())
}

/// The one error of a file as a whole.
pub fn only_error(imported: &Imported) -> &'static str {
    let codes: Vec<&str> = imported.outcome.errors.kept.iter().map(|error| error.problem.code()).collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    imported.outcome.errors.kept[0].problem.code()
}

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// A workbook with one sheet of this XML within `sheetData`.
pub fn xlsx(rows: &str) -> Vec<u8> {
    xlsx_with(rows, "")
}

/// The same with something in the workbook's part before its sheets.
pub fn xlsx_with(rows: &str, properties: &str) -> Vec<u8> {
    let workbook = WORKBOOK.replace("<sheets>", &format!("{properties}<sheets>"));
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    archive(&[
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A row of text cells for [`xlsx`].
pub fn text_row(number: u32, cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// An OLE file whose directory has these names and no content: header, FAT, directory (MS-CFB 2.2 to 2.6).
pub fn compound(names: &[&str]) -> Vec<u8> {
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(26, &[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(60, &0xFFFF_FFFE_u32.to_le_bytes());
    put(68, &0xFFFF_FFFE_u32.to_le_bytes());
    header[76..].fill(0xFF);
    header[76..80].copy_from_slice(&0_u32.to_le_bytes());
    let mut fat = vec![0xFF_u8; 512];
    fat[..4].copy_from_slice(&0xFFFF_FFFD_u32.to_le_bytes());
    fat[4..8].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    let mut directory = vec![0_u8; 512];
    for (index, name) in ["Root Entry"].iter().chain(names).take(4).enumerate() {
        for (place, unit) in name.encode_utf16().enumerate() {
            directory[index * 128 + 2 * place..][..2].copy_from_slice(&unit.to_le_bytes());
        }
        directory[index * 128 + 66] = if index == 0 { 5 } else { 2 };
        directory[index * 128 + 116..][..4].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    }
    [header, fat, directory].concat()
}
