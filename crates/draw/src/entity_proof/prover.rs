//! Proofs for all entities of a list, from trees that are built once.
//!
//! A million entities take some hundred megabytes: two hashes a line of each list, and the ids of the shorter lists. Lines
//! themselves are not kept: who asks gives them, and each is held against the hash that it had when it was gathered.
//!
//! Source: `docs/PROTOCOL.md`, section 25; RFC 6962, section 2.1.

use std::collections::BTreeMap;

use records::canonical::{self, SpanBuffer, Spans};
use records::frozen::{Exclusion, LabelLine, Record, SelectedLine, SelectionLine};
use records::hash::Digest;
use records::plan::{Plan, Root};
use serde::de::DeserializeOwned;
use tlog::tree::{Hash, leaf_hash};

use super::belongs::{Belonging, Chosen, Lists};
use super::tree::{Node, Tree};
use super::{ENTITIES, EXCLUSIONS, EntityProofError, LABELS, SELECTED, SELECTION, STRATA, VISITS, root_of};

/// A line of a proof, its path as nodes that lines of one list share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Path of the file in the bundle.
    pub file: &'static str,
    /// Place of the line in its file.
    pub index: u64,
    /// The line, without its line feed.
    pub line: Vec<u8>,
    /// Siblings from the leaf upwards.
    pub path: Vec<Node>,
}

/// Takes in the lists of a bundle, line by line.
#[derive(Debug)]
pub struct Gatherer<'p> {
    plan: &'p Plan,
    record: Option<&'p Record>,
    belonging: Belonging<'p>,
    hashes: BTreeMap<&'static str, Vec<Hash>>,
    ids: BTreeMap<&'static str, Ids>,
    selected: Vec<Selected>,
    buffer: SpanBuffer,
}

/// A line of `draw/selected`: whose, which, and whether of a reserve.
type Selected = (Box<str>, u64, bool);

impl<'p> Gatherer<'p> {
    /// For an outcome, with its record; without one for an announcement or a sealed bundle.
    pub fn new(plan: &'p Plan, record: Option<&'p Record>) -> Result<Self, EntityProofError> {
        let belonging = match record {
            Some(_) => Belonging::of_outcome(plan)?,
            None => Belonging::of_lists(plan),
        };
        let hashes = belonging.files().into_iter().map(|file| (file, Vec::new())).collect();
        let (ids, selected, buffer) = (BTreeMap::new(), Vec::new(), SpanBuffer::default());
        Ok(Self { plan, record, belonging, hashes, ids, selected, buffer })
    }

    /// The files whose lines are to be pushed, in any order of files.
    pub fn files(&self) -> Vec<&'static str> {
        self.belonging.files()
    }

    /// The next line of a file.
    pub fn push(&mut self, file: &'static str, line: &[u8]) -> Result<(), EntityProofError> {
        let hashes = self.hashes.get_mut(file).ok_or(EntityProofError::NoFile { file })?;
        let index = hashes.len() as u64;
        hashes.push(leaf_hash(line));
        let unread = |error| EntityProofError::Line { file, error };
        match file {
            ENTITIES | STRATA => Ok(()),
            SELECTED => {
                let line: SelectedLine = canonical::from_slice(line).map_err(unread)?;
                self.selected.push((line.entity.as_str().into(), index, line.reserve));
                Ok(())
            }
            _ => {
                let spans = Spans::parse_into(line, &mut self.buffer).map_err(unread)?;
                let id = spans.text("id").ok_or(EntityProofError::Order { file, index })?;
                match self.ids.entry(file).or_default().push(&id) {
                    true => Ok(()),
                    false => Err(EntityProofError::Order { file, index }),
                }
            }
        }
    }

    /// The prover, if the lists are those of the record or of the plan.
    pub fn finish(mut self) -> Result<Prover<'p>, EntityProofError> {
        let mut trees = BTreeMap::new();
        for (file, hashes) in self.hashes {
            let tree = Tree::new(hashes);
            let root = Root { count: tree.count(), root: Digest::new(tree.root().to_bytes()) };
            if root_of(self.plan, self.record, file) != Some(&root) {
                return Err(EntityProofError::Root { file });
            }
            trees.insert(file, tree);
        }
        self.selected.sort_unstable();
        Ok(Prover { belonging: self.belonging, trees, ids: self.ids, selected: self.selected })
    }
}

/// Gives for the entity of a line the lines that [`super::entity_proof`] gives, in no time to speak of.
#[derive(Debug)]
pub struct Prover<'p> {
    belonging: Belonging<'p>,
    trees: BTreeMap<&'static str, Tree>,
    ids: BTreeMap<&'static str, Ids>,
    selected: Vec<Selected>,
}

impl Prover<'_> {
    /// Lines of a file; none of one that is not asked.
    pub fn count(&self, file: &str) -> u64 {
        self.trees.get(file).map_or(0, Tree::count)
    }

    /// The hash of a node.
    pub fn hash(&self, file: &str, node: Node) -> Option<Digest> {
        self.trees.get(file)?.hash(node).map(|hash| Digest::new(hash.to_bytes()))
    }

    /// The lines about the entity of a line of `lists/entities.jsonl`; of an announcement or a sealed bundle its own line and that of
    /// its exclusion. `read` gives a line of a file by its place, from 0.
    pub fn leaves<E: From<EntityProofError>>(
        &self,
        entity: u64,
        read: impl Fn(&'static str, u64) -> Result<Vec<u8>, E>,
    ) -> Result<Vec<Leaf>, E> {
        let asked = Asked { prover: self, read };
        let line = asked.line(ENTITIES, entity)?;
        let belonging = self.belonging.of_entity(&asked, entity, &line)?;
        let mut out = vec![self.leaf_of(ENTITIES, entity, line)];
        // The first file is that of the entity itself.
        for (file, indices) in belonging.into_iter().skip(1) {
            for index in indices {
                out.push(self.leaf_of(file, index, asked.line(file, index)?));
            }
        }
        Ok(out)
    }

    /// Any line of a file with its path.
    pub fn leaf<E: From<EntityProofError>>(
        &self,
        file: &'static str,
        index: u64,
        read: impl Fn(&'static str, u64) -> Result<Vec<u8>, E>,
    ) -> Result<Leaf, E> {
        let line = Asked { prover: self, read }.line(file, index)?;
        Ok(self.leaf_of(file, index, line))
    }

    fn leaf_of(&self, file: &'static str, index: u64, line: Vec<u8>) -> Leaf {
        let path = self.trees.get(file).map(|tree| tree.path(index)).unwrap_or_default();
        Leaf { file, index, line, path }
    }
}

/// The prover together with whoever has the lines.
struct Asked<'a, 'p, R> {
    prover: &'a Prover<'p>,
    read: R,
}

impl<E: From<EntityProofError>, R: Fn(&'static str, u64) -> Result<Vec<u8>, E>> Asked<'_, '_, R> {
    /// A line, if it is the one that was gathered.
    fn line(&self, file: &'static str, index: u64) -> Result<Vec<u8>, E> {
        let tree = self.prover.trees.get(file).ok_or(EntityProofError::NoFile { file })?;
        let hash = tree.hash(Node { level: 0, position: index }).ok_or(EntityProofError::NoLine { file, index })?;
        let line = (self.read)(file, index)?;
        if leaf_hash(&line) == hash { Ok(line) } else { Err(EntityProofError::Root { file }.into()) }
    }

    fn record<T: DeserializeOwned>(&self, file: &'static str, index: u64) -> Result<T, E> {
        let line = self.line(file, index)?;
        Ok(canonical::from_slice(&line).map_err(|error| EntityProofError::Line { file, error })?)
    }

    /// The place of an id in a file, or that of the first larger one.
    fn place(&self, file: &str, id: &str) -> Result<u64, u64> {
        self.prover.ids.get(file).map_or(Err(0), |ids| ids.place(id))
    }

    fn one<T: DeserializeOwned>(&self, file: &'static str, id: &str) -> Result<Option<(u64, T)>, E> {
        let found = self.place(file, id).ok();
        found.map(|index| Ok((index, self.record(file, index)?))).transpose()
    }
}

impl<E: From<EntityProofError>, R: Fn(&'static str, u64) -> Result<Vec<u8>, E>> Lists for Asked<'_, '_, R> {
    type Error = E;

    fn exclusion(&self, id: &str) -> Result<Option<(u64, Exclusion)>, E> {
        self.one(EXCLUSIONS, id)
    }

    fn labels(&self, id: &str) -> Result<Option<(u64, LabelLine)>, E> {
        self.one(LABELS, id)
    }

    fn chosen(&self, id: &str) -> Result<Chosen, E> {
        match self.place(SELECTION, id) {
            Ok(index) => {
                let line: SelectionLine = self.record(SELECTION, index)?;
                Ok(Chosen { lines: vec![index], tasks: line.tasks })
            }
            Err(next) => {
                let around = next.checked_sub(1).into_iter().chain([next]);
                let lines = around.filter(|index| *index < self.prover.count(SELECTION)).collect();
                Ok(Chosen { lines, tasks: Vec::new() })
            }
        }
    }

    fn selected(&self, id: &str) -> Result<Vec<(u64, bool)>, E> {
        let all = &self.prover.selected;
        let first = all.partition_point(|(entity, _, _)| &**entity < id);
        let own = all.iter().skip(first).take_while(|(entity, _, _)| &**entity == id);
        Ok(own.map(|(_, index, reserve)| (*index, *reserve)).collect())
    }

    fn visit(&self, place: &str) -> Result<Option<u64>, E> {
        Ok(self.place(VISITS, place).ok())
    }
}

/// The ids of a list, ascending, in one piece of memory: a list has millions.
#[derive(Debug, Default)]
struct Ids {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Ids {
    /// Appends an id, if it is larger than the last one.
    fn push(&mut self, id: &str) -> bool {
        if self.ends.len().checked_sub(1).is_some_and(|last| self.get(last) >= id) {
            return false;
        }
        self.text.push_str(id);
        self.ends.push(self.text.len());
        true
    }

    fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The place of an id, or that of the first larger one.
    fn place(&self, id: &str) -> Result<u64, u64> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle as u64),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low as u64)
    }
}
