//! Checks `ceremony` and `seed`: from what was said and cast to the seed and its keys.
//!
//! Source: `docs/PROTOCOL.md`, sections 8 and 9.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use records::entropy::FinalSource;
use records::frozen::{Ceremony, Contribution, Record};
use records::hash::{Digest, expand, h, hkdf_extract, sha256, ticket_key};
use records::plan::{Coordination, Plan};

use crate::Options;
use crate::check::Check;
use crate::events::{self, Course};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::said::said;

pub(crate) const CEREMONY: &str = "draw/ceremony.json";
pub(crate) const RECORD: &str = "draw/record.json";

/// Bytes of a contribution.
pub(crate) const CONTRIBUTION_LENGTH: RangeInclusive<usize> = 1..=1024;

/// The same in a message.
pub(crate) const CONTRIBUTION_LIMITS: &str = "1 … 1024";

/// Everything that follows from the plan and the ceremony.
#[derive(Clone, Debug)]
pub(crate) struct Seeds {
    /// P.
    pub plan: Digest,
    close: Digest,
    final_digest: Digest,
    pub seed: [u8; 32],
    /// SHA-256 of the seed.
    pub seed_hash: Digest,
    /// K of each task.
    pub task_keys: Vec<[u8; 32]>,
}

impl Seeds {
    /// The keys as [`crate::rules::Rules`] wants them: one for all tasks, or one each.
    pub(crate) fn ticket_keys(&self, plan: &Plan) -> Vec<[u8; 32]> {
        let count = match plan.coordination {
            Coordination::Positive => 1,
            Coordination::Independent => self.task_keys.len(),
        };
        self.task_keys.iter().take(count).copied().collect()
    }
}

/// What a check of the ceremony looks at.
pub(crate) struct Held<'a> {
    pub plan: &'a Plan,
    /// P.
    pub announced: &'a Digest,
    /// The events, if the draw was held as a ceremony.
    pub course: Option<&'a Course>,
    /// Where contributions and final value stand.
    pub path: &'a str,
}

/// `draw/ceremony.json`: contributions are of participants, in order, the final value is well-formed, and both are those of
/// the events.
pub(crate) fn check(held: &Held<'_>, ceremony: &Ceremony) -> Result<(), Failure> {
    check_contributions(held, &ceremony.contributions)?;
    let last = &ceremony.final_value;
    check_final(held, &last.source, &last.value)?;
    if let Some(course) = held.course {
        let roll = course.roll.as_ref().map(|(roll, _)| (roll.source.as_str(), roll.value.as_str()));
        if ceremony.contributions != contributions(held.plan, course) {
            return Err(held.fail(Fault::CeremonyEvents).got("contributions"));
        }
        if roll != Some((last.source.as_str(), last.value.as_str())) {
            let failure = held.fail(Fault::CeremonyEvents).got(&last.value);
            return Err(failure.expected(roll.map_or("–", |(_, value)| value)));
        }
        check_course(held, course)?;
    }
    Ok(())
}

/// The same of a bundle without an outcome, as far as its events go.
pub(crate) fn check_early(held: &Held<'_>, course: &Course) -> Result<(), Failure> {
    check_contributions(held, &contributions(held.plan, course))?;
    if let Some((roll, _)) = &course.roll {
        check_final(held, &roll.source, &roll.value)?;
    }
    check_course(held, course)
}

impl Held<'_> {
    fn fail(&self, fault: Fault) -> Failure {
        let failure = Failure::new(Check::Ceremony, fault).file(self.path);
        if self.path == CEREMONY { failure.line(1) } else { failure }
    }
}

/// Contributions in the plan's order, as the events have them.
pub(crate) fn contributions(plan: &Plan, course: &Course) -> Vec<Contribution> {
    let said = |label: &String| {
        let value = course.voices.get(label)?.value.clone()?;
        Some(Contribution { label: label.clone(), value })
    };
    plan.participants.iter().filter_map(said).collect()
}

fn check_contributions(held: &Held<'_>, contributions: &[Contribution]) -> Result<(), Failure> {
    let mut labels = held.plan.participants.iter();
    for contribution in contributions {
        let label = &contribution.label;
        // Each label is looked for behind the one before it, so that order and repetition are seen.
        if !labels.any(|participant| participant == label) {
            let failure = held.fail(Fault::CeremonyLabel).got(label);
            return Err(failure.expected(held.plan.participants.join(" / ")));
        }
        let length = contribution.value.len();
        if !CONTRIBUTION_LENGTH.contains(&length) {
            let got = said(format!("{label}：{length} 字节"), format!("{label}: {length} bytes"));
            return Err(held.fail(Fault::CeremonyValue).got(got).expected(CONTRIBUTION_LIMITS));
        }
    }
    Ok(())
}

fn check_final(held: &Held<'_>, source: &str, value: &str) -> Result<(), Failure> {
    let expected = held.plan.final_source.id();
    if source != expected {
        return Err(held.fail(Fault::CeremonySource).got(source).expected(expected));
    }
    match final_value_is_well_formed(&held.plan.final_source, value) {
        true => Ok(()),
        false => Err(held.fail(Fault::CeremonyFinal).got(value).expected(expected)),
    }
}

/// A beacon's signature, where the caller can check one.
pub(crate) fn check_beacon(held: &Held<'_>, value: &str, options: &Options<'_>) -> Result<(), Failure> {
    let (FinalSource::Drand { round }, Some(beacon)) = (&held.plan.final_source, options.beacon) else { return Ok(()) };
    beacon(*round, value).map_err(|got| held.fail(Fault::CeremonyBeacon).got(said("验签不通过", got)))
}

/// Both records say what the event says, and D is what follows from the events before it.
fn check_course(held: &Held<'_>, course: &Course) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Ceremony, fault).file(events::PATH);
    if let Some((roll, _)) = &course.roll
        && let Some(record) = roll.records.iter().find(|record| record.value != roll.value)
    {
        let got = format!("{}: {}", record.recorder, record.value);
        return Err(fail(Fault::CeremonyRecords).got(got).expected(&roll.value));
    }
    let expected = close(held.plan, held.announced, Some(course), &contributions(held.plan, course));
    match course.close {
        Some((got, _)) if got != expected => Err(fail(Fault::CeremonyClose).got(got).expected(expected)),
        _ => Ok(()),
    }
}

/// D.
fn close(plan: &Plan, announced: &Digest, course: Option<&Course>, contributions: &[Contribution]) -> Digest {
    // Open mode has no operator secret, and so no commitment to it; profile room has no commitments.
    let nothing: &[u8] = &[];
    let sealed = course.and_then(|course| course.commitment.as_ref()).map_or(nothing, AsRef::as_ref);
    let mut parts: Vec<&[u8]> = vec![announced.as_ref(), sealed];
    let values: BTreeMap<&str, &str> =
        contributions.iter().map(|one| (one.label.as_str(), one.value.as_str())).collect();
    for label in &plan.participants {
        let voice = course.and_then(|course| course.voices.get(label));
        let commitment = voice.and_then(|voice| voice.commitment.as_ref()).map_or(nothing, AsRef::as_ref);
        let reveal = values.get(label.as_str()).map_or(nothing, |value| value.as_bytes());
        parts.extend([label.as_bytes(), commitment, reveal]);
    }
    h("mq1/close", &parts)
}

fn final_value_is_well_formed(source: &FinalSource, value: &str) -> bool {
    let has_length = |got: usize, expected: u32| u32::try_from(got) == Ok(expected);
    match *source {
        FinalSource::Dice { sides, count } => {
            let digits = if sides == 6 { b'1'..=b'6' } else { b'0'..=b'9' };
            has_length(value.len(), count) && value.bytes().all(|digit| digits.contains(&digit))
        }
        FinalSource::Balls { draws, of, pick } => {
            let drum: Vec<String> = (1..=of).map(|number| number.to_string()).collect();
            let one = |text: &str| {
                let numbers: Vec<&str> = text.split(',').collect();
                let different: BTreeSet<&str> = numbers.iter().copied().collect();
                has_length(numbers.len(), pick)
                    && different.len() == numbers.len()
                    && numbers.iter().all(|number| drum.iter().any(|known| known == number))
            };
            has_length(value.split(';').count(), draws) && value.split(';').all(one)
        }
        FinalSource::Drand { .. } => value.len() == 96 && value.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')),
    }
}

/// Derives everything anew.
pub(crate) fn derive(held: &Held<'_>, ceremony: &Ceremony) -> Seeds {
    let Held { plan, announced: plan_digest, course, .. } = *held;
    let close = close(plan, plan_digest, course, &ceremony.contributions);
    let last = &ceremony.final_value;
    let final_digest = h("mq1/final", &[last.source.as_bytes(), last.value.as_bytes()]);
    // s, where there is one: check `escrow` has shown that it is the one committed to.
    let mut material: Vec<u8> = course.and_then(Course::secret).map_or(Vec::new(), |secret| secret.to_bytes().to_vec());
    material.extend([close.to_bytes(), final_digest.to_bytes()].concat());
    let seed = expand(&hkdf_extract(plan_digest.as_ref(), &material), "mq1/seed", &[]);
    Seeds { plan: *plan_digest, close, final_digest, seed, seed_hash: sha256(&seed), task_keys: task_keys(plan, &seed) }
}

/// K of each task.
pub(crate) fn task_keys(plan: &Plan, seed: &[u8; 32]) -> Vec<[u8; 32]> {
    let key = |task: &records::plan::Task| match plan.coordination {
        Coordination::Positive => ticket_key(&expand(seed, "mq1/select", &[])),
        Coordination::Independent => ticket_key(&expand(seed, "mq1/select", &[task.id.as_bytes()])),
    };
    plan.tasks.iter().map(key).collect()
}

/// The draw record says the same.
pub(crate) fn check_record(
    plan: &Plan,
    seeds: &Seeds,
    record: &Record,
    course: Option<&Course>,
) -> Result<(), Failure> {
    let wrong = |fault| Failure::new(Check::Seed, fault).file(RECORD).line(1);
    if record.draw != plan.draw_name() {
        return Err(wrong(Fault::SeedDraw).got(&record.draw).expected(plan.draw_name()));
    }
    let digests = [
        (Fault::SeedPlan, record.plan, seeds.plan),
        (Fault::SeedClose, record.close, seeds.close),
        (Fault::SeedFinal, record.final_digest, seeds.final_digest),
        (Fault::SeedSeed, record.seed, Digest::new(seeds.seed)),
        (Fault::SeedHash, record.seed_hash, seeds.seed_hash),
    ];
    for (fault, got, expected) in digests {
        if got != expected {
            return Err(wrong(fault).got(got).expected(expected));
        }
    }
    let got = record.keys.iter().map(|key| (key.task.as_str(), key.k.as_bytes()));
    let expected = plan.tasks.iter().zip(&seeds.task_keys).map(|(task, k)| (task.id.as_str(), &k[..]));
    if !got.eq(expected) {
        let list = |keys: &mut dyn Iterator<Item = String>| keys.collect::<Vec<_>>().join(", ");
        let text = |k: &[u8]| String::from_utf8_lossy(k).into_owned();
        let got = list(&mut record.keys.iter().map(|key| format!("{} {}", key.task, key.k)));
        let expected =
            list(&mut plan.tasks.iter().zip(&seeds.task_keys).map(|(task, k)| format!("{} {}", task.id, text(k))));
        return Err(wrong(Fault::SeedKeys).got(got).expected(expected));
    }
    let published = course.and_then(|course| course.drawn.as_ref()).and_then(|drawn| drawn.seed_hash);
    match published {
        Some(got) if got != seeds.seed_hash => {
            let failure = Failure::new(Check::Seed, Fault::SeedEvent).file(events::PATH).got(got);
            Err(failure.expected(seeds.seed_hash))
        }
        _ => Ok(()),
    }
}
