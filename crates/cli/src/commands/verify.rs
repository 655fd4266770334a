//! `mingqian verify BUNDLE`.

use super::{bundle, bundle_argument, text};
use crate::exit::{Exit, Report};
use crate::folder::Folder;
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgMatches, Command};
use records::hash::Digest;
use records::lang::Lang;
use verify::{Failure, Grade, Options};

pub fn command(lang: Lang) -> Command {
    Command::new("verify")
        .about(lang.pick("离线核验一次已发布的抽取结果", "verify a published bundle, offline"))
        .arg(bundle_argument(lang))
        .arg(expect_argument(lang))
        .arg(Arg::new("require").long("require").value_name("GRADE").help(lang.pick(
            "次序证明至少达到此等级：rehearsal、operator-only、attested、anchored",
            "the least grade of the order of events: rehearsal, operator-only, attested, anchored",
        )))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let expect = expected(words, output)?;
    let require = text(words, "require").map(|word| grade(word, output)).transpose()?;
    let folder = bundle(words, output)?;
    let bar = Progress::new(output.pick("核验", "verifying"));
    let progress = |done: u64, total: u64| bar.update(done, total);
    let options = Options { expect, require, progress: Some(&progress) };
    let outcome = verify::verify(&Folder::new(folder), &options);
    drop(bar);
    let verified = outcome.map_err(|failure| failed(&failure, output))?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "verified": verified }));
        return Ok(());
    }
    for passed in &verified.checks {
        output.data(&format!("✓ {} · {}", passed.check, passed.sentence(output.lang)));
    }
    output.data(&verified.message(output.lang));
    Ok(())
}

/// `--expect DIGEST`, the same for everything that reads a bundle.
pub fn expect_argument(lang: Lang) -> Arg {
    Arg::new("expect").long("expect").value_name("DIGEST").help(lang.pick(
        "结果摘要必须是这个值（64 位十六进制，从公告、纪要等别处得来）",
        "the bundle digest must be this one (64 hexadecimal digits, known from elsewhere)",
    ))
}

/// What `--expect` says.
pub fn expected(words: &ArgMatches, output: &Output) -> Result<Option<Digest>, Report> {
    let parse = |word: &str| {
        word.parse().map_err(|_| {
            let line =
                output.pick("--expect 应为 64 位小写十六进制数字", "--expect takes 64 lower-case hexadecimal digits");
            Report::new(Exit::Usage, "expect", line)
        })
    };
    text(words, "expect").map(parse).transpose()
}

fn grade(word: &str, output: &Output) -> Result<Grade, Report> {
    Grade::from_name(word).ok_or_else(|| {
        let line = output.pick(
            "--require 应为 rehearsal、operator-only、attested、anchored 之一",
            "--require takes one of: rehearsal, operator-only, attested, anchored",
        );
        Report::new(Exit::Usage, "require", line)
    })
}

/// The check that failed, and who answers for it.
pub fn failed(failure: &Failure, output: &Output) -> Report {
    let details = serde_json::json!({
        "check": failure.check.name(), "file": failure.file, "line": failure.line,
        "got": failure.got, "expected": failure.expected, "culprit": failure.culprit.title(Lang::En),
    });
    Report::new(Exit::Verification, failure.code(), failure.message(output.lang)).with_details(details)
}
