//! Questions on standard error, answers from standard input.

use crate::commands::ceremony::sure::is_yes;
use crate::output::Output;
use std::io::{self, BufRead, Write};

/// Who asks.
pub struct Ask<'o> {
    output: &'o Output,
    lines: io::Lines<io::StdinLock<'static>>,
}

impl<'o> Ask<'o> {
    pub fn new(output: &'o Output) -> Self {
        Ask { output, lines: io::stdin().lock().lines() }
    }

    /// Says something.
    pub fn say(&self, zh: &str, en: &str) {
        self.output.message(self.output.pick(zh, en));
    }

    /// Says something that is in the right language already.
    pub fn say_text(&self, text: &str) {
        self.output.message(text);
    }

    /// One line; none when standard input has ended.
    pub fn line(&mut self, zh: &str, en: &str) -> Option<String> {
        let mark = self.output.pick("：", ": ");
        // Without a line end, so that the answer stands behind the question. A closed stderr is no reason to fail.
        let _ = write!(io::stderr().lock(), "{}{mark}", self.output.pick(zh, en));
        let _ = io::stderr().lock().flush();
        let line = self.lines.next()?.ok()?;
        Some(line.trim_end_matches('\r').to_owned())
    }

    /// The same text twice; none when standard input has ended. An empty line the first time is an answer.
    pub fn twice(&mut self, zh: &str, en: &str) -> Option<String> {
        loop {
            let one = self.line(zh, en)?;
            if one.is_empty() {
                return Some(one);
            }
            if self.line("再输一遍", "again")? == one {
                return Some(one);
            }
            self.say("两次不一致，请重新输入", "that is not the same; type it anew");
        }
    }

    /// Whether the answer is yes; none when standard input has ended.
    pub fn yes(&mut self, zh: &str, en: &str) -> Option<bool> {
        let answer = self.line(&format!("{zh}（y/n）"), &format!("{en} (y/n)"))?;
        Some(is_yes(&answer))
    }
}
