//! Status: what a store holds, what is missing before a freeze, and what its lists say to a plan.

mod facts;

pub use facts::facts;

use crate::error::{Doing, OfficeError, Result};
use crate::freeze::{Frozen, count_lines};
use crate::import::dangling;
use crate::store::Store;
use crate::store::journal::{DrawEntry, ImportEntry};
use records::hash::{Digest, sha256};
use records::lang::Lang;
use records::lists::List;
use std::collections::BTreeMap;
use std::fs;

/// Lists up to this size are hashed for a status; of larger ones the size is compared with the journal.
const HASHED_BYTES_MAX: u64 = 64 << 20;

/// What a store holds.
#[derive(Clone, Debug)]
pub struct Status {
    /// The lists, in the order in which an office fills them.
    pub lists: Vec<ListStatus>,
    /// The office secret.
    pub secret: SecretStatus,
    /// What has to be done before a freeze.
    pub missing: Vec<Missing>,
    /// Draws that are frozen, by folder name, with the digest of their plan.
    pub frozen: Vec<(String, Digest)>,
    /// Draws that were made.
    pub draws: Vec<DrawEntry>,
}

/// One list.
#[derive(Clone, Debug)]
pub struct ListStatus {
    /// Which.
    pub list: List,
    /// Its records; nothing if it was never imported.
    pub count: Option<u64>,
    /// Its last import; a list that was not imported (an example, a copy) has none.
    pub last_import: Option<ImportEntry>,
    /// SHA-256 of its file: computed, or for a large file that of its last import.
    pub sha256: Option<Digest>,
    /// Whether the file is not what the last import left.
    pub is_changed: bool,
}

/// The office secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretStatus {
    /// Not there: the first import makes it.
    Missing,
    /// There, and no secret: damaged, or not readable.
    Malformed,
    /// There, and for its owner's eyes only.
    Kept,
    /// There, and others may read its file.
    Exposed,
    /// That of an example.
    Public,
}

/// Something that a freeze would stumble over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A list that every draw needs: the entities.
    List(List),
    /// A list that only some plans need, or without which nobody is excluded and no conflict is seen.
    Useful(List),
    /// A list whose file was changed since its import.
    Changed(List),
    /// The secret.
    Secret,
    /// The secret's file is readable by others.
    SecretExposed,
    /// There are lists, and the secret that they were imported with is gone.
    SecretLost,
    /// The secret's file holds none.
    SecretMalformed,
    /// Records that name nobody of another list.
    Dangling {
        /// The list of the records.
        list: List,
        /// The list that does not have whom they name.
        of: List,
        /// How many records.
        count: u64,
    },
}

impl Missing {
    /// Whether a freeze is impossible.
    pub fn is_fatal(self) -> bool {
        match self {
            Self::List(_) | Self::Secret | Self::SecretLost | Self::SecretMalformed => true,
            // A freeze refuses conflicts and absences of nobody.
            Self::Dangling { of, .. } => of == List::Inspectors,
            Self::Useful(_) | Self::Changed(_) | Self::SecretExposed => false,
        }
    }

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::List(_) => "status-list-missing",
            Self::Useful(_) => "status-list-empty",
            Self::Changed(_) => "status-list-changed",
            Self::Secret => "status-secret-missing",
            Self::SecretExposed => "status-secret-exposed",
            Self::SecretLost => "status-secret-lost",
            Self::SecretMalformed => "status-secret-malformed",
            Self::Dangling { .. } => "status-dangling",
        }
    }

    /// What is missing and what to do.
    pub fn message(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::List(list) | Self::Useful(list), Lang::Zh) => {
                format!("名单 {} 没有导入：{}", list.title(lang), without(list, lang))
            }
            (Self::List(list) | Self::Useful(list), Lang::En) => {
                format!("the list {} was not imported: {}", list.name(), without(list, lang))
            }
            (Self::Changed(list), Lang::Zh) => format!("名单 {} 在导入之后被改动过：请重新导入", list.title(lang)),
            (Self::Changed(list), Lang::En) => {
                format!("the list {} was changed after its import: import it again", list.name())
            }
            (Self::Secret, Lang::Zh) => "没有办公密钥：首次导入时自动生成".to_owned(),
            (Self::Secret, Lang::En) => "there is no office secret: the first import makes it".to_owned(),
            (Self::SecretLost, Lang::Zh) => {
                "办公密钥不见了：请从保管处取回原来的文件；重新生成的密钥打不开以前封存的内容".to_owned()
            }
            (Self::SecretLost, Lang::En) => {
                "the office secret is gone: put the old file back; a new one opens nothing that was sealed before"
                    .to_owned()
            }
            (Self::SecretMalformed, Lang::Zh) => "办公密钥文件已损坏或读不了：请从保管处取回原来的文件".to_owned(),
            (Self::SecretMalformed, Lang::En) => {
                "the office secret's file is damaged or cannot be read: put the old file back".to_owned()
            }
            (Self::Dangling { list, of, count }, Lang::Zh) => {
                format!(
                    "名单 {} 有 {count} 条记录所指不在名单 {} 中：请重新导入其中一份",
                    list.title(lang),
                    of.title(lang)
                )
            }
            (Self::Dangling { list, of, count }, Lang::En) => {
                format!(
                    "{count} record(s) of {} name nobody of {}: import one of the two lists again",
                    list.name(),
                    of.name()
                )
            }
            (Self::SecretExposed, Lang::Zh) => "办公密钥文件可被他人读取：请改为仅本人可读（chmod 600）".to_owned(),
            (Self::SecretExposed, Lang::En) => {
                "others can read the office secret's file: make it yours only (chmod 600)".to_owned()
            }
        }
    }
}

fn without(list: List, lang: Lang) -> &'static str {
    match list {
        List::Entities => lang.pick(
            "每次抽取都要有；mingqian import entities 文件 --into 目录",
            "every draw needs it; mingqian import entities FILE --into DIR",
        ),
        List::Items => lang.pick(
            "写了抽查事项（items）的方案不能用，只抽企业、不写事项的演练可以",
            "plans that name items can't be used; a rehearsal without items can",
        ),
        List::Inspectors => lang.pick(
            "要配检查人员（seats）的方案不能用，只抽企业的可以",
            "plans that pair inspectors (seats) can't be used; plans that only draw entities can",
        ),
        List::Conflicts => lang.pick("没有任何回避", "no conflict is seen"),
        List::Absences => lang.pick("视为无人请假", "nobody counts as away"),
        List::Promises => lang.pick("视为没有承诺", "no promise excludes anybody"),
        List::History => lang.pick("频次上限从零计", "ceilings count from nothing"),
        List::Selection => lang.pick("不能使用上级抽取名单", "no list drawn above can be used"),
    }
}

/// What a store holds, and what is missing before a freeze.
pub fn status(store: &Store) -> Result<Status> {
    let lists = List::ALL.into_iter().map(|list| list_status(store, list)).collect::<Result<Vec<_>>>()?;
    let secret = match store.secret() {
        Err(OfficeError::SecretMissing { .. }) => SecretStatus::Missing,
        Err(_) => SecretStatus::Malformed,
        Ok(secret) if secret.is_public => SecretStatus::Public,
        Ok(_) if store.secret_is_exposed() => SecretStatus::Exposed,
        Ok(_) => SecretStatus::Kept,
    };
    let mut missing = Vec::new();
    for list in &lists {
        match (list.count, list.list) {
            (None | Some(0), List::Entities) => missing.push(Missing::List(list.list)),
            (Some(0), List::Items | List::Inspectors) => missing.push(Missing::Useful(list.list)),
            // Nothing is drawn above in most offices.
            (None, list) if list != List::Selection => missing.push(Missing::Useful(list)),
            _ => {}
        }
        if list.is_changed {
            missing.push(Missing::Changed(list.list));
        }
    }
    match secret {
        SecretStatus::Missing if lists.iter().any(|list| list.count.is_some()) => missing.push(Missing::SecretLost),
        SecretStatus::Missing => missing.push(Missing::Secret),
        SecretStatus::Malformed => missing.push(Missing::SecretMalformed),
        SecretStatus::Exposed => missing.push(Missing::SecretExposed),
        SecretStatus::Kept | SecretStatus::Public => {}
    }
    let mut nobody: BTreeMap<(List, List), u64> = BTreeMap::new();
    dangling(store)?.iter().for_each(|one| *nobody.entry((one.list, one.of)).or_default() += 1);
    missing.extend(nobody.into_iter().map(|((list, of), count)| Missing::Dangling { list, of, count }));
    Ok(Status { lists, secret, missing, frozen: frozen(store)?, draws: store.draws()? })
}

fn list_status(store: &Store, list: List) -> Result<ListStatus> {
    let path = store.list_path(list);
    let last_import = store.last_import(list)?;
    let mut out = ListStatus { list, count: None, last_import, sha256: None, is_changed: false };
    let Ok(metadata) = path.metadata() else {
        out.is_changed = out.last_import.is_some();
        return Ok(out);
    };
    if metadata.len() <= HASHED_BYTES_MAX {
        out.sha256 = Some(sha256(&fs::read(&path).map_err(OfficeError::io(Doing::Read, &path))?));
    } else if let Some(entry) = &out.last_import {
        out.sha256 = (entry.size == metadata.len()).then_some(entry.sha256);
    }
    let expected = out.last_import.as_ref();
    out.is_changed = expected.is_some_and(|entry| out.sha256 != Some(entry.sha256));
    out.count = match expected {
        Some(entry) if !out.is_changed => Some(entry.count),
        _ => Some(count_lines(&path)?),
    };
    Ok(out)
}

fn frozen(store: &Store) -> Result<Vec<(String, Digest)>> {
    let Ok(entries) = fs::read_dir(store.dir().join("frozen")) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(frozen) = Frozen::open(store, &name)? {
            out.push((name, frozen.digest));
        }
    }
    out.sort_unstable();
    Ok(out)
}
