//! What can go wrong in a ceremony, in words that say what to do.

mod words;

use crate::error::Kind;
use draw::ceremony::StepError;
use draw::escrow::EscrowError;
use draw::replace::ReplaceError;
use draw::sealed::SealedError;
use draw::slip::SlipError;
use records::day::Day;
use records::hash::Digest;
use records::id::Id;
use records::lang::Lang;
use std::path::PathBuf;
pub use words::event_words;
use words::{days, list, other_log, replace_words, share_words, slip, step_words};

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
    #[error("{}", other_log(got, expected, Lang::En))]
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
    /// A sealed draw, and nowhere to write the custodians' files.
    #[error(
        "a sealed draw writes a file for each of the two custodians: name both by --half FILE --half FILE, in the order of `custodians` in the plan, outside DIR, such as on two sticks; nothing was drawn yet"
    )]
    HalvesNeeded,
    /// A place for a custodian's file that is a folder.
    #[error("{path} is a folder; give a new file in it, such as {}", path.join("halves.json").display(), path = path.display())]
    HalvesFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Something lies where a custodian's file is to be.
    #[error("{path} exists, and nothing is ever overwritten; give --half another file", path = path.display())]
    HalvesExist {
        /// The file.
        path: PathBuf,
    },
    /// Files for the custodians, after the draw.
    #[error(
        "{draw} is drawn already: the custodians' files were written then and can't be written again, and nothing was written to {path}. Without them the draw ends by its shares (`ceremony finish --share`)", path = path.display()
    )]
    HalvesLate {
        /// The draw.
        draw: String,
        /// Where they were to go.
        path: PathBuf,
    },
    /// A paper that was filled in, or is of an earlier step.
    #[error("{path} is there and differs from what would be written, perhaps because it was filled in; give --out another folder, or --overwrite to replace it", path = path.display())]
    PaperDiffers {
        /// The file.
        path: PathBuf,
    },
    /// Names and calendars of a rehearsal with this number, which the draw would replace.
    #[error("{path} holds names and calendars of an earlier run with this number, which this draw would replace; move it away", path = path.display())]
    EarlierRun {
        /// The folder.
        path: PathBuf,
    },
    /// A day that the plan does not have.
    #[error("{day} is not one of the plan's days; there are: {}", days(known))]
    NoDay {
        /// As given.
        day: Day,
        /// The plan's days.
        known: Vec<Day>,
    },
    /// A visit of a sealed draw that nobody here knows yet.
    #[error(
        "nothing is known of {visit}: its day or its reserve must be opened first (`ceremony open --day DAY` or --capsule NAME), or it is not of this draw"
    )]
    VisitClosed {
        /// As given.
        visit: Id,
    },
    /// A share that does not serve the end of a draw.
    #[error(
        "{}; give --share the file of another holder: any {needed} good ones are enough",
        share_words(error, Lang::En)
    )]
    ShareBad {
        /// What is wrong.
        error: EscrowError,
        /// The threshold.
        needed: u32,
    },
    /// The halves do not open a capsule.
    #[error(
        "there is no half for {name} in what was given; give --half twice: the file or the 64 digits of each custodian"
    )]
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
    #[error(
        "round {round} of the beacon begins at {begins}: announce and close at least ten minutes before; declare the number void and announce it again with a later round"
    )]
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
    #[error(
        "the superior signs this void (after the close, or with a beacon for the final source): have it signed with `mingqian key sign KEY --statement {statement}`, and give --signature"
    )]
    SignatureNeeded {
        /// What is to be signed.
        statement: Digest,
    },
    /// A visit or reserve that is not open yet.
    #[error("it must be opened first: `ceremony open … {name}`, with both custodians")]
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
    /// No witness has cosigned the log as it is since the last event of what was published.
    #[error(
        "no witness has cosigned the log since the last event of {draw} that was published: `mingqian witness request`, `sign` and `add` first"
    )]
    NotCosigned {
        /// The draw.
        draw: String,
    },
    /// A draw that is not drawn yet, or has ended.
    #[error("draw {draw} is not at a point where this can be done")]
    NotDrawn {
        /// The draw.
        draw: String,
    },
    /// The event is not one that may follow.
    #[error("{}", step_words(.0, Lang::En))]
    Step(Box<StepError>),
    /// Escrow.
    #[error("{}", .0.message(Lang::En))]
    Escrow(EscrowError),
    /// Leaves and capsules.
    #[error("{}", .0.message(Lang::En))]
    Sealed(SealedError),
    /// A replacement.
    #[error("{}", replace_words(.0, Lang::En))]
    Replace(Box<ReplaceError>),
    /// A slip.
    #[error("{0}")]
    Slip(SlipError),
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
            Self::NoDraw { .. }
            | Self::HalvesInside { .. }
            | Self::HalvesSame { .. }
            | Self::HalvesNeeded
            | Self::HalvesFolder { .. }
            | Self::HalvesExist { .. }
            | Self::PaperDiffers { .. }
            | Self::EarlierRun { .. }
            | Self::NoDay { .. }
            | Self::NoCapsule { .. } => Kind::Usage,
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
            Self::HalvesNeeded => "ceremony-halves-needed",
            Self::HalvesFolder { .. } => "ceremony-halves-folder",
            Self::HalvesExist { .. } => "ceremony-halves-exist",
            Self::HalvesLate { .. } => "ceremony-halves-late",
            Self::PaperDiffers { .. } => "ceremony-paper-differs",
            Self::EarlierRun { .. } => "ceremony-earlier-run",
            Self::NoDay { .. } => "ceremony-no-day",
            Self::VisitClosed { .. } => "ceremony-visit-closed",
            Self::ShareBad { error, .. } => error.code(),
            Self::File { .. } => "ceremony-file",
            Self::HalfMissing { .. } => "ceremony-half-missing",
            Self::NoCapsule { .. } => "ceremony-no-capsule",
            Self::RoundTooEarly { .. } => "ceremony-round-too-early",
            Self::TooEarly { .. } => "ceremony-too-early",
            Self::SharesNeeded { .. } => "ceremony-shares-needed",
            Self::SignatureNeeded { .. } => "ceremony-signature-needed",
            Self::NotOpened { .. } => "ceremony-not-opened",
            Self::Mode { .. } => "ceremony-mode",
            Self::NotCosigned { .. } => "ceremony-not-cosigned",
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
            Self::Step(error) => step_words(error, Lang::Zh),
            Self::Escrow(error) => error.message(Lang::Zh),
            Self::Sealed(error) => error.message(Lang::Zh),
            Self::Replace(error) => replace_words(error, Lang::Zh),
            Self::Slip(error) => slip(error),
            _ => {
                let words = self.chinese_of_store().or_else(|| self.chinese_of_places());
                words.unwrap_or_else(|| self.chinese_of_steps())
            }
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
                "日志和 office.sqlite 对抽取 {draw} 的“{}”记载不一致：其中之一是从旧备份恢复的。请换回最新的 office.sqlite；没有的，这次抽取只能凭份额办结",
                event_words(event, Lang::Zh)
            ),
            _ => return None,
        })
    }

    fn chinese_of_places(&self) -> Option<String> {
        Some(match self {
            Self::HalvesNeeded => "封存抽取要给两名保管人各写一份密钥文件：请用 --half 文件 --half 文件 给出，按方案里 custodians 的次序，都在 DIR 之外，例如两个U盘；还没有抽取".to_owned(),
            Self::HalvesFolder { path } => format!(
                "{} 是文件夹；请给出其中的一个新文件，例如 {}",
                path.display(),
                path.join("halves.json").display()
            ),
            Self::HalvesExist { path } => format!("{} 已存在，程序从不覆盖；请给 --half 另一个文件", path.display()),
            Self::HalvesLate { draw, path } => format!(
                "{draw} 已经抽取，保管人的密钥文件当时已写出，不能再写第二次；没有往 {} 写任何东西。密钥文件丢失的，只能用份额办结（ceremony finish --share）",
                path.display()
            ),
            Self::HalvesInside { path } => {
                format!("{} 在本单位的文件夹里；份额和两半密钥不得留在这里，请另给一处，例如U盘", path.display())
            }
            Self::HalvesSame { path } => format!("两名保管人的密钥都要写到 {}；请给两个不同的文件", path.display()),
            Self::EarlierRun { path } => format!(
                "{} 里是先前用同一编号试抽的姓名和日程，这次抽取会把它换掉；请先移走",
                path.display()
            ),
            Self::PaperDiffers { path } => format!(
                "{} 已存在，内容与将要写的不同，可能是填写过的；请给 --out 另一个文件夹，确定要换掉的加上 --overwrite",
                path.display()
            ),
            Self::File { path, what, .. } => {
                let what = if *what == "a share" { "份额文件" } else { "保管人的密钥文件" };
                format!("{} 不是{what}，或已损坏；请核对路径，用其本人保存的那一份", path.display())
            }
            Self::ShareBad { error, needed } => format!(
                "{}；请用 --share 换成其他持有人的份额，有 {needed} 份好的就够",
                share_words(error, Lang::Zh)
            ),
            Self::NoDay { day, known } => format!("{day} 不是方案里的检查日；有的是：{}", days(known)),
            Self::VisitClosed { visit } => format!(
                "还不知道 {visit} 的内容：请先启封它那一天或那一户候补（ceremony open --day 日期，或 --capsule 名称）；也可能不是这次抽取的"
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
            Self::OtherLog { got, expected } => other_log(got, expected, Lang::Zh),
            Self::Number { draw, event, needed } => {
                format!("还不能公告 {draw}：日志里没有 {needed} 的“{}”，它必须在先", event_words(event, Lang::Zh))
            }
            Self::Changed { path, expected } => {
                format!("{} 里的内容与公告的（方案 {expected}）不一致，被改动过；请取回备份", path.display())
            }
            Self::Retyped => "两次输入不一致；请重新输入".to_owned(),
            Self::HalfMissing { name } => {
                format!("没有给出 {name} 的两半密钥；请用 --half 两次，各给一名保管人的文件或64位数字")
            }
            Self::NoCapsule { name } => format!("本次抽取没有封装单 {name}"),
            Self::RoundTooEarly { round, begins } => format!(
                "信标第 {round} 轮在 {begins} 公布，不到十分钟之后（或已经公布）：公告和封存都必须在它公布十分钟以前；请作废，换一个更晚的轮次重新公告"
            ),
            Self::TooEarly { name, day, today } => format!("{name} 要到 {day} 才能启封，今天是 {today}"),
            Self::SharesNeeded { needed } => format!("密钥已在抽取时销毁；请用 --share 给出 {needed} 份份额"),
            Self::SignatureNeeded { statement } => {
                format!(
                    "这次作废须由上一级签名（截止之后，或以信标摇号）：请他运行 mingqian key sign 私钥文件 --statement {statement}，再用 --signature 给出"
                )
            }
            Self::NotOpened { name } => format!("须先启封：ceremony open … {name}，两名保管人到场"),
            Self::Mode { expected } => {
                format!("这只用于{}抽取", if *expected == "sealed" { "封存" } else { "公开" })
            }
            _ => match self {
                Self::NotCosigned { draw } => format!(
                    "抽取 {draw} 公布到的最后一步之后，还没有见证人对日志签名；请先 mingqian witness request、sign、add"
                ),
                Self::NotDrawn { draw } => format!("抽取 {draw} 现在还不能或不能再做这一步"),
                other => other.to_string(),
            },
        }
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
