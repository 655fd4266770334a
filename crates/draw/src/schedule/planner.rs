//! The dates of one component while they are being found.

use super::days::{Days, words};
use super::model::Calendar;
use crate::pair::{Component, NONE, Rows};

/// Visits and inspectors by their position in the component; index order is kept.
pub(super) struct Planner<'a> {
    pub calendar: &'a Calendar,
    pub component: &'a Component,
    pub team: Rows,
    visits_of: Rows,
    /// Visit → first day, or [`NONE`].
    pub start: Vec<u32>,
    /// Visits of inspector i on day d: `used[i * days + d]`.
    used: Vec<u8>,
    /// Days on which inspector i can take one more, `words` words each.
    free: Vec<u64>,
    /// Days on which inspector i can go at all.
    open: Vec<u64>,
    cap: Option<CapState<'a>>,
}

struct CapState<'a> {
    most: &'a [u32],
    /// Visits of each day, ascending.
    on_day: Vec<Vec<u32>>,
    free: Vec<u64>,
    open: Vec<u64>,
}

impl<'a> Planner<'a> {
    /// `holders`: the inspector of each seat of the component's visits.
    pub fn new(
        calendar: &'a Calendar,
        component: &'a Component,
        sizes: impl Iterator<Item = usize>,
        holders: &[u32],
    ) -> Self {
        let visits = component.visits.len();
        let people = component.inspectors.len();
        let place = |who: &u32| component.inspectors.partition_point(|other| other < who) as u32;
        let mut team = Rows::with_capacity(visits, holders.len());
        let mut rest = holders;
        for size in sizes {
            let (here, after) = rest.split_at(size);
            team.push(here.iter().map(place));
            rest = after;
        }
        let width = words(calendar.days);
        let mut open = vec![0; people * width];
        for (k, &who) in component.inspectors.iter().enumerate() {
            set_bits(&mut open[k * width..(k + 1) * width], calendar.row(who).iter().map(|&n| n > 0));
        }
        let cap = calendar.cap.as_deref().map(|most| {
            let mut open = vec![0; width];
            set_bits(&mut open, most.iter().map(|&n| n > 0));
            CapState { most, on_day: vec![Vec::new(); most.len()], free: open.clone(), open }
        });
        Self {
            calendar,
            component,
            visits_of: inverse(&team, people),
            team,
            start: vec![NONE; visits],
            used: vec![0; people * calendar.days as usize],
            free: open.clone(),
            open,
            cap,
        }
    }

    pub fn duration(&self, visit: u32) -> u32 {
        self.calendar.duration[self.component.visits[visit as usize] as usize]
    }

    /// How many visits inspector `who` can make on `day`.
    pub fn places(&self, who: u32, day: u32) -> u8 {
        let origin = self.component.inspectors[who as usize] as usize;
        self.calendar.available[origin * self.calendar.days as usize + day as usize]
    }

    /// His visits, ascending.
    pub fn visits_of(&self, who: u32) -> &[u32] {
        self.visits_of.row(who)
    }

    /// Starts whose whole window is free for the whole team and under the cap.
    pub fn free_starts(&self, visit: u32) -> Days {
        self.common(visit, &self.free, self.cap.as_ref().map(|cap| cap.free.as_slice()))
    }

    /// Starts on whose whole window nobody of the team is away and the cap is not 0.
    pub fn possible_starts(&self, visit: u32) -> Days {
        self.common(visit, &self.open, self.cap.as_ref().map(|cap| cap.open.as_slice()))
    }

    fn common(&self, visit: u32, of_person: &[u64], of_all: Option<&[u64]>) -> Days {
        let mut days = Days::all(self.calendar.days);
        let width = words(self.calendar.days);
        for &who in self.team.row(visit) {
            days.keep(&of_person[who as usize * width..(who as usize + 1) * width]);
        }
        if let Some(of_all) = of_all {
            days.keep(of_all);
        }
        days.starts(self.duration(visit));
        days
    }

    pub fn is_full(&self, who: u32, day: u32) -> bool {
        let at = who as usize * self.calendar.days as usize + day as usize;
        self.used[at] >= self.places(who, day)
    }

    pub fn is_cap_full(&self, day: u32) -> bool {
        let full = |cap: &CapState<'_>| cap.on_day[day as usize].len() as u64 >= u64::from(cap.most[day as usize]);
        self.cap.as_ref().is_some_and(full)
    }

    /// Visits of inspector `who` that are under way on `day`, ascending.
    pub fn on_day_of(&self, who: u32, day: u32, out: &mut Vec<u32>) {
        out.clear();
        let under_way = |&&visit: &&u32| {
            let start = self.start[visit as usize];
            start != NONE && start <= day && day - start < self.duration(visit)
        };
        out.extend(self.visits_of(who).iter().filter(under_way));
    }

    /// All visits that are under way on `day`, ascending; known only where there is a cap.
    pub fn on_day(&self, day: u32) -> &[u32] {
        self.cap.as_ref().map_or(&[], |cap| &cap.on_day[day as usize])
    }

    pub fn place(&mut self, visit: u32, start: u32) {
        self.start[visit as usize] = start;
        self.book(visit, start, true);
    }

    pub fn remove(&mut self, visit: u32) -> u32 {
        let start = std::mem::replace(&mut self.start[visit as usize], NONE);
        self.book(visit, start, false);
        start
    }

    fn book(&mut self, visit: u32, start: u32, taken: bool) {
        let (days, width) = (self.calendar.days as usize, words(self.calendar.days));
        for day in start..start + self.duration(visit) {
            for &who in self.team.row(visit) {
                let at = who as usize * days + day as usize;
                self.used[at] = if taken { self.used[at] + 1 } else { self.used[at] - 1 };
                let places = {
                    let origin = self.component.inspectors[who as usize] as usize;
                    self.calendar.available[origin * days + day as usize]
                };
                let row = &mut self.free[who as usize * width..(who as usize + 1) * width];
                set_bit(row, day, self.used[at] < places);
            }
            if let Some(cap) = &mut self.cap {
                let list = &mut cap.on_day[day as usize];
                match (list.binary_search(&visit), taken) {
                    (Err(at), true) => list.insert(at, visit),
                    (Ok(at), false) => drop(list.remove(at)),
                    _ => {}
                }
                let free = (list.len() as u64) < u64::from(cap.most[day as usize]);
                set_bit(&mut cap.free, day, free);
            }
        }
    }
}

fn inverse(team: &Rows, people: usize) -> Rows {
    let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(team.items().len());
    for visit in 0..team.len() as u32 {
        pairs.extend(team.row(visit).iter().map(|&who| (who, visit)));
    }
    pairs.sort_unstable();
    let mut out = Rows::with_capacity(people, pairs.len());
    let mut rest = pairs.as_slice();
    for who in 0..people as u32 {
        let (mine, after) = rest.split_at(rest.partition_point(|pair| pair.0 == who));
        out.push(mine.iter().map(|pair| pair.1));
        rest = after;
    }
    out
}

fn set_bits(row: &mut [u64], days: impl Iterator<Item = bool>) {
    for (day, value) in (0..).zip(days) {
        set_bit(row, day, value);
    }
}

fn set_bit(row: &mut [u64], day: u32, value: bool) {
    let word = &mut row[day as usize / 64];
    let bit = 1 << (day % 64);
    *word = if value { *word | bit } else { *word & !bit };
}
