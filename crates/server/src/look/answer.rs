//! The answer for a code, out of a proof that was checked: names, numbers and the shell line come from the plan and the record that
//! the proof rests on.
//!
//! Source: `docs/PROTOCOL.md`, sections 10, 18, 20.1 and 23.

use records::canonical;
use records::events::{EntityProof, Event, LogProof, LoggedEvent, Replacement, ReserveLeaf};
use records::frozen::{Exclusion, ExclusionReason, SelectedLine, StratumLine};
use records::hash::{Digest, ticket};
use records::id::Id;
use records::plan::Task;
use records::visit_now::{Made, VisitNow, follow};
use serde::Serialize;
use serde_json::Value;
use tlog::checkpoint::SignedCheckpoint;
use tlog::proof::verify_inclusion;
use tlog::tree::{Hash, leaf_hash};
use verify::{Fate, FoundBy, Kind, Proved, ProvedTask, WhyVisit};

use super::find::Look;
use super::{LOOK_FILE, LookError, SELECTED, STRATA};

/// What is published about a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// What was asked for.
    pub asked: Id,
    /// The entity that has the code.
    pub entity: Id,
    /// Its name.
    pub name: String,
    /// Whether the code is its own or a former one.
    pub found_by: FoundBy,
    /// What the bundle is of. Before there is an outcome, only exclusions are told, which are as public as the list.
    pub kind: Kind,
    /// Digest of the bundle.
    pub bundle: Digest,
    /// Name of the draw.
    pub draw: String,
    /// Why the number is void, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// Task by task, in the plan's order; before there is an outcome, the tasks from which it is excluded.
    pub tasks: Vec<FoundTask>,
    /// The visit as it was drawn, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<WhyVisit>,
    /// What replacements have made of its visits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub now: Vec<VisitNow>,
    /// What the proof shows; nothing before there is an outcome.
    #[serde(skip)]
    pub proved: Option<Proved>,
    /// The proof as a file (section 25), without the plan; empty before there is an outcome.
    #[serde(skip)]
    pub proof: Vec<u8>,
}

/// How an entity fared in one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundTask {
    /// The task.
    pub task: Id,
    /// Its name.
    pub name: String,
    /// How it fared.
    #[serde(flatten)]
    pub answer: FoundAnswer,
    /// The stratum in which it lies and from which it is not excluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stratum: Option<FoundStratum>,
    /// Its ticket, of the entity's own id; nothing where it lies in no stratum of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Digest>,
    /// The shell line that recomputes the ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// How an entity fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the answers of section 18; a rank counts from 1, through drawn and reserves")]
pub enum FoundAnswer {
    Drawn { rank: u64 },
    Reserve { rank: u64 },
    NotDrawn,
    Excluded { reason: ExclusionReason },
    Outside,
}

/// A stratum and what was drawn of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundStratum {
    /// The stratum.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// How many were drawn.
    pub n: u64,
    /// How many reserves there are.
    pub reserves: u64,
    /// How many could be drawn.
    pub population: u64,
    /// The ticket of rank n; nothing if n is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Digest>,
}

/// The answer of a proof that was checked.
pub(super) fn of_outcome(look: &Look, proof: &EntityProof, proved: Proved, bytes: Vec<u8>) -> Result<Found, LookError> {
    let Some((entity, name)) = proved.entity.clone() else {
        return Err(LookError::damaged(LOOK_FILE, "a row without an entity"));
    };
    let tasks = look.plan.tasks.iter().zip(&proved.tasks).zip(&proof.record.keys);
    let tasks = tasks.map(|((task, fared), key)| of_task(task, fared, &key.k, &entity, proof)).collect();
    let event = proof.log.as_ref().and_then(|log| log.event.as_ref());
    let void_reason = event.and_then(|line| match &line.event {
        Event::Void { reason, .. } => Some(reason.clone()),
        _ => None,
    });
    Ok(Found {
        now: now(look, proof, &proved)?,
        tasks,
        void_reason,
        visit: proved.visit.as_ref().map(WhyVisit::from),
        proved: Some(proved),
        proof: bytes,
        ..blank(look, &proof.id, entity, name, Kind::Outcome)
    })
}

/// Before there is an outcome: that the list has the entity, and from which tasks it is excluded.
pub(super) fn early(look: &Look, code: &Id, line: &Value, exclusion: Option<&Exclusion>) -> Option<Found> {
    let entity = Id::parse(line.get("id")?.as_str()?).ok()?;
    let name = line.get("name")?.as_str()?.to_owned();
    if exclusion.is_some_and(|exclusion| exclusion.id != entity) {
        return None;
    }
    let excluded = exclusion.iter().flat_map(|exclusion| &exclusion.tasks);
    let task = |excluded: &records::frozen::ExcludedTask| {
        let task = look.plan.tasks.iter().find(|task| task.id == excluded.task)?;
        let answer = FoundAnswer::Excluded { reason: excluded.reason };
        Some(FoundTask {
            task: task.id.clone(),
            name: task.name.clone(),
            answer,
            stratum: None,
            ticket: None,
            command: None,
        })
    };
    let tasks = excluded.map(task).collect::<Option<Vec<_>>>()?;
    let kind = Kind::from_format(&look.description.kind)?;
    Some(Found { tasks, ..blank(look, code, entity, name, kind) })
}

fn blank(look: &Look, asked: &Id, entity: Id, name: String, kind: Kind) -> Found {
    Found {
        found_by: if *asked == entity { FoundBy::Id } else { FoundBy::FormerId },
        asked: asked.clone(),
        entity,
        name,
        kind,
        bundle: look.description.bundle,
        draw: look.description.draw.clone(),
        void_reason: None,
        tasks: Vec::new(),
        visit: None,
        now: Vec::new(),
        proved: None,
        proof: Vec::new(),
    }
}

fn of_task(task: &Task, fared: &ProvedTask, k: &str, entity: &Id, proof: &EntityProof) -> FoundTask {
    let (answer, stratum) = match &fared.fate {
        Fate::Drawn { stratum, rank, .. } => (FoundAnswer::Drawn { rank: *rank }, Some(stratum)),
        Fate::Reserve { stratum, rank, .. } => (FoundAnswer::Reserve { rank: *rank }, Some(stratum)),
        Fate::NotDrawn { stratum, .. } => (FoundAnswer::NotDrawn, Some(stratum)),
        Fate::Excluded { reason } => (FoundAnswer::Excluded { reason: *reason }, None),
        Fate::Outside => (FoundAnswer::Outside, None),
    };
    let bytes: Option<&[u8; 32]> = k.as_bytes().try_into().ok();
    let bytes = bytes.filter(|_| answer != FoundAnswer::Outside);
    FoundTask {
        task: task.id.clone(),
        name: task.name.clone(),
        answer,
        stratum: stratum.and_then(|stratum| of_stratum(task, stratum, proof)),
        ticket: bytes.map(|k| ticket(k, entity.as_bytes())),
        // Both are of characters that a shell does not touch.
        command: bytes.map(|_| format!("printf '%s' '{k}{entity}' | sha256sum")),
    }
}

/// The line of the stratum that is in the proof.
fn of_stratum(task: &Task, stratum: &Id, proof: &EntityProof) -> Option<FoundStratum> {
    let lines = proof.leaves.iter().filter(|leaf| leaf.file == STRATA);
    let mut lines = lines.filter_map(|leaf| serde_json::from_value::<StratumLine>(leaf.line.clone()).ok());
    let line = lines.find(|line| (&line.population.task, &line.population.stratum) == (&task.id, stratum))?;
    Some(FoundStratum {
        id: stratum.clone(),
        name: task.strata.iter().find(|one| one.id == *stratum)?.name.clone(),
        n: line.population.n,
        reserves: line.population.reserves,
        population: line.population.population,
        threshold: line.threshold,
    })
}

/// Visits that replacements have changed or made: of the one that was drawn, and of those for which it was called up as a reserve.
fn now(look: &Look, proof: &EntityProof, proved: &Proved) -> Result<Vec<VisitNow>, LookError> {
    let (Some(log), false) = (&proof.log, look.description.replaced.is_empty()) else { return Ok(Vec::new()) };
    let replaced: Vec<&Replacement> =
        look.description.replaced.iter().filter_map(|logged| replacement(logged, log)).collect();
    if replaced.len() != look.description.replaced.len() {
        return Err(LookError::damaged(LOOK_FILE, "a replacement that is not in the log"));
    }
    let lines = proof.leaves.iter().filter(|leaf| leaf.file == SELECTED);
    let selected = lines.filter_map(|leaf| serde_json::from_value::<SelectedLine>(leaf.line.clone()).ok());
    let reserves: Vec<ReserveLeaf> = selected.filter(|line| line.reserve).map(|line| (&line).into()).collect();
    let made = proved.visit.iter().map(Made::Visit).chain(reserves.iter().map(Made::Reserve));
    let mut out: Vec<VisitNow> = Vec::new();
    let followed = made.filter_map(|made| follow(made, replaced.iter().copied()).1);
    for now in followed.filter(|now| now.replacements > 0) {
        // A reserve that joined the drawn visit is told with it.
        if out.iter().all(|other| other.visit != now.visit) {
            out.push(now);
        }
    }
    Ok(out)
}

/// A replacement whose entry is in the log of the proof.
fn replacement<'l>(logged: &'l LoggedEvent, log: &LogProof) -> Option<&'l Replacement> {
    let Event::Replace(replacement) = &logged.event.event else { return None };
    let note = SignedCheckpoint::from_bytes(log.checkpoint.as_bytes()).ok()?;
    let entry = canonical::to_vec(&logged.event.entry().ok()?).ok()?;
    let path: Vec<Hash> = logged.hashes.iter().map(|hash| Hash::new(hash.to_bytes())).collect();
    let tree = note.checkpoint();
    let is_of_draw = log.event.as_ref().is_some_and(|event| event.draw == logged.event.draw);
    let is_in = verify_inclusion(&leaf_hash(&entry), logged.index, tree.size, &path, &tree.root).is_ok();
    (is_of_draw && is_in).then_some(replacement)
}
