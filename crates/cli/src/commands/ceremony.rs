//! `mingqian ceremony …`: a draw held in steps, each of which is in the office's log before the next one is made.

mod announce;
mod close;
mod draw;
mod end;
mod open;
mod papers;
mod people;
mod replace;
mod roll;
mod status;
mod sure;
mod walk;

use super::{dir_argument, office_fault, secret_argument, store, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgAction, ArgMatches, Command};
use office::ceremony::Desk;
use records::day::Day;
use records::events::ShareFile;
use records::hash::Digest;
use records::id::Id;
use records::lang::Lang;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    let steps = [
        announce::command(lang),
        status::command(lang),
        people::share(lang),
        people::contribute(lang),
        people::commit(lang),
        people::reveal(lang),
        close::command(lang),
        people::sign(lang),
        roll::command(lang),
        draw::command(lang),
        open::open(lang),
        open::slips(lang),
        replace::command(lang),
        end::finish(lang),
        end::void(lang),
        end::publish(lang),
        papers::command(lang),
        walk::command(lang),
    ];
    Command::new("ceremony")
        .about(lang.pick("抽取仪式：逐步进行，每一步先记入日志", "a draw held in steps, each of which is logged first"))
        .after_help(lang.pick(
            "次序：announce →（封存：share）→ contribute（远程：commit、reveal）→ close → sign → roll → draw →（封存：open）→ finish；walk 逐步带着做。",
            "Order: announce → (sealed: share) → contribute (remote: commit, reveal) → close → sign → roll → draw → (sealed: open) → finish; `walk` leads through all of it.",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(steps)
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    match words.subcommand() {
        Some(("announce", words)) => announce::run(words, output),
        Some(("status", words)) => status::run(words, output),
        Some(("share", words)) => people::run_share(words, output),
        Some(("contribute", words)) => people::run_contribute(words, output),
        Some(("commit", words)) => people::run_commit(words, output),
        Some(("reveal", words)) => people::run_reveal(words, output),
        Some(("close", words)) => close::run(words, output),
        Some(("sign", words)) => people::run_sign(words, output),
        Some(("roll", words)) => roll::run(words, output),
        Some(("draw", words)) => draw::run(words, output),
        Some(("open", words)) => open::run_open(words, output),
        Some(("slips", words)) => open::run_slips(words, output),
        Some(("replace", words)) => replace::run(words, output),
        Some(("finish", words)) => end::run_finish(words, output),
        Some(("void", words)) => end::run_void(words, output),
        Some(("publish", words)) => end::run_publish(words, output),
        Some(("papers", words)) => papers::run(words, output),
        Some(("walk", words)) => walk::run(words, output),
        _ => Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
}

/// A step of one draw: `DIR DRAW`.
fn step(name: &'static str, lang: Lang, zh: &'static str, en: &'static str) -> Command {
    Command::new(name)
        .about(lang.pick(zh, en))
        .arg(dir_argument(lang))
        .arg(
            Arg::new("draw")
                .value_name("DRAW")
                .required(true)
                .help(lang.pick("抽取的名称，如 QXX-SCJG/1/1", "name of the draw, such as QXX-SCJG/1/1")),
        )
        .arg(secret_argument(lang))
}

/// An option with one text.
fn option(id: &'static str, value_name: &'static str, help: &str) -> Arg {
    Arg::new(id).long(id).value_name(value_name).help(help.to_owned())
}

/// An option that may be given several times.
fn many(id: &'static str, value_name: &'static str, help: &str) -> Arg {
    option(id, value_name, help).action(ArgAction::Append)
}

fn draw_name(words: &ArgMatches) -> &str {
    text(words, "draw").unwrap_or_default()
}

/// Opens the desk, does something there, and closes it.
fn at_desk<T>(
    words: &ArgMatches,
    output: &Output,
    work: impl FnOnce(&mut Desk<'_>) -> office::Result<T>,
) -> Result<T, Report> {
    let store = store(words, output)?;
    let done = (|| {
        let writer = store.writer()?;
        let mut desk = Desk::open(&writer, office::clock::today(), output.lang)?;
        let done = work(&mut desk)?;
        desk.close()?;
        Ok(done)
    })();
    done.map_err(|error: office::OfficeError| office_fault(&error, output))
}

/// Lines for people, each a name and a value; an object for programs.
fn say(output: &Output, lines: &[(&str, &str, String)], json: serde_json::Value) {
    if output.json {
        output.data_json(&json);
        return;
    }
    for (zh, en, value) in lines {
        output.data(&format!("{}{}{value}", output.pick(zh, en), output.pick("：", ": ")));
    }
}

/// A day on the command line.
fn parse_day(word: &str, id: &str, output: &Output) -> Result<Day, Report> {
    word.parse().map_err(|_| {
        let line = match output.lang {
            Lang::Zh => format!("--{id} 应写成 2026-03-16 这样的日期，写的是“{word}”"),
            Lang::En => format!("--{id} takes a day such as 2026-03-16, not {word:?}"),
        };
        Report::new(Exit::Usage, "day", line)
    })
}

/// An id on the command line.
fn parse_id(word: &str, id: &str, output: &Output) -> Result<Id, Report> {
    Id::parse(word).map_err(|error| {
        let line = match output.lang {
            Lang::Zh => format!("--{id} 的代码写法不对：“{word}”；请照名单、方案或凭单上的写"),
            Lang::En => format!("--{id}: {error}"),
        };
        Report::new(Exit::Usage, error.code(), line)
    })
}

/// A digest on the command line.
fn digest(words: &ArgMatches, id: &str, output: &Output) -> Result<Digest, Report> {
    parse_digest(text(words, id).unwrap_or_default(), id, output)
}

fn parse_digest(word: &str, id: &str, output: &Output) -> Result<Digest, Report> {
    // People type digests in groups.
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    word.parse().map_err(|error: records::hash::DigestError| {
        let line = match output.lang {
            Lang::Zh => format!("--{id} 应为 64 位小写十六进制数字"),
            Lang::En => format!("--{id}: {error}"),
        };
        Report::new(Exit::Usage, error.code(), line)
    })
}

/// The shares that `--share FILE` names.
fn shares(words: &ArgMatches, output: &Output) -> Result<Vec<ShareFile>, Report> {
    let files = words.get_many::<PathBuf>("share").unwrap_or_default();
    let read = |file: &PathBuf| office::ceremony::read_share(file).map_err(|error| office_fault(&error, output));
    files.map(read).collect()
}

/// `--out NEW`: what is published is copied there as well.
fn out_argument(lang: Lang) -> Arg {
    super::path_argument(
        "out",
        "NEW",
        lang.pick("发布的文件夹另复制一份到这里", "also copy what is published to this new folder"),
    )
    .long("out")
}

/// Copies what was published to `--out`.
fn copy_out(words: &ArgMatches, published: &Path, output: &Output) -> Result<(), Report> {
    let Some(out) = words.get_one::<PathBuf>("out") else { return Ok(()) };
    office::store::export::copy_published(published, out).map_err(|error| office_fault(&error, output))
}

fn share_argument(lang: Lang) -> Arg {
    super::path_argument("share", "FILE", lang.pick("份额文件，每份一次", "a share's file, once for each"))
        .long("share")
        .action(ArgAction::Append)
}
