//! The office's own copy of a draw: with names, and with a calendar for each inspector. It never leaves the office's folder.

use crate::error::{Doing, OfficeError, Result};
use crate::freeze::roster;
use crate::store::Writer;
use crate::store::atomic::{NewFile, NewFolder};
use documents::{
    OfficeCopy, PublicResult, inspector_calendar, office_summary_html, office_summary_markdown, office_visits_xlsx,
};
use draw::freeze::Pseudonym;
use draw::outcome::remedies::Remedies;
use records::canonical;
use records::lang::Lang;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What becomes of a copy of the same number that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// It is replaced: it can be made again from lists and seed.
    Replaced,
    /// Where it differs, nothing is written: it is of another run, whose lists and seed may be gone.
    Kept,
}

/// Writes the copy; gives its folder.
pub(crate) fn write(
    writer: &Writer<'_>,
    result: &PublicResult<'_>,
    names: &[Pseudonym],
    remedies: &[Remedies],
    lang: Lang,
    earlier: Earlier,
) -> Result<PathBuf> {
    let place = writer.store().draw_dir(&result.plan.draw_name());
    let folder = NewFolder::create(&place)?;
    let roster = roster(names);
    let copy = OfficeCopy { roster: &roster, remedies };
    let put = |path: &Path, bytes: &[u8]| {
        let mut file = NewFile::create(&folder.path().join(path))?;
        file.put(bytes)?;
        file.commit()
    };
    put(Path::new("summary.md"), office_summary_markdown(result, &copy, Lang::Zh).as_bytes())?;
    put(Path::new("summary.en.md"), office_summary_markdown(result, &copy, Lang::En).as_bytes())?;
    put(Path::new("summary.html"), &office_summary_html(result, &copy)?)?;
    put(Path::new("visits.xlsx"), &office_visits_xlsx(result, &roster)?)?;
    put(Path::new("names.jsonl"), &names_file(names).map_err(OfficeError::io(Doing::Write, &place))?)?;
    if !remedies.is_empty() {
        let bytes = serde_json::to_vec_pretty(remedies).map_err(|error| io::Error::other(error.to_string()));
        put(Path::new("remedies.json"), &bytes.map_err(OfficeError::io(Doing::Write, &place))?)?;
    }
    let calendars = folder.path().join("calendars");
    fs::create_dir(&calendars).map_err(OfficeError::io(Doing::Create, &calendars))?;
    let seated = result.visits.iter().flat_map(|visit| &visit.seats).filter_map(|seat| seat.inspector.as_ref());
    for inspector in seated.collect::<BTreeSet<_>>() {
        // A pseudonym is a safe file name; names of people need not be.
        let bytes = inspector_calendar(result, inspector, &roster, lang);
        put(&Path::new("calendars").join(format!("{inspector}.ics")), &bytes)?;
    }
    if earlier == Earlier::Kept && place.exists() && !same_files(&place, folder.path())? {
        return Err(OfficeError::CopyDiffers { path: place });
    }
    folder.commit_over()?;
    Ok(place)
}

/// Whether two folders hold the same.
fn same_files(one: &Path, other: &Path) -> Result<bool> {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.map_err(OfficeError::io(Doing::Read, folder))?;
        Ok::<_, OfficeError>(entries.into_iter().map(|entry| entry.file_name()).collect::<BTreeSet<_>>())
    };
    let (left, right) = (names(one)?, names(other)?);
    if left != right {
        return Ok(false);
    }
    for name in left {
        let (left, right) = (one.join(&name), other.join(&name));
        let same = match (left.is_dir(), right.is_dir()) {
            (true, true) => same_files(&left, &right)?,
            (false, false) => {
                let bytes = |path: &Path| fs::read(path).map_err(OfficeError::io(Doing::Read, path));
                bytes(&left)? == bytes(&right)?
            }
            _ => false,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Who stands behind each pseudonym, one line each.
fn names_file(names: &[Pseudonym]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for name in names {
        let line = json!({
            "department": name.department,
            "id": name.pseudonym,
            "inspector": name.inspector,
            "name": name.name,
            "work_no": name.work_no,
        });
        out.extend(canonical::value_to_vec(&line).map_err(|error| io::Error::other(error.to_string()))?);
        out.push(b'\n');
    }
    Ok(out)
}
