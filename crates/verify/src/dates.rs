//! Check `dates`: every day of every visit is lawful for the whole team.
//!
//! Source: `docs/PROTOCOL.md`, sections 13.1, 14 and 17.

use std::collections::BTreeMap;

use records::day::Day;

use crate::board::{Board, BoardVisit};
use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::people::places_on;

/// Days of the plan, whole teams, daily maxima.
pub(crate) fn check(board: &Board<'_>) -> Result<(), Failure> {
    let numbers: BTreeMap<Day, usize> = board.plan.days.iter().copied().zip(0..).collect();
    // Who is where on which day, with the line that says so: in proportion to what is published, and
    // not to inspectors times days, which a hostile plan could make immense.
    let mut seated: Vec<(usize, usize, u64)> = Vec::new();
    let mut visits = vec![0_u32; board.plan.days.len()];
    for visit in &board.visits {
        let fail = |fault| Failure::new(Check::Dates, fault).file(board.path).line(visit.line);
        let numbers = check_days(visit, &numbers)?;
        for (day, number) in visit.visit.days.iter().zip(numbers) {
            for who in board.seats_of(visit).iter().filter_map(|seat| seat.holder) {
                if places(board, who, *day) == 0 {
                    return Err(fail(Fault::DateAbsent).got(format!("{}: {} {day}", visit.visit.id, board.name(who))));
                }
                seated.push((who, number, visit.line));
            }
            let Some(count) = visits.get_mut(number) else { continue };
            *count += 1;
            let most = board.plan.visits_per_day_max;
            if most > 0 && *count > most {
                return Err(fail(Fault::DateVisits).got(format!("{day}: {count}")).expected(most));
            }
        }
    }
    seated.sort_unstable();
    for same_day in seated.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let Some((who, number, line)) = same_day.last() else { continue };
        let Some(day) = board.plan.days.get(*number) else { continue };
        let most = places(board, *who, *day);
        if same_day.len() as u64 > u64::from(most) {
            let failure = Failure::new(Check::Dates, Fault::DateDaily).file(board.path).line(*line);
            let got = format!("{} {day}: {}", board.name(*who), same_day.len());
            return Err(failure.got(got).expected(most));
        }
    }
    Ok(())
}

fn places(board: &Board<'_>, who: usize, day: Day) -> u32 {
    board.inspectors.get(who).map_or(0, |inspector| places_on(inspector, day))
}

/// The days as numbers of working days: as many as the visit lasts, one after the other.
fn check_days(visit: &BoardVisit<'_>, numbers: &BTreeMap<Day, usize>) -> Result<Vec<usize>, Failure> {
    let fail = |fault| Failure::new(Check::Dates, fault).file("draw/visits.jsonl").line(visit.line);
    let days = &visit.visit.days;
    if days.is_empty() {
        return Ok(Vec::new());
    }
    if days.len() as u64 != u64::from(visit.visit.duration) {
        return Err(fail(Fault::DateNumber).got(days.len()).expected(visit.visit.duration));
    }
    let mut found: Vec<usize> = Vec::with_capacity(days.len());
    for day in days {
        let Some(number) = numbers.get(day) else {
            return Err(fail(Fault::DateWorking).got(day));
        };
        if found.last().is_some_and(|last| last + 1 != *number) {
            return Err(fail(Fault::DateConsecutive).got(format!("{}: {day}", visit.visit.id)));
        }
        found.push(*number);
    }
    Ok(found)
}
