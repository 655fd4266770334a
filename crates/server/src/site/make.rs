//! Makes the site: what is published is looked through, what is new is verified, what has changed is written.
//!
//! A site is written beside the one before it, which is not touched: files of a draw of which nothing has changed are linked. So
//! whoever reads a site sees all of it or nothing of it, and a new draw changes no file of another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use records::day::Day;
use records::hash::{Digest, sha256};
use verify::{BeaconCheck, Failure, LogCopy, Options, Policy, Verified, verify};

use super::catalog::{Catalog, Found};
use super::config::SiteConfig;
use super::stamp::{Card, Fault, Stamp, Stamps, key};
use super::sums::Sums;
use super::{SiteError, draw, shared};
use crate::{Folder, LogFolder};

/// What a site is made from.
pub struct SiteInput<'a> {
    /// Folders of draws with their bundles, and perhaps a copy of the log in `log`.
    pub published: &'a Path,
    /// Folders of bundles that are passed over for now: somebody is still copying them.
    pub skip: &'a BTreeSet<PathBuf>,
    /// How the site speaks for the office.
    pub config: &'a SiteConfig,
    /// Which logs and witnesses grades are given by, and the SHA-256 of its text.
    pub policy: Option<(&'a Policy, Digest)>,
    /// By which day draws are overdue.
    pub today: Day,
    /// Checks a beacon's signature.
    pub beacon: Option<BeaconCheck<'a>>,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Whether anything differs from the site before; if not, nothing was written.
    pub changed: bool,
    /// Draws on the site, withdrawn ones included.
    pub draws: usize,
    /// Draws that were verified this time.
    pub verified: usize,
    /// Draws whose files were written this time.
    pub written: usize,
    /// Draws of which nothing is shown, and why.
    pub withdrawn: Vec<Fault>,
}

/// Whether everything is verified, or only what has changed since the site before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// What has not changed, by names, sizes and times of its files, is not read again.
    Changed,
    /// Every byte is read and verified again.
    All,
}

/// What is to be done about one draw.
enum Todo {
    Keep(Card),
    Write(Box<Verified>),
    Withdraw(Card),
}

/// One draw, judged.
struct Judged<'a> {
    found: &'a Found,
    checked: Digest,
    rendered: Digest,
    /// Whether it was verified now.
    is_verified: bool,
    todo: Todo,
}

/// Makes the site in the folder `out`, which must not be there yet. `before` is the site made before, if there is one; if nothing has
/// changed since, nothing is written.
pub fn make_site(input: &SiteInput<'_>, out: &Path, before: Option<&Path>, check: Check) -> Result<Made, SiteError> {
    let catalog = Catalog::read(input.published, input.skip)?;
    let earlier = before.and_then(Stamps::read);
    let before = before.filter(|_| earlier.is_some());
    let broken = match (before, check) {
        (Some(before), Check::All) => Sums::after(Some(before))?.broken(before),
        _ => BTreeSet::new(),
    };
    let maker = Maker { earlier: earlier.as_ref(), check, broken: &broken, ..Maker::new(input, &catalog)? };
    let judged = catalog.draws.iter().map(|found| maker.judge(found)).collect::<Result<Vec<_>, _>>()?;
    let rendered: BTreeMap<&str, Digest> =
        judged.iter().map(|one| (one.found.address.as_str(), one.rendered)).collect();
    let shared = key(&(rendered, maker.log_key(), maker.ground));
    let made = Made::of(&judged);
    let is_same = earlier.as_ref().is_some_and(|earlier| earlier.shared == shared) && broken.is_empty();
    if let (true, Some(before)) = (is_same, before) {
        let stamp = |one: Judged<'_>| match one.todo {
            Todo::Keep(card) => {
                Some((card.address.clone(), Stamp { checked: one.checked, rendered: one.rendered, card }))
            }
            Todo::Write(_) | Todo::Withdraw(_) => None,
        };
        let stamps = Stamps { shared, draws: judged.into_iter().filter_map(stamp).collect() };
        if earlier.as_ref() != Some(&stamps) {
            stamps.write(before)?;
        }
        return Ok(Made { changed: false, ..made });
    }
    fs::create_dir(out).map_err(SiteError::io(out))?;
    let mut sums = Sums::after(before)?;
    let mut stamps = Stamps { shared, draws: BTreeMap::new() };
    let mut cards = Vec::new();
    for Judged { found, checked, rendered, todo, .. } in judged {
        let card = write_draw(out, before, found, todo, input.config, &mut sums)?;
        cards.push(card.clone());
        stamps.draws.insert(found.address.clone(), Stamp { checked, rendered, card });
    }
    shared::write(out, &cards, catalog.log.as_deref(), input.config)?;
    sums.add_shared(out)?;
    sums.write(out)?;
    stamps.write(out)?;
    Ok(made)
}

fn write_draw(
    out: &Path,
    before: Option<&Path>,
    found: &Found,
    todo: Todo,
    config: &SiteConfig,
    sums: &mut Sums,
) -> Result<Card, SiteError> {
    let address = &found.address;
    let card = match (todo, before) {
        (Todo::Keep(card), Some(before)) => {
            sums.keep(before, out, address)?;
            return Ok(card);
        }
        (Todo::Write(verified), _) => draw::write(out, found, &verified, config)?,
        (Todo::Withdraw(card) | Todo::Keep(card), _) => {
            draw::withdraw(out, address, config)?;
            card
        }
    };
    sums.add(out, address)?;
    Ok(card)
}

impl Made {
    fn of(judged: &[Judged<'_>]) -> Self {
        Self {
            changed: true,
            draws: judged.len(),
            verified: judged.iter().filter(|one| one.is_verified).count(),
            written: judged.iter().filter(|one| !matches!(one.todo, Todo::Keep(_))).count(),
            withdrawn: judged
                .iter()
                .filter_map(|one| match &one.todo {
                    Todo::Keep(card) | Todo::Withdraw(card) => card.fault.clone(),
                    Todo::Write(_) => None,
                })
                .collect(),
        }
    }
}

/// What all draws are judged by.
struct Maker<'a> {
    input: &'a SiteInput<'a>,
    earlier: Option<&'a Stamps>,
    check: Check,
    /// Draws whose files on the site before are damaged.
    broken: &'a BTreeSet<String>,
    tiles: Option<LogFolder>,
    checkpoint: Option<Vec<u8>>,
    /// Of this program and of the configuration: another one may write other pages.
    ground: Digest,
}

impl<'a> Maker<'a> {
    fn new(input: &'a SiteInput<'a>, catalog: &Catalog) -> Result<Self, SiteError> {
        const NONE: &BTreeSet<String> = &BTreeSet::new();
        let tiles = catalog.log.as_ref().map(LogFolder::new);
        let read = |tiles: &LogFolder| tiles.read_checkpoint().map_err(SiteError::io(&tiles.checkpoint_path()));
        let checkpoint = tiles.as_ref().map(read).transpose()?;
        // The program itself: a number that somebody must remember to raise would be forgotten one day.
        static PROGRAM: OnceLock<Option<Digest>> = OnceLock::new();
        let program =
            PROGRAM.get_or_init(|| std::env::current_exe().and_then(fs::read).map(|bytes| sha256(&bytes)).ok());
        let ground = key(&(program, input.config));
        Ok(Self { input, earlier: None, check: Check::All, broken: NONE, tiles, checkpoint, ground })
    }

    fn log_key(&self) -> Option<Digest> {
        self.checkpoint.as_ref().map(|bytes| sha256(bytes))
    }

    /// The checkpoint of the copy of the log, if it is this draw's.
    fn log_of(&self, found: &Found) -> Option<&Vec<u8>> {
        self.checkpoint.as_ref().filter(|checkpoint| found.is_logged_in(checkpoint))
    }

    /// Of all that the verdict depends on.
    fn checked(&self, found: &Found) -> Result<Digest, SiteError> {
        let overdue = found.finish_by.is_some_and(|day| day < self.input.today);
        let log = self.log_of(found).map(|checkpoint| sha256(checkpoint));
        Ok(key(&(
            self.ground,
            found.bundle,
            found.seen()?,
            &found.conflict,
            self.input.policy.map(|policy| policy.1),
            log,
            overdue,
        )))
    }

    /// Verifies a bundle where that has to be done, and says whether its pages are still those of the site before.
    fn judge<'f>(&self, found: &'f Found) -> Result<Judged<'f>, SiteError> {
        let checked = self.checked(found)?;
        let old = self.earlier.and_then(|stamps| stamps.draws.get(&found.address));
        let old = old.filter(|_| !self.broken.contains(&found.address));
        if let Some(old) = old.filter(|old| old.checked == checked && self.check == Check::Changed) {
            let todo = Todo::Keep(old.card.clone());
            return Ok(Judged { found, checked, rendered: old.rendered, is_verified: false, todo });
        }
        let withdrawn = |fault: Fault| {
            let rendered = key(&(self.ground, "withdrawn", &found.address));
            let is_same = old.is_some_and(|old| old.rendered == rendered);
            let card = Card::withdrawn(fault);
            (rendered, if is_same { Todo::Keep(card) } else { Todo::Withdraw(card) })
        };
        let (rendered, todo) = match (self.verify(found), &found.conflict) {
            (Ok(_), Some(other)) => withdrawn(Fault::conflict(&found.address, &found.folder, other)),
            (Ok(verified), None) => {
                // Nothing that the rest of the log says: a new draw changes no page of an older one.
                let status = &verified.status;
                let rendered = key(&(
                    self.ground,
                    found.bundle,
                    &verified.standing,
                    status.state,
                    &status.overdue,
                    &status.void_reason,
                ));
                let same = old.filter(|old| old.rendered == rendered);
                (rendered, same.map_or_else(|| Todo::Write(Box::new(verified)), |old| Todo::Keep(old.card.clone())))
            }
            (Err(failure), _) => withdrawn(Fault::new(&found.address, &found.folder, &failure)),
        };
        Ok(Judged { found, checked, rendered, is_verified: true, todo })
    }

    fn verify(&self, found: &Found) -> Result<Verified, Failure> {
        let log = self.tiles.as_ref().zip(self.log_of(found));
        let options = Options {
            // The manifest is the one that was read: a bundle that is exchanged now is noticed.
            expect: Some(found.bundle),
            policy: self.input.policy.map(|policy| policy.0),
            today: Some(self.input.today),
            log: log.map(|(tiles, checkpoint)| LogCopy { checkpoint, tiles }),
            beacon: self.input.beacon,
            ..Options::default()
        };
        verify(&Folder::new(&found.folder), &options)
    }
}

/// Makes or renews the site in a folder of its own: written beside it, then put in its place.
pub fn renew_site(input: &SiteInput<'_>, site: &Path, check: Check) -> Result<Made, SiteError> {
    let there = site.exists();
    if there && !is_ours(site)? {
        return Err(SiteError::Foreign { path: site.to_owned() });
    }
    let beside = |ending: &str| -> PathBuf {
        let mut name = site.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        site.with_file_name(name)
    };
    let (new, old) = (beside(".new"), beside(".old"));
    // What an earlier run left when it was cut short.
    for left in [&new, &old] {
        if left.exists() {
            fs::remove_dir_all(left).map_err(SiteError::io(left))?;
        }
    }
    let before = Some(site).filter(|_| there && Stamps::read(site).is_some());
    let made = make_site(input, &new, before, check)?;
    if made.changed {
        if there {
            fs::rename(site, &old).map_err(SiteError::io(site))?;
        }
        fs::rename(&new, site).map_err(SiteError::io(site))?;
        if there {
            fs::remove_dir_all(&old).map_err(SiteError::io(&old))?;
        }
    }
    Ok(made)
}

/// Whether a folder may be replaced: it is empty, or a site that was made here.
fn is_ours(site: &Path) -> Result<bool, SiteError> {
    let mut entries = fs::read_dir(site).map_err(SiteError::io(site))?;
    Ok(entries.next().is_none() || site.join(".mingqian").is_dir())
}
