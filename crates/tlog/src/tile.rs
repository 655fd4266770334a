//! The files of a log: tiles of 256 hashes, bundles of 256 entries, and the path of each.
//!
//! Sources: c2sp.org/tlog-tiles, "Merkle Tree", "Partial Tiles" and "Log entries".

use crate::tree::{Hash, TreeBuilder};
use std::fmt;
use std::io;
use std::str::FromStr;

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH_MAX: u16 = 256;

/// Longest entry, in bytes: its length is written in two.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// Levels of the tree in one tile.
const HEIGHT: u32 = 8;

/// Highest level that a path can name.
const LEVEL_MAX: u8 = 63;

/// What is wrong with a tile, a bundle or its path.
#[derive(Debug, thiserror::Error)]
pub enum TileError {
    /// A path that no tile has.
    #[error("{path:?} is the path of no tile")]
    Path {
        /// The path given.
        path: String,
    },
    /// The file is not there.
    #[error("{tile} is missing")]
    Missing {
        /// Which.
        tile: Tile,
    },
    /// The file can't be read.
    #[error("{tile} can't be read: {source}")]
    Read {
        /// Which.
        tile: Tile,
        /// The system's words.
        source: io::Error,
    },
    /// Too few or too many bytes.
    #[error("{tile} has {got} bytes; expected {expected}")]
    Length {
        /// Which.
        tile: Tile,
        /// Bytes of the file.
        got: usize,
        /// Bytes of such a tile.
        expected: usize,
    },
    /// A bundle that is not cut into the entries that belong there.
    #[error("{tile} ends within entry {entry} or goes on behind its last one; expected {} entries", tile.width)]
    Bundle {
        /// Which.
        tile: Tile,
        /// The entry of the bundle, from 0.
        entry: usize,
    },
    /// An entry that is too long for a bundle.
    #[error("entry {index} of those to be appended has {got} bytes; expected {ENTRY_BYTES_MAX} at most")]
    EntryLength {
        /// Which of them, from 0.
        index: usize,
        /// Its bytes.
        got: usize,
    },
    /// A tree larger than paths can name.
    #[error("a log of {size} entries has no such tile")]
    Outside {
        /// Entries in the log.
        size: u64,
    },
}

impl TileError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Path { .. } => "tile-path",
            Self::Missing { .. } => "tile-missing",
            Self::Read { .. } => "tile-read",
            Self::Length { .. } => "tile-length",
            Self::Bundle { .. } => "tile-bundle",
            Self::EntryLength { .. } => "tile-entry-length",
            Self::Outside { .. } => "tile-outside",
        }
    }
}

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Hashes of this level: 0 is that of the leaves, each further one stands on 256 hashes of the one below.
    Hashes(u8),
    /// Entries, each behind its length in two bytes.
    Entries,
}

/// One file of a log. Its text form is its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Hashes of which level, or entries.
    pub content: Content,
    /// Which of that level, from 0.
    pub index: u64,
    /// How many hashes or entries are in it, from 1 to 256.
    pub width: u16,
}

impl Tile {
    /// The tile as it is in a log of this size; none where the log does not reach it.
    pub fn in_log(content: Content, index: u64, size: u64) -> Option<Self> {
        let level = match content {
            Content::Hashes(level) => u32::from(level),
            Content::Entries => 0,
        };
        let hashes = size.checked_shr(level.checked_mul(HEIGHT)?)?;
        let before = index.checked_mul(u64::from(WIDTH_MAX))?;
        let width = u16::try_from(hashes.checked_sub(before)?.min(u64::from(WIDTH_MAX))).ok()?;
        (width > 0).then_some(Self { content, index, width })
    }

    /// Whether it will never change: a log that grows replaces partial tiles by wider ones.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH_MAX
    }

    /// The full tile at the same place.
    pub fn full(self) -> Self {
        Self { width: WIDTH_MAX, ..self }
    }

    /// Most bytes that such a file has.
    pub fn bytes_max(&self) -> usize {
        match self.content {
            Content::Hashes(_) => usize::from(self.width) * 32,
            Content::Entries => usize::from(self.width) * (ENTRY_BYTES_MAX + 2),
        }
    }

    /// All files of a log of this size, in the order in which they are written: entries first, then hashes from the leaves
    /// upwards.
    pub fn all_in_log(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..=LEVEL_MAX).map(Content::Hashes);
        std::iter::once(Content::Entries)
            .chain(levels)
            .flat_map(move |content| (0..).map_while(move |index| Self::in_log(content, index, size)))
    }

    /// The hashes in the bytes of a tile.
    pub fn hashes(&self, bytes: &[u8]) -> Result<Vec<Hash>, TileError> {
        let expected = usize::from(self.width) * 32;
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() != usize::from(self.width) {
            return Err(TileError::Length { tile: *self, got: bytes.len(), expected });
        }
        Ok(hashes.iter().map(|hash| Hash::new(*hash)).collect())
    }

    /// The entries in the bytes of a bundle.
    pub fn entries<'a>(&self, bytes: &'a [u8]) -> Result<Vec<&'a [u8]>, TileError> {
        let mut entries = Vec::with_capacity(usize::from(self.width));
        let mut rest = bytes;
        for entry in 0..usize::from(self.width) {
            let cut = rest
                .split_first_chunk::<2>()
                .and_then(|(length, behind)| behind.split_at_checked(usize::from(u16::from_be_bytes(*length))));
            let (bytes, behind) = cut.ok_or(TileError::Bundle { tile: *self, entry })?;
            entries.push(bytes);
            rest = behind;
        }
        if rest.is_empty() { Ok(entries) } else { Err(TileError::Bundle { tile: *self, entry: entries.len() }) }
    }

    /// The path with `.p/WIDTH` behind it where the tile is partial; without it, the place of all its widths.
    fn write_path(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content {
            Content::Hashes(level) => write!(f, "tile/{level}/")?,
            Content::Entries => f.write_str("tile/entries/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut above = self.index / 1000;
        while above > 0 {
            groups.push(above % 1000);
            above /= 1000;
        }
        while let Some(group) = groups.pop() {
            if groups.is_empty() { write!(f, "{group:03}")? } else { write!(f, "x{group:03}/")? }
        }
        Ok(())
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_path(f)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for Tile {
    type Err = TileError;

    fn from_str(path: &str) -> Result<Self, TileError> {
        let tile = parse_path(path).ok_or_else(|| TileError::Path { path: path.to_owned() })?;
        // A path has one spelling: leading zeros, a group too many and the like end here.
        if tile.to_string() == path { Ok(tile) } else { Err(TileError::Path { path: path.to_owned() }) }
    }
}

fn parse_path(path: &str) -> Option<Tile> {
    let (content, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let content = match content {
        "entries" => Content::Entries,
        level => Content::Hashes(level.parse().ok().filter(|level| *level <= LEVEL_MAX)?),
    };
    let (place, width) = match rest.split_once(".p/") {
        Some((place, width)) => (place, width.parse().ok().filter(|width| (1..WIDTH_MAX).contains(width))?),
        None => (rest, WIDTH_MAX),
    };
    let mut index = 0_u64;
    for group in place.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let number = digits.parse::<u64>().ok().filter(|number| *number < 1000)?;
        index = index.checked_mul(1000)?.checked_add(number)?;
    }
    Some(Tile { content, index, width })
}

/// The bytes of a tile of these hashes.
pub(crate) fn hash_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.to_bytes()).collect()
}

/// Adds an entry to the bytes of a bundle.
pub(crate) fn push_entry(bundle: &mut Vec<u8>, entry: &[u8], index: usize) -> Result<(), TileError> {
    let length = u16::try_from(entry.len()).map_err(|_| TileError::EntryLength { index, got: entry.len() })?;
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Ok(())
}

/// The hash above a full tile, or above a part of one with a power of two of hashes.
pub(crate) fn root_of_hashes(hashes: &[Hash]) -> Hash {
    let mut tree = TreeBuilder::new();
    hashes.iter().for_each(|hash| tree.push(*hash));
    tree.root()
}

/// Where the files of a log come from. What it gives is checked, never trusted.
pub trait TileReader {
    /// The bytes of a file; an error of kind `NotFound` where there is none. Of a file with more bytes than
    /// [`Tile::bytes_max`] the reader gives an error, so that nothing endless is read.
    fn read(&self, tile: &Tile) -> io::Result<Vec<u8>>;
}

/// The hashes of a tile, taken from the full tile where the partial one is not kept any more.
pub(crate) fn read_hashes(reader: &impl TileReader, tile: Tile) -> Result<Vec<Hash>, TileError> {
    let (found, bytes) = read_or_full(reader, tile)?;
    let mut hashes = found.hashes(&bytes)?;
    hashes.truncate(usize::from(tile.width));
    Ok(hashes)
}

/// The bytes of a file, cut to its width where only the full one is kept.
pub fn read_tile(reader: &impl TileReader, tile: Tile) -> Result<Vec<u8>, TileError> {
    match tile.content {
        Content::Hashes(_) => Ok(hash_bytes(&read_hashes(reader, tile)?)),
        Content::Entries => read_bundle(reader, tile),
    }
}

/// The bytes of a bundle with exactly the entries of this width, taken from the full one where need be.
pub fn read_bundle(reader: &impl TileReader, tile: Tile) -> Result<Vec<u8>, TileError> {
    let (found, mut bytes) = read_or_full(reader, tile)?;
    let entries = found.entries(&bytes)?;
    let length = entries.iter().take(usize::from(tile.width)).map(|entry| entry.len() + 2).sum();
    bytes.truncate(length);
    Ok(bytes)
}

fn read_or_full(reader: &impl TileReader, tile: Tile) -> Result<(Tile, Vec<u8>), TileError> {
    let absent = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    match reader.read(&tile) {
        Ok(bytes) => Ok((tile, bytes)),
        Err(error) if absent(&error) && !tile.is_full() => match reader.read(&tile.full()) {
            Ok(bytes) => Ok((tile.full(), bytes)),
            Err(error) if absent(&error) => Err(TileError::Missing { tile }),
            Err(source) => Err(TileError::Read { tile: tile.full(), source }),
        },
        Err(error) if absent(&error) => Err(TileError::Missing { tile }),
        Err(source) => Err(TileError::Read { tile, source }),
    }
}
