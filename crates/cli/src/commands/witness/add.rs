//! `mingqian witness add LOG FILE`: a witness's answer into the log's own checkpoint.

use super::file_argument;
use crate::commands::log::{log_argument, log_folder, policy_argument, read_key};
use crate::commands::{office_fault, path_argument, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use office::clock::utc_text;
use office::log::verify::read_policy;
use office::log::witness::{read_answer, read_request};
use office::log::{KeyType, Log, LogPlaces, SecretKey, VerifierKey};
use records::lang::Lang;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    Command::new("add")
        .about(lang.pick(
            "把见证方的答复并入本单位日志的检查点",
            "put a witness's answer into the checkpoint of the office's own log",
        ))
        .arg(log_argument(lang))
        .arg(file_argument(lang, "见证方的答复文件", "the witness's answer"))
        .arg(policy_argument(lang))
        .arg(Arg::new("key").long("key").value_name("VKEY").help(lang.pick(
            "见证方公钥或存放它的文件（或用 --policy）",
            "the witness's public key or a file with it (or --policy)",
        )))
        .arg(
            path_argument(
                "request",
                "FILE",
                lang.pick(
                    "当时的请求文件；请求之后日志又增加了时需要",
                    "the request that was answered; needed where the log has grown since",
                ),
            )
            .long("request"),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let fault = |error: office::OfficeError| office_fault(&error, output);
    let folder = log_folder(words, "log", output)?;
    let keys = keys(words, output)?;
    let file: PathBuf = crate::commands::path(words, "file");
    let signatures = read_answer(&file).map_err(fault)?;
    let about = words.get_one::<PathBuf>("request").map(|file| read_request(file)).transpose().map_err(fault)?;
    // The office's folder is the one above; a copy elsewhere has no signer, and is not written to.
    let above = match folder.path().parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    let places = LogPlaces { folder: folder.path().to_owned(), ..LogPlaces::of(above) };
    let secret = SecretKey::read(&places.key).map_err(fault)?;
    let mut log = Log::open(&places, &secret).map_err(fault)?;
    let cosigned =
        log.add_cosignatures(&signatures, about.as_ref().map(|about| &about.checkpoint), &keys).map_err(fault)?;
    if output.json {
        let added =
            cosigned.added.iter().map(|(key, time)| serde_json::json!({ "key": key.to_string(), "time": time }));
        output.data_json(&serde_json::json!({ "ok": true, "size": cosigned.size, "added": added.collect::<Vec<_>>() }));
        return Ok(());
    }
    for (key, time) in &cosigned.added {
        let size = cosigned.size;
        output.data(&match output.lang {
            Lang::Zh => format!("✓ {} 已见证 {size} 条  {}；下次请求用 --old {size}", key.name(), utc_text(*time)),
            Lang::En => {
                format!("✓ {} has cosigned {size} entries  {}; next time: --old {size}", key.name(), utc_text(*time))
            }
        });
    }
    Ok(())
}

/// The witnesses that count: those of the policy, or the one that was named.
fn keys(words: &ArgMatches, output: &Output) -> Result<Vec<VerifierKey>, Report> {
    let policy = words.get_one::<PathBuf>("policy").map(|file| read_policy(file)).transpose();
    let policy = policy.map_err(|error| office_fault(&error, output))?;
    let mut keys: Vec<VerifierKey> =
        policy.iter().flat_map(|policy| policy.witnesses()).map(|witness| witness.key.clone()).collect();
    keys.extend(text(words, "key").map(|word| read_key(word, output)).transpose()?);
    if keys.iter().any(|key| key.key_type() == KeyType::Witness) {
        return Ok(keys);
    }
    let line = output.pick("请用 --key 或 --policy 给出见证方公钥", "give the witness's key by --key or --policy");
    Err(Report::new(Exit::Usage, "trust", line))
}
