//! Where the rules had to give way: relaxations, visits set aside, visits without dates.
//!
//! Source: `docs/PROTOCOL.md`, sections 13 to 15.

use super::visits::place_name;
use crate::SHOWN_VISITS_MAX;
use crate::result::{Note, PublicResult};
use crate::text::Text;
use crate::words::summary::SUMMARY as W;
use records::plan::{Droppable, Relaxation};

/// One visit and what is to be said of it.
#[derive(Clone, Debug)]
pub(crate) struct NoteRow {
    /// The visit.
    pub(crate) visit: String,
    /// The entity's name.
    pub(crate) name: Text,
    /// Why.
    pub(crate) why: Text,
}

/// The page's part of both lists.
pub(super) struct Notes {
    /// Visits set aside.
    pub(super) set_aside: Vec<NoteRow>,
    /// How many more there are.
    pub(super) set_aside_more: Option<Text>,
    /// Undated visits.
    pub(super) undated: Vec<NoteRow>,
    /// How many more there are.
    pub(super) undated_more: Option<Text>,
}

pub(super) fn notes(result: &PublicResult<'_>) -> Notes {
    let (set_aside, undated): (&[Note], &[Note]) =
        result.pairing.map_or((&[], &[]), |notes| (&notes.set_aside, &notes.undated));
    Notes {
        set_aside: rows(result, set_aside),
        set_aside_more: more(set_aside.len()),
        undated: rows(result, undated),
        undated_more: more(undated.len()),
    }
}

fn rows(result: &PublicResult<'_>, notes: &[Note]) -> Vec<NoteRow> {
    let shown = notes.iter().take(SHOWN_VISITS_MAX);
    shown
        .map(|note| NoteRow {
            visit: note.visit.to_string(),
            name: place_name(result, &note.visit),
            why: note.why.shown(),
        })
        .collect()
}

fn more(count: usize) -> Option<Text> {
    let hidden = count.checked_sub(SHOWN_VISITS_MAX).filter(|hidden| *hidden > 0)?;
    Some(W.more_notes.with(&[("n", &hidden.to_string())]))
}

pub(super) fn relaxations(result: &PublicResult<'_>) -> Vec<Text> {
    let applied = result.pairing.map(|notes| notes.applied(result.plan)).unwrap_or_default();
    applied.iter().map(step).collect()
}

fn step(step: &Relaxation) -> Text {
    match step {
        Relaxation::Drop(rule) => match rule.drop {
            Droppable::Pairs => W.relax_pairs.text(),
            Droppable::HomeArea => W.relax_home.text(),
            Droppable::Minimums => W.relax_minimums.text(),
        },
        Relaxation::Raise(raise) => W.relax_raise.with(&[
            ("pool", raise.quota_max.as_str()),
            ("add", &raise.add.to_string()),
        ]),
    }
}

pub(super) fn repeats(result: &PublicResult<'_>) -> Option<Text> {
    let count = result.pairing.map(|notes| notes.repeats).filter(|count| *count > 0)?;
    Some(W.repeats.with(&[("n", &count.to_string())]))
}
