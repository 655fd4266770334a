//! `mingqian why BUNDLE ID`.

use super::entity_proof;
use super::verify::{Given, arguments, failed};
use super::{bundle, bundle_argument, path_argument, text, write_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgAction, ArgMatches, Command};
use records::lang::Lang;
use records::text::fold_code;
use records::uscc::{Code, CodeError};
use server::Folder;
use std::path::PathBuf;
use verify::{Kind, Options, WhyError};

pub fn command(lang: Lang) -> Command {
    let command =
        Command::new("why")
            .about(lang.pick("为什么是我 / 为什么不是我：查一个代码", "why me, why not me: the answer for one code"))
            .arg(bundle_argument(lang))
            .arg(Arg::new("id").value_name("ID").required(true).help(
                lang.pick("统一社会信用代码，或名单上的编号", "unified social credit code, or the id on the list"),
            ))
            .arg(Arg::new("task").long("task").value_name("TASK").help(lang.pick("只看这一项任务", "only this task")))
            .arg(
                path_argument(
                    "proof",
                    "FILE",
                    lang.pick(
                        "把这个代码的证明写成文件，可单独核验",
                        "write the proof of this id, which can be checked alone",
                    ),
                )
                .long("proof"),
            )
            .arg(Arg::new("short").long("short").action(ArgAction::SetTrue).requires("proof").help(lang.pick(
                "证明里不放方案（几千字节）：核验时另用 --plan 给出 plan.json",
                "leave the plan out of the proof (a few kilobytes): whoever checks it gives plan.json by --plan",
            )));
    arguments(command, lang)
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let folder = bundle(words, output)?;
    let asked = &asked(text(words, "id").unwrap_or_default(), output)?;
    let given = Given::read(words, output)?;
    let bar = Progress::new(output.pick("查询", "looking"));
    let progress = |done: u64, total: u64| bar.update(done, total);
    let options = Options { progress: Some(&progress), ..given.options() };
    let folder = Folder::new(folder);
    let outcome = verify::why(&folder, asked, text(words, "task"), &options);
    drop(bar);
    let answer = outcome.map_err(|error| match &error {
        WhyError::Failed(failure) => failed(failure, output),
        WhyError::Task { .. } => Report::new(Exit::Usage, error.code(), error.message(output.lang)),
    })?;
    if let Some(path) = words.get_one::<PathBuf>("proof") {
        write_file(path, &entity_proof::of(&folder, &answer, asked, words.get_flag("short"), output)?, output)?;
    }
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "why": answer }));
    } else {
        output.data(&answer.message(output.lang));
    }
    let is_answered = answer.kind == Kind::Outcome;
    if is_answered && answer.entity.is_none() && is_mistyped(asked) {
        output.message(output.pick(
            "这个代码的校验码不对，不是正确的统一社会信用代码，是不是输错了？请对照营业执照再查一次",
            "the check digit of this code is wrong: was it typed correctly? Compare the business licence and ask again",
        ));
    }
    Ok(())
}

/// The code as lists write it: typed in small or full-width letters it would be answered with "not on the list".
fn asked(word: &str, output: &Output) -> Result<String, Report> {
    let (code, is_changed) = fold_code(word);
    if code.is_empty() {
        let line = output.pick(
            "要查的代码是空的；请写统一社会信用代码或名单上的编号",
            "the code is empty; give the code or the id on the list",
        );
        return Err(Report::new(Exit::Usage, "why-id", line));
    }
    if is_changed {
        output.message(&match output.lang {
            Lang::Zh => format!("按 {code} 查询（输入的是“{word}”）"),
            Lang::En => format!("looking for {code} (typed: {word:?})"),
        });
    }
    Ok(code)
}

/// A code of 18 characters that can't be one.
fn is_mistyped(code: &str) -> bool {
    let is_wrong = matches!(Code::parse(code), Err(CodeError::Check { .. } | CodeError::Character { .. }));
    is_wrong && code.chars().count() == 18
}
