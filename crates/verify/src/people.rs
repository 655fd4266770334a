//! Who may take a seat: this crate's own reading of the rules, which shares nothing with the engine.
//!
//! Source: `docs/PROTOCOL.md`, section 13.1.

use std::collections::BTreeMap;

use records::day::Day;
use records::frozen::FrozenInspector;
use records::id::Id;
use records::plan::{AreaRule, Droppable, Plan, Pool, Relaxation};

/// Position of an inspector in the frozen list, which is sorted by id.
pub(crate) fn find(inspectors: &[FrozenInspector], id: &Id) -> Option<usize> {
    inspectors.binary_search_by(|inspector| inspector.id.cmp(id)).ok()
}

/// How many visits an inspector can make on a day of the plan.
pub(crate) fn places_on(inspector: &FrozenInspector, day: Day) -> u32 {
    let certified = day <= inspector.certificate_until && inspector.certificate_from.is_none_or(|from| from <= day);
    // Check `lists` has shown that absences are ascending.
    let away = inspector.absent.binary_search(&day).is_ok();
    if certified && !away { inspector.daily_max } else { 0 }
}

/// Department, role and expertise of a pool.
pub(crate) fn qualifies(pool: &Pool, inspector: &FrozenInspector) -> bool {
    pool.department == inspector.department
        && (pool.role.is_empty() || inspector.roles.contains(&pool.role))
        && pool.expertise.iter().all(|one| inspector.expertise.contains(one))
}

/// The rules of a plan after its first `level` relaxations.
#[derive(Clone, Debug)]
pub(crate) struct Rules<'p> {
    plan: &'p Plan,
    /// Whether nobody inspects in the home area.
    pub home_area: bool,
    /// Whether those opened as `rotation` are barred.
    pub pairs: bool,
    minimums: bool,
    /// Pools whose members have a higher maximum, and by how much.
    raised: Vec<(&'p Pool, u32)>,
}

impl<'p> Rules<'p> {
    /// After the first `level` relaxations; nothing if there are fewer.
    pub(crate) fn at(plan: &'p Plan, level: usize) -> Option<Self> {
        let mut rules =
            Self { plan, home_area: plan.rotation.home_area, pairs: true, minimums: true, raised: Vec::new() };
        for step in plan.relaxations.get(..level)? {
            match step {
                Relaxation::Drop(rule) => match rule.drop {
                    Droppable::Pairs => rules.pairs = false,
                    Droppable::HomeArea => rules.home_area = false,
                    Droppable::Minimums => rules.minimums = false,
                },
                Relaxation::Raise(raise) => {
                    let pool = plan.pools.iter().find(|pool| pool.id == raise.quota_max)?;
                    rules.raised.push((pool, raise.add));
                }
            }
        }
        Some(rules)
    }

    /// Least and largest number of visits of an inspector, before what the calendar takes off.
    pub(crate) fn quota(&self, inspector: &FrozenInspector) -> (u64, u64) {
        let raised = self.raised.iter().filter(|(pool, _)| qualifies(pool, inspector));
        let max = raised.fold(u64::from(inspector.quota_max), |max, (_, add)| max + u64::from(*add));
        let min = if self.minimums { u64::from(inspector.quota_min) } else { 0 };
        (min, max)
    }

    /// Σ of the places that an inspector has on all days of the plan.
    pub(crate) fn capacity(&self, inspector: &FrozenInspector) -> u64 {
        self.plan.days.iter().map(|day| u64::from(places_on(inspector, *day))).sum()
    }
}

/// Effective pools: a pool of the plan for an area, with its members, made when first asked for.
#[derive(Debug)]
pub(crate) struct Pools<'a> {
    plan: &'a Plan,
    inspectors: &'a [FrozenInspector],
    home_area: bool,
    numbers: BTreeMap<(usize, String), usize>,
    members: Vec<Vec<usize>>,
    /// For each inspector, whether there is a day on which he can go at all.
    present: Vec<bool>,
}

impl<'a> Pools<'a> {
    /// No pool yet.
    pub(crate) fn new(plan: &'a Plan, inspectors: &'a [FrozenInspector], home_area: bool) -> Self {
        let is_present = |inspector: &FrozenInspector| plan.days.iter().any(|day| places_on(inspector, *day) > 0);
        let present = inspectors.iter().map(is_present).collect();
        Self { plan, inspectors, home_area, numbers: BTreeMap::new(), members: Vec::new(), present }
    }

    /// Number of the effective pool of the plan's pool `pool` for a visit in `area`.
    pub(crate) fn effective(&mut self, pool: usize, area: &str) -> usize {
        let rule = self.plan.pools.get(pool).map(|pool| pool.area);
        let area = if rule == Some(AreaRule::Same) || self.home_area { area } else { "" };
        let key = (pool, area.to_owned());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.members.len();
        self.members.push(self.find_members(pool, area));
        self.numbers.insert(key, number);
        number
    }

    /// Members of an effective pool, as positions in the frozen list, ascending.
    pub(crate) fn members(&self, effective: usize) -> &[usize] {
        self.members.get(effective).map_or(&[], Vec::as_slice)
    }

    /// Number of effective pools.
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    fn find_members(&self, pool: usize, area: &str) -> Vec<usize> {
        let Some(pool) = self.plan.pools.get(pool) else { return Vec::new() };
        let may = |inspector: &FrozenInspector| {
            let here = pool.area != AreaRule::Same
                || inspector.areas.is_empty()
                || inspector.areas.iter().any(|one| one == area);
            let at_home = self.home_area && !inspector.home.is_empty() && inspector.home == area;
            qualifies(pool, inspector) && here && !at_home
        };
        let all = self.inspectors.iter().zip(&self.present).enumerate();
        all.filter(|(_, (inspector, present))| **present && may(inspector)).map(|(who, _)| who).collect()
    }
}
