//! TOML values as the values of a plan, each with a message that says what to write.

use records::day::Day;
use records::hash::{Digest, DigestError};
use records::id::{Id, IdError};
use records::plan::{
    AreaRule, Coordination, Droppable, Level, Mode, PopulationSource, Profile, Purpose, TaskKind, TaskSource,
};
use records::ratio::{Ratio, RatioError, Rounding};
use records::text::TextError;
use toml::de::{DeInteger, DeValue};

use super::context::{Context, known_words, say};
use super::places::element_path;

/// Largest integer that canonical text holds.
const INTEGER_MAX: u64 = records::canonical::INTEGER_MAX.unsigned_abs();

/// A value that a plan can have under a key. What it is not has been refused when nothing is returned.
pub(super) trait FromValue: Sized {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self>;
}

/// A word out of a few, in English or as Chinese regulations say it.
pub(super) trait Choice: Copy + 'static {
    const WORDS: &'static [(&'static str, &'static str, Self)];
}

/// What stands in for a value that was refused; never part of a plan that is returned.
pub(super) trait Placeholder {
    fn placeholder() -> Self;
}

/// Refuses a value of the wrong type. Fractions have been refused already, wherever they stand.
pub(super) fn wrong_type(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>, zh: &str, en: &str) {
    if value.is_float() {
        cx.mark_broken(key);
        return;
    }
    let (got_zh, got_en) = type_name(value);
    cx.refuse_value(
        "type",
        key,
        say(format!("这里写的是{got_zh}"), format!("请写{zh}")),
        say(format!("this is {got_en}"), format!("write {en}")),
    );
}

fn type_name(value: &DeValue<'_>) -> (&'static str, &'static str) {
    match value {
        DeValue::String(_) => ("文字", "a text"),
        DeValue::Integer(_) => ("整数", "an integer"),
        DeValue::Float(_) => ("小数", "a decimal number"),
        DeValue::Boolean(_) => ("true/false", "true or false"),
        DeValue::Datetime(_) => ("日期", "a date"),
        DeValue::Array(_) => ("数组", "an array"),
        DeValue::Table(_) => ("表", "a table"),
    }
}

impl FromValue for String {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(text) = value.as_str() else {
            wrong_type(cx, key, value, "文字，用引号括起来", "a text in quotation marks");
            return None;
        };
        if let Err(error) = records::text::check(text) {
            cx.refuse_value(
                error.code(),
                key,
                say(text_error_zh(&error), "删去或重新输入这个字符"),
                say(format!("the text is not accepted: {error}"), "type the character anew or leave it out"),
            );
            return None;
        }
        if text != text.trim() {
            cx.refuse_value(
                "text-space",
                key,
                say("文字前后有空格", "删去空格"),
                say("there is white space around the text", "remove it"),
            );
            return None;
        }
        Some(text.to_owned())
    }
}

fn text_error_zh(error: &TextError) -> String {
    match error {
        TextError::Control { position, .. } => format!("第{position}个字是控制字符（制表、换行等）"),
        TextError::Bidirectional { position, .. } => format!("第{position}个字是改变书写方向的控制字符"),
        TextError::ZeroWidth { position, .. } => format!("第{position}个字是看不见的字符"),
        TextError::Replacement { position } => format!("第{position}个字是乱码（U+FFFD），文件的编码读错了"),
        TextError::NotNfc { position, .. } => format!("第{position}个字不是规范形式（NFC）"),
    }
}

impl FromValue for bool {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let read = value.as_bool();
        if read.is_none() {
            wrong_type(cx, key, value, " true 或 false，不加引号", "true or false, without quotation marks");
        }
        read
    }
}

impl FromValue for u64 {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(integer) = value.as_integer() else {
            wrong_type(cx, key, value, "整数，不加引号", "an integer, without quotation marks");
            return None;
        };
        in_range(cx, key, integer, INTEGER_MAX)
    }
}

impl FromValue for u32 {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(integer) = value.as_integer() else {
            wrong_type(cx, key, value, "整数，不加引号", "an integer, without quotation marks");
            return None;
        };
        in_range(cx, key, integer, u64::from(u32::MAX)).and_then(|number| u32::try_from(number).ok())
    }
}

fn in_range(cx: &mut Context<'_>, key: &str, integer: &DeInteger<'_>, max: u64) -> Option<u64> {
    let number = u64::from_str_radix(integer.as_str().trim_start_matches('+'), integer.radix());
    let number = number.ok().filter(|number| *number <= max);
    if number.is_none() {
        cx.refuse_value(
            "number-range",
            key,
            say(format!("数 {integer} 超出范围"), format!("请写 0 到 {max} 之间的整数")),
            say(format!("the number {integer} is out of range"), format!("write an integer from 0 to {max}")),
        );
    }
    number
}

impl FromValue for Id {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(text) = value.as_str() else {
            wrong_type(cx, key, value, "编号，用引号括起来", "an id in quotation marks");
            return None;
        };
        match Id::parse(text) {
            Ok(id) => Some(id),
            Err(error) => {
                refuse_id(cx, key, text, &error);
                None
            }
        }
    }
}

fn refuse_id(cx: &mut Context<'_>, key: &str, text: &str, error: &IdError) {
    let folded = records::text::fold_code(text).0;
    let (hint_zh, hint_en) = if Id::check(&folded).is_ok() {
        (format!("写成“{folded}”"), format!("write {folded:?}"))
    } else {
        (
            "编号只用大写字母、数字和 . _ -，以字母或数字开头，最多64个；中文写在 name 里".to_owned(),
            "an id has capital letters, digits and . _ -, begins with a letter or digit and has at most 64 characters; \
             other text belongs under `name`"
                .to_owned(),
        )
    };
    cx.refuse_value(
        error.code(),
        key,
        say(format!("“{text}”不能作编号"), hint_zh),
        say(format!("{text:?} is not an id ({error})"), hint_en),
    );
}

impl FromValue for Digest {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(text) = value.as_str() else {
            wrong_type(cx, key, value, "64位十六进制数字，用引号括起来", "64 hexadecimal digits in quotation marks");
            return None;
        };
        let read = text.parse();
        if let Err(error) = &read {
            let error: &DigestError = error;
            cx.refuse_value(
                error.code(),
                key,
                say("不是64位小写十六进制数字（0-9、a-f）", "照抄 mingqian key new 打印的公钥"),
                say(error.to_string(), "copy the public key that `mingqian key new` prints"),
            );
        }
        read.ok()
    }
}

impl FromValue for Day {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let text = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(datetime) => datetime.to_string(),
            _ => {
                wrong_type(cx, key, value, "日期，如 2026-03-09", "a date, such as 2026-03-09");
                return None;
            }
        };
        match text.parse() {
            Ok(day) => Some(day),
            Err(error) => {
                let error: records::day::DayError = error;
                cx.refuse_value(
                    error.code(),
                    key,
                    say(format!("“{text}”不是日期"), "写成 2026-03-09 的样子，不带时间"),
                    say(format!("{text:?} is not a date"), "write a date such as 2026-03-09, without a time"),
                );
                None
            }
        }
    }
}

impl FromValue for Ratio {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(text) = value.as_str() else {
            wrong_type(
                cx,
                key,
                value,
                "带引号的比例，如 \"5%\"、\"12.5%\"、\"1/30\"",
                "a ratio in quotation marks, such as \"5%\", \"12.5%\" or \"1/30\"",
            );
            return None;
        };
        match text.parse() {
            Ok(ratio) => Some(ratio),
            Err(error) => {
                refuse_ratio(cx, key, text, &error);
                None
            }
        }
    }
}

fn refuse_ratio(cx: &mut Context<'_>, key: &str, text: &str, error: &RatioError) {
    let (zh, en) = match error {
        RatioError::AboveOne { .. } => (format!("“{text}”超过了100%"), format!("{text:?} is above 100%")),
        RatioError::ZeroDenominator => (format!("“{text}”的分母是0"), format!("{text:?} has 0 below the line")),
        _ => (format!("“{text}”不是比例"), format!("{text:?} is not a ratio")),
    };
    cx.refuse_value(
        error.code(),
        key,
        say(zh, "写成 \"5%\"、\"12.5%\" 或 \"1/30\"，不超过100%；“根据实际情况”之类要先定下数来"),
        say(en, "write \"5%\", \"12.5%\" or \"1/30\", at most 100%; prose must be decided on first"),
    );
}

impl<T: FromValue> FromValue for Vec<T> {
    /// The elements that could be read; those that could not have been refused, one by one.
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(array) = value.as_array() else {
            wrong_type(cx, key, value, "数组，如 [\"甲\", \"乙\"]", "an array, such as [\"A\", \"B\"]");
            return None;
        };
        let mut read = Vec::with_capacity(array.len());
        for (index, element) in array.iter().enumerate() {
            read.extend(T::from_value(cx, &element_path(key, index), element.get_ref()));
        }
        Some(read)
    }
}

impl<T: Choice> FromValue for T {
    fn from_value(cx: &mut Context<'_>, key: &str, value: &DeValue<'_>) -> Option<Self> {
        let Some(text) = value.as_str() else {
            let words: Vec<&str> = T::WORDS.iter().map(|word| word.0).collect();
            let words = words.join("、");
            wrong_type(cx, key, value, &format!("其中一个词：{words}"), &format!("one of the words {words}"));
            return None;
        };
        let found = T::WORDS.iter().find(|(en, zh, _)| text == *en || text == *zh);
        if found.is_none() {
            let words: Vec<&str> = T::WORDS.iter().map(|word| word.0).collect();
            let (zh, en) = known_words(text, &words);
            cx.refuse_value(
                "word",
                key,
                say(format!("这里不能写“{text}”"), zh),
                say(format!("{text:?} is not a word for this key"), en),
            );
        }
        found.map(|word| word.2)
    }
}

impl Choice for Purpose {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("rehearsal", "演练", Self::Rehearsal), ("official", "正式", Self::Official)];
}

impl Choice for Mode {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("open", "公开", Self::Open), ("sealed", "封存", Self::Sealed)];
}

impl Choice for Profile {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("room", "现场", Self::Room), ("remote", "远程", Self::Remote)];
}

impl Choice for Coordination {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("positive", "共用号签", Self::Positive), ("independent", "各用号签", Self::Independent)];
}

impl Choice for AreaRule {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("any", "不限", Self::Any), ("same", "同地区", Self::Same)];
}

impl Choice for TaskKind {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("undirected", "不定向", Self::Undirected), ("directed", "定向", Self::Directed)];
}

impl Choice for TaskSource {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("own", "本部门", Self::Own), ("joint", "跨部门", Self::Joint), ("upper", "上级交办", Self::Upper)];
}

impl Choice for Level {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &[
        ("city-city", "市抽市查", Self::CityCity),
        ("city-county", "市抽县查", Self::CityCounty),
        ("county-county", "县抽县查", Self::CountyCounty),
    ];
}

impl Choice for PopulationSource {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("list", "名录库", Self::List), ("selection", "上级抽取名单", Self::Selection)];
}

impl Choice for Rounding {
    const WORDS: &'static [(&'static str, &'static str, Self)] =
        &[("up", "进一", Self::Up), ("down", "舍去", Self::Down), ("half_up", "四舍五入", Self::HalfUp)];
}

impl Choice for Droppable {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &[
        ("pairs", "轮换", Self::Pairs),
        ("home_area", "家庭所在地", Self::HomeArea),
        ("minimums", "最低次数", Self::Minimums),
    ];
}

macro_rules! placeholders {
    ($($type:ty => $value:expr),* $(,)?) => {
        $(impl Placeholder for $type {
            fn placeholder() -> Self {
                $value
            }
        })*
    };
}

placeholders! {
    String => String::new(),
    bool => false,
    u32 => 1,
    u64 => 1,
    Day => Day::MIN,
    Ratio => Ratio::ONE,
    Digest => Digest::new([0; 32]),
    Id => Id::derived(&["placeholder"]),
    Purpose => Purpose::Rehearsal,
    Mode => Mode::Open,
    Profile => Profile::Room,
    TaskKind => TaskKind::Undirected,
    TaskSource => TaskSource::Own,
    Level => Level::CountyCounty,
}

impl<T> Placeholder for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }
}
