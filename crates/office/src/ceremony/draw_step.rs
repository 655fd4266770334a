//! The draw: the outcome is computed once, fixed by its event, and in sealed mode shut away before anybody sees it.
//!
//! Source: `docs/PROTOCOL.md`, sections 9 to 15 and 22.

use super::held::Held;
use super::publish::Computed;
use super::snapshot::Snapshot;
use super::{CeremonyError, Desk, failpoint, replacing};
use crate::error::{Doing, OfficeError, Result};
use crate::freeze::freezer;
use crate::store::atomic::{NewFile, NewFolder};
use draw::ceremony::StepError;
use draw::publish::{object_file, record_digest};
use draw::replace::{Basis, Bench};
use draw::sealed::{CapsuleName, Leaves, capsule_key, capsule_list, capsule_texts, reserve_leaves, seal_capsule};
use records::events::{DrawEvent, Event, EventLine};
use records::hash::{Digest, Secret};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::{Zeroize, Zeroizing};

/// The format of a custodian's file.
pub const HALVES_FORMAT: &str = "mq1/halves";

/// What a custodian keeps: one half of the key of each capsule. It never stays with the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalvesFile {
    /// Who keeps it.
    pub custodian: String,
    /// Name of the draw.
    pub draw: String,
    /// `mq1/halves`.
    pub format: String,
    /// In the order of `capsules.jsonl`.
    pub halves: Vec<Half>,
}

/// One half.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Half {
    /// The half.
    pub half: Digest,
    /// Name of the capsule.
    pub name: String,
}

/// Nothing of a key stays in memory.
impl Drop for Half {
    fn drop(&mut self) {
        self.half.zeroize();
    }
}

/// A draw whose outcome is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The draw's name.
    pub draw: String,
    /// P.
    pub plan: Digest,
    /// What the event says.
    pub event: DrawEvent,
    /// The bundle: the outcome in open mode, the sealed one in sealed mode.
    pub published: PathBuf,
}

/// Refuses an event out of its order before anything is computed for it; what it says is judged when it is there.
pub(super) fn check_order(held: &Held, event: Event) -> Result<()> {
    let line = EventLine { draw: held.name.clone(), event };
    match held.ceremony()?.may_follow(&line) {
        Err(error @ (StepError::TooEarly { .. } | StepError::TooLate { .. } | StepError::NotInPlan { .. })) => {
            Err(error.into())
        }
        _ => Ok(()),
    }
}

/// The folder of a file, without links and detours, as far as it is there.
fn real_folder(path: &Path) -> Result<PathBuf> {
    let folder = crate::store::atomic::folder_of(path);
    let absolute = || std::path::absolute(folder).map_err(OfficeError::io(Doing::Read, folder));
    fs::canonicalize(folder).map_or_else(|_| absolute(), Ok)
}

impl Desk<'_> {
    /// Draws. In sealed mode `halves` are the two places, outside the office's folder, for the custodians' files. Drawing again
    /// gives what was drawn.
    pub fn draw(&mut self, draw: &str, halves: Option<[&Path; 2]>) -> Result<Drawn> {
        let mut held = self.held(draw)?;
        if held.event("draw").is_none() {
            let nothing = DrawEvent { record: None, seed_hash: None, leaves: None, capsules: None };
            check_order(&held, Event::Draw(nothing))?;
            let secret = self.operator_secret(draw)?;
            let computed = self.compute_checked(&held, secret.as_ref())?;
            drop(secret);
            if held.is_sealed() {
                let places = halves.ok_or(CeremonyError::HalvesNeeded)?;
                let event = self.seal(&held, &computed, places)?;
                drop(computed);
                self.take(&mut held, vec![Event::Draw(event)])?;
            } else {
                let record = Some(record_digest(&computed.made.files.record)?);
                self.take(
                    &mut held,
                    vec![Event::Draw(DrawEvent { record, seed_hash: None, leaves: None, capsules: None })],
                )?;
                self.publish_outcome(&held, "draw", "outcome", Some(computed))?;
            }
            self.settle(draw)?;
        } else {
            self.refuse_late_halves(draw, halves)?;
        }
        self.drawn(draw)
    }

    /// What was drawn.
    pub fn drawn(&mut self, draw: &str) -> Result<Drawn> {
        let held = self.held(draw)?;
        let Some(Event::Draw(event)) = held.event("draw").map(|line| &line.event) else {
            return Err(CeremonyError::NotDrawn { draw: draw.to_owned() }.into());
        };
        let kind = if held.is_sealed() { "sealed" } else { "outcome" };
        let (plan, published) = (held.digest(), self.folder(draw, kind));
        Ok(Drawn { draw: draw.to_owned(), plan, event: event.clone(), published })
    }

    /// Computes what an event is about to fix: a row that was changed since the freeze would bring another outcome into the log,
    /// for ever.
    pub(super) fn compute_checked(&self, held: &Held, secret: Option<&Secret>) -> Result<Computed> {
        Snapshot::open(self.store(), &held.name)?.check(&held.frozen)?;
        self.compute(held, held.rows.len(), secret)
    }

    /// Leaves and capsules of an outcome; the halves of their keys go to the custodians.
    fn seal(&self, held: &Held, computed: &Computed, places: [&Path; 2]) -> Result<DrawEvent> {
        let (plan, made) = (held.plan(), &computed.made);
        self.check_places(&held.name, places)?;
        let reserves = reserve_leaves(plan, &made.selection);
        let leaves = Leaves::new(&made.keys.seal, &made.outcome.visits, &reserves)?;
        let snapshot = Snapshot::open(self.store(), &held.name)?;
        let freezer = freezer(&snapshot.store, &snapshot.plan, &snapshot.lists)?;
        let reserves = replacing::reserves(held, &snapshot, &freezer, reserves)?;
        let bench = Bench::new(Basis {
            plan,
            inspectors: freezer.inspectors(),
            visits: &made.outcome.visits,
            openings: &made.openings,
            level: made.outcome.pairing.as_ref().map_or(0, |pairing| pairing.relaxations),
            replace: &made.keys.replace,
            reserves: &reserves,
        })?;
        let mut halves: [Vec<(CapsuleName, Secret)>; 2] = [Vec::new(), Vec::new()];
        let mut files = Vec::new();
        for (name, text) in capsule_texts(&leaves, &bench)? {
            let pair = [self.chance.secret(&format!("{name} 1"))?, self.chance.secret(&format!("{name} 2"))?];
            files.push(seal_capsule(&held.name, &name, &capsule_key(&pair[0], &pair[1]), &text)?);
            for (kept, half) in halves.iter_mut().zip(pair) {
                kept.push((name.clone(), half));
            }
        }
        let list = capsule_list(plan, files.iter().map(Vec::as_slice))?;
        let capsules = list.root();
        self.write_halves(held, &halves, places)?;
        self.write_capsules(&held.name, &files, list.as_bytes())?;
        Ok(DrawEvent {
            record: None,
            seed_hash: Some(made.files.record.seed_hash),
            leaves: Some(leaves.root()),
            capsules: Some(capsules),
        })
    }

    /// Whoever names places after the draw believes that something is written there. Only where the draw's own files lie is that
    /// so: it is the same command, given again.
    fn refuse_late_halves(&self, draw: &str, halves: Option<[&Path; 2]>) -> Result<()> {
        let absent = |path: &&Path| !read_halves(path).is_ok_and(|file| file.draw == draw);
        match halves.into_iter().flatten().find(absent) {
            Some(path) => Err(CeremonyError::HalvesLate { draw: draw.to_owned(), path: path.to_owned() }.into()),
            None => Ok(()),
        }
    }

    /// Two places, different and not with the office, where nothing lies but an earlier try of this draw.
    fn check_places(&self, draw: &str, places: [&Path; 2]) -> Result<()> {
        for path in places {
            self.refuse_inside(path)?;
            if path.is_dir() {
                return Err(CeremonyError::HalvesFolder { path: path.to_owned() }.into());
            }
            if path.exists() && !read_halves(path).is_ok_and(|file| file.draw == draw) {
                return Err(CeremonyError::HalvesExist { path: path.to_owned() }.into());
            }
        }
        let place = |path: &Path| Ok::<_, OfficeError>((real_folder(path)?, path.file_name().map(ToOwned::to_owned)));
        if place(places[0])? == place(places[1])? {
            return Err(CeremonyError::HalvesSame { path: places[0].to_owned() }.into());
        }
        Ok(())
    }

    /// What only custodians and holders may have is not written into the office's folder.
    pub(super) fn refuse_inside(&self, path: &Path) -> Result<()> {
        let office = self.store().dir();
        let office = fs::canonicalize(office).map_err(OfficeError::io(Doing::Read, office))?;
        match real_folder(path)?.starts_with(&office) {
            true => Err(CeremonyError::HalvesInside { path: path.to_owned() }.into()),
            false => Ok(()),
        }
    }

    fn write_halves(&self, held: &Held, halves: &[Vec<(CapsuleName, Secret)>; 2], places: [&Path; 2]) -> Result<()> {
        let custodians = held.plan().custodians.clone().unwrap_or_default();
        for ((halves, custodian), path) in halves.iter().zip(custodians).zip(places) {
            let half = |(name, half): &(CapsuleName, Secret)| Half {
                half: Digest::new(*half.expose_bytes()),
                name: name.to_string(),
            };
            let file = HalvesFile {
                custodian,
                draw: held.name.clone(),
                format: HALVES_FORMAT.to_owned(),
                halves: halves.iter().map(half).collect(),
            };
            let mut out = NewFile::create(path)?;
            out.put(&Zeroizing::new(object_file("halves", &file)?))?;
            out.commit()?;
            failpoint::durable()?;
        }
        Ok(())
    }

    fn write_capsules(&self, draw: &str, files: &[Vec<u8>], list: &[u8]) -> Result<()> {
        let folder = NewFolder::create(&self.store().ceremony_dir(draw).join("capsules"))?;
        let names = (0..files.len()).map(capsule_file).chain(["capsules.jsonl".to_owned()]);
        for (name, bytes) in names.zip(files.iter().map(Vec::as_slice).chain([list])) {
            let path = folder.path().join(name);
            let write = || {
                fs::write(&path, bytes)?;
                fs::File::options().write(true).open(&path)?.sync_all()
            };
            write().map_err(OfficeError::io(Doing::Write, &path))?;
        }
        folder.commit_over()?;
        failpoint::durable()
    }

    /// `sealed/capsules.jsonl`.
    pub(super) fn capsule_list(&self, draw: &str) -> Result<Vec<u8>> {
        let path = self.store().ceremony_dir(draw).join("capsules").join("capsules.jsonl");
        fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))
    }
}

/// The file of a capsule by its number.
pub(super) fn capsule_file(index: usize) -> String {
    format!("{index:05}.capsule")
}

/// Reads a custodian's file.
pub fn read_halves(path: &Path) -> Result<HalvesFile> {
    let bytes = Zeroizing::new(fs::read(path).map_err(OfficeError::io(Doing::Read, path))?);
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let what = "a custodian's file";
    let fault = |message: String| CeremonyError::File { path: path.to_owned(), what, message };
    let file: HalvesFile = records::canonical::from_slice(line).map_err(|error| fault(error.to_string()))?;
    if file.format != HALVES_FORMAT {
        return Err(fault(format!("the format is {:?}, expected {HALVES_FORMAT:?}", file.format)).into());
    }
    Ok(file)
}
