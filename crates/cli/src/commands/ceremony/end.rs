//! `mingqian ceremony finish DIR DRAW` and `mingqian ceremony void DIR DRAW --reason TEXT`.

use super::{at_desk, copy_out, draw_name, option, out_argument, say, share_argument, shares, step};
use crate::commands::text;
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use records::lang::Lang;
use std::path::Path;

pub fn finish(lang: Lang) -> Command {
    step(
        "finish",
        lang,
        "办结：全部公开（封存抽取用份额恢复密钥）",
        "open everything (of a sealed draw with the shares)",
    )
    .arg(share_argument(lang))
    .arg(out_argument(lang))
}

pub fn run_finish(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let shares = shares(words, output)?;
    let folder = at_desk(words, output, |desk| desk.finish(draw_name(words), &shares))?;
    report("finish", draw_name(words), &folder, output);
    copy_out(words, &folder, output)
}

pub fn void(lang: Lang) -> Command {
    let signature = lang.pick("截止之后：上一级的签名", "after the close: the superior's signature");
    step(
        "void",
        lang,
        "作废：写明理由；截止之后须上一级签名，并公开结果",
        "void the number; after the close with the superior's signature, and everything is published",
    )
    .arg(option("reason", "TEXT", lang.pick("理由", "why")).required(true))
    .arg(option("signature", "HEX", signature))
    .arg(share_argument(lang))
    .arg(out_argument(lang))
}

pub fn run_void(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let shares = shares(words, output)?;
    let (reason, signature) = (text(words, "reason").unwrap_or_default(), text(words, "signature").map(str::to_owned));
    let folder = at_desk(words, output, |desk| desk.void(draw_name(words), reason, signature, &shares))?;
    report("void", draw_name(words), &folder, output);
    copy_out(words, &folder, output)
}

fn report(event: &str, draw: &str, folder: &Path, output: &Output) {
    let json = serde_json::json!({ "ok": true, "draw": draw, "event": event, "published": folder });
    say(output, &[("发布的文件夹", "published", folder.display().to_string())], json);
}
