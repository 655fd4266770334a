//! The folder of a bundle, complete but not yet in its place.
//!
//! Source: `docs/PROTOCOL.md`, section 16.

use crate::error::{Doing, OfficeError, Result};
use crate::freeze::Frozen;
use crate::platform;
use crate::store::atomic::NewFolder;
use crate::store::flushing::FlushingFile;
use documents::{PublicResult, summary_html, summary_markdown, visits_xlsx};
use draw::publish::{Format, ManifestBuilder};
use rayon::prelude::*;
use records::hash::Digest;
use records::lang::Lang;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// A bundle that only has to be moved into its place.
pub(crate) struct Prepared {
    pub folder: NewFolder,
    pub digest: Digest,
}

/// Writes an outcome beside its place, with its renderings.
pub(crate) fn outcome(
    out: &Path,
    frozen: &Frozen,
    mut files: BTreeMap<String, Vec<u8>>,
    result: &PublicResult<'_>,
) -> Result<Prepared> {
    render(result, &mut files)?;
    prepare(out, frozen, Format::Bundle, &files)
}

/// Writes a bundle of any kind beside its place: the plan and its lists, and these files. Frozen lists are copied, not
/// linked: nobody who opens the bundle can change them.
pub(crate) fn prepare(
    out: &Path,
    frozen: &Frozen,
    format: Format,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Prepared> {
    let folder = NewFolder::create(out)?;
    let folders = folders(files);
    for name in &folders {
        let path = folder.path().join(name);
        fs::create_dir(&path).map_err(OfficeError::io(Doing::Create, &path))?;
    }
    let mut manifest = ManifestBuilder::new();
    let names: Vec<&String> = frozen.plan.roots.keys().collect();
    let copied: Vec<Result<(String, Digest, u64)>> = names
        .into_par_iter()
        .map(|name| {
            let path = format!("lists/{name}.jsonl");
            let (digest, size) =
                copy(&frozen.list_path(name), &folder.path().join("lists").join(format!("{name}.jsonl")))?;
            Ok((path, digest, size))
        })
        .collect();
    for copied in copied {
        let (path, digest, size) = copied?;
        manifest.add(&path, digest, size)?;
    }
    for (path, bytes) in files {
        manifest.add_bytes(path, bytes)?;
        write(&folder, path, bytes)?;
    }
    let (bytes, digest) = manifest.finish(format)?;
    write(&folder, "manifest.json", &bytes)?;
    for name in folders.iter().map(String::as_str).chain(["."]) {
        let path = folder.path().join(name);
        platform::make_public(&path).map_err(OfficeError::io(Doing::Write, &path))?;
    }
    Ok(Prepared { folder, digest })
}

/// The folders of a bundle with these files: that of the lists, and those in which the files stand, one level deep.
fn folders(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut out: Vec<String> =
        files.keys().filter_map(|path| path.split_once('/')).map(|(name, _)| name.to_owned()).collect();
    out.push("lists".to_owned());
    out.sort();
    out.dedup();
    out
}

fn render(result: &PublicResult<'_>, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let mut put = |name: &str, bytes: Vec<u8>| files.insert(format!("documents/{name}"), bytes);
    put("summary.md", summary_markdown(result, Lang::Zh).into_bytes());
    put("summary.en.md", summary_markdown(result, Lang::En).into_bytes());
    put("summary.html", summary_html(result)?);
    put("visits.xlsx", visits_xlsx(result)?);
    Ok(())
}

/// Writes one file, flushed to the disk. Paths in a bundle have `/` on every system.
fn write(folder: &NewFolder, path: &str, bytes: &[u8]) -> Result<()> {
    let place = path.split('/').fold(folder.path().to_owned(), |place, part| place.join(part));
    let put = || {
        fs::write(&place, bytes)?;
        File::options().write(true).open(&place)?.sync_all()?;
        platform::make_public(&place)
    };
    put().map_err(OfficeError::io(Doing::Write, &place))
}

/// Copies a file and hashes what was copied: one thread reads and hashes, another writes.
fn copy(from: &Path, to: &Path) -> Result<(Digest, u64)> {
    let mut source = File::open(from).map_err(OfficeError::io(Doing::Read, from))?;
    let file = File::create_new(to).map_err(OfficeError::io(Doing::Write, to))?;
    let (send, parts) = std::sync::mpsc::sync_channel::<Vec<u8>>(4);
    std::thread::scope(|scope| {
        let writing = scope.spawn(move || {
            let mut file = FlushingFile::new(file);
            parts.iter().try_for_each(|part| file.put(&part))?;
            file.finish().map(|_| ())
        });
        let (mut hash, mut size) = (Sha256::new(), 0);
        let read = loop {
            let mut part = Vec::with_capacity(1 << 20);
            match (&mut source).take(1 << 20).read_to_end(&mut part) {
                Err(error) => break Err(OfficeError::io(Doing::Read, from)(error)),
                Ok(0) => break Ok(()),
                Ok(_) => {}
            }
            hash.update(&part);
            size += part.len() as u64;
            if send.send(part).is_err() {
                // The writing thread says why it has stopped.
                break Ok(());
            }
        };
        drop(send);
        let stopped = || Err(io::Error::other("the writing thread has stopped"));
        writing.join().unwrap_or_else(|_| stopped()).map_err(OfficeError::io(Doing::Write, to))?;
        read?;
        platform::make_public(to).map_err(OfficeError::io(Doing::Write, to))?;
        Ok((Digest::new(hash.finalize().into()), size))
    })
}
