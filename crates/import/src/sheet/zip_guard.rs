//! Looks into an archive before any parser does: a workbook that would fill the memory is refused.
//!
//! First what the central directory claims, then what really comes out, because the claim may be a lie. Limits are
//! those of the project's threat model: 1,000 entries, 200 MiB, ratio 100. The ratio counts only above 10 MiB, since an
//! honest list of equal rows shrinks more than that and does no harm.

use super::Stop;
use crate::problem::{FileProblem, Refusal};
use std::io::{Cursor, Read};

const ENTRIES_MAX: u64 = 1_000;
const BYTES_MAX: u64 = 200 << 20;
const RATIO_MAX: u64 = 100;
const RATIO_COUNTS_FROM: u64 = 10 << 20;
/// Most shared texts, each of which takes memory even when it is empty.
const STRINGS_MAX: u64 = 4_000_000;

/// What the guard saw in an archive that is a workbook.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Contents {
    /// Hidden rows of each worksheet part, by the part's name.
    pub rows_hidden: Vec<(String, u64)>,
    /// Names of the worksheet parts that say something of merged cells.
    pub merged: Vec<String>,
    /// `xl/workbook.xml`.
    pub workbook: Vec<u8>,
    /// `xl/_rels/workbook.xml.rels`.
    pub relations: Vec<u8>,
}

/// Accepts an archive that holds an XLSX workbook within the limits.
pub(crate) fn check(bytes: &[u8]) -> Result<Contents, Stop> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(Stop::damaged)?;
    let entries = u64::try_from(archive.len()).unwrap_or(u64::MAX);
    limit("entries", entries, ENTRIES_MAX)?;
    let mut names = Vec::new();
    let mut claimed = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(Stop::damaged)?;
        if entry.encrypted() {
            return Err(FileProblem::Refused(Refusal::Password).into());
        }
        claimed = claimed.saturating_add(entry.size());
        names.push(entry.name().map_err(Stop::damaged)?.replace('\\', "/"));
    }
    check_kind(&names)?;
    let allowed = allowed_bytes(bytes.len());
    limit(allowed.0, claimed, allowed.1)?;
    let mut contents = Contents::default();
    let mut total = 0_u64;
    for (index, name) in names.iter().enumerate() {
        let mut entry = archive.by_index(index).map_err(Stop::damaged)?;
        let mut part = Part::new(name);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let got = entry.read(&mut buffer).map_err(Stop::damaged)?;
            let Some(piece) = buffer.get(..got).filter(|piece| !piece.is_empty()) else { break };
            total += u64::try_from(got).unwrap_or(u64::MAX);
            limit(allowed.0, total, allowed.1)?;
            part.see(piece)?;
        }
        part.keep(&mut contents);
    }
    Ok(contents)
}

fn limit(what: &'static str, got: u64, limit: u64) -> Result<(), Stop> {
    if got > limit { Err(FileProblem::Bomb { what: what.into(), limit }.into()) } else { Ok(()) }
}

fn allowed_bytes(length: usize) -> (&'static str, u64) {
    let by_ratio = (u64::try_from(length).unwrap_or(u64::MAX).saturating_mul(RATIO_MAX)).max(RATIO_COUNTS_FROM);
    if by_ratio < BYTES_MAX { ("ratio", by_ratio) } else { ("bytes", BYTES_MAX) }
}

fn check_kind(names: &[String]) -> Result<(), Stop> {
    let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    // Some writers number the part.
    let is_workbook = |name: &String| name.starts_with("xl/workbook") && name.ends_with(".xml");
    let refusal = if names.iter().any(is_workbook) {
        return Ok(());
    } else if has("xl/workbook.bin") {
        Refusal::BinaryWorkbook
    } else if has("content.xml") && has("mimetype") {
        Refusal::OpenDocument
    } else {
        Refusal::OtherArchive
    };
    Err(FileProblem::Refused(refusal).into())
}

/// One entry of the archive, while it goes by.
struct Part<'n> {
    name: &'n str,
    kept: Vec<u8>,
    keep: bool,
    /// Counts tags; between pieces the unfinished tag is carried over.
    rows_hidden: u64,
    has_merged: bool,
    strings: u64,
    carry: Vec<u8>,
}

impl<'n> Part<'n> {
    fn new(name: &'n str) -> Self {
        let keep =
            name.eq_ignore_ascii_case("xl/workbook.xml") || name.eq_ignore_ascii_case("xl/_rels/workbook.xml.rels");
        Self { name, kept: Vec::new(), keep, rows_hidden: 0, has_merged: false, strings: 0, carry: Vec::new() }
    }

    fn see(&mut self, piece: &[u8]) -> Result<(), Stop> {
        if self.keep {
            self.kept.extend_from_slice(piece);
        }
        if self.name.starts_with("xl/worksheets/") || self.name.ends_with("haredStrings.xml") {
            self.carry.extend_from_slice(piece);
            let end = memchr::memrchr(b'<', &self.carry).unwrap_or(0);
            let rest = self.carry.split_off(end);
            self.count_tags();
            self.carry = rest;
            // A tag without an end would be carried for ever.
            limit("bytes", u64::try_from(self.carry.len()).unwrap_or(u64::MAX), 32 << 20)?;
        }
        limit("strings", self.strings, STRINGS_MAX)
    }

    fn count_tags(&mut self) {
        self.has_merged |= memchr::memmem::find(&self.carry, b"mergeCell").is_some();
        for start in memchr::memchr_iter(b'<', &self.carry) {
            let tag = self.carry.get(start + 1..).unwrap_or_default();
            if tag.starts_with(b"row ") {
                let tag = tag.get(..memchr::memchr(b'>', tag).unwrap_or(tag.len())).unwrap_or_default();
                let is = |text: &str| memchr::memmem::find(tag, text.as_bytes()).is_some();
                self.rows_hidden += u64::from(is(" hidden=\"1\"") || is(" hidden=\"true\""));
            } else if tag.starts_with(b"si>") || tag.starts_with(b"si/") {
                self.strings += 1;
            }
        }
    }

    fn keep(mut self, contents: &mut Contents) {
        self.count_tags();
        if self.has_merged && self.name.starts_with("xl/worksheets/") {
            contents.merged.push(self.name.to_owned());
        }
        if self.name.eq_ignore_ascii_case("xl/workbook.xml") {
            contents.workbook = self.kept;
        } else if self.keep {
            contents.relations = self.kept;
        } else if self.rows_hidden > 0 {
            contents.rows_hidden.push((self.name.to_owned(), self.rows_hidden));
        }
    }
}
