//! The files of secret keys: that of a log, that of a witness.
//!
//! Each is 32 random bytes as text, made once, readable by its owner only, in a folder that nothing copies; see
//! [`crate::store::secret`]. Stolen, a log's key lets somebody sign another history, which witnesses and mirrors then show;
//! lost, the log ends, and a new one says so in its first entry.

use super::LogError;
use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use crate::store::atomic::{NewFile, folder_of};
use crate::store::secret::{fill_random, parse};
use records::hash::{Digest, Secret};
use std::fs;
use std::io;
use std::path::Path;

/// A key as it was read.
#[derive(Clone, Debug)]
pub struct SecretKey {
    /// The 32 bytes.
    pub seed: Secret,
    /// Whether its file says that everybody knows it, as that of an example.
    pub is_public: bool,
    /// Whether others than the owner may read its file.
    pub is_exposed: bool,
}

impl SecretKey {
    /// Reads a key.
    pub fn read(path: &Path) -> Result<Self> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(LogError::SecretKeyMissing { file: path.to_owned() }.into());
            }
            Err(error) => return Err(OfficeError::io(Doing::Read, path)(error)),
        };
        let read = parse(&text).ok_or_else(|| LogError::SecretKeyMalformed { file: path.to_owned() })?;
        let is_exposed = !read.is_public && platform::is_readable_by_others(path).unwrap_or(false);
        Ok(Self { seed: read.secret, is_public: read.is_public, is_exposed })
    }

    /// Reads a key, or makes it where there is none.
    pub fn ensure(path: &Path) -> Result<Self> {
        if !path.exists() {
            let mut bytes = [0_u8; 32];
            fill_random(&mut bytes).map_err(OfficeError::io(Doing::Random, path))?;
            let mut file = NewFile::create(path)?;
            file.put(format!("{}\n", Digest::new(bytes)).as_bytes())?;
            file.commit()?;
            // A folder of secrets stays out of version control, whoever made it first.
            let ignore = folder_of(path).join(".gitignore");
            if !ignore.exists() {
                fs::write(&ignore, "*\n").map_err(OfficeError::io(Doing::Write, &ignore))?;
            }
        }
        Self::read(path)
    }
}
