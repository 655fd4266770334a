//! The verdict on a slip as a page gives it without a script: one glance says it, in shape, word and colour; then who comes, when, and
//! for what.
//!
//! Source: `docs/SITE.md`, "Slip".

use records::day::Day;
use records::lang::Lang;

use super::shown;
use crate::slip::{Judged, Verdict};

/// What is said of a slip.
#[derive(Clone, Debug)]
pub(in crate::site) struct SlipAnswer {
    /// `good`, `bad`, `off` or `unsure`.
    pub kind: &'static str,
    pub mark: &'static str,
    pub word: &'static str,
    pub sentence: String,
    pub advice: &'static str,
    /// Whether today is one of the days, and whether that is as it should be.
    pub day: Option<(bool, String)>,
    pub facts: Vec<(&'static str, String)>,
    pub notes: Vec<String>,
    /// The draw's address, if the site has it.
    pub address: String,
}

impl SlipAnswer {
    /// Of a slip that was judged; `named` gives the name of an entity and of an item of its draw.
    pub(in crate::site) fn new(judged: &Judged, named: &Named, today: Day, lang: Lang) -> Self {
        let (kind, mark, word, sentence) = verdict(&judged.verdict, lang);
        let advice = match kind {
            "bad" => lang.pick(
                "先不要按这张凭单接受检查。请拨打主管部门的电话核实，并可以投诉举报。",
                "Do not accept a visit on this slip yet. Call the office to make sure; you may complain.",
            ),
            _ => "",
        };
        let days = judged.shown.as_ref().and_then(|shown| shown.now.as_ref()).map(|now| now.days.as_slice());
        Self {
            kind,
            mark,
            word,
            sentence,
            advice,
            day: days.filter(|_| kind == "good").map(|days| day(days, today, lang)),
            facts: facts(judged, named, lang),
            notes: notes(judged, lang),
            address: judged.address.clone().unwrap_or_default(),
        }
    }
}

/// Names of the draw of a slip, as far as the site publishes them.
#[derive(Clone, Debug, Default)]
pub(in crate::site) struct Named {
    pub entity: String,
    pub items: Vec<String>,
}

fn verdict(verdict: &Verdict, lang: Lang) -> (&'static str, &'static str, &'static str, String) {
    let text = |text: &str| text.to_owned();
    match verdict {
        Verdict::Genuine { announced: false } => (
            "good",
            "✓",
            lang.pick("真", "Genuine"),
            text(lang.pick("这张检查凭单与公布的抽取一致。", "This slip is one of the published draw.")),
        ),
        Verdict::Genuine { announced: true } => (
            "good",
            "✓",
            lang.pick("真", "Genuine"),
            text(lang.pick(
                "这次检查是摇号定下的，已记入公开日志。本站还只有这次抽取之前的公告：姓名、换人没有核对。",
                "The draw made this visit; it is in the public log. The site has only the announcement from before the draw so far: names and replacements were not compared.",
            )),
        ),
        Verdict::NotGenuine(error) => ("bad", "✗", lang.pick("不真", "Not genuine"), shown(&error.message(lang).replace('\n', " "))),
        Verdict::NoVisit(why) => ("off", "⊘", lang.pick("检查不应进行", "No visit"), text(why.sentence(lang))),
        Verdict::Unestablished(lack) => ("unsure", "?", lang.pick("未能确认", "Not established"), text(lack.sentence(lang))),
        Verdict::NoSlip => (
            "unsure",
            "?",
            lang.pick("未能确认", "Not established"),
            text(lang.pick(
                "这不是检查凭单，或者没有粘贴完整。凭单是一整行文字，里面有 \"format\":\"mq1/slip\"；扫码得到的网址也可以贴在这里。",
                "This is no slip, or not all of it. A slip is one line of text that has \"format\":\"mq1/slip\"; the address from its QR code can be pasted too.",
            )),
        ),
    }
}

/// Whether somebody is to come today.
fn day(days: &[Day], today: Day, lang: Lang) -> (bool, String) {
    let list = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let word = match (days.first(), days.last()) {
        _ if days.contains(&today) => lang.pick("今天在检查日期内。", "Today is one of the days of this visit."),
        (Some(first), _) if today < *first => {
            lang.pick("今天还不到检查日期！", "Today is before the days of this visit!")
        }
        (_, Some(last)) if today > *last => lang.pick("检查日期已过！", "The days of this visit are over!"),
        (Some(_), Some(_)) => lang.pick("今天不是检查日期！", "Today is not one of the days of this visit!"),
        _ => lang.pick("这次检查没有定下日期！", "This visit has no date!"),
    };
    let told = match lang {
        Lang::Zh => format!("{word} {list}（今天 {today}）"),
        Lang::En => format!("{word} {list} (today {today})"),
    };
    (days.contains(&today), told)
}

fn facts(judged: &Judged, named: &Named, lang: Lang) -> Vec<(&'static str, String)> {
    let Some(slip) = &judged.shown else { return Vec::new() };
    let mut out: Vec<(&'static str, String)> = Vec::new();
    let joint = lang.pick("、", ", ");
    if let Some(now) = &slip.now {
        out.push((
            lang.pick("检查地点", "Place"),
            format!("{} {}", now.visit, shown(&named.entity)).trim_end().to_owned(),
        ));
        out.push((lang.pick("日期", "Days"), now.days.iter().map(ToString::to_string).collect::<Vec<_>>().join(joint)));
        let name = |id: &records::id::Id| {
            let name = slip.names.iter().find(|(other, _)| other == id);
            name.map_or(id.to_string(), |(_, name)| format!("{id} {}", shown(name)))
        };
        let team: Vec<String> = now.team.iter().flatten().map(name).collect();
        out.push((lang.pick("检查组", "Team"), team.join(joint)));
    }
    if let Some(reserve) = &slip.reserve {
        let place = format!("{} · {} · {} · {}", reserve.entity, reserve.task, reserve.stratum, reserve.rank);
        out.push((lang.pick("候补", "Reserve"), place));
    }
    if !named.items.is_empty() {
        out.push((
            lang.pick("事项", "Items"),
            named.items.iter().map(|item| shown(item)).collect::<Vec<_>>().join(lang.pick("；", "; ")),
        ));
    }
    out.push((lang.pick("抽取机关", "Authority"), shown(&judged.authority)));
    out.push((lang.pick("抽查活动", "Campaign"), shown(&judged.campaign)));
    out.push((lang.pick("抽取", "Draw"), shown(&slip.draw)));
    out.retain(|(_, value)| !value.is_empty());
    out
}

/// What was not shown, and why.
fn notes(judged: &Judged, lang: Lang) -> Vec<String> {
    let Some(slip) = &judged.shown else { return Vec::new() };
    let mut out: Vec<String> = Vec::new();
    if let Some(reason) = &slip.void_reason {
        out.push(format!("{}{}", lang.pick("作废理由：", "Void: "), shown(reason)));
    }
    if slip.replacements.is_some() {
        out.push(
            lang.pick("这次检查有过递补，以上是递补以后的。", "There were replacements; this is the visit after them.")
                .to_owned(),
        );
    }
    if !slip.with_bundle && !slip.names.is_empty() {
        out.push(lang.pick("姓名没有与公布的结果核对。", "Names were not compared with what is published.").to_owned());
    }
    out.push(
        lang.pick(
            "这是网站替您核对的。不想依赖本站：打开 JavaScript 在自己的浏览器里核对，或者用命令行：mingqian verify-proof。",
            "This site has checked it for you. To depend on nobody, check it in your own browser with JavaScript, or on the command line: mingqian verify-proof.",
        )
        .to_owned(),
    );
    out
}
