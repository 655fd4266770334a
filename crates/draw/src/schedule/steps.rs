//! The three steps: a free day, otherwise the fewest evictions, and a mixing walk at the end.

use std::collections::VecDeque;

use super::days::Days;
use super::planner::Planner;
use crate::pair::NONE;
use crate::stream::{Stream, StreamError};

/// Evictions allowed for each visit of the queue.
const EVICTIONS_PER_VISIT: u64 = 64;
/// Steps of the mixing walk for each dated visit.
const MIXING_PER_VISIT: u64 = 16;

/// The queue of a component.
pub(super) struct Steps<'p, 'a> {
    planner: &'p mut Planner<'a>,
    queue: VecDeque<u32>,
    /// The start from which a visit was last evicted, or [`NONE`].
    evicted_from: Vec<u32>,
    pub evictions: u64,
    list: Vec<u32>,
}

impl<'p, 'a> Steps<'p, 'a> {
    /// `visits`: those that have a window, ascending.
    pub fn new(planner: &'p mut Planner<'a>) -> Self {
        let evicted_from = vec![NONE; planner.start.len()];
        Self { planner, queue: VecDeque::new(), evicted_from, evictions: 0, list: Vec::new() }
    }

    /// Steps 1 and 2, until the queue is empty or the budget is spent; what is left in the queue
    /// stays undated.
    pub fn run(&mut self, mut visits: Vec<u32>, stream: &mut Stream) -> Result<(), StreamError> {
        let budget = EVICTIONS_PER_VISIT * visits.len() as u64;
        stream.shuffle(&mut visits)?;
        self.queue = visits.into();
        while let Some(visit) = self.queue.pop_front() {
            let free = self.planner.free_starts(visit);
            if free.is_empty() {
                if self.evictions >= budget {
                    return Ok(());
                }
                self.evict_for(visit, stream)?;
            } else {
                let start = pick(&free, stream)?;
                self.planner.place(visit, start);
            }
        }
        Ok(())
    }

    /// Step 2.
    fn evict_for(&mut self, visit: u32, stream: &mut Stream) -> Result<(), StreamError> {
        let start = pick(&self.cheapest(visit), stream)?;
        let team = self.planner.team.row(visit).to_vec();
        for day in start..start + self.planner.duration(visit) {
            for &who in &team {
                if self.planner.is_full(who, day) {
                    let mut list = std::mem::take(&mut self.list);
                    self.planner.on_day_of(who, day, &mut list);
                    let out = list[stream.index(list.len())?];
                    self.list = list;
                    self.evict(out);
                }
            }
            if self.planner.is_cap_full(day) {
                let list = self.planner.on_day(day);
                let out = list[stream.index(list.len())?];
                self.evict(out);
            }
        }
        self.planner.place(visit, start);
        Ok(())
    }

    fn evict(&mut self, visit: u32) {
        let start = self.planner.remove(visit);
        self.evicted_from[visit as usize] = start;
        self.evictions += 1;
        self.queue.push_back(visit);
    }

    /// The possible starts with the fewest evictions, without the one that the visit was last
    /// evicted from unless there is no other.
    fn cheapest(&self, visit: u32) -> Days {
        let mut starts = self.planner.possible_starts(visit);
        let last = self.evicted_from[visit as usize];
        if last != NONE && starts.count() > 1 {
            starts.remove(last);
        }
        let costs: Vec<(u32, u32)> = starts.iter().map(|start| (start, self.cost(visit, start))).collect();
        let least = costs.iter().map(|&(_, cost)| cost).min();
        for (start, cost) in costs {
            if Some(cost) != least {
                starts.remove(start);
            }
        }
        starts
    }

    /// Members who are full, day by day; a day on which only the cap is full counts one.
    fn cost(&self, visit: u32, start: u32) -> u32 {
        let on = |day: u32| {
            let team = self.planner.team.row(visit).iter();
            let full = team.filter(|&&who| self.planner.is_full(who, day)).count() as u32;
            if full == 0 { u32::from(self.planner.is_cap_full(day)) } else { full }
        };
        (start..start + self.planner.duration(visit)).map(on).sum()
    }

    /// Step 3: dated visits move about, which leaves "all schedules equally likely" unchanged.
    pub fn mix(&mut self, stream: &mut Stream) -> Result<(), StreamError> {
        let all = (0..).zip(&self.planner.start).filter(|(_, start)| **start != NONE);
        let dated: Vec<u32> = all.map(|(visit, _)| visit).collect();
        for _ in 0..MIXING_PER_VISIT * dated.len() as u64 {
            let visit = dated[stream.index(dated.len())?];
            self.planner.remove(visit);
            let start = pick(&self.planner.free_starts(visit), stream)?;
            self.planner.place(visit, start);
        }
        Ok(())
    }
}

/// One of the days, uniformly; the set is never empty here.
fn pick(days: &Days, stream: &mut Stream) -> Result<u32, StreamError> {
    let k = stream.index(days.count())?;
    Ok(days.nth(k).unwrap_or(NONE))
}
