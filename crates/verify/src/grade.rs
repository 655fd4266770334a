//! How well it is shown that the close came before the final source; check `order`.
//!
//! Source: `docs/PROTOCOL.md`, section 20.5.

use std::collections::BTreeSet;

use records::hash::PublicKey;
use records::lang::Lang;
use records::plan::{Plan, Purpose, Superior};
use serde::Serialize;
use tlog::policy::Witnessed;

use crate::Options;
use crate::check::{Check, Grade};
use crate::events::PATH;
use crate::examine::Ground;
use crate::failure::{Failure, quotable};
use crate::fault::Fault;
use crate::said::said;

/// Least number of seconds between the close and the beginning of a beacon's round.
const BEACON_DELAY_SECONDS: u64 = 600;

/// Departments that must have signed the close.
const DEPARTMENTS_MIN: usize = 2;

/// A participant who signed the close before the final source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attestation {
    /// Label in the plan.
    pub label: String,
    /// Department of its key.
    pub department: String,
    /// The key: whose it is only the reader can know.
    pub key: PublicKey,
}

/// A witness of the caller's policy that cosigned the close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// Name in the policy.
    pub name: String,
    /// When, in seconds of Unix time, by its own clock.
    pub time: u64,
}

/// Who witnessed a checkpoint, and when enough of them had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Witnessing {
    pub witnesses: Vec<Witness>,
    pub reached: Option<u64>,
}

impl Witnessing {
    pub(crate) fn new(witnesses: &[Witnessed], reached: Option<u64>) -> Self {
        let one = |witnessed: &Witnessed| Witness { name: witnessed.name.clone(), time: witnessed.time };
        Self { witnesses: witnesses.iter().map(one).collect(), reached }
    }
}

/// The grade, and on what it rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The grade.
    pub grade: Grade,
    /// Who stands one level up, if the plan names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superior: Option<Superior>,
    /// Who signed the close.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attested_by: Vec<Attestation>,
    /// Witnesses of the policy that cosigned the close.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
    /// t(D): when enough witnesses had cosigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<u64>,
    /// What the reader has to know beside the grade.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<StandingNote>,
}

/// Something without which a grade says too much or too little (section 20.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandingNote {
    /// The keys are worth what the reader knows of them.
    Keys,
    /// When dice or balls were cast, only the people in the room know.
    Room,
    /// That the number was announced once only a copy of the log shows.
    AnnouncedOnce,
    /// The close was cosigned by enough witnesses, what came after was not.
    LatestNotWitnessed,
}

impl StandingNote {
    fn message(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Keys => (
                "签认值多少，要看这些公钥是不是真在上面写的人手里：请向本人核对。",
                "The signatures are worth as much as these keys are known to be those of the people named: ask them.",
            ),
            Self::Room => (
                "摇号是在封存值定下之后才做的，文件证明不了，只有在场的人知道。",
                "That the casting came after the close no file can show: the people in the room know.",
            ),
            Self::AnnouncedOnce => (
                "这个编号只公告过一次，要有日志的副本才能看出来：这次核验没有给副本。",
                "That this number was announced once only a copy of the log shows: none was given.",
            ),
            Self::LatestNotWitnessed => (
                "封存有足够的见证，但摇号之后的日志检查点还没有：此前不算 anchored。",
                "The close has enough witnesses, the log's checkpoint after the roll has not yet: until then this is not anchored.",
            ),
        };
        lang.pick(zh, en)
    }
}

impl Standing {
    /// Who attested and who witnessed, each on a line, if anybody did.
    pub(crate) fn names(&self, lang: Lang) -> Vec<String> {
        let attested = self.attested_by.iter().map(|one| match lang {
            Lang::Zh => format!("{}（{}，公钥 {}）", quotable(&one.label), quotable(&one.department), one.key),
            Lang::En => format!("{} ({}, key {})", quotable(&one.label), quotable(&one.department), one.key),
        });
        let witnessed = self.witnesses.iter().map(|one| format!("{} ({})", one.name, one.time));
        let line = |zh, en, names: Vec<String>| {
            let joint = lang.pick("、", ", ");
            (!names.is_empty()).then(|| format!("{}{}", lang.pick(zh, en), names.join(joint)))
        };
        let superior = self.superior.as_ref().map(|one| match lang {
            Lang::Zh => {
                format!(
                    "上一级：{}（公钥 {}）：须由他签的，值多少要看这把公钥是不是真在他手里",
                    quotable(&one.name),
                    one.key
                )
            }
            Lang::En => format!(
                "one level up: {} (key {}): what he has to sign is worth as much as this key is known to be his",
                quotable(&one.name),
                one.key
            ),
        });
        let attested = line("封存值由这些人签认：", "the close was signed by: ", attested.collect());
        let witnessed = line("见证人（Unix 时间）：", "witnesses, each with its Unix time: ", witnessed.collect());
        let notes = self.notes.iter().map(|note| note.message(lang).to_owned());
        superior.into_iter().chain(attested).chain(witnessed).chain(notes).collect()
    }
}

/// The grade of a plan that is not held as a ceremony, or of what there is of one.
pub(crate) fn standing(ground: &Ground) -> Standing {
    let (plan, course, witnessing) = (&ground.plan, ground.course(), ground.witnessing());
    let keys = course
        .iter()
        .flat_map(|course| &course.signed)
        .filter_map(|label| plan.keys.iter().find(|key| key.label == *label));
    let attested_by: Vec<Attestation> = keys
        .map(|key| Attestation { label: key.label.clone(), department: key.department.clone(), key: key.key })
        .collect();
    let departments: BTreeSet<&str> = attested_by.iter().map(|one| one.department.as_str()).collect();
    let dated = witnessing.and_then(|witnessing| witnessing.reached);
    // What came after the roll must be witnessed too: else the log could be put back to the close and the dice cast again.
    let is_rolled = course.is_some_and(|course| course.roll.is_some());
    let is_latest_witnessed = !is_rolled || ground.latest_witnessed();
    let grade = match plan.purpose {
        Purpose::Rehearsal => Grade::Rehearsal,
        Purpose::Official if dated.is_some() && is_latest_witnessed => Grade::Anchored,
        Purpose::Official if departments.len() >= DEPARTMENTS_MIN => Grade::Attested,
        Purpose::Official => Grade::OperatorOnly,
    };
    let witnesses = witnessing.map(|witnessing| witnessing.witnesses.clone()).unwrap_or_default();
    let official = plan.purpose == Purpose::Official;
    let notes = [
        (StandingNote::Keys, grade == Grade::Attested),
        (StandingNote::LatestNotWitnessed, official && dated.is_some() && !is_latest_witnessed),
        (StandingNote::AnnouncedOnce, ground.evidence.as_ref().is_some_and(|evidence| evidence.beyond.is_none())),
        (StandingNote::Room, grade >= Grade::Attested && is_rolled && plan.final_source.begins().is_none()),
    ];
    let notes = notes.into_iter().filter(|(_, holds)| *holds).map(|(note, _)| note).collect();
    Standing { grade, superior: plan.superior.clone(), attested_by, witnesses, dated, notes }
}

/// Check `order`: a beacon's round must not have existed when the close was fixed.
pub(crate) fn check_order(plan: &Plan, witnessing: Option<&Witnessing>) -> Result<(), Failure> {
    let dated = witnessing.and_then(|witnessing| witnessing.reached);
    let (Some(begins), Some(dated)) = (plan.final_source.begins(), dated) else { return Ok(()) };
    if begins >= dated.saturating_add(BEACON_DELAY_SECONDS) {
        return Ok(());
    }
    let text = |zh: &str, en: &str, second: u64| said(format!("{zh} {second}"), format!("{en} {second}"));
    let failure =
        Failure::new(Check::Order, Fault::OrderBeacon).file(PATH).got(text("该轮开始于", "the round began at", begins));
    Err(failure.expected(text("不早于", "not before", dated.saturating_add(BEACON_DELAY_SECONDS))))
}

/// Check `grade`.
pub(crate) fn check_required(standing: &Standing, options: &Options<'_>) -> Result<(), Failure> {
    match options.require {
        Some(required) if standing.grade < required => {
            Err(Failure::new(Check::Grade, Fault::GradeBelow).got(standing.grade).expected(required))
        }
        _ => Ok(()),
    }
}
