//! `--contribution LABEL=VALUE`, where the value may come from a file (`@FILE`) or standard input (`-`).

use crate::exit::{Exit, Report};
use crate::output::Output;
use std::io::Read;

/// Longest value, in bytes (`docs/PROTOCOL.md`, section 8); one more is read to see that it is too long.
const VALUE_BYTES_MAX: u64 = 1024;

/// Label and value of one contribution. One line end behind the value of a file or of standard input does not count.
pub fn read(word: &str, output: &Output) -> Result<(String, String), Report> {
    let Some((label, value)) = word.split_once('=') else {
        let line = output.pick(
            "--contribution 要写成 标签=数值，例如 市场监管局=318",
            "--contribution takes LABEL=VALUE, for instance citizen=318",
        );
        return Err(Report::new(Exit::Usage, "contribution", format!("{line}（{word}）")));
    };
    let fault = |error: std::io::Error| {
        let words = office::error::system_words(&error, output.lang);
        Report::new(Exit::Failure, "file", format!("--contribution {label}={value}{}{words}", output.pick("：", ": ")))
    };
    let value = if value == "-" {
        limited(std::io::stdin().lock()).map_err(fault)?
    } else if let Some(file) = value.strip_prefix('@') {
        std::fs::File::open(file).and_then(limited).map_err(fault)?
    } else {
        value.to_owned()
    };
    Ok((label.to_owned(), value))
}

fn limited(source: impl Read) -> std::io::Result<String> {
    let mut text = String::new();
    source.take(VALUE_BYTES_MAX + 3).read_to_string(&mut text)?;
    let line = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    Ok(line.to_owned())
}

/// The dice of `--final dice=DIGITS`.
pub fn final_value<'a>(word: &'a str, output: &Output) -> Result<&'a str, Report> {
    word.strip_prefix("dice=").ok_or_else(|| {
        let line = output.pick(
            "--final 要写成 dice=数字，按掷出的次序，一枚骰子一位",
            "--final takes dice=DIGITS, one digit a die in the order cast",
        );
        Report::new(Exit::Usage, "final", line)
    })
}
