//! Check `replacements`: whoever was replaced gave way to the one whose turn it was.
//!
//! Source: `docs/PROTOCOL.md`, section 23.

use std::collections::{BTreeMap, BTreeSet};

use records::day::Day;
use records::events::{Replacement, Skipped};
use records::frozen::VisitState;
use records::hash::Digest;
use records::id::Id;
use records::plan::Task;

use crate::approval;
use crate::board::Board;
use crate::check::Check;
use crate::events::{Course, PATH};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::substitutes::{Substitutes, Wanted};

type Checked = Result<(), Failure>;

/// A reserve that a replacement took.
pub(crate) struct Reserve<'a> {
    /// Where it is visited.
    pub place: &'a Id,
    pub area: &'a str,
    /// Who may not be sent there, ascending.
    pub barred: Vec<usize>,
    /// Whom the law keeps away from it.
    pub law: BTreeSet<usize>,
}

/// What replacements rest on, and the replacements so far.
pub(crate) struct Ledger<'a> {
    board: &'a Board<'a>,
    reserves: &'a BTreeMap<(&'a Id, &'a Id, u64), Reserve<'a>>,
    substitutes: Substitutes<'a>,
    /// Visits with days and a team that a replacement was about, or made.
    teams: BTreeMap<&'a Id, Team>,
    /// The date of the last replacement of each visit (kind inspector) and of each stratum (kind entity).
    by_visit: BTreeMap<&'a Id, Day>,
    by_stratum: BTreeMap<(&'a Id, &'a Id), Day>,
    /// Ranks that were replaced, and reserves that were taken.
    replaced: BTreeSet<(&'a Id, &'a Id, u64)>,
    taken: BTreeSet<(&'a Id, &'a Id, u64)>,
    /// Places that have a visit with seats.
    places: BTreeSet<&'a Id>,
    /// Whom the law keeps away from reserves that were taken at a place.
    law: BTreeMap<&'a Id, BTreeSet<usize>>,
    /// The last day of the visit of a reserve that got one of its own, by stratum and rank.
    ends: BTreeMap<(&'a Id, &'a Id, u64), Day>,
}

/// Who goes on a visit.
struct Team {
    days: Vec<Day>,
    /// Who sits in each seat now, and who has ever been in the team.
    now: Vec<Option<usize>>,
    ever: BTreeSet<usize>,
    /// Substitutes of each seat, in their order.
    orders: Vec<Vec<usize>>,
}

impl Team {
    fn new(days: Vec<Day>, now: Vec<Option<usize>>, orders: Vec<Vec<usize>>) -> Self {
        Self { days, ever: now.iter().copied().flatten().collect(), now, orders }
    }
}

impl<'a> Ledger<'a> {
    /// `places` are those of the outcome's visits with seats, `key` is `replace` of section 9.
    pub(crate) fn new(
        board: &'a Board<'a>,
        key: [u8; 32],
        places: impl IntoIterator<Item = &'a Id>,
        reserves: &'a BTreeMap<(&'a Id, &'a Id, u64), Reserve<'a>>,
    ) -> Self {
        Self {
            board,
            reserves,
            substitutes: Substitutes::new(board, key),
            teams: BTreeMap::new(),
            by_visit: BTreeMap::new(),
            by_stratum: BTreeMap::new(),
            replaced: BTreeSet::new(),
            taken: BTreeSet::new(),
            places: places.into_iter().collect(),
            law: BTreeMap::new(),
            ends: BTreeMap::new(),
        }
    }

    /// Every event `replace`, one after the other.
    pub(crate) fn check(&mut self, announced: &Digest, course: &'a Course) -> Checked {
        for (line, _, replacement) in &course.replaced {
            self.check_one(announced, replacement).map_err(|failure| failure.file(PATH).line(*line))?;
        }
        Ok(())
    }

    fn check_one(&mut self, announced: &Digest, replacement: &'a Replacement) -> Checked {
        let plan = self.board.plan;
        let before = match replacement {
            Replacement::Inspector { visit, .. } => self.by_visit.insert(visit, replacement.date()),
            Replacement::Entity { task, stratum, .. } => self.by_stratum.insert((task, stratum), replacement.date()),
        };
        let first = before.unwrap_or(plan.created);
        if replacement.date() < first {
            return Err(fail(Fault::ReplaceDate).got(replacement.date()).expected(format!(">= {first}")));
        }
        let is_known_before = before.is_some() || self.is_late(replacement) || replacement.passes_over();
        let follows = match replacement {
            Replacement::Inspector { by, date, seat, skipped, visit, .. } => {
                self.inspector(visit, *seat as usize, *date, skipped, by.as_ref())
            }
            Replacement::Entity { by, rank, stratum, task, .. } => {
                self.entity(task, stratum, *rank, *by).and_then(|()| match by {
                    Some(by) => self.reserve((task, stratum, *by), replacement),
                    None => nothing_more(replacement).and_then(|()| expect_visit(replacement, None)).map(|()| true),
                })
            }
        };
        // Who agreed is told before whose turn it was.
        let for_superior = is_known_before || *follows.as_ref().unwrap_or(&false);
        approval::check(plan, announced, for_superior, replacement)?;
        follows.map(|_| ())
    }

    /// Whether an entity is replaced after the last day on which it was to be visited, or has none though its task has seats: then
    /// the day that the office writes decides the team.
    fn is_late(&self, replacement: &Replacement) -> bool {
        let Replacement::Entity { date, rank, stratum, task, .. } = replacement else { return false };
        let has_seats = || self.board.plan.tasks.iter().any(|one| one.id == *task && !one.seats.is_empty());
        self.last_day((task, stratum, *rank)).map_or_else(has_seats, |last| *date > last)
    }

    /// The last day on which an entity is to be visited for a task.
    fn last_day(&self, (task, stratum, rank): (&Id, &Id, u64)) -> Option<Day> {
        let drawn = self.board.visits.iter().find(|one| one.visit.is_of(task, stratum, rank));
        let drawn = drawn.and_then(|one| one.visit.days.last());
        drawn.or_else(|| self.ends.get(&(task, stratum, rank))).copied()
    }

    /// Whether all whom a visit is of have been replaced, reserves that were taken at its place included.
    fn is_cancelled(&self, visit: &Id) -> bool {
        let drawn = self.board.visits.iter().filter(|one| one.visit.id == *visit).flat_map(|one| &one.visit.draws);
        let drawn = drawn.map(|draw| (&draw.task, &draw.stratum, draw.rank));
        let is_here = |at: &_| self.reserves.get(at).is_some_and(|reserve| reserve.place == visit);
        drawn.chain(self.taken.iter().copied().filter(is_here)).all(|at| self.replaced.contains(&at))
    }

    /// Whether only the superior may agree: somebody else would be the first, if nobody had gained anything, or nobody takes the seat.
    fn inspector(
        &mut self,
        visit: &'a Id,
        seat: usize,
        date: Day,
        skipped: &[Skipped],
        by: Option<&Id>,
    ) -> Result<bool, Failure> {
        if self.is_cancelled(visit) {
            return Err(fail(Fault::ReplaceTarget).got(visit));
        }
        if !self.teams.contains_key(visit) {
            let drawn = self.drawn_team(visit).ok_or_else(|| fail(Fault::ReplaceTarget).got(visit))?;
            self.teams.insert(visit, drawn);
        }
        let empty = || fail(Fault::ReplaceTarget).got(format!("{visit} {seat}"));
        let team = self.teams.get_mut(visit).ok_or_else(empty)?;
        let (Some(Some(_)), Some(order)) = (team.now.get(seat), team.orders.get(seat)) else { return Err(empty()) };
        if let Some(last) = team.days.last().filter(|last| date > **last) {
            return Err(fail(Fault::ReplaceDate).got(date).expected(format!("<= {last}")));
        }
        let law = self.law.get(visit);
        let others = || order.iter().copied().filter(|who| !team.ever.contains(who));
        let may = |who: &usize| law.is_none_or(|law| !law.contains(who));
        let free = || others().filter(may).filter(|who| self.substitutes.is_available(*who, &team.days));
        // If nobody had gained anything, and no reserve had joined the visit.
        let stands_aside = free().next() != others().find(|who| self.substitutes.was_available(*who, &team.days));
        let turn = walk(&self.substitutes, free(), skipped)?;
        expect(&self.substitutes, turn, by)?;
        if let Some(seat) = team.now.get_mut(seat) {
            *seat = turn;
        }
        if let Some(who) = turn {
            team.ever.insert(who);
            self.substitutes.give(who, &team.days);
        }
        Ok(stands_aside || turn.is_none())
    }

    /// The team of a dated visit of the outcome.
    fn drawn_team(&mut self, visit: &Id) -> Option<Team> {
        let board = self.board;
        let of_board = board.visits.iter().find(|one| one.visit.id == *visit);
        let dated = of_board.filter(|one| one.visit.state == VisitState::Dated)?;
        let mut orders = Vec::new();
        for seat in &dated.visit.seats {
            let pool = board.plan.pools.iter().position(|one| one.id == seat.pool)?;
            let (area, barred) = (dated.visit.area.as_str(), dated.barred.as_slice());
            orders.push(self.substitutes.order(&Wanted { visit, seat: orders.len(), pool, area, barred }));
        }
        let now = board.seats_of(dated).iter().map(|seat| seat.holder).collect();
        Some(Team::new(dated.visit.days.clone(), now, orders))
    }

    /// Who is replaced was drawn, or came in by a replacement; the reserve is the next one.
    fn entity(&mut self, task: &'a Id, stratum: &'a Id, rank: u64, by: Option<u64>) -> Checked {
        let populations = &self.board.plan.populations;
        let of_stratum = populations.iter().find(|one| one.task == *task && one.stratum == *stratum);
        let got = || format!("{task} {stratum} {rank}");
        let Some(population) = of_stratum else { return Err(fail(Fault::ReplaceTarget).got(got())) };
        let is_drawn = (1..=population.n).contains(&rank) || self.taken.contains(&(task, stratum, rank));
        if !is_drawn || !self.replaced.insert((task, stratum, rank)) {
            return Err(fail(Fault::ReplaceTarget).got(got()));
        }
        let first = population.n.saturating_add(1);
        let next = (first..=population.n.saturating_add(population.reserves))
            .find(|rank| !self.taken.contains(&(task, stratum, *rank)));
        if by == next {
            self.taken.extend(by.map(|rank| (task, stratum, rank)));
            return Ok(());
        }
        let text = |rank: Option<u64>| rank.map_or("–".to_owned(), |rank| rank.to_string());
        Err(fail(Fault::ReplaceReserve).got(text(by)).expected(text(next)))
    }

    /// The visit of a reserve that was taken; whether only the superior may agree (cases 4 to 6 of section 23.4).
    fn reserve(&mut self, at: (&'a Id, &'a Id, u64), replacement: &'a Replacement) -> Result<bool, Failure> {
        let Replacement::Entity { date, days, rank, skipped, stratum, team, .. } = replacement else {
            return Ok(false);
        };
        let task = self.board.plan.tasks.iter().find(|task| task.id == *at.0);
        let (Some(task), Some(reserve)) = (task, self.reserves.get(&at)) else {
            return Err(fail(Fault::ReplaceReserve).got(at.2));
        };
        expect_visit(replacement, Some(reserve.place))?;
        let joins = self.places.contains(reserve.place);
        let for_superior = joins && self.is_joined_by_superior(task, reserve, *date);
        self.law.entry(reserve.place).or_default().extend(reserve.law.iter().copied());
        if joins || task.seats.is_empty() {
            return nothing_more(replacement).map(|()| for_superior);
        }
        self.places.insert(reserve.place);
        let orders = self.orders(task, reserve);
        let after = self.last_day((&task.id, stratum, *rank)).map_or(*date, |last| last.max(*date));
        let is_available = |who: usize, days: &[Day]| self.substitutes.is_available(who, days);
        let was_available = |who: usize, days: &[Day]| self.substitutes.was_available(who, days);
        let found = self.find_days(task, after, &orders, is_available);
        let stands_aside = found != self.find_days(task, after, &orders, was_available);
        let Some((found, _)) = found else { return nothing_more(replacement).map(|()| true) };
        if skipped.len() != orders.len() {
            return Err(fail(Fault::ReplaceSkipped).got(skipped.len()).expected(orders.len()));
        }
        let mut turns: Vec<Option<usize>> = Vec::new();
        for (order, skipped) in orders.iter().zip(skipped) {
            // Behind a seat that nobody fills none is come to.
            let is_reached = !turns.contains(&None);
            let free =
                |who: &usize| is_reached && !turns.contains(&Some(*who)) && self.substitutes.is_available(*who, &found);
            let turn = walk(&self.substitutes, order.iter().copied().filter(free), skipped)?;
            turns.push(turn);
        }
        // Where somebody is missing because of those who were passed over, the case goes one level up.
        let chosen: Option<Vec<usize>> = turns.iter().copied().collect();
        let (chosen, found) = chosen.map_or((Vec::new(), Vec::new()), |chosen| (chosen, found));
        let names = chosen.iter().map(|who| self.substitutes.name(*who));
        if !team.iter().map(Id::as_str).eq(names.clone()) || *days != found {
            let text = |team: Vec<&str>, days: &[Day]| {
                let days = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
                format!("{}; {days}", team.join(" "))
            };
            let got = text(team.iter().map(Id::as_str).collect(), days);
            return Err(fail(Fault::ReplaceVisit).got(got).expected(text(names.collect(), &found)));
        }
        if !chosen.is_empty() {
            chosen.into_iter().for_each(|who| self.substitutes.give(who, &found));
            self.ends.extend(found.last().map(|last| (at, *last)));
            self.teams.entry(reserve.place).or_insert_with(|| Team::new(found, turns, orders));
        }
        Ok(stands_aside)
    }

    /// Case 5 of section 23.4: whether the visit that a reserve joins was made by an earlier replacement, is over, too short, has no
    /// days or too few seats for the reserve's task, or somebody in its team is kept away from the reserve by law.
    fn is_joined_by_superior(&self, task: &Task, reserve: &Reserve<'_>, date: Day) -> bool {
        let Some(drawn) = self.board.visits.iter().find(|one| one.visit.id == *reserve.place) else { return true };
        let visit = &drawn.visit;
        let is_over = visit.days.last().is_none_or(|last| *last <= date);
        let lacks_seats = self.board.plan.pools.iter().any(|pool| {
            let own = visit.seats.iter().filter(|seat| seat.pool == pool.id).count() as u64;
            let wanted = task.seats.iter().filter(|seat| seat.pool == pool.id).map(|seat| u64::from(seat.count));
            own < wanted.sum()
        });
        if is_over || visit.duration < task.days || lacks_seats {
            return true;
        }
        let now: Vec<usize> = match self.teams.get(reserve.place) {
            Some(team) => team.now.iter().copied().flatten().collect(),
            None => self.board.seats_of(drawn).iter().filter_map(|seat| seat.holder).collect(),
        };
        now.iter().any(|who| reserve.law.contains(who))
    }

    /// For each seat that the task alone gives (section 11), its substitutes.
    fn orders(&mut self, task: &Task, reserve: &Reserve<'_>) -> Vec<Vec<usize>> {
        let mut orders = Vec::new();
        for (pool, one) in self.board.plan.pools.iter().enumerate() {
            let count: u64 =
                task.seats.iter().filter(|seat| seat.pool == one.id).map(|seat| u64::from(seat.count)).sum();
            for _ in 0..count {
                let (area, barred) = (reserve.area, reserve.barred.as_slice());
                let wanted = Wanted { visit: reserve.place, seat: orders.len(), pool, area, barred };
                orders.push(self.substitutes.order(&wanted));
            }
        }
        orders
    }

    /// The first days after `after` on which every seat has somebody, and who that is if nobody is passed over.
    fn find_days(
        &self,
        task: &Task,
        after: Day,
        orders: &[Vec<usize>],
        is_available: impl Fn(usize, &[Day]) -> bool,
    ) -> Option<(Vec<Day>, Vec<usize>)> {
        let mut windows = self.board.plan.days.windows(task.days as usize);
        windows.find_map(|days| {
            days.first().filter(|first| **first > after)?;
            let mut team = Vec::new();
            for order in orders {
                let free = order.iter().find(|who| !team.contains(*who) && is_available(**who, days));
                team.push(*free?);
            }
            Some((days.to_vec(), team))
        })
    }
}

/// Whose turn it is, once those who are said to be passed over are.
fn walk(
    substitutes: &Substitutes<'_>,
    candidates: impl Iterator<Item = usize>,
    skipped: &[Skipped],
) -> Result<Option<usize>, Failure> {
    let mut skipped = skipped.iter().peekable();
    let mut turn = None;
    for who in candidates {
        if skipped.next_if(|one| one.inspector.as_str() == substitutes.name(who)).is_none() {
            turn = Some(who);
            break;
        }
    }
    match skipped.next() {
        Some(one) => {
            let expected = turn.map_or("–", |who| substitutes.name(who));
            Err(fail(Fault::ReplaceSkipped).got(&one.inspector).expected(expected))
        }
        None => Ok(turn),
    }
}

fn expect(substitutes: &Substitutes<'_>, turn: Option<usize>, by: Option<&Id>) -> Checked {
    let expected = turn.map(|who| substitutes.name(who));
    if by.map(Id::as_str) == expected {
        return Ok(());
    }
    Err(fail(Fault::ReplaceOrder).got(by.map_or("–", Id::as_str)).expected(expected.unwrap_or("–")))
}

/// No reserve, or a reserve that joins a visit, or none for which days are found: nothing else is said.
fn nothing_more(replacement: &Replacement) -> Checked {
    match replacement {
        Replacement::Entity { days, skipped, team, .. }
            if !(days.is_empty() && skipped.is_empty() && team.is_empty()) =>
        {
            Err(fail(Fault::ReplaceVisit).got("days, skipped, team").expected("–"))
        }
        _ => Ok(()),
    }
}

/// Where the reserve is visited.
fn expect_visit(replacement: &Replacement, expected: Option<&Id>) -> Checked {
    let Replacement::Entity { visit, .. } = replacement else { return Ok(()) };
    if visit.as_ref() == expected {
        return Ok(());
    }
    let text = |id: Option<&Id>| id.map_or("–".to_owned(), |id| id.to_string());
    Err(fail(Fault::ReplaceVisit).got(text(visit.as_ref())).expected(text(expected)))
}

pub(crate) fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Replacements, fault)
}
