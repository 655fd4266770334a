//! Little-endian numbers, and the checksum of blocks.

use super::Entry;

/// Finds bytes that a disk or a hand has changed. It is no cryptographic hash: who can write the index can write the
/// frozen lists, and a selection made from a forged index does not verify.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [FACTOR, FACTOR << 1, FACTOR << 2, bytes.len() as u64];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = (*lane ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR).rotate_left(29);
        }
    }
    let mut last = [0; 32];
    last[..rest.len()].copy_from_slice(rest);
    let (words, _) = last.as_chunks::<8>();
    let mut sum = 0_u64;
    for (lane, word) in lanes.iter().zip(words) {
        let mixed = (lane ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
        sum = (sum ^ mixed ^ (mixed >> 32)).wrapping_mul(FACTOR).rotate_left(17);
    }
    sum
}

/// Reads numbers from the directory; gives nothing behind its end.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub fn entry(&mut self) -> Option<Entry> {
        let (at, first, start, end) = (self.u64()?, self.u64()?, self.u64()?, self.u64()?);
        Some(Entry {
            at,
            first,
            lines: (start < end).then_some(start..end),
            count: self.u32()?,
            id_width: self.u8()?,
            code_width: self.u8()?,
            ids_bytes: self.u32()?,
            checksum: self.u64()?,
        })
    }
}

pub(super) fn write_entry(entry: &Entry, out: &mut Vec<u8>) {
    out.extend(entry.at.to_le_bytes());
    out.extend(entry.first.to_le_bytes());
    let lines = entry.lines.clone().unwrap_or_default();
    out.extend(lines.start.to_le_bytes());
    out.extend(lines.end.to_le_bytes());
    out.extend(entry.count.to_le_bytes());
    out.extend([entry.id_width, entry.code_width]);
    out.extend(entry.ids_bytes.to_le_bytes());
    out.extend(entry.checksum.to_le_bytes());
}
