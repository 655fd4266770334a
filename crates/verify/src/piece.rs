//! The work on one piece of the entity list and of the lists that go along with it, done on all cores
//! at once: canonical form, order, Merkle leaves, strata, exclusions, populations, tickets.
//!
//! Source: `docs/PROTOCOL.md`, sections 2, 6, 10 and 17.

use std::hash::{DefaultHasher, Hash, Hasher};

use records::canonical::{SpanBuffer, Spans};
use records::frozen::ExclusionReason;
use records::hash::Digest;
use records::id::Id;
use serde::Serialize;

use crate::check::Check;
use crate::condition::{Field, RawTexts, unquoted};
use crate::cursor::{Cursor, Row, check_order};
use crate::entity::{Companion, Content, EntityLine};
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::lines::{Lines, Subtrees};
use crate::rules::Rules;
use crate::source::{Wrong, check_length};
use crate::top::{Ticket, Top};

/// Path of the entity list.
pub(crate) const ENTITIES: &str = "lists/entities.jsonl";

/// What all pieces are worked on with.
pub(crate) struct Context<'p> {
    /// The plan's tasks, if the plan can be relied on; without them only the form is checked.
    pub rules: Option<&'p Rules>,
    /// The published drawn entities, sorted: for these, what their visits rest on is kept.
    pub drawn: &'p [Id],
    /// The smallest tickets so far, by stratum.
    pub tops: &'p [Top],
    /// The entity that somebody asks about.
    pub focus: Option<&'p Focus>,
}

/// An entity that somebody asks about.
#[derive(Debug)]
pub(crate) struct Focus {
    /// What was asked for, and the same as it stands in canonical text.
    pub asked: String,
    pub quoted: String,
    /// Its ticket in each task.
    pub tickets: Vec<Digest>,
}

/// How an entity stands in one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Number of its stratum in the task.
    pub stratum: Option<usize>,
    /// Why it is excluded.
    pub excluded: Option<ExclusionReason>,
}

/// Where what was asked for stands in the entity list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub id: Id,
    pub line: u64,
    pub name: String,
    /// Whether the asked text is its id, or only a former id or its natural key.
    pub by: FoundBy,
    pub standings: Vec<Standing>,
}

/// By what an entity was found on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// What was asked for is its id.
    Id,
    /// What was asked for is one of its former ids.
    FormerId,
    /// What was asked for is the code from which its id is derived.
    Code,
}

/// What a visit rests on, of a drawn entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Details {
    /// Whose place is visited.
    pub user_id: Option<Id>,
    pub area: String,
    /// Commitments to those barred: by law, by rotation.
    pub barred: Option<(Digest, Digest)>,
}

/// Some whole lines of one list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run<'a> {
    pub lines: &'a [u8],
    /// Number of the first line, from 1.
    pub first_line: u64,
    /// Id of the line in front of it.
    pub before: Option<String>,
}

/// A piece: entities, and the lines of the other lists up to the last of them.
pub(crate) struct Piece<'a> {
    pub entities: Run<'a>,
    pub companions: [Run<'a>; 4],
}

/// What a piece gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub findings: Findings,
    pub entities: Subtrees,
    pub companions: [Subtrees; 4],
    /// Population and excluded, by stratum.
    pub counts: Vec<(u64, u64)>,
    /// Tickets that may be among the smallest, by stratum.
    pub tickets: Vec<Vec<Ticket>>,
    /// Entities with a ticket smaller than the focus's, by stratum.
    pub smaller: Vec<u64>,
    pub found: Vec<Found>,
    /// By number in [`Context::drawn`].
    pub details: Vec<(usize, Details)>,
    /// Hashes of ids and of former ids: for noticing, never for deciding.
    pub id_hashes: Vec<u64>,
    pub former_hashes: Vec<u64>,
    /// Hashes of users and maintainers.
    pub user_hashes: Vec<u64>,
}

/// A short hash for noticing that two ids may be equal.
pub(crate) fn short_hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Works on a piece.
pub(crate) fn work(context: &Context<'_>, piece: &Piece<'_>) -> Outcome {
    let strata = context.rules.map_or(0, |rules| rules.strata);
    let [a, b, c, d] = &piece.companions;
    let mut findings = Findings::default();
    let kinds = Companion::ALL;
    let [ka, kb, kc, kd] = kinds;
    let mut cursors = [
        Cursor::new(ka, a, &mut findings),
        Cursor::new(kb, b, &mut findings),
        Cursor::new(kc, c, &mut findings),
        Cursor::new(kd, d, &mut findings),
    ];
    let mut worker = Worker {
        context,
        number: piece.entities.first_line,
        last: piece.entities.before.clone().unwrap_or_default(),
        drawn_at: None,
        standings: Vec::new(),
        outcome: Outcome {
            findings,
            entities: Subtrees::new(piece.entities.first_line.saturating_sub(1)),
            companions: [0; 4].map(Subtrees::new),
            counts: vec![(0, 0); strata],
            tickets: vec![Vec::new(); strata],
            smaller: vec![0; strata],
            found: Vec::new(),
            details: Vec::new(),
            id_hashes: Vec::new(),
            former_hashes: Vec::new(),
            user_hashes: Vec::new(),
        },
    };
    let mut buffer = SpanBuffer::default();
    for line in Lines(piece.entities.lines) {
        worker.outcome.entities.push(line);
        if let Err(wrong) = worker.line(line, &mut buffer, &mut cursors) {
            worker.outcome.findings.add(wrong.at(ENTITIES, worker.number));
        }
        worker.number += 1;
    }
    let mut outcome = worker.outcome;
    for cursor in &mut cursors {
        cursor.drain(&mut outcome.findings);
    }
    outcome.companions = cursors.map(|cursor| cursor.tree);
    outcome
}

struct Worker<'p> {
    context: &'p Context<'p>,
    /// Number of the line at hand.
    number: u64,
    last: String,
    /// The first of the published drawn entities that has not gone by.
    drawn_at: Option<usize>,
    /// Of the line at hand, by task.
    standings: Vec<Standing>,
    outcome: Outcome,
}

impl Worker<'_> {
    fn line<'a>(
        &mut self,
        line: &'a [u8],
        buffer: &'a mut SpanBuffer,
        cursors: &mut [Cursor<'_>; 4],
    ) -> Result<(), Wrong> {
        check_length(line)?;
        let spans = Spans::parse_into(line, buffer)?;
        let entity = EntityLine::read(&spans)?;
        check_order(&mut self.last, entity.id)?;
        self.outcome.id_hashes.push(short_hash(entity.id));
        for former in entity.former_ids.and_then(RawTexts::of).into_iter().flatten() {
            self.outcome.former_hashes.extend(unquoted(former).map(short_hash));
        }
        self.outcome.user_hashes.extend(entity.user_id.into_iter().chain(entity.maintainer_id).map(short_hash));
        let findings = &mut self.outcome.findings;
        let [exclusion, label, barred, selection] = cursors.each_mut().map(|cursor| cursor.seek(entity.id, findings));
        if let Some(rules) = self.context.rules {
            self.place(rules, &entity, label.as_ref(), selection.as_ref());
            self.exclude(rules, &entity, exclusion.as_ref());
            self.check_barred(rules, entity.id, barred.as_ref());
            self.count(rules, entity.id);
            self.keep_details(&entity, barred.as_ref());
        }
        self.find(&entity);
        Ok(())
    }

    /// In which stratum of each task the entity lies.
    fn place(&mut self, rules: &Rules, entity: &EntityLine<'_>, label: Option<&Row<'_>>, selection: Option<&Row<'_>>) {
        let chosen = |task: &str| selection.is_some_and(|row| row.says.selects(task));
        self.standings.clear();
        for task in &rules.tasks {
            let may = !task.from_selection || chosen(&task.id);
            let stratum = if task.labelled || !may { None } else { task.place(&entity.fields) };
            self.standings.push(Standing { stratum, excluded: None });
        }
        if !rules.labelled {
            return;
        }
        let Some(row) = label else {
            self.found_wrong(Fault::LabelsAbsent, ENTITIES, self.number, entity.id);
            return;
        };
        let Content::Labels(labels) = &row.says.content else { return };
        let mut next = 0;
        for (task_id, stratum_id) in labels {
            let place = rules.task(task_id).filter(|task| *task >= next).and_then(|task| {
                let rule = rules.tasks.get(task).filter(|rule| rule.labelled)?;
                Some((task, rule, rule.stratum(stratum_id)?))
            });
            let Some((task, rule, stratum)) = place else {
                let got = format!("{}: {task_id} {stratum_id}", entity.id);
                self.found_wrong(Fault::LabelsWrong, "lists/strata.jsonl", row.line, got);
                return;
            };
            if rule.from_selection && !chosen(&rule.id) {
                let got = format!("{}: {task_id}", entity.id);
                self.found_wrong(Fault::LabelNotSelected, "lists/strata.jsonl", row.line, got);
            }
            if let Some(standing) = self.standings.get_mut(task) {
                standing.stratum = Some(stratum);
            }
            next = task + 1;
        }
    }

    /// From which tasks it is excluded, and whether it may be.
    fn exclude(&mut self, rules: &Rules, entity: &EntityLine<'_>, exclusion: Option<&Row<'_>>) {
        let path = "lists/exclusions.jsonl";
        let active = entity.is_active();
        if let Some(row) = exclusion
            && let Content::Exclusion(tasks) = &row.says.content
        {
            let mut wrong = tasks.is_empty().then_some((Fault::ExclusionTasks, ""));
            let mut next = 0;
            for (task_id, reason) in tasks.iter().copied() {
                let Some(task) = rules.task(task_id).filter(|task| *task >= next) else {
                    wrong = Some((Fault::ExclusionTasks, task_id));
                    break;
                };
                next = task + 1;
                let (Some(rule), Some(standing)) = (rules.tasks.get(task), self.standings.get_mut(task)) else {
                    break;
                };
                standing.excluded = Some(reason);
                let fault = if standing.stratum.is_none() {
                    Some(Fault::ExclusionOutside)
                } else if active && reason == ExclusionReason::Closed {
                    Some(Fault::ExclusionClosedWrong)
                } else if !active && reason != ExclusionReason::Closed {
                    Some(Fault::ExclusionClosedMissing)
                } else {
                    (!rule.may_exclude(reason)).then_some(Fault::ExclusionReason)
                };
                wrong = wrong.or(fault.map(|fault| (fault, task_id)));
            }
            if let Some((fault, task_id)) = wrong {
                self.found_wrong(fault, path, row.line, format!("{} {task_id}", entity.id));
            }
        }
        let missed = |standing: &Standing| standing.stratum.is_some() && standing.excluded.is_none();
        if !active && self.standings.iter().any(missed) {
            self.found_wrong(Fault::ExclusionClosedMissing, ENTITIES, self.number, entity.id);
        }
    }

    /// `barred` has exactly the entities that lie in a stratum of a task with seats.
    fn check_barred(&mut self, rules: &Rules, id: &str, barred: Option<&Row<'_>>) {
        let mut pairs = rules.tasks.iter().zip(&self.standings);
        let needed = rules.paired && pairs.any(|(task, s)| task.has_seats && s.stratum.is_some());
        match (needed, barred) {
            (true, None) => self.found_wrong(Fault::BarredAbsent, ENTITIES, self.number, id),
            (false, Some(row)) => {
                self.found_wrong(Fault::BarredExtra, "lists/barred.jsonl", row.line, id);
            }
            _ => {}
        }
    }

    /// Populations, and the tickets of those who can be drawn.
    fn count(&mut self, rules: &Rules, id: &str) {
        let mut shared = None;
        for (number, (task, standing)) in rules.tasks.iter().zip(&self.standings).enumerate() {
            let Some(stratum) = standing.stratum.map(|stratum| task.first + stratum) else { continue };
            let Some(count) = self.outcome.counts.get_mut(stratum) else { continue };
            if standing.excluded.is_some() {
                count.1 += 1;
                continue;
            }
            count.0 += 1;
            // With one key for all tasks the ticket is computed once.
            let key = rules.key_of(number);
            let ticket = match shared {
                Some((of, ticket)) if of == key => ticket,
                _ => match rules.ticket(number, id) {
                    Some(ticket) => ticket,
                    None => continue,
                },
            };
            shared = Some((key, ticket));
            let top = self.context.tops.get(stratum);
            if top.is_some_and(|top| top.admits(&ticket, id))
                && let (Some(tickets), Ok(id)) = (self.outcome.tickets.get_mut(stratum), Id::parse(id))
            {
                tickets.push((ticket, id));
            }
            if let Some(focus) = self.context.focus
                && let Some(of_focus) = focus.tickets.get(number)
                && (&ticket, id) < (of_focus, focus.asked.as_str())
                && let Some(smaller) = self.outcome.smaller.get_mut(stratum)
            {
                *smaller += 1;
            }
        }
    }

    fn keep_details(&mut self, entity: &EntityLine<'_>, barred: Option<&Row<'_>>) {
        let drawn = self.context.drawn;
        let mut at = match self.drawn_at {
            Some(at) => at,
            None => drawn.partition_point(|id| id.as_str() < entity.id),
        };
        while drawn.get(at).is_some_and(|id| id.as_str() < entity.id) {
            at += 1;
        }
        self.drawn_at = Some(at);
        if drawn.get(at).is_some_and(|id| id.as_str() == entity.id) {
            let details = Details {
                user_id: entity.user_id.and_then(|id| Id::parse(id).ok()),
                area: entity.text(Field::Area),
                barred: barred.and_then(|row| row.says.commitments()),
            };
            self.outcome.details.push((at, details));
        }
    }

    fn find(&mut self, entity: &EntityLine<'_>) {
        let Some(focus) = self.context.focus else { return };
        let mut formers = entity.former_ids.and_then(RawTexts::of).into_iter().flatten();
        let code = entity.fields.get(Field::Code as usize).copied().flatten();
        let by = if entity.id == focus.asked {
            FoundBy::Id
        } else if formers.any(|former| former == focus.quoted) {
            FoundBy::FormerId
        } else if code == Some(focus.quoted.as_str()) {
            FoundBy::Code
        } else {
            return;
        };
        let Ok(id) = Id::parse(entity.id) else { return };
        let standings = self.standings.clone();
        let name = entity.text(Field::Name);
        self.outcome.found.push(Found { id, line: self.number, name, by, standings });
    }

    fn found_wrong(&mut self, fault: Fault, path: &str, line: u64, got: impl std::fmt::Display) {
        self.outcome.findings.add(Failure::new(Check::Lists, fault).file(path).line(line).got(got));
    }
}
