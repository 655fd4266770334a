//! The bench: orders of substitutes from the whole outcome.
//!
//! Source: `docs/PROTOCOL.md`, section 23.1.

use records::frozen::{FrozenInspector, Opening, VisitLine};
use records::id::Id;
use records::plan::Plan;

use super::{DatedVisit, Orders, ReplaceError, Reserve, ReserveVisit};

/// Everything from which orders follow.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The frozen inspectors, by id.
    pub inspectors: &'a [FrozenInspector],
    /// Lines of `visits.jsonl`.
    pub visits: &'a [VisitLine],
    /// Openings of drawn entities, by id.
    pub openings: &'a [Opening],
    /// Relaxations in force: `relaxations` of `pairing.json`; 0 without one.
    pub level: u32,
    /// The key `replace` of section 9.
    pub replace: &'a [u8; 32],
    /// The reserves about which something will be asked, in any order.
    pub reserves: &'a [Reserve],
}

/// Loads, places and keys of an outcome, ready to be asked.
#[derive(Clone, Debug)]
pub struct Bench<'a> {
    basis: Basis<'a>,
}

impl<'a> Bench<'a> {
    /// Counts what everybody holds.
    pub fn new(basis: Basis<'a>) -> Result<Self, ReplaceError> {
        todo!()
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        self.basis.plan
    }
}

impl Orders for Bench<'_> {
    fn visit(&self, id: &Id) -> Option<DatedVisit> {
        todo!()
    }

    fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit> {
        todo!()
    }
}
