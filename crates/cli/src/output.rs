//! The two channels: data on stdout, messages on stderr.

use records::lang::Lang;
use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, ErrorKind, Write};

/// Where a command says what it has to say.
#[derive(Debug)]
pub struct Output {
    /// Language of messages.
    pub lang: Lang,
    /// Whether data is one JSON value instead of text.
    pub json: bool,
    /// The first error of stdout; nothing more is written after it.
    broken: RefCell<Option<io::Error>>,
}

impl Output {
    /// Both channels, for one run.
    pub fn new(lang: Lang, json: bool) -> Self {
        Output { lang, json, broken: RefCell::new(None) }
    }

    /// The text in the language of this run.
    pub fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// One line for people, on stderr. A closed stderr is no reason to fail.
    pub fn message(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", visible(line));
    }

    /// Text that is the command's result, on stdout.
    pub fn data(&self, text: &str) {
        self.data_bytes(visible(text).as_bytes());
        if !text.ends_with('\n') {
            self.data_bytes(b"\n");
        }
    }

    /// Bytes that are the command's result. What goes wrong is kept for [`Output::fault`].
    pub fn data_bytes(&self, bytes: &[u8]) {
        if self.broken.borrow().is_some() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            *self.broken.borrow_mut() = Some(error);
        }
    }

    /// One JSON value, on stdout. What nobody sees is escaped: it can only stand in its texts.
    pub fn data_json(&self, value: &serde_json::Value) {
        self.data(&value.to_string());
    }

    /// Why the result did not reach stdout. A reader that has closed the pipe has had enough; that is no fault.
    pub fn fault(&self) -> Option<String> {
        let broken = self.broken.borrow();
        let error = broken.as_ref().filter(|error| error.kind() != ErrorKind::BrokenPipe)?;
        let words = office::error::system_words(error, self.lang);
        Some(match self.lang {
            Lang::Zh => format!("结果没有写到标准输出：{words}"),
            Lang::En => format!("the result did not reach standard output: {words}"),
        })
    }
}

/// The text with every control, direction and invisible character as `\uXXXX`, which is its escape in JSON too. Whatever a file, a
/// path or an argument holds, it can't rewrite what stands on the terminal (section 25). Line ends and tabs are the program's own.
fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| !matches!(c, '\n' | '\t') && is_deceiving(c);
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_hidden(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Characters of section 3 that a terminal acts on, that change the direction of what follows, or that are not seen at all.
const fn is_deceiving(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_reaches_the_terminal() {
        assert_eq!(visible("名单\n\t1"), "名单\n\t1");
        assert_eq!(
            visible("a\u{1b}[2Jb\r\u{9b}\u{202e}\u{200b}\u{7f}"),
            "a\\u001b[2Jb\\u000d\\u009b\\u202e\\u200b\\u007f"
        );
    }

    #[test]
    fn json_means_the_same_escaped() {
        let value = serde_json::json!({"id": "x\u{9b}\u{202e}\u{feff}\n\u{1b}"});
        let text = value.to_string();
        let escaped = visible(&text);
        assert!(escaped.is_ascii());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }
}
