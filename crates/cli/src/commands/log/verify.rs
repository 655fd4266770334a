//! `mingqian log verify LOG`: every entry, every tile, every signature.

use super::{key_argument, log_argument, log_folder, policy, policy_argument, trusted_json, trusted_lines};
use crate::commands::{office_fault, path_argument};
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::log::folder::read_checkpoint;
use office::log::verify::{Verified, verify};
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("verify")
        .about(lang.pick(
            "核验整个日志：每一条、每个分块、每个签名",
            "verify a whole log: every entry, every tile, every signature",
        ))
        .arg(log_argument(lang))
        .arg(policy_argument(lang))
        .arg(key_argument(lang))
        .arg(
            path_argument(
                "since",
                "CHECKPOINT",
                lang.pick(
                    "先前记下的检查点文件；日志必须是它的延续",
                    "a checkpoint that was noted down earlier; the log must continue it",
                ),
            )
            .long("since"),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let folder = log_folder(words, "log", output)?;
    let policy = policy(words, Some(&folder), output)?;
    let since = words.get_one::<PathBuf>("since").map(|file| read_checkpoint(file)).transpose();
    let since = since.map_err(|error| office_fault(&error, output))?;
    let verified = verify(&folder, &policy, since.as_ref()).map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&json(&verified));
        return Ok(());
    }
    lines(&verified, output).iter().for_each(|line| output.data(line));
    Ok(())
}

/// What was found, for people.
pub fn lines(verified: &Verified, output: &Output) -> Vec<String> {
    let said = verified.checkpoint.checkpoint();
    let (log, entries) = (output.pick("日志", "log"), output.pick("条，根", "entries, root"));
    let mut lines = vec![format!("✓ {log} {}  {} {entries} {}", said.origin, said.size, said.root)];
    lines.extend(trusted_lines(&verified.trusted, output));
    let continues = output.pick("是早先检查点的延续，其条数为", "continues the earlier state, entries:");
    lines.extend(verified.continues.iter().map(|size| format!("✓ {continues} {size}")));
    let unchecked = output.pick("不属于检查点，请勿采用", "not part of the checkpoint, not to be used");
    lines.extend(verified.unchecked.iter().map(|name| format!("! {unchecked}: {name}")));
    lines
}

/// What was found, for programs.
pub fn json(verified: &Verified) -> serde_json::Value {
    let said = verified.checkpoint.checkpoint();
    serde_json::json!({
        "ok": true, "origin": said.origin, "size": said.size, "root": said.root.to_string(),
        "trusted": trusted_json(&verified.trusted), "continues": verified.continues, "unchecked": verified.unchecked,
    })
}
