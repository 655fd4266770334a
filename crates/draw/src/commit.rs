//! Commit: the plan with what freeze counted, and its digest, which everything after depends on.
//!
//! Source: `docs/PROTOCOL.md`, section 7.

use std::collections::BTreeMap;

use records::canonical::{self, CanonicalError};
use records::hash::{Digest, h};
use records::plan::{Plan, Population, Root};

/// A finished plan: what is published before any randomness exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The plan, published form.
    pub plan: Plan,
    /// Its canonical line.
    pub line: Vec<u8>,
    /// P.
    pub digest: Digest,
}

/// Why a plan can't be announced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A plan that has no canonical form.
    #[error("the plan has no canonical form: {0}")]
    Canonical(#[from] CanonicalError),
    /// Lists that are not those of section 7.
    #[error("the frozen lists are {got:?}; this plan has {expected:?}")]
    Roots {
        /// Lists given.
        got: Vec<String>,
        /// Lists that freeze makes for this plan.
        expected: Vec<&'static str>,
    },
    /// Conditions of a labelled task that are not sealed.
    #[error("task {task} is labelled and its conditions are not sealed; announce the published form")]
    NotSealed {
        /// The task.
        task: String,
    },
}

impl CommitError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Canonical(error) => error.code(),
            Self::Roots { .. } => "commit-roots",
            Self::NotSealed { .. } => "commit-not-sealed",
        }
    }
}

/// Names of the frozen lists that a plan has, ascending.
pub fn list_names(plan: &Plan) -> Vec<&'static str> {
    let mut out = vec!["entities", "exclusions", "items"];
    if plan.is_paired() {
        out.extend(["apart", "barred", "inspectors"]);
    }
    if plan.is_labelled() {
        out.push("strata");
    }
    if plan.uses_selection() {
        out.push("selection");
    }
    out.sort_unstable();
    out
}

/// `P = H("mq1/plan", canonical line of the plan)`.
pub fn plan_digest(plan: &Plan) -> Result<Digest, CanonicalError> {
    Ok(digest_of_line(&canonical::to_vec(plan)?))
}

/// P from the line itself, as it stands in `plan.json`.
pub fn digest_of_line(line: &[u8]) -> Digest {
    h("mq1/plan", &[line])
}

/// Finishes the published plan.
pub fn announce(
    mut plan: Plan,
    populations: Vec<Population>,
    roots: BTreeMap<String, Root>,
) -> Result<Announcement, CommitError> {
    let expected = list_names(&plan);
    if !roots.keys().map(String::as_str).eq(expected.iter().copied()) {
        let got = roots.into_keys().collect();
        return Err(CommitError::Roots { got, expected });
    }
    let open = plan.tasks.iter().find(|task| {
        task.labelled && (!task.scope.is_empty() || task.strata.iter().any(|stratum| stratum.when.is_some()))
    });
    if let Some(task) = open {
        return Err(CommitError::NotSealed { task: task.id.to_string() });
    }
    plan.populations = populations;
    plan.roots = roots;
    let line = canonical::to_vec(&plan)?;
    let digest = digest_of_line(&line);
    Ok(Announcement { plan, line, digest })
}
