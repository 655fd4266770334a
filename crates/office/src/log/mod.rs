//! The log of an authority as files: appended to by one signer, read, checked and copied by anyone.
//!
//! ```text
//! DIR/log/checkpoint                the newest state, signed by the log, cosigned by witnesses
//! DIR/log/log.vkey                  the log's public key
//! DIR/log/tile/…                    hashes and entries, as in c2sp.org/tlog-tiles
//! DIR/log/cosigned/SIZE             earlier states that witnesses have cosigned
//! DIR/log-state/checkpoint          the newest state that was signed, for the signer alone; see `state`
//! DIR/secret/log.key                the log's secret key; see `key`
//! ```
//!
//! **Order of writing.** Tiles, then the signer's state, then the checkpoint; each on the disk before the next. A crash before
//! the state leaves the old log, with files beyond it that the next append replaces; a crash after it leaves a log whose
//! tiles are all there, and opening it publishes the checkpoint. Tiles are read again from the disk before the checkpoint is
//! signed. After a write of which nobody knows how it ended the log takes no more until it is opened, and checked, again.
//!
//! Sources: c2sp.org/tlog-tiles, tlog-checkpoint, tlog-witness, tlog-mirror; `docs/PROTOCOL.md`, section "Log".

mod append;
mod durable;
pub mod error;
pub mod folder;
pub mod key;
pub mod mirror;
mod state;
#[cfg(test)]
mod tests;
pub mod verify;
pub mod witness;
mod words;

pub use append::Appended;
pub use error::LogError;
pub use folder::LogFolder;
pub use key::SecretKey;
pub use tlog::key::{KeyName, KeyType, VerifierKey};
pub use tlog::policy::{Policy, Trusted};

use crate::error::Result;
use durable::Durable;
use folder::{CHECKPOINT, KEY};
use state::SignerState;
use std::path::{Path, PathBuf};
use tlog::audit::audit;
use tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use tlog::key::LogSigner;
use tlog::proof_file::ProofFile;
use tlog::tiled::{Consistency, TiledTree};

/// Where the parts of a log are.
#[derive(Clone, Debug)]
pub struct LogPlaces {
    /// What is published.
    pub folder: PathBuf,
    /// The signer's state. Best on another disk.
    pub state: PathBuf,
    /// The secret key.
    pub key: PathBuf,
}

impl LogPlaces {
    /// The usual places in an office's folder.
    pub fn of(dir: &Path) -> Self {
        Self { folder: dir.join("log"), state: dir.join("log-state"), key: dir.join("secret").join("log.key") }
    }
}

/// The log, for its signer. There is one at a time.
#[derive(Debug)]
pub struct Log {
    folder: LogFolder,
    signer: LogSigner,
    state: SignerState,
    /// The state as this signer knows it; compared with the disk before each append.
    known: SignedCheckpoint,
    stopped: bool,
    durable: Durable,
}

impl Log {
    /// Makes an empty log. Its origin is its name for ever, for instance `county.example/draws`.
    pub fn create(places: &LogPlaces, origin: &KeyName, key: &SecretKey) -> Result<Self> {
        let signer = LogSigner::new(origin.clone(), key.seed.expose_bytes());
        let state = SignerState::lock(&places.state)?;
        let folder = LogFolder::at(&places.folder);
        if state.read()?.is_some() || folder.checkpoint_if_there()?.is_some() {
            return Err(LogError::Exists { folder: places.folder.clone() }.into());
        }
        let empty = SignedCheckpoint::sign(Checkpoint::empty(origin), &signer)
            .map_err(|source| LogError::Checkpoint { file: state.path(), source })?;
        state.replace(&mut Durable::default(), None, &empty)?;
        drop(state);
        // From here on it is a log whose checkpoint is not published yet, as after a crash.
        Self::open(places, key)
    }

    /// Opens a log, checks all of it, and publishes the newest signed checkpoint where a crash has kept it back.
    pub fn open(places: &LogPlaces, key: &SecretKey) -> Result<Self> {
        Self::open_with(places, key, Durable::default())
    }

    fn open_with(places: &LogPlaces, key: &SecretKey, mut durable: Durable) -> Result<Self> {
        let folder = LogFolder::at(&places.folder);
        if !places.state.is_dir() && !places.folder.join(CHECKPOINT).exists() {
            return Err(LogError::Missing { folder: places.folder.clone() }.into());
        }
        let state = SignerState::lock(&places.state)?;
        folder.remove_unfinished()?;
        let published = folder.checkpoint_if_there()?;
        let known = match (state.read()?, &published) {
            (Some(known), _) => known,
            (None, Some(_)) => return Err(LogError::StateLost { state: places.state.clone() }.into()),
            (None, None) => return Err(LogError::Missing { folder: places.folder.clone() }.into()),
        };
        let origin =
            KeyName::new(&known.checkpoint().origin).map_err(|source| LogError::Key { file: state.path(), source })?;
        let signer = LogSigner::new(origin, key.seed.expose_bytes());
        let signed = |checkpoint: &SignedCheckpoint, file: PathBuf| {
            checkpoint.signed_by(signer.verifier()).map(drop).map_err(|source| LogError::Checkpoint { file, source })
        };
        signed(&known, state.path())?;
        if let Some(published) = &published {
            signed(published, places.folder.join(CHECKPOINT))?;
        }
        Self::publish_key(&folder, signer.verifier(), &mut durable)?;
        compare(&folder, &state, known.checkpoint(), published.as_ref().map(SignedCheckpoint::checkpoint))?;
        let is_published = published.is_some_and(|published| published.checkpoint().size == known.checkpoint().size);
        if !is_published {
            durable.put(&places.folder.join(CHECKPOINT), known.to_string().as_bytes())?;
        }
        Ok(Self { folder, signer, state, known, stopped: false, durable })
    }

    fn publish_key(folder: &LogFolder, key: &VerifierKey, durable: &mut Durable) -> Result<()> {
        let file = folder.path().join(KEY);
        if !file.exists() {
            return durable.put(&file, format!("{key}\n").as_bytes());
        }
        let got = folder.key()?;
        if got == *key {
            return Ok(());
        }
        Err(LogError::KeyChanged { file, got: got.to_string(), expected: key.to_string() }.into())
    }

    /// The log's public key.
    pub fn key(&self) -> &VerifierKey {
        self.signer.verifier()
    }

    /// What is published.
    pub fn folder(&self) -> &LogFolder {
        &self.folder
    }

    /// Entries in the log.
    pub fn size(&self) -> u64 {
        self.known.checkpoint().size
    }

    /// The newest checkpoint with all cosignatures.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint> {
        self.folder.checkpoint()
    }

    /// An entry, checked against the checkpoint.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>> {
        let entry = self.tree().entry(index).map_err(|source| self.tiles(source))?;
        Ok(entry.0)
    }

    /// All entries, each checked, from the first to the last.
    pub fn each_entry(&self, each: impl FnMut(u64, &[u8])) -> Result<()> {
        let known = self.known.checkpoint();
        audit(&self.folder, known.size, known.root, each)
            .map_err(|source| LogError::Damaged { folder: self.folder.path().to_owned(), source })?;
        Ok(())
    }

    /// The proof of an entry, with the newest checkpoint.
    pub fn prove(&self, index: u64) -> Result<ProofFile> {
        verify::prove(&self.folder, &self.checkpoint()?, index)
    }

    /// The proof that the state of `size` entries continues that of `old_size`.
    pub fn consistency(&self, old_size: u64, size: u64) -> Result<Consistency> {
        let root = self.tree().consistency(size).map_err(|source| self.tiles(source))?.old_root;
        let mut tree = TiledTree::new(&self.folder, size, root).in_log_of(self.size());
        tree.consistency(old_size).map_err(|source| self.tiles(source).into())
    }

    fn tree(&self) -> TiledTree<'_, LogFolder> {
        let known = self.known.checkpoint();
        TiledTree::new(&self.folder, known.size, known.root)
    }

    fn tiles(&self, source: tlog::tiled::TiledError) -> LogError {
        LogError::Tiles { folder: self.folder.path().to_owned(), source }
    }
}

/// Compares what is published with what the signer knows, and checks every entry.
fn compare(
    folder: &LogFolder,
    state: &SignerState,
    known: &Checkpoint,
    published: Option<&Checkpoint>,
) -> std::result::Result<(), LogError> {
    let path = folder.path().to_owned();
    let (size, root) = published.map_or((0, tlog::tree::empty_root()), |published| (published.size, published.root));
    if size > known.size {
        return Err(LogError::StateBehind { state: state.path(), known: known.size, size });
    }
    let audited = audit(folder, known.size, known.root, |_, _| {});
    if size == known.size {
        if root != known.root {
            return Err(LogError::SplitView {
                folder: path,
                size,
                root,
                other_size: known.size,
                other_root: known.root,
            });
        }
        return audited.map(drop).map_err(|source| LogError::Damaged { folder: path, source });
    }
    // The published checkpoint is older. After a crash all tiles of the newer one are there; after a rollback they are not.
    let rolled_back = LogError::RolledBack { folder: path, size, root, known: known.size, known_root: known.root };
    if audited.is_err() {
        return Err(rolled_back);
    }
    match TiledTree::new(folder, known.size, known.root).consistency(size) {
        Ok(consistency) if consistency.old_root == root => Ok(()),
        _ => Err(rolled_back),
    }
}
