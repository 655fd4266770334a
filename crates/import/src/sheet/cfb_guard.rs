//! Looks into an OLE file before calamine does: what kind it is, and whether it would run away.
//!
//! calamine follows a chain of sectors without noticing that it bites its own tail. So chains are checked here first, and
//! what the workbook claims in `biff_guard.rs`.
//!
//! Sources: MS-CFB 2.2 (header), 2.3 (FAT), 2.6 (directory).

use super::Stop;
use super::biff_guard::check_workbook;
use crate::problem::{FileProblem, Refusal};

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const SECTORS_RESERVED: u32 = 0xFFFF_FFFA;
/// Streams below this size are kept in the mini stream.
const MINI_STREAM_BELOW: u64 = 4096;
const MINI_SECTOR: usize = 64;

/// What the guard saw in a workbook.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Contents {
    /// The sheets, in their order.
    pub sheets: Vec<SheetContents>,
}

/// What the guard saw in one sheet.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct SheetContents {
    pub rows_hidden: u64,
    /// Rows and columns, from 0, of the cells that show more than their number; sorted.
    pub padded: Vec<(u32, u32)>,
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

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let slice: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(u16::from_le_bytes(slice))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let slice: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(slice))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)).collect()
}
