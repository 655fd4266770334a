//! `mingqian plan check PLAN.toml [DIR]` and `mingqian plan template`.

use super::{office_fault, path, path_argument, plan_file, read_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use import::plan::{Checked, Config};
use records::lang::Lang;
use std::path::{Path, PathBuf};

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
        .subcommand(
            Command::new("template").about(lang.pick("输出带注释的方案模板", "print a commented plan to begin with")),
        )
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

/// The plan and the lists judged together, so that a fault of the one hides none of the other.
fn with_lists(file: &Path, dir: &Path, config: &Config, output: &Output) -> Result<Checked, Report> {
    let bytes = read_file(file, output)?;
    let refused = |error| plan_file::refused(file, &error, output);
    let draft = import::plan::draft_bytes(&bytes, config).map_err(refused)?;
    let facts = office::Store::open(dir).and_then(|store| office::status::facts(&store, draft.plan()));
    match facts {
        Ok(facts) => {
            let warnings = draft.check_against(&facts, config).map_err(refused)?;
            plan_file::warn(file, &warnings, output);
            draft.finish().map_err(refused)
        }
        // The lists can't be read; what is wrong with the plan is told all the same.
        Err(error) if draft.is_accepted() => Err(office_fault(&error, output)),
        Err(error) => {
            output.message(&error.message(output.lang));
            draft.finish().map_err(refused)
        }
    }
}

fn check(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let file = path(words, "plan");
    let config = plan_file::config(words, output)?;
    let checked = match words.get_one::<PathBuf>("dir") {
        Some(dir) => with_lists(&file, dir, &config, output)?,
        None => plan_file::read(&file, &config, output)?,
    };
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "plan": checked.plan }));
    } else {
        output.data(&match output.lang {
            Lang::Zh => format!("方案没有问题：{}，{} 项任务", checked.plan.draw_name(), checked.plan.tasks.len()),
            Lang::En => {
                format!("the plan is in order: {}, {} task(s)", checked.plan.draw_name(), checked.plan.tasks.len())
            }
        });
    }
    Ok(())
}
