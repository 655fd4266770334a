//! What a ceremony needs: a log, who stands one level up, keys, and in sealed mode holders of shares and custodians.
//!
//! Source: `docs/PROTOCOL.md`, sections 5, 21 and 24.3.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::VerifyingKey;
use records::hash::{PublicKey, sha256};
use records::plan::{Mode, Plan, Profile, Purpose};

use super::super::context::{Context, say};
use super::super::places::element_path;
use super::super::read::ONLY_CEREMONY;

pub(super) fn check(cx: &mut Context<'_>, plan: &mut Plan) {
    if !log(cx, plan) {
        return;
    }
    if let Some(superior) = &plan.superior {
        point(cx, "superior.key", &superior.key);
    }
    keys(cx, plan);
    replacement(cx, plan);
    plan.keys.sort_by(|a, b| a.label.cmp(&b.label));
}

/// The log, where one is needed. Gives whether the plan is held as a ceremony.
fn log(cx: &mut Context<'_>, plan: &Plan) -> bool {
    if let Some(key) = &plan.log {
        if !is_log_key(key) {
            cx.refuse(
                "log-key",
                "log",
                say("这不是日志的公钥", "写 mingqian log new 打印的那一行，如 名称+0123abcd+AV…="),
                say(
                    "this is not the verifier key of a log",
                    "write the line that `mingqian log new` prints, such as name+0123abcd+AV…=",
                ),
            );
        }
        return true;
    }
    if !cx.good("log") {
        return true;
    }
    let asks = [
        ("purpose", plan.purpose == Purpose::Official, "正式抽取", "an official draw"),
        ("mode", plan.mode == Mode::Sealed, "封存抽取", "a sealed draw"),
        ("profile", plan.profile == Profile::Remote, "远程报数", "remote contributions"),
    ];
    let written = ONLY_CEREMONY.into_iter().find(|key| cx.places.is_written(key));
    let asking = asks.into_iter().find(|(key, asked, ..)| *asked && cx.good(key));
    let (key, zh, en) = match (asking, written) {
        (Some((key, _, zh, en)), _) => (key, zh.to_owned(), en.to_owned()),
        (None, Some(key)) => (key, format!("“{key}”"), format!("{key:?}")),
        (None, None) => return plan.replacement.is_some(),
    };
    cx.refuse(
        "log-missing",
        key,
        say(
            format!("{zh}要经过抽取仪式，仪式要有本单位的日志"),
            "先用 mingqian log new 建立日志，把它的公钥写在 log 里；已建立的，检查时给出名录文件夹 DIR",
        ),
        say(
            format!("{en} needs a ceremony, and a ceremony a log"),
            "make one with `mingqian log new` and write its key under `log`; if the office has one, give its folder DIR",
        ),
    );
    true
}

/// The form of 24.3, for a log.
fn is_log_key(text: &str) -> bool {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let Ok(bytes) = STANDARD.decode(key) else { return false };
    let named = [name.as_bytes(), b"\n", &bytes].concat();
    let expected: String = sha256(&named).to_string().chars().take(8).collect();
    !name.is_empty()
        && !name.contains(char::is_whitespace)
        && id == expected
        && bytes.split_first().is_some_and(|(kind, key)| *kind == 1 && key.len() == 32)
}

/// A key with which no signature could ever be valid (section 1).
fn point(cx: &mut Context<'_>, path: &str, key: &PublicKey) {
    let good = VerifyingKey::from_bytes(key.as_bytes()).is_ok_and(|key| !key.is_weak());
    if !good && cx.good(path) {
        cx.refuse(
            "key-point",
            path,
            say("这64位数字不是公钥", "写 mingqian key new 打印的公钥，一位不差"),
            say(
                "these digits are no public key",
                "write the public key that `mingqian key new` prints, digit by digit",
            ),
        );
    }
}

fn keys(cx: &mut Context<'_>, plan: &Plan) {
    let holders = plan.escrow.iter().flat_map(|escrow| &escrow.holders).map(|holder| &holder.label);
    let known: Vec<&str> = plan.participants.iter().chain(holders).map(String::as_str).collect();
    // Labels can be judged only where all of them were read.
    let all_known = !cx.any_broken_below("participants") && !cx.any_broken_below("escrow");
    for (index, key) in plan.keys.iter().enumerate() {
        let path = element_path("keys", index);
        let (label_path, key_path) = (format!("{path}.label"), format!("{path}.key"));
        let label = key.label.as_str();
        if all_known && cx.good(&label_path) && !known.contains(&label) {
            let what = ("报数方或份额持有人", "participant or holder");
            cx.unknown("key-label", &label_path, what, label, known.iter().copied());
        }
        point(cx, &key_path, &key.key);
        let earlier = plan.keys.iter().take(index);
        if cx.good(&label_path) && earlier.clone().any(|other| other.label == label) {
            cx.refuse(
                "key-label-twice",
                &label_path,
                say(format!("“{label}”已有一把公钥"), "每方只写一把"),
                say(format!("{label:?} has a key already"), "write one for each"),
            );
        }
        let superior = plan.superior.as_ref().is_some_and(|superior| superior.key == key.key);
        let taken = earlier.clone().any(|other| other.key == key.key);
        if cx.good(&key_path) && cx.good("superior.key") && (superior || taken) {
            cx.refuse(
                "key-shared",
                &key_path,
                say("这把公钥别处已经写过", "每方用自己的密钥；上一级的密钥不能又是参加方的"),
                say("this key stands there already", "everybody has a key of his own, the superior too"),
            );
        }
    }
}

fn replacement(cx: &mut Context<'_>, plan: &Plan) {
    let Some(reasons) = &plan.replacement else { return };
    let config = cx.config;
    for code in &reasons.entity {
        if let Some(refused) = config.replacements.refused(code) {
            cx.refuse(
                "not-a-reason",
                "replacement.entity",
                say(format!("“{code}”不是递补检查对象的理由：{}", refused.zh), "删去它"),
                say(format!("{code:?} is no reason for replacing an entity: {}", refused.en), "remove it"),
            );
            continue;
        }
        unknown(cx, "replacement.entity", code, &config.replacements.entity);
    }
    for code in &reasons.inspector {
        unknown(cx, "replacement.inspector", code, &config.replacements.inspector);
    }
}

fn unknown(cx: &mut Context<'_>, key: &str, code: &str, known: &[super::super::Reason]) {
    if !known.iter().any(|reason| reason.code == code) {
        let codes = known.iter().map(|reason| reason.code.as_str());
        cx.unknown("reason-unknown", key, ("递补理由", "reason for a replacement"), code, codes);
    }
}
