//! What the signer knows of its own log: the newest checkpoint that it has signed, in a place of its own.
//!
//! A log that is restored from yesterday's copy looks perfect by itself. So the signer compares it with this state, which
//! lies outside the published folder and should lie on another disk, and signs nothing where the two differ. Whoever restores
//! both from one copy deceives the signer, and then only witnesses and printed checkpoints show it.

use super::LogError;
use super::durable::Durable;
use super::folder::{CHECKPOINT, read_checkpoint};
use crate::error::{Doing, OfficeError, Result};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use tlog::checkpoint::SignedCheckpoint;

/// The signer's state, locked: there is one signer at a time.
#[derive(Debug)]
pub(super) struct SignerState {
    folder: PathBuf,
    _lock: File,
}

impl SignerState {
    /// Takes the lock; the folder is made if need be. The system releases the lock when the process ends, however it ends.
    pub fn lock(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(OfficeError::io(Doing::Create, folder))?;
        let lock = take_lock(folder)?;
        Ok(Self { folder: folder.to_owned(), _lock: lock })
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(CHECKPOINT)
    }

    /// The newest checkpoint, as it is on the disk now.
    pub fn read(&self) -> Result<Option<SignedCheckpoint>> {
        let path = self.path();
        if path.exists() { read_checkpoint(&path).map(Some) } else { Ok(None) }
    }

    /// Replaces the checkpoint, if the one on the disk is the one that the signer started from.
    pub fn replace(&self, durable: &mut Durable, old: Option<&SignedCheckpoint>, new: &SignedCheckpoint) -> Result<()> {
        if self.read()?.as_ref() != old {
            return Err(LogError::StateChanged { state: self.folder.clone() }.into());
        }
        durable.put(&self.path(), new.to_string().as_bytes())
    }
}

/// The lock of a folder, or who else has it.
pub(super) fn take_lock(folder: &Path) -> Result<File> {
    let path = folder.join(".lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(OfficeError::io(Doing::Lock, &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OfficeError::Locked { dir: folder.to_owned() }),
        Err(TryLockError::Error(error)) => Err(OfficeError::io(Doing::Lock, &path)(error)),
    }
}
