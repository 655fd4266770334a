//! `mingqian why BUNDLE ID`.

use super::verify::{expect_argument, expected, failed};
use super::{path, path_argument, text};
use crate::exit::{Exit, Report};
use crate::folder::Folder;
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgMatches, Command};
use records::lang::Lang;
use verify::{Options, WhyError};

pub fn command(lang: Lang) -> Command {
    Command::new("why")
        .about(lang.pick("为什么是我 / 为什么不是我：查一个代码", "why me, why not me: the answer for one code"))
        .arg(path_argument("bundle", "BUNDLE", lang.pick("数据包文件夹", "the bundle's folder")).required(true))
        .arg(Arg::new("id").value_name("ID").required(true).help(lang.pick(
            "统一社会信用代码，或名单上的编号",
            "unified social credit code, or the id on the list",
        )))
        .arg(Arg::new("task").long("task").value_name("TASK").help(lang.pick("只看这一项任务", "only this task")))
        .arg(expect_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let asked = text(words, "id").unwrap_or_default();
    let expect = expected(words, output)?;
    let bar = Progress::new(output.pick("查询", "looking"));
    let progress = |done: u64, total: u64| bar.update(done, total);
    let options = Options { expect, progress: Some(&progress), ..Options::default() };
    let outcome = verify::why(&Folder::new(path(words, "bundle")), asked, text(words, "task"), &options);
    drop(bar);
    let answer = outcome.map_err(|error| match &error {
        WhyError::Failed(failure) => failed(failure, output),
        WhyError::Task { .. } => Report::new(Exit::Usage, error.code(), error.message(output.lang)),
    })?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "why": answer }));
    } else {
        output.data(&answer.message(output.lang));
    }
    Ok(())
}
