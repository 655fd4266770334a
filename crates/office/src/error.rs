//! What can go wrong in the office, in words that say what to do, in Chinese and in English.

mod stages;
mod system;

pub use system::system_words;

use crate::ceremony::CeremonyError;
use crate::log::LogError;
use documents::DocumentError;
use draw::commit::CommitError;
use draw::freeze::FreezeError;
use draw::outcome::OutcomeError;
use draw::publish::PublishError;
use draw::seed::SeedError;
use draw::select::SelectError;
use draw::visits::VisitError;
use records::hash::Digest;
use records::lang::Lang;
use records::lists::List;
use records::ratio::Ratio;
use std::io;
use std::path::{Path, PathBuf};

/// What the office's functions give.
pub type Result<T> = std::result::Result<T, OfficeError>;

/// The class of an error; the command line turns it into its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something failed that has nothing to do with what was given: a disk, a lock (exit code 1).
    Failure,
    /// The command was not used as it can be (exit code 2).
    Usage,
    /// A bundle did not verify (exit code 3).
    Verification,
    /// A file, list or plan was refused (exit code 4).
    Rejected,
}

/// An error of the office.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The operating system refused.
    #[error("{doing} {path}: {}", system_words(source, Lang::En))]
    Io {
        /// What was being done.
        doing: Doing,
        /// With which file or folder.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Somebody else is writing.
    #[error("another program is changing {dir}; wait until it has finished, then try again")]
    Locked {
        /// The office's folder.
        dir: PathBuf,
    },
    /// Not an office folder.
    #[error("{dir} has no folder `lists`; give the folder that `import … --into DIR` filled")]
    NotAStore {
        /// The folder.
        dir: PathBuf,
    },
    /// A list that the step needs was never imported.
    #[error("the list {} is missing; import it first: mingqian import {} FILE --into DIR", list.name(), list.name())]
    ListMissing {
        /// Which.
        list: List,
    },
    /// A list on disk is not what the office wrote.
    #[error("{path}, line {line}: {}; the file was changed by hand or damaged: import the list again", reason.split(" / ").next().unwrap_or_default())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// No office secret where one is needed.
    #[error(
        "the office secret {path} is missing; put it back from its safe copy (without it no sealed field can be opened), or name its file with --secret"
    )]
    SecretMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// No office secret in a store that must have had one.
    #[error(
        "the office secret {path} is gone although lists were imported; put it back from its safe copy, or name its file with --secret. If the lists are another office's, import into a new folder; no new secret is made here, because it would open nothing that is sealed"
    )]
    SecretLost {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A secret file that holds something else.
    #[error("{path} does not hold an office secret; expected one line of 64 lower-case hexadecimal digits")]
    SecretMalformed {
        /// The file.
        path: PathBuf,
    },
    /// The secret of an example, in a draw that is meant.
    #[error(
        "{path} is marked as public, so it seals nothing; an official draw needs a secret of its own: import the lists into a new folder (`mingqian import … --into NEW`), which makes one, and announce from there"
    )]
    SecretPublic {
        /// The file.
        path: PathBuf,
    },
    /// What is to be written is there.
    #[error("{path} exists; nothing is ever overwritten: give another --out")]
    OutExists {
        /// The path.
        path: PathBuf,
    },
    /// The office's own copy of another run.
    #[error(
        "{path} holds names and calendars of an earlier run with another result; move it away, or give --overwrite to replace it"
    )]
    CopyDiffers {
        /// The folder.
        path: PathBuf,
    },
    /// A number that was used for something else.
    #[error(
        "draw {draw} was made with plan {before}; this plan is {now}: a number is used once, raise `attempt` or `sequence`"
    )]
    AlreadyDrawn {
        /// The draw.
        draw: String,
        /// Digest of the plan it was made with.
        before: Digest,
        /// Digest of the plan given.
        now: Digest,
    },
    /// An official or sealed plan, which needs the ceremony.
    #[error(
        "a plan of purpose `{purpose}`, mode `{mode}` can't be drawn in one go, only a rehearsal in open mode can; hold it in steps, beginning with `mingqian ceremony announce`"
    )]
    NeedsCeremony {
        /// Purpose.
        purpose: &'static str,
        /// Mode.
        mode: &'static str,
    },
    /// Too many simulated draws leave a visit without a team or a date.
    #[error("{unplaced} of {seeds} simulated draws leave a visit without a team or a date; the plan accepts a share of {}/{}: add inspectors or days, raise quotas, or list relaxations (`mingqian simulate` shows where it is tight)", most.numerator(), most.denominator())]
    Unplaced {
        /// Draws with such a visit.
        unplaced: u64,
        /// Simulated draws.
        seeds: u64,
        /// The largest share that the plan accepts.
        most: Ratio,
    },
    /// A journal or ledger line that can't be read.
    #[error(
        "{path}, line {line}: not a line that this program wrote; move the file away and keep it for whoever examines it"
    )]
    Journal {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
    },
    /// The lists can't be frozen for this plan.
    #[error("{}", stages::freeze(.0, Lang::En))]
    Freeze(FreezeError),
    /// The plan can't be announced.
    #[error("{0}")]
    Commit(CommitError),
    /// Contributions or the final value are not accepted.
    #[error("{0}")]
    Seed(SeedError),
    /// The frozen lists are not those of the plan.
    #[error("{0}")]
    Select(SelectError),
    /// The frozen lists are not those of the plan.
    #[error("{0}")]
    Visits(VisitError),
    /// Teams and dates can't be drawn from what was given.
    #[error("{0}")]
    Outcome(OutcomeError),
    /// The result can't be written.
    #[error("{0}")]
    Publish(PublishError),
    /// A document can't be made.
    #[error("{0}")]
    Document(DocumentError),
    /// A step of a ceremony.
    #[error("{}", .0.message(Lang::En))]
    Ceremony(CeremonyError),
    /// The log, or what belongs to it.
    #[error("{}", .0.message(Lang::En))]
    Log(LogError),
    /// An index that was just written does not agree with the frozen lists.
    #[error("{path} is damaged although it was just made again; check the disk, then freeze again")]
    Index {
        /// The file.
        path: PathBuf,
    },
}

/// What the rooms behind the office say; each has its own codes.
macro_rules! passed_on {
    ($($variant:ident($kind:ty)),+ $(,)?) => {
        $(impl From<$kind> for OfficeError {
            fn from(error: $kind) -> Self {
                Self::$variant(error)
            }
        })+
    };
}
passed_on!(
    Freeze(FreezeError),
    Commit(CommitError),
    Seed(SeedError),
    Select(SelectError),
    Visits(VisitError),
    Outcome(OutcomeError),
    Publish(PublishError),
    Document(DocumentError),
    Ceremony(CeremonyError),
    Log(LogError)
);

/// What was being done when the system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Reading.
    Read,
    /// Writing.
    Write,
    /// Making a folder.
    Create,
    /// Moving into place.
    Rename,
    /// Deleting.
    Remove,
    /// Taking the lock.
    Lock,
    /// Taking randomness from the system.
    Random,
}

impl Doing {
    /// In this language.
    pub const fn words(self, lang: Lang) -> &'static str {
        match self {
            Doing::Read => lang.pick("无法读取", "can't read"),
            Doing::Write => lang.pick("无法写入", "can't write"),
            Doing::Create => lang.pick("无法建立", "can't create"),
            Doing::Rename => lang.pick("无法改名", "can't rename"),
            Doing::Remove => lang.pick("无法删除", "can't remove"),
            Doing::Lock => lang.pick("无法加锁", "can't lock"),
            Doing::Random => lang.pick("无法取得系统随机数", "can't get randomness from the system for"),
        }
    }
}

impl std::fmt::Display for Doing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.words(Lang::En))
    }
}

impl OfficeError {
    /// Wraps an error of the operating system with what was done to which path.
    pub(crate) fn io(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    /// The class of the error.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Io { .. } | Self::Locked { .. } | Self::Index { .. } | Self::Document(_) => Kind::Failure,
            Self::OutExists { .. } | Self::CopyDiffers { .. } | Self::NotAStore { .. } => Kind::Usage,
            Self::Ceremony(error) => error.kind(),
            Self::Log(error) => error.kind(),
            _ => Kind::Rejected,
        }
    }

    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "office-io",
            Self::Locked { .. } => "office-locked",
            Self::NotAStore { .. } => "office-not-a-store",
            Self::ListMissing { .. } => "office-list-missing",
            Self::Line { .. } => "office-line",
            Self::SecretMissing { .. } => "office-secret-missing",
            Self::SecretLost { .. } => "office-secret-lost",
            Self::SecretMalformed { .. } => "office-secret-malformed",
            Self::SecretPublic { .. } => "office-secret-public",
            Self::OutExists { .. } => "office-out-exists",
            Self::CopyDiffers { .. } => "office-copy-differs",
            Self::AlreadyDrawn { .. } => "office-already-drawn",
            Self::NeedsCeremony { .. } => "office-needs-ceremony",
            Self::Unplaced { .. } => "office-unplaced",
            Self::Journal { .. } => "office-journal",
            Self::Freeze(error) => error.code(),
            Self::Commit(error) => error.code(),
            Self::Seed(error) => error.code(),
            Self::Select(error) => error.code(),
            Self::Visits(error) => error.code(),
            Self::Outcome(error) => error.code(),
            Self::Publish(error) => error.code(),
            Self::Document(error) => error.code(),
            Self::Ceremony(error) => error.code(),
            Self::Log(error) => error.code(),
            Self::Index { .. } => "office-index",
        }
    }

    /// What happened and what to do, in this language.
    pub fn message(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Io { doing, path, source } => {
                format!("{} {}：{}", doing.words(lang), path.display(), system_words(source, lang))
            }
            Self::Locked { dir } => format!("另一程序正在修改 {}，请等它完成后重试", dir.display()),
            Self::NotAStore { dir } => {
                format!("{} 里没有 lists 文件夹；请给出 import … --into DIR 所写入的文件夹", dir.display())
            }
            Self::ListMissing { list } => {
                let name = list.name();
                let list = list.title(lang);
                format!("缺少名单 {list}；请先导入：mingqian import {name} 文件 --into DIR")
            }
            Self::Line { path, line, reason } => {
                let reason = chinese_reason(reason);
                format!("{} 第 {line} 行：{reason}；文件被手工改动或已损坏，请重新导入该名单", path.display())
            }
            Self::SecretMissing { path } => format!(
                "缺少办公密钥 {}；请从保管处取回（没有它，封存的字段再也无法开启），或用 --secret 指明文件",
                path.display()
            ),
            Self::SecretLost { path } => format!(
                "办公密钥 {} 不见了，而名单是导入过的；请从保管处取回，或用 --secret 指明文件。若名单是别的单位分享的，请导入到新的文件夹；这里不会另造新密钥，因为它打不开已封存的内容",
                path.display()
            ),
            Self::SecretMalformed { path } => {
                format!("{} 不是办公密钥；应为一行 64 位小写十六进制数字", path.display())
            }
            Self::SecretPublic { path } => format!(
                "{} 标明为公开密钥，起不到封存作用；正式抽取须用自己的密钥：请把名单导入到新的文件夹（mingqian import … --into 新文件夹），导入时会生成密钥，再从那里公告",
                path.display()
            ),
            Self::OutExists { path } => format!("{} 已存在；程序从不覆盖，请另给 --out", path.display()),
            Self::CopyDiffers { path } => format!(
                "{} 里是先前一次抽取的姓名和日程，结果与这次不同；请先移走，确定要换掉的加上 --overwrite",
                path.display()
            ),
            Self::AlreadyDrawn { draw, before, now } => format!(
                "抽取 {draw} 已按方案 {before} 进行过，而现在的方案是 {now}：编号只能用一次，请增大 attempt 或 sequence"
            ),
            Self::NeedsCeremony { purpose, mode } => stages::needs_ceremony(purpose, mode),
            Self::Unplaced { unplaced, seeds, most } => format!(
                "模拟 {seeds} 次，其中 {unplaced} 次有检查配不上人或排不上日期，超过方案允许的 {}/{}：请增加人员或日期、提高每人次数，或写明放宽办法（mingqian simulate 可看出哪里紧张）",
                most.numerator(),
                most.denominator()
            ),
            Self::Journal { path, line } => {
                format!("{} 第 {line} 行不是本程序所写；请把该文件移走并留存备查", path.display())
            }
            Self::Freeze(error) => stages::freeze(error, lang),
            Self::Commit(error) => stages::commit(error),
            Self::Seed(error) => error.message(lang),
            Self::Select(error) => stages::select(error),
            Self::Visits(error) => stages::visits(error),
            Self::Outcome(error) => stages::outcome(error),
            Self::Publish(error) => stages::publish(error),
            Self::Document(error) => stages::document(error),
            Self::Ceremony(error) => error.message(lang),
            Self::Log(error) => error.message(lang),
            Self::Index { path } => format!("{} 刚重建又已损坏；请检查磁盘，然后重新锁定名单", path.display()),
        }
    }
}

/// Why a line is not ours, in Chinese. Readers of lines give English words, or both with a slash between them.
fn chinese_reason(reason: &str) -> String {
    if let Some((_, chinese)) = reason.split_once(" / ") {
        return chinese.to_owned();
    }
    let byte = reason.split_once("byte ").and_then(|(_, rest)| rest.split_once(':')?.0.parse::<u64>().ok());
    match byte {
        Some(byte) => format!("从第 {} 个字节起不是规定的写法", byte + 1),
        None => "不是本程序写下的样子".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_is_explained_in_the_readers_language() {
        let line = |reason: &str| OfficeError::Line { path: "a".into(), line: 2, reason: reason.to_owned() };
        assert!(line("byte 4: null; an absent value has no key").message(Lang::Zh).contains("第 5 个字节"));
        assert!(!line("something").message(Lang::Zh).contains("something"));
        let both = line("no line end / 没有换行");
        assert!(
            both.message(Lang::Zh).contains("行：没有换行；") && both.message(Lang::En).contains("2: no line end; ")
        );
    }
}
