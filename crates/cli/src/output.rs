//! The two channels: data on stdout, messages on stderr.

use records::lang::Lang;
use std::io::Write;

/// Where a command says what it has to say.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Language of messages.
    pub lang: Lang,
    /// Whether data is one JSON value instead of text.
    pub json: bool,
}

impl Output {
    /// Both channels, for one run.
    pub fn new(lang: Lang, json: bool) -> Self {
        Output { lang, json }
    }

    /// The text in the language of this run.
    pub fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// One line for people, on stderr. A closed stderr is no reason to fail.
    pub fn message(&self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// Text that is the command's result, on stdout.
    pub fn data(&self, text: &str) {
        self.data_bytes(text.as_bytes());
        if !text.ends_with('\n') {
            self.data_bytes(b"\n");
        }
    }

    /// Bytes that are the command's result. A reader that has closed the pipe has had enough.
    pub fn data_bytes(&self, bytes: &[u8]) {
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(bytes).and_then(|()| stdout.flush());
    }

    /// One JSON value, on stdout.
    pub fn data_json(&self, value: &serde_json::Value) {
        self.data(&value.to_string());
    }
}
