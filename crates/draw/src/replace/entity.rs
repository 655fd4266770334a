//! An entity can't be visited: the next reserve of its stratum, the first days that do, and a team for them.
//!
//! Source: `docs/PROTOCOL.md`, section 23.3.

use records::day::Day;
use records::events::{Replacement, Skipped};
use records::id::Id;
use records::plan::{Plan, Task};

use super::state::{Choice, Gains, Standing};
use super::{Orders, ReplaceError, ReserveVisit, Seated};
use crate::sealed::Substitute;

/// What is to be decided.
pub(super) struct Case<'a> {
    pub task: &'a Id,
    pub stratum: &'a Id,
    pub rank: u64,
    pub date: Day,
    /// For each seat; none where the reserve has no visit of its own.
    pub skipped: &'a [Vec<Skipped>],
}

/// What follows.
#[derive(Default)]
pub(super) struct Answer {
    /// Rank of the reserve.
    pub by: Option<u64>,
    /// Where that is visited.
    pub place: Option<Id>,
    /// The first days for which all seats can be filled; empty if there are none, or no visit of its own.
    pub found: Vec<Day>,
    /// For each seat that was come to.
    pub seats: Vec<Choice>,
    /// Why there is no visit of its own.
    pub none: &'static str,
    /// Whether only the superior may agree: nobody is visited in its place, somebody stands aside for what he gained, or the visit
    /// that it joins is not one that the draw alone has made and manned lawfully.
    pub for_superior: bool,
}

impl Answer {
    /// The team, if every seat is filled.
    pub fn team(&self) -> Option<Vec<Id>> {
        if self.found.is_empty() { None } else { self.seats.iter().map(|seat| seat.by.clone()).collect() }
    }
}

/// Case 5 of section 23.4, of a visit of the outcome: it is over, too short, has no days or too few seats for the reserve's task, or
/// somebody in its team is kept away from the reserve by law. What is not known here is for the superior.
fn joins_by_superior(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    case: &Case<'_>,
    (rank, place): (u64, &Id),
) -> bool {
    let visit = match orders.seated(place) {
        Seated::Nothing => return false,
        Seated::Visit(visit) => visit,
        Seated::Unknown => return plan.is_paired(),
    };
    let Some(task) = plan.tasks.iter().find(|task| task.id == *case.task) else { return true };
    let is_over = visit.days.last().is_none_or(|last| *last <= case.date);
    let lacks_seats = plan.pools.iter().any(|pool| {
        let own = visit.seats.iter().filter(|seat| seat.pool == pool.id).count() as u64;
        let wanted = task.seats.iter().filter(|seat| seat.pool == pool.id).map(|seat| u64::from(seat.count));
        own < wanted.sum()
    });
    if is_over || visit.duration < task.days || lacks_seats {
        return true;
    }
    let law = orders.law(case.task, case.stratum, rank);
    let sits = || Standing::of(plan, orders, earlier, place).map(|standing| standing.team);
    !law.is_empty() && sits().map_or(true, |team| team.iter().flatten().any(|who| law.contains(who)))
}

/// The rank of the next reserve of a stratum that no replacement has taken.
pub(super) fn next_reserve(
    plan: &Plan,
    earlier: &[&Replacement],
    task: &Id,
    stratum: &Id,
) -> Result<Option<u64>, ReplaceError> {
    let unknown = || ReplaceError::Stratum { task: task.clone(), stratum: stratum.clone() };
    let population = plan.populations.iter().find(|one| one.task == *task && one.stratum == *stratum);
    let population = population.ok_or_else(unknown)?;
    let taken = of_stratum(earlier, task, stratum).filter(|(_, by)| by.is_some()).count() as u64;
    Ok((taken < population.reserves).then_some(population.n + taken + 1))
}

/// Rank and reserve of the earlier replacements of a stratum.
fn of_stratum<'e>(
    earlier: &'e [&Replacement],
    task: &'e Id,
    stratum: &'e Id,
) -> impl Iterator<Item = (u64, Option<u64>)> + 'e {
    earlier.iter().filter_map(move |one| match one {
        Replacement::Entity { task: a, stratum: b, rank, by, .. } if a == task && b == stratum => Some((*rank, *by)),
        _ => None,
    })
}

fn check_rank(plan: &Plan, earlier: &[&Replacement], case: &Case<'_>) -> Result<(), ReplaceError> {
    let Case { task, stratum, rank, .. } = *case;
    let (task, stratum) = (task.clone(), stratum.clone());
    let found = plan.populations.iter().find(|one| one.task == task && one.stratum == stratum);
    let Some(population) = found else { return Err(ReplaceError::Stratum { task, stratum }) };
    let mut before = of_stratum(earlier, &task, &stratum);
    let is_drawn = (1..=population.n).contains(&rank) || before.any(|(_, by)| by == Some(rank));
    if !is_drawn {
        return Err(ReplaceError::Rank { got: rank, n: population.n, task: task.clone(), stratum: stratum.clone() });
    }
    if of_stratum(earlier, &task, &stratum).any(|(other, _)| other == rank) {
        return Err(ReplaceError::Twice { rank, task: task.clone(), stratum: stratum.clone() });
    }
    Ok(())
}

pub(super) fn answer(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    case: &Case<'_>,
) -> Result<Answer, ReplaceError> {
    check_rank(plan, earlier, case)?;
    let by = next_reserve(plan, earlier, case.task, case.stratum)?;
    let Some(rank) = by else {
        return alone(case, Answer { none: "no reserve is left", for_superior: true, ..Answer::default() });
    };
    let reserve = known(orders, case.task, case.stratum, rank)?;
    let place = Some(reserve.place.clone());
    let is_made = has_gained_visit(plan, orders, earlier, &reserve.place)?;
    if reserve.orders.is_empty() || is_made {
        let none = "it joins a visit, or has no team";
        let for_superior = is_made || joins_by_superior(plan, orders, earlier, case, (rank, &reserve.place));
        return alone(case, Answer { by, place, none, for_superior, ..Answer::default() });
    }
    let gains = Gains::of(plan, orders, earlier)?;
    let last = last_day(orders, earlier, case.task, case.stratum, case.rank)?;
    let after = last.map_or(case.date, |last| last.max(case.date));
    let duration = plan.tasks.iter().find(|task| task.id == *case.task).map_or(1, |task| task.days as usize);
    let search = |gains: &Gains| {
        let windows =
            (0..).zip(plan.days.windows(duration.max(1))).filter(|(_, days)| days.iter().all(|day| *day > after));
        windows.into_iter().find_map(|(start, days)| {
            let seats = fill(gains, &reserve.orders, start, days, &[]).ok()?;
            is_full(&reserve, &seats).then(|| (start, days, seats.into_iter().map(|seat| seat.by).collect::<Vec<_>>()))
        })
    };
    let found = search(&gains);
    let stands_aside = found != search(&Gains::default());
    let Some((start, days, _)) = found else {
        return alone(case, Answer { by, place, none: "no days do", for_superior: true, ..Answer::default() });
    };
    if case.skipped.len() != reserve.orders.len() {
        return Err(ReplaceError::SkippedLists { got: case.skipped.len(), expected: reserve.orders.len() });
    }
    let seats = fill(&gains, &reserve.orders, start, days, case.skipped)?;
    Ok(Answer { by, place, found: days.to_vec(), seats, none: "a seat can't be filled", for_superior: stands_aside })
}

/// The last day on which an entity is to be visited for a task: of the visit of a reserve that an earlier replacement took, or of
/// the outcome's visit; none if it has no days of its own.
pub(super) fn last_day(
    orders: &dyn Orders,
    earlier: &[&Replacement],
    task: &Id,
    stratum: &Id,
    rank: u64,
) -> Result<Option<Day>, ReplaceError> {
    let taken = earlier.iter().find_map(|one| match one {
        Replacement::Entity { task: a, stratum: b, by: Some(by), days, .. } if (a, b, *by) == (task, stratum, rank) => {
            Some(days.clone())
        }
        _ => None,
    });
    let unknown = || ReplaceError::UnknownDrawn { task: task.clone(), stratum: stratum.clone(), rank };
    let days = taken.or_else(|| orders.drawn_days(task, stratum, rank)).ok_or_else(unknown)?;
    Ok(days.last().copied())
}

/// Nobody can be skipped where no seat is to be filled.
fn alone(case: &Case<'_>, answer: Answer) -> Result<Answer, ReplaceError> {
    match case.skipped.len() {
        0 => Ok(answer),
        got => Err(ReplaceError::SkippedLists { got, expected: 0 }),
    }
}

fn known(orders: &dyn Orders, task: &Id, stratum: &Id, rank: u64) -> Result<ReserveVisit, ReplaceError> {
    let unknown = || ReplaceError::UnknownReserve { task: task.clone(), stratum: stratum.clone(), rank };
    orders.reserve(task, stratum, rank).ok_or_else(unknown)
}

/// Whether an earlier replacement took a reserve of a task with seats at this place.
fn has_gained_visit(
    plan: &Plan,
    orders: &dyn Orders,
    earlier: &[&Replacement],
    place: &Id,
) -> Result<bool, ReplaceError> {
    let seated = |task: &Id| plan.tasks.iter().any(|other: &Task| other.id == *task && !other.seats.is_empty());
    for replacement in earlier {
        if let Replacement::Entity { task, stratum, by: Some(by), .. } = replacement
            && seated(task)
            && known(orders, task, stratum, *by)?.place == *place
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_full(reserve: &ReserveVisit, seats: &[Choice]) -> bool {
    seats.len() == reserve.orders.len() && seats.iter().all(|seat| seat.by.is_some())
}

/// Fills one seat after another; ends at the first that nobody can fill. `start` is the number of the first day.
fn fill(
    gains: &Gains,
    orders: &[Vec<Substitute>],
    start: usize,
    days: &[Day],
    skipped: &[Vec<Skipped>],
) -> Result<Vec<Choice>, ReplaceError> {
    let mut out: Vec<Choice> = Vec::with_capacity(orders.len());
    for (seat, order) in (0..).zip(orders) {
        let is_seated = |id: &Id| out.iter().any(|choice| choice.by.as_ref() == Some(id));
        let has_room = |one: &Substitute| {
            let free = one.free.get(start..start + days.len()).unwrap_or_default();
            gains.leave_room(one, days, free)
        };
        let lawful = order.iter().filter(|one| !is_seated(&one.id) && has_room(one));
        let here = skipped.get(seat as usize).map_or(&[][..], Vec::as_slice);
        let choice = Choice::new(seat, lawful.map(|one| one.id.clone()).collect(), here)?;
        let is_filled = choice.by.is_some();
        out.push(choice);
        if !is_filled {
            // The seats after it are never come to, so that nobody is skipped there.
            let rest = (seat + 1..).zip(skipped.iter().skip(out.len()));
            for (seat, list) in rest {
                Choice::new(seat, Vec::new(), list)?;
            }
            break;
        }
    }
    Ok(out)
}

/// What an event says beside the question.
pub(super) struct Said<'a> {
    pub by: Option<u64>,
    pub days: &'a [Day],
    pub team: &'a [Id],
    pub visit: Option<&'a Id>,
}

/// Whether an event says what follows.
pub(super) fn check(answer: &Answer, said: &Said<'_>) -> Result<(), ReplaceError> {
    if said.by != answer.by {
        return Err(ReplaceError::Reserve { got: said.by, expected: answer.by });
    }
    if said.visit != answer.place.as_ref() {
        return Err(ReplaceError::Place { got: said.visit.cloned(), expected: answer.place.clone() });
    }
    let Some(team) = answer.team() else {
        let why = answer.none;
        return match (said.days, said.team) {
            ([], []) => Ok(()),
            ([], _) => Err(ReplaceError::Extra { key: "team", why }),
            _ => Err(ReplaceError::Extra { key: "days", why }),
        };
    };
    if said.days != answer.found {
        return Err(ReplaceError::Days { got: said.days.to_vec(), expected: answer.found.clone() });
    }
    if said.team.len() != team.len() {
        return Err(ReplaceError::TeamSize { got: said.team.len(), expected: team.len() });
    }
    let mut seats = (0..).zip(said.team).zip(&answer.seats);
    seats.try_for_each(|((seat, got), choice)| choice.check(seat, Some(got)))
}
