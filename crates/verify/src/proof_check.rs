//! The named checks of proofs and slips.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use std::fmt;

use records::lang::Lang;

/// A check of section 25.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the check of that name")]
pub enum ProofCheck {
    ProofFormat,
    ProofRecord,
    ProofLog,
    ProofLeaves,
    ProofAnswer,
    SlipFormat,
    SlipLeaf,
    SlipEvent,
    SlipLog,
    SlipDraw,
}

impl ProofCheck {
    /// All checks.
    pub const ALL: [ProofCheck; 10] = [
        ProofCheck::ProofFormat,
        ProofCheck::ProofRecord,
        ProofCheck::ProofLog,
        ProofCheck::ProofLeaves,
        ProofCheck::ProofAnswer,
        ProofCheck::SlipFormat,
        ProofCheck::SlipLeaf,
        ProofCheck::SlipEvent,
        ProofCheck::SlipLog,
        ProofCheck::SlipDraw,
    ];

    /// The name in section 25.
    pub const fn name(self) -> &'static str {
        match self {
            ProofCheck::ProofFormat => "proof-format",
            ProofCheck::ProofRecord => "proof-record",
            ProofCheck::ProofLog => "proof-log",
            ProofCheck::ProofLeaves => "proof-leaves",
            ProofCheck::ProofAnswer => "proof-answer",
            ProofCheck::SlipFormat => "slip-format",
            ProofCheck::SlipLeaf => "slip-leaf",
            ProofCheck::SlipEvent => "slip-event",
            ProofCheck::SlipLog => "slip-log",
            ProofCheck::SlipDraw => "slip-draw",
        }
    }

    /// What it means that the check failed.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            ProofCheck::ProofFormat => ("证明文件不是规定的形式。", "The proof is not in the form laid down."),
            ProofCheck::ProofRecord => (
                "证明所附的抽取记录不是公布的那一份。",
                "The draw record in the proof is not the one that was published.",
            ),
            ProofCheck::ProofLog => (
                "抽取记录不在日志里，或者日志不是可信的那一个。",
                "The draw record is not in the log, or the log is not a trusted one.",
            ),
            ProofCheck::ProofLeaves => {
                ("证明里有一行不属于公布的名单或结果。", "A line of the proof is not one of the published lists.")
            }
            ProofCheck::ProofAnswer => (
                "证明里的各行不能回答这个代码的问题，或者互相矛盾。",
                "The lines of the proof do not answer for this id, or contradict each other.",
            ),
            ProofCheck::SlipFormat => ("检查凭单不是规定的形式。", "The slip is not in the form laid down."),
            ProofCheck::SlipLeaf => (
                "检查凭单上的检查不是抽取时封存（或公布）的那一次：凭单是伪造的，或者属于另一次抽取。",
                "The visit on the slip is not one that the draw fixed: the slip is forged, or of another draw.",
            ),
            ProofCheck::SlipEvent => {
                ("检查凭单所依据的抽取不在日志里。", "The draw on which the slip rests is not in the log.")
            }
            ProofCheck::SlipLog => (
                "检查凭单上的日志检查点不是可信的日志签的。",
                "The checkpoint on the slip is not signed by a trusted log.",
            ),
            ProofCheck::SlipDraw => (
                "检查凭单不属于这一份公布的抽取，或者姓名与化名对不上。",
                "The slip is not of this published draw, or a name is not the one behind the pseudonym.",
            ),
        };
        lang.pick(zh, en)
    }
}

impl fmt::Display for ProofCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
