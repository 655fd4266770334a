//! What a plan says of its ceremony: log, superior, keys, escrow, custodians, reasons for replacements.

use records::hash::PublicKey;
use records::plan::{Escrow, Holder, Mode, ParticipantKey, Profile, Purpose, ReplacementReasons, Superior};

use super::super::context::Context;
use super::super::replacements::codes;
use super::super::table::Table;
use super::sorted_texts;

/// The keys of a plan that only a ceremony has.
pub(in super::super) const ONLY_CEREMONY: [&str; 6] =
    ["log", "superior", "keys", "escrow", "custodians", "replacement"];

/// What was read; nothing of it in a plan that may be drawn in one go.
#[derive(Debug, Default)]
pub(super) struct Ceremony {
    pub log: Option<String>,
    pub superior: Option<Superior>,
    pub keys: Vec<ParticipantKey>,
    pub escrow: Option<Escrow>,
    pub custodians: Option<[String; 2]>,
    pub replacement: Option<ReplacementReasons>,
}

/// Reads it, for a plan of this purpose, mode and profile. The log that the plan does not name is the office's own.
pub(super) fn ceremony(
    cx: &mut Context<'_>,
    root: &Table<'_>,
    purpose: Purpose,
    mode: Mode,
    profile: Profile,
) -> Ceremony {
    let asked = purpose == Purpose::Official || mode == Mode::Sealed || profile == Profile::Remote;
    if !asked && !ONLY_CEREMONY.iter().any(|key| root.has(key)) {
        return Ceremony::default();
    }
    let written: Option<String> = root.optional(cx, "log");
    let log = if root.has("log") { written } else { cx.config.log.clone() };
    Ceremony {
        log,
        superior: superior(cx, root),
        keys: keys(cx, root),
        escrow: root.has("escrow").then(|| escrow(cx, root)),
        custodians: custodians(cx, root),
        replacement: Some(replacement(cx, root)),
    }
}

fn superior(cx: &mut Context<'_>, root: &Table<'_>) -> Option<Superior> {
    let zh = "上一级，如 { name = \"某市市场监管局\", key = \"64位公钥\" }";
    let en = "who stands one level up, such as { name = \"Market office of the city\", key = \"64 digits\" }";
    let table = root.required_table(cx, "superior", zh, en);
    table.known_keys(cx, &["key", "name"]);
    Some(Superior {
        key: table.required(cx, "key", KEY_ZH, KEY_EN),
        name: table.text(cx, "name", "上一级的名称", "the name in full"),
    })
}

const KEY_ZH: &str = "公钥：mingqian key new 打印的64位十六进制数字";
const KEY_EN: &str = "the public key: the 64 hexadecimal digits that `mingqian key new` prints";

fn keys(cx: &mut Context<'_>, root: &Table<'_>) -> Vec<ParticipantKey> {
    let mut keys = Vec::new();
    for table in root.tables(cx, "keys") {
        table.known_keys(cx, &["department", "key", "label"]);
        keys.push(ParticipantKey {
            department: table.text(cx, "department", "所属部门或单位", "the department or body it belongs to"),
            key: table.required::<PublicKey>(cx, "key", KEY_ZH, KEY_EN),
            label: table.text(cx, "label", "报数方或份额持有人的名称", "the label of a participant or holder"),
        });
    }
    keys
}

fn escrow(cx: &mut Context<'_>, root: &Table<'_>) -> Escrow {
    let table = root.table(cx, "escrow");
    table.known_keys(cx, &["holders", "threshold"]);
    let mut holders = Vec::new();
    for holder in table.tables(cx, "holders") {
        holder.known_keys(cx, &["label", "outside"]);
        holders.push(Holder {
            label: holder.text(cx, "label", "持有人的名称", "the label of the holder"),
            outside: holder.or(cx, "outside", false),
        });
    }
    Escrow {
        holders, threshold: table.required(cx, "threshold", "几份能合成密钥", "how many shares give the secret")
    }
}

fn custodians(cx: &mut Context<'_>, root: &Table<'_>) -> Option<[String; 2]> {
    let read: Vec<String> = root.optional(cx, "custodians")?;
    match <[String; 2]>::try_from(read) {
        Ok(two) => Some(two),
        // How many there are is judged by `check`, where they are all known; empty ones say so there.
        Err(other) => {
            let mut texts = other.into_iter();
            cx.mark_broken("custodians");
            super::super::check::custodian_count(cx);
            Some([texts.next().unwrap_or_default(), texts.next().unwrap_or_default()])
        }
    }
}

/// All reasons of the table, or those of them that the plan names.
fn replacement(cx: &mut Context<'_>, root: &Table<'_>) -> ReplacementReasons {
    let (entity, inspector) = (codes(&cx.config.replacements.entity), codes(&cx.config.replacements.inspector));
    let table = root.table(cx, "replacement");
    table.known_keys(cx, &["entity", "inspector"]);
    ReplacementReasons {
        entity: sorted_texts(cx, &table, "entity", entity),
        inspector: sorted_texts(cx, &table, "inspector", inspector),
    }
}
