//! Lines of long lists by their place: where each ends is kept, the lines stay on disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use draw::entity_proof::EntityProofError;

use super::LookError;
use crate::folder::Folder;

/// Where the lines of a file end, their line feeds included.
#[derive(Debug, Default)]
pub(super) struct Ends(Vec<u64>);

/// Reads a file line by line, and notes where its lines end.
pub(super) fn pass(
    folder: &Folder,
    file: &'static str,
    mut each: impl FnMut(&[u8]) -> Result<(), LookError>,
) -> Result<Ends, LookError> {
    let fail = |error: io::Error| LookError::io(Path::new(file), &error);
    let mut reader = BufReader::with_capacity(1 << 18, folder.file(file).map_err(fail)?);
    let (mut ends, mut end, mut line) = (Vec::new(), 0, Vec::new());
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line).map_err(fail)?;
        if length == 0 {
            return Ok(Ends(ends));
        }
        let text = line.strip_suffix(b"\n").ok_or_else(|| LookError::Changed { file: file.to_owned() })?;
        each(text)?;
        end += length as u64;
        ends.push(end);
    }
}

/// The lists of one bundle, by file.
pub(super) type Positions = BTreeMap<&'static str, Ends>;

/// One reader of the lists; each thread has its own.
pub(super) struct LineReader<'b> {
    folder: &'b Folder,
    positions: &'b Positions,
    files: RefCell<BTreeMap<&'static str, File>>,
}

impl<'b> LineReader<'b> {
    /// A reader that has opened nothing yet.
    pub fn new(folder: &'b Folder, positions: &'b Positions) -> Self {
        Self { folder, positions, files: RefCell::default() }
    }

    /// A line of a file, without its line feed.
    pub fn line(&self, file: &'static str, index: u64) -> Result<Vec<u8>, LookError> {
        let no_line = || LookError::Lists(EntityProofError::NoLine { file, index });
        let Ends(ends) = self.positions.get(file).ok_or_else(no_line)?;
        let place = usize::try_from(index).map_err(|_| no_line())?;
        let end = ends.get(place).copied().ok_or_else(no_line)?;
        let start = place.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        let length = end.checked_sub(start + 1).and_then(|length| usize::try_from(length).ok()).ok_or_else(no_line)?;
        self.read(file, start, length).map_err(|error| LookError::io(Path::new(file), &error))
    }

    fn read(&self, file: &'static str, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut files = self.files.borrow_mut();
        let open = match files.entry(file) {
            std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => place.insert(self.folder.file(file)?),
        };
        open.seek(SeekFrom::Start(start))?;
        let mut line = vec![0; length];
        open.read_exact(&mut line)?;
        Ok(line)
    }
}
