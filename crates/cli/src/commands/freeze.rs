//! `mingqian freeze DIR --plan PLAN.toml`.

use super::{dir_argument, office_fault, path, plan_argument, plan_file, secret_argument, store};
use crate::exit::Report;
use crate::output::Output;
use crate::progress::Progress;
use clap::{ArgMatches, Command};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("freeze")
        .about(lang.pick(
            "锁定名单：算出各名单的校验根和方案封存值",
            "freeze the lists: their roots and the plan's commitment",
        ))
        .arg(dir_argument(lang))
        .arg(plan_argument(lang))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (checked, config) = plan_file::named(words, output)?;
    let store = store(words, output)?;
    plan_file::against(&path(words, "plan"), &checked, &config, &store, output)?;
    let bar = Progress::new(output.pick("锁定名单", "freezing"));
    let writer = store.writer().map_err(|error| office_fault(&error, output))?;
    let outcome = office::freeze::freeze(&writer, &checked.plan, &|done, total| bar.update(done, total));
    drop(bar);
    let frozen = outcome.map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&serde_json::json!({
            "ok": true, "draw": frozen.plan.draw_name(), "plan": frozen.digest, "roots": frozen.plan.roots,
            "populations": frozen.plan.populations, "folder": frozen.folder,
        }));
        return Ok(());
    }
    output.data(&format!("{} {}", output.pick("抽取", "draw"), frozen.plan.draw_name()));
    output.data(&format!("{} {}", output.pick("方案封存值 P", "plan commitment P"), frozen.digest));
    for (name, root) in &frozen.plan.roots {
        output.data(&format!("{name:<12} {:>10}  {}", root.count, root.root));
    }
    for line in &frozen.plan.populations {
        output.data(&match output.lang {
            Lang::Zh => format!(
                "任务 {} 层 {}：在册 {}，排除 {}，抽取 {}，候补 {}",
                line.task, line.stratum, line.population, line.excluded, line.n, line.reserves
            ),
            Lang::En => format!(
                "task {} stratum {}: population {}, excluded {}, drawn {}, reserves {}",
                line.task, line.stratum, line.population, line.excluded, line.n, line.reserves
            ),
        });
    }
    Ok(())
}
