//! The index of a frozen draw: of each entity its id and where it lies, packed so that hashing is all that select costs.
//!
//! What scope, strata and exclusions read of an entity comes down to one thing: for each task, in which stratum it may be
//! drawn. The different answers are few, so they stand in a dictionary, and each entity has a code of one byte, rarely
//! two. Each block says where its lines stand in the office's list, so that those of the drawn are found without reading
//! all others.
//!
//! An index can always be made again from the frozen lists. It is bound to the plan's digest (which holds all roots) and
//! has a checksum for each block; one that is stale, missing or damaged is rebuilt. It is never hashed, never in a bundle,
//! and never read by verify.
//!
//! ```text
//! header    magic 16 · plan digest 32 · place of the directory u64 · its bytes u64 · its checksum u64
//! block     ids (fixed width, or each behind its length) · codes (1, 2 or 4 bytes)
//! directory dictionary of codes · blocks, as in `Entry`
//! ```
//!
//! All numbers are little-endian.

mod bytes;
mod limits;
mod lines;
mod read;
mod write;

pub use limits::{Limits, SelectInMemory, select_in_memory};
pub use lines::{LineFinder, find_lines};
pub use read::{Index, IndexFault};
pub use write::{Block, IndexWriter};

use std::ops::Range;

/// Name and version of the format.
const MAGIC: &[u8; 16] = b"mingqian-index-1";

/// Bytes of the header.
const HEADER_BYTES: u64 = 72;

/// Where a block stands, and how it is packed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// Place of the block in the index.
    at: u64,
    /// Number of its first entity, from 0.
    first: u64,
    /// Where the lines of its entities stand in the office's list; nothing in an index that was made again.
    lines: Option<Range<u64>>,
    /// Number of entities.
    count: u32,
    /// Bytes of each id; 0: each id stands behind one byte with its length.
    id_width: u8,
    /// Bytes of each code: 1, 2 or 4.
    code_width: u8,
    /// Bytes of all ids, lengths included.
    ids_bytes: u32,
    /// Checksum over ids and codes.
    checksum: u64,
}

impl Entry {
    fn codes_bytes(&self) -> usize {
        self.count as usize * usize::from(self.code_width)
    }

    /// All its bytes.
    fn bytes(&self) -> usize {
        self.ids_bytes as usize + self.codes_bytes()
    }
}

#[cfg(test)]
mod tests;
