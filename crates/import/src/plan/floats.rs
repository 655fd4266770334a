//! A TOML float is refused wherever it stands: 0.07 × 100 is more than 7 in binary, and the next whole number is 8.

use toml::de::{DeTable, DeValue};

use super::context::{Context, say};
use super::places::{element_path, join};

/// Refuses every float of a document, also under keys that nobody knows.
pub(super) fn refuse(cx: &mut Context<'_>, document: &DeTable<'_>) {
    table(cx, "", document);
}

fn table(cx: &mut Context<'_>, path: &str, table: &DeTable<'_>) {
    for (key, element) in table {
        value(cx, &join(path, key.get_ref()), element.get_ref());
    }
}

fn value(cx: &mut Context<'_>, path: &str, element: &DeValue<'_>) {
    match element {
        DeValue::Float(float) => one(cx, path, float.as_str()),
        DeValue::Table(inner) => table(cx, path, inner),
        DeValue::Array(array) => {
            for (index, element) in array.iter().enumerate() {
                value(cx, &element_path(path, index), element.get_ref());
            }
        }
        _ => {}
    }
}

fn one(cx: &mut Context<'_>, path: &str, got: &str) {
    let (zh, en) = match (percentage(got), whole(got)) {
        (Some(percent), _) => (
            format!("比例写成带引号的 \"{percent}\"，或 \"1/30\" 这样的分数"),
            format!("write a ratio in quotation marks, such as \"{percent}\" or \"1/30\""),
        ),
        (None, Some(whole)) => (
            format!("写整数 {whole}；如果是百分数，写成带引号的 \"{whole}%\""),
            format!("write the integer {whole}, or, for a percentage, \"{whole}%\" in quotation marks"),
        ),
        (None, None) => (
            "写整数；比例写成带引号的 \"12.5%\" 或 \"1/30\"".to_owned(),
            "write an integer, or a ratio in quotation marks, such as \"12.5%\" or \"1/30\"".to_owned(),
        ),
    };
    cx.refuse_value(
        "float",
        path,
        say(format!("计划里不能有小数（{got}），小数有舍入误差"), zh),
        say(format!("a decimal number ({got}) is not exact and can't stand in a plan"), en),
    );
}

/// `0.05` as `5%`, by moving the point in the text.
fn percentage(got: &str) -> Option<String> {
    let fraction = got.strip_prefix("0.")?;
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let padded = format!("{fraction:0<2}");
    let (whole, rest) = padded.split_at(2);
    let (whole, rest) = (whole.trim_start_matches('0'), rest.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if rest.is_empty() { format!("{whole}%") } else { format!("{whole}.{rest}%") })
}

/// `5.0` as `5`.
fn whole(got: &str) -> Option<&str> {
    let (whole, fraction) = got.split_once('.')?;
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::{percentage, whole};

    #[test]
    fn moves_the_point() {
        assert_eq!(percentage("0.05").as_deref(), Some("5%"));
        assert_eq!(percentage("0.5").as_deref(), Some("50%"));
        assert_eq!(percentage("0.125").as_deref(), Some("12.5%"));
        assert_eq!(percentage("0.003").as_deref(), Some("0.3%"));
        assert_eq!(percentage("0.050").as_deref(), Some("5%"));
        assert_eq!(percentage("1.5"), None);
        assert_eq!(percentage("0.5e3"), None);
        assert_eq!(whole("5.0"), Some("5"));
        assert_eq!(whole("5.1"), None);
        assert_eq!(whole("inf"), None);
    }
}
