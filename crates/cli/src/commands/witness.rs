//! `mingqian witness …`: a neighbouring county watches that a log only grows. Requests and answers are files, so that a
//! stick is enough.

mod add;
mod init;
mod request;
mod sign;
mod trust;

use super::path_argument;
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("witness")
        .about(lang.pick(
            "见证：邻县确认日志只增不改（请求和答复都是文件，用优盘传递即可）",
            "witness: a neighbouring county sees that a log only grows (requests and answers are files, a USB stick will do)",
        ))
        .after_help(lang.pick(
            "邻县：init 一次，trust 每个日志一次，sign 每次请求。日志一方：request 写出请求，add 并入答复。",
            "The neighbour: init once, trust once a log, sign each request. The log's office: request, then add the answer.",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(init::command(lang))
        .subcommand(trust::command(lang))
        .subcommand(request::command(lang))
        .subcommand(sign::command(lang))
        .subcommand(add::command(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    match words.subcommand() {
        Some(("init", words)) => init::run(words, output),
        Some(("trust", words)) => trust::run(words, output),
        Some(("request", words)) => request::run(words, output),
        Some(("sign", words)) => sign::run(words, output),
        Some(("add", words)) => add::run(words, output),
        _ => Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
}

/// `W`, the witness's folder.
fn witness_argument(lang: Lang) -> Arg {
    path_argument("witness", "W", lang.pick("见证文件夹", "the witness's folder")).required(true)
}

/// `FILE`, what came on the stick.
fn file_argument(lang: Lang, zh: &str, en: &str) -> Arg {
    path_argument("file", "FILE", lang.pick(zh, en)).required(true)
}

/// `--out FILE`, what goes on the stick.
fn out_argument(lang: Lang) -> Arg {
    path_argument("out", "FILE", lang.pick("写入的文件", "file to write")).long("out").required(true)
}
