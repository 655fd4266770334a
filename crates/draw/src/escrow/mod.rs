//! Escrow: the operator's secret s, shared among holders so that nobody in the room can compute the outcome, and nobody can
//! keep it from being published.
//!
//! Feldman's verifiable secret sharing over edwards25519. Randomness is given by the caller.
//!
//! Source: `docs/PROTOCOL.md`, section 21.

use records::events::ShareFile;
use records::hash::{Digest, Secret, h};
use records::plan::Escrow;

mod error;

pub use error::EscrowError;

/// The format of a share's file.
pub const SHARE_FORMAT: &str = "mq1/share";

/// What the dealer has made. Secret and shares wipe themselves when dropped.
#[derive(Clone, Debug)]
pub struct Dealt {
    /// A₀ … A₍t−1₎.
    pub points: Vec<Digest>,
    /// c.
    pub commitment: Digest,
    /// s₁ … sₙ, in the order of the holders.
    pub shares: Vec<Secret>,
    /// s.
    pub secret: Secret,
}

impl Dealt {
    /// The files that the holders get, in their order.
    pub fn share_files(&self, plan: &Digest, draw: &str, escrow: &Escrow) -> Vec<ShareFile> {
        todo!()
    }
}

/// What is announced of an escrow.
#[derive(Clone, Copy, Debug)]
pub struct Announced<'a> {
    /// P.
    pub plan: &'a Digest,
    /// Name of the draw.
    pub draw: &'a str,
    /// The plan's escrow.
    pub escrow: &'a Escrow,
    /// The points of the event `announce`.
    pub points: &'a [Digest],
    /// c of the event `announce`.
    pub commitment: &'a Digest,
}

/// The rule of a plan: n ≤ 255, t ≤ n, 2t > n, holders inside fewer than t, labels different and not empty.
pub fn check_rule(escrow: &Escrow) -> Result<(), EscrowError> {
    todo!()
}

/// Deals: `coefficients` are t times 64 random bytes; the first gives s.
pub fn deal(plan: &Digest, escrow: &Escrow, coefficients: &[[u8; 64]]) -> Result<Dealt, EscrowError> {
    todo!()
}

/// `c = H("mq1/commit", P, A₀, …)`.
pub fn commitment(plan: &Digest, points: &[Digest]) -> Digest {
    let points = points.iter().map(|point| point.as_bytes().as_slice());
    h("mq1/commit", &std::iter::once(plan.as_bytes().as_slice()).chain(points).collect::<Vec<_>>())
}

/// Points are canonical encodings and not of small order.
pub fn check_points(points: &[Digest]) -> Result<(), EscrowError> {
    todo!()
}

/// Points and c of an announcement: as many as the threshold, good ones, and c follows from them.
pub fn check_announced(announced: Announced<'_>) -> Result<(), EscrowError> {
    todo!()
}

/// Checks a share by itself.
pub fn check_share(file: &ShareFile) -> Result<(), EscrowError> {
    todo!()
}

/// Checks a share, and that it belongs to what was announced.
pub fn check_share_against(file: &ShareFile, announced: Announced<'_>) -> Result<(), EscrowError> {
    todo!()
}

/// s from at least `threshold` shares. Every one of them is checked first.
pub fn recover(shares: &[ShareFile], threshold: u32) -> Result<Secret, EscrowError> {
    todo!()
}

/// A published s: canonical, not 0, and [s]B = A₀.
pub fn check_secret(secret: &Secret, points: &[Digest]) -> Result<(), EscrowError> {
    todo!()
}
