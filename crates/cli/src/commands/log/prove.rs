//! `mingqian log prove LOG INDEX`: an entry's proof as a file.

use super::{key_argument, log_argument, log_folder, policy_argument};
use crate::commands::{office_fault, path, path_argument, write_file};
use crate::exit::Report;
use crate::output::Output;
use clap::{Arg, ArgMatches, Command, value_parser};
use office::log::verify::{checkpoint_for, prove};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("prove")
        .about(lang.pick(
            "证明某一条在日志里（.tlog-proof 文件，可离线核验）",
            "prove that an entry is in a log (a .tlog-proof file, checked offline)",
        ))
        .arg(log_argument(lang))
        .arg(
            Arg::new("index")
                .value_name("INDEX")
                .required(true)
                .value_parser(value_parser!(u64))
                .help(lang.pick("第几条，从 0 数起", "which entry, from 0")),
        )
        .arg(policy_argument(lang))
        .arg(key_argument(lang))
        .arg(
            path_argument(
                "out",
                "FILE",
                lang.pick("写入的文件（缺省到标准输出）", "file to write (else standard output)"),
            )
            .long("out"),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let folder = log_folder(words, "log", output)?;
    let index = words.get_one::<u64>("index").copied().unwrap_or_default();
    let fault = |error: office::OfficeError| office_fault(&error, output);
    // Without a policy the newest checkpoint is the best one; who checks the proof has a policy of their own.
    let checkpoint = if words.contains_id("policy") || words.contains_id("key") {
        checkpoint_for(&folder, &super::policy(words, Some(&folder), output)?, index).map_err(fault)?
    } else {
        folder.checkpoint().map_err(fault)?
    };
    let proof = prove(&folder, &checkpoint, index).map_err(fault)?.to_string();
    if words.contains_id("out") {
        let out = path(words, "out");
        write_file(&out, proof.as_bytes(), output)?;
        if output.json {
            output.data_json(&serde_json::json!({ "ok": true, "out": out, "index": index }));
        } else {
            output.data(&out.display().to_string());
        }
    } else if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "index": index, "proof": proof }));
    } else {
        output.data(&proof);
    }
    Ok(())
}
