//! The list of digests of a site, as `sha256sum` writes and checks it: for mirrors, for the service, and for the check that what is
//! shown is still what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::{SiteError, disk, draw};
use crate::serve::DIGESTS_FILE;

/// Digests of a site, by path.
#[derive(Default)]
pub(super) struct Sums {
    /// Of the site before.
    old: BTreeMap<String, String>,
    new: BTreeMap<String, String>,
}

impl Sums {
    pub(super) fn after(before: Option<&Path>) -> Result<Self, SiteError> {
        let Some(path) = before.map(|before| before.join(DIGESTS_FILE)).filter(|path| path.is_file()) else {
            return Ok(Self::default());
        };
        let text = fs::read_to_string(&path).map_err(SiteError::io(&path))?;
        let pair = |line: &str| line.split_once("  ").map(|(digest, path)| (path.to_owned(), digest.to_owned()));
        Ok(Self { old: text.lines().filter_map(pair).collect(), new: BTreeMap::new() })
    }

    /// Draws of the site before of which a file is not what was written; an empty address stands for what no draw has.
    pub(super) fn broken(&self, before: &Path) -> BTreeSet<String> {
        let is_broken = |(path, digest): &(&String, &String)| {
            disk::digest(&disk::below(before, path)).map_or(true, |found| found.to_string() != **digest)
        };
        let broken = self.old.par_iter().filter(is_broken);
        broken.map(|(path, _)| draw::address_of(path).unwrap_or_default().to_owned()).collect()
    }

    /// Links the files of a draw from the site before.
    pub(super) fn keep(&mut self, before: &Path, out: &Path, address: &str) -> Result<(), SiteError> {
        for folder in draw::folders(address) {
            disk::link(&disk::below(before, &folder), &disk::below(out, &folder))?;
            let own = self.old.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
            self.new.extend(own.map(|(path, digest)| (path.clone(), digest.clone())));
        }
        Ok(())
    }

    /// Compresses and adds all files of a draw that was written.
    pub(super) fn add(&mut self, out: &Path, address: &str) -> Result<(), SiteError> {
        for folder in draw::folders(address) {
            self.add_all(out, disk::list(out, &folder)?)?;
        }
        Ok(())
    }

    /// The same for all files that no draw has.
    pub(super) fn add_shared(&mut self, out: &Path) -> Result<(), SiteError> {
        let is_shared = |path: &String| draw::address_of(path).is_none() && !path.starts_with('.');
        let files = disk::list(out, "")?.into_iter().filter(is_shared).collect();
        self.add_all(out, files)
    }

    fn add_all(&mut self, out: &Path, files: Vec<String>) -> Result<(), SiteError> {
        let one = |path: String| {
            let packed = disk::compress(out, &path)?;
            let all = [Some(path), packed].into_iter().flatten();
            let pair = |path: String| Ok((disk::digest(&disk::below(out, &path))?.to_string(), path));
            all.map(|path| pair(path).map(|(digest, path)| (path, digest))).collect::<Result<Vec<_>, SiteError>>()
        };
        let found: Vec<Vec<(String, String)>> = files.into_par_iter().map(one).collect::<Result<_, SiteError>>()?;
        self.new.extend(found.into_iter().flatten());
        Ok(())
    }

    pub(super) fn write(&self, out: &Path) -> Result<(), SiteError> {
        let text: String = self.new.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect();
        disk::write(out, DIGESTS_FILE, text.as_bytes())
    }
}
