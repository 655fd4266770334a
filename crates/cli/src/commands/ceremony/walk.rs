//! `mingqian ceremony walk DIR --plan PLAN.toml`: leads a clerk through a whole ceremony at a terminal.
//!
//! It asks for what is missing, one thing after another, and does what the single commands do. It keeps nothing itself: whoever
//! ends it, or loses power, begins it again and goes on where the log is. Lines come from standard input, so that it can be tested.

mod ask;
mod turns;

use super::{announce, option, status};
use crate::commands::{dir_argument, office_fault, path_argument, secret_argument, store, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use ask::Ask;
use clap::{ArgMatches, Command};
use draw::ceremony::{Missing, Phase};
use office::ceremony::Desk;
use records::lang::Lang;
use std::collections::BTreeSet;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("walk")
        .about(lang.pick(
            "逐步带着做完一次仪式；中断后再运行，接着做",
            "lead through a whole ceremony; run it again after a break, and it goes on",
        ))
        .arg(dir_argument(lang))
        .arg(
            path_argument(
                "plan",
                "PLAN.toml",
                lang.pick("抽查方案；已公告的可以不给", "the plan; not needed once it is announced"),
            )
            .long("plan"),
        )
        .arg(option(
            "draw",
            "DRAW",
            lang.pick("抽取的名称，缺省为唯一没有办结的一次", "the draw, else the only one that has not ended"),
        ))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let plan = words.get_one::<PathBuf>("plan").map(|_| announce::checked_plan(words, output)).transpose()?;
    let store = store(words, output)?;
    let fault = |error: office::OfficeError| office_fault(&error, output);
    let writer = store.writer().map_err(fault)?;
    let mut desk = Desk::open(&writer, office::clock::today(), output.lang).map_err(fault)?;
    let draws = desk.draws().map_err(fault)?;
    let draw = match (&plan, text(words, "draw")) {
        (Some(plan), _) => plan.draw_name(),
        (None, Some(draw)) => draw.to_owned(),
        (None, None) => only_open(&mut desk, &draws, output)?,
    };
    let mut ask = Ask::new(output);
    if let Some(plan) = &plan
        && !draws.contains(&draw)
    {
        ask.say("一、公告：锁定名单和方案", "1. announce: lists and plan are frozen");
        if let Some(warning) = announce::is_past(plan, output) {
            ask.say_text(&warning);
        }
        let announced = announce::announce(&mut desk, plan, output).map_err(fault)?;
        announce::report(&announced, output);
    }
    let ended = walk(&mut desk, &draw, &mut ask, output);
    desk.close().map_err(fault)?;
    ended
}

/// The only draw that has not ended.
fn only_open(desk: &mut Desk<'_>, draws: &[String], output: &Output) -> Result<String, Report> {
    let mut open = Vec::new();
    for draw in draws {
        let phase = desk.phase(draw).map_err(|error| office_fault(&error, output))?;
        if phase != Phase::Finished && phase != Phase::Void {
            open.push(draw.clone());
        }
    }
    match <[String; 1]>::try_from(open) {
        Ok([draw]) => Ok(draw),
        Err(open) => {
            let line = match output.lang {
                Lang::Zh => format!("没有办结的有 {} 次：{}；请用 --plan 或 --draw 指明", open.len(), open.join("、")),
                Lang::En => format!(
                    "{} draws have not ended: {}; name one by --draw, or give --plan",
                    open.len(),
                    open.join(", ")
                ),
            };
            Err(Report::new(Exit::Usage, "walk-draw", line))
        }
    }
}

/// Asks for one thing after another until nothing is missing or nobody answers. What is refused is said, and asked again.
fn walk(desk: &mut Desk<'_>, draw: &str, ask: &mut Ask<'_>, output: &Output) -> Result<(), Report> {
    let fault = |error: office::OfficeError| office_fault(&error, output);
    let mut passed: BTreeSet<String> = BTreeSet::new();
    loop {
        let state = desk.status(draw).map_err(fault)?;
        let key = |missing: &Missing| format!("{} {}", missing.event(), missing.label().unwrap_or_default());
        let next = state.missing.iter().find(|missing| missing.is_required() || !passed.contains(&key(missing)));
        let Some(next) = next else {
            ask.say_text(&format!("{draw}  {}", status::phase_words(state.phase, output.lang)));
            return Ok(());
        };
        match turns::take(desk, draw, next, ask, output) {
            Ok(turns::Turn::Taken) => {}
            Ok(turns::Turn::Passed) => {
                passed.insert(key(next));
            }
            Ok(turns::Turn::Ended) => {
                ask.say("先到这里；再运行一次就接着做", "that is all for now; run it again to go on");
                return Ok(());
            }
            // The machine has failed: nothing is tried again here.
            Err(error) if error.kind() == office::Kind::Failure => return Err(fault(error)),
            Err(error) => ask.say_text(&error.message(output.lang)),
        }
    }
}
