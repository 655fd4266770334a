//! `mingqian witness init W --name NAME`: a witness with a key of its own.

use super::witness_argument;
use crate::commands::{office_fault, path, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use office::log::witness::WitnessFolder;
use office::log::{KeyName, LogError};
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("init")
        .about(lang.pick("建立见证方并生成密钥（一次）", "make a witness and its key (once)"))
        .arg(witness_argument(lang))
        .arg(Arg::new("name").long("name").value_name("NAME").required(true).help(lang.pick(
            "见证方名称，不含空格，如 neighbour.example/witness",
            "the witness's name without spaces, such as neighbour.example/witness",
        )))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let name = KeyName::new(text(words, "name").unwrap_or_default()).map_err(|source| {
        let error = LogError::Key { file: PathBuf::from("--name"), source };
        Report::new(Exit::Usage, error.code(), error.message(output.lang))
    })?;
    let folder = path(words, "witness");
    let key = WitnessFolder::create(&folder, &name).and_then(|witness| witness.key());
    let key = key.map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "witness": folder, "key": key.to_string() }));
        return Ok(());
    }
    output.data(&key.to_string());
    output.message(output.pick(
        "以上是见证方公钥，交给各日志的单位和要依赖此见证的人；secret 文件夹不要复制，也不要从旧备份恢复",
        "this public key goes to the offices of the logs and to whoever relies on the witness; the folder `secret` is never copied, nor restored from an old copy",
    ));
    Ok(())
}
