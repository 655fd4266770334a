//! The events of a ceremony, their entries in the log, and what a bundle shows of them.
//!
//! Source: `docs/PROTOCOL.md`, sections 20 to 25.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::canonical::{self, CanonicalError};
use crate::day::Day;
use crate::frozen::{SelectedLine, VisitLine};
use crate::hash::{Digest, PublicKey, h};
use crate::id::Id;
use crate::plan::Root;

pub use crate::shown::{EntityProof, LogProof, OpenedName, OpenedPerson, ProvedLine, Slip, SlipLeaf};
pub use crate::signature_text::SignatureText;
use crate::signature_text::{signature, some_signature};

/// One event of one draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// Name of the draw.
    pub draw: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened (section 20.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase", deny_unknown_fields)]
pub enum Event {
    /// Lists and plan are frozen and published.
    Announce {
        /// P.
        plan: Digest,
        /// Key of the superior of the plan.
        superior: PublicKey,
        /// Round of the beacon, where the final source is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<u64>,
        /// c; sealed mode only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commitment: Option<Digest>,
        /// The points of the escrow; sealed mode only.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        points: Vec<Digest>,
    },
    /// A holder has checked his share.
    Share {
        /// Label of the holder.
        holder: String,
        /// His signature, if the plan has his key.
        #[serde(default, deserialize_with = "some_signature", skip_serializing_if = "Option::is_none")]
        signature: Option<SignatureText>,
    },
    /// A value said in the room.
    Contribution {
        /// Who.
        label: String,
        /// What.
        value: String,
    },
    /// A commitment handed in from afar.
    Commitment {
        /// Who.
        label: String,
        /// To what.
        commitment: Digest,
    },
    /// What opens it.
    Reveal {
        /// Who.
        label: String,
        /// The salt.
        salt: Digest,
        /// The value.
        value: String,
    },
    /// No contribution is taken any more.
    Close {
        /// D.
        close: Digest,
    },
    /// A participant has signed D.
    Sign {
        /// Who.
        label: String,
        /// The signature.
        #[serde(deserialize_with = "signature")]
        signature: SignatureText,
    },
    /// The final source was sampled.
    Roll {
        /// Two independent records; none of a beacon.
        records: Vec<RollRecord>,
        /// Source id.
        source: String,
        /// Text form of the value.
        value: String,
    },
    /// The outcome is computed.
    Draw(DrawEvent),
    /// A sealed visit or reserve was opened.
    Open {
        /// Hash of its leaf.
        leaf: Digest,
    },
    /// An inspector or an entity was replaced.
    Replace(Replacement),
    /// The number is finished.
    Finish {
        /// SHA-256 of `draw/record.json`.
        record: Digest,
        /// The operator's secret; sealed mode only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<Digest>,
    },
    /// The number is void.
    Void {
        /// Why.
        reason: String,
        /// SHA-256 of `draw/record.json`, after the roll.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<Digest>,
        /// The operator's secret; sealed mode, after the close.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<Digest>,
        /// The superior's, after the close, and always where the final source is a beacon.
        #[serde(default, deserialize_with = "some_signature", skip_serializing_if = "Option::is_none")]
        signature: Option<SignatureText>,
    },
}

/// One of the two records of the final source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollRecord {
    /// Who wrote it down.
    pub recorder: String,
    /// What was read.
    pub value: String,
}

/// The event `draw`: of an open draw the digest of its record, of a sealed one what is public of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawEvent {
    /// SHA-256 of `draw/record.json`; open mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Digest>,
    /// SHA-256 of the seed; sealed mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed_hash: Option<Digest>,
    /// Number and root of the leaves; sealed mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves: Option<Root>,
    /// Number and root of `sealed/capsules.jsonl`; sealed mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capsules: Option<Root>,
}

/// The event `replace` (section 23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Replacement {
    /// One seat of one visit.
    Inspector {
        /// Who agreed.
        approved_by: String,
        /// The substitute, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Id>,
        /// The day on which it was decided.
        date: Day,
        /// Random, so that the log's entry tells nothing.
        nonce: Digest,
        /// A code of the plan.
        reason: String,
        /// Number of the seat, from 0.
        seat: u32,
        /// Signature of who agreed.
        #[serde(default, deserialize_with = "some_signature", skip_serializing_if = "Option::is_none")]
        signature: Option<SignatureText>,
        /// Substitutes who were passed over, each with a reason.
        skipped: Vec<Skipped>,
        /// The visit.
        visit: Id,
    },
    /// One drawn entity, in one task.
    Entity {
        /// Who agreed.
        approved_by: String,
        /// Rank of the reserve, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<u64>,
        /// The day on which it was decided.
        date: Day,
        /// The days of the reserve's visit, if it has one of its own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        days: Vec<Day>,
        /// Random, so that the log's entry tells nothing.
        nonce: Digest,
        /// Rank of who is replaced.
        rank: u64,
        /// A code of the plan.
        reason: String,
        /// Signature of who agreed.
        #[serde(default, deserialize_with = "some_signature", skip_serializing_if = "Option::is_none")]
        signature: Option<SignatureText>,
        /// Substitutes who were passed over, for each seat.
        skipped: Vec<Vec<Skipped>>,
        /// The stratum.
        stratum: Id,
        /// The task.
        task: Id,
        /// Who goes, by seat.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        team: Vec<Id>,
        /// The reserve's place, where it is visited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit: Option<Id>,
    },
}

/// A substitute who was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// Who.
    pub inspector: Id,
    /// A code of the plan.
    pub reason: String,
}

impl Replacement {
    /// The day on which it was decided.
    pub fn date(&self) -> Day {
        match self {
            Self::Inspector { date, .. } | Self::Entity { date, .. } => *date,
        }
    }

    /// Whether both are of the same visit (kind `inspector`), or of the same stratum and task (kind `entity`): section 23.4.
    pub fn is_of_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inspector { visit: a, .. }, Self::Inspector { visit: b, .. }) => a == b,
            (Self::Entity { task: a, stratum: x, .. }, Self::Entity { task: b, stratum: y, .. }) => a == b && x == y,
            _ => false,
        }
    }

    /// Whether somebody was passed over.
    pub fn passes_over(&self) -> bool {
        match self {
            Self::Inspector { skipped, .. } => !skipped.is_empty(),
            Self::Entity { skipped, .. } => skipped.iter().any(|of_seat| !of_seat.is_empty()),
        }
    }
}

impl EventLine {
    /// The canonical line.
    pub fn line(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical::to_vec(self)
    }

    /// What the log gets of it.
    pub fn entry(&self) -> Result<LogEntry, CanonicalError> {
        let hash = h("mq1/event", &[&self.line()?]);
        Ok(LogEntry { draw: self.draw.clone(), event: self.event.name().to_owned(), hash })
    }
}

impl Event {
    /// All names, in the order of section 20.1.
    pub const NAMES: [&'static str; 13] = [
        "announce",
        "share",
        "contribution",
        "commitment",
        "reveal",
        "close",
        "sign",
        "roll",
        "draw",
        "open",
        "replace",
        "finish",
        "void",
    ];

    /// Its name, as in `event`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Announce { .. } => "announce",
            Self::Share { .. } => "share",
            Self::Contribution { .. } => "contribution",
            Self::Commitment { .. } => "commitment",
            Self::Reveal { .. } => "reveal",
            Self::Close { .. } => "close",
            Self::Sign { .. } => "sign",
            Self::Roll { .. } => "roll",
            Self::Draw(_) => "draw",
            Self::Open { .. } => "open",
            Self::Replace(_) => "replace",
            Self::Finish { .. } => "finish",
            Self::Void { .. } => "void",
        }
    }
}

/// An entry of the log (section 24.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// Name of the draw.
    pub draw: String,
    /// Name of the event.
    pub event: String,
    /// `H("mq1/event", event line)`.
    pub hash: Digest,
}

/// A line of `evidence/events.jsonl` (section 20.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoggedEvent {
    /// The event.
    pub event: EventLine,
    /// Inclusion proof of its entry.
    pub hashes: Vec<Digest>,
    /// Place of its entry in the log.
    pub index: u64,
}

/// A line of `evidence/previous.jsonl` (section 20.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Previous {
    /// The announcement of the number before.
    Entry(LoggedEntry),
    /// An event of the attempt before.
    Event(LoggedEvent),
}

impl Previous {
    /// Its entry in the log, the entry's place and its inclusion proof.
    pub fn logged(&self) -> Result<(LogEntry, u64, &[Digest]), CanonicalError> {
        match self {
            Self::Entry(LoggedEntry { entry, hashes, index }) => Ok((entry.clone(), *index, hashes)),
            Self::Event(LoggedEvent { event, hashes, index }) => Ok((event.entry()?, *index, hashes)),
        }
    }
}

/// An entry of the log, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoggedEntry {
    /// The entry.
    pub entry: LogEntry,
    /// Its inclusion proof.
    pub hashes: Vec<Digest>,
    /// Its place in the log.
    pub index: u64,
}

/// `evidence/consistency.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consistency {
    /// From `closed` to `checkpoint`.
    pub hashes: Vec<Digest>,
}

/// A holder's share of the operator's secret (section 21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareFile {
    /// c.
    pub commitment: Digest,
    /// Name of the draw.
    pub draw: String,
    /// `mq1/share`.
    pub format: String,
    /// Label of the holder.
    pub holder: String,
    /// Number of the share, from 1.
    pub index: u32,
    /// P.
    pub plan: Digest,
    /// The points.
    pub points: Vec<Digest>,
    /// The scalar, little-endian.
    pub share: Digest,
}

/// The share leaves memory with its file. (What was read or written on the way is the caller's.)
impl Drop for ShareFile {
    fn drop(&mut self) {
        self.share.zeroize();
    }
}

/// A leaf line of a sealed draw (section 22.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Leaf {
    /// A visit.
    Visit(VisitLine),
    /// A reserve.
    Reserve(ReserveLeaf),
}

/// A reserve, as it stands in a leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReserveLeaf {
    /// The entity.
    pub entity: Id,
    /// Its rank.
    pub rank: u64,
    /// The stratum.
    pub stratum: Id,
    /// The task.
    pub task: Id,
}

impl From<&SelectedLine> for ReserveLeaf {
    fn from(line: &SelectedLine) -> Self {
        let SelectedLine { entity, rank, stratum, task, .. } = line.clone();
        Self { entity, rank, stratum, task }
    }
}

/// A line of `sealed/capsules.jsonl` (section 22.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapsuleLine {
    /// Its name.
    pub name: String,
    /// Digest of its file.
    pub sha256: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back_and_forth(text: &str) {
        let event: EventLine = serde_json::from_str(text).unwrap();
        assert_eq!(event.line().unwrap(), text.as_bytes());
    }

    #[test]
    fn an_event_is_its_canonical_line() {
        let digest = "ab".repeat(32);
        back_and_forth(&format!(r#"{{"draw":"A/1/1","event":"announce","plan":"{digest}","superior":"{digest}"}}"#));
        back_and_forth(&format!(
            r#"{{"draw":"A/1/1","event":"announce","plan":"{digest}","round":7,"superior":"{digest}"}}"#
        ));
        back_and_forth(&format!(r#"{{"draw":"A/1/1","event":"draw","record":"{digest}"}}"#));
        back_and_forth(r#"{"draw":"A/1/1","event":"void","reason":"名单有误"}"#);
        back_and_forth(&format!(
            r#"{{"approved_by":"局长","by":"I-0000000001","date":"2026-03-02","draw":"A/1/1","event":"replace","kind":"inspector","nonce":"{digest}","reason":"sick","seat":1,"skipped":[],"visit":"V1"}}"#
        ));
    }

    #[test]
    fn an_entry_names_the_event_and_nothing_else() {
        let line = EventLine {
            draw: "A/1/1".into(),
            event: Event::Void { reason: "x".into(), record: None, secret: None, signature: None },
        };
        let entry = line.entry().unwrap();
        assert_eq!((entry.draw.as_str(), entry.event.as_str()), ("A/1/1", "void"));
        assert_eq!(entry.hash, h("mq1/event", &[br#"{"draw":"A/1/1","event":"void","reason":"x"}"#]));
    }
}
