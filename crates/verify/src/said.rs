//! What was got and what was expected, in both languages.
//!
//! Most of it are ids, numbers, digests and names of fields, which are the same in both. What holds words
//! is made here or with [`said`], so that no Chinese message carries English ones.

use std::fmt::Display;
use std::io;

use draw::outcome::OutcomeError;
use records::canonical::CanonicalError;
use records::lang::Lang;
use serde::{Serialize, Serializer};

use crate::fault::Fault;

/// A text in Chinese and in English. As JSON it is the English one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    zh: Box<str>,
    en: Box<str>,
}

/// A text that holds words.
pub(crate) fn said(zh: impl Into<String>, en: impl Into<String>) -> Said {
    Said { zh: zh.into().into(), en: en.into().into() }
}

/// What a fault means.
pub(crate) fn fault_sentence(fault: Fault) -> Said {
    said(fault.sentence(Lang::Zh), fault.sentence(Lang::En))
}

impl Said {
    /// The text in this language.
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// Both texts changed alike.
    pub(crate) fn map(self, change: impl Fn(&str) -> String) -> Said {
        said(change(&self.zh), change(&self.en))
    }
}

/// What is the same in both languages.
impl<T: Display> From<T> for Said {
    fn from(text: T) -> Self {
        let text = text.to_string();
        said(text.clone(), text)
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.en)
    }
}

/// Why a file can't be read.
pub(crate) fn io_error(error: &io::Error) -> Said {
    let zh = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读取的权限".to_owned(),
        io::ErrorKind::InvalidInput => "不是可以打开的普通文件".to_owned(),
        io::ErrorKind::OutOfMemory => "内存不足".to_owned(),
        _ => error.raw_os_error().map_or("读取中断".to_owned(), |code| format!("读取出错（系统代码 {code}）")),
    };
    said(zh, error.to_string())
}

/// Why the engine gives no outcome. Everything that it could refuse was checked before, so that the
/// stable code is enough.
pub(crate) fn outcome_error(error: &OutcomeError) -> Said {
    said(format!("抽取程序没有给出结果（{}）", error.code()), error.to_string())
}

/// What is wrong with the log's own formats, by the stable code of its error.
pub(crate) fn coded(code: &str, error: &impl Display) -> Said {
    let zh = match code {
        "note-unsigned" => "没有这个日志的签名",
        "note-bad-signature" => "签名不成立",
        "checkpoint-origin" => "日志的名称不同",
        "proof-length" | "proof-index" | "proof-shrunk" => "证明的长短与位置不符",
        _ if code.starts_with("proof") || code.starts_with("audit") => "重新计算的散列值不同",
        _ if code.starts_with("tile") => "日志的文件缺失或损坏",
        _ => "写法不对",
    };
    said(zh, error.to_string())
}

/// Why bytes are not canonical text, or not the record that they should be.
pub(crate) fn canonical_error(error: &CanonicalError) -> Said {
    let zh = match error {
        CanonicalError::TooLong { got, expected } => format!("{got} 字节，最多 {expected} 字节"),
        CanonicalError::Shape { message } => shape(message),
        CanonicalError::Value { path, .. } => format!("{path}：规定的写法里没有这样的值"),
        CanonicalError::Serialize { .. } => "写不成规定的形式".to_owned(),
        _ => match error.position() {
            Some(position) => format!("第 {position} 字节（从 0 起）：{}", at_a_byte(error)),
            None => at_a_byte(error),
        },
    };
    said(zh, error.to_string())
}

fn at_a_byte(error: &CanonicalError) -> String {
    let words = match error {
        CanonicalError::Utf8 { .. } => "不是 UTF-8 编码",
        CanonicalError::End { .. } => "文字到这里就断了",
        CanonicalError::Unexpected { got, .. } => return format!("这里不能有 {got:?}"),
        CanonicalError::WhiteSpace { .. } => "各部分之间不得有空白",
        CanonicalError::Trailing { .. } => "对象结束以后还有内容",
        CanonicalError::Null { .. } => "空值：没有值就不写这个字段",
        CanonicalError::Depth { .. } => "数组和对象嵌套超过 32 层",
        CanonicalError::Key { .. } => "字段名只能用 a-z 0-9 _",
        CanonicalError::KeyRepeated { .. } => "同一个对象里字段重复",
        CanonicalError::KeyOrder { .. } => "字段没有按次序排列",
        CanonicalError::NotInteger { .. } => "小数或指数：只能是整数",
        CanonicalError::LeadingZero { .. } => "整数前面有多余的 0",
        CanonicalError::NegativeZero { .. } => "-0：应写 0",
        CanonicalError::IntegerRange { .. } => "整数的绝对值超过 2^53 - 1",
        CanonicalError::Control { got, .. } => return format!("控制字符 {got:?} 没有转义"),
        CanonicalError::Escape { .. } => "这个字符不应这样转义（RFC 8785）",
        CanonicalError::Surrogate { .. } => "转义的代理对：应写字符本身",
        _ => "不是规定的写法",
    };
    words.to_owned()
}

/// What serde says of a record, as far as it is about one field: its name stands between the first two
/// backquotes, the place behind the last “column”.
fn shape(message: &str) -> String {
    let field = message.split('`').nth(1).unwrap_or_default();
    let kinds = [
        ("missing field", "缺少字段"),
        ("unknown field", "不认识的字段"),
        ("duplicate field", "重复的字段"),
        ("unknown variant", "不认识的值"),
    ];
    if let Some((_, zh)) = kinds.iter().find(|(en, _)| message.starts_with(en)) {
        return format!("{zh} {field}");
    }
    let digits = message.rsplit_once("column ").map_or("", |(_, column)| column);
    match digits.is_empty() {
        true => "字段的类型或取值不对".to_owned(),
        false => format!("第 {digits} 字节前的字段，类型或取值不对"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use records::canonical;
    use records::plan::Root;

    fn words(line: &[u8]) -> (String, String) {
        let error = canonical::from_slice::<Root>(line).unwrap_err();
        let said = canonical_error(&error);
        (said.text(Lang::Zh).to_owned(), said.text(Lang::En).to_owned())
    }

    #[test]
    fn every_fault_of_a_line_in_chinese() {
        let digest = "0".repeat(64);
        for (line, zh) in [
            ("{\"count\":1}".to_owned(), "缺少字段 root"),
            (format!("{{\"count\":1,\"root\":\"{digest}\",\"zz\":1}}"), "不认识的字段 zz"),
            ("{\"count\":\"1\"}".to_owned(), "第 12 字节前的字段，类型或取值不对"),
            ("{\"count\": 1}".to_owned(), "第 9 字节（从 0 起）：各部分之间不得有空白"),
            ("{\"count\":9007199254740992}".to_owned(), "第 9 字节（从 0 起）：整数的绝对值超过 2^53 - 1"),
            ("{\"count\":1x".to_owned(), "第 10 字节（从 0 起）：这里不能有 'x'"),
        ] {
            assert_eq!(words(line.as_bytes()).0, zh, "{line}");
            assert!(words(line.as_bytes()).1.is_ascii());
        }
        assert_eq!(words(b"{\"a\":\"\xff\"}").0, "第 6 字节（从 0 起）：不是 UTF-8 编码");
    }

    #[test]
    fn why_a_file_is_not_read() {
        let zh = |kind: io::ErrorKind| io_error(&kind.into()).text(Lang::Zh).to_owned();
        assert_eq!(zh(io::ErrorKind::NotFound), "没有这个文件");
        assert_eq!(zh(io::ErrorKind::Other), "读取中断");
        assert_eq!(io_error(&io::Error::from_raw_os_error(5)).text(Lang::Zh), "读取出错（系统代码 5）");
    }
}
