//! What the lines of a proof say about an id, once each is known to be one of the published lists.
//!
//! Source: `docs/PROTOCOL.md`, sections 10, 18 and 25.

use records::canonical::{self, SpanBuffer, Spans};
use records::events::{EntityProof, ProvedLine};
use records::frozen::{
    Exclusion, ExclusionReason, LabelLine, SelectedLine, SelectionLine, StratumLine, VisitLine, VisitState,
};
use records::hash::{Digest, ticket};
use records::id::Id;
use records::lang::Lang;
use records::plan::{Plan, Task};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::entity::EntityLine;
use crate::entity_proof::{ENTITIES, EXCLUSIONS, LABELS, SELECTED, SELECTION, STRATA, VISITS, root_of};
use crate::failure::quotable;
use crate::proof::{ProofCheck, ProofFailure, Vouched, only_one, other_size, record_digest};
use crate::rules::{Rules, TaskRules};
use crate::verified::void_notice;

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
    /// Whether its checkpoint and that of the bundle, if there is one, are of different sizes.
    pub other_size: bool,
    /// Whether it was compared with a bundle.
    pub with_bundle: bool,
    /// Why the number is void, if bundle or proof say that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
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
    Outside,
}

type Answered<T> = Result<T, ProofFailure>;

fn fail() -> ProofFailure {
    ProofFailure::new(ProofCheck::ProofAnswer)
}

pub(crate) fn answer(proof: &EntityProof, plan: &Plan, vouched: Vouched, other_size: bool) -> Answered<Proved> {
    let entities: Vec<&ProvedLine> = of_file(proof, ENTITIES).collect();
    let mut proved = Proved {
        id: proof.id.clone(),
        draw: proof.record.draw.clone(),
        record: record_digest(&proof.record),
        vouched,
        other_size,
        with_bundle: false,
        void_reason: None,
        entity: None,
        tasks: Vec::new(),
        visit: None,
    };
    let asked = proof.id.as_str();
    match entities.iter().find(|leaf| is_of(leaf, asked)) {
        Some(leaf) if entities.len() == 1 => {
            let entity = text(leaf, "id").and_then(|id| Id::parse(id).ok()).ok_or_else(fail)?;
            proved.tasks = tasks(proof, plan, leaf, &entity)?;
            proved.visit = visit(proof, plan, leaf, &entity)?;
            proved.entity = Some((entity, text(leaf, "name").unwrap_or_default().to_owned()));
        }
        Some(leaf) => return Err(fail().got(format!("{} {}", leaf.file, leaf.index))),
        None if entities.len() == proof.leaves.len() => enclosed(proof, ENTITIES, proof.id.as_str())?,
        None => return Err(fail()),
    }
    Ok(proved)
}

fn of_file<'p>(proof: &'p EntityProof, file: &'static str) -> impl Iterator<Item = &'p ProvedLine> {
    proof.leaves.iter().filter(move |leaf| leaf.file == file)
}

fn text<'l>(leaf: &'l ProvedLine, key: &str) -> Option<&'l str> {
    leaf.line.get(key)?.as_str()
}

fn is_of(leaf: &ProvedLine, id: &str) -> bool {
    let formers = leaf.line.get("former_ids").and_then(|ids| ids.as_array());
    text(leaf, "id") == Some(id) || formers.is_some_and(|ids| ids.iter().any(|former| former.as_str() == Some(id)))
}

/// Lines of a file as what they are.
fn rows<T: DeserializeOwned>(proof: &EntityProof, file: &'static str) -> Answered<Vec<T>> {
    let row = |leaf: &ProvedLine| {
        serde_json::from_value(leaf.line.clone()).map_err(|_| fail().got(format!("{} {}", leaf.file, leaf.index)))
    };
    of_file(proof, file).map(row).collect()
}

/// No line of a list has the id: its neighbours stand next to each other, or the one at the end.
fn enclosed(proof: &EntityProof, file: &'static str, asked: &str) -> Answered<()> {
    let neighbours: Vec<&ProvedLine> = of_file(proof, file).collect();
    let count = root_of(&proof.record, file).ok_or_else(fail)?.count;
    let holds = match neighbours.as_slice() {
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

/// In which stratum of each task of the plan the entity lies: by its own line, its labels, and what was chosen above.
fn lies(proof: &EntityProof, plan: &Plan, leaf: &ProvedLine, entity: &Id) -> Answered<Vec<Option<Id>>> {
    let unread = || fail().got(format!("{} {}", leaf.file, leaf.index));
    let rules = Rules::new(plan, Vec::new());
    let line = canonical::value_to_vec(&leaf.line).map_err(|_| unread())?;
    let mut buffer = SpanBuffer::default();
    let spans = Spans::parse_into(&line, &mut buffer).map_err(|_| unread())?;
    let fields = EntityLine::read(&spans).map_err(|_| unread())?.fields;
    let labels: Vec<LabelLine> = rows(proof, LABELS)?;
    if labels.len() != usize::from(plan.is_labelled()) || labels.iter().any(|row| row.id != *entity) {
        return Err(fail().got(LABELS));
    }
    let mut chosen: Vec<SelectionLine> = rows(proof, SELECTION)?;
    match chosen.as_slice() {
        [row] if plan.uses_selection() && row.id == *entity => {}
        [] if !plan.uses_selection() => {}
        _ if plan.uses_selection() => {
            enclosed(proof, SELECTION, entity.as_str())?;
            chosen.clear();
        }
        _ => return Err(fail().got(SELECTION)),
    }
    let labelled = |task: &Id| labels.iter().flat_map(|row| &row.labels).find(|label| label.task == *task);
    let of_task = |(task, rule): (&Task, &TaskRules)| {
        if rule.labelled {
            return labelled(&task.id).map(|label| label.stratum.clone());
        }
        let may = !rule.from_selection || chosen.iter().any(|row| row.tasks.contains(&rule.id));
        let place = rule.place(&fields).filter(|_| may)?;
        task.strata.get(place).map(|stratum| stratum.id.clone())
    };
    Ok(plan.tasks.iter().zip(&rules.tasks).map(of_task).collect())
}

/// Drawn, reserve, not drawn, excluded or outside, for each task of the plan.
fn tasks(proof: &EntityProof, plan: &Plan, leaf: &ProvedLine, entity: &Id) -> Answered<Vec<ProvedTask>> {
    let exclusions: Vec<Exclusion> = rows(proof, EXCLUSIONS)?;
    let strata: Vec<StratumLine> = rows(proof, STRATA)?;
    let selected: Vec<SelectedLine> = rows(proof, SELECTED)?;
    if exclusions.len() > 1 || exclusions.iter().any(|row| row.id != *entity) {
        return Err(fail().got(EXCLUSIONS));
    }
    let (mut lines, mut used) = (strata.iter(), 0);
    let mut out = Vec::new();
    for (task, stratum) in plan.tasks.iter().zip(lies(proof, plan, leaf, entity)?) {
        let excluded = exclusions.iter().flat_map(|row| &row.tasks).find(|one| one.task == task.id);
        let bare = |fate| ProvedTask { task: task.id.clone(), ticket: None, fate };
        let Some(stratum) = stratum else {
            out.push(bare(Fate::Outside));
            continue;
        };
        if let Some(excluded) = excluded {
            out.push(bare(Fate::Excluded { reason: excluded.reason }));
            continue;
        }
        // Another stratum's threshold would make somebody drawn out to be not drawn.
        let missing = || fail().got(format!("{} {stratum}", task.id));
        let line = lines.next().ok_or_else(missing)?;
        let is_it = (&line.population.task, &line.population.stratum) == (&task.id, &stratum);
        if !is_it || !plan.populations.contains(&line.population) {
            return Err(missing());
        }
        let own = selected.iter().find(|row| (&row.task, &row.stratum) == (&task.id, &stratum));
        used += usize::from(own.is_some());
        out.push(fate(proof, entity, line, own)?);
    }
    if lines.next().is_some() || used != selected.len() {
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
    if stratum.threshold.is_some() != (n > 0) {
        return Err(at());
    }
    let name = population.stratum.clone();
    let is_at = stratum.threshold == Some(own);
    let (is_lawful, fate) = match selected {
        None => (is_above, Fate::NotDrawn { stratum: name, n, population: population.population }),
        Some(row) => {
            // Several have one ticket only where one id is drawn by several tasks, or a hash collides; the threshold is that of rank n.
            let placed = if row.reserve { is_above || is_at } else { !is_above && (row.rank != n || is_at) };
            let same = row.entity == *entity && row.ticket == own && placed;
            let ranks = 1..=n.saturating_add(population.reserves);
            let ranked = row.reserve == (row.rank > n) && ranks.contains(&row.rank);
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
fn visit(proof: &EntityProof, plan: &Plan, entity_line: &ProvedLine, entity: &Id) -> Answered<Option<VisitLine>> {
    let selected: Vec<SelectedLine> = rows(proof, SELECTED)?;
    let mut visits: Vec<VisitLine> = rows(proof, VISITS)?;
    let drawn: Vec<&SelectedLine> = selected.iter().filter(|row| !row.reserve).collect();
    let (Some(visit), true) = (visits.pop(), visits.is_empty()) else {
        return if drawn.is_empty() { Ok(None) } else { Err(fail().got(entity)) };
    };
    let place = text(entity_line, "user_id").unwrap_or(entity.as_str());
    let own: Vec<_> = visit.draws.iter().filter(|draw| draw.entity == *entity).collect();
    let named = |row: &&SelectedLine| {
        own.iter().any(|draw| (&draw.task, &draw.stratum, draw.rank) == (&row.task, &row.stratum, row.rank))
    };
    let has_seats = visit.draws.iter().any(|draw| {
        let task = plan.tasks.iter().find(|task| task.id == draw.task);
        task.is_some_and(|task| !task.seats.is_empty())
    });
    let is_dated = visit.days.iter().all(|day| plan.days.contains(day));
    if (visit.state == VisitState::Unpaired) == has_seats || !is_dated {
        return Err(fail().got(&visit.id));
    }
    let holds = !drawn.is_empty() && visit.id.as_str() == place && own.len() == drawn.len() && drawn.iter().all(named);
    if holds { Ok(Some(visit)) } else { Err(fail().got(&visit.id)) }
}

impl Proved {
    /// The answer in words, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut lines = vec![match (&self.entity, lang) {
            (Some((id, name)), _) if *id == self.id => format!("{id} {}", quotable(name)),
            (Some((id, name)), Lang::Zh) => format!("{} 是 {id} {} 的曾用代码", self.id, quotable(name)),
            (Some((id, name)), Lang::En) => format!("{} is a former code of {id} {}", self.id, quotable(name)),
            (None, Lang::Zh) => format!("{}：名单里没有这个代码", self.id),
            (None, Lang::En) => format!("{}: no line of the list has this id", self.id),
        }];
        lines.extend(self.tasks.iter().map(|task| task.message(lang)));
        if let Some(visit) = &self.visit {
            lines.push(crate::why_words::visit_line(&crate::why::WhyVisit::from(visit), lang));
        }
        lines.push(format!("{}{}", lang.pick("抽取 ", "draw "), quotable(&self.draw)));
        lines.push(format!("{}{}", lang.pick("抽取记录的摘要：", "digest of the draw record: "), self.record));
        lines.push(self.vouched.message(lang));
        lines.extend(self.other_size.then(|| other_size(lang).to_owned()));
        lines.extend((!self.with_bundle).then(|| only_one(lang).to_owned()));
        lines.extend(self.void_reason.iter().map(|reason| void_notice(reason, lang)));
        let kept_back = lang.pick(
            "有没有排除或候补名次被隐去、是不是还有别人用过这个代码，要与公布的结果文件夹一起核验才能知道。",
            "That no exclusion and no rank was kept back, and that nobody else had the id before, is shown by its bundle.",
        );
        lines.extend((!self.with_bundle).then(|| kept_back.to_owned()));
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
            (Fate::Outside, _) => format!("{task}{}", lang.pick("：不在任务范围内", ": in no stratum of the task")),
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
