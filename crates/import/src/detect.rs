//! What kind of file this is, by its content; the name is never looked at, but for `.et`.

use crate::csv::encoding::{Encoding, byte_order_mark};
use crate::problem::{FileProblem, Refusal};

/// Kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Kind {
    /// A zip archive: XLSX, whatever it is called.
    Archive,
    /// An OLE file: XLS, if it holds a workbook.
    Compound,
    /// SpreadsheetML 2003.
    Markup,
    /// Separated text.
    Text,
}

/// Bytes of the head that are looked at.
const HEAD_BYTES: usize = 4096;

/// Tells what the file is by its first bytes.
pub(crate) fn kind(name: &str, head: &[u8], named: Option<Encoding>) -> Result<Kind, FileProblem> {
    let refuse = |refusal| Err(FileProblem::Refused(refusal));
    if head.is_empty() {
        return Err(FileProblem::Empty);
    }
    // A workbook of WPS may be a readable one inside; whoever hands in `.et` is told the safe way.
    if name.to_ascii_lowercase().ends_with(".et") {
        return refuse(Refusal::WpsEt);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Archive);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Kind::Compound);
    }
    if head.starts_with(b"%PDF") {
        return refuse(Refusal::Pdf);
    }
    let text = text_of(head);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_ascii_lowercase();
    if start.starts_with("mime-version:") {
        return refuse(Refusal::WebArchive);
    }
    if start.starts_with('<') {
        return markup(&start);
    }
    let encoding = named.or(byte_order_mark(head).map(|(encoding, _)| encoding));
    let is_wide = matches!(encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be));
    if !is_wide && head.iter().take(HEAD_BYTES).any(|byte| *byte == 0) {
        return refuse(unmarked_wide(head).unwrap_or(Refusal::Binary));
    }
    Ok(Kind::Text)
}

/// UTF-16 text without its mark: read so it has lines or cells, and no character that a text does not have.
fn unmarked_wide(head: &[u8]) -> Option<Refusal> {
    let is_text = |unit: fn([u8; 2]) -> u16| {
        let units = head.get(..HEAD_BYTES).unwrap_or(head).chunks_exact(2).filter_map(|pair| pair.try_into().ok());
        // The head may end in the middle of a character.
        let text = String::from_utf16_lossy(&units.map(unit).collect::<Vec<u16>>());
        let text = text.strip_suffix('\u{fffd}').unwrap_or(&text);
        let is_plain = |c: char| c != '\u{fffd}' && (!c.is_control() || matches!(c, '\n' | '\r' | '\t'));
        text.contains(['\n', '\r', '\t', ',']) && text.chars().all(is_plain)
    };
    if is_text(u16::from_le_bytes) {
        return Some(Refusal::UnmarkedUtf16Le);
    }
    is_text(u16::from_be_bytes).then_some(Refusal::UnmarkedUtf16Be)
}

fn markup(start: &str) -> Result<Kind, FileProblem> {
    let has = |text: &str| start.contains(text);
    if has("urn:schemas-microsoft-com:office:spreadsheet") && !has("<html") {
        return Ok(Kind::Markup);
    }
    let is_html = ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<div", "<style", "<tr"]
        .iter()
        .any(|tag| has(tag));
    Err(FileProblem::Refused(if is_html { Refusal::Html } else { Refusal::OtherXml }))
}

/// The head as text, as far as that goes: good enough to look for ASCII words.
fn text_of(head: &[u8]) -> String {
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    match byte_order_mark(head) {
        Some((encoding @ (Encoding::Utf16Le | Encoding::Utf16Be), length)) => {
            let units = head.get(length..).unwrap_or_default().chunks_exact(2).filter_map(|pair| pair.try_into().ok());
            let unit = |pair: [u8; 2]| match encoding {
                Encoding::Utf16Be => u16::from_be_bytes(pair),
                _ => u16::from_le_bytes(pair),
            };
            String::from_utf16_lossy(&units.map(unit).collect::<Vec<u16>>())
        }
        _ => String::from_utf8_lossy(head).into_owned(),
    }
}

/// SpreadsheetML as text: UTF-8, UTF-16 by its mark, or the encoding that its first line names.
pub(crate) fn markup_text(bytes: &[u8]) -> Result<String, FileProblem> {
    let (encoding, length) = byte_order_mark(bytes).unwrap_or_else(|| (declared_encoding(bytes), 0));
    let body = bytes.get(length..).unwrap_or_default();
    let broken = || FileProblem::EncodingBroken { encoding: encoding.name().into() };
    encoding.decode(body).map(|text| text.into_owned()).ok_or_else(broken)
}

fn declared_encoding(bytes: &[u8]) -> Encoding {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).to_ascii_lowercase();
    let named = head.split_once("encoding=").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1).map(str::to_owned));
    named.and_then(|name| Encoding::from_name(&name)).unwrap_or(Encoding::Utf8)
}
