//! `mingqian ceremony close DIR DRAW`: no contribution is taken any more; D is shown.

use super::sure::{Unasked, sure, yes_argument};
use super::{at_desk, draw_name, many, say, step};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::ceremony::{Closed, groups};
use records::lang::Lang;
use std::io::IsTerminal;

pub fn command(lang: Lang) -> Command {
    step("close", lang, "截止：不再接受报数，公布报数汇总值 D", "no contribution is taken any more; shows D")
        .arg(many(
            "without",
            "LABEL",
            lang.pick(
                "这一方不报数也截止，每方一次",
                "close although this participant has said nothing; once for each",
            ),
        ))
        .arg(yes_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let draw = draw_name(words);
    let silent = at_desk(words, output, |desk| desk.silent(draw))?;
    agreed(words, silent.as_deref().unwrap_or_default(), output)?;
    let closed = at_desk(words, output, |desk| desk.close_contributions(draw))?;
    report(&closed, output);
    Ok(())
}

/// Whoever has said nothing is named before the close, not after it: by whoever closes, or in answer to a question.
fn agreed(words: &ArgMatches, silent: &[String], output: &Output) -> Result<(), Report> {
    let named: Vec<&String> = words.get_many::<String>("without").unwrap_or_default().collect();
    if let Some(other) = named.iter().find(|label| !silent.contains(label)) {
        let line = match output.lang {
            Lang::Zh => format!("--without {other}：这一方已经报数，或不在方案中；还没有报数的：{}", silent.join("、")),
            Lang::En => {
                format!("--without {other}: has contributed, or is not in the plan; who has not: {}", silent.join(", "))
            }
        };
        return Err(Report::new(Exit::Usage, "close-without", line));
    }
    let open: Vec<&str> = silent.iter().filter(|label| !named.contains(label)).map(String::as_str).collect();
    if open.is_empty() {
        return Ok(());
    }
    let warning = said_nothing(&open, output);
    if words.get_flag("yes") || std::io::stdin().is_terminal() {
        return sure(words, output, &warning, Unasked::Refused);
    }
    let without: Vec<String> = open.iter().map(|label| format!("--without {label}")).collect();
    let without = without.join(" ");
    let line = match output.lang {
        Lang::Zh => format!("没有截止。请等他们报数；确定不等的，写明：{without}"),
        Lang::En => format!("not closed. Wait for them; to close without them say so: {without}"),
    };
    Err(Report::lines(Exit::Rejected, "close-missing", vec![warning, line]))
}

/// What a close now means for those who have said nothing.
pub fn said_nothing(open: &[&str], output: &Output) -> String {
    match output.lang {
        Lang::Zh => format!("还没有报数：{}。截止之后不再接受，按空值计入 D", open.join("、")),
        Lang::En => {
            format!("no contribution yet from: {}. After the close none is taken; they are empty in D", open.join(", "))
        }
    }
}

pub fn report(closed: &Closed, output: &Output) {
    let mut lines = vec![("报数汇总值 D", "close D", groups(&closed.close))];
    if !closed.silent.is_empty() {
        lines.push(("没有报数", "did not contribute", closed.silent.join(output.pick("、", ", "))));
    }
    lines.push(("有密钥的各方签这个", "whoever has a key signs this", closed.statement.to_string()));
    lines.push(("发给上一级和各方", "for the superior and everybody", closed.checkpoint.display().to_string()));
    say(
        output,
        &lines,
        serde_json::json!({
            "ok": true, "close": closed.close, "groups": groups(&closed.close), "statement": closed.statement,
            "not_contributed": closed.silent, "checkpoint": closed.checkpoint,
        }),
    );
}
