//! `mingqian ceremony open DIR DRAW --day DAY --half … --half …` and `mingqian ceremony slips DIR DRAW …`.

use super::{at_desk, draw_name, many, option, parse_day, parse_id, step};
use crate::commands::text;
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use draw::sealed::{CapsuleName, SealedError};
use office::OfficeError;
use office::ceremony::{CeremonyError, Which, read_halves};
use records::events::Leaf;
use records::hash::{Digest, Secret};
use records::lang::Lang;
use std::path::{Path, PathBuf};

fn day(lang: Lang) -> Arg {
    option("day", "DAY", lang.pick("哪一天，如 2026-03-16", "which day, such as 2026-03-16"))
}

pub fn open(lang: Lang) -> Command {
    step(
        "open",
        lang,
        "启封：当天的检查，或一户候补，要两名保管人到场",
        "open a day's capsule, or a reserve's, with both custodians",
    )
    .arg(day(lang))
    .arg(option(
        "capsule",
        "NAME",
        lang.pick(
            "其他封装单：superior（上一级专用），或 reserve/任务/层/名次",
            "another capsule: superior, or reserve/TASK/STRATUM/RANK",
        ),
    ))
    .arg(many(
        "half",
        "FILE|HEX",
        lang.pick(
            "保管人的文件，或纸上的64位数字；两名保管人各一次",
            "a custodian's file, or the 64 digits of his sheet; once for each of the two",
        ),
    ))
}

pub fn run_open(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let draw = draw_name(words);
    let name = match (text(words, "day"), text(words, "capsule")) {
        (Some(day), None) => format!("day/{day}"),
        (None, Some(name)) => name.to_owned(),
        _ => {
            let line = output.pick("请给出 --day 或 --capsule", "give --day or --capsule");
            return Err(Report::new(Exit::Usage, "open", line));
        }
    };
    let halves: Vec<&str> = words.get_many::<String>("half").unwrap_or_default().map(String::as_str).collect();
    let (name, files) = at_desk(words, output, |desk| {
        let name = desk.capsule(draw, &name)?;
        let [one, two] = both(&halves, &name)?;
        // Whose half is the first is the plan's to say; nobody has to know it at the door.
        let entries = match desk.open_capsule(draw, &name, [&one, &two]) {
            Err(OfficeError::Ceremony(CeremonyError::Sealed(SealedError::Key { .. }))) => {
                desk.open_capsule(draw, &name, [&two, &one])?
            }
            opened => opened?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let id = match entry.line {
                Leaf::Visit(visit) => visit.id,
                Leaf::Reserve(reserve) => reserve.entity,
            };
            files.extend(desk.slips(draw, &Which::Visit(id))?);
        }
        Ok((name, files))
    })?;
    if files.is_empty() && !output.json {
        output.data(&match output.lang {
            Lang::Zh => format!("已启封 {name}：里面没有检查"),
            Lang::En => format!("{name} is open: there is no visit in it"),
        });
        return Ok(());
    }
    say_files(&files, output);
    Ok(())
}

/// The halves of a capsule: from the custodians' files, or typed from their sheets.
fn both(words: &[&str], name: &CapsuleName) -> office::Result<[Secret; 2]> {
    let missing = || CeremonyError::HalfMissing { name: name.to_string() };
    let [one, two] = words else { return Err(missing().into()) };
    let half = |word: &str| -> office::Result<Secret> {
        let digits: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        match digits.parse::<Digest>() {
            Ok(digest) => Ok(Secret::new(digest.to_bytes())),
            Err(_) => read_halves(Path::new(word))?.half(name),
        }
    };
    Ok([half(one)?, half(two)?])
}

pub fn slips(lang: Lang) -> Command {
    step("slips", lang, "出检查凭单（封存抽取：先启封）", "slips for the door (of a sealed draw after opening)")
        .arg(day(lang))
        .arg(option("visit", "ID", lang.pick("只要这一户", "this visit only")))
}

pub fn run_slips(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let fault = |line: String| Report::new(Exit::Usage, "slips", line);
    let which = match (text(words, "day"), text(words, "visit")) {
        (Some(day), None) => Which::Day(parse_day(day, "day", output)?),
        (None, Some(id)) => Which::Visit(parse_id(id, "visit", output)?),
        _ => return Err(fault(output.pick("请给出 --day 或 --visit", "give --day or --visit").to_owned())),
    };
    let files = at_desk(words, output, |desk| desk.slips(draw_name(words), &which))?;
    say_files(&files, output);
    Ok(())
}

fn say_files(files: &[PathBuf], output: &Output) {
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "files": files }));
        return;
    }
    if files.is_empty() {
        output.data(output.pick("这一天没有检查", "no visit begins on this day"));
    }
    files.iter().for_each(|file| output.data(&file.display().to_string()));
}
