//! What the summary says, before it is Markdown or HTML: texts in both languages, in the order of the page.
//!
//! Source: `docs/PROTOCOL.md`, sections 15 and 21.

mod ceremony;
mod exceptions;
mod tasks;
mod visits;

use crate::SHOWN_VISITS_MAX;
use crate::result::{OfficeCopy, PublicResult};
use crate::text::{Text, Word};
use crate::words::summary::SUMMARY as W;
use records::frozen::VisitState;
use records::plan::{Coordination, Plan, Purpose};

pub(crate) use ceremony::{Command, HashFact};
pub(crate) use exceptions::NoteRow;
pub(crate) use tasks::{ExclusionRow, ItemRow, REASONS, StratumRow, TaskRow, stratum_name, task_name};
pub(crate) use visits::{Member, VisitRow, item_names, names, visit_row};

/// A label and what stands beside it.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// The label.
    pub(crate) label: Word,
    /// The value.
    pub(crate) value: Text,
}

/// Everything on the page.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    /// Names inspectors, so that it stays in the office.
    pub(crate) is_office: bool,
    /// Says large that it is a rehearsal.
    pub(crate) is_rehearsal: bool,
    /// The campaign.
    pub(crate) campaign: Text,
    /// The authority.
    pub(crate) authority: Text,
    /// Name of the draw.
    pub(crate) draw: String,
    /// Date of the plan.
    pub(crate) created: String,
    /// Overview.
    pub(crate) facts: Vec<Fact>,
    /// Large numbers.
    pub(crate) numbers: Vec<Fact>,
    /// Participant and contribution.
    pub(crate) contributions: Vec<(Text, Text)>,
    /// Final source.
    pub(crate) cast: Vec<Fact>,
    /// Digests, the seed among them.
    pub(crate) digests: Vec<HashFact>,
    /// Tasks.
    pub(crate) tasks: Vec<TaskRow>,
    /// Strata, and their sum as the last row.
    pub(crate) strata: Vec<StratumRow>,
    /// Whether some stratum has an opaque name.
    pub(crate) is_labelled: bool,
    /// Exclusions by task; empty if nobody was excluded.
    pub(crate) exclusions: Vec<ExclusionRow>,
    /// Whether inspectors were drawn.
    pub(crate) is_paired: bool,
    /// Relaxations that were used.
    pub(crate) relaxations: Vec<Text>,
    /// Pairs that are together again, if there are any.
    pub(crate) repeats: Option<Text>,
    /// Visits set aside.
    pub(crate) set_aside: Vec<NoteRow>,
    /// How many more there are.
    pub(crate) set_aside_more: Option<Text>,
    /// Undated visits.
    pub(crate) undated: Vec<NoteRow>,
    /// How many more there are.
    pub(crate) undated_more: Option<Text>,
    /// For the office: for each relaxation and each visit set aside, what would have done.
    pub(crate) remedies: Vec<(Text, Vec<Text>)>,
    /// How to verify.
    pub(crate) commands: Vec<Command>,
    /// What it does not prove.
    pub(crate) limits: Vec<Word>,
    /// Items.
    pub(crate) items: Vec<ItemRow>,
    /// The first visits.
    pub(crate) visits: Vec<VisitRow>,
    /// How many there are, and where the rest is.
    pub(crate) visits_note: Text,
}

impl Summary {
    /// Reads a result. For the office, people are named and remedies told.
    pub(crate) fn new(result: &PublicResult<'_>, office: Option<&OfficeCopy<'_>>) -> Self {
        let plan = result.plan;
        let roster = office.map(|office| office.roster);
        let notes = exceptions::notes(result);
        let labels = visits::item_names(result.items);
        let shown = result.visits.iter().take(SHOWN_VISITS_MAX);
        Self {
            is_office: office.is_some(),
            is_rehearsal: plan.purpose == Purpose::Rehearsal,
            campaign: Text::same(&plan.campaign),
            authority: Text::same(&plan.authority.name),
            draw: plan.draw_name(),
            created: plan.created.to_string(),
            facts: overview(plan),
            numbers: numbers(result),
            contributions: ceremony::contributions(result),
            cast: ceremony::cast(result),
            digests: ceremony::digests(result),
            tasks: tasks::tasks(plan),
            strata: tasks::strata(result),
            is_labelled: plan.is_labelled(),
            exclusions: tasks::exclusions(result),
            is_paired: result.pairing.is_some(),
            relaxations: exceptions::relaxations(result),
            repeats: exceptions::repeats(result),
            set_aside: notes.set_aside,
            set_aside_more: notes.set_aside_more,
            undated: notes.undated,
            undated_more: notes.undated_more,
            remedies: office.map(|office| exceptions::remedies(result, office)).unwrap_or_default(),
            commands: ceremony::commands(result),
            limits: limits(plan),
            items: tasks::items(result),
            visits: shown.map(|visit| visit_row(result, visit, &labels, roster)).collect(),
            visits_note: visits_note(result.visits.len()),
        }
    }
}

fn visits_note(count: usize) -> Text {
    let (n, shown) = (count.to_string(), SHOWN_VISITS_MAX.to_string());
    match count {
        0 => W.visits_none.text(),
        _ if count > SHOWN_VISITS_MAX => W.visits_first.with(&[("n", &n), ("shown", &shown)]),
        _ => W.visits_all.with(&[("n", &n)]),
    }
}

fn overview(plan: &Plan) -> Vec<Fact> {
    let purpose = match plan.purpose {
        Purpose::Rehearsal => W.purpose_rehearsal,
        Purpose::Official => W.purpose_official,
    };
    let coordination = match plan.coordination {
        Coordination::Positive => W.positive,
        Coordination::Independent => W.independent,
    };
    let (sequence, attempt) = (plan.sequence.to_string(), plan.attempt.to_string());
    let (from, until) = (plan.period.from.to_string(), plan.period.until.to_string());
    let days = plan.days.len().to_string();
    vec![
        Fact { label: W.authority, value: Text::same(&plan.authority.name) },
        Fact { label: W.campaign, value: Text::same(&plan.campaign) },
        Fact { label: W.draw, value: Text::same(plan.draw_name()) },
        Fact { label: W.order, value: W.order_value.with(&[("sequence", &sequence), ("attempt", &attempt)]) },
        Fact { label: W.purpose, value: purpose.text() },
        Fact { label: W.created, value: Text::same(plan.created.to_string()) },
        Fact { label: W.period, value: W.period_value.with(&[("from", &from), ("until", &until), ("days", &days)]) },
        Fact { label: W.finish_by, value: Text::same(plan.finish_by.to_string()) },
        Fact { label: W.coordination, value: coordination.text() },
    ]
}

fn numbers(result: &PublicResult<'_>) -> Vec<Fact> {
    let count = |state: VisitState| -> u64 { result.visits.iter().map(|visit| u64::from(visit.state == state)).sum() };
    let listed = |name: &str| result.plan.roots.get(name).map_or(0, |root| root.count);
    let sum = |of: fn(&records::plan::Population) -> u64| -> u64 {
        result.strata.iter().map(|line| of(&line.population)).sum()
    };
    let mut numbers = vec![
        (W.number_entities, listed("entities")),
        (W.number_drawn, sum(|population| population.n)),
        (W.number_reserves, sum(|population| population.reserves)),
        (W.number_visits, u64::try_from(result.visits.len()).unwrap_or(u64::MAX)),
    ];
    if result.pairing.is_some() {
        numbers.extend([
            (W.number_inspectors, listed("inspectors")),
            (W.number_dated, count(VisitState::Dated)),
            (W.number_undated, count(VisitState::Undated)),
            (W.number_set_aside, count(VisitState::Unseated)),
        ]);
    }
    numbers.into_iter().map(|(label, number)| Fact { label, value: Text::same(number.to_string()) }).collect()
}

fn limits(plan: &Plan) -> Vec<Word> {
    let mut limits = Vec::new();
    if plan.purpose == Purpose::Rehearsal {
        limits.push(W.limit_rehearsal);
    }
    limits.extend([W.limit_collusion, W.limit_lists, W.limit_tell, W.limit_inspection]);
    if plan.is_paired() {
        limits.push(W.limit_names);
    }
    if plan.is_labelled() {
        limits.push(W.limit_strata);
    }
    limits
}
