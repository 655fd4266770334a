//! Keeps what is served true to what is published: looks for changes, verifies what is new, and switches to a new folder of the site
//! when it is whole.
//!
//! The site is made in a folder of its own (the cache), one subfolder for each generation. Whoever takes away the cache loses nothing:
//! it is made again from what is published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use records::day::Day;
use records::hash::Digest;
use records::lang::Lang;
use serde::{Deserialize, Serialize};
use verify::{BeaconCheck, Policy};

use crate::serve::{SiteSource, State, Status};
use crate::site::{self, Check, Fault, Made, SiteError, SiteInput};

/// How often is looked, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Renewal {
    /// For changes in the published folder. What is still being copied is waited for: it must look the same twice.
    pub look: u64,
    /// For damage: every bundle is verified again, and every file of the site compared with its digest.
    pub verify: u64,
}

impl Default for Renewal {
    fn default() -> Self {
        Self { look: 5_000, verify: 3_600_000 }
    }
}

/// What is published, and where the site of it is kept.
pub struct Keeper {
    /// The published folder.
    pub published: PathBuf,
    /// The folder of generations; nobody else may use it.
    pub cache: PathBuf,
    /// How the site speaks for the office.
    pub config: site::SiteConfig,
    /// How often is looked.
    pub renewal: Renewal,
    /// By which grades are given, and the SHA-256 of its text.
    pub policy: Option<(Policy, Digest)>,
    /// By which day draws are overdue.
    pub today: fn() -> Day,
    /// Checks a beacon's signature.
    pub beacon: Option<BeaconCheck<'static>>,
}

/// A keeper at work.
pub struct Keeping {
    keeper: Keeper,
    source: SiteSource,
    status: Status,
    /// The generation that is served.
    current: Option<u64>,
    seen: BTreeMap<PathBuf, Digest>,
    known: BTreeSet<(String, String)>,
    _lock: File,
}

impl Keeper {
    /// Takes the cache, which one process may have at a time.
    pub fn start(self, source: SiteSource, status: Status) -> Result<Keeping, SiteError> {
        fs::create_dir_all(&self.cache).map_err(SiteError::io(&self.cache))?;
        let path = self.cache.join("lock");
        let lock = File::create(&path).map_err(SiteError::io(&path))?;
        lock.try_lock().map_err(|_| SiteError::Taken { path: self.cache.clone() })?;
        let current =
            generations(&self.cache)?.into_iter().rev().find(|number| site::is_made(&folder(&self.cache, *number)));
        let (seen, known) = (BTreeMap::new(), BTreeSet::new());
        Ok(Keeping { keeper: self, source, status, current, seen, known, _lock: lock })
    }
}

impl Keeping {
    /// Makes what there is now, then looks again and again. It never ends.
    pub fn run(mut self) {
        let mut since_all = Duration::ZERO;
        let look = Duration::from_millis(self.keeper.renewal.look.max(100));
        let all = Duration::from_millis(self.keeper.renewal.verify);
        loop {
            let check = if since_all >= all { Check::All } else { Check::Changed };
            if check == Check::All {
                since_all = Duration::ZERO;
            }
            self.renew(check);
            std::thread::sleep(look);
            since_all += look;
        }
    }

    /// Looks once. What goes wrong is told to the operator; what was served before stays.
    pub fn renew(&mut self, check: Check) {
        match self.try_renew(check) {
            Ok(made) => {
                self.status.set("site", State::Ok, "");
                self.tell(&made.withdrawn);
            }
            Err(error) => {
                tracing::error!(target: "site", message = "the site can't be renewed", code = error.code(), error = %error);
                self.status.set("site", State::Failed, &error.message(Lang::En));
            }
        }
    }

    fn try_renew(&mut self, check: Check) -> Result<Made, SiteError> {
        let keeper = &self.keeper;
        let now = site::sightings(&keeper.published)?;
        // At the start there is nothing to compare with: what is there is taken as whole.
        let is_moving = |(path, digest): &(&PathBuf, &Digest)| self.seen.get(*path) != Some(*digest);
        let skip: BTreeSet<PathBuf> = match self.seen.is_empty() {
            true => BTreeSet::new(),
            false => now.iter().filter(is_moving).map(|(path, _)| path.clone()).collect(),
        };
        self.seen = now;
        let input = SiteInput {
            published: &keeper.published,
            skip: &skip,
            config: &keeper.config,
            policy: keeper.policy.as_ref().map(|(policy, digest)| (policy, *digest)),
            today: (keeper.today)(),
            beacon: keeper.beacon,
        };
        let before = self.current.map(|number| folder(&keeper.cache, number));
        let next = generations(&keeper.cache)?.last().map_or(1, |last| last + 1);
        let new = folder(&keeper.cache, next);
        let made = site::make_site(&input, &new, before.as_deref(), check);
        if made.is_err() {
            // Half a site helps nobody.
            let _ = fs::remove_dir_all(&new);
        }
        let made = made?;
        let served = self.source.current().is_some();
        if made.changed || !served {
            let number = if made.changed { next } else { self.current.unwrap_or(next) };
            let generation = self.source.switch(&folder(&keeper.cache, number))?;
            tracing::info!(target: "site", message = "switched", draws = made.draws, written = made.written, files = generation.files());
            self.discard(number)?;
            self.current = Some(number);
        }
        Ok(made)
    }

    /// Removes generations before the one that was served until now: requests that began with it may still read it.
    fn discard(&self, number: u64) -> Result<(), SiteError> {
        for old in generations(&self.keeper.cache)? {
            if old != number && Some(old) != self.current {
                let path = folder(&self.keeper.cache, old);
                fs::remove_dir_all(&path).map_err(SiteError::io(&path))?;
            }
        }
        Ok(())
    }

    /// Tells the operator what is withdrawn, each once, and what is not any more.
    fn tell(&mut self, withdrawn: &[Fault]) {
        let now: BTreeSet<(String, String)> =
            withdrawn.iter().map(|fault| (fault.address.clone(), fault.message(Lang::En).to_owned())).collect();
        for fault in withdrawn {
            let message = fault.message(Lang::En);
            if !self.known.contains(&(fault.address.clone(), message.to_owned())) {
                tracing::error!(
                    target: "site", message = "withdrawn", draw = fault.address, folder = fault.folder,
                    check = fault.check, found = message
                );
            }
            self.status.set(
                &format!("draw {}", fault.address),
                State::Degraded,
                &format!("{}: {message}", fault.check),
            );
        }
        for (address, _) in self.known.iter().filter(|(address, _)| now.iter().all(|(other, _)| other != address)) {
            tracing::info!(target: "site", message = "shown again", draw = address);
            self.status.set(&format!("draw {address}"), State::Ok, "");
        }
        self.status.set_withdrawn(u32::try_from(withdrawn.len()).unwrap_or(u32::MAX));
        self.known = now;
    }
}

fn folder(cache: &Path, number: u64) -> PathBuf {
    cache.join(number.to_string())
}

/// Numbers of the folders there, ascending.
fn generations(cache: &Path) -> Result<Vec<u64>, SiteError> {
    let mut out = Vec::new();
    for entry in fs::read_dir(cache).map_err(SiteError::io(cache))? {
        let entry = entry.map_err(SiteError::io(cache))?;
        out.extend(entry.file_name().to_string_lossy().parse::<u64>().ok());
    }
    out.sort_unstable();
    Ok(out)
}
