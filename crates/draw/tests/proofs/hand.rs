//! Orders of substitutes made by hand, and questions about them.

use std::collections::BTreeMap;

use draw::replace::{
    DatedVisit, EntityRequest, InspectorRequest, Orders, ReplaceError, ReserveVisit, SUPERIOR, Seated, judge,
};
use draw::sealed::Substitute;
use draw::signature;
use records::day::Day;
use records::events::{Event, EventLine, Replacement, Skipped};
use records::frozen::{SeatLine, VisitLine, VisitState};
use records::hash::{Digest, sha256};
use records::id::Id;
use records::lang::Lang;
use records::plan::{Mode, Plan, Population, Profile};
use records::visit_now::Place as Drawn;

use crate::county::{self, key};
use crate::fixture::id;

/// Orders made by hand.
#[derive(Default)]
pub struct Hand {
    pub visits: BTreeMap<Id, DatedVisit>,
    pub reserves: BTreeMap<(Id, Id, u64), ReserveVisit>,
    /// Days of the visits of all who were drawn.
    pub drawn: Vec<Day>,
    /// Whom the law keeps away from every reserve.
    pub law: Vec<Id>,
    /// Pools of the seats of every visit.
    pub pools: Vec<Id>,
}

impl Orders for Hand {
    fn visit(&self, id: &Id) -> Option<DatedVisit> {
        self.visits.get(id).cloned()
    }

    fn drawn_days(&self, _: &Id, _: &Id, _: u64) -> Option<Vec<Day>> {
        Some(self.drawn.clone())
    }

    fn law(&self, _: &Id, _: &Id, _: u64) -> Vec<Id> {
        self.law.clone()
    }

    fn seated(&self, place: &Id) -> Seated {
        let Some(visit) = self.visits.get(place) else { return Seated::Nothing };
        let seat = |(pool, who): (&Id, &Id)| SeatLine { inspector: Some(who.clone()), lead: false, pool: pool.clone() };
        Seated::Visit(Box::new(VisitLine {
            area: String::new(),
            days: visit.days.clone(),
            draws: Vec::new(),
            duration: u32::try_from(visit.days.len()).unwrap(),
            id: place.clone(),
            items: Vec::new(),
            seats: self.pools.iter().zip(&visit.team).map(seat).collect(),
            state: VisitState::Dated,
        }))
    }

    fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit> {
        self.reserves.get(&(task.clone(), stratum.clone(), rank)).cloned()
    }
}

pub fn substitute(name: &str, left: u32, free: &[u32]) -> Substitute {
    Substitute { free: free.to_vec(), id: id(name), left }
}

/// Two days' visit V with seats A, B, of rank 1 of MARKET/NORTH; visit W with C, D on the second of these days, of rank 2; reserves 3 and 4 of MARKET/NORTH at R3, R4.
pub fn hand(plan: &Plan) -> Hand {
    let task = plan.tasks.iter().find(|task| task.id == id("MARKET")).unwrap();
    let seats_of =
        |pool: &Id| task.seats.iter().filter(|seat| seat.pool == *pool).map(|seat| seat.count as usize).sum();
    let pools = plan.pools.iter().flat_map(|pool| vec![pool.id.clone(); seats_of(&pool.id)]).collect();
    let mut out = Hand { drawn: vec![plan.days[0]], pools, ..Hand::default() };
    let days = vec![plan.days[1], plan.days[2]];
    let order = || vec![substitute("P", 1, &[1, 1]), substitute("Q", 2, &[1, 2]), substitute("R", 1, &[2, 2])];
    let of = |rank| vec![Drawn { task: id("MARKET"), stratum: id("NORTH"), rank }];
    let visit = DatedVisit { days, draws: of(1), team: vec![id("A"), id("B")], orders: vec![order(), order()] };
    out.visits.insert(id("V"), visit);
    let order = vec![substitute("Q", 2, &[2]), substitute("P", 1, &[1])];
    let (days, team, orders) = (vec![plan.days[2]], vec![id("C"), id("D")], vec![order.clone(), order]);
    let visit = DatedVisit { days, draws: of(2), team, orders };
    out.visits.insert(id("W"), visit);
    let order = || {
        vec![
            substitute("P", 1, &[0, 0, 1, 1, 1]),
            substitute("Q", 2, &[1, 1, 2, 0, 1]),
            substitute("S", 1, &[0, 1, 1, 1, 1]),
        ]
    };
    for rank in [3, 4] {
        let reserve = ReserveVisit { place: id(&format!("R{rank}")), orders: vec![order(), order()] };
        out.reserves.insert((id("MARKET"), id("NORTH"), rank), reserve);
    }
    out
}

pub fn plan() -> Plan {
    let mut plan = county::plan(Mode::Open, Profile::Room);
    let population = |task: &str, stratum: &str, n, reserves| Population {
        task: id(task),
        stratum: id(stratum),
        population: 9,
        excluded: 0,
        n,
        reserves,
    };
    plan.populations = vec![
        population("MARKET", "NORTH", 2, 2),
        population("MARKET", "SOUTH", 2, 0),
        population("CREDIT", "L1", 1, 1),
        population("CREDIT", "L2", 1, 1),
        population("FIRE", "ALL", 3, 1),
    ];
    plan
}

pub fn skip(who: &str) -> Skipped {
    Skipped { inspector: id(who), reason: "sick".to_owned() }
}

pub fn inspector(plan: &Plan, skipped: &[&str]) -> InspectorRequest {
    InspectorRequest {
        visit: id("V"),
        seat: 0,
        date: plan.days[0],
        reason: "sick".to_owned(),
        skipped: skipped.iter().map(|who| skip(who)).collect(),
        approved_by: if skipped.is_empty() { "市场监管局" } else { SUPERIOR }.to_owned(),
        nonce: sha256(b"nonce"),
    }
}

pub fn entity(plan: &Plan, rank: u64) -> EntityRequest {
    EntityRequest {
        task: id("MARKET"),
        stratum: id("NORTH"),
        rank,
        date: plan.days[0],
        reason: "closed".to_owned(),
        skipped: vec![],
        approved_by: "市场监管局".to_owned(),
        nonce: sha256(b"nonce"),
    }
}

pub fn digest() -> Digest {
    sha256(b"plan")
}

/// The event, signed as far as there is a key.
pub fn signed(plan: &Plan, replacement: Replacement) -> EventLine {
    let mut line = EventLine { draw: plan.draw_name(), event: Event::Replace(replacement) };
    let message = signature::replacement(&digest(), &line).unwrap();
    if let Event::Replace(
        Replacement::Inspector { approved_by, signature, .. } | Replacement::Entity { approved_by, signature, .. },
    ) = &mut line.event
    {
        let owner = if approved_by == SUPERIOR {
            Some("上级")
        } else {
            plan.keys.iter().find(|k| k.label == *approved_by).map(|k| k.label.as_str())
        };
        *signature = owner.map(|owner| signature::sign(&key(owner), &message));
    }
    line
}

pub fn code(error: &ReplaceError) -> &'static str {
    assert!(!error.message(Lang::Zh).is_ascii(), "{error}");
    error.code()
}

pub fn judged(plan: &Plan, earlier: &[&Replacement], replacement: Replacement) -> &'static str {
    let line = signed(plan, replacement);
    judge(plan, &digest(), &hand(plan), earlier, &line).err().map_or("ok", |error| code(&error))
}
