//! `mingqian witness trust W --key VKEY`: a log to be watched from now on.

use super::witness_argument;
use crate::commands::log::read_key;
use crate::commands::{office_fault, path, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use office::log::KeyType;
use office::log::witness::WitnessFolder;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("trust")
        .about(lang.pick("登记一个日志的公钥，此后才为它见证", "register a log's key, to watch it from now on"))
        .arg(witness_argument(lang))
        .arg(Arg::new("key").long("key").value_name("VKEY").required(true).help(lang.pick(
            "日志公钥或存放它的文件，由对方当面或以公函给出",
            "the log's public key or a file with it, handed over by its office in person or by letter",
        )))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let key = read_key(text(words, "key").unwrap_or_default(), output)?;
    if key.key_type() != KeyType::Log {
        let line = output.pick("这是见证方的公钥，不是日志的", "this is the key of a witness, not of a log");
        return Err(Report::new(Exit::Usage, "key-type", line));
    }
    let witness = WitnessFolder::open(path(words, "witness")).and_then(|witness| witness.trust(&key));
    witness.map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "key": key.to_string() }));
    } else {
        output.data(&format!("✓ {key}"));
    }
    Ok(())
}
