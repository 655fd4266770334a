//! `draw/pairing.json`: how pairing and schedule went, with proofs that anybody can count again.
//!
//! Source: `docs/PROTOCOL.md`, section 15.1.

use crate::day::Day;
use crate::id::Id;
use serde::{Deserialize, Serialize};

/// The content of `draw/pairing.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Components that needed a later stream attempt than 0, by visit.
    pub attempts: Vec<Attempt>,
    /// Proofs that visits can't have dates with their teams.
    pub proofs: Vec<DateProof>,
    /// Number of relaxations applied, from the first of the plan.
    pub relaxations: u32,
    /// Why each of them was applied, in order.
    pub relaxed: Vec<Relaxed>,
    /// Inspectors who should not meet again and do, by pair.
    pub repeats: Vec<RepeatedPair>,
    /// Visits set aside, in the order in which it happened.
    pub set_aside: Vec<SetAside>,
    /// Visits without dates, by visit.
    pub undated: Vec<Undated>,
}

/// The attempt whose streams stand for a component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// 1 to 7.
    pub attempt: u32,
    /// The component's smallest visit.
    pub visit: Id,
}

/// What made a relaxation necessary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relaxed {
    /// One for each component that could not be paired.
    pub certificates: Vec<Certificate>,
    /// Number of relaxations applied before this one.
    pub level: u32,
}

/// A proof that no lawful seating exists: `demand` is greater than `capacity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Places there are, or seats that can be had at once.
    pub capacity: u64,
    /// Seats to fill, or visits that minima ask for.
    pub demand: u64,
    /// By id.
    pub inspectors: Vec<CertificateShare>,
    /// What is missing.
    pub kind: CertificateKind,
    /// By visit.
    pub seats: Vec<CertificateSeats>,
}

/// What a certificate says is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateKind {
    /// Places for seats.
    Places,
    /// Seats for minimum quotas.
    Minimum,
}

/// One inspector's part in a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateShare {
    /// Pseudonym.
    pub id: Id,
    /// Visits that he can take of these; for `minimum` his minimum.
    pub places: u32,
}

/// The seats of one visit that a certificate is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateSeats {
    /// Numbers of seats in the visit's `seats`, from 0, ascending.
    pub seats: Vec<u32>,
    /// Visit.
    pub visit: Id,
}

/// Two inspectors who should not be sent together again, and are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedPair {
    /// The two pseudonyms, ascending.
    pub inspectors: Vec<Id>,
    /// Visits that they make together, ascending.
    pub visits: Vec<Id>,
}

/// A visit that is set aside and passed one level up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Why one of its visits had to go.
    pub certificate: Certificate,
    /// The visit.
    pub visit: Id,
}

/// A visit that keeps its team and has no dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undated {
    /// Number of its proof in `proofs`, from 0; absent if none was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<u64>,
    /// Proved impossible, or merely not found.
    pub reason: UndatedReason,
    /// The visit.
    pub visit: Id,
}

/// Whether it is proved that a visit can't have a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UndatedReason {
    /// Its team has no common window of days.
    NoWindow,
    /// It belongs to visits that can't all have dates.
    Proved,
    /// Not found within the budget.
    NotFound,
}

/// A proof that visits can't all have dates with these teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DateProof {
    /// (a) The team has no window of days on which nobody of it is away.
    NoWindow {
        /// The team in the order of seats.
        team: Vec<Id>,
        /// The visit.
        visit: Id,
    },
    /// (b) One inspector's visits take more days than he has on the days that suit them.
    Inspector {
        /// His places on these days.
        capacity: u64,
        /// The days on which some window of one of the visits lies.
        days: Vec<Day>,
        /// Days that the visits take.
        demand: u64,
        /// Pseudonym.
        inspector: Id,
        /// His visits that have a window, ascending.
        visits: Vec<Id>,
    },
    /// (c) The visits together take more than the plan's limit a day leaves.
    Cap {
        /// Places that the limit leaves on these days.
        capacity: u64,
        /// The days on which some window of one of the visits lies.
        days: Vec<Day>,
        /// Days that the visits take.
        demand: u64,
        /// Visits of the component that have a window, ascending.
        visits: Vec<Id>,
    },
}
