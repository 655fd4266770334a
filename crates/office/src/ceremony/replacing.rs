//! Replacement: the office asks who stands in, has it agreed to by a second person, and logs it.
//!
//! In open mode the orders of substitutes come from the outcome, in sealed mode from the capsules that were opened so far.
//!
//! Source: `docs/PROTOCOL.md`, section 23.

use super::draw_step::check_order;
use super::held::Held;
use super::publish::Computed;
use super::snapshot::Snapshot;
use super::{CeremonyError, Desk};
use crate::draw::look_up_ids;
use crate::error::Result;
use crate::freeze::{freezer, open_index};
use draw::ceremony::Ceremony;
use draw::replace::{
    Basis, Bench, EntityRequest, InspectorRequest, Opened, Orders, ReplaceError, Reserve, judge, next_reserve,
    propose_entity, propose_inspector,
};
use draw::sealed::{CapsuleName, Entry, reserve_leaves};
use draw::signature;
use records::day::Day;
use records::events::{Event, EventLine, Leaf, Replacement, ReserveLeaf, SignatureText, Skipped};
use records::hash::Digest;
use records::id::Id;
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Whom.
    pub whom: Whom,
    /// The day of the decision.
    pub date: Day,
    /// A code of the plan.
    pub reason: String,
    /// Who agrees: a label of the plan's keys, or `superior`.
    pub approved_by: String,
}

/// Who gives way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The inspector in a seat of a visit; `skipped` are substitutes who can't, in their order.
    Inspector {
        /// The visit.
        visit: Id,
        /// Number of the seat, from 0.
        seat: u32,
        /// See above.
        skipped: Vec<Skipped>,
    },
    /// A drawn entity, in one task; `skipped` for each seat of the reserve's visit.
    Entity {
        /// The task.
        task: Id,
        /// The stratum.
        stratum: Id,
        /// Its rank.
        rank: u64,
        /// See above.
        skipped: Vec<Vec<Skipped>>,
    },
}

/// A lawful replacement that nobody has agreed to yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The event, without a signature.
    pub line: EventLine,
    /// What is signed.
    pub statement: Digest,
}

impl Desk<'_> {
    /// The capsule that must be open before an entity can be replaced; none in open mode, or where there is no reserve left.
    pub fn reserve_capsule(&mut self, draw: &str, task: &Id, stratum: &Id) -> Result<Option<CapsuleName>> {
        let held = self.held(draw)?;
        let ceremony = held.ceremony()?;
        let rank = next_reserve(held.plan(), &ceremony.replacements(), task, stratum)?;
        let name = rank.map(|rank| CapsuleName::Reserve { task: task.clone(), stratum: stratum.clone(), rank });
        Ok(name.filter(|_| held.is_sealed()))
    }

    /// The replacement that follows from the outcome. Nothing is logged.
    pub fn propose(&mut self, draw: &str, request: &Request) -> Result<Proposal> {
        let held = self.held(draw)?;
        // Before the order of substitutes is asked for: that of a reserve is behind a capsule, which nobody opens for a slip of
        // the pen.
        check_reason(&held, request)?;
        let nonce = self.chance.nonce(&format!("nonce {}", held.rows.len()))?;
        let replacement =
            self.with_orders(&held, |orders, ceremony| Ok(proposed(&held, orders, ceremony, request, nonce)?))?;
        let line = EventLine { draw: held.name.clone(), event: Event::Replace(replacement) };
        check_order(&held, line.event.clone())?;
        let statement = signature::replacement(&held.digest(), &line).map_err(super::canonical)?;
        Ok(Proposal { statement, line })
    }

    /// Takes a proposal, with the signature of who agreed.
    pub fn replace(&mut self, draw: &str, proposal: &EventLine, signed: SignatureText) -> Result<()> {
        let mut held = self.held(draw)?;
        let mut line = proposal.clone();
        if let Event::Replace(Replacement::Inspector { signature, .. } | Replacement::Entity { signature, .. }) =
            &mut line.event
        {
            *signature = Some(signed);
        }
        check_order(&held, line.event.clone())?;
        self.with_orders(&held, |orders, ceremony| {
            Ok(judge(held.plan(), &held.digest(), orders, &ceremony.replacements(), &line)?)
        })?;
        self.take(&mut held, vec![line.event])
    }

    /// Calls with what is known of orders of substitutes.
    fn with_orders<T>(&self, held: &Held, work: impl FnOnce(&dyn Orders, &Ceremony<'_>) -> Result<T>) -> Result<T> {
        let ceremony = held.ceremony()?;
        let snapshot = Snapshot::open(self.store(), &held.name)?;
        let freezer = freezer(&snapshot.store, &snapshot.plan, &snapshot.lists)?;
        if held.is_sealed() {
            let entries = self.opened(held)?;
            let (users, law) = users(held, &snapshot, &freezer, &entries)?;
            return work(&Opened { entries: &entries, users: &users, law: &law }, &ceremony);
        }
        let count = held.count_to("draw").ok_or_else(|| CeremonyError::NotDrawn { draw: held.name.clone() })?;
        let Computed { made, .. } = self.compute(held, count, None)?;
        let reserves = reserves(held, &snapshot, &freezer, reserve_leaves(held.plan(), &made.selection))?;
        let bench = Bench::new(Basis {
            plan: held.plan(),
            inspectors: freezer.inspectors(),
            visits: &made.outcome.visits,
            openings: &made.openings,
            level: made.outcome.pairing.as_ref().map_or(0, |pairing| pairing.relaxations),
            replace: &made.keys.replace,
            reserves: &reserves,
        })?;
        work(&bench, &ceremony)
    }
}

/// Whether the plan has the reason.
fn check_reason(held: &Held, request: &Request) -> std::result::Result<(), ReplaceError> {
    let reasons = held.plan().replacement.as_ref().ok_or(ReplaceError::NoRule)?;
    let known = match request.whom {
        Whom::Inspector { .. } => &reasons.inspector,
        Whom::Entity { .. } => &reasons.entity,
    };
    if known.contains(&request.reason) {
        return Ok(());
    }
    Err(ReplaceError::Reason { got: request.reason.clone(), expected: known.clone() })
}

fn proposed(
    held: &Held,
    orders: &dyn Orders,
    ceremony: &Ceremony<'_>,
    request: &Request,
    nonce: Digest,
) -> std::result::Result<Replacement, ReplaceError> {
    let earlier = ceremony.replacements();
    let Request { whom, date, reason, approved_by } = request.clone();
    match whom {
        Whom::Inspector { visit, seat, skipped } => {
            let request = InspectorRequest { visit, seat, date, reason, skipped, approved_by, nonce };
            propose_inspector(held.plan(), orders, &earlier, &request)
        }
        Whom::Entity { task, stratum, rank, skipped } => {
            let request = EntityRequest { task, stratum, rank, date, reason, skipped, approved_by, nonce };
            propose_entity(held.plan(), orders, &earlier, &request)
        }
    }
}

/// What is known of the reserves' entities.
pub(super) fn reserves(
    held: &Held,
    snapshot: &Snapshot,
    freezer: &draw::freeze::Freezer<'_>,
    leaves: Vec<ReserveLeaf>,
) -> Result<Vec<Reserve>> {
    let ids = unique(leaves.iter().map(|leaf| &leaf.entity));
    let (index, _) = open_index(&held.frozen)?;
    let known = look_up_ids(&snapshot.store, freezer, &index, &ids.iter().collect::<Vec<_>>())?;
    let find = |leaf: ReserveLeaf| {
        let place = known.places.iter().find(|place| place.id == leaf.entity).cloned()?;
        let opening = known.openings.iter().find(|opening| opening.id == leaf.entity).cloned();
        Some(Reserve { leaf, place, opening })
    };
    Ok(leaves.into_iter().filter_map(find).collect())
}

/// User of each entity that has one.
type Users = BTreeMap<Id, Id>;

/// Whom the law keeps away from each entity, if anybody.
type Kept = BTreeMap<Id, Vec<Id>>;

/// The users of reserves that were opened, and whom the law keeps away from them.
fn users(
    held: &Held,
    snapshot: &Snapshot,
    freezer: &draw::freeze::Freezer<'_>,
    entries: &[Entry],
) -> Result<(Users, Kept)> {
    let reserve = |entry: &Entry| match &entry.line {
        Leaf::Reserve(leaf) => Some(leaf.clone()),
        Leaf::Visit(_) => None,
    };
    let leaves: Vec<ReserveLeaf> = entries.iter().filter_map(reserve).collect();
    let known = reserves(held, snapshot, freezer, leaves)?;
    let law = known.iter().filter_map(|reserve| Some((reserve.place.id.clone(), reserve.opening.as_ref()?)));
    let law = law.map(|(id, opening)| (id, opening.law.inspectors.clone())).collect();
    Ok((known.into_iter().filter_map(|reserve| Some((reserve.place.id, reserve.place.user_id?))).collect(), law))
}

fn unique<'i>(ids: impl Iterator<Item = &'i Id>) -> Vec<Id> {
    let mut ids: Vec<Id> = ids.cloned().collect();
    ids.sort();
    ids.dedup();
    ids
}
