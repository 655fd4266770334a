//! Status: what a store holds, what is missing before a freeze, and what its lists say to a plan.

use crate::error::{Doing, OfficeError, Result};
use crate::freeze::{Frozen, count_lines};
use crate::lines::{Chunk, ChunkReader};
use crate::pipeline::ordered;
use crate::store::Store;
use crate::store::journal::{DrawEntry, ImportEntry};
use ::import::plan::Facts;
use records::canonical;
use records::hash::{Digest, sha256};
use records::lang::Lang;
use records::lists::{Entity, List};
use records::plan::Plan;
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
    /// Not there, or not readable: the first import makes it.
    Missing,
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
    /// A list that every draw needs.
    List(List),
    /// A list without which nobody can be paired, nobody is excluded, no conflict is seen.
    Useful(List),
    /// A list whose file was changed since its import.
    Changed(List),
    /// The secret.
    Secret,
    /// The secret's file is readable by others.
    SecretExposed,
}

impl Missing {
    /// Whether a freeze is impossible.
    pub fn is_fatal(self) -> bool {
        matches!(self, Self::List(_) | Self::Secret)
    }

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::List(_) => "status-list-missing",
            Self::Useful(_) => "status-list-empty",
            Self::Changed(_) => "status-list-changed",
            Self::Secret => "status-secret-missing",
            Self::SecretExposed => "status-secret-exposed",
        }
    }

    /// What is missing and what to do.
    pub fn message(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::List(list), Lang::Zh) => format!("缺少名单 {0}：mingqian import {0} 文件 --into 目录", list.name()),
            (Self::List(list), Lang::En) => format!("the list {0} is missing: mingqian import {0} FILE --into DIR", list.name()),
            (Self::Useful(list), Lang::Zh) => format!("没有名单 {}：{}", list.name(), without(list, lang)),
            (Self::Useful(list), Lang::En) => format!("there is no list {}: {}", list.name(), without(list, lang)),
            (Self::Changed(list), Lang::Zh) => format!("名单 {} 在导入之后被改动过：请重新导入", list.name()),
            (Self::Changed(list), Lang::En) => format!("the list {} was changed after its import: import it again", list.name()),
            (Self::Secret, Lang::Zh) => "没有办公密钥：首次导入时自动生成；若是丢失，请从保管处取回".to_owned(),
            (Self::Secret, Lang::En) => "there is no office secret: the first import makes it; if it was lost, put it back".to_owned(),
            (Self::SecretExposed, Lang::Zh) => "办公密钥文件可被他人读取：请改为仅本人可读（chmod 600）".to_owned(),
            (Self::SecretExposed, Lang::En) => "others can read the office secret's file: make it yours only (chmod 600)".to_owned(),
        }
    }
}

fn without(list: List, lang: Lang) -> &'static str {
    match list {
        List::Inspectors => lang.pick("不能配对检查人员", "inspectors can't be paired"),
        List::Conflicts => lang.pick("没有任何回避", "no conflict is seen"),
        List::Absences => lang.pick("视为无人请假", "nobody counts as away"),
        List::Promises => lang.pick("视为没有承诺", "no promise excludes anybody"),
        List::History => lang.pick("频次上限从零计", "ceilings count from nothing"),
        List::Selection => lang.pick("不能使用上级抽取名单", "no list drawn above can be used"),
        List::Entities | List::Items => lang.pick("不能抽取", "nothing can be drawn"),
    }
}

/// What a store holds, and what is missing before a freeze.
pub fn status(store: &Store) -> Result<Status> {
    let lists = List::ALL.into_iter().map(|list| list_status(store, list)).collect::<Result<Vec<_>>>()?;
    let secret = match store.secret() {
        Err(_) => SecretStatus::Missing,
        Ok(secret) if secret.is_public => SecretStatus::Public,
        Ok(_) if store.secret_is_exposed() => SecretStatus::Exposed,
        Ok(_) => SecretStatus::Kept,
    };
    let mut missing = Vec::new();
    for list in &lists {
        match (list.count, list.list) {
            (None | Some(0), List::Entities | List::Items) => missing.push(Missing::List(list.list)),
            // Nothing is drawn above in most offices.
            (None, list) if list != List::Selection => missing.push(Missing::Useful(list)),
            _ => {}
        }
        if list.is_changed {
            missing.push(Missing::Changed(list.list));
        }
    }
    match secret {
        SecretStatus::Missing => missing.push(Missing::Secret),
        SecretStatus::Exposed => missing.push(Missing::SecretExposed),
        SecretStatus::Kept | SecretStatus::Public => {}
    }
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

/// What the lists say to a plan, for `import::plan::check_against`.
pub fn facts(store: &Store, plan: &Plan) -> Result<Facts> {
    let mut facts = Facts::for_plan(plan);
    let lists = store.small_lists()?;
    lists.items.iter().for_each(|item| facts.add_item(item));
    lists.inspectors.iter().for_each(|inspector| facts.add_inspector(inspector));
    lists.history.iter().for_each(|visit| facts.add_visit(visit));
    lists.selection.iter().for_each(|drawn| facts.add_drawn(drawn));
    let path = store.list_path(List::Entities);
    let Some(mut reader) = ChunkReader::open(&path)? else { return Ok(facts) };
    let parse = |chunk: Chunk| {
        let one = |(number, line): (u64, &[u8])| {
            canonical::from_slice::<Entity>(line).map_err(|error| OfficeError::Line {
                path: path.clone(),
                line: chunk.first + number,
                reason: error.to_string(),
            })
        };
        (1..).zip(chunk.lines()).map(one).collect::<Result<Vec<Entity>>>()
    };
    let add = |entities: Vec<Entity>| {
        entities.iter().for_each(|entity| facts.add_entity(entity));
        Ok(())
    };
    ordered(|| reader.next_chunk(), parse, add)?;
    Ok(facts)
}
