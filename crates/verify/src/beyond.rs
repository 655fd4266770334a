//! Replacements on a slip that a bundle does not reach: what can't be, whatever else was replaced, and what the superior must have
//! approved.
//!
//! Source: `docs/PROTOCOL.md`, section 25, `slip-draw`.

use std::collections::BTreeSet;

use records::day::Day;
use records::events::{Replacement, ReserveLeaf, SlipLeaf};
use records::frozen::{DrawnBy, FrozenInspector, VisitState};
use records::id::Id;
use records::plan::{Plan, Population};
use records::visit_now::follow_leaf;

use crate::people;

/// Whether the leaf is one that this draw can have; the words are what was got.
pub(crate) fn impossible_leaf(plan: &Plan, inspectors: &[FrozenInspector], leaf: &SlipLeaf) -> Result<(), String> {
    let population =
        |task: &Id, stratum: &Id| plan.populations.iter().find(|one| one.task == *task && one.stratum == *stratum);
    if let Some(ReserveLeaf { rank, stratum, task, .. }) = leaf.reserve() {
        let is_reserve =
            population(&task, &stratum).is_some_and(|one| rank > one.n && rank <= one.n.saturating_add(one.reserves));
        return if is_reserve { Ok(()) } else { Err(format!("{task} {stratum} {rank}")) };
    }
    let Some(visit) = leaf.visit() else { return Ok(()) };
    let is_drawn =
        |draw: &DrawnBy| population(&draw.task, &draw.stratum).is_some_and(|one| (1..=one.n).contains(&draw.rank));
    if visit.draws.is_empty() || !visit.draws.iter().all(is_drawn) {
        return Err(format!("{}: draws", visit.id));
    }
    let tasks: Vec<&Id> = visit.draws.iter().map(|draw| &draw.task).collect();
    if !visit.seats.iter().map(|seat| &seat.pool).eq(&pools_of_tasks(plan, &tasks)) {
        return Err(format!("{}: seats", visit.id));
    }
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut team = visit.seats.iter().filter_map(|seat| seat.inspector.as_ref());
    if let Some(who) = team.find(|who| !seen.insert(who) || people::find(inspectors, who).is_none()) {
        return Err(who.to_string());
    }
    let is_dated = visit.state == VisitState::Dated;
    let is_window = || {
        let length = visit.days.len();
        length == visit.duration as usize && plan.days.windows(length.max(1)).any(|window| window == visit.days)
    };
    match is_dated != visit.days.is_empty() && (!is_dated || is_window()) {
        true => Ok(()),
        false => Err(format!("{}: state, days, duration", visit.id)),
    }
}

/// What can't be; the words are what was got.
pub(crate) fn impossible(
    plan: &Plan,
    inspectors: &[FrozenInspector],
    leaf: &SlipLeaf,
    earlier: &[&Replacement],
    replacement: &Replacement,
) -> Result<(), String> {
    match replacement {
        Replacement::Inspector { by, seat, .. } => {
            let (_, now) = follow_leaf(leaf, earlier.iter().copied());
            let team = now.map_or(Vec::new(), |now| now.team);
            if !team.get(*seat as usize).is_some_and(Option::is_some) {
                return Err(format!("seat {seat}"));
            }
            let Some(by) = by else { return Ok(()) };
            let pool = pools_of(plan, leaf, earlier).get(*seat as usize).cloned();
            let is_of_pool = pool.is_some_and(|pool| is_of(plan, inspectors, &pool, by));
            if been(leaf, earlier).contains(by) || !is_of_pool { Err(by.to_string()) } else { Ok(()) }
        }
        Replacement::Entity { days, visit, .. } => {
            // It joins the visit that the leaf has.
            let joins = leaf.visit().is_some_and(|own| visit.as_ref() == Some(&own.id) && !own.seats.is_empty());
            if joins && !days.is_empty() {
                return Err(days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
            }
            impossible_entity(plan, inspectors, earlier, replacement)
        }
    }
}

fn impossible_entity(
    plan: &Plan,
    inspectors: &[FrozenInspector],
    earlier: &[&Replacement],
    replacement: &Replacement,
) -> Result<(), String> {
    let Replacement::Entity { by, date, days, rank, stratum, task, team, .. } = replacement else { return Ok(()) };
    let of_stratum = |one: &&Population| one.task == *task && one.stratum == *stratum;
    let Some(population) = plan.populations.iter().find(of_stratum) else { return Err(format!("{task} {stratum}")) };
    let most = population.n.saturating_add(population.reserves);
    let same = earlier.iter().filter(|one| one.is_of_same(replacement));
    let ranks = same.clone().filter_map(|one| match one {
        Replacement::Entity { rank, by, .. } => Some((*rank, *by)),
        Replacement::Inspector { .. } => None,
    });
    if !(1..=most).contains(rank) || ranks.clone().any(|(other, _)| other == *rank) {
        return Err(format!("rank {rank}"));
    }
    let highest = ranks.filter_map(|(_, by)| by).max().unwrap_or(population.n);
    if by.is_some_and(|by| by > most || by <= highest || by <= *rank) {
        return Err(format!("by {}", by.unwrap_or_default()));
    }
    let Some(task) = plan.tasks.iter().find(|one| one.id == *task) else { return Err(task.to_string()) };
    let is_window = plan.days.windows(task.days.max(1) as usize).any(|window| window == days.as_slice());
    let are_lawful = days.is_empty() || (is_window && days.iter().all(|day| day > date));
    if !are_lawful {
        return Err(days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    }
    let pools = pools_of_tasks(plan, &[&task.id]);
    let different: BTreeSet<&Id> = team.iter().collect();
    let of_pools = pools.iter().zip(team).all(|(pool, who)| is_of(plan, inspectors, pool, who));
    let fits = team.is_empty() || (different.len() == team.len() && pools.len() == team.len() && of_pools);
    if fits { Ok(()) } else { Err(team.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")) }
}

/// Cases 3 and 4 of section 23.4, as far as a slip shows them.
pub(crate) fn needs_superior(
    plan: &Plan,
    leaf: &SlipLeaf,
    earlier: &[&Replacement],
    replacement: &Replacement,
) -> bool {
    match replacement {
        Replacement::Inspector { by, .. } => by.is_none(),
        Replacement::Entity { by: None, .. } => true,
        Replacement::Entity { date, rank, stratum, task, .. } => {
            let at = (task, stratum, *rank);
            let has_seats = plan.tasks.iter().any(|one| one.id == *task && !one.seats.is_empty());
            match last_day(leaf, earlier, at) {
                Some(Some(last)) => *date > last,
                Some(None) => has_seats,
                None => false,
            }
        }
    }
}

/// The last day of an entity, none if it has none; nothing where the slip does not tell.
fn last_day(leaf: &SlipLeaf, earlier: &[&Replacement], at: (&Id, &Id, u64)) -> Option<Option<Day>> {
    let visit = leaf.visit();
    let (task, stratum, rank) = at;
    let is_drawn = visit.is_some_and(|visit| visit.is_of(task, stratum, rank));
    if is_drawn {
        return visit.map(|visit| visit.days.last().copied());
    }
    earlier.iter().find_map(|one| match one {
        Replacement::Entity { by: Some(by), days, stratum, task, .. } if (task, stratum, *by) == at => {
            Some(days.last().copied())
        }
        _ => None,
    })
}

/// Pools of the seats of a visit for these tasks, in the order of section 11.
fn pools_of_tasks(plan: &Plan, ids: &[&Id]) -> Vec<Id> {
    let tasks: Vec<_> = plan.tasks.iter().filter(|task| ids.contains(&&task.id)).collect();
    let of_pool = |pool: &Id| {
        let asked = tasks.iter().map(|task| {
            let seats = task.seats.iter().filter(|seat| seat.pool == *pool);
            seats.map(|seat| seat.count).sum::<u32>()
        });
        std::iter::repeat_n(pool.clone(), asked.max().unwrap_or(0) as usize)
    };
    plan.pools.iter().flat_map(|pool| of_pool(&pool.id)).collect()
}

/// Pools of the seats of the slip's visit.
fn pools_of(plan: &Plan, leaf: &SlipLeaf, earlier: &[&Replacement]) -> Vec<Id> {
    match (leaf.visit(), earlier.first()) {
        (Some(visit), _) => visit.seats.iter().map(|seat| seat.pool.clone()).collect(),
        (None, Some(Replacement::Entity { task, .. })) => pools_of_tasks(plan, &[task]),
        _ => Vec::new(),
    }
}

/// Whether somebody is of the department of a pool.
fn is_of(plan: &Plan, inspectors: &[FrozenInspector], pool: &Id, who: &Id) -> bool {
    let department = plan.pools.iter().find(|one| one.id == *pool).map(|one| one.department.as_str());
    let own = people::find(inspectors, who).and_then(|who| inspectors.get(who)).map(|one| one.department.as_str());
    own.is_some() && own == department
}

/// Who is or was in the team.
fn been(leaf: &SlipLeaf, earlier: &[&Replacement]) -> BTreeSet<Id> {
    let seats = leaf.visit().into_iter().flat_map(|visit| &visit.seats);
    let mut out: BTreeSet<Id> = seats.filter_map(|seat| seat.inspector.clone()).collect();
    for (number, one) in earlier.iter().enumerate() {
        match one {
            Replacement::Inspector { by, .. } => out.extend(by.clone()),
            // The first one of a reserve's slip makes its visit; others make visits elsewhere.
            Replacement::Entity { team, .. } if number == 0 && leaf.visit().is_none() => {
                out.extend(team.iter().cloned())
            }
            Replacement::Entity { .. } => {}
        }
    }
    out
}
