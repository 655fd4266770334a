//! `mingqian ceremony announce DIR --plan PLAN.toml`.

use super::sure::{Unasked, sure, yes_argument};
use super::{at_desk, copy_out, out_argument, say};
use crate::commands::{dir_argument, path, plan_argument, plan_file, secret_argument, store};
use crate::exit::Report;
use crate::output::Output;
use crate::progress::Progress;
use clap::{ArgMatches, Command};
use office::ceremony::{Announced, Desk};
use records::lang::Lang;
use records::plan::Plan;

pub fn command(lang: Lang) -> Command {
    Command::new("announce")
        .about(lang.pick(
            "公告：锁定名单和方案，生成份额，发布公告文件夹",
            "freeze lists and plan, deal the shares, publish the announcement",
        ))
        .arg(dir_argument(lang))
        .arg(plan_argument(lang))
        .arg(out_argument(lang))
        .arg(yes_argument(lang))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let plan = checked_plan(words, output)?;
    if let Some(warning) = is_past(&plan, output) {
        sure(words, output, &warning, Unasked::Taken)?;
    }
    let announced = at_desk(words, output, |desk| announce(desk, &plan, output))?;
    report(&announced, output);
    copy_out(words, &announced.published, output)
}

/// What is announced stays; a period that is over is a slip of the pen, or an example.
pub fn is_past(plan: &Plan, output: &Output) -> Option<String> {
    let (until, today) = (plan.period.until, office::clock::today());
    (until < today).then(|| match output.lang {
        Lang::Zh => format!("方案的检查期到 {until} 为止，已经过去（今天 {today}）；公告之后不能再改"),
        Lang::En => {
            format!("the period of the plan ended on {until}, before today ({today}); once announced it stays as it is")
        }
    })
}

/// The plan of `--plan`, held against the lists.
pub fn checked_plan(words: &ArgMatches, output: &Output) -> Result<Plan, Report> {
    let (checked, config) = plan_file::named(words, output)?;
    let store = store(words, output)?;
    plan_file::against(&path(words, "plan"), &checked, &config, &store, output)?;
    Ok(checked.plan)
}

pub fn announce(desk: &mut Desk<'_>, plan: &Plan, output: &Output) -> office::Result<Announced> {
    let bar = Progress::new(output.pick("锁定名单、模拟", "freezing and simulating"));
    desk.announce(plan, &|done, total| bar.update(done, total))
}

pub fn report(announced: &Announced, output: &Output) {
    let mut lines = vec![
        ("抽取", "draw", announced.draw.clone()),
        ("方案封存值 P", "plan commitment P", announced.plan.to_string()),
        ("公告文件夹", "announcement", announced.published.display().to_string()),
    ];
    if let Some(commitment) = announced.commitment {
        lines.push(("密钥封存值 c", "commitment c", commitment.to_string()));
    }
    for (holder, file) in &announced.shares {
        lines.push(("份额，请交给持有人", "share to be handed over", format!("{holder}  {}", file.display())));
    }
    let shares: Vec<_> =
        announced.shares.iter().map(|(holder, file)| serde_json::json!({ "holder": holder, "file": file })).collect();
    say(
        output,
        &lines,
        serde_json::json!({
            "ok": true, "draw": announced.draw, "plan": announced.plan, "commitment": announced.commitment,
            "published": announced.published, "shares": shares,
        }),
    );
}
