//! Which visits are of a department, an area, an item or a day: for each value the places of its visits, so that a filter reads those
//! visits and no others.
//!
//! `visits.groups.json` has the values with the number of their places and where these begin in `visits.groups.txt`, whose lines are
//! places of 9 digits, ascending within each value.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::rows::VisitRow;
use super::table::{damaged, number, read};

const INDEX: &str = "visits.groups.json";
const PLACES: &str = "visits.groups.txt";

/// Bytes of a line of places.
const WIDTH: u64 = 10;

/// By what visits are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum By {
    Department,
    Area,
    Item,
    Date,
}

impl By {
    pub(crate) const ALL: [By; 4] = [By::Department, By::Area, By::Item, By::Date];

    /// Its name as a parameter.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            By::Department => "department",
            By::Area => "area",
            By::Item => "item",
            By::Date => "date",
        }
    }

    /// The values of a visit: all its departments, items and days.
    fn of(self, row: &VisitRow) -> Vec<&str> {
        match self {
            By::Department => row.departments.iter().map(String::as_str).collect(),
            By::Area => vec![&row.area],
            By::Item => row.items.iter().map(|item| item.id.as_str()).collect(),
            By::Date => row.days.iter().map(String::as_str).collect(),
        }
    }
}

/// Where the places of a value are.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Part {
    first: u64,
    count: u64,
}

/// The groups of the visits of a draw.
pub(crate) struct Groups {
    index: BTreeMap<By, BTreeMap<String, Part>>,
    places: File,
}

impl Groups {
    /// The two files, with their names.
    pub(crate) fn written(rows: &[VisitRow]) -> io::Result<[(&'static str, Vec<u8>); 2]> {
        let (mut index, mut lines) = (BTreeMap::new(), Vec::new());
        let mut first = 0;
        for by in By::ALL {
            let mut places: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
            for (place, row) in (0..).zip(rows) {
                let mut values = by.of(row);
                values.sort_unstable();
                values.dedup();
                values.into_iter().for_each(|value| places.entry(value).or_default().push(place));
            }
            let mut parts = BTreeMap::new();
            for (value, places) in places {
                let count = places.len() as u64;
                parts.insert(value.to_owned(), Part { first, count });
                first += count;
                places.iter().for_each(|place| lines.extend_from_slice(format!("{place:09}\n").as_bytes()));
            }
            index.insert(by, parts);
        }
        Ok([(INDEX, serde_json::to_vec(&index)?), (PLACES, lines)])
    }

    /// The groups in a folder.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let index = serde_json::from_slice(&fs::read(folder.join(INDEX))?)?;
        Ok(Self { index, places: File::open(folder.join(PLACES))? })
    }

    /// Places of the visits of all these values, ascending.
    pub(crate) fn places(&mut self, wanted: &[(By, String)]) -> io::Result<Vec<u64>> {
        let mut parts = Vec::new();
        for (by, value) in wanted {
            match self.index.get(by).and_then(|values| values.get(value)) {
                Some(part) => parts.push(*part),
                None => return Ok(Vec::new()),
            }
        }
        parts.sort_by_key(|part| part.count);
        let mut all: Option<Vec<u64>> = None;
        for part in parts {
            let own = self.read(part)?;
            all = Some(match all {
                None => own,
                Some(all) => all.into_iter().filter(|place| own.binary_search(place).is_ok()).collect(),
            });
        }
        Ok(all.unwrap_or_default())
    }

    fn read(&mut self, part: Part) -> io::Result<Vec<u64>> {
        let (start, length) = (part.first.checked_mul(WIDTH), part.count.checked_mul(WIDTH));
        let (start, length) = start.zip(length).ok_or_else(damaged)?;
        let bytes = read(&mut self.places, start, length)?;
        bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(number).collect()
    }
}
