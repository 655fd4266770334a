//! Small files that are asked for, kept in memory up to a limit.
//!
//! Reading takes no lock: the bytes hang on the listing's entry. Only who adds a file takes the lock and puts out others for it, by
//! second chance (Corbató, 1968): a file that was used since the hand last passed it stays for another round.

use super::config::CacheLimits;
use super::source::Stored;
use hyper::body::Bytes;
use hyper::header::HeaderValue;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// A file in memory.
pub(super) struct Hot {
    pub(super) bytes: Bytes,
    pub(super) tag: HeaderValue,
    used: AtomicBool,
}

impl Hot {
    pub(super) fn new(bytes: Bytes, tag: HeaderValue) -> Hot {
        Hot { bytes, tag, used: AtomicBool::new(false) }
    }

    /// Its bytes are being sent; it stays for another round.
    pub(super) fn touch(&self) {
        // Looked at first, so that cores that only read share the line.
        if !self.used.load(Relaxed) {
            self.used.store(true, Relaxed);
        }
    }
}

/// The files of one generation that are in memory.
pub(super) struct Cache {
    bytes_max: u64,
    file_max: u64,
    ring: Mutex<Ring>,
}

#[derive(Default)]
struct Ring {
    files: VecDeque<Arc<Stored>>,
    bytes: u64,
}

impl Cache {
    pub(super) fn new(limits: &CacheLimits) -> Cache {
        Cache { bytes_max: limits.bytes, file_max: limits.file_bytes.min(limits.bytes), ring: Mutex::default() }
    }

    /// Whether a file of that size is kept.
    pub(super) fn takes(&self, length: u64) -> bool {
        length <= self.file_max
    }

    /// Keeps a file, and lets go of others if there are too many bytes.
    pub(super) fn keep(&self, stored: &Arc<Stored>, hot: &Arc<Hot>) {
        let length = u64::try_from(hot.bytes.len()).unwrap_or(u64::MAX);
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.takes(length) || stored.hot.load().is_some() {
            return;
        }
        // Readers may mark files as fast as the hand passes them; after one round it takes what comes.
        let mut spared = ring.files.len();
        while ring.bytes + length > self.bytes_max {
            let Some(oldest) = ring.files.pop_front() else { break };
            let again = oldest.hot.load().as_ref().is_some_and(|hot| hot.used.swap(false, Relaxed));
            if again && spared > 0 {
                spared -= 1;
                ring.files.push_back(oldest);
            } else if let Some(gone) = oldest.hot.swap(None) {
                ring.bytes = ring.bytes.saturating_sub(u64::try_from(gone.bytes.len()).unwrap_or(0));
            }
        }
        ring.bytes += length;
        ring.files.push_back(Arc::clone(stored));
        stored.hot.store(Some(Arc::clone(hot)));
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> u64 {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arc_swap::ArcSwapOption;
    use std::sync::OnceLock;

    #[test]
    fn the_cache_stays_within_its_limit_and_keeps_what_is_used() {
        let cache = Cache::new(&CacheLimits { bytes: 100, file_bytes: 30 });
        let file =
            |_| Arc::new(Stored { path: "x".into(), length: 30, digest: OnceLock::new(), hot: ArcSwapOption::empty() });
        let files: Vec<Arc<Stored>> = (0..10).map(file).collect();
        for stored in &files {
            let hot = Hot::new(Bytes::from_static(&[7; 30]), HeaderValue::from_static("x"));
            cache.keep(stored, &Arc::new(hot));
            // The first file is asked for all the time.
            files[0].hot.load().as_ref().expect("always used, never put out").touch();
            assert!(cache.bytes() <= 100);
        }
        assert_eq!(files.iter().filter(|stored| stored.hot.load().is_some()).count(), 3);
        let large = Arc::new(Hot::new(Bytes::from_static(&[7; 31]), HeaderValue::from_static("x")));
        cache.keep(&file(0), &large);
        assert_eq!(cache.bytes(), 90);
    }
}
