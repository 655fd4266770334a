//! The office's lists and the private plan as they were frozen, so that later imports do not change the draw.
//!
//! The lists are linked, not copied: an import never changes a list in place, it moves a new file over the old name. Where the
//! system has no links they are copied.

use super::{CeremonyError, failpoint};
use crate::error::{Doing, OfficeError, Result};
use crate::freeze::{Frozen, freeze_with, freezer};
use crate::store::Store;
use crate::store::atomic::{NewFile, NewFolder};
use crate::store::load::SmallLists;
use rayon::prelude::*;
use records::canonical;
use records::hash::Digest;
use records::lists::List;
use records::plan::{Plan, Root};
use std::fs;
use std::path::{Path, PathBuf};
use tlog::tree::TreeBuilder;

fn folder(store: &Store, draw: &str) -> PathBuf {
    store.frozen_dir(draw).join("office")
}

/// Whether a draw has one.
pub(super) fn is_there(store: &Store, draw: &str) -> bool {
    folder(store, draw).join("plan.json").exists()
}

/// Keeps lists and private plan in the folder of the frozen draw.
pub(super) fn keep(store: &Store, plan: &Plan) -> Result<()> {
    let place = folder(store, &plan.draw_name());
    let folder = NewFolder::create(&place)?;
    let lists = folder.path().join("lists");
    fs::create_dir(&lists).map_err(OfficeError::io(Doing::Create, &lists))?;
    for list in List::ALL {
        let (from, to) = (store.list_path(list), lists.join(format!("{}.jsonl", list.name())));
        if from.exists() {
            fs::hard_link(&from, &to)
                .or_else(|_| fs::copy(&from, &to).map(drop))
                .map_err(OfficeError::io(Doing::Write, &to))?;
        }
    }
    let line = canonical::to_vec(plan).map_err(super::canonical)?;
    let mut file = NewFile::create(&folder.path().join("plan.json"))?;
    file.put(&line)?;
    file.put(b"\n")?;
    file.commit()?;
    folder.commit_over()?;
    failpoint::durable()
}

/// The lists as they were frozen, as a store of their own, and the plan in its private form.
pub(super) struct Snapshot {
    pub store: Store,
    pub plan: Plan,
    pub lists: SmallLists,
}

impl Snapshot {
    /// Reads it.
    pub fn open(store: &Store, draw: &str) -> Result<Self> {
        let folder = folder(store, draw);
        let path = folder.join("plan.json");
        let line = fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))?;
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let plan = canonical::from_slice(line).map_err(|error| OfficeError::Line {
            path,
            line: 1,
            reason: error.to_string(),
        })?;
        let store = Store::open(&folder)?.with_secret_file(store.secret_path());
        let lists = store.small_lists()?;
        Ok(Self { store, plan, lists })
    }

    /// Refuses a snapshot, or frozen lists, from which the announced plan does not follow any more. It freezes once again: what
    /// is drawn rests on every row of the lists and on the office secret, and all of them are bound by P.
    pub fn check(&self, frozen: &Frozen) -> Result<()> {
        let changed = |path: &Path| CeremonyError::Changed { path: path.to_owned(), expected: frozen.digest };
        let writer = self.store.writer()?;
        let freezer = freezer(&self.store, &self.plan, &self.lists)?;
        let again = freeze_with(&writer, &freezer, &|_, _| ())?;
        let digest = again.digest;
        let place = self.store.dir().join("frozen");
        fs::remove_dir_all(&place).map_err(OfficeError::io(Doing::Remove, &place))?;
        if digest != frozen.digest {
            return Err(changed(self.store.dir()).into());
        }
        let roots: Vec<(&String, &Root)> = frozen.plan.roots.iter().collect();
        roots.into_par_iter().try_for_each(|(name, expected)| {
            let path = frozen.list_path(name);
            if root(&path)? == *expected { Ok(()) } else { Err(changed(&path).into()) }
        })
    }
}

/// Count and root of a list on disk.
fn root(path: &Path) -> Result<Root> {
    let mut tree = TreeBuilder::new();
    if let Some(mut reader) = crate::lines::ChunkReader::open(path)? {
        while let Some(chunk) = reader.next_chunk()? {
            chunk.lines().for_each(|line| tree.push_leaf(line));
        }
    }
    Ok(Root { count: tree.size(), root: Digest::new(tree.root().to_bytes()) })
}
