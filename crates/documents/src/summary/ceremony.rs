//! The ceremony's values, and the commands that check them.
//!
//! Source: `docs/PROTOCOL.md`, sections 8 to 10 and 17.

use super::Fact;
use crate::result::PublicResult;
use crate::text::{Text, Word, groups};
use crate::words::summary::SUMMARY as W;
use records::entropy::FinalSource;
use records::frozen::TaskKey;

/// A digest, as people read it aloud.
#[derive(Clone, Debug)]
pub(crate) struct HashFact {
    /// The label.
    pub(crate) label: Word,
    /// Groups of four digits.
    pub(crate) groups: Vec<String>,
    /// Whether it is the seed itself, which is shown larger.
    pub(crate) is_seed: bool,
}

/// A line for a terminal.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    /// What it is for.
    pub(crate) label: Text,
    /// The line.
    pub(crate) line: Text,
}

pub(super) fn contributions(result: &PublicResult<'_>) -> Vec<(Text, Text)> {
    let made = &result.ceremony.contributions;
    let of = |label: &str| made.iter().find(|contribution| contribution.label == label);
    let row = |label: &String| {
        let value = of(label).map_or_else(|| W.no_contribution.text(), |c| Text::same(&c.value));
        (Text::same(label), value)
    };
    result.plan.participants.iter().map(row).collect()
}

pub(super) fn cast(result: &PublicResult<'_>) -> Vec<Fact> {
    let (source, value) = (&result.plan.final_source, &result.ceremony.final_value);
    let bits = source.bits().to_string();
    let (word, a, b, c) = match source {
        FinalSource::Dice { sides, count } => (W.final_dice, sides.to_string(), count.to_string(), String::new()),
        FinalSource::Balls { draws, of, pick } => (W.final_balls, draws.to_string(), of.to_string(), pick.to_string()),
        FinalSource::Drand { round } => (W.final_drand, round.to_string(), String::new(), String::new()),
    };
    let source = word.with(&[("a", &a), ("b", &b), ("c", &c), ("bits", &bits), ("source", &value.source)]);
    vec![Fact { label: W.final_source, value: source }, Fact { label: W.final_value, value: Text::same(&value.value) }]
}

pub(super) fn digests(result: &PublicResult<'_>) -> Vec<HashFact> {
    let record = result.record;
    let fact = |label: Word, digest: &records::hash::Digest, is_seed: bool| HashFact {
        label,
        groups: groups(&digest.to_string()),
        is_seed,
    };
    vec![
        fact(W.plan_digest, &record.plan, false),
        fact(W.close, &record.close, false),
        fact(W.final_digest, &record.final_digest, false),
        fact(W.seed, &record.seed, true),
        fact(W.seed_hash, &record.seed_hash, false),
    ]
}

pub(super) fn commands(result: &PublicResult<'_>) -> Vec<Command> {
    let folder = |before: &str, after: &str| Text {
        zh: format!("{before}{}{after}", W.folder_here.zh),
        en: format!("{before}{}{after}", W.folder_here.en),
    };
    let why = Text {
        zh: format!("mingqian why {} {}", W.folder_here.zh, W.id_here.zh),
        en: format!("mingqian why {} {}", W.folder_here.en, W.id_here.en),
    };
    let mut commands = vec![
        Command { label: W.verify_all.text(), line: folder("mingqian verify ", "") },
        Command { label: W.verify_digest.text(), line: folder("sha256sum ", "/manifest.json") },
        Command { label: W.verify_why.text(), line: why },
    ];
    commands.extend(distinct(&result.record.keys).iter().map(|key| ticket(result, key)));
    let seed = format!("printf '%s' {} | xxd -r -p | sha256sum", result.record.seed);
    commands.push(Command { label: W.verify_seed.text(), line: Text::same(seed) });
    commands
}

/// With one ticket for all tasks the keys are all the same, and one line is enough.
fn distinct(keys: &[TaskKey]) -> Vec<&TaskKey> {
    let mut out: Vec<&TaskKey> = Vec::new();
    for key in keys {
        if !out.iter().any(|other| other.k == key.k) {
            out.push(key);
        }
    }
    out
}

/// The line of section 10 for the first entity that the task drew, so that it can be run as it stands.
fn ticket(result: &PublicResult<'_>, key: &TaskKey) -> Command {
    let first = result.selected.iter().find(|line| line.task == key.task);
    let line = |id: &str| format!("K={}; ID={id}; printf '%s' \"$K$ID\" | sha256sum", key.k);
    let line = match first {
        Some(selected) => Text::same(line(selected.entity.as_str())),
        None => Text { zh: line(W.id_here.zh), en: line(W.id_here.en) },
    };
    Command { label: W.verify_ticket.with(&[("task", key.task.as_str())]), line }
}
