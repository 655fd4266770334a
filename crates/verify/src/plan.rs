//! Check `plan`: the plan is consistent, whatever the lists are.
//!
//! Source: `docs/PROTOCOL.md`, sections 5 and 7.

use std::collections::{BTreeMap, BTreeSet};

use records::entropy::FinalSource;
use records::id::Id;
use records::plan::{Condition, Droppable, Plan, Relaxation, Stratum, Task};

use crate::check::Check;
use crate::condition::Rule;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::manifest::required_lists;
use crate::plan_keys;
use crate::said::said;

/// Most visits a day that a plan may allow an inspector (section 5).
const DAILY_MAX: u32 = 255;

/// Most working days of a plan (section 5), so that a hostile one can't cost a verifier minutes.
const DAYS_MAX: usize = 1000;

/// Most days from the end of the period to `finish_by` (section 5): a number can't be left open for ever.
const FINISH_DAYS_MAX: i32 = 366;

pub(crate) type Checked = Result<(), Failure>;

/// What a plan may refer to. Sets, because a plan may be as long as its publisher likes.
struct Known<'p> {
    cases: BTreeSet<&'p str>,
    ceilings: BTreeSet<&'p str>,
    pools: BTreeSet<&'p str>,
}

impl<'p> Known<'p> {
    fn new(plan: &'p Plan) -> Self {
        Self {
            cases: plan.cases.iter().map(String::as_str).collect(),
            ceilings: plan.ceilings.iter().map(|ceiling| ceiling.id.as_str()).collect(),
            pools: plan.pools.iter().map(|pool| pool.id.as_str()).collect(),
        }
    }
}

/// Everything that section 5 says of a plan, and the list names of section 7.
pub(crate) fn check(plan: &Plan) -> Checked {
    check_header(plan)?;
    check_period(plan)?;
    check_final(plan)?;
    unique(plan.participants.iter().map(String::as_str), "participants")?;
    plan_keys::check(plan)?;
    sorted(plan.cases.iter().map(String::as_str), "cases")?;
    let known = Known::new(plan);
    check_ceilings(plan, &known)?;
    check_pools(plan)?;
    check_relaxations(plan, &known)?;
    unique(plan.tasks.iter().map(|task| task.id.as_str()), "tasks")?;
    for task in &plan.tasks {
        check_task(&known, task)?;
    }
    check_circles(plan)?;
    check_populations(plan)?;
    check_roots(plan)
}

fn check_header(plan: &Plan) -> Checked {
    one_of("protocol", &plan.protocol, &["mq1"], Fault::PlanProtocol)?;
    one_of("suite", &plan.suite, &["sha256"], Fault::PlanProtocol)?;
    one_of("publish.inspectors", &plan.publish.inspectors, &["pseudonyms"], Fault::PlanText)?;
    one_of("publish.names", &plan.publish.names, &["never", "slips", "site"], Fault::PlanText)?;
    at_least_one("sequence", plan.sequence)?;
    at_least_one("attempt", plan.attempt)?;
    let quotas = plan.quotas;
    if quotas.min > quotas.max {
        return Err(fail(Fault::PlanNumber).got(format!("quotas: {} > {}", quotas.min, quotas.max)));
    }
    if quotas.daily_max > DAILY_MAX {
        let got = format!("quotas.daily_max: {}", quotas.daily_max);
        return Err(fail(Fault::PlanNumber).got(got).expected(format!("<= {DAILY_MAX}")));
    }
    not_empty("participants", plan.participants.is_empty())?;
    no_empty_text("participants", &plan.participants)?;
    no_empty_text("cases", &plan.cases)?;
    not_empty("tasks", plan.tasks.is_empty())
}

fn check_period(plan: &Plan) -> Checked {
    let period = plan.period;
    if period.from > period.until {
        return Err(fail(Fault::PlanPeriod).got(format!("period: {} > {}", period.from, period.until)));
    }
    let finish = period.until.days_until(plan.finish_by);
    if !(0..=FINISH_DAYS_MAX).contains(&finish) {
        let expected = format!("{} … +{FINISH_DAYS_MAX}", period.until);
        return Err(fail(Fault::PlanPeriod).got(format!("finish_by: {}", plan.finish_by)).expected(expected));
    }
    if plan.days.len() > DAYS_MAX {
        return Err(fail(Fault::PlanDays).got(plan.days.len()).expected(format!("<= {DAYS_MAX}")));
    }
    let outside = plan.days.iter().find(|day| **day < period.from || period.until < **day);
    if let Some(day) = outside {
        return Err(fail(Fault::PlanDays).got(day).expected(format!("{} … {}", period.from, period.until)));
    }
    match plan.days.iter().zip(plan.days.iter().skip(1)).find(|(a, b)| a >= b) {
        Some((a, b)) => Err(fail(Fault::PlanDays).got(format!("{a}, {b}"))),
        None => Ok(()),
    }
}

/// At least 64 bits: floor(log2(outcomes)) ≥ 64 exactly when there are 2^64 outcomes or more.
fn check_final(plan: &Plan) -> Checked {
    let source = &plan.final_source;
    let got = || fail(Fault::PlanFinal).got(source.id());
    let (outcomes, times) = match *source {
        FinalSource::Dice { sides, count } => {
            if !matches!(sides, 6 | 10) || !(1..=200).contains(&count) {
                return Err(got().expected("dice-10x… / dice-6x…, 1 … 200"));
            }
            (Some(u128::from(sides)), count)
        }
        FinalSource::Balls { draws, of, pick } => {
            if !(1..=50).contains(&draws) || !(2..=100).contains(&of) || !(1..=of).contains(&pick) {
                return Err(got().expected("balls-(1…50)x(1…n)of(2…100)"));
            }
            ((of - pick + 1..=of).try_fold(1_u128, |product, factor| product.checked_mul(u128::from(factor))), draws)
        }
        FinalSource::Drand { round } => {
            let right = (1..=records::entropy::ROUND_MAX).contains(&round);
            if !right {
                return Err(got().expected(">= 1"));
            }
            // A round that is older than the plan was known before there was anything to draw.
            let (begins, created) = (source.begins().unwrap_or_default(), records::entropy::day_begins(plan.created));
            if begins < created {
                let got = said(format!("该轮开始于 {begins}"), format!("the round began at {begins}"));
                return Err(fail(Fault::PlanFinal).got(got).expected(format!(">= {created} ({})", plan.created)));
            }
            return Ok(());
        }
    };
    // Overflow of 128 bits is more than enough.
    match outcomes.and_then(|outcomes| outcomes.checked_pow(times)) {
        Some(outcomes) if outcomes < 1 << 64 => Err(got().expected(said("至少 64 位随机", "at least 64 bits"))),
        _ => Ok(()),
    }
}

fn check_ceilings(plan: &Plan, known: &Known<'_>) -> Checked {
    unique(plan.ceilings.iter().map(|ceiling| ceiling.id.as_str()), "ceilings")?;
    for ceiling in &plan.ceilings {
        let id = &ceiling.id;
        if ceiling.from > ceiling.until {
            return Err(fail(Fault::PlanPeriod).got(format!("ceilings {id}: {} > {}", ceiling.from, ceiling.until)));
        }
        let at = |name: &str| format!("ceilings {id} {name}");
        no_empty_text(&at("departments"), &ceiling.departments)?;
        sorted(ceiling.departments.iter().map(String::as_str), &at("departments"))?;
        for (name, cases) in [("lifted_by", &ceiling.lifted_by), ("not_counting", &ceiling.not_counting)] {
            sorted(cases.iter().map(String::as_str), &at(name))?;
            resolve(cases.iter().map(String::as_str), &known.cases, &at(name))?;
        }
    }
    Ok(())
}

fn check_pools(plan: &Plan) -> Checked {
    unique(plan.pools.iter().map(|pool| pool.id.as_str()), "pools")?;
    plan.pools.iter().try_for_each(|pool| {
        not_empty(&format!("pools {} department", pool.id), pool.department.is_empty())?;
        no_empty_text(&format!("pools {} expertise", pool.id), &pool.expertise)
    })
}

fn check_relaxations(plan: &Plan, known: &Known<'_>) -> Checked {
    let is_minimums = |step: &Relaxation| matches!(step, Relaxation::Drop(rule) if rule.drop == Droppable::Minimums);
    let at = plan.relaxations.iter().position(is_minimums);
    if at.is_none_or(|at| at + 1 != plan.relaxations.len()) {
        return Err(fail(Fault::PlanRelaxations).expected("…, {\"drop\":\"minimums\"}"));
    }
    for step in &plan.relaxations {
        if let Relaxation::Raise(raise) = step {
            resolve([raise.quota_max.as_str()], &known.pools, "relaxations quota_max")?;
            at_least_one("relaxations add", raise.add)?;
        }
    }
    Ok(())
}

fn check_task(known: &Known<'_>, task: &Task) -> Checked {
    let at = |name: &str| format!("tasks {} {name}", task.id);
    if !task.case.is_empty() {
        resolve([task.case.as_str()], &known.cases, &at("case"))?;
    }
    sorted(task.items.iter().map(Id::as_str), &at("items"))?;
    sorted(task.ceilings.iter().map(Id::as_str), &at("ceilings"))?;
    resolve(task.ceilings.iter().map(Id::as_str), &known.ceilings, &at("ceilings"))?;
    check_team(known, task)?;
    at_least_one(&at("days"), task.days)?;
    not_empty(&at("strata"), task.strata.is_empty())?;
    unique(task.strata.iter().map(|stratum| stratum.id.as_str()), &at("strata"))?;
    check_conditions(&task.scope, &at("scope"))?;
    let sealed_scope = task.scope_sealed.is_some();
    if sealed_scope && (!task.labelled || !task.scope.is_empty()) {
        return Err(fail(Fault::PlanSealed).got(at("scope_sealed")));
    }
    if task.labelled && !task.scope.is_empty() {
        return Err(fail(Fault::PlanSealed).got(at("scope")));
    }
    task.strata.iter().try_for_each(|stratum| check_stratum(task, stratum))
}

/// A task with seats has something to inspect, and exactly one entry that leads.
/// Nobody inspects alone (section 5; by law at least two, each with a certificate).
const TEAM_MIN: u64 = 2;

fn check_team(known: &Known<'_>, task: &Task) -> Checked {
    let at = |name: &str| format!("tasks {} {name}", task.id);
    if task.seats.is_empty() {
        return Ok(());
    }
    not_empty(&at("items"), task.items.is_empty())?;
    resolve(task.seats.iter().map(|seat| seat.pool.as_str()), &known.pools, &at("seats"))?;
    for seat in &task.seats {
        at_least_one(&at("seats count"), seat.count)?;
    }
    let seats: u64 = task.seats.iter().map(|seat| u64::from(seat.count)).sum();
    if seats < TEAM_MIN {
        return Err(fail(Fault::PlanTeam).got(format!("{}: {seats}", at("seats"))).expected(format!(">= {TEAM_MIN}")));
    }
    match task.seats.iter().filter(|seat| seat.lead).count() {
        1 => Ok(()),
        leads => Err(fail(Fault::PlanLead).got(format!("{}: {leads}", at("seats lead"))).expected(1)),
    }
}

fn check_stratum(task: &Task, stratum: &Stratum) -> Checked {
    let at = |name: &str| format!("tasks {} strata {} {name}", task.id, stratum.id);
    match (&stratum.when, stratum.sealed, task.labelled) {
        (Some(when), None, false) => check_conditions(when, &at("when"))?,
        (None, Some(_), true) => {}
        _ => return Err(fail(Fault::PlanSealed).got(at("when / sealed"))),
    }
    let share = (stratum.ratio.is_some(), stratum.rounding.is_some());
    let other = (stratum.as_task.is_some(), stratum.as_stratum.is_some());
    match (stratum.count.is_some(), share, other) {
        (true, (false, false), (false, false))
        | (false, (true, true), (false, false))
        | (false, (false, false), (true, true)) => {}
        _ => return Err(fail(Fault::PlanAmount).got(at("count / ratio / as_task"))),
    }
    match (stratum.min, stratum.max) {
        (Some(min), Some(max)) if min > max => {
            Err(fail(Fault::PlanAmount).got(format!("{}: {min} > {max}", at("min, max"))))
        }
        _ => Ok(()),
    }
}

fn check_conditions(conditions: &[Condition], at: &str) -> Checked {
    match conditions.iter().find(|condition| Rule::compile(condition).is_none()) {
        Some(condition) => Err(fail(Fault::PlanCondition).got(format!("{at}: {}", condition.field))),
        None => Ok(()),
    }
}

/// Each “as many as” leads to a stratum that says a number of its own. What has been seen to lead there
/// is not followed again.
fn check_circles(plan: &Plan) -> Checked {
    let strata: BTreeMap<(&Id, &Id), &Stratum> = plan
        .tasks
        .iter()
        .flat_map(|task| task.strata.iter().map(|stratum| ((&task.id, &stratum.id), stratum)))
        .collect();
    // Number of the walk in which each stratum was met.
    let mut met: BTreeMap<(&Id, &Id), usize> = BTreeMap::new();
    for (walk, start) in strata.keys().enumerate() {
        let mut here = *start;
        while let Some(stratum) = strata.get(&here) {
            match met.insert(here, walk) {
                Some(earlier) if earlier == walk => {
                    return Err(fail(Fault::PlanCircle).got(format!("tasks {} strata {}", here.0, here.1)));
                }
                Some(_) => break,
                None => {}
            }
            let (Some(task), Some(name)) = (&stratum.as_task, &stratum.as_stratum) else { break };
            if !strata.contains_key(&(task, name)) {
                let at = format!("tasks {} strata {}: {task}/{name}", here.0, here.1);
                return Err(fail(Fault::PlanReference).got(at));
            }
            here = (task, name);
        }
    }
    Ok(())
}

fn check_populations(plan: &Plan) -> Checked {
    let expected = plan.tasks.iter().flat_map(|task| task.strata.iter().map(|s| (&task.id, &s.id)));
    let got = plan.populations.iter().map(|p| (&p.task, &p.stratum));
    match got.eq(expected) {
        true => Ok(()),
        false => Err(fail(Fault::PlanPopulations)),
    }
}

fn check_roots(plan: &Plan) -> Checked {
    let required = required_lists(plan);
    let got: BTreeSet<&str> = plan.roots.keys().map(String::as_str).collect();
    if got == required {
        return Ok(());
    }
    let join = |names: BTreeSet<&str>| names.into_iter().collect::<Vec<_>>().join(" ");
    Err(fail(Fault::PlanRoots).got(join(got)).expected(join(required)))
}

fn one_of(key: &str, got: &str, allowed: &[&str], fault: Fault) -> Checked {
    match allowed.contains(&got) {
        true => Ok(()),
        false => Err(fail(fault).got(format!("{key}: {got}")).expected(allowed.join(" / "))),
    }
}

fn at_least_one(key: &str, number: u32) -> Checked {
    match number {
        0 => Err(fail(Fault::PlanNumber).got(format!("{key}: 0")).expected(">= 1")),
        _ => Ok(()),
    }
}

pub(crate) fn not_empty(key: &str, empty: bool) -> Checked {
    match empty {
        true => Err(fail(Fault::PlanEmpty).got(key)),
        false => Ok(()),
    }
}

pub(crate) fn no_empty_text(key: &str, texts: &[String]) -> Checked {
    not_empty(key, texts.iter().any(String::is_empty))
}

pub(crate) fn unique<'t>(mut texts: impl Iterator<Item = &'t str>, at: &str) -> Checked {
    let mut seen = BTreeSet::new();
    match texts.find(|text| !seen.insert(*text)) {
        Some(text) => Err(fail(Fault::PlanUnique).got(format!("{at}: {text}"))),
        None => Ok(()),
    }
}

pub(crate) fn sorted<'t>(texts: impl Iterator<Item = &'t str> + Clone, at: &str) -> Checked {
    match texts.clone().zip(texts.skip(1)).find(|(a, b)| a >= b) {
        Some((a, b)) => Err(fail(Fault::PlanOrder).got(format!("{at}: {a}, {b}"))),
        None => Ok(()),
    }
}

fn resolve<'t>(references: impl IntoIterator<Item = &'t str>, known: &BTreeSet<&str>, at: &str) -> Checked {
    match references.into_iter().find(|reference| !known.contains(reference)) {
        Some(reference) => Err(fail(Fault::PlanReference).got(format!("{at}: {reference}"))),
        None => Ok(()),
    }
}

pub(crate) fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Plan, fault).file("plan.json").line(1)
}
