//! The lists of a draw as the integers that pairing and schedule work on.
//!
//! Source: `docs/PROTOCOL.md`, section 13.1.

use std::collections::BTreeMap;

use records::frozen::{ApartOpening, FrozenInspector, OpenedIds, Opening};
use records::id::Id;
use records::plan::{Droppable, Plan, Relaxation};

use super::OutcomeError;
use crate::pair::{Instance, Rows};
use crate::pools;
use crate::schedule::Calendar;
use crate::visits::Visit;

/// What holds after so many relaxations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Nobody inspects in the home area.
    pub home_rule: bool,
    /// `rotation` bars.
    pub pairs: bool,
    /// Minimum quotas hold.
    pub minimums: bool,
    /// Indices of pools whose members' maximum is raised, and by how much.
    pub raised: Vec<(usize, u32)>,
}

impl Level {
    /// The rules after the first `applied` relaxations; none where the plan has fewer.
    pub fn of(plan: &Plan, applied: u32) -> Option<Self> {
        let steps = plan.relaxations.get(..usize::try_from(applied).ok()?)?;
        let mut out = Self { home_rule: plan.rotation.home_area, pairs: true, minimums: true, raised: Vec::new() };
        for step in steps {
            match step {
                Relaxation::Drop(rule) => match rule.drop {
                    Droppable::Pairs => out.pairs = false,
                    Droppable::HomeArea => out.home_rule = false,
                    Droppable::Minimums => out.minimums = false,
                },
                Relaxation::Raise(raise) => {
                    let pool = plan.pools.iter().position(|pool| pool.id == raise.quota_max)?;
                    out.raised.push((pool, raise.add));
                }
            }
        }
        Some(out)
    }
}

/// The numbers that stand for inspectors and visits, and what does not change with the level.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    plan: &'a Plan,
    inspectors: &'a [FrozenInspector],
    /// Visits with seats, by id.
    pub visits: Vec<&'a Visit>,
    /// Days, lengths and limits.
    pub calendar: Calendar,
    apart: Rows,
    law: Vec<Vec<u32>>,
    rotation: Vec<Vec<u32>>,
}

impl<'a> Model<'a> {
    /// Of the frozen inspectors (by id), the opened `apart`, all visits and all openings (by id).
    pub fn new(
        plan: &'a Plan,
        inspectors: &'a [FrozenInspector],
        apart: &[ApartOpening],
        visits: &'a [Visit],
        openings: &[Opening],
    ) -> Result<Self, OutcomeError> {
        let visits: Vec<&Visit> = visits.iter().filter(|visit| !visit.seats.is_empty()).collect();
        let (mut law, mut rotation) = (Vec::new(), Vec::new());
        for visit in &visits {
            let mut entities: Vec<&Id> = visit.draws.iter().map(|draw| &draw.entity).collect();
            entities.dedup();
            let opened = entities.into_iter().filter_map(|id| {
                let at = openings.binary_search_by(|opening| opening.id.cmp(id)).ok()?;
                openings.get(at)
            });
            let opened: Vec<&Opening> = opened.collect();
            law.push(union(inspectors, opened.iter().map(|opening| &opening.law))?);
            rotation.push(union(inspectors, opened.iter().map(|opening| &opening.rotation))?);
        }
        Ok(Self {
            calendar: calendar(plan, inspectors, &visits)?,
            apart: apart_rows(inspectors, apart)?,
            plan,
            inspectors,
            visits,
            law,
            rotation,
        })
    }

    /// The id of a visit.
    pub fn visit_id(&self, visit: u32) -> &'a Id {
        // Indices come from instances of this model.
        &self.visits[visit as usize].id
    }

    /// The pseudonym of an inspector.
    pub fn inspector_id(&self, inspector: u32) -> &'a Id {
        &self.inspectors[inspector as usize].id
    }

    /// The number of a visit.
    pub fn visit_index(&self, id: &Id) -> Option<u32> {
        let at = self.visits.binary_search_by(|visit| visit.id.cmp(id)).ok()?;
        u32::try_from(at).ok()
    }

    /// The number of an inspector.
    pub fn inspector_index(&self, id: &Id) -> Option<u32> {
        index_of(self.inspectors, id).ok()
    }

    /// Whether a conflict by law keeps an inspector from a visit.
    pub fn is_barred_by_law(&self, visit: u32, inspector: u32) -> bool {
        self.law.get(visit as usize).is_some_and(|row| row.binary_search(&inspector).is_ok())
    }

    /// The plan's pool and the area of an effective pool.
    pub fn pool_name(&self, applied: u32, pool: u32) -> Option<(Id, String)> {
        let level = Level::of(self.plan, applied)?;
        let keys = self.pool_keys(&level);
        let ((pool, area), _) = keys.iter().nth(pool as usize)?;
        Some((self.plan.pools.get(*pool as usize)?.id.clone(), (*area).to_owned()))
    }

    /// The instance after the first `applied` relaxations; none where the plan has fewer.
    pub fn instance(&self, applied: u32) -> Option<Instance> {
        let level = Level::of(self.plan, applied)?;
        let (pools, seats) = self.pools(&level);
        let barred = self.law.iter().zip(&self.rotation).map(|(law, rotation)| {
            let mut row = law.clone();
            if level.pairs {
                row.extend(rotation);
                row.sort_unstable();
                row.dedup();
            }
            row
        });
        let min = |inspector: &FrozenInspector| if level.minimums { inspector.quota_min } else { 0 };
        let mut out = Instance {
            inspector_count: u32::try_from(self.inspectors.len()).unwrap_or(u32::MAX),
            min: self.inspectors.iter().map(min).collect(),
            max: self.inspectors.iter().map(|inspector| self.maximum(&level, inspector)).collect(),
            pools,
            seats,
            barred: Rows::from_rows(barred),
            apart: self.apart.clone(),
        };
        self.calendar.lower_quotas(&mut out);
        Some(out)
    }

    fn maximum(&self, level: &Level, inspector: &FrozenInspector) -> u32 {
        let raised = level
            .raised
            .iter()
            .filter(|(pool, _)| self.plan.pools.get(*pool).is_some_and(|pool| pools::fits(pool, inspector)));
        raised.fold(inspector.quota_max, |max, (_, add)| max.saturating_add(*add))
    }

    fn pool_key(&self, level: &Level, visit: &'a Visit, pool: u32) -> (u32, &'a str) {
        let area = self.plan.pools.get(pool as usize);
        (pool, area.map_or("", |p| pools::key_area(p, &visit.area, level.home_rule)))
    }

    /// Effective pools by (pool, area), in the order of their numbers, which are still 0.
    fn pool_keys(&self, level: &Level) -> BTreeMap<(u32, &'a str), u32> {
        let seats = self.visits.iter().flat_map(|visit| visit.seats.iter().map(move |pool| (*visit, *pool)));
        seats.map(|(visit, pool)| (self.pool_key(level, visit, pool), 0)).collect()
    }

    /// Members of each effective pool, and the pool of each seat.
    fn pools(&self, level: &Level) -> (Vec<Vec<u32>>, Rows) {
        let mut numbers = self.pool_keys(level);
        let mut members = Vec::with_capacity(numbers.len());
        for (number, ((pool, area), slot)) in (0..).zip(&mut numbers) {
            *slot = number;
            let pool = self.plan.pools.get(*pool as usize);
            members.push(
                pool.map_or_else(Vec::new, |pool| {
                    pools::members(self.plan, pool, area, level.home_rule, self.inspectors)
                }),
            );
        }
        let row = |visit: &&'a Visit| -> Vec<u32> {
            let number = |pool: &u32| numbers.get(&self.pool_key(level, visit, *pool)).copied().unwrap_or(0);
            visit.seats.iter().map(number).collect()
        };
        (members, Rows::from_rows(self.visits.iter().map(row)))
    }
}

fn index_of(inspectors: &[FrozenInspector], id: &Id) -> Result<u32, OutcomeError> {
    let at = inspectors.binary_search_by(|inspector| inspector.id.cmp(id)).ok();
    at.and_then(|at| u32::try_from(at).ok()).ok_or_else(|| OutcomeError::UnknownInspector { id: id.to_string() })
}

fn union<'a>(
    inspectors: &[FrozenInspector],
    opened: impl Iterator<Item = &'a OpenedIds>,
) -> Result<Vec<u32>, OutcomeError> {
    let ids = opened.flat_map(|opened| &opened.inspectors);
    let mut out = ids.map(|id| index_of(inspectors, id)).collect::<Result<Vec<_>, _>>()?;
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

fn apart_rows(inspectors: &[FrozenInspector], apart: &[ApartOpening]) -> Result<Rows, OutcomeError> {
    let mut rows = vec![Vec::new(); inspectors.len()];
    for opening in apart {
        let mut row = Vec::with_capacity(opening.inspectors.len());
        for other in &opening.inspectors {
            row.push(index_of(inspectors, other)?);
        }
        row.sort_unstable();
        row.dedup();
        if let Some(slot) = rows.get_mut(index_of(inspectors, &opening.id)? as usize) {
            *slot = row;
        }
    }
    Ok(Rows::from_rows(rows))
}

fn calendar(plan: &Plan, inspectors: &[FrozenInspector], visits: &[&Visit]) -> Result<Calendar, OutcomeError> {
    let mut available = Vec::with_capacity(inspectors.len() * plan.days.len());
    for inspector in inspectors {
        for day in &plan.days {
            let places = pools::available(inspector, *day);
            available.push(
                u8::try_from(places)
                    .map_err(|_| OutcomeError::DailyMax { id: inspector.id.to_string(), got: places })?,
            );
        }
    }
    let cap = plan.visits_per_day_max;
    Ok(Calendar {
        days: u32::try_from(plan.days.len()).unwrap_or(u32::MAX),
        available,
        duration: visits.iter().map(|visit| visit.duration).collect(),
        cap: (cap > 0).then(|| vec![cap; plan.days.len()]),
    })
}
