//! `mingqian ceremony close DIR DRAW`: no contribution is taken any more; D is shown.

use super::{at_desk, draw_name, say, step};
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::ceremony::{Closed, groups};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    step("close", lang, "截止：不再接受报数，公布截止值 D", "no contribution is taken any more; shows D")
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let closed = at_desk(words, output, |desk| desk.close_contributions(draw_name(words)))?;
    report(&closed, output);
    Ok(())
}

pub fn report(closed: &Closed, output: &Output) {
    let mut lines = vec![("截止值 D", "close D", groups(&closed.close))];
    if !closed.silent.is_empty() {
        lines.push(("没有报数", "did not contribute", closed.silent.join("、")));
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
