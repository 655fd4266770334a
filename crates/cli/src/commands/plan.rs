//! `mingqian plan check PLAN.toml [DIR]` and `mingqian plan template`.

use super::{office_fault, path, path_argument, plan_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("plan")
        .about(lang.pick("检查抽查方案，或输出带注释的模板", "check a plan, or print a commented template"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("check")
                .about(lang.pick("一次列出方案的全部问题", "all faults of a plan at once"))
                .arg(path_argument("plan", "PLAN.toml", lang.pick("抽查方案文件", "the plan")).required(true))
                .arg(path_argument("dir", "DIR", lang.pick("对照这个名录文件夹", "hold it against these lists"))),
        )
        .subcommand(Command::new("template").about(lang.pick("输出带注释的方案模板", "print a commented plan to begin with")))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    match words.subcommand() {
        Some(("check", words)) => check(words, output),
        Some(("template", _)) => {
            output.data(import::plan::template(output.lang));
            Ok(())
        }
        _ => Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
}

fn check(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let file = path(words, "plan");
    let config = plan_file::config(words, output)?;
    let checked = plan_file::read(&file, &config, output)?;
    if let Some(dir) = words.get_one::<PathBuf>("dir") {
        let store = office::Store::open(dir).map_err(|error| office_fault(&error, output))?;
        plan_file::against(&file, &checked, &config, &store, output)?;
    }
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "plan": checked.plan }));
    } else {
        output.data(&match output.lang {
            Lang::Zh => format!("方案没有问题：{}，{} 项任务", checked.plan.draw_name(), checked.plan.tasks.len()),
            Lang::En => format!("the plan is in order: {}, {} task(s)", checked.plan.draw_name(), checked.plan.tasks.len()),
        });
    }
    Ok(())
}
