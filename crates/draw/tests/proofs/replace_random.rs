//! Replacements over random small draws: what is proposed is judged lawful, from the whole outcome and from capsules alone; each
//! way of choosing otherwise is refused by its name.

use std::collections::BTreeMap;

use draw::in_memory::{Held, Office, freeze, hold};
use draw::replace::{
    Bench, EntityRequest, InspectorRequest, Opened, Orders, ReplaceError, SUPERIOR, judge, needs_superior,
    propose_entity, propose_inspector,
};
use draw::stream::Stream;
use records::day::Day;
use records::events::{Leaf, Replacement, Skipped};
use records::frozen::{VisitLine, VisitState};
use records::hash::{h, sha256};
use records::id::Id;
use records::lists::Absence;
use records::plan::{Mode, Plan, Population, Profile, Seat};

use crate::county;
use crate::fixture::{self, id};
use crate::sealed::entries;

const DRAWS: u64 = 90;
const STEPS: usize = 8;

/// Numbers of a test, from its own stream.
struct Dice(Stream);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0.below(n).unwrap()
    }

    fn of<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.below(from.len() as u64) as usize) }
    }
}

/// One department, one task of one or two days with two or three seats, and one without seats.
fn random(dice: &mut Dice) -> (Office, Plan) {
    let mut office = Office::new(fixture::secret());
    office.entities = (0..8 + dice.below(6)).map(|k| fixture::entity(&format!("E{k:02}"), "北区", "")).collect();
    let last = office.entities.len() - 1;
    office.entities[last].user_id = Some(id("E00")); // equipment of somebody who may be drawn
    let template = fixture::office();
    office.inspectors =
        (0..3 + dice.below(6)).map(|k| fixture::inspector("市场监管局", &format!("M{k}"), &[])).collect();
    office.items = template.items;
    let mut plan = county::plan(Mode::Sealed, Profile::Room);
    for inspector in &office.inspectors {
        let day = plan.days[dice.below(5) as usize];
        let from = day.to_string();
        office.absences.push(Absence {
            id: Id::derived(&["absence", inspector.id.as_str(), &from, &from]),
            inspector: inspector.id.clone(),
            from: day,
            until: day,
            reason: String::new(),
        });
    }
    plan.tasks.retain(|task| task.id.as_str() != "FIRE");
    let seats = 2 + dice.below(2) as u32;
    let days = 1 + dice.below(2) as u32;
    let (count, reserves) = (1 + dice.below(3), 1 + dice.below(4));
    for task in &mut plan.tasks {
        task.labelled = false;
        (task.recent_days, task.ceilings, task.scope) = (0, vec![], vec![]);
        task.overall_min = serde_json::from_str("[0,1]").unwrap();
        task.strata.truncate(1);
        let stratum = &mut task.strata[0];
        (stratum.when, stratum.ratio, stratum.rounding) = (Some(vec![]), None, None);
        (stratum.count, stratum.reserves) = (Some(count), reserves);
        (stratum.min, stratum.max, stratum.as_task, stratum.as_stratum) = (None, None, None, None);
        if !task.seats.is_empty() {
            task.seats[0].count = seats;
            task.days = days;
        }
    }
    plan.coordination = records::plan::Coordination::Independent;
    plan.quotas.max = 1 + dice.below(4) as u32;
    (plan.rotation.pairs, plan.rotation.former_units) = (false, false);
    (plan.rotation.last_visit_days, plan.rotation.together_days) = (0, 0);
    office.sort();
    (office, plan)
}

/// What happened over all draws, so that a test of nothing is noticed.
#[derive(Debug, Default)]
struct Tally {
    inspectors: u32,
    nobody: u32,
    entities: u32,
    with_team: u32,
    joined_or_undated: u32,
    passed_over: u32,
    wrong_days: u32,
    superior: u32,
    hindered: u32,
    cancelled: u32,
}

#[test]
fn what_is_proposed_is_lawful_and_nothing_else_is() {
    let mut tally = Tally::default();
    for number in 0..DRAWS {
        let mut dice = Dice(Stream::new(sha256(&number.to_be_bytes()).as_bytes()));
        let (office, plan) = random(&mut dice);
        let frozen = freeze(&office, &plan).unwrap();
        let mut script = county::script(&frozen.announcement.plan);
        script.value = format!("{:020}", dice.below(1 << 60));
        let mut held = hold(&frozen, &script).unwrap();
        let (entries, users) = (entries(&held), held.users());
        let openings = held.reserves.iter().filter_map(|reserve| reserve.opening.as_ref());
        let law = openings.map(|opening| (opening.id.clone(), opening.law.inspectors.clone())).collect();
        let opened = Opened { entries: &entries, users: &users, law: &law };
        check_orders(&held, &opened);
        for _ in 0..STEPS {
            let replacement = {
                let bench = held.bench().unwrap();
                step(&held, &bench, &opened, &mut dice, &mut tally)
            };
            if let Some(replacement) = replacement {
                held.replace(replacement).unwrap();
            }
        }
        check_loads(&held);
        held.finish().unwrap();
    }
    let Tally { inspectors, nobody, entities, with_team, joined_or_undated, .. } = tally;
    let Tally { passed_over, wrong_days, superior, hindered, cancelled, .. } = tally;
    let counts = [inspectors, nobody, entities, with_team, joined_or_undated, passed_over, wrong_days, superior];
    assert!(counts.into_iter().chain([hindered, cancelled]).all(|count| count >= 3), "{tally:?}");
}

/// The same orders, and those of the text: ascending by hash.
fn check_orders(held: &Held<'_>, opened: &Opened<'_>) {
    let bench = held.bench().unwrap();
    for visit in &held.outcome.visits {
        let known = bench.visit(&visit.id);
        assert_eq!(known, opened.visit(&visit.id));
        for (seat, order) in known.iter().flat_map(|visit| visit.orders.iter().enumerate()) {
            let hash = |who: &Id| {
                let seat = seat.to_string();
                h("mq1/replace", &[&held.keys.replace, visit.id.as_bytes(), seat.as_bytes(), who.as_bytes()])
            };
            assert!(order.is_sorted_by(|a, b| hash(&a.id) < hash(&b.id)));
        }
    }
    for reserve in &held.reserves {
        let leaf = &reserve.leaf;
        assert_eq!(
            bench.reserve(&leaf.task, &leaf.stratum, leaf.rank),
            opened.reserve(&leaf.task, &leaf.stratum, leaf.rank)
        );
    }
    let visits = opened.entries.iter().filter(|entry| matches!(entry.line, Leaf::Visit(_))).count();
    assert_eq!(visits, held.outcome.visits.len());
}

fn step(
    held: &Held<'_>,
    bench: &Bench<'_>,
    opened: &Opened<'_>,
    dice: &mut Dice,
    tally: &mut Tally,
) -> Option<Replacement> {
    if dice.below(2) == 0 {
        inspector(held, bench, opened, dice, tally)
    } else {
        entity(held, bench, opened, dice, tally)
    }
}

/// Asks both; they agree, errors included.
fn both<R>(
    bench: &Bench<'_>,
    opened: &Opened<'_>,
    ask: impl Fn(&dyn Orders) -> Result<R, ReplaceError>,
) -> Result<R, ReplaceError>
where
    R: PartialEq + std::fmt::Debug,
{
    let full = ask(bench);
    assert_eq!(full, ask(opened), "the office, knowing capsules only, proposes the same");
    full
}

fn verdict(held: &Held<'_>, bench: &Bench<'_>, replacement: &Replacement) -> &'static str {
    let line = held.signed(replacement.clone()).unwrap();
    let earlier = held.ceremony.replacements();
    judge(held.plan(), held.ceremony.plan_digest(), bench, &earlier, &line).err().map_or("ok", |error| error.code())
}

fn skip(who: &Id) -> Skipped {
    Skipped { inspector: who.clone(), reason: "sick".to_owned() }
}

fn inspector(
    held: &Held<'_>,
    bench: &Bench<'_>,
    opened: &Opened<'_>,
    dice: &mut Dice,
    tally: &mut Tally,
) -> Option<Replacement> {
    let earlier = held.ceremony.replacements();
    let dated: Vec<_> = held.outcome.visits.iter().filter(|visit| visit.state == VisitState::Dated).collect();
    let mut places: Vec<(Id, usize, Day)> =
        dated.iter().map(|visit| (visit.id.clone(), visit.seats.len(), visit.days[0])).collect();
    // Visits that reserves make have inspectors who fall ill, too.
    for one in &earlier {
        if let Replacement::Entity { task, stratum, by: Some(by), days, team, .. } = one
            && !days.is_empty()
        {
            let reserve = bench.reserve(task, stratum, *by).unwrap();
            places.push((reserve.place, team.len(), days[0]));
        }
    }
    let (visit, seats, date) = dice.of(&places)?.clone();
    let mut request = InspectorRequest {
        visit,
        seat: dice.below(seats as u64) as u32,
        date,
        reason: "sick".to_owned(),
        skipped: vec![],
        approved_by: SUPERIOR.to_owned(),
        nonce: sha256(&dice.below(1 << 50).to_be_bytes()),
    };
    let ask = |request: &InspectorRequest| {
        both(bench, opened, |orders| propose_inspector(held.plan(), orders, &earlier, request))
    };
    let mut out = match ask(&request) {
        Err(error) => {
            assert!(["replace-empty-seat", "replace-cancelled"].contains(&error.code()), "{error}");
            tally.cancelled += u32::from(error.code() == "replace-cancelled");
            return None;
        }
        Ok(first) => first,
    };
    // Some of the first ones can't.
    for _ in 0..dice.below(3) {
        let Replacement::Inspector { by: Some(by), .. } = &out else { break };
        request.skipped.push(skip(by));
        out = ask(&request).unwrap();
    }
    assert_eq!(verdict(held, bench, &out), "ok");
    tally.inspectors += 1;
    let Replacement::Inspector { by, .. } = &out else { panic!() };
    match by {
        None => tally.nobody += 1,
        Some(by) => {
            let skipped = [request.skipped.clone(), vec![skip(by)]].concat();
            let next = ask(&InspectorRequest { skipped, ..request.clone() }).unwrap();
            check_later(held, bench, &out, &next, tally);
        }
    }
    check_approver(held, bench, &out, tally);
    Some(out)
}

/// Choosing the one who would follow, without a reason for the first; and naming him as skipped out of his turn.
fn check_later(held: &Held<'_>, bench: &Bench<'_>, lawful: &Replacement, next: &Replacement, tally: &mut Tally) {
    let Replacement::Inspector { by: Some(later), .. } = next else { return };
    let mut wrong = lawful.clone();
    let Replacement::Inspector { by, .. } = &mut wrong else { panic!() };
    *by = Some(later.clone());
    assert_eq!(verdict(held, bench, &wrong), "replace-passed-over");
    let Replacement::Inspector { skipped, .. } = &mut wrong else { panic!() };
    skipped.push(skip(later));
    assert_eq!(verdict(held, bench, &wrong), "replace-skipped");
    tally.passed_over += 1;
}

fn check_approver(held: &Held<'_>, bench: &Bench<'_>, lawful: &Replacement, tally: &mut Tally) {
    let mut other = lawful.clone();
    let (Replacement::Inspector { approved_by, .. } | Replacement::Entity { approved_by, .. }) = &mut other;
    "市场监管局".clone_into(approved_by);
    let earlier = held.ceremony.replacements();
    let is_hindered = !needs_superior(&earlier, lawful) && is_hindered(held, bench, &earlier, lawful);
    tally.hindered += u32::from(is_hindered);
    let is_odd = match is_unfilled_or_joined(held, bench, &earlier, lawful) {
        Some(is_odd) => is_odd,
        None => return,
    };
    let is_first = !needs_superior(&earlier, lawful) && !is_late(held, bench, &earlier, lawful);
    let expected = if !is_first || is_hindered || is_odd {
        tally.superior += 1;
        "replace-approver"
    } else {
        "ok"
    };
    assert_eq!(verdict(held, bench, &other), expected);
}

/// Whether an entity is replaced after its last day, by the words of section 23.4.
fn is_late(held: &Held<'_>, bench: &Bench<'_>, earlier: &[&Replacement], lawful: &Replacement) -> bool {
    let Replacement::Entity { date, rank, stratum, task, .. } = lawful else { return false };
    let taken = earlier.iter().find_map(|one| match one {
        Replacement::Entity { task: a, stratum: b, by: Some(by), days, .. } => {
            ((a, b, by) == (task, stratum, rank)).then(|| days.clone())
        }
        _ => None,
    });
    let days = taken.or_else(|| bench.drawn_days(task, stratum, *rank)).unwrap();
    match days.last() {
        Some(last) => date > last,
        None => held.plan().tasks.iter().any(|one| one.id == *task && !one.seats.is_empty()),
    }
}

/// Whether nobody takes the place, or a reserve joins what an earlier replacement has made; nothing where the law keeps somebody away,
/// which is tried by hand.
fn is_unfilled_or_joined(
    held: &Held<'_>,
    bench: &Bench<'_>,
    earlier: &[&Replacement],
    lawful: &Replacement,
) -> Option<bool> {
    let (by, days, stratum, task, visit) = match lawful {
        Replacement::Inspector { by, .. } => return Some(by.is_none()),
        Replacement::Entity { by, days, stratum, task, visit, .. } => (by, days, stratum, task, visit),
    };
    let Some(by) = by else { return Some(true) };
    if !bench.law(task, stratum, *by).is_empty() {
        return None;
    }
    let seated = |id: &Id| held.plan().tasks.iter().any(|task| task.id == *id && !task.seats.is_empty());
    let drawn = held.outcome.visits.iter().find(|one| Some(&one.id) == visit.as_ref() && !one.seats.is_empty());
    if drawn.is_some_and(|drawn| is_unfit(held, drawn, task, lawful.date())) {
        return Some(true);
    }
    let is_drawn = drawn.is_some();
    let is_made = !is_drawn
        && earlier
            .iter()
            .any(|one| matches!(one, Replacement::Entity { task, visit: place, .. } if place == visit && seated(task)));
    Some(is_made || (!is_drawn && seated(task) && days.is_empty()))
}

/// Whether a visit of the outcome has no days, is over, too short, or has too few seats of a pool for a task.
fn is_unfit(held: &Held<'_>, visit: &VisitLine, task: &Id, date: Day) -> bool {
    let task = held.plan().tasks.iter().find(|one| one.id == *task).unwrap();
    let lacks = |seat: &Seat| {
        let wanted: u32 = task.seats.iter().filter(|one| one.pool == seat.pool).map(|one| one.count).sum();
        visit.seats.iter().filter(|one| one.pool == seat.pool).count() < wanted as usize
    };
    visit.days.last().is_none_or(|last| *last <= date) || visit.duration < task.days || task.seats.iter().any(lacks)
}

/// Whether a first one would be another if nobody had gained anything: as if nothing had been replaced before but what made the
/// place, whose own team does not count there.
fn is_hindered(held: &Held<'_>, bench: &Bench<'_>, earlier: &[&Replacement], lawful: &Replacement) -> bool {
    let (nonce, approved_by) = (sha256(b"nobody"), SUPERIOR.to_owned());
    let at = |place: Option<&Id>| -> Vec<&Replacement> {
        let is_there =
            |one: &&&Replacement| matches!(one, Replacement::Entity { visit, .. } if visit.as_ref() == place);
        earlier.iter().filter(is_there).copied().collect()
    };
    match lawful.clone() {
        Replacement::Inspector { by, date, reason, seat, skipped, visit, .. } => {
            let mut before = at(Some(&visit));
            // Only what made the visit: who joined it later keeps nobody away.
            let is_drawn = held.outcome.visits.iter().any(|one| one.id == visit && !one.seats.is_empty());
            before.truncate(usize::from(!is_drawn));
            let request = InspectorRequest { visit, seat, date, reason, skipped, approved_by, nonce };
            let alone = propose_inspector(held.plan(), bench, &before, &request).unwrap();
            !matches!(alone, Replacement::Inspector { by: other, .. } if other == by)
        }
        Replacement::Entity { by, date, days, rank, reason, stratum, task, team, visit, .. } if by.is_some() => {
            let before = at(visit.as_ref());
            let request = EntityRequest { task, stratum, rank, date, reason, skipped: vec![], approved_by, nonce };
            let alone = propose_entity(held.plan(), bench, &before, &request).unwrap();
            !matches!(alone, Replacement::Entity { days: a, team: b, .. } if (&a, &b) == (&days, &team))
        }
        Replacement::Entity { .. } => false,
    }
}

fn is_of_stratum(one: &Replacement, population: &Population) -> bool {
    matches!(one, Replacement::Entity { task, stratum, .. } if (task, stratum) == (&population.task, &population.stratum))
}

/// What is said wrongly: days, team, rank of the reserve.
type Change<'a> = &'a dyn Fn(&mut Vec<Day>, &mut Vec<Id>, &mut Option<u64>);

fn entity(
    held: &Held<'_>,
    bench: &Bench<'_>,
    opened: &Opened<'_>,
    dice: &mut Dice,
    tally: &mut Tally,
) -> Option<Replacement> {
    let plan = held.plan();
    let earlier = held.ceremony.replacements();
    let population = dice.of(&plan.populations)?;
    let day = plan.days[dice.below(3) as usize];
    let mut request = EntityRequest {
        task: population.task.clone(),
        stratum: population.stratum.clone(),
        rank: 1 + dice.below(population.n + population.reserves),
        // Dates never go back in a stratum.
        date: earlier
            .iter()
            .filter(|one| is_of_stratum(one, population))
            .map(|before| before.date())
            .chain([day])
            .max()?,
        reason: "closed".to_owned(),
        skipped: vec![],
        approved_by: SUPERIOR.to_owned(),
        nonce: sha256(&dice.below(1 << 50).to_be_bytes()),
    };
    let ask = |request: &EntityRequest| both(bench, opened, |orders| propose_entity(plan, orders, &earlier, request));
    let mut out = match ask(&request) {
        Err(error) => {
            assert!(["replace-rank", "replace-twice"].contains(&error.code()), "{error}");
            return None;
        }
        Ok(first) => first,
    };
    let lists = |one: &Replacement| match one {
        Replacement::Entity { skipped, team, .. } => (skipped.clone(), team.clone()),
        Replacement::Inspector { .. } => panic!(),
    };
    let (skipped, team) = lists(&out);
    if let (Some(first), 0) = (team.first(), dice.below(2)) {
        request.skipped = skipped;
        request.skipped[0].push(skip(first));
        out = ask(&request).unwrap();
    }
    assert_eq!(verdict(held, bench, &out), "ok");
    tally.entities += 1;
    let Replacement::Entity { by, days, team, .. } = &out else { panic!() };
    let change = |change: Change<'_>| {
        let mut wrong = out.clone();
        let Replacement::Entity { days, team, by, .. } = &mut wrong else { panic!() };
        change(days, team, by);
        verdict(held, bench, &wrong)
    };
    if by.is_some() {
        assert_eq!(change(&|_, _, by| *by = by.map(|rank| rank + 1)), "replace-reserve");
        assert_eq!(change(&|_, _, by| *by = None), "replace-reserve");
    }
    if team.is_empty() {
        tally.joined_or_undated += 1;
        assert_eq!(change(&|days, _, _| days.push(plan.days[4])), "replace-extra");
    } else {
        tally.with_team += 1;
        // The same length of days, elsewhere.
        let other = plan.days.windows(days.len()).find(|window| *window != days.as_slice());
        if let Some(other) = other {
            assert_eq!(change(&|days, _, _| *days = other.to_vec()), "replace-days");
            tally.wrong_days += 1;
        }
        let swapped = change(&|_, team, _| team.swap(0, 1));
        assert!(["replace-passed-over", "replace-by"].contains(&swapped), "{swapped}");
    }
    check_approver(held, bench, &out, tally);
    Some(out)
}

/// After everything nobody has more visits than his maximum or more on a day than he can make, though losers keep what they lost.
fn check_loads(held: &Held<'_>) {
    let bench = held.bench().unwrap();
    let mut visits: BTreeMap<Id, u32> = BTreeMap::new();
    let mut on: BTreeMap<(Id, Day), u32> = BTreeMap::new();
    let mut add = |who: &Id, days: &[Day]| {
        *visits.entry(who.clone()).or_default() += 1;
        for day in days {
            *on.entry((who.clone(), *day)).or_default() += 1;
        }
    };
    for visit in &held.outcome.visits {
        visit.seats.iter().filter_map(|seat| seat.inspector.as_ref()).for_each(|who| add(who, &visit.days));
    }
    let mut made: BTreeMap<Id, Vec<Day>> = BTreeMap::new();
    for one in held.ceremony.replacements() {
        match one {
            Replacement::Entity { task, stratum, by: Some(by), days, team, .. } if !days.is_empty() => {
                team.iter().for_each(|who| add(who, days));
                made.insert(bench.reserve(task, stratum, *by).unwrap().place, days.clone());
            }
            Replacement::Inspector { by: Some(by), visit, .. } => {
                let days = bench.visit(visit).map_or_else(|| made[visit].clone(), |visit| visit.days);
                add(by, &days);
            }
            _ => {}
        }
    }
    for ((who, day), count) in &on {
        let inspector = held.inspectors().iter().find(|inspector| inspector.id == *who).unwrap();
        assert!(*count <= draw::pools::available(inspector, *day), "{who} on {day}");
    }
    // Relaxations may raise nobody's maximum here: the plan raises by 2 at most.
    for (who, count) in visits {
        assert!(count <= held.plan().quotas.max + 2, "{who} has {count}");
    }
}
