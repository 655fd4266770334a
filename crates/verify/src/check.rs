//! The named checks, their order, and who answers for a failure.
//!
//! Source: `docs/PROTOCOL.md`, section 17.

use std::fmt;

use records::lang::Lang;
use serde::{Serialize, Serializer};

/// A check of section 17. The order of the variants is the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The list of files itself.
    Manifest,
    /// Every listed file, and no other, with its size and digest.
    Files,
    /// Every line canonical, every field known and valid.
    Format,
    /// The plan is consistent.
    Plan,
    /// The frozen lists are those of the plan.
    Roots,
    /// No entity has two chances under two codes.
    FormerIds,
    /// The lists that rest on the entity list fit it.
    Lists,
    /// Populations and amounts recounted.
    Populations,
    /// The events of the ceremony, their order and signatures.
    Events,
    /// Their entries are in the log.
    Log,
    /// No number was left out or used twice.
    Numbers,
    /// The operator's secret was committed to.
    Escrow,
    /// Contributions and final value.
    Ceremony,
    /// Close, final digest, seed and keys recomputed.
    Seed,
    /// Tickets, ranks, thresholds and reserves recomputed.
    Selection,
    /// Commitments to barred inspectors opened.
    Openings,
    /// Visits follow from the selection.
    Visits,
    /// Everybody seated may sit there.
    Teams,
    /// Workloads within quotas and balanced.
    Quotas,
    /// Days are lawful.
    Dates,
    /// Certificates of set-aside and undated visits recounted.
    Certificates,
    /// The engine gives the same from the same seed.
    Replay,
    /// What was sealed at the draw is what came out.
    Leaves,
    /// Whoever was replaced was replaced in the order laid down.
    Replacements,
    /// The roots of the outcome.
    Record,
    /// The beacon's round began after the close.
    Order,
    /// The grade that the caller requires.
    Grade,
}

impl Check {
    /// All checks, in their order.
    pub const ALL: [Check; 27] = [
        Check::Manifest,
        Check::Files,
        Check::Format,
        Check::Plan,
        Check::Roots,
        Check::FormerIds,
        Check::Lists,
        Check::Populations,
        Check::Events,
        Check::Log,
        Check::Numbers,
        Check::Escrow,
        Check::Ceremony,
        Check::Seed,
        Check::Selection,
        Check::Openings,
        Check::Visits,
        Check::Teams,
        Check::Quotas,
        Check::Dates,
        Check::Certificates,
        Check::Replay,
        Check::Leaves,
        Check::Replacements,
        Check::Record,
        Check::Order,
        Check::Grade,
    ];

    /// The name in section 17.
    pub const fn name(self) -> &'static str {
        match self {
            Check::Manifest => "manifest",
            Check::Files => "files",
            Check::Format => "format",
            Check::Plan => "plan",
            Check::Roots => "roots",
            Check::FormerIds => "former_ids",
            Check::Lists => "lists",
            Check::Populations => "populations",
            Check::Events => "events",
            Check::Log => "log",
            Check::Numbers => "numbers",
            Check::Escrow => "escrow",
            Check::Ceremony => "ceremony",
            Check::Seed => "seed",
            Check::Selection => "selection",
            Check::Openings => "openings",
            Check::Visits => "visits",
            Check::Teams => "teams",
            Check::Quotas => "quotas",
            Check::Dates => "dates",
            Check::Certificates => "certificates",
            Check::Replay => "replay",
            Check::Leaves => "leaves",
            Check::Replacements => "replacements",
            Check::Record => "record",
            Check::Order => "order",
            Check::Grade => "grade",
        }
    }

    /// What the check looks at, in a few words.
    pub const fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Check::Manifest => ("文件清单", "the list of files"),
            Check::Files => ("文件", "the files"),
            Check::Format => ("格式", "the format"),
            Check::Plan => ("方案", "the plan"),
            Check::Roots => ("锁定名单的校验根", "the digests of the frozen lists"),
            Check::FormerIds => ("曾用代码", "former codes"),
            Check::Lists => ("各名单的对应", "how the lists fit together"),
            Check::Populations => ("各层户数", "the numbers of each stratum"),
            Check::Events => ("抽取过程的各个步骤", "the steps of the ceremony"),
            Check::Log => ("公开日志", "the log"),
            Check::Numbers => ("抽取编号的连续", "the sequence of numbers"),
            Check::Escrow => ("密钥的封存与托管", "the commitment to the operator's secret"),
            Check::Ceremony => ("现场报数与摇号", "contributions and dice"),
            Check::Seed => ("摇号种子", "the seed"),
            Check::Selection => ("抽取结果", "the selection"),
            Check::Openings => ("回避名单的启封", "the opened conflict lists"),
            Check::Visits => ("入企检查", "the visits"),
            Check::Teams => ("检查组", "the teams"),
            Check::Quotas => ("工作量", "the workloads"),
            Check::Dates => ("检查日期", "the dates"),
            Check::Certificates => ("无法安排的证明", "the proofs of what could not be arranged"),
            Check::Replay => ("重新计算", "the replay"),
            Check::Leaves => ("抽取时封存的内容", "what was sealed at the draw"),
            Check::Replacements => ("递补", "the replacements"),
            Check::Record => ("抽取记录", "the draw record"),
            Check::Order => ("封存在先、信标在后", "that the beacon came after the close"),
            Check::Grade => ("先后次序的证明等级", "the grade of the order of events"),
        };
        lang.pick(zh, en)
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Who answers for a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Culprit {
    /// Files were changed after publication.
    Publisher,
    /// The draw was not made as the plan says.
    Office,
    /// The reader's own computer put a file into the folder.
    Reader,
    /// The result is unlawful although the engine agrees with it: a defect of the program.
    Program,
}

impl Culprit {
    /// Who it is, in words.
    pub const fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Culprit::Publisher => (
                "发布方（文件在发布后被改动、缺失或损坏）",
                "the publisher (files changed, lost or damaged after publication)",
            ),
            Culprit::Office => (
                "组织抽取的单位（抽取没有按方案进行）",
                "the office that drew (the draw was not made as the plan says)",
            ),
            Culprit::Reader => ("没有人：删去这个文件，再核验一次", "nobody: remove the file and verify again"),
            Culprit::Program => (
                "抽取程序（程序重算一致，但结果本身不合规）",
                "the drawing program (it gives this result again, but the result is unlawful)",
            ),
        };
        lang.pick(zh, en)
    }
}

/// How well the order of events is shown. The order of the variants is from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// A rehearsal: nothing shows the lists to have been fixed before the randomness.
    Rehearsal,
    /// Only the operator says so.
    OperatorOnly,
    /// Participants of two departments signed the close before the final source.
    Attested,
    /// Outside witnesses show when the close was fixed, and that the log was not rewritten since.
    Anchored,
}

impl Grade {
    /// The name as typed after `--require`.
    pub const fn name(self) -> &'static str {
        match self {
            Grade::Rehearsal => "rehearsal",
            Grade::OperatorOnly => "operator-only",
            Grade::Attested => "attested",
            Grade::Anchored => "anchored",
        }
    }

    /// The grade of that name.
    pub fn from_name(name: &str) -> Option<Grade> {
        let all = [Grade::Rehearsal, Grade::OperatorOnly, Grade::Attested, Grade::Anchored];
        all.into_iter().find(|grade| grade.name() == name)
    }

    /// The grade for people, with the name that `--require` takes.
    pub const fn title(self, lang: Lang) -> &'static str {
        let zh = match self {
            Grade::Rehearsal => "演练（rehearsal）",
            Grade::OperatorOnly => "仅组织单位自述（operator-only）",
            Grade::Attested => "部门签认（attested）",
            Grade::Anchored => "外部见证（anchored）",
        };
        lang.pick(zh, self.name())
    }

    /// What the grade means, as it stands beside every verdict.
    pub const fn notice(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Grade::Rehearsal => (
                "这是一次演练：没有任何东西证明名单在产生随机数之前就已锁定。",
                "This is a rehearsal: nothing shows the lists to have been fixed before the randomness.",
            ),
            Grade::OperatorOnly => (
                "名单先锁定、随机数后产生，这一点只有组织单位自己的说法，没有旁证。",
                "That the lists were fixed before the randomness rests on the operator's word alone.",
            ),
            Grade::Attested => (
                "至少两个部门的参加人在摇号之前签认了封存值。",
                "Participants of at least two departments signed the close before the final source.",
            ),
            Grade::Anchored => (
                "外部见证证明报数汇总值在那时已经定下，此后的日志没有改写。",
                "Outside witnesses show when the close was fixed, and that the log was not rewritten since.",
            ),
        };
        lang.pick(zh, en)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
