//! The bytes of one shard.
//!
//! Lines go into it as they stand in their lists, which are canonical, so that the whole is: nothing is parsed and written anew.

use std::collections::BTreeMap;

use draw::entity_proof::{Leaf, Node, Prover};
use draw::rules::{EntityLine, LineBuffer};
use records::hash::Digest;

use super::format::{encode_into, key_of};
use super::lines::LineReader;
use super::{LookError, STRATA};

/// A row before it is made: 16 bytes, of which there are millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The first bytes of its key.
    pub prefix: u64,
    /// Line of the entity.
    pub entity: u32,
    /// 0 for its own id, else the number of the former one, from 1.
    pub code: u32,
}

/// Hashes that paths refer to, each once, in the order in which they come up.
#[derive(Default)]
pub(super) struct Nodes {
    numbers: BTreeMap<(&'static str, Node), usize>,
    hashes: Vec<Digest>,
}

impl Nodes {
    /// The path of a leaf as numbers.
    pub fn path(&mut self, prover: &Prover<'_>, leaf: &Leaf) -> Result<Vec<usize>, LookError> {
        let mut out = Vec::with_capacity(leaf.path.len());
        for node in &leaf.path {
            let next = self.hashes.len();
            let number = *self.numbers.entry((leaf.file, *node)).or_insert(next);
            if number == next {
                let hash = prover.hash(leaf.file, *node);
                self.hashes.push(hash.ok_or_else(|| LookError::damaged(leaf.file, "a node beyond its tree"))?);
            }
            out.push(number);
        }
        Ok(out)
    }

    /// As texts of base64.
    pub fn texts(&self) -> Vec<String> {
        let text = |hash: &Digest| {
            let mut out = String::new();
            encode_into(hash, &mut out);
            out
        };
        self.hashes.iter().map(text).collect()
    }
}

/// Makes shards: the trees, and a reader of lines.
pub(super) struct Maker<'a> {
    pub prover: &'a Prover<'a>,
    pub reader: LineReader<'a>,
    pub k: &'a str,
}

impl Maker<'_> {
    /// The file of these rows.
    pub fn shard(&self, places: &[Place]) -> Result<Vec<u8>, LookError> {
        let mut rows = places.iter().map(|place| self.row(*place)).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by(|a, b| (&a.key, &a.id).cmp(&(&b.key, &b.id)));
        let (mut nodes, mut text) = (Nodes::default(), String::new());
        for (number, row) in rows.iter().enumerate() {
            text.push_str(if number == 0 { "" } else { "," });
            row.write(self.prover, &mut nodes, &mut text)?;
        }
        let mut out = String::with_capacity(text.len() + nodes.hashes.len() * 48 + 32);
        out.push_str("{\"nodes\":[");
        for (number, hash) in nodes.hashes.iter().enumerate() {
            out.push_str(if number == 0 { "\"" } else { ",\"" });
            encode_into(hash, &mut out);
            out.push('"');
        }
        out.push_str("],\"rows\":[");
        out.push_str(&text);
        out.push_str("]}\n");
        Ok(out.into_bytes())
    }

    fn row(&self, place: Place) -> Result<Ready, LookError> {
        let leaves = self.prover.leaves(u64::from(place.entity), |file, index| self.reader.line(file, index))?;
        let damaged = || LookError::damaged(super::ENTITIES, "an entity without its code");
        let mut buffer = LineBuffer::default();
        let line = &leaves.first().ok_or_else(damaged)?.line;
        let entity = EntityLine::parse(line, &mut buffer, false).map_err(draw::entity_proof::EntityProofError::from)?;
        let id = entity.id().to_owned();
        let former = match place.code.checked_sub(1).and_then(|number| usize::try_from(number).ok()) {
            None => None,
            Some(number) => Some(entity.former_ids().nth(number).ok_or_else(damaged)?.to_owned()),
        };
        let key = key_of(self.k, former.as_deref().unwrap_or(&id));
        Ok(Ready { key, id, former, leaves })
    }
}

/// A row with everything that is in it.
struct Ready {
    key: Digest,
    id: String,
    former: Option<String>,
    leaves: Vec<Leaf>,
}

impl Ready {
    /// Ids and names of files need no escapes.
    fn write(&self, prover: &Prover<'_>, nodes: &mut Nodes, out: &mut String) -> Result<(), LookError> {
        let former = self.former.iter().map(|former| format!("\"former\":\"{former}\",")).collect::<String>();
        out.push_str(&format!("{{{former}\"id\":\"{}\",\"leaves\":[", self.id));
        for (number, leaf) in self.leaves.iter().enumerate() {
            out.push_str(if number == 0 { "" } else { "," });
            out.push_str(&format!("{{\"file\":\"{}\",\"index\":{}", leaf.file, leaf.index));
            if leaf.file != STRATA {
                let line = std::str::from_utf8(&leaf.line).map_err(|error| LookError::damaged(leaf.file, error))?;
                let path: Vec<String> = nodes.path(prover, leaf)?.iter().map(usize::to_string).collect();
                out.push_str(",\"line\":");
                out.push_str(line);
                out.push_str(&format!(",\"path\":[{}]", path.join(",")));
            }
            out.push('}');
        }
        out.push_str("]}");
        Ok(())
    }
}
