//! The data of a draw but its rows.

use std::collections::BTreeMap;

use records::events::{Event, LoggedEvent, Replacement};
use records::frozen::StratumLine;
use records::id::Id;
use records::plan::{Plan, Population, Purpose, Task};
use serde::Serialize;
use verify::Verified;

use super::super::bundle::{Bundle, Outcome};
use super::super::view::{shown, stratum_name};
use super::rows::{counts, item_names, items};
use crate::data::{
    AreaShare, Attempts, Attester, Cast, Digests, DrawDocument, FinalValue, Grading, Holding, ListRoot, Opened, Pool,
    Replaced, Said, Step, Stratum, TaskData, Witnessed, Work,
};

/// Everything that the page of a draw shows.
pub(super) fn document(address: &str, bundle: &Bundle, verified: &Verified) -> DrawDocument {
    let plan = &bundle.plan;
    let outcome = bundle.outcome.as_ref();
    let paired = outcome.filter(|_| plan.is_paired());
    let list = |(name, root): (&String, &records::plan::Root)| ListRoot {
        name: name.clone(),
        count: root.count,
        root: root.root.to_string(),
    };
    DrawDocument {
        address: address.to_owned(),
        name: verified.draw.clone(),
        authority: shown(&plan.authority.name),
        campaign: shown(&plan.campaign),
        created: plan.created.to_string(),
        kind: word(&verified.kind),
        purpose: word(&plan.purpose),
        state: verified.status.state.into(),
        void_reason: verified.status.void_reason.as_deref().map(shown),
        overdue: verified.status.overdue.map(|day| day.to_string()),
        grade: grading(verified),
        counts: counts(bundle, verified),
        opened: opened(bundle),
        plan: holding(plan),
        tasks: tasks(bundle),
        strata: plan.populations.iter().map(|one| stratum(bundle, one)).collect(),
        steps: bundle.events.iter().map(|logged| step(plan, logged)).collect(),
        cast: outcome.filter(|_| bundle.events.is_empty()).map(cast),
        digests: digests(bundle, verified),
        replacements: bundle.events.iter().filter_map(replaced).collect(),
        attempts: attempts(address, plan),
        lists: plan.roots.iter().map(list).collect(),
        areas: outcome.map_or(Vec::new(), |outcome| areas(bundle, outcome)),
        workload: paired.map_or(Vec::new(), |outcome| workload(bundle, outcome)),
        limits: limits(plan),
    }
}

/// The word of a value that has one.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn grading(verified: &Verified) -> Grading {
    let standing = &verified.standing;
    let attester = |one: &verify::Attestation| Attester {
        label: shown(&one.label),
        department: shown(&one.department),
        key: one.key.to_string(),
    };
    let witness = |one: &verify::Witness| Witnessed { name: shown(&one.name), time: one.time };
    Grading {
        grade: standing.grade.name(),
        attested_by: standing.attested_by.iter().map(attester).collect(),
        witnesses: standing.witnesses.iter().map(witness).collect(),
        dated: standing.dated,
        notes: standing.notes.iter().map(word).collect(),
    }
}

/// Of a sealed draw before its outcome is public.
fn opened(bundle: &Bundle) -> Option<Opened> {
    if bundle.outcome.is_some() {
        return None;
    }
    let leaves = bundle.events.iter().find_map(|logged| match &logged.event.event {
        Event::Draw(drawn) => drawn.leaves.map(|leaves| leaves.count),
        _ => None,
    })?;
    let opened = bundle.events.iter().filter(|logged| matches!(logged.event.event, Event::Open { .. })).count() as u64;
    Some(Opened { opened, leaves })
}

fn holding(plan: &Plan) -> Holding {
    let pool = |pool: &records::plan::Pool| Pool { id: pool.id.to_string(), department: shown(&pool.department) };
    Holding {
        mode: word(&plan.mode),
        profile: word(&plan.profile),
        coordination: word(&plan.coordination),
        from: plan.period.from.to_string(),
        until: plan.period.until.to_string(),
        working_days: plan.days.len() as u64,
        finish_by: plan.finish_by.to_string(),
        participants: plan.participants.iter().map(|label| shown(label)).collect(),
        final_source: plan.final_source.id(),
        final_bits: plan.final_source.bits(),
        log: plan.log.clone(),
        superior: plan.superior.as_ref().map(|superior| shown(&superior.name)),
        names: shown(&plan.publish.names),
        pools: plan.pools.iter().map(pool).collect(),
    }
}

fn tasks(bundle: &Bundle) -> Vec<TaskData> {
    let names = item_names(bundle);
    let row = |task: &Task| TaskData {
        id: task.id.to_string(),
        name: shown(&task.name),
        department: shown(&task.department),
        kind: word(&task.kind),
        items: items(&task.items, &names),
        seats: task.seats.iter().map(|seat| u64::from(seat.count)).sum(),
        days: task.days,
    };
    bundle.plan.tasks.iter().map(row).collect()
}

fn stratum(bundle: &Bundle, one: &Population) -> Stratum {
    let plan = &bundle.plan;
    let of = |line: &&StratumLine| (&line.population.task, &line.population.stratum) == (&one.task, &one.stratum);
    let line = bundle.outcome.as_ref().and_then(|outcome| outcome.strata.iter().find(of));
    let task = plan.tasks.iter().find(|task| task.id == one.task);
    let rule = task.and_then(|task| task.strata.iter().find(|stratum| stratum.id == one.stratum));
    Stratum {
        task: one.task.to_string(),
        stratum: one.stratum.to_string(),
        name: stratum_name(plan, &one.task, &one.stratum),
        count: rule.and_then(|rule| rule.count),
        ratio: rule.and_then(|rule| rule.ratio).map(|ratio| format!("{}/{}", ratio.numerator(), ratio.denominator())),
        as_task: rule.and_then(|rule| rule.as_task.as_ref()).map(ToString::to_string),
        min: rule.and_then(|rule| rule.min),
        max: rule.and_then(|rule| rule.max),
        population: one.population,
        excluded: one.excluded,
        n: one.n,
        reserves: one.reserves,
        threshold: line.and_then(|line| line.threshold).map(|threshold| threshold.to_string()),
    }
}

fn step(plan: &Plan, logged: &LoggedEvent) -> Step {
    let operator = || vec![shown(&plan.authority.name)];
    let superior = || plan.superior.iter().map(|superior| shown(&superior.name)).collect();
    let (role, who, value) = match &logged.event.event {
        Event::Announce { plan, .. } => ("operator", operator(), Some(plan.to_string())),
        Event::Share { holder, .. } => ("holder", vec![shown(holder)], None),
        Event::Contribution { label, value } | Event::Reveal { label, value, .. } => {
            ("participant", vec![shown(label)], Some(shown(value)))
        }
        Event::Commitment { label, commitment } => ("participant", vec![shown(label)], Some(commitment.to_string())),
        Event::Close { close } => ("operator", operator(), Some(close.to_string())),
        Event::Sign { label, .. } => ("participant", vec![shown(label)], None),
        Event::Roll { records, value, .. } => {
            ("recorder", records.iter().map(|record| shown(&record.recorder)).collect(), Some(shown(value)))
        }
        Event::Draw(drawn) => {
            ("operator", operator(), drawn.record.or(drawn.seed_hash).map(|digest| digest.to_string()))
        }
        Event::Open { leaf } => ("operator", operator(), Some(leaf.to_string())),
        Event::Replace(_) => ("operator", operator(), None),
        Event::Finish { record, .. } => ("operator", operator(), Some(record.to_string())),
        Event::Void { reason, signature, .. } => match signature {
            Some(_) => ("superior", superior(), Some(shown(reason))),
            None => ("operator", operator(), Some(shown(reason))),
        },
    };
    Step { place: logged.index, event: logged.event.event.name(), role, who, value }
}

fn cast(outcome: &Outcome) -> Cast {
    let said = |one: &records::frozen::Contribution| Said { label: shown(&one.label), value: shown(&one.value) };
    let last = &outcome.ceremony.final_value;
    Cast {
        contributions: outcome.ceremony.contributions.iter().map(said).collect(),
        final_value: FinalValue { source: last.source.clone(), value: shown(&last.value) },
    }
}

fn digests(bundle: &Bundle, verified: &Verified) -> Digests {
    let mut out = Digests {
        plan: verified.plan.to_string(),
        bundle: verified.bundle.to_string(),
        seed_hash: verified.seed_hash.map(|hash| hash.to_string()),
        ..Digests::default()
    };
    for logged in &bundle.events {
        match &logged.event.event {
            Event::Announce { commitment, .. } => out.commitment = commitment.map(|commitment| commitment.to_string()),
            Event::Close { close } => out.close = Some(close.to_string()),
            _ => {}
        }
    }
    if let Some(outcome) = &bundle.outcome {
        out.close = Some(outcome.record.close.to_string());
        out.final_digest = Some(outcome.record.final_digest.to_string());
        out.seed = Some(outcome.record.seed.to_string());
    }
    out
}

fn replaced(logged: &LoggedEvent) -> Option<Replaced> {
    let Event::Replace(replacement) = &logged.event.event else { return None };
    let text = |id: &Option<Id>| id.as_ref().map(ToString::to_string);
    let place = logged.index;
    Some(match replacement {
        Replacement::Inspector { approved_by, by, date, reason, seat, visit, .. } => Replaced {
            place,
            date: date.to_string(),
            kind: "inspector",
            visit: Some(visit.to_string()),
            seat: Some(*seat),
            task: None,
            stratum: None,
            rank: None,
            by_inspector: text(by),
            by_rank: None,
            reason: shown(reason),
            approved_by: shown(approved_by),
        },
        Replacement::Entity { approved_by, by, date, rank, reason, stratum, task, visit, .. } => Replaced {
            place,
            date: date.to_string(),
            kind: "entity",
            visit: text(visit),
            seat: None,
            task: Some(task.to_string()),
            stratum: Some(stratum.to_string()),
            rank: Some(*rank),
            by_inspector: None,
            by_rank: *by,
            reason: shown(reason),
            approved_by: shown(approved_by),
        },
    })
}

fn attempts(address: &str, plan: &Plan) -> Attempts {
    let before = address.rsplit_once('-').map(|(before, _)| before);
    let previous =
        before.filter(|_| plan.attempt > 1).map(|before| format!("{before}-{}", plan.attempt.saturating_sub(1)));
    Attempts { sequence: plan.sequence, attempt: plan.attempt, previous }
}

/// By names, so that the same bundle gives the same bytes.
fn areas(bundle: &Bundle, outcome: &Outcome) -> Vec<AreaShare> {
    let mut drawn: BTreeMap<&str, u64> = BTreeMap::new();
    for one in outcome.selected.iter().filter(|one| !one.reserve) {
        let area = bundle.labels.get(&one.entity).map_or("", |label| label.area.as_str());
        *drawn.entry(area).or_default() += 1;
    }
    let share = |(area, listed): (&String, &u64)| AreaShare {
        area: shown(area),
        listed: *listed,
        drawn: drawn.get(area.as_str()).copied().unwrap_or(0),
    };
    bundle.areas.iter().map(share).collect()
}

fn workload(bundle: &Bundle, outcome: &Outcome) -> Vec<Work> {
    let mut held: BTreeMap<&Id, u64> = bundle.inspectors.keys().map(|id| (id, 0)).collect();
    for who in outcome.visits.iter().flat_map(|visit| &visit.seats).filter_map(|seat| seat.inspector.as_ref()) {
        *held.entry(who).or_default() += 1;
    }
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    held.into_values().for_each(|visits| *counts.entry(visits).or_default() += 1);
    counts.into_iter().map(|(visits, inspectors)| Work { visits, inspectors }).collect()
}

fn limits(plan: &Plan) -> Vec<&'static str> {
    let rehearsal = Some("rehearsal").filter(|_| plan.purpose == Purpose::Rehearsal);
    ["fixed-before"].into_iter().chain(rehearsal).chain(["collusion", "no-verdict"]).collect()
}
