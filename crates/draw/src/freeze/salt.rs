//! Salts and commitments of frozen lists (`docs/PROTOCOL.md`, section 6, paragraph "Salts").
//!
//! A salt is a function of the office secret and of what it protects, so that freezing twice gives
//! the same bytes, and nobody without the secret can try out the few values that a field may have.

use records::hash::{Digest, Hasher, HmacKey, h};
use records::id::Id;

/// Makes the salts of one list.
#[derive(Clone)]
pub struct Salter {
    secret: HmacKey,
    /// The hash after tag, list and draw: they are the same for each record.
    start: Hasher,
}

impl std::fmt::Debug for Salter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salter(not shown)")
    }
}

impl Salter {
    /// For one list of one draw; the draw is empty for lists that are the same in each draw.
    pub fn new(secret: &HmacKey, list: &str, draw: &str) -> Self {
        let mut start = Hasher::new("mq1/salt");
        start.part(list.as_bytes()).part(draw.as_bytes());
        Self { secret: secret.clone(), start }
    }

    /// `salt(list, draw, id, private)`.
    pub fn salt(&self, id: &str, private: &[u8]) -> Digest {
        let mut hasher = self.start.clone();
        hasher.part(id.as_bytes()).part(private);
        Digest::new(self.secret.mac(hasher.finish().as_bytes()))
    }

    /// The salt, and at once the commitment `H("mq1/sealed", salt, private)`.
    pub fn seal(&self, id: &str, private: &[u8]) -> Digest {
        seal(&self.salt(id, private), private)
    }
}

/// `H("mq1/sealed", salt, private)`.
pub fn seal(salt: &Digest, private: &[u8]) -> Digest {
    h("mq1/sealed", &[salt.as_bytes(), private])
}

/// Which of the two lists of inspectors a commitment of `barred` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarredKind {
    /// By law.
    Law,
    /// By a rotation rule.
    Rotation,
}

impl BarredKind {
    /// As it enters the commitment.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Rotation => "rotation",
        }
    }
}

/// `H("mq1/barred", kind, salt, ids…)`.
pub fn barred_commitment<'a>(kind: BarredKind, salt: &Digest, ids: impl IntoIterator<Item = &'a Id>) -> Digest {
    let mut hasher = Hasher::new("mq1/barred");
    hasher.part(kind.name().as_bytes()).part(salt.as_bytes());
    for id in ids {
        hasher.part(id.as_bytes());
    }
    hasher.finish()
}

/// `H("mq1/apart", salt, ids…)`.
pub fn apart_commitment<'a>(salt: &Digest, ids: impl IntoIterator<Item = &'a Id>) -> Digest {
    let mut hasher = Hasher::new("mq1/apart");
    hasher.part(salt.as_bytes());
    for id in ids {
        hasher.part(id.as_bytes());
    }
    hasher.finish()
}
