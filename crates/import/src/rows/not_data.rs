//! Rows that are no data: samples of a template that nobody has deleted, and totals.

use crate::sheet::cell::Cell;
use crate::tables::plain;
use memchr::memmem;

const SAMPLE_WORDS: [&str; 5] = ["案例", "示例", "样例", "范例", "sample"];
/// What a sample row asks for, behind such a word.
const DELETE_WORDS: [&str; 3] = ["请删除", "删除", "delete this row"];
const TOTAL_WORDS: [&str; 4] = ["合计", "小计", "总计", "共计"];

/// Texts of which one stands in every stretch of text with a sample row, by what they have in common: most stretches hold
/// none, and are searched three times instead of seven.
const SAMPLE_HINTS: [(&str, &[&str]); 3] =
    [("例", &["案例", "示例", "样例", "范例"]), ("ample", &["sample", "Sample"]), ("SAMPLE", &["SAMPLE"])];

/// Whether a sample row may stand in a stretch of text.
pub(crate) fn may_hold_sample(text: &str) -> bool {
    let holds = |hint: &str| memmem::find(text.as_bytes(), hint.as_bytes()).is_some();
    SAMPLE_HINTS.iter().any(|(common, hints)| holds(common) && hints.iter().any(|hint| holds(hint)))
}

/// The cell that marks a row as a sample: its first one, or the one in the column of names. In any other cell such words
/// are what somebody has to say.
pub(super) fn sample_mark(cells: &[Cell<'_>], name: Option<usize>) -> Option<(usize, String)> {
    let first = cells.iter().position(|cell| !cell.is_blank());
    [first, name].into_iter().flatten().find_map(|index| match cells.get(index) {
        Some(Cell::Text(text)) if is_sample_mark(text) => Some((index, text.trim().to_owned())),
        _ => None,
    })
}

/// Whether a cell is such a mark: the word alone (`示例`, `（示例）`), in brackets before the rest, or with the request to
/// delete the row behind it. A firm called 示例农场 is none.
fn is_sample_mark(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_start_matches(OPENING);
    let lower = inner.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("sample"));
    let word = if lower { Some("sample") } else { SAMPLE_WORDS.into_iter().find(|word| inner.starts_with(word)) };
    let Some(rest) = word.and_then(|word| inner.get(word.len()..)) else { return false };
    let bracketed = inner.len() < text.len() && rest.starts_with(CLOSING);
    let rest_plain = rest.to_lowercase();
    bracketed || rest.trim_matches(AROUND).is_empty() || DELETE_WORDS.iter().any(|word| rest_plain.contains(word))
}

const OPENING: [char; 6] = ['（', '(', '【', '[', '《', '*'];
const CLOSING: [char; 5] = ['）', ')', '】', ']', '》'];
const AROUND: [char; 15] = ['（', '(', '【', '[', '《', '*', '）', ')', '】', ']', '》', '：', ':', ' ', '　'];

/// The first cell of a row of totals: `合计`, `合 计：`, `总计4户`.
pub(super) fn total_mark(cells: &[Cell<'_>]) -> Option<(usize, String)> {
    let index = cells.iter().position(|cell| !cell.is_blank())?;
    let Some(Cell::Text(text)) = cells.get(index) else { return None };
    let text = text.trim();
    if !text.starts_with(['合', '小', '总', '共']) {
        return None;
    }
    let folded = plain(text);
    let rest = TOTAL_WORDS.iter().find_map(|word| folded.strip_prefix(word))?;
    let is_total = rest.is_empty() || rest.starts_with(|c: char| c == ':' || c.is_ascii_digit());
    is_total.then(|| (index, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn cells(texts: &[&'static str]) -> Vec<Cell<'static>> {
        texts.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Borrowed(*text)) }).collect()
    }

    #[test]
    fn marks_of_samples() {
        for text in [
            "案例",
            "案例（请删除）",
            "案例（请删除）91350100M000100Y43",
            "（示例）",
            "【样例】某公司",
            "sample, delete this row: SC001",
            "Sample",
            "示例：",
        ] {
            assert!(is_sample_mark(text), "{text}");
        }
        for text in ["示例农场", "重复登记请删除", "某公司（示例）", "samples", "Samsung", "样品", ""]
        {
            assert!(!is_sample_mark(text), "{text}");
        }
        assert_eq!(sample_mark(&cells(&["SC-1", "案例"]), Some(1)), Some((1, "案例".to_owned())));
        assert_eq!(sample_mark(&cells(&["SC-1", "甲", "案例"]), Some(1)), None);
        assert!(sample_mark(&cells(&["", "示例", "甲"]), None).is_some());
    }

    #[test]
    fn rows_of_totals() {
        for text in ["合计", "合 计", "总计：4户", "小计4户", "共计:"] {
            assert!(total_mark(&cells(&[text])).is_some(), "{text}");
        }
        for text in ["合计信息科技有限公司", "合肥某公司", "总公司"] {
            assert!(total_mark(&cells(&[text])).is_none(), "{text}");
        }
        assert!(total_mark(&cells(&["SC-1", "合计"])).is_none());
    }
}
