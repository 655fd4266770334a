//! Texts in two languages, and what makes any text harmless where it is shown.
//!
//! Names may hold formulas (CWE-1236), markup (CWE-79) and direction controls (UAX #9): all are shown inert.
//! Words: `docs/GLOSSARY.md`.

use askama::Template;
use askama::filters::HtmlSafe;
use records::lang::Lang;

/// A text of a word table: fixed, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<span class="zh" lang="zh-CN">{{ zh }}</span><span class="en" lang="en">{{ en }}</span>"#
)]
pub(crate) struct Word {
    /// Simplified Chinese.
    pub(crate) zh: &'static str,
    /// English.
    pub(crate) en: &'static str,
}

// The template above escapes both languages itself.
impl HtmlSafe for Word {}

impl Word {
    /// The text in one language.
    pub(crate) const fn pick(self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }

    /// The same text, to be put where composed ones are.
    pub(crate) fn text(self) -> Text {
        Text { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }

    /// Replaces each `{name}` in both languages.
    pub(crate) fn with(self, values: &[(&str, &str)]) -> Text {
        Text { zh: fill(self.zh, values), en: fill(self.en, values) }
    }
}

/// Values are not looked at again, so that a value with braces in it stays what it is.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A composed text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"{% if zh == en %}{{ zh }}{% else %}<span class="zh" lang="zh-CN">{{ zh }}</span><span class="en" lang="en">{{ en }}</span>{% endif %}"#
)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

// The template above escapes both languages itself.
impl HtmlSafe for Text {}

impl Text {
    /// A text that reads the same in both languages, such as a name or a number.
    pub fn same(text: impl AsRef<str>) -> Self {
        let shown = visible(text.as_ref());
        Self { zh: shown.clone(), en: shown }
    }

    /// The text in one language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// The same text with [`visible`] applied to both languages, for texts that others composed.
    pub(crate) fn shown(&self) -> Self {
        Self { zh: visible(&self.zh), en: visible(&self.en) }
    }

    /// One text, a separator, another text.
    pub(crate) fn joined(parts: &[Self], separator: Word) -> Self {
        let join = |lang: Lang| {
            let texts: Vec<&str> = parts.iter().map(|part| part.pick(lang)).collect();
            texts.join(separator.pick(lang))
        };
        Self { zh: join(Lang::Zh), en: join(Lang::En) }
    }
}

/// Shows every character that has no shape of its own, or that turns the writing direction, as `⟨U+202E⟩`.
///
/// Imported names hold none (`records::text::check`), but a contribution is whatever was typed.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            out.push_str(&format!("⟨U+{:04X}⟩", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out
}

fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}')
}

/// A text that no spreadsheet takes for a formula, not even after somebody saves the sheet as CSV.
///
/// Cells are written as strings, which is enough for XLSX; the apostrophe guards what is made from it later.
pub fn inert(text: &str) -> String {
    let shown = visible(text);
    let starts = shown.trim_start().chars().next();
    let is_formula = matches!(
        starts,
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠' | '\u{2212}' | '｜' | '％')
    );
    if is_formula { format!("'{shown}") } else { shown }
}

/// A text inside Markdown, where it means nothing but itself.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in visible(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '#' | '!' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// Splits hexadecimal digits into the groups of four in which people read them aloud.
pub(crate) fn groups(digits: &str) -> Vec<String> {
    let characters: Vec<char> = digits.chars().collect();
    characters.chunks(4).map(|group| group.iter().collect()).collect()
}

/// `part` of `whole` in percent with two places, rounded half up; a dash where there is no whole.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "—".to_owned();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let hundredths = (part * 20_000 + whole) / (2 * whole);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_replaces_names_once_and_leaves_values_alone() {
        let word = Word { zh: "共 {n} 户，{who}", en: "{n} in all, {who}" };
        let text = word.with(&[("n", "3"), ("who", "{n}")]);
        assert_eq!((text.zh.as_str(), text.en.as_str()), ("共 3 户，{n}", "3 in all, {n}"));
        assert_eq!(fill("a { b", &[]), "a { b");
    }

    #[test]
    fn formulas_become_inert_and_plain_text_stays() {
        for payload in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "＋1", "－1", "＠a", "|cmd", "%x"] {
            assert!(inert(payload).starts_with('\''), "{payload}");
        }
        for payload in ["\t=1", "\r=1", "\0=1"] {
            assert!(inert(payload).starts_with("⟨U+"), "{payload:?}");
        }
        assert_eq!(inert("星河第一食品店"), "星河第一食品店");
    }

    #[test]
    fn hidden_characters_are_shown_by_number() {
        assert_eq!(visible("a\u{202e}b\u{200b}\n"), "a⟨U+202E⟩b⟨U+200B⟩⟨U+000A⟩");
    }

    #[test]
    fn markdown_has_no_meaning_left() {
        assert_eq!(markdown("a|b<c>`*_[x](y)"), "a\\|b&lt;c&gt;\\`\\*\\_\\[x\\](y)");
    }

    #[test]
    fn html_of_a_word_escapes_both_languages() {
        let html = Text { zh: "<b>".to_owned(), en: "&".to_owned() }.render().unwrap();
        assert_eq!(html, r#"<span class="zh" lang="zh-CN">&#60;b&#62;</span><span class="en" lang="en">&#38;</span>"#);
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(2, 3), "66.67%");
        assert_eq!(percent(1, 20_000), "0.01%");
        assert_eq!(percent(0, 0), "—");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.00%");
    }
}
