//! What the readers of TOML and of its values say, in Chinese. Their own words are English.

/// What the TOML reader says of a text that is not TOML.
pub(crate) fn syntax(message: &str) -> &'static str {
    // The first that fits counts, so that the narrow ones come first.
    const WORDS: [(&str, &str); 27] = [
        ("duplicate key", "同一项写了两次"),
        ("cannot extend", "同一项写了两次，先后的写法不一样"),
        ("must be quoted", "文字没有加引号"),
        ("extra comma", "多了一个逗号"),
        ("comma", "缺少逗号"),
        ("extra assignment", "多了一个等号"),
        ("assignment", "缺少等号"),
        ("date", "日期写得不对，应像 2026-03-09 一样，月、日都是两位，并且真有这一天"),
        ("time", "时间写得不对；这里只要日期，像 2026-03-09"),
        ("unclosed", "括号不成对"),
        ("opening", "括号或引号不成对"),
        ("recursion", "括号套得太深"),
        ("carriage return", "换行不正常：有单独的回车符"),
        ("leading zero", "数字前面不能有0"),
        ("sign", "数字的正负号写得不对"),
        ("radix", "数字写得不对"),
        ("number", "数字写得不对"),
        ("integer", "整数写得不对"),
        ("float", "小数写得不对"),
        ("boolean", "true 或 false 写得不对"),
        ("unicode", "文字里的转义写得不对"),
        ("escape", "文字里反斜杠的写法不对"),
        ("string", "文字的引号不成对"),
        ("comment", "注释里有不允许的字符"),
        ("value", "只有名称，没有值，或值写得不对"),
        ("key", "这一项的名称写得不对"),
        ("table", "表头的方括号写得不对"),
    ];
    WORDS.iter().find(|(en, _)| message.contains(en)).map_or("这一处的写法不对", |(_, zh)| zh)
}

/// What the reader of a configuration file says of a value or a key.
pub(crate) fn value(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_default();
    let others = quoted.get(1..).unwrap_or_default().join("、");
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let what = if message.starts_with("unknown field") { "项" } else { "词" };
        let known = if others.is_empty() { "删去它".to_owned() } else { format!("可用的有：{others}") };
        format!("没有“{first}”这一{what}；{known}")
    } else if message.starts_with("missing field") {
        format!("缺少“{first}”这一项；对照程序自带的同名文件补上")
    } else if message.starts_with("duplicate field") {
        format!("“{first}”写了两次；删去一个")
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        "值的种类不对，或超出范围；对照程序自带的同名文件改正（文字加引号，整数不加）".to_owned()
    } else if message.contains("ratio") || message.contains("not a share") {
        "不是比例；写成 \"5%\"、\"12.5%\" 或 \"1/30\"".to_owned()
    } else {
        format!("{}；对照程序自带的同名文件改正", syntax(message))
    }
}

#[cfg(test)]
mod tests {
    use super::{syntax, value};

    #[test]
    fn dates_have_words_of_their_own() {
        assert!(syntax("invalid date, expected day between 01 and 28").starts_with("日期"));
        assert!(syntax("invalid date-time").starts_with("日期"));
        assert!(syntax("invalid time, expected hour between 00 and 24").starts_with("时间"));
        assert_eq!(syntax("something new"), "这一处的写法不对");
    }

    #[test]
    fn keys_and_values_are_named() {
        assert_eq!(value("unknown field `a`, expected one of `b`, `c`"), "没有“a”这一项；可用的有：b、c");
        assert_eq!(value("unknown variant `a`, expected `b` or `c`"), "没有“a”这一词；可用的有：b、c");
        assert!(value("missing field `days`").starts_with("缺少“days”"));
        assert!(value("invalid type: string \"x\", expected u32").starts_with("值的种类不对"));
    }
}
