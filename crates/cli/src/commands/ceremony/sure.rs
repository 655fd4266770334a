//! Whether a step that nobody can take back is meant.
//!
//! At a terminal it is asked. Without one nobody can answer: there a step is refused that needs a word on the command line, and
//! of any other the warning is printed.

use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgAction, ArgMatches};
use records::lang::Lang;
use std::io::{BufRead, IsTerminal, Write};

/// `--yes`, on the steps that ask.
pub fn yes_argument(lang: Lang) -> Arg {
    Arg::new("yes")
        .long("yes")
        .action(ArgAction::SetTrue)
        .help(lang.pick("不再询问：已看过提示，确定要做", "do not ask: what it warns of is known and meant"))
}

/// What happens where nobody can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// The step is refused without `--yes`.
    Refused,
    /// The step is taken; the warning was printed.
    Taken,
}

/// Says the warning and asks. Goes on if the answer is yes, or if `--yes` was given.
pub fn sure(words: &ArgMatches, output: &Output, warning: &str, unasked: Unasked) -> Result<(), Report> {
    output.message(warning);
    if words.get_flag("yes") {
        return Ok(());
    }
    if std::io::stdin().is_terminal() {
        return ask(output);
    }
    match unasked {
        Unasked::Taken => Ok(()),
        Unasked::Refused => {
            let line = output.pick(
                "没有做：这里不是终端，无法询问；确定要做的，请加上 --yes",
                "not done: this is no terminal, so nobody can be asked; if it is meant, add --yes",
            );
            Err(Report::new(Exit::Usage, "not-confirmed", line))
        }
    }
}

fn ask(output: &Output) -> Result<(), Report> {
    let mut stderr = std::io::stderr().lock();
    // A closed stderr is no reason to fail: then the answer is missing, and the step is not taken.
    let _ = write!(stderr, "{}", output.pick("确定吗？（y/n）：", "Is that so? (y/n): "));
    let _ = stderr.flush();
    drop(stderr);
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if read.is_ok() && is_yes(&line) {
        return Ok(());
    }
    let line = output.pick("没有做，什么也没有改变", "not done; nothing was changed");
    Err(Report::new(Exit::Usage, "not-confirmed", line))
}

/// Whether an answer is yes.
pub fn is_yes(answer: &str) -> bool {
    matches!(answer.trim(), "y" | "Y" | "yes" | "是")
}
