//! Check `visits`: what is visited follows from the selection.
//!
//! Source: `docs/PROTOCOL.md`, sections 11, 15 and 17.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{DrawnBy, SelectedLine, VisitLine, VisitState};
use records::id::Id;
use records::plan::{Plan, Task};

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::openings::Drawn;
use crate::said::said;
use crate::source::List;

/// One entity drawn by one task, ordered by place, entity and task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Draw<'a> {
    place: &'a Id,
    entity: &'a Id,
    task: usize,
    stratum: &'a Id,
    rank: u64,
}

/// Visits are exactly the places of drawn entities, each with what its tasks ask for.
pub(crate) fn check(
    plan: &Plan,
    selected: &[SelectedLine],
    drawn: &Drawn<'_>,
    visits: &List<VisitLine>,
) -> Result<(), Failure> {
    let draws = draws(plan, selected, drawn);
    let pools: BTreeMap<&Id, usize> = plan.pools.iter().map(|pool| &pool.id).zip(0..).collect();
    let mut groups = draws.chunk_by(|a, b| a.place == b.place);
    for (line, visit) in (1..).zip(&visits.rows) {
        let fail = |fault| Failure::new(Check::Visits, fault).file(&visits.path).line(line);
        let Some(group) = groups.next() else {
            return Err(fail(Fault::VisitExtra).got(&visit.id));
        };
        let Some(first) = group.first() else { continue };
        if *first.place < visit.id {
            return Err(fail(Fault::VisitMissing).got(&visit.id).expected(first.place));
        }
        if *first.place != visit.id {
            return Err(fail(Fault::VisitExtra).got(&visit.id).expected(first.place));
        }
        check_visit(plan, &pools, group, drawn, visit).map_err(|failure| failure.file(&visits.path).line(line))?;
    }
    match groups.next().and_then(<[_]>::first) {
        Some(first) => Err(Failure::new(Check::Visits, Fault::VisitMissing).file(&visits.path).expected(first.place)),
        None => Ok(()),
    }
}

fn draws<'a>(plan: &Plan, selected: &'a [SelectedLine], drawn: &Drawn<'a>) -> Vec<Draw<'a>> {
    let mut draws: Vec<Draw<'a>> = Vec::new();
    let numbers: BTreeMap<&Id, usize> = plan.tasks.iter().map(|task| &task.id).zip(0..).collect();
    for row in selected.iter().filter(|row| !row.reserve) {
        let Ok(at) = drawn.binary_search_by(|(id, _)| (*id).cmp(&row.entity)) else { continue };
        let (Some((entity, details)), Some(task)) = (drawn.get(at), numbers.get(&row.task).copied()) else {
            continue;
        };
        let place = details.user_id.as_ref().unwrap_or(entity);
        draws.push(Draw { place, entity, task, stratum: &row.stratum, rank: row.rank });
    }
    draws.sort_unstable();
    draws
}

fn check_visit(
    plan: &Plan,
    pools: &BTreeMap<&Id, usize>,
    draws: &[Draw<'_>],
    drawn: &Drawn<'_>,
    visit: &VisitLine,
) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Visits, fault).got(&visit.id);
    let by = |draw: &Draw<'_>| {
        let task = plan.tasks.get(draw.task)?.id.clone();
        Some(DrawnBy { entity: draw.entity.clone(), rank: draw.rank, stratum: draw.stratum.clone(), task })
    };
    let expected: Vec<DrawnBy> = draws.iter().filter_map(by).collect();
    if visit.draws != expected {
        let text = |draws: &[DrawnBy]| {
            let one = |d: &DrawnBy| format!("{} {} {} {}", d.entity, d.task, d.stratum, d.rank);
            draws.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        return Err(fail(Fault::VisitDraws).got(text(&visit.draws)).expected(text(&expected)));
    }
    let numbers: BTreeSet<usize> = draws.iter().map(|draw| draw.task).collect();
    let tasks: Vec<&Task> = numbers.into_iter().filter_map(|number| plan.tasks.get(number)).collect();
    let items: BTreeSet<&Id> = tasks.iter().flat_map(|task| &task.items).collect();
    if !visit.items.iter().eq(items.iter().copied()) {
        let expected = items.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ");
        return Err(fail(Fault::VisitItems).expected(expected));
    }
    // Draws of a place are by entity, so the first is of the smallest id.
    let first = draws.first().and_then(|draw| {
        let at = drawn.binary_search_by(|(id, _)| (*id).cmp(draw.entity)).ok()?;
        drawn.get(at)
    });
    let area = first.map_or("", |(_, details)| details.area.as_str());
    if visit.area != area {
        return Err(fail(Fault::VisitArea).got(&visit.area).expected(area));
    }
    let duration = tasks.iter().map(|task| task.days).max().unwrap_or(0);
    if visit.duration != duration {
        return Err(fail(Fault::VisitDuration).got(visit.duration).expected(duration));
    }
    check_seats(pools, &tasks, visit)?;
    let unpaired = visit.state == VisitState::Unpaired;
    let dated = visit.state == VisitState::Dated;
    if unpaired != visit.seats.is_empty() || dated == visit.days.is_empty() {
        return Err(fail(Fault::VisitState));
    }
    Ok(())
}

/// Seats in the plan's order of pools, and which of them leads.
fn check_seats(pools: &BTreeMap<&Id, usize>, tasks: &[&Task], visit: &VisitLine) -> Result<(), Failure> {
    let leading = tasks.iter().find_map(|task| task.seats.iter().find(|seat| seat.lead));
    let mut most: BTreeMap<(usize, &Id), u64> = BTreeMap::new();
    for task in tasks {
        let mut own: BTreeMap<(usize, &Id), u64> = BTreeMap::new();
        for seat in &task.seats {
            // Check `plan` has shown that each pool is there.
            let number = pools.get(&seat.pool).copied().unwrap_or(usize::MAX);
            *own.entry((number, &seat.pool)).or_default() += u64::from(seat.count);
        }
        for (pool, count) in own {
            let most = most.entry(pool).or_default();
            *most = count.max(*most);
        }
    }
    let expected: Vec<(&Id, u64)> = most.into_iter().map(|((_, pool), count)| (pool, count)).collect();
    let mut seats = visit.seats.iter();
    for (pool, count) in &expected {
        for number in 0..*count {
            let lead = number == 0 && leading.is_some_and(|seat| seat.pool == **pool);
            if seats.next().is_none_or(|seat| (&seat.pool, seat.lead) != (*pool, lead)) {
                return Err(wrong_seats(visit, &expected));
            }
        }
    }
    match seats.next() {
        Some(_) => Err(wrong_seats(visit, &expected)),
        None => Ok(()),
    }
}

fn wrong_seats(visit: &VisitLine, expected: &[(&Id, u64)]) -> Failure {
    let got = |lead: &str| {
        let seats = visit.seats.iter().map(|s| format!("{}{}", s.pool, if s.lead { lead } else { "" }));
        format!("{}: {}", visit.id, seats.collect::<Vec<_>>().join(", "))
    };
    let expected = expected.iter().map(|(pool, count)| format!("{pool} × {count}")).collect::<Vec<_>>();
    let failure = Failure::new(Check::Visits, Fault::VisitSeats);
    failure.got(said(got("（组长）"), got(" (lead)"))).expected(expected.join(", "))
}
