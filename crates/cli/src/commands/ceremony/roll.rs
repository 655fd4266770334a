//! `mingqian ceremony roll DIR DRAW --record NAME=VALUE --record NAME=VALUE`: the final source, as two people wrote it down.

use super::sure::{Unasked, sure, yes_argument};
use super::{at_desk, draw_name, many, option, say, step};
use crate::commands::{contribution, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use draw::ceremony::Missing;
use office::ceremony::DrawStatus;
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
    .arg(yes_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let mut records = Vec::new();
    for word in words.get_many::<String>("record").unwrap_or_default() {
        let (recorder, value) = contribution::read(word, output)?;
        records.push(RollRecord { recorder, value: unspaced(&value) });
    }
    let value = match (text(words, "value"), records.first()) {
        (Some(value), _) => unspaced(&contribution::read(&format!("drand={value}"), output)?.1),
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
    let (round, status) = at_desk(words, output, |desk| Ok((desk.beacon_round(draw)?, desk.status(draw)?)))?;
    if let Some(round) = round {
        check_beacon(round, &value, output).map_err(|line| Report::new(Exit::Rejected, "beacon", line))?;
    }
    signatures_have_come(words, &status, output)?;
    at_desk(words, output, |desk| desk.roll(draw, &value, records))?;
    let json = serde_json::json!({ "ok": true, "draw": draw, "event": "roll", "value": value });
    say(output, &[("摇号结果已记入日志", "the final source is logged", value.clone())], json);
    Ok(())
}

/// People write digits down in groups. The values of all sources have no space, so that nothing is lost.
pub fn unspaced(value: &str) -> String {
    value.split_whitespace().collect()
}

/// After the roll no signature of the close is taken any more; without one of each of two departments the order of events is
/// proved by witnesses alone.
fn signatures_have_come(words: &ArgMatches, status: &DrawStatus, output: &Output) -> Result<(), Report> {
    let open = |missing: &Missing| match missing {
        Missing::Sign { label } => Some(label.clone()),
        _ => None,
    };
    let open: Vec<String> = status.missing.iter().filter_map(open).collect();
    if open.is_empty() {
        return Ok(());
    }
    let warning = match output.lang {
        Lang::Zh => format!("还没有在报数汇总值 D 上签名：{}。摇号之后不再接受签名", open.join("、")),
        Lang::En => {
            format!("the close is not signed yet by: {}. After the roll no signature is taken", open.join(", "))
        }
    };
    sure(words, output, &warning, Unasked::Taken)
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
