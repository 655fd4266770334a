//! Who may take a seat: pools of the plan made concrete for an area.
//!
//! Used before the draw, to count the choice that an entity has, and in it, to build the instance;
//! one function, so that the two can't differ.
//!
//! Source: `docs/PROTOCOL.md`, section 13.1.

use records::day::Day;
use records::frozen::FrozenInspector;
use records::plan::{AreaRule, Plan, Pool};

/// How many visits an inspector can make on one day of the plan.
pub fn available(inspector: &FrozenInspector, day: Day) -> u32 {
    let too_early = inspector.certificate_from.is_some_and(|from| day < from);
    let too_late = day > inspector.certificate_until;
    if too_early || too_late || inspector.absent.binary_search(&day).is_ok() {
        return 0;
    }
    inspector.daily_max
}

/// Whether an inspector can make a visit on some day of the plan.
pub fn is_usable(plan: &Plan, inspector: &FrozenInspector) -> bool {
    plan.days.iter().any(|day| available(inspector, *day) > 0)
}

/// Department, role and expertise: what a pool asks of its members wherever they go.
pub fn fits(pool: &Pool, inspector: &FrozenInspector) -> bool {
    inspector.department == pool.department
        && (pool.role.is_empty() || inspector.roles.contains(&pool.role))
        && pool.expertise.iter().all(|expertise| inspector.expertise.contains(expertise))
}

/// Area by which an effective pool is keyed: empty where it does not matter.
pub fn key_area<'a>(pool: &Pool, area: &'a str, home_rule: bool) -> &'a str {
    if pool.area == AreaRule::Same || home_rule { area } else { "" }
}

/// Members of the effective pool of `pool` for a visit in `area`: indices of the frozen
/// inspectors, ascending.
pub fn members(plan: &Plan, pool: &Pool, area: &str, home_rule: bool, inspectors: &[FrozenInspector]) -> Vec<u32> {
    let member = |inspector: &FrozenInspector| {
        fits(pool, inspector)
            && (pool.area == AreaRule::Any
                || inspector.areas.is_empty()
                || inspector.areas.iter().any(|other| other == area))
            && !(home_rule && !inspector.home.is_empty() && inspector.home == area)
            && is_usable(plan, inspector)
    };
    (0..).zip(inspectors).filter(|(_, inspector)| member(inspector)).map(|(index, _)| index).collect()
}
