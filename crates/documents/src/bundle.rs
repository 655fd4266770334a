//! The four documents of a bundle from its canonical files in memory.
//!
//! For libraries, tests and small draws: the office, whose lists may be large, gathers the same
//! [`PublicResult`] while it streams. Source: `docs/PROTOCOL.md`, sections 15 and 16.

use crate::result::{DocumentError, EntityLabel, ExclusionCounts, Labels, PublicResult};
use crate::{summary_html, summary_markdown, visits_xlsx};
use records::canonical;
use records::frozen::{Ceremony, Exclusion, Record, SelectedLine, StratumLine, VisitLine};
use records::id::Id;
use records::lang::Lang;
use records::lists::Item;
use records::pairing::Pairing;
use records::plan::Plan;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// What is read of a frozen entity.
#[derive(Deserialize)]
struct Named {
    id: Id,
    name: String,
    #[serde(default)]
    area: String,
}

/// `documents/…` by path, from the other files of a bundle by path.
pub fn bundle_documents(files: &BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Vec<u8>>, DocumentError> {
    let plan: Plan = object(files, "plan.json")?;
    let ceremony: Ceremony = object(files, "draw/ceremony.json")?;
    let record: Record = object(files, "draw/record.json")?;
    let strata: Vec<StratumLine> = list(files, "draw/strata.jsonl")?;
    let selected: Vec<SelectedLine> = list(files, "draw/selected.jsonl")?;
    let visits: Vec<VisitLine> = list(files, "draw/visits.jsonl")?;
    let items: Vec<Item> = list(files, "lists/items.jsonl")?;
    let exclusions: Vec<Exclusion> = list(files, "lists/exclusions.jsonl")?;
    let pairing: Option<Pairing> = match plan.is_paired() {
        true => Some(object(files, "draw/pairing.json")?),
        false => None,
    };
    let labels = labels(list(files, "lists/entities.jsonl")?, &selected, &visits);
    let result = PublicResult {
        plan: &plan,
        ceremony: &ceremony,
        record: &record,
        strata: &strata,
        selected: &selected,
        visits: &visits,
        labels: &labels,
        items: &items,
        exclusions: &exclusions.iter().collect::<ExclusionCounts>(),
        pairing: pairing.as_ref(),
    };
    let path = |name: &str| format!("documents/{name}");
    Ok(BTreeMap::from([
        (path("summary.md"), summary_markdown(&result, Lang::Zh).into_bytes()),
        (path("summary.en.md"), summary_markdown(&result, Lang::En).into_bytes()),
        (path("summary.html"), summary_html(&result)?),
        (path("visits.xlsx"), visits_xlsx(&result)?),
    ]))
}

fn labels(entities: Vec<Named>, selected: &[SelectedLine], visits: &[VisitLine]) -> Labels {
    let drawn = selected.iter().map(|line| &line.entity);
    let wanted: BTreeSet<&Id> = drawn.chain(visits.iter().map(|visit| &visit.id)).collect();
    let is_wanted = |entity: &Named| wanted.contains(&entity.id);
    let label = |entity: Named| (entity.id, EntityLabel { name: entity.name, area: entity.area });
    entities.into_iter().filter(is_wanted).map(label).collect()
}

fn bytes<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> Result<&'a [u8], DocumentError> {
    files.get(path).map(Vec::as_slice).ok_or_else(|| malformed(path, 0, "it is missing".to_owned()))
}

fn malformed(path: &str, line: u64, message: String) -> DocumentError {
    DocumentError::Bundle { path: path.to_owned(), line, message }
}

fn object<T: DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Result<T, DocumentError> {
    let bytes = bytes(files, path)?;
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    canonical::from_slice(line).map_err(|error| malformed(path, 1, error.to_string()))
}

fn list<T: DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Result<Vec<T>, DocumentError> {
    let lines = bytes(files, path)?.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let read = |(line, number): (&[u8], u64)| {
        canonical::from_slice(line).map_err(|error| malformed(path, number, error.to_string()))
    };
    lines.zip(1u64..).map(read).collect()
}
