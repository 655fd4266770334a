//! Words of crate `draw` as a clerk needs them: with the option of the command line that puts things right.

use draw::ceremony::StepError;
use draw::escrow::EscrowError;
use draw::replace::ReplaceError;
use draw::slip::SlipError;
use records::day::Day;
use records::lang::Lang;

/// What people call an event; in English its name in the log.
pub fn event_words(event: &str, lang: Lang) -> &str {
    let chinese = match event {
        "announce" => "公告",
        "share" => "核对份额",
        "contribution" => "现场报数",
        "commitment" => "交封存值",
        "reveal" => "公布报数",
        "close" => "报数截止",
        "sign" => "签名",
        "roll" => "摇号",
        "draw" => "抽取",
        "open" => "启封",
        "replace" => "递补",
        "finish" => "办结",
        "void" => "作废",
        other => other,
    };
    lang.pick(chinese, event)
}

pub(super) fn list(names: &[String]) -> String {
    if names.is_empty() { "—".to_owned() } else { names.join(", ") }
}

pub(super) fn days(days: &[Day]) -> String {
    days.iter().map(Day::to_string).collect::<Vec<_>>().join(" ")
}

pub(super) fn other_log(got: &str, expected: &str, lang: Lang) -> String {
    match (got.is_empty(), lang) {
        (true, Lang::Zh) => format!(
            "这份方案不按步骤举行，没有写日志：演练请用 mingqian draw 一次抽完；要公告的，写 purpose = \"official\"，或者写明 log = \"{expected}\""
        ),
        (true, Lang::En) => format!(
            "this plan is not held in steps and names no log: draw a rehearsal by `mingqian draw`; to announce it, write purpose = \"official\", or log = \"{expected}\""
        ),
        (false, Lang::Zh) => {
            format!("方案写的日志是 {got}，本单位的是 {expected}；请改正方案里的 log，或给出那个单位的文件夹")
        }
        (false, Lang::En) => format!(
            "the plan names the log {got:?}; this office has {expected:?}: correct `log`, or give the folder of that office"
        ),
    }
}

/// What was said once stays said; the words of crate `draw` do not tell a clerk that nothing is left to do.
pub(super) fn step_words(error: &StepError, lang: Lang) -> String {
    match error {
        StepError::Twice { event: event @ ("contribution" | "commitment" | "reveal" | "sign" | "share"), label } => {
            let done = match *event {
                "contribution" => lang.pick("已经报过数", "has contributed"),
                "commitment" => lang.pick("已经交过封存值", "has committed"),
                "reveal" => lang.pick("已经公布过报数", "has revealed"),
                "sign" => lang.pick("已经签过名", "has signed"),
                _ => lang.pick("已经核对过份额", "has checked his share"),
            };
            match lang {
                Lang::Zh => format!("“{label}”{done}，已记入日志，不能更改；不用再做"),
                Lang::En => format!("{label:?} {done} already; it is logged and stays as it is: nothing is left to do"),
            }
        }
        StepError::Replace(error) => replace_words(error, lang),
        StepError::NoReason => lang
            .pick(
                "作废必须写明理由，不能只有空白；请用 --reason 写出",
                "a void needs a reason, and not a blank one: give --reason",
            )
            .to_owned(),
        other => other.message(lang),
    }
}

/// The options by which what is wrong is put right. Seats count from 1 for people and from 0 in events.
pub(super) fn replace_words(error: &ReplaceError, lang: Lang) -> String {
    let mut error = error.clone();
    match &mut error {
        ReplaceError::Seat { visit, got, seats } => {
            let got = got.saturating_add(1);
            return match lang {
                Lang::Zh => format!("检查 {visit} 没有第 {got} 席；共 {seats} 席，请用 --seat 写 1 到 {seats}"),
                Lang::En => format!("visit {visit} has no seat {got}; --seat takes 1 to {seats}"),
            };
        }
        ReplaceError::EmptySeat { seat, .. }
        | ReplaceError::Skipped { seat, .. }
        | ReplaceError::PassedOver { seat, .. }
        | ReplaceError::By { seat, .. } => *seat = seat.saturating_add(1),
        _ => {}
    }
    let option = match &error {
        ReplaceError::Reason { .. } => "--reason",
        ReplaceError::Date { .. } | ReplaceError::DateBefore { .. } => "--date",
        ReplaceError::Approver { .. } => "--approved-by",
        ReplaceError::Unsigned { .. } | ReplaceError::Signature { .. } => "--signature",
        ReplaceError::Skipped { .. } | ReplaceError::SkippedLists { .. } | ReplaceError::PassedOver { .. } => "--skip",
        _ => return error.message(lang),
    };
    match lang {
        Lang::Zh => format!("{}；请用 {option} 写明", error.message(lang)),
        Lang::En => format!("{}; give it by {option}", error.message(lang)),
    }
}

/// A junk share can be told before any contribution; here it is too late for that.
pub(super) fn share_words(error: &EscrowError, lang: Lang) -> String {
    match (error, lang) {
        (EscrowError::Junk { holder, index }, Lang::Zh) => {
            format!("“{holder}”的第 {index} 份份额是坏的，与公告的校验点不符")
        }
        (EscrowError::Junk { holder, index }, Lang::En) => {
            format!("share {index} of {holder:?} is junk: it does not fit the points that were announced")
        }
        (other, _) => other.message(lang),
    }
}

pub(super) fn slip(error: &SlipError) -> String {
    match error {
        SlipError::Event { .. } => "还没有抽取，出不了检查凭单".to_owned(),
        SlipError::Visit { visit } => format!("这次抽取没有检查 {visit}；请核对代码"),
        SlipError::Names => "方案规定不公开姓名，凭单上不能写".to_owned(),
        SlipError::Root | SlipError::Canonical(_) => "检查名单与抽取记录不一致；文件被改动过".to_owned(),
    }
}
