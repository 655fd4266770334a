//! The folder that is served, and its successor: a handle that others switch to a new folder while requests go on.
//!
//! A folder is listed once, when it becomes the current one; a request looks its path up in that listing and never makes a file name
//! from what the client sent. A request takes the current generation once, so it sees one whole generation and nothing of another.
//! The files of a folder must not change while it is served: whoever renders writes a new folder each time, and keeps the previous one
//! until requests that began with it have ended.

use super::config::{CacheLimits, HeaderRules};
use super::hot::{Cache, Hot};
use super::media::{Keep, keep, media_type};
use arc_swap::ArcSwapOption;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The list of digests that a site may bring, as `sha256sum` writes it; then nothing has to be computed.
pub const DIGESTS_FILE: &str = "SHA256SUMS";

/// Folders below one another, at most.
const DEPTH_MAX: usize = 32;

/// Why a folder can't be served. The one before stays.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file or folder can't be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A line of the list of digests is none.
    #[error("{}:{line}: not a line of sha256sum", file.display())]
    Digests {
        /// The list.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Folders too deep below one another.
    #[error("{}: more than {DEPTH_MAX} folders below one another", path.display())]
    Deep {
        /// The folder.
        path: PathBuf,
    },
}

impl SiteError {
    /// The stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            SiteError::Unreadable { .. } => "site-unreadable",
            SiteError::Digests { .. } => "site-digests",
            SiteError::Deep { .. } => "site-deep",
        }
    }
}

/// The handle to the folder that is served now. Clones are the same handle.
#[derive(Clone)]
pub struct SiteSource(Arc<Inner>);

struct Inner {
    current: ArcSwapOption<Generation>,
    switching: Mutex<u64>,
    cache: CacheLimits,
    immutable: Vec<String>,
}

impl SiteSource {
    /// A handle to nothing yet: until the first `switch` the service says that it is not ready.
    pub fn new(cache: &CacheLimits, headers: &HeaderRules) -> SiteSource {
        SiteSource(Arc::new(Inner {
            current: ArcSwapOption::empty(),
            switching: Mutex::new(0),
            cache: cache.clone(),
            immutable: headers.immutable.clone(),
        }))
    }

    /// Lists a folder and makes it the current one for all requests that begin from now on. It reads a disk, and takes as long as
    /// hashing the files that are too large for memory and not in the site's own list of digests; call it where that may block.
    pub fn switch(&self, folder: &Path) -> Result<Arc<Generation>, SiteError> {
        let mut last = self.0.switching.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = Arc::new(Generation::list(folder, *last + 1, &self.0.cache, &self.0.immutable)?);
        *last += 1;
        self.0.current.store(Some(Arc::clone(&generation)));
        Ok(generation)
    }

    /// The generation that a request beginning now sees.
    pub fn current(&self) -> Option<Arc<Generation>> {
        self.0.current.load_full()
    }
}

/// One folder, listed.
pub struct Generation {
    number: u64,
    folder: PathBuf,
    files: HashMap<Box<str>, Entry>,
    cache: Cache,
}

/// A file of the site.
pub(super) struct Entry {
    pub(super) media: &'static str,
    pub(super) keep: Keep,
    pub(super) plain: Arc<Stored>,
    pub(super) brotli: Option<Arc<Stored>>,
    pub(super) gzip: Option<Arc<Stored>>,
}

/// The bytes of a file, plain or compressed.
pub(super) struct Stored {
    /// Relative to the folder, from the listing.
    pub(super) path: Box<str>,
    pub(super) length: u64,
    pub(super) digest: OnceLock<[u8; 32]>,
    pub(super) hot: ArcSwapOption<Hot>,
}

impl Generation {
    /// 1 for the first folder of this process, 2 for the next one.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of a draw, if the site has one at this address.
    pub fn draw_folder(&self, address: &str) -> Option<PathBuf> {
        let there = self.files.contains_key(format!("d/{address}/index.html").as_str());
        there.then(|| self.folder.join("d").join(address))
    }

    /// Whether there is a file at this path below the site.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// How many files there are, compressed ones not counted.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    pub(super) fn entry(&self, path: &str) -> Option<&Entry> {
        self.files.get(path)
    }

    pub(super) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Where a listed file is. The path is one of the listing's own.
    pub(super) fn place(&self, stored: &Stored) -> PathBuf {
        stored.path.split('/').fold(self.folder.clone(), |folder, part| folder.join(part))
    }

    fn list(folder: &Path, number: u64, limits: &CacheLimits, immutable: &[String]) -> Result<Generation, SiteError> {
        let mut found = HashMap::new();
        walk(folder, "", 0, &mut found)?;
        if found.contains_key(DIGESTS_FILE) {
            read_digests(&folder.join(DIGESTS_FILE), &found)?;
        }
        let mut generation =
            Generation { number, folder: folder.to_owned(), files: HashMap::new(), cache: Cache::new(limits) };
        for (path, stored) in &found {
            if stored.length > limits.file_bytes && stored.digest.get().is_none() {
                let place = generation.place(stored);
                let digest = hash_file(&place).map_err(|reason| SiteError::Unreadable { path: place, reason })?;
                let _ = stored.digest.set(digest);
            }
            let compressed = [".br", ".gz"].into_iter().any(|ending| {
                path.strip_suffix(ending).is_some_and(|stem| found.contains_key(stem) && !stem.ends_with('/'))
            });
            if !compressed {
                let beside = |ending: &str| found.get(format!("{path}{ending}").as_str()).cloned();
                let entry = Entry {
                    media: media_type(path),
                    keep: keep(path, immutable),
                    plain: Arc::clone(stored),
                    brotli: beside(".br"),
                    gzip: beside(".gz"),
                };
                generation.files.insert(path.clone(), entry);
            }
        }
        Ok(generation)
    }
}

/// Regular files below a folder. Links are not followed, and names that begin with a dot or are not UTF-8 are nobody's business.
fn walk(
    folder: &Path,
    prefix: &str,
    depth: usize,
    found: &mut HashMap<Box<str>, Arc<Stored>>,
) -> Result<(), SiteError> {
    if depth > DEPTH_MAX {
        return Err(SiteError::Deep { path: folder.to_owned() });
    }
    let fault = |path: &Path| {
        let path = path.to_owned();
        |reason| SiteError::Unreadable { path, reason }
    };
    for entry in fs::read_dir(folder).map_err(fault(folder))? {
        let entry = entry.map_err(fault(folder))?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.') && !name.contains('\\')) else { continue };
        let kind = entry.file_type().map_err(fault(&entry.path()))?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), depth + 1, found)?;
        } else if kind.is_file() {
            let path: Box<str> = format!("{prefix}{name}").into();
            let length = entry.metadata().map_err(fault(&entry.path()))?.len();
            let stored = Stored { path: path.clone(), length, digest: OnceLock::new(), hot: ArcSwapOption::empty() };
            found.insert(path, Arc::new(stored));
        }
    }
    Ok(())
}

/// Takes the digests of `sha256sum`'s lines: 64 hex digits, a blank, a blank or `*`, a path. Lines about other files are passed over.
fn read_digests(file: &Path, found: &HashMap<Box<str>, Arc<Stored>>) -> Result<(), SiteError> {
    let text = fs::read_to_string(file).map_err(|reason| SiteError::Unreadable { path: file.to_owned(), reason })?;
    for (number, line) in text.lines().enumerate() {
        let fault = || SiteError::Digests { file: file.to_owned(), line: number + 1 };
        let (digest, rest) = line.split_at_checked(64).ok_or_else(fault)?;
        let path = rest.strip_prefix("  ").or_else(|| rest.strip_prefix(" *")).ok_or_else(fault)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(digest, &mut bytes).map_err(|_| fault())?;
        if let Some(stored) = found.get(path.strip_prefix("./").unwrap_or(path)) {
            let _ = stored.digest.set(bytes);
        }
    }
    Ok(())
}

/// SHA-256 of a file, read in pieces.
pub(crate) fn hash_file(path: &Path) -> io::Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    let mut file = fs::File::open(path)?;
    let mut chunk = vec![0; 256 << 10];
    loop {
        let count = io::Read::read(&mut file, &mut chunk)?;
        match chunk.get(..count) {
            None | Some([]) => return Ok(hasher.finalize().into()),
            Some(bytes) => hasher.update(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> SiteSource {
        SiteSource::new(&CacheLimits::default(), &HeaderRules::default())
    }

    #[test]
    fn a_listing_has_files_and_nothing_hidden() {
        let folder = tempfile::tempdir().expect("folder");
        for (path, text) in [("index.html", "a"), ("index.html.br", "b"), ("x.gz", "c"), (".secret", "d")] {
            fs::write(folder.path().join(path), text).expect("written");
        }
        fs::create_dir(folder.path().join(".git")).expect("folder");
        fs::write(folder.path().join(".git/config"), "e").expect("written");
        let source = source();
        assert!(source.current().is_none());
        assert_eq!(source.switch(folder.path()).expect("listed").number(), 1);
        let site = source.switch(folder.path()).expect("listed");
        assert_eq!((site.number(), site.files()), (2, 2));
        assert!(site.entry("index.html").expect("listed").brotli.is_some());
        assert!(site.entry("index.html.br").is_none() && site.entry("x.gz").is_some());
        assert!(site.entry(".secret").is_none() && site.entry(".git/config").is_none());
        assert_eq!(source.switch(&folder.path().join("none")).err().expect("no folder").code(), "site-unreadable");
        assert_eq!(source.current().expect("the one before").number(), 2);
    }

    #[test]
    fn digests_come_from_the_list_if_there_is_one() {
        let folder = tempfile::tempdir().expect("folder");
        fs::write(folder.path().join("a.txt"), "a").expect("written");
        fs::write(folder.path().join(DIGESTS_FILE), format!("{}  ./a.txt\n", "7".repeat(64))).expect("written");
        let site = source().switch(folder.path()).expect("listed");
        assert_eq!(site.entry("a.txt").expect("listed").plain.digest.get(), Some(&[0x77; 32]));
        fs::write(folder.path().join(DIGESTS_FILE), "nonsense\n").expect("written");
        assert_eq!(source().switch(folder.path()).err().expect("refused").code(), "site-digests");
    }
}
