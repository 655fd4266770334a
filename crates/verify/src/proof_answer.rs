//! What the lines of a proof say about an id, once each is known to be one of the published lists.
//!
//! Source: `docs/PROTOCOL.md`, sections 10, 18 and 25.

use std::collections::BTreeSet;

use records::events::{EntityProof, ProvedLine};
use records::frozen::{Exclusion, ExclusionReason, LabelLine, SelectedLine, StratumLine, VisitLine};
use records::hash::{Digest, ticket};
use records::id::Id;
use records::lang::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::entity_proof::{FILES, root_of};
use crate::proof::{ProofCheck, ProofFailure, Vouched, record_digest};

/// What a proof shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proved {
    /// What was asked for.
    pub id: Id,
    /// Name of the draw.
    pub draw: String,
    /// SHA-256 of the draw record.
    pub record: Digest,
    /// Who vouches for it.
    pub vouched: Vouched,
    /// The entity that has the id, now or formerly, and its name; nothing if no line of the list has it as its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<(Id, String)>,
    /// Task by task.
    pub tasks: Vec<ProvedTask>,
    /// The visit, if it was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitLine>,
}

/// How an entity fared in one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvedTask {
    /// The task.
    pub task: Id,
    /// Its ticket; nothing where it was excluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Digest>,
    /// How it fared.
    #[serde(flatten)]
    pub fate: Fate,
}

/// How an entity fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[expect(missing_docs, reason = "stratum, rank and numbers as in `draw/selected.jsonl` and `draw/strata.jsonl`")]
pub enum Fate {
    Drawn { stratum: Id, rank: u64, n: u64 },
    Reserve { stratum: Id, rank: u64, n: u64 },
    NotDrawn { stratum: Id, n: u64, population: u64 },
    Excluded { reason: ExclusionReason },
}

type Answered<T> = Result<T, ProofFailure>;

fn fail() -> ProofFailure {
    ProofFailure::new(ProofCheck::ProofAnswer)
}

pub(crate) fn answer(proof: &EntityProof, vouched: Vouched) -> Answered<Proved> {
    let entities: Vec<&ProvedLine> = of_file(proof, 0).collect();
    let mut proved = Proved {
        id: proof.id.clone(),
        draw: proof.record.draw.clone(),
        record: record_digest(&proof.record),
        vouched,
        entity: None,
        tasks: Vec::new(),
        visit: None,
    };
    let asked = proof.id.as_str();
    match entities.iter().find(|leaf| is_of(leaf, asked)) {
        Some(leaf) if entities.len() == 1 => {
            let entity = text(leaf, "id").and_then(|id| Id::parse(id).ok()).ok_or_else(fail)?;
            proved.tasks = tasks(proof, &entity)?;
            proved.visit = visit(proof, leaf, &entity)?;
            proved.entity = Some((entity, text(leaf, "name").unwrap_or_default().to_owned()));
        }
        Some(leaf) => return Err(fail().got(format!("{} {}", leaf.file, leaf.index))),
        None => enclosed(proof, &entities)?,
    }
    Ok(proved)
}

fn of_file(proof: &EntityProof, number: usize) -> impl Iterator<Item = &ProvedLine> {
    proof.leaves.iter().filter(move |leaf| FILES.get(number).is_some_and(|file| leaf.file == *file))
}

fn text<'l>(leaf: &'l ProvedLine, key: &str) -> Option<&'l str> {
    leaf.line.get(key)?.as_str()
}

fn is_of(leaf: &ProvedLine, id: &str) -> bool {
    let formers = leaf.line.get("former_ids").and_then(|ids| ids.as_array());
    text(leaf, "id") == Some(id) || formers.is_some_and(|ids| ids.iter().any(|former| former.as_str() == Some(id)))
}

/// Lines of a file as what they are.
fn rows<T: DeserializeOwned>(proof: &EntityProof, number: usize) -> Answered<Vec<T>> {
    let row = |leaf: &ProvedLine| {
        serde_json::from_value(leaf.line.clone()).map_err(|_| fail().got(format!("{} {}", leaf.file, leaf.index)))
    };
    of_file(proof, number).map(row).collect()
}

/// Nobody has the id: its neighbours stand next to each other, or the one at the end.
fn enclosed(proof: &EntityProof, entities: &[&ProvedLine]) -> Answered<()> {
    if entities.len() != proof.leaves.len() {
        return Err(fail());
    }
    let asked = proof.id.as_str();
    let count = FILES.first().and_then(|file| root_of(&proof.record, file)).ok_or_else(fail)?.count;
    let holds = match entities {
        [] => count == 0,
        [one] => match text(one, "id").ok_or_else(fail)? {
            id if id > asked => one.index == 0,
            id => id < asked && one.index.checked_add(1) == Some(count),
        },
        [before, after] => {
            let (low, high) = (text(before, "id").ok_or_else(fail)?, text(after, "id").ok_or_else(fail)?);
            low < asked && asked < high && before.index.checked_add(1) == Some(after.index)
        }
        _ => false,
    };
    if holds { Ok(()) } else { Err(fail().got(asked)) }
}

/// Drawn, reserve, not drawn or excluded, for each task of which the proof has a line.
fn tasks(proof: &EntityProof, entity: &Id) -> Answered<Vec<ProvedTask>> {
    let exclusions: Vec<Exclusion> = rows(proof, 1)?;
    let labels: Vec<LabelLine> = rows(proof, 2)?;
    let strata: Vec<StratumLine> = rows(proof, 3)?;
    let selected: Vec<SelectedLine> = rows(proof, 4)?;
    let mut ids = exclusions.iter().map(|row| &row.id).chain(labels.iter().map(|row| &row.id));
    if exclusions.len() > 1 || labels.len() > 1 || ids.any(|id| id != entity) {
        return Err(fail().got(entity));
    }
    let excluded: Vec<_> = exclusions.iter().flat_map(|row| &row.tasks).collect();
    let mut out: Vec<ProvedTask> = excluded
        .iter()
        .map(|one| ProvedTask { task: one.task.clone(), ticket: None, fate: Fate::Excluded { reason: one.reason } })
        .collect();
    for stratum in &strata {
        let population = &stratum.population;
        let own = selected.iter().find(|row| (&row.task, &row.stratum) == (&population.task, &population.stratum));
        out.push(fate(proof, entity, stratum, own)?);
    }
    // Each line of `selected` has its stratum, each task one answer.
    let answered: BTreeSet<&Id> = out.iter().map(|one| &one.task).collect();
    let used = out.iter().filter(|one| matches!(one.fate, Fate::Drawn { .. } | Fate::Reserve { .. })).count();
    if answered.len() != out.len() || used != selected.len() {
        return Err(fail().got(entity));
    }
    Ok(out)
}

fn fate(
    proof: &EntityProof,
    entity: &Id,
    stratum: &StratumLine,
    selected: Option<&SelectedLine>,
) -> Answered<ProvedTask> {
    let population = &stratum.population;
    let at = || fail().got(format!("{} {}", population.task, population.stratum));
    let key = proof.record.keys.iter().find(|key| key.task == population.task).ok_or_else(at)?;
    let key: &[u8; 32] = key.k.as_bytes().try_into().map_err(|_| at())?;
    let own = ticket(key, entity.as_bytes());
    // Without a threshold nobody is drawn.
    let is_above = stratum.threshold.is_none_or(|threshold| own > threshold);
    let n = population.n;
    let name = population.stratum.clone();
    let (is_lawful, fate) = match selected {
        None => (is_above, Fate::NotDrawn { stratum: name, n, population: population.population }),
        Some(row) => {
            let same = row.entity == *entity && row.ticket == own && row.reserve == is_above;
            let ranked = row.reserve == (row.rank > n) && row.rank >= 1;
            let fate = match row.reserve {
                true => Fate::Reserve { stratum: name, rank: row.rank, n },
                false => Fate::Drawn { stratum: name, rank: row.rank, n },
            };
            (same && ranked, fate)
        }
    };
    if is_lawful { Ok(ProvedTask { task: population.task.clone(), ticket: Some(own), fate }) } else { Err(at()) }
}

/// The visit of a drawn one, which names it; nobody else has one.
fn visit(proof: &EntityProof, entity_line: &ProvedLine, entity: &Id) -> Answered<Option<VisitLine>> {
    let selected: Vec<SelectedLine> = rows(proof, 4)?;
    let mut visits: Vec<VisitLine> = rows(proof, 5)?;
    let drawn: Vec<&SelectedLine> = selected.iter().filter(|row| !row.reserve).collect();
    let (Some(visit), true) = (visits.pop(), visits.is_empty()) else {
        return if drawn.is_empty() { Ok(None) } else { Err(fail().got(entity)) };
    };
    let place = text(entity_line, "user_id").unwrap_or(entity.as_str());
    let own: Vec<_> = visit.draws.iter().filter(|draw| draw.entity == *entity).collect();
    let named = |row: &&SelectedLine| {
        own.iter().any(|draw| (&draw.task, &draw.stratum, draw.rank) == (&row.task, &row.stratum, row.rank))
    };
    let holds = !drawn.is_empty() && visit.id.as_str() == place && own.len() == drawn.len() && drawn.iter().all(named);
    if holds { Ok(Some(visit)) } else { Err(fail().got(&visit.id)) }
}

impl Proved {
    /// The answer in words, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut lines = vec![match (&self.entity, lang) {
            (Some((id, name)), _) if *id == self.id => format!("{id} {name}"),
            (Some((id, name)), Lang::Zh) => format!("{} 是 {id} {name} 的曾用代码", self.id),
            (Some((id, name)), Lang::En) => format!("{} is a former code of {id} {name}", self.id),
            (None, Lang::Zh) => format!("{}：名单里没有这个代码", self.id),
            (None, Lang::En) => format!("{}: no line of the list has this id", self.id),
        }];
        lines.extend(self.tasks.iter().map(|task| task.message(lang)));
        if let Some(visit) = &self.visit {
            lines.push(crate::why_words::visit_line(&crate::why::WhyVisit::from(visit), lang));
        }
        lines.push(format!("{}{}", lang.pick("抽取 ", "draw "), self.draw));
        lines.push(format!("{}{}", lang.pick("抽取记录的摘要：", "digest of the draw record: "), self.record));
        lines.push(self.vouched.message(lang));
        lines.push(
            lang.pick(
                "它属于这些层、不属于别的层，要核验整份结果才能知道。",
                "That it lies in these strata and in no others is shown by verifying the whole bundle.",
            )
            .to_owned(),
        );
        lines.join("\n")
    }
}

impl ProvedTask {
    fn message(&self, lang: Lang) -> String {
        let task = &self.task;
        match (&self.fate, lang) {
            (Fate::Drawn { stratum, rank, n }, Lang::Zh) => format!("{task}/{stratum}：抽中，名次 {rank}（共抽 {n}）"),
            (Fate::Drawn { stratum, rank, n }, Lang::En) => format!("{task}/{stratum}: drawn, rank {rank} of {n}"),
            (Fate::Reserve { stratum, rank, n }, Lang::Zh) => {
                format!("{task}/{stratum}：候补，名次 {rank}（共抽 {n}）")
            }
            (Fate::Reserve { stratum, rank, n }, Lang::En) => {
                format!("{task}/{stratum}: reserve, rank {rank}, {n} drawn")
            }
            (Fate::NotDrawn { stratum, n, population }, Lang::Zh) => {
                format!("{task}/{stratum}：没有抽中（{population} 户抽 {n} 户，号签在入选线以上）")
            }
            (Fate::NotDrawn { stratum, n, population }, Lang::En) => {
                format!("{task}/{stratum}: not drawn ({n} of {population}; the ticket is above the threshold)")
            }
            (Fate::Excluded { reason }, _) => {
                format!(
                    "{task}{}{}",
                    lang.pick("：排除，", ": excluded, "),
                    crate::why_words::reason_words(*reason, lang)
                )
            }
        }
    }
}
