//! Checks `ceremony` and `seed`: from what was said and cast to the seed and its keys.
//!
//! Source: `docs/PROTOCOL.md`, sections 8 and 9.

use std::collections::{BTreeMap, BTreeSet};

use records::entropy::FinalSource;
use records::frozen::{Ceremony, Record};
use records::hash::{Digest, expand, h, hkdf_extract, sha256, ticket_key};
use records::plan::{Coordination, Plan};

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::said::said;

const CEREMONY: &str = "draw/ceremony.json";
const RECORD: &str = "draw/record.json";

/// Longest contribution in bytes.
const CONTRIBUTION_MAX: usize = 1024;

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

/// Contributions are of participants, in order; the final value is well-formed.
pub(crate) fn check(plan: &Plan, ceremony: &Ceremony) -> Result<(), Failure> {
    let mut labels = plan.participants.iter();
    for contribution in &ceremony.contributions {
        let label = &contribution.label;
        // Each label is looked for behind the one before it, so that order and repetition are seen.
        if !labels.any(|participant| participant == label) {
            return Err(fail(Fault::CeremonyLabel).got(label).expected(plan.participants.join(" / ")));
        }
        let length = contribution.value.len();
        if !(1..=CONTRIBUTION_MAX).contains(&length) {
            let got = said(format!("{label}：{length} 字节"), format!("{label}: {length} bytes"));
            return Err(fail(Fault::CeremonyValue).got(got).expected(format!("1 … {CONTRIBUTION_MAX}")));
        }
    }
    let (source, expected) = (&ceremony.final_value.source, plan.final_source.id());
    if *source != expected {
        return Err(fail(Fault::CeremonySource).got(source).expected(expected));
    }
    match final_value_is_well_formed(&plan.final_source, &ceremony.final_value.value) {
        true => Ok(()),
        false => Err(fail(Fault::CeremonyFinal).got(&ceremony.final_value.value).expected(expected)),
    }
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

/// Derives everything anew. `plan_line` is the canonical line of the plan.
pub(crate) fn derive(plan: &Plan, plan_line: &[u8], ceremony: &Ceremony) -> Seeds {
    let plan_digest = h("mq1/plan", &[plan_line]);
    // Open mode has no operator secret, and so no commitment to it; profile room has no commitments.
    let nothing: &[u8] = &[];
    let mut parts: Vec<&[u8]> = vec![plan_digest.as_ref(), nothing];
    let values: BTreeMap<&str, &str> =
        ceremony.contributions.iter().map(|one| (one.label.as_str(), one.value.as_str())).collect();
    for label in &plan.participants {
        let reveal = values.get(label.as_str()).map_or(nothing, |value| value.as_bytes());
        parts.extend([label.as_bytes(), nothing, reveal]);
    }
    let close = h("mq1/close", &parts);
    let last = &ceremony.final_value;
    let final_digest = h("mq1/final", &[last.source.as_bytes(), last.value.as_bytes()]);
    let material = [close.to_bytes(), final_digest.to_bytes()].concat();
    let seed = expand(&hkdf_extract(plan_digest.as_ref(), &material), "mq1/seed", &[]);
    let key = |task: &records::plan::Task| match plan.coordination {
        Coordination::Positive => ticket_key(&expand(&seed, "mq1/select", &[])),
        Coordination::Independent => ticket_key(&expand(&seed, "mq1/select", &[task.id.as_bytes()])),
    };
    Seeds {
        plan: plan_digest,
        close,
        final_digest,
        seed,
        seed_hash: sha256(&seed),
        task_keys: plan.tasks.iter().map(key).collect(),
    }
}

/// The draw record says the same.
pub(crate) fn check_record(plan: &Plan, seeds: &Seeds, record: &Record) -> Result<(), Failure> {
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
    Ok(())
}

fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Ceremony, fault).file(CEREMONY).line(1)
}
