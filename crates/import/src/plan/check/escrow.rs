//! Sealed mode: who holds shares of the secret, and who keeps the halves of the keys of capsules.
//!
//! Source: `docs/PROTOCOL.md`, sections 5, 21 and 22.3.

use records::plan::{Escrow, Mode, Plan};

use super::super::context::{Context, say};
use super::super::places::element_path;

/// Most holders: the number of a share is one byte.
const HOLDERS_MAX: usize = 255;

pub(super) fn check(cx: &mut Context<'_>, plan: &Plan) {
    if !cx.good("mode") {
        return;
    }
    if plan.mode == Mode::Open {
        for (key, there) in [("escrow", plan.escrow.is_some()), ("custodians", plan.custodians.is_some())] {
            if there {
                cx.refuse_key(
                    "only-sealed",
                    key,
                    say(format!("公开抽取没有“{key}”"), "删去它，或写 mode = \"sealed\""),
                    say(format!("an open draw has no {key:?}"), "remove it, or write mode = \"sealed\""),
                );
            }
        }
        return;
    }
    if plan.escrow.is_none() && cx.good("escrow") {
        cx.refuse_value(
            "missing",
            "escrow",
            say("缺少“escrow”", "写上份额持有人和门限，见 mingqian plan template"),
            say("\"escrow\" is missing", "write the holders of shares and the threshold, see `mingqian plan template`"),
        );
    }
    if plan.custodians.is_none() && cx.good("custodians") {
        cx.refuse_value(
            "missing",
            "custodians",
            say("缺少“custodians”", "写上保管两半密钥的两个人，如 [\"甲\", \"乙\"]"),
            say("\"custodians\" is missing", "write the two who keep the halves of the keys, such as [\"A\", \"B\"]"),
        );
    }
    if let Some(escrow) = &plan.escrow {
        holders(cx, escrow);
        keys(cx, plan, escrow);
        threshold(cx, escrow);
    }
    custodians(cx, plan);
}

fn holders(cx: &mut Context<'_>, escrow: &Escrow) {
    let holders = &escrow.holders;
    if (holders.is_empty() || holders.len() > HOLDERS_MAX) && cx.good("escrow.holders") {
        cx.refuse_value(
            "escrow-holders",
            "escrow.holders",
            say("没有份额持有人，或多于255人", "写上持有人，如三份给三方"),
            say("there are no holders, or more than 255", "write who holds the shares, such as three of them"),
        );
    }
    for (index, holder) in holders.iter().enumerate() {
        let key = format!("{}.label", element_path("escrow.holders", index));
        if cx.good(&key) && holders.iter().take(index).any(|earlier| earlier.label == holder.label) {
            cx.refuse(
                "holder-twice",
                &key,
                say(format!("持有人“{}”写了两次", holder.label), "一人只持一份；写得能区分，或删去一个"),
                say(format!("the holder {:?} stands there twice", holder.label), "one share for each; remove one"),
            );
        }
    }
}

/// Every holder signs that his share is good: without a key the office could say it for him.
fn keys(cx: &mut Context<'_>, plan: &Plan, escrow: &Escrow) {
    if cx.any_broken_below("keys") || !cx.good("keys") {
        return;
    }
    for (index, holder) in escrow.holders.iter().enumerate() {
        let key = format!("{}.label", element_path("escrow.holders", index));
        if cx.good(&key) && plan.keys.iter().all(|one| one.label != holder.label) {
            cx.refuse(
                "holder-without-key",
                &key,
                say(
                    format!("持有人“{}”没有公钥，无法签认自己的份额", holder.label),
                    "请他用 mingqian key new 做一把钥匙，把公钥写进 [[keys]]",
                ),
                say(
                    format!("the holder {:?} has no key and can't sign for his share", holder.label),
                    "let him make one by `mingqian key new` and write the public key under [[keys]]",
                ),
            );
        }
    }
}

/// More than half, so that no two halves disagree, and more than the departments have among themselves.
fn threshold(cx: &mut Context<'_>, escrow: &Escrow) {
    if cx.any_broken_below("escrow") {
        return;
    }
    let (all, threshold) = (escrow.holders.len(), escrow.threshold as usize);
    if threshold > all || 2 * threshold <= all {
        let least = all / 2 + 1;
        cx.refuse(
            "escrow-threshold",
            "escrow.threshold",
            say(format!("{all}份里门限写了{threshold}"), format!("写{least}到{all}")),
            say(format!("the threshold is {threshold} of {all} shares"), format!("write {least} to {all}")),
        );
        return;
    }
    let inside = escrow.holders.iter().filter(|holder| !holder.outside).count();
    if inside >= threshold {
        cx.refuse(
            "escrow-inside",
            "escrow.holders",
            say(
                format!("参加抽查的部门自己就有{inside}份，凑得出密钥（门限{threshold}）"),
                "提高 threshold，或增加部门以外的持有人（outside = true），如司法局、纪检机关保管的密封信封",
            ),
            say(
                format!("departments hold {inside} shares among themselves, and {threshold} give the secret"),
                "raise `threshold`, or add holders outside (outside = true), such as envelopes at the justice bureau",
            ),
        );
    }
}

/// Refuses another number of custodians than two.
pub(in super::super) fn custodian_count(cx: &mut Context<'_>) {
    cx.refuse(
        "custodians-two",
        "custodians",
        say("保管人不是两人", "写两个人，各保管密钥的一半，如 [\"甲\", \"乙\"]"),
        say(
            "there are not two custodians",
            "write two, each of whom keeps one half of the keys, such as [\"A\", \"B\"]",
        ),
    );
}

fn custodians(cx: &mut Context<'_>, plan: &Plan) {
    let Some([first, second]) = &plan.custodians else { return };
    if !cx.any_broken_below("custodians") && (first == second || first.is_empty() || second.is_empty()) {
        cx.refuse(
            "custodians-same",
            "custodians",
            say("两名保管人相同，或名称是空的", "写两个不同的人"),
            say("the custodians are the same, or one has no name", "write two different ones"),
        );
    }
}
