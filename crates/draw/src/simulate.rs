//! Simulate: the whole draw under throw-away seeds, counted.
//!
//! The seeds are public functions of the announcement and can never be the real one. Everything
//! here is a count over draws; shares and words are made where they are shown.
//!
//! Two passes, so that the large list is read once: all selections together, then teams and dates
//! of each. Where many seeds would not fit into memory, ranges of seeds are run one after another
//! and their tallies merged.
//!
//! Source: `docs/PROTOCOL.md`, section 19.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use records::frozen::{ApartOpening, FrozenInspector, Opening, VisitState};
use records::hash::Digest;
use records::id::Id;
use records::plan::Plan;

use crate::in_memory::DrawError;
use crate::outcome::instance::Model;
use crate::outcome::{Inputs, Mixing, outcome};
use crate::seed::{Keys, Seed};
use crate::select::{SelectError, Selection, Selector};
use crate::visits::{Place, Visit, visits};

/// Fewest draws in which a visit has a team before its pairs are compared: below it, who came once
/// came always.
pub const PAIR_DRAWS_MIN: u64 = 20;

/// Selects for many seeds at once.
#[derive(Clone, Debug)]
pub struct Simulator<'a> {
    plan: &'a Plan,
    seeds: Vec<(u64, Keys, Selector)>,
}

impl<'a> Simulator<'a> {
    /// For the seeds with these numbers, of an announced plan and its P.
    pub fn new(plan: &'a Plan, announced: &Digest, seeds: Range<u64>) -> Self {
        let one = |k: u64| {
            let keys = Seed::simulated(announced, k).keys(plan);
            let selector = Selector::new(plan, &keys.tickets);
            (k, keys, selector)
        };
        Self { plan, seeds: seeds.map(one).collect() }
    }

    /// Offers one entity to all draws; see [`Selector::offer`].
    pub fn offer(&mut self, id: &[u8], offered: &[u16]) {
        self.seeds.iter_mut().for_each(|(_, _, selector)| selector.offer(id, offered));
    }

    /// Takes over what another simulator of the same seeds has seen of the list.
    pub fn merge(&mut self, other: Self) {
        for ((_, _, selector), (_, _, from)) in self.seeds.iter_mut().zip(other.seeds) {
            selector.merge(from);
        }
    }

    /// The selections of all draws.
    pub fn finish(self) -> Result<Simulated<'a>, SelectError> {
        let plan = self.plan;
        let one = |(k, keys, selector): (u64, Keys, Selector)| Ok(Draw { k, keys, selection: selector.finish(plan)? });
        let draws = self.seeds.into_iter().map(one).collect::<Result<_, SelectError>>()?;
        Ok(Simulated { plan, draws })
    }
}

#[derive(Clone, Debug)]
struct Draw {
    k: u64,
    keys: Keys,
    selection: Selection,
}

/// Simulated draws whose teams and dates are still to be drawn.
#[derive(Clone, Debug)]
pub struct Simulated<'a> {
    plan: &'a Plan,
    draws: Vec<Draw>,
}

impl Simulated<'_> {
    /// Everybody drawn in some draw, sorted: whose places and openings [`Self::run`] needs.
    pub fn drawn_ids(&self) -> Vec<Id> {
        let all = self.draws.iter().flat_map(|draw| draw.selection.drawn_ids());
        let mut out: Vec<Id> = all.cloned().collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Teams and dates of all draws, counted. `places` and `openings` are sorted by id and hold at
    /// least those of [`Self::drawn_ids`].
    pub fn run(
        &self,
        inspectors: &[FrozenInspector],
        apart: &[ApartOpening],
        places: &[Place],
        openings: &[Opening],
    ) -> Result<Tally, DrawError> {
        let context = Context { plan: self.plan, inspectors, apart, places, openings };
        let empty = || Ok(Tally::new(self.plan));
        let count = |tally: Result<Tally, DrawError>, draw: &Draw| {
            let mut tally = tally?;
            context.count(draw, &mut tally)?;
            Ok(tally)
        };
        let join = |a: Result<Tally, DrawError>, b: Result<Tally, DrawError>| {
            let mut a = a?;
            a.merge(b?);
            Ok(a)
        };
        let mut tally = self.draws.par_iter().fold(empty, count).reduce(empty, join)?;
        if let Some(pair) = tally.likeliest_pair() {
            tally.largest_pair = self.bounded(&context, pair)?;
        }
        Ok(tally)
    }

    /// The pair with its lower bound, from the first draw in which the visit took place.
    fn bounded(&self, context: &Context<'_>, mut pair: PairChance) -> Result<Option<PairChance>, DrawError> {
        let Some(draw) = self.draws.iter().find(|draw| draw.k == pair.first_draw) else {
            return Ok(Some(pair));
        };
        let visits = context.visits(draw)?;
        let model = context.model(&visits)?;
        let visit = model.visits.iter().position(|visit| visit.id == pair.visit);
        let inspector = context.inspectors.binary_search_by(|inspector| inspector.id.cmp(&pair.inspector));
        let (Some(visit), Ok(inspector), Some(instance)) = (visit, inspector, model.instance(0)) else {
            return Ok(Some(pair));
        };
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let (visit, inspector) = (number(visit), number(inspector));
        let first = instance.seats.first(visit);
        let seats = first..first + number(instance.seats.row(visit).len());
        let his: Vec<u32> = seats.filter(|seat| instance.lawful(visit, *seat, inspector)).collect();
        let others =
            (0..instance.inspector_count).filter(|who| his.iter().any(|seat| instance.lawful(visit, *seat, *who)));
        pair.places = his.len() as u64;
        pair.lawful = others.count() as u64;
        Ok(Some(pair))
    }
}

struct Context<'a> {
    plan: &'a Plan,
    inspectors: &'a [FrozenInspector],
    apart: &'a [ApartOpening],
    places: &'a [Place],
    openings: &'a [Opening],
}

impl<'a> Context<'a> {
    fn visits(&self, draw: &Draw) -> Result<Vec<Visit>, DrawError> {
        Ok(visits(self.plan, &draw.selection, self.places)?)
    }

    fn model<'v>(&self, visits: &'v [Visit]) -> Result<Model<'v>, DrawError>
    where
        'a: 'v,
    {
        Ok(Model::new(self.plan, self.inspectors, self.apart, visits, self.openings)?)
    }

    fn count(&self, draw: &Draw, tally: &mut Tally) -> Result<(), DrawError> {
        for (cell, selected) in tally.drawn.iter_mut().zip(&draw.selection.strata) {
            for ranked in &selected.drawn {
                *cell.entry(ranked.id.clone()).or_default() += 1;
            }
        }
        for id in draw.selection.drawn_ids() {
            *tally.drawn_by_any.entry(id.clone()).or_default() += 1;
        }
        let visits = self.visits(draw)?;
        let outcome = outcome(Inputs {
            plan: self.plan,
            inspectors: self.inspectors,
            apart: self.apart,
            visits: &visits,
            openings: self.openings,
            keys: &draw.keys,
        })?;
        let mut held: BTreeMap<&Id, u32> = BTreeMap::new();
        let (mut unseated, mut undated) = (false, false);
        for line in &outcome.visits {
            unseated |= line.state == VisitState::Unseated;
            undated |= line.state == VisitState::Undated;
            for day in &line.days {
                if let Ok(at) = self.plan.days.binary_search(day) {
                    tally.days[at] += 1;
                }
            }
            let team = line.seats.iter().filter_map(|seat| seat.inspector.as_ref());
            for inspector in team.clone() {
                *held.entry(inspector).or_default() += 1;
            }
            if team.clone().next().is_some() {
                let visit = tally.visits.entry(line.id.clone()).or_insert_with(|| VisitTally {
                    draws: 0,
                    first_draw: draw.k,
                    met: BTreeMap::new(),
                });
                visit.draws += 1;
                visit.first_draw = visit.first_draw.min(draw.k);
                team.for_each(|who| *visit.met.entry(who.clone()).or_default() += 1);
            }
        }
        for inspector in self.inspectors {
            let visits = held.get(&inspector.id).copied().unwrap_or(0);
            *tally.loads.entry(visits).or_default() += 1;
        }
        let relaxations = outcome.pairing.map_or(0, |pairing| pairing.relaxations);
        tally.add_draw(relaxations, unseated, undated, outcome.mixing);
        Ok(())
    }
}

/// Counts over simulated draws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Simulated draws.
    pub draws: u64,
    /// Draws with a visit set aside.
    pub unseated: u64,
    /// Draws with a visit without dates.
    pub undated: u64,
    /// Draws with either.
    pub unplaced: u64,
    /// Draws by number of relaxations used, from none on.
    pub relaxations: Vec<u64>,
    /// For each element of `plan.populations`, in how many draws an entity was drawn; who is not
    /// here was drawn in none.
    pub drawn: Vec<BTreeMap<Id, u64>>,
    /// In how many draws an entity was drawn by any task at all.
    pub drawn_by_any: BTreeMap<Id, u64>,
    /// How often, over inspectors and draws, somebody had so many visits.
    pub loads: BTreeMap<u32, u64>,
    /// Visits on each of the plan's days, over all draws.
    pub days: Vec<u64>,
    /// Seats held, and those of them still as FILL left them.
    pub mixing: Mixing,
    /// The pair that meets most often, given that the visit takes place. Office only.
    pub largest_pair: Option<PairChance>,
    /// Who came to each visit. Office only.
    pub visits: BTreeMap<Id, VisitTally>,
}

/// Who came to one visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitTally {
    /// Draws in which it had a team.
    pub draws: u64,
    /// The first of them.
    pub first_draw: u64,
    /// In how many of them each inspector was in it.
    pub met: BTreeMap<Id, u64>,
}

/// An inspector and a visit. Never leaves the office: a pair that never occurs would show who is
/// barred from whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairChance {
    /// Pseudonym.
    pub inspector: Id,
    /// Visit.
    pub visit: Id,
    /// Draws in which they met.
    pub met: u64,
    /// Draws in which the visit had a team.
    pub draws: u64,
    /// The first of these.
    pub first_draw: u64,
    /// Seats of the visit that the inspector may take.
    pub places: u64,
    /// Inspectors who may take one of these: somebody meets the visit with probability of at least
    /// places ÷ lawful.
    pub lawful: u64,
}

/// What people should look at before they commit to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Everybody in the stratum is drawn: there is no chance in it.
    Certain {
        /// Task.
        task: Id,
        /// Stratum.
        stratum: Id,
    },
    /// Nobody in the stratum is drawn, although there is somebody.
    Never {
        /// Task.
        task: Id,
        /// Stratum.
        stratum: Id,
    },
    /// More draws are unplaced than the plan allows.
    Unplaced {
        /// Draws with an unseated or undated visit.
        unplaced: u64,
        /// Simulated draws.
        draws: u64,
    },
    /// Whenever the visit takes place, the same inspector is in it. Office only.
    Predictable(PairChance),
}

impl Tally {
    fn new(plan: &Plan) -> Self {
        Self {
            drawn: vec![BTreeMap::new(); plan.populations.len()],
            relaxations: vec![0; plan.relaxations.len() + 1],
            days: vec![0; plan.days.len()],
            ..Self::default()
        }
    }

    fn add_draw(&mut self, relaxations: u32, unseated: bool, undated: bool, mixing: Mixing) {
        self.draws += 1;
        self.unseated += u64::from(unseated);
        self.undated += u64::from(undated);
        self.unplaced += u64::from(unseated || undated);
        if let Some(count) = self.relaxations.get_mut(relaxations as usize) {
            *count += 1;
        }
        self.mixing.seats += mixing.seats;
        self.mixing.as_filled += mixing.as_filled;
    }

    /// Adds the counts of other seeds of the same plan.
    pub fn merge(&mut self, other: Self) {
        self.draws += other.draws;
        self.unseated += other.unseated;
        self.undated += other.undated;
        self.unplaced += other.unplaced;
        self.mixing.seats += other.mixing.seats;
        self.mixing.as_filled += other.mixing.as_filled;
        add_all(&mut self.relaxations, &other.relaxations);
        add_all(&mut self.days, &other.days);
        for (cell, from) in self.drawn.iter_mut().zip(other.drawn) {
            from.into_iter().for_each(|(id, count)| *cell.entry(id).or_default() += count);
        }
        for (id, count) in other.drawn_by_any {
            *self.drawn_by_any.entry(id).or_default() += count;
        }
        for (visits, count) in other.loads {
            *self.loads.entry(visits).or_default() += count;
        }
        for (id, from) in other.visits {
            let visit = self
                .visits
                .entry(id)
                .or_insert_with(|| VisitTally { first_draw: from.first_draw, ..VisitTally::default() });
            visit.draws += from.draws;
            visit.first_draw = visit.first_draw.min(from.first_draw);
            from.met.into_iter().for_each(|(id, count)| *visit.met.entry(id).or_default() += count);
        }
        // The likeliest pair of either range, with the counts of both. A pair that is second in
        // both ranges could be likelier still: one run over all seeds finds it.
        let candidates = [self.largest_pair.take(), other.largest_pair].into_iter().flatten();
        let recounted: Vec<PairChance> = candidates.map(|pair| self.recounted(pair)).collect();
        self.largest_pair = recounted.into_iter().max_by(|a, b| order(a).cmp(&order(b)));
    }

    fn recounted(&self, mut pair: PairChance) -> PairChance {
        if let Some(visit) = self.visits.get(&pair.visit) {
            pair.draws = visit.draws;
            pair.met = visit.met.get(&pair.inspector).copied().unwrap_or(0);
        }
        pair
    }

    /// The pair with the largest share of met ÷ draws, among visits with enough draws.
    fn likeliest_pair(&self) -> Option<PairChance> {
        let visits = self.visits.iter().filter(|(_, visit)| visit.draws >= PAIR_DRAWS_MIN);
        let pairs = visits.flat_map(|(id, visit)| {
            visit.met.iter().map(move |(inspector, met)| PairChance {
                inspector: inspector.clone(),
                visit: id.clone(),
                met: *met,
                draws: visit.draws,
                first_draw: visit.first_draw,
                places: 0,
                lawful: 0,
            })
        });
        pairs.max_by(|a, b| order(a).cmp(&order(b)))
    }

    /// Least and most often that an entity of a stratum was drawn, and how often all were together.
    pub fn extremes(&self, plan: &Plan, cell: usize) -> Option<(u64, u64, u64)> {
        let (population, drawn) = (plan.populations.get(cell)?.population, self.drawn.get(cell)?);
        let all_drawn = drawn.len() as u64 == population;
        let least = if all_drawn { drawn.values().copied().min().unwrap_or(0) } else { 0 };
        Some((least, drawn.values().copied().max().unwrap_or(0), drawn.values().sum()))
    }

    /// Whether so many draws are unplaced that the plan must not be committed to.
    pub fn exceeds(&self, plan: &Plan) -> bool {
        let max = plan.simulation.unplaced_max;
        u128::from(self.unplaced) * u128::from(max.denominator()) > u128::from(max.numerator()) * u128::from(self.draws)
    }

    /// All warnings; see [`Warning`] for those that only the office may see.
    pub fn warnings(&self, plan: &Plan) -> Vec<Warning> {
        let mut out = Vec::new();
        for cell in plan.populations.iter().filter(|cell| cell.population > 0) {
            let (task, stratum) = (cell.task.clone(), cell.stratum.clone());
            if cell.n == cell.population {
                out.push(Warning::Certain { task, stratum });
            } else if cell.n == 0 {
                out.push(Warning::Never { task, stratum });
            }
        }
        if self.exceeds(plan) {
            out.push(Warning::Unplaced { unplaced: self.unplaced, draws: self.draws });
        }
        let predictable = self.largest_pair.clone().filter(|pair| pair.met == pair.draws);
        out.extend(predictable.map(Warning::Predictable));
        out
    }
}

/// met ÷ draws as a comparable number, then by ids, so that the order is total. Counts of draws are
/// far below 2^53, and the quotient is taken in 128 bits.
fn order(pair: &PairChance) -> (u128, u64, std::cmp::Reverse<(&Id, &Id)>) {
    let share = (u128::from(pair.met) << 64) / u128::from(pair.draws.max(1));
    (share, pair.draws, std::cmp::Reverse((&pair.visit, &pair.inspector)))
}

fn add_all(to: &mut [u64], from: &[u64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}
