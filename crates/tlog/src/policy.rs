//! A trust policy: which logs, which witnesses, and how many of them must have cosigned.
//!
//! Source: c2sp.org/tlog-policy.

mod parse;

pub use parse::PolicyFileError;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::key::{KeyName, VerifierKey};
use crate::note::NoteError;

/// Most logs, witnesses and groups of a policy, each.
pub const PARTS_MAX: usize = 256;

/// Why a policy does not trust a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A log that the policy does not name.
    #[error("the policy has no log of the name {origin}")]
    UnknownLog {
        /// The checkpoint's origin.
        origin: String,
    },
    /// The log did not sign, or a signature is false.
    #[error("{0}")]
    Checkpoint(#[from] CheckpointError),
    /// Too few witnesses.
    #[error(
        "the witnesses that the policy asks for have not cosigned ({} did): get the missing cosignatures, or ask for less",
        Witnessed::list(got)
    )]
    Quorum {
        /// Those that have.
        got: Vec<Witnessed>,
    },
}

impl PolicyError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownLog { .. } => "policy-unknown-log",
            Self::Checkpoint(error) => error.code(),
            Self::Quorum { .. } => "policy-quorum",
        }
    }
}

impl From<NoteError> for PolicyError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

/// A witness that has cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// What the policy calls it.
    pub name: String,
    /// The name of its key.
    pub key_name: KeyName,
    /// When it cosigned first, in seconds since 1970, by its own clock.
    pub time: u64,
}

impl Witnessed {
    fn list(all: &[Self]) -> String {
        let names: Vec<&str> = all.iter().map(|witnessed| witnessed.name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    }
}

/// What a policy found in a checkpoint that it trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// The log's key.
    pub log: VerifierKey,
    /// The witnesses that have cosigned, in the order of the policy.
    pub witnesses: Vec<Witnessed>,
    /// When the last one needed had cosigned, in seconds since 1970; none where the policy asks for no witness.
    pub reached: Option<u64>,
}

/// A witness of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    /// What the policy calls it. Where a file has other bytes than UTF-8, they are replaced here, not in its meaning.
    pub name: String,
    /// Its key.
    pub key: VerifierKey,
    /// Where it is reached, if the file says so.
    pub url: Option<String>,
}

/// A log of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLog {
    /// Its key; the key's name is the origin.
    pub key: VerifierKey,
    /// Where it is reached, if the file says so.
    pub url: Option<String>,
}

/// A witness or a group, by its place in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

/// So many of its members must have cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<Member>,
}

/// A policy. A group names only what stands before it, so no group is its own member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    quorum: Option<Member>,
}

impl Policy {
    /// The policy of whoever knows nothing but the log's key: `log KEY`, `quorum none`.
    pub fn of_log(key: VerifierKey) -> Self {
        let logs = vec![PolicyLog { key, url: None }];
        Self { logs, witnesses: Vec::new(), groups: Vec::new(), quorum: None }
    }

    /// The same policy for this log only. A policy that names logs must name this one.
    pub fn for_log(mut self, key: &VerifierKey) -> Result<Self, PolicyError> {
        if !self.logs.is_empty() && !self.logs.iter().any(|log| log.key == *key) {
            return Err(PolicyError::UnknownLog { origin: key.to_string() });
        }
        self.logs = vec![PolicyLog { key: key.clone(), url: None }];
        Ok(self)
    }

    /// The logs.
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The witnesses.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Checks a checkpoint: signed by a log of the policy, cosigned by the quorum. A false signature of any key that the
    /// policy names is an error, even where enough others hold.
    pub fn check(&self, checkpoint: &SignedCheckpoint) -> Result<Trusted, PolicyError> {
        let log = self.signed(checkpoint)?;
        let times = self.cosigned(checkpoint)?;
        let witnesses: Vec<Witnessed> = self
            .witnesses
            .iter()
            .zip(&times)
            .filter_map(|(witness, time)| {
                let (name, key_name) = (witness.name.clone(), witness.key.name().clone());
                Some(Witnessed { name, key_name, time: (*time)? })
            })
            .collect();
        let reached = match self.quorum {
            None => None,
            Some(member) => match self.time_of(member, &times) {
                None => return Err(PolicyError::Quorum { got: witnesses }),
                reached => reached,
            },
        };
        Ok(Trusted { log, witnesses, reached })
    }

    /// The key of the log that signed.
    pub fn signed(&self, checkpoint: &SignedCheckpoint) -> Result<VerifierKey, PolicyError> {
        let origin = &checkpoint.checkpoint().origin;
        let mut of_origin = self.logs.iter().map(|log| &log.key).filter(|key| key.name().as_str() == origin).peekable();
        if of_origin.peek().is_none() {
            return Err(PolicyError::UnknownLog { origin: origin.clone() });
        }
        // A log that changed its key may be named with both.
        let mut missing = None;
        for key in of_origin {
            match checkpoint.signed_by(key) {
                Ok(_) => return Ok(key.clone()),
                Err(error @ CheckpointError::Note(NoteError::Unsigned { .. })) => missing = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
        Err(missing.map_or(PolicyError::UnknownLog { origin: origin.clone() }, PolicyError::from))
    }

    fn cosigned(&self, checkpoint: &SignedCheckpoint) -> Result<Vec<Option<u64>>, PolicyError> {
        let times = self.witnesses.iter().map(|witness| checkpoint.note().cosigned_by(&witness.key));
        Ok(times.collect::<Result<_, NoteError>>()?)
    }

    /// When so many members had cosigned; none where they have not. Groups name earlier groups only, so this ends.
    fn time_of(&self, member: Member, times: &[Option<u64>]) -> Option<u64> {
        match member {
            Member::Witness(index) => times.get(index).copied().flatten(),
            Member::Group(index) => {
                let group = self.groups.get(index)?;
                let mut reached: Vec<u64> =
                    group.members.iter().filter_map(|member| self.time_of(*member, times)).collect();
                reached.sort_unstable();
                reached.get(group.threshold.checked_sub(1)?).copied()
            }
        }
    }
}
