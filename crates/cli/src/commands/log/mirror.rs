//! `mingqian log mirror FROM TO`: a checked copy that never goes back.

use super::verify::{json, lines};
use super::{key_argument, log_folder, policy, policy_argument};
use crate::commands::{office_fault, path, path_argument};
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::log::LogFolder;
use office::log::mirror::mirror;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    let from =
        path_argument("from", "FROM", lang.pick("要复制的日志文件夹", "the log's folder to copy")).required(true);
    let to = path_argument("to", "TO", lang.pick("本地副本文件夹", "the mirror's folder")).required(true);
    Command::new("mirror")
        .about(lang.pick(
            "复制并核验日志；发现退回或两种历史时拒绝，原有副本不变",
            "copy and check a log; refuses a rollback or a second history, and leaves the mirror as it was",
        ))
        .arg(from)
        .arg(to)
        .arg(policy_argument(lang))
        .arg(key_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let from = log_folder(words, "from", output)?;
    let to = path(words, "to");
    // A mirror that is there knows the log's key from its first copy.
    let known = LogFolder::open(&to).ok();
    let policy = policy(words, Some(known.as_ref().unwrap_or(&from)), output)?;
    let mirrored = mirror(&from, &to, &policy).map_err(|error| office_fault(&error, output))?;
    if output.json {
        let mut value = json(&mirrored.source);
        if let Some(object) = value.as_object_mut() {
            object.insert("before".to_owned(), mirrored.before.into());
            object.insert("copied".to_owned(), mirrored.copied.into());
        }
        output.data_json(&value);
        return Ok(());
    }
    lines(&mirrored.source, output).iter().for_each(|line| output.data(line));
    let copied = output.pick("复制的文件", "files copied");
    output.data(&format!("✓ {}  {copied} {}", to.display(), mirrored.copied));
    Ok(())
}
