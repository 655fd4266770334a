//! Names of events for people. Programs and the log have the English ones.

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
