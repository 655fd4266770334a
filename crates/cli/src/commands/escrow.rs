//! `mingqian escrow check SHARE` and `mingqian escrow recover SHARE…`: for holders, on machines of their own.

use super::{office_fault, path, path_argument, read_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgAction, ArgMatches, Command};
use draw::escrow::{self, EscrowError};
use office::ceremony::read_share;
use records::canonical;
use records::events::{Event, LoggedEvent, ShareFile};
use records::hash::{Digest, sha256};
use records::lang::Lang;
use records::plan::Plan;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    Command::new("escrow")
        .about(lang.pick("密钥份额：核对、恢复", "shares of the operator's secret: check, recover"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("check")
                .about(lang.pick("核对自己的份额，报数之前做", "check one's share, before any contribution"))
                .arg(path_argument("share", "SHARE", lang.pick("份额文件", "the share's file")).required(true))
                .arg(
                    path_argument(
                        "announcement",
                        "BUNDLE",
                        lang.pick("对照公告文件夹", "hold it against the announcement"),
                    )
                    .long("announcement"),
                ),
        )
        .subcommand(
            Command::new("recover")
                .about(lang.pick(
                    "由足够的份额恢复密钥（本单位不办结时用）",
                    "the secret from enough shares, where the office does not finish",
                ))
                .arg(
                    path_argument(
                        "share",
                        "SHARE",
                        lang.pick("份额文件，够门限数", "files of shares, as many as the threshold"),
                    )
                    .required(true)
                    .num_args(1..)
                    .action(ArgAction::Append),
                )
                .arg(
                    path_argument(
                        "announcement",
                        "BUNDLE",
                        lang.pick("公告文件夹，门限取自它", "the announcement, which has the threshold"),
                    )
                    .long("announcement")
                    .required(true),
                ),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    match words.subcommand() {
        Some(("check", words)) => check(words, output),
        Some(("recover", words)) => recover(words, output),
        _ => Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
}

/// What an announcement says of the escrow.
struct Announcement {
    plan: Plan,
    digest: Digest,
    points: Vec<Digest>,
    commitment: Digest,
}

fn check(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let share = read_share(&path(words, "share")).map_err(|error| office_fault(&error, output))?;
    let announcement = words.get_one::<PathBuf>("announcement").map(|folder| read(folder, output)).transpose()?;
    let checked = match &announcement {
        None => escrow::check_share(&share),
        Some(announcement) => against(&share, announcement),
    };
    checked.map_err(|error| refused(&error, output))?;
    let signed = draw::signature::share(&share.plan, &share.commitment, &share.holder);
    if output.json {
        output.data_json(&serde_json::json!({
            "ok": true, "holder": share.holder, "draw": share.draw, "statement": signed, "against": announcement.is_some(),
        }));
        return Ok(());
    }
    output.data(&format!("✓ {} {}  {}", output.pick("份额无误", "the share is good"), share.draw, share.holder));
    if announcement.is_none() {
        output.message(output.pick(
            "没有对照公告；用 --announcement 给出公告文件夹",
            "not held against an announcement: give it by --announcement",
        ));
    }
    output.data(&format!("{}  {signed}", output.pick("请签", "to be signed")));
    output.message(&match output.lang {
        Lang::Zh => format!(
            "下一步：收好份额文件；运行 mingqian key sign 私钥文件 --statement {signed}，把签名交给组织单位"
        ),
        Lang::En => format!(
            "next: keep the share's file; run `mingqian key sign KEY --statement {signed}` and hand the signature to the office"
        ),
    });
    Ok(())
}

fn recover(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let announcement = read(&path(words, "announcement"), output)?;
    let files = words.get_many::<PathBuf>("share").unwrap_or_default();
    let shares = files.map(|file| read_share(file).map_err(|error| office_fault(&error, output)));
    let shares = shares.collect::<Result<Vec<ShareFile>, _>>()?;
    let threshold = announcement.plan.escrow.as_ref().map_or(0, |rule| rule.threshold);
    let recovered = shares
        .iter()
        .try_for_each(|share| against(share, &announcement))
        .and_then(|()| escrow::recover(&shares, threshold))
        .and_then(|secret| escrow::check_secret(&secret, &announcement.points).map(|()| secret));
    let secret = recovered.map_err(|error| refused(&error, output))?;
    let secret = Digest::new(*secret.expose_bytes());
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "secret": secret }));
    } else {
        output.data(&secret.to_string());
        output.message(output.pick(
            "上面是操作方秘密 s：有了它，抽取结果可以重算。下一步：组织单位能办结的，把份额文件交给它（ceremony finish --share）；不能的，把 s 和公告、公开日志的副本交给上一级，请其公布",
            "this is the operator's secret s, by which the outcome can be recomputed. Next: hand the shares' files to the office, if it can finish (`ceremony finish --share`); else hand s, the announcement and a copy of the log to the superior, who publishes them",
        ));
    }
    Ok(())
}

fn against(share: &ShareFile, announcement: &Announcement) -> Result<(), EscrowError> {
    let Announcement { plan, digest, points, commitment } = announcement;
    let Some(rule) = &plan.escrow else { return escrow::check_share(share) };
    let draw = plan.draw_name();
    escrow::check_share_against(
        share,
        escrow::Announced { plan: digest, draw: &draw, escrow: rule, points, commitment },
    )
}

fn refused(error: &EscrowError, output: &Output) -> Report {
    Report::new(Exit::Verification, error.code(), error.message(output.lang))
}

/// Plan and points of an announcement. Whether it is in the log is what `verify` says.
fn read(folder: &Path, output: &Output) -> Result<Announcement, Report> {
    let bytes = read_file(&folder.join("plan.json"), output)?;
    let events = read_file(&folder.join("evidence").join("events.jsonl"), output)?;
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let first = events.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let plan = canonical::from_slice::<Plan>(line);
    let event = canonical::from_slice::<LoggedEvent>(first);
    match (plan, event.map(|logged| logged.event.event)) {
        (Ok(plan), Ok(Event::Announce { commitment: Some(commitment), points, .. })) => {
            let digest = draw::commit::digest_of_line(line);
            Ok(Announcement { plan, digest, points, commitment })
        }
        _ => {
            let what = output.pick("不是封存抽取的公告", "is not the announcement of a sealed draw");
            let line = format!("{} {what} ({})", folder.display(), sha256(&bytes));
            Err(Report::new(Exit::Rejected, "escrow-announcement", line))
        }
    }
}
