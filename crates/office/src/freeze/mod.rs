//! Freeze: the lists on disk become the frozen lists of one draw, its plan, and its index.
//!
//! What the lines become is decided by `draw::freeze`; here they are read, worked on by all cores and written in order,
//! with their roots, in memory that does not grow with the list. The folder takes its place when everything in it is
//! written, so that there is never half a freeze.
//!
//! Source: `docs/PROTOCOL.md`, sections 6 and 7.

mod entities;
mod output;
mod rebuild;

pub(crate) use entities::count_lines;
pub use rebuild::{open_index, rebuild_index};

use crate::ceremony::refuse_announced;
use crate::error::{Doing, OfficeError, Result};
use crate::index::find_lines;
use crate::store::atomic::{NewFile, NewFolder};
use crate::store::load::SmallLists;
use crate::store::{Store, Writer};
use draw::commit::{Announcement, announce, digest_of_line};
use draw::freeze::{FormerIds, Freezer, Link, Pseudonym, amounts, check_order, lines};
use output::write_list;
use records::canonical;
use records::hash::Digest;
use records::lists::List;
use records::plan::{Plan, Purpose, Root};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Told from time to time how many of how many bytes are done.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A frozen draw on disk.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// Its folder: `plan.json`, `lists/`, `index/`.
    pub folder: PathBuf,
    /// The plan as it is published, with populations and roots.
    pub plan: Plan,
    /// Its canonical line.
    pub line: Vec<u8>,
    /// P.
    pub digest: Digest,
}

impl Frozen {
    /// Reads what was frozen for a draw. Lists are not looked into.
    pub fn open(store: &Store, draw: &str) -> Result<Option<Self>> {
        let folder = store.frozen_dir(draw);
        let path = folder.join("plan.json");
        if !path.exists() {
            return Ok(None);
        }
        let mut line = fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))?;
        let broken = |reason: String| OfficeError::Line { path: path.clone(), line: 1, reason };
        if line.pop() != Some(b'\n') {
            return Err(broken("the line has no end / 该行没有换行".to_owned()));
        }
        let plan = canonical::from_slice(&line).map_err(|error| broken(error.to_string()))?;
        let digest = digest_of_line(&line);
        Ok(Some(Self { folder, plan, line, digest }))
    }

    /// What was announced: plan and P.
    pub fn announcement(&self) -> Announcement {
        Announcement { plan: self.plan.clone(), line: self.line.clone(), digest: self.digest }
    }

    /// The file of one of its lists.
    pub fn list_path(&self, name: &str) -> PathBuf {
        self.folder.join("lists").join(format!("{name}.jsonl"))
    }

    /// The file of its index.
    pub fn index_path(&self) -> PathBuf {
        self.folder.join("index").join("entities.idx")
    }
}

/// Freezes the lists of a store for a plan in its private form (all conditions readable).
pub fn freeze(writer: &Writer<'_>, plan: &Plan, progress: Progress<'_>) -> Result<Frozen> {
    refuse_announced(writer.store(), &plan.draw_name())?;
    let lists = writer.store().small_lists()?;
    let freezer = freezer(writer.store(), plan, &lists)?;
    freeze_with(writer, &freezer, progress)
}

/// What freezing an entity needs, for [`freeze_with`]; reads all entities once where what is known about one concerns
/// others ([`Freezer::needs_links`]).
pub fn freezer<'a>(store: &Store, plan: &'a Plan, lists: &'a SmallLists) -> Result<Freezer<'a>> {
    let secret = store.secret()?;
    if secret.is_public && plan.purpose == Purpose::Official {
        return Err(OfficeError::SecretPublic { path: store.secret_path().to_owned() });
    }
    let freezer = Freezer::new(plan, &secret.secret, lists.as_lists())?;
    if !freezer.needs_links() {
        return Ok(freezer);
    }
    let links: Vec<Link> = entities::links(&store.list_path(List::Entities), &freezer)?;
    Ok(freezer.with_links(&links))
}

/// Freezes with a freezer that is ready.
pub fn freeze_with(writer: &Writer<'_>, freezer: &Freezer<'_>, progress: Progress<'_>) -> Result<Frozen> {
    let store = writer.store();
    let source = store.list_path(List::Entities);
    if !source.exists() {
        return Err(OfficeError::ListMissing { list: List::Entities });
    }
    let place = store.frozen_dir(&freezer.plan().draw_name());
    let folder = NewFolder::create(&place)?;
    let lists = folder.path().join("lists");
    let index = folder.path().join("index");
    for path in [&lists, &index] {
        fs::create_dir(path).map_err(OfficeError::io(Doing::Create, path))?;
    }
    let index_path = index.join("entities.idx");
    let entities = entities::write(&source, freezer, &lists, &index_path, progress)?;
    freezer.check_selection(entities.selection)?;
    check_former(&FormerIds::new(entities.former_ids)?, &source)?;

    let mut roots = entities.roots;
    write_small_lists(freezer, &lists, &mut roots)?;
    let populations = amounts(freezer.plan(), &entities.counts)?;
    let announcement = announce(freezer.published_plan().clone(), populations, roots)?;
    let Announcement { plan, line, digest } = announcement;
    entities.index.finish(&digest, plan.tasks.len())?;
    let mut file = NewFile::create(&folder.path().join("plan.json"))?;
    file.put(&line)?;
    file.put(b"\n")?;
    file.commit()?;
    folder.commit_over()?;
    Ok(Frozen { folder: place, plan, line, digest })
}

/// The lists that are small, by the names that section 7 gives them.
fn write_small_lists(freezer: &Freezer<'_>, folder: &Path, roots: &mut BTreeMap<String, Root>) -> Result<()> {
    let plan = freezer.plan();
    let mut put = |name: &'static str, lines: std::result::Result<Vec<Vec<u8>>, canonical::CanonicalError>| {
        let lines = lines.map_err(|error| draw::freeze::FreezeError::Canonical { list: name, error })?;
        roots.insert(name.to_owned(), write_list(folder, name, &lines)?);
        Ok::<_, OfficeError>(())
    };
    put("items", lines(&freezer.items()))?;
    if plan.is_paired() {
        check_order("inspectors", freezer.inspectors().iter().map(|inspector| inspector.id.as_str()))?;
        put("inspectors", lines(freezer.inspectors()))?;
        put("apart", lines(&freezer.apart()?.0))?;
    }
    if plan.uses_selection() {
        put("selection", lines(&freezer.selection()))?;
    }
    Ok(())
}

/// No id of the list, and no user or maintainer, is a former code; the list is read again only if it has former codes.
fn check_former(former: &FormerIds, source: &Path) -> Result<()> {
    if former.is_empty() {
        return Ok(());
    }
    let codes: Vec<&[u8]> = former.codes().map(str::as_bytes).collect();
    for (number, _) in find_lines(source, &codes, |_| Ok(()))? {
        former.check(&String::from_utf8_lossy(codes[number]))?;
    }
    entities::check_users(source, former)
}

/// Names by pseudonym, for the office's own copy of a draw. Never for a bundle.
pub fn roster(names: &[Pseudonym]) -> documents::Roster {
    let name = |name: &Pseudonym| documents::InspectorName {
        name: name.name.clone(),
        work_no: name.work_no.clone(),
        department: name.department.clone(),
    };
    names.iter().map(|pseudonym| (pseudonym.pseudonym.clone(), name(pseudonym))).collect()
}
