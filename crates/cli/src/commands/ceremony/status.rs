//! `mingqian ceremony status DIR [DRAW]`: how far draws are, what they wait for, and what is to be signed.

use super::at_desk;
use crate::commands::{dir_argument, secret_argument, text};
use crate::exit::Report;
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use draw::ceremony::{Missing, Phase};
use office::ceremony::{Desk, DrawStatus, event_words, groups};
use records::day::Day;
use records::hash::Digest;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("status")
        .about(lang.pick("进行到哪一步，还缺什么，要签什么", "how far, what is missing, what is to be signed"))
        .arg(dir_argument(lang))
        .arg(Arg::new("draw").value_name("DRAW").help(lang.pick("只看这次抽取", "this draw only")))
        .arg(secret_argument(lang))
}

/// A draw, the statements that people sign now, by label, and the days that are to be opened.
struct State {
    status: DrawStatus,
    statements: Vec<(String, Digest)>,
    days: Vec<Day>,
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let states: Vec<State> = at_desk(words, output, |desk| {
        let draws = match text(words, "draw") {
            Some(draw) => vec![draw.to_owned()],
            None => desk.draws()?,
        };
        draws.iter().map(|draw| state(desk, draw)).collect()
    })?;
    if output.json {
        output.data_json(&serde_json::json!({
            "ok": true, "draws": states.iter().map(|state| json(state, output)).collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    if states.is_empty() {
        output.data(output.pick("还没有公告过抽取", "no draw was announced yet"));
    }
    states.iter().for_each(|state| show(state, output));
    Ok(())
}

fn state(desk: &mut Desk<'_>, draw: &str) -> office::Result<State> {
    let status = desk.status(draw)?;
    let mut statements = Vec::new();
    for missing in &status.missing {
        match missing {
            Missing::Share { holder } => statements.push((holder.clone(), desk.share_statement(draw, holder)?)),
            Missing::Sign { label } => statements.push((label.clone(), desk.closed(draw)?.statement)),
            _ => {}
        }
    }
    Ok(State { status, statements, days: desk.days_to_open(draw)? })
}

/// How far a draw is, in words.
pub fn phase_words(phase: Phase, lang: Lang) -> &'static str {
    match phase {
        Phase::New => lang.pick("未公告", "not announced"),
        Phase::Sharing => lang.pick("已公告，等待核对份额", "announced, shares are being checked"),
        Phase::Contributing => lang.pick("报数", "contributions are taken"),
        Phase::Revealing => lang.pick("公布报数", "reveals are taken"),
        Phase::Closed => lang.pick("已截止，签名、摇号", "closed: signatures, then the final source"),
        Phase::Rolled => lang.pick("已摇号", "rolled"),
        Phase::Drawn => lang.pick("已抽取", "drawn"),
        Phase::Finished => lang.pick("已办结", "finished"),
        Phase::Void => lang.pick("已作废", "void"),
    }
}

fn show(State { status, statements, days }: &State, output: &Output) {
    let overdue = if status.overdue { output.pick("  逾期", "  OVERDUE") } else { "" };
    output.data(&format!("{}  {}{overdue}", status.draw, phase_words(status.phase, output.lang)));
    output.data(&format!("  P  {}", status.plan));
    if let Some(close) = &status.close {
        output.data(&format!("  D  {}", groups(close)));
    }
    if let Some(reason) = &status.void {
        output.data(&format!("  {}  {reason}", output.pick("作废理由", "void because")));
    }
    for (event, index) in &status.events {
        output.data(&format!("  {index:>6}  {}", event_words(event, output.lang)));
    }
    for missing in &status.missing {
        let word =
            if missing.is_required() { output.pick("需要", "needed") } else { output.pick("可以", "may come") };
        output.data(&format!("  {word}  {}", missing.message(output.lang)));
    }
    for (label, statement) in statements {
        output.data(&format!("  {} {label}  {statement}", output.pick("待签", "to be signed by")));
    }
    if !statements.is_empty() {
        output.data(output.pick(
            "  签名：mingqian key sign 私钥文件 --statement 上面的64位数字",
            "  to sign: mingqian key sign KEY --statement THE-DIGITS-ABOVE",
        ));
    }
    for day in days {
        output.data(&format!(
            "  {}  {day}",
            output.pick("待启封（ceremony open --day）", "to be opened (ceremony open --day)")
        ));
    }
    output.data(&format!("  {}  {}", output.pick("最迟办结", "finish by"), status.finish_by));
}

fn json(State { status, statements, days }: &State, output: &Output) -> serde_json::Value {
    let missing = status.missing.iter().map(|missing| {
        serde_json::json!({
            "event": missing.event(), "label": missing.label(), "required": missing.is_required(),
            "message": missing.message(output.lang),
        })
    });
    let events = status.events.iter().map(|(event, index)| serde_json::json!({ "event": event, "index": index }));
    let statements = statements.iter().map(|(label, it)| serde_json::json!({ "label": label, "statement": it }));
    serde_json::json!({
        "draw": status.draw, "plan": status.plan, "phase": format!("{:?}", status.phase).to_lowercase(),
        "close": status.close, "finish_by": status.finish_by, "overdue": status.overdue, "void": status.void,
        "events": events.collect::<Vec<_>>(), "missing": missing.collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(), "days_to_open": days,
    })
}
