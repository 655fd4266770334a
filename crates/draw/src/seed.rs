//! From the announcement and everybody's contributions to the seed and its sub-keys.
//!
//! Nothing here takes randomness: it is said aloud, cast in dice and handed in.
//!
//! Source: `docs/PROTOCOL.md`, sections 8, 9 and 19.

use records::entropy::{EntropyError, FinalSource};
use records::frozen::{Ceremony, Contribution, FinalValue};
use records::hash::{Digest, Secret, h};
use records::lang::Lang;
use records::plan::{Mode, Plan, Profile};

mod keys;

pub use keys::{Keys, Seed};

/// Most bytes of a contribution.
pub const CONTRIBUTION_BYTES_MAX: usize = 1024;

/// Why contributions or the final value are not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// Somebody who is not in the plan.
    #[error("{label:?} is not one of the plan's participants; expected one of {expected:?}")]
    NotParticipant {
        /// The label.
        label: String,
        /// The labels of the plan.
        expected: Vec<String>,
    },
    /// A sealed draw without its secret.
    #[error("a sealed draw has an operator's secret: hold it as a ceremony")]
    Sealed,
    /// One label twice, or not in the plan's order.
    #[error("the contribution of {label:?} stands twice or out of the plan's order")]
    Order {
        /// The label.
        label: String,
    },
    /// A contribution that is empty or too long.
    #[error("the contribution of {label:?} has {got} bytes; expected 1 to {CONTRIBUTION_BYTES_MAX}")]
    Length {
        /// The label.
        label: String,
        /// Bytes of the value.
        got: usize,
    },
    /// Another final source than the plan names.
    #[error("the final source is {got:?}; the plan names {expected:?}")]
    Source {
        /// As given.
        got: String,
        /// As in the plan.
        expected: String,
    },
    /// The source of the plan, or the value read from it.
    #[error("the final source: {0}")]
    Final(#[from] EntropyError),
    /// A reveal that does not open its commitment.
    #[error("what {label:?} revealed does not open the commitment; it counts as not revealed")]
    Commitment {
        /// The label.
        label: String,
    },
    /// A reveal without a commitment in profile remote, or a commitment in profile room.
    #[error("profile {profile:?} does not allow this for {label:?}: remote needs a commitment first, room has none")]
    Profile {
        /// The label.
        label: String,
        /// The profile of the plan.
        profile: Profile,
    },
}

impl SeedError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotParticipant { .. } => "seed-not-participant",
            Self::Sealed => "seed-sealed",
            Self::Order { .. } => "seed-order",
            Self::Length { .. } => "seed-length",
            Self::Source { .. } => "seed-source",
            Self::Final(error) => error.code(),
            Self::Commitment { .. } => "seed-commitment",
            Self::Profile { .. } => "seed-profile",
        }
    }

    /// What is wrong and what to do, in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => self.chinese(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::NotParticipant { label, expected } => {
                format!("“{label}”不是方案里的报数方；可用的有：{}", expected.join("、"))
            }
            Self::Sealed => "封存方式的抽取有封存密钥，须按仪式进行".to_owned(),
            Self::Order { label } => format!("“{label}”的报数给了两次，或次序与方案不同；每方只报一次"),
            Self::Length { label, got } => {
                format!("“{label}”的报数有 {got} 个字节，应为 1 到 {CONTRIBUTION_BYTES_MAX} 个；请改短或补上")
            }
            Self::Source { got, expected } => format!("摇号方式是“{got}”，方案写的是“{expected}”；请按方案摇号"),
            Self::Final(error) => final_chinese(error),
            Self::Commitment { label } => format!("“{label}”公布的数与事先交来的封存值对不上，按未公布处理"),
            Self::Profile { label, profile: Profile::Room } => {
                format!("现场报数没有封存值，“{label}”却给了；请只给报数")
            }
            Self::Profile { label, profile: Profile::Remote } => format!("远程报数要先交封存值，“{label}”没有交"),
        }
    }
}

fn final_chinese(error: &EntropyError) -> String {
    match error {
        EntropyError::Sides { got } => format!("不用 {got} 面的骰子；应为 10 面或 6 面"),
        EntropyError::Count { got } => format!("不用 {got} 枚骰子；应为 1 到 200 枚"),
        EntropyError::Balls { draws, of, pick } => {
            format!("不能从 {of} 个球里摇 {draws} 次、每次 {pick} 个；应摇 1 到 50 次，球 2 到 100 个")
        }
        EntropyError::Round { got } => format!("drand 没有第 {got} 轮；轮次从 1 起"),
        EntropyError::TooFewBits { got, expected } => {
            format!("这样摇号只有 {got} 位随机数，至少要 {expected} 位；请增加骰子或摇号次数")
        }
        EntropyError::Character { position, got, first, last } => {
            format!("摇号结果的第 {position} 个字符是“{got}”；应为数字 {first} 到 {last}，中间没有空格")
        }
        EntropyError::Length { got, expected } => {
            format!("摇号结果给了 {got} 个，应为 {expected} 个（骰子一枚一位，摇球一次一组）；请核对")
        }
        EntropyError::Draw { draw, got, of, pick } => {
            format!("第 {draw} 次摇球写的是“{got}”；应为 1 到 {of} 中 {pick} 个不同的数，如 3,17,8")
        }
    }
}

/// `H("mq1/contribution", P, label, value, salt)`: what a participant of profile `remote` hands in
/// first.
pub fn commitment(plan: &Digest, label: &str, value: &str, salt: &[u8; 32]) -> Digest {
    h("mq1/contribution", &[plan.as_bytes(), label.as_bytes(), value.as_bytes(), salt])
}

/// What there is of one participant at the close.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Handed in first, in profile `remote`.
    pub commitment: Option<Digest>,
    /// Value and, in profile `remote`, salt.
    pub reveal: Option<Reveal>,
}

/// What a participant said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// The value.
    pub value: String,
    /// Opens the commitment, in profile `remote`.
    pub salt: Option<[u8; 32]>,
}

/// The close `D`, from one share for each participant, in the plan's order. `sealed` is `c`, the
/// commitment of sealed mode.
pub fn close(plan: &Plan, announced: &Digest, sealed: Option<&Digest>, shares: &[Share]) -> Result<Digest, SeedError> {
    let nothing: &[u8] = &[];
    let mut parts: Vec<&[u8]> = vec![announced.as_bytes(), sealed.map_or(nothing, AsRef::as_ref)];
    let none = Share::default();
    for (index, label) in plan.participants.iter().enumerate() {
        let share = shares.get(index).unwrap_or(&none);
        check_share(plan.profile, announced, label, share)?;
        parts.push(label.as_bytes());
        parts.push(share.commitment.as_ref().map_or(nothing, AsRef::as_ref));
        parts.push(share.reveal.as_ref().map_or(nothing, |reveal| reveal.value.as_bytes()));
    }
    Ok(h("mq1/close", &parts))
}

fn check_share(profile: Profile, announced: &Digest, label: &str, share: &Share) -> Result<(), SeedError> {
    if let Some(reveal) = &share.reveal {
        check_length(label, &reveal.value)?;
    }
    let fault = || SeedError::Profile { label: label.to_owned(), profile };
    match (profile, &share.commitment, &share.reveal) {
        (Profile::Room, None, None | Some(Reveal { salt: None, .. })) => Ok(()),
        (Profile::Remote, _, None) => Ok(()),
        (Profile::Remote, Some(committed), Some(Reveal { value, salt: Some(salt) })) => {
            if commitment(announced, label, value, salt) == *committed {
                Ok(())
            } else {
                Err(SeedError::Commitment { label: label.to_owned() })
            }
        }
        _ => Err(fault()),
    }
}

/// 1 to [`CONTRIBUTION_BYTES_MAX`] bytes.
pub fn check_length(label: &str, value: &str) -> Result<(), SeedError> {
    match value.len() {
        1..=CONTRIBUTION_BYTES_MAX => Ok(()),
        got => Err(SeedError::Length { label: label.to_owned(), got }),
    }
}

/// Brings the contributions of a room, given in any order, into the plan's.
pub fn contributions<'a>(
    plan: &Plan,
    said: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Contribution>, SeedError> {
    let mut out: Vec<(usize, Contribution)> = Vec::new();
    for (label, value) in said {
        let index = participant(plan, label)?;
        check_length(label, value)?;
        if out.iter().any(|(other, _)| *other == index) {
            return Err(SeedError::Order { label: label.to_owned() });
        }
        out.push((index, Contribution { label: label.to_owned(), value: value.to_owned() }));
    }
    out.sort_unstable_by_key(|(index, _)| *index);
    Ok(out.into_iter().map(|(_, contribution)| contribution).collect())
}

fn participant(plan: &Plan, label: &str) -> Result<usize, SeedError> {
    plan.participants
        .iter()
        .position(|other| other == label)
        .ok_or_else(|| SeedError::NotParticipant { label: label.to_owned(), expected: plan.participants.clone() })
}

/// `ceremony.json` of a room: its contributions and the final value, both checked.
pub fn ceremony(plan: &Plan, contributions: Vec<Contribution>, value: &str) -> Result<Ceremony, SeedError> {
    let final_value = FinalValue { source: plan.final_source.id(), value: value.to_owned() };
    let out = Ceremony { contributions, final_value };
    check_ceremony(plan, &out)?;
    Ok(out)
}

/// Checks contributions (of participants, once, in order) and the final value; gives the shares.
pub fn check_ceremony(plan: &Plan, ceremony: &Ceremony) -> Result<Vec<Share>, SeedError> {
    let mut shares = vec![Share::default(); plan.participants.len()];
    let mut next = 0;
    for Contribution { label, value } in &ceremony.contributions {
        let index = participant(plan, label)?;
        check_length(label, value)?;
        if index < next {
            return Err(SeedError::Order { label: label.clone() });
        }
        next = index + 1;
        if let Some(share) = shares.get_mut(index) {
            share.reveal = Some(Reveal { value: value.clone(), salt: None });
        }
    }
    check_final(&plan.final_source, &ceremony.final_value)?;
    Ok(shares)
}

/// Checks the final source, its id and the text form of its value.
pub fn check_final(source: &FinalSource, last: &FinalValue) -> Result<(), SeedError> {
    source.check()?;
    if last.source != source.id() {
        return Err(SeedError::Source { got: last.source.clone(), expected: source.id() });
    }
    Ok(source.read(&last.value)?)
}

/// Everything that the ceremony fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealing {
    /// D.
    pub close: Digest,
    /// F.
    pub final_digest: Digest,
    /// The seed.
    pub seed: Seed,
}

/// Close, final digest and seed from what the ceremony fixed: `commitment` is c and `secret` is s, both in sealed mode only.
pub fn sealing(
    plan: &Plan,
    announced: &Digest,
    commitment: Option<&Digest>,
    shares: &[Share],
    last: &FinalValue,
    secret: Option<&Secret>,
) -> Result<Sealing, SeedError> {
    check_final(&plan.final_source, last)?;
    let close = close(plan, announced, commitment, shares)?;
    let final_digest = plan.final_source.digest(&last.value);
    let seed = Seed::derive(announced, secret, &close, &final_digest);
    Ok(Sealing { close, final_digest, seed })
}

/// Close, final digest and seed of an open draw.
pub fn open_seed(plan: &Plan, announced: &Digest, ceremony: &Ceremony) -> Result<Sealing, SeedError> {
    if plan.mode == Mode::Sealed {
        return Err(SeedError::Sealed);
    }
    let shares = check_ceremony(plan, ceremony)?;
    let close = close(plan, announced, None, &shares)?;
    let final_digest = plan.final_source.digest(&ceremony.final_value.value);
    let seed = Seed::derive(announced, None, &close, &final_digest);
    Ok(Sealing { close, final_digest, seed })
}
