//! `mingqian verify BUNDLE`.

use super::{bundle, bundle_argument, file_fault, path_argument, read_file, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgMatches, Command};
use records::day::Day;
use records::hash::Digest;
use records::lang::Lang;
use server::{Folder, LogFolder};
use std::path::PathBuf;
use verify::{BeaconCheck, Failure, Grade, LogCopy, Options, Policy, trust_policy};

pub fn command(lang: Lang) -> Command {
    let command = Command::new("verify")
        .about(lang.pick(
            "离线核验一次已发布的公告、封存抽取或抽取结果",
            "verify a published announcement, sealed draw or outcome, offline",
        ))
        .arg(bundle_argument(lang));
    arguments(command, lang).arg(Arg::new("require").long("require").value_name("GRADE").help(lang.pick(
        "次序证明至少达到此等级：rehearsal、operator-only、attested、anchored",
        "the least grade of the order of events: rehearsal, operator-only, attested, anchored",
    )))
}

/// What everything that verifies a bundle can be given beside it.
pub fn arguments(command: Command, lang: Lang) -> Command {
    command
        .arg(expect_argument(lang))
        .arg(
            path_argument(
                "policy",
                "FILE",
                lang.pick("信任策略：认哪个日志、哪些见证人", "trust policy: which log and witnesses"),
            )
            .long("policy"),
        )
        .arg(
            path_argument("log", "LOG", lang.pick("您自己的日志副本（文件夹）", "your own copy of the log (a folder)"))
                .long("log"),
        )
        .arg(Arg::new("today").long("today").value_name("YYYY-MM-DD").help(lang.pick(
            "今天的日期，用于提示逾期（缺省用本机日期）",
            "the day by which to say what is overdue (else this machine's)",
        )))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let given = Given::read(words, output)?;
    let require = text(words, "require").map(|word| grade(word, output)).transpose()?;
    let folder = bundle(words, output)?;
    let bar = Progress::new(output.pick("核验", "verifying"));
    let progress = |done: u64, total: u64| bar.update(done, total);
    let options = Options { require, progress: Some(&progress), ..given.options() };
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

/// What the reader gives beside the bundle.
pub struct Given {
    expect: Option<Digest>,
    policy: Option<Policy>,
    log: Option<(Vec<u8>, LogFolder)>,
    today: Option<Day>,
}

impl Given {
    /// Reads the words and the files that they name.
    pub fn read(words: &ArgMatches, output: &Output) -> Result<Self, Report> {
        let log = words.get_one::<PathBuf>("log").map(|folder| {
            let folder = LogFolder::new(folder);
            let fault = |error| file_fault(&folder.checkpoint_path(), &error, output, "读不了", "cannot read");
            Ok((folder.read_checkpoint().map_err(fault)?, folder))
        });
        let today = text(words, "today").map(|word| day(word, output)).transpose()?;
        Ok(Self {
            expect: expected(words, output)?,
            policy: policy(words, output)?,
            log: log.transpose()?,
            today: today.or_else(|| Some(office::clock::today())),
        })
    }

    /// The same as the verifier takes it.
    pub fn options(&self) -> Options<'_> {
        Options {
            expect: self.expect,
            policy: self.policy.as_ref(),
            log: self.log.as_ref().map(|(checkpoint, tiles)| LogCopy { checkpoint, tiles }),
            today: self.today,
            beacon: beacon(),
            ..Options::default()
        }
    }
}

/// The check of a beacon's signature, if it is built in.
#[cfg(feature = "drand")]
pub fn beacon() -> Option<BeaconCheck<'static>> {
    Some(&|round, signature| beacon::check(round, signature).map_err(|error| error.to_string()))
}

#[cfg(not(feature = "drand"))]
pub fn beacon() -> Option<BeaconCheck<'static>> {
    None
}

/// `--policy FILE`.
pub fn policy(words: &ArgMatches, output: &Output) -> Result<Option<Policy>, Report> {
    let Some(path) = words.get_one::<PathBuf>("policy") else { return Ok(None) };
    let bytes = read_file(path, output)?;
    let read = trust_policy(&bytes).map_err(|error| {
        let line = output.pick("信任策略的写法不对", "the trust policy is malformed");
        Report::new(Exit::Usage, error.code(), format!("{line}: {error}"))
    });
    read.map(Some)
}

pub fn day(word: &str, output: &Output) -> Result<Day, Report> {
    word.parse().map_err(|_| {
        let line = output.pick("--today 应为 YYYY-MM-DD", "--today takes YYYY-MM-DD");
        Report::new(Exit::Usage, "today", line)
    })
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
    digest(words, "expect", output)
}

/// A digest given as `--NAME`.
pub fn digest(words: &ArgMatches, name: &'static str, output: &Output) -> Result<Option<Digest>, Report> {
    let parse = |word: &str| {
        word.parse().map_err(|_| {
            let line = match output.lang {
                Lang::Zh => format!("--{name} 应为 64 位小写十六进制数字"),
                Lang::En => format!("--{name} takes 64 lower-case hexadecimal digits"),
            };
            Report::new(Exit::Usage, name, line)
        })
    };
    text(words, name).map(parse).transpose()
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
