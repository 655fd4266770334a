//! The files of a look-up: `look.json` and its shards. Each is an object file (one canonical line and a line feed).
//!
//! Sources: `docs/SITE.md`, "Look-up shards"; `docs/PROTOCOL.md`, sections 2 and 10.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use records::canonical;
use records::events::{LogProof, LoggedEvent};
use records::hash::{Digest, sha256};
use records::id::Id;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use verify::Kind;

use super::{LOOK_FILE, LOOK_FORMAT, LookError};

/// Most bits of a shard's number: a million files.
pub(super) const BITS_MAX: u8 = 20;

/// `look.json`: how a code's shard is found, and what all proofs have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Bits of a key that are its shard's number.
    pub bits: u8,
    /// Digest of the bundle.
    pub bundle: Digest,
    /// Name of the draw.
    pub draw: String,
    /// [`super::LOOK_FORMAT`].
    pub format: String,
    /// K of the plan's first task; empty before there is an outcome.
    pub k: String,
    /// `format` of the bundle's manifest.
    pub kind: String,
    /// The member `log` of a proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogProof>,
    /// Hashes in the paths of `strata`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<String>,
    /// `plan.json`; its digest is P.
    pub plan: Named,
    /// `draw/record.json`; its digest is that of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Named>,
    /// Replacements that the bundle has, in the log's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<LoggedEvent>,
    /// Rows of all shards.
    pub rows: u64,
    /// All lines of `draw/strata.jsonl`, to which rows refer by `index`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strata: Vec<ShownStratum>,
}

impl Description {
    /// Refuses what no bundle leads to: it may come from a disk or a network that somebody else has written on.
    pub(super) fn check(&self) -> Result<(), LookError> {
        let fail = |what: &str| Err(LookError::damaged(LOOK_FILE, what));
        let is_k = self.k.len() == 32 && self.k.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        let kind = Kind::from_format(&self.kind);
        let mut paths = std::iter::once(&self.plan).chain(&self.record).map(|named| &named.path);
        match () {
            () if self.format != LOOK_FORMAT => fail("another format"),
            () if self.bits > BITS_MAX => fail("too many bits"),
            () if kind.is_none() || (kind == Some(Kind::Outcome)) != self.record.is_some() => fail("another kind"),
            () if self.record.is_some() != is_k || self.record.is_none() && !self.k.is_empty() => fail("another K"),
            () if !paths.all(|path| is_path(path)) => fail("a path that is none"),
            () => Ok(()),
        }
    }
}

/// Whether this is a relative path that may go up first and then leads down, whatever system reads it.
fn is_path(path: &str) -> bool {
    let down = path.split('/').skip_while(|part| *part == "..");
    let is_name = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    down.clone().count() > 0 && down.into_iter().all(is_name)
}

/// A file elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its digest.
    pub digest: Digest,
    /// Where it is, seen from the folder of `look.json`.
    pub path: String,
}

/// A line of `draw/strata.jsonl` with its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownStratum {
    /// The line.
    pub line: Value,
    /// Numbers in `nodes`, from the leaf upwards.
    pub path: Vec<usize>,
}

/// The rows whose keys begin with the same bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Hashes in the paths of the rows, each once.
    pub nodes: Vec<String>,
    /// By key.
    pub rows: Vec<Row>,
}

/// What is published about one code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The former code of which this row is, if it is not of the entity's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Id>,
    /// The entity.
    pub id: Id,
    /// Lines in the order of a proof.
    pub leaves: Vec<Shown>,
}

impl Row {
    /// The code of which this row is.
    pub fn code(&self) -> &Id {
        self.former.as_ref().unwrap_or(&self.id)
    }
}

/// A line of a list with its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Path of the file in the bundle.
    pub file: String,
    /// Place of the line in its file, from 0.
    pub index: u64,
    /// The line; left out of `draw/strata.jsonl`, whose lines are in `look.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Value>,
    /// Numbers in the shard's `nodes`, from the leaf upwards; left out together with the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<usize>>,
}

/// The look-up key of a code: its ticket, where there is an outcome.
pub(super) fn key_of(k: &str, code: &str) -> Digest {
    sha256(&[k.as_bytes(), code.as_bytes()].concat())
}

/// The first bytes of a key, by which rows are sorted and told apart.
pub(super) fn prefix(key: &Digest) -> u64 {
    key.as_bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The first bits of a prefix.
pub(super) fn first_bits(prefix: u64, bits: u8) -> u64 {
    // Without bits there is one shard, and a shift by the whole width.
    prefix.checked_shr(u64::BITS.saturating_sub(u32::from(bits))).unwrap_or(0)
}

/// The number of the shard that has a code's row, if any has.
pub fn shard_number(k: &str, code: &Id, bits: u8) -> u64 {
    first_bits(prefix(&key_of(k, code.as_str())), bits)
}

/// Where a shard is, seen from the folder of `look.json`: at most 256 files in a folder.
pub fn shard_path(number: u64) -> String {
    format!("s/{:x}/{:02x}.json", number >> 8, number & 255)
}

/// Reads an object file strictly.
pub(super) fn object<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, LookError> {
    let line = bytes.strip_suffix(b"\n").ok_or_else(|| LookError::damaged(file, "no line feed at its end"))?;
    canonical::from_slice(line).map_err(LookError::canonical(file))
}

/// A node as text.
pub(super) fn encode_into(node: &Digest, out: &mut String) {
    STANDARD.encode_string(node.as_bytes(), out);
}

/// The hashes of a path.
pub(super) fn hashes(file: &str, nodes: &[String], path: &[usize]) -> Result<Vec<Digest>, LookError> {
    let hash = |number: &usize| {
        let bytes = STANDARD.decode(nodes.get(*number)?).ok()?;
        Some(Digest::new(bytes.try_into().ok()?))
    };
    let damaged = || LookError::damaged(file, "a path that leads out of its nodes");
    path.iter().map(|number| hash(number).ok_or_else(damaged)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bits_are_the_number() {
        assert_eq!(first_bits(u64::MAX, 0), 0);
        assert_eq!(first_bits(1 << 63, 1), 1);
        assert_eq!(first_bits(0xabcd << 48, 16), 0xabcd);
        assert_eq!(shard_path(0), "s/0/00.json");
        assert_eq!(shard_path(0xabcd), "s/ab/cd.json");
        assert_eq!(shard_path(0x1_2345), "s/123/45.json");
    }

    #[test]
    fn paths_lead_down_at_their_end() {
        for path in ["plan.json", "../plan.json", "../../bundle/draw/record.json"] {
            assert!(is_path(path), "{path}");
        }
        for path in ["", "..", "/etc/passwd", "a/../b", "./a", "a//b", "a\\b", "C:/x", "../a\0"] {
            assert!(!is_path(path), "{path}");
        }
    }

    #[test]
    fn a_key_is_the_hash_of_both_texts() {
        // printf '%s' '00112233445566778899aabbccddeeff91990101000000000X' | sha256sum
        let k = "00112233445566778899aabbccddeeff";
        let code = Id::parse("91990101000000000X").unwrap();
        let bytes: &[u8; 32] = k.as_bytes().try_into().unwrap();
        assert_eq!(key_of(k, code.as_str()), records::hash::ticket(bytes, code.as_bytes()));
        assert_eq!(key_of("", "A"), sha256(b"A"));
    }
}
