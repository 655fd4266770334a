//! The signed minutes (抽取记录): every value of the ceremony on paper, and room for signatures.
//!
//! They give no verdict: the grade of the order of events is the verifier's to say.

use super::common::{
    banners, checkpoint, contributions, fill, final_source, lists, modes, named, parties, under, verify_commands,
};
use super::events;
use super::input::{Minutes, MinutesOutcome, Present};
use super::sheet::{Block, Fact, Section, Sheet, Table, Value};
use super::signatures::signatures;
use super::told::Told;
use crate::summary::{stratum_name, task_name};
use crate::words::minutes::MINUTES as M;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::frozen::VisitState;
use records::plan::{Plan, Population, Purpose};

pub(super) fn sheet(minutes: &Minutes<'_>) -> Sheet {
    let (plan, told) = (minutes.plan, Told(minutes.events));
    Sheet {
        layout: "minutes",
        title: M.title,
        draw: plan.draw_name(),
        created: plan.created.to_string(),
        under: under(plan),
        banners: banners(plan, told),
        sections: vec![
            Section::new(M.part_meeting, vec![Block::Facts(meeting(minutes))]),
            Section::new(M.part_plan, frozen(plan, told)),
            Section::new(M.part_events, happened(minutes)),
            Section::new(M.part_values, values(minutes, told)),
            Section::new(M.part_outcome, outcome(minutes, told)),
            checkpoint(M.part_log, minutes.checkpoint),
            Section::new(M.part_verify, vec![verify_commands(), Block::Note(M.grade_note.text())]),
            Section::laid("part sign", Some(M.part_signatures), signatures(minutes)),
        ],
    }
}

/// A person as one text.
fn person(present: &Present) -> Value {
    match present.body.is_empty() {
        true => Value::same(&present.name),
        false => Value::same(format!("{} · {}", present.name, present.body)),
    }
}

fn meeting(minutes: &Minutes<'_>) -> Vec<Fact> {
    let (plan, attendance) = (minutes.plan, minutes.attendance);
    let people = |people: &[Present]| match people.is_empty() {
        true => Value::word(W.none),
        false => Value::Many(people.iter().map(person).collect()),
    };
    let purpose = match plan.purpose {
        Purpose::Rehearsal => SUMMARY.purpose_rehearsal,
        Purpose::Official => SUMMARY.purpose_official,
    };
    let (sequence, attempt) = (plan.sequence.to_string(), plan.attempt.to_string());
    let order = fill(SUMMARY.order_value, &[("sequence", &sequence), ("attempt", &attempt)]);
    let mut facts = vec![
        Fact::new(SUMMARY.authority, Value::same(&plan.authority.name)),
        Fact::new(SUMMARY.campaign, Value::same(&plan.campaign)),
        Fact::new(SUMMARY.draw, Value::code(plan.draw_name())),
        Fact::new(SUMMARY.order, Value::Text(order)),
        Fact::new(SUMMARY.purpose, Value::word(purpose)),
        Fact::new(W.time, Value::same(&attendance.time)),
        Fact::new(W.place, Value::same(&attendance.place)),
        Fact::new(W.host, person(&attendance.host)),
        Fact::new(W.members, people(&attendance.members)),
        Fact::new(W.witnesses, people(&attendance.witnesses)),
    ];
    facts.extend(parties(plan));
    if !attendance.remarks.is_empty() {
        facts.push(Fact::new(W.remarks, Value::same(&attendance.remarks)));
    }
    facts
}

fn frozen(plan: &Plan, told: Told<'_>) -> Vec<Block> {
    let (from, until, days) =
        (plan.period.from.to_string(), plan.period.until.to_string(), plan.days.len().to_string());
    let period = fill(SUMMARY.period_value, &[("from", &from), ("until", &until), ("days", &days)]);
    let mut facts = Vec::new();
    facts.extend(told.announced().map(|announced| Fact::new(SUMMARY.plan_digest, Value::digits(announced.plan))));
    facts.push(Fact::new(SUMMARY.created, Value::same(plan.created.to_string())));
    facts.push(Fact::new(SUMMARY.period, Value::Text(period)));
    facts.push(Fact::new(SUMMARY.finish_by, Value::same(plan.finish_by.to_string())));
    facts.extend(modes(plan));
    facts.push(Fact::new(SUMMARY.final_source, Value::Text(final_source(&plan.final_source))));
    vec![Block::Facts(facts), lists(plan)]
}

fn happened(minutes: &Minutes<'_>) -> Vec<Block> {
    let row = |(number, line): (usize, &records::events::EventLine)| {
        vec![
            Value::number(number),
            named(events::name(&line.event), line.event.name()),
            Value::Facts(events::content(&line.event, minutes.reasons)),
        ]
    };
    let rows = (1..).zip(minutes.events).map(row).collect();
    let table = Table { layout: "events", head: vec![M.number, M.event, M.content], rows };
    vec![Block::Note(M.events_note.text()), Block::Table(table)]
}

fn values(minutes: &Minutes<'_>, told: Told<'_>) -> Vec<Block> {
    let mut blocks = contributions(minutes.plan, told);
    let mut facts = Vec::new();
    facts.extend(told.close().map(|close| Fact::new(SUMMARY.close, Value::digits(close))));
    if let Some(rolled) = told.rolled() {
        let digest = minutes.plan.final_source.digest(rolled.value);
        facts.push(Fact::new(SUMMARY.final_digest, Value::digits(digest)));
    }
    match minutes.outcome {
        Some(outcome) => {
            facts.push(Fact::new(SUMMARY.seed, Value::digits(outcome.record.seed)));
            facts.push(Fact::new(SUMMARY.seed_hash, Value::digits(outcome.record.seed_hash)));
        }
        None => {
            let hash = told.drawn().and_then(|drawn| drawn.seed_hash);
            facts.extend(hash.map(|hash| Fact::new(SUMMARY.seed_hash, Value::digits(hash))));
        }
    }
    blocks.push(Block::Facts(facts));
    blocks
}

fn outcome(minutes: &Minutes<'_>, told: Told<'_>) -> Vec<Block> {
    if let Some(outcome) = minutes.outcome {
        return vec![strata(minutes.plan, &outcome), Block::Facts(vec![visits(&outcome)])];
    }
    match told.drawn() {
        Some(drawn) => {
            let counted = [(M.leaves_count, drawn.leaves), (M.capsules_count, drawn.capsules)];
            let facts =
                counted.into_iter().filter_map(|(label, root)| Some(Fact::new(label, Value::number(root?.count))));
            vec![Block::Paragraph(M.outcome_sealed.text()), Block::Facts(facts.collect())]
        }
        None => vec![Block::Paragraph(M.outcome_none.text())],
    }
}

fn strata(plan: &Plan, outcome: &MinutesOutcome<'_>) -> Block {
    let row = |population: &Population, threshold: Value| {
        let names = [task_name(plan, &population.task), stratum_name(plan, &population.task, &population.stratum)];
        let numbers = [population.population, population.excluded, population.n, population.reserves];
        names.into_iter().map(Value::Text).chain(numbers.map(Value::number)).chain([threshold]).collect()
    };
    let threshold = |digest: Option<records::hash::Digest>| digest.map_or(Value::same("—"), Value::digits);
    let rows = outcome.strata.iter().map(|line| row(&line.population, threshold(line.threshold))).collect();
    let head = vec![
        SUMMARY.task,
        SUMMARY.stratum,
        SUMMARY.population,
        SUMMARY.excluded,
        SUMMARY.drawn,
        SUMMARY.reserves,
        SUMMARY.threshold,
    ];
    Block::Table(Table { layout: "strata", head, rows })
}

fn visits(outcome: &MinutesOutcome<'_>) -> Fact {
    let count = |state: VisitState| outcome.visits.iter().filter(|visit| visit.state == state).count().to_string();
    let text = fill(
        M.visits_value,
        &[
            ("all", &outcome.visits.len().to_string()),
            ("dated", &count(VisitState::Dated)),
            ("undated", &count(VisitState::Undated)),
            ("unseated", &count(VisitState::Unseated)),
            ("unpaired", &count(VisitState::Unpaired)),
        ],
    );
    Fact::new(M.visits, Value::Text(text))
}
