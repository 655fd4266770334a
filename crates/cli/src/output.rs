//! The two channels: data on stdout, messages on stderr.

use records::lang::Lang;
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
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    /// Text that is the command's result, on stdout.
    pub fn data(&self, text: &str) {
        self.data_bytes(text.as_bytes());
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

    /// One JSON value, on stdout.
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
