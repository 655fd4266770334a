//! Finds a code: one shard is read, and what is in it is believed only as far as it leads to the published roots.
//!
//! That a code has no row is what the shard says; that nobody was left out of the list, the whole bundle shows.
//!
//! Sources: `docs/SITE.md`, "Look-up shards"; `docs/PROTOCOL.md`, sections 22.1 and 25.

use std::fs;
use std::path::{Path, PathBuf};

use draw::entity_proof::PROOF_FORMAT;
use records::canonical;
use records::events::{EntityProof, ProvedLine};
use records::frozen::{Exclusion, Record};
use records::hash::{Digest, sha256};
use records::id::Id;
use records::plan::{Plan, Root};
use tlog::proof::verify_inclusion;
use tlog::tree::{Hash, leaf_hash};
use verify::{Trust, verify_proof};

use super::answer::{Found, early, of_outcome};
use super::format::{Description, Named, Row, Shard, Shown, first_bits, hashes, key_of, object, prefix};
use super::source::announced;
use super::{ENTITIES, EXCLUSIONS, LOOK_FILE, LookError, STRATA, shard_number, shard_path};

/// Finds a code in a folder. Whoever asks more than once keeps a [`Look`].
pub fn find(folder: &Path, code: &str) -> Result<Option<Found>, LookError> {
    Look::open(folder)?.find(code)
}

/// What all answers of one bundle have in common, read once.
#[derive(Clone, Debug)]
pub struct Look {
    folder: PathBuf,
    pub(super) description: Description,
    pub(super) plan: Plan,
    record: Option<Record>,
    /// `draw/strata.jsonl` with its paths.
    strata: Vec<ProvedLine>,
}

impl Look {
    /// Reads the description, and the plan and the record where it says that they are.
    pub fn open(folder: &Path) -> Result<Self, LookError> {
        let description: Description = object(LOOK_FILE, &read(&folder.join(LOOK_FILE))?)?;
        description.check()?;
        let plan: Plan = object("plan.json", &read_named(folder, &description.plan)?)?;
        let changed = |file: &str| LookError::Changed { file: file.to_owned() };
        if announced(&plan)? != description.plan.digest || plan.draw_name() != description.draw {
            return Err(changed("plan.json"));
        }
        let mut record: Option<Record> = None;
        if let Some(named) = &description.record {
            let bytes = read_named(folder, named)?;
            let own: Record = object("draw/record.json", &bytes)?;
            let first = own.keys.first().map_or("", |key| &key.k);
            if sha256(&bytes) != named.digest || first != description.k {
                return Err(changed("draw/record.json"));
            }
            record = Some(own);
        }
        let shown = |(index, stratum): (u64, &super::ShownStratum)| {
            let hashes = hashes(LOOK_FILE, &description.nodes, &stratum.path)?;
            Ok(ProvedLine { file: STRATA.to_owned(), hashes, index, line: stratum.line.clone() })
        };
        let strata = (0..).zip(&description.strata).map(shown).collect::<Result<_, LookError>>()?;
        Ok(Self { folder: folder.to_owned(), description, plan, record, strata })
    }

    /// What `look.json` says.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// The answer for a code, present or former; nothing if no row is of it.
    pub fn find(&self, code: &str) -> Result<Option<Found>, LookError> {
        let code = Id::parse(code)?;
        // The path is made of a number, not of what was asked.
        let path = shard_path(shard_number(&self.description.k, &code, self.description.bits));
        let bytes = read(&path.split('/').fold(self.folder.clone(), |folder, part| folder.join(part)))?;
        self.find_in(&path, &bytes, &code)
    }

    /// The same from a shard that was read elsewhere; `path` names it in errors.
    pub fn find_in(&self, path: &str, shard: &[u8], code: &Id) -> Result<Option<Found>, LookError> {
        let shard: Shard = object(path, shard)?;
        self.check_rows(path, &shard, shard_number(&self.description.k, code, self.description.bits))?;
        let Some(row) = shard.rows.into_iter().find(|row| row.code() == code) else { return Ok(None) };
        let leaves = row.leaves.iter().map(|leaf| self.proved(path, &shard.nodes, leaf));
        let leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        let found = match &self.record {
            Some(record) => self.prove(record.clone(), code, leaves)?,
            None => self.show(path, code, &leaves)?,
        };
        // A former code whose row names somebody else would not have passed; the own one of a row neither.
        if found.entity == row.id { Ok(Some(found)) } else { Err(LookError::damaged(path, "a row of somebody else")) }
    }

    /// Each row is of its entity and has its place: a code that is made unreadable is not taken for one that is not there.
    fn check_rows(&self, path: &str, shard: &Shard, number: u64) -> Result<(), LookError> {
        let mut last: Option<Digest> = None;
        for row in &shard.rows {
            let key = key_of(&self.description.k, row.code().as_str());
            let is_here = first_bits(prefix(&key), self.description.bits) == number;
            if !is_here || last.is_some_and(|last| last >= key) || !is_of_its_entity(row) {
                return Err(LookError::damaged(path, format!("the row of {}", row.code())));
            }
            last = Some(key);
        }
        Ok(())
    }

    /// A line with the hashes of its path.
    fn proved(&self, path: &str, nodes: &[String], leaf: &Shown) -> Result<ProvedLine, LookError> {
        match (leaf.file == STRATA, &leaf.line, &leaf.path) {
            (true, None, None) => {
                let line = usize::try_from(leaf.index).ok().and_then(|index| self.strata.get(index)).cloned();
                line.ok_or_else(|| LookError::damaged(path, "a stratum that there is not"))
            }
            (false, Some(line), Some(numbers)) => Ok(ProvedLine {
                file: leaf.file.clone(),
                hashes: hashes(path, nodes, numbers)?,
                index: leaf.index,
                line: line.clone(),
            }),
            _ => Err(LookError::damaged(path, "a line without its path")),
        }
    }

    /// Of an outcome: the file of section 25, checked like anybody's.
    fn prove(&self, record: Record, code: &Id, leaves: Vec<ProvedLine>) -> Result<Found, LookError> {
        let proof = EntityProof {
            format: PROOF_FORMAT.to_owned(),
            id: code.clone(),
            leaves,
            log: self.description.log.clone(),
            plan: None,
            record,
        };
        let mut bytes = canonical::to_vec(&proof).map_err(LookError::canonical("proof"))?;
        bytes.push(b'\n');
        let digest = self.description.record.as_ref().map(|named| named.digest);
        let trust = Trust { record: digest, plan: Some(&self.plan), ..Trust::default() };
        let proved = verify_proof(&bytes, &trust, None)?;
        of_outcome(self, &proof, proved, bytes)
    }

    /// Before there is an outcome: the entity's line and that of its exclusion, which lead to the roots of the plan.
    fn show(&self, path: &str, code: &Id, leaves: &[ProvedLine]) -> Result<Found, LookError> {
        for leaf in leaves {
            let name = leaf.file.strip_prefix("lists/").and_then(|file| file.strip_suffix(".jsonl"));
            let root = name.and_then(|name| self.plan.roots.get(name));
            if !root.is_some_and(|root| leads(leaf, root)) {
                return Err(LookError::damaged(path, format!("line {} of {}", leaf.index, leaf.file)));
            }
        }
        let damaged = || LookError::damaged(path, "lines that no announcement has");
        let (entity, exclusion) = match leaves {
            [entity] if entity.file == ENTITIES => (entity, None),
            [entity, exclusion] if entity.file == ENTITIES && exclusion.file == EXCLUSIONS => {
                (entity, Some(serde_json::from_value::<Exclusion>(exclusion.line.clone()).map_err(|_| damaged())?))
            }
            _ => return Err(damaged()),
        };
        early(self, code, &entity.line, exclusion.as_ref()).ok_or_else(damaged)
    }
}

/// Whether the first line of a row is its entity's, and the former code one of that.
fn is_of_its_entity(row: &Row) -> bool {
    let Some(line) = row.leaves.first().filter(|leaf| leaf.file == ENTITIES).and_then(|leaf| leaf.line.as_ref()) else {
        return false;
    };
    let is_former = |former: &Id| {
        let formers = line.get("former_ids").and_then(|ids| ids.as_array());
        formers.is_some_and(|ids| ids.iter().any(|id| id.as_str() == Some(former.as_str())))
    };
    let id = line.get("id").and_then(|id| id.as_str());
    id == Some(row.id.as_str()) && row.former.as_ref().is_none_or(is_former)
}

/// Whether a line leads to a root.
fn leads(leaf: &ProvedLine, root: &Root) -> bool {
    let hash = |digest: &Digest| Hash::new(digest.to_bytes());
    let path: Vec<Hash> = leaf.hashes.iter().map(hash).collect();
    let line = canonical::value_to_vec(&leaf.line).map(|line| leaf_hash(&line));
    line.is_ok_and(|leaf_hash| verify_inclusion(&leaf_hash, leaf.index, root.count, &path, &hash(&root.root)).is_ok())
}

fn read_named(folder: &Path, named: &Named) -> Result<Vec<u8>, LookError> {
    read(&named.path.split('/').fold(folder.to_owned(), |folder, part| folder.join(part)))
}

fn read(path: &Path) -> Result<Vec<u8>, LookError> {
    fs::read(path).map_err(|error| LookError::io(path, &error))
}
