//! The command line of Mingqian (明签): one file per command in `commands`, data on stdout, messages on stderr.
//!
//! It holds no rule of the field: it reads words, calls the office or the verifier, and prints what they say.
//! It never decides a draw, never writes into a bundle, and has no state of its own.
//! Exit codes: 0 ok, 1 failure, 2 usage, 3 verification failed or bundle malformed, 4 input rejected.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]

mod commands;
mod exit;
mod output;
mod parser;
mod progress;
mod words;

use exit::Exit;
use output::Output;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = parser::language(&arguments, |name| std::env::var(name).ok());
    let matches = match parser::parse(&arguments, lang) {
        Ok(matches) => matches,
        Err(stop) => {
            let output = Output::new(lang, parser::asks_json(&arguments));
            return ended(stop.print(&output), &output);
        }
    };
    let output = Output::new(lang, matches.get_flag("json"));
    let exit = match commands::run(&matches, &output) {
        Ok(()) => Exit::Ok,
        Err(report) => report.print(&output),
    };
    ended(exit, &output)
}

/// A result that nobody received is a failure, even of a command that went well.
fn ended(exit: Exit, output: &Output) -> ExitCode {
    match output.fault() {
        Some(fault) => {
            output.message(&fault);
            if exit == Exit::Ok { Exit::Failure.into() } else { exit.into() }
        }
        None => exit.into(),
    }
}
