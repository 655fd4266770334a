//! The proof of one id in an outcome: its lines with their paths, in one file of a few kilobytes.
//!
//! Lists are read line by line, at most twice each, and never held: only what is shown is kept.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use records::canonical::{self, CanonicalError};
use records::events::{EntityProof, LogProof, ProvedLine};
use records::frozen::{Exclusion, LabelLine, Record, SelectedLine, SelectionLine};
use records::hash::Digest;
use records::id::Id;
use records::plan::{Plan, Root};
use serde::de::DeserializeOwned;
use tlog::prover::InclusionProver;
use tlog::tree::leaf_hash;

use crate::rules::{EntityLine, LineBuffer, LineError, OUTSIDE, Rules, RulesError, Standing};

/// The format of a proof.
pub const PROOF_FORMAT: &str = "mq1/proof";

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntityProofError {
    /// A list that the bundle must have.
    #[error("{file} is needed and was not given")]
    NoFile {
        /// Its path.
        file: &'static str,
    },
    /// A line that is not one of its list.
    #[error("{file}: {error}")]
    Line {
        /// The file.
        file: &'static str,
        /// What is wrong.
        error: CanonicalError,
    },
    /// A line of the entities that is not one.
    #[error("lists/entities.jsonl: {0}")]
    Entity(#[from] LineError),
    /// A list that is not the one of the record.
    #[error("{file} has not the root that the record has")]
    Root {
        /// The file.
        file: &'static str,
    },
    /// The plan has no rules.
    #[error(transparent)]
    Rules(#[from] RulesError),
}

impl EntityProofError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFile { .. } => "proof-no-file",
            Self::Line { error, .. } => error.code(),
            Self::Entity(error) => error.code(),
            Self::Root { .. } => "proof-root",
            Self::Rules(error) => error.code(),
        }
    }
}

const ENTITIES: &str = "lists/entities.jsonl";
const EXCLUSIONS: &str = "lists/exclusions.jsonl";
const LABELS: &str = "lists/strata.jsonl";
const SELECTION: &str = "lists/selection.jsonl";
const STRATA: &str = "draw/strata.jsonl";
const SELECTED: &str = "draw/selected.jsonl";
const VISITS: &str = "draw/visits.jsonl";

/// The proof of an id. `lines` opens a list of the bundle by its path, as often as it is asked: its lines without line feeds.
pub fn entity_proof<'l, L>(
    plan: &Plan,
    record: &Record,
    log: Option<LogProof>,
    id: &Id,
    lines: impl Fn(&str) -> Option<L>,
) -> Result<EntityProof, EntityProofError>
where
    L: Iterator<Item = &'l [u8]>,
{
    let open = |file: &'static str| lines(file).ok_or(EntityProofError::NoFile { file });
    let lister = Lister { plan, record, open, kind: std::marker::PhantomData };
    let leaves = match find(lister.lines(ENTITIES)?, id.as_str())? {
        Found::Here { index, line } => lister.of_entity(index, line)?,
        Found::Between { neighbours } => lister.prove(ENTITIES, &neighbours)?,
    };
    Ok(EntityProof {
        format: PROOF_FORMAT.to_owned(),
        id: id.clone(),
        leaves,
        log,
        plan: Some(plan.clone()),
        record: record.clone(),
    })
}

/// Where an id is in the list of entities.
enum Found<'l> {
    /// It has a line, or somebody has it as a former id.
    Here { index: u64, line: &'l [u8] },
    /// Nobody has it: the lines before and after it, as far as there are any.
    Between { neighbours: Vec<u64> },
}

fn find<'l>(lines: impl Iterator<Item = &'l [u8]>, id: &str) -> Result<Found<'l>, EntityProofError> {
    let mut buffer = LineBuffer::default();
    let (mut before, mut after, mut former) = (None, None, None);
    for (index, line) in (0..).zip(lines) {
        let entity = EntityLine::parse(line, &mut buffer, false)?;
        if entity.id() == id {
            return Ok(Found::Here { index, line });
        }
        if entity.former_ids().any(|code| code == id) {
            former = Some(Found::Here { index, line });
        }
        if entity.id() < id {
            before = Some(index);
        } else {
            after = after.or(Some(index));
        }
    }
    Ok(former.unwrap_or_else(|| Found::Between { neighbours: before.into_iter().chain(after).collect() }))
}

/// What `selection` says of an entity.
#[derive(Default)]
struct Chosen {
    /// Its line, or its neighbours.
    lines: Vec<u64>,
    /// The tasks for which it was drawn above.
    tasks: Vec<String>,
}

struct Lister<'a, 'l, F> {
    plan: &'a Plan,
    record: &'a Record,
    open: F,
    kind: std::marker::PhantomData<&'l ()>,
}

impl<'l, L, F> Lister<'_, 'l, F>
where
    L: Iterator<Item = &'l [u8]>,
    F: Fn(&'static str) -> Result<L, EntityProofError>,
{
    fn lines(&self, file: &'static str) -> Result<L, EntityProofError> {
        (self.open)(file)
    }

    /// All lines that say something about an entity of the list.
    fn of_entity(&self, index: u64, line: &[u8]) -> Result<Vec<ProvedLine>, EntityProofError> {
        let mut buffer = LineBuffer::default();
        let entity = EntityLine::parse(line, &mut buffer, false)?;
        let (id, place) = (entity.id(), entity.user_id().unwrap_or(entity.id()));
        let mut out = self.prove(ENTITIES, &[index])?;
        let exclusion = self.one::<Exclusion>(EXCLUSIONS, |line| line.id.as_str() == id)?;
        let labels = match self.plan.is_labelled() {
            true => self.one::<LabelLine>(LABELS, |line| line.id.as_str() == id)?,
            false => None,
        };
        let excluded: Vec<&Id> =
            exclusion.iter().flat_map(|(_, line)| &line.tasks).map(|excluded| &excluded.task).collect();
        let chosen = match self.plan.uses_selection() {
            true => self.chosen(id)?,
            false => Chosen::default(),
        };
        let strata = self.strata(&entity, &chosen.tasks, labels.as_ref().map(|(_, line)| line), &excluded)?;
        let selected = self.all::<SelectedLine>(SELECTED, |line| line.entity.as_str() == id)?;
        let is_drawn = selected.iter().any(|(_, line)| !line.reserve);
        let visit = match is_drawn {
            true => self.all::<serde_json::Value>(VISITS, |line| line["id"].as_str() == Some(place))?,
            false => Vec::new(),
        };
        let index = |found: Option<u64>| found.into_iter().collect::<Vec<u64>>();
        out.extend(self.prove(EXCLUSIONS, &index(exclusion.map(|(index, _)| index)))?);
        out.extend(self.prove(SELECTION, &chosen.lines)?);
        out.extend(self.prove(LABELS, &index(labels.map(|(index, _)| index)))?);
        out.extend(self.prove(STRATA, &strata)?);
        out.extend(self.prove(SELECTED, &selected.iter().map(|(index, _)| *index).collect::<Vec<_>>())?);
        out.extend(self.prove(VISITS, &visit.iter().map(|(index, _)| *index).collect::<Vec<_>>())?);
        Ok(out)
    }

    /// Lines of `draw/strata.jsonl` of the strata in which it lies and from which it is not excluded.
    fn strata(
        &self,
        entity: &EntityLine<'_>,
        chosen: &[String],
        labels: Option<&LabelLine>,
        excluded: &[&Id],
    ) -> Result<Vec<u64>, EntityProofError> {
        let rules = Rules::compile(self.plan)?;
        let labels = labels.map(|line| rules.labels_of(line)).transpose()?.unwrap_or_default();
        let selected = rules.selected_of(chosen);
        let mut strata = vec![OUTSIDE; rules.task_count()];
        rules.assign(entity, Standing { selected: &selected, labels: &labels }, &mut strata);
        let tasks = self.plan.tasks.iter().zip(strata).enumerate();
        let lies = tasks.filter(|(_, (task, stratum))| *stratum != OUTSIDE && !excluded.contains(&&task.id));
        // Strata of all tasks stand one after another in the list.
        Ok(lies.map(|(task, (_, stratum))| (rules.cells_of(task).start + usize::from(stratum)) as u64).collect())
    }

    /// Its line of `selection`, or, if it has none, the lines that would be its neighbours.
    fn chosen(&self, id: &str) -> Result<Chosen, EntityProofError> {
        let mut out = Chosen::default();
        for (index, line) in self.all::<SelectionLine>(SELECTION, |_| true)? {
            match line.id.as_str().cmp(id) {
                Ordering::Less => out.lines = vec![index],
                Ordering::Equal => return Ok(Chosen { lines: vec![index], tasks: line.tasks }),
                Ordering::Greater => {
                    out.lines.push(index);
                    break;
                }
            }
        }
        Ok(out)
    }

    fn one<T: DeserializeOwned>(
        &self,
        file: &'static str,
        is_it: impl Fn(&T) -> bool,
    ) -> Result<Option<(u64, T)>, EntityProofError> {
        Ok(self.all(file, is_it)?.into_iter().next())
    }

    fn all<T: DeserializeOwned>(
        &self,
        file: &'static str,
        is_it: impl Fn(&T) -> bool,
    ) -> Result<Vec<(u64, T)>, EntityProofError> {
        let mut out = Vec::new();
        for (index, line) in (0..).zip(self.lines(file)?) {
            let record: T = canonical::from_slice(line).map_err(|error| EntityProofError::Line { file, error })?;
            if is_it(&record) {
                out.push((index, record));
            }
        }
        Ok(out)
    }

    /// These lines of a file with their paths; the whole file must be the one of the record.
    fn prove(&self, file: &'static str, wanted: &[u64]) -> Result<Vec<ProvedLine>, EntityProofError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut prover = InclusionProver::new(wanted);
        let mut shown = BTreeMap::new();
        for (index, line) in (0..).zip(self.lines(file)?) {
            prover.push(leaf_hash(line));
            if wanted.contains(&index) {
                let value = canonical::from_slice(line).map_err(|error| EntityProofError::Line { file, error })?;
                shown.insert(index, value);
            }
        }
        let expected = self.root(file);
        let mut out = Vec::new();
        for proof in prover.finish().map_err(|_| EntityProofError::Root { file })? {
            let root = Root { count: proof.size, root: Digest::new(proof.root.to_bytes()) };
            let line = shown.remove(&proof.index).filter(|_| expected == Some(&root));
            out.push(ProvedLine {
                file: file.to_owned(),
                hashes: proof.path.iter().map(|hash| Digest::new(hash.to_bytes())).collect(),
                index: proof.index,
                line: line.ok_or(EntityProofError::Root { file })?,
            });
        }
        Ok(out)
    }

    /// What the record has for a file.
    fn root(&self, file: &str) -> Option<&Root> {
        let name = file.strip_suffix(".jsonl")?;
        match name.split_once('/')? {
            ("lists", name) => self.record.lists.get(name),
            (_, name) => self.record.roots.get(name),
        }
    }
}
