//! `mingqian verify-proof FILE`: the proof of one id, or a slip.

use super::verify::{Given, arguments, digest, failed, policy};
use super::{path, path_argument, read_file, text};
use crate::exit::{Exit, Report};
use crate::folder::Folder;
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use records::lang::Lang;
use std::path::PathBuf;
use verify::{ProofError, Trust, VerifierKey, verify_proof, verify_slip};

pub fn command(lang: Lang) -> Command {
    let command = Command::new("verify-proof")
        .about(
            lang.pick("核验一份证明（为什么是我）或一张检查凭单", "check the proof of one id, or the slip of a visit"),
        )
        .arg(
            path_argument(
                "file",
                "FILE",
                lang.pick("why --proof 写的证明，或检查人员出示的检查凭单", "what `why --proof` wrote, or a slip"),
            )
            .required(true),
        )
        .arg(Arg::new("record").long("record").value_name("DIGEST").help(lang.pick(
            "抽取记录的摘要（draw/record.json 的 SHA-256），从纪要等别处得来",
            "SHA-256 of draw/record.json, known from elsewhere",
        )))
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("VKEY")
                .help(lang.pick("日志的公钥（NAME+ID+BASE64）", "the log's verifier key (NAME+ID+BASE64)")),
        )
        .arg(
            path_argument(
                "bundle",
                "BUNDLE",
                lang.pick("检查凭单所属的结果文件夹，一并核验", "the bundle of the slip, verified too"),
            )
            .long("bundle"),
        );
    arguments(command, lang)
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let bytes = read_file(&path(words, "file"), output)?;
    let policy = policy(words, output)?;
    let key = text(words, "key").map(|word| key(word, output)).transpose()?;
    let trust = Trust { record: digest(words, "record", output)?, policy: policy.as_ref(), key: key.as_ref() };
    let (value, message) = if is_slip(&bytes) {
        let given = Given::read(words, output)?;
        let options = given.options();
        let folder = words.get_one::<PathBuf>("bundle").map(Folder::new);
        let bundle = folder.as_ref().map(|folder| (folder as &dyn verify::BundleFiles, &options));
        let shown = verify_slip(&bytes, &trust, bundle).map_err(|error| refused(&error, output))?;
        (serde_json::json!({ "ok": true, "slip": shown }), shown.message(output.lang))
    } else {
        let proved = verify_proof(&bytes, &trust).map_err(|error| refused(&error, output))?;
        (serde_json::json!({ "ok": true, "proof": proved }), proved.message(output.lang))
    };
    if output.json {
        output.data_json(&value);
    } else {
        output.data(&message);
    }
    Ok(())
}

/// Which of the two kinds a file says it is; whether it is one is for the checks.
fn is_slip(bytes: &[u8]) -> bool {
    let value: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    value.is_some_and(|value| value["format"] == "mq1/slip")
}

fn key(word: &str, output: &Output) -> Result<VerifierKey, Report> {
    word.parse().map_err(|error: verify::KeyError| {
        let line = output.pick("--key 不是日志的公钥", "--key is no verifier key of a log");
        Report::new(Exit::Usage, error.code(), format!("{line}: {error}"))
    })
}

fn refused(error: &ProofError, output: &Output) -> Report {
    match error {
        ProofError::Bundle(failure) => failed(failure, output),
        ProofError::Proof(failure) => {
            let details = serde_json::json!({
                "check": failure.check.name(), "got": failure.got, "expected": failure.expected,
            });
            Report::new(Exit::Verification, error.code(), error.message(output.lang)).with_details(details)
        }
    }
}
