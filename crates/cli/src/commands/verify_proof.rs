//! `mingqian verify-proof FILE`: the proof of one id, or a slip.

use super::verify::{Given, arguments, digest, failed, policy};
use super::{path, path_argument, read_file, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use records::lang::Lang;
use records::plan::Plan;
use server::Folder;
use std::path::{Path, PathBuf};
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
                "plan",
                "FILE",
                lang.pick("plan.json：证明里没有方案的时候", "plan.json, for a proof that leaves the plan out"),
            )
            .long("plan"),
        )
        .arg(
            path_argument(
                "bundle",
                "BUNDLE",
                lang.pick("它所属的结果文件夹，一并核验", "the bundle to which it belongs, verified too"),
            )
            .long("bundle"),
        );
    arguments(command, lang)
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let bytes = read_file(&path(words, "file"), output)?;
    let policy = policy(words, output)?;
    let key = text(words, "key").map(|word| key(word, output)).transpose()?;
    let plan = words.get_one::<PathBuf>("plan").map(|path| plan(path, output)).transpose()?;
    let record = digest(words, "record", output)?;
    let trust = Trust { record, policy: policy.as_ref(), key: key.as_ref(), plan: plan.as_ref() };
    let given = Given::read(words, output)?;
    let options = given.options();
    let folder = words.get_one::<PathBuf>("bundle").map(Folder::new);
    let bundle = folder.as_ref().map(|folder| (folder as &dyn verify::BundleFiles, &options));
    let (value, message) = if is_slip(&bytes) {
        let shown = verify_slip(&bytes, &trust, bundle).map_err(|error| refused(&error, output))?;
        (serde_json::json!({ "ok": true, "slip": shown }), shown.message(output.lang))
    } else {
        let proved = verify_proof(&bytes, &trust, bundle).map_err(|error| refused(&error, output))?;
        (serde_json::json!({ "ok": true, "proof": proved }), proved.message(output.lang))
    };
    if output.json {
        output.data_json(&value);
    } else {
        output.data(&message);
    }
    Ok(())
}

fn plan(path: &Path, output: &Output) -> Result<Plan, Report> {
    let bytes = read_file(path, output)?;
    records::canonical::from_slice(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).map_err(|error| {
        let what = output.pick("不是结果文件夹里的 plan.json", "is not the plan.json of a bundle");
        Report::new(Exit::Usage, error.code(), format!("{} {what}: {error}", path.display()))
    })
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
