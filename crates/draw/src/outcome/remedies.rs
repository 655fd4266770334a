//! What would have done: the smallest changes, for the certificates of one outcome.
//!
//! Hints for the office, which decide nothing and are in no bundle. Each one was tried: with it
//! alone the component of its certificate has a lawful seating. A conflict by law is never offered
//! to be dropped.

use records::id::Id;
use records::pairing::{Certificate, CertificateKind, Pairing};
use serde::Serialize;

use super::instance::Model;
use super::{Inputs, OutcomeError};
use crate::pair::{self, Instance, Kind, Share};

/// Candidates of each kind that are tried for one certificate.
const TRIES: usize = 5;
/// Certificates that are looked into; one remedy may do for several.
const CERTIFICATES_MAX: usize = 20;
/// Beyond so many seats nothing is tried: each try fills all seats of a component.
const SEATS_MAX: u32 = 50_000;

/// What would have done in place of one relaxation or one visit set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedies {
    /// Relaxations that were in force already.
    pub level: u32,
    /// The visit that was set aside; none where a relaxation was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<Id>,
    /// Any one of them does.
    pub remedies: Vec<Remedy>,
}

/// One change, sufficient by itself for its certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remedy {
    /// Raise an inspector's maximum.
    RaiseMaximum {
        /// His pseudonym.
        inspector: Id,
        /// By how many visits.
        by: u32,
    },
    /// Find more members for a pool, each with the largest maximum that a member has.
    AddInspectors {
        /// The plan's pool.
        pool: Id,
        /// The area for which they are needed; empty where it does not matter.
        area: String,
        /// How many.
        count: u32,
    },
    /// Lift a rotation rule for one visit.
    LiftRotation {
        /// The visit.
        visit: Id,
        /// The inspector barred from it.
        inspector: Id,
    },
    /// Lower an inspector's minimum.
    LowerMinimum {
        /// His pseudonym.
        inspector: Id,
        /// By how many visits.
        by: u32,
    },
}

/// The smallest changes for each certificate of an outcome; those without any are left out.
///
/// # Errors
/// As [`super::outcome`]; it has worked with the same inputs, so there is none in practice.
pub fn remedies(inputs: Inputs<'_>, pairing: &Pairing) -> Result<Vec<Remedies>, OutcomeError> {
    let Inputs { plan, inspectors, apart, visits, openings, .. } = inputs;
    let mut out = Vec::new();
    if pairing.relaxed.is_empty() && pairing.set_aside.is_empty() {
        return Ok(out);
    }
    let model = Model::new(plan, inspectors, apart, visits, openings)?;
    let count = u32::try_from(model.visits.len()).unwrap_or(u32::MAX);
    let mut left: Vec<u32> = (0..count).collect();
    let relaxed = pairing.relaxed.iter().flat_map(|step| step.certificates.iter().map(|one| (step.level, None, one)));
    let aside = pairing.set_aside.iter().map(|one| (pairing.relaxations, Some(&one.visit), &one.certificate));
    for (level, visit, certificate) in relaxed.chain(aside).take(CERTIFICATES_MAX) {
        let Some(instance) = model.instance(level).filter(|instance| instance.seat_count() <= SEATS_MAX) else {
            continue;
        };
        let found = pair::remedies(&instance, &left, &numbered(&model, &instance, certificate), TRIES);
        let remedies: Vec<Remedy> = found.into_iter().filter_map(|one| named(&model, level, one)).collect();
        if !remedies.is_empty() {
            out.push(Remedies { level, visit: visit.cloned(), remedies });
        }
        if let Some(gone) = visit.and_then(|id| model.visit_index(id)) {
            left.retain(|other| *other != gone);
        }
    }
    Ok(out)
}

/// From ids back to numbers.
fn numbered(model: &Model<'_>, instance: &Instance, from: &Certificate) -> pair::Certificate {
    let seats = from.seats.iter().filter_map(|row| Some((model.visit_index(&row.visit)?, &row.seats)));
    let share = |share: &records::pairing::CertificateShare| {
        Some(Share { inspector: model.inspector_index(&share.id)?, places: share.places })
    };
    pair::Certificate {
        kind: match from.kind {
            CertificateKind::Places => Kind::Places,
            CertificateKind::Minimum => Kind::Minimum,
        },
        seats: seats
            .flat_map(|(visit, seats)| seats.iter().map(move |seat| instance.seats.first(visit) + seat))
            .collect(),
        inspectors: from.inspectors.iter().filter_map(share).collect(),
        demand: from.demand,
        capacity: from.capacity,
    }
}

/// With ids; nothing for a conflict by law.
fn named(model: &Model<'_>, level: u32, remedy: pair::Remedy) -> Option<Remedy> {
    Some(match remedy {
        pair::Remedy::RaiseMaximum { inspector, by } => {
            Remedy::RaiseMaximum { inspector: model.inspector_id(inspector).clone(), by }
        }
        pair::Remedy::LowerMinimum { inspector, by } => {
            Remedy::LowerMinimum { inspector: model.inspector_id(inspector).clone(), by }
        }
        pair::Remedy::AddInspectors { pool, count } => {
            let (pool, area) = model.pool_name(level, pool)?;
            Remedy::AddInspectors { pool, area, count }
        }
        pair::Remedy::DropConflict { visit, inspector } => {
            if model.is_barred_by_law(visit, inspector) {
                return None;
            }
            let (visit, inspector) = (model.visit_id(visit).clone(), model.inspector_id(inspector).clone());
            Remedy::LiftRotation { visit, inspector }
        }
    })
}
