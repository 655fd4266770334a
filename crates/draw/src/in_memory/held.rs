//! A whole official draw in memory, open or sealed, with fixed randomness: for tests and vectors.

use std::collections::BTreeMap;

use records::events::{EventLine, Replacement};
use records::frozen::{Opening, Record};
use records::hash::{Digest, Secret};

use super::{DrawError, Frozen};
use crate::escrow::Dealt;
use crate::outcome::Outcome;
use crate::replace::{Bench, Reserve};
use crate::seed::{Keys, Sealing};
use crate::sealed::{CapsuleName, Leaves};
use crate::select::Selection;
use crate::visits::Place;

/// Everything that people say, roll, sign and draw at random in a ceremony.
#[derive(Clone, Debug)]
pub struct Script {
    /// Randomness of the escrow, one for each coefficient (sealed mode).
    pub coefficients: Vec<[u8; 64]>,
    /// Label, value and salt (the salt counts in profile remote only).
    pub said: Vec<(String, String, [u8; 32])>,
    /// Labels that commit and do not reveal (profile remote).
    pub withheld: Vec<String>,
    /// The final value.
    pub value: String,
    /// Private keys of labels in `plan.keys`; these sign shares and the close.
    pub keys: BTreeMap<String, Secret>,
    /// Private key of the superior.
    pub superior: Secret,
    /// From which the halves of capsule keys are made: in a real draw they are random.
    pub halves: Secret,
}

/// A draw that was held up to the event `draw`, with everything that the office then erases.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    frozen: &'a Frozen<'a>,
    script: &'a Script,
    /// The events so far.
    pub events: Vec<EventLine>,
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
    /// The record as it is at the draw.
    pub record: Record,
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
pub fn hold<'a>(frozen: &'a Frozen<'a>, script: &'a Script) -> Result<Held<'a>, DrawError> {
    todo!()
}

impl Held<'_> {
    /// The bench of this outcome.
    pub fn bench(&self) -> Result<Bench<'_>, DrawError> {
        todo!()
    }

    /// The replacements so far.
    pub fn replacements(&self) -> Vec<&Replacement> {
        todo!()
    }

    /// Appends the event `open` of a leaf id.
    pub fn open(&mut self, leaf_id: &str) -> Result<(), DrawError> {
        todo!()
    }

    /// Signs a replacement as far as the script has the key, and appends it.
    pub fn replace(&mut self, replacement: Replacement) -> Result<(), DrawError> {
        todo!()
    }

    /// Appends the event `finish`.
    pub fn finish(&mut self) -> Result<(), DrawError> {
        todo!()
    }

    /// Appends the event `void`, as it must be after what happened so far.
    pub fn void(&mut self, reason: &str) -> Result<(), DrawError> {
        todo!()
    }

    /// Files of the kind of bundle that the last event asks for, without renderings, evidence and manifest.
    pub fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, DrawError> {
        todo!()
    }

    /// SHA-256 of `draw/record.json` as it is now.
    pub fn record_digest(&self) -> Result<Digest, DrawError> {
        todo!()
    }
}
