//! What a paper is made of: records of the ceremony, and texts that the caller knows from the room.
//!
//! Nothing here is checked: a paper shows what it is given, and whoever doubts it runs the verifier.
//!
//! Source: `docs/PROTOCOL.md`, sections 20 to 25.

use crate::result::Labels;
use records::events::{EventLine, ShareFile, Slip};
use records::frozen::{Record, StratumLine, VisitLine};
use records::hash::{Digest, Secret};
use records::lists::Item;
use records::plan::Plan;
use std::collections::BTreeMap;

/// Somebody who was in the room. Neither text is hashed anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Present {
    /// Name.
    pub name: String,
    /// Department, body or office that is held; may be empty.
    pub body: String,
}

/// Who was in the room, where and when, as the host wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Where.
    pub place: String,
    /// When, as people write it: documents have no clock.
    pub time: String,
    /// Who led it.
    pub host: Present,
    /// Members of the meeting; those who contributed need not stand here again.
    pub members: Vec<Present>,
    /// Witnesses.
    pub witnesses: Vec<Present>,
    /// Anything else that is to be in the minutes; may be empty.
    pub remarks: String,
}

/// Codes of reasons for a replacement, each with its Chinese and its English words.
pub type Reasons = BTreeMap<String, (String, String)>;

/// What minutes say of an outcome. Of a sealed draw there is none before `finish` or `void`.
#[derive(Clone, Copy, Debug)]
pub struct MinutesOutcome<'a> {
    /// `draw/record.json`.
    pub record: &'a Record,
    /// Strata in the plan's order.
    pub strata: &'a [StratumLine],
    /// Visits; only their states are counted.
    pub visits: &'a [VisitLine],
}

/// The signed minutes (抽取记录).
#[derive(Clone, Copy, Debug)]
pub struct Minutes<'a> {
    /// The plan, with populations and roots.
    pub plan: &'a Plan,
    /// All events so far, in order.
    pub events: &'a [EventLine],
    /// A checkpoint that has them all, as the file is, with the cosignatures that had come in.
    pub checkpoint: &'a str,
    /// Who was there.
    pub attendance: &'a Attendance,
    /// The outcome, where it is public.
    pub outcome: Option<MinutesOutcome<'a>>,
    /// What codes of reasons mean here; a code that is not among them stands by itself.
    pub reasons: &'a Reasons,
}

/// The page for the projector and the cameras after the close.
#[derive(Clone, Copy, Debug)]
pub struct ClosePage<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Events to the close, in order; later ones are passed over.
    pub events: &'a [EventLine],
}

/// The page that is published and pinned up when lists and plan are frozen.
#[derive(Clone, Copy, Debug)]
pub struct AnnouncementPage<'a> {
    /// The plan, with populations and roots.
    pub plan: &'a Plan,
    /// The event `announce`; others may follow it.
    pub events: &'a [EventLine],
    /// The checkpoint that has it, or empty where there is none yet.
    pub checkpoint: &'a str,
}

/// The page for one holder of a share. It is a secret of his.
#[derive(Clone, Copy, Debug)]
pub struct SharePage<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// His share.
    pub share: &'a ShareFile,
    /// Address of the page that checks a share in the browser, where there is one.
    pub site: Option<&'a str>,
}

/// One custodian's half of the key of one capsule.
#[derive(Clone, Copy, Debug)]
pub struct CapsuleHalf<'a> {
    /// Name of the capsule, as in `sealed/capsules.jsonl`.
    pub name: &'a str,
    /// The half.
    pub half: &'a Secret,
}

/// The sheet of one custodian. It is a secret of his.
#[derive(Clone, Copy, Debug)]
pub struct CustodianSheet<'a> {
    /// The plan; `plan.custodians` has the label.
    pub plan: &'a Plan,
    /// Whose: 0 or 1, the place in `plan.custodians`. His halves are half₁ or half₂.
    pub custodian: usize,
    /// The halves, in the order of `sealed/capsules.jsonl`.
    pub halves: &'a [CapsuleHalf<'a>],
}

/// A slip for the door.
#[derive(Clone, Copy, Debug)]
pub struct SlipPage<'a> {
    /// The slip.
    pub slip: &'a Slip,
    /// The plan, for the names of authority, campaign, tasks and departments.
    pub plan: &'a Plan,
    /// Names of the place and of the drawn entities.
    pub labels: &'a Labels,
    /// The frozen items.
    pub items: &'a [Item],
    /// Address of the page that checks a slip in the browser, where there is one.
    pub site: Option<&'a str>,
}

/// What the QR code of a close says: `mq1 D <draw> <D>`.
pub fn close_code(draw: &str, close: &Digest) -> String {
    format!("mq1 D {draw} {close}")
}

/// What the QR code of a plan says: `mq1 P <draw> <P>`.
pub fn plan_code(draw: &str, plan: &Digest) -> String {
    format!("mq1 P {draw} {plan}")
}

/// What the QR code of a half says: `mq1 half<1 or 2> <draw> <capsule> <64 digits>`.
pub fn half_code(draw: &str, custodian: usize, half: &CapsuleHalf<'_>) -> String {
    let digits = Digest::new(*half.half.expose_bytes());
    format!("mq1 half{} {draw} {} {digits}", custodian.saturating_add(1), half.name)
}
