//! The data of a draw beside its pages, from the same verified bundle: `crate::data` says what there is.

mod draw;
mod rows;

use std::io;
use std::path::Path;

use verify::Verified;

use super::bundle::Bundle;
use super::files::Made;
use super::{SiteError, disk};
use crate::data::{DRAWS, DrawRow, FOLDER, Groups, SELECTED, VISITS, written};

pub(super) use rows::{draw_row, withdrawn_row};

/// Writes the data of a draw into its folder of the site, where its bundle is already.
pub(super) fn write(
    root: &Path,
    address: &str,
    bundle: &Bundle,
    verified: &Verified,
    made: &[Made],
) -> Result<(), SiteError> {
    let folder = disk::below(root, FOLDER);
    object(&folder, "draw.json", &draw::document(address, bundle, verified))?;
    let manifest = disk::below(root, "bundle/manifest.json");
    let size = std::fs::metadata(&manifest).map_err(SiteError::io(&manifest))?.len();
    object(&folder, "files.json", &rows::files(address, bundle, verified, size, made))?;
    let Some(outcome) = &bundle.outcome else { return Ok(()) };
    let visits = rows::visits(bundle, outcome);
    for (name, bytes) in Groups::written(&visits).map_err(made_in(&folder))? {
        disk::write(&folder, name, &bytes)?;
    }
    table(&folder, VISITS, visits)?;
    table(&folder, SELECTED, rows::selected(bundle, outcome))
}

/// Writes the data of all draws, in the order of the list.
pub(super) fn write_draws<'a>(site: &Path, draws: impl Iterator<Item = &'a DrawRow>) -> Result<(), SiteError> {
    table(&disk::below(site, FOLDER), DRAWS, draws)
}

fn table<T: serde::Serialize>(folder: &Path, name: &str, rows: impl IntoIterator<Item = T>) -> Result<(), SiteError> {
    let [lines, index] = written(rows).map_err(made_in(folder))?;
    disk::write(folder, &format!("{name}.jsonl"), &lines)?;
    disk::write(folder, &format!("{name}.index.txt"), &index)
}

fn object(folder: &Path, name: &str, value: &impl serde::Serialize) -> Result<(), SiteError> {
    let mut bytes = serde_json::to_vec(value).map_err(|error| made_in(folder)(error.into()))?;
    bytes.push(b'\n');
    disk::write(folder, name, &bytes)
}

fn made_in(folder: &Path) -> impl Fn(io::Error) -> SiteError {
    SiteError::io(folder)
}
