//! `mingqian site PUBLISHED_DIR --out SITE`.

use super::plan_file::server_config;
use super::verify::{beacon, day, policy};
use super::{path, path_argument, read_file, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgAction, ArgMatches, Command};
use records::day::Day;
use records::hash::{Digest, sha256};
use records::lang::Lang;
use server::site::{Check, Fault, SiteError, SiteInput, renew_site};
use verify::Policy;

pub fn command(lang: Lang) -> Command {
    arguments(
        Command::new("site").about(lang.pick(
            "把已公布的抽取做成可以放在任何网站服务器、镜像或U盘上的静态网站",
            "make the published draws into a static site for any web server, mirror or USB stick",
        )),
        lang,
    )
    .arg(published_argument(lang).required(true))
    .arg(path_argument("out", "SITE", lang.pick("网站文件夹", "the folder of the site")).long("out").required(true))
    .arg(Arg::new("today").long("today").value_name("YYYY-MM-DD").help(lang.pick(
        "今天的日期，用于提示逾期（缺省用本机日期）",
        "the day by which to say what is overdue (else this machine's)",
    )))
    .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help(lang.pick(
        "全部重新核验，已有的网页文件也重新核对（缺省只看变动过的）",
        "verify everything again, and the site's own files (else only what has changed)",
    )))
}

/// `PUBLISHED_DIR`, as the office's `published` folder is.
pub fn published_argument(lang: Lang) -> Arg {
    path_argument(
        "published",
        "PUBLISHED_DIR",
        lang.pick(
            "公布文件夹：每次抽取一个文件夹；可以有日志副本 log",
            "the published folder: one folder for each draw, and perhaps a copy of the log in `log`",
        ),
    )
}

/// What `site` and `serve` have in common.
pub fn arguments(command: Command, lang: Lang) -> Command {
    command.arg(
        path_argument("policy", "FILE", lang.pick("信任策略：按它给出等级", "trust policy by which grades are given"))
            .long("policy"),
    )
}

/// A policy with the digest of its text.
pub fn dated_policy(words: &ArgMatches, output: &Output) -> Result<Option<(Policy, Digest)>, Report> {
    let Some(policy) = policy(words, output)? else { return Ok(None) };
    let text = read_file(&path(words, "policy"), output)?;
    Ok(Some((policy, sha256(&text))))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let config = server_config(words, output)?;
    let policy = dated_policy(words, output)?;
    let today: Option<Day> = text(words, "today").map(|word| day(word, output)).transpose()?;
    let input = SiteInput {
        published: &path(words, "published"),
        skip: &std::collections::BTreeSet::new(),
        config: &config.site,
        policy: policy.as_ref().map(|(policy, digest)| (policy, *digest)),
        today: today.unwrap_or_else(office::clock::today),
        beacon: beacon(),
    };
    let check = if words.get_flag("check") { Check::All } else { Check::Changed };
    let out = path(words, "out");
    let made = renew_site(&input, &out, check).map_err(|error| site_fault(&error, output))?;
    if output.json {
        output.data_json(&serde_json::json!({
            "ok": made.withdrawn.is_empty(), "changed": made.changed, "draws": made.draws,
            "verified": made.verified, "written": made.written, "withdrawn": made.withdrawn,
        }));
    } else {
        output.data(&match output.lang {
            Lang::Zh => format!(
                "{}：{} 次抽取，这次核验 {} 次，写出 {} 次{}",
                out.display(),
                made.draws,
                made.verified,
                made.written,
                if made.changed { "" } else { "；没有变动" }
            ),
            Lang::En => format!(
                "{}: {} draws, {} verified now, {} written{}",
                out.display(),
                made.draws,
                made.verified,
                made.written,
                if made.changed { "" } else { "; nothing has changed" }
            ),
        });
    }
    match made.withdrawn.is_empty() {
        true => Ok(()),
        false => Err(Report::lines(Exit::Verification, "withdrawn", withdrawn_lines(&made.withdrawn, output))),
    }
}

/// Which draws are not shown, and why.
pub fn withdrawn_lines(withdrawn: &[Fault], output: &Output) -> Vec<String> {
    let line = |fault: &Fault| {
        let what = output
            .pick("没有通过核验，网站上显示“撤下核查中”", "did not verify, and is shown as withdrawn for checking");
        format!("{} {what}：{}\n{}", fault.address, fault.folder, fault.message(output.lang))
    };
    withdrawn.iter().map(line).collect()
}

/// What stops the site.
pub fn site_fault(error: &SiteError, output: &Output) -> Report {
    Report::new(Exit::Failure, error.code(), error.message(output.lang))
}
