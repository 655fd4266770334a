//! All visits with seats, with who sits where, under the rules at the final level.
//!
//! Source: `docs/PROTOCOL.md`, sections 13.1 and 14.1.

use std::collections::BTreeMap;

use records::frozen::{FrozenInspector, Opening, VisitLine, VisitState};
use records::id::Id;
use records::plan::Plan;

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::people::{Pools, Rules, find};
use crate::source::List;

/// What the published teams look like. Inspectors are positions in the frozen list, seats are
/// numbered visit after visit.
pub(crate) struct Board<'a> {
    pub plan: &'a Plan,
    pub inspectors: &'a [FrozenInspector],
    pub rules: Rules<'a>,
    pub pools: Pools<'a>,
    pub visits: Vec<BoardVisit<'a>>,
    pub seats: Vec<BoardSeat>,
    /// Least and largest number of visits of each inspector.
    pub quotas: Vec<(u64, u64)>,
    /// Path of the visits.
    pub path: &'a str,
}

/// One visit with seats.
pub(crate) struct BoardVisit<'a> {
    /// Its line in the file.
    pub line: u64,
    pub visit: &'a VisitLine,
    /// Numbers of its seats.
    pub seats: std::ops::Range<usize>,
    /// Who may not be sent there, ascending.
    pub barred: Vec<usize>,
}

/// One seat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BoardSeat {
    /// Number of its visit.
    pub visit: usize,
    /// Number of its effective pool.
    pub pool: usize,
    /// Who sits there.
    pub holder: Option<usize>,
}

impl<'a> Board<'a> {
    /// Sets the published visits on the board. `openings` by entity, sorted.
    pub(crate) fn new(
        plan: &'a Plan,
        level: u64,
        inspectors: &'a [FrozenInspector],
        visits: &'a List<VisitLine>,
        openings: &[Opening],
    ) -> Result<Self, Failure> {
        let rules = usize::try_from(level).ok().and_then(|level| Rules::at(plan, level)).ok_or_else(|| {
            let failure = Failure::new(Check::Teams, Fault::SeatLevel).file("draw/pairing.json").line(1);
            failure.got(level).expected(format!("<= {}", plan.relaxations.len()))
        })?;
        let mut board = Self {
            plan,
            inspectors,
            pools: Pools::new(plan, inspectors, rules.home_area),
            rules,
            visits: Vec::new(),
            seats: Vec::new(),
            quotas: Vec::new(),
            path: &visits.path,
        };
        let numbers: BTreeMap<&Id, usize> = plan.pools.iter().map(|pool| &pool.id).zip(0..).collect();
        for (line, visit) in (1..).zip(&visits.rows).filter(|(_, visit)| !visit.seats.is_empty()) {
            board.add(line, visit, &numbers, openings)?;
        }
        board.quotas = board.count_quotas();
        Ok(board)
    }

    fn add(
        &mut self,
        line: u64,
        visit: &'a VisitLine,
        numbers: &BTreeMap<&Id, usize>,
        openings: &[Opening],
    ) -> Result<(), Failure> {
        let first = self.seats.len();
        for seat in &visit.seats {
            let fail = |fault| Failure::new(Check::Teams, fault).file(self.path).line(line);
            let holder = match &seat.inspector {
                None => None,
                Some(id) => match find(self.inspectors, id) {
                    Some(who) => Some(who),
                    None => return Err(fail(Fault::SeatUnknown).got(format!("{}: {id}", visit.id))),
                },
            };
            // Check `visits` has shown that the pools are the plan's.
            let pool = numbers.get(&seat.pool).copied().unwrap_or(usize::MAX);
            let pool = self.pools.effective(pool, &visit.area);
            self.seats.push(BoardSeat { visit: self.visits.len(), pool, holder });
        }
        let opened = visit.draws.iter().filter_map(|draw| {
            let at = openings.binary_search_by(|opening| opening.id.cmp(&draw.entity)).ok()?;
            openings.get(at)
        });
        let barred = self.barred_by(opened);
        let seats = first..self.seats.len();
        self.visits.push(BoardVisit { line, visit, seats, barred });
        Ok(())
    }

    /// Who is barred by these openings at the level of the board, ascending.
    pub(crate) fn barred_by<'o>(&self, openings: impl IntoIterator<Item = &'o Opening>) -> Vec<usize> {
        let mut barred = Vec::new();
        for opening in openings {
            let rotation = opening.rotation.inspectors.iter().filter(|_| self.rules.pairs);
            let ids = opening.law.inspectors.iter().chain(rotation);
            barred.extend(ids.filter_map(|id| find(self.inspectors, id)));
        }
        barred.sort_unstable();
        barred.dedup();
        barred
    }

    /// Quotas at the final level, lowered to what the calendar holds: an inspector can make at most
    /// as many visits as visits of the shortest duration fit into his days.
    fn count_quotas(&self) -> Vec<(u64, u64)> {
        let shortest = self.visits.iter().map(|visit| visit.visit.duration).min().unwrap_or(1).max(1);
        let quota = |inspector| {
            let (min, max) = self.rules.quota(inspector);
            let max = max.min(self.rules.capacity(inspector) / u64::from(shortest));
            (min.min(max), max)
        };
        self.inspectors.iter().map(quota).collect()
    }

    /// The seats of a visit.
    pub(crate) fn seats_of(&self, visit: &BoardVisit<'_>) -> &[BoardSeat] {
        self.seats.get(visit.seats.clone()).unwrap_or_default()
    }

    /// Whether an inspector may take this seat, whoever else is in the team.
    pub(crate) fn may_sit(&self, seat: &BoardSeat, who: usize) -> bool {
        self.pools.members(seat.pool).binary_search(&who).is_ok() && !self.is_barred(seat.visit, who)
    }

    /// Whether an inspector is barred from a visit.
    pub(crate) fn is_barred(&self, visit: usize, who: usize) -> bool {
        self.visits.get(visit).is_none_or(|visit| visit.barred.binary_search(&who).is_ok())
    }

    /// The seats of each inspector.
    pub(crate) fn seats_by_inspector(&self) -> Vec<Vec<usize>> {
        let mut seats = vec![Vec::new(); self.inspectors.len()];
        for (number, seat) in self.seats.iter().enumerate() {
            if let Some(list) = seat.holder.and_then(|who| seats.get_mut(who)) {
                list.push(number);
            }
        }
        seats
    }

    /// The id of an inspector, for messages.
    pub(crate) fn name(&self, who: usize) -> &'a str {
        self.inspectors.get(who).map_or("–", |inspector| inspector.id.as_str())
    }
}

/// Check `teams`: everybody seated may sit there, nobody twice in a team; no team is empty or short.
pub(crate) fn check_teams(board: &Board<'_>) -> Result<(), Failure> {
    for visit in &board.visits {
        let fail = |fault| Failure::new(Check::Teams, fault).file(board.path).line(visit.line);
        let unseated = visit.visit.state == VisitState::Unseated;
        let mut team: Vec<usize> = Vec::new();
        for seat in board.seats_of(visit) {
            let Some(who) = seat.holder else {
                if unseated {
                    continue;
                }
                return Err(fail(Fault::SeatEmpty).got(&visit.visit.id));
            };
            let got = || format!("{}: {}", visit.visit.id, board.name(who));
            if unseated {
                return Err(fail(Fault::SeatTaken).got(got()));
            }
            if board.is_barred(seat.visit, who) {
                return Err(fail(Fault::SeatBarred).got(got()));
            }
            if !board.may_sit(seat, who) {
                return Err(fail(Fault::SeatPool).got(got()));
            }
            if team.contains(&who) {
                return Err(fail(Fault::SeatTwice).got(got()));
            }
            team.push(who);
        }
    }
    Ok(())
}
