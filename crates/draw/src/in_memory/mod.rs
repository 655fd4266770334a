//! The whole draw in memory: for tests, for examples, and for reading how the stages fit together.
//!
//! The office does the same with files, on all cores; the bytes are the same.
//!
//! Source: `docs/PROTOCOL.md`, sections 6 to 16.

mod held;
mod script;

use std::collections::BTreeMap;

pub use held::{Held, HeldCapsule, hold};
use records::canonical;
use records::events::OpenedName;
use records::frozen::{ApartOpening, FrozenInspector, Opening};
use records::hash::{Digest, Secret};
use records::id::Id;
use records::lists::{Absence, Conflict, Drawn, Entity, Inspector, Item, PastVisit, Promise};
use records::plan::Plan;
pub use script::{Gathered, HeldError, Script, gather};

use crate::commit::{Announcement, CommitError, announce};
use crate::freeze::{Counts, FormerIds, FreezeError, Freezer, FrozenEntity, Lists, Pseudonym, amounts, check_order};
use crate::outcome::{Inputs, Outcome, OutcomeError, outcome};
use crate::publish::{DrawFiles, Format, ListFile, ManifestBuilder, Parts, PublishError, draw_files};
use crate::seed::{Keys, SeedError, ceremony, contributions, open_seed};
use crate::select::{SelectError, Selection, Selector};
use crate::simulate::{Simulator, Tally};
use crate::visits::{Place, VisitError, visits};

/// Whatever keeps a draw from its outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each is the error of the stage that it is named after")]
pub enum DrawError {
    #[error("freeze: {0}")]
    Freeze(#[from] FreezeError),
    #[error("commit: {0}")]
    Commit(#[from] CommitError),
    #[error("seed: {0}")]
    Seed(#[from] SeedError),
    #[error("select: {0}")]
    Select(#[from] SelectError),
    #[error("visits: {0}")]
    Visits(#[from] VisitError),
    #[error("outcome: {0}")]
    Outcome(#[from] OutcomeError),
    #[error("publish: {0}")]
    Publish(#[from] PublishError),
}

impl DrawError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Freeze(error) => error.code(),
            Self::Commit(error) => error.code(),
            Self::Seed(error) => error.code(),
            Self::Select(error) => error.code(),
            Self::Visits(error) => error.code(),
            Self::Outcome(error) => error.code(),
            Self::Publish(error) => error.code(),
        }
    }
}

/// The lists of an office, in any order, and its secret.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "they are the lists of `records::lists::List`, documented there")]
pub struct Office {
    pub secret: Secret,
    pub entities: Vec<Entity>,
    pub inspectors: Vec<Inspector>,
    pub items: Vec<Item>,
    pub conflicts: Vec<Conflict>,
    pub absences: Vec<Absence>,
    pub promises: Vec<Promise>,
    pub history: Vec<PastVisit>,
    pub selection: Vec<Drawn>,
}

impl Office {
    /// An office without any record.
    pub fn new(secret: Secret) -> Self {
        Self {
            secret,
            entities: Vec::new(),
            inspectors: Vec::new(),
            items: Vec::new(),
            conflicts: Vec::new(),
            absences: Vec::new(),
            promises: Vec::new(),
            history: Vec::new(),
            selection: Vec::new(),
        }
    }

    /// Sorts all lists by id, as import keeps them.
    pub fn sort(&mut self) {
        self.entities.sort_by(|a, b| a.id.cmp(&b.id));
        self.inspectors.sort_by(|a, b| a.id.cmp(&b.id));
        self.items.sort_by(|a, b| a.id.cmp(&b.id));
        self.conflicts.sort_by(|a, b| a.id.cmp(&b.id));
        self.absences.sort_by(|a, b| a.id.cmp(&b.id));
        self.promises.sort_by(|a, b| a.id.cmp(&b.id));
        self.history.sort_by(|a, b| a.id.cmp(&b.id));
        self.selection.sort_by(|a, b| a.id.cmp(&b.id));
    }

    fn lists(&self) -> Lists<'_> {
        Lists {
            inspectors: &self.inspectors,
            items: &self.items,
            conflicts: &self.conflicts,
            absences: &self.absences,
            promises: &self.promises,
            history: &self.history,
            selection: &self.selection,
        }
    }
}

/// Frozen lists and the announcement: everything that is fixed before any randomness exists.
#[derive(Clone, Debug)]
pub struct Frozen<'a> {
    /// Plan and P.
    pub announcement: Announcement,
    /// The frozen lists by name.
    pub lists: BTreeMap<&'static str, ListFile>,
    freezer: Freezer<'a>,
    /// Each entity's line in the office's list, and from which strata it may be drawn.
    entities: BTreeMap<String, (Vec<u8>, Vec<u16>)>,
    apart: Vec<ApartOpening>,
}

/// A bundle without its renderings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// By path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// The bundle with its `manifest.json`, and its digest. Renderings are added before.
    pub fn with_manifest(self) -> Result<(Self, Digest), PublishError> {
        self.with_manifest_of(Format::Bundle)
    }

    /// [`Self::with_manifest`] for any kind of bundle.
    pub fn with_manifest_of(mut self, format: Format) -> Result<(Self, Digest), PublishError> {
        let mut manifest = ManifestBuilder::new();
        for (path, bytes) in &self.files {
            manifest.add_bytes(path, bytes)?;
        }
        let (bytes, digest) = manifest.finish(format)?;
        self.files.insert("manifest.json".to_owned(), bytes);
        Ok((self, digest))
    }
}

/// Freeze and commit. The lists must be sorted by id ([`Office::sort`]).
pub fn freeze<'a>(office: &'a Office, plan: &'a Plan) -> Result<Frozen<'a>, DrawError> {
    check_order("entities", office.entities.iter().map(|entity| entity.id.as_str()))?;
    let mut office_lines = Vec::with_capacity(office.entities.len());
    for entity in &office.entities {
        let line = canonical::to_vec(entity).map_err(|error| FreezeError::Canonical { list: "entities", error })?;
        office_lines.push(line);
    }
    let mut freezer = Freezer::new(plan, &office.secret, office.lists())?;
    if freezer.needs_links() {
        let links = office_lines.iter().map(|line| freezer.links_of(line));
        let links = links.collect::<Result<Vec<_>, _>>()?.concat();
        freezer = freezer.with_links(&links);
    }
    let mut lists: BTreeMap<&'static str, ListFile> = BTreeMap::new();
    for name in crate::commit::list_names(plan) {
        lists.insert(name, ListFile::new());
    }
    let (mut counts, mut seen, mut former) = (Counts::new(plan), Vec::new(), Vec::new());
    let mut entities = BTreeMap::new();
    let mut frozen = FrozenEntity::default();
    for line in office_lines {
        freezer.entity(&line, &mut frozen)?;
        frozen.count_into(&freezer, &mut counts);
        seen.extend(frozen.selection);
        former.extend(frozen.former_ids.iter().map(|code| (code.clone(), frozen.id().to_owned())));
        let lines = [
            ("entities", &frozen.public),
            ("exclusions", &frozen.exclusion),
            ("barred", &frozen.barred),
            ("strata", &frozen.labels),
        ];
        for (name, line) in lines.into_iter().filter(|(_, line)| !line.is_empty()) {
            lists.entry(name).or_default().push(line);
        }
        entities.insert(frozen.id().to_owned(), (line, frozen.offered.clone()));
    }
    let former = FormerIds::new(former)?;
    former.check_sorted(entities.keys().map(String::as_str))?;
    entities.values().try_for_each(|(line, _)| former.check_users(line))?;
    freezer.check_selection(seen)?;
    let (apart_list, apart) = freezer.apart()?;
    lists.insert("items", ListFile::of("items", freezer.items())?);
    if plan.is_paired() {
        lists.insert("inspectors", ListFile::of("inspectors", freezer.inspectors())?);
        lists.insert("apart", ListFile::of("apart", apart_list)?);
    }
    if plan.uses_selection() {
        lists.insert("selection", ListFile::of("selection", freezer.selection())?);
    }
    let roots = lists.iter().map(|(name, list)| ((*name).to_owned(), list.root())).collect();
    let populations = amounts(plan, &counts)?;
    let announcement = announce(freezer.published_plan().clone(), populations, roots)?;
    Ok(Frozen { announcement, lists, freezer, entities, apart })
}

/// From contributions and dice to the files of the bundle (without renderings and manifest).
pub fn draw(frozen: &Frozen<'_>, said: &[(&str, &str)], dice: &str) -> Result<Bundle, DrawError> {
    let Announcement { plan, digest, .. } = &frozen.announcement;
    let ceremony = ceremony(plan, contributions(plan, said.iter().copied())?, dice)?;
    let sealing = open_seed(plan, digest, &ceremony)?;
    let keys = sealing.seed.keys(plan);
    let selection = frozen.select(&keys)?;
    let (places, openings) = frozen.look_up(selection.drawn_ids())?;
    let outcome = frozen.outcome(&keys, &selection, &places, &openings)?;
    let DrawFiles { mut files, .. } = draw_files(Parts {
        announcement: &frozen.announcement,
        ceremony: &ceremony,
        sealing: &sealing,
        keys: &keys,
        selection: &selection,
        openings: &openings,
        apart: &frozen.apart,
        outcome: &outcome,
    })?;
    for (name, list) in &frozen.lists {
        files.insert(format!("lists/{name}.jsonl"), list.as_bytes().to_vec());
    }
    Ok(Bundle { files })
}

impl Frozen<'_> {
    /// Who stands behind each pseudonym.
    pub fn names(&self) -> &[Pseudonym] {
        self.freezer.names()
    }

    /// The frozen inspectors, by pseudonym.
    pub fn inspectors(&self) -> &[FrozenInspector] {
        self.freezer.inspectors()
    }

    /// Names behind pseudonyms with their salts, for slips.
    pub fn opened_names(&self, pseudonyms: &[Id]) -> Result<Vec<OpenedName>, DrawError> {
        Ok(self.freezer.opened_names(pseudonyms)?)
    }

    /// The selection under given keys.
    pub fn select(&self, keys: &Keys) -> Result<Selection, SelectError> {
        let plan = &self.announcement.plan;
        let mut selector = Selector::new(plan, &keys.tickets);
        for (id, (_, offered)) in &self.entities {
            selector.offer(id.as_bytes(), offered);
        }
        selector.finish(plan)
    }

    /// Teams and dates of a selection.
    pub fn outcome(
        &self,
        keys: &Keys,
        selection: &Selection,
        places: &[Place],
        openings: &[Opening],
    ) -> Result<Outcome, DrawError> {
        let plan = &self.announcement.plan;
        let visits = visits(plan, selection, places)?;
        Ok(outcome(Inputs {
            plan,
            inspectors: self.freezer.inspectors(),
            apart: &self.apart,
            visits: &visits,
            openings,
            keys,
        })?)
    }

    /// Places and openings of drawn entities (by id).
    pub fn look_up<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> Result<(Vec<Place>, Vec<Opening>), DrawError> {
        let (mut places, mut openings) = (Vec::new(), Vec::new());
        for id in ids {
            let Some((line, _)) = self.entities.get(id.as_str()) else { continue };
            let entity = self.freezer.drawn_entity(line)?;
            places.push(entity.place);
            openings.extend(entity.opening);
        }
        Ok((places, openings))
    }

    /// So many simulated draws.
    pub fn simulate(&self, seeds: u64) -> Result<Tally, DrawError> {
        let Announcement { plan, digest, .. } = &self.announcement;
        let mut simulator = Simulator::new(plan, digest, 0..seeds);
        for (id, (_, offered)) in &self.entities {
            simulator.offer(id.as_bytes(), offered);
        }
        let selected = simulator.finish()?;
        let (places, openings) = self.look_up(&selected.drawn_ids())?;
        selected.run(self.freezer.inspectors(), &self.apart, &places, &openings)
    }
}
