//! `mingqian log check-proof FILE`: whether an entry is in a log, from the proof alone.

use super::{key_argument, policy, policy_argument, trusted_json, trusted_lines};
use crate::commands::{office_fault, path, path_argument, read_file, text};
use crate::exit::Report;
use crate::output::Output;
use clap::{Arg, ArgGroup, ArgMatches, Command};
use office::log::LogError;
use office::log::verify::read_proof;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("check-proof")
        .about(lang.pick("离线核验一份 .tlog-proof 证明", "check a .tlog-proof file, offline"))
        .arg(path_argument("proof", "FILE", lang.pick("证明文件", "the proof")).required(true))
        .arg(
            path_argument(
                "entry",
                "FILE",
                lang.pick("该条内容的文件，逐字节相同", "a file with the entry, byte for byte"),
            )
            .long("entry"),
        )
        .arg(
            Arg::new("line")
                .long("line")
                .value_name("TEXT")
                .help(lang.pick("该条内容，不含换行", "the entry as text, without a line end")),
        )
        .group(ArgGroup::new("content").args(["entry", "line"]).required(true))
        .arg(policy_argument(lang))
        .arg(key_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let file = path(words, "proof");
    let policy = policy(words, None, output)?;
    let proof = read_proof(&file).map_err(|error| office_fault(&error, output))?;
    let entry = match text(words, "line") {
        Some(line) => line.as_bytes().to_vec(),
        None => read_file(&path(words, "entry"), output)?,
    };
    let trusted = proof
        .verify(&entry, &policy)
        .map_err(|source| office_fault(&LogError::ProofFile { file, source }.into(), output))?;
    let said = proof.checkpoint.checkpoint();
    if output.json {
        output.data_json(&serde_json::json!({
            "ok": true, "origin": said.origin, "index": proof.index, "size": said.size, "root": said.root.to_string(),
            "trusted": trusted_json(&trusted),
        }));
        return Ok(());
    }
    output.data(&match output.lang {
        Lang::Zh => format!("✓ 日志 {} 第 {} 条（从 0 数起，共 {} 条）", said.origin, proof.index, said.size),
        Lang::En => format!("✓ entry {} (from 0) of {} in the log {}", proof.index, said.size, said.origin),
    });
    trusted_lines(&trusted, output).iter().for_each(|line| output.data(line));
    Ok(())
}
