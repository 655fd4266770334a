//! `mingqian ceremony finish DIR DRAW` and `mingqian ceremony void DIR DRAW --reason TEXT`.

use super::sure::{Unasked, sure, yes_argument};
use super::{at_desk, copy_out, draw_name, option, out_argument, say, share_argument, shares, step};
use crate::commands::{path, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgAction, ArgMatches, Command};
use draw::ceremony::Phase;
use records::day::Day;
use records::lang::Lang;
use std::path::Path;

pub fn finish(lang: Lang) -> Command {
    step(
        "finish",
        lang,
        "办结：全部公开（封存抽取用份额恢复密钥）",
        "open everything (of a sealed draw with the shares)",
    )
    .arg(share_argument(lang))
    .arg(out_argument(lang))
    .arg(yes_argument(lang))
    .arg(
        Arg::new("unopened")
            .long("unopened")
            .action(ArgAction::SetTrue)
            .help(lang.pick("有没有启封的检查日也办结", "finish although there are days that were not opened")),
    )
}

pub fn publish(lang: Lang) -> Command {
    step(
        "publish",
        lang,
        "见证人又签名之后，把最新的结果文件夹连同签名另写一份",
        "write the newest bundle once more, with what witnesses have signed since",
    )
    .arg(out_argument(lang).required(true))
}

pub fn run_publish(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let out = path(words, "out");
    at_desk(words, output, |desk| desk.publish_cosigned(draw_name(words), &out))?;
    report("publish", draw_name(words), &out, output);
    Ok(())
}

pub fn run_finish(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let shares = shares(words, output)?;
    let draw = draw_name(words);
    let (days, ended) =
        at_desk(words, output, |desk| Ok((desk.unopened_days(draw)?, desk.phase(draw)? == Phase::Finished)))?;
    if !days.is_empty() && !words.get_flag("unopened") {
        let what_to_do = output.pick(
            "没有办结。请先用 ceremony open --day 启封并完成检查；确定现在办结的，加上 --unopened",
            "not finished. Open them by `ceremony open --day` and inspect first; to finish all the same, add --unopened",
        );
        let lines = vec![unopened(&days, output), what_to_do.to_owned()];
        return Err(Report::lines(Exit::Rejected, "finish-unopened", lines));
    }
    if !ended {
        let warning = output.pick(
            "办结之后全部公开，不能再启封、递补或作废",
            "after the finish everything is public; nothing is opened, replaced or voided any more",
        );
        sure(words, output, warning, Unasked::Taken)?;
    }
    let folder = at_desk(words, output, |desk| desk.finish(draw_name(words), &shares))?;
    report("finish", draw_name(words), &folder, output);
    copy_out(words, &folder, output)
}

/// The days whose visits nobody has opened, and what a finish now would mean.
pub fn unopened(days: &[Day], output: &Output) -> String {
    let days: Vec<String> = days.iter().map(Day::to_string).collect();
    match output.lang {
        Lang::Zh => format!(
            "还没有启封的检查日：{}。办结会把这些日子的检查对象和人员全部公开，没有做的检查就不再是突击",
            days.join("、")
        ),
        Lang::En => format!(
            "days that were not opened yet: {}. The finish makes their entities and teams public, so that what was not inspected is no surprise any more",
            days.join(", ")
        ),
    }
}

pub fn void(lang: Lang) -> Command {
    let signature = lang.pick(
        "截止之后，或以信标摇号：上一级的签名",
        "after the close, or if the final source is a beacon: the superior's signature",
    );
    step(
        "void",
        lang,
        "作废：写明理由；截止之后（以信标摇号的，任何时候）须上一级签名；截止之后并公开结果",
        "void the number; after the close, and with a beacon always, with the superior's signature; after the close everything is published",
    )
    .arg(option("reason", "TEXT", lang.pick("理由", "why")).required(true))
    .arg(option("signature", "HEX", signature))
    .arg(share_argument(lang))
    .arg(out_argument(lang))
    .arg(yes_argument(lang))
}

pub fn run_void(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let shares = shares(words, output)?;
    let warning = output.pick(
        "作废之后这个编号不能恢复，作废和理由永远公开",
        "a void number never comes back; the void and its reason stay public for ever",
    );
    sure(words, output, warning, Unasked::Taken)?;
    let (reason, signature) = (text(words, "reason").unwrap_or_default(), text(words, "signature").map(str::to_owned));
    let folder = at_desk(words, output, |desk| desk.void(draw_name(words), reason, signature, &shares))?;
    report("void", draw_name(words), &folder, output);
    copy_out(words, &folder, output)
}

fn report(event: &str, draw: &str, folder: &Path, output: &Output) {
    let json = serde_json::json!({ "ok": true, "draw": draw, "event": event, "published": folder });
    say(output, &[("发布的文件夹", "published", folder.display().to_string())], json);
}
