//! Check `events`: the steps of a ceremony, in their order, each as it must be.
//!
//! This is a reading of the text that shares nothing with the machine that holds the ceremony.
//!
//! Source: `docs/PROTOCOL.md`, sections 20.1 and 20.2.

use std::collections::BTreeSet;

use records::events::{DrawEvent, Event, EventLine, LoggedEvent};
use records::hash::{Digest, PublicKey, h};
use records::plan::{Mode, Plan, Profile};

use crate::ceremony::{CONTRIBUTION_LENGTH, CONTRIBUTION_LIMITS};
use crate::check::Check;
pub(crate) use crate::course::{Course, End, Roll, Voice};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::numbers::void_statement;
use crate::said::said;
use crate::signature;
use crate::source::List;

/// Where events stand in a bundle.
pub(crate) const PATH: &str = "evidence/events.jsonl";

type Checked = Result<(), Failure>;

/// Reads the events of a draw whose plan has digest `announced`.
pub(crate) fn check(
    plan: &Plan,
    announced: &Digest,
    kind: Kind,
    events: &List<LoggedEvent>,
) -> Result<Course, Failure> {
    let mut reader = Reader { plan, announced, course: Course::default() };
    for (line, logged) in (1..).zip(&events.rows) {
        reader.read(line, logged).map_err(|failure| failure.file(&events.path).line(line))?;
    }
    let course = reader.course;
    match fits(&course, plan.mode, kind) {
        true => Ok(course),
        false => {
            let last = events.rows.last().map_or("–", |logged| logged.event.event.name());
            Err(fail(Fault::EventLast)
                .file(&events.path)
                .line(events.rows.len() as u64)
                .got(last)
                .expected(kind.format()))
        }
    }
}

/// Whether a bundle of this kind may end here.
fn fits(course: &Course, mode: Mode, kind: Kind) -> bool {
    let void = matches!(course.end, Some(End::Void { .. }));
    match kind {
        Kind::Announcement => course.stage >= ANNOUNCE && course.roll.is_none() && (void || course.stage <= SIGN),
        Kind::Sealed => course.stage == DRAW && course.opened.is_empty() && course.replaced.is_empty(),
        Kind::Outcome if void => course.roll.is_some(),
        Kind::Outcome => course.stage == FINISH || (mode == Mode::Open && course.stage == DRAW),
    }
}

// The stages in their order. What is of one stage may come several times if the text says so.
const ANNOUNCE: u8 = 1;
const SHARE: u8 = 2;
const COMMIT: u8 = 3;
const REVEAL: u8 = 4;
const CLOSE: u8 = 5;
const SIGN: u8 = 6;
const ROLL: u8 = 7;
const DRAW: u8 = 8;
const AFTER: u8 = 9;
const FINISH: u8 = 10;

/// Section 8.
fn contribution_length(value: &str) -> Checked {
    if CONTRIBUTION_LENGTH.contains(&value.len()) {
        return Ok(());
    }
    let got = said(format!("{} 字节", value.len()), format!("{} bytes", value.len()));
    Err(fail(Fault::EventValue).got(got).expected(CONTRIBUTION_LIMITS))
}

struct Reader<'p> {
    plan: &'p Plan,
    announced: &'p Digest,
    course: Course,
}

impl Reader<'_> {
    fn read(&mut self, line: u64, logged: &LoggedEvent) -> Checked {
        let EventLine { draw, event } = &logged.event;
        if *draw != self.plan.draw_name() {
            return Err(fail(Fault::EventDraw).got(draw).expected(self.plan.draw_name()));
        }
        self.step(event)?;
        self.course.last = logged.index;
        self.course.entries.extend(logged.event.entry().ok().map(|entry| (logged.index, entry.hash)));
        match event {
            Event::Announce { plan, superior, round, commitment, points } => {
                self.superior(superior, *round)?;
                self.announce(plan, *commitment, points)
            }
            Event::Share { holder, signature } => self.share(holder, signature.as_deref()),
            Event::Contribution { label, value } => {
                self.participant(label)?;
                contribution_length(value)?;
                self.first(label, |voice| voice.value.replace(value.clone()).is_some())
            }
            Event::Commitment { label, commitment } => {
                self.participant(label)?;
                self.first(label, |voice| voice.commitment.replace(*commitment).is_some())
            }
            Event::Reveal { label, salt, value } => self.reveal(label, salt, value),
            Event::Close { close } => {
                self.course.close = Some((*close, logged.index));
                Ok(())
            }
            Event::Sign { label, signature } => self.sign(label, signature),
            Event::Roll { records, source, value } => {
                let (source, value, records) = (source.clone(), value.clone(), records.clone());
                self.roll(Roll { source, value, records }, logged.index)
            }
            Event::Draw(drawn) => self.draw(drawn),
            Event::Open { leaf } => {
                if self.course.opened.iter().any(|(_, opened)| opened == leaf) {
                    return Err(fail(Fault::EventOrder).got(leaf));
                }
                self.course.opened.push((line, *leaf));
                Ok(())
            }
            Event::Replace(replacement) => {
                self.course.replaced.push((line, logged.index, replacement.clone()));
                Ok(())
            }
            Event::Finish { record, secret } => {
                there("secret", secret.is_some(), self.is_sealed())?;
                self.course.end = Some(End::Finish { record: *record, secret: *secret });
                Ok(())
            }
            Event::Void { reason, record, secret, signature } => {
                self.void(reason, *record, *secret, signature.as_deref())
            }
        }
    }

    /// Section 20.2: what may follow what.
    fn step(&mut self, event: &Event) -> Checked {
        let (stage, repeats, after) = match event {
            Event::Announce { .. } => (ANNOUNCE, false, 0),
            Event::Share { .. } => (SHARE, true, ANNOUNCE),
            Event::Contribution { .. } | Event::Commitment { .. } => (COMMIT, true, ANNOUNCE),
            Event::Reveal { .. } => (REVEAL, true, COMMIT),
            Event::Close { .. } => (CLOSE, false, ANNOUNCE),
            Event::Sign { .. } => (SIGN, true, CLOSE),
            Event::Roll { .. } => (ROLL, false, CLOSE),
            Event::Draw(_) => (DRAW, false, ROLL),
            Event::Open { .. } | Event::Replace(_) => (AFTER, true, DRAW),
            Event::Finish { .. } => (FINISH, false, DRAW),
            Event::Void { .. } => (self.course.stage, true, ANNOUNCE),
        };
        let here = self.course.stage;
        let ordered = here >= after && (here < stage || (repeats && here == stage));
        let of_profile = match event {
            Event::Contribution { .. } => self.plan.profile == Profile::Room,
            Event::Commitment { .. } | Event::Reveal { .. } => self.plan.profile == Profile::Remote,
            Event::Share { .. } | Event::Open { .. } => self.is_sealed(),
            _ => true,
        };
        let needs_shares = stage > SHARE && !matches!(event, Event::Void { .. });
        let holders = self.plan.escrow.as_ref().map_or(0, |escrow| escrow.holders.len());
        let shared = !needs_shares || self.course.shared.len() == holders;
        if !ordered || !of_profile || !shared || self.course.end.is_some() {
            return Err(fail(Fault::EventOrder).got(event.name()));
        }
        self.course.stage = stage;
        Ok(())
    }

    fn is_sealed(&self) -> bool {
        self.plan.mode == Mode::Sealed
    }

    /// Who must sign a void, and whether the final source comes by itself: a later attempt's bundle shows both.
    fn superior(&self, superior: &PublicKey, round: Option<u64>) -> Checked {
        let expected = self.plan.superior.as_ref().map(|superior| superior.key);
        if Some(*superior) != expected {
            let expected = expected.map_or("–".to_owned(), |key| key.to_string());
            return Err(fail(Fault::EventSuperior).got(superior).expected(expected));
        }
        match (round, self.plan.final_source.round()) {
            (got, expected) if got == expected => Ok(()),
            (got, expected) => {
                let text = |round: Option<u64>| round.map_or("–".to_owned(), |round| round.to_string());
                Err(fail(Fault::EventRound).got(text(got)).expected(text(expected)))
            }
        }
    }

    fn announce(&mut self, plan: &Digest, commitment: Option<Digest>, points: &[Digest]) -> Checked {
        if plan != self.announced {
            return Err(fail(Fault::EventPlan).got(plan).expected(self.announced));
        }
        there("commitment", commitment.is_some(), self.is_sealed())?;
        there("points", !points.is_empty(), self.is_sealed())?;
        self.course.commitment = commitment;
        self.course.points = points.to_vec();
        Ok(())
    }

    fn share(&mut self, holder: &str, signature: Option<&str>) -> Checked {
        let known = self.plan.escrow.iter().flat_map(|escrow| &escrow.holders).any(|one| one.label == holder);
        if !known || !self.course.shared.insert(holder.to_owned()) {
            return Err(fail(Fault::EventLabel).got(holder));
        }
        let commitment = self.course.commitment.unwrap_or(Digest::new([0; 32]));
        let signed = h("mq1/share", &[self.announced.as_ref(), commitment.as_ref(), holder.as_bytes()]);
        let key = self.plan.keys.iter().find(|key| key.label == holder);
        there("signature", signature.is_some(), key.is_some())?;
        match (key, signature) {
            (Some(key), Some(signature)) if !signature::holds(&key.key, &signed, signature) => {
                Err(fail(Fault::EventSignature).got(holder))
            }
            _ => Ok(()),
        }
    }

    fn participant(&self, label: &str) -> Checked {
        match self.plan.participants.iter().any(|participant| participant == label) {
            true => Ok(()),
            false => Err(fail(Fault::EventLabel).got(label).expected(self.plan.participants.join(" / "))),
        }
    }

    /// `put` says whether the participant has done the same already.
    fn first(&mut self, label: &str, put: impl FnOnce(&mut Voice) -> bool) -> Checked {
        match put(self.course.voices.entry(label.to_owned()).or_default()) {
            true => Err(fail(Fault::EventLabel).got(label)),
            false => Ok(()),
        }
    }

    fn reveal(&mut self, label: &str, salt: &Digest, value: &str) -> Checked {
        let Some(commitment) = self.course.voices.get(label).and_then(|voice| voice.commitment) else {
            return Err(fail(Fault::EventLabel).got(label));
        };
        let parts = [self.announced.as_ref(), label.as_bytes(), value.as_bytes(), salt.as_ref()];
        let got = h("mq1/contribution", &parts);
        if got != commitment {
            return Err(fail(Fault::EventReveal).got(got).expected(commitment));
        }
        contribution_length(value)?;
        self.first(label, |voice| voice.value.replace(value.to_owned()).is_some())
    }

    fn sign(&mut self, label: &str, signature: &str) -> Checked {
        let Some(key) = self.plan.keys.iter().find(|key| key.label == label) else {
            return Err(fail(Fault::EventLabel).got(label));
        };
        if self.course.signed.iter().any(|one| one == label) {
            return Err(fail(Fault::EventLabel).got(label));
        }
        let Some((close, _)) = self.course.close else { return Err(fail(Fault::EventOrder).got("sign")) };
        let signed = h("mq1/attest", &[self.announced.as_ref(), close.as_ref()]);
        if !signature::holds(&key.key, &signed, signature) {
            return Err(fail(Fault::EventSignature).got(label));
        }
        self.course.signed.push(label.to_owned());
        Ok(())
    }

    /// Two different people wrote it down; a beacon nobody does. Whether they wrote the same is check `ceremony`.
    fn roll(&mut self, roll: Roll, index: u64) -> Checked {
        let recorders: BTreeSet<&str> = roll.records.iter().map(|record| record.recorder.as_str()).collect();
        let people = if self.plan.final_source.begins().is_some() { 0 } else { 2 };
        if roll.records.len() != people || recorders.len() != people || recorders.contains("") {
            let got = recorders.into_iter().collect::<Vec<_>>().join(" / ");
            return Err(fail(Fault::EventRecords).got(got).expected(people));
        }
        self.course.roll = Some((roll, index));
        Ok(())
    }

    fn draw(&mut self, drawn: &DrawEvent) -> Checked {
        there("record", drawn.record.is_some(), !self.is_sealed())?;
        there("seed_hash", drawn.seed_hash.is_some(), self.is_sealed())?;
        there("leaves", drawn.leaves.is_some(), self.is_sealed())?;
        there("capsules", drawn.capsules.is_some(), self.is_sealed())?;
        self.course.drawn = Some(drawn.clone());
        Ok(())
    }

    fn void(
        &mut self,
        reason: &str,
        record: Option<Digest>,
        secret: Option<Digest>,
        signature: Option<&str>,
    ) -> Checked {
        if reason.is_empty() {
            return Err(fail(Fault::EventKeys).got("reason: \"\""));
        }
        // A beacon's value comes by itself: whoever waits for it and voids must not be alone.
        let by_superior = self.course.close.is_some() || self.plan.final_source.round().is_some();
        there("signature", signature.is_some(), by_superior)?;
        there("secret", secret.is_some(), self.course.close.is_some() && self.is_sealed())?;
        there("record", record.is_some(), self.course.roll.is_some())?;
        if let Some(signature) = signature {
            let close = self.course.close.map(|(close, _)| close);
            let signed = void_statement(self.announced, close.as_ref(), reason);
            let superior = self.plan.superior.as_ref();
            if !superior.is_some_and(|superior| signature::holds(&superior.key, &signed, signature)) {
                let failure = fail(Fault::EventSignature).got("superior");
                return Err(failure.expected(superior.map_or("–", |superior| superior.name.as_str())));
            }
        }
        self.course.end = Some(End::Void { reason: reason.to_owned(), record, secret });
        Ok(())
    }
}

/// A key of an event is there exactly when it must be.
fn there(key: &str, is_there: bool, must_be: bool) -> Checked {
    match is_there == must_be {
        true => Ok(()),
        false => Err(fail(Fault::EventKeys).got(key)),
    }
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Events, fault)
}
