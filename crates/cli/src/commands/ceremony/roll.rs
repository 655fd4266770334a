//! `mingqian ceremony roll DIR DRAW --record NAME=VALUE --record NAME=VALUE`: the final source, as two people wrote it down.

use super::{at_desk, draw_name, many, option, say, step};
use crate::commands::{contribution, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use records::events::RollRecord;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    step(
        "roll",
        lang,
        "摇号结果：骰子、摇球由两人各记一遍",
        "the final source; dice and balls as two people wrote them down",
    )
    .arg(many(
        "record",
        "NAME=VALUE",
        lang.pick(
            "记录人和他记的结果，两人各一次；@FILE 取自文件",
            "who wrote it down, and what; twice. @FILE takes it from a file",
        ),
    ))
    .arg(option(
        "value",
        "VALUE",
        lang.pick("drand 那一轮的签名（96位数字），或 @FILE", "the signature of the drand round (96 digits), or @FILE"),
    ))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let mut records = Vec::new();
    for word in words.get_many::<String>("record").unwrap_or_default() {
        let (recorder, value) = contribution::read(word, output)?;
        records.push(RollRecord { recorder, value });
    }
    let value = match (text(words, "value"), records.first()) {
        (Some(value), _) => contribution::read(&format!("drand={value}"), output)?.1,
        (None, Some(record)) => record.value.clone(),
        (None, None) => {
            let line = output.pick(
                "请用 --record 姓名=结果 给出两人的记录（drand 用 --value）",
                "give the two records by --record NAME=VALUE (of drand --value)",
            );
            return Err(Report::new(Exit::Usage, "roll", line));
        }
    };
    let draw = draw_name(words);
    if let Some(round) = at_desk(words, output, |desk| desk.beacon_round(draw))? {
        check_beacon(round, &value, output).map_err(|line| Report::new(Exit::Rejected, "beacon", line))?;
    }
    at_desk(words, output, |desk| desk.roll(draw, &value, records))?;
    let json = serde_json::json!({ "ok": true, "draw": draw, "event": "roll", "value": value });
    say(output, &[("摇号结果已记入日志", "the final source is logged", value.clone())], json);
    Ok(())
}

/// Refuses a beacon's value that its chain has not signed, before it is logged.
#[cfg(feature = "drand")]
pub fn check_beacon(round: u64, value: &str, output: &Output) -> Result<(), String> {
    beacon::check(round, value).map_err(|error| error.message(output.lang))
}

/// Without the feature nobody here can check it, and that is said.
#[cfg(not(feature = "drand"))]
pub fn check_beacon(_round: u64, _value: &str, output: &Output) -> Result<(), String> {
    output.message(output.pick(
        "本程序没有带信标验签，这一轮的签名没有核对；核对后再继续",
        "this build can't check a beacon's signature; have it checked elsewhere before going on",
    ));
    Ok(())
}
