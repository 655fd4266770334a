//! Texts of cells.

use records::text::{TextError, check, fold_code};
use std::borrow::Cow;

/// [`records::text::check`], quick for what nearly all cells hold: printable ASCII, CJK ideographs and the punctuation
/// of Chinese. All of these are their own normal form and combine with nothing before them.
pub(crate) fn check_text(text: &str) -> Result<(), TextError> {
    let plain =
        |c: char| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}');
    // By their first bytes: U+5000 to U+9FFF begin with E5 to E9, and need not be decoded.
    let mut rest = text.as_bytes();
    while let [b' '..=b'~', after @ ..] | [0xe5..=0xe9, _, _, after @ ..] = rest {
        rest = after;
    }
    let rest = text.get(text.len() - rest.len()..).unwrap_or(text);
    if rest.chars().all(plain) { Ok(()) } else { check(text) }
}

/// The content of `="001234"`, which Excel and exporting systems write to keep a text a text.
pub(crate) fn unwrapped(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}

/// [`fold_code`], without work for a code that is folded already.
pub(crate) fn folded(text: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'-' | b'.' | b'_')) {
        return (text, false);
    }
    let (folded, changed) = fold_code(&text);
    if changed { (Cow::Owned(folded), true) } else { (text, false) }
}

/// The parts of a cell that holds several values: sorted, unique, none empty.
pub(crate) fn parts(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> =
        text.split(['，', ',', '、', ';', '；', '\n', '\r']).map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_quick_check_is_the_check(text in "[a-z \u{0}\u{7f}\u{2028}\u{3000}-\u{3030}一丁\u{fa0e}\u{f900}，。！\u{ff5f}\u{301}\u{302a}\u{e000}]{0,12}") {
            prop_assert_eq!(check_text(&text), check(&text));
        }

        #[test]
        fn the_quick_fold_is_the_fold(text in "[0-9A-Za-z０-９Ａ-ｚ ._-]{0,20}") {
            let (folded, changed) = folded(Cow::Borrowed(text.as_str()));
            prop_assert_eq!((folded.into_owned(), changed), fold_code(&text));
        }
    }

    #[test]
    fn every_plain_character_passes_the_full_check() {
        for c in
            ('\u{4e00}'..='\u{9fff}').chain('\u{3001}'..='\u{3020}').chain('\u{ff01}'..='\u{ff5e}').chain(' '..='~')
        {
            assert_eq!(check(&format!("a{c}一")), Ok(()), "{c:?}");
        }
    }

    #[test]
    fn several_values_in_a_cell() {
        assert_eq!(parts("食品，特种设备,食品、药品; 广告；"), ["广告", "特种设备", "药品", "食品"]);
        assert_eq!(parts(" "), [""; 0]);
    }

    #[test]
    fn formulas_that_are_texts() {
        assert_eq!(unwrapped("=\"001234\""), Some("001234"));
        assert_eq!(unwrapped("=A1"), None);
        assert_eq!(unwrapped("=\"a\"&\"b\""), None);
    }
}
