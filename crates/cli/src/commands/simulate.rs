//! `mingqian simulate DIR --plan PLAN.toml --seeds N`.

use super::{
    dir_argument, office_fault, path, path_argument, plan_argument, plan_file, secret_argument, store, write_file,
};
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgAction, ArgMatches, Command};
use documents::{Audience, simulation_html, simulation_table};
use office::simulate::{entities_csv, report_json, simulate};
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("simulate")
        .about(lang.pick("用公开的废种子模拟整个抽取", "the whole draw under public throw-away seeds"))
        .arg(dir_argument(lang))
        .arg(plan_argument(lang))
        .arg(
            Arg::new("seeds")
                .long("seeds")
                .value_name("N")
                .required(true)
                .value_parser(clap::value_parser!(u64).range(1..))
                .help(lang.pick("模拟多少次", "number of simulated draws")),
        )
        .arg(path_argument("html", "FILE", lang.pick("另写一个网页", "also write a page")).long("html"))
        .arg(
            path_argument(
                "entities",
                "FILE",
                lang.pick("另写每一户的机会（CSV，可公开）", "also write each entity's chance (CSV, may be public)"),
            )
            .long("entities"),
        )
        .arg(Arg::new("public").long("public").action(ArgAction::SetTrue).help(
            lang.pick(
                "只给可以公开的部分（不含人员和配对）",
                "only what may be public (nothing of inspectors and pairs)",
            ),
        ))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (checked, config) = plan_file::named(words, output)?;
    let store = store(words, output)?;
    plan_file::against(&path(words, "plan"), &checked, &config, &store, output)?;
    let writer = store.writer().map_err(|error| office_fault(&error, output))?;
    let seeds = words.get_one::<u64>("seeds").copied().unwrap_or(1);
    let bar = Progress::new(output.pick("模拟", "simulating"));
    let outcome = simulate(&writer, &checked.plan, seeds, &|done, total| bar.update(done, total));
    drop(bar);
    let simulation = outcome.map_err(|error| office_fault(&error, output))?;
    let audience = if words.get_flag("public") { Audience::Public } else { Audience::Office };
    if let Some(file) = words.get_one::<PathBuf>("html") {
        let page = simulation_html(&simulation.report, audience)
            .map_err(|error| Report::new(Exit::Failure, "document", error.to_string()))?;
        write_file(file, &page, output)?;
    }
    if let Some(file) = words.get_one::<PathBuf>("entities") {
        let mut table = Vec::new();
        entities_csv(&simulation, &mut table, output.lang).map_err(|error| office_fault(&error, output))?;
        write_file(file, &table, output)?;
    }
    if output.json {
        output.data_json(&report_json(&simulation.report, audience));
    } else {
        output.data(&simulation_table(&simulation.report, audience, output.lang));
    }
    Ok(())
}
