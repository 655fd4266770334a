//! `mingqian log …`: a published log, whoever's it is: verify it, mirror it, prove an entry, check a proof.

mod check_proof;
mod mirror;
mod new;
mod prove;
mod verify;

use super::{office_fault, path, path_argument, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use office::clock::utc_text;
use office::log::verify::read_policy;
use office::log::{LogError, LogFolder, Policy, Trusted, VerifierKey};
use records::lang::Lang;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    Command::new("log")
        .about(lang.pick("日志：建立、核验、复制、证明", "the log: make, verify, mirror, prove"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(new::command(lang))
        .subcommand(verify::command(lang))
        .subcommand(mirror::command(lang))
        .subcommand(prove::command(lang))
        .subcommand(check_proof::command(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    match words.subcommand() {
        Some(("new", words)) => new::run(words, output),
        Some(("verify", words)) => verify::run(words, output),
        Some(("mirror", words)) => mirror::run(words, output),
        Some(("prove", words)) => prove::run(words, output),
        Some(("check-proof", words)) => check_proof::run(words, output),
        _ => Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
}

/// `LOG`, the folder of a published log.
pub fn log_argument(lang: Lang) -> Arg {
    path_argument("log", "LOG", lang.pick("日志文件夹（如 DIR/log）", "the log's folder (such as DIR/log)"))
        .required(true)
}

/// The log that was named.
pub fn log_folder(words: &ArgMatches, id: &str, output: &Output) -> Result<LogFolder, Report> {
    LogFolder::open(path(words, id)).map_err(|error| office_fault(&error, output))
}

/// `--policy FILE`.
pub fn policy_argument(lang: Lang) -> Arg {
    path_argument(
        "policy",
        "FILE",
        lang.pick(
            "信任文件（log、witness、group、quorum 行）：信哪些日志、要哪些见证",
            "trust policy (lines log, witness, group, quorum): which logs, which witnesses",
        ),
    )
    .long("policy")
}

/// `--key VKEY`, the log's key.
pub fn key_argument(lang: Lang) -> Arg {
    Arg::new("key").long("key").value_name("VKEY").help(lang.pick(
        "日志公钥（名称+编号+BASE64）或存放它的文件，从公告、纪要等别处得来",
        "the log's public key (NAME+ID+BASE64) or a file with it, known from elsewhere",
    ))
}

/// The policy of this run. Without one, the key that the log itself names is taken, and that is said.
pub fn policy(words: &ArgMatches, folder: Option<&LogFolder>, output: &Output) -> Result<Policy, Report> {
    let file = words.get_one::<PathBuf>("policy");
    let policy = file.map(|file| read_policy(file)).transpose().map_err(|error| office_fault(&error, output))?;
    let key = text(words, "key").map(|word| read_key(word, output)).transpose()?;
    match (policy, key, folder) {
        (Some(policy), None, _) => Ok(policy),
        (Some(policy), Some(key), _) => policy.for_log(&key).map_err(|source| {
            let file = file.cloned().unwrap_or_default();
            office_fault(&LogError::Policy { file, source }.into(), output)
        }),
        (None, Some(key), _) => Ok(Policy::of_log(key)),
        // Logs of other programs have no file with their key.
        (None, None, Some(folder)) if folder.path().join("log.vkey").exists() => {
            let key = folder.key().map_err(|error| office_fault(&error, output))?;
            output.message(output.pick(
                "公钥取自日志本身，只能看出前后一致，看不出是谁的；请用 --key 或 --policy 给出别处得来的公钥",
                "the key was taken from the log itself, which shows that it agrees with itself and not whose it is; give one known from elsewhere by --key or --policy",
            ));
            Ok(Policy::of_log(key))
        }
        (None, None, _) => {
            let line =
                output.pick("请用 --key 或 --policy 给出信任的公钥", "give a key that you trust by --key or --policy");
            Err(Report::new(Exit::Usage, "trust", line))
        }
    }
}

/// A public key as it stands on the command line, or in the file of that name.
pub fn read_key(word: &str, output: &Output) -> Result<VerifierKey, Report> {
    match word.parse() {
        Ok(key) => Ok(key),
        Err(_) if Path::new(word).is_file() => {
            office::log::folder::read_key(Path::new(word)).map_err(|error| office_fault(&error, output))
        }
        Err(source) => {
            let error = LogError::Key { file: PathBuf::from("--key"), source };
            Err(Report::new(Exit::Usage, error.code(), error.message(output.lang)))
        }
    }
}

/// Who signed and cosigned, for people.
pub fn trusted_lines(trusted: &Trusted, output: &Output) -> Vec<String> {
    let mut lines = vec![format!("✓ {} {}", output.pick("日志签名", "signed by"), trusted.log)];
    for witnessed in &trusted.witnesses {
        let words = output.pick("见证签名", "cosigned by");
        lines.push(format!("✓ {words} {} ({})  {}", witnessed.name, witnessed.key_name, utc_text(witnessed.time)));
    }
    if let Some(time) = trusted.reached {
        let words = output.pick("见证满足信任文件的要求，始于", "enough witnesses, since");
        lines.push(format!("✓ {words} {}", utc_text(time)));
    }
    lines
}

/// Who signed and cosigned, for programs.
pub fn trusted_json(trusted: &Trusted) -> serde_json::Value {
    let witnesses = trusted.witnesses.iter().map(|witnessed| {
        serde_json::json!({
            "name": witnessed.name, "key_name": witnessed.key_name.as_str(), "time": witnessed.time,
        })
    });
    serde_json::json!({
        "key": trusted.log.to_string(), "witnesses": witnesses.collect::<Vec<_>>(), "reached": trusted.reached,
    })
}
