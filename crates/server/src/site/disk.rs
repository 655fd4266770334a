//! Files of the site: written whole, linked from the site before where they are the same, listed with their digests.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use records::hash::Digest;
use sha2::{Digest as _, Sha256};

use super::SiteError;
use crate::serve::hash_file;

/// Larger files are not compressed beforehand: they are downloaded once, by few.
const COMPRESSED_MAX: u64 = 4 << 20;

/// Smaller ones gain nothing.
const COMPRESSED_MIN: u64 = 512;

/// Writes a file and the folders above it.
pub(super) fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
    let full = below(root, path);
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder).map_err(SiteError::io(folder))?;
    }
    fs::write(&full, bytes).map_err(SiteError::io(&full))
}

/// A path with `/` below a folder.
pub(super) fn below(root: &Path, path: &str) -> PathBuf {
    path.split('/').filter(|part| !part.is_empty()).fold(root.to_path_buf(), |folder, part| folder.join(part))
}

/// Copies a file and says its digest and size.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(Digest, u64), SiteError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(SiteError::io(folder))?;
    }
    let mut reader = File::open(from).map_err(SiteError::io(from))?;
    let mut writer = File::create(to).map_err(SiteError::io(to))?;
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 18]);
    loop {
        let count = reader.read(&mut buffer).map_err(SiteError::io(from))?;
        let part = buffer.get(..count).unwrap_or_default();
        if part.is_empty() {
            return Ok((Digest::new(hash.finalize().into()), size));
        }
        hash.update(part);
        size += part.len() as u64;
        writer.write_all(part).map_err(SiteError::io(to))?;
    }
}

/// The same tree in another place: links where the file system has them, else copies. Files of a site are never changed where they
/// stand, so that two sites may share them.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), SiteError> {
    fs::create_dir_all(to).map_err(SiteError::io(to))?;
    for entry in fs::read_dir(from).map_err(SiteError::io(from))? {
        let entry = entry.map_err(SiteError::io(from))?;
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().map_err(SiteError::io(&old))?.is_dir() {
            link(&old, &new)?;
        } else if fs::hard_link(&old, &new).is_err() {
            fs::copy(&old, &new).map_err(SiteError::io(&old))?;
        }
    }
    Ok(())
}

/// All files below a folder, by path with `/`, ascending.
pub(super) fn list(root: &Path, prefix: &str) -> Result<Vec<String>, SiteError> {
    let mut out = Vec::new();
    let folder = below(root, prefix);
    for entry in fs::read_dir(&folder).map_err(SiteError::io(&folder))? {
        let entry = entry.map_err(SiteError::io(&folder))?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(SiteError::io(&folder))?.is_dir() {
            out.extend(list(root, &format!("{path}/"))?);
        } else {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

/// Puts a compressed copy (RFC 1952) beside a file where that is worth it, and says its path. The same bytes give the same copy: it has
/// no name and no time.
pub(super) fn compress(root: &Path, path: &str) -> Result<Option<String>, SiteError> {
    let full = below(root, path);
    let size = fs::metadata(&full).map_err(SiteError::io(&full))?.len();
    // Shards are hashes, which no compression makes smaller; workbooks are compressed already.
    let is_worth = !path.contains("/look/s/") && ![".gz", ".xlsx", ".png"].iter().any(|ending| path.ends_with(ending));
    if !is_worth || !(COMPRESSED_MIN..=COMPRESSED_MAX).contains(&size) {
        return Ok(None);
    }
    let bytes = fs::read(&full).map_err(SiteError::io(&full))?;
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::new(6));
    let packed = writer.write_all(&bytes).and_then(|()| writer.finish()).map_err(SiteError::io(&full))?;
    if packed.len() >= bytes.len() {
        return Ok(None);
    }
    let beside = format!("{path}.gz");
    write(root, &beside, &packed)?;
    Ok(Some(beside))
}

/// The digest of a file.
pub(super) fn digest(path: &Path) -> Result<Digest, SiteError> {
    Ok(Digest::new(hash_file(path).map_err(SiteError::io(path))?))
}
