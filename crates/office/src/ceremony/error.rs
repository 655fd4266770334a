//! What can go wrong in a ceremony, in words that say what to do.

use crate::error::Kind;
use draw::ceremony::StepError;
use draw::escrow::EscrowError;
use draw::replace::ReplaceError;
use draw::sealed::SealedError;
use draw::slip::SlipError;
use records::day::Day;
use records::hash::Digest;
use records::lang::Lang;
use std::path::PathBuf;

/// An error of a ceremony.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyError {
    /// SQLite or the disk refused.
    #[error("{path}: {message}; nothing was changed by this step: see whether the disk is full or read-only, then try again", path = path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        message: String,
    },
    /// Nobody knows whether the last write is on the disk.
    #[error("it is not known whether the last write is on the disk; look with `ceremony status` before anything else")]
    Doubtful,
    /// A library with a known fault.
    #[error("SQLite {got} can lose what it has confirmed; 3.51.3 or newer is needed")]
    SqliteOld {
        /// Its version.
        got: String,
    },
    /// A setting that did not take.
    #[error("SQLite did not take the setting {name}: it is {got}, expected {expected}; move DIR to a local disk")]
    Setting {
        /// Its name.
        name: &'static str,
        /// As read back.
        got: String,
        /// As set.
        expected: &'static str,
    },
    /// A file of a newer program.
    #[error("{path} was written by a newer version of this program (schema {got}, known {known}); use that version", path = path.display())]
    SchemaNewer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        got: i64,
        /// The newest that is known.
        known: usize,
    },
    /// A row that this program did not write.
    #[error("{path} has a row in `{table}` that this program did not write; keep the file for whoever examines it, and take the last safe copy", path = path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// The table.
        table: &'static str,
    },
    /// The WAL could not be emptied.
    #[error("{path} could not be emptied, so that erased secrets may still be in it; close other programs that read the file, then call `ceremony status`", path = path.display())]
    Checkpoint {
        /// The WAL.
        path: PathBuf,
    },
    /// A draw that was never announced here.
    #[error("there is no draw {draw} here; there are: {}", list(known))]
    NoDraw {
        /// As given.
        draw: String,
        /// Draws of this office.
        known: Vec<String>,
    },
    /// Announced already.
    #[error(
        "draw {draw} is announced already; its lists and plan stay as they are: raise `attempt` or `sequence` for another one"
    )]
    Announced {
        /// The draw.
        draw: String,
    },
    /// The plan is for another log.
    #[error("the plan names the log {got:?}; this office has {expected:?}")]
    OtherLog {
        /// As in the plan.
        got: String,
        /// The office's own.
        expected: String,
    },
    /// A number out of order.
    #[error("draw {draw} can't be announced: the log has no event `{event}` of {needed}, which must come first")]
    Number {
        /// The draw.
        draw: String,
        /// What is missing.
        event: &'static str,
        /// Of which draw.
        needed: String,
    },
    /// What was frozen is no longer what was announced.
    #[error("what lies in {path} is not what was announced (plan {expected}); it was changed since: put it back from a copy", path = path.display())]
    Changed {
        /// The folder or file.
        path: PathBuf,
        /// P.
        expected: Digest,
    },
    /// The log holds something that this office did not append.
    #[error(
        "after entry {size} the log has something else than this office was about to append; keep log and office.sqlite for whoever examines them"
    )]
    LogForeign {
        /// Entries before.
        size: u64,
    },
    /// The store has other events than the log.
    #[error(
        "log and office.sqlite do not agree on the event `{event}` of {draw}: one of them was put back from an older copy. Put the newest copy of office.sqlite back; without it, this draw ends by its shares"
    )]
    StoreOther {
        /// The draw.
        draw: String,
        /// The event.
        event: String,
    },
    /// Typed twice, and not the same.
    #[error("the value was typed twice and is not the same; type it again")]
    Retyped,
    /// Shares and halves of keys may not stay with the office.
    #[error("{path} lies in the office's own folder, where shares and halves must not be: give another place, such as a stick", path = path.display())]
    HalvesInside {
        /// As given.
        path: PathBuf,
    },
    /// The two files of halves are one.
    #[error("both custodians' halves would lie at {path}; give two different files", path = path.display())]
    HalvesSame {
        /// As given.
        path: PathBuf,
    },
    /// A file that is not what it should be.
    #[error("{path} is not {what} of this draw: {message}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
        /// What is wrong.
        message: String,
    },
    /// The halves do not open a capsule.
    #[error("there is no half for {name} in what was given; give the file or the 64 digits of both custodians")]
    HalfMissing {
        /// The capsule.
        name: String,
    },
    /// A capsule that can't be known.
    #[error("this draw has no capsule {name}")]
    NoCapsule {
        /// As given.
        name: String,
    },
    /// A beacon's round that is public already, or within ten minutes.
    #[error("round {round} of the beacon begins at {begins}: announce and close at least ten minutes before; declare the number void and announce it again with a later round")]
    RoundTooEarly {
        /// The round.
        round: u64,
        /// When it begins, in words.
        begins: String,
    },
    /// Opened before its day.
    #[error("{name} is for {day}; today is {today}")]
    TooEarly {
        /// The capsule.
        name: String,
        /// Its day.
        day: Day,
        /// Today.
        today: Day,
    },
    /// Shares are needed.
    #[error("the secret was erased at the draw; give {needed} shares with --share")]
    SharesNeeded {
        /// The threshold.
        needed: u32,
    },
    /// The superior's signature is needed.
    #[error("after the close the superior signs a void: have {statement} signed with `key sign`, and give --signature")]
    SignatureNeeded {
        /// What is to be signed.
        statement: Digest,
    },
    /// A visit or reserve that is not open yet.
    #[error("{name} must be opened first (`ceremony open`)")]
    NotOpened {
        /// The capsule.
        name: String,
    },
    /// Not this kind of draw.
    #[error("this is for a {expected} draw only")]
    Mode {
        /// `open` or `sealed`.
        expected: &'static str,
    },
    /// A draw that is not drawn yet, or has ended.
    #[error("draw {draw} is not at a point where this can be done")]
    NotDrawn {
        /// The draw.
        draw: String,
    },
    /// The event is not one that may follow.
    #[error("{}", .0.message(Lang::En))]
    Step(Box<StepError>),
    /// Escrow.
    #[error("{}", .0.message(Lang::En))]
    Escrow(EscrowError),
    /// Leaves and capsules.
    #[error("{}", .0.message(Lang::En))]
    Sealed(SealedError),
    /// A replacement.
    #[error("{}", .0.message(Lang::En))]
    Replace(Box<ReplaceError>),
    /// A slip.
    #[error("{0}")]
    Slip(SlipError),
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "—".to_owned() } else { names.join(", ") }
}

impl CeremonyError {
    /// The class of the error.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Database { .. }
            | Self::Doubtful
            | Self::SqliteOld { .. }
            | Self::Setting { .. }
            | Self::SchemaNewer { .. }
            | Self::Row { .. }
            | Self::Checkpoint { .. }
            | Self::StoreOther { .. }
            | Self::LogForeign { .. } => Kind::Failure,
            Self::NoDraw { .. } | Self::HalvesInside { .. } | Self::HalvesSame { .. } | Self::NoCapsule { .. } => {
                Kind::Usage
            }
            _ => Kind::Rejected,
        }
    }

    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Database { .. } => "ceremony-database",
            Self::Doubtful => "ceremony-doubtful",
            Self::SqliteOld { .. } => "ceremony-sqlite-old",
            Self::Setting { .. } => "ceremony-setting",
            Self::SchemaNewer { .. } => "ceremony-schema-newer",
            Self::Row { .. } => "ceremony-row",
            Self::Checkpoint { .. } => "ceremony-checkpoint",
            Self::NoDraw { .. } => "ceremony-no-draw",
            Self::Announced { .. } => "ceremony-announced",
            Self::OtherLog { .. } => "ceremony-other-log",
            Self::Number { .. } => "ceremony-number",
            Self::Changed { .. } => "ceremony-changed",
            Self::LogForeign { .. } => "ceremony-log-foreign",
            Self::StoreOther { .. } => "ceremony-store-other",
            Self::Retyped => "ceremony-retyped",
            Self::HalvesInside { .. } => "ceremony-halves-inside",
            Self::HalvesSame { .. } => "ceremony-halves-same",
            Self::File { .. } => "ceremony-file",
            Self::HalfMissing { .. } => "ceremony-half-missing",
            Self::NoCapsule { .. } => "ceremony-no-capsule",
            Self::RoundTooEarly { .. } => "ceremony-round-too-early",
            Self::TooEarly { .. } => "ceremony-too-early",
            Self::SharesNeeded { .. } => "ceremony-shares-needed",
            Self::SignatureNeeded { .. } => "ceremony-signature-needed",
            Self::NotOpened { .. } => "ceremony-not-opened",
            Self::Mode { .. } => "ceremony-mode",
            Self::NotDrawn { .. } => "ceremony-not-drawn",
            Self::Step(error) => error.code(),
            Self::Escrow(error) => error.code(),
            Self::Sealed(error) => error.code(),
            Self::Replace(error) => error.code(),
            Self::Slip(error) => error.code(),
        }
    }

    /// What happened and what to do, in this language.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Zh => self.chinese(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Step(error) => error.message(Lang::Zh),
            Self::Escrow(error) => error.message(Lang::Zh),
            Self::Sealed(error) => error.message(Lang::Zh),
            Self::Replace(error) => error.message(Lang::Zh),
            Self::Slip(error) => slip(error),
            _ => self.chinese_of_store().unwrap_or_else(|| self.chinese_of_steps()),
        }
    }

    fn chinese_of_store(&self) -> Option<String> {
        Some(match self {
            Self::Database { path, .. } => {
                format!("{} 读写失败，这一步没有生效；请查看磁盘是否已满或只读，然后重试", path.display())
            }
            Self::Doubtful => "不能确定刚才的写入是否已经落盘；请先用 ceremony status 查看，再做别的".to_owned(),
            Self::SqliteOld { got } => format!("SQLite {got} 可能丢失已确认的内容；需要 3.51.3 或更新的版本"),
            Self::Setting { name, got, expected } => {
                format!("SQLite 的设置 {name} 没有生效：是 {got}，应为 {expected}；请把 DIR 放到本机磁盘上")
            }
            Self::SchemaNewer { path, got, known } => {
                format!("{} 是更新版本的程序写的（结构 {got}，本版 {known}）；请使用那个版本", path.display())
            }
            Self::Row { path, table } => {
                format!("{} 的表 {table} 里有一行不是本程序所写；请留存该文件备查，并取回最近的备份", path.display())
            }
            Self::Checkpoint { path } => format!(
                "{} 清空不了，已销毁的密钥可能还在里面；请关闭其他读取该文件的程序，再用 ceremony status",
                path.display()
            ),
            Self::LogForeign { size } => {
                format!("日志第 {size} 条之后不是本单位正要写入的内容；请留存日志和 office.sqlite 备查")
            }
            Self::StoreOther { draw, event } => format!(
                "日志和 office.sqlite 对抽取 {draw} 的 {event} 记载不一致：其中之一是从旧备份恢复的。请换回最新的 office.sqlite；没有的，这次抽取只能凭份额办结"
            ),
            _ => return None,
        })
    }

    fn chinese_of_steps(&self) -> String {
        match self {
            Self::NoDraw { draw, known } => format!("这里没有抽取 {draw}；有的是：{}", list(known)),
            Self::Announced { draw } => {
                format!("抽取 {draw} 已经公告，名单和方案不再改变；另办一次请增大 attempt 或 sequence")
            }
            Self::OtherLog { got, expected } => format!("方案写的日志是 {got}，本单位的是 {expected}"),
            Self::Number { draw, event, needed } => {
                format!("还不能公告 {draw}：日志里没有 {needed} 的 {event}，它必须在先")
            }
            Self::Changed { path, expected } => {
                format!("{} 里的内容与公告的（方案 {expected}）不一致，被改动过；请取回备份", path.display())
            }
            Self::Retyped => "两次输入不一致；请重新输入".to_owned(),
            Self::HalvesInside { path } => {
                format!("{} 在本单位的文件夹里；份额和两半密钥不得留在这里，请另给一处，例如U盘", path.display())
            }
            Self::HalvesSame { path } => format!("两名保管人的密钥都要写到 {}；请给两个不同的文件", path.display()),
            Self::File { path, message, .. } => format!("{} 不是本次抽取的相应文件：{message}", path.display()),
            Self::HalfMissing { name } => {
                format!("没有给出 {name} 的密钥；请给出两名保管人的文件或64位数字")
            }
            Self::NoCapsule { name } => format!("本次抽取没有封存包 {name}"),
            Self::RoundTooEarly { round, begins } => format!(
                "信标第 {round} 轮在 {begins} 公布，不到十分钟之后（或已经公布）：公告和封存都必须在它公布十分钟以前；请作废，换一个更晚的轮次重新公告"
            ),
            Self::TooEarly { name, day, today } => format!("{name} 要到 {day} 才能开封，今天是 {today}"),
            Self::SharesNeeded { needed } => format!("密钥已在抽取时销毁；请用 --share 给出 {needed} 份份额"),
            Self::SignatureNeeded { statement } => {
                format!("截止之后作废须由上一级签名：请用 key sign 签 {statement}，再给出 --signature")
            }
            Self::NotOpened { name } => format!("须先开封 {name}（ceremony open）"),
            Self::Mode { expected } => {
                format!("这只用于{}抽取", if *expected == "sealed" { "封存" } else { "公开" })
            }
            _ => match self {
                Self::NotDrawn { draw } => format!("抽取 {draw} 现在还不能或不能再做这一步"),
                other => other.to_string(),
            },
        }
    }
}

fn slip(error: &SlipError) -> String {
    match error {
        SlipError::Event { .. } => "还没有抽取，出不了入企凭单".to_owned(),
        SlipError::Visit { visit } => format!("没有检查 {visit}"),
        SlipError::Names => "方案规定不公开姓名，凭单上不能写".to_owned(),
        SlipError::Root | SlipError::Canonical(_) => "检查名单与抽取记录不一致；文件被改动过".to_owned(),
    }
}

macro_rules! passed_on {
    ($($variant:ident($kind:ty)),+ $(,)?) => {
        $(impl From<$kind> for crate::error::OfficeError {
            fn from(error: $kind) -> Self {
                CeremonyError::$variant(error.into()).into()
            }
        })+
    };
}
passed_on!(Step(StepError), Escrow(EscrowError), Sealed(SealedError), Replace(ReplaceError), Slip(SlipError));
