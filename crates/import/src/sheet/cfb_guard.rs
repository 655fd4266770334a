//! Looks into an OLE file before calamine does: what kind it is, and whether it would run away.
//!
//! calamine follows a chain of sectors without noticing that it bites its own tail, and makes room for as many cells as
//! a sheet claims. So chains, claims and coordinates are checked here first.
//!
//! Sources: MS-CFB 2.2 (header), 2.3 (FAT), 2.6 (directory); MS-XLS 2.4 (records).

use super::Stop;
use crate::problem::{FileProblem, Refusal};

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const SECTORS_RESERVED: u32 = 0xFFFF_FFFA;
/// Streams below this size are kept in the mini stream.
const MINI_STREAM_BELOW: u64 = 4096;
const MINI_SECTOR: usize = 64;
/// Most cells that the bounding boxes of all sheets may have together.
const CELLS_MAX: u64 = 8_000_000;
const SHEETS_MAX: usize = 255;

/// What the guard saw in a workbook.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Contents {
    /// Hidden rows of each sheet, in the order of the sheets.
    pub rows_hidden: Vec<u64>,
}

/// Accepts an OLE file that holds a BIFF workbook within the limits.
pub(crate) fn check(bytes: &[u8]) -> Result<Contents, Stop> {
    let file = Compound::open(bytes).ok_or_else(|| Stop::damaged("OLE header"))?;
    let entries = file.directory().ok_or_else(|| Stop::damaged("OLE directory"))?;
    let find = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    if find("EncryptedPackage").is_some() || find("EncryptionInfo").is_some() {
        return Err(FileProblem::Refused(Refusal::Password).into());
    }
    let Some(workbook) = find("Workbook").or_else(|| find("Book")) else {
        // WPS leaves streams whose names begin with ET; its `.xls` files have them too, beside a real workbook.
        let is_et = entries.iter().any(|entry| entry.name.to_ascii_uppercase().starts_with("ET"));
        let refusal = if is_et { Refusal::WpsEt } else { Refusal::OtherOle };
        return Err(FileProblem::Refused(refusal).into());
    };
    let root = entries.first().ok_or_else(|| Stop::damaged("OLE root"))?;
    let stream = file.stream(root, workbook).ok_or_else(|| Stop::damaged("OLE chain"))?;
    check_workbook(&stream)
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// The skeleton of a compound file.
struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    fat: Vec<u32>,
    directory_start: u32,
    mini_fat_start: u32,
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            fat: Vec::new(),
            directory_start: u32_at(bytes, 48)?,
            mini_fat_start: u32_at(bytes, 60)?,
        };
        let mut fat_sectors: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut steps = 0;
        while next < SECTORS_RESERVED {
            steps += 1;
            if steps > file.sectors() {
                return None;
            }
            let mut ids = numbers(file.sector_at(next)?);
            next = ids.pop()?;
            fat_sectors.extend(ids);
        }
        // calamine reads whatever is listed here, so that repetition is refused.
        fat_sectors.retain(|id| *id < SECTORS_RESERVED);
        if fat_sectors.len() > file.sectors() {
            return None;
        }
        for id in fat_sectors {
            let ids = numbers(file.sector_at(id)?);
            file.fat.extend(ids);
        }
        Some(file)
    }

    /// Most sectors that the file can have.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector_at(&self, id: u32) -> Option<&'b [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain; nothing where it is endless or leaves the file.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (mut id, mut steps) = (start, 0);
        while id != END_OF_CHAIN {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            bytes.extend_from_slice(self.sector_at(id)?);
            id = *self.fat.get(usize::try_from(id).ok()?)?;
        }
        Some(bytes)
    }

    fn directory(&self) -> Option<Vec<Entry>> {
        let bytes = self.chain(self.directory_start)?;
        let entries = bytes.chunks_exact(128).filter_map(|chunk| {
            let units: Vec<u16> =
                (0..32).map_while(|index| u16_at(chunk, 2 * index).filter(|unit| *unit != 0)).collect();
            let low = u64::from(u32_at(chunk, 120)?);
            let size = if self.sector == 512 { low } else { low | u64::from(u32_at(chunk, 124)?) << 32 };
            Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(chunk, 116)?, size })
        });
        Some(entries.collect())
    }

    fn stream(&self, root: &Entry, entry: &Entry) -> Option<Vec<u8>> {
        // Both are read by calamine whatever the workbook's size is.
        let has_minis = u32_at(self.bytes, 64)? > 0;
        let mini_stream = if has_minis { self.chain(root.start)? } else { Vec::new() };
        let mini_fat = if has_minis { numbers(&self.chain(self.mini_fat_start)?) } else { Vec::new() };
        let size = usize::try_from(entry.size).ok()?;
        if entry.size >= MINI_STREAM_BELOW {
            let mut bytes = self.chain(entry.start)?;
            bytes.truncate(size);
            return Some(bytes);
        }
        let mut bytes = Vec::new();
        let mut id = usize::try_from(entry.start).ok()?;
        while bytes.len() < size {
            bytes.extend_from_slice(mini_stream.get(id * MINI_SECTOR..(id + 1) * MINI_SECTOR)?);
            id = usize::try_from(*mini_fat.get(id)?).ok()?;
        }
        bytes.truncate(size);
        Some(bytes)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let slice: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(u16::from_le_bytes(slice))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let slice: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(slice))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)).collect()
}

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const END_OF_SUBSTREAM: u16 = 0x000A;
const BEGIN_OF_SUBSTREAM: u16 = 0x0809;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
/// Number, Label, RString, BoolErr, RK, LabelSst, MulRk, Formula: records that begin with row and column.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x00BD, 0x0006];

/// The records of a stream, until one is cut off.
struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.rest, 0)?, u16_at(self.rest, 2)?);
        let data = self.rest.get(4..4 + usize::from(length))?;
        self.rest = self.rest.get(4 + data.len()..)?;
        Some((kind, data))
    }
}

fn check_workbook(stream: &[u8]) -> Result<Contents, Stop> {
    let mut positions = Vec::new();
    for (kind, data) in (Records { rest: stream }) {
        match kind {
            FILE_PASS if u16_at(data, 0) != Some(0) => return Err(FileProblem::Refused(Refusal::Password).into()),
            BOUND_SHEET => positions.extend(u32_at(data, 0)),
            END_OF_SUBSTREAM => break,
            _ => {}
        }
    }
    if positions.len() > SHEETS_MAX {
        return Err(Stop::damaged("too many sheets"));
    }
    let mut contents = Contents::default();
    let mut cells = 0;
    for position in positions {
        let rest = usize::try_from(position).ok().and_then(|at| stream.get(at..));
        let (area, rows_hidden) = check_sheet(rest.ok_or_else(|| Stop::damaged("sheet beyond the end"))?)?;
        cells += area;
        contents.rows_hidden.push(rows_hidden);
        if cells > CELLS_MAX {
            return Err(FileProblem::Bomb { what: "cells".into(), limit: CELLS_MAX }.into());
        }
    }
    Ok(contents)
}

/// The area of a sheet's bounding box, and how many rows are hidden.
fn check_sheet(stream: &[u8]) -> Result<(u64, u64), Stop> {
    let (mut rows, mut columns, mut rows_hidden, mut depth) = (0_u64, 0_u64, 0, 0_u32);
    for (kind, data) in (Records { rest: stream }) {
        match kind {
            BEGIN_OF_SUBSTREAM => depth += 1,
            END_OF_SUBSTREAM if depth <= 1 => break,
            END_OF_SUBSTREAM => depth -= 1,
            DIMENSIONS => check_dimensions(data)?,
            // Byte 12 holds the flags, 0x20 of it: height zero.
            ROW => rows_hidden += u64::from(data.get(12).is_some_and(|flags| flags & 0x20 != 0)),
            _ if CELLS.contains(&kind) => {
                let end = |at: usize| u16_at(data, at).map_or(0, |place| u64::from(place) + 1);
                rows = rows.max(end(0));
                // A MulRk ends with its last column.
                let last = if kind == 0x00BD { end(data.len().saturating_sub(2)) } else { 0 };
                columns = columns.max(end(2)).max(last);
            }
            _ => {}
        }
    }
    Ok((rows * columns, rows_hidden))
}

/// calamine makes room for the cells that this record claims.
fn check_dimensions(data: &[u8]) -> Result<(), Stop> {
    let claims = if data.len() == 10 {
        (|| Some((u16_at(data, 0)?.into(), u16_at(data, 2)?.into(), u16_at(data, 4)?, u16_at(data, 6)?)))()
    } else {
        (|| Some((u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?)))()
    };
    let Some((row_first, row_end, column_first, column_end)) = claims else { return Err(Stop::damaged("dimensions")) };
    let ordered = row_end == 0 || column_end == 0 || (row_first < row_end && column_first < column_end);
    let area = u64::from(row_end.saturating_sub(row_first)) * u64::from(column_end);
    if !ordered || row_end > 65_536 || column_end > 256 {
        return Err(Stop::damaged("dimensions"));
    }
    // A sheet formatted to its last corner claims 16,777,216 cells; that alone is no harm done on purpose.
    if area > 2 * CELLS_MAX + 1_000_000 {
        Err(FileProblem::Bomb { what: "cells".into(), limit: CELLS_MAX }.into())
    } else {
        Ok(())
    }
}
