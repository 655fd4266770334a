//! A whole draw held as a ceremony, open or sealed, in memory with fixed randomness: for tests and vectors.
//!
//! Every event goes through [`Ceremony`], so that what it would refuse can't be made here.

use std::collections::{BTreeMap, BTreeSet};

use records::entropy::FinalSource;
use records::events::{DrawEvent, Event, EventLine, Replacement, RollRecord};
use records::frozen::{FrozenInspector, Opening, Record};
use records::hash::{Digest, Secret, h};
use records::id::Id;
use records::plan::{Mode, Plan};

use super::script::{Gathered, HeldError, Script, gather, step};
use super::{DrawError, Frozen};
use crate::ceremony::{Ceremony, Phase, StepError};
use crate::escrow::Dealt;
use crate::outcome::Outcome;
use crate::publish::{DrawFiles, Format, ListFile, Parts, draw_files, openings_of_taken, record_digest};
use crate::replace::{Basis, Bench, ReplaceError, Reserve};
use crate::sealed::{
    CapsuleName, Leaves, SealedError, capsule_key, capsule_list, capsule_texts, reserve_leaves, seal_capsule,
};
use crate::seed::{Keys, Sealing};
use crate::select::Selection;
use crate::signature;
use crate::visits::Place;

/// A draw that was held up to the event `draw`, with everything that an office then erases.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    frozen: &'a Frozen<'a>,
    script: &'a Script,
    /// The events so far.
    pub ceremony: Ceremony<'a>,
    /// The escrow, in sealed mode.
    pub dealt: Option<Dealt>,
    /// D, F, seed.
    pub sealing: Sealing,
    /// Sub-keys.
    pub keys: Keys,
    /// Who is drawn.
    pub selection: Selection,
    /// Places of the drawn.
    pub places: Vec<Place>,
    /// Openings of the drawn.
    pub openings: Vec<Opening>,
    /// All reserves.
    pub reserves: Vec<Reserve>,
    /// Teams and dates.
    pub outcome: Outcome,
    /// Leaves, in sealed mode.
    pub leaves: Option<Leaves>,
    /// Capsules with the halves of their keys, in sealed mode.
    pub capsules: Vec<HeldCapsule>,
}

/// One capsule.
#[derive(Clone, Debug)]
pub struct HeldCapsule {
    /// Its name.
    pub name: CapsuleName,
    /// The encrypted file.
    pub file: Vec<u8>,
    /// The halves of its key.
    pub halves: [Secret; 2],
}

/// Holds a draw up to the event `draw`.
pub fn hold<'a>(frozen: &'a Frozen<'a>, script: &'a Script) -> Result<Held<'a>, HeldError> {
    let Gathered { mut ceremony, dealt } = gather(frozen, script)?;
    let plan = &frozen.announcement.plan;
    step(&mut ceremony, roll(plan, script))?;
    let secret = dealt.as_ref().map(|dealt| &dealt.secret);
    let sealing = ceremony.sealing(secret)?;
    let keys = sealing.seed.keys(plan);
    let selection = frozen.select(&keys).map_err(DrawError::from)?;
    let (places, openings) = frozen.look_up(selection.drawn_ids())?;
    let outcome = frozen.outcome(&keys, &selection, &places, &openings)?;
    let mut reserves = Vec::new();
    for leaf in reserve_leaves(plan, &selection) {
        let (places, mut openings) = frozen.look_up([&leaf.entity])?;
        reserves.extend(places.into_iter().map(|place| Reserve { leaf: leaf.clone(), place, opening: openings.pop() }));
    }
    let mut held = Held {
        frozen,
        script,
        ceremony,
        dealt,
        sealing,
        keys,
        selection,
        places,
        openings,
        reserves,
        outcome,
        leaves: None,
        capsules: Vec::new(),
    };
    let event = match plan.mode {
        Mode::Open => DrawEvent { record: Some(held.record_digest()?), seed_hash: None, leaves: None, capsules: None },
        Mode::Sealed => held.seal()?,
    };
    held.step(Event::Draw(event))?;
    Ok(held)
}

fn roll(plan: &Plan, script: &Script) -> Event {
    let recorders: &[&str] = match plan.final_source {
        FinalSource::Drand { .. } => &[],
        _ => &["记录员甲", "记录员乙"],
    };
    let record = |who: &&str| RollRecord { recorder: (*who).to_owned(), value: script.value.clone() };
    Event::Roll {
        records: recorders.iter().map(record).collect(),
        source: plan.final_source.id(),
        value: script.value.clone(),
    }
}

impl<'a> Held<'a> {
    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        &self.frozen.announcement.plan
    }

    /// The frozen inspectors, by pseudonym.
    pub fn inspectors(&self) -> &'a [FrozenInspector] {
        self.frozen.inspectors()
    }

    /// The events so far.
    pub fn events(&self) -> &[EventLine] {
        self.ceremony.events()
    }

    /// Appends an event.
    pub fn step(&mut self, event: Event) -> Result<(), StepError> {
        step(&mut self.ceremony, event)
    }

    /// Leaves and capsules.
    fn seal(&mut self) -> Result<DrawEvent, HeldError> {
        let plan = self.plan();
        let reserves: Vec<_> = self.reserves.iter().map(|reserve| reserve.leaf.clone()).collect();
        let leaves = Leaves::new(&self.keys.seal, &self.outcome.visits, &reserves)?;
        let draw = plan.draw_name();
        let mut capsules = Vec::new();
        for (name, padded) in capsule_texts(&leaves, &self.bench()?)? {
            let text = name.to_string();
            let half = |number: &[u8]| {
                let parts: [&[u8]; 3] = [self.script.halves.expose_bytes(), text.as_bytes(), number];
                Secret::new(h("half", &parts).to_bytes())
            };
            let halves = [half(b"1"), half(b"2")];
            let file = seal_capsule(&draw, &name, &capsule_key(&halves[0], &halves[1]), &padded)?;
            capsules.push(HeldCapsule { name, file, halves });
        }
        self.capsules = capsules;
        let list = self.capsule_file()?;
        let event = DrawEvent {
            record: None,
            seed_hash: Some(self.sealing.seed.hash()),
            leaves: Some(leaves.root()),
            capsules: Some(list.root()),
        };
        self.leaves = Some(leaves);
        Ok(event)
    }

    fn capsule_file(&self) -> Result<ListFile, SealedError> {
        capsule_list(self.plan(), self.capsules.iter().map(|capsule| capsule.file.as_slice()))
    }

    /// The bench of this outcome.
    pub fn bench(&self) -> Result<Bench<'_>, ReplaceError> {
        Bench::new(Basis {
            plan: self.plan(),
            inspectors: self.frozen.inspectors(),
            visits: &self.outcome.visits,
            openings: &self.openings,
            level: self.outcome.pairing.as_ref().map_or(0, |pairing| pairing.relaxations),
            replace: &self.keys.replace,
            reserves: &self.reserves,
        })
    }

    /// Users of equipment, as the office looks them up in the frozen list.
    pub fn users(&self) -> BTreeMap<Id, Id> {
        let places = self.places.iter().chain(self.reserves.iter().map(|reserve| &reserve.place));
        places.filter_map(|place| Some((place.id.clone(), place.user_id.clone()?))).collect()
    }

    /// Appends the event `open` of a leaf id.
    pub fn open(&mut self, leaf_id: &str) -> Result<(), HeldError> {
        let leaf = self.leaves.as_ref().and_then(|leaves| leaves.find(leaf_id)).map(|leaf| leaf.hash);
        let missing = || SealedError::NoLeaf { id: leaf_id.to_owned() };
        Ok(self.step(Event::Open { leaf: leaf.ok_or_else(missing)? })?)
    }

    /// Signs a replacement as far as the script has the key.
    pub fn signed(&self, replacement: Replacement) -> Result<EventLine, HeldError> {
        let draw = self.plan().draw_name();
        let mut line = EventLine { draw, event: Event::Replace(replacement) };
        let message = signature::replacement(self.ceremony.plan_digest(), &line).map_err(ReplaceError::from)?;
        if let Event::Replace(
            Replacement::Inspector { approved_by, signature, .. } | Replacement::Entity { approved_by, signature, .. },
        ) = &mut line.event
        {
            let key = if approved_by == crate::replace::SUPERIOR {
                Some(&self.script.superior)
            } else {
                self.script.keys.get(approved_by)
            };
            *signature = key.map(|key| signature::sign(key, &message));
        }
        Ok(line)
    }

    /// Signs a replacement and appends it. Whether it is the right one is [`crate::replace::judge`]'s.
    pub fn replace(&mut self, replacement: Replacement) -> Result<(), HeldError> {
        let line = self.signed(replacement)?;
        Ok(self.ceremony.accept(&line)?)
    }

    /// s as events publish it.
    fn published_secret(&self) -> Option<Digest> {
        self.dealt.as_ref().map(|dealt| Digest::new(*dealt.secret.expose_bytes()))
    }

    /// Appends the event `finish`.
    pub fn finish(&mut self) -> Result<(), HeldError> {
        let event = Event::Finish { record: self.record_digest()?, secret: self.published_secret() };
        Ok(self.step(event)?)
    }

    /// Appends the event `void`.
    pub fn void(&mut self, reason: &str) -> Result<(), HeldError> {
        let message = signature::void(self.ceremony.plan_digest(), Some(&self.sealing.close), reason);
        let event = Event::Void {
            reason: reason.to_owned(),
            record: Some(self.record_digest()?),
            secret: self.published_secret(),
            signature: Some(signature::sign(&self.script.superior, &message)),
        };
        Ok(self.step(event)?)
    }

    /// Lines of `evidence/openings.jsonl`: reserves that replacements took and that are not opened as drawn ones.
    pub fn taken(&self) -> Vec<Opening> {
        let taken: BTreeSet<(&Id, &Id, u64)> = self
            .ceremony
            .replacements()
            .into_iter()
            .filter_map(|one| match one {
                Replacement::Entity { task, stratum, by: Some(by), .. } => Some((task, stratum, *by)),
                _ => None,
            })
            .collect();
        let of_taken = self.reserves.iter().filter(|reserve| {
            let leaf = &reserve.leaf;
            taken.contains(&(&leaf.task, &leaf.stratum, leaf.rank))
        });
        let taken: Vec<Opening> = of_taken.filter_map(|reserve| reserve.opening.clone()).collect();
        openings_of_taken(&self.openings, &taken)
    }

    /// The files of section 15, whether they may be published or not.
    pub fn draw_files(&self) -> Result<DrawFiles, HeldError> {
        let ceremony = self.ceremony.ceremony_file();
        let ceremony = ceremony.unwrap_or_else(|| unreachable!("a draw that was held has rolled"));
        let parts = Parts {
            announcement: &self.frozen.announcement,
            ceremony: &ceremony,
            sealing: &self.sealing,
            keys: &self.keys,
            selection: &self.selection,
            openings: &self.openings,
            apart: &self.frozen.apart,
            outcome: &self.outcome,
        };
        Ok(draw_files(parts).map_err(DrawError::from)?)
    }

    /// The record.
    pub fn record(&self) -> Result<Record, HeldError> {
        Ok(self.draw_files()?.record)
    }

    /// SHA-256 of `draw/record.json`.
    pub fn record_digest(&self) -> Result<Digest, HeldError> {
        Ok(record_digest(&self.record()?).map_err(DrawError::from)?)
    }

    /// The kind of bundle that the last event asks for.
    pub fn format(&self) -> Format {
        let is_over = matches!(self.ceremony.phase(), Phase::Finished | Phase::Void);
        if self.plan().mode == Mode::Sealed && !is_over { Format::Sealed } else { Format::Bundle }
    }

    /// The files of section 15, and the openings of reserves that replacements took.
    fn outcome_files(&self) -> Result<BTreeMap<String, Vec<u8>>, HeldError> {
        let mut files = self.draw_files()?.files;
        let taken = self.taken();
        if !taken.is_empty() {
            let list = ListFile::of("openings", &taken).map_err(DrawError::from)?;
            files.insert("evidence/openings.jsonl".to_owned(), list.into_bytes());
        }
        Ok(files)
    }

    /// The files of that kind, without renderings, manifest and what the log gives.
    pub fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, HeldError> {
        let mut files = match self.format() {
            Format::Bundle => self.outcome_files()?,
            Format::Announcement | Format::Sealed => BTreeMap::new(),
        };
        let mut plan = self.frozen.announcement.line.clone();
        plan.push(b'\n');
        files.insert("plan.json".to_owned(), plan);
        for (name, list) in &self.frozen.lists {
            files.insert(format!("lists/{name}.jsonl"), list.as_bytes().to_vec());
        }
        if self.plan().mode == Mode::Sealed {
            files.insert("sealed/capsules.jsonl".to_owned(), self.capsule_file()?.into_bytes());
        }
        Ok(files)
    }

    /// All leaf ids, in the order of the leaves.
    pub fn leaf_ids(&self) -> Vec<String> {
        let leaves = self.leaves.iter().flat_map(|leaves| leaves.as_slice());
        leaves.map(|leaf| leaf.id.clone()).collect()
    }
}
