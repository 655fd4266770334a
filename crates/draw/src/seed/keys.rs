//! The seed and its sub-keys.
//!
//! Source: `docs/PROTOCOL.md`, sections 9, 12 and 19.

use records::hash::{Digest, Secret, expand, h, hkdf_extract, sha256, ticket_key};
use records::plan::{Coordination, Plan};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The seed of a draw. Public at once in open mode; in sealed mode nobody may have it before the finish, so that each copy is
/// wiped when it is let go.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Seed(Digest);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(not shown)")
    }
}

impl Seed {
    /// A seed from its bytes: that of a record, or a simulated one.
    pub const fn new(seed: Digest) -> Self {
        Self(seed)
    }

    /// `HKDF(salt = P, ikm = s ‖ D ‖ F, info = "mq1/seed")`; `secret` is `s`, absent in open mode.
    pub fn derive(announced: &Digest, secret: Option<&Secret>, close: &Digest, final_digest: &Digest) -> Self {
        let mut ikm = Zeroizing::new(Vec::with_capacity(96));
        ikm.extend(secret.iter().flat_map(|secret| secret.expose_bytes()));
        ikm.extend_from_slice(close.as_bytes());
        ikm.extend_from_slice(final_digest.as_bytes());
        let key = Zeroizing::new(hkdf_extract(announced.as_bytes(), &ikm));
        Self(Digest::new(expand(&key, "mq1/seed", &[])))
    }

    /// Seed `k` of a simulation, `H("mq1/simulate", P, u64be(k))`: public, and never a real one.
    pub fn simulated(announced: &Digest, k: u64) -> Self {
        Self(h("mq1/simulate", &[announced.as_bytes(), &k.to_be_bytes()]))
    }

    /// The seed itself.
    pub const fn digest(&self) -> &Digest {
        &self.0
    }

    /// The seed hash.
    pub fn hash(&self) -> Digest {
        sha256(self.0.as_bytes())
    }

    /// The sub-keys for a plan.
    pub fn keys(&self, plan: &Plan) -> Keys {
        let seed = self.0.as_bytes();
        let together = ticket_key(&expand(seed, "mq1/select", &[]));
        let alone = |task: &records::plan::Task| ticket_key(&expand(seed, "mq1/select", &[task.id.as_bytes()]));
        let tickets = match plan.coordination {
            Coordination::Positive => vec![together; plan.tasks.len()],
            Coordination::Independent => plan.tasks.iter().map(alone).collect(),
        };
        let key = |tag| expand(seed, tag, &[]);
        Keys {
            tickets,
            pair: key("mq1/pair"),
            schedule: key("mq1/schedule"),
            seal: key("mq1/seal"),
            replace: key("mq1/replace"),
        }
    }
}

/// The sub-keys of a seed. They wipe themselves when dropped: in sealed mode they are secret until the finish.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Keys {
    /// K of each task, in the plan's order: 32 lower-case hexadecimal characters.
    pub tickets: Vec<[u8; 32]>,
    /// For pairing.
    pub pair: [u8; 32],
    /// For dates.
    pub schedule: [u8; 32],
    /// For the salts of leaves (section 22.2).
    pub seal: [u8; 32],
    /// For the order of substitutes (section 23.1).
    pub replace: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(not shown)")
    }
}

impl Keys {
    /// The key of the stream of one component's pairing (`docs/PROTOCOL.md`, section 12).
    pub fn pair_stream(&self, visit: &str, attempt: u8) -> [u8; 32] {
        stream_key(&self.pair, "pair", visit, attempt)
    }

    /// The key of the stream of one component's dates.
    pub fn schedule_stream(&self, visit: &str, attempt: u8) -> [u8; 32] {
        stream_key(&self.schedule, "schedule", visit, attempt)
    }
}

fn stream_key(key: &[u8; 32], what: &str, visit: &str, attempt: u8) -> [u8; 32] {
    let attempt = attempt.to_string();
    expand(key, "mq1/stream", &[what.as_bytes(), visit.as_bytes(), attempt.as_bytes()])
}
