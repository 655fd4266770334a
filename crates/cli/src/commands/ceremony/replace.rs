//! `mingqian ceremony replace DIR DRAW …`: who stands in, in the order that was drawn.
//!
//! Where whoever agrees has a key, the proposal is written to a file, signed elsewhere, and brought back.

use super::{at_desk, draw_name, many, option, parse_day, parse_id, step};
use crate::commands::{path_argument, read_file, text, write_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::ceremony::{Request, Whom};
use records::events::{EventLine, Skipped};
use records::id::Id;
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    step(
        "replace",
        lang,
        "递补检查人员或检查对象，按抽定的次序",
        "replace an inspector or an entity, in the order that was drawn",
    )
    .arg(option("visit", "ID", lang.pick("换人：哪次检查", "an inspector: which visit")))
    .arg(option("seat", "N", lang.pick("换人：第几席，从1起", "an inspector: which seat, from 1")))
    .arg(option("task", "ID", lang.pick("换户：任务", "an entity: the task")))
    .arg(option("stratum", "ID", lang.pick("换户：层", "an entity: the stratum")))
    .arg(option("rank", "N", lang.pick("换户：名次", "an entity: its rank")))
    .arg(option("reason", "CODE", lang.pick("方案里的理由代码", "a reason's code in the plan")))
    .arg(option(
        "approved-by",
        "NAME",
        lang.pick("谁同意；上一级写 superior", "who agrees; `superior` for the superior"),
    ))
    .arg(option("date", "DAY", lang.pick("决定的日期，缺省今天", "day of the decision, else today")))
    .arg(many(
        "skip",
        "[SEAT:]INSPECTOR=CODE",
        lang.pick(
            "也不能去的候补人员，按次序；换户时前面写席号，从1起",
            "a substitute who can't either, in their order; for an entity with the seat, from 1",
        ),
    ))
    .arg(
        path_argument(
            "proposal",
            "FILE",
            lang.pick("递补单写到、或取自这个文件，由同意人签名", "the proposal's file, which whoever agrees signs"),
        )
        .long("proposal"),
    )
    .arg(option("signature", "HEX", lang.pick("对递补单的签名", "the signature of the proposal")))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let draw = draw_name(words);
    let file = words.get_one::<PathBuf>("proposal");
    if let (Some(file), Some(signature)) = (file, text(words, "signature")) {
        let line = proposal(file, output)?;
        at_desk(words, output, |desk| desk.replace(draw, &line, signature.to_owned()))?;
        return report(&line, None, output);
    }
    let request = request(words, output)?;
    let proposal = at_desk(words, output, |desk| desk.propose(draw, &request))?;
    let Some(file) = file else {
        let line = output.pick(
            "同意人须签名：请用 --proposal FILE 给出递补单写到哪里",
            "who agrees signs: give --proposal FILE for the proposal",
        );
        return Err(Report::new(Exit::Usage, "replace-proposal", line));
    };
    let bytes = draw::publish::object_file("proposal", &proposal.line);
    let bytes = bytes.map_err(|error| Report::new(Exit::Failure, error.code(), error.to_string()))?;
    write_file(file, &bytes, output)?;
    report(&proposal.line, Some(proposal.statement.to_string()), output)
}

fn proposal(file: &std::path::Path, output: &Output) -> Result<EventLine, Report> {
    let bytes = read_file(file, output)?;
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    records::canonical::from_slice(line).map_err(|error| {
        let what = output.pick("不是递补单", "is not a proposal");
        Report::new(Exit::Rejected, error.code(), format!("{} {what}: {error}", file.display()))
    })
}

fn request(words: &ArgMatches, output: &Output) -> Result<Request, Report> {
    let usage = |zh: &str, en: &str| Report::new(Exit::Usage, "replace", output.pick(zh, en));
    let word = |id: &str| text(words, id);
    let id = |name: &str| {
        let missing = || {
            usage(
                "换人给 --visit、--seat，换户给 --task、--stratum、--rank",
                "give --visit and --seat, or --task, --stratum and --rank",
            )
        };
        parse_id(word(name).ok_or_else(missing)?, name, output)
    };
    let number = |name: &str| {
        let missing = || usage("缺少 --seat 或 --rank，写整数", "--seat or --rank is missing; write an integer");
        word(name).and_then(|text| text.parse::<u32>().ok()).ok_or_else(missing)
    };
    let date = match word("date") {
        Some(text) => parse_day(text, "date", output)?,
        None => office::clock::today(),
    };
    let skipped = skipped(words, output)?;
    let whom = if word("visit").is_some() {
        let skipped = skipped.into_iter().map(|(_, skipped)| skipped).collect();
        Whom::Inspector { visit: id("visit")?, seat: seat(number("seat")?, output)?, skipped }
    } else {
        let mut lists: Vec<Vec<Skipped>> = Vec::new();
        for (seat, skipped) in skipped {
            lists.resize_with(lists.len().max(seat + 1), Vec::new);
            lists[seat].push(skipped);
        }
        Whom::Entity { task: id("task")?, stratum: id("stratum")?, rank: u64::from(number("rank")?), skipped: lists }
    };
    let reason = word("reason").ok_or_else(|| {
        usage(
            "请用 --reason 写明理由代码（方案里有）",
            "give the code of the reason by --reason; the plan has the codes",
        )
    })?;
    let approved_by = word("approved-by").ok_or_else(|| {
        usage(
            "请用 --approved-by 写明谁同意：方案里的名称、姓名，或 superior（上一级）",
            "say who agrees by --approved-by: a label of the plan, a name, or superior",
        )
    })?;
    Ok(Request { whom, date, reason: reason.to_owned(), approved_by: approved_by.to_owned() })
}

/// Seats are counted from 1 by people, as the minutes have them, and from 0 in events.
fn seat(seat: u32, output: &Output) -> Result<u32, Report> {
    seat.checked_sub(1).ok_or_else(|| {
        let line = output.pick("席号从 1 起，没有第 0 席", "seats count from 1; there is no seat 0");
        Report::new(Exit::Usage, "replace-seat", line)
    })
}

/// `--skip INSPECTOR=CODE`, with the seat in front of it where an entity is replaced.
fn skipped(words: &ArgMatches, output: &Output) -> Result<Vec<(usize, Skipped)>, Report> {
    let read = |word: &String| {
        let (seat, rest) = word.split_once(':').unwrap_or(("1", word));
        let (inspector, reason) = rest.split_once('=')?;
        let skipped = Skipped { inspector: Id::parse(inspector).ok()?, reason: reason.to_owned() };
        Some((usize::from(seat.parse::<u8>().ok()?).checked_sub(1)?, skipped))
    };
    let fault = || {
        let line = output.pick(
            "--skip 要写成 [席号:]检查人员化名=理由代码，席号从 1 起",
            "--skip takes [SEAT:]INSPECTOR=CODE, seats from 1",
        );
        Report::new(Exit::Usage, "replace-skip", line)
    };
    words.get_many::<String>("skip").unwrap_or_default().map(|word| read(word).ok_or_else(fault)).collect()
}

fn report(line: &EventLine, statement: Option<String>, output: &Output) -> Result<(), Report> {
    let value = serde_json::to_value(line).unwrap_or_default();
    if output.json {
        output.data_json(
            &serde_json::json!({ "ok": true, "logged": statement.is_none(), "event": value, "statement": statement }),
        );
        return Ok(());
    }
    for (key, zh) in FIELDS {
        if let Some(value) = value.get(key) {
            output.data(&format!("{}  {}", output.pick(zh, key), shown(key, value)));
        }
    }
    match statement {
        None => output.data(output.pick("已记入日志", "logged")),
        Some(statement) => {
            output.data(&format!("{}  {statement}", output.pick("待签", "to be signed")));
            output.message(&match output.lang {
                Lang::Zh => format!(
                    "请同意人运行 mingqian key sign 私钥文件 --statement {statement}，再用同一个 --proposal 和 --signature 交回"
                ),
                Lang::En => format!(
                    "whoever agrees runs `mingqian key sign KEY --statement {statement}`; bring it back with the same --proposal and --signature"
                ),
            });
        }
    }
    Ok(())
}

/// Fields of a replacement that people look at, with their Chinese names.
const FIELDS: [(&str, &str); 8] = [
    ("visit", "入企检查"),
    ("seat", "席位"),
    ("task", "任务"),
    ("stratum", "层"),
    ("rank", "名次"),
    ("by", "接替者"),
    ("team", "检查组"),
    ("days", "日期"),
];

/// A value as people write it.
fn shown(key: &str, value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().map(|value| shown(key, value)).collect::<Vec<_>>().join(" "),
        serde_json::Value::Number(seat) if key == "seat" => (seat.as_u64().unwrap_or(0) + 1).to_string(),
        other => other.to_string(),
    }
}
