//! The proof of one id in an outcome: its lines with their paths, in one file of a few kilobytes.
//!
//! [`entity_proof`] reads lists line by line, at most twice each, and never holds them: only what is shown is kept. [`Prover`] reads
//! them once, keeps their trees, and then gives the same lines for each entity of a million. Which lines belong to an entity is said
//! in one place for both (`belongs.rs`).
//!
//! Source: `docs/PROTOCOL.md`, section 25.

mod belongs;
mod prover;
mod tree;

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

use crate::rules::{EntityLine, LineBuffer, LineError, RulesError};
use belongs::{Belonging, Chosen, Lists};
pub use prover::{Gatherer, Leaf, Prover};
pub use tree::Node;

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
    /// A list that is not in its order, or has lines without an id.
    #[error("line {index} of {file}, from 0: ids must ascend from line to line")]
    Order {
        /// The file.
        file: &'static str,
        /// The line.
        index: u64,
    },
    /// A line beyond the end of its list.
    #[error("{file} has no line {index}, counted from 0")]
    NoLine {
        /// The file.
        file: &'static str,
        /// The line.
        index: u64,
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
            Self::Order { .. } => "proof-order",
            Self::NoLine { .. } => "proof-no-line",
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
    let reader = Reader { plan, record, open, kind: std::marker::PhantomData };
    let leaves = match find(reader.lines(ENTITIES)?, id.as_str())? {
        Found::Here { index, line } => {
            let belonging = Belonging::of_outcome(plan)?.of_entity(&reader, index, line)?;
            let lines = belonging.iter().map(|(file, indices)| reader.prove(file, indices));
            lines.collect::<Result<Vec<_>, _>>()?.concat()
        }
        Found::Between { neighbours } => reader.prove(ENTITIES, &neighbours)?,
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

/// Lists that are read anew for each question.
struct Reader<'a, 'l, F> {
    plan: &'a Plan,
    record: &'a Record,
    open: F,
    kind: std::marker::PhantomData<&'l ()>,
}

impl<'l, L, F> Lists for Reader<'_, 'l, F>
where
    L: Iterator<Item = &'l [u8]>,
    F: Fn(&'static str) -> Result<L, EntityProofError>,
{
    type Error = EntityProofError;

    fn exclusion(&self, id: &str) -> Result<Option<(u64, Exclusion)>, EntityProofError> {
        self.one::<Exclusion>(EXCLUSIONS, |line| line.id.as_str() == id)
    }

    fn labels(&self, id: &str) -> Result<Option<(u64, LabelLine)>, EntityProofError> {
        self.one::<LabelLine>(LABELS, |line| line.id.as_str() == id)
    }

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

    fn selected(&self, id: &str) -> Result<Vec<(u64, bool)>, EntityProofError> {
        let lines = self.all::<SelectedLine>(SELECTED, |line| line.entity.as_str() == id)?;
        Ok(lines.into_iter().map(|(index, line)| (index, line.reserve)).collect())
    }

    fn visit(&self, place: &str) -> Result<Option<u64>, EntityProofError> {
        let visit = self.one::<serde_json::Value>(VISITS, |line| line["id"].as_str() == Some(place))?;
        Ok(visit.map(|(index, _)| index))
    }
}

impl<'l, L, F> Reader<'_, 'l, F>
where
    L: Iterator<Item = &'l [u8]>,
    F: Fn(&'static str) -> Result<L, EntityProofError>,
{
    fn lines(&self, file: &'static str) -> Result<L, EntityProofError> {
        (self.open)(file)
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
        let expected = root_of(self.plan, Some(self.record), file);
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
}

/// What the record has for a file; before there is one, the plan.
fn root_of<'r>(plan: &'r Plan, record: Option<&'r Record>, file: &str) -> Option<&'r Root> {
    let (folder, name) = file.strip_suffix(".jsonl")?.split_once('/')?;
    match (folder, record) {
        ("lists", Some(record)) => record.lists.get(name),
        ("lists", None) => plan.roots.get(name),
        (_, record) => record?.roots.get(name),
    }
}
