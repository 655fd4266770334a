//! What the parts around the service say of themselves: named states, and how many draws are withdrawn.

use super::metrics::Metrics;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it should be.
    Ok,
    /// It works, and somebody should look.
    Degraded,
    /// It does not work.
    Failed,
}

/// A part's state with a note for the operator.
#[derive(Clone, Serialize)]
struct Part {
    state: State,
    note: String,
}

/// The handle by which parts tell of themselves. Clones are the same handle.
#[derive(Clone)]
pub struct Status {
    parts: Arc<Mutex<BTreeMap<String, Part>>>,
    metrics: Arc<Metrics>,
}

impl Status {
    pub(super) fn new(metrics: Arc<Metrics>) -> Status {
        Status { parts: Arc::default(), metrics }
    }

    /// A part is now like this. The note is seen by operators only, in `/readyz`.
    pub fn set(&self, part: &str, state: State, note: &str) {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(part.to_owned(), Part { state, note: note.to_owned() });
    }

    /// So many draws are withdrawn because they failed a check; a gauge in `/metrics`.
    pub fn set_withdrawn(&self, draws: u32) {
        self.metrics.withdrawn.store(i64::from(draws), Relaxed);
    }

    /// The document for operators.
    pub(super) fn document(&self, generation: Option<u64>, files: usize) -> String {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let document = serde_json::json!({
            "ready": generation.is_some(),
            "generation": generation,
            "files": files,
            "withdrawn": self.metrics.withdrawn.load(Relaxed),
            "states": *parts,
        });
        format!("{document}\n")
    }
}
