//! From the seed to the outcome: everything that follows once contributions and final source are fixed.
//!
//! Source: `docs/PROTOCOL.md`, sections 9 to 15.

use super::look_up::look_up;
use crate::error::{OfficeError, Result};
use crate::freeze::{Frozen, open_index, rebuild_index};
use crate::index::Index;
use crate::lines::{Chunk, ChunkReader};
use crate::pipeline::ordered;
use crate::store::Store;
use documents::{ExclusionCounts, PublicResult};
use draw::commit::Announcement;
use draw::freeze::Freezer;
use draw::outcome::remedies::{Remedies, remedies};
use draw::outcome::{Inputs, Outcome, outcome};
use draw::publish::{DrawFiles, Parts, draw_files, selected_lines, strata_lines};
use draw::seed::{Keys, Sealing};
use draw::select::Selection;
use draw::visits::visits;
use records::canonical;
use records::frozen::{Ceremony, Exclusion, Opening, SelectedLine, StratumLine};
use records::lists::Item;
use std::path::Path;

/// What the stages after freeze have made, with everything that a summary shows.
pub(crate) struct Made {
    pub announcement: Announcement,
    pub ceremony: Ceremony,
    pub keys: Keys,
    pub selection: Selection,
    pub openings: Vec<Opening>,
    pub outcome: Outcome,
    pub remedies: Vec<Remedies>,
    pub files: DrawFiles,
    labels: documents::Labels,
    strata: Vec<StratumLine>,
    selected: Vec<SelectedLine>,
    items: Vec<Item>,
    exclusions: ExclusionCounts,
}

/// Runs the stages. `store` has the lists from which the draw was frozen.
pub(crate) fn make(
    store: &Store,
    freezer: &Freezer<'_>,
    frozen: &Frozen,
    ceremony: Ceremony,
    sealing: &Sealing,
) -> Result<Made> {
    let announcement = frozen.announcement();
    let plan = &announcement.plan;
    let keys = sealing.seed.keys(plan);
    let (selection, index) = select(frozen, &keys)?;
    let known = look_up(store, freezer, &index, &selection)?;
    let visits = visits(plan, &selection, &known.places)?;
    let apart = freezer.apart()?.1;
    let inspectors = freezer.inspectors();
    let (apart, openings) = (apart.as_slice(), known.openings.as_slice());
    let inputs = Inputs { plan, inspectors, apart, visits: &visits, openings, keys: &keys };
    let outcome = outcome(inputs)?;
    let remedies = outcome.pairing.as_ref().map_or(Ok(Vec::new()), |pairing| remedies(inputs, pairing))?;
    let files = draw_files(Parts {
        announcement: &announcement,
        ceremony: &ceremony,
        sealing,
        keys: &keys,
        selection: &selection,
        openings,
        apart,
        outcome: &outcome,
    })?;
    Ok(Made {
        strata: strata_lines(plan, &selection),
        selected: selected_lines(plan, &selection),
        items: freezer.items().into_iter().cloned().collect(),
        exclusions: exclusion_counts(&frozen.list_path("exclusions"))?,
        labels: known.labels,
        openings: known.openings,
        announcement,
        ceremony,
        keys,
        selection,
        outcome,
        remedies,
        files,
    })
}

impl Made {
    /// What documents are made of.
    pub fn result(&self) -> PublicResult<'_> {
        PublicResult {
            plan: &self.announcement.plan,
            ceremony: &self.ceremony,
            record: &self.files.record,
            strata: &self.strata,
            selected: &self.selected,
            visits: &self.outcome.visits,
            labels: &self.labels,
            items: &self.items,
            exclusions: &self.exclusions,
            pairing: self.outcome.pairing.as_ref(),
        }
    }
}

/// Selects from the index of a frozen draw; an index that is damaged is made again once.
pub fn select(frozen: &Frozen, keys: &Keys) -> Result<(Selection, Index)> {
    let (index, made_again) = open_index(frozen)?;
    if let Ok(selection) = index.select(&frozen.plan, &keys.tickets)? {
        return Ok((selection, index));
    }
    let damaged = || OfficeError::Index { path: frozen.index_path() };
    if made_again {
        return Err(damaged());
    }
    let index = rebuild_index(frozen)?;
    let selection = index.select(&frozen.plan, &keys.tickets)?.map_err(|_| damaged())?;
    Ok((selection, index))
}

/// Excluded entities by task and reason, counted over the frozen list.
fn exclusion_counts(path: &Path) -> Result<ExclusionCounts> {
    let mut counts = ExclusionCounts::new();
    let Some(mut reader) = ChunkReader::open(path)? else { return Ok(counts) };
    let parse = |chunk: Chunk| {
        let line = |(number, line): (u64, &[u8])| {
            canonical::from_slice::<Exclusion>(line).map_err(|error| OfficeError::Line {
                path: path.to_owned(),
                line: chunk.first + number,
                reason: error.to_string(),
            })
        };
        (1..).zip(chunk.lines()).map(line).collect::<Result<Vec<Exclusion>>>()
    };
    ordered(
        || reader.next_chunk(),
        parse,
        |lines: Vec<Exclusion>| {
            lines.iter().for_each(|line| counts.add(line));
            Ok(())
        },
    )?;
    Ok(counts)
}
