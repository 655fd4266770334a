//! The errors of the log in Chinese.

use super::LogError;
use tlog::audit::AuditError;
use tlog::checkpoint::CheckpointError;
use tlog::key::KeyError;
use tlog::note::NoteError;
use tlog::policy::{PolicyError, PolicyFileError};
use tlog::proof_file::ProofFileError;
use tlog::tile::TileError;
use tlog::tiled::TiledError;
use tlog::witness::RequestError;

/// What happened and what to do.
pub(super) fn chinese(error: &LogError) -> String {
    match error {
        LogError::Missing { folder } => format!("{} 里没有日志：缺少 checkpoint 文件", folder.display()),
        LogError::Exists { folder } => format!("{} 里已有日志；日志只建一次", folder.display()),
        LogError::Checkpoint { file, source } => format!("{}：{}", file.display(), checkpoint(source)),
        LogError::Key { file, source } => format!("{}：{}", file.display(), key(source)),
        LogError::KeyChanged { file, got, expected } => {
            format!("{} 里的公钥是 {got}，应为 {expected}；日志的密钥不会更换，说明有人放了别的公钥", file.display())
        }
        LogError::SecretKeyMissing { file } => format!("缺少私钥 {}；请从保管处取回", file.display()),
        LogError::SecretKeyMalformed { file } => {
            format!("{} 不是私钥；应为一行 64 位小写十六进制数字", file.display())
        }
        LogError::PolicyFile { file, source } => format!("{}：{}", file.display(), policy_file(source)),
        LogError::Policy { file, source } => format!("{}：{}", file.display(), policy(source)),
        LogError::Damaged { folder, source } => format!("{} 里的日志已损坏：{}", folder.display(), audit(source)),
        LogError::EarlierTile { file } => format!("{} 是同一分块的早期状态，与现在的不相接", file.display()),
        LogError::Tiles { folder, source } => format!("{} 里的日志给不出证明：{}", folder.display(), tiled(source)),
        LogError::RolledBack { folder, size, root, known, known_root } => format!(
            "{} 里的日志被退回：现有 {size} 条（根 {root}），而已知有 {known} 条（根 {known_root}）；请放回最新的副本",
            folder.display()
        ),
        LogError::SplitView { folder, size, root, other_size, other_root } => format!(
            "同一日志有两种历史：{} 里 {size} 条、根 {root}；别处所知 {other_size} 条、根 {other_root}；请把两份都留作证据",
            folder.display()
        ),
        LogError::StateLost { state } => format!(
            "签署记录 {} 不见了；请从它自己的备份取回，不要用日志的备份：只有它能看出日志是否被退回",
            state.display()
        ),
        LogError::StateBehind { state, known, size } => format!(
            "签署记录 {} 只知道 {known} 条，而日志有 {size} 条：记录是旧备份，或另有人持有密钥；不予签署",
            state.display()
        ),
        LogError::StateChanged { state } => {
            format!("日志打开期间 {} 被改动；请关闭其他写日志的程序后重新打开", state.display())
        }
        LogError::Doubtful { file } => format!("{} 的内容与写入的不同；请检查磁盘。没有签署任何内容", file.display()),
        LogError::Stopped { folder } => {
            format!("先前写入 {} 的日志失败；重新打开之前不再签署", folder.display())
        }
        LogError::Entry { source } => format!("{}；没有追加任何内容", tile(source)),
        LogError::ProofFile { file, source } => format!("{}：{}", file.display(), proof_file(source)),
        LogError::Request { file, source } => format!("{}：{}", file.display(), request(source)),
        LogError::Refused { status, known, .. } => {
            let again = known.map(|size| format!("；请用 --old {size} 重新请求")).unwrap_or_default();
            format!("见证方拒绝（{status}）：{}{again}", refused(*status))
        }
        LogError::Cosignature { size, name, .. } => {
            format!("{name} 的见证签名不是对 {size} 条时的检查点签的；若请求之后日志又增加了，请同时给出当时的请求文件")
        }
        LogError::NoCosignature => {
            "没有已知见证方的签名；请用 --key 给出见证方公钥，或用 --policy 给出含它的信任文件".to_owned()
        }
        LogError::ClockBack { now, last } => {
            format!("时钟为 {now}（自 1970 年起的秒数），而本见证方已在 {last} 签过；请校准时钟。没有签署")
        }
        LogError::WitnessMissing { folder } => {
            format!("{} 不是见证文件夹：缺少 witness.vkey；请先运行 mingqian witness init", folder.display())
        }
        LogError::WitnessExists { folder } => format!("{} 里已有见证方；见证方的密钥不更换", folder.display()),
    }
}

/// Why a witness refuses, by the status of the protocol; its own words come in English.
fn refused(status: u16) -> &'static str {
    match status {
        400 => "请求文件不合格式",
        403 => "检查点没有日志的有效签名",
        404 => "它没有登记这个日志，须先把日志公钥交给它",
        409 => "请求的起点不是它上次签署时的条数",
        422 => "日志不是它上次所见内容的延续，可能被改写；请保留双方文件备查",
        _ => "原因不明",
    }
}

fn key(error: &KeyError) -> String {
    match error {
        KeyError::Name { name } => format!("{name:?} 不能作名称；应为 1 至 255 字节，不含空格、控制字符和加号"),
        KeyError::Form { got } => format!("{got:?} 不是公钥；应为 名称+编号+BASE64，请完整复制"),
        KeyError::Type { name, got } => format!("公钥 {name} 的类型是 {got:#04x}；只认 0x01（日志）和 0x04（见证方）"),
        KeyError::Point { name } => format!("公钥 {name} 不是可用的 Ed25519 公钥"),
        KeyError::Id { name, got, expected } => {
            format!("公钥 {name} 的编号是 {got:08x}，应为 {expected:08x}：有字符被改动")
        }
    }
}

fn note(error: &NoteError) -> String {
    match error {
        NoteError::BadSignature { name } => format!("{name} 的签名不成立：内容被改动，或签的是另一份"),
        NoteError::Unsigned { name, id } => format!("没有 {name}（{id:08x}）的签名"),
        NoteError::Size { .. } | NoteError::SignatureCount { .. } => "签名文件过长".to_owned(),
        NoteError::Character { position } => format!("第 {} 个字节不允许出现", position + 1),
        NoteError::Form => "不是签名文件；应为正文、一个空行和若干签名行".to_owned(),
        NoteError::SignatureLine { line } | NoteError::SignatureName { line, .. } => {
            format!("第 {line} 个签名行不合格式")
        }
    }
}

fn checkpoint(error: &CheckpointError) -> String {
    match error {
        CheckpointError::Note(error) => note(error),
        CheckpointError::Line { line, got, .. } => format!("检查点第 {line} 行 {got:?} 不合格式"),
        CheckpointError::Origin { got, expected } => format!("是日志 {got} 的检查点，应为 {expected} 的"),
        CheckpointError::Extension { got } => format!("检查点多出一行 {got:?}，无人能审计"),
        CheckpointError::EmptyRoot { got } => format!("空日志的根不应是 {got}"),
    }
}

fn policy_file(error: &PolicyFileError) -> String {
    match error {
        PolicyFileError::Size => "信任文件过长".to_owned(),
        PolicyFileError::Character { line } => format!("信任文件第 {line} 行有控制字符或缺少换行"),
        PolicyFileError::Line { line } => format!("信任文件第 {line} 行不是 log、witness、group、quorum 之一"),
        PolicyFileError::Key { line, source } => format!("信任文件第 {line} 行：{}", key(source)),
        PolicyFileError::KeyKind { line, key } => format!("信任文件第 {line} 行：公钥 {key} 的类型不对"),
        PolicyFileError::SameKey { line, key } => format!("信任文件第 {line} 行：公钥 {key} 前面已有"),
        PolicyFileError::SameName { line, name } => format!("信任文件第 {line} 行：名称 {name} 已用过"),
        PolicyFileError::UnknownName { line, name } => format!("信任文件第 {line} 行：前面没有定义 {name}"),
        PolicyFileError::SameMember { line, name } => format!("信任文件第 {line} 行：{name} 已是成员"),
        PolicyFileError::Threshold { line, got, members } => {
            format!("信任文件第 {line} 行：要求 {members} 个成员中的 {got} 个")
        }
        PolicyFileError::QuorumCount { got } => format!("信任文件有 {got} 个 quorum 行，应恰有一个"),
    }
}

fn policy(error: &PolicyError) -> String {
    match error {
        PolicyError::UnknownLog { origin } => format!("信任文件里没有名为 {origin} 的日志"),
        PolicyError::Checkpoint(error) => checkpoint(error),
        PolicyError::Quorum { got } => {
            let names: Vec<&str> = got.iter().map(|witnessed| witnessed.name.as_str()).collect();
            format!("见证签名不足（现有：{}）；请补齐见证签名", names.join("、"))
        }
    }
}

fn tile(error: &TileError) -> String {
    match error {
        TileError::Path { path } => format!("{path:?} 不是分块的路径"),
        TileError::Missing { tile } => format!("缺少 {tile}"),
        TileError::Read { tile, .. } => format!("读不了 {tile}"),
        TileError::Length { tile, got, expected } => format!("{tile} 有 {got} 字节，应为 {expected}"),
        TileError::Bundle { tile, entry } => format!("{tile} 在第 {} 条处断开或多出内容", entry + 1),
        TileError::EntryLength { index, got } => format!("第 {} 条有 {got} 字节，最多 65535", index + 1),
        TileError::Outside { size } => format!("{size} 条的日志没有这个分块"),
    }
}

fn audit(error: &AuditError) -> String {
    match error {
        AuditError::Tile(error) => tile(error),
        AuditError::Entry { index, bundle, got, expected } => {
            format!("{bundle} 里第 {index} 条的校验值是 {got}，分块里是 {expected}：其一被改动")
        }
        AuditError::Node { tile, place, got, expected } => {
            format!("{tile} 第 {place} 个校验值是 {got}，由下层算得 {expected}")
        }
        AuditError::Root { size, got, expected } => {
            format!("{size} 条算得的根是 {got}，检查点写的是 {expected}")
        }
    }
}

fn tiled(error: &TiledError) -> String {
    match error {
        TiledError::Tile(error) => tile(error),
        TiledError::Asked(_) => "没有这一条，或没有这么多条（从 0 数起）".to_owned(),
        TiledError::Proof(_) => "分块与检查点不符".to_owned(),
    }
}

fn proof_file(error: &ProofFileError) -> String {
    match error {
        ProofFileError::Line { line, got, .. } => format!("证明第 {line} 行 {got:?} 不合格式"),
        ProofFileError::Size => "证明过长".to_owned(),
        ProofFileError::Checkpoint(error) => checkpoint(error),
        ProofFileError::Inclusion(_) => "这份证明说的不是这一条内容".to_owned(),
        ProofFileError::Policy(error) => policy(error),
    }
}

fn request(error: &RequestError) -> String {
    match error {
        RequestError::Line { line, got, .. } => format!("第 {line} 行 {got:?} 不合格式"),
        RequestError::ProofLength => "证明过长".to_owned(),
        RequestError::Checkpoint(error) => checkpoint(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// Words that a Chinese sentence may have: file names, options, units.
    fn has_english_sentence(text: &str) -> bool {
        text.split(|c: char| !c.is_ascii_alphabetic() && c != ' ').any(|part| part.split_whitespace().count() > 3)
    }

    #[test]
    fn a_chinese_reader_is_told_in_chinese() {
        let (file, root) = (PathBuf::from("log"), tlog::tree::empty_root());
        let name = || tlog::key::KeyName::new("county").unwrap();
        let quorum = PolicyError::Quorum { got: Vec::new() };
        let unsigned = CheckpointError::Note(NoteError::Unsigned { name: name(), id: 7 });
        let asked = TiledError::Asked(tlog::prover::ProverError::Index { index: 3, size: 2 });
        let damaged = AuditError::Root { size: 3, got: root, expected: root };
        let errors = [
            LogError::Missing { folder: file.clone() },
            LogError::Checkpoint { file: file.clone(), source: unsigned },
            LogError::Policy { file: file.clone(), source: quorum },
            LogError::Tiles { folder: file.clone(), source: asked },
            LogError::Damaged { folder: file.clone(), source: damaged },
            LogError::RolledBack { folder: file.clone(), size: 1, root, known: 2, known_root: root },
            LogError::SplitView { folder: file.clone(), size: 1, root, other_size: 2, other_root: root },
            LogError::StateLost { state: file.clone() },
            LogError::Stopped { folder: file },
            LogError::Refused { status: 409, known: Some(3), reason: "this witness has cosigned 3".to_owned() },
            LogError::NoCosignature,
            LogError::ClockBack { now: 1, last: 2 },
        ];
        for error in errors {
            let words = chinese(&error);
            assert!(words.contains(|c: char| c >= '\u{4e00}') && !has_english_sentence(&words), "{words}");
            assert_ne!(words, error.to_string());
        }
    }
}
