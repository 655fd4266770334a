//! Capsules: authenticated encryption under a key of which two custodians keep the halves.
//!
//! Source: `docs/PROTOCOL.md`, section 22.3; RFC 8439.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use records::canonical;
use records::day::Day;
use records::events::{CapsuleLine, ReserveLeaf};
use records::hash::{Digest, Secret, h, sha256};
use records::id::Id;
use records::plan::Plan;
use zeroize::Zeroizing;

use super::text::unpad;
use super::{CapsuleText, SealedError};
use crate::publish::ListFile;

/// Bytes by which a capsule is longer than its padded text.
pub const TAG_LENGTH: usize = 16;

/// Which capsule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapsuleName {
    /// Of one of the plan's days.
    Day(Day),
    /// Of one reserve.
    Reserve {
        /// Task.
        task: Id,
        /// Stratum.
        stratum: Id,
        /// Rank.
        rank: u64,
    },
    /// Of the superior.
    Superior,
}

impl fmt::Display for CapsuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "day/{day}"),
            Self::Reserve { task, stratum, rank } => write!(f, "reserve/{task}/{stratum}/{rank}"),
            Self::Superior => f.write_str("superior"),
        }
    }
}

impl From<&ReserveLeaf> for CapsuleName {
    fn from(leaf: &ReserveLeaf) -> Self {
        Self::Reserve { task: leaf.task.clone(), stratum: leaf.stratum.clone(), rank: leaf.rank }
    }
}

/// All capsules of a plan, in the order of `capsules.jsonl`. They follow from the plan alone.
pub fn capsule_names(plan: &Plan) -> Vec<CapsuleName> {
    let days = plan.days.iter().copied().map(CapsuleName::Day);
    let reserves = plan.populations.iter().flat_map(|population| {
        (population.n + 1..=population.n + population.reserves).map(|rank| CapsuleName::Reserve {
            task: population.task.clone(),
            stratum: population.stratum.clone(),
            rank,
        })
    });
    days.chain(reserves).chain([CapsuleName::Superior]).collect()
}

/// `H("mq1/capsule-key", half₁, half₂)`.
pub fn capsule_key(first: &Secret, second: &Secret) -> Secret {
    Secret::new(h("mq1/capsule-key", &[first.expose_bytes(), second.expose_bytes()]).to_bytes())
}

/// Encrypts a padded text.
pub fn seal_capsule(draw: &str, name: &CapsuleName, key: &Secret, padded: &[u8]) -> Result<Vec<u8>, SealedError> {
    let aad = additional_data(draw, name);
    let payload = Payload { msg: padded, aad: aad.as_bytes() };
    // The nonce is zero because every key encrypts one text.
    cipher(key)
        .encrypt(&Nonce::default(), payload)
        .map_err(|_| SealedError::TooLong { name: name.to_string(), got: padded.len() })
}

/// Decrypts a capsule and reads it strictly: padding, canonical text, and that it is of this draw and name.
pub fn open_capsule(draw: &str, name: &CapsuleName, key: &Secret, file: &[u8]) -> Result<CapsuleText, SealedError> {
    let aad = additional_data(draw, name);
    let payload = Payload { msg: file, aad: aad.as_bytes() };
    let padded = cipher(key).decrypt(&Nonce::default(), payload);
    let padded = Zeroizing::new(padded.map_err(|_| SealedError::Key { name: name.to_string() })?);
    let text = unpad(name, &padded)?;
    let fault = |error| SealedError::Canonical { what: name.to_string(), error };
    let out: CapsuleText = canonical::from_slice(text).map_err(fault)?;
    // What serde would pass over, or fill in, is not what was written.
    if canonical::to_vec(&out).map_err(fault)? != text {
        return Err(SealedError::Content { name: name.to_string(), got: "unknown or superfluous keys".to_owned() });
    }
    out.check(draw, name)?;
    Ok(out)
}

/// `H("mq1/capsule", draw, name)`.
fn additional_data(draw: &str, name: &CapsuleName) -> Digest {
    h("mq1/capsule", &[draw.as_bytes(), name.to_string().as_bytes()])
}

fn cipher(key: &Secret) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(key.expose_bytes().into())
}

/// `capsules.jsonl` over the files, given in the order of [`capsule_names`].
pub fn capsule_list<'f>(plan: &Plan, files: impl IntoIterator<Item = &'f [u8]>) -> Result<ListFile, SealedError> {
    let names = capsule_names(plan);
    let files: Vec<Digest> = files.into_iter().map(sha256).collect();
    if files.len() != names.len() {
        return Err(SealedError::Count { got: files.len(), expected: names.len() });
    }
    let mut out = ListFile::new();
    for (name, sha256) in names.iter().zip(files) {
        let line = CapsuleLine { name: name.to_string(), sha256 };
        let fault = |error| SealedError::Canonical { what: name.to_string(), error };
        out.push(&canonical::to_vec(&line).map_err(fault)?);
    }
    Ok(out)
}
