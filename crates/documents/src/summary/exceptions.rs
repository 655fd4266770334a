//! Where the rules had to give way: relaxations, visits set aside, visits without dates.
//!
//! Source: `docs/PROTOCOL.md`, sections 13 to 15.

use super::visits::{person, place_name};
use crate::SHOWN_VISITS_MAX;
use crate::result::{OfficeCopy, PublicResult};
use crate::text::{Text, Word};
use crate::words::summary::SUMMARY as W;
use draw::outcome::remedies::Remedy;
use records::id::Id;
use records::pairing::{Certificate, CertificateKind, DateProof, Pairing, Undated, UndatedReason};
use records::plan::{Droppable, Relaxation};

/// Most certificates that are named for one relaxation; all are in `draw/pairing.json`.
const CERTIFICATES_MAX: usize = 3;

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
#[derive(Default)]
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
    let Some(pairing) = result.pairing else { return Notes::default() };
    let set_aside = pairing.set_aside.iter().take(SHOWN_VISITS_MAX);
    let undated = pairing.undated.iter().take(SHOWN_VISITS_MAX);
    Notes {
        set_aside: set_aside.map(|aside| row(result, &aside.visit, certificate(&aside.certificate))).collect(),
        set_aside_more: more(pairing.set_aside.len()),
        undated: undated.map(|one| row(result, &one.visit, reason(pairing, one))).collect(),
        undated_more: more(pairing.undated.len()),
    }
}

fn row(result: &PublicResult<'_>, visit: &Id, why: Text) -> NoteRow {
    NoteRow { visit: visit.to_string(), name: place_name(result, visit), why }
}

fn more(count: usize) -> Option<Text> {
    let hidden = count.checked_sub(SHOWN_VISITS_MAX).filter(|hidden| *hidden > 0)?;
    Some(W.more_notes.with(&[("n", &hidden.to_string())]))
}

/// A certificate as one sentence of counts; its lists are in `draw/pairing.json`.
fn certificate(proof: &Certificate) -> Text {
    let word = match proof.kind {
        CertificateKind::Places => W.certificate_places,
        CertificateKind::Minimum => W.certificate_minimum,
    };
    word.with(&[
        ("visits", &proof.seats.len().to_string()),
        ("people", &proof.inspectors.len().to_string()),
        ("demand", &proof.demand.to_string()),
        ("capacity", &proof.capacity.to_string()),
        ("short", &proof.demand.saturating_sub(proof.capacity).to_string()),
    ])
}

fn reason(pairing: &Pairing, undated: &Undated) -> Text {
    let number = undated.proof.and_then(|number| usize::try_from(number).ok());
    let proof = number.and_then(|number| pairing.proofs.get(number));
    match (undated.reason, proof) {
        (UndatedReason::NotFound, _) => W.undated_not_found.text(),
        (UndatedReason::NoWindow, _) | (_, Some(DateProof::NoWindow { .. })) => W.undated_no_window.text(),
        (UndatedReason::Proved, Some(DateProof::Inspector { inspector, demand, capacity, .. })) => W
            .undated_inspector
            .with(&[("who", inspector.as_str()), ("demand", &demand.to_string()), ("capacity", &capacity.to_string())]),
        (UndatedReason::Proved, Some(DateProof::Cap { demand, capacity, .. })) => {
            W.undated_cap.with(&[("demand", &demand.to_string()), ("capacity", &capacity.to_string())])
        }
        (UndatedReason::Proved, None) => W.undated_proved.text(),
    }
}

/// The relaxations that were applied, each with what made it necessary.
pub(super) fn relaxations(result: &PublicResult<'_>) -> Vec<Text> {
    let Some(pairing) = result.pairing else { return Vec::new() };
    let level = usize::try_from(pairing.relaxations).unwrap_or(usize::MAX);
    let applied = result.plan.relaxations.iter().take(level);
    let why = |index: usize| {
        let proofs = pairing.relaxed.get(index).map(|relaxed| relaxed.certificates.as_slice());
        let shown = proofs.unwrap_or_default().iter().take(CERTIFICATES_MAX);
        Text::joined(&shown.map(certificate).collect::<Vec<_>>(), W.semicolon)
    };
    let line = |(index, relaxation)| {
        let (step, why) = (step(relaxation), why(index));
        if why.zh.is_empty() {
            return step;
        }
        Text {
            zh: W.because.with(&[("step", &step.zh), ("why", &why.zh)]).zh,
            en: W.because.with(&[("step", &step.en), ("why", &why.en)]).en,
        }
    };
    applied.enumerate().map(line).collect()
}

fn step(step: &Relaxation) -> Text {
    match step {
        Relaxation::Drop(rule) => match rule.drop {
            Droppable::Pairs => W.relax_pairs.text(),
            Droppable::HomeArea => W.relax_home.text(),
            Droppable::Minimums => W.relax_minimums.text(),
        },
        Relaxation::Raise(raise) => {
            W.relax_raise.with(&[("pool", raise.quota_max.as_str()), ("add", &raise.add.to_string())])
        }
    }
}

/// What would have done, relaxation by relaxation and visit by visit.
pub(super) fn remedies(result: &PublicResult<'_>, office: &OfficeCopy<'_>) -> Vec<(Text, Vec<Text>)> {
    let each = office.remedies.iter().map(|one| {
        let next = usize::try_from(one.level).ok().and_then(|level| result.plan.relaxations.get(level));
        let what = match (&one.visit, next) {
            (Some(visit), _) => place(result, visit, W.remedies_visit),
            (None, Some(relaxation)) => {
                let step = step(relaxation);
                Text {
                    zh: W.remedies_step.with(&[("step", &step.zh)]).zh,
                    en: W.remedies_step.with(&[("step", &step.en)]).en,
                }
            }
            (None, None) => Text::default(),
        };
        (what, one.remedies.iter().map(|remedy| remedy_text(result, office, remedy)).collect())
    });
    each.collect()
}

fn place(result: &PublicResult<'_>, visit: &Id, word: Word) -> Text {
    let name = place_name(result, visit);
    Text {
        zh: word.with(&[("visit", visit.as_str()), ("name", &name.zh)]).zh,
        en: word.with(&[("visit", visit.as_str()), ("name", &name.en)]).en,
    }
}

fn remedy_text(result: &PublicResult<'_>, office: &OfficeCopy<'_>, remedy: &Remedy) -> Text {
    let who = |id: &Id| person(id, office.roster);
    match remedy {
        Remedy::RaiseMaximum { inspector, by } => {
            W.remedy_raise.with(&[("who", &who(inspector)), ("by", &by.to_string())])
        }
        Remedy::LowerMinimum { inspector, by } => {
            W.remedy_lower.with(&[("who", &who(inspector)), ("by", &by.to_string())])
        }
        Remedy::AddInspectors { pool, area, count } => {
            let word = if area.is_empty() { W.remedy_add } else { W.remedy_add_area };
            word.with(&[("pool", pool.as_str()), ("area", area), ("count", &count.to_string())])
        }
        Remedy::LiftRotation { visit, inspector } => {
            let visit = format!("{visit} {}", place_name(result, visit).zh);
            W.remedy_lift.with(&[("who", &who(inspector)), ("visit", visit.trim_end())])
        }
    }
}

pub(super) fn repeats(result: &PublicResult<'_>) -> Option<Text> {
    let count = result.pairing.map(|pairing| pairing.repeats.len()).filter(|count| *count > 0)?;
    Some(W.repeats.with(&[("n", &count.to_string())]))
}
