//! Inspectors as a draw shows them: under pseudonyms that are new in each draw.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.3 and 6.6.

use std::collections::{BTreeMap, BTreeSet};

use records::canonical;
use records::day::Day;
use records::frozen::{Apart, ApartOpening, FrozenInspector, FrozenInspectorPrivate};
use records::hash::{HmacKey, h};
use records::id::Id;
use records::lists::{Absence, Inspector};
use records::plan::Plan;

use super::error::FreezeError;
use super::salt::{Salter, apart_commitment};
use super::{Lists, before_period};

/// Most visits a day that an inspector may have.
pub const DAILY_MAX: u32 = 255;

/// Who stands behind a pseudonym: for the office's own copy, never for a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pseudonym {
    /// As the draw shows him.
    pub pseudonym: Id,
    /// Id in the office's list.
    pub inspector: Id,
    /// Department.
    pub department: String,
    /// Work number.
    pub work_no: String,
    /// Name.
    pub name: String,
}

/// The frozen inspectors and what belongs to them, in the order of pseudonyms.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub frozen: Vec<FrozenInspector>,
    pub names: Vec<Pseudonym>,
    /// For each the others with whom he should not be sent again, ascending.
    pub apart: Vec<Vec<u32>>,
    /// Ids of the office's list, with the index here.
    index: BTreeMap<Id, u32>,
}

impl People {
    pub fn new(plan: &Plan, secret: &HmacKey, lists: &Lists<'_>) -> Result<Self, FreezeError> {
        check_known(lists)?;
        let mut pairs = Vec::new();
        let salter = Salter::new(secret, "inspectors", &plan.draw_name());
        let absences = absences(lists.absences);
        for inspector in lists.inspectors.iter().filter(|inspector| takes_part(plan, inspector)) {
            let away = absences.get(&inspector.id).map_or(&[][..], Vec::as_slice);
            let frozen = frozen(plan, secret, &salter, inspector, away)?;
            let name = Pseudonym {
                pseudonym: frozen.id.clone(),
                inspector: inspector.id.clone(),
                department: inspector.department.clone(),
                work_no: inspector.work_no.clone(),
                name: inspector.name.clone(),
            };
            pairs.push((frozen, name));
        }
        pairs.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        for pair in pairs.windows(2) {
            if let [(first, a), (second, b)] = pair
                && first.id == second.id
            {
                return Err(FreezeError::Pseudonym {
                    pseudonym: first.id.to_string(),
                    first: a.work_no.clone(),
                    second: b.work_no.clone(),
                });
            }
        }
        let (frozen, names): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let index = (0..).zip(&names).map(|(k, name)| (name.inspector.clone(), k)).collect();
        let mut out = Self { frozen, names, apart: Vec::new(), index };
        out.apart = out.apart(plan, lists);
        Ok(out)
    }

    /// The index of an inspector of the office's list, if he takes part.
    pub fn index_of(&self, inspector: &Id) -> Option<u32> {
        self.index.get(inspector).copied()
    }

    /// Pseudonyms of ascending indices: ascending, because index order is pseudonym order.
    pub fn pseudonyms(&self, indices: &[u32]) -> Vec<Id> {
        let frozen = indices.iter().filter_map(|index| self.frozen.get(*index as usize));
        frozen.map(|inspector| inspector.id.clone()).collect()
    }

    fn apart(&self, plan: &Plan, lists: &Lists<'_>) -> Vec<Vec<u32>> {
        let days = plan.rotation.together_days;
        let mut sets = vec![BTreeSet::new(); self.frozen.len()];
        let mut add = |a: u32, b: u32| {
            if a != b
                && let Some(set) = sets.get_mut(a as usize)
            {
                set.insert(b);
            }
        };
        for conflict in lists.conflicts {
            let other = conflict.other.as_ref().and_then(|other| self.index_of(other));
            if let (Some(a), Some(b)) = (self.index_of(&conflict.inspector), other) {
                add(a, b);
                add(b, a);
            }
        }
        for visit in lists.history.iter().filter(|visit| before_period(plan, visit.date, days)) {
            let team: Vec<u32> = visit.inspectors.iter().filter_map(|inspector| self.index_of(inspector)).collect();
            for a in &team {
                team.iter().for_each(|b| add(*a, *b));
            }
        }
        sets.into_iter().map(|set| set.into_iter().collect()).collect()
    }

    /// The lines of `apart.jsonl`; all lines of the list `apart` follow from them.
    pub fn apart_openings(&self, plan: &Plan, secret: &HmacKey) -> Result<Vec<ApartOpening>, FreezeError> {
        let salter = Salter::new(secret, "apart", &plan.draw_name());
        let mut out = Vec::with_capacity(self.frozen.len());
        for (inspector, apart) in self.frozen.iter().zip(&self.apart) {
            let inspectors = self.pseudonyms(apart);
            let private = inspectors_private(&inspectors, None);
            let salt = salter.salt(inspector.id.as_str(), &private);
            out.push(ApartOpening { id: inspector.id.clone(), inspectors, salt });
        }
        Ok(out)
    }
}

/// The list `apart`, from what opens it.
pub fn apart_list(openings: &[ApartOpening]) -> Vec<Apart> {
    let line = |opening: &ApartOpening| Apart {
        id: opening.id.clone(),
        apart: apart_commitment(&opening.salt, &opening.inspectors),
    };
    openings.iter().map(line).collect()
}

/// The canonical line `{"inspectors":[…]}`, or `{"inspectors":[…],"kind":…}`. Written by hand: one
/// is made for each entity and kind.
pub(super) fn inspectors_private(ids: &[Id], kind: Option<&str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(40 + 16 * ids.len());
    out.extend_from_slice(b"{\"inspectors\":[");
    for (index, id) in ids.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\"" } else { b",\"" });
        out.extend_from_slice(id.as_bytes());
        out.push(b'"');
    }
    out.push(b']');
    if let Some(kind) = kind {
        out.extend_from_slice(b",\"kind\":\"");
        out.extend_from_slice(kind.as_bytes());
        out.push(b'"');
    }
    out.push(b'}');
    out
}

/// Whoever a conflict or an absence names is in the list; a conflict of nobody would keep nobody away.
fn check_known(lists: &Lists<'_>) -> Result<(), FreezeError> {
    let conflicts = lists.conflicts.iter().flat_map(|conflict| {
        let both = std::iter::once(&conflict.inspector).chain(&conflict.other);
        both.map(|inspector| ("conflicts", &conflict.id, inspector))
    });
    let absences = lists.absences.iter().map(|absence| ("absences", &absence.id, &absence.inspector));
    for (list, record, inspector) in conflicts.chain(absences) {
        if lists.inspectors.binary_search_by(|other| other.id.cmp(inspector)).is_err() {
            let (record, inspector) = (record.to_string(), inspector.to_string());
            return Err(FreezeError::InspectorUnknown { list, record, inspector });
        }
    }
    Ok(())
}

fn takes_part(plan: &Plan, inspector: &Inspector) -> bool {
    (inspector.status.is_empty() || inspector.status == "active")
        && inspector.certificate_until.is_some()
        && plan.pools.iter().any(|pool| pool.department == inspector.department)
}

fn absences(list: &[Absence]) -> BTreeMap<&Id, Vec<(Day, Day)>> {
    let mut out: BTreeMap<&Id, Vec<(Day, Day)>> = BTreeMap::new();
    for absence in list {
        out.entry(&absence.inspector).or_default().push((absence.from, absence.until));
    }
    out
}

/// `I-` and ten digits.
fn pseudonym(secret: &HmacKey, draw: &str, inspector: &Inspector) -> Result<Id, FreezeError> {
    let parts: [&[u8]; 3] = [draw.as_bytes(), inspector.department.as_bytes(), inspector.work_no.as_bytes()];
    let code = secret.mac(h("mq1/pseudonym", &parts).as_bytes());
    let digits = hex::encode_upper(code.get(..5).unwrap_or_default());
    let text = format!("I-{digits}");
    Id::parse(&text).map_err(|error| FreezeError::Id { entity: text.clone(), code: text, error })
}

fn frozen(
    plan: &Plan,
    secret: &HmacKey,
    salter: &Salter,
    inspector: &Inspector,
    away: &[(Day, Day)],
) -> Result<FrozenInspector, FreezeError> {
    let id = pseudonym(secret, &plan.draw_name(), inspector)?;
    let private = canonical::to_vec(&FrozenInspectorPrivate {
        certificate_no: inspector.certificate_no.clone(),
        name: inspector.name.clone(),
        work_no: inspector.work_no.clone(),
    })
    .map_err(|error| FreezeError::Canonical { list: "inspectors", error })?;
    let is_away = |day: &&Day| away.iter().any(|(from, until)| from <= *day && *day <= until);
    let out = FrozenInspector {
        sealed: salter.seal(id.as_str(), &private),
        id,
        department: inspector.department.clone(),
        areas: inspector.areas.clone(),
        home: inspector.home.clone(),
        expertise: inspector.expertise.clone(),
        roles: inspector.roles.clone(),
        certificate_from: inspector.certificate_from,
        // Who has no end of the certificate takes no part.
        certificate_until: inspector.certificate_until.unwrap_or(Day::MIN),
        absent: plan.days.iter().filter(is_away).copied().collect(),
        quota_min: inspector.quota_min.unwrap_or(plan.quotas.min),
        quota_max: inspector.quota_max.unwrap_or(plan.quotas.max),
        daily_max: inspector.daily_max.unwrap_or(plan.quotas.daily_max),
    };
    if out.quota_min > out.quota_max {
        let (min, max) = (out.quota_min, out.quota_max);
        return Err(FreezeError::Quota { work_no: inspector.work_no.clone(), min, max });
    }
    if out.daily_max > DAILY_MAX {
        let (work_no, got) = (inspector.work_no.clone(), out.daily_max);
        return Err(FreezeError::DailyMax { work_no, got });
    }
    Ok(out)
}
